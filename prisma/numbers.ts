import { LEAST_DIGITS, numberPrefixes } from '../contracts/ids.js';
import { Prisma } from './generated/client.js';

/** Those numbered by a sequence, which may leave gaps; invoices are not, see repositories/invoices.ts. */
const sequences = { quote: 'quote_number', order: 'order_number', delivery: 'delivery_number' } as const;

/** The next number of its kind as SQL, as numberOf of contracts/ids.ts writes it. @param year its four digits, as text */
export const nextNumber = (kind: keyof typeof sequences, year: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT ${numberPrefixes[kind]}::text || '-' || ${year} || '-' || lpad(n, greatest(${LEAST_DIGITS}::int, length(n)), '0')
  FROM (SELECT nextval(${sequences[kind]})::text AS n) AS next)`;
