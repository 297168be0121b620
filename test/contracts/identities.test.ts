import { describe, expect, it } from 'vitest';
import { Company } from '../../contracts/company.js';
import { Bic, Iban, isVatNumberOf, Siren, Siret, VatNumber } from '../../contracts/identities.js';
import { mistake } from '../../contracts/said.js';
import * as completion from '../../prisma/demo/completion.js';

/** Numbers that companies and registers publish. */
const published = {
  /** INSEE's own SIREN and the SIRET of its seat, La Poste's. */
  sirens: ['120027016', '356000000', '552100554'],
  sirets: ['12002701600563', '35600000000048'],
  vatNumbers: [
    'FR40303265045',
    'DE136695976',
    'EL094259216',
    'NL004495445B01',
    'CZ25123891',
    'HU12892312',
    'RO18547290',
    'MT11679112',
    'LU15027442',
    'BG175074752',
    'LV40003521600',
    'LT119511515',
    'SI50223054',
    'SK2022749619',
    'EE100931558',
    'HR33392005961',
    'CY10259033P',
    'GB980780684',
    'XI980780684',
    'CHE107787577MWST',
  ],
  /** Examples of the ISO 13616 registry. */
  ibans: ['FR1420041010050500013M02606', 'DE89370400440532013000', 'GB29NWBK60161331926819', 'NO9386011117947'],
} as const;

/** The same number with its first digit mistyped. */
const mistyped = (number: string): string => number.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));

describe('numbers of companies', () => {
  it.each(published.sirens)('takes the SIREN %s, and finds a mistyped digit in it', (siren) => {
    expect(Siren.safeParse(siren).success).toBe(true);
    expect(Siren.safeParse(mistyped(siren)).success).toBe(false);
  });

  it.each(published.sirets)('takes the SIRET %s, and finds a mistyped digit in it', (siret) => {
    expect(Siret.safeParse(siret).success).toBe(true);
    expect(Siret.safeParse(mistyped(siret)).success).toBe(false);
  });

  it('takes a SIRET of La Poste that fails the check digit of all others, by its sum of digits', () => {
    // 3 + 5 + 6 + 1 = 15 = 3 × 5; by Luhn 6 + 5 + 3 + 1 = 15, no multiple of ten.
    expect(Siret.safeParse('35600000000001').success).toBe(true);
    expect(Siret.safeParse('35600000049837').success).toBe(true);
    expect(Siret.safeParse('35600000000002').success).toBe(false);
    expect(Siret.safeParse('55210055400001').success).toBe(false);
  });

  it.each(published.vatNumbers)('takes the VAT number %s, and finds a mistyped digit in it', (number) => {
    expect(VatNumber.safeParse(number).success).toBe(true);
    expect(VatNumber.safeParse(mistyped(number)).success).toBe(false);
  });

  it.each(['FR 40303265045', 'fr40303265045', 'FR40.303.265.045', '40303265045', 'US123456789', 'FR', ''])(
    'refuses «%s» as a VAT number',
    (number) => {
      expect(VatNumber.safeParse(number).success).toBe(false);
    },
  );

  it.each([
    ['303265045', 'FR40303265045'], // 303265045 mod 97 = 74; 12 + 3 × 74 = 234; mod 97 = 40
    ['120027016', 'FR85120027016'], // 120027016 mod 97 = 89; 12 + 3 × 89 = 279; mod 97 = 85
    ['552100554', 'FR96552100554'], // 552100554 mod 97 = 28; 12 + 3 × 28 = 96
  ])('the company %s has the French VAT number %s, and no other key', (siren, vatNumber) => {
    const keys = Array.from({ length: 100 }, (_, key) => `FR${String(key).padStart(2, '0')}${siren}`);
    expect(keys.filter((number) => VatNumber.safeParse(number).success)).toEqual([vatNumber]);
    expect(isVatNumberOf(siren, vatNumber)).toBe(true);
  });

  it.each([
    ['552100554', 'FR40303265045', false],
    ['552100554', 'DE136695976', true],
  ])('a company %s with the VAT number %s: %s', (siren, vatNumber, fits) => {
    expect(isVatNumberOf(siren, vatNumber)).toBe(fits);
  });

  it('our own company has the VAT number of its SIREN', () => {
    const { company } = completion;
    expect(Company.safeParse(company).success).toBe(true);
    const strange = Company.safeParse({ ...company, vatNumber: 'FR40303265045' });
    expect(strange.error?.issues.map(({ path }) => path)).toEqual([['vatNumber']]);
  });

  it('says what to do about it', () => {
    expect(VatNumber.safeParse('FR41303265045').error?.issues[0]?.message).toBe(mistake('wrong-vat-number'));
    expect(Siren.safeParse('55210055').error?.issues[0]?.message).toBe(mistake('not-nine-digits'));
  });
});

describe('accounts and banks', () => {
  it.each(published.ibans)('takes the IBAN %s, and finds a mistyped digit in it', (iban) => {
    expect(Iban.safeParse(iban).success).toBe(true);
    expect(Iban.safeParse(mistyped(iban)).success).toBe(false);
  });

  it.each(['FR14 2004 1010 0505 0001 3M02 606', 'FR1420041010050500013M0260', '', 'X'.repeat(35)])(
    'refuses «%s» as an IBAN',
    (iban) => {
      expect(Iban.safeParse(iban).success).toBe(false);
    },
  );

  it.each(['BNPAFRPP', 'BNPAFRPPXXX'])('takes the BIC %s', (bic) => {
    expect(Bic.safeParse(bic).success).toBe(true);
  });

  it.each(['BNPAFRP', 'BNPAFRPPXX', 'bnpafrpp', '12345678', 'BNPA1RPP'])('refuses «%s» as a BIC', (bic) => {
    expect(Bic.safeParse(bic).success).toBe(false);
  });
});
