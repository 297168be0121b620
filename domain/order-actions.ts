import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { notNowReasons, orderActions, type NotNowReason, type OrderAction } from '../contracts/vocabulary.js';
import { refuseUnderStop } from './credit.js';
import { askersOf, mayAccept, mayRelease, type Act } from './four-eyes.js';
import { blockingDeposit, type DiscrepancyRecord, type OrderRecord } from './order-record.js';
import { checkCancellation, checkDelivery, hasOpen } from './order-progress.js';
import { admits, insteadOf, refuseAtStage } from './order-stages.js';

/** The refusals of what a person asks of an order, as its steps decide them under its lock; a page asks them before. */

const ownOrder: Refusal = {
  kind: 'refused',
  code: 'four-eyes',
  said: said('own-order-credit'),
  remedy: said('ask-colleague-of-finance'),
};

/** Who looks at an order: what was done to it and its account, and the person who would decide. */
export type Sight = { readonly acts: readonly Act[]; readonly person: string };

/** Four eyes on a release or a refusal. */
export const refuseOwnRelease = ({ acts, person }: Sight): Refusal | null =>
  mayRelease(person, acts) ? null : ownOrder;

/** Of a release of its deliveries, by how the order stands. */
export function refuseStopRelease(order: OrderRecord): Refusal | null {
  const early = refuseAtStage(order, 'delivery-release');
  if (early !== null) return early;
  if (order.stopped) return null;
  return {
    kind: 'refused',
    code: 'order-not-ready',
    said: said('no-stop-on-deliveries', { order: order.number }),
    remedy: insteadOf(order),
  };
}

/** Of any delivery, by how the order stands. */
export const refuseAnyDelivery = (order: OrderRecord): Refusal | null =>
  refuseAtStage(order, 'delivery') ?? (hasOpen(order.lines) ? (refuseUnderStop(order) ?? refuseUnpaid(order)) : null);

const refuseUnpaid = (order: OrderRecord): Refusal | null =>
  blockingDeposit(order) === null
    ? null
    : {
        kind: 'refused',
        code: 'deposit-unpaid',
        said: said('deposit-unpaid', { order: order.number }),
        remedy: said('deposit-paid-first'),
      };

/** Still to be decided: a question to the customer, or a new quote, decides nothing yet. */
export const isUndecided = ({ disposition }: DiscrepancyRecord): boolean =>
  ['open', 'ask', 'requote'].includes(disposition);

/** Four eyes on what is accepted: refused where one of the differences is of the person's own asking. */
export function refuseOwnOverride(found: readonly DiscrepancyRecord[], { acts, person }: Sight): Refusal | null {
  const own = found.find(({ type }) => !mayAccept(person, acts, type));
  if (own === undefined) return null;
  return {
    kind: 'refused',
    code: 'four-eyes',
    said: said('own-difference', { discrepancy: own.type }),
    remedy: said('ask-colleague-of-sales'),
  };
}

const refusalOf = (checked: { readonly kind: 'ok' } | Refusal): Refusal | null =>
  checked.kind === 'refused' ? checked : null;

const decideCredit = (order: OrderRecord, sight: Sight): Refusal | null =>
  refuseAtStage(order, 'credit-decision') ?? refuseOwnRelease(sight);
const dispose = (order: OrderRecord): Refusal | null => refuseAtStage(order, 'disposition');

const rules: Readonly<Record<OrderAction, (order: OrderRecord, sight: Sight) => Refusal | null>> = {
  'release-credit': decideCredit,
  'refuse-credit': decideCredit,
  accept: (order, sight) => dispose(order) ?? refuseEveryOverride(order, sight),
  requote: dispose,
  ask: dispose,
  reject: dispose,
  amend: (order) => refuseAtStage(order, 'amendment'),
  cancel: (order) => refuseAtStage(order, 'cancellation') ?? refusalOf(checkCancellation(order.lines, undefined)),
  contacts: () => null,
  deliver: (order) => refuseAnyDelivery(order) ?? refusalOf(checkDelivery(order.lines, undefined)),
  'release-deliveries': (order, sight) => refuseStopRelease(order) ?? refuseOwnRelease(sight),
};

/** Differences are accepted one by one: one that may be is enough. */
function refuseEveryOverride({ discrepancies }: OrderRecord, sight: Sight): Refusal | null {
  const refusals = discrepancies.filter(isUndecided).map((one) => refuseOwnOverride([one], sight));
  return refusals.every((refusal) => refusal !== null) ? (refusals[0] ?? null) : null;
}

/** What a person may do with an order now, and why not; null: they may. */
export const actionsOn = (
  order: OrderRecord,
  sight: Sight,
): readonly { readonly action: OrderAction; readonly why: NotNowReason | null }[] =>
  orderActions.map((action) => {
    const refusal = rules[action](order, sight);
    return { action, why: refusal === null ? null : reasonOf(refusal, order, action, sight) };
  });

function reasonOf({ code }: Refusal, order: OrderRecord, action: OrderAction, { acts, person }: Sight): NotNowReason {
  if (code === 'four-eyes')
    return action === 'accept' || askersOf(acts).includes(person) ? 'asked-for-it' : 'gave-room';
  if (action === 'release-deliveries' && admits(order.stage, 'delivery-release')) return 'not-stopped';
  return notNowReasons.find((reason) => reason === code) ?? 'order-not-ready';
}
