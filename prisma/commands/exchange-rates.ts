import type { Answer } from '../../contracts/process.js';
import type { ExchangeRates, ExchangeRatesInput } from '../../contracts/exchange-rate.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import type { Transaction } from '../client.js';
import { companyToday } from '../queries/company.js';
import { exchangeRateColumns, exchangeRateOf, type ExchangeRateRow } from '../queries/exchange-rates.js';
import { appendAudit } from '../repositories/audit.js';
import type { Numeric } from '../rows.js';
import { refuse } from './refusals.js';

type Written = ExchangeRateRow & { readonly before: Numeric | null };

/**
 * Enters what currencies are worth from days on; one that is there already is entered anew. Invoices keep the rate that they
 * were issued with.
 */
export async function setExchangeRates(
  tx: Transaction,
  { rates }: ExchangeRatesInput,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<ExchangeRates>> {
  const today = await companyToday(tx, nowMs);
  const [company] = await tx.$queryRaw<{ currency: string }[]>`
    SELECT body ->> 'currency' AS currency FROM company WHERE id = 1`;
  for (const [at, { currency, from }] of rates.entries()) {
    const field = `rates.${at}`;
    if (currency === company?.currency)
      return refuse('invalid-request', said('rate-of-own-currency', { currency }), { field: `${field}.currency` });
    const misdated = refuseDate('exchangeRate', { field: `${field}.from`, date: from }, today);
    if (misdated) return misdated;
  }
  const written = await tx.$queryRaw<Written[]>`
    WITH entered AS (
      SELECT e.* FROM jsonb_to_recordset(${JSON.stringify(rates)}::jsonb) AS e(currency text, "from" date, rate numeric)
    ), replaced AS (
      SELECT r.currency, r.valid_from, r.rate FROM exchange_rate r JOIN entered e ON e.currency = r.currency AND e."from" = r.valid_from
    ), written AS (
      INSERT INTO exchange_rate (currency, valid_from, rate) SELECT currency, "from", rate FROM entered
      ON CONFLICT (currency, valid_from) DO UPDATE SET rate = EXCLUDED.rate
      RETURNING *
    )
    SELECT ${exchangeRateColumns}, replaced.rate AS before FROM written AS exchange_rate
    LEFT JOIN replaced USING (currency, valid_from) ORDER BY exchange_rate.valid_from, exchange_rate.currency`;
  await appendAudit(
    tx,
    written.map(({ before, ...row }) => {
      const after = exchangeRateOf(row);
      return {
        actor,
        action: 'exchange-rate.set',
        entity: 'exchange-rate',
        entityId: `${after.currency} ${after.from}`,
        ...(before !== null && { before: exchangeRateOf({ ...row, rate: before }) }),
        after,
      };
    }),
  );
  return { rates: written.map(exchangeRateOf) };
}
