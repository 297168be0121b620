import type { Language } from '../contracts/vocabulary.js';
import { loadDictionary } from '../words/console.js';

/** What every first page waits for: it is asked for as soon as this file is there, and stands here until it is taken. */

const PLACE = 'encours-language';

export const isLanguage = (text: string | null): text is Language => text === 'fr' || text === 'en';

/** The language that the reader chose here last; the browser's at first. */
function remembered(): Language {
  const kept = localStorage.getItem(PLACE);
  if (isLanguage(kept)) return kept;
  return navigator.language.startsWith('fr') ? 'fr' : 'en';
}

export const remember = (language: Language): void => localStorage.setItem(PLACE, language);

export const firstLanguage = remembered();
export const firstDictionary = loadDictionary(firstLanguage);

type Asked = { readonly atMs: number; readonly response: Promise<Response> };
const asked = new Map<string, Asked>();
/** What nobody has taken by then is asked for anew. */
const FRESH_MS = 5_000;

/** Asks at once for what {@link takeEarly} hands out. */
export function ask(url: string): Promise<Response> {
  const headers = { Accept: 'application/json', 'Accept-Language': firstLanguage };
  const response = fetch(url, { headers });
  response.catch(() => undefined); // whoever takes it tells of it
  asked.set(url, { atMs: performance.now(), response });
  return response;
}

/** The answer that was asked for with the page, once; null: it was not, or is taken, or too old. */
export function takeEarly(url: string): Promise<Response> | null {
  const found = asked.get(url);
  asked.delete(url);
  return found !== undefined && performance.now() - found.atMs < FRESH_MS ? found.response : null;
}
