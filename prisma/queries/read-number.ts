import { Prisma } from '../generated/client.js';

/** Numbers as somebody types them, in any capitals: each table of them has an index of this (migration 0048). */

/** Stands in no number. */
const SEPARATOR = '\u001f';

/** A text as a part of a pattern of LIKE. */
export const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** What a number is compared by. */
export const asNumber = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`lower(${column}) COLLATE "C"`;

/** Is it one of these? PostgreSQL makes small letters of both: it has rules of its own for a few. */
export const isNumber = (column: Prisma.Sql, numbers: readonly string[]): Prisma.Sql =>
  Prisma.sql`${asNumber(column)} = ANY (string_to_array(lower(${numbers.join(SEPARATOR)}::text), ${SEPARATOR}::text))`;

/** Does it begin so? */
export const beginsNumber = (column: Prisma.Sql, text: string): Prisma.Sql =>
  Prisma.sql`${asNumber(column)} LIKE lower(${`${escaped(text)}%`}::text)`;
