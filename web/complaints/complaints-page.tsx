import { Badge, Group } from '@mantine/core';
import { useMemo } from 'react';
import type { ComplaintSummary } from '../../contracts/complaint.js';
import { complaintKinds, complaintOutcomes, complaintStatuses } from '../../contracts/vocabulary.js';
import { complaintListColumns, type SpokenOfComplaints } from '../../words/complaint-lists.js';
import { capital } from '../../words/format.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { useComplaints } from './words.js';

/** The board of complaints: what is due first before the rest, so that what is overdue stands at the top. */
export function ComplaintsPage() {
  const spoken = useComplaints();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.c.title}>
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: SpokenOfComplaints): ListDefinition<ComplaintSummary> => {
  const { c, t } = spoken;
  return {
    list: 'complaints',
    keyOf: ({ number }) => number,
    empty: c.empty,
    sort: 'dueAt',
    filters: [
      { id: 'search', kind: 'text', label: t.lists.filter },
      { id: 'waiting', kind: 'flag', label: c.waiting },
      { id: 'overdue', kind: 'flag', label: c.overdue },
      choice('status', c.status, complaintStatuses, c.statuses),
      choice('kind', c.kind, complaintKinds, c.kinds),
      choice('outcome', c.outcome, complaintOutcomes, c.outcomes),
      { id: 'customer', kind: 'customer', label: t.orders.customer },
      { id: 'openedFrom', kind: 'date', label: c.openedFrom },
      { id: 'openedTo', kind: 'date', label: c.openedTo },
    ],
    columns: shown(complaintListColumns.complaints, spoken, {
      number: ({ number }) => (
        <Go to="/complaints/$number" params={{ number }}>
          {number}
        </Go>
      ),
      customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
      status: ({ status }) => <Badge variant="outline">{capital(c.statuses[status])}</Badge>,
      dueAt: ({ dueAt, isOverdue }) => <Due dueAt={dueAt} late={isOverdue ? c.late : null} />,
      order: ({ order }) => (
        <Go to="/orders/$number" params={{ number: order }}>
          {order}
        </Go>
      ),
      description: ({ description }) => <span className="wrap">{description}</span>,
    }),
  };
};

export const Due = ({ dueAt, late }: { readonly dueAt: string; readonly late: string | null }) => (
  <Group gap="xs" wrap="nowrap">
    <Moment at={dueAt} />
    {late !== null && (
      <Badge color="red.9" variant="light">
        {late}
      </Badge>
    )}
  </Group>
);
