import { hasEnded } from '../../domain/order-stages.js';
import type { Db } from '../queries/page.js';
import { Prisma } from '../generated/client.js';
import { stageList } from '../stages.js';

/** What a move-in brought and that goes on: orders that have not ended, customers who owe. */
export type OpenMoved = { readonly orders: readonly string[]; readonly accounts: readonly string[] };

/** All of it, of every move-in that stands. */
export async function readOpenMoved(db: Db): Promise<OpenMoved> {
  const ended = Prisma.raw(stageList(hasEnded));
  const orders = await db.$queryRaw<{ number: string }[]>`
    SELECT number FROM sales_order WHERE move_in_id IS NOT NULL AND stage NOT IN (${ended}) ORDER BY number`;
  const accounts = await db.$queryRaw<{ number: string }[]>`
    SELECT DISTINCT r.customer_number AS number FROM invoice i JOIN receivable r ON r.invoice_number = i.number
    WHERE i.move_in_id IS NOT NULL AND r.open > 0 ORDER BY 1`;
  return { orders: orders.map(({ number }) => number), accounts: accounts.map(({ number }) => number) };
}
