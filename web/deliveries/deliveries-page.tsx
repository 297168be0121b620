import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import { deliveryStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Day } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';

/** What left, what arrived and what was signed for. */
export function DeliveriesPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.shell.deliveries} right={<Go to="/deliveries/today">{spoken.t.logistics.toDeliver}</Go>}>
      <List definition={definition} />
    </Page>
  );
}

const listOf = ({ t }: Spoken): ListDefinition<Delivery> => ({
  path: '/v1/deliveries',
  keyOf: ({ number }) => number,
  empty: t.logistics.none,
  sort: '-departedOn',
  filters: [
    choice('status', t.logistics.state, deliveryStatuses, t.logistics.status),
    { id: 'order', kind: 'text', label: t.logistics.order },
    { id: 'customer', kind: 'text', label: t.logistics.customer },
    { id: 'departedFrom', kind: 'date', label: `${t.logistics.departed} ≥` },
    { id: 'departedTo', kind: 'date', label: '≤' },
  ],
  columns: [
    {
      id: 'number',
      header: t.logistics.number,
      sort: 'number',
      cell: ({ number }) => (
        <Go to="/deliveries/$number" params={{ number }}>
          {number}
        </Go>
      ),
    },
    {
      id: 'order',
      header: t.logistics.order,
      cell: ({ order }) => (
        <Go to="/orders/$number" params={{ number: order }}>
          {order}
        </Go>
      ),
    },
    { id: 'customer', header: t.logistics.customer, cell: ({ customer }) => customer },
    {
      id: 'status',
      header: t.logistics.state,
      cell: ({ status }) => <Badge variant="outline">{capital(t.logistics.status[status])}</Badge>,
    },
    {
      id: 'departed',
      header: t.logistics.departed,
      sort: 'departedOn',
      cell: ({ departedOn }) => <Day date={departedOn} />,
    },
    { id: 'delivered', header: t.logistics.deliveredOn, cell: ({ deliveredOn }) => <Day date={deliveredOn} /> },
    { id: 'proved', header: t.logistics.proved, cell: ({ provedOn }) => <Day date={provedOn} /> },
    { id: 'carrier', header: t.logistics.carrier, cell: ({ carrier }) => carrier },
    { id: 'invoice', header: t.logistics.invoice, isExtra: true, cell: ({ invoice }) => invoice },
  ],
});
