import { useMemo } from 'react';
import type { WorkItem } from '../../contracts/work-item.js';
import { roles, workItemKinds, workItemStatuses, type Role } from '../../contracts/vocabulary.js';
import { worklistOf } from '../../domain/worklist.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMe } from '../app/session.js';
import { useAddress } from '../lists/address.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { useOwners, type Owner } from './colleagues.js';
import { usualWork } from './usual.js';

/** The worklist as every other list: in columns, to be sorted and looked through. */
export default function WorkTable() {
  const spoken = useWords();
  const { role } = useMe();
  const owners = useOwners();
  const isOfDone = useAddress().address['status'] === 'done';
  const definition = useMemo(
    () => listOf(spoken, owners, worklistOf(role), isOfDone),
    [spoken, owners, role, isOfDone],
  );
  return <List definition={definition} />;
}

/** Columns of lines that are done. */
const ofDone: readonly string[] = ['done', 'settledBy', 'settled'];

/**
 * @param own the one role whose lines are shown; undefined: every role's
 * @param isOfDone shows who ended each line, and how
 */
const listOf = (
  spoken: Spoken,
  owners: readonly Owner[],
  own: Role | undefined,
  isOfDone: boolean,
): ListDefinition<WorkItem> => ({
  list: 'worklist',
  keyOf: ({ id }) => id,
  empty: spoken.t.work.nothingToDo,
  sort: usualWork.sort,
  ...(own !== undefined && { fixed: { role: own } }),
  filters: [
    choice('kind', spoken.t.work.kind, workItemKinds, spoken.t.work.kinds),
    ...(own === undefined ? [choice('role', spoken.t.work.team, roles, spoken.words.role)] : []),
    { id: 'assignee', kind: 'choice', label: spoken.t.work.owner, choices: owners },
    choice('status', spoken.t.work.state, workItemStatuses, spoken.t.work.states),
    { id: 'aside', kind: 'flag', label: spoken.t.work.aside },
  ],
  columns: shown(listColumns.worklist, spoken, {
    title: ({ title, order, customer }) => {
      if (order !== null)
        return (
          <Go to="/orders/$number" params={{ number: order }}>
            {title}
          </Go>
        );
      if (customer !== null)
        return (
          <Go to="/customers/$number" params={{ number: customer }}>
            {title}
          </Go>
        );
      return title;
    },
    customer: ({ customer, customerName }) =>
      customer !== null && <CustomerName number={customer} name={customerName ?? customer} />,
    sentence: ({ sentence }) => <span className="wrap">{sentence}</span>,
    due: ({ dueOn, status }) => <DueDay date={dueOn} isOver={status === 'done'} />,
    settled: ({ settled }) => <span className="wrap">{settled?.sentence}</span>,
    age: ({ ageDays }) => spoken.t.work.ageDays(ageDays),
    team: ({ role }) => capital(spoken.words.role[role]),
  }).map((column) => (isOfDone && ofDone.includes(column.id) ? { ...column, isExtra: false } : column)),
});
