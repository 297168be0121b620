/**
 * How long an idempotency key is remembered at least, as docs/API.md promises. Closed workflows must stay that long
 * too, so that a late repeat finds the order it entered.
 */
export const idempotencyKeyLifeDays = 30;

/** How long what is no voucher is kept once it has served its purpose, by class; whole days. An installation sets its own within the bounds. */
export const retentionTerms = {
  /** Text, subject and recipient of a mail, after its order has closed. */
  mails: { usualDays: 1_095, leastDays: 90, mostDays: 3_650 },
  /** A finished line of the worklist, with what was said about it. */
  worklist: { usualDays: 365, leastDays: 30, mostDays: 3_650 },
  /** Who was signed in, from where, after it has ended. */
  sessions: { usualDays: 30, leastDays: 1, mostDays: 365 },
} as const;
