import { Prisma } from '../generated/client.js';

const party = Prisma.sql`jsonb_build_object('number', customer.number, 'name', customer.name, 'siren', customer.siren,
  'vatNumber', customer.vat_number, 'address', customer.billing_address)`;

const contact = (role: string, email: Prisma.Sql): Prisma.Sql => Prisma.sql`jsonb_build_object(
  'role', ${role}::text, 'name', customer.name, 'language', customer.language, 'email', ${email}, 'phone', customer.phone)`;

/** The parties of an order that the `customer` of the statement would enter today, as their contract has them. */
export const partiesJson = Prisma.sql`jsonb_build_object('buyer', ${party}, 'billTo', ${party},
  'shipTo', jsonb_build_object('address', customer.delivery_address),
  'contacts', jsonb_build_array(${contact('orders', Prisma.sql`customer.order_email`)},
    ${contact('invoices', Prisma.sql`customer.invoice_email`)}))`;
