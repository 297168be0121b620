import { isCounted, unitCodeOf } from './units.js';

/** What is counted one by one (UN/ECE Recommendation 20): one, each, piece, article. */
const ones = ['C62', 'EA', 'H87', 'NAR'] as const;
/** A pack, by its code in Recommendation 21 with an X before it. */
const isPack = (code: string): boolean => /^X[A-Z0-9]{2}$/.test(code);

/**
 * The codes that say our sales unit, the one that we write first: of what is measured, its own; what is sold by the piece or
 * in a pack is counted one by one as well.
 */
export function unitCodesOf(unit: string): readonly [string, ...string[]] {
  const own = unitCodeOf(unit);
  if (own === null) return ones;
  return isCounted(unit) || isPack(own) ? [own, ...ones] : [own];
}

/** Whether a quantity in this code is one of our unit: a pack may be said by whatever it is packed in. */
export function saysUnit(code: string, unit: string): boolean {
  const own = unitCodeOf(unit);
  return unitCodesOf(unit).includes(code) || (isPack(code) && (own === null || isPack(own)));
}
