import type { Parties, Party, PartyContact } from '../contracts/parties.js';
import type { PostalAddress } from '../contracts/primitives.js';
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

/** What a customer's file says of its account. */
export type AccountFacts = {
  readonly party: Party;
  /** Its default bill-to address; null: its own. */
  readonly billing: PostalAddress | null;
  /** Those in use, by code. */
  readonly contacts: readonly PartyContact[];
};

/** What is known of who takes part when a customer orders today. */
export type PartyFacts = AccountFacts & {
  /** Its default ship-to address; null: its own. */
  readonly shipTo: Parties['shipTo'] | null;
  /** The customer who pays for it; null: itself. */
  readonly payer: AccountFacts | null;
};

/**
 * The parties of an order that is entered now and says nothing of them itself. With a payer, invoices and reminders are
 * its own affair: they go to its address and contacts, never to the buyer's.
 */
export function partiesOf({ shipTo, payer, ...buyer }: PartyFacts): Parties {
  const billed = payer ?? buyer;
  return {
    buyer: buyer.party,
    billTo: { ...billed.party, address: billed.billing ?? billed.party.address },
    shipTo: shipTo ?? ownPlace(buyer.party),
    contacts: payer ? [...buyer.contacts.filter(({ role }) => !isOfPayer(role)), ...ofPayer(payer)] : buyer.contacts,
  };
}

/** Where goods go that go to the customer itself. */
const ownPlace = ({ address, gln }: Party): Parties['shipTo'] => ({
  code: null,
  siret: null,
  address,
  ...(gln !== undefined && { gln }),
});

const isOfPayer = (role: ContactRole): boolean => role === 'invoices' || role === 'dunning';

/** Who gets the invoices at a payer, also where that is whoever takes its orders. */
function ofPayer({ contacts }: AccountFacts): readonly PartyContact[] {
  const own = contacts.filter(({ role }) => isOfPayer(role));
  const recipient = recipientOf({ contacts }, 'invoices');
  return recipient === null || recipient.role === 'invoices' ? own : [{ ...recipient, role: 'invoices' }, ...own];
}
