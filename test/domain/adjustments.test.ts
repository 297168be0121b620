import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineAdjustmentInput, type Adjustment, type OrderAdjustment } from '../../contracts/adjustment.js';
import {
  adjustmentsLeft,
  chargedFor,
  documentAdjustments,
  orderAdjustmentsLeft,
  ownNet,
  sharesOf,
  signed,
  sumOf,
} from '../../domain/adjustments.js';
import { add, compare, equals, isNegative, subtract, sum } from '../../domain/money.js';
import { orderLineNet, printedPart } from '../../domain/order-totals.js';
import { refuseAdjusted } from '../../domain/order-entry.js';
import { rated } from '../support/vat.js';
import { draftLine } from './order-drafts.js';

const rebate = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'allowance',
  reason: '95',
  text: 'Remise fidélité',
  basis,
  value,
});
const packing = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'charge',
  reason: 'ABL',
  text: 'Emballage',
  basis,
  value,
});
const cheese = (adjustments: readonly Adjustment[], changes: Parameters<typeof draftLine>[0] = {}) =>
  draftLine({ quantity: '10', unitPrice: '21.00', discountPercent: '0', ...changes, adjustments });

describe('what comes off the price of a line, or on top of it', () => {
  it.each([
    // 10 × 21.00 = 210.00
    ['an amount is taken off', [rebate('amount', '15.00')], '195.00'],
    ['5 % of 210.00 are taken off', [rebate('percent', '5')], '199.50'],
    ['0.125 for each of ten is charged', [packing('per-unit', '0.125')], '211.25'],
    // each is worked on the price alone: 210.00 − 21.00 + 21.00
    [
      'a rebate and a charge of 10 % are of the same price',
      [rebate('percent', '10'), packing('percent', '10')],
      '210.00',
    ],
    // 10 × 21.00 − 5 % = 199.50; 10 % of that is 19.95
    ['a percentage is of what the discount leaves', [rebate('percent', '10')], '179.55', { discountPercent: '5' }],
    // 10 × 21.00 / 100 = 2.10
    ['a price may be of a hundred', [packing('amount', '1.00')], '3.10', { priceBase: '100' }],
  ] as const)('%s', (_, adjustments, net, changes?: Parameters<typeof draftLine>[0]) => {
    expect(orderLineNet(cheese(adjustments, changes), 'EUR')).toBe(net);
  });

  it('EN 16931 UBL example 5, line 1: 1000 at 1.00, a loyal customer’s 10 % off and 10 % for packaging', () => {
    const charged = chargedFor(
      [rebate('percent', '10'), packing('percent', '10')],
      { quantity: '1000', of: '1000', base: '1000.00' },
      'DKK',
    );
    expect(charged.map(({ kind, base, amount }) => [kind, base, amount])).toEqual([
      ['allowance', '1000.00', '100.00'],
      ['charge', '1000.00', '100.00'],
    ]);
    expect(sumOf(charged, 'DKK')).toBe('0.00');
  });

  it('EN 16931 UBL example 2, line 1: 12.00 off for a damage and 12.00 for testing leave the 1273.00 of its price', () => {
    const laptop = cheese([rebate('amount', '12.00'), packing('amount', '12.00')], {
      quantity: '1',
      unitPrice: '1273.00',
    });
    expect(orderLineNet(laptop, 'NOK')).toBe('1273.00');
  });

  it('a part of a line bears its part of them, and the last part what is left: 10.00 on three deliveries of a third', () => {
    const line = cheese([rebate('amount', '10.00')], { quantity: '3' });
    const parts = [
      { after: '0', upTo: '1' },
      { after: '1', upTo: '2' },
      { after: '2', upTo: '3' },
    ].map((part) => printedPart(line, part, 'EUR'));
    // 3.33, 6.67 and 10.00 with each delivery
    expect(parts.map(({ adjustments = [] }) => adjustments.map(({ amount }) => amount))).toEqual([
      ['3.33'],
      ['3.34'],
      ['3.33'],
    ]);
    expect(parts.map(({ net }) => net)).toEqual(['17.67', '17.66', '17.67']);
  });

  it('what is cancelled takes its part of an amount with it', () => {
    expect(
      adjustmentsLeft([rebate('amount', '50.00'), rebate('percent', '3')], { left: '4', of: '10' }, 'EUR'),
    ).toEqual([rebate('amount', '20.00'), rebate('percent', '3')]);
  });

  it('an allowance takes off no more than there is', () => {
    const refusal = refuseAdjusted(cheese([rebate('amount', '210.01')]), 'EUR', 'lines.0');
    expect(refusal).toMatchObject({ field: 'lines.0.adjustments', said: { sentence: 'adjusted-below-zero' } });
    expect(refuseAdjusted(cheese([rebate('amount', '210.00')]), 'EUR', 'lines.0')).toBeNull();
  });

  it('an amount has no more decimals than its currency', () => {
    expect(refuseAdjusted(cheese([rebate('amount', '1.005')]), 'EUR', 'lines.0')).toMatchObject({
      field: 'lines.0.adjustments.0.value',
    });
  });

  it('each has a code of its own list', () => {
    expect(LineAdjustmentInput.safeParse(rebate('amount', '1')).success).toBe(true);
    expect(LineAdjustmentInput.safeParse({ ...rebate('amount', '1'), reason: 'ABL' }).success).toBe(false);
    expect(LineAdjustmentInput.safeParse({ ...packing('amount', '1'), reason: '95' }).success).toBe(false);
    expect(LineAdjustmentInput.safeParse(rebate('percent', '100.01')).success).toBe(false);
    expect(LineAdjustmentInput.safeParse(rebate('amount', '0.00')).success).toBe(false);
  });
});

describe('what comes off a whole order, or on top of it', () => {
  const off = (value: string, changes: Partial<OrderAdjustment> = {}): OrderAdjustment => ({
    kind: 'allowance',
    reason: '100',
    text: 'Client fidèle',
    basis: 'amount',
    value,
    ...changes,
  });
  const goods = (taxClass: 'standard' | 'reduced', net: string) => ({ taxClass, net });
  const values = (shares: ReturnType<typeof sharesOf>) => shares.map((line) => line.map(({ value }) => value));

  it('is borne by its lines in proportion, the cent that is left by the largest remainder', () => {
    // 10.00 over 30, 30 and 40 of 100; 0.01 over three alike
    expect(
      values(
        sharesOf(
          [off('10.00')],
          [goods('standard', '30.00'), goods('reduced', '30.00'), goods('standard', '40.00')],
          'EUR',
        ),
      ),
    ).toEqual([['3.00'], ['3.00'], ['4.00']]);
    expect(values(sharesOf([off('0.01')], [goods('standard', '1.00'), goods('standard', '1.00')], 'EUR'))).toEqual([
      ['0.01'],
      [],
    ]);
  });

  it('EN 16931 UBL example 5: 10 % off the goods at 25 %, 1000.00 and 500.00, are 150.00', () => {
    const lines = [goods('standard', '1000.00'), goods('standard', '500.00'), goods('reduced', '2500.00')];
    const shares = sharesOf([off('10', { basis: 'percent', taxClass: 'standard' })], lines, 'DKK');
    expect(values(shares)).toEqual([['100.00'], ['50.00'], []]);
    expect(shares[0]).toEqual([
      {
        kind: 'allowance',
        reason: '100',
        text: 'Client fidèle',
        basis: 'amount',
        value: '100.00',
        of: 1,
        percent: '10.00',
      },
    ]);
  });

  it('a percentage is rounded once, whatever the lines', () => {
    // 33.33 % of 0.10 + 0.10 + 0.10 is 0.09999: 0.10
    const lines = ['0.10', '0.10', '0.10'].map((net) => goods('standard', net));
    expect(values(sharesOf([off('33.33', { basis: 'percent' })], lines, 'EUR'))).toEqual([
      ['0.04'],
      ['0.03'],
      ['0.03'],
    ]);
  });

  it('what is cancelled of its lines is no more of it', () => {
    const shares = sharesOf(
      [off('10.00'), off('5', { basis: 'percent' })],
      [goods('standard', '30.00'), goods('standard', '70.00')],
      'EUR',
    );
    const left = shares.slice(1).map((adjustments) => ({ adjustments }));
    expect(orderAdjustmentsLeft([off('10.00'), off('5', { basis: 'percent' })], left, 'EUR')).toEqual([
      off('7.00'),
      off('5', { basis: 'percent' }),
    ]);
  });

  it('stands on a document once for each rate, and its lines without it', () => {
    const share = (value: string) => ({ ...rebate('amount', value), of: 1, percent: '10.00' });
    const lines = [
      printedPart(cheese([share('21.00')], { ...rated('5.5') }), { after: '0', upTo: '10' }, 'EUR'),
      printedPart(
        cheese([share('10.50'), rebate('amount', '5.00')], { quantity: '5', ...rated('5.5') }),
        { after: '0', upTo: '5' },
        'EUR',
      ),
      printedPart(cheese([share('21.00')], { ...rated('20') }), { after: '0', upTo: '10' }, 'EUR'),
    ];
    expect(lines.map((line) => [line.net, ownNet(line)])).toEqual([
      ['189.00', '210.00'],
      ['89.50', '100.00'],
      ['189.00', '210.00'],
    ]);
    expect(documentAdjustments(lines, 'EUR').map(({ vatRate, base, amount }) => [vatRate, base, amount])).toEqual([
      ['20.00', '210.00', '21.00'],
      ['5.50', '310.00', '31.50'],
    ]);
  });
});

const cents = (most: number) => fc.integer({ min: 1, max: most }).map((value) => (value / 100).toFixed(2));
const anAdjustment = fc.oneof(
  cents(500).map((value) => rebate('amount', value)),
  cents(2_000).map((value) => rebate('percent', value)),
  cents(500).map((value) => packing('amount', value)),
  cents(10_000).map((value) => packing('percent', value)),
  cents(300).map((value) => packing('per-unit', value)),
);

describe('the invoices of a line', () => {
  it('come to the acknowledged net, and each adjustment to what was agreed, however it is split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.array(anAdjustment, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 500, max: 99_999 }),
        fc.constantFrom('1', '100', '1000'),
        (parts, adjustments, price, priceBase) => {
          const quantity = String(parts.reduce((all, part) => all + part, 0));
          const line = cheese(adjustments, { quantity, unitPrice: (price / 100).toFixed(2), priceBase });
          const invoiced = parts.map((part, at) => {
            const after = parts.slice(0, at).reduce((all, one) => all + one, 0);
            return printedPart(line, { after: String(after), upTo: String(after + part) }, 'EUR');
          });
          expect(sum(invoiced.map(({ net }) => net))).toBe(orderLineNet(line, 'EUR'));
          const whole = printedPart(line, { after: '0', upTo: quantity }, 'EUR').adjustments ?? [];
          for (const [at, agreed] of whole.entries())
            expect(sum(invoiced.map((part) => part.adjustments?.[at]?.amount ?? '0'))).toBe(agreed.amount);
          for (const part of invoiced) {
            const beside = sum((part.adjustments ?? []).map(signed), 'EUR');
            const atPrice = subtract(part.net, beside);
            expect(isNegative(atPrice)).toBe(false);
            expect(equals(add(atPrice, beside), part.net)).toBe(true);
            for (const { amount } of part.adjustments ?? []) expect(compare(amount, '0')).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});
