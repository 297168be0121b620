import type { Vat } from '../contracts/process.js';
import { invariant } from './invariant.js';
import { add, canonicalPercent, compare, isPositive, isZero, percentOf, sum, type Amount } from './money.js';

export type TaxableLine = Vat & { readonly net: Amount };
/** One VAT category and rate of a document: what it is charged on and the tax (EN 16931 BG-23: BT-116, BT-117). */
export type VatGroup = Vat & { readonly base: Amount; readonly vat: Amount };
/** Totals without tax, of tax, and with tax (EN 16931 BT-109, BT-110, BT-112). */
export type VatTotals = {
  readonly breakdown: readonly VatGroup[];
  readonly net: Amount;
  readonly vat: Amount;
  readonly gross: Amount;
};

/**
 * VAT per category and rate on the summed base (EN 16931 BR-S-08, BR-CO-17), highest rate first; the totals add rounded
 * values and are not rounded again (BR-CO-14, BR-CO-15). Freight is a line like another. Throws InvariantError for a rate
 * that its category does not have.
 */
export function vatBreakdown(lines: readonly TaxableLine[], currency: string): VatTotals {
  const breakdown = [...groupsOf(lines)]
    .map(({ vat, nets }) => vatGroup(vat, sum(nets, currency), currency))
    .toSorted((a, b) => compare(b.vatRate, a.vatRate) || (keyOf(a) < keyOf(b) ? -1 : 1));
  const net = sum(
    breakdown.map((group) => group.base),
    currency,
  );
  const vat = sum(
    breakdown.map((group) => group.vat),
    currency,
  );
  return { breakdown, net, vat, gross: add(net, vat) };
}

/** The VAT of a line alone, its rate in canonical text. */
export function vatOf({ vatCategory, vatRate, vatExemption }: Vat): Vat {
  return { vatCategory, vatRate: canonicalPercent(vatRate), vatExemption };
}

/** Do two lines stand in one row of the breakdown? */
export const isSameVat = (one: Vat, other: Vat): boolean => keyOf(vatOf(one)) === keyOf(vatOf(other));

const keyOf = ({ vatCategory, vatRate, vatExemption }: Vat): string =>
  `${vatCategory} ${vatRate} ${vatExemption ?? ''}`;

function vatGroup(vat: Vat, base: Amount, currency: string): VatGroup {
  return { ...vat, base, vat: percentOf(base, vat.vatRate, currency) };
}

function groupsOf(lines: readonly TaxableLine[]): Iterable<{ readonly vat: Vat; readonly nets: readonly Amount[] }> {
  const groups = new Map<string, { readonly vat: Vat; readonly nets: readonly Amount[] }>();
  for (const line of lines) {
    const vat = vatOf(line);
    const isRated = vat.vatCategory === 'S' ? isPositive(vat.vatRate) : isZero(vat.vatRate);
    invariant(isRated, `category ${vat.vatCategory} has no rate of ${vat.vatRate} %`);
    const nets = groups.get(keyOf(vat))?.nets ?? [];
    groups.set(keyOf(vat), { vat, nets: [...nets, line.net] });
  }
  return groups.values();
}
