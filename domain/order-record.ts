import type { OrderAdjustment } from '../contracts/adjustment.js';
import type { BillingRule } from '../contracts/billing.js';
import type { PaymentTerms } from '../contracts/primitives.js';
import type { OrderPlace, OrderStanding, StandingLines } from '../contracts/order-version.js';
import type { FoundDiscrepancy } from '../contracts/discrepancy.js';
import type { LineProgress, OrderDuty, OrderSituation, PrintedLine } from '../contracts/process.js';
import type { Currency, Disposition, HoldReason, OrderStage, TaxClass, VatRegime } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import { isBilledNow } from './billing.js';
import type { LocalDate } from './calendar.js';
import { grossOf, withoutDeposits, type DepositRecord } from './deposits.js';
import { addQuantities, compare, isPositive, type Amount, type Quantity } from './money.js';
import { hasBackorder, hasOpen } from './order-progress.js';
import { isAccepted, isUnderWay } from './order-stages.js';
import { openOrderGross } from './order-totals.js';

/** A line of an order as it stands on record: its quantities, and what a document says of it. */
export type LineRecord = LineProgress &
  PrintedLine & {
    readonly taxClass: TaxClass;
    readonly requestedDate: LocalDate;
    /** Of what is delivered, what is on invoices less credit notes. */
    readonly invoiced: Quantity;
    /** Of what is delivered, what credit notes took back: it is not invoiced again. */
    readonly credited: Quantity;
  };

/** A difference from what the order answers, and what became of it. */
export type DiscrepancyRecord = FoundDiscrepancy & {
  readonly disposition: Disposition | 'tolerated' | 'open' | 'superseded';
};

/** An order as it stands on record: what the rules of its steps are applied to, under its lock. */
export type OrderRecord = {
  readonly number: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly stage: OrderStage;
  readonly holdReason: HoldReason | null;
  /** Beside what a credit stop holds. */
  readonly waitsFor: Wait;
  /** A credit stop of the customer holds what leaves for it and what is reserved for its backorders. */
  readonly stopped: boolean;
  readonly nextDate: LocalDate | null;
  readonly version: number;
  readonly enteredBy: string;
  readonly lastAmendedBy: string | null;
  readonly paymentTerms: PaymentTerms;
  /** When what is delivered is invoiced. */
  readonly billing: BillingRule;
  readonly vatRegime: VatRegime;
  readonly taxCountry: string;
  /** Of the whole order; it goes with the first invoice. */
  readonly freight: Amount;
  /** Of the whole order; its lines bear them. */
  readonly adjustments: readonly OrderAdjustment[];
  readonly gross: Amount;
  readonly deposit: DepositRecord | null;
  /** Instant at which the hold began that waits for a person; null: none does. */
  readonly heldSince: string | null;
  /** How often that hold was said again. */
  readonly escalations: number;
  readonly lines: readonly LineRecord[];
  /** Of this version. */
  readonly discrepancies: readonly DiscrepancyRecord[];
  /** How many decisions on its credit there are, and the last of them. */
  readonly creditDecisions: number;
  readonly lastCreditDecision: { readonly kind: string; readonly by: string } | null;
  readonly deliveries: number;
  /** The oldest delivery without an invoice. */
  readonly toInvoice: string | null;
  readonly invoices: number;
  /** Invoices that are not paid. */
  readonly unpaid: number;
  /** How often money taken back has opened it again after it was settled. */
  readonly reopened: number;
  /** Day of the last cent of the invoice settled last. */
  readonly paidOn: LocalDate | null;
  /** Instant at which exactly what is reserved now was picked; null: it was not. */
  readonly preparedAt: string | null;
  /** Mails that nobody has begun to send. */
  readonly toSend: readonly string[];
};

/** What the order's process decides its next wait by. */
export function situationOf(order: OrderRecord): OrderSituation {
  const { stage, holdReason, waitsFor, version, nextDate, toInvoice, toSend, heldSince, escalations } = order;
  const isDueNow = toInvoice !== null && isBilledNow(order.billing, order.lines);
  return {
    stage,
    holdReason,
    waitsFor: waitNow(waitsFor, {
      stopped: order.stopped,
      isInvoiced: toInvoice === null,
      deposit: blockingDeposit(order),
    }),
    version,
    duty: dutyOf(order),
    creditChecks: order.creditDecisions,
    hold: heldSince === null ? null : { since: heldSince, escalations },
    hasOpen: hasOpen(order.lines),
    hasBackorder: isAccepted(stage) && hasBackorder(order.lines),
    nextDate,
    toInvoice: isDueNow ? toInvoice : null,
    ...(isDepositDue(order) && { depositDue: true }),
    ...(depositOver(order) !== null && { depositOver: depositOver(order) }),
    // What others will invoice is as little paid as what is invoiced.
    unpaid: order.unpaid + (toInvoice !== null && !isDueNow ? 1 : 0),
    reopened: order.reopened,
    preparedAt: order.preparedAt,
    toSend,
  };
}

/** What an order waits for while a stop, or a deposit, may hold its deliveries, and once all that left it is on invoices. */
export function waitNow(
  wait: Wait,
  now: {
    readonly stopped: boolean;
    readonly isInvoiced: boolean;
    /** That blocks; null: none does. */
    readonly deposit: Extract<Wait, { kind: 'deposit' }> | null;
  },
): Wait {
  const isToDeliver = wait.kind === 'delivery' || wait.kind === 'stock';
  if (now.stopped && isToDeliver) return { kind: 'credit-stop' };
  if (now.deposit !== null && isToDeliver) return now.deposit;
  return now.isInvoiced && wait.kind === 'invoicing' ? { kind: 'payment' } : wait;
}

/** For the record of a change that leaves its differences alone. */
export const placeOf = ({ stage, holdReason, waitsFor, nextDate, heldSince }: OrderPlace): OrderPlace => ({
  stage,
  holdReason,
  waitsFor,
  nextDate,
  heldSince,
});

/** Where an order stands, as the record of what changes that keeps it. */
export const standingOf = (order: Pick<OrderRecord, keyof OrderStanding>): OrderStanding => ({
  ...placeOf(order),
  discrepancies: order.discrepancies.map(({ id, disposition }) => ({ id, disposition })),
});

/** The same with the quantities of its lines. */
export const standingLinesOf = (order: Pick<OrderRecord, keyof StandingLines>): StandingLines => ({
  ...standingOf(order),
  lines: order.lines.map(({ lineNo, quantity, delivered, cancelled, allocated }) => ({
    lineNo,
    quantity,
    delivered,
    cancelled,
    allocated,
  })),
});

const duties: Partial<Record<Wait['kind'], OrderDuty>> = {
  'credit-check': 'credit',
  reconciliation: 'reconciliation',
  acceptance: 'acceptance',
};

/** What a received order is cleared of next; null: that is done, or a person has to decide first. */
export const dutyOf = ({ stage, waitsFor }: Pick<OrderRecord, 'stage' | 'waitsFor'>): OrderDuty | null =>
  stage === 'received' ? (duties[waitsFor.kind] ?? null) : null;

/**
 * What the order still binds of its customer's credit, tax included: what is neither invoiced, credited nor cancelled, less
 * what is on a deposit invoice.
 */
export function openGrossOf(
  order: Pick<OrderRecord, 'lines' | 'invoices' | 'freight' | 'currency' | 'deposit'>,
): Amount {
  const { lines, invoices, currency } = order;
  return withoutDeposits(
    openOrderGross({ lines, freight: invoices > 0 ? '0' : order.freight, currency }),
    depositLeft(order),
  );
}

/** Of its deposit, tax included, what no invoice has deducted and no credit note taken back. */
export const depositLeft = ({ deposit, currency }: Pick<OrderRecord, 'deposit' | 'currency'>): Amount =>
  grossOf(deposit?.invoice?.rows ?? [], currency);

/** The deposit of an accepted order that is to be invoiced. An order of nothing has none. */
export const isDepositDue = ({ deposit, stage, gross }: Pick<OrderRecord, 'deposit' | 'stage' | 'gross'>): boolean =>
  deposit !== null && deposit.invoice === null && isAccepted(stage) && isUnderWay(stage) && isPositive(gross);

/** The deposit that holds the deliveries of an order until it is paid; null: none does. */
export function blockingDeposit({
  deposit,
  gross,
  currency,
}: Pick<OrderRecord, 'deposit' | 'gross' | 'currency'>): Extract<Wait, { kind: 'deposit' }> | null {
  if (deposit?.asked.blocksDelivery !== true || !isPositive(gross)) return null;
  if (deposit.invoice === null) return { kind: 'deposit', invoice: null };
  const { number, open, dueDate } = deposit.invoice;
  return isPositive(open) ? { kind: 'deposit', invoice: { number, open, currency, dueDate } } : null;
}

/** A deposit of which something is left when nothing of its order is to be delivered or invoiced any more: it is given back. */
export const depositOver = (
  order: Pick<OrderRecord, 'deposit' | 'stage' | 'currency'> & {
    readonly lines: readonly Pick<LineRecord, 'delivered' | 'invoiced' | 'credited'>[];
  },
): string | null =>
  !isUnderWay(order.stage) && order.lines.every(isCharged) && isPositive(depositLeft(order))
    ? (order.deposit?.invoice?.number ?? null)
    : null;

/** All that is delivered of a line is on invoices, or was credited. */
const isCharged = ({
  delivered,
  invoiced,
  credited,
}: Pick<LineRecord, 'delivered' | 'invoiced' | 'credited'>): boolean =>
  compare(addQuantities(invoiced, credited), delivered) >= 0;

/** Everything is delivered, invoiced and paid. */
export const isPaid = ({ stage, toInvoice, unpaid }: Pick<OrderRecord, 'stage' | 'toInvoice' | 'unpaid'>): boolean =>
  stage === 'delivered' && toInvoice === null && unpaid === 0;

/** How the order compared with what it answers. */
export function reconciledAs({
  discrepancies,
}: Pick<OrderRecord, 'discrepancies'>): 'matched' | 'tolerated' | 'accepted' {
  if (discrepancies.length === 0) return 'matched';
  return discrepancies.some(({ disposition }) => disposition === 'accept') ? 'accepted' : 'tolerated';
}
