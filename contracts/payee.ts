import { z } from 'zod';
import { Bic, Iban } from './identities.js';
import { Line, Text } from './primitives.js';

const payee = {
  /** Holder of the account (EN 16931 BT-59, BT-85). */
  name: Line(120),
  iban: Iban,
  bic: Bic,
  /**
   * Printed on invoices and letters per language: that the claim is the payee's by subrogation or transfer, and that only
   * payment to it discharges (art. 1346-1 and 1321 C. civ., L313-23 to L313-35 C. mon. fin.).
   */
  notice: z.strictObject({ fr: Text(1500), en: Text(1500) }),
};

/** Somebody else than the seller to whom invoices are paid: a factor, or a company of the group. */
export const Payee = z.strictObject(payee).meta({ id: 'Payee' });
export type Payee = z.infer<typeof Payee>;

/** Whom a customer pays where that is not whom the others pay: us, or somebody else. */
export const CustomerPayee = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('seller') }),
    z.strictObject({ kind: z.literal('other'), ...payee }),
  ])
  .meta({ id: 'CustomerPayee' });
export type CustomerPayee = z.infer<typeof CustomerPayee>;
