import { describe, expect, it } from 'vitest';
import { bucketOf, statementTotals } from '../../domain/statement.js';

describe('what is owed on a statement of account', () => {
  it.each([
    ['2026-12-31', 'not-due'],
    ['2026-11-30', 'not-due'],
    ['2026-11-29', '1-30'],
    ['2026-10-31', '1-30'],
    ['2026-10-30', '31-60'],
    ['2026-10-01', '31-60'],
    ['2026-09-30', '61-90'],
    ['2026-09-01', '61-90'],
    ['2026-08-31', 'over-90'],
  ])('due on %s is %s on 30 November 2026', (due, bucket) => {
    expect(bucketOf(due, '2026-11-30')).toBe(bucket);
  });

  it('is added up by age, claims by the day since which they are, and set against what is credited', () => {
    const item = {
      invoice: 'FA-1',
      instalment: 1,
      order: 'SO-1',
      customerReference: null,
      issueDate: '2026-08-01',
      amount: '100.00',
      overdueDays: 0,
    };
    const totals = statementTotals({
      on: '2026-11-30',
      currency: 'EUR',
      items: [
        { ...item, dueDate: '2026-12-15', open: '100.00' },
        { ...item, dueDate: '2026-08-31', open: '40.10' },
      ],
      claims: [{ invoice: 'FA-1', kind: 'recovery-fee', raisedOn: '2026-11-15', open: '40.00' }],
      credits: [{ kind: 'payment', reference: 'VIR', date: '2026-11-20', open: '200.20' }],
    });
    expect(totals.ageing.map(({ amount }) => amount)).toEqual(['100.00', '40.00', '0.00', '0.00', '40.10']);
    // 100.00 + 40.00 + 40.10; less 200.20.
    expect(totals).toMatchObject({ owed: '180.10', credited: '200.20', balance: '-20.10' });
  });

  it('is nothing on an account without anything open', () => {
    const totals = statementTotals({ on: '2026-11-30', currency: 'JPY', items: [], claims: [], credits: [] });
    expect(totals).toMatchObject({ owed: '0', credited: '0', balance: '0' });
  });
});
