import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { AllocationTarget, LedgerResult, RaisedClaim } from '../../../contracts/account.js';
import type { Refusal } from '../../../contracts/problems.js';
import type { ClaimKind } from '../../../contracts/vocabulary.js';
import { recordPayment } from '../../../prisma/commands/payments.js';
import { lockCustomer } from '../../../prisma/repositories/accounts.js';
import { raiseClaims } from '../../../prisma/repositories/ledger.js';
import { karim, type House } from '../house.js';

/** What can happen on the account of a customer, told to the house and to books kept with a pencil. */

// ---- the books kept with a pencil, in cents -------------------------------------------------------------------------

export type Item = { readonly name: string; readonly due: number; open: number };
type Taken = { readonly allocation: number; readonly item: Item; readonly cents: number; stands: boolean };
type Money = { readonly id: string; readonly text: string | null; left: number; readonly taken: Taken[] };
export type Books = {
  readonly house: House;
  readonly customer: string;
  readonly invoices: Item[];
  readonly claims: (Item & { readonly invoice: string; raised: number })[];
  readonly payments: Money[];
  /** Money that a bank took back and that no payment gives: id and cents below zero. */
  readonly strays: { readonly id: string; readonly left: number }[];
};

const takeFrom = (money: Money, item: Item, asked: number): void => {
  const cents = Math.min(asked, money.left, item.open);
  if (cents <= 0) return;
  money.left -= cents;
  item.open -= cents;
  money.taken.push({ allocation: money.taken.length + 1, item, cents, stands: true });
};

const undo = (money: Money, taken: Taken): void => {
  taken.stands = false;
  taken.item.open += taken.cents;
  money.left += taken.cents;
};

const dueFirst = <T extends Item>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => a.due - b.due || (a.name < b.name ? -1 : 1));

// ---- what can happen ------------------------------------------------------------------------------------------------

export const cents = fc.integer({ min: 1, max: 30_000 });
export const pick = fc.nat({ max: 99 });
export const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('payment' as const), cents, names: fc.option(pick) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('allocation' as const),
      payment: pick,
      how: fc.constantFrom('named' as const, 'by-remittance' as const, 'oldest-first' as const),
      targets: fc.array(fc.record({ item: pick, cents }), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('reversal' as const), payment: pick, allocation: pick }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('return' as const), payment: pick, cents }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('write-off' as const), invoice: pick, cents: fc.option(cents) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('claim' as const),
      invoice: pick,
      kind: fc.constantFrom<ClaimKind>('interest', 'recovery-fee'),
      cents: fc.integer({ min: 1, max: 5_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('waiver' as const), claim: pick }) },
);
export type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;
export const of = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
export const euros = (amount: number): string => (amount / 100).toFixed(2);
export const on = '2026-12-15';

// ---- both told the same ---------------------------------------------------------------------------------------------

export async function happens(books: Books, each: Happening): Promise<void> {
  switch (each.what) {
    case 'payment':
      return pay(books, each.cents, each.names === null ? null : (of(books.invoices, each.names)?.name ?? null));
    case 'allocation':
      return allocate(books, each);
    case 'reversal':
      return reverse(books, each);
    case 'return':
      return giveBack(books, each);
    case 'write-off':
      return writeOff(books, each);
    case 'claim':
      return claim(books, each);
    case 'waiver':
      return waive(books, each);
  }
}

const act = (books: Books) => ({ customer: books.customer, on, actor: karim() });
const kindOf = (answer: LedgerResult | Refusal): string => answer.kind;

async function pay(books: Books, amount: number, text: string | null): Promise<void> {
  const id = await book(books, { amount: euros(amount), ...(text !== null && { remittanceText: `pour ${text}` }) });
  books.payments.push({ id, text, left: amount, taken: [] });
}

async function book(
  books: Books,
  input: { amount: string; remittanceText?: string; returns?: string },
): Promise<string> {
  const id = randomUUID();
  const whole = { customer: books.customer, currency: 'EUR', date: on, reference: id, ...input } as const;
  expect(
    'kind' in
      (await recordPayment(books.house.prisma, { id, input: whole, actor: karim(), nowMs: Date.parse(whole.date) })),
  ).toBe(false);
  return id;
}

async function allocate(books: Books, each: Extract<Happening, { what: 'allocation' }>): Promise<void> {
  const money = of(books.payments, each.payment);
  if (money === undefined) return;
  if (each.how === 'named') {
    const all = [...books.invoices, ...books.claims];
    const named = new Map(each.targets.map((target) => [of(all, target.item), target.cents]));
    const allocations: AllocationTarget[] = [];
    for (const [item, asked] of named) {
      if (item === undefined) continue;
      allocations.push({ ...('raised' in item ? { claim: item.name } : { invoice: item.name }), amount: euros(asked) });
      takeFrom(money, item, asked);
    }
    const answer = await books.house.activities.recordAllocations({
      ...act(books),
      paymentId: money.id,
      wish: { allocations },
    });
    return expect(kindOf(answer)).toBe('posted');
  }
  const wanted = (invoice: string): boolean => each.how === 'oldest-first' || invoice === money.text;
  for (const item of dueFirst(books.invoices)) if (wanted(item.name)) takeFrom(money, item, money.left);
  for (const item of dueFirst(books.claims)) if (wanted(item.invoice)) takeFrom(money, item, money.left);
  const wish = { order: each.how };
  expect(kindOf(await books.house.activities.recordAllocations({ ...act(books), paymentId: money.id, wish }))).toBe(
    'posted',
  );
}

async function reverse(books: Books, each: Extract<Happening, { what: 'reversal' }>): Promise<void> {
  const money = of(books.payments, each.payment);
  if (money === undefined) return;
  const taken = of(money.taken, each.allocation);
  const allocation = taken?.allocation ?? 1;
  const request = { ...act(books), paymentId: money.id, allocation, reason: 'a mistake' };
  expect(kindOf(await books.house.activities.recordReversal(request))).toBe(taken?.stands ? 'posted' : 'refused');
  if (taken?.stands) undo(money, taken);
}

async function giveBack(books: Books, each: Extract<Happening, { what: 'return' }>): Promise<void> {
  const money = of(books.payments, each.payment);
  if (money === undefined) return;
  const there = money.left + money.taken.reduce((total, { cents: part, stands }) => total + (stands ? part : 0), 0);
  const back = await book(books, { amount: euros(-each.cents), returns: money.id });
  const answer = await books.house.activities.recordReturn({ ...act(books), paymentId: back });
  expect(kindOf(answer)).toBe(each.cents <= there ? 'posted' : 'refused');
  // What a bank took back without a payment to take it from stays on the account, for somebody to look at.
  if (each.cents > there) return void books.strays.push({ id: back, left: -each.cents });
  for (const taken of money.taken.toReversed()) if (taken.stands && money.left < each.cents) undo(money, taken);
  money.left -= each.cents;
}

async function writeOff(books: Books, each: Extract<Happening, { what: 'write-off' }>): Promise<void> {
  const item = of(books.invoices, each.invoice);
  if (item === undefined) return;
  const fits = item.open > 0 && (each.cents ?? 0) <= item.open;
  const amount = each.cents === null ? {} : { amount: euros(each.cents) };
  const answer = await books.house.activities.recordWriteOff({
    ...act(books),
    invoice: item.name,
    ...amount,
    reason: 'insolvent',
  });
  expect(kindOf(answer)).toBe(fits ? 'posted' : 'refused');
  if (fits) item.open -= each.cents ?? item.open;
}

async function claim(books: Books, each: Extract<Happening, { what: 'claim' }>): Promise<void> {
  const invoice = of(books.invoices, each.invoice)?.name;
  if (invoice === undefined) return;
  const name = `${invoice}:1:${each.kind}`;
  const known = books.claims.find((candidate) => candidate.name === name);
  const step = randomUUID();
  const raised: RaisedClaim = {
    invoice,
    instalment: 1,
    kind: each.kind,
    currency: 'EUR',
    amount: euros(each.cents),
    raisedOn: on,
    step,
  };
  await books.house.prisma.$transaction(async (tx) => {
    await lockCustomer(tx, books.customer);
    await raiseClaims(tx, { customer: books.customer, actor: karim() }, [raised]);
  });
  if (known === undefined) books.claims.push({ name, invoice, due: 0, open: each.cents, raised: each.cents });
  else {
    known.open += Math.max(0, each.cents - known.raised);
    known.raised = Math.max(known.raised, each.cents);
  }
}

async function waive(books: Books, each: Extract<Happening, { what: 'waiver' }>): Promise<void> {
  const item = of(books.claims, each.claim);
  if (item === undefined) return;
  const answer = await books.house.activities.recordClaimWaiver({
    ...act(books),
    claim: item.name,
    reason: 'goodwill',
  });
  expect(kindOf(answer)).toBe(item.open > 0 ? 'posted' : 'refused');
  item.open = 0;
}

/** What PostgreSQL has, in the words of the pencil. */
export async function onRecord({ house, customer }: Books) {
  const [row] = await house.prisma.$queryRaw<{ items: Record<string, number>; balance: string; exposure: string }[]>`
    SELECT (SELECT COALESCE(jsonb_object_agg(name, cents), '{}') FROM (
        SELECT invoice_number AS name, (open * 100)::int AS cents FROM receivable WHERE customer_number = c.number
        UNION ALL SELECT id, (open * 100)::int FROM claim WHERE customer_number = c.number
        UNION ALL SELECT id::text, (unallocated * 100)::int FROM payment WHERE customer_number = c.number
          AND (unallocated <> 0 OR amount > 0)) AS item) AS items,
      (SELECT (COALESCE(sum(amount), 0) * 100)::int FROM ledger_entry WHERE customer_number = c.number) AS balance, (exposure * 100)::int AS exposure
    FROM customer c WHERE number = ${customer}`;
  return row;
}

export function withAPencil({ invoices: owed, claims, payments, strays }: Books) {
  const total = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0);
  const money = [...payments, ...strays];
  const exposure = total(owed.map(({ open }) => open)) - total(money.map(({ left }) => left));
  const items = [
    ...owed.map(({ name, open }) => [name, open]),
    ...claims.map(({ name, open }) => [name, open]),
    ...money.map(({ id, left }) => [id, left]),
  ];
  const open = Object.fromEntries(items) as Record<string, number>;
  return { items: open, balance: exposure + total(claims.map((each) => each.open)), exposure };
}
