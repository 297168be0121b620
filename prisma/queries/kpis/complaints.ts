import type { KpiName } from '../../../contracts/kpi.js';
import { Prisma } from '../../generated/client.js';
import { dayOf, type Facts } from './facts.js';

const complaintsOpened: Facts = () => Prisma.sql`
  SELECT c.customer_number AS customer, c.owner AS person, NULL AS product, c.kind, 1 AS num, NULL::numeric AS den
  FROM complaint AS c WHERE c.opened_on BETWEEN w.first AND w.last AND c.status <> 'withdrawn'`;

const complaintsOpen: Facts = () => Prisma.sql`
  SELECT c.customer_number AS customer, c.owner AS person, NULL AS product, c.kind, 1 AS num, NULL::numeric AS den
  FROM complaint AS c WHERE c.opened_on <= w.last AND (c.ended_on IS NULL OR c.ended_on > w.last)`;

/** Days from the day on which it was opened to that of the decision. */
const complaintResolution: Facts = (ask) => Prisma.sql`
  SELECT c.customer_number AS customer, c.decided_by AS person, NULL AS product, c.kind,
    (${dayOf(Prisma.sql`c.decided_at`, ask)} - c.opened_on)::numeric AS num, NULL::numeric AS den
  FROM complaint AS c WHERE ${dayOf(Prisma.sql`c.decided_at`, ask)} BETWEEN w.first AND w.last`;

export const complaintFacts = {
  'complaints-opened': complaintsOpened,
  'complaints-open': complaintsOpen,
  'complaint-resolution': complaintResolution,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
