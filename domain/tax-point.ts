import type { VatCategory } from '../contracts/vocabulary.js';
import { addDays, endOfMonth, minDate, type LocalDate } from './calendar.js';

/** Of the month after the delivery, by which an intra-community supply has to be invoiced (art. 222 of the directive). */
const INVOICED_BY_DAY = 15;

/**
 * Day on which the tax of goods becomes chargeable (EN 16931 BT-7): that of their delivery (art. 269, 2 a CGI). For those
 * exempt as intra-community supplies, the day of the invoice, and at the latest the 15th of the month after the delivery
 * (art. 67 of directive 2006/112/EC).
 */
export function taxPointOf(supply: {
  readonly vatCategories: readonly VatCategory[];
  readonly deliveredOn: LocalDate;
  readonly issueDate: LocalDate;
}): LocalDate {
  if (!supply.vatCategories.includes('K')) return supply.deliveredOn;
  return minDate(supply.issueDate, addDays(endOfMonth(supply.deliveredOn), INVOICED_BY_DAY));
}
