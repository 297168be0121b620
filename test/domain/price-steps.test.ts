import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, divide, equals, isNegative, multiply, negate, subtract, sum } from '../../domain/money.js';
import { orderLineNet, partNet } from '../../domain/order-totals.js';
import { priceSteps, type PriceStep } from '../../domain/price-steps.js';

const steps = (line: Partial<Parameters<typeof priceSteps>[0]> & { readonly net: string }) =>
  priceSteps({ quantity: '1', unitPrice: '10.00', discountPercent: '0.00', currency: 'EUR', ...line });

describe('from price to net of an invoice line', () => {
  it('a price without discount needs nothing between', () => {
    expect(steps({ quantity: '12', unitPrice: '14.00', net: '168.00' })).toEqual([]);
  });

  it('12.5 × 123.79 = 1547.375 is 1547.38 in cents: nothing between either', () => {
    expect(steps({ quantity: '12.5', unitPrice: '123.79', net: '1547.38' })).toEqual([]);
  });

  it('5 % off 10 × 21.00 = 210.00 are 10.50', () => {
    const line = { quantity: '10', unitPrice: '21.00', discountPercent: '5.00', net: '199.50' };
    expect(steps(line)).toEqual([{ kind: 'discount', amount: '10.50', base: '210.00' }]);
  });

  it('goods that are given away are discounted whole', () => {
    const line = { quantity: '3', unitPrice: '99.99', discountPercent: '100.00', net: '0.00' };
    expect(steps(line)).toEqual([{ kind: 'discount', amount: '299.97', base: '299.97' }]);
  });

  it('of 10 × 0.125 one by one, the second costs 0.12 where 0.13 were its price: the cent goes as a rounding', () => {
    const line = { unitPrice: '0.125', discountPercent: '0' };
    const net = partNet(line, { after: '1', upTo: '2' }, 'EUR');
    expect(net).toBe('0.12');
    expect(steps({ unitPrice: '0.125', net })).toEqual([{ kind: 'rounding', isCharge: false, amount: '0.01' }]);
  });

  it('of 3 × 0.334 one by one, the second costs 0.34 where 0.33 were its price: the cent comes as a rounding', () => {
    const net = partNet({ unitPrice: '0.334', discountPercent: '0' }, { after: '1', upTo: '2' }, 'EUR');
    expect(net).toBe('0.34');
    expect(steps({ unitPrice: '0.334', net })).toEqual([{ kind: 'rounding', isCharge: true, amount: '0.01' }]);
  });

  it('a part of a discounted line that costs what its price says has no discount of its own', () => {
    // 1 % off 0.10 is 0.099, in cents 0.10
    expect(steps({ unitPrice: '0.10', discountPercent: '1.00', net: '0.10' })).toEqual([]);
  });

  it('yen have no cents: 3 × 33.35 = 100.05 comes to 100', () => {
    const line = { quantity: '3', unitPrice: '33.35', currency: 'JPY', net: '100' };
    expect(steps(line)).toEqual([{ kind: 'rounding', isCharge: false, amount: '0.05' }]);
  });

  it('a discount in yen whose rounding its percentage does not tell stands without it', () => {
    // 12.5 % off 105 = 13.125: 91.875 come to 92, 13 less
    const line = { quantity: '1', unitPrice: '105.00', discountPercent: '12.50', currency: 'JPY', net: '92' };
    expect(steps(line)).toEqual([{ kind: 'discount', amount: '13', base: null }]);
  });
});

const amountOf = (step: PriceStep): string =>
  step.kind === 'rounding' && step.isCharge ? step.amount : negate(step.amount);
const size = (value: string): string => (isNegative(value) ? negate(value) : value);
const scale = (value: string): number => value.split('.')[1]?.length ?? 0;

describe('whatever part of whatever line is invoiced', () => {
  const decimal = (whole: number, digits: number) =>
    fc
      .tuple(
        fc.integer({ min: 0, max: whole }),
        fc.integer({ min: 0, max: digits }),
        fc.integer({ min: 0, max: 9_999 }),
      )
      .map(([units, places, rest]) =>
        places === 0 ? `${units}` : `${units}.${String(rest).padStart(4, '0').slice(0, places)}`,
      );
  const part = fc.record({
    after: decimal(5_000, 3),
    quantity: decimal(5_000, 3).filter((quantity) => compare(quantity, '0') > 0),
    unitPrice: decimal(3_000, 4),
    discountPercent: fc.oneof(fc.constant('0.00'), fc.constant('100.00'), decimal(99, 2)),
    currency: fc.constantFrom('EUR', 'JPY'),
  });

  it('price, discount and rounding come to its net, as R120 and R040 of Peppol and the digits of EN 16931 want them', () => {
    fc.assert(
      fc.property(part, ({ after, quantity, currency, ...line }) => {
        const net = partNet(line, { after, upTo: add(after, quantity) }, currency);
        const found = priceSteps({ ...line, quantity, net, currency });
        const gross = multiply(quantity, line.unitPrice, 2);
        expect(equals(sum([gross, ...found.map(amountOf)]), net)).toBe(true);
        // R120 compares with the product as it is, not rounded, and lets 0.02 pass.
        const exact = sum([multiply(quantity, line.unitPrice, 7), ...found.map(amountOf)]);
        expect(compare(size(subtract(exact, net)), '0.02')).toBeLessThanOrEqual(0);
        for (const step of found) {
          expect(compare(step.amount, '0')).toBe(1);
          expect(scale(step.amount)).toBeLessThanOrEqual(2);
          if (step.kind !== 'discount' || step.base === null) continue;
          const share = divide(multiply(step.base, line.discountPercent, 4), '100', 6);
          expect(compare(size(subtract(step.amount, share)), '0.02')).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('in euros a discount always tells its percentage, and a line without one differs by a cent at most', () => {
    fc.assert(
      fc.property(part, ({ after, quantity, currency: _, ...line }) => {
        const net = partNet(line, { after, upTo: add(after, quantity) }, 'EUR');
        for (const step of priceSteps({ ...line, quantity, net, currency: 'EUR' })) {
          if (step.kind === 'discount') expect(step.base).not.toBeNull();
          else expect(compare(step.amount, '0.02')).toBe(-1);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a whole line without discount is its price, in euros', () => {
    fc.assert(
      fc.property(part, ({ quantity, unitPrice }) => {
        const net = orderLineNet({ quantity, unitPrice, discountPercent: '0' }, 'EUR');
        expect(priceSteps({ quantity, unitPrice, discountPercent: '0', net, currency: 'EUR' })).toEqual([]);
      }),
    );
  });
});
