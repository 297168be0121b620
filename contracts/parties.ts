import { z } from 'zod';
import { Gln, Siret } from './identities.js';
import {
  AddressCode,
  CustomerNumber,
  EmailAddress,
  Language,
  Line,
  OptionalLine,
  PostalAddress,
} from './primitives.js';
import { contactRoles } from './vocabulary.js';

/** A person or an office, and what it is written or called about. */
export const PartyContact = z
  .strictObject({
    role: z.enum(contactRoles),
    name: Line(120),
    language: Language,
    /** Null: reached by telephone or letter only. */
    email: EmailAddress.nullable(),
    phone: OptionalLine(40),
  })
  .meta({ id: 'PartyContact' });
export type PartyContact = z.infer<typeof PartyContact>;

/** A company that buys or pays. */
export const Party = z
  .strictObject({
    number: CustomerNumber,
    name: z.string(),
    siren: z.string().nullable(),
    vatNumber: z.string().nullable(),
    address: PostalAddress,
    /** Left out: none was known. */
    gln: Gln.optional(),
  })
  .meta({ id: 'Party' });
export type Party = z.infer<typeof Party>;

/** Who takes part in an order, as it was entered or last amended: what changes at the customer later does not show. */
export const Parties = z
  .strictObject({
    buyer: Party,
    /** Whom invoices and reminders are addressed to. */
    billTo: Party,
    shipTo: z.strictObject({
      /** Which of the customer's addresses it was; null: its own, or one given with the order. */
      code: AddressCode.nullable(),
      siret: Siret.nullable(),
      /** Left out: none was known. */
      gln: Gln.optional(),
      address: PostalAddress,
    }),
    /** The first of a role is written to. */
    contacts: z.array(PartyContact).max(100).readonly(),
  })
  .meta({ id: 'Parties' });
export type Parties = z.infer<typeof Parties>;
