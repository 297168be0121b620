import type { BillingBegun, BillingRequest } from '../contracts/process.js';
import { periodOf } from '../domain/billing.js';
import { epochMsOf, localDateOf, maxDate, minDate, type LocalDate } from '../domain/calendar.js';
import { invariant } from '../domain/invariant.js';
import { isZero } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import { getCompany } from '../prisma/queries/company.js';
import {
  customerLocked,
  customersDue,
  deliveriesDue,
  dueOf,
  insertBillingRun,
  noteBillingRun,
  readBillingRun,
  type DueDelivery,
  type NewBillingRun,
} from '../prisma/repositories/billing.js';
import { takeNumberOf, type InvoicedPeriod } from '../prisma/repositories/invoices.js';
import { lockOrdersForInvoice } from '../prisma/repositories/order-record.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { issueInvoice } from './issue-invoice.js';

export type BeginBilling = {
  /** Id of the process, which is that of the run. */
  readonly run: string;
  /** Instant, of workflow time. */
  readonly now: string;
  /** Null: the schedule. */
  readonly request: BillingRequest | null;
};

export type ReadBillingPage = {
  readonly run: string;
  /** The last customer that was looked at; null: none was. */
  readonly after: string | null;
  /** How many were. */
  readonly done: number;
  readonly limit: number;
};

export type BillCustomer = {
  readonly run: string;
  readonly customer: string;
  /** 1 for the first invoice of the customer in this run, and so on. */
  readonly part: number;
  /** Instant, of workflow time. */
  readonly now: string;
};

/** `nothing`: all is billed. */
export type BilledCustomer =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'billed';
      readonly invoice: string;
      readonly gross: string;
      readonly orders: readonly string[];
      readonly deliveries: number;
      readonly isMore: boolean;
    };

/** An invoice charges so many deliveries at most, so that none is ever too large for its transaction and its pages. */
const MOST_DELIVERIES = 200;

export function billingActivities(deps: ActivityDeps) {
  const { prisma, processes } = deps;
  return {
    /** Puts a run on record. */
    beginBilling: (input: BeginBilling): Promise<BillingBegun> => begin(deps, input),

    /** The next customers with something to bill; none: the run is over. Notes how far it has come. */
    async readBillingPage({ run, after, done, limit }: ReadBillingPage): Promise<readonly string[]> {
      const known = await readBillingRun(prisma, run);
      const customers = await customersDue(prisma, dueOf(known), { customer: known.customer, after, limit });
      await noteBillingRun(prisma, run, { done, isOver: customers.length === 0 });
      return customers;
    },

    /**
     * Issues one invoice over what a customer has had and is to be billed together, in one transaction; then the customer's
     * account wakes, which sends it.
     */
    async billCustomer(input: BillCustomer): Promise<BilledCustomer> {
      const billed = await bill(deps, input);
      if (billed.kind === 'nothing') return billed;
      await processes.wakeAccount(input.customer);
      // Nothing is owed, and no payment will say so.
      if (isZero(billed.gross)) await processes.tellOrders(billed.orders, 'invoicesPaid');
      return billed;
    },
  };
}

async function today({ prisma }: ActivityDeps, now: string): Promise<LocalDate> {
  const { zone } = await getCompany(prisma);
  return localDateOf(epochMsOf(now), zone);
}

async function begin(deps: ActivityDeps, { run, now, request }: BeginBilling): Promise<BillingBegun> {
  const upTo = request?.upTo ?? (await today(deps, now));
  const key = `${run}:begun`;
  return once<BillingBegun>(deps.prisma, key, request?.actor.requestId ?? null, async (tx) => {
    const asked: NewBillingRun = {
      id: run,
      upTo,
      customer: request?.customer ?? null,
      startedBy: request?.actor.principal ?? null,
    };
    const customers = await insertBillingRun(tx, asked);
    return {
      result: { kind: 'begun', id: run, customers },
      audit: [
        {
          actor: request?.actor ?? systemActor(key),
          action: 'billing.begun',
          entity: 'billing-run',
          entityId: run,
          ...(asked.customer !== null && { customerNumber: asked.customer }),
          on: upTo,
          after: { upTo, customer: asked.customer, customers },
        },
      ],
    };
  });
}

async function bill(deps: ActivityDeps, input: BillCustomer): Promise<BilledCustomer> {
  const { run, customer, part } = input;
  const day = await today(deps, input.now);
  const key = `${run}:${customer}:${part}`;
  return once<BilledCustomer, BilledCustomer>(
    deps.prisma,
    key,
    null,
    (tx) => billPart(tx, { ...input, day, key }),
    customerLocked(customer),
  );
}

async function billPart(
  tx: Transaction,
  { run, customer, day, key }: BillCustomer & { readonly day: LocalDate; readonly key: string },
): Promise<StepRecord<BilledCustomer>> {
  const known = await readBillingRun(tx, run);
  const due = await deliveriesDue(tx, customer, dueOf(known), { today: day, limit: MOST_DELIVERIES + 1 });
  const [first] = due;
  if (first === undefined) return undo({ kind: 'nothing' } satisfies BilledCustomer);
  const together = togetherWith(first, due);
  const orderNumbers = [...new Set(together.map(({ order }) => order))];
  const { orders, deliveries, taxRates } = await lockOrdersForInvoice(
    tx,
    orderNumbers,
    together.map(({ delivery }) => delivery),
  );
  const billed = deliveries.map((delivery) => {
    const order = orders.get(delivery.order);
    invariant(order, `order ${delivery.order} is not there`);
    return { order, delivery };
  });
  const taken = await takeNumberOf(tx, 'invoice', day, billed[0]?.order.number ?? first.order);
  const period = periodBilled(together, known);
  const { answer, ...issued } = await issueInvoice(tx, { taken, billed, taxRates, actor: systemActor(key), period });
  return {
    result: {
      kind: 'billed',
      invoice: answer.number,
      gross: answer.gross,
      orders: orderNumbers,
      deliveries: together.length,
      isMore: due.length > together.length,
    },
    ...issued,
  };
}

/** Those that go with the first, and are of its period; they come one after the other. */
function togetherWith(first: DueDelivery, due: readonly DueDelivery[]): readonly DueDelivery[] {
  const { to } = periodFor(first);
  const together = due.filter(({ key, departedOn }) => key === first.key && departedOn <= to);
  return together.slice(0, MOST_DELIVERIES);
}

/** Orders that are billed as a whole have no rhythm; their months are not mixed. */
const periodFor = ({ billing, departedOn }: DueDelivery) =>
  periodOf(billing.kind === 'period' ? billing.every : 'monthly', departedOn);

/** The period of a rhythm, as far as it is over; of an order billed as a whole, its days. */
function periodBilled(together: readonly DueDelivery[], { id, upTo }: NewBillingRun): InvoicedPeriod {
  const [first, ...others] = together;
  invariant(first, `${id} bills nothing`);
  const days = others.map(({ departedOn }) => departedOn);
  const last = maxDate(first.departedOn, ...days);
  if (first.billing.kind !== 'period') return { from: first.departedOn, to: last, runId: id };
  const { from, to } = periodFor(first);
  return { from, to: maxDate(last, minDate(to, upTo)), runId: id };
}
