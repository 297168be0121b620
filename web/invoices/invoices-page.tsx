import { useMemo } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import { invoiceStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { choice, type Column, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Day, DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { InvoiceStatus } from './invoice-status.js';

/** Invoices and what is open on them. */
export function InvoicesPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.shell.invoices}>
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<InvoiceSummary> => ({
  path: '/v1/invoices',
  keyOf: ({ number }) => number,
  empty: spoken.t.finance.noInvoice,
  sort: '-issueDate',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    choice('status', spoken.t.finance.state, invoiceStatuses, spoken.t.finance.invoiceStatus),
    { id: 'issuedFrom', kind: 'date', label: `${spoken.t.finance.issued} ${spoken.t.lists.from}` },
    { id: 'issuedTo', kind: 'date', label: spoken.t.lists.to },
    { id: 'dueFrom', kind: 'date', label: spoken.t.finance.dueFrom },
    { id: 'dueTo', kind: 'date', label: spoken.t.lists.to },
    { id: 'overdue', kind: 'flag', label: spoken.t.finance.onlyOverdue },
  ],
  columns: [...whichAndWhose(spoken), ...howMuch(spoken), ...extras(spoken)],
});

const whichAndWhose = ({ t }: Spoken): readonly Column<InvoiceSummary>[] => [
  {
    id: 'number',
    header: t.finance.invoice,
    sort: 'number',
    cell: ({ number }) => (
      <Go to="/invoices/$number" params={{ number }}>
        {number}
      </Go>
    ),
  },
  {
    id: 'customer',
    header: t.finance.customer,
    cell: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
  },
  { id: 'issued', header: t.finance.issued, sort: 'issueDate', cell: ({ issueDate }) => <Day date={issueDate} /> },
];

const howMuch = ({ t, words }: Spoken): readonly Column<InvoiceSummary>[] => [
  {
    id: 'due',
    header: t.finance.due,
    sort: 'dueDate',
    cell: ({ dueDate, status }) => <DueDay date={dueDate} isOver={status === 'paid'} />,
  },
  {
    id: 'gross',
    header: t.finance.gross,
    sort: 'gross',
    isNumber: true,
    cell: ({ gross, currency }) => <Money amount={gross} currency={currency} />,
  },
  {
    id: 'open',
    header: t.finance.open,
    sort: 'open',
    isNumber: true,
    cell: ({ open, currency }) => <Money amount={open} currency={currency} />,
  },
  { id: 'status', header: t.finance.state, cell: ({ status }) => <InvoiceStatus status={status} /> },
  {
    id: 'level',
    header: t.finance.level,
    cell: ({ dunningLevel }) => (dunningLevel === null ? null : capital(words.level[dunningLevel])),
  },
];

const extras = ({ t }: Spoken): readonly Column<InvoiceSummary>[] => [
  {
    id: 'order',
    header: t.finance.order,
    isExtra: true,
    cell: ({ order }) => (
      <Go to="/orders/$number" params={{ number: order }}>
        {order}
      </Go>
    ),
  },
  { id: 'kind', header: t.finance.kind, isExtra: true, cell: ({ kind }) => capital(t.finance.invoiceKind[kind]) },
  {
    id: 'net',
    header: t.finance.net,
    isExtra: true,
    isNumber: true,
    cell: ({ net, currency }) => <Money amount={net} currency={currency} />,
  },
  { id: 'settled', header: t.finance.settled, isExtra: true, cell: ({ settledOn }) => <Day date={settledOn} /> },
];
