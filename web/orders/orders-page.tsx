import { useMemo } from 'react';
import type { OrderSummary } from '../../contracts/order.js';
import { holdReasons, orderOrigins, orderStages } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import { List } from '../lists/list.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay, Stage } from '../parts/figures.js';
import { Go, GoButton } from '../parts/link.js';
import { Page } from '../parts/page.js';

/** The order book. */
export function OrdersPage() {
  const spoken = useWords();
  const may = useMay();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page
      title={spoken.t.orders.title}
      right={may('orders.create') && <GoButton to="/new-order">{spoken.t.sales.newOrder}</GoButton>}
    >
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<OrderSummary> => ({
  list: 'orders',
  keyOf: ({ number }) => number,
  empty: spoken.t.orders.none,
  sort: '-receivedAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'customer', kind: 'customer', label: spoken.t.orders.customer },
    choice('stage', spoken.t.orders.stage, orderStages, spoken.words.stage),
    {
      id: 'ended',
      kind: 'choice',
      label: spoken.t.orders.ended,
      choices: [
        { value: 'false', label: capital(spoken.t.lists.no) },
        { value: 'true', label: capital(spoken.t.lists.yes) },
      ],
    },
    choice('holdReason', spoken.t.orders.holdReason, holdReasons, spoken.words.hold),
    choice('origin', spoken.t.orders.origin, orderOrigins, spoken.words.origin),
    { id: 'salesperson', kind: 'text', label: spoken.t.orders.salesperson },
    { id: 'receivedFrom', kind: 'date', label: `${spoken.t.orders.received} ${spoken.t.lists.from}` },
    { id: 'receivedTo', kind: 'date', label: spoken.t.lists.to },
    { id: 'hasBackorder', kind: 'flag', label: spoken.t.orders.onlyBackorder },
  ],
  columns: shown(listColumns.orders, spoken, {
    number: ({ number }) => (
      <Go to="/orders/$number" params={{ number }}>
        {number}
      </Go>
    ),
    customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
    stage: ({ stage }) => <Stage stage={stage} />,
    nextDate: ({ nextDate }) => <DueDay date={nextDate} />,
  }),
});
