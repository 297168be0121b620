import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { TaxRate, TaxRateInput } from '../../contracts/tax.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import { localDateOrNull } from '../mappers.js';
import type { Transaction } from '../client.js';
import { companyToday } from '../queries/company.js';
import { taxRateColumns, taxRateOf, type TaxRateRow } from '../queries/tax-rates.js';
import { appendAudit } from '../repositories/audit.js';
import type { Moment } from '../rows.js';
import { refuse } from './refusals.js';

/**
 * Enters the VAT of a tax class from a day on; one that is not in force yet may be entered again. What is in force stays as
 * it is: deliveries of its days bear it. A class without a rate may have its first from any day.
 */
export async function setTaxRate(
  tx: Transaction,
  input: TaxRateInput,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<TaxRate>> {
  const today = await companyToday(tx, nowMs);
  const date = { field: 'from', date: input.from };
  const refused = refuseDate('taxRate', date, today) ?? (await refusePast(tx, input, today));
  if (refused) return refused;
  const { country, taxClass, from } = input;
  const rows = await tx.$queryRaw<(TaxRateRow & { readonly before: TaxRate | null })[]>`
    WITH replaced AS (
      SELECT json_build_object('vatCategory', vat_category, 'vatRate', vat_rate::text, 'vatExemption', vat_exemption) AS before
      FROM tax_rate WHERE country = ${country} AND tax_class = ${taxClass} AND valid_from = ${from}::date
    )
    INSERT INTO tax_rate (country, tax_class, valid_from, vat_category, vat_rate, vat_exemption)
    VALUES (${country}, ${taxClass}, ${from}::date, ${input.vatCategory}, ${input.vatRate}::numeric, ${input.vatExemption})
    ON CONFLICT (country, tax_class, valid_from) DO UPDATE SET vat_category = EXCLUDED.vat_category, vat_rate = EXCLUDED.vat_rate,
      vat_exemption = EXCLUDED.vat_exemption
    RETURNING ${taxRateColumns}, (SELECT before FROM replaced) AS before`;
  const [row] = rows;
  invariant(row, `the rate of ${country} ${taxClass} from ${from} was not written`);
  const rate = taxRateOf(row);
  await appendAudit(tx, [
    {
      actor,
      action: 'tax-rate.set',
      entity: 'tax-rate',
      entityId: `${country} ${taxClass} ${from}`,
      ...(row.before === null ? {} : { before: row.before }),
      after: rate,
    },
  ]);
  return rate;
}

type InForce = { readonly inForce: boolean; readonly lastDelivery: Moment | null };

async function refusePast(
  tx: Transaction,
  { country, taxClass, from }: TaxRateInput,
  today: string,
): Promise<Refusal | null> {
  const rows = await tx.$queryRaw<InForce[]>`
    SELECT EXISTS (SELECT FROM tax_rate WHERE country = ${country} AND tax_class = ${taxClass} AND valid_from <= ${today}::date) AS "inForce",
      (SELECT max(departed_on) FROM delivery) AS "lastDelivery"`;
  const [found] = rows;
  if (!found?.inForce) return null;
  const lastDelivery = localDateOrNull(found.lastDelivery);
  const last = lastDelivery !== null && lastDelivery > today ? lastDelivery : today;
  if (from > last) return null;
  return refuse('invalid-request', said('rate-in-force', { taxClass, country, day: last }), {
    field: 'from',
    remedy: said('enter-rate-later', { day: last }),
  });
}
