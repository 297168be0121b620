import type { BillingRule } from '../../contracts/billing.js';
import type { Customer, CustomerInput, CustomerPatch } from '../../contracts/customer.js';
import { isVatNumberOf } from '../../contracts/identities.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import { said, type Relation, type Said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { invariant } from '../../domain/invariant.js';
import { channelFor } from '../../domain/lifecycle.js';
import { compare } from '../../domain/money.js';
import { recipientOf } from '../../domain/parties.js';
import { admits } from '../../domain/order-stages.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { customerOf } from '../mappers.js';
import { customerColumns } from '../queries/customers.js';
import { visible, type Db, type Scope } from '../queries/page.js';
import { heldOrdersThatFit } from '../repositories/accounts.js';
import { auditServed, serveFreed } from '../repositories/stock.js';
import { stageList } from '../stages.js';
import { orderHeldByStop } from '../repositories/credit-stop.js';
import { askedByPerson } from '../repositories/four-eyes.js';
import { appendAudit } from '../repositories/audit.js';
import type { CustomerRow } from '../rows.js';
import { insertAddressBook, isEstablishmentOf, nobodyLeft, strangeSiret, withLanguage } from './address-book.js';
import { changedNames, pick, withoutUndefined } from './changes.js';
import { isRefusal, misfit, refuse } from './refusals.js';

/** Opens an account. The number is the business key: a second customer of that number is refused. */
export async function createCustomer(tx: Transaction, input: CustomerInput, actor: Actor): Promise<Answer<Customer>> {
  const unfit =
    refuseIdentity(input) ?? refuseChannel(input) ?? misfit('creditLimit', input.creditLimit, input.currency);
  if (unfit) return unfit;
  const contacts = withLanguage(input.contacts, input.language);
  if (!recipientOf({ contacts }, 'orders')) return nobodyLeft;
  const { addresses = [], parent = null, payer = null } = input;
  const foreign = addresses.findIndex(({ siret }) => !isEstablishmentOf(input.siren, siret));
  if (foreign >= 0) return strangeSiret(addresses[foreign]?.siret, input.siren, `addresses.${foreign}.siret`);
  await lockCustomers(tx, [parent, payer]);
  const unrelated = await refuseRelations(tx, { number: input.number, currency: input.currency, parent, payer });
  if (unrelated) return unrelated;
  const rows = await tx.$queryRaw<CustomerRow[]>`
    INSERT INTO customer (number, name, siren, gln, vat_number, language, currency, address, parent_number, payer_number,
      phone, payment_terms, payee, billing, invoice_channel, document_text, credit_limit, salesperson)
    VALUES (${input.number}, ${input.name}, ${input.siren}, ${input.gln ?? null}, ${input.vatNumber}, ${input.language}, ${input.currency},
      ${JSON.stringify(input.address)}::jsonb, ${parent}, ${payer}, ${input.phone}, ${JSON.stringify(input.paymentTerms)}::jsonb,
      ${jsonOrNull(input.payee ?? null)}::jsonb, ${JSON.stringify(input.billing ?? eachDelivery)}::jsonb, ${input.invoiceChannel ?? 'mail'}, ${input.documentText ?? ''}, ${input.creditLimit}::numeric, ${input.salesperson})
    ON CONFLICT (number) DO NOTHING RETURNING ${customerColumns}`;
  const [row] = rows;
  if (!row) {
    return refuse('already-exists', said('customer-exists', { customer: input.number }), {
      field: 'number',
      remedy: said('change-that-customer'),
    });
  }
  await insertAddressBook(tx, input.number, addresses, contacts);
  const created = customerOf(row);
  await appendAudit(tx, [
    {
      ...ofCustomer(created.number, actor),
      action: 'customer.created',
      after: { ...created, addresses, contacts },
    },
  ]);
  return created;
}

const eachDelivery: BillingRule = { kind: 'delivery' };

const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

const ofCustomer = (number: string, actor: Actor) =>
  ({ actor, entity: 'customer', entityId: number, customerNumber: number }) as const;

/**
 * Changes master data, the credit limit, or a credit stop by hand. What runs keeps running under a lower limit; orders
 * held for credit are to be asked again after the commit: see {@link heldOrdersOf}. Four eyes: who may not release one of
 * them gives the account no more room either.
 */
export async function patchCustomer(
  tx: Transaction,
  number: string,
  patch: CustomerPatch,
  actor: Actor,
  scope: Scope = { salesperson: null },
): Promise<Answer<Customer>> {
  // First, and by itself: a credit check holds an order under this lock, and what follows must see it.
  await lockCustomers(tx, [number, patch.parent, patch.payer]);
  const found = await tx.$queryRaw<(CustomerRow & Use)[]>`
    SELECT ${customerColumns}, (EXISTS (SELECT FROM sales_order WHERE customer_number = customer.number)
      OR EXISTS (SELECT FROM quote WHERE customer_number = customer.number)
      OR EXISTS (SELECT FROM payment WHERE customer_number = customer.number)
      OR EXISTS (SELECT FROM customer AS paid WHERE paid.payer_number = customer.number)) AS used
    FROM customer WHERE customer.number = ${number} AND ${visible(scope)}`;
  const [row] = found;
  if (!row) return refuse('not-found', said('customer-unknown-here', { customer: number }));
  const before = customerOf(row);
  const stop = creditStopOf(before, patch, actor);
  if (isRefusal(stop)) return stop;
  const { creditStop: _stop, creditStopReason: _reason, ...changes } = patch;
  const after: Customer = { ...before, ...withoutUndefined(changes), ...stop };
  const unfit =
    refuseUnfit(before, after, row) ??
    (await refuseAddresses(tx, before, after)) ??
    (await refuseRelations(tx, after)) ??
    (await refuseOwnRelease(tx, before, after, actor));
  if (unfit) return unfit;
  const changed = await writeCustomer(tx, after);
  await auditChange(tx, before, changed, actor);
  if (before.creditStop && !changed.creditStop) await serveWaiting(tx, number, actor);
  return changed;
}

/** A stop that is lifted by hand holds nothing back any more. */
async function serveWaiting(tx: Transaction, customer: string, actor: Actor): Promise<void> {
  const served = await serveFreed(tx, { customer });
  await appendAudit(
    tx,
    served.map((row) => auditServed(row, { actor, customer, on: null })),
  );
}

/** Accounts are locked in the order of their numbers: two changes that name each other wait for each other only once. */
const lockCustomers = (tx: Transaction, numbers: readonly (string | null | undefined)[]): Promise<unknown> =>
  tx.$queryRaw`SELECT 1 AS locked FROM customer WHERE number = ANY (${numbers.filter((number) => typeof number === 'string')})
    ORDER BY number FOR UPDATE`;

type Related = Pick<Customer, 'number' | 'currency' | 'parent' | 'payer'>;
type Relative = {
  readonly number: string;
  readonly currency: string;
  readonly parent: string | null;
  readonly payer: string | null;
};

/**
 * A group has one head and an invoice one payer: who heads or pays for others has neither head nor payer of its own, so
 * that there is no chain to follow and no circle. A payer keeps its account in the same currency.
 */
async function refuseRelations(tx: Transaction, customer: Related): Promise<Answer<never> | null> {
  const named = [customer.parent, customer.payer].filter((number) => number !== null);
  if (named.length === 0) return null;
  const relatives = await tx.$queryRaw<Relative[]>`
    SELECT number, currency, parent_number AS parent, payer_number AS payer FROM customer
    WHERE number = ANY (${named}) OR parent_number = ${customer.number} OR payer_number = ${customer.number}`;
  return refuseRelation('parent', customer, relatives) ?? refuseRelation('payer', customer, relatives);
}

function refuseRelation(relation: Relation, customer: Related, relatives: readonly Relative[]): Answer<never> | null {
  const number = customer[relation];
  if (number === null) return null;
  const refused = (what: Said): Refusal => refuse('invalid-request', what, { field: relation });
  if (number === customer.number) return refused(said('own-relation', { customer: number, relation }));
  const relative = relatives.find((other) => other.number === number);
  if (!relative) return refuse('customer-unknown', said('customer-unknown', { customer: number }), { field: relation });
  if (relative[relation] !== null)
    return refused(said('relation-has-one', { customer: number, relation, other: relative[relation] }));
  const follower = relatives.find((other) => other[relation] === customer.number);
  if (follower)
    return refused(said('relation-for-other', { customer: customer.number, relation, other: follower.number }));
  if (relation === 'parent' || relative.currency === customer.currency) return null;
  return refuse('currency-mismatch', said('account-in-currency', { customer: number, currency: relative.currency }), {
    field: relation,
  });
}

/** Whether an account is in use. */
type Use = { readonly used: boolean };

const refuseUnfit = (before: Customer, after: Customer, { used }: Use): Answer<never> | null =>
  refuseCurrency(before, after, used) ??
  refuseIdentity(after) ??
  refuseChannel(after) ??
  misfit('creditLimit', after.creditLimit, after.currency);

/** Two companies in one account are a mistake. */
function refuseIdentity({ siren, vatNumber }: Pick<Customer, 'siren' | 'vatNumber'>): Answer<never> | null {
  if (siren === null || vatNumber === null || isVatNumberOf(siren, vatNumber)) return null;
  return refuse('invalid-request', said('vat-number-of-other-company', { vat: vatNumber, siren }), {
    field: 'vatNumber',
    remedy: said('give-both-of-one-company'),
  });
}

/** A network is reached by an address, which SIREN or VAT number make. */
function refuseChannel({
  invoiceChannel = 'mail',
  siren,
  vatNumber,
}: Pick<CustomerInput, 'invoiceChannel' | 'siren' | 'vatNumber'>): Answer<never> | null {
  if (channelFor(invoiceChannel, { siren, vatNumber }) === invoiceChannel) return null;
  return refuse('invalid-request', said('channel-without-address', { channel: invoiceChannel }), {
    field: 'invoiceChannel',
    remedy: said('give-number-for-channel', { channel: invoiceChannel }),
  });
}

/** A new SIREN has to be the one of the establishments that are in use. */
async function refuseAddresses(tx: Transaction, before: Customer, after: Customer): Promise<Refusal | null> {
  if (after.siren === before.siren) return null;
  const places = await tx.$queryRaw<{ code: string; siret: string }[]>`
    SELECT code, siret FROM customer_address
    WHERE customer_number = ${after.number} AND active AND siret IS NOT NULL ORDER BY code`;
  const foreign = places.find(({ siret }) => !isEstablishmentOf(after.siren, siret));
  if (!foreign) return null;
  return refuse('invalid-request', said('address-of-other-company', { code: foreign.code, siret: foreign.siret }), {
    field: 'siren',
    remedy: said('change-siret-first'),
  });
}

const deliverable = Prisma.raw(stageList((stage) => admits(stage, 'delivery-release')));

/** Orders that wait for their credit check, for finance after it, or for the end of a stop: more room would let them go on. */
type Unreleased = { readonly number: string };

async function refuseOwnRelease(
  tx: Transaction,
  before: Customer,
  after: Customer,
  actor: Actor,
): Promise<Answer<never> | null> {
  const lifts = before.creditStop && !after.creditStop;
  const gives = compare(after.creditLimit, before.creditLimit) > 0 || lifts;
  if (!gives) return null;
  const [own] = await tx.$queryRaw<Unreleased[]>`
    SELECT number FROM sales_order o
    WHERE ${askedByPerson(Prisma.sql`o.number`, actor.principal)} AND customer_number = ${before.number}
      AND (stage = 'credit-hold' OR (stage = 'received' AND waits_for->>'kind' = 'credit-check')
        OR (${lifts} AND stage IN (${deliverable}) AND ${orderHeldByStop})) ORDER BY number LIMIT 1`;
  if (own === undefined) return null;
  const field = compare(after.creditLimit, before.creditLimit) > 0 ? 'creditLimit' : 'creditStop';
  return refuse('four-eyes', said('own-order-waits-for-credit', { order: own.number, customer: before.number }), {
    field,
    remedy: said('ask-colleague-for-room'),
  });
}

type CreditStop = Pick<Customer, 'creditStop' | 'creditStopReason'>;

function creditStopOf(before: CreditStop, patch: CustomerPatch, actor: Actor): Answer<CreditStop> {
  const { creditStop = before.creditStop, creditStopReason } = patch;
  if (!creditStop) return { creditStop: false, creditStopReason: null };
  if (before.creditStop && creditStopReason === undefined) {
    return { creditStop: true, creditStopReason: before.creditStopReason };
  }
  if (creditStopReason !== undefined)
    return { creditStop: true, creditStopReason: { kind: 'manual', by: actor.principal, reason: creditStopReason } };
  return refuse('invalid-request', said('stop-needs-reason'), {
    field: 'creditStopReason',
    remedy: said('say-why-stopped'),
  });
}

function refuseCurrency(before: Customer, after: Customer, used: boolean): Answer<never> | null {
  if (!used || before.currency === after.currency) return null;
  return refuse(
    'currency-mismatch',
    said('account-currency-in-use', { customer: before.number, currency: before.currency }),
    {
      field: 'currency',
      remedy: said('open-other-account'),
    },
  );
}

async function writeCustomer(tx: Transaction, customer: Customer): Promise<Customer> {
  const rows = await tx.$queryRaw<CustomerRow[]>`
    UPDATE customer SET name = ${customer.name}, siren = ${customer.siren}, gln = ${customer.gln}, vat_number = ${customer.vatNumber},
      language = ${customer.language}, currency = ${customer.currency},
      address = ${JSON.stringify(customer.address)}::jsonb, parent_number = ${customer.parent},
      payer_number = ${customer.payer}, phone = ${customer.phone},
      payment_terms = ${JSON.stringify(customer.paymentTerms)}::jsonb, payee = ${jsonOrNull(customer.payee)}::jsonb, billing = ${JSON.stringify(customer.billing)}::jsonb, invoice_channel = ${customer.invoiceChannel}, document_text = ${customer.documentText}, credit_limit = ${customer.creditLimit}::numeric,
      salesperson = ${customer.salesperson}, credit_stop = ${customer.creditStop},
      credit_stops = credit_stops + (${customer.creditStop} AND NOT credit_stop)::int,
      credit_stop_reason = ${jsonOrNull(customer.creditStopReason)}::jsonb, updated_at = now()
    WHERE number = ${customer.number} RETURNING ${customerColumns}`;
  const [row] = rows;
  invariant(row !== undefined, `customer ${customer.number} was locked and is gone`);
  return customerOf(row);
}

async function auditChange(tx: Transaction, before: Customer, after: Customer, actor: Actor): Promise<void> {
  const names = changedNames(before, after);
  await appendAudit(tx, [
    {
      ...ofCustomer(after.number, actor),
      action: 'customer.changed',
      before: pick(before, names),
      after: pick(after, names),
    },
  ]);
}

/**
 * Orders held for credit that fit the account as it is now, oldest first: whom to tell after a new limit or the end of a
 * credit stop. Each is judged again by its own process.
 */
export const heldOrdersOf = (db: Db, customerNumber: string): Promise<string[]> =>
  heldOrdersThatFit(db, customerNumber);

/** Accepted orders with something reserved that is to be delivered: whom to tell when a credit stop was lifted. */
export async function reservedOrdersOf(db: Db, customerNumber: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ number: string }[]>`
    SELECT number FROM sales_order WHERE customer_number = ${customerNumber} AND stage IN (${deliverable})
      AND EXISTS (SELECT FROM order_line l WHERE l.order_number = number AND l.allocated > 0) ORDER BY received_at, number`;
  return rows.map(({ number }) => number);
}
