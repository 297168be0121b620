import type { ComplaintSituation } from '../contracts/complaint.js';
import type { Refusal } from '../contracts/problems.js';
import type { DeliveredLine, Vat } from '../contracts/process.js';
import { said } from '../contracts/said.js';
import type { ComplaintFileType, ComplaintKind, ComplaintStatus, LifecycleReason } from '../contracts/vocabulary.js';
import { addWorkingDays, epochMsOf, instantOf, localDateOf, type TimeZone } from './calendar.js';
import { refuseQuantity } from './amount-entry.js';
import type { WorkingCalendar } from './holidays.js';
import { invariant } from './invariant.js';
import {
  add,
  addQuantities,
  canonicalQuantity,
  compare,
  equals,
  isZero,
  min,
  subtract,
  subtractQuantities,
  type Amount,
  type Quantity,
} from './money.js';
import { taxable, totalsOf, type PricedQuantity } from './order-totals.js';

/** Working days in which a customer has an answer, where nobody has said otherwise, and until what time of the last. */
const ANSWER_DAYS = 5;
const ANSWER_TIME = '18:00';

/** By when a complaint of a moment is to be decided. @returns milliseconds since 1970 UTC */
export function dueOf(openedMs: number, zone: TimeZone, calendar: WorkingCalendar): number {
  return instantOf(addWorkingDays(localDateOf(openedMs, zone), ANSWER_DAYS, calendar), ANSWER_TIME, zone);
}

const DAY_MS = 86_400_000;
/** Its owner is told first, a day later the managers; then it stands overdue in the worklist. */
const ESCALATIONS = ['owner', 'manager'] as const;
export type ToldOfDelay = (typeof ESCALATIONS)[number];

export type Escalation = { readonly atMs: number; readonly escalation: number; readonly told: ToldOfDelay };

/** What comes when nobody decides; null: it is decided, or everybody has been told. */
export function nextEscalation({
  status,
  dueAt,
  escalations,
}: Pick<ComplaintSituation, 'status' | 'dueAt' | 'escalations'>): Escalation | null {
  const told = ESCALATIONS[escalations];
  if (status !== 'open' || told === undefined) return null;
  return { atMs: epochMsOf(dueAt) + escalations * DAY_MS, escalation: escalations + 1, told };
}

/** What quantities of order lines come to, tax included, at the order's prices. */
export function worthOf(
  lines: readonly (PricedQuantity & Vat & { readonly lineNo: number })[],
  asked: readonly DeliveredLine[],
  currency: string,
): Amount {
  const priced = asked.map(({ lineNo, quantity }) => {
    const line = lines.find((each) => each.lineNo === lineNo);
    invariant(line, `the order has no line ${lineNo}`);
    return taxable({ ...line, quantity }, currency);
  });
  return totalsOf({ lines: priced, freight: '0', currency }).gross;
}

/** A complaint that holds money back; `disputed` null: all of the invoice. */
export type Dispute = { readonly invoice: string; readonly disputed: Amount | null };

/**
 * What of each receivable is disputed: of an invoice, what is due first is taken first, and never more than is open.
 * @param items in the order of their due dates
 */
export function withDisputes<T extends { readonly invoice: string; readonly open: Amount }>(
  items: readonly T[],
  disputes: readonly Dispute[],
): readonly (T & { readonly disputed?: Amount })[] {
  const left = new Map<string, Amount | null>();
  for (const { invoice, disputed } of disputes) {
    const before = left.get(invoice);
    left.set(invoice, before === null || disputed === null ? null : add(before ?? '0', disputed));
  }
  return items.map((item) => {
    const rest = left.get(item.invoice);
    if (rest === undefined) return item;
    const disputed = rest === null ? item.open : min(rest, item.open);
    if (rest !== null) left.set(item.invoice, subtract(rest, disputed));
    return isZero(disputed) ? item : { ...item, disputed };
  });
}

/** A line of a complaint as it stands. */
export type ComplainedLine = {
  readonly lineNo: number;
  readonly unit: string;
  readonly quantity: Quantity;
  readonly restocked: Quantity;
  readonly scrapped: Quantity;
};

/** A complaint as the rules of what is done about it find it, under its lock. */
export type StandingComplaint = {
  readonly number: string;
  readonly kind: ComplaintKind;
  readonly status: ComplaintStatus;
  readonly invoice: string | null;
  readonly lines: readonly ComplainedLine[];
};

/** Refuses what comes after it was decided, or after it ended. */
export function refuseSettled(
  { number, status }: Pick<StandingComplaint, 'number' | 'status'>,
  admitted: readonly ComplaintStatus[],
): Refusal | null {
  if (admitted.includes(status)) return null;
  return {
    kind: 'refused',
    code: 'complaint-settled',
    said: said('complaint-settled', { complaint: number, status }),
    remedy: said('read-complaint'),
  };
}

/** Refuses to give anything for a complaint of which nobody has said what it is. */
export function refuseUnqualified({ number, kind }: StandingComplaint): Refusal | null {
  if (kind !== 'reserve') return null;
  return {
    kind: 'refused',
    code: 'complaint-not-ready',
    said: said('complaint-unqualified', { complaint: number }),
    remedy: said('qualify-complaint'),
  };
}

/** What an order line has that may be complained of. */
export type Complainable = { readonly lineNo: number; readonly unit: string; readonly most: Quantity };

/** Refuses lines that are not there, and more of one than there is. */
export function refuseComplained(asked: readonly DeliveredLine[], lines: readonly Complainable[]): Refusal | null {
  for (const [index, { lineNo, quantity }] of asked.entries()) {
    const line = lines.find((each) => each.lineNo === lineNo);
    if (line === undefined)
      return {
        kind: 'refused',
        code: 'line-unknown',
        field: `lines.${index}.lineNo`,
        said: said('complained-line-unknown', { line: lineNo }),
        remedy: said('lines-are', { lines: lines.map((each) => each.lineNo) }),
      };
    const refused = refuseMore(`lines.${index}.quantity`, lineNo, quantity, line);
    if (refused !== null) return refused;
  }
  return null;
}

function refuseMore(
  field: string,
  line: number,
  quantity: Quantity,
  { unit, most }: Pick<Complainable, 'unit' | 'most'>,
): Refusal | null {
  const part = refuseQuantity(field, quantity, unit);
  if (part !== null) return part;
  if (compare(quantity, most) <= 0) return null;
  return {
    kind: 'refused',
    code: 'invalid-request',
    field,
    said: said('more-than-complainable', { line, quantity, most }),
    remedy: said('complain-at-most', { most }),
  };
}

/** What came back of one line: into stock, and written off. */
export type GoodsBack = { readonly lineNo: number; readonly restocked: Quantity; readonly scrapped: Quantity };

/** What is still to come back of a line. */
export const leftOf = ({ quantity, restocked, scrapped }: ComplainedLine): Quantity =>
  subtractQuantities(quantity, addQuantities(restocked, scrapped));

/** Nothing of it is still to come back. */
export const isAllBack = ({ lines }: Pick<StandingComplaint, 'lines'>): boolean =>
  lines.every((line) => isZero(leftOf(line)));

/** What came back, and whether that is all; or why it cannot be. */
export function takeBack(
  { lines }: Pick<StandingComplaint, 'lines'>,
  goods: readonly GoodsBack[],
): { readonly kind: 'ok'; readonly goods: readonly GoodsBack[]; readonly all: boolean } | Refusal {
  const back = goods.map(({ lineNo, restocked, scrapped }) => ({
    lineNo,
    restocked: canonicalQuantity(restocked),
    scrapped: canonicalQuantity(scrapped),
  }));
  const refused = refuseComplained(
    back.map(({ lineNo, restocked, scrapped }) => ({ lineNo, quantity: addQuantities(restocked, scrapped) })),
    lines.map((line) => ({ lineNo: line.lineNo, unit: line.unit, most: leftOf(line) })),
  );
  if (refused !== null) return refused;
  const taken = back.filter(({ restocked, scrapped }) => !isZero(restocked) || !isZero(scrapped));
  const all = lines.every((line) => {
    const of = taken.find(({ lineNo }) => lineNo === line.lineNo);
    return equals(leftOf(line), of === undefined ? '0' : addQuantities(of.restocked, of.scrapped));
  });
  return { kind: 'ok', goods: taken, all };
}

/** What a refusal of an invoice is about, by the first of its reasons that is about goods or prices (XP Z12-012). */
const kindsOfReasons: Readonly<Partial<Record<LifecycleReason, ComplaintKind>>> = {
  PU_ERR: 'price',
  REM_ERR: 'price',
  ART_ERR: 'wrong',
  QUALITE_ERR: 'quality',
  LIVR_INCOMP: 'short',
};

export const kindOfRefusal = (reasons: readonly { readonly code: LifecycleReason }[]): ComplaintKind =>
  reasons.map(({ code }) => kindsOfReasons[code]).find((kind) => kind !== undefined) ?? 'invoice-error';

/** The first bytes by which each type is known; `at`: where they stand. */
const signatures: readonly {
  readonly type: ComplaintFileType;
  readonly at: number;
  readonly bytes: readonly number[];
}[] = [
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'application/pdf', at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** What a file is by its own bytes, whatever it is called; null: nothing that is kept with a complaint. */
export const fileTypeOf = (content: Uint8Array): ComplaintFileType | null =>
  signatures.find(({ at, bytes }) => bytes.every((byte, index) => content[at + index] === byte))?.type ?? null;
