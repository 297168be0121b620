import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { OrderSummary } from '../../contracts/order.js';
import { holdReasons, orderOrigins, orderStages } from '../../contracts/vocabulary.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { List } from '../lists/list.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { DueDay, Moment, Money, Stage } from '../parts/figures.js';
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
      right={may('orders.create') && <GoButton to="/orders/new">{spoken.t.sales.newOrder}</GoButton>}
    >
      <List definition={definition} />
    </Page>
  );
}

export const listOf = ({ t, words }: Spoken): ListDefinition<OrderSummary> => ({
  path: '/v1/orders',
  keyOf: ({ number }) => number,
  empty: t.orders.none,
  sort: '-receivedAt',
  filters: [
    { id: 'search', kind: 'text', label: t.lists.filter },
    choice('stage', t.orders.stage, orderStages, words.stage),
    choice('holdReason', t.orders.holdReason, holdReasons, words.hold),
    choice('origin', t.orders.origin, orderOrigins, words.origin),
    { id: 'receivedFrom', kind: 'date', label: `${t.orders.received} ${t.lists.from}` },
    { id: 'receivedTo', kind: 'date', label: t.lists.to },
    { id: 'hasBackorder', kind: 'flag', label: t.orders.onlyBackorder },
  ],
  columns: [
    {
      id: 'number',
      header: t.orders.number,
      sort: 'number',
      cell: ({ number }) => (
        <Go to="/orders/$number" params={{ number }}>
          {number}
        </Go>
      ),
    },
    {
      id: 'customer',
      header: t.orders.customer,
      cell: ({ customer, customerName }) => (
        <Text span size="sm">
          {customerName}{' '}
          <Text span size="xs" c="dimmed">
            {customer}
          </Text>
        </Text>
      ),
    },
    { id: 'stage', header: t.orders.stage, cell: ({ stage }) => <Stage stage={stage} /> },
    { id: 'waitsFor', header: t.orders.waitsFor, cell: ({ sentence }) => sentence },
    { id: 'nextDate', header: t.orders.nextDate, sort: 'nextDate', cell: ({ nextDate }) => <DueDay date={nextDate} /> },
    {
      id: 'gross',
      header: t.orders.gross,
      sort: 'gross',
      isNumber: true,
      cell: ({ gross, currency }) => <Money amount={gross} currency={currency} />,
    },
    {
      id: 'received',
      header: t.orders.received,
      sort: 'receivedAt',
      cell: ({ receivedAt }) => <Moment at={receivedAt} />,
    },
    { id: 'reference', header: t.orders.reference, isExtra: true, cell: ({ customerReference }) => customerReference },
    { id: 'origin', header: t.orders.origin, isExtra: true, cell: ({ origin }) => words.origin[origin] },
    { id: 'salesperson', header: t.orders.salesperson, isExtra: true, cell: ({ salesperson }) => salesperson },
    {
      id: 'net',
      header: t.orders.net,
      isExtra: true,
      isNumber: true,
      cell: ({ net, currency }) => <Money amount={net} currency={currency} />,
    },
  ],
});
