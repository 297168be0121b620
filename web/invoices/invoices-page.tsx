import { Group } from '@mantine/core';
import { useMemo } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import { invoiceKinds, invoiceStatuses, type LifecycleCode } from '../../contracts/vocabulary.js';
import type { PlatformWords } from '../../words/fr/console/platform.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { room } from '../app/room.js';
import { useMay } from '../app/session.js';
import { useBillingWords } from '../billing/words.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { InvoiceStatus } from './invoice-status.js';

/** Invoices and what is open on them. */
export function InvoicesPage() {
  const spoken = useWords();
  const words = usePlatformWords();
  const definition = useMemo(() => withLifecycle(listOf(spoken), words), [spoken, words]);
  const may = useMay();
  return (
    <Page
      title={spoken.t.shell.invoices}
      right={
        <Group gap="md">
          {may('billing-runs.list') && <ToBilling />}
          {may('accounting.summary') && <ToAccounting />}
        </Group>
      }
    >
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

/** Narrowed by statuses of the reform too: their words are loaded with the page. */
function withLifecycle(list: ListDefinition<InvoiceSummary>, words: PlatformWords): ListDefinition<InvoiceSummary> {
  const codes = Object.keys(words.code) as LifecycleCode[];
  const at = list.filters.findIndex(({ id }) => id === 'status') + 1;
  return { ...list, filters: list.filters.toSpliced(at, 0, choice('lifecycle', words.status, codes, words.code)) };
}

function ToBilling() {
  return <Go to="/billing">{useBillingWords().title}</Go>;
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
    choice('kind', spoken.t.finance.kind, invoiceKinds, spoken.t.finance.invoiceKind),
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
