import type { ComplaintSummary } from '../contracts/complaint.js';
import type { Spoken } from './console.js';
import type { ComplaintPageWords } from './fr/console/complaints.js';
import { capital } from './format.js';
import { by, columnsFor, extra } from './lists.js';

/** What is said on the pages of complaints. */
export type SpokenOfComplaints = Spoken & { readonly c: ComplaintPageWords };

const complaint = columnsFor<ComplaintSummary, SpokenOfComplaints>();

/** The columns of the list of complaints, in their order. */
export const complaintListColumns = {
  complaints: [
    complaint.text('number', ({ c }) => c.number, 'number', by('number')),
    complaint.text('customer', ({ t }) => t.orders.customer, 'customerName', {
      beside: { header: ({ t }) => t.customers.number, value: ({ customer }) => customer },
    }),
    complaint.text(
      'kind',
      ({ c }) => c.kind,
      ({ kind }, { c }) => capital(c.kinds[kind]),
    ),
    complaint.text(
      'status',
      ({ c }) => c.status,
      ({ status }, { c }) => capital(c.statuses[status]),
    ),
    complaint.moment('dueAt', ({ c }) => c.dueAt, 'dueAt', by('dueAt')),
    complaint.text(
      'owner',
      ({ c }) => c.owner,
      ({ owner }) => owner?.name,
    ),
    complaint.amount('disputed', ({ c }) => c.disputed, 'disputed'),
    complaint.text('order', ({ t }) => t.finance.order, 'order'),
    complaint.text('delivery', ({ c }) => c.delivery, 'delivery', extra),
    complaint.text('invoice', ({ c }) => c.invoice, 'invoice', extra),
    complaint.text(
      'outcome',
      ({ c }) => c.outcome,
      ({ outcome }, { c }) => (outcome === null ? null : capital(c.outcomes[outcome])),
    ),
    complaint.text('creditNote', ({ c }) => c.creditNote, 'creditNote', extra),
    complaint.text('description', ({ c }) => c.description, 'description', extra),
    complaint.moment('openedAt', ({ c }) => c.openedAt, 'openedAt', { ...by('openedAt'), ...extra }),
    complaint.day('endedOn', ({ c }) => c.endedOn, 'endedOn', extra),
  ],
} as const;
