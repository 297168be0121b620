import type { Refusal } from '../../contracts/problems.js';

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

export function refuse(
  code: Refusal['code'],
  detail: string,
  extras: { readonly field?: string; readonly remedy?: string } = {},
): Refusal {
  return { kind: 'refused', code, detail, ...extras };
}

export { refuseFiner as misfit } from '../../domain/amount-entry.js';
