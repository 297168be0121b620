import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Language } from '../../contracts/vocabulary.js';
import { loadDictionary, type Spoken as Said } from '../../words/console.js';
import { remember } from '../first.js';
import { askIn } from '../http/client.js';

/** What is said in the language that is read, and how to read another. */
export type Spoken = Said & { readonly change: (language: Language) => void };

const LanguageContext = createContext<Spoken | null>(null);

/** Names and words of one language, once they are there. */
export async function read(language: Language, loading = loadDictionary(language)): Promise<Said> {
  const { rooms, vocabulary } = await loading;
  return { language, t: rooms, words: vocabulary };
}

type Props = { readonly first: Said; readonly children: ReactNode };

/** The language that is read, and its words. Sentences of the API are read again in another language. */
export function LanguageProvider({ first, children }: Props) {
  const client = useQueryClient();
  const [spoken, setSpoken] = useState(first);
  const { language } = spoken;
  const said = useRef(language);
  askIn(language);
  useEffect(() => {
    document.documentElement.lang = language;
    remember(language);
    if (said.current !== language) void client.invalidateQueries();
    said.current = language;
  }, [language, client]);
  const value = useMemo(
    (): Spoken => ({ ...spoken, change: (wanted: Language) => void read(wanted).then(setSpoken) }),
    [spoken],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** What is said, in the reader's language. */
export function useWords(): Spoken {
  const spoken = use(LanguageContext);
  if (spoken === null) throw new Error('Nobody has chosen a language above this part.');
  return spoken;
}
