import { Prisma } from './generated/client.js';

/** What of the order is reserved, by line: what a preparation picks. @param order SQL that gives its number */
export const reservedOf = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_object_agg(l.line_no, l.allocated::text) FROM order_line l WHERE l.order_number = ${order} AND l.allocated > 0)`;

/** Whether a preparation, `picked`, is of what is reserved now, after the deliveries of now. */
export const isOfNow = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`(picked.order_number = ${order}
  AND picked.deliveries = (SELECT count(*) FROM delivery d WHERE d.order_number = ${order}) AND picked.lines = ${reservedOf(order)})`;

/** Who has picked exactly what is reserved now, and when; null: nobody has. */
export const preparedOf = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('by', coalesce(known.name, picked.prepared_by), 'at', picked.prepared_at)
  FROM preparation picked LEFT JOIN principal known ON known.id = picked.prepared_by
  WHERE ${isOfNow(order)} ORDER BY picked.prepared_at DESC LIMIT 1)`;

/** When exactly what is reserved now was picked, as an Instant; null: it was not. */
export const preparedAtOf = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT to_char(max(picked.prepared_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  FROM preparation picked WHERE ${isOfNow(order)})`;
