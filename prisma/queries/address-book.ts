import type { CustomerAddress, CustomerContact } from '../../contracts/address-book.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { AddressKind, ContactRole } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

/** The columns of a {@link CustomerAddress}. */
export const addressColumns = Prisma.sql`
  customer_address.code, customer_address.kind, customer_address.label, customer_address.address, customer_address.siret, customer_address.gln,
  customer_address.is_default AS "isDefault", customer_address.active`;

/** The columns of a {@link CustomerContact}. */
export const contactColumns = Prisma.sql`
  customer_contact.code, customer_contact.role, customer_contact.name, customer_contact.language,
  customer_contact.email, customer_contact.phone, customer_contact.active`;

const addressTables = Prisma.sql`customer_address JOIN customer ON customer.number = customer_address.customer_number`;
const contactTables = Prisma.sql`customer_contact JOIN customer ON customer.number = customer_contact.customer_number`;

type Asked = PageRequest<'code'> & { readonly customer: string; readonly active?: boolean | undefined };
export type AddressFilter = Asked & { readonly kind?: AddressKind | undefined };
export type ContactFilter = Asked & { readonly role?: ContactRole | undefined };

/** Addresses of a customer the caller may see; of another's, none. */
export function listAddresses(db: Db, filter: AddressFilter, scope: Scope): Promise<Page<CustomerAddress> | Refusal> {
  const list = {
    columns: addressColumns,
    from: addressTables,
    where: [
      Prisma.sql`customer_address.customer_number = ${filter.customer}`,
      visible(scope),
      when(filter.active, (active) => Prisma.sql`customer_address.active = ${active}`),
      when(filter.kind, (kind) => Prisma.sql`customer_address.kind = ${kind}`),
    ],
    id: Prisma.sql`customer_address.code`,
    sorts: { code: { expression: Prisma.sql`customer_address.code`, type: 'text' } },
    defaultSort: 'code',
  } as const;
  return readPage<CustomerAddress, CustomerAddress, 'code'>(db, list, filter, (row) => row);
}

/** Contacts of a customer the caller may see; of another's, none. */
export function listContacts(db: Db, filter: ContactFilter, scope: Scope): Promise<Page<CustomerContact> | Refusal> {
  const list = {
    columns: contactColumns,
    from: contactTables,
    where: [
      Prisma.sql`customer_contact.customer_number = ${filter.customer}`,
      visible(scope),
      when(filter.active, (active) => Prisma.sql`customer_contact.active = ${active}`),
      when(filter.role, (role) => Prisma.sql`customer_contact.role = ${role}`),
    ],
    id: Prisma.sql`customer_contact.code`,
    sorts: { code: { expression: Prisma.sql`customer_contact.code`, type: 'text' } },
    defaultSort: 'code',
  } as const;
  return readPage<CustomerContact, CustomerContact, 'code'>(db, list, filter, (row) => row);
}

/** Null: there is none, or it is somebody else's. */
export async function getAddress(
  db: Db,
  customer: string,
  code: string,
  scope: Scope,
): Promise<CustomerAddress | null> {
  const [row] = await db.$queryRaw<CustomerAddress[]>`
    SELECT ${addressColumns} FROM ${addressTables}
    WHERE customer_address.customer_number = ${customer} AND customer_address.code = ${code} AND ${visible(scope)}`;
  return row ?? null;
}

/** Null: there is none, or it is somebody else's. */
export async function getContact(
  db: Db,
  customer: string,
  code: string,
  scope: Scope,
): Promise<CustomerContact | null> {
  const [row] = await db.$queryRaw<CustomerContact[]>`
    SELECT ${contactColumns} FROM ${contactTables}
    WHERE customer_contact.customer_number = ${customer} AND customer_contact.code = ${code} AND ${visible(scope)}`;
  return row ?? null;
}
