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
