import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billableUpTo, billedBy, collectiveDraft, isBilledNow, periodOf } from '../../domain/billing.js';
import { addDays, daysBetween } from '../../domain/calendar.js';
import { assertAddsUp, draftInvoice } from '../../domain/invoicing.js';
import { add, addQuantities, compare, equals, subtract, sum } from '../../domain/money.js';
import { totalsOf, taxable } from '../../domain/order-totals.js';
import { billingRhythms } from '../../contracts/vocabulary.js';
import { draftLine, progress } from './order-drafts.js';
import { rated } from '../support/vat.js';

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2026-01-01', days));
const rhythm = fc.constantFrom(...billingRhythms);

describe('the period of a delivery', () => {
  it.each([
    ['monthly', '2026-11-30', '2026-11-01', '2026-11-30'],
    ['fortnightly', '2026-11-15', '2026-11-01', '2026-11-15'],
    ['fortnightly', '2026-11-16', '2026-11-16', '2026-11-30'],
    // 30 November 2026 is a Monday: its week goes on in December, its period does not (CGI art. 289 I-3).
    ['weekly', '2026-11-30', '2026-11-30', '2026-11-30'],
    ['weekly', '2026-12-01', '2026-12-01', '2026-12-06'],
    ['weekly', '2026-11-25', '2026-11-23', '2026-11-29'],
  ] as const)('%s of %s is %s to %s', (every, on, from, to) => {
    expect(periodOf(every, on)).toEqual({ from, to });
  });

  it('has the day in it, lies in one month, and is that of each of its days', () => {
    fc.assert(
      fc.property(day, rhythm, fc.nat(), (on, every, nth) => {
        const { from, to } = periodOf(every, on);
        expect(from <= on && on <= to && from.slice(0, 7) === to.slice(0, 7)).toBe(true);
        const other = addDays(from, nth % (daysBetween(from, to) + 1));
        expect(periodOf(every, other)).toEqual({ from, to });
        expect(periodOf(every, addDays(to, 1)).from).toBe(addDays(to, 1));
      }),
    );
  });
});

describe('what a run of a day bills', () => {
  it.each([
    ['monthly', '2026-11-29', '2026-10-31'],
    ['monthly', '2026-11-30', '2026-11-30'],
    ['monthly', '2026-12-01', '2026-11-30'],
    ['weekly', '2026-11-29', '2026-11-29'],
    ['weekly', '2026-11-28', '2026-11-22'],
  ] as const)('%s, on %s: departures up to %s', (every, today, upTo) => {
    expect(billableUpTo(every, today)).toBe(upTo);
  });

  it('is the last day of a period, never later than the day, and all of it once the period is over', () => {
    fc.assert(
      fc.property(day, rhythm, (today, every) => {
        const upTo = billableUpTo(every, today);
        expect(upTo <= today && periodOf(every, upTo).to === upTo).toBe(true);
        expect(billableUpTo(every, periodOf(every, today).to)).toBe(periodOf(every, today).to);
      }),
    );
  });
});

describe('when an order’s own process invoices', () => {
  const open = [progress({ lineNo: 1, quantity: '10', delivered: '6' })];
  const delivered = [progress({ lineNo: 1, quantity: '10', delivered: '10' })];
  it.each([
    [{ kind: 'delivery' } as const, true, true],
    [{ kind: 'order' } as const, false, true],
    [{ kind: 'period', every: 'monthly' } as const, false, false],
  ])('%j: with a backorder %s, all delivered %s', (rule, withBackorder, complete) => {
    expect([isBilledNow(rule, open), isBilledNow(rule, delivered)]).toEqual([withBackorder, complete]);
  });

  it('a delivery is to be on an invoice on its day, by the end of its period, at the latest of its month', () => {
    expect(billedBy({ kind: 'delivery' }, '2026-11-12')).toBe('2026-11-12');
    expect(billedBy({ kind: 'period', every: 'weekly' }, '2026-11-12')).toBe('2026-11-15');
    expect(billedBy({ kind: 'order' }, '2026-11-12')).toBe('2026-11-30');
  });
});

describe('one invoice over several deliveries', () => {
  it('numbers the lines on and owes VAT on the sum of the bases: 3 × 0.29 at 20 % are 0.17, not 0.18', () => {
    // Each 0.29 alone owes 0.058, rounded 0.06; 0.87 × 20 % = 0.174.
    const line = draftLine({ lineNo: 4, quantity: '3', unitPrice: '0.29', discountPercent: '0', ...rated('20') });
    const parts = ['1', '2', '3'].map((upTo) =>
      draftInvoice({
        deliveryNumber: `BL-2026-00000${upTo}`,
        delivered: [{ lineNo: 4, quantity: '1', ...rated('20') }],
        orderLines: [line],
        progress: [progress({ lineNo: 4, quantity: '3', delivered: upTo })],
        freight: '0',
        currency: 'EUR',
      }),
    );
    expect(parts.map(({ vat }) => vat)).toEqual(['0.06', '0.06', '0.06']);
    const draft = collectiveDraft(parts, 'EUR');
    expect(draft).toMatchObject({ net: '0.87', vat: '0.17', gross: '1.04', freight: '0.00' });
    expect(draft.lines.map(({ lineNo, net }) => [lineNo, net])).toEqual([
      [1, '0.29'],
      [2, '0.29'],
      [3, '0.29'],
    ]);
  });

  const split = fc.record({
    price: fc.integer({ min: 1, max: 99_999 }).map((units) => (units / 1000).toFixed(3)),
    discount: fc.integer({ min: 0, max: 5_000 }).map((units) => (units / 100).toFixed(2)),
    rate: fc.constantFrom('20', '10', '5.5', '0'),
    parts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  });

  it('of all deliveries of an order comes to the acknowledged total, however it is split; of some, to the nets of those', () => {
    fc.assert(
      fc.property(
        fc.array(split, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 9_999 }),
        (lines, cents) => {
          const freight = (cents / 100).toFixed(2);
          const orderLines = lines.map(({ price, discount, rate, parts }, index) =>
            draftLine({
              lineNo: index + 1,
              quantity: String(parts.reduce((a, b) => a + b, 0)),
              unitPrice: price,
              discountPercent: discount,
              ...rated(rate),
            }),
          );
          const acknowledged = totalsOf({
            lines: orderLines.map((line) => taxable(line, 'EUR')),
            freight,
            currency: 'EUR',
          });
          const rounds = Math.max(...lines.map(({ parts }) => parts.length));
          const upTo = new Map(orderLines.map(({ lineNo }) => [lineNo, '0']));
          const drafts = Array.from({ length: rounds }, (_, round) => {
            const delivered = lines.flatMap(({ parts, rate }, index) => {
              const quantity = parts[round];
              return quantity === undefined ? [] : [{ lineNo: index + 1, quantity: String(quantity), ...rated(rate) }];
            });
            for (const { lineNo, quantity } of delivered)
              upTo.set(lineNo, addQuantities(upTo.get(lineNo) ?? '0', quantity));
            return draftInvoice({
              deliveryNumber: `BL-2026-${String(round + 1).padStart(6, '0')}`,
              delivered,
              orderLines,
              progress: orderLines.map(({ lineNo, quantity }) =>
                progress({ lineNo, quantity, delivered: upTo.get(lineNo) ?? '0' }),
              ),
              freight: round === 0 ? freight : '0',
              currency: 'EUR',
            });
          });
          const whole = collectiveDraft(drafts, 'EUR');
          assertAddsUp({ deliveryNumber: 'all', ...whole }, 'EUR');
          expect([whole.net, whole.vat, whole.gross]).toEqual([acknowledged.net, acknowledged.vat, acknowledged.gross]);
          const nets = sum(drafts.map(({ net }) => net));
          expect(equals(nets, acknowledged.net)).toBe(true);
          // Each invoice of its own rounds its VAT by at most half a cent for each rate.
          const apart = subtract(sum(drafts.map(({ gross }) => gross)), acknowledged.gross);
          const most = (
            0.005 *
            drafts.reduce((rates, { vatBreakdown }) => rates + vatBreakdown.length, 1) *
            1.01
          ).toFixed(4);
          expect(compare(apart, most) <= 0 && compare(add(apart, most), '0') >= 0).toBe(true);
        },
      ),
    );
  });
});
