import type { AllocationTarget, ShownAccount } from '../../contracts/account.js';
import { planAllocation, type ClaimItem, type OpenItems, type ReceivableItem } from '../../domain/ledger.js';
import { isFinerThan, isPositive, subtract, sum } from '../../domain/money.js';
import { typedDecimal } from '../parts/typed.js';

/** What is open on an account and may take money, with what the API calls it. */
export type Taker = {
  /** Names it among what is open: `FA-2026-000017:1`, or the claim. */
  readonly key: string;
  readonly invoice: string;
  readonly instalment: number | null;
  readonly claim: string | null;
  readonly claimKind: ShownAccount['openClaims'][number]['kind'] | null;
  /** Due date of an instalment; the day a claim was raised. */
  readonly since: string;
  readonly open: string;
};

/** What was typed for each taker, by its key. */
export type Typed = Readonly<Record<string, string>>;

const receivableKey = (invoice: string, instalment: number): string => `${invoice}:${instalment}`;

/** What is open in a currency, in the order in which it takes money: principal by due date, then what is claimed. */
export function takersOf({ openInvoices, openClaims }: ShownAccount, currency: string): readonly Taker[] {
  const principal = openInvoices
    .filter((item) => item.currency === currency && isPositive(item.open))
    .map(({ invoice, instalment, dueDate, open }): Taker => ({
      key: receivableKey(invoice, instalment),
      invoice,
      instalment,
      claim: null,
      claimKind: null,
      since: dueDate,
      open,
    }));
  const claimed = openClaims
    .filter((item) => item.currency === currency)
    .map(({ id, invoice, kind, raisedOn, open }): Taker => ({
      key: id,
      invoice,
      instalment: null,
      claim: id,
      claimKind: kind,
      since: raisedOn,
      open,
    }));
  const bySince = (a: Taker, b: Taker): number => (a.since < b.since ? -1 : Number(a.since > b.since));
  return [...principal.toSorted(bySince), ...claimed.toSorted(bySince)];
}

/** The amount that was typed, as the API takes it; null: it is none in the currency. */
export function amountIn(text: string, currency: string): string | null {
  const decimal = typedDecimal(text);
  const isAmount = /^(0|[1-9]\d{0,12})(\.\d{1,3})?$/.test(decimal) && isPositive(decimal);
  return isAmount && !isFinerThan(decimal, currency) ? decimal : null;
}

/** What is spread so far; what is no amount counts for nothing. */
export const spreadOf = (typed: Typed, currency: string): string =>
  sum(
    Object.values(typed).map((text) => amountIn(text, currency) ?? '0'),
    currency,
  );

/** What is left of the money; below zero: more is spread than there is. */
export const remainderOf = (available: string, typed: Typed, currency: string): string =>
  subtract(available, spreadOf(typed, currency));

/** What is wrong with what was typed for a taker. */
export function mistakeOf(text: string, { open }: Taker, currency: string): 'no-amount' | 'more-than-open' | null {
  if (text.trim() === '') return null;
  const amount = amountIn(text, currency);
  if (amount === null) return 'no-amount';
  return isPositive(subtract(amount, open)) ? 'more-than-open' : null;
}

/** Whether it can be sent as it stands. */
export const isSpreadWell = (available: string, typed: Typed, takers: readonly Taker[], currency: string): boolean =>
  takers.every((taker) => mistakeOf(typed[taker.key] ?? '', taker, currency) === null) &&
  !isPositive(subtract(spreadOf(typed, currency), available));

/** What is sent: every taker for which an amount was typed. */
export function targetsOf(typed: Typed, takers: readonly Taker[], currency: string): AllocationTarget[] {
  return takers.flatMap(({ key, invoice, instalment, claim }): AllocationTarget[] => {
    const amount = amountIn(typed[key] ?? '', currency);
    if (amount === null) return [];
    if (claim !== null) return [{ claim, amount }];
    return [{ invoice, ...(instalment !== null && { instalment }), amount }];
  });
}

export type Spreading = {
  readonly available: string;
  readonly currency: string;
  readonly text: string | null;
  readonly takers: readonly Taker[];
};

/** What the account itself would do with the money: by what the payer's text names, or what has been due longest first. */
export function planned(order: 'oldest-first' | 'by-remittance', spreading: Spreading): Typed {
  const { available, currency, text, takers } = spreading;
  const money = { unallocated: available, remittanceText: text, currency };
  const plan = planAllocation({ order }, money, openItems(takers));
  if (plan.kind === 'stranger') return {};
  return Object.fromEntries(
    plan.moves.map(({ item, amount }) => [
      item.kind === 'claim' ? item.claim : receivableKey(item.invoice, item.instalment),
      amount,
    ]),
  );
}

const openItems = (takers: readonly Taker[]): OpenItems => ({
  receivables: takers.flatMap(({ invoice, instalment, since, open }): ReceivableItem[] =>
    instalment === null ? [] : [{ kind: 'receivable', invoice, instalment, dueDate: since, open }],
  ),
  claims: takers.flatMap(({ claim, invoice, since, open }): ClaimItem[] =>
    claim === null ? [] : [{ kind: 'claim', claim, invoice, raisedOn: since, open }],
  ),
});
