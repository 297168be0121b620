import { isValidBIC, isValidIBAN } from 'ibantools';
import { validate as atUid } from 'stdnum/lib/cjs/at/uid.js';
import { validate as beVat } from 'stdnum/lib/cjs/be/vat.js';
import { validate as bgVat } from 'stdnum/lib/cjs/bg/vat.js';
import { validate as chVat } from 'stdnum/lib/cjs/ch/vat.js';
import { validate as cyVat } from 'stdnum/lib/cjs/cy/vat.js';
import { validate as czDic } from 'stdnum/lib/cjs/cz/dic.js';
import { validate as deVat } from 'stdnum/lib/cjs/de/vat.js';
import { validate as dkCvr } from 'stdnum/lib/cjs/dk/cvr.js';
import { validate as eeKmkr } from 'stdnum/lib/cjs/ee/kmkr.js';
import { validate as esNif } from 'stdnum/lib/cjs/es/nif.js';
import { validate as fiAlv } from 'stdnum/lib/cjs/fi/alv.js';
import { validate as frSiren } from 'stdnum/lib/cjs/fr/siren.js';
import { validate as frSiret } from 'stdnum/lib/cjs/fr/siret.js';
import { validate as frTva } from 'stdnum/lib/cjs/fr/tva.js';
import { validate as gbVat } from 'stdnum/lib/cjs/gb/vat.js';
import { validate as grVat } from 'stdnum/lib/cjs/gr/vat.js';
import { validate as hrOib } from 'stdnum/lib/cjs/hr/oib.js';
import { validate as huAnum } from 'stdnum/lib/cjs/hu/anum.js';
import { validate as ieVat } from 'stdnum/lib/cjs/ie/vat.js';
import { validate as itIva } from 'stdnum/lib/cjs/it/iva.js';
import { validate as ltPvm } from 'stdnum/lib/cjs/lt/pvm.js';
import { validate as luTva } from 'stdnum/lib/cjs/lu/tva.js';
import { validate as lvPvn } from 'stdnum/lib/cjs/lv/pvn.js';
import { validate as mtVat } from 'stdnum/lib/cjs/mt/vat.js';
import { validate as nlBtw } from 'stdnum/lib/cjs/nl/btw.js';
import { validate as noMva } from 'stdnum/lib/cjs/no/mva.js';
import { validate as plNip } from 'stdnum/lib/cjs/pl/nip.js';
import { validate as ptNif } from 'stdnum/lib/cjs/pt/nif.js';
import { validate as roCif } from 'stdnum/lib/cjs/ro/cif.js';
import { validate as seVat } from 'stdnum/lib/cjs/se/vat.js';
import { validate as siDdv } from 'stdnum/lib/cjs/si/ddv.js';
import { validate as skDph } from 'stdnum/lib/cjs/sk/dph.js';
import { z } from 'zod';
import { mistake } from './said.js';

/**
 * Numbers that others gave to companies and accounts, in the form they are printed and sent in: capitals, no spaces, no
 * punctuation. Their check digits find what was mistyped; whether a number is in use, only its register knows.
 */

type Validate = (number: string) => { readonly isValid: boolean };

/** The validator of a VAT number by its prefix. Monaco has French numbers. */
const vatValidators: Readonly<Record<string, Validate>> = {
  AT: atUid,
  BE: beVat,
  BG: bgVat,
  CH: chVat,
  CY: cyVat,
  CZ: czDic,
  DE: deVat,
  DK: dkCvr,
  EE: eeKmkr,
  EL: grVat,
  ES: esNif,
  FI: fiAlv,
  FR: frTva,
  GB: gbVat,
  HR: hrOib,
  HU: huAnum,
  IE: ieVat,
  IT: itIva,
  LT: ltPvm,
  LU: luTva,
  LV: lvPvn,
  MT: mtVat,
  NL: nlBtw,
  NO: noMva,
  PL: plNip,
  PT: ptNif,
  RO: roCif,
  SE: seVat,
  SI: siDdv,
  SK: skDph,
  XI: gbVat,
};

/** Number of a company in the French register: 9 digits, the last a check digit (Luhn; art. R123-221 C.com). */
export const Siren = z
  .string()
  .regex(/^\d{9}$/, mistake('not-nine-digits'))
  .refine((siren) => frSiren(siren).isValid, mistake('wrong-siren'));

/** Number of an establishment: the SIREN of its company and 5 digits more, the last a check digit. */
export const Siret = z
  .string()
  .regex(/^\d{14}$/, mistake('not-fourteen-digits'))
  .refine((siret) => isSiret(siret), mistake('wrong-siret'));

const LA_POSTE = '356000000';

/** The establishments of La Poste outgrew their check digit: the sum of their digits is a multiple of 5 instead. */
function isSiret(siret: string): boolean {
  if (frSiret(siret).isValid) return true;
  return siret.startsWith(LA_POSTE) && Array.from(siret).reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
}

/**
 * VAT identification number with its prefix, such as `"FR40303265045"` (EN 16931 BT-31, BT-48): of the European Union,
 * Northern Ireland, the United Kingdom, Switzerland and Norway.
 */
export const VatNumber = z
  .string()
  .regex(/^[A-Z]{2}[0-9A-Z]{2,16}$/, mistake('wrong-vat-number-form'))
  .refine(isVatNumber, mistake('wrong-vat-number'));

function isVatNumber(number: string): boolean {
  const prefix = number.slice(0, 2);
  const validate = vatValidators[prefix];
  if (validate === undefined) return false;
  return validate(prefix === 'CH' || prefix === 'NO' ? number : number.slice(2)).isValid;
}

/** A French VAT number is FR, a key and the SIREN of its company (art. 286 ter CGI); others hold no SIREN. */
export const isVatNumberOf = (siren: string, vatNumber: string): boolean =>
  !vatNumber.startsWith('FR') || vatNumber.endsWith(siren);

/** A SIRET begins with the SIREN of its company (art. R123-221 C.com). */
export const isSiretOf = (siren: string, siret: string): boolean => siret.startsWith(siren);

/** A number of GS1 ends with a check digit (GS1 General Specifications, 7.9): digits count 3 and 1 in turn from the right. */
function isGs1(number: string): boolean {
  const digits = Array.from(number, Number).toReversed();
  return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}

/** Global location number: 13 digits (ISO 6523, scheme 0088). */
export const Gln = z
  .string()
  .regex(/^\d{13}$/, mistake('not-thirteen-digits'))
  .refine(isGs1, mistake('wrong-gs1-number'));

/** Global trade item number: 8, 12, 13 or 14 digits (ISO 6523, scheme 0160); zeros before it are no other number. */
export const Gtin = z
  .string()
  .regex(/^(\d{8}|\d{12,14})$/, mistake('wrong-gtin-form'))
  .refine(isGs1, mistake('wrong-gs1-number'));

/** International bank account number: its country's length and check digits (ISO 13616). */
export const Iban = z
  .string()
  .max(34)
  .refine((iban) => isValidIBAN(iban), mistake('wrong-iban'));

/** Identifier of a bank, 8 or 11 signs (ISO 9362). */
export const Bic = z.string().refine((bic) => isValidBIC(bic) && bic === bic.toUpperCase(), mistake('wrong-bic'));
