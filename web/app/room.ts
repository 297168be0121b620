import { use } from 'react';
import type { Language } from '../../contracts/vocabulary.js';
import { typeset } from '../../words/typeset.js';
import { useWords } from './language.js';

/** Words that a first visit does without: they are loaded with the pages that say them, in the language that is read. */
export function room<T>(of: Readonly<Record<Language, () => Promise<T>>>): () => T {
  const read = new Map<Language, Promise<T>>();
  const load = (language: Language): Promise<T> => {
    const loading = language === 'fr' ? of.fr().then(typeset) : of[language]();
    read.set(language, loading);
    loading.catch(() => read.delete(language));
    return loading;
  };
  return () => {
    const { language } = useWords();
    return use(read.get(language) ?? load(language));
  };
}
