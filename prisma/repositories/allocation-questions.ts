import type { Transaction } from '../client.js';

/** How many of the open invoices are named on the worklist, oldest due first; all of them are counted and summed. */
const NAMED = 20;

/**
 * Asks finance to allocate what payments of a customer have left while something is open in their currency: one line of the
 * worklist for each payment, kept up to date. `post` closes it when nothing is left, `settleReceivables` when nothing is
 * open. The caller holds the customer's lock.
 * @param holdsLetters the money covers what would be claimed, and no letter leaves because of it
 */
export async function askToAllocate(
  tx: Transaction,
  question: { readonly customer: string; readonly on: string; readonly holdsLetters: boolean },
): Promise<void> {
  const { customer, on, holdsLetters } = question;
  await tx.$executeRaw`
    WITH open AS (
      SELECT i.currency, r.invoice_number AS invoice, r.instalment, r.due_date, r.open,
        row_number() OVER (PARTITION BY i.currency ORDER BY r.due_date, r.invoice_number, r.instalment) AS place
      FROM receivable r JOIN invoice i ON i.number = r.invoice_number WHERE r.customer_number = ${customer} AND r.open > 0
    ), debt AS (
      SELECT currency, count(*)::int AS count, sum(open)::text AS total,
        jsonb_agg(jsonb_build_object('invoice', invoice, 'instalment', instalment, 'dueDate', due_date, 'open', open::text) ORDER BY place)
          FILTER (WHERE place <= ${NAMED}::int) AS oldest
      FROM open GROUP BY currency
    )
    INSERT INTO work_item (id, kind, role, status, facts, customer_number, amount, due_on)
    SELECT 'allocation:' || p.id, 'allocation', 'finance', 'open', jsonb_build_object('payment', p.id, 'reference', p.reference,
        'amount', p.unallocated::text, 'currency', p.currency, 'holdsLetters', ${holdsLetters}::boolean,
        'openInvoices', d.oldest, 'openCount', d.count, 'openTotal', d.total), ${customer}, p.unallocated, ${on}::date
    FROM payment p JOIN debt d ON d.currency = p.currency WHERE p.customer_number = ${customer} AND p.unallocated > 0
    ON CONFLICT (id) DO UPDATE SET status = 'open', done_at = NULL, amount = EXCLUDED.amount,
      due_on = CASE work_item.status WHEN 'open' THEN work_item.due_on ELSE EXCLUDED.due_on END,
      facts = EXCLUDED.facts || jsonb_build_object('holdsLetters',
        ${holdsLetters}::boolean OR (work_item.status = 'open' AND (work_item.facts ->> 'holdsLetters')::boolean))`;
}
