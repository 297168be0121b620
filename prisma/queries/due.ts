import { admits } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { heldByStop } from '../repositories/credit-stop.js';
import { stagesIn } from '../stages.js';

/** Orders with what is reserved for them, as `due`: how many lines, and the first day on which one is promised. */
export const due = Prisma.sql`(
  SELECT order_number, min(coalesce(last_confirmed_date, requested_date)) AS day, count(*) AS lines
  FROM order_line WHERE allocated > 0 GROUP BY order_number) AS due
  JOIN sales_order ON sales_order.number = due.order_number JOIN customer ON customer.number = sales_order.customer_number`;

/** Of those, which are to leave by a day: no credit stop holds them, and their order takes deliveries. */
export const leavesBy = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`(due.day <= ${day}
  AND sales_order.stage IN (${stagesIn((stage) => admits(stage, 'delivery'))})
  AND NOT ${heldByStop(Prisma.sql`sales_order`, Prisma.sql`customer`)})`;
