import { isValidBIC, isValidIBAN } from 'ibantools';
import { stdnum } from 'stdnum';
import { z } from 'zod';

/**
 * Numbers that others gave to companies and accounts, in the form they are printed and sent in: capitals, no spaces, no
 * punctuation. Their check digits find what was mistyped; whether a number is in use, only its register knows.
 */

/** The validator of a VAT number by its prefix: country and name. Monaco has French numbers. */
const vatValidators: Readonly<Record<string, readonly [country: string, name: string]>> = {
  AT: ['AT', 'uid'],
  BE: ['BE', 'vat'],
  BG: ['BG', 'vat'],
  CH: ['CH', 'vat'],
  CY: ['CY', 'vat'],
  CZ: ['CZ', 'dic'],
  DE: ['DE', 'vat'],
  DK: ['DK', 'cvr'],
  EE: ['EE', 'kmkr'],
  EL: ['GR', 'vat'],
  ES: ['ES', 'nif'],
  FI: ['FI', 'alv'],
  FR: ['FR', 'tva'],
  GB: ['GB', 'vat'],
  HR: ['HR', 'oib'],
  HU: ['HU', 'anum'],
  IE: ['IE', 'vat'],
  IT: ['IT', 'iva'],
  LT: ['LT', 'pvm'],
  LU: ['LU', 'tva'],
  LV: ['LV', 'pvn'],
  MT: ['MT', 'vat'],
  NL: ['NL', 'btw'],
  NO: ['NO', 'mva'],
  PL: ['PL', 'nip'],
  PT: ['PT', 'nif'],
  RO: ['RO', 'cif'],
  SE: ['SE', 'vat'],
  SI: ['SI', 'ddv'],
  SK: ['SK', 'dph'],
  XI: ['GB', 'vat'],
};

const isValid = (country: string, name: string, number: string): boolean =>
  stdnum[country]?.[name]?.validate(number).isValid === true;

/** Number of a company in the French register: 9 digits, the last a check digit (Luhn; art. R123-221 C.com). */
export const Siren = z
  .string()
  .regex(/^\d{9}$/, 'must be 9 digits')
  .refine((siren) => isValid('FR', 'siren', siren), 'is no SIREN: its check digit is wrong, look for a mistyped digit');

/** Number of an establishment: the SIREN of its company and 5 digits more, the last a check digit. */
export const Siret = z
  .string()
  .regex(/^\d{14}$/, 'must be 14 digits')
  .refine((siret) => isSiret(siret), 'is no SIRET: its check digit is wrong, look for a mistyped digit');

const LA_POSTE = '356000000';

/** The establishments of La Poste outgrew their check digit: the sum of their digits is a multiple of 5 instead. */
function isSiret(siret: string): boolean {
  if (isValid('FR', 'siret', siret)) return true;
  return siret.startsWith(LA_POSTE) && Array.from(siret).reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
}

/**
 * VAT identification number with its prefix, such as `"FR40303265045"` (EN 16931 BT-31, BT-48): of the European Union,
 * Northern Ireland, the United Kingdom, Switzerland and Norway.
 */
export const VatNumber = z
  .string()
  .regex(/^[A-Z]{2}[0-9A-Z]{2,16}$/, 'must be a VAT number without spaces, such as "FR40303265045"')
  .refine(isVatNumber, 'is no VAT number: look for a mistyped sign; leave out the tax numbers of other countries');

function isVatNumber(number: string): boolean {
  const prefix = number.slice(0, 2);
  const [country, name] = vatValidators[prefix] ?? [];
  if (country === undefined || name === undefined) return false;
  return isValid(country, name, prefix === 'CH' || prefix === 'NO' ? number : number.slice(2));
}

/** International bank account number: its country's length and check digits (ISO 13616). */
export const Iban = z
  .string()
  .max(34)
  .refine((iban) => isValidIBAN(iban), 'is no IBAN: write it without spaces and look for a mistyped sign');

/** Identifier of a bank, 8 or 11 signs (ISO 9362). */
export const Bic = z
  .string()
  .refine((bic) => isValidBIC(bic) && bic === bic.toUpperCase(), 'must be a BIC of 8 or 11 signs, such as "BNPAFRPP"');
