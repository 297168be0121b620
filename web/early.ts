import type { SessionAnswer } from '../contracts/session.js';
import { ask } from './first.js';
import { usualWork } from './worklist/usual.js';

/**
 * What runs before the console's own file is there: it asks at once for what every first page waits for. web/vite.config.ts
 * puts it first in the page and in a file of its own; whatever it imports is read before anything else, so it imports little.
 */

/** Whoever is signed in needs the desk next, and most the worklist on it. A page without an answer says so itself. */
async function prepareDesk(session: Promise<Response>): Promise<void> {
  const answer = (await (await session).clone().json()) as SessionAnswer;
  if (answer.kind === 'nobody' || answer.mustChangePassword) return;
  const { pathname, search } = window.location;
  const usual = Object.entries(usualWork).map(([name, value]) => `${name}=${value}`);
  if (/^\/(worklist)?$/.test(pathname) && search === '') void ask(`/v1/worklist?${usual.join('&')}`);
  await import('./app/desk.js');
}
prepareDesk(ask('/session')).catch(() => undefined);
