import type { ExchangeRate } from '../contracts/exchange-rate.js';
import type { Currency } from '../contracts/vocabulary.js';
import { addDays, type LocalDate } from './calendar.js';
import { add, minorDigits, multiply, subtract, type Amount } from './money.js';

/** Days for which a rate is taken to be in force: who publishes one each day may forget some. */
const RATE_LIFE_DAYS = 35;

type Dated = Pick<ExchangeRate, 'rate' | 'from'>;

/** VAT told in the currency in which it is declared (EN 16931 BT-6, BT-111), and by which rate. */
export type AccountingVat = {
  readonly currency: Currency;
  readonly rate: string;
  /** From when on the rate is in force. */
  readonly from: LocalDate;
  readonly vat: Amount;
};

/**
 * The VAT of an invoice in the company's currency, by the rate in force at its tax point (art. 91 (2) and 230 of directive
 * 2006/112/EC). Null: it is in that currency, or there is no rate by then.
 */
export function accountingVat(
  { vat, currency, taxPoint }: { readonly vat: Amount; readonly currency: string; readonly taxPoint: LocalDate },
  accounting: Currency,
  rates: readonly Dated[],
): AccountingVat | null {
  if (currency === accounting) return null;
  const [inForce] = rates.filter(({ from }) => from <= taxPoint).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  if (inForce === undefined) return null;
  const { rate, from } = inForce;
  return { currency: accounting, rate, from, vat: multiply(vat, rate, minorDigits(accounting)) };
}

/**
 * The VAT that a credit note takes back, by the rate that its invoice was issued with: what all credits come to with it, less
 * what they came to before, so that a credit of everything leaves nothing in either currency. Below zero, as the VAT is.
 * @param before VAT of the credit notes before it
 */
export function accountingVatCredited(
  { currency, rate, from }: AccountingVat,
  { vat, before }: { readonly vat: Amount; readonly before: Amount },
): AccountingVat {
  const told = (amount: Amount) => multiply(amount, rate, minorDigits(currency));
  return { currency, rate, from, vat: subtract(told(add(before, vat)), told(before)) };
}

/** Whether a rate that has begun on a day still counts. @param from null: there is none */
export const isRateInForce = (from: LocalDate | null, today: LocalDate): boolean =>
  from !== null && addDays(from, RATE_LIFE_DAYS) >= today;
