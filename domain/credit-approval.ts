import { add, compare, type Amount } from './money.js';

/** What one person may give on an invoice, and what was given on it without a second one; amounts above zero, tax included. */
export type CreditRoom = {
  /** Null: no credit waits for a second person. */
  readonly above: Amount | null;
  readonly givenAlone: Amount;
};

/**
 * Whether a credit waits for a second person: alone, or with what was given of the invoice before by one alone, so that many
 * small ones are no way round it.
 * @param gross of the credit, above zero, tax included
 */
export const needsApproval = (gross: Amount, { above, givenAlone }: CreditRoom): boolean =>
  above !== null && compare(add(gross, givenAlone), above) > 0;
