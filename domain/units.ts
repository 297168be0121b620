/** A unit of measure: its code in UN/ECE Recommendation 20 (`X…`: packaging, Recommendation 21), and how price lists write it, French and English. */
type Unit = {
  readonly code: string;
  /** There is no part of one. */
  readonly isCounted?: true;
  readonly words: string;
};

const units: readonly Unit[] = [
  { code: 'H87', isCounted: true, words: 'piece pieces pièce pièces pce pces pc pcs' },
  { code: 'C62', isCounted: true, words: 'unit units unité unités item items article articles' },
  { code: 'EA', isCounted: true, words: 'each ea' },
  { code: 'PR', isCounted: true, words: 'pair pairs paire paires' },
  { code: 'SET', isCounted: true, words: 'set sets' },
  { code: 'LO', isCounted: true, words: 'lot lots' },
  { code: 'KT', isCounted: true, words: 'kit kits' },
  { code: 'DZN', words: 'dozen dozens douzaine douzaines' },
  { code: 'XBX', words: 'box boxes boîte boîtes boite boites' },
  { code: 'XCT', words: 'carton cartons' },
  { code: 'XPK', words: 'package packages pack packs paquet paquets colis' },
  { code: 'XPX', words: 'pallet pallets palette palettes' },
  { code: 'XBO', words: 'bottle bottles bouteille bouteilles' },
  { code: 'XBG', words: 'bag bags sac sacs' },
  { code: 'XRO', words: 'roll rolls rouleau rouleaux' },
  { code: 'KGM', words: 'kg kilo kilos kilogram kilograms kilogramme kilogrammes' },
  { code: 'GRM', words: 'g gr gram grams gramme grammes' },
  { code: 'TNE', words: 't tonne tonnes' },
  { code: 'LTR', words: 'l litre litres liter liters' },
  { code: 'CLT', words: 'cl centilitre centilitres' },
  { code: 'MLT', words: 'ml millilitre millilitres' },
  { code: 'HLT', words: 'hl hectolitre hectolitres' },
  { code: 'MTR', words: 'm mètre mètres metre metres meter meters' },
  { code: 'CMT', words: 'cm centimètre centimètres' },
  { code: 'MMT', words: 'mm millimètre millimètres' },
  { code: 'KMT', words: 'km kilomètre kilomètres' },
  { code: 'MTK', words: 'm2 m²' },
  { code: 'MTQ', words: 'm3 m³' },
  { code: 'HUR', words: 'h hour hours heure heures' },
  { code: 'DAY', words: 'day days jour jours' },
  { code: 'KWH', words: 'kwh' },
];

const byWord: ReadonlyMap<string, Unit> = new Map(
  units.flatMap((unit) => unit.words.split(' ').map((word) => [word, unit] as const)),
);

const unitOf = (unit: string): Unit | undefined =>
  byWord.get(unit.normalize('NFC').trim().toLowerCase().replace(/\.$/, ''));

/** Whether a sales unit is counted by the piece; a weight, a length, or a pack that may be broken is not. */
export const isCounted = (unit: string): boolean => unitOf(unit)?.isCounted === true;

/** Code of a sales unit by UN/ECE Recommendations 20 and 21 (EN 16931 BT-130); null: it is none that is known by its words. */
export const unitCodeOf = (unit: string): string | null => unitOf(unit)?.code ?? null;
