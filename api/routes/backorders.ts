import { setTimeout as pause } from 'node:timers/promises';
import { BackordersBusyError } from '../../prisma/commands/stock.js';
import { silent } from '../problem.js';

const ATTEMPTS = 8;
const PAUSE_MS = 40;

/** Runs what may serve backorders until no line that it should serve is in somebody else's hands. @throws ProblemError 503 */
export async function servingBackorders<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BackordersBusyError)) throw error;
      await pause(PAUSE_MS * attempt);
    }
  }
  throw silent('backorder');
}
