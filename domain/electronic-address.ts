/** An address that electronic invoices go to (EN 16931 BT-34, BT-49): `scheme` is of the code list EAS. */
export type ElectronicAddress = { readonly scheme: string; readonly value: string };

/** The scheme of the French reform: an address begins with the SIREN. */
const SIREN_SCHEME = '0225';

/** Schemes whose address is a VAT number with its prefix, by the prefix. */
const vatSchemes: Readonly<Record<string, string>> = {
  AT: '9914',
  BE: '9925',
  BG: '9926',
  CH: '9927',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  DK: '0198',
  EE: '9931',
  EL: '9933',
  ES: '9920',
  FI: '0213',
  FR: '9957',
  GB: '9932',
  HR: '9934',
  HU: '9910',
  IE: '9935',
  IT: '0211',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MT: '9943',
  NL: '9944',
  PL: '9945',
  PT: '9946',
  RO: '9947',
  SI: '9949',
  SK: '9950',
};

type Identified = { readonly siren: string | null; readonly vatNumber: string | null };

/** The SIREN of a company: its own, or the one that its French VAT number ends with. Monaco's end with none (000…). */
export function sirenOf({ siren, vatNumber }: Identified): string | null {
  if (siren !== null) return siren;
  return /^FR..(?!000)(\d{9})$/.exec(vatNumber ?? '')?.[1] ?? null;
}

/**
 * Where a company is reached by what is known of it: by its SIREN; abroad by its VAT number, in Sweden and Norway by the
 * company's number inside it. Null: it has neither.
 */
export function electronicAddressOf(company: Identified): ElectronicAddress | null {
  const siren = sirenOf(company);
  if (siren !== null) return { scheme: SIREN_SCHEME, value: siren };
  const { vatNumber } = company;
  if (vatNumber === null) return null;
  const [prefix, number] = [vatNumber.slice(0, 2), vatNumber.slice(2)];
  if (prefix === 'SE') return { scheme: '0007', value: number.slice(0, 10) };
  if (prefix === 'NO') return { scheme: '0192', value: number.slice(0, 9) };
  const scheme = vatSchemes[prefix];
  return scheme === undefined ? null : { scheme, value: vatNumber };
}
