import { Badge, Group } from '@mantine/core';
import { useMemo } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import { deliveryStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useComplaints } from '../complaints/words.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';

/** What left, what arrived and what was signed for. */
export function DeliveriesPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.shell.deliveries} right={<Beside />}>
      <List definition={definition} />
    </Page>
  );
}

function Beside() {
  const { t, c } = useComplaints();
  return (
    <Group gap="md">
      <Go to="/complaints">{c.title}</Go>
      <Go to="/preparations">{t.logistics.toDeliver}</Go>
    </Group>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<Delivery> => ({
  list: 'deliveries',
  keyOf: ({ number }) => number,
  empty: spoken.t.logistics.none,
  sort: '-departedOn',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    choice('status', spoken.t.logistics.state, deliveryStatuses, spoken.t.logistics.status),
    { id: 'customer', kind: 'customer', label: spoken.t.logistics.customer },
    { id: 'departedFrom', kind: 'date', label: `${spoken.t.logistics.departed} ${spoken.t.lists.from}` },
    { id: 'departedTo', kind: 'date', label: spoken.t.lists.to },
  ],
  columns: shown(listColumns.deliveries, spoken, {
    number: ({ number }) => (
      <Go to="/deliveries/$number" params={{ number }}>
        {number}
      </Go>
    ),
    order: ({ order }) => (
      <Go to="/orders/$number" params={{ number: order }}>
        {order}
      </Go>
    ),
    customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
    status: ({ status }) => <Badge variant="outline">{capital(spoken.t.logistics.status[status])}</Badge>,
  }),
});
