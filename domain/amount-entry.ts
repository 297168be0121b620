import type { Refusal } from '../contracts/problems.js';
import { isFinerThan, isLikelyThousands, minorDigits, withoutThousandsDot } from './money.js';

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
