import { useMemo } from 'react';
import type { DunningStep } from '../../contracts/dunning.js';
import { dunningLevels, dunningStepStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { choice, type Column, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Day, Moment, Money } from '../parts/figures.js';
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
  path: '/v1/dunning-steps',
  keyOf: ({ id }) => id,
  empty: spoken.t.finance.noSteps,
  sort: '-decidedOn',
  filters: [
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    choice('level', spoken.t.finance.level, dunningLevels, spoken.words.level),
    choice('status', spoken.t.finance.state, dunningStepStatuses, spoken.t.finance.stepStatus),
  ],
  columns: [...which(spoken), ...what(spoken)],
});

const which = ({ t, words }: Spoken): readonly Column<DunningStep>[] => [
  {
    id: 'level',
    header: t.finance.level,
    cell: ({ id, level }) => (
      <Go to="/dunning/$id" params={{ id }}>
        {capital(words.level[level])}
      </Go>
    ),
  },
  {
    id: 'decided',
    header: t.finance.decided,
    sort: 'decidedOn',
    cell: ({ decidedOn }) => <Day date={decidedOn} />,
  },
  {
    id: 'customer',
    header: t.finance.customer,
    cell: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
  },
  {
    id: 'invoice',
    header: t.finance.invoice,
    cell: ({ invoice }) => (
      <Go to="/invoices/$number" params={{ number: invoice }}>
        {invoice}
      </Go>
    ),
  },
];

const what = ({ t, words }: Spoken): readonly Column<DunningStep>[] => [
  {
    id: 'open',
    header: t.finance.open,
    sort: 'openAmount',
    isNumber: true,
    cell: ({ openAmount, currency }) => <Money amount={openAmount} currency={currency} />,
  },
  {
    id: 'claimed',
    header: t.finance.claimed,
    isNumber: true,
    cell: ({ claimed, currency }) => <Money amount={claimed} currency={currency} />,
  },
  { id: 'status', header: t.finance.state, cell: ({ status }) => <StepStatus status={status} /> },
  { id: 'sent', header: t.finance.sentAt, cell: ({ sentAt }) => <Moment at={sentAt} /> },
  {
    id: 'next',
    header: t.dunning.next,
    cell: ({ nextLevel, nextOn }) =>
      nextLevel === null ? null : (
        <>
          {capital(words.level[nextLevel])}, <Day date={nextOn} />
        </>
      ),
  },
];
