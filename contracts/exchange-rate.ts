import { z } from 'zod';
import { Currency, EnteredDate, LocalDate } from './primitives.js';
import { mistake } from './said.js';

/** What one unit of a currency is worth in the company's from a day on, until the day of its next rate. */
const fields = {
  currency: Currency,
  rate: z
    .string({ error: mistake('exchange-rate-as-text') })
    .max(20)
    .regex(/^(?!0+(\.0+)?$)(0|[1-9]\d{0,5})(\.\d{1,8})?$/, mistake('exchange-rate-digits')),
};

const ExchangeRateInput = z.strictObject({ ...fields, from: EnteredDate }).meta({ id: 'ExchangeRateInput' });

export const ExchangeRate = z.strictObject({ ...fields, from: LocalDate }).meta({ id: 'ExchangeRate' });
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** As a bank publishes them: those of a day, or of many. */
export const ExchangeRatesInput = z
  .strictObject({
    rates: z
      .array(ExchangeRateInput)
      .min(1)
      .max(500)
      .refine((rates) => new Set(rates.map(({ currency, from }) => `${currency} ${from}`)).size === rates.length, {
        message: mistake('rates-once-a-day'),
      }),
  })
  .meta({ id: 'ExchangeRatesInput' });
export type ExchangeRatesInput = z.infer<typeof ExchangeRatesInput>;

export const ExchangeRates = z.strictObject({ rates: z.array(ExchangeRate) }).meta({ id: 'ExchangeRates' });
export type ExchangeRates = z.infer<typeof ExchangeRates>;
