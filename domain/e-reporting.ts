import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { compareDates, type LocalDate } from './calendar.js';
import { add, canonicalAmount, isZero, sum, type Amount, type Percent } from './money.js';
import type { Currency, VatCategory } from '../contracts/vocabulary.js';
import { sirenOf } from './electronic-address.js';
import { vatTerritoryOf, type Place } from './vat-regime.js';

/** Who is invoiced, as far as it decides how a sale is told. */
export type ReportedBuyer = {
  readonly name: string;
  readonly siren: string | null;
  readonly vatNumber: string | null;
  readonly address: Place;
};

/** How a buyer abroad is named (annex 7, G2.19): in the Union by its VAT number, elsewhere by country and name. */
export type ForeignIdentity = { readonly scheme: '0223' | '0227'; readonly value: string };

/**
 * How the administration hears of a sale: a company established in France gets an electronic invoice, whose platform tells it
 * (art. 289 bis CGI); one abroad is told invoice by invoice (art. 290 I 1 CGI, flux 10.1); who is no taxable person, or not
 * known as one, by day and rate (flux 10.3).
 */
export type ReportedAs =
  | { readonly kind: 'electronic' }
  | { readonly kind: 'individual'; readonly buyer: ForeignIdentity }
  | { readonly kind: 'aggregated' };

/** Overseas departments where French VAT applies: companies there are established in France (art. 294 CGI). */
const overseas: ReadonlySet<string> = new Set(['GP', 'MQ', 'RE']);

export function reportedAs(buyer: ReportedBuyer): ReportedAs {
  const { countryCode } = buyer.address;
  const territory = vatTerritoryOf(buyer.address);
  if (territory === 'FR' || overseas.has(countryCode) || isOverseasCode(buyer.address))
    return sirenOf(buyer) === null ? { kind: 'aggregated' } : { kind: 'electronic' };
  if (territory === null) return { kind: 'individual', buyer: { scheme: '0227', value: foreignName(buyer) } };
  if (buyer.vatNumber === null) return { kind: 'aggregated' };
  return { kind: 'individual', buyer: { scheme: '0223', value: buyer.vatNumber } };
}

/** Written as France, in a department where its VAT applies: Guadeloupe, Martinique, Réunion. */
const isOverseasCode = ({ countryCode, postalCode }: Place): boolean =>
  countryCode === 'FR' && /^97[124]/.test(postalCode.trim());

/** Country and the first sixteen characters of the name. */
const foreignName = ({ name, address }: ReportedBuyer): string => `${address.countryCode}${name.slice(0, 16)}`.trim();

/** A document that is told with others of its day; amounts of a credit note are below zero. */
export type AggregatedSale = {
  readonly date: LocalDate;
  readonly currency: Currency;
  readonly vatRows: readonly {
    readonly category: VatCategory;
    readonly rate: Percent;
    readonly base: Amount;
    readonly vat: Amount;
  }[];
};

/** Goods that bear French VAT, and what does not (annex 7, G1.68). */
export type SaleCategory = 'TLB1' | 'TNT1';

/** What the sales of a day come to, by category. */
export type DayOfSales = {
  readonly date: LocalDate;
  readonly currency: Currency;
  readonly category: SaleCategory;
  readonly net: Amount;
  readonly vat: Amount;
  /** Of documents. */
  readonly count: number;
  /** The highest rate first. */
  readonly rates: readonly { readonly rate: Percent; readonly base: Amount; readonly vat: Amount }[];
};

const categoryOf = (category: VatCategory): SaleCategory => (category === 'S' ? 'TLB1' : 'TNT1');

/** Sales that are told together, added document by document. */
export class SalesByDay {
  private readonly days = new Map<string, DayOfSales>();

  /** Adds a document to its day. */
  add({ date, currency, vatRows }: AggregatedSale): void {
    for (const category of ['TLB1', 'TNT1'] as const) {
      const rows = vatRows.filter((row) => categoryOf(row.category) === category);
      if (rows.length === 0) continue;
      const key = [date, currency, category].join(' ');
      const nothing = canonicalAmount('0', currency);
      const day = this.days.get(key) ?? { date, currency, category, net: nothing, vat: nothing, count: 0, rates: [] };
      this.days.set(key, withRows(day, rows));
    }
  }

  /** In the order of their days; a category of taxed sales comes before the others. */
  told(): readonly DayOfSales[] {
    return [...this.days]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, day]) => ({ ...day, rates: day.rates.toSorted((a, b) => Number(b.rate) - Number(a.rate)) }));
  }
}

function withRows(day: DayOfSales, rows: AggregatedSale['vatRows']): DayOfSales {
  const rates = new Map(day.rates.map((each) => [each.rate, each]));
  for (const { rate, base, vat } of rows) {
    const before = rates.get(rate);
    rates.set(rate, { rate, base: add(before?.base ?? '0', base), vat: add(before?.vat ?? '0', vat) });
  }
  return {
    ...day,
    net: sum([day.net, ...rows.map(({ base }) => base)], day.currency),
    vat: sum([day.vat, ...rows.map(({ vat }) => vat)], day.currency),
    count: day.count + 1,
    rates: [...rates.values()],
  };
}

/** VAT that is told in euros needs no rate where there is none of it. */
export const isToldInEuros = (currency: string, vat: Amount, declared: Amount | null): boolean =>
  currency === 'EUR' || isZero(vat) || declared !== null;

/** Why a seller has no report of a period; null: it has one. A report begins before it ends (annex 7, G6.25). */
export function refuseReport(
  seller: Place,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Refusal | null {
  const refused = (why: Refusal['said'], field?: string): Refusal => ({
    kind: 'refused',
    code: 'invalid-request',
    said: why,
    ...(field !== undefined && { field, remedy: said('give-days-in-order') }),
  });
  if (vatTerritoryOf(seller) !== 'FR') return refused(said('reported-in-france-only'));
  if (compareDates(to, from) < 0) return refused(said('period-backwards'), 'to');
  return to === from ? refused(said('period-of-one-day'), 'to') : null;
}

/** A report says which platform hands it on. */
export const platformUnnumbered: Refusal = {
  kind: 'refused',
  code: 'invalid-request',
  said: said('platform-unnumbered'),
  remedy: said('set-platform-number'),
};
