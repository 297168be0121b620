import type {
  CustomerAddress,
  CustomerAddressInput,
  CustomerAddressPatch,
  CustomerContact,
  CustomerContactInput,
  CustomerContactPatch,
} from '../../contracts/address-book.js';
import type { Audited } from '../../contracts/audit.js';
import { isSiretOf } from '../../contracts/identities.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor, AddressKind, Language } from '../../contracts/vocabulary.js';
import { recipientOf } from '../../domain/parties.js';
import type { Transaction } from '../client.js';
import { addressColumns, contactColumns, getAddress, getContact } from '../queries/address-book.js';
import { visible, type Scope } from '../queries/page.js';
import { lockCustomer } from '../repositories/accounts.js';
import { appendAudit } from '../repositories/audit.js';
import { changedNames, pick, withoutUndefined } from './changes.js';
import { refuse } from './refusals.js';

const everyCustomer: Scope = { salesperson: null };

/** Adds an address to a customer. The code is the business key: a second of that code is refused. */
export async function addAddress(
  tx: Transaction,
  customer: string,
  input: CustomerAddressInput,
  actor: Actor,
  scope: Scope = everyCustomer,
): Promise<Answer<CustomerAddress>> {
  const unknown = await refuseUnknown(tx, customer, scope);
  if (unknown) return unknown;
  const stranger = await refuseSiret(tx, customer, input.siret);
  if (stranger) return stranger;
  const { isDefault = false } = input;
  const former = isDefault ? await clearDefault(tx, customer, input.kind, input.code) : [];
  const [added] = await tx.$queryRaw<CustomerAddress[]>`
    INSERT INTO customer_address (customer_number, code, kind, label, address, siret, gln, is_default)
    VALUES (${customer}, ${input.code}, ${input.kind}, ${input.label}, ${JSON.stringify(input.address)}::jsonb,
      ${input.siret ?? null}, ${input.gln ?? null}, ${isDefault})
    ON CONFLICT (customer_number, code) DO NOTHING RETURNING ${addressColumns}`;
  if (!added) return takenCode('address', customer, input.code);
  await audit(tx, customer, actor, [...former, { action: 'customer.address-added', after: added }]);
  return added;
}

/** Changes an address; orders that have it keep what they have. */
export async function changeAddress(
  tx: Transaction,
  customer: string,
  code: string,
  patch: CustomerAddressPatch,
  actor: Actor,
  scope: Scope = everyCustomer,
): Promise<Answer<CustomerAddress>> {
  await lockCustomer(tx, customer);
  const before = await getAddress(tx, customer, code, scope);
  if (!before) return refuse('not-found', said('address-unknown', { customer, code }));
  const wanted = { ...before, ...withoutUndefined(patch) };
  if (patch.isDefault === true && !wanted.active)
    return refuse('invalid-request', said('code-retired', { code }), {
      field: 'isDefault',
      remedy: said('take-into-use'),
    });
  const stranger = wanted.active ? await refuseSiret(tx, customer, wanted.siret) : null;
  if (stranger) return stranger;
  const isDefault = wanted.isDefault && wanted.active;
  const former = isDefault ? await clearDefault(tx, customer, before.kind, code) : [];
  const [after] = await tx.$queryRaw<CustomerAddress[]>`
    UPDATE customer_address SET label = ${wanted.label}, address = ${JSON.stringify(wanted.address)}::jsonb,
      siret = ${wanted.siret}, gln = ${wanted.gln}, is_default = ${isDefault}, active = ${wanted.active}
    WHERE customer_number = ${customer} AND code = ${code} RETURNING ${addressColumns}`;
  if (!after) throw new Error(`address ${code} of ${customer} was locked and is gone`);
  const names = changedNames(before, after);
  await audit(tx, customer, actor, [
    ...former,
    {
      action: 'customer.address-changed',
      before: { code, ...pick(before, names) },
      after: { code, ...pick(after, names) },
    },
  ]);
  return after;
}

/** Is it an establishment of the company? Without either number, nobody can say otherwise. */
export const isEstablishmentOf = (siren: string | null, siret: string | null | undefined): boolean =>
  siren === null || siret === null || siret === undefined || isSiretOf(siren, siret);

export const strangeSiret = (siret: string | null | undefined, siren: string | null, field: string): Refusal =>
  refuse('invalid-request', said('siret-of-other-company', { siret: siret ?? '', siren: siren ?? '' }), {
    field,
    remedy: said('siret-of-customer'),
  });

/** The customer is locked. */
async function refuseSiret(
  tx: Transaction,
  customer: string,
  siret: string | null | undefined,
): Promise<Refusal | null> {
  const [row] = await tx.$queryRaw<{ siren: string | null }[]>`SELECT siren FROM customer WHERE number = ${customer}`;
  const siren = row?.siren ?? null;
  return isEstablishmentOf(siren, siret) ? null : strangeSiret(siret, siren, 'siret');
}

/** @returns what is to be told of the address that was the default before */
async function clearDefault(
  tx: Transaction,
  customer: string,
  kind: AddressKind,
  except: string,
): Promise<readonly BookEvent[]> {
  const cleared = await tx.$queryRaw<{ code: string }[]>`UPDATE customer_address SET is_default = false
    WHERE customer_number = ${customer} AND kind = ${kind} AND is_default AND code <> ${except} RETURNING code`;
  return cleared.map(({ code }) => ({
    action: 'customer.address-changed',
    before: { code, isDefault: true },
    after: { code, isDefault: false },
  }));
}

/** Adds a contact to a customer. The code is the business key: a second of that code is refused. */
export async function addContact(
  tx: Transaction,
  customer: string,
  input: CustomerContactInput,
  actor: Actor,
  scope: Scope = everyCustomer,
): Promise<Answer<CustomerContact>> {
  const unknown = await refuseUnknown(tx, customer, scope);
  if (unknown) return unknown;
  const [added] = await tx.$queryRaw<CustomerContact[]>`
    INSERT INTO customer_contact (customer_number, code, role, name, language, email, phone)
    SELECT number, ${input.code}, ${input.role}, ${input.name}, coalesce(${input.language ?? null}, language),
      ${input.email}, ${input.phone}
    FROM customer WHERE number = ${customer}
    ON CONFLICT (customer_number, code) DO NOTHING RETURNING ${contactColumns}`;
  if (!added) return takenCode('contact', customer, input.code);
  await audit(tx, customer, actor, [{ action: 'customer.contact-added', after: added }]);
  return added;
}

/** Changes a contact; orders that have it keep what they have. Somebody must stay whom orders can be mailed to. */
export async function changeContact(
  tx: Transaction,
  customer: string,
  code: string,
  patch: CustomerContactPatch,
  actor: Actor,
  scope: Scope = everyCustomer,
): Promise<Answer<CustomerContact>> {
  await lockCustomer(tx, customer);
  const before = await getContact(tx, customer, code, scope);
  if (!before) return refuse('not-found', said('contact-unknown', { customer, code }));
  const wanted = { ...before, ...withoutUndefined(patch) };
  const others = await tx.$queryRaw<CustomerContact[]>`
    SELECT ${contactColumns} FROM customer_contact WHERE customer_number = ${customer} AND active AND code <> ${code}`;
  if (!recipientOf({ contacts: wanted.active ? [...others, wanted] : others }, 'orders')) return nobodyLeft;
  const [after] = await tx.$queryRaw<CustomerContact[]>`
    UPDATE customer_contact SET role = ${wanted.role}, name = ${wanted.name}, language = ${wanted.language},
      email = ${wanted.email}, phone = ${wanted.phone}, active = ${wanted.active}
    WHERE customer_number = ${customer} AND code = ${code} RETURNING ${contactColumns}`;
  if (!after) throw new Error(`contact ${code} of ${customer} was locked and is gone`);
  const names = changedNames(before, after);
  await audit(tx, customer, actor, [
    {
      action: 'customer.contact-changed',
      before: { code, ...pick(before, names) },
      after: { code, ...pick(after, names) },
    },
  ]);
  return after;
}

export const nobodyLeft: Refusal = refuse('invalid-request', said('nobody-with-mail-left'), {
  field: 'contacts',
  remedy: said('name-who-has-mail'),
});

async function refuseUnknown(tx: Transaction, customer: string, scope: Scope): Promise<Refusal | null> {
  await lockCustomer(tx, customer);
  const seen = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS seen FROM customer WHERE customer.number = ${customer} AND ${visible(scope)}`;
  return seen.length > 0 ? null : refuse('not-found', said('customer-unknown-here', { customer }));
}

const takenCode = (thing: 'address' | 'contact', customer: string, code: string): Refusal =>
  refuse('already-exists', said('code-taken', { customer, thing, code }), {
    field: 'code',
    remedy: said('change-that-code'),
  });

/** A contact whose language is decided. */
type NewContact = CustomerContactInput & Pick<CustomerContact, 'language'>;

/** Contacts read the customer's language unless they say otherwise. */
export const withLanguage = (contacts: readonly CustomerContactInput[], language: Language): NewContact[] =>
  contacts.map((contact) => ({ ...contact, language: contact.language ?? language }));

/** Writes the address book that a customer is created with. */
export async function insertAddressBook(
  tx: Transaction,
  customer: string,
  addresses: readonly CustomerAddressInput[],
  contacts: readonly NewContact[],
): Promise<void> {
  await tx.$executeRaw`
    WITH places AS (
      INSERT INTO customer_address (customer_number, code, kind, label, address, siret, gln, is_default)
      SELECT ${customer}, row.code, row.kind, row.label, row.address, row.siret, row.gln, coalesce(row."isDefault", false)
      FROM jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb)
        AS row(code text, kind text, label text, address jsonb, siret text, gln text, "isDefault" boolean))
    INSERT INTO customer_contact (customer_number, code, role, name, language, email, phone)
    SELECT ${customer}, row.code, row.role, row.name, row.language, row.email, row.phone
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
      AS row(code text, role text, name text, language text, email text, phone text)`;
}

type BookEvent = Extract<Audited, { readonly action: `customer.address-${string}` | `customer.contact-${string}` }> & {
  readonly before?: object;
};

const audit = (tx: Transaction, customer: string, actor: Actor, events: readonly BookEvent[]): Promise<void> =>
  appendAudit(
    tx,
    events.map((event) => ({ ...event, actor, entity: 'customer', entityId: customer, customerNumber: customer })),
  );
