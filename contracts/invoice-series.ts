import { z } from 'zod';
import { EnteredDate, Instant, LocalDate } from './primitives.js';
import { mistake } from './said.js';
import { invoiceKinds, seriesOrigins, seriesStates } from './vocabulary.js';

/**
 * What stands before the year in the numbers of a kind of invoice, from a day on: a series of its own, gapless and in the
 * order of its dates (CGI, annexe II, art. 242 nonies A, I-7, which allows several where the trade calls for them).
 */
export const InvoiceSeriesInput = z
  .strictObject({
    kind: z.enum(invoiceKinds),
    origin: z.enum(seriesOrigins),
    from: EnteredDate,
    /** Null: from then on numbered with all others. */
    prefix: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{1,5}$/, mistake('wrong-prefix'))
      .nullable(),
  })
  .refine(({ origin, prefix }) => origin !== 'all' || prefix !== null, {
    path: ['prefix'],
    message: mistake('all-need-prefix'),
  })
  .meta({ id: 'InvoiceSeriesInput' });
export type InvoiceSeriesInput = z.infer<typeof InvoiceSeriesInput>;

export const InvoiceSeries = z
  .strictObject({
    ...InvoiceSeriesInput.shape,
    from: LocalDate,
    state: z.enum(seriesStates),
    setBy: z.string(),
    setAt: Instant,
  })
  .meta({ id: 'InvoiceSeries' });
export type InvoiceSeries = z.infer<typeof InvoiceSeries>;
