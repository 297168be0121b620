import { describe, expect, it } from 'vitest';
import { documents as en } from '../../words/en/documents.js';
import { terms as enTerms } from '../../words/en/terms.js';
import { documents as fr } from '../../words/fr/documents.js';
import { terms as frTerms } from '../../words/fr/terms.js';

const dictionaries = {
  fr: { ...fr, ...frTerms },
  en: { ...en, ...enTerms },
};

const values = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX'];

type Entry = { readonly path: string; readonly kind: string };

function entries(value: unknown, path = ''): Entry[] {
  if (typeof value !== 'object' || value === null) {
    const kind = typeof value === 'function' ? `function of ${value.length}` : typeof value;
    return [{ path, kind }];
  }
  return Object.entries(value).flatMap(([key, child]) => entries(child, `${path}/${key}`));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value(...values))];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

describe('the two dictionaries', () => {
  it('have the same keys, with texts that take the same values', () => {
    expect(entries(dictionaries.en)).toEqual(entries(dictionaries.fr));
    expect(entries(dictionaries.fr).length).toBeGreaterThan(100);
  });

  it('say every value they are given', () => {
    for (const words of Object.values(dictionaries)) {
      for (const entry of functionsOf(words)) {
        expect(entry.length).toBeLessThanOrEqual(values.length);
        const given = values.slice(0, entry.length);
        const said = String(entry(...given));
        for (const value of given) expect(said).toContain(value);
      }
    }
  });

  it('leave nothing empty', () => {
    for (const words of Object.values(dictionaries))
      expect(texts(words).filter((text) => text.trim() === '')).toEqual([]);
  });
});

function functionsOf(value: unknown): ((...args: readonly string[]) => unknown)[] {
  if (typeof value === 'function') return [value as (...args: readonly string[]) => unknown];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(functionsOf) : [];
}
