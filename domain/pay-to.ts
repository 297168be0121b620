import type { Company } from '../contracts/company.js';
import type { Payee } from '../contracts/payee.js';

/** Into which account an invoice is paid. */
export type PayTo = Pick<Payee, 'name' | 'iban' | 'bic'>;

/** The account of another payee where there is one, else the seller's. */
export const payTo = (company: Pick<Company, 'legalName' | 'iban' | 'bic'>, payee: Payee | undefined): PayTo =>
  payee ?? { name: company.legalName, iban: company.iban, bic: company.bic };

type Paid<T> = { readonly payee: Payee | undefined; readonly items: readonly T[] };

/** What is paid to whom, in the order in which each payee comes first. */
export function byPayee<T extends { readonly payee?: Payee | undefined }>(items: readonly T[]): readonly Paid<T>[] {
  const groups = new Map<string, { payee: Payee | undefined; items: T[] }>();
  for (const item of items) {
    const key = item.payee === undefined ? '' : JSON.stringify([item.payee.iban, item.payee.name, item.payee.notice]);
    const group = groups.get(key) ?? { payee: item.payee, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}
