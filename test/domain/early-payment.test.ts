import { describe, expect, it } from 'vitest';
import type { EarlyDiscount, PaymentTerms } from '../../contracts/primitives.js';
import { earlyPayment } from '../../domain/early-payment.js';
import { areSameTerms } from '../../domain/payment-terms.js';

const terms = (discount: EarlyDiscount): PaymentTerms => ({ kind: 'net', days: 30, discount });
const ofOne = {
  issueDate: '2026-11-30',
  gross: '1150.00',
  vatBreakdown: [{ base: '1000.00', vat: '150.00', vatRate: '15.00' }],
  currency: 'EUR',
};

describe('a discount of 10 % for early payment, on 1000.00 and 150.00 of VAT (Odoo)', () => {
  it('with its VAT leaves 1035.00', () => {
    expect(earlyPayment(terms({ percent: '10', days: 8, vat: 'with-vat' }), ofOne)).toEqual({
      by: '2026-12-08',
      payable: '1035.00',
      deducted: '115.00',
      ofVat: '15.00',
    });
  });

  it('of the net alone leaves 1050.00', () => {
    expect(earlyPayment(terms({ percent: '10', days: 8, vat: 'net-only' }), ofOne)).toEqual({
      by: '2026-12-08',
      payable: '1050.00',
      deducted: '100.00',
      ofVat: '0.00',
    });
  });
});

describe('a discount for early payment', () => {
  it('is taken off rate by rate, and what VAT is left is that of the base that is left', () => {
    // 2 % of 99.99 is 2.00, of 50.50 is 1.01. VAT left: 20 % of 97.99 is 19.60, 5.5 % of 49.49 is 2.72; off 0.40 and 0.06.
    const two = [
      { base: '99.99', vat: '20.00', vatRate: '20.00' },
      { base: '50.50', vat: '2.78', vatRate: '5.50' },
    ];
    const invoice = { ...ofOne, gross: '173.27', vatBreakdown: two };
    expect(earlyPayment(terms({ percent: '2', days: 10, vat: 'with-vat' }), invoice)).toMatchObject({
      payable: '169.80',
      deducted: '3.47',
      ofVat: '0.46',
    });
  });

  it('is in whole yen', () => {
    const yen = {
      ...ofOne,
      currency: 'JPY',
      gross: '1100',
      vatBreakdown: [{ base: '1000', vat: '100', vatRate: '10.00' }],
    };
    expect(earlyPayment(terms({ percent: '1.55', days: 0, vat: 'net-only' }), yen)).toEqual({
      by: '2026-11-30',
      payable: '1084',
      deducted: '16', // 15.5
      ofVat: '0',
    });
  });

  it('is none where the terms have none', () => {
    expect(earlyPayment({ kind: 'net', days: 30 }, ofOne)).toBeNull();
    const parts = [
      { percent: '50', due: { kind: 'net', days: 15 } as const },
      { percent: '50', due: { kind: 'net', days: 45 } as const },
    ];
    expect(earlyPayment({ kind: 'instalments', parts }, ofOne)).toBeNull();
  });

  it('makes other terms', () => {
    const two = terms({ percent: '2', days: 10, vat: 'with-vat' });
    expect(areSameTerms(two, { kind: 'net', days: 30 })).toBe(false);
    expect(areSameTerms(two, terms({ percent: '2.00', days: 10, vat: 'with-vat' }))).toBe(true);
    expect(areSameTerms(two, terms({ percent: '2', days: 10, vat: 'net-only' }))).toBe(false);
  });
});
