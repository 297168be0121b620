import type { Refusal } from '../../contracts/problems.js';
import type { Said } from '../../contracts/said.js';

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

export function refuse(
  code: Refusal['code'],
  what: Said,
  extras: { readonly field?: string; readonly remedy?: Said } = {},
): Refusal {
  return { kind: 'refused', code, said: what, ...extras };
}

export { refuseFiner as misfit } from '../../domain/amount-entry.js';
