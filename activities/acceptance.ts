import { documentIds, orderSteps } from '../contracts/ids.js';
import type { FulfilmentPolicy } from '../contracts/policies.js';
import type { LineProgress, Recorded } from '../contracts/process.js';
import type { Wait } from '../contracts/wait.js';
import type { WorkingCalendar } from '../domain/holidays.js';
import { compare, isPositive } from '../domain/money.js';
import { reconciledAs, type LineRecord } from '../domain/order-record.js';
import { hasBackorder, hasOpen, nextConfirmedDate, openQuantity, waitingFor } from '../domain/order-progress.js';
import { isAccepted } from '../domain/order-stages.js';
import { acceptedAs } from '../domain/order-response.js';
import { confirmDates, promiseLines } from '../domain/promising.js';
import type { Transaction } from '../prisma/client.js';
import { appendAudit } from '../prisma/repositories/audit.js';
import { readAcknowledgementFacts, type AcknowledgementFacts } from '../prisma/repositories/order-facts.js';
import { lockOrder, orderLocked, readOrder, recordedNothing } from '../prisma/repositories/order-record.js';
import { updateOrder } from '../prisma/repositories/orders.js';
import { takeStock, writeDates, writeReservations } from '../prisma/repositories/reservations.js';
import type { Beat, ClearableOrder, Clearing } from './clearance.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { acknowledgementOf, addressFor, responseTo } from './snapshots.js';

export type PromiseAgain = {
  readonly orderNumber: string;
  /** Business date, from workflow time. */
  readonly today: string;
  readonly policy: FulfilmentPolicy;
  readonly calendar: WorkingCalendar;
};

export function acceptanceActivities(deps: ActivityDeps) {
  return {
    promiseAgain: (input: PromiseAgain) => promiseAgain(deps, input),
  };
}

/** Takes what stock there is, confirms a date for each line, and issues the acknowledgement, which is queued to leave. */
export async function accept(tx: Transaction, order: ClearableOrder, clearing: Clearing, key: string): Promise<Beat> {
  const lines = await takeAndPromise(tx, order, clearing);
  const nextDate = nextConfirmedDate(lines);
  const change = {
    stage: 'accepted',
    holdReason: null,
    heldSince: null,
    waitsFor: waitingFor(lines),
    nextDate,
  } as const;
  await writeReservations(tx, order.number, lines.map(reservationOn(clearing.today)), change);
  const facts = await readAcknowledgementFacts(tx, order.number);
  const reconciled = reconciledAs(order);
  const after = {
    version: order.version,
    reconciled,
    nextDate,
    backorder: hasBackorder(lines),
    lines: lines.map(promiseOf),
  };
  return {
    key,
    stage: 'accepted',
    ...acknowledged(order, facts, clearing.today, lines),
    audit: [
      {
        actor: systemActor(key),
        action: 'order.accepted',
        entity: 'order',
        entityId: order.number,
        orderNumber: order.number,
        customerNumber: order.customer,
        on: clearing.today,
        after,
      },
    ],
  };
}

/** Takes what stock there is of the products of the order, and gives each line its part and its date. */
async function takeAndPromise(tx: Transaction, order: ClearableOrder, clearing: Clearing): Promise<LineProgress[]> {
  const open = order.lines.map((line) => ({ ...line, allocated: '0', confirmedDate: null }));
  const needs = open.map((line) => ({ product: line.product, quantity: openQuantity(line) }));
  const taken = await takeStock(
    tx,
    needs.filter((need) => isPositive(need.quantity)),
  );
  const wanted = open.map((line) => ({ ...line, open: openQuantity(line) }));
  return promiseLines(wanted, taken, clearing).map(({ line, ...promise }) => {
    const { requestedDate: _, open: _open, ...progress } = line;
    return { ...progress, ...promise };
  });
}

const reservationOn = (today: string) => (line: LineProgress) => ({
  lineNo: line.lineNo,
  allocated: line.allocated,
  confirmedDate: line.confirmedDate ?? today,
  waiting: compare(line.allocated, openQuantity(line)) < 0,
});

/** The acknowledgement of a version, issued and on its way. */
function acknowledged(
  { number, customer, version }: ClearableOrder,
  facts: AcknowledgementFacts,
  today: string,
  progress: readonly LineProgress[],
): Required<Pick<Beat, 'documents' | 'outgoing'>> {
  const id = documentIds.acknowledgement(number, version);
  const about = { id, kind: 'acknowledgement', customerNumber: customer, orderNumber: number } as const;
  const snapshot = acknowledgementOf(facts, { version, issuedOn: today, progress });
  const issued = { number, issuedOn: today, customerNumber: customer, orderNumber: number };
  const response =
    facts.message &&
    responseTo(facts, facts.message, acceptedAs(facts.message, snapshot), { version, issuedOn: today });
  const responseId = documentIds.orderResponse(number, version);
  return {
    documents: [
      { ...issued, id, kind: 'acknowledgement', snapshot },
      ...(response ? [{ ...issued, id: responseId, kind: 'order-response' as const, snapshot: response }] : []),
    ],
    outgoing: [
      {
        ...about,
        documents: response ? [id, responseId] : [id],
        recipient: addressFor(facts, 'acknowledgement'),
      },
    ],
  };
}

/**
 * Looks again at what stock is reserved and promises again: what a receipt served gets its earliest date, what is
 * overdue and still missing a new one. It sets what follows from the lines of this day: done again, it finds nothing to
 * change and leaves no trace.
 */
function promiseAgain({ prisma }: ActivityDeps, input: PromiseAgain): Promise<Recorded<null>> {
  const { orderNumber, today } = input;
  return prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT ${orderLocked(orderNumber)} AS locked`;
    const order = await lockOrder(tx, orderNumber);
    const lines = isAccepted(order.stage) ? order.lines.map((line) => promised(line, input)) : order.lines;
    const changed = lines.filter((line, index) => line.confirmedDate !== order.lines[index]?.confirmedDate);
    const [waitsFor, nextDate] = [waitingFor(lines), nextConfirmedDate(lines)];
    const isKept = changed.length === 0 && isSame(waitsFor, order.waitsFor) && nextDate === order.nextDate;
    if (isKept || !isAccepted(order.stage) || !hasOpen(lines)) return recordedNothing(order);
    await writeDates(tx, orderNumber, changed);
    await updateOrder(tx, orderNumber, { waitsFor, nextDate });
    await appendAudit(tx, [
      {
        actor: systemActor(orderSteps.promise(orderNumber, today)),
        action: 'order.promised',
        entity: 'order',
        entityId: orderNumber,
        orderNumber,
        on: today,
        after: { waitsFor, nextDate, lines: lines.map(promiseOf) },
      },
    ]);
    return recordedNothing(await readOrder(tx, orderNumber));
  });
}

const isSame = (one: Wait, other: Wait): boolean => one.kind === other.kind && isOfRest(one) === isOfRest(other);
const isOfRest = (wait: Wait): boolean => wait.kind === 'delivery' && wait.backorder;

const promiseOf = ({ lineNo, allocated, confirmedDate }: LineProgress) => ({ lineNo, allocated, confirmedDate });

function promised(line: LineRecord, input: PromiseAgain): LineRecord {
  const open = openQuantity(line);
  if (!isPositive(open)) return line;
  const { requestedDate, allocated } = line;
  const inStock = compare(allocated, open) >= 0;
  const overdue = line.confirmedDate === null || line.confirmedDate < input.today;
  if (!inStock && !overdue) return line;
  const date = confirmDates({ requestedDate, open, allocated }, input.today, input.policy, input.calendar);
  return {
    ...line,
    confirmedDate: line.confirmedDate !== null && !overdue && line.confirmedDate < date ? line.confirmedDate : date,
  };
}
