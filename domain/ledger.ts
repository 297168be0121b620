import type { AllocationWish, AllocationTarget, LedgerMove } from '../contracts/account.js';
import { compareDates, type LocalDate } from './calendar.js';
import { add, canonicalAmount, compare, isPositive, isZero, min, negate, subtract, sum, type Amount } from './money.js';
import { invoicesNamed } from './remittance.js';

/** What is due on one day of one invoice, and what is open of it. */
export type ReceivableItem = {
  readonly kind: 'receivable';
  readonly invoice: string;
  readonly instalment: number;
  readonly dueDate: LocalDate;
  readonly open: Amount;
};

/** Interest or a recovery fee that was claimed for one receivable, and what is open of it. */
export type ClaimItem = {
  readonly kind: 'claim';
  readonly claim: string;
  readonly invoice: string;
  readonly raisedOn: LocalDate;
  readonly open: Amount;
};

type Item = ReceivableItem | ClaimItem;

/** What is open on an account in one currency, in any order. */
export type OpenItems = { readonly receivables: readonly ReceivableItem[]; readonly claims: readonly ClaimItem[] };

/** Money that waits to be allocated, and what its payer wrote. */
export type Money = { readonly unallocated: Amount; readonly remittanceText: string | null; readonly currency: string };

export type AllocationPlan =
  | { readonly kind: 'planned'; readonly moves: readonly LedgerMove[]; readonly left: Amount }
  /** A target at this place of the wish is not on the account. */
  | { readonly kind: 'stranger'; readonly index: number };

/** Items that take money in this order, together at most `cap`; null: as much as there is. */
type Taker = { readonly items: readonly Item[]; readonly cap: Amount | null };

/**
 * Shares money over what is open: at most what is asked, what is open and what is left. Named targets take in their
 * order; an invoice's instalments by due date. By remittance text the invoices that it names take, oldest due first, and
 * then what is claimed for them; oldest first, every receivable, and then every claim. Principal always comes before
 * interest and fees. What finds no taker is left.
 */
export function planAllocation(wish: AllocationWish, money: Money, items: OpenItems): AllocationPlan {
  const takers =
    'allocations' in wish ? wish.allocations.map((target) => takerOf(target, items)) : [inOrder(wish.order)];
  const stranger = takers.indexOf(null);
  if (stranger >= 0) return { kind: 'stranger', index: stranger };
  return {
    kind: 'planned',
    ...shareOut(
      takers.filter((taker) => taker !== null),
      money,
    ),
  };

  function inOrder(order: 'by-remittance' | 'oldest-first'): Taker {
    if (order === 'oldest-first') return { items: principalFirst(items), cap: null };
    const named = invoicesNamed(money.remittanceText ?? '');
    return { items: principalFirst(items).filter(({ invoice }) => named.has(invoice)), cap: null };
  }
}

function takerOf(target: AllocationTarget, { receivables, claims }: OpenItems): Taker | null {
  const items =
    'claim' in target
      ? claims.filter(({ claim }) => claim === target.claim)
      : receivables
          .filter(({ invoice }) => invoice === target.invoice)
          .filter(({ instalment }) => target.instalment === undefined || instalment === target.instalment)
          .toSorted(byDueDate);
  return items.length === 0 ? null : { items, cap: target.amount };
}

const principalFirst = ({ receivables, claims }: OpenItems): readonly Item[] => [
  ...receivables.toSorted(byDueDate),
  ...claims.toSorted(byRaising),
];

function shareOut(takers: readonly Taker[], money: Money): { moves: readonly LedgerMove[]; left: Amount } {
  const taken = new Map<Item, Amount>();
  let left = canonicalAmount(money.unallocated, money.currency);
  for (const { items, cap } of takers) {
    let wanted = cap ?? left;
    for (const item of items) {
      const before = taken.get(item) ?? '0';
      const part = min(wanted, left, subtract(item.open, before));
      if (!isPositive(part)) continue;
      taken.set(item, add(before, part));
      left = subtract(left, part);
      wanted = subtract(wanted, part);
    }
  }
  return { moves: [...taken].map(([item, amount]) => moveOf(item, canonicalAmount(amount, money.currency))), left };
}

const moveOf = (item: Item, amount: Amount): LedgerMove => ({
  item:
    item.kind === 'claim'
      ? { kind: 'claim', claim: item.claim }
      : { kind: 'receivable', invoice: item.invoice, instalment: item.instalment },
  amount,
  open: subtract(item.open, amount),
});

function byDueDate(a: ReceivableItem, b: ReceivableItem): number {
  if (a.dueDate !== b.dueDate) return compareDates(a.dueDate, b.dueDate);
  if (a.invoice !== b.invoice) return a.invoice < b.invoice ? -1 : 1;
  return a.instalment - b.instalment;
}

function byRaising(a: ClaimItem, b: ClaimItem): number {
  if (a.raisedOn !== b.raisedOn) return compareDates(a.raisedOn, b.raisedOn);
  return a.claim < b.claim ? -1 : 1;
}

/** An allocation that stands: its running number in the payment, and what it moved. */
export type Allocated = { readonly allocation: number; readonly amount: Amount };

/**
 * Which allocations of a payment are undone so that `returned` of it can go back: the newest first, each whole, until
 * what is unallocated suffices. Null: the payment never held that much.
 */
export function planReturn(
  returned: Amount,
  unallocated: Amount,
  allocations: readonly Allocated[],
): readonly Allocated[] | null {
  const undone: Allocated[] = [];
  let free = unallocated;
  for (const each of allocations.toSorted((a, b) => b.allocation - a.allocation)) {
    if (compare(free, returned) >= 0) break;
    undone.push(each);
    free = add(free, each.amount);
  }
  return compare(free, returned) >= 0 ? undone : null;
}

export type WriteOffPlan =
  | { readonly kind: 'planned'; readonly moves: readonly LedgerMove[] }
  | { readonly kind: 'nothing-open' }
  | { readonly kind: 'too-much'; readonly open: Amount };

/** Writes off `amount` of the receivables, the oldest due first; without an amount, all that is open. */
export function planWriteOff(
  receivables: readonly ReceivableItem[],
  amount: Amount | undefined,
  currency: string,
): WriteOffPlan {
  const open = sum(
    receivables.map((each) => each.open),
    currency,
  );
  if (isZero(open)) return { kind: 'nothing-open' };
  const wanted = amount ?? open;
  if (compare(wanted, open) > 0) return { kind: 'too-much', open };
  const { moves } = shareOut([{ items: receivables.toSorted(byDueDate), cap: wanted }], {
    unallocated: wanted,
    remittanceText: null,
    currency,
  });
  return { kind: 'planned', moves };
}

/** The move undone: the item gives back what it took. */
export const undone = ({ item, amount, open }: LedgerMove): LedgerMove => ({
  item,
  amount: negate(amount),
  open: add(open, amount),
});

/** What is open and so little of what was due that it is not worth a letter: above zero, and at most the residue. */
export const isResidue = (open: Amount, due: Amount, residue: Amount): boolean =>
  isPositive(open) && compare(open, due) < 0 && compare(open, residue) <= 0;
