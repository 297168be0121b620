import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rooms as english } from '../../words/en/console.js';
import { rooms as french } from '../../words/fr/console.js';
import { spacedInFrench, typeset } from '../../words/typeset.js';

const values = [2, 'TWO', 'THREE', 4];

function said(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return said(safely(words as (...given: readonly unknown[]) => unknown));
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(said) : [];
}

/** What it says of made-up values; nothing where it wants others. */
function safely(say: (...given: readonly unknown[]) => unknown): unknown {
  try {
    return say(...values);
  } catch {
    return null;
  }
}

async function lazyRooms(language: 'fr' | 'en'): Promise<readonly unknown[]> {
  const folder = new URL(`../../words/${language}/console/`, import.meta.url);
  return Promise.all(readdirSync(folder).map((file) => import(new URL(file, folder).href) as Promise<unknown>));
}

describe('what the console says', () => {
  it('has no space before a colon, semicolon, question or exclamation mark in English', async () => {
    const texts = [...said(english), ...(await lazyRooms('en')).flatMap(said)];
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.filter((text) => /\s[:;?!](?:\s|$)/.test(text))).toEqual([]);
  });

  it('has a space that breaks no line before them in French, and inside its quotation marks', async () => {
    const texts = said([french, ...(await lazyRooms('fr')).map(typeset)]);
    expect(texts.length).toBeGreaterThan(1000);
    const wrong = texts.filter((text) => / [:;?!»](?:\s|$)|« |[^\s\d:][:;?!](?:\s|$)/.test(text));
    expect(wrong.filter((text) => !text.includes('http'))).toEqual([]);
    expect(texts.some((text) => text.includes('\u00a0:'))).toBe(true);
  });

  it('keeps figures, addresses and times as they are', () => {
    expect(spacedInFrench('à 10:30, voir http://a.example/?b=c : « rien » ; quoi ?')).toBe(
      'à 10:30, voir http://a.example/?b=c\u00a0: «\u00a0rien\u00a0»\u202f; quoi\u202f?',
    );
  });
});
