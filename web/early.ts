import type { SessionAnswer } from '../contracts/session.js';
import type { Language } from '../contracts/vocabulary.js';
import { loadDictionary } from '../words/console.js';
import { usualWork } from './worklist/usual.js';

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

type Asked = { readonly atMs: number; readonly response: Promise<Response> };
const asked = new Map<string, Asked>();
/** What nobody has taken by then is asked for anew. */
const FRESH_MS = 5_000;

function ask(url: string): Promise<Response> {
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

/** Whoever is signed in needs the desk next, and most the worklist on it. A page without an answer says so itself. */
async function prepareDesk(session: Promise<Response>): Promise<void> {
  const answer = (await (await session).clone().json()) as SessionAnswer;
  if (answer.kind === 'nobody' || answer.mustChangePassword) return;
  const { pathname, search } = window.location;
  const usual = Object.entries(usualWork).map(([name, value]) => `${name}=${value}`);
  if (/^\/(worklist)?$/.test(pathname) && search === '') void ask(`/v1/worklist?${usual.join('&')}`);
  await loadDesk();
}
prepareDesk(ask('/session')).catch(() => undefined);
