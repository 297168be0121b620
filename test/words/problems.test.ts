import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refuseDate } from '../../domain/date-bounds.js';
import { refuseFiner } from '../../domain/amount-entry.js';
import { refuseAtStage } from '../../domain/order-stages.js';
import { atTheDoor } from '../../words/fr/door.js';
import { mistakes } from '../../words/fr/mistakes.js';
import { refusals } from '../../words/fr/refusals.js';
import { frenchOf } from '../../words/problems.js';

const holesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted((a, b) => a.localeCompare(b));

describe('what is refused', () => {
  it('has no hole in French that English does not fill', () => {
    const lost = [...mistakes, ...refusals, ...atTheDoor].filter(
      ([english, french]) => !holesOf(french).every((name) => holesOf(english).includes(name)),
    );
    expect(lost).toEqual([]);
  });

  it('of a field has French words, whatever the contracts say of it', () => {
    const folder = new URL('../../contracts/', import.meta.url);
    const said = readdirSync(folder)
      .filter((name) => !['audit.ts', 'process.ts', 'documents.ts'].includes(name))
      .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(SAID)])
      .map(([, text = '']) => text);
    expect(said.length).toBeGreaterThan(30);
    expect(said.filter((text) => frenchOf(text) === null)).toEqual([]);
  });

  it('keeps its figures, and says the vocabulary in French', () => {
    const order = { number: 'SO-2026-000007', stage: 'delivered', stopped: false, lines: [] } as const;
    const early = refuseAtStage(order, 'amendment');
    expect(frenchOf(early?.detail ?? '')).toBe(
      'Une commande qui a des livraisons ne se modifie plus, et SO-2026-000007 en est à : Livrée.',
    );
    expect(['encode', 'decode'].map((way) => frenchOf(`The payloads cannot be ${way}d.`))).toEqual([
      'Les contenus ne peuvent pas être chiffrés.',
      'Les contenus ne peuvent pas être déchiffrés.',
    ]);
    expect(frenchOf('is not known here: there are a, b')).toBe('n’est pas connu ici : il y a a, b');
    expect(frenchOf('What it takes now: a cancellation, a delivery.')).toBe(
      'Ce qu’elle admet maintenant : une annulation, une livraison.',
    );
    expect(frenchOf(refuseFiner('amount', '1.500', 'EUR')?.detail ?? '')).toBe(
      '1.500 doit avoir au plus 2 décimales en EUR : le point sépare les décimales, et séparait sans doute ici les milliers.',
    );
    expect(frenchOf(refuseFiner('amount', '1.500', 'EUR')?.remedy ?? '')).toBe(
      'Écrivez 1500 si c’est ce qui était voulu. Écrivez le montant dans les décimales de sa devise.',
    );
    const date = refuseDate('payment', { field: 'date', date: '2027-01-15' }, '2026-11-29');
    expect(frenchOf(date?.detail ?? '')).toBe(
      'Une date de valeur est entre le 2016-11-29 et le 2026-12-06, et celle-ci est le 2027-01-15.',
    );
  });

  it('stays as it is on record where there are no French words for it', () => {
    expect(frenchOf('Quite another thing.')).toBeNull();
  });
});

/** A message of a schema, to be read after the field's name. */
const SAID = /(?<=[\s(,])'((?:must|is|each|codes|line numbers|one address|money|only money) [^'\n]*)'/g;
