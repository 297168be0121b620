import { numberPrefixes } from '../../contracts/ids.js';
import type { InvoiceSeries, InvoiceSeriesInput } from '../../contracts/invoice-series.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { compareDates, maxDate } from '../../domain/calendar.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { companyToday } from '../queries/company.js';
import { invoiceSeriesColumns, invoiceSeriesOf, type InvoiceSeriesRow } from '../queries/invoice-series.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';

type Written = InvoiceSeriesRow & { readonly isNew: boolean; readonly before: string | null };

/**
 * Says what the numbers of a kind begin with from a day on; one that has not begun may be said again. What has numbers stays
 * as it is: the new prefix is a series of its own.
 */
export async function setInvoiceSeries(
  tx: Transaction,
  input: InvoiceSeriesInput,
  actor: Actor,
  nowMs: number,
): Promise<Answer<InvoiceSeries>> {
  const { kind, origin, from, prefix } = input;
  await tx.$queryRaw`SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended('invoice-series', 0))`;
  const today = await companyToday(tx, nowMs);
  const refused =
    refuseDate('invoiceSeries', { field: 'from', date: from }, today) ??
    refuseGiven(input, today, await givenTo(tx, input));
  if (refused) return refused;
  const rows = await tx.$queryRaw<Written[]>`
    INSERT INTO invoice_series (kind, origin, valid_from, prefix, set_by, set_at)
    VALUES (${kind}, ${origin}, ${from}::date, ${prefix}, ${actor.principal}, ${new Date(nowMs)})
    ON CONFLICT (kind, origin, valid_from) DO UPDATE SET prefix = EXCLUDED.prefix, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at
    RETURNING ${invoiceSeriesColumns(today)}, old.kind IS NULL AS "isNew", old.prefix AS before`;
  const [row] = rows;
  invariant(row, `the series of ${kind} from ${from} was not written`);
  await appendAudit(tx, [
    {
      actor,
      action: 'invoice-series.set',
      entity: 'invoice-series',
      entityId: `${kind} ${origin} ${from}`,
      ...(row.isNew ? {} : { before: { prefix: row.before } }),
      after: { kind, origin, from, prefix },
    },
  ]);
  return invoiceSeriesOf(row);
}

type Given = { readonly lastDate: string | null; readonly isTaken: boolean };

async function givenTo(tx: Transaction, { kind, origin, from, prefix }: InvoiceSeriesInput): Promise<Given> {
  const [given] = await tx.$queryRaw<Given[]>`
    SELECT last_date::text AS "lastDate", begin_so OR EXISTS (SELECT FROM invoice_series WHERE prefix = ${prefix}
      AND (kind, origin, valid_from) <> (${kind}, ${origin}, ${from}::date)) AS "isTaken"
    FROM invoice_numbers_given(${kind}, ${prefix ?? ''})`;
  return given ?? { lastDate: null, isTaken: false };
}

/** A day that has begun, or has numbers of the kind, keeps the series it has; a prefix stands before the numbers of one, for ever. */
function refuseGiven(
  { from, prefix }: InvoiceSeriesInput,
  today: string,
  { lastDate, isTaken }: Given,
): Refusal | null {
  const day = lastDate === null ? today : maxDate(today, lastDate);
  if (compareDates(from, day) <= 0)
    return refuse('invalid-request', said('series-numbers-given', { day }), {
      field: 'from',
      remedy: said('begin-series-later', { day }),
    });
  if (prefix === null || !(isTaken || Object.values<string>(numberPrefixes).includes(prefix))) return null;
  return refuse('invalid-request', said('prefix-taken', { prefix }), {
    field: 'prefix',
    remedy: said('choose-other-prefix'),
  });
}
