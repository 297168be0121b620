import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from '../domain/money.js';

/**
 * The one place where database values become the plain JSON of the contracts: canonical decimal strings, `LocalDate`
 * and `Instant`. Numbers come as Prisma's Decimal or as text; floats are never among them.
 */
export type Numeric = string | { toFixed(): string };
export type Moment = string | Date;

const plain = (value: Numeric): string => (typeof value === 'string' ? value : value.toFixed());

/** An amount with the currency's minor digits: `1234.500` in EUR is `"1234.50"`. */
export const amount = (value: Numeric, currency: string): string => canonicalAmount(plain(value), currency);
/** A quantity without trailing zeros: `10.000` is `"10"`. */
export const quantity = (value: Numeric): string => canonicalQuantity(plain(value));
/** A unit price with 2 to 4 decimals. */
export const price = (value: Numeric): string => canonicalPrice(plain(value));
/** A percentage with 2 decimals. */
export const percent = (value: Numeric): string => canonicalPercent(plain(value));

/** A `date` column as `'YYYY-MM-DD'`; a Date is read in UTC, as the driver builds it. */
export const localDate = (value: Moment): string =>
  typeof value === 'string' ? value.slice(0, 10) : value.toISOString().slice(0, 10);
/** A `timestamptz` column as ISO 8601 in UTC, with milliseconds. */
export const instant = (value: Moment): string => new Date(value).toISOString();
/** A `LocalDate` as Prisma takes it for a `date` column. */
export const toDate = (date: string): Date => new Date(`${date}T00:00:00.000Z`);

/** The mapper for a column that may be empty. */
export const nullable =
  <T>(map: (value: NonNullable<T>) => string) =>
  (value: T | null | undefined): string | null =>
    value === null || value === undefined ? null : map(value);

export const localDateOrNull = nullable<Moment>(localDate);
export const instantOrNull = nullable<Moment>(instant);
