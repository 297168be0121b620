import type { ExchangeRate } from '../../contracts/exchange-rate.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { currencies, type Currency } from '../../contracts/vocabulary.js';
import { exchangeRate } from '../../domain/money.js';
import { Prisma } from '../generated/client.js';
import { localDate, wordOf } from '../mappers.js';
import type { Moment, Numeric } from '../rows.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

export const exchangeRateColumns = Prisma.sql`
  exchange_rate.currency, exchange_rate.valid_from AS "from", exchange_rate.rate`;

export type ExchangeRateRow = { readonly currency: string; readonly from: Moment; readonly rate: Numeric };

export const exchangeRateOf = (row: ExchangeRateRow): ExchangeRate => ({
  currency: wordOf(currencies, row.currency),
  from: localDate(row.from),
  rate: exchangeRate(typeof row.rate === 'string' ? row.rate : row.rate.toFixed()),
});

export const exchangeRateSorts = {
  from: { expression: Prisma.sql`exchange_rate.valid_from`, type: 'date' },
} as const;

export type ExchangeRateFilter = PageRequest<'from'> & { readonly currency?: Currency | undefined };

/** Dated rates of exchange, the latest first. */
export function listExchangeRates(db: Db, filter: ExchangeRateFilter): Promise<Page<ExchangeRate> | Refusal> {
  const list = {
    columns: exchangeRateColumns,
    from: Prisma.sql`exchange_rate`,
    where: [when(filter.currency, (currency) => Prisma.sql`exchange_rate.currency = ${currency}`)],
    id: Prisma.sql`exchange_rate.currency`,
    sorts: exchangeRateSorts,
    defaultSort: '-from',
  } as const;
  return readPage<ExchangeRateRow, ExchangeRate, 'from'>(db, list, filter, exchangeRateOf);
}
