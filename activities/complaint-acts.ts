import type { ComplaintAct, ComplaintResult, RecordComplaintAct } from '../contracts/complaint.js';
import type { Refusal } from '../contracts/problems.js';
import type { DeliveredLine } from '../contracts/process.js';
import { said } from '../contracts/said.js';
import type { Actor, ComplaintOutcome } from '../contracts/vocabulary.js';
import { refuseFiner } from '../domain/amount-entry.js';
import { epochMsOf, localDateOf, type LocalDate, type TimeZone } from '../domain/calendar.js';
import {
  isAllBack,
  refuseComplained,
  refuseSettled,
  refuseUnqualified,
  takeBack,
  worthOf,
} from '../domain/complaints.js';
import { refuseDate } from '../domain/date-bounds.js';
import { invariant } from '../domain/invariant.js';
import { canonicalAmount, canonicalQuantity, compare, isZero } from '../domain/money.js';
import { hasOpen, nextConfirmedDate, waitingFor } from '../domain/order-progress.js';
import { placeOf, type LineRecord, type OrderRecord } from '../domain/order-record.js';
import { isAccepted } from '../domain/order-stages.js';
import { promiseLines } from '../domain/promising.js';
import type { Transaction } from '../prisma/client.js';
import { getCompany } from '../prisma/queries/company.js';
import { colleagueNamed, complainableLines } from '../prisma/queries/complaints.js';
import { readPolicies } from '../prisma/queries/order-context.js';
import {
  assignComplaint,
  decideComplaint,
  endComplaint,
  insertNote,
  insertReplacements,
  lockComplaint,
  qualifyComplaint,
  takeGoodsBack,
  type ComplaintRecord,
  type Replacing,
} from '../prisma/repositories/complaints.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { lockOrder } from '../prisma/repositories/order-record.js';
import { takeStock } from '../prisma/repositories/reservations.js';
import { auditServed, serveBackorders } from '../prisma/repositories/stock.js';
import { undo, type StepRecord } from '../prisma/repositories/step.js';

/** An act as it is kept: what follows from it is told after the commit, and told again by a retry. */
export type ActDone = ComplaintResult & {
  readonly servedOrders: readonly string[];
  /** The order delivers again. */
  readonly deliversAgain: boolean;
  /** What is disputed of an invoice is another, or nothing any more. */
  readonly disputes: boolean;
};

type Recorded = StepRecord<ActDone>;
type RequestOf<K extends ComplaintAct['kind']> = Extract<ComplaintAct, { readonly kind: K }>['request'];

/** When something is done, in workflow time. */
type Moment = { readonly at: string; readonly on: LocalDate; readonly zone: TimeZone };

/** One thing done about a complaint. The caller holds the locks of its customer and its order. */
export async function recordAct(tx: Transaction, { number, act, at }: RecordComplaintAct): Promise<Recorded> {
  const found = await lockComplaint(tx, number);
  invariant(found, `complaint ${number} is not there`);
  const { zone } = await getCompany(tx);
  const moment = { at, on: localDateOf(epochMsOf(at), zone), zone };
  switch (act.kind) {
    case 'assign':
      return assign(tx, found, act.request, moment);
    case 'qualify':
      return qualify(tx, found, act.request, moment);
    case 'note':
      return note(tx, found, act.request, moment);
    case 'credit':
      return decide(tx, found, { ...act.request, outcome: 'credit-note' }, moment);
    case 'replace':
      return replace(tx, found, act.request, moment);
    case 'refuse':
      return decide(tx, found, { ...act.request, outcome: 'refused' }, moment);
    case 'receive':
      return receive(tx, found, act.request, moment);
    case 'withdraw':
      return withdraw(tx, found, act.request, moment);
  }
}

const about = (found: ComplaintRecord, actor: Actor, { on }: Moment) =>
  ({
    actor,
    entity: 'complaint',
    entityId: found.number,
    orderNumber: found.order,
    customerNumber: found.customer,
    on,
  }) as const;

const done = (found: ComplaintRecord, change: Partial<ActDone> = {}): ActDone => ({
  kind: 'recorded',
  number: found.number,
  status: found.status,
  outcome: found.outcome,
  creditNote: null,
  servedOrders: [],
  deliversAgain: false,
  disputes: false,
  ...change,
});

/** Undoes the step where there is a reason to. */
function stopAt(refusal: Refusal | null): void {
  if (refusal !== null) undo(refusal);
}

async function assign(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, owner, dueAt = found.dueAt }: RequestOf<'assign'>,
  moment: Moment,
): Promise<Recorded> {
  const { number, status, customer } = found;
  stopAt(refuseSettled(found, ['open', 'awaiting-goods']));
  const dueOn = localDateOf(epochMsOf(dueAt), moment.zone);
  if (dueAt !== found.dueAt) stopAt(refuseDate('complaintDue', { field: 'dueAt', date: dueOn }, moment.on));
  const name = owner === null ? null : await colleagueNamed(tx, owner, customer);
  if (owner !== null && name === null) undo(noColleague(owner));
  await assignComplaint(tx, number, { owner, dueAt, dueOn });
  return {
    result: done(found),
    audit: [
      {
        ...about(found, actor, moment),
        action: 'complaint.assigned',
        before: { owner: found.owner, dueAt: found.dueAt },
        after: { complaint: number, status, owner, name, dueAt },
      },
    ],
  };
}

/** Also of who opens one: nobody is to answer for it who does not see it. */
export const noColleague = (person: string): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  field: 'owner',
  said: said('no-colleague', { person }),
  remedy: said('name-colleague'),
});

const quantitiesOf = ({ lines }: ComplaintRecord): readonly DeliveredLine[] =>
  lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));

async function qualify(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, kind, lines: named, disputed: stated }: RequestOf<'qualify'>,
  moment: Moment,
): Promise<Recorded> {
  const { number, status, order, delivery, currency } = found;
  stopAt(refuseSettled(found, ['open']));
  const isBack = found.lines.some(({ restocked, scrapped }) => !isZero(restocked) || !isZero(scrapped));
  if (named !== undefined && isBack) undo(goodsBack(number));
  const complainable = await complainableLines(tx, { order, delivery });
  const lines = named ?? quantitiesOf(found);
  stopAt(named === undefined ? null : refuseComplained(named, complainable));
  if (typeof stated === 'string') stopAt(refuseFiner('disputed', stated, currency));
  const worth =
    named === undefined ? found.disputed : named.length === 0 ? null : worthOf(complainable, lines, currency);
  const disputed = stated === undefined ? worth : stated && canonicalAmount(stated, currency);
  await qualifyComplaint(tx, found, { kind, disputed, lines: named ?? null });
  return {
    result: done(found, { disputes: true }),
    audit: [
      {
        ...about(found, actor, moment),
        action: 'complaint.qualified',
        before: { kind: found.kind, disputed: found.disputed, lines: quantitiesOf(found) },
        after: { complaint: number, status, kind, disputed, currency, lines: [...lines] },
      },
    ],
  };
}

const goodsBack = (complaint: string): Refusal => ({
  kind: 'refused',
  code: 'complaint-not-ready',
  field: 'lines',
  said: said('goods-back-already', { complaint }),
  remedy: said('leave-it-out'),
});

async function note(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, text }: RequestOf<'note'>,
  moment: Moment,
): Promise<Recorded> {
  const { number, status } = found;
  stopAt(refuseSettled(found, ['open', 'awaiting-goods']));
  await insertNote(tx, { id: actor.requestId, complaint: number, text, by: actor.principal, at: moment.at });
  return {
    result: done(found),
    audit: [{ ...about(found, actor, moment), action: 'complaint.noted', after: { complaint: number, status, text } }],
  };
}

type Deciding = {
  readonly actor: Actor;
  readonly outcome: ComplaintOutcome;
  readonly reason: string;
  readonly creditNote?: string | null;
  readonly goodsExpected?: boolean | undefined;
};

/** Puts the decision on record; where goods are to come back, the complaint stays until they have. */
async function decide(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, outcome, reason, creditNote = null, goodsExpected = false }: Deciding,
  moment: Moment,
): Promise<Recorded> {
  const { number } = found;
  stopAt(refuseSettled(found, ['open']));
  if (goodsExpected && found.lines.length === 0) undo(withoutLines(number));
  const isOver = !goodsExpected || isAllBack(found);
  const status = isOver ? 'closed' : 'awaiting-goods';
  const decision = { outcome, by: actor.principal, at: moment.at, reason, creditNote, status } as const;
  await decideComplaint(tx, number, { ...decision, endedOn: isOver ? moment.on : null });
  return {
    result: done(found, { status, outcome, creditNote, disputes: true }),
    audit: [
      {
        ...about(found, actor, moment),
        action: 'complaint.decided',
        before: { status: found.status },
        after: { complaint: number, status, outcome, reason, creditNote, goodsExpected },
      },
    ],
  };
}

const withoutLines = (complaint: string): Refusal => ({
  kind: 'refused',
  code: 'complaint-not-ready',
  said: said('complaint-without-lines', { complaint }),
  remedy: said('name-complained-lines'),
});

/** The order delivers again what is complained of, free of charge: as lines of its own, which take what stock is free. */
async function replace(
  tx: Transaction,
  found: ComplaintRecord,
  request: RequestOf<'replace'>,
  moment: Moment,
): Promise<Recorded> {
  const { number } = found;
  stopAt(refuseSettled(found, ['open']) ?? refuseUnqualified(found));
  const asked = request.lines ?? quantitiesOf(found);
  if (asked.length === 0) undo(withoutLines(number));
  stopAt(
    refuseComplained(
      asked,
      found.lines.map((line) => ({ ...line, most: line.quantity })),
    ),
  );
  const order = await lockOrder(tx, found.order);
  const mayDeliver = isAccepted(order.stage) && order.deliveries > 0;
  if (!mayDeliver || nextLineNo(order) + asked.length > MOST_LINES) undo(takesNone(found.order));
  const { lines, progress } = await promiseAgain(tx, order, asked, moment);
  const nextDate = nextConfirmedDate(progress);
  const change = { waitsFor: waitingFor(progress), nextDate, requestedDate: moment.on };
  await insertReplacements(tx, found, lines, change);
  const decided = await decide(tx, found, { ...request, outcome: 'replacement' }, moment);
  const added = lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  return {
    result: { ...decided.result, deliversAgain: true },
    audit: [
      ...decided.audit,
      {
        ...about(found, request.actor, moment),
        entity: 'order',
        entityId: order.number,
        action: 'complaint.replaced',
        before: placeOf(order),
        after: { complaint: number, status: decided.result.status, lines: added, nextDate },
      },
      ...(hasOpen(order.lines) ? [] : [reopened(found, order, request.actor, moment)]),
    ],
  };
}

/** An order of which all was delivered is under way again. */
const reopened = (
  { number, customer }: ComplaintRecord,
  order: OrderRecord,
  actor: Actor,
  { on }: Moment,
): AuditInput => ({
  actor,
  action: 'order.reopened',
  entity: 'order',
  entityId: order.number,
  orderNumber: order.number,
  customerNumber: customer,
  on,
  before: { stage: order.stage },
  after: { stage: 'in-delivery', invoices: [], complaint: number },
});

const MOST_LINES = 999;
const nextLineNo = ({ lines }: OrderRecord): number => Math.max(...lines.map(({ lineNo }) => lineNo)) + 1;

/** What stock there is for the lines that are added, and by when the rest. */
async function promiseAgain(
  tx: Transaction,
  order: OrderRecord,
  asked: readonly DeliveredLine[],
  { on: today }: Moment,
) {
  const { fulfilment, dunning } = await readPolicies(tx);
  const wanted = asked.map(({ lineNo, quantity }) => {
    const line = lineOf(order, lineNo);
    return { like: lineNo, product: line.product, requestedDate: today, open: canonicalQuantity(quantity) };
  });
  const needs = wanted.map(({ product, open }) => ({ product, quantity: open }));
  const taken = order.stopped ? new Map<string, string>() : await takeStock(tx, needs);
  const { calendar } = dunning.sendingWindow;
  const first = nextLineNo(order);
  const lines = promiseLines(wanted, taken, { today, fulfilment, calendar }).map(
    ({ line, allocated, confirmedDate }, index): Replacing => ({
      lineNo: first + index,
      like: line.like,
      quantity: line.open,
      allocated,
      confirmedDate,
      waiting: compare(allocated, line.open) < 0,
    }),
  );
  const added = lines.map(({ lineNo, like, quantity, allocated, confirmedDate }) => ({
    lineNo,
    product: lineOf(order, like).product,
    quantity,
    delivered: '0',
    cancelled: '0',
    allocated,
    confirmedDate,
  }));
  return { lines, progress: [...order.lines, ...added] };
}

function lineOf({ lines, number }: OrderRecord, lineNo: number): LineRecord {
  const line = lines.find((each) => each.lineNo === lineNo);
  invariant(line, `order ${number} has no line ${lineNo}`);
  return line;
}

const takesNone = (order: string): Refusal => ({
  kind: 'refused',
  code: 'order-closed',
  said: said('order-takes-no-replacement', { order }),
  remedy: said('enter-free-order'),
});

/** Goods came back: into stock, where they serve who waits for them, or written off. */
async function receive(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, lines: goods, last = false }: RequestOf<'receive'>,
  moment: Moment,
): Promise<Recorded> {
  const { number, order, outcome } = found;
  stopAt(refuseSettled(found, ['open', 'awaiting-goods']));
  if (found.lines.length === 0) undo(withoutLines(number));
  const back = takeBack(found, goods);
  if (back.kind === 'refused') return undo(back);
  await lockOrder(tx, order, 'and-backorders');
  const served = await serveBackorders(tx, await takeGoodsBack(tx, found, back.goods));
  const isOver = found.status === 'awaiting-goods' && (back.all || last);
  if (isOver) await endComplaint(tx, number, 'closed', moment.on);
  const status = isOver ? 'closed' : found.status;
  return {
    result: done(found, { status, outcome, servedOrders: served.map((each) => each.order) }),
    audit: [
      {
        ...about(found, actor, moment),
        action: 'complaint.goods-received',
        before: { status: found.status, back: found.lines },
        after: { complaint: number, status, goods: [...back.goods], last },
      },
      ...served.map((row) => auditServed(row, { actor, customer: null, on: moment.on, complaint: number })),
    ],
  };
}

async function withdraw(
  tx: Transaction,
  found: ComplaintRecord,
  { actor, reason }: RequestOf<'withdraw'>,
  moment: Moment,
): Promise<Recorded> {
  const { number } = found;
  stopAt(refuseSettled(found, ['open']));
  await endComplaint(tx, number, 'withdrawn', moment.on);
  return {
    result: done(found, { status: 'withdrawn', disputes: true }),
    audit: [
      {
        ...about(found, actor, moment),
        action: 'complaint.withdrawn',
        before: { status: found.status },
        after: { complaint: number, status: 'withdrawn', reason },
      },
    ],
  };
}
