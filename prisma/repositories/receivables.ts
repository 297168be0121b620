import type { CreditStopReason } from '../../contracts/customer.js';
import type { DunningClaim } from '../../contracts/process.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** What was paid, and not taken back, on the receivable that the statement calls `r`, by the value dates of the payments; a JSON list. */
export const paidSums = Prisma.sql`COALESCE((
  SELECT jsonb_agg(jsonb_build_object('amount', (-a.amount)::text, 'paidOn', p.date) ORDER BY a.id)
  FROM ledger_entry a JOIN payment p ON p.id = a.payment_id
  WHERE a.invoice_number = r.invoice_number AND a.instalment = r.instalment AND a.kind = 'allocation' AND a.item_kind = 'receivable'
    AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.payment_id = a.payment_id AND u.reverses = a.posting)), '[]')`;

type Settlement = { readonly orders: readonly string[]; readonly lifted: string | null };

/**
 * Takes back what was decided for letters that do not leave, as parts of a statement: what they listed has not reached its
 * level, and is decided anew where anything of it is open, or opens again. A stop of the credit stays until the last payment.
 * @param letters name of a part before, with the `id` of each letter
 */
export const undecided = (letters: Prisma.Sql): Prisma.Sql => Prisma.sql`
  undone AS (
    DELETE FROM dunning_step d USING ${letters} l WHERE d.letter_id = l.id RETURNING d.*
  ), reached AS (
    SELECT u.invoice_number, u.instalment, b.level FROM undone u
    LEFT JOIN LATERAL (SELECT s.level FROM dunning_step s
      WHERE s.invoice_number = u.invoice_number AND s.instalment = u.instalment AND s.sequence < u.sequence
      ORDER BY s.sequence DESC LIMIT 1) b ON true
  ), levels AS (
    UPDATE receivable r SET dunning_level = b.level, credit_stop = r.credit_stop AND r.open <> 0 FROM reached b
    WHERE r.invoice_number = b.invoice_number AND r.instalment = b.instalment
  ), noted AS (
    INSERT INTO audit_entry (actor, role, request_id, action, entity, entity_id, order_number, customer_number, after)
    SELECT 'encours', 'system', u.letter_id, 'dunning.withdrawn', 'dunning-step', u.id, i.order_number, i.customer_number,
      jsonb_build_object('invoice', u.invoice_number, 'level', u.level, 'letter', d.number)
    FROM undone u JOIN invoice i ON i.number = u.invoice_number JOIN document d ON d.id = u.letter_id
  )`;

/**
 * After their last cent: letters that claim them and are not yet on their way are withdrawn, what else those claim is
 * decided anew, worklist lines are done (whether a letter arrived matters no more), and the credit stop is lifted when no
 * other receivable of the customer holds one.
 * @returns orders of which every invoice so far is settled now; the invoice that had stopped the credit, where that is lifted
 */
export async function settleReceivables(
  tx: Transaction,
  customerNumber: string,
  receivables: readonly { readonly invoice: string; readonly instalment: number }[],
): Promise<Settlement> {
  const rows = await tx.$queryRaw<{ orders: readonly string[] | null; lifted: string | null }[]>`
    WITH settled AS (
      SELECT invoice, instalment FROM jsonb_to_recordset(${JSON.stringify(receivables)}::jsonb) AS s(invoice text, instalment int)
    ), listed AS (
      SELECT DISTINCT d.letter_id AS id FROM dunning_step d JOIN settled s ON d.invoice_number = s.invoice AND d.instalment = s.instalment
      WHERE d.letter_id IS NOT NULL
    ), withdrawn AS (
      UPDATE outgoing o SET status = 'SKIPPED' FROM listed WHERE o.id = listed.id AND o.status = 'QUEUED' RETURNING o.id
    ), ${undecided(Prisma.sql`withdrawn`)}, stops AS (
      UPDATE receivable r SET credit_stop = false FROM settled s
      WHERE r.invoice_number = s.invoice AND r.instalment = s.instalment AND r.credit_stop
        AND NOT EXISTS (SELECT FROM undone u WHERE u.invoice_number = r.invoice_number AND u.instalment = r.instalment)
    ), done AS (
      SELECT id FROM listed WHERE NOT EXISTS (SELECT FROM dunning_step d JOIN receivable r USING (invoice_number, instalment)
        WHERE d.letter_id = listed.id AND r.open <> 0)
    ), work AS (
      UPDATE work_item w SET status = 'done', done_at = now()
      WHERE w.status = 'open' AND (w.mail_id IN (SELECT id FROM done) OR w.mail_id IN (SELECT id FROM withdrawn)
        OR w.kind IN ('collections', 'write-off') AND w.invoice_number IN (SELECT invoice FROM settled))
    ), moot AS (
      UPDATE work_item w SET status = 'done', done_at = now()
      WHERE w.customer_number = ${customerNumber} AND w.kind = 'allocation' AND w.status = 'open'
        AND NOT EXISTS (SELECT FROM receivable r WHERE r.customer_number = ${customerNumber} AND r.open > 0)
    ), lifted AS (
      UPDATE customer SET credit_stop = false, credit_stop_reason = NULL
      WHERE number = ${customerNumber} AND credit_stop AND credit_stop_reason->>'kind' = 'dunning'
        AND NOT EXISTS (SELECT FROM receivable r LEFT JOIN settled s ON r.invoice_number = s.invoice AND r.instalment = s.instalment
          WHERE r.customer_number = ${customerNumber} AND r.credit_stop AND s.invoice IS NULL)
      RETURNING old.credit_stop_reason ->> 'invoice' AS invoice
    )
    SELECT (SELECT invoice FROM lifted) AS lifted, (SELECT json_agg(o.order_number ORDER BY o.order_number) FROM (SELECT DISTINCT i.order_number FROM invoice_order i JOIN settled s ON s.invoice = i.invoice_number) o
    WHERE NOT EXISTS (SELECT FROM invoice_order i JOIN receivable r ON r.invoice_number = i.invoice_number
      WHERE i.order_number = o.order_number AND r.open > 0)) AS orders`;
  return { orders: rows[0]?.orders ?? [], lifted: rows[0]?.lifted ?? null };
}

export type NewDunningStep = {
  readonly id: string;
  readonly invoice: string;
  readonly instalment: number;
  readonly claim: DunningClaim;
  /** Id of the letter that lists it; null: a level without a letter. */
  readonly letterId: string | null;
};

/** Writes steps of the dunning procedure, and notes on the receivables what they have reached, in one statement. */
export async function insertDunningSteps(
  tx: Transaction,
  run: number,
  steps: readonly NewDunningStep[],
): Promise<void> {
  const rows = steps.map(({ claim, ...step }) => ({
    ...claim,
    ...step,
    nextLevel: claim.next?.level ?? null,
    nextOn: claim.next?.on ?? null,
  }));
  await tx.$executeRaw`
    WITH step AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(id text, invoice text, instalment int, level text, sequence int,
        "decidedOn" date, "openAmount" numeric, interest numeric, "interestParts" jsonb, "recoveryFee" numeric, "creditStop" boolean,
        "nextLevel" text, "nextOn" date, "letterId" text)
    ), reached AS (
      UPDATE receivable r SET dunning_level = s.level, credit_stop = r.credit_stop OR s."creditStop" FROM step s
      WHERE r.invoice_number = s.invoice AND r.instalment = s.instalment
    )
    INSERT INTO dunning_step (id, invoice_number, instalment, level, sequence, run, decided_on, open_amount, interest, interest_parts,
      recovery_fee, credit_stop, next_level, next_on, letter_id)
    SELECT id, invoice, instalment, level, sequence, ${run}::int, "decidedOn", "openAmount", interest, "interestParts",
      "recoveryFee", "creditStop", "nextLevel", "nextOn", "letterId" FROM step`;
}

/** Stops new orders and what is to leave for a customer until the invoice that caused it is paid. */
export async function stopCredit(tx: Transaction, customerNumber: string, invoiceNumber: string): Promise<void> {
  const reason: CreditStopReason = { kind: 'dunning', invoice: invoiceNumber };
  await tx.$executeRaw`
    UPDATE customer SET credit_stop = true, credit_stops = credit_stops + (NOT credit_stop)::int,
      credit_stop_reason = COALESCE(credit_stop_reason, ${JSON.stringify(reason)}::jsonb), updated_at = now()
    WHERE number = ${customerNumber}`;
}
