import { Prisma } from '../generated/client.js';

/** The invoice is of the order, alone or with others. The numbers are found first. */
export const isOfOrder = (invoice: Prisma.Sql, order: string | Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${invoice} = ANY (ARRAY(SELECT charged.invoice_number FROM invoice_order AS charged WHERE charged.order_number = ${order}))`;
