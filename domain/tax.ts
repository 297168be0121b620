import { invariant } from './invariant.js';
import { add, canonicalPercent, compare, isNegative, percentOf, sum, type Amount, type Percent } from './money.js';

export type TaxableLine = { readonly net: Amount; readonly vatRate: Percent };
/** One VAT rate of a document: what it is charged on and the tax (EN 16931 BG-23: BT-119, BT-116, BT-117). */
export type VatGroup = { readonly vatRate: Percent; readonly base: Amount; readonly vat: Amount };
/** Totals without tax, of tax, and with tax (EN 16931 BT-109, BT-110, BT-112). */
export type VatTotals = {
  readonly breakdown: readonly VatGroup[];
  readonly net: Amount;
  readonly vat: Amount;
  readonly gross: Amount;
};

/**
 * VAT per rate on the summed base (EN 16931 BR-S-08, BR-CO-17), highest rate first; the totals add rounded values and are
 * not rounded again (BR-CO-14, BR-CO-15). Freight is a line like another. Throws InvariantError for a negative rate.
 */
export function vatBreakdown(lines: readonly TaxableLine[], currency: string): VatTotals {
  const breakdown = [...netsByRate(lines)]
    .map(([vatRate, nets]) => vatGroup(vatRate, sum(nets, currency), currency))
    .toSorted((a, b) => compare(b.vatRate, a.vatRate));
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

function vatGroup(vatRate: Percent, base: Amount, currency: string): VatGroup {
  return { vatRate, base, vat: percentOf(base, vatRate, currency) };
}

function netsByRate(lines: readonly TaxableLine[]): ReadonlyMap<Percent, readonly Amount[]> {
  const nets = new Map<Percent, Amount[]>();
  for (const line of lines) {
    const rate = canonicalPercent(line.vatRate);
    invariant(!isNegative(rate), `a VAT rate is never negative: ${rate}`);
    nets.set(rate, [...(nets.get(rate) ?? []), line.net]);
  }
  return nets;
}
