import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Language } from '../../contracts/vocabulary.js';
import { loadDictionary, type ConsoleWords, type VocabularyWords } from '../../words/console.js';
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

type Read = Omit<Spoken, 'change'>;

async function read(language: Language): Promise<Read> {
  const { rooms, vocabulary } = await loadDictionary(language);
  return { language, t: rooms, words: vocabulary };
}

askIn(remembered());
const first = read(remembered());

/**
 * The language that the reader chose here last; the browser's at first. Nothing is said before its words are there, and
 * sentences of the API are read again in another language.
 */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [spoken, setSpoken] = useState<Read | null>(null);
  useEffect(() => void first.then(setSpoken), []);
  const said = useRef<Language>(null);
  useEffect(() => {
    if (spoken === null) return;
    document.documentElement.lang = spoken.language;
    localStorage.setItem(PLACE, spoken.language);
    if (said.current !== null && said.current !== spoken.language) void client.invalidateQueries();
    said.current = spoken.language;
  }, [spoken, client]);
  const value = useMemo(
    (): Spoken | null => spoken && { ...spoken, change: (language: Language) => void read(language).then(setSpoken) },
    [spoken],
  );
  if (value === null) return null;
  askIn(value.language);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** What is said, in the reader's language. */
export function useWords(): Spoken {
  const spoken = use(LanguageContext);
  if (spoken === null) throw new Error('Nobody has chosen a language above this part.');
  return spoken;
}
