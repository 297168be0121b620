/**
 * Every number and id that is made of others, built here and read back here. This file imports nothing: workflows,
 * domain and database may all use it. Ids are business keys: the same thing always gets the same one.
 */

/** What stands before the year in a number. */
export const numberPrefixes = { quote: 'DE', order: 'SO', delivery: 'BL', invoice: 'FA' } as const;
export type NumberPrefix = (typeof numberPrefixes)[keyof typeof numberPrefixes];

/** A running number has at least so many digits, padded with zeros. */
export const LEAST_DIGITS = 6;
const MOST_DIGITS = 9;

/** `FA-2026-000017`: the nth of its series, which begins anew each year, or goes on, as its counter does. */
export const numberOf = (prefix: string, year: number | string, n: number | bigint): string =>
  `${prefix}-${year}-${String(n).padStart(LEAST_DIGITS, '0')}`;

/** What a number of the prefix looks like, from end to end. */
export const numberPattern = (prefix: NumberPrefix): RegExp =>
  new RegExp(`^${prefix}-\\d{4}-\\d{${LEAST_DIGITS},${MOST_DIGITS}}$`);

/** What a number of any series looks like: what the series of invoices begin with is data. */
export const anyNumberPattern = new RegExp(`^[A-Z]{2,6}-\\d{4}-\\d{${LEAST_DIGITS},${MOST_DIGITS}}$`);

/** The key of each document. */
export const documentIds = {
  acknowledgement: (order: string, version: number): string => `acknowledgement:${order}:${version}`,
  deliveryNote: (delivery: string): string => `delivery-note:${delivery}`,
  signedDeliveryNote: (delivery: string): string => `signed-delivery-note:${delivery}`,
  invoice: (invoice: string): string => `invoice:${invoice}`,
} as const;
