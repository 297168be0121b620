import type { Transaction } from '../client.js';
import { BUYERS, buyersDefinition, buyersOf, changedOn, everybody } from '../queries/kpis/buyers.js';
import { MOST_TOUCHED } from '../queries/kpis/rollups.js';
import { Prisma } from '../generated/client.js';
import { beginFamily, isKeptBy } from './kept-figures.js';

/** Works the rows of buyers again whose days of orders have changed. @returns how many touched days that took */
export async function rollBuyers(tx: Transaction): Promise<number> {
  const isKept = await isKeptBy(tx, BUYERS, buyersDefinition);
  const taken = await tx.$queryRaw<{ day: string }[]>`
    WITH taken AS (DELETE FROM kpi_touch WHERE family = ${BUYERS} RETURNING day) SELECT DISTINCT taken.day::text FROM taken`;
  const days = taken.map(({ day }) => day);
  if (!isKept || days.length > MOST_TOUCHED) {
    await beginFamily(tx, BUYERS, buyersDefinition);
    await tx.$executeRaw`DELETE FROM kpi_buyer`;
    await write(tx, buyersOf(everybody));
    return Math.max(1, days.length);
  }
  if (days.length === 0) return 0;
  const changed = await tx.$queryRaw<{ customer: string }[]>`SELECT DISTINCT c.customer FROM (${changedOn(days)}) AS c`;
  const customers = changed.map(({ customer }) => customer);
  await tx.$executeRaw`DELETE FROM kpi_buyer WHERE customer = ANY (${customers})`;
  await write(tx, buyersOf(Prisma.sql`o.customer_number = ANY (${customers})`));
  return days.length;
}

const write = (tx: Transaction, rows: Prisma.Sql): Promise<number> => tx.$executeRaw`
  INSERT INTO kpi_buyer (customer, first_day, last_day, days, gaps) SELECT b.* FROM (${rows}) AS b`;
