import type { Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import {
  hasDecimals,
  isFinerThan,
  isLikelyThousand,
  isLikelyThousands,
  minorDigits,
  withoutThousandsDot,
} from './money.js';
import { isCounted } from './units.js';

/** Refuses an amount with more decimals than its currency has, zeros too; null: it has no more. */
export function refuseFiner(field: string, amount: string, currency: string): Refusal | null {
  if (!isFinerThan(amount, currency)) return null;
  const meant = withoutThousandsDot(amount);
  const most = minorDigits(currency);
  return refused(
    field,
    said('too-many-decimals', { amount, currency, most, meant }),
    said('write-in-coins', { meant }),
  );
}

/** Refuses a price that was likely written with a dot between thousands; null: it was not. */
export function refusePrice(field: string, price: string, currency: string): Refusal | null {
  if (!isLikelyThousands(price, currency)) return null;
  const meant = withoutThousandsDot(price);
  return refused(field, said('no-price-in', { amount: price, currency, meant }), said('leave-out-zeros', { meant }));
}

/**
 * Refuses a quantity that was likely written with a dot between thousands, and decimals of what is counted by the piece;
 * null: it is one.
 * @param unit null: not known here
 */
export function refuseQuantity(field: string, quantity: string, unit: string | null): Refusal | null {
  const meant = withoutThousandsDot(quantity);
  const isPart = unit !== null && isCounted(unit) && hasDecimals(quantity);
  if (isPart)
    return refused(
      field,
      said('part-of-counted', { amount: quantity, unit, meant }),
      said('write-without-decimals', { meant }),
    );
  if (!isLikelyThousand(quantity)) return null;
  return refused(field, said('no-quantity', { amount: quantity, meant }), said('leave-out-zeros', { meant }));
}

const amounts: ReadonlySet<string> = new Set(['amount', 'freight', 'creditLimit']);
const prices: ReadonlySet<string> = new Set(['unitPrice', 'listPrice']);

/**
 * What is wrong with the figures of a request as it is written: amounts and prices, where it says their currency itself,
 * and quantities. What products and customers say of them, the API knows.
 */
export function figureMistakes(body: unknown, currency = currencyOf(body), path = ''): readonly Refusal[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const field = path === '' ? name : `${path}.${name}`;
    if (typeof value !== 'string') return figureMistakes(value, currency, field);
    const refusal = refuseFigure(name, field, value, currency);
    return refusal === null ? [] : [refusal];
  });
}

function refuseFigure(name: string, field: string, text: string, currency: string | null): Refusal | null {
  if (name === 'quantity') return refuseQuantity(field, text, null);
  if (currency === null) return null;
  if (amounts.has(name)) return refuseFiner(field, text, currency);
  return prices.has(name) ? refusePrice(field, text, currency) : null;
}

const currencyOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'currency' in body && typeof body.currency === 'string'
    ? body.currency
    : null;

const refused = (field: string, what: Said, remedy: Said): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  field,
  said: what,
  remedy,
});
