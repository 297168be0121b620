import type { RetentionTerms } from '../contracts/process.js';
import { addDays } from './calendar.js';

/** How long a voucher is kept at least, from the end of its financial year: art. L123-22 of the French commercial code. */
export const VOUCHER_YEARS = 10;

/** What a schedule does with what has served its time, one step for each class. Vouchers and the audit are in none: nothing touches them. */
export const retentionSteps = {
  mails: 'reduceMails',
  worklist: 'forgetWork',
  sessions: 'forgetSessions',
} as const satisfies Record<keyof RetentionTerms, string>;

/**
 * The day before which something must have ended for its term to be over.
 * @param today LocalDate
 * @param days whole days, 1 or more
 * @returns LocalDate
 * @throws RangeError for a term that is none: it would take what is still needed
 */
export function dueBefore(today: string, days: number): string {
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`a term of ${days} days is none`);
  return addDays(today, -days);
}
