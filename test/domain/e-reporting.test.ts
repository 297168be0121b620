import { describe, expect, it } from 'vitest';
import { isToldInEuros, refuseReport, reportedAs, SalesByDay, type ReportedBuyer } from '../../domain/e-reporting.js';

const buyer = (countryCode: string, changes: Partial<ReportedBuyer> = {}, postalCode = '1000'): ReportedBuyer => ({
  name: 'Magazzini Alimentari Riuniti',
  siren: null,
  vatNumber: null,
  address: { countryCode, postalCode },
  ...changes,
});

describe('how the administration hears of a sale', () => {
  it.each([
    ['a company in France', buyer('FR', { siren: '732829320' }, '75001')],
    ['one known by its VAT number alone', buyer('FR', { vatNumber: 'FR44732829320' }, '75001')],
    ['one in Martinique', buyer('MQ', { siren: '732829320' }, '97200')],
    ['one in Réunion, written as France', buyer('FR', { siren: '732829320' }, '97400')],
  ])('%s: by its electronic invoice', (_of, of) => {
    expect(reportedAs(of)).toEqual({ kind: 'electronic' });
  });

  it.each([
    ['Italy', buyer('IT', { vatNumber: 'IT00743110157' }), '0223', 'IT00743110157'],
    ['Switzerland', buyer('CH'), '0227', 'CHMagazzini Alimen'],
    ['the United States', buyer('US', { name: 'Lazy K' }), '0227', 'USLazy K'],
    ['the Canary Islands', buyer('ES', { vatNumber: 'ESB12345674' }, '35001'), '0227', 'ESMagazzini Alimen'],
  ])('a company in %s: invoice by invoice', (_country, of, scheme, value) => {
    expect(reportedAs(of)).toEqual({ kind: 'individual', buyer: { scheme, value } });
  });

  it.each([
    ['in France', buyer('FR', {}, '75001')],
    ['in Monaco', buyer('MC', {}, '98000')],
    ['in Italy', buyer('IT')],
  ])('who is known by no number %s: with the others of the day', (_where, of) => {
    expect(reportedAs(of)).toEqual({ kind: 'aggregated' });
  });
});

describe('sales that are told together', () => {
  it('come to what their documents do, by day, category and rate; a credit note takes its part back', () => {
    const days = new SalesByDay();
    const taxed = (rate: string, base: string, vat: string) => ({ category: 'S', rate, base, vat }) as const;
    days.add({ date: '2026-11-03', currency: 'EUR', vatRows: [taxed('5.50', '8.99', '0.49')] });
    days.add({
      date: '2026-11-02',
      currency: 'EUR',
      vatRows: [taxed('20.00', '100.00', '20.00'), taxed('5.50', '10.00', '0.55')],
    });
    days.add({
      date: '2026-11-02',
      currency: 'EUR',
      vatRows: [taxed('20.00', '-30.00', '-6.00'), { category: 'E', rate: '0.00', base: '7.00', vat: '0.00' }],
    });
    expect(days.told()).toEqual([
      {
        date: '2026-11-02',
        currency: 'EUR',
        category: 'TLB1',
        net: '80.00',
        vat: '14.55',
        count: 2,
        rates: [
          { rate: '20.00', base: '70.00', vat: '14.00' },
          { rate: '5.50', base: '10.00', vat: '0.55' },
        ],
      },
      {
        date: '2026-11-02',
        currency: 'EUR',
        category: 'TNT1',
        net: '7.00',
        vat: '0.00',
        count: 1,
        rates: [{ rate: '0.00', base: '7.00', vat: '0.00' }],
      },
      {
        date: '2026-11-03',
        currency: 'EUR',
        category: 'TLB1',
        net: '8.99',
        vat: '0.49',
        count: 1,
        rates: [{ rate: '5.50', base: '8.99', vat: '0.49' }],
      },
    ]);
  });

  it('want VAT in euros: in another currency by a rate, and none where there is no VAT', () => {
    expect([
      isToldInEuros('EUR', '20.00', null),
      isToldInEuros('USD', '0.00', null),
      isToldInEuros('USD', '20.00', '18.40'),
      isToldInEuros('USD', '20.00', null),
    ]).toEqual([true, true, true, false]);
  });
});

describe('a report', () => {
  const france = { countryCode: 'FR', postalCode: '75001' };
  it('is of two days at least, in their order, and of a seller in France', () => {
    const of = (from: string, to: string, seller = france) => refuseReport(seller, { from, to })?.said.sentence ?? null;
    expect([
      of('2026-11-01', '2026-11-10'),
      of('2026-11-10', '2026-11-01'),
      of('2026-11-01', '2026-11-01'),
      of('2026-11-01', '2026-11-10', { countryCode: 'BE', postalCode: '1000' }),
    ]).toEqual([null, 'period-backwards', 'period-of-one-day', 'reported-in-france-only']);
  });
});
