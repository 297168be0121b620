import type { FulfilmentPolicy } from '../contracts/policies.js';
import { addDays, addWorkingDays, maxDate, nextWorkingDay, type LocalDate, type WorkingCalendar } from './calendar.js';
import { compare, type Quantity } from './money.js';

/** What a promise depends on: `open` is still to deliver, `allocated` the part of it that stock is kept for. */
export type PromisedLine = {
  readonly requestedDate: LocalDate;
  readonly open: Quantity;
  readonly allocated: Quantity;
};

/**
 * The working day on which everything open on a line will have been delivered, never before the requested date: in stock,
 * `preparationDays` working days from today; with anything on backorder, `replenishmentDays` calendar days from today.
 */
export function confirmDates(
  line: PromisedLine,
  today: LocalDate,
  policy: FulfilmentPolicy,
  calendar: WorkingCalendar,
): LocalDate {
  const isInStock = compare(line.allocated, line.open) >= 0;
  const earliest = isInStock
    ? addWorkingDays(today, policy.preparationDays, calendar)
    : addDays(today, policy.replenishmentDays);
  return nextWorkingDay(maxDate(line.requestedDate, earliest), calendar);
}
