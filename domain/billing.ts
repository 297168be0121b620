import type { BilledPeriod, BillingRule } from '../contracts/billing.js';
import type { InvoiceDraft } from '../contracts/process.js';
import type { BillingRhythm } from '../contracts/vocabulary.js';
import { addDays, dayInMonth, dayOfWeek, endOfMonth, maxDate, minDate, type LocalDate } from './calendar.js';
import { invoicedFreight } from './invoicing.js';
import { sum } from './money.js';
import { hasOpen } from './order-progress.js';
import { vatBreakdown } from './tax.js';

type OpenLines = Parameters<typeof hasOpen>[0];

/** Whether what an order has delivered is invoiced by its own process now: at once, or once all is delivered. */
export const isBilledNow = (rule: BillingRule, lines: OpenLines): boolean =>
  rule.kind === 'delivery' || (rule.kind === 'order' && !hasOpen(lines));

/**
 * The period that a day belongs to: a week from Monday on, half a month, a month. None reaches over the end of a month, since
 * an invoice charges deliveries of one month alone (CGI art. 289 I-3).
 */
export function periodOf(every: BillingRhythm, day: LocalDate): BilledPeriod {
  const month = { from: dayInMonth(day, 1), to: endOfMonth(day) };
  switch (every) {
    case 'monthly':
      return month;
    case 'fortnightly':
      return day <= dayInMonth(day, 15)
        ? { from: month.from, to: dayInMonth(day, 15) }
        : { from: dayInMonth(day, 16), to: month.to };
    case 'weekly': {
      const monday = addDays(day, 1 - dayOfWeek(day));
      return { from: maxDate(month.from, monday), to: minDate(month.to, addDays(monday, 6)) };
    }
  }
}

/**
 * The last day whose deliveries a run of a business day bills: that of the last period that is over with this day.
 * What left before it and was not billed is billed now.
 */
export function billableUpTo(every: BillingRhythm, today: LocalDate): LocalDate {
  const { from, to } = periodOf(every, today);
  return to <= today ? to : addDays(from, -1);
}

/** Up to which departures a run bills, by rhythm, and of orders that are billed as a whole; null: none of these. */
export type BillingDue = Readonly<Record<BillingRhythm, LocalDate>> & { readonly order: LocalDate | null };

/** The day by which a delivery is to be on an invoice; `order`: the month of the delivery, as the law has it. */
export const billedBy = (rule: BillingRule, departedOn: LocalDate): LocalDate => {
  if (rule.kind === 'delivery') return departedOn;
  return periodOf(rule.kind === 'order' ? 'monthly' : rule.every, departedOn).to;
};

export type CollectiveDraft = Omit<InvoiceDraft, 'deliveryNumber'>;

/**
 * The invoice of several deliveries, of one or of several orders: their lines, numbered 1, 2, 3 … in this order, the freight of
 * each, and VAT on the bases of all (EN 16931 BR-CO-17).
 */
export function collectiveDraft(drafts: readonly InvoiceDraft[], currency: string): CollectiveDraft {
  const lines = drafts.flatMap((draft) => draft.lines).map((line, index) => ({ ...line, lineNo: index + 1 }));
  const freights = drafts.flatMap((draft) => [...invoicedFreight(draft)]);
  const { breakdown, net, vat, gross } = vatBreakdown([...lines, ...freights], currency);
  const freight = sum(
    drafts.map((draft) => draft.freight),
    currency,
  );
  return { freight, lines, net, vat, gross, vatBreakdown: breakdown };
}
