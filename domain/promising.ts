import type { FulfilmentPolicy } from '../contracts/policies.js';
import { addDays, addWorkingDays, maxDate, nextWorkingDay, type LocalDate } from './calendar.js';
import type { WorkingCalendar } from './holidays.js';
import { compare, min, subtractQuantities, type Quantity } from './money.js';

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

type Wanted = { readonly product: string; readonly open: Quantity; readonly requestedDate: LocalDate };
type Terms = { readonly today: LocalDate; readonly fulfilment: FulfilmentPolicy; readonly calendar: WorkingCalendar };

/** Gives each line its part of what there is of its product, in the order of the lines, and the date that follows from it. */
export function promiseLines<L extends Wanted>(
  lines: readonly L[],
  free: ReadonlyMap<string, Quantity>,
  { today, fulfilment, calendar }: Terms,
): readonly { readonly line: L; readonly allocated: Quantity; readonly confirmedDate: LocalDate }[] {
  const left = new Map(free);
  return lines.map((line) => {
    const available = left.get(line.product) ?? '0';
    const allocated = min(line.open, available);
    left.set(line.product, subtractQuantities(available, allocated));
    const promise = { requestedDate: line.requestedDate, open: line.open, allocated };
    return { line, allocated, confirmedDate: confirmDates(promise, today, fulfilment, calendar) };
  });
}
