import type { OrderStage } from '../../contracts/vocabulary.js';
import type { Wait } from '../../contracts/wait.js';
import { reopensAs, stagesWhere } from '../../domain/order-stages.js';
import type { Transaction } from '../client.js';

/** An order that had ended and is open again, as it was and as it is. */
export type ReopenedOrder = {
  readonly order: string;
  readonly before: { readonly stage: OrderStage; readonly settledOn: string };
  readonly stage: OrderStage;
};

/** What money taken back opens; `stopped`: the invoice that stops the credit again, where nothing else did. */
export type Reopening = { readonly orders: readonly ReopenedOrder[]; readonly stopped: string | null };

const reopening = JSON.stringify(
  Object.fromEntries(stagesWhere((stage) => reopensAs(stage) !== null).map((stage) => [stage, reopensAs(stage)])),
);
const payment = JSON.stringify({ kind: 'payment' } satisfies Wait);

/**
 * After money was taken back from what it had settled: the stop that a step of the receivables had set on the customer's
 * credit stands again, the worklist lines of what was handed over and of letters whose fate nobody knows are open again,
 * with what is open now, and orders that had ended by that money wait for it. The caller holds the customer's lock.
 */
export async function reopenReceivables(
  tx: Transaction,
  customerNumber: string,
  receivables: readonly { readonly invoice: string; readonly instalment: number }[],
): Promise<Reopening> {
  if (receivables.length === 0) return { orders: [], stopped: null };
  const rows = await tx.$queryRaw<{ orders: readonly ReopenedOrder[] | null; stopped: string | null }[]>`
    WITH reopened AS (
      SELECT invoice, instalment FROM jsonb_to_recordset(${JSON.stringify(receivables)}::jsonb) AS r(invoice text, instalment int)
    ), step AS (
      SELECT d.id, d.letter_id, o.status, d.credit_stop, d.open_amount, r.invoice_number, r.instalment, r.open
      FROM dunning_step d JOIN reopened ON d.invoice_number = reopened.invoice AND d.instalment = reopened.instalment
      JOIN receivable r ON r.invoice_number = d.invoice_number AND r.instalment = d.instalment
      LEFT JOIN outgoing o ON o.id = d.letter_id
    ), stops AS (
      UPDATE receivable r SET credit_stop = true FROM step
      WHERE r.invoice_number = step.invoice_number AND r.instalment = step.instalment AND step.credit_stop AND step.status IS DISTINCT FROM 'SKIPPED'
      RETURNING r.invoice_number
    ), stopped AS (
      UPDATE customer SET credit_stop = true, credit_stops = credit_stops + (NOT credit_stop)::int, updated_at = now(), credit_stop_reason = COALESCE(credit_stop_reason,
        jsonb_build_object('kind', 'dunning', 'invoice', (SELECT min(invoice_number) FROM stops)))
      WHERE number = ${customerNumber} AND EXISTS (SELECT FROM stops)
      RETURNING CASE WHEN NOT old.credit_stop THEN new.credit_stop_reason ->> 'invoice' END AS invoice
    ), collected AS (
      UPDATE work_item w SET status = 'open', done_at = NULL, amount = w.amount - step.open_amount + step.open,
        facts = w.facts || jsonb_build_object('open', step.open::text, 'claimed', (w.amount - step.open_amount + step.open)::text)
      FROM step WHERE w.dunning_step_id = step.id AND w.kind = 'collections' AND w.status = 'done'
    ), lost AS (
      UPDATE work_item w SET status = 'open', done_at = NULL FROM step
      WHERE w.mail_id = step.letter_id AND w.kind = 'mail-' || lower(step.status) AND w.status = 'done'
    ), ended AS MATERIALIZED (
      SELECT o.number FROM sales_order o WHERE ${reopening}::jsonb ->> o.stage IS NOT NULL
        AND o.number IN (SELECT i.order_number FROM invoice_order i JOIN reopened ON reopened.invoice = i.invoice_number)
      ORDER BY o.number FOR UPDATE
    ), waiting AS (
      UPDATE sales_order o SET stage = ${reopening}::jsonb ->> o.stage, waits_for = ${payment}::jsonb, settled_on = NULL,
        reopened = o.reopened + 1, updated_at = now()
      FROM ended WHERE o.number = ended.number
      RETURNING o.number AS order, new.stage, jsonb_build_object('stage', old.stage, 'settledOn', old.settled_on) AS before
    )
    SELECT (SELECT json_agg(waiting ORDER BY "order") FROM waiting) AS orders, (SELECT invoice FROM stopped) AS stopped`;
  return { orders: rows[0]?.orders ?? [], stopped: rows[0]?.stopped ?? null };
}
