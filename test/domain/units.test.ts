import { describe, expect, it } from 'vitest';
import { isCounted, unitCodeOf } from '../../domain/units.js';

/** Codes as UN/ECE Recommendations 20 (rev. 17) and 21 (rev. 12) print them. */
describe('the code of a sales unit (EN 16931 BT-130)', () => {
  it.each([
    ['piece', 'H87'],
    ['Pièces', 'H87'],
    ['pce.', 'H87'],
    ['unité', 'C62'],
    ['EA', 'EA'],
    ['paire', 'PR'],
    ['kg', 'KGM'],
    ['Kilogramme', 'KGM'],
    ['g', 'GRM'],
    ['tonne', 'TNE'],
    ['L', 'LTR'],
    ['m', 'MTR'],
    ['m²', 'MTK'],
    ['m3', 'MTQ'],
    ['heure', 'HUR'],
    ['carton', 'XCT'],
    ['bouteilles', 'XBO'],
    ['boîte', 'XBX'],
    ['bo\u0069\u0302te', 'XBX'],
    ['palette', 'XPX'],
  ])('%s is %s', (unit, code) => {
    expect(unitCodeOf(unit)).toBe(code);
  });

  it.each(['10 boxes x 20 bags', '1 kg pkg.', '12 - 75 cl bottles', '', 'constructor', 'gros'])(
    'of %j nobody knows one',
    (unit) => {
      expect(unitCodeOf(unit)).toBeNull();
    },
  );

  it('there is no part of a piece, a set or a kit; there is one of a weight, and of a pack that may be broken', () => {
    expect(['pièce', 'Set', 'lot', 'kits', 'each', 'articles', 'pair.'].map(isCounted)).not.toContain(false);
    expect(['kg', 'carton', 'dozen', 'm', '1 kg pkg.'].map(isCounted)).not.toContain(true);
  });
});
