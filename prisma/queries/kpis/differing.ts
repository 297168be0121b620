import type { Prisma } from '../../generated/client.js';
import type { Db } from '../page.js';

/** A kept day or month that differs from the facts. */
export type UntrueRollup = {
  readonly figure: string;
  readonly grain: string;
  readonly first: string;
  readonly cut: string;
};

/** What is kept of these facts from one day on, held against what was worked again, cut by cut. */
export const differing = (
  db: Db,
  { facts }: { readonly facts: string },
  grain: string,
  first: string,
  worked: Prisma.Sql,
): Promise<readonly UntrueRollup[]> => db.$queryRaw<UntrueRollup[]>`
  SELECT ${facts} AS figure, ${grain} AS grain, ${first} AS first, coalesce(r.cut, w.cut) AS cut
  FROM (SELECT k.* FROM kpi_rollup AS k WHERE k.facts = ${facts} AND k.grain = ${grain} AND k.first = ${first}::date) AS r
  FULL JOIN (${worked}) AS w ON w.cut = r.cut
  WHERE (r.owners, r.keys, r.counts, r.nums, r.dens) IS DISTINCT FROM (w.owners, w.keys, w.counts, w.nums, w.dens)`;
