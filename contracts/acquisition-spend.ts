import { z } from 'zod';
import { Currency, EnteredDate, Instant, Line, LocalDate, PositiveAmount, Uuid } from './primitives.js';
import { mistake } from './said.js';

/** What was spent in a month to win customers. */
export const AcquisitionSpendInput = z
  .strictObject({
    /** First day of the month. */
    month: EnteredDate.refine((day) => day.endsWith('-01'), mistake('not-first-of-month')),
    amount: PositiveAmount,
    currency: Currency,
    /** What for, such as "trade fair". */
    what: Line(120),
  })
  .meta({ id: 'AcquisitionSpendInput' });
export type AcquisitionSpendInput = z.infer<typeof AcquisitionSpendInput>;

export const AcquisitionSpend = z
  .strictObject({
    id: Uuid,
    month: LocalDate,
    amount: PositiveAmount,
    currency: Currency,
    what: z.string(),
    enteredBy: z.string(),
    enteredAt: Instant,
    /** Taken back: it does not count. */
    withdrawnBy: z.string().nullable(),
    withdrawnAt: Instant.nullable(),
  })
  .meta({ id: 'AcquisitionSpend' });
export type AcquisitionSpend = z.infer<typeof AcquisitionSpend>;
