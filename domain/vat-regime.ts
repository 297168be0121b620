import type { PostalAddress } from '../contracts/primitives.js';
import type { VatRegime } from '../contracts/vocabulary.js';

/** Where goods lie, as far as their tax depends on it. */
export type Place = Pick<PostalAddress, 'countryCode' | 'postalCode'>;

/** Member states of the European Union by ISO 3166 (directive 2006/112/EC). */
const memberStates: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/**
 * Parts of member states outside the Union's VAT territory, by the beginning of their postal codes (art. 6 of the
 * directive): Canary Islands, Ceuta, Melilla; Åland; Büsingen, Heligoland; Livigno, Campione; Athos; and the French
 * overseas departments (art. 294 CGI), which have ISO codes of their own, too.
 */
const outside: Readonly<Record<string, RegExp>> = {
  ES: /^(35|38|51|52)/,
  FI: /^22/,
  DE: /^(78266|27498)/,
  IT: /^(23041|22061)/,
  GR: /^630 ?86/,
  FR: /^97/,
};

/**
 * The VAT territory that goods lie in: a member state; `XI` for Northern Ireland, whose goods stay in the Union's territory
 * (protocol of 2020); France for Monaco (art. 7 of the directive); null outside.
 */
export function vatTerritoryOf({ countryCode, postalCode }: Place): string | null {
  if (countryCode === 'MC') return 'FR';
  if (countryCode === 'GB') return /^BT/i.test(postalCode) ? 'XI' : null;
  const isInside = memberStates.has(countryCode) && !outside[countryCode]?.test(postalCode.trim());
  return isInside ? countryCode : null;
}

/** The country whose rates our domestic supplies bear. */
export function taxCountryOf(seller: Place): string {
  const territory = vatTerritoryOf(seller);
  return territory === null || territory === 'XI' ? seller.countryCode : territory;
}

/** The territory that gave a VAT number: its prefix, in which Greece writes EL. */
export const territoryOfVatNumber = (vatNumber: string): string => {
  const prefix = vatNumber.slice(0, 2);
  return prefix === 'EL' ? 'GR' : prefix;
};

/**
 * Goods that leave the Union are exempt as exports (art. 262 I CGI); those that go to another member state are, when the
 * buyer is identified in a member state other than the one they leave from (art. 262 ter I CGI). All others bear the
 * seller's domestic tax, also those of a buyer abroad who has no such number or has them delivered here.
 */
export function vatRegimeOf(supply: {
  readonly seller: Place;
  readonly shipTo: Place;
  readonly buyerVatNumber: string | null;
}): VatRegime {
  const from = vatTerritoryOf(supply.seller);
  const to = vatTerritoryOf(supply.shipTo);
  if (to === null) return 'export';
  if (to === from || supply.buyerVatNumber === null) return 'domestic';
  const identified = territoryOfVatNumber(supply.buyerVatNumber);
  const isMember = memberStates.has(identified) || identified === 'XI';
  return isMember && identified !== from ? 'intra-community' : 'domestic';
}
