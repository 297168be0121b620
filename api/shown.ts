import type { CustomerAccount, ShownAccount } from '../contracts/account.js';
import type { Customer, ShownCustomer } from '../contracts/customer.js';
import type { Invoice, ShownInvoice } from '../contracts/invoice.js';
import type { Order, ShownOrder } from '../contracts/order.js';
import type { PartyContact } from '../contracts/parties.js';
import type { DossierBounds } from '../prisma/queries/orders.js';
import { mayUse, worklistRole } from './permissions.js';
import type { Caller, Permission } from './permissions.js';

/**
 * What a caller sees of what they may read: a field belongs to the entity that it tells of, and is shown to whom that is,
 * wherever it stands. Credit is the customer's exposure, a bank reference a payment, an e-mail address a mail.
 */

export function shownCustomer(caller: Caller, customer: Customer): ShownCustomer {
  if (mayUse(caller, 'customers.exposure')) return customer;
  const {
    creditLimit: _l,
    creditStop: _s,
    creditStopReason: _r,
    exposure: _e,
    creditAvailable: _a,
    ...shown
  } = customer;
  return shown;
}

/** An e-mail address is for who sees mails; for a delivery, also for who delivers. */
export const shownContact = <T extends Pick<PartyContact, 'role' | 'email'>>(caller: Caller, contact: T): T =>
  contact.role === 'delivery' || mayUse(caller, 'mails.get') ? contact : { ...contact, email: null };

export function shownOrder<T extends Pick<Order, 'creditDecisions' | 'parties'>>(
  caller: Caller,
  order: T,
): Omit<T, 'creditDecisions'> & Pick<ShownOrder, 'creditDecisions'> {
  const contacts = order.parties.contacts.map((contact) => shownContact(caller, contact));
  const shown = { ...order, parties: { ...order.parties, contacts } };
  if (mayUse(caller, 'customers.exposure')) return shown;
  const { creditDecisions: _, ...rest } = shown;
  return rest;
}

export function shownInvoice(caller: Caller, invoice: Invoice): ShownInvoice {
  if (mayUse(caller, 'payments.get')) return invoice;
  return { ...invoice, payments: invoice.payments.map(({ reference: _, ...payment }) => payment) };
}

export function shownAccount(caller: Caller, account: CustomerAccount): ShownAccount {
  if (mayUse(caller, 'payments.get')) return account;
  return { ...account, unallocated: account.unallocated.map(({ reference: _, ...payment }) => payment) };
}

/** Whose permission what was done needs, by the first word of its action; the others are the order's own. */
const needed: Readonly<Record<string, Permission>> = {
  credit: 'customers.exposure',
  customer: 'customers.exposure',
  invoice: 'invoices.get',
  payment: 'invoices.get',
  claim: 'invoices.get',
  dunning: 'dunning-steps.get',
  mail: 'mails.get',
  quote: 'quotes.get',
};

/** First words of the actions that this caller does not see in a dossier. */
const hiddenActions = (caller: Caller): readonly string[] =>
  Object.entries(needed)
    .filter(([, permission]) => !mayUse(caller, permission))
    .map(([word]) => word);

/** What bounds the dossiers that this caller reads: what is done with lines of another role's worklist is not for them. */
export const dossierBounds = (caller: Caller): DossierBounds => ({
  without: hiddenActions(caller),
  worklist: worklistRole(caller) ?? null,
});

/** An entry of a dossier without what it says of things that are not for this caller. */
export function shownEntry<T extends { readonly action: string; readonly before: unknown; readonly after: unknown }>(
  caller: Caller,
  entry: T,
): T {
  const ofMoney = /^(payment|claim)\./.test(entry.action) && !mayUse(caller, 'payments.get');
  const withoutMails = !mayUse(caller, 'mails.get');
  if (!ofMoney && !withoutMails) return entry;
  const shown = (value: unknown): unknown => {
    const redacted = ofMoney ? withoutReferences(value) : value;
    return withoutMails ? withoutAddresses(redacted) : redacted;
  };
  return { ...entry, before: shown(entry.before), after: shown(entry.after) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const WITHHELD = '…';

function withoutReferences(value: unknown): unknown {
  if (!isObject(value)) return value;
  const hidden = ['reference', 'returnedBy', 'remittanceText'].filter((name) => typeof value[name] === 'string');
  return { ...value, ...Object.fromEntries(hidden.map((name) => [name, WITHHELD])) };
}

/** Contacts stand deep in what an amendment found. */
function withoutAddresses(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAddresses);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === 'email' && value['role'] !== 'delivery' ? null : withoutAddresses(item),
  ]);
  return Object.fromEntries(entries);
}
