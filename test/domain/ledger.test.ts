import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClaimId } from '../../contracts/account.js';
import type { AllocationWish } from '../../contracts/account.js';
import {
  isResidue,
  planAllocation,
  planReturn,
  planWriteOff,
  undone,
  type ClaimItem,
  type OpenItems,
  type ReceivableItem,
} from '../../domain/ledger.js';
import { compare, equals, isNegative, subtract, sum } from '../../domain/money.js';

const receivable = (no: number, open: string, dueDate: string, instalment = 1): ReceivableItem => ({
  kind: 'receivable',
  invoice: `FA-2026-${String(no).padStart(6, '0')}`,
  instalment,
  dueDate,
  open,
});
const claim = (no: number, kind: 'interest' | 'recovery-fee', open: string): ClaimItem => {
  const invoice = `FA-2026-${String(no).padStart(6, '0')}`;
  return { kind: 'claim', claim: `${invoice}:1:${kind}`, invoice, raisedOn: '2026-12-20', open };
};

const items: OpenItems = {
  receivables: [
    receivable(18, '80.00', '2026-12-31'),
    receivable(17, '197.02', '2026-12-15'),
    receivable(1, '50.00', '2026-12-15'),
  ],
  claims: [claim(17, 'recovery-fee', '40.00'), claim(17, 'interest', '1.35')],
};
const euros = (unallocated: string, remittanceText: string | null = null) => ({
  unallocated,
  remittanceText,
  currency: 'EUR',
});

/** What takes how much, and what is left, in short. */
function told(wish: AllocationWish, unallocated: string, text: string | null = null, on: OpenItems = items) {
  const plan = planAllocation(wish, euros(unallocated, text), on);
  if (plan.kind === 'stranger') return plan;
  const moves = plan.moves.map(({ item, amount, open }) => {
    const name = item.kind === 'claim' ? item.claim : `${item.invoice}/${item.instalment}`;
    return `${name} takes ${amount}, ${open} open`;
  });
  return [...moves, `${plan.left} left`];
}

describe('money that names what it pays', () => {
  const named = (...allocations: Extract<AllocationWish, { allocations: unknown }>['allocations']) => ({ allocations });

  it('pays each what is asked, in the order of the request', () => {
    const wish = named(
      { invoice: 'FA-2026-000018', amount: '30.00' },
      { invoice: 'FA-2026-000001', amount: '50.00' },
      { claim: 'FA-2026-000017:1:interest', amount: '1.35' },
    );
    // 100.00 - 30.00 - 50.00 - 1.35 = 18.65
    expect(told(wish, '100.00')).toEqual([
      'FA-2026-000018/1 takes 30.00, 50.00 open',
      'FA-2026-000001/1 takes 50.00, 0.00 open',
      'FA-2026-000017:1:interest takes 1.35, 0.00 open',
      '18.65 left',
    ]);
  });

  it('pays at most what is open, and at most what is left', () => {
    const wish = named(
      { invoice: 'FA-2026-000018', amount: '500.00' },
      { invoice: 'FA-2026-000017', amount: '500.00' },
    );
    // 80.00 of 100.00, then the 20.00 that are left: 197.02 - 20.00 = 177.02
    expect(told(wish, '100.00')).toEqual([
      'FA-2026-000018/1 takes 80.00, 0.00 open',
      'FA-2026-000017/1 takes 20.00, 177.02 open',
      '0.00 left',
    ]);
  });

  it('pays the instalments of an invoice in the order of their due dates, or the one that is named', () => {
    const on = {
      receivables: [receivable(5, '30.00', '2027-02-28', 2), receivable(5, '30.00', '2027-01-31', 1)],
      claims: [],
    };
    expect(told(named({ invoice: 'FA-2026-000005', amount: '40.00' }), '40.00', null, on)).toEqual([
      'FA-2026-000005/1 takes 30.00, 0.00 open',
      'FA-2026-000005/2 takes 10.00, 20.00 open',
      '0.00 left',
    ]);
    expect(told(named({ invoice: 'FA-2026-000005', instalment: 2, amount: '40.00' }), '40.00', null, on)).toEqual([
      'FA-2026-000005/2 takes 30.00, 0.00 open',
      '10.00 left',
    ]);
  });

  it('says which target is not on the account, and moves nothing', () => {
    const wish = named({ invoice: 'FA-2026-000018', amount: '1.00' }, { invoice: 'FA-2026-000099', amount: '1.00' });
    expect(told(wish, '100.00')).toEqual({ kind: 'stranger', index: 1 });
  });

  it('takes nothing from an invoice that is paid', () => {
    const on = { receivables: [receivable(5, '0.00', '2027-01-31')], claims: [] };
    expect(told(named({ invoice: 'FA-2026-000005', amount: '5.00' }), '5.00', null, on)).toEqual(['5.00 left']);
  });
});

describe('money whose payer wrote what it pays', () => {
  const wish = { order: 'by-remittance' } as const;

  it('pays the invoices named, the oldest due first, and then what was claimed for them', () => {
    // 50.00 + 197.02 + 40.00 + 1.35 = 288.37
    expect(told(wish, '300.00', 'FA-2026-000017 and FA-2026-000001')).toEqual([
      'FA-2026-000001/1 takes 50.00, 0.00 open',
      'FA-2026-000017/1 takes 197.02, 0.00 open',
      'FA-2026-000017:1:interest takes 1.35, 0.00 open',
      'FA-2026-000017:1:recovery-fee takes 40.00, 0.00 open',
      '11.63 left',
    ]);
  });

  it('leaves what pays more than the invoices named', () => {
    expect(told(wish, '90.00', 'FA-2026-000018')).toEqual(['FA-2026-000018/1 takes 80.00, 0.00 open', '10.00 left']);
  });

  it.each([['merci'], [null], ['FA-2026-000099']])('%s pays nothing by itself', (text) => {
    expect(told(wish, '90.00', text)).toEqual(['90.00 left']);
  });
});

describe('money that finance lets pay the oldest first', () => {
  it('pays every invoice before any interest and any fee', () => {
    // 50.00 + 197.02 + 80.00 = 327.02; 340.00 - 327.02 = 12.98; interest 1.35, then 11.63 of the fee
    expect(told({ order: 'oldest-first' }, '340.00')).toEqual([
      'FA-2026-000001/1 takes 50.00, 0.00 open',
      'FA-2026-000017/1 takes 197.02, 0.00 open',
      'FA-2026-000018/1 takes 80.00, 0.00 open',
      'FA-2026-000017:1:interest takes 1.35, 0.00 open',
      'FA-2026-000017:1:recovery-fee takes 11.63, 28.37 open',
      '0.00 left',
    ]);
  });
});

describe('money that goes back', () => {
  const allocations = [
    { allocation: 1, amount: '60.00' },
    { allocation: 2, amount: '25.00' },
    { allocation: 3, amount: '10.00' },
  ];

  it.each([
    ['what no invoice has taken goes back first', '5.00', '5.00', []],
    ['then what was allocated last', '15.00', '5.00', [3]],
    ['each allocation whole', '15.01', '5.00', [3, 2]],
    ['the whole payment', '100.00', '5.00', [3, 2, 1]],
  ])('%s', (_what, returned, unallocated, numbers) => {
    expect(planReturn(returned, unallocated, allocations)?.map(({ allocation }) => allocation)).toEqual(numbers);
  });

  it('is never more than was paid', () => {
    expect(planReturn('100.01', '5.00', allocations)).toBeNull();
  });
});

describe('what is written off', () => {
  const two = [receivable(5, '30.00', '2027-02-28', 2), receivable(5, '0.02', '2027-01-31', 1)];

  it('is all that is open when no amount is said', () => {
    expect(planWriteOff(two, undefined, 'EUR')).toEqual({
      kind: 'planned',
      moves: [
        { item: { kind: 'receivable', invoice: 'FA-2026-000005', instalment: 1 }, amount: '0.02', open: '0.00' },
        { item: { kind: 'receivable', invoice: 'FA-2026-000005', instalment: 2 }, amount: '30.00', open: '0.00' },
      ],
    });
  });

  it('is never more than is open', () => {
    expect(planWriteOff(two, '30.03', 'EUR')).toEqual({ kind: 'too-much', open: '30.02' });
    expect(planWriteOff([receivable(5, '0.00', '2027-01-31')], undefined, 'EUR')).toEqual({ kind: 'nothing-open' });
  });

  it.each([
    ['a cent of a hundred euros', '0.01', '100.00', true],
    ['exactly the residue', '2.00', '100.00', true],
    ['a cent more', '2.01', '100.00', false],
    ['a small invoice of which nothing was paid', '1.50', '1.50', false],
    ['nothing', '0.00', '100.00', false],
  ])('%s is a residue or not', (_what, open, due, expected) => {
    expect(isResidue(open, due, '2.00')).toBe(expected);
  });
});

describe('the id of a claim', () => {
  it.each([
    ['FA-2026-000017:1:interest', true],
    ['FA-2026-000017:2:recovery-fee', true],
    ['FA-2026-000017:interest', false],
    ['FA-2026-000017:1:penalty', false],
  ])('%s', (id, expected) => {
    expect(ClaimId.safeParse(id).success).toBe(expected);
  });
});

describe('whatever is asked of whatever is open', () => {
  const cents = fc.integer({ min: 0, max: 50_000 }).map((count) => (count / 100).toFixed(2));
  const account = fc.record({
    receivables: fc
      .array(cents, { maxLength: 6 })
      .map((opens) => opens.map((open, no) => receivable(no + 1, open, `2026-12-${28 - no}`))),
    claims: fc.array(cents, { maxLength: 3 }).map((opens) => opens.map((open, no) => claim(no + 1, 'interest', open))),
  });
  const wishes = ({ receivables, claims }: OpenItems): fc.Arbitrary<AllocationWish> => {
    const targets = [
      ...receivables.map(({ invoice }) => ({ invoice, amount: '75.00' })),
      ...claims.map(({ claim: id }) => ({ claim: id, amount: '120.00' })),
    ];
    return fc.oneof(
      fc.constantFrom({ order: 'oldest-first' } as const, { order: 'by-remittance' } as const),
      fc.shuffledSubarray(targets).map((allocations) => ({ allocations })),
    );
  };
  const situation = account.chain((on) => fc.tuple(fc.constant(on), wishes(on), cents));

  it('the parts and what is left make the money; no item goes below zero; undone, all is as before', () => {
    fc.assert(
      fc.property(situation, ([on, wish, money]) => {
        const plan = planAllocation(wish, euros(money, 'FA-2026-000001 FA-2026-000003'), on);
        if (plan.kind !== 'planned') throw new Error('every target is on the account');
        const taken = sum(
          plan.moves.map(({ amount }) => amount),
          'EUR',
        );
        expect(sum([taken, plan.left], 'EUR')).toBe(money);
        for (const move of plan.moves) {
          const before =
            [...on.receivables, ...on.claims].find((item) => nameOf(item) === nameOf(move.item))?.open ?? '';
          expect(isNegative(move.open)).toBe(false);
          expect(subtract(before, move.amount)).toBe(move.open);
          expect(equals(undone(move).open, before)).toBe(true);
        }
      }),
    );
  });

  it('of a return, what goes back is covered and no allocation is undone in vain', () => {
    const parts = fc.array(
      cents.filter((amount) => compare(amount, '0') > 0),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(parts, cents, cents, (amounts, unallocated, returned) => {
        const allocations = amounts.map((amount, index) => ({ allocation: index + 1, amount }));
        const all = sum([unallocated, ...amounts], 'EUR');
        const plan = planReturn(returned, unallocated, allocations);
        expect(plan === null).toBe(compare(returned, all) > 0);
        if (plan === null || plan.length === 0) return;
        const freed = sum([unallocated, ...plan.map(({ amount }) => amount)], 'EUR');
        expect(compare(freed, returned)).toBeGreaterThanOrEqual(0);
        expect(compare(subtract(freed, plan.at(-1)?.amount ?? '0'), returned)).toBe(-1);
      }),
    );
  });
});

const nameOf = (
  item: { kind: 'claim'; claim: string } | { kind: 'receivable'; invoice: string; instalment: number },
) => (item.kind === 'claim' ? item.claim : `${item.invoice}/${item.instalment}`);
