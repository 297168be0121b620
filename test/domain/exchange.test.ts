import { describe, expect, it } from 'vitest';
import { accountingVat, accountingVatCredited, isRateInForce } from '../../domain/exchange.js';

const rates = [
  { rate: '0.9123', from: '2026-11-20' },
  { rate: '0.905', from: '2026-11-02' },
  { rate: '0.93', from: '2026-11-27' },
];

describe('VAT in the currency in which it is declared', () => {
  it('is worked by the rate in force at the tax point, and rounded once', () => {
    // 123.45 × 0.9123 = 112.623435
    const told = { vat: '123.45', currency: 'USD', taxPoint: '2026-11-26' };
    expect(accountingVat(told, 'EUR', rates)).toEqual({
      currency: 'EUR',
      rate: '0.9123',
      from: '2026-11-20',
      vat: '112.62',
    });
  });

  it.each([
    ['2026-11-02', '0.905'],
    ['2026-11-19', '0.905'],
    ['2026-11-27', '0.93'],
    ['2027-05-01', '0.93'],
  ])('on %s by %s', (taxPoint, rate) => {
    expect(accountingVat({ vat: '1.00', currency: 'USD', taxPoint }, 'EUR', rates)?.rate).toBe(rate);
  });

  it('is not told where there is no rate by then, or it is that currency already', () => {
    expect(accountingVat({ vat: '1.00', currency: 'USD', taxPoint: '2026-11-01' }, 'EUR', rates)).toBeNull();
    expect(accountingVat({ vat: '1.00', currency: 'EUR', taxPoint: '2026-11-26' }, 'EUR', rates)).toBeNull();
  });

  it('is taken back by the rate of its invoice, to the last cent of it', () => {
    // 0.05 × 0.9 = 0.045: 0.05; of its parts 0.02 comes to 0.018 and 0.03 to the rest.
    const invoiced = { currency: 'EUR', rate: '0.9', from: '2026-11-02', vat: '0.05' } as const;
    expect(accountingVatCredited(invoiced, { vat: '-0.05', before: '0' })).toEqual({ ...invoiced, vat: '-0.05' });
    expect(accountingVatCredited(invoiced, { vat: '-0.02', before: '0' }).vat).toBe('-0.02');
    expect(accountingVatCredited(invoiced, { vat: '-0.03', before: '-0.02' }).vat).toBe('-0.03');
    expect(accountingVatCredited(invoiced, { vat: '-0.01', before: '-0.04' }).vat).toBe('-0.01');
  });

  it('a rate counts for 35 days', () => {
    expect(isRateInForce('2026-10-20', '2026-11-24')).toBe(true);
    expect(isRateInForce('2026-10-20', '2026-11-25')).toBe(false);
    expect(isRateInForce(null, '2026-11-24')).toBe(false);
  });
});
