import type { NotNowReason, OrderAction, OrderStage } from '../../contracts/vocabulary.js';
import { actionsOn } from '../../domain/order-actions.js';
import { readActs } from '../repositories/four-eyes.js';
import { readOrder } from '../repositories/order-record.js';
import { companyToday } from './company.js';
import { isOrderVisible } from './orders.js';
import type { Db, Scope } from './page.js';

export type ActionRecord = {
  readonly action: OrderAction;
  readonly why: NotNowReason | null;
  readonly stage: OrderStage;
};

/** What a principal may do with an order as it stands, by the rules of its steps; null: there is none for them. */
export async function readOrderActions(
  db: Db,
  number: string,
  { principal, scope, nowMs }: { readonly principal: string; readonly scope: Scope; readonly nowMs: number },
): Promise<readonly ActionRecord[] | null> {
  if (!(await isOrderVisible(db, number, scope))) return null;
  const [order, today] = await Promise.all([readOrder(db, number), companyToday(db, nowMs)]);
  const asked = { order: number, customer: order.customer, decider: principal, overdueBefore: today };
  const sight = await readActs(db, asked);
  return actionsOn(order, sight).map((each) => ({ ...each, stage: order.stage }));
}
