import type { Language } from '../contracts/vocabulary.js';
import { admin as enAdmin } from './en/console/admin.js';
import { policies as enPolicies } from './en/console/policies.js';
import { rights as enRights } from './en/console/rights.js';
import { admin as frAdmin } from './fr/console/admin.js';
import { policies as frPolicies } from './fr/console/policies.js';
import { rights as frRights } from './fr/console/rights.js';

const french = { admin: frAdmin, policies: frPolicies, rights: frRights };

/** What the pages of the administration say; nobody else loads it. */
export type WordsOfAdmin = typeof french;

const dictionaries: Readonly<Record<Language, WordsOfAdmin>> = {
  fr: french,
  en: { admin: enAdmin, policies: enPolicies, rights: enRights },
};

export const wordsOfAdmin = (language: Language): WordsOfAdmin => dictionaries[language];
