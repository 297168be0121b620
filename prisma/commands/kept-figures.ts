import type { Transaction } from '../client.js';
import type { Prisma } from '../generated/client.js';

/** Keeps rows of some facts and grain. @param rows of `cut, first` and the columns of elements */
export const writeRollup = (
  tx: Transaction,
  facts: string,
  grain: string,
  rows: Prisma.Sql,
): Promise<number> => tx.$executeRaw`
  INSERT INTO kpi_rollup (facts, grain, cut, first, owners, keys, counts, nums, dens, size) SELECT ${facts}, ${grain}, kept.* FROM (${rows}) AS kept`;

/** From now on the family is kept by this definition. */
export const beginFamily = (tx: Transaction, family: string, definition: string): Promise<number> => tx.$executeRaw`
  INSERT INTO kpi_family (family, definition) VALUES (${family}, ${definition})
  ON CONFLICT (family) DO UPDATE SET definition = EXCLUDED.definition, begun_at = now(), up_to = NULL`;

/** Is the family kept by this definition? */
export const isKeptBy = async (tx: Transaction, family: string, definition: string): Promise<boolean> => {
  const known = await tx.$queryRaw<unknown[]>`
    SELECT FROM kpi_family AS f WHERE f.family = ${family} AND f.definition = ${definition}`;
  return known.length > 0;
};
