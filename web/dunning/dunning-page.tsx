import { useMemo } from 'react';
import type { DunningStep } from '../../contracts/dunning.js';
import { dunningLevels, dunningStepStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Day } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { StepStatus } from './step-status.js';

/** What was asked of whom, and what became of it. */
export function DunningPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.shell.dunning}>
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<DunningStep> => ({
  list: 'dunning-steps',
  keyOf: ({ id }) => id,
  empty: spoken.t.finance.noSteps,
  sort: '-decidedOn',
  filters: [
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    choice('level', spoken.t.finance.level, dunningLevels, spoken.words.level),
    choice('status', spoken.t.finance.state, dunningStepStatuses, spoken.t.finance.stepStatus),
  ],
  columns: shown(listColumns['dunning-steps'], spoken, {
    level: ({ id, level }) => (
      <Go to="/dunning/$id" params={{ id }}>
        {capital(spoken.words.level[level])}
      </Go>
    ),
    customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
    invoice: ({ invoice }) => (
      <Go to="/invoices/$number" params={{ number: invoice }}>
        {invoice}
      </Go>
    ),
    status: ({ status }) => <StepStatus status={status} />,
    next: ({ nextLevel, nextOn }) =>
      nextLevel === null ? null : (
        <>
          {capital(spoken.words.level[nextLevel])}, <Day date={nextOn} />
        </>
      ),
  }),
});
