import { readdirSync, readFileSync, statSync } from 'node:fs';
import { lexer, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { rooms as english } from '../../words/en/console.js';
import { figures as englishFigures } from '../../words/en/figures.js';
import { rooms as french } from '../../words/fr/console.js';
import { figures as frenchFigures } from '../../words/fr/figures.js';

/** The guides quote the console: a button that is renamed makes them false. */
const guides = new URL('../../docs/guides/', import.meta.url);
const roles = ['administrator', 'finance', 'logistics', 'manager', 'operations', 'sales'];
const whole = { en: { ...english, figures: englishFigures }, fr: { ...french, figures: frenchFigures } };

const textsIn = (words: unknown): readonly string[] => {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(textsIn) : [];
};

async function wordsOfConsole(language: 'fr' | 'en'): Promise<ReadonlySet<string>> {
  const folder = new URL(`../../words/${language}/console/`, import.meta.url);
  const rooms = await Promise.all(readdirSync(folder).map((file) => import(new URL(file, folder).href)));
  return new Set([whole[language], ...rooms.map((room: object) => ({ ...room }))].flatMap(textsIn));
}

/** What a guide sets in bold, but for the heads of its steps and questions. */
const quoted = (guide: string): readonly string[] =>
  guide.split('\n').flatMap((line) => {
    const isHead = (at: number): boolean => /^(?:\d+\. |- )$/.test(line.slice(0, at));
    return [...line.matchAll(/\*\*(.+?)\*\*/g)].filter(({ index }) => !isHead(index)).map(([, text = '']) => text);
  });

describe.each(['en', 'fr'] as const)('the guides of the roles (%s)', (language) => {
  const read = (role: string) => readFileSync(new URL(`${language}/${role}.md`, guides), 'utf8');

  it('are one for each role', () => {
    expect(readdirSync(new URL(`${language}/`, guides)).toSorted()).toEqual(roles.map((role) => `${role}.md`));
  });

  it.each(roles)('has a picture that is there, and is small: %s', (role) => {
    const files = [...read(role).matchAll(/^!\[.+\]\((\.\.\/images\/.+\.webp)\)$/gm)].map(([, file = '']) => file);
    expect(files).toEqual([`../images/${role}.${language}.webp`]);
    for (const file of files)
      expect(statSync(new URL(file, new URL(`${language}/`, guides))).size).toBeLessThan(60_000);
  });

  it.each(roles)('is written in what its page shows: %s', (role) => {
    const known = ['space', 'heading', 'paragraph', 'image', 'list', 'list_item', 'strong', 'codespan', 'link', 'text'];
    const [first, ...parts] = lexer(read(role));
    expect(first).toMatchObject({ type: 'heading', depth: 1 });
    const kinds = new Set<string>();
    void walkTokens(parts, ({ type }) => void kinds.add(type));
    expect([...kinds].filter((kind) => !known.includes(kind))).toEqual([]);
  });

  it.each(roles)('quote buttons and pages by the words of the console: %s', async (role) => {
    const words = await wordsOfConsole(language);
    const names = quoted(read(role));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !words.has(name))).toEqual([]);
  });
});
