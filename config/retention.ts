/**
 * How long an idempotency key is remembered at least, as docs/API.md promises. Closed workflows must stay that long
 * too, so that a late repeat finds the order it entered.
 */
export const idempotencyKeyLifeDays = 30;
