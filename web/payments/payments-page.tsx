import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Payment } from '../../contracts/payment.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';

/** Money that came, and what of it has found no invoice. */
export function PaymentsPage() {
  const spoken = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  const book = may('payments.create') && (
    <Button onClick={() => void navigate({ to: '/new-payment' })}>{spoken.t.payments.book}</Button>
  );
  return (
    <Page title={spoken.t.shell.payments} right={book}>
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<Payment> => ({
  list: 'payments',
  keyOf: ({ id }) => id,
  empty: spoken.t.payments.none,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    { id: 'dateFrom', kind: 'date', label: spoken.t.payments.dateFrom },
    { id: 'dateTo', kind: 'date', label: spoken.t.lists.to },
    { id: 'unallocated', kind: 'flag', label: spoken.t.payments.onlyUnallocated },
  ],
  columns: shown(listColumns.payments, spoken, {
    reference: ({ id, reference }) => (
      <Go to="/payments/$id" params={{ id }}>
        {reference}
      </Go>
    ),
    customer: ({ customer, customerName }) =>
      customer === null ? spoken.t.payments.nobody : <CustomerName number={customer} name={customerName ?? customer} />,
    text: ({ remittanceText }) => <span className="wrap">{remittanceText}</span>,
  }),
});
