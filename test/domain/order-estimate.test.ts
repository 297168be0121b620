import { describe, expect, it } from 'vitest';
import type { PolicySnapshot } from '../../contracts/policies.js';
import { said } from '../../contracts/said.js';
import { sketchOrder } from '../../domain/order-entry.js';
import { estimateOf, freeForAmended, type EstimateFacts } from '../../domain/order-estimate.js';
import { tellIn } from '../../words/said.js';
import { facts as orderFacts, lineInput, orderInput } from './order-drafts.js';

const policies = {
  schemaVersion: 1,
  zone: 'Europe/Paris',
  credit: { schemaVersion: 1, watchPercent: '80.00', overdueToleranceAmount: '0.00', overdueToleranceDays: 0 },
  tolerance: {
    schemaVersion: 1,
    pricePercent: '0.00',
    discountPoints: '0.00',
    quantityPercent: '0.00',
    dateDays: 0,
    freightAmount: '0.00',
  },
  fulfilment: { schemaVersion: 1, preparationDays: 2, replenishmentDays: 14 },
  dunning: { sendingWindow: { calendar: 'FR' } },
} as unknown as PolicySnapshot;

const account = { limit: '1000.00', exposure: '700.00', overdue: '0.00', creditStop: false, heldBefore: '0.00' };
const seen: EstimateFacts = {
  credit: account,
  acts: [],
  person: 'laura',
  first: null,
  lowered: {},
  stock: new Map([['P-011', { onHand: '20', reserved: '8', free: '12' }]]),
  lastPrices: new Map(),
};

type Changes = {
  readonly lines?: readonly object[];
  readonly facts?: Partial<EstimateFacts>;
  readonly seesCredit?: boolean;
};

/** Lines of P-011, of the quote's 10 at 14.00 less 5 % unless they say otherwise. */
function estimated({ lines = [{}], facts = {}, seesCredit = true }: Changes) {
  const whole = lines.map((line, at) => ({ ...lineInput, lineNo: at + 1, ...line }));
  const sketched = sketchOrder({ ...orderInput, lines: whole }, orderFacts);
  if (sketched.kind === 'refused') throw new Error(tellIn('en', sketched.said));
  const known = orderFacts;
  return estimateOf({
    lines: whole,
    whole,
    sketched,
    known,
    facts: { ...seen, ...facts },
    policies,
    version: 1,
    seesCredit,
  });
}

describe('what an order would come to while it is typed', () => {
  it('has the totals that it would be recorded with: 10 at 14.00 less 5 %, 32.38 of freight, 5.50 % on both', () => {
    expect(estimated({}).totals).toMatchObject({ freight: '32.38', net: '165.38', vat: '9.10', gross: '174.48' });
  });

  it('shares what is free over the lines in their order: 12 of 10 and 5 is 10 and 2, and the second waits', () => {
    const { lines } = estimated({ lines: [{}, { quantity: '5', quoteLineNo: null, unitPrice: '21.00' }] });
    expect(lines.map(({ allocated, missing, promisedDate }) => [allocated, missing, promisedDate])).toEqual([
      ['10', '0', '2026-11-30'],
      ['2', '3', '2026-12-07'],
    ]);
    expect(lines[0]).toMatchObject({ onHand: '20', reserved: '8', available: '12' });
  });

  it('says of a line that is refused why, and counts the others', () => {
    const { lines, totals } = estimated({ lines: [{ product: 'P-404', quoteLineNo: null }, { quoteLineNo: 1 }] });
    expect(lines[0]).toMatchObject({ net: null, promisedDate: null, expected: null });
    expect(lines[0]?.refusal).toMatchObject({ field: 'product', said: said('not-for-sale', { product: 'P-404' }) });
    expect(lines[1]).toMatchObject({ net: '133.00', refusal: null });
    expect(totals?.vatBreakdown).toHaveLength(1);
  });

  it.each([
    ['exactly at the limit passes, to be watched', { exposure: '825.52' }, 'watch', null],
    ['a cent above it is held', { exposure: '825.53' }, 'held', 'credit-limit'],
    ['with a stop it is held', { creditStop: true }, 'held', 'credit-stop'],
    ['with something overdue it is held', { overdue: '0.01' }, 'held', 'overdue'],
    ['with room it passes', { exposure: '0.00' }, 'approved', null],
  ])('%s: an order of 174.48, a limit of 1000.00', (_case, changes, kind, reason) => {
    const { credit } = estimated({ facts: { credit: { ...account, ...changes } } });
    expect([credit?.kind, credit?.reason]).toEqual([kind, reason]);
  });

  it('does not count the room that who types gave the customer themselves', () => {
    const raised = { turn: 7, person: 'laura', kind: 'limit-set', before: '800.00', after: '1000.00' } as const;
    expect(estimated({ facts: { acts: [raised] } }).credit?.kind).toBe('held');
    expect(estimated({ facts: { acts: [{ ...raised, person: 'karim' }] } }).credit?.kind).toBe('watch');
  });

  it('tells nothing of credit to who does not see it', () => {
    expect(estimated({ seesCredit: false }).credit).toBeNull();
  });

  it('finds the differences that sales would have to decide', () => {
    const { differences } = estimated({ lines: [{ unitPrice: '13.00' }], facts: { first: 'SO-2026-000009' } });
    expect(differences.map(({ type, actual }) => [type, actual])).toEqual([
      ['price', '13.00'],
      ['reference', 'PO 4711'],
    ]);
  });
});

describe('what an amended order could take', () => {
  it.each([
    ['what is free and what it has kept', '3', '4', '0', '7'],
    ['less what others wait for', '0', '4', '1', '3'],
    ['never less than nothing', '0', '4', '9', '0'],
  ])('is %s', (_case, free, own, waiting, expected) => {
    expect(freeForAmended({ free, own, waiting })).toBe(expected);
  });
});
