import type { OrderInput } from '../../contracts/order.js';
import { addDays, daysBetween, maxDate, type LocalDate } from '../../domain/calendar.js';
import { canonicalPrice, multiply } from '../../domain/money.js';
import * as completion from './completion.js';
import { productNumberOf, shipAddressOf } from './northwind-master-data.js';
import type { NorthwindOrder } from './northwind.js';

const origins = ['phone', 'email', 'edi', 'web', 'direct'] as const;

/**
 * Northwind's orders as bodies of `POST /v1/orders`. Requested dates are shifted by whole weeks, so that the newest order
 * date falls on one of the seven days before today and every date keeps its day of the week. The customer's reference is
 * `NW-` and Northwind's number; the origin goes round by that number. Prices, discounts and freight are Northwind's.
 */
export function northwindOrders(orders: readonly NorthwindOrder[], today: LocalDate): readonly OrderInput[] {
  const shiftDays = shiftWeeks(orders, today) * 7;
  return orders.map((order) => orderOf(order, shiftDays));
}

/** Whole weeks from Northwind's newest order date to one of the seven days before today; 0 for no orders. */
export function shiftWeeks(orders: readonly NorthwindOrder[], today: LocalDate): number {
  const [first, ...rest] = orders.map((order) => order.orderDate);
  if (first === undefined) return 0;
  return Math.floor(daysBetween(maxDate(first, ...rest), addDays(today, -1)) / 7);
}

function orderOf(order: NorthwindOrder, shiftDays: number): OrderInput {
  const requestedDate = addDays(maxDate(order.orderDate, order.requiredDate), shiftDays);
  return {
    customer: order.customerId,
    origin: originOf(order.orderId),
    customerReference: `NW-${order.orderId}`,
    currency: completion.currency,
    deliveryAddress: shipAddressOf(order),
    freight: order.freight,
    lines: order.lines.map((line, index) => ({
      lineNo: index + 1,
      product: productNumberOf(line.productId),
      quantity: String(line.quantity),
      unitPrice: canonicalPrice(line.unitPrice),
      discountPercent: multiply(line.discount, '100', 2),
      requestedDate,
    })),
  };
}

function originOf(orderId: number): OrderInput['origin'] {
  return origins[orderId % origins.length] ?? 'direct';
}
