import type { CreditStopReason } from '../../contracts/customer.js';
import type { DunningClaim } from '../../contracts/process.js';
import { canonicalAmount } from '../../domain/money.js';
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
 * After their last cent: letters of the receivables that are not yet on their way are skipped, worklist lines are done
 * (whether a letter arrived matters no more), and the credit stop is lifted when no other receivable of the customer
 * holds one.
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
    ), stops AS (
      UPDATE receivable r SET credit_stop = false FROM settled s
      WHERE r.invoice_number = s.invoice AND r.instalment = s.instalment AND r.credit_stop
    ), step AS (
      SELECT d.id, d.status FROM dunning_step d JOIN settled s ON d.invoice_number = s.invoice AND d.instalment = s.instalment
    ), letters AS (
      UPDATE mail SET status = 'SKIPPED' FROM step
      WHERE mail.dunning_step_id = step.id AND mail.kind = 'dunning' AND mail.status = 'QUEUED'
    ), steps AS (
      UPDATE dunning_step d SET status = 'SKIPPED' FROM step
      WHERE d.id = step.id AND step.status = 'DUE'
        AND EXISTS (SELECT FROM mail m WHERE m.dunning_step_id = step.id AND m.kind = 'dunning' AND m.status = 'QUEUED')
    ), work AS (
      UPDATE work_item w SET status = 'done', done_at = now() FROM (SELECT DISTINCT invoice FROM settled) s
      WHERE w.invoice_number = s.invoice AND w.status = 'open' AND (w.kind IN ('dunning-report', 'collections', 'write-off')
        OR EXISTS (SELECT FROM mail m WHERE m.id = w.mail_id AND m.kind = 'dunning'))
    ), lifted AS (
      UPDATE customer SET credit_stop = false, credit_stop_reason = NULL
      WHERE number = ${customerNumber} AND credit_stop AND credit_stop_reason->>'kind' = 'dunning'
        AND NOT EXISTS (SELECT FROM receivable r LEFT JOIN settled s ON r.invoice_number = s.invoice AND r.instalment = s.instalment
          WHERE r.customer_number = ${customerNumber} AND r.credit_stop AND s.invoice IS NULL)
      RETURNING old.credit_stop_reason ->> 'invoice' AS invoice
    )
    SELECT (SELECT invoice FROM lifted) AS lifted, (SELECT json_agg(o.order_number ORDER BY o.order_number) FROM (SELECT DISTINCT i.order_number FROM invoice i JOIN settled s ON s.invoice = i.number) o
    WHERE NOT EXISTS (SELECT FROM invoice i JOIN receivable r ON r.invoice_number = i.number
      WHERE i.order_number = o.order_number AND r.open <> 0)) AS orders`;
  return { orders: rows[0]?.orders ?? [], lifted: rows[0]?.lifted ?? null };
}

/** Locks a receivable and reads what is open. */
export async function lockReceivable(
  tx: Transaction,
  invoiceNumber: string,
  instalment: number,
  currency: string,
): Promise<string> {
  const rows = await tx.$queryRaw<{ open: string }[]>`
    SELECT open::text AS open FROM receivable WHERE invoice_number = ${invoiceNumber} AND instalment = ${instalment}::int FOR UPDATE`;
  const row = rows[0];
  if (row === undefined) throw new Error(`receivable ${invoiceNumber}/${instalment} is not there`);
  return canonicalAmount(row.open, currency);
}

export type NewDunningStep = {
  readonly id: string;
  readonly invoiceNumber: string;
  readonly instalment: number;
  readonly customerNumber: string;
  readonly orderNumber: string;
  readonly claim: DunningClaim;
  readonly status: 'DUE' | 'DONE';
  /** Run of the customer that decided it. */
  readonly run: number;
};

/**
 * Writes a step of the dunning procedure, its letter and the mail that carries it, in one statement. A step that a last
 * cent had overtaken is taken anew once that cent went back.
 */
export async function insertDunningStep(tx: Transaction, step: NewDunningStep): Promise<void> {
  const { claim } = step;
  const sends = step.status === 'DUE';
  const letterId = `${step.customerNumber}:${claim.decidedOn}:${claim.channel}:${step.id}`;
  await tx.$executeRaw`
    WITH letter AS (
      INSERT INTO letter (id, customer_number, date, channel, mail_id)
      SELECT ${letterId}, ${step.customerNumber}, ${claim.decidedOn}::date, ${claim.channel}, ${`dunning:${step.id}`} WHERE ${sends}
    ), mail AS (
      INSERT INTO mail (id, kind, status, recipient, sender, message_id, subject, text, html, data, order_number, invoice_number, customer_number, dunning_step_id)
      SELECT ${`dunning:${step.id}`}, 'dunning', 'QUEUED', '', '', ${`dunning:${step.id}`}, '', '', '', ${JSON.stringify(claim)}::jsonb,
        ${step.orderNumber}, ${step.invoiceNumber}, ${step.customerNumber}, ${step.id} WHERE ${sends}
      ON CONFLICT (id) DO UPDATE SET status = 'QUEUED', data = EXCLUDED.data, round = mail.round + 1, claim_token = NULL WHERE mail.status = 'SKIPPED'
    ), reached AS (
      UPDATE receivable SET dunning_level = ${claim.level}, credit_stop = credit_stop OR ${claim.creditStop}
      WHERE invoice_number = ${step.invoiceNumber} AND instalment = ${step.instalment}::int
    )
    INSERT INTO dunning_step (id, invoice_number, instalment, level, sequence, run, status, decided_on, open_amount, interest, interest_parts, recovery_fee, next_level, next_on, credit_stop, letter_id)
    VALUES (${step.id}, ${step.invoiceNumber}, ${step.instalment}::int, ${claim.level}, ${claim.sequence}::int, ${step.run}::int, ${step.status}, ${claim.decidedOn}::date,
      ${claim.openAmount}::numeric, ${claim.interest}::numeric, ${JSON.stringify(claim.interestParts)}::jsonb, ${claim.recoveryFee}::numeric, ${claim.next?.level ?? null}, ${claim.next?.on ?? null}::date,
      ${claim.creditStop}, ${sends ? letterId : null})
    ON CONFLICT (id) DO UPDATE SET run = EXCLUDED.run, status = EXCLUDED.status, decided_on = EXCLUDED.decided_on, open_amount = EXCLUDED.open_amount,
      interest = EXCLUDED.interest, interest_parts = EXCLUDED.interest_parts, recovery_fee = EXCLUDED.recovery_fee, next_level = EXCLUDED.next_level,
      next_on = EXCLUDED.next_on, letter_id = EXCLUDED.letter_id, turn = nextval('turn')
    WHERE dunning_step.status = 'SKIPPED'`;
}

/** Stops new orders and what is to leave for a customer until the invoice that caused it is paid. */
export async function stopCredit(tx: Transaction, customerNumber: string, invoiceNumber: string): Promise<void> {
  const reason: CreditStopReason = { kind: 'dunning', invoice: invoiceNumber };
  await tx.$executeRaw`
    UPDATE customer SET credit_stop = true, credit_stops = credit_stops + (NOT credit_stop)::int,
      credit_stop_reason = COALESCE(credit_stop_reason, ${JSON.stringify(reason)}::jsonb), updated_at = now()
    WHERE number = ${customerNumber}`;
}
