import type { Refusal } from '../../contracts/problems.js';
import { minorDigits, round, equals } from '../../domain/money.js';

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
  const digits = minorDigits(currency);
  if (equals(round(amount, digits), amount)) return null;
  return refuse('invalid-request', `${field} must have at most ${digits} decimals in ${currency}.`, { field });
}
