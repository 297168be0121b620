import type { ProblemCode } from '../contracts/problems.js';
import type { Language } from '../contracts/vocabulary.js';
import { problems as en } from './en/problems.js';
import { problems as fr } from './fr/problems.js';
import { atTheDoor } from './fr/door.js';
import { mistakes } from './fr/mistakes.js';
import { holes, refusals } from './fr/refusals.js';
import { terms } from './fr/terms.js';

/** What each failure is called, and what to do about it. One that lacks a word does not compile. */
export type ProblemWords = Readonly<Record<ProblemCode, { readonly title: string; readonly remedy: string }>>;

const dictionaries: Readonly<Record<Language, ProblemWords>> = { fr, en };

export const problemWords = (language: Language): ProblemWords => dictionaries[language];

/** An English sentence and the French one, with the same `{holes}`; those of the vocabulary are said in French as well. */
export type Pair = readonly [english: string, french: string];

const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...holes,
  stage: terms.stage,
  role: terms.role,
  discrepancy: terms.discrepancy,
};

type Rule = { readonly pattern: RegExp; readonly names: readonly string[]; readonly french: string };

const HOLE = /\{(\w+)\}/g;

function ruleOf([english, french]: Pair): Rule {
  const names = [...english.matchAll(HOLE)].map(([, name = '']) => name);
  const source = english
    .split(HOLE)
    .map((part, at) => (at % 2 === 0 ? part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`) : '([^]+?)'))
    .join('');
  return { pattern: new RegExp(`^${source}$`), names, french };
}

const rules: readonly Rule[] = [...mistakes, ...refusals, ...atTheDoor].map(ruleOf);

/**
 * What is on record in English, in French: a sentence about what was refused, or what is wrong with a field, to be read
 * after its name. Refusals are kept in English with the process that made them. @returns null when there are no French words
 */
export function frenchOf(english: string): string | null {
  for (const { pattern, names, french } of rules) {
    const found = pattern.exec(english);
    if (found === null) continue;
    const values = Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']));
    return french.replaceAll(HOLE, (_, name: string) => frenchValue(name, values[name] ?? ''));
  }
  return null;
}

/** What stands in a hole: words of the vocabulary in French, a list of them each, another sentence as a sentence; else as it is. */
function frenchValue(name: string, value: string): string {
  if (name === 'refusal') return frenchOf(value) ?? value;
  const known = named[name];
  if (known === undefined) return value;
  return value
    .split(', ')
    .map((each) => known[each] ?? each)
    .join(', ');
}
