import type { AcquisitionSpend, AcquisitionSpendInput } from '../../contracts/acquisition-spend.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { spendColumns, spendOf, type SpendRow } from '../queries/acquisition-spends.js';
import { companyToday } from '../queries/company.js';
import { appendAudit } from '../repositories/audit.js';
import { misfit, refuse } from './refusals.js';

/** Keeps what was spent in a month to win customers. */
export async function enterSpend(
  tx: Transaction,
  input: AcquisitionSpendInput,
  actor: Actor,
  nowMs: number,
): Promise<Answer<AcquisitionSpend>> {
  const { month, amount, currency, what } = input;
  const refused =
    misfit('amount', amount, currency) ??
    refuseDate('acquisitionSpend', { field: 'month', date: month }, await companyToday(tx, nowMs));
  if (refused) return refused;
  const [row] = await tx.$queryRaw<SpendRow[]>`
    INSERT INTO acquisition_spend (id, month, amount, currency, what, entered_by, entered_at)
    VALUES (${actor.requestId}::uuid, ${month}::date, ${amount}::numeric, ${currency}, ${what}, ${actor.principal},
      ${new Date(nowMs)}::timestamptz) RETURNING ${spendColumns}`;
  invariant(row, `the spend ${actor.requestId} was not written`);
  const spend = spendOf(row);
  const kept = { month, amount: spend.amount, currency, what };
  await appendAudit(tx, [
    { actor, action: 'acquisition-spend.entered', entity: 'acquisition-spend', entityId: spend.id, after: kept },
  ]);
  return spend;
}

/** Takes back what was entered wrongly: it stays on record and does not count. */
export async function withdrawSpend(
  tx: Transaction,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<Answer<AcquisitionSpend>> {
  const [found] = await tx.$queryRaw<SpendRow[]>`
    SELECT ${spendColumns} FROM acquisition_spend WHERE id = ${id}::uuid FOR UPDATE`;
  if (!found) return refuse('not-found', said('spend-unknown'));
  const before = spendOf(found);
  if (before.withdrawnAt !== null) return before;
  const [row] = await tx.$queryRaw<SpendRow[]>`
    UPDATE acquisition_spend SET withdrawn_by = ${actor.principal}, withdrawn_at = ${new Date(nowMs)}::timestamptz
    WHERE id = ${id}::uuid RETURNING ${spendColumns}`;
  invariant(row, `the spend ${id} was locked and is gone`);
  const { month, amount, currency, what } = before;
  const kept = { month, amount, currency, what };
  await appendAudit(tx, [
    {
      actor,
      action: 'acquisition-spend.withdrawn',
      entity: 'acquisition-spend',
      entityId: id,
      before: { ...kept, counts: true },
      after: { ...kept, counts: false },
    },
  ]);
  return spendOf(row);
}
