import { describe, expect, it } from 'vitest';
import { figureMistakes, refuseFiner, refusePrice, refuseQuantity } from '../../domain/amount-entry.js';
import { toldOf } from '../support/told.js';

describe('an amount', () => {
  it.each([
    ['1.50', 'EUR'],
    ['1.5', 'EUR'],
    ['-12.30', 'EUR'],
    ['1500', 'JPY'],
    ['1.500', 'TND'],
  ])('of %s %s is what it says', (amount, currency) => {
    expect(refuseFiner('amount', amount, currency)).toBeNull();
  });

  it.each([
    ['1.500', 'EUR', '1500', '1.500 must have at most 2 decimals in EUR'],
    ['5.000', 'EUR', '5000', '5.000 must have at most 2 decimals in EUR'],
    ['-12.000', 'EUR', '-12000', '-12.000 must have at most 2 decimals in EUR'],
    ['1.005', 'EUR', '1005', '1.005 must have at most 2 decimals in EUR'],
    ['250.000', 'JPY', '250000', '250.000 must have no decimals in JPY'],
  ])('of %s %s is refused, and the answer asks whether %s was meant', (amount, currency, meant, what) => {
    expect(toldOf(refuseFiner('amount', amount, currency))).toEqual({
      kind: 'refused',
      code: 'invalid-request',
      field: 'amount',
      detail: `${what}: the dot stands before decimals, and likely stood for thousands here.`,
      remedy: `Write ${meant} if that is what was meant. Write the amount in its coins.`,
    });
  });

  it.each([
    ['0.000', 'EUR'],
    ['1234.500', 'EUR'],
    ['1.0', 'JPY'],
    ['0.0', 'JPY'],
  ])('of %s %s is refused, zeros included, where no thousands can be meant', (amount, currency) => {
    expect(toldOf(refuseFiner('amount', amount, currency))).toMatchObject({ remedy: 'Write the amount in its coins.' });
  });
});

describe('a price', () => {
  it.each([
    ['5.000', 'EUR', 'Write 5000 if that is what was meant. Leave out the zeros at the end of its decimals.'],
    ['1.500', 'EUR', 'Write 1500 if that is what was meant. Leave out the zeros at the end of its decimals.'],
    ['0.500', 'EUR', 'Leave out the zeros at the end of its decimals.'],
  ])('of %s %s is refused', (price, currency, remedy) => {
    expect(toldOf(refusePrice('lines.0.unitPrice', price, currency))).toMatchObject({
      field: 'lines.0.unitPrice',
      remedy,
    });
  });

  it.each([
    ['5.00', 'EUR'],
    ['0.0088', 'EUR'],
    ['1.2500', 'EUR'],
    ['1.125', 'EUR'],
    ['5.000', 'TND'],
  ])('of %s %s is what it says', (price, currency) => {
    expect(refusePrice('listPrice', price, currency)).toBeNull();
  });
});

describe('a quantity', () => {
  it.each([
    ['1000', 'piece'],
    ['2', 'pièces'],
    ['2.5', 'kg'],
    ['1.255', 'm'],
    ['0.5', 'box of 10'],
    ['0.125', null],
  ])('of %s %s is what it says', (quantity, unit) => {
    expect(refuseQuantity('quantity', quantity, unit)).toBeNull();
  });

  it.each([
    ['1.000', 'kg', '1000', '1.000 is no quantity'],
    ['1.500', null, '1500', '1.500 is no quantity'],
    ['12.250', 'm', '12250', '12.250 is no quantity'],
    ['1.000', 'piece', '1000', '1.000 must be a whole number of "piece"'],
    ['1.255', 'Pcs.', '1255', '1.255 must be a whole number of "Pcs."'],
    ['2.250', 'pie\u0300ce', '2250', '2.250 must be a whole number of "pie\u0300ce"'],
  ])('of %s %s is refused, and the answer asks whether %s was meant', (quantity, unit, meant, what) => {
    const refused = toldOf(refuseQuantity('lines.0.quantity', quantity, unit));
    expect(refused).toMatchObject({ code: 'invalid-request', field: 'lines.0.quantity' });
    expect(refused.detail).toBe(`${what}: the dot stands before decimals, and likely stood for thousands here.`);
    expect(refused.remedy).toMatch(new RegExp(`^Write ${meant} if that is what was meant\\. `));
  });

  it.each([
    ['2.5', 'piece'],
    ['1.0', 'unité'],
    ['0.5', 'paire'],
    ['0.500', 'kg'],
  ])('of %s %s is refused where no thousands can be meant', (quantity, unit) => {
    expect(refuseQuantity('quantity', quantity, unit)?.remedy).not.toContain('that is what was meant');
  });
});

describe('the figures of a request', () => {
  it('are looked at wherever they stand, in the currency that it names', () => {
    const body = {
      currency: 'EUR',
      freight: '1.500',
      reference: '1.000',
      lines: [
        { quantity: '1.000', unitPrice: '5.000' },
        { quantity: '1', unitPrice: '5.0005' },
      ],
    };
    expect(figureMistakes(body).map(({ field }) => field)).toEqual([
      'freight',
      'lines.0.quantity',
      'lines.0.unitPrice',
    ]);
    expect(figureMistakes({ ...body, currency: 'TND' }).map(({ field }) => field)).toEqual(['lines.0.quantity']);
    expect(figureMistakes({ freight: '1.500', lines: [{ quantity: '1.500' }] })).toHaveLength(1);
  });
});
