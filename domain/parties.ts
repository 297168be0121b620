import type { Parties, PartyContact } from '../contracts/parties.js';
import type { ContactRole } from '../contracts/vocabulary.js';

/** Whom to ask instead, in this order, when a role has nobody with an e-mail address. */
const insteadOf: Readonly<Record<ContactRole, readonly ContactRole[]>> = {
  orders: ['invoices'],
  invoices: ['orders'],
  dunning: ['invoices', 'orders'],
  delivery: ['orders', 'invoices'],
};

/** A contact that can be written to. */
export type Recipient = PartyContact & { readonly email: string };

/**
 * Who is written to about something: the first contact of the role with an e-mail address, else of the roles that stand in
 * for it. Null: nobody can be.
 */
export function recipientOf({ contacts }: Pick<Parties, 'contacts'>, role: ContactRole): Recipient | null {
  for (const asked of [role, ...insteadOf[role]]) {
    const found = contacts.find((contact): contact is Recipient => contact.role === asked && contact.email !== null);
    if (found) return found;
  }
  return null;
}

/** The contacts with those of an order's own: a role that it names has the ones it names and no others. */
export function withContacts(
  contacts: readonly PartyContact[],
  own: readonly PartyContact[] = [],
): readonly PartyContact[] {
  const named = new Set(own.map(({ role }) => role));
  return [...contacts.filter(({ role }) => !named.has(role)), ...own];
}
