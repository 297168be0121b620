import { accountStep, postings, receivableId } from '../contracts/ids.js';
import type {
  AllocationTarget,
  AllocationWish,
  LedgerMove,
  LedgerReceivable,
  LedgerResult,
  RecordAllocations,
  RecordClaimWaiver,
  RecordReturn,
  RecordReversal,
  RecordWriteOff,
} from '../contracts/account.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import { planAllocation, planReturn, planWriteOff, undone } from '../domain/ledger.js';
import { refuseFiner } from '../domain/amount-entry.js';
import { isNegative, isPositive, isZero, negate, subtract, sum } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import { askToAllocate } from '../prisma/repositories/allocation-questions.js';
import { readOrderRuns } from '../prisma/queries/order-runs.js';
import { customerLocked, heldOrdersThatFit } from '../prisma/repositories/accounts.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import {
  allocationEntries,
  post,
  readAccount,
  reversalEntries,
  standingAllocations,
  type AccountFacts,
  type Act,
  type Entry,
  type PaymentFacts,
  type StandingAllocation,
  type Undoing,
} from '../prisma/repositories/ledger.js';
import type { WithChannel } from '../prisma/repositories/invoice-statuses.js';
import { settleReceivables } from '../prisma/repositories/receivables.js';
import { reopenReceivables, type ReopenedOrder } from '../prisma/repositories/reopening.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import { auditServed, serveFreed } from '../prisma/repositories/stock.js';
import type { ActivityDeps } from './deps.js';
import { receiptsOf } from './receipts.js';

/**
 * What is posted on a customer's account after its invoices and payments: each one transaction under the customer's lock,
 * once for its request, with everything it concerns.
 */
export function ledgerActivities(deps: ActivityDeps) {
  return {
    /** Shares what is left of a payment over everything that is asked for, twenty invoices or one. */
    recordAllocations: (input: RecordAllocations) => onAccount(deps, input, 'allocation', (tx) => allocate(tx, input)),
    /** Undoes one allocation: what it had settled is open again, with its dunning and its order. */
    recordReversal: (input: RecordReversal) => onAccount(deps, input, 'reversal', (tx) => reverse(tx, input)),
    /** Takes money that went back out of the payment it came with; what that had paid last is open again. */
    recordReturn: (input: RecordReturn) => onAccount(deps, input, 'return', (tx) => giveBack(tx, input)),
    /** Gives up what is open of an invoice, or a part of it. */
    recordWriteOff: (input: RecordWriteOff) => onAccount(deps, input, 'write-off', (tx) => writeOff(tx, input)),
    /** Gives up what is open of a claim. */
    recordClaimWaiver: (input: RecordClaimWaiver) => onAccount(deps, input, 'waiver', (tx) => waive(tx, input)),
  };
}

type Asked = Omit<Act, 'currency'>;

/** What one act posts, and what it tells. */
export type Posting = {
  readonly currency: string;
  /** What it concerns, as it was before. */
  readonly receivables: readonly (LedgerReceivable & WithChannel)[];
  readonly moves: readonly LedgerMove[];
  readonly entries: readonly Entry[];
  readonly audit: readonly AuditInput[];
  readonly unallocated: string | null;
  /** What an invoice that the same act issued is owed by its days; left out: it issued none. */
  readonly raised?: readonly LedgerReceivable[];
};

export const onAccount = (
  deps: ActivityDeps,
  act: Asked,
  what: string,
  decide: (tx: Transaction) => Promise<Posting>,
): Promise<LedgerResult | Refusal> =>
  actOnAccount<LedgerResult>(deps, act, what, async (tx) => recordPosting(tx, act, await decide(tx)));

/**
 * One act on a customer's account; the held orders that it gives room to are told after it is on record.
 * @param locked a condition that takes the locks that the act depends on, the customer's first
 */
export async function actOnAccount<R extends LedgerResult, O extends { readonly kind: 'asked' } = never>(
  deps: ActivityDeps,
  act: Asked,
  what: string,
  work: (tx: Transaction) => Promise<StepRecord<R> | StepRecord<O>>,
  locked = customerLocked(act.customer),
): Promise<R | O | Refusal> {
  const key = accountStep(act.customer, what, act.actor.requestId);
  const recorded = await once<R | O, Refusal>(deps.prisma, key, act.actor.requestId, work, locked);
  if (isPosted(recorded)) await tellPosted(deps, recorded);
  return recorded;
}

const isPosted = <R extends LedgerResult>(recorded: R | { readonly kind: string }): recorded is R =>
  recorded.kind === 'posted';

/** Tells processes what was posted, once it is on record. */
export async function tellPosted({ prisma, processes }: ActivityDeps, recorded: LedgerResult): Promise<void> {
  await processes.tellOrders(recorded.paidOrders, 'invoicesPaid');
  await processes.tellOrders(recorded.freedOrders, 'creditFreed');
  await processes.tellOrders(recorded.servedOrders, 'stockArrived');
  await processes.reopenOrders(await readOrderRuns(prisma, recorded.reopenedOrders));
}

/** Posts, settles what has nothing open any more, and says whom it concerns. The caller holds the customer's lock. */
export async function recordPosting(
  tx: Transaction,
  act: Asked,
  { currency, moves, entries, unallocated, receivables, audit, raised = [] }: Posting,
): Promise<StepRecord<LedgerResult>> {
  const receipts = await receiptsOf(tx, { ...act, currency }, { receivables, entries });
  const freedOrders =
    entries.length > 0 ? await post(tx, { ...act, currency }, entries) : await heldOrdersThatFit(tx, act.customer);
  const about = new Map(receivables.map((each) => [receivableId(each), each]));
  const concerned = moves.flatMap((move) => {
    const receivable = move.item.kind === 'receivable' ? about.get(receivableId(move.item)) : undefined;
    return receivable === undefined
      ? []
      : [{ receivable: shortOf(receivable), before: beforeOf(move), after: move.open }];
  });
  const settled = concerned.filter(({ before, after }) => !isZero(before) && isZero(after));
  const reopened = concerned.filter(({ before, after }) => isZero(before) && isPositive(after));
  const ended = settled.map(({ receivable }) => receivable);
  const opened = reopened.map(({ receivable }) => receivable);
  const { orders, stopped } = await reopenReceivables(tx, act.customer, [...opened, ...raised]);
  const { orders: paidOrders, lifted } =
    ended.length === 0 ? nothingSettled : await settleReceivables(tx, act.customer, ended);
  if (unallocated !== null && isPositive(unallocated))
    await askToAllocate(tx, { customer: act.customer, on: act.on, holdsLetters: false });
  const served = lifted === null ? [] : await serveFreed(tx, { customer: act.customer });
  return {
    outgoing: receipts.outgoing,
    audit: [
      ...audit,
      ...receipts.audit,
      ...orders.map((order) => auditReopened(act, order, [...opened, ...raised])),
      ...auditStop(act, 'customer.credit-stopped', stopped),
      ...auditStop(act, 'customer.credit-stop-lifted', lifted),
      ...served.map((row) => auditServed(row, act)),
    ],
    result: {
      kind: 'posted',
      on: act.on,
      moves,
      unallocated,
      settled: ended,
      reopened: opened,
      paidOrders,
      reopenedOrders: orders.map(({ order }) => order),
      freedOrders,
      servedOrders: [...new Set(served.map(({ order }) => order))],
    },
  };
}

const nothingSettled = { orders: [], lifted: null };

const auditStop = (
  { actor, customer, on }: Asked,
  action: 'customer.credit-stopped' | 'customer.credit-stop-lifted',
  invoice: string | null,
): readonly AuditInput[] =>
  invoice === null
    ? []
    : [
        {
          actor,
          action,
          entity: 'customer',
          entityId: customer,
          customerNumber: customer,
          on,
          before: { creditStop: action === 'customer.credit-stop-lifted' },
          after: { creditStop: action === 'customer.credit-stopped', invoice },
        },
      ];

const auditReopened = (
  { actor, customer, on }: Asked,
  { order, before, stage }: ReopenedOrder,
  opened: readonly LedgerReceivable[],
): AuditInput => ({
  actor,
  action: 'order.reopened',
  entity: 'order',
  entityId: order,
  orderNumber: order,
  customerNumber: customer,
  on,
  before,
  after: { stage, invoices: opened.filter((each) => each.order === order).map(({ invoice }) => invoice) },
});

const beforeOf = ({ open, amount }: LedgerMove): string => subtract(open, negate(amount));

const shortOf = ({ invoice, instalment, order, dueDate }: LedgerReceivable): LedgerReceivable => ({
  invoice,
  instalment,
  order,
  dueDate,
});

async function allocate(tx: Transaction, input: RecordAllocations) {
  const { customer, paymentId, wish } = input;
  const names = 'allocations' in wish ? wish.allocations.map(nameOf) : null;
  const facts = await readAccount(tx, customer, paymentId, names);
  const payment = ownPayment(facts, input);
  refuseUnfit(wish, payment);
  const plan = planAllocation(wish, payment, inCurrency(facts, payment.currency));
  if (plan.kind === 'stranger') return undo(refusedStranger(plan.index, wish, customer));
  const numbered = plan.moves.map((move, index) => ({ ...move, allocation: payment.allocations + index + 1 }));
  return {
    receivables: facts.receivables,
    currency: payment.currency,
    moves: numbered,
    entries: numbered.flatMap((move) => allocationEntries(paymentId, move.allocation, move)),
    audit: numbered.map((move) => auditAllocation(input, facts, payment, move, move.allocation)),
    unallocated: plan.left,
  };
}

function auditAllocation(
  act: Asked,
  facts: AccountFacts,
  { id, reference, currency }: PaymentFacts,
  move: LedgerMove,
  allocation: number,
): AuditInput {
  const after = { ...factsOf(move, facts, currency), allocation, payment: id, reference };
  return move.item.kind === 'claim'
    ? { ...aboutMove(act, facts, move), action: 'claim.paid', after }
    : { ...aboutMove(act, facts, move), action: 'payment.allocated', after };
}

async function reverse(tx: Transaction, input: RecordReversal) {
  const { customer, paymentId, allocation, reason } = input;
  const payment = ownPayment(await readAccount(tx, customer, paymentId, []), input);
  const standing = await standingAllocations(tx, paymentId, payment.currency);
  const found = standing.find((each) => each.allocation === allocation);
  if (found === undefined) return undo(refusedReversal(payment, allocation));
  const facts = await readAccount(tx, customer, null, [nameOfMove(found.move)]);
  return takeBack(input, facts, payment, [found], { reason });
}

async function giveBack(tx: Transaction, input: RecordReturn) {
  const { customer, paymentId } = input;
  const back = ownPayment(await readAccount(tx, customer, paymentId, []), input);
  const { payment } = await readAccount(tx, customer, back.returns, []);
  if (payment === null || payment.customer !== customer) return undo(refusedReturn(back));
  const standing = await standingAllocations(tx, payment.id, payment.currency);
  const amount = negate(back.unallocated);
  const plan = planReturn(amount, payment.unallocated, standing);
  if (isZero(amount) || plan === null) return undo(refusedReturn(back));
  const undoneHere = standing.filter((each) => plan.includes(each));
  const facts = await readAccount(
    tx,
    customer,
    null,
    undoneHere.map(({ move }) => nameOfMove(move)),
  );
  const taken = takeBack(input, facts, payment, undoneHere, { returnedBy: back.id }, back.reference);
  const act = { posting: postings.return(back.id), kind: 'return', itemKind: 'payment' } as const;
  return {
    ...taken,
    entries: [
      ...taken.entries,
      { ...act, paymentId: payment.id, amount },
      { ...act, paymentId: back.id, amount: negate(amount) },
    ],
    audit: [...taken.audit, auditReturn(input, back, payment, amount)],
    unallocated: subtract(taken.unallocated, amount),
  };
}

/** Undoes allocations of one payment. @param returnedBy bank reference of the payment that took the money back */
function takeBack(
  act: Asked,
  facts: AccountFacts,
  payment: PaymentFacts,
  standing: readonly StandingAllocation[],
  why: Undoing,
  returnedBy: string | null = null,
): Posting & { readonly unallocated: string } {
  const { id, reference, currency } = payment;
  const told = { reason: 'reason' in why ? why.reason : null, returnedBy };
  const back = standing.map(({ allocation, move, amount }) => ({
    allocation,
    amount,
    move: undone({ ...move, amount }),
  }));
  return {
    receivables: facts.receivables,
    currency,
    moves: back.map(({ move }) => move),
    entries: back.flatMap(({ allocation, move }) => reversalEntries(id, allocation, move, why)),
    audit: back.map(({ allocation, amount, move }) => ({
      ...aboutMove(act, facts, move),
      action: 'payment.reversed',
      after: { ...factsOf(move, facts, currency), amount, allocation, payment: id, reference, ...told },
    })),
    unallocated: sum([payment.unallocated, ...back.map(({ amount }) => amount)], currency),
  };
}

function auditReturn(act: Asked, back: PaymentFacts, payment: PaymentFacts, amount: string): AuditInput {
  const { currency } = payment;
  return {
    actor: act.actor,
    action: 'payment.returned',
    entity: 'payment' as const,
    entityId: payment.id,
    customerNumber: act.customer,
    on: act.on,
    before: { unallocated: payment.unallocated },
    after: { amount, currency, reference: payment.reference, returnedBy: back.reference },
  };
}

async function writeOff(tx: Transaction, input: RecordWriteOff) {
  const { customer, invoice, instalment, reason, actor } = input;
  const facts = await readAccount(tx, customer, null, [invoice]);
  const receivables = facts.receivables.filter((each) => instalment === undefined || each.instalment === instalment);
  const currency = receivables[0]?.currency;
  if (currency === undefined) return undo(refusal('not-found', said('invoice-not-of', { invoice, customer })));
  const finer = input.amount === undefined ? null : refuseFiner('amount', input.amount, currency);
  if (finer) return undo(finer);
  const plan = planWriteOff(receivables, input.amount, currency);
  if (plan.kind === 'nothing-open') return undo(refusal('nothing-open', said('nothing-open-on', { invoice })));
  if (plan.kind === 'too-much')
    return undo(refusal('nothing-open', said('open-on', { open: plan.open, currency, invoice }), 'amount'));
  const { moves } = plan;
  return {
    receivables,
    currency,
    moves,
    entries: moves.map(({ item, amount }): Entry => {
      const place = { invoice, instalment: item.kind === 'receivable' ? item.instalment : 1 };
      return {
        posting: postings.writeOff(actor.requestId, place),
        kind: 'write-off',
        itemKind: 'receivable',
        ...place,
        amount: negate(amount),
        reason,
      };
    }),
    audit: moves.map((move): AuditInput => ({
      ...aboutMove(input, facts, move),
      action: 'invoice.written-off',
      after: { ...factsOf(move, facts, currency), reason },
    })),
    unallocated: null,
  };
}

async function waive(tx: Transaction, input: RecordClaimWaiver) {
  const { customer, claim, reason, actor } = input;
  const { claims } = await readAccount(tx, customer, null, [claim]);
  const [found] = claims;
  if (found === undefined) return undo(refusal('not-found', said('claim-not-on', { claim, customer })));
  const { currency, open: amount } = found;
  if (isZero(amount)) return undo(refusal('nothing-open', said('nothing-open-on', { invoice: claim })));
  const move: LedgerMove = { item: { kind: 'claim', claim }, amount, open: subtract(amount, amount) };
  const facts = { payment: null, receivables: [], claims };
  return {
    receivables: [],
    currency,
    moves: [move],
    entries: [
      {
        posting: postings.waiver(claim, actor.requestId),
        kind: 'claim-waived' as const,
        itemKind: 'claim' as const,
        claim,
        amount: negate(amount),
        reason,
      },
    ],
    audit: [
      {
        ...aboutMove(input, facts, move),
        action: 'claim.waived' as const,
        after: { ...factsOf(move, facts, currency), reason },
      },
    ],
    unallocated: null,
  };
}

/** The payment, when it is this customer's. */
function ownPayment(
  { payment }: AccountFacts,
  { customer, paymentId }: { customer: string; paymentId: string },
): PaymentFacts {
  if (payment?.customer === customer) return payment;
  return undo(refusal('over-allocation', said('payment-not-of', { payment: paymentId, customer })));
}

const inCurrency = ({ receivables, claims }: AccountFacts, currency: string) => ({
  receivables: receivables.filter((each) => each.currency === currency),
  claims: claims.filter((each) => each.currency === currency),
});

const nameOf = (target: AllocationTarget): string => ('claim' in target ? target.claim : target.invoice);
const nameOfMove = ({ item }: LedgerMove): string => (item.kind === 'claim' ? item.claim : item.invoice);

function aboutMove(
  { actor, customer, on }: Asked,
  { receivables }: Pick<AccountFacts, 'receivables'>,
  move: LedgerMove,
) {
  const { item } = move;
  const receivable = receivables.find(
    (each) => item.kind === 'receivable' && receivableId(each) === receivableId(item),
  );
  return {
    actor,
    entity: item.kind === 'claim' ? ('claim' as const) : ('invoice' as const),
    entityId: nameOfMove(move),
    orderNumber: receivable?.order ?? null,
    customerNumber: customer,
    on,
    before: { open: beforeOf(move) },
  };
}

/** What the audit tells of one move. */
function factsOf({ item, amount, open }: LedgerMove, { claims }: AccountFacts, currency: string) {
  if (item.kind === 'receivable') return { of: 'principal', invoice: item.invoice, amount, open, currency } as const;
  const claim = claims.find((each) => each.claim === item.claim);
  return { of: claim?.claimKind ?? 'interest', invoice: claim?.invoice ?? '', amount, open, currency } as const;
}

/** @param field what was sent that is at fault; left out: nothing but the address was */
const refusal = (code: ProblemCode, what: Said, field?: string, remedy?: Said): Refusal => ({
  kind: 'refused',
  code,
  said: what,
  ...(field !== undefined && { field }),
  ...(remedy !== undefined && { remedy }),
});

function refuseUnfit(wish: AllocationWish, payment: PaymentFacts): void {
  if (isNegative(payment.amount))
    undo(
      refusal(
        'over-allocation',
        said('payment-gave-back', { payment: payment.reference }),
        'allocations' in wish ? 'allocations' : undefined,
        said('allocate-payment-in'),
      ),
    );
  if (!('allocations' in wish)) return;
  for (const [index, { amount }] of wish.allocations.entries()) {
    const finer = refuseFiner(`allocations.${index}.amount`, amount, payment.currency);
    if (finer) undo(finer);
  }
}

function refusedStranger(index: number, wish: AllocationWish, customer: string): Refusal {
  const target = 'allocations' in wish ? wish.allocations[index] : undefined;
  const [name, field] =
    target !== undefined && 'claim' in target ? [target.claim, 'claim'] : [target?.invoice ?? '', 'invoice'];
  return refusal(
    'invalid-request',
    said(field === 'claim' ? 'claim-not-of-currency' : 'invoice-not-of-currency', { name, customer }),
    `allocations.${index}.${field}`,
    said('allocate-to-same-customer'),
  );
}

const refusedReversal = (payment: PaymentFacts, allocation: number): Refusal =>
  refusal(
    'allocation-reversed',
    said('no-such-allocation', { payment: payment.reference, allocation }),
    'allocation',
    said('read-allocations'),
  );

const refusedReturn = ({ reference, returns }: PaymentFacts): Refusal =>
  refusal(
    'over-return',
    returns === null
      ? said('return-names-no-payment', { payment: reference })
      : said('return-exceeds-payment', { payment: reference }),
    'returns',
  );
