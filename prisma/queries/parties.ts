import { Prisma } from '../generated/client.js';

/** A number that there may not be is left out. */
export const glnOf = (of: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${of}.gln IS NULL THEN '{}' ELSE jsonb_build_object('gln', ${of}.gln) END`;

/** What an account's own file says of it, as {@link AccountFacts}; `of` is its row of `customer` in the statement. */
const accountJson = (of: Prisma.Sql): Prisma.Sql => Prisma.sql`jsonb_build_object(
  'party', jsonb_build_object('number', ${of}.number, 'name', ${of}.name, 'siren', ${of}.siren,
    'vatNumber', ${of}.vat_number, 'address', ${of}.address) || ${glnOf(of)},
  'billing', (SELECT billing.address FROM customer_address AS billing
    WHERE billing.customer_number = ${of}.number AND billing.kind = 'bill-to' AND billing.is_default),
  'contacts', coalesce((SELECT jsonb_agg(jsonb_build_object('role', contact.role, 'name', contact.name,
      'language', contact.language, 'email', contact.email, 'phone', contact.phone) ORDER BY contact.code)
    FROM customer_contact AS contact WHERE contact.customer_number = ${of}.number AND contact.active), '[]'))`;

/** {@link PartyFacts} of the statement's `customer`: who takes part when it orders today. */
export const partyFactsJson = Prisma.sql`${accountJson(Prisma.sql`customer`)} || jsonb_build_object(
  'shipTo', (SELECT jsonb_build_object('code', goods.code, 'siret', goods.siret, 'address', goods.address) || ${glnOf(Prisma.sql`goods`)} FROM customer_address AS goods
    WHERE goods.customer_number = customer.number AND goods.kind = 'ship-to' AND goods.is_default),
  'payer', (SELECT ${accountJson(Prisma.sql`paying`)} FROM customer AS paying WHERE paying.number = customer.payer_number))`;
