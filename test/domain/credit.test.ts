import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreditPolicy } from '../../contracts/policies.js';
import type { CreditFacts } from '../../contracts/process.js';
import { decideCredit, fitsWithin } from '../../domain/credit.js';
import { add } from '../../domain/money.js';

const policy: CreditPolicy = {
  schemaVersion: 1,
  overdueToleranceDays: 15,
  overdueToleranceAmount: '50.00',
  watchPercent: '80.00',
  escalateAfterHours: 24,
  stopHoldsDeliveries: true,
};
const facts = (changes: Partial<CreditFacts>): CreditFacts => ({
  limit: '5000.00',
  exposure: '0.00',
  overdue: '0.00',
  creditStop: false,
  ...changes,
});

describe('the credit check of an order', () => {
  it.each([
    // limit 5000.00, 80 % of it 4000.00
    ['3900.00', '99.99', 'approved'],
    ['3900.00', '100.00', 'approved'],
    ['3900.00', '100.01', 'watch'],
    ['4900.00', '99.99', 'watch'],
    ['4900.00', '100.00', 'watch'],
    ['4900.00', '100.01', 'held'],
    ['5000.00', '0.01', 'held'],
    ['-200.00', '5200.00', 'watch'],
    ['-200.00', '5200.01', 'held'],
  ])('owing %s and ordering %s with a limit of 5000.00 is %s', (exposure, gross, kind) => {
    expect(decideCredit(facts({ exposure }), gross, policy).kind).toBe(kind);
  });

  it.each([
    ['0.00', 'approved'],
    ['49.99', 'approved'],
    ['50.00', 'approved'],
    ['50.01', 'held'],
  ])('%s overdue where residues up to 50.00 are ignored is %s', (overdue, kind) => {
    expect(decideCredit(facts({ overdue }), '100.00', policy).kind).toBe(kind);
  });

  it('names the gravest reason first: credit stop, then overdue, then limit', () => {
    const all = facts({ creditStop: true, overdue: '50.01', exposure: '5000.00' });
    const reasonOf = (account: CreditFacts) => decideCredit(account, '1.00', policy);
    expect(reasonOf(all)).toEqual({ kind: 'held', reason: 'credit-stop', facts: all });
    expect(reasonOf({ ...all, creditStop: false })).toMatchObject({ kind: 'held', reason: 'overdue' });
    expect(reasonOf({ ...all, creditStop: false, overdue: '0.00' })).toMatchObject({ reason: 'credit-limit' });
  });

  it('a credit stop holds even an order that costs nothing', () => {
    expect(decideCredit(facts({ creditStop: true }), '0.00', policy).kind).toBe('held');
  });

  it('a limit of zero gives no credit', () => {
    expect(decideCredit(facts({ limit: '0.00' }), '0.01', policy)).toMatchObject({ reason: 'credit-limit' });
    expect(decideCredit(facts({ limit: '0.00' }), '0.00', policy).kind).toBe('approved');
  });

  it('the assessment carries the facts it was made from', () => {
    const account = facts({ exposure: '1234.50' });
    expect(decideCredit(account, '1.00', policy).facts).toEqual(account);
  });

  // ERPNext test_customer (reference 5.6), exposure 1000.00: limit below exposure, limit exposure + 100.
  it.each([
    ['950.00', '100.00', false],
    ['1100.00', '100.00', true],
    ['1100.00', '200.00', false],
  ])('with 1000.00 owed and a limit of %s an order of %s fits: %s', (limit, gross, fits) => {
    expect(fitsWithin(facts({ limit, exposure: '1000.00' }), gross)).toBe(fits);
  });

  it('of 200 orders of 100 one after another on a limit of 5000, exactly 50 pass', () => {
    let exposure = '0.00';
    let passed = 0;
    for (let order = 0; order < 200; order += 1) {
      if (decideCredit(facts({ exposure }), '100.00', policy).kind === 'held') continue;
      exposure = add(exposure, '100.00');
      passed += 1;
    }
    expect({ passed, exposure }).toEqual({ passed: 50, exposure: '5000.00' });
  });

  it('an order that fits always passes a customer without stop or overdue, and a smaller one then passes too', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(cents, cents, cents, (limit, exposure, gross) => {
        const account = facts({ limit: `${limit}.00`, exposure: `${exposure}.00` });
        const held = decideCredit(account, `${gross}.00`, policy).kind === 'held';
        expect(held).toBe(exposure + gross > limit);
        if (!held && gross > 0) expect(decideCredit(account, `${gross - 1}.00`, policy).kind).not.toBe('held');
      }),
    );
  });
});
