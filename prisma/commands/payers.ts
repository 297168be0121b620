import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { everyPayer, isOfPayer, PAYERS, payersDefinition, payersOf, touchedPayer } from '../queries/kpis/payers.js';
import type { Books } from '../queries/kpis/rollups.js';
import { beginFamily, isKeptBy } from './kept-figures.js';

/** Customers of one transaction. */
const CUSTOMERS_AT_ONCE = 200;

/** Works the spells again of customers of whose payments something has changed. @returns of how many */
export async function rollPayers(tx: Transaction, books: Books): Promise<number> {
  if (!(await isKeptBy(tx, PAYERS, payersDefinition(PAYERS, books)))) return begin(tx, books);
  const taken = await tx.$queryRaw<{ customer: string }[]>`
    WITH taken AS (DELETE FROM kpi_touch AS t WHERE t.family IN (
      SELECT DISTINCT t.family FROM kpi_touch AS t WHERE ${isOfPayer} ORDER BY t.family LIMIT ${CUSTOMERS_AT_ONCE}::int) RETURNING t.family)
    SELECT DISTINCT ${touchedPayer} AS customer FROM taken AS t`;
  if (taken.length === 0) return 0;
  const customers = taken.map(({ customer }) => customer);
  await tx.$executeRaw`DELETE FROM kpi_payer WHERE customer = ANY (${customers})`;
  await write(tx, payersOf(books.currency, Prisma.sql`paid.customer_number = ANY (${customers})`));
  return customers.length;
}

async function begin(tx: Transaction, books: Books): Promise<number> {
  await beginFamily(tx, PAYERS, payersDefinition(PAYERS, books));
  await tx.$executeRaw`DELETE FROM kpi_payer`;
  await tx.$executeRaw`DELETE FROM kpi_touch AS t WHERE ${isOfPayer}`;
  await write(tx, payersOf(books.currency, everyPayer));
  return 1;
}

const write = (tx: Transaction, spells: Prisma.Sql): Promise<number> => tx.$executeRaw`
  INSERT INTO kpi_payer (customer, since, until, delay_before, delay_now, paid_on)
  SELECT k.customer, k.since, k.until, k.delay_before, k.delay_now, k.paid_on FROM (${spells}) AS k`;
