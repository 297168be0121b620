import type { KpiName } from '../../../contracts/kpi.js';
import { Prisma } from '../../generated/client.js';
import { activityFacts } from './activity.js';
import type { Ask, Facts } from './facts.js';

/** Each capacity with the days on which it is in force, from the first up to the day before the last. */
const capacities = Prisma.sql`
  SELECT c.person, c.work, c.per_day, c.valid_from,
    coalesce(lead(c.valid_from) OVER (PARTITION BY c.person, c.work ORDER BY c.valid_from), 'infinity'::date) AS until FROM capacity AS c`;

/** What each person could do of each work on the working days of the window. */
const inWindow = ({ workingDays }: Working): Prisma.Sql => Prisma.sql`
  SELECT each.person, each.work, each.per_day, working.day
  FROM (${capacities}) AS each JOIN (SELECT jsonb_array_elements_text(${JSON.stringify(workingDays)}::jsonb)::date AS day) AS working
    ON working.day >= each.valid_from AND working.day < each.until
  WHERE working.day BETWEEN w.first AND w.last AND each.per_day > 0`;

/** The work that was done, each kind by its own facts. */
const done = (ask: Ask): Prisma.Sql => Prisma.sql`(
  SELECT entered.person, 'lines-entered' AS work, count(*) AS lines FROM (${activityFacts['lines-entered'](ask)}) AS entered GROUP BY 1
  UNION ALL
  SELECT left_us.person, 'lines-delivered', count(*) FROM (${activityFacts['lines-delivered'](ask)}) AS left_us GROUP BY 1)`;

type Working = Pick<Ask, 'workingDays'>;

/** Work of those who have a capacity for it, over that capacity. @param done lines of work, by `person` and `work` */
export const loadOf = (ask: Working, done: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT NULL AS customer, able.person, NULL AS product, able.work AS kind, 0 AS num, sum(able.per_day) AS den
  FROM (${inWindow(ask)}) AS able GROUP BY able.person, able.work
  UNION ALL
  SELECT NULL, each.person, NULL, each.work, each.lines, 0 FROM ${done} AS each
  WHERE (each.person, each.work) IN (SELECT able.person, able.work FROM (${inWindow(ask)}) AS able)`;

/** All the work, whoever did it, over what one person can do of it: on each day the mean of those who have a capacity. */
export const peopleNeededOf = (ask: Working, done: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT NULL AS customer, NULL AS person, NULL AS product, one.work AS kind,
    (SELECT coalesce(sum(each.lines), 0) FROM ${done} AS each WHERE each.work = one.work) / sum(one.per_day) AS num, NULL::numeric AS den
  FROM (SELECT able.work, able.day, avg(able.per_day) AS per_day FROM (${inWindow(ask)}) AS able GROUP BY able.work, able.day) AS one
  GROUP BY one.work`;

const load: Facts = (ask) => loadOf(ask, done(ask));
const peopleNeeded: Facts = (ask) => peopleNeededOf(ask, done(ask));

export const loadFacts = {
  load,
  'people-needed': peopleNeeded,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
