import { useMemo } from 'react';
import type { AdminWords } from '../../words/fr/console/admin.js';
import type { PolicyWords } from '../../words/fr/console/policies.js';
import type { RightWords } from '../../words/fr/console/rights.js';
import { useWords, type Spoken } from '../app/language.js';
import { room } from '../app/room.js';

/** What the pages of the administration say; nobody else loads it. */
type WordsOfAdmin = {
  readonly admin: AdminWords;
  readonly policies: PolicyWords;
  readonly rights: RightWords;
};

const useWordsOfAdmin = room<WordsOfAdmin>({
  fr: async () => ({
    ...(await import('../../words/fr/console/admin.js')),
    ...(await import('../../words/fr/console/policies.js')),
    ...(await import('../../words/fr/console/rights.js')),
  }),
  en: async () => ({
    ...(await import('../../words/en/console/admin.js')),
    ...(await import('../../words/en/console/policies.js')),
    ...(await import('../../words/en/console/rights.js')),
  }),
});

export type SpokenToAdmin = Spoken & { readonly a: WordsOfAdmin };

/** What is said on the pages of the administration, in the reader's language. */
export function useAdmin(): SpokenToAdmin {
  const spoken = useWords();
  const a = useWordsOfAdmin();
  return useMemo(() => ({ ...spoken, a }), [spoken, a]);
}
