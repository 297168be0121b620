import type { Language } from '../contracts/vocabulary.js';
import { documents as enDocuments } from './en/documents.js';
import { ops as enOps } from './en/ops.js';
import { sentences as enSentences } from './en/sentences.js';
import { terms as enTerms } from './en/terms.js';
import { documents as frDocuments, type DocumentWords } from './fr/documents.js';
import { ops as frOps, type OpsWords } from './fr/ops.js';
import { sentences as frSentences } from './fr/sentences.js';
import { terms as frTerms } from './fr/terms.js';
import { say, type Say } from './say.js';
import type { Sentences } from './sentences.js';
import type { Terms } from './terms.js';

/** Everything that is said in one language: names, documents and mails, Temporal's summaries, sentences, and how figures are written. */
export type Words = DocumentWords & Terms & Sentences & { readonly ops: OpsWords; readonly say: Say };

const dictionaries: Readonly<Record<Language, Words>> = {
  fr: { ...frDocuments, ...frTerms, ...frSentences, ops: frOps, say: say.fr },
  en: { ...enDocuments, ...enTerms, ...enSentences, ops: enOps, say: say.en },
};

/** The door of this room: what is said in the language. */
export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
