import type { DeliveredLine, LineProgress } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import type { OrderStage } from '../contracts/vocabulary.js';
import type { Wait } from '../contracts/wait.js';
import { refuseQuantity } from './amount-entry.js';
import { minDate, type LocalDate } from './calendar.js';
import { invariant } from './invariant.js';
import {
  addQuantities,
  canonicalQuantity,
  compare,
  hasDecimals,
  isNegative,
  isPositive,
  min,
  subtractQuantities,
  type Quantity,
} from './money.js';

/** The quantities a delivery or a cancellation may take, in the order's sequence of lines, none of them zero. */
export type CheckedLines = { readonly kind: 'ok'; readonly lines: DeliveredLine[] };

/** Still to deliver: ordered − delivered − cancelled. */
export function openQuantity(line: LineProgress): Quantity {
  return subtractQuantities(subtractQuantities(line.quantity, line.delivered), line.cancelled);
}

/** True when these are the lines as they stand, ordered − cancelled, in any sequence; lines cancelled whole are left out. */
export function areStanding(lines: readonly LineProgress[], stated: readonly DeliveredLine[]): boolean {
  const standing = lines
    .map((line) => ({ lineNo: line.lineNo, quantity: subtractQuantities(line.quantity, line.cancelled) }))
    .filter(({ quantity }) => isPositive(quantity));
  const byLine = new Map(stated.map(({ lineNo, quantity }) => [lineNo, canonicalQuantity(quantity)]));
  return byLine.size === standing.length && standing.every(({ lineNo, quantity }) => byLine.get(lineNo) === quantity);
}

/** Still to deliver and without stock: open − allocated. */
export function backorderOf(line: LineProgress): Quantity {
  return subtractQuantities(openQuantity(line), line.allocated);
}

export function hasOpen(lines: readonly LineProgress[]): boolean {
  return lines.some((line) => isPositive(openQuantity(line)));
}

export function hasBackorder(lines: readonly LineProgress[]): boolean {
  return lines.some((line) => isPositive(backorderOf(line)));
}

/**
 * What a delivery takes: the quantities asked for, or everything allocated. Refused as a whole with `line-unknown`,
 * `over-delivery` (more than is open), `not-allocated` (more than stock is kept for it, or no stock at all) or
 * `invalid-request` (a line twice, a quantity of zero).
 */
export function checkDelivery(
  lines: readonly TakenLine[],
  request: readonly DeliveredLine[] | undefined,
): CheckedLines | Refusal {
  const field = request && 'lines';
  if (!hasOpen(lines)) return refuse('over-delivery', said('nothing-left-to-deliver'), goneRemedy, field);
  const asked = request ?? lines.map(({ lineNo, allocated }) => ({ lineNo, quantity: allocated }));
  const refusal = request && firstRefusal(lines, request, refuseDelivery);
  if (refusal) return refusal;
  const taken = inSequence(lines, asked);
  if (taken.length === 0) {
    return refuse('not-allocated', said('all-on-backorder'), said('wait-for-receipt'), field);
  }
  return { kind: 'ok', lines: taken };
}

/** The lines after a delivery that checkDelivery let pass. Throws InvariantError beyond what is allocated. */
export function applyDelivery<L extends LineProgress>(lines: readonly L[], delivered: readonly DeliveredLine[]): L[] {
  return applyTo(lines, delivered, (line, quantity) => {
    const allocated = subtractQuantities(line.allocated, quantity);
    invariant(!isNegative(allocated), `line ${line.lineNo}: ${quantity} delivered, ${line.allocated} allocated`);
    return { ...line, delivered: addQuantities(line.delivered, quantity), allocated };
  });
}

/**
 * What a cancellation takes: the quantities asked for, or everything that is not delivered. Refused as a whole with
 * `line-unknown`, `over-cancellation` or `invalid-request`.
 */
export function checkCancellation(
  lines: readonly TakenLine[],
  request: readonly DeliveredLine[] | undefined,
): CheckedLines | Refusal {
  const field = request && 'lines';
  if (!hasOpen(lines)) return refuse('over-cancellation', goneOf(lines), goneRemedy, field);
  const asked = request ?? lines.map((line) => ({ lineNo: line.lineNo, quantity: openQuantity(line) }));
  const refusal = request && firstRefusal(lines, request, refuseCancellation);
  if (refusal) return refusal;
  const taken = inSequence(lines, asked);
  if (taken.length === 0) return refuse('invalid-request', said('no-line-named'), said('name-a-line'), 'lines');
  return { kind: 'ok', lines: taken };
}

/**
 * The lines after a cancellation that checkCancellation let pass. The backorder goes first; stock is given back only when
 * less is open than was allocated. Throws InvariantError beyond what is open.
 */
export function applyCancellation<L extends LineProgress>(
  lines: readonly L[],
  cancelled: readonly DeliveredLine[],
): L[] {
  return applyTo(lines, cancelled, (line, quantity) => {
    const after = { ...line, cancelled: addQuantities(line.cancelled, quantity) };
    const open = openQuantity(after);
    invariant(!isNegative(open), `line ${line.lineNo}: ${quantity} cancelled, ${openQuantity(line)} open`);
    return { ...after, allocated: min(line.allocated, open) };
  });
}

/** The earliest confirmed date of what is still to deliver; null when nothing is open or no date is confirmed. */
export function nextConfirmedDate(lines: readonly LineProgress[]): LocalDate | null {
  const dates = lines.flatMap((line) => (isPositive(openQuantity(line)) ? (line.confirmedDate ?? []) : []));
  const [first, ...rest] = dates;
  return first === undefined ? null : minDate(first, ...rest);
}

/** What an accepted order waits for. */
export function waitingFor(lines: readonly LineProgress[]): Wait {
  const isAllocated = lines.some((line) => isPositive(line.allocated));
  return isAllocated ? { kind: 'delivery', backorder: hasBackorder(lines) } : { kind: 'stock' };
}

/** Where an accepted order is, and what it waits for, once something of it is delivered or cancelled. */
export function progressOf(
  lines: readonly LineProgress[],
  deliveries: number,
): { readonly stage: OrderStage | null; readonly waitsFor: Wait } {
  if (hasOpen(lines)) return { stage: deliveries > 0 ? 'in-delivery' : null, waitsFor: waitingFor(lines) };
  return deliveries > 0
    ? { stage: 'delivered', waitsFor: { kind: 'invoicing' } }
    : { stage: 'cancelled', waitsFor: { kind: 'none' } };
}

const goneRemedy = said('enter-new-order-for-more');
const stockRemedy = said('deliver-what-is-allocated');

/** Why nothing is left to cancel. */
function goneOf(lines: readonly LineProgress[]): Said {
  const isDelivered = lines.some(({ delivered }) => isPositive(delivered));
  return isDelivered ? said('nothing-left-to-cancel') : said('all-cancelled');
}

/** A line that is taken from; its unit, where it is known, says whether it can be broken. */
type TakenLine = LineProgress & { readonly unit?: string };

/** A part of what is counted, unless the order itself is of a part. */
function refusePart(line: TakenLine, quantity: Quantity, field: string): Refusal | null {
  const unit = hasDecimals(line.quantity) ? null : (line.unit ?? null);
  return refuseQuantity(field, quantity, unit);
}

type Judge = (line: LineProgress, quantity: Quantity) => Refusal | null;

function refuseDelivery(line: LineProgress, quantity: Quantity): Refusal | null {
  const open = openQuantity(line);
  const { lineNo, allocated } = line;
  if (compare(quantity, open) > 0) {
    return refuse(
      'over-delivery',
      said('more-than-to-deliver', { line: lineNo, quantity, open }),
      leaveOutOr(min(open, allocated), 'deliver-at-most'),
    );
  }
  if (compare(quantity, allocated) > 0) {
    return refuse('not-allocated', said('more-than-allocated', { line: lineNo, quantity, allocated }), stockRemedy);
  }
  return null;
}

function refuseCancellation(line: LineProgress, quantity: Quantity): Refusal | null {
  const open = openQuantity(line);
  if (compare(quantity, open) <= 0) return null;
  return refuse(
    'over-cancellation',
    said('more-than-to-cancel', { line: line.lineNo, quantity, open }),
    leaveOutOr(open, 'cancel-at-most'),
  );
}

const leaveOutOr = (open: Quantity, what: 'deliver-at-most' | 'cancel-at-most'): Said =>
  isPositive(open) ? said(what, { open }) : said('leave-line-out');

function firstRefusal(
  lines: readonly TakenLine[],
  request: readonly DeliveredLine[],
  judge: Judge,
): Refusal | undefined {
  const seen = new Set<number>();
  for (const [index, { lineNo, quantity }] of request.entries()) {
    const [no, amount] = [`lines.${index}.lineNo`, `lines.${index}.quantity`];
    const line = lines.find((candidate) => candidate.lineNo === lineNo);
    if (!line) return refuse('line-unknown', said('order-line-unknown', { line: lineNo }), linesRemedy(lines), no);
    if (seen.has(lineNo))
      return refuse('invalid-request', said('line-named-twice', { line: lineNo }), said('name-line-once'), no);
    if (!isPositive(quantity))
      return refuse(
        'invalid-request',
        said('line-quantity-none', { line: lineNo, quantity }),
        said('leave-line-out'),
        amount,
      );
    const refusal = refusePart(line, quantity, amount) ?? judge(line, canonicalQuantity(quantity));
    if (refusal) return { ...refusal, field: amount };
    seen.add(lineNo);
  }
  return undefined;
}

function inSequence(lines: readonly LineProgress[], asked: readonly DeliveredLine[]): DeliveredLine[] {
  const byLine = new Map(asked.map(({ lineNo, quantity }) => [lineNo, canonicalQuantity(quantity)]));
  return lines.flatMap(({ lineNo }) => {
    const quantity = byLine.get(lineNo) ?? '0';
    return isPositive(quantity) ? [{ lineNo, quantity }] : [];
  });
}

function applyTo<L extends LineProgress>(
  lines: readonly L[],
  taken: readonly DeliveredLine[],
  change: (line: L, quantity: Quantity) => L,
): L[] {
  const byLine = new Map(taken.map(({ lineNo, quantity }) => [lineNo, quantity]));
  invariant(byLine.size === taken.length, 'a line is taken from twice');
  const known = new Set(lines.map(({ lineNo }) => lineNo));
  for (const { lineNo } of taken) invariant(known.has(lineNo), `the order has no line ${lineNo}`);
  return lines.map((line) => {
    const quantity = byLine.get(line.lineNo);
    return quantity === undefined ? line : change(line, quantity);
  });
}

function linesRemedy(lines: readonly LineProgress[]): Said {
  return said('lines-are', { lines: lines.map(({ lineNo }) => lineNo) });
}

/** @param field what was sent that is at fault; left out: nothing in particular was */
function refuse(code: Refusal['code'], what: Said, remedy: Said, field?: string): Refusal {
  return { kind: 'refused', code, said: what, remedy, ...(field !== undefined && { field }) };
}
