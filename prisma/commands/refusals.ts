import type { Refusal } from '../../contracts/problems.js';
import { isFinerThan, minorDigits } from '../../domain/money.js';

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

export function refuse(
  code: Refusal['code'],
  detail: string,
  extras: { readonly field?: string; readonly remedy?: string } = {},
): Refusal {
  return { kind: 'refused', code, detail, ...extras };
}

/** Refuses an amount with more decimals than the currency has. */
export function misfit(field: string, amount: string, currency: string): Refusal | null {
  if (!isFinerThan(amount, currency)) return null;
  return refuse('invalid-request', `${field} must have at most ${minorDigits(currency)} decimals in ${currency}.`, {
    field,
  });
}
