import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taxCountryOf, vatRegimeOf, vatTerritoryOf } from '../../domain/vat-regime.js';

const at = (countryCode: string, postalCode = '') => ({ countryCode, postalCode });
const bordeaux = at('FR', '33000');

describe('the VAT regime of goods', () => {
  it.each([
    { to: 'a French customer', shipTo: at('FR', '75011'), vat: 'FR40303265045', regime: 'domestic' },
    {
      to: 'a customer in Monaco, which is French territory for VAT',
      shipTo: at('MC', '98000'),
      vat: null,
      regime: 'domestic',
    },
    {
      to: 'a German customer with a German number',
      shipTo: at('DE', '10115'),
      vat: 'DE136695976',
      regime: 'intra-community',
    },
    { to: 'a German customer without a number', shipTo: at('DE', '10115'), vat: null, regime: 'domestic' },
    {
      to: 'a German customer with a French number only',
      shipTo: at('DE', '10115'),
      vat: 'FR40303265045',
      regime: 'domestic',
    },
    {
      to: 'a German customer whose goods stay in France',
      shipTo: at('FR', '67000'),
      vat: 'DE136695976',
      regime: 'domestic',
    },
    {
      to: 'Germany, for a Belgian customer',
      shipTo: at('DE', '10115'),
      vat: 'BE0403019261',
      regime: 'intra-community',
    },
    {
      to: 'Greece, whose numbers begin with EL',
      shipTo: at('GR', '105 57'),
      vat: 'EL094259216',
      regime: 'intra-community',
    },
    { to: 'Belfast', shipTo: at('GB', 'BT1 5GS'), vat: 'XI980780684', regime: 'intra-community' },
    {
      to: 'Belfast, with a number of Great Britain',
      shipTo: at('GB', 'BT1 5GS'),
      vat: 'GB980780684',
      regime: 'domestic',
    },
    { to: 'London', shipTo: at('GB', 'WA1 1DP'), vat: 'GB980780684', regime: 'export' },
    { to: 'Switzerland', shipTo: at('CH', '1204'), vat: 'CHE107787577MWST', regime: 'export' },
    { to: 'Switzerland, for a German customer', shipTo: at('CH', '1204'), vat: 'DE136695976', regime: 'export' },
    { to: 'Martinique (art. 294 CGI)', shipTo: at('MQ', '97200'), vat: 'FR40303265045', regime: 'export' },
    { to: 'Guadeloupe, written as France', shipTo: at('FR', '97110'), vat: 'FR40303265045', regime: 'export' },
    { to: 'Tenerife', shipTo: at('ES', '38001'), vat: 'ESB58378431', regime: 'export' },
    { to: 'Madrid', shipTo: at('ES', '28001'), vat: 'ESB58378431', regime: 'intra-community' },
    { to: 'Åland', shipTo: at('FI', '22100'), vat: 'FI20774740', regime: 'export' },
    { to: 'Livigno', shipTo: at('IT', '23041'), vat: 'IT00743110157', regime: 'export' },
    { to: 'Norway', shipTo: at('NO', '4110'), vat: null, regime: 'export' },
  ] as const)('from Bordeaux to $to is $regime', ({ shipTo, vat, regime }) => {
    expect(vatRegimeOf({ seller: bordeaux, shipTo, buyerVatNumber: vat })).toBe(regime);
  });

  it('of a seller in Germany is domestic in Germany and intra-community in France', () => {
    const seller = at('DE', '10115');
    expect(vatRegimeOf({ seller, shipTo: seller, buyerVatNumber: 'FR40303265045' })).toBe('domestic');
    expect(vatRegimeOf({ seller, shipTo: bordeaux, buyerVatNumber: 'FR40303265045' })).toBe('intra-community');
  });

  it('is never intra-community without the VAT number of another member state, nor for goods that stay in our country', () => {
    const codes = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    const place = fc.record({
      countryCode: fc.constantFrom(...codes, 'MC', 'GB', 'CH', 'US', 'MQ'),
      postalCode: fc.constantFrom('', '33000', '97110', 'BT1 5GS', 'WA1 1DP', '35001', '22100'),
    });
    const prefix = fc.constantFrom(...codes.filter((code) => code !== 'GR'), 'EL', 'XI', 'GB', 'CH', 'NO');
    const number = fc.option(prefix.map((letters) => `${letters}123456789`));
    fc.assert(
      fc.property(place, place, number, (seller, shipTo, buyerVatNumber) => {
        if (vatRegimeOf({ seller, shipTo, buyerVatNumber }) !== 'intra-community') return;
        const [from, to] = [vatTerritoryOf(seller), vatTerritoryOf(shipTo)];
        expect(to).not.toBeNull();
        expect(to).not.toBe(from);
        const letters = buyerVatNumber?.slice(0, 2) ?? '';
        expect([...codes.filter((code) => code !== 'GR'), 'EL', 'XI']).toContain(letters);
        expect(letters === 'EL' ? 'GR' : letters).not.toBe(from);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['Bordeaux', bordeaux, 'FR'],
    ['Monaco', at('MC', '98000'), 'FR'],
    ['Berlin', at('DE', '10115'), 'DE'],
    ['Belfast', at('GB', 'BT1 5GS'), 'GB'],
    ['Geneva', at('CH', '1204'), 'CH'],
    ['Martinique', at('MQ', '97200'), 'MQ'],
  ] as const)('of goods that stay at home bears the rates of %s’s country', (_town, seller, country) => {
    expect(taxCountryOf(seller)).toBe(country);
  });

  it('knows 27 member states', () => {
    const codes = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    expect(codes.map((code) => vatTerritoryOf(at(code)))).toEqual(codes);
    expect(codes).toHaveLength(27);
    expect(['US', 'CH', 'NO', 'UK', 'EL', 'XX'].map((code) => vatTerritoryOf(at(code)))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });
});
