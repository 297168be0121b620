import type { SessionAnswer } from '../contracts/session.js';
import type { Language } from '../contracts/vocabulary.js';
import { loadDictionary } from '../words/console.js';

/**
 * What runs before the console's own file is there: it asks at once for what every first page waits for. web/vite.config.ts
 * puts it first in the page and in a file of its own; whatever it imports is read before anything else, so it imports little.
 */

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

export const loadDesk = () => import('./app/desk.js').then(({ Desk: component }) => ({ default: component }));

let session: Promise<Response> | null = fetch('/session', {
  headers: { Accept: 'application/json', 'Accept-Language': firstLanguage },
});

/** The answer to who is signed in that was asked for with the page; null once it was taken. */
export function takeFirstSession(): Promise<Response> | null {
  const taken = session;
  session = null;
  return taken;
}

/** Whoever is signed in needs the desk next. A page without an answer says so itself. */
async function prepareDesk(asked: Promise<Response>): Promise<void> {
  const { kind } = (await (await asked).clone().json()) as SessionAnswer;
  if (kind === 'signed-in') await loadDesk();
}
prepareDesk(session).catch(() => undefined);
