import type { Customer, CustomerExposure } from '../../contracts/customer.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { Prisma } from '../generated/client.js';
import { customerOf, exposureOf } from '../mappers.js';
import type { CustomerRow, ExposureRow } from '../rows.js';
import { matching, readPage, visible, when, type Db, type PageRequest, type Scope } from './page.js';

/** The columns of a {@link CustomerRow}. */
export const customerColumns = Prisma.sql`
  customer.number, customer.name, customer.siren, customer.gln, customer.vat_number AS "vatNumber", customer.language,
  customer.currency, customer.address, customer.parent_number AS parent, customer.payer_number AS payer, customer.phone,
  customer.payment_terms AS "paymentTerms", customer.payee, customer.billing, customer.invoice_channel AS "invoiceChannel", customer.document_text AS "documentText", customer.credit_limit AS "creditLimit", customer.exposure,
  customer.salesperson, customer.credit_stop AS "creditStop",
  customer.credit_stop_reason AS "creditStopReason", customer.created_at AS "createdAt",
  customer.updated_at AS "updatedAt", (SELECT body ->> 'zone' FROM company WHERE id = 1) AS zone,
  (SELECT body ->> 'goodsSector' FROM company WHERE id = 1) AS sector`;

export const customerSorts = {
  number: { expression: Prisma.sql`customer.number`, type: 'text' },
  name: { expression: Prisma.sql`customer.name`, type: 'text' },
  exposure: { expression: Prisma.sql`customer.exposure`, type: 'number' },
} as const;
export type CustomerSort = keyof typeof customerSorts;

export type CustomerFilter = PageRequest<CustomerSort> & {
  readonly search?: string | undefined;
  readonly salesperson?: string | undefined;
  readonly creditStop?: boolean | undefined;
  /** Members of this customer's group. */
  readonly parent?: string | undefined;
  /** Customers whose invoices this one pays. */
  readonly payer?: string | undefined;
};

/** Customers the caller may see; `search` looks into number, name, SIREN and VAT number. */
export function listCustomers(db: Db, filter: CustomerFilter, scope: Scope): Promise<Page<Customer> | Refusal> {
  const list = {
    columns: customerColumns,
    from: Prisma.sql`customer`,
    where: [
      visible(scope),
      when(filter.salesperson, (salesperson) => Prisma.sql`customer.salesperson = ${salesperson}`),
      when(filter.creditStop, (creditStop) => Prisma.sql`customer.credit_stop = ${creditStop}`),
      when(filter.parent, (parent) => Prisma.sql`customer.parent_number = ${parent}`),
      when(filter.payer, (payer) => Prisma.sql`customer.payer_number = ${payer}`),
      matching(filter.search, [
        Prisma.sql`customer.number`,
        Prisma.sql`customer.name`,
        Prisma.sql`customer.siren`,
        Prisma.sql`customer.vat_number`,
      ]),
    ],
    id: Prisma.sql`customer.number`,
    sorts: customerSorts,
    defaultSort: 'number',
  } as const;
  return readPage<CustomerRow, Customer, CustomerSort>(db, list, filter, (row) => customerOf(row));
}

/** Null: there is none, or it is somebody else's. */
export async function getCustomer(db: Db, number: string, scope: Scope): Promise<Customer | null> {
  const rows = await db.$queryRaw<CustomerRow[]>`
    SELECT ${customerColumns} FROM customer WHERE customer.number = ${number} AND ${visible(scope)}`;
  return rows[0] ? customerOf(rows[0]) : null;
}

/** The customer's account with what makes up its exposure, largest source first. */
export async function getCustomerExposure(db: Db, number: string, scope: Scope): Promise<CustomerExposure | null> {
  const rows = await db.$queryRaw<(CustomerRow & { sources: ExposureRow[] })[]>`
    SELECT ${customerColumns}, coalesce((
      SELECT json_agg(json_build_object('kind', kind, 'reference', reference, 'amount', amount::text)
        ORDER BY amount DESC, kind, reference)
      FROM exposure WHERE exposure.customer_number = customer.number), '[]') AS sources
    FROM customer WHERE customer.number = ${number} AND ${visible(scope)}`;
  const [row] = rows;
  if (!row) return null;
  const { currency, creditLimit, exposure, creditAvailable } = customerOf(row);
  const sources = row.sources.map((source) => exposureOf(source, currency));
  return { customer: number, currency, creditLimit, exposure, creditAvailable, sources };
}
