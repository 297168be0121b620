import { useMemo } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import { invoiceStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { room } from '../app/room.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { InvoiceStatus } from './invoice-status.js';

/** Invoices and what is open on them. */
export function InvoicesPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  const may = useMay();
  return (
    <Page title={spoken.t.shell.invoices} right={may('accounting.summary') && <ToAccounting />}>
      <List definition={definition} />
    </Page>
  );
}

const useAccountingTitle = room({
  fr: () => import('../../words/fr/console/accounting.js').then(({ accounting }) => accounting),
  en: () => import('../../words/en/console/accounting.js').then(({ accounting }) => accounting),
});

function ToAccounting() {
  return <Go to="/accounting">{useAccountingTitle().title}</Go>;
}

export const listOf = (spoken: Spoken): ListDefinition<InvoiceSummary> => ({
  list: 'invoices',
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
    { id: 'toGive', kind: 'flag', label: spoken.t.finance.onlyToGive },
  ],
  columns: shown(listColumns.invoices, spoken, {
    number: ({ number }) => (
      <Go to="/invoices/$number" params={{ number }}>
        {number}
      </Go>
    ),
    customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
    due: ({ dueDate, nextDue, status }) => <DueDay date={dueDate} next={nextDue} isOver={status === 'paid'} />,
    status: ({ status }) => <InvoiceStatus status={status} />,
    level: ({ dunningLevel }) => (dunningLevel === null ? null : capital(spoken.words.level[dunningLevel])),
    order: ({ order }) => (
      <Go to="/orders/$number" params={{ number: order }}>
        {order}
      </Go>
    ),
    kind: ({ kind }) => capital(spoken.t.finance.invoiceKind[kind]),
  }),
});
