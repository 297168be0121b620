import type { Recorded } from '../contracts/process.js';
import type { Transaction } from '../prisma/client.js';
import { onceOnOrder, type OrderStepRecord } from '../prisma/repositories/order-record.js';
import type { Step } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';

/** Runs one step of an order, once for its business key, and tells the orders that it gave something back to. */
export async function stepOfOrder<A>(
  { prisma, processes }: ActivityDeps,
  orderNumber: string,
  step: Step,
  work: (tx: Transaction) => Promise<OrderStepRecord<A>>,
): Promise<Recorded<A>> {
  const { woken, ...recorded } = await onceOnOrder(prisma, orderNumber, step, work);
  await processes.tellOrders(woken.stockFor, 'stockArrived');
  await processes.tellOrders(woken.creditFor, 'creditFreed');
  return recorded;
}
