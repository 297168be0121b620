import type { LineProgress } from '../contracts/process.js';
import type { FulfilmentPolicy } from '../contracts/policies.js';
import { hasBackorder, nextConfirmedDate, openQuantity, waitingFor } from '../domain/order-progress.js';
import { confirmDates } from '../domain/promising.js';
import { compare, isPositive, min, subtractQuantities } from '../domain/money.js';
import { documentIds } from '../contracts/ids.js';
import { queueMail } from '../prisma/repositories/mails.js';
import { updateOrder } from '../prisma/repositories/orders.js';
import { readAcknowledgementFacts } from '../prisma/repositories/order-facts.js';
import { readProgress, takeStock, writeDates, writeReservations } from '../prisma/repositories/reservations.js';
import { once } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { acknowledgementOf } from './snapshots.js';

export type AcceptOrder = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly version: number;
  readonly lines: readonly (LineProgress & { readonly requestedDate: string })[];
  readonly today: string;
  readonly policy: FulfilmentPolicy;
  readonly calendar: 'FR' | 'none';
  /** How it compared with what it answers, in a word. */
  readonly reconciled: 'matched' | 'tolerated' | 'accepted';
};

export type Acceptance = { readonly lines: readonly LineProgress[]; readonly mailId: string };

export type PromiseAgain = {
  readonly orderNumber: string;
  /** 1, 2, 3 … within the order. */
  readonly sequence: number;
  readonly requestedDates: Readonly<Record<number, string>>;
  readonly today: string;
  readonly policy: FulfilmentPolicy;
  readonly calendar: 'FR' | 'none';
};

export function acceptanceActivities(deps: ActivityDeps) {
  return {
    acceptOrder: (input: AcceptOrder) => acceptOrder(deps, input),
    promiseAgain: (input: PromiseAgain) => promiseAgain(deps, input),
  };
}

/** Takes what stock there is, confirms a date for each line, and issues the acknowledgement with the mail that carries it. */
function acceptOrder({ prisma }: ActivityDeps, input: AcceptOrder): Promise<Acceptance> {
  const { orderNumber } = input;
  const key = `order:${orderNumber}:accepted:${input.version}`;
  return once(prisma, key, null, async (tx) => {
    const needs = input.lines.map((line) => ({ product: line.product, quantity: openQuantity(line) }));
    const taken = await takeStock(
      tx,
      needs.filter((need) => isPositive(need.quantity)),
    );
    const lines = share(input, taken);
    await writeReservations(
      tx,
      orderNumber,
      lines.map((line) => ({
        lineNo: line.lineNo,
        allocated: line.allocated,
        confirmedDate: line.confirmedDate ?? input.today,
        waiting: compare(line.allocated, openQuantity(line)) < 0,
      })),
    );
    const nextDate = nextConfirmedDate(lines);
    const backorder = hasBackorder(lines);
    await updateOrder(tx, orderNumber, {
      stage: 'accepted',
      holdReason: null,
      waitsFor: waitingFor(lines),
      nextDate,
    });
    const mailId = documentIds.acknowledgement(orderNumber, input.version);
    const snapshot = acknowledgementOf(await readAcknowledgementFacts(tx, orderNumber), {
      version: input.version,
      issuedOn: input.today,
      progress: lines,
    });
    await queueMail(tx, {
      id: mailId,
      kind: 'acknowledgement',
      customerNumber: input.customerNumber,
      orderNumber,
      data: { version: input.version },
    });
    return {
      result: { lines, mailId },
      documents: [
        {
          id: mailId,
          kind: 'acknowledgement',
          number: orderNumber,
          issuedOn: input.today,
          customerNumber: input.customerNumber,
          orderNumber,
          snapshot,
        },
      ],
      audit: [
        {
          actor: systemActor(key),
          action: 'order.accepted',
          summary: `Accepted (${input.reconciled}), next delivery ${nextDate ?? 'none'}${backorder ? ', part is backordered' : ''}`,
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: input.customerNumber,
          on: input.today,
          after: { reconciled: input.reconciled, nextDate, backorder, lines: lines.map(promiseOf) },
        },
      ],
    };
  });
}

/**
 * Looks again at what stock is reserved and promises again: what a receipt served gets its earliest date, what is
 * overdue and still missing a new one.
 */
function promiseAgain({ prisma }: ActivityDeps, input: PromiseAgain): Promise<readonly LineProgress[]> {
  const { orderNumber } = input;
  const key = `order:${orderNumber}:promise:${input.sequence}`;
  return once(prisma, key, null, async (tx) => {
    const before = await readProgress(tx, orderNumber, true);
    const lines = before.map((line) => promised(line, input));
    const changed = lines.filter((line, index) => line.confirmedDate !== before[index]?.confirmedDate);
    if (changed.length > 0) await writeDates(tx, orderNumber, changed);
    await updateOrder(tx, orderNumber, { waitsFor: waitingFor(lines), nextDate: nextConfirmedDate(lines) });
    return {
      result: lines,
      audit: [
        {
          actor: systemActor(key),
          action: 'order.promised',
          summary: `Stock looked at again; next delivery ${nextConfirmedDate(lines) ?? 'none'}`,
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          on: input.today,
          after: {
            waitsFor: waitingFor(lines),
            nextDate: nextConfirmedDate(lines),
            lines: lines.map(promiseOf),
          },
        },
      ],
    };
  });
}

const promiseOf = ({ lineNo, allocated, confirmedDate }: LineProgress) => ({ lineNo, allocated, confirmedDate });

/** Gives each line its part of what was taken of its product, in the order of the lines. */
function share(input: AcceptOrder, taken: ReadonlyMap<string, string>): LineProgress[] {
  const left = new Map(taken);
  return input.lines.map(({ requestedDate, ...line }) => {
    const open = openQuantity(line);
    const available = left.get(line.product) ?? '0';
    const allocated = min(open, available);
    left.set(line.product, subtractQuantities(available, allocated));
    const confirmedDate = confirmDates({ requestedDate, open, allocated }, input.today, input.policy, input.calendar);
    return { ...line, allocated, confirmedDate };
  });
}

function promised(line: LineProgress, input: PromiseAgain): LineProgress {
  const open = openQuantity(line);
  if (!isPositive(open)) return line;
  const requestedDate = input.requestedDates[line.lineNo] ?? input.today;
  const inStock = compare(line.allocated, open) >= 0;
  const overdue = line.confirmedDate === null || line.confirmedDate < input.today;
  if (!inStock && !overdue) return line;
  const date = confirmDates(
    { requestedDate, open, allocated: line.allocated },
    input.today,
    input.policy,
    input.calendar,
  );
  return {
    ...line,
    confirmedDate: line.confirmedDate !== null && !overdue && line.confirmedDate < date ? line.confirmedDate : date,
  };
}
