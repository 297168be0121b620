import { admits, isUnderWay } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { heldByDeposit } from '../deposits.js';
import { heldByStop } from '../repositories/credit-stop.js';
import { stagesIn } from '../stages.js';

const ofOrder = Prisma.sql`sales_order JOIN customer ON customer.number = sales_order.customer_number`;

/** Its order takes deliveries, and neither a credit stop nor a deposit holds them. */
const mayLeave = Prisma.sql`(sales_order.stage IN (${stagesIn((stage) => isUnderWay(stage) && admits(stage, 'delivery'))})
  AND NOT ${heldByStop(Prisma.sql`sales_order`, Prisma.sql`customer`)} AND NOT ${heldByDeposit})`;

/** The first day on which something that is reserved for the order is promised. */
export const dueDay = Prisma.sql`coalesce(due.last_confirmed_date, due.requested_date)`;

/**
 * Orders of which something is reserved and may leave, each by the first such line, `due`, in the order of their days.
 * What is judged of a line's order is read line by line: few lines are reserved, and most of those are of such an order.
 */
export const dueByDay = Prisma.sql`order_line AS due CROSS JOIN LATERAL (
    SELECT sales_order.number, sales_order.customer_number, sales_order.gross, sales_order.currency,
      sales_order.customer_reference, sales_order.parties
    FROM ${ofOrder} WHERE sales_order.number = due.order_number AND ${mayLeave} LIMIT 1) AS sales_order`;

/** The same from the side of the orders: in an order of theirs, or of few. */
export const dueByOrder = Prisma.sql`${ofOrder} CROSS JOIN LATERAL (
    SELECT reserved.* FROM order_line AS reserved WHERE reserved.order_number = sales_order.number AND reserved.allocated > 0
    ORDER BY coalesce(reserved.last_confirmed_date, reserved.requested_date), reserved.line_no LIMIT 1) AS due`;

/** How many lines of the order are reserved. */
export const dueLines = Prisma.sql`(SELECT count(*) FROM order_line AS reserved
  WHERE reserved.order_number = due.order_number AND reserved.allocated > 0)`;

/**
 * Of {@link dueByDay}, which are to leave by a day: `found` by the index of the days, or `judged` line by line, where another
 * gives them in the order that is asked for.
 */
export const leavesBy = (
  day: Prisma.Sql,
  how: 'found' | 'judged' = 'found',
): Prisma.Sql => Prisma.sql`(due.allocated > 0
  AND ${how === 'found' ? Prisma.sql`${dueDay} <= ${day}` : Prisma.sql`coalesce(${dueDay} <= ${day}, FALSE)`}
  AND coalesce((SELECT FALSE FROM order_line AS earlier WHERE earlier.order_number = due.order_number AND earlier.allocated > 0
    AND (coalesce(earlier.last_confirmed_date, earlier.requested_date), earlier.line_no) < (${dueDay}, due.line_no) LIMIT 1), TRUE))`;

/** Of {@link dueByOrder}, which are to leave by a day. */
export const orderLeavesBy = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`(${dueDay} <= ${day} AND ${mayLeave})`;
