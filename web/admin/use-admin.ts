import { useMemo } from 'react';
import { wordsOfAdmin, type WordsOfAdmin } from '../../words/admin.js';
import { useWords, type Spoken } from '../app/language.js';

export type SpokenToAdmin = Spoken & { readonly a: WordsOfAdmin };

/** What is said on the pages of the administration, in the reader's language. */
export function useAdmin(): SpokenToAdmin {
  const spoken = useWords();
  return useMemo(() => ({ ...spoken, a: wordsOfAdmin(spoken.language) }), [spoken]);
}
