import type { Language } from '../contracts/vocabulary.js';
import { kpis as en } from './en/kpis.js';
import { terms as enTerms } from './en/terms.js';
import { kpis as fr, type KpiWords } from './fr/kpis.js';
import { terms as frTerms } from './fr/terms.js';

const dictionaries: Readonly<Record<Language, KpiWords>> = { fr, en };
const terms = { fr: frTerms, en: enTerms } as const;

/** What the figures are called and what they count, in one language. */
export const kpiWords = (language: Language): KpiWords => dictionaries[language];

/** What a stage, an origin, a bucket or a segment is called; the word itself where it has no name. */
export function kindName(kind: string, language: Language): string {
  const { stage, origin, asker, discrepancy, work } = terms[language];
  const names: Readonly<Record<string, string>> = {
    ...discrepancy,
    ...work,
    ...origin,
    ...asker,
    ...stage,
    ...dictionaries[language].kind,
  };
  return names[kind] ?? kind;
}
