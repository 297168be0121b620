import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language } from '../../contracts/vocabulary.js';
import { consoleWords, vocabularyWords, type ConsoleWords, type VocabularyWords } from '../../words/console.js';
import { askIn } from '../http/client.js';

export type Spoken = {
  readonly language: Language;
  readonly change: (language: Language) => void;
  /** The console's own words. */
  readonly t: ConsoleWords;
  /** Names of the vocabulary, and how figures are written. */
  readonly words: VocabularyWords;
};

const PLACE = 'encours-language';

const LanguageContext = createContext<Spoken | null>(null);

export const isLanguage = (text: string | null): text is Language => text === 'fr' || text === 'en';

function remembered(): Language {
  const kept = localStorage.getItem(PLACE);
  if (isLanguage(kept)) return kept;
  return navigator.language.startsWith('fr') ? 'fr' : 'en';
}

/** The language that the reader chose here last; the browser's at first. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(remembered);
  askIn(language);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(PLACE, language);
  }, [language]);
  const spoken = useMemo(
    (): Spoken => ({ language, change: setLanguage, t: consoleWords(language), words: vocabularyWords(language) }),
    [language],
  );
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

/** What is said, in the reader's language. */
export function useWords(): Spoken {
  const spoken = use(LanguageContext);
  if (spoken === null) throw new Error('Nobody has chosen a language above this part.');
  return spoken;
}
