/** Units of which there is no part, in the words of price lists, French and English. */
const counted: ReadonlySet<string> = new Set(
  [
    ['piece', 'pieces', 'pièce', 'pièces', 'pce', 'pces', 'pc', 'pcs'],
    ['unit', 'units', 'unité', 'unités', 'each', 'ea', 'item', 'items', 'article', 'articles'],
    ['pair', 'pairs', 'paire', 'paires', 'set', 'sets', 'lot', 'lots', 'kit', 'kits'],
  ].flat(),
);

/** Whether a sales unit is counted by the piece; a weight, a length, or a pack that may be broken is not. */
export const isCounted = (unit: string): boolean =>
  counted.has(unit.normalize('NFC').trim().toLowerCase().replace(/\.$/, ''));
