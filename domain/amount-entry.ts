import type { Refusal } from '../contracts/problems.js';
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
  const most = minorDigits(currency);
  const decimals = most === 0 ? 'no decimals' : `at most ${most} decimals`;
  return refused(field, amount, `${amount} must have ${decimals} in ${currency}`, 'Write the amount in its coins.');
}

/** Refuses a price that was likely written with a dot between thousands; null: it was not. */
export function refusePrice(field: string, price: string, currency: string): Refusal | null {
  if (!isLikelyThousands(price, currency)) return null;
  return refused(
    field,
    price,
    `${price} is no price in ${currency}`,
    'Leave out the zeros at the end of its decimals.',
  );
}

/**
 * Refuses a quantity that was likely written with a dot between thousands, and decimals of what is counted by the piece;
 * null: it is one.
 * @param unit null: not known here
 */
export function refuseQuantity(field: string, quantity: string, unit: string | null): Refusal | null {
  if (unit !== null && isCounted(unit) && hasDecimals(quantity))
    return refused(field, quantity, `${quantity} must be a whole number of "${unit}"`, 'Write it without decimals.');
  if (!isLikelyThousand(quantity)) return null;
  return refused(field, quantity, `${quantity} is no quantity`, 'Leave out the zeros at the end of its decimals.');
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

function refused(field: string, text: string, what: string, otherwise: string): Refusal {
  const meant = withoutThousandsDot(text);
  return {
    kind: 'refused',
    code: 'invalid-request',
    field,
    detail:
      meant === null ? `${what}.` : `${what}: the dot stands before decimals, and likely stood for thousands here.`,
    remedy: meant === null ? otherwise : `Write ${meant} if that is what was meant. ${otherwise}`,
  };
}
