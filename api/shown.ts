import { said } from '../contracts/said.js';
import type { ChangeRecord } from '../prisma/queries/changes.js';
import type { CustomerAccount, ShownAccount } from '../contracts/account.js';
import type { Customer, ShownCustomer } from '../contracts/customer.js';
import type { Invoice, ShownInvoice } from '../contracts/invoice.js';
import type { Order, ShownOrder } from '../contracts/order.js';
import type { PartyContact } from '../contracts/parties.js';
import type { Refusal } from '../contracts/problems.js';
import type { AuditEntity, NotNowReason } from '../contracts/vocabulary.js';
import { CreditHoldReason, Wait, type ShownWait } from '../contracts/wait.js';
import type { DossierBounds, OrderRecord } from '../prisma/queries/orders.js';
import { mayUse, salespersonBound, worklistRole } from './permissions.js';
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

type Hold = Pick<Order, 'holdReason' | 'waitsFor'>;
type ShownHold = Pick<ShownOrder, keyof Hold>;

/** Why finance holds an order is credit, and what is owed of a deposit its invoice's; that it waits for them is the order's own. */
export function shownHold(caller: Caller, { holdReason, waitsFor }: Hold): ShownHold {
  const wait = mayUse(caller, 'invoices.get') ? waitsFor : withoutInvoice(waitsFor);
  if (mayUse(caller, 'customers.exposure')) return { holdReason, waitsFor: wait };
  return { holdReason: isOfCredit(holdReason) ? null : holdReason, waitsFor: withoutCredit(wait) };
}

/** Credit is not told to who does not see it: that finance has the order is. */
export function shownRefusal(caller: Caller, refusal: Refusal): Refusal {
  if (refusal.code !== 'credit-stopped' || mayUse(caller, 'customers.exposure')) return refusal;
  return {
    kind: 'refused',
    code: 'order-not-ready',
    said: said('deliveries-wait-for-finance'),
    remedy: said('ask-finance'),
  };
}

/** Why not, as a caller may know it. */
export const shownReason = (caller: Caller, why: NotNowReason): NotNowReason =>
  why !== 'credit-stopped' || mayUse(caller, 'customers.exposure') ? why : 'waits-for-finance';

/** Is it why finance holds an order? */
export const isOfCredit = (reason: unknown): boolean => CreditHoldReason.safeParse(reason).success;

const withoutCredit = (wait: Wait): ShownWait =>
  wait.kind === 'credit-decision' || wait.kind === 'credit-stop' ? { kind: 'credit-decision' } : wait;

const withoutInvoice = (wait: Wait): Wait => (wait.kind === 'deposit' ? { kind: 'deposit', invoice: null } : wait);

/** What was asked for is the order's, what is owed of it the invoice's. */
const shownDeposit = (caller: Caller, deposit: Order['deposit']): Order['deposit'] =>
  deposit === null || mayUse(caller, 'invoices.get')
    ? deposit
    : { ...deposit, dueDate: null, gross: null, open: null, left: null };

type Hidden = 'creditDecisions' | keyof Hold;
type ShownRecord = Omit<OrderRecord, Hidden> & Partial<Pick<OrderRecord, 'creditDecisions'>> & ShownHold;

export function shownOrder(caller: Caller, order: OrderRecord): ShownRecord {
  const contacts = order.parties.contacts.map((contact) => shownContact(caller, contact));
  const shown = {
    ...order,
    ...shownHold(caller, order),
    deposit: shownDeposit(caller, order.deposit),
    parties: { ...order.parties, contacts },
  };
  if (mayUse(caller, 'customers.exposure')) return shown;
  const { creditDecisions: _, ...rest } = shown;
  return rest;
}

/** A payment beside an invoice, without its bank reference for who may not read payments. */
export function shownPayment<T extends { readonly reference?: string | undefined }>(caller: Caller, payment: T) {
  if (mayUse(caller, 'payments.get')) return payment;
  const { reference: _, ...shown } = payment;
  return shown;
}

export const shownInvoice = (caller: Caller, invoice: Invoice): ShownInvoice => ({
  ...invoice,
  payments: invoice.payments.map((payment) => shownPayment(caller, payment)),
});

export function shownAccount(caller: Caller, account: CustomerAccount): ShownAccount {
  if (mayUse(caller, 'payments.get')) return account;
  return { ...account, unallocated: account.unallocated.map(({ reference: _, ...payment }) => payment) };
}

/** Whose permission what was done needs, by its action or the first word of it; the others are the order's own. */
const needed: Readonly<Record<string, Permission>> = {
  credit: 'customers.exposure',
  customer: 'customers.exposure',
  invoice: 'invoices.get',
  payment: 'invoices.get',
  claim: 'invoices.get',
  dunning: 'dunning-steps.get',
  mail: 'mails.get',
  quote: 'quotes.get',
  'delivery.released': 'customers.exposure',
};

/** Actions, or first words of actions, that this caller does not see in a dossier. */
const hiddenActions = (caller: Caller): readonly string[] =>
  Object.entries(needed)
    .filter(([, permission]) => !mayUse(caller, permission))
    .map(([word]) => word);

/** Whose permission it needs to see something of an entity change; null: of an admin, who may see everything. */
const ofEntity: Readonly<Record<AuditEntity, Permission | null>> = {
  order: 'orders.get',
  discrepancy: 'orders.get',
  delivery: 'deliveries.get',
  'information-request': 'orders.get',
  invoice: 'invoices.get',
  claim: 'invoices.get',
  complaint: 'complaints.get',
  payment: 'invoices.get',
  customer: 'customers.get',
  quote: 'quotes.get',
  mail: 'mails.get',
  'dunning-step': 'dunning-steps.get',
  'work-item': 'worklist.list',
  product: 'products.get',
  'stock-receipt': 'stock.receipts',
  'tax-rate': 'tax-rates.list',
  'exchange-rate': 'exchange-rates.list',
  'invoice-series': 'invoice-series.list',
  'document-template': 'document-templates.list',
  'document-logo': 'document-templates.list',
  capacity: 'capacities.list',
  'acquisition-spend': 'acquisition-spends.list',
  'month-end': 'month-ends.get',
  'billing-run': 'billing-runs.get',
  'move-in': 'move-ins.list',
  company: 'company.get',
  policy: 'policies.list',
  view: 'views.list',
  principal: 'people.list',
  'api-key': 'api-keys.list',
  person: null,
  session: null,
  export: null,
  retention: null,
  'legal-hold': 'legal-holds.list',
  'idempotency-keys': null,
};
/** What belongs to no customer, and is for everybody who may see it. */
const shared: readonly AuditEntity[] = ['product', 'stock-receipt', 'tax-rate', 'exchange-rate', 'company', 'view'];

type Changed = Pick<ChangeRecord, 'entity' | 'action' | 'customer' | 'salesperson' | 'worklist'>;

/** May this caller know that something was done? By the rules of the dossier, and for sales of own customers. */
export function seesChange(caller: Caller, { entity, action, customer, salesperson, worklist }: Changed): boolean {
  const permission = ofEntity[entity] ?? null;
  if (permission === null) return caller.role === 'admin' && caller.scopes.length === 0;
  const hidden = hiddenActions(caller);
  if (!mayUse(caller, permission) || hidden.includes(action) || hidden.includes(action.split('.')[0] ?? ''))
    return false;
  if (entity === 'payment' && customer === null && !mayUse(caller, 'payments.get')) return false;
  if (worklist !== null && ![undefined, worklist].includes(worklistRole(caller))) return false;
  const bound = salespersonBound(caller, 'events.list');
  return bound === null || shared.includes(entity) || (customer !== null && salesperson === bound);
}

/** What bounds the dossiers that this caller reads: what is done with lines of another role's worklist is not for them. */
export const dossierBounds = (caller: Caller): DossierBounds => ({
  without: hiddenActions(caller),
  worklist: worklistRole(caller) ?? null,
});

type Shape = (value: unknown) => unknown;
type Entry = { readonly action: string; readonly before: unknown; readonly after: unknown };

/** An entry of a dossier without what it says of things that are not for this caller. */
export function shownEntry<T extends Entry>(caller: Caller, entry: T): T {
  const { action } = entry;
  const without: Shape[] = [];
  if (/^(payment|claim)\./.test(action) && !mayUse(caller, 'payments.get')) without.push(withoutReferences);
  if (!mayUse(caller, 'mails.get')) without.push(withoutAddresses);
  if (!mayUse(caller, 'customers.exposure')) without.push(withoutHold(action));
  const shown = (value: unknown): unknown => without.reduce((said, leave) => leave(said), value);
  return without.length === 0 ? entry : { ...entry, before: shown(entry.before), after: shown(entry.after) };
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
    isAddress(name, item) && value['role'] !== 'delivery' ? (name === 'to' ? WITHHELD : null) : withoutAddresses(item),
  ]);
  return Object.fromEntries(entries);
}

const isAddress = (name: string, item: unknown): boolean =>
  name === 'email' || (name === 'to' && typeof item === 'string' && item.includes('@'));

/** What stands beside a decision on credit: who gave room for it. */
const sidesOfCredit: readonly string[] = ['sides', 'ownRoom'];

/** Finance's own reason stands on the end of an order that it refused; goods without a receipt were freed from a stop. */
const withoutHold =
  (action: string): Shape =>
  (value) => {
    if (!isObject(value)) return value;
    const entries = Object.entries(value).filter(([name]) => !sidesOfCredit.includes(name));
    return Object.fromEntries(entries.map(([name, item]) => [name, heldItem(action, name, item)]));
  };

function heldItem(action: string, name: string, item: unknown): unknown {
  if (name === 'holdReason') return isOfCredit(item) ? null : item;
  if (name === 'waitsFor') return Wait.safeParse(item).success ? withoutCredit(item as Wait) : item;
  if (action === 'order.refused' && name === 'reason') return null;
  if (action === 'order.backorder-served' && name === 'receipt') return item ?? WITHHELD;
  return name === 'order' ? withoutHold(action)(item) : item;
}
