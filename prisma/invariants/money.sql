-- What is owed, what was paid, and what each customer's account is charged with.
WITH owed AS (
  SELECT invoice_number, instalment, sum(amount) AS amount FROM ledger_entry WHERE item_kind = 'receivable' GROUP BY 1, 2
), given AS (
  SELECT payment_id, -sum(amount) AS amount FROM ledger_entry WHERE item_kind = 'payment' GROUP BY 1
), claimed AS (
  SELECT claim_id, sum(amount) AS amount, sum(amount) FILTER (WHERE kind = 'claim-raised') AS raised,
    -COALESCE(sum(amount) FILTER (WHERE kind = 'claim-credited'), 0) AS fallen
  FROM ledger_entry WHERE item_kind = 'claim' GROUP BY 1
)

-- invariant: receivable-open
-- What is open on a receivable is the sum of its rows in the ledger, between zero and its amount.
SELECT invoice_number, instalment, r.amount, r.open, o.amount AS ledger
FROM receivable r FULL JOIN owed o USING (invoice_number, instalment)
WHERE r.open IS DISTINCT FROM COALESCE(o.amount, 0) OR r.open NOT BETWEEN LEAST(0, r.amount) AND GREATEST(0, r.amount)

-- invariant: receivable-posted
-- Each receivable was posted once, with its amount, when its invoice was issued.
SELECT r.invoice_number, r.instalment, r.amount, sum(e.amount) AS posted
FROM receivable r LEFT JOIN ledger_entry e
  ON e.kind IN ('invoice', 'credit-note') AND e.invoice_number = r.invoice_number AND e.instalment = r.instalment
GROUP BY r.invoice_number, r.instalment, r.amount HAVING COALESCE(sum(e.amount), 0) <> r.amount OR count(e) > 1

-- invariant: receivable-settled
-- A receivable is settled exactly when nothing is open.
SELECT invoice_number, instalment, open, settled_on FROM receivable WHERE (open = 0) <> (settled_on IS NOT NULL)

-- invariant: receivable-of-invoice
-- The receivables of an invoice make up its gross, less the deposits that it deducts, and are of its customer.
SELECT i.number, i.gross, d.amount AS deducted, i.customer_number, sum(r.amount) AS receivable, min(r.customer_number) AS of_customer
FROM invoice i LEFT JOIN receivable r ON r.invoice_number = i.number
LEFT JOIN (SELECT invoice_number, sum(base + vat) AS amount FROM deposit_deduction GROUP BY 1) d ON d.invoice_number = i.number
GROUP BY i.number, i.gross, d.amount, i.customer_number
HAVING sum(r.amount) IS DISTINCT FROM i.gross - COALESCE(d.amount, 0) OR bool_or(r.customer_number <> i.customer_number)

-- invariant: payment-unallocated
-- What is left of a payment is the sum of its rows in the ledger with the other sign, between zero and its amount; all of
-- it, while nobody knows whose it is.
SELECT p.reference, p.customer_number, p.amount, p.unallocated, g.amount AS ledger
FROM payment p FULL JOIN given g ON g.payment_id = p.id
WHERE p.unallocated IS DISTINCT FROM CASE WHEN p.customer_number IS NULL THEN p.amount ELSE g.amount END
  OR (p.customer_number IS NULL AND g.amount IS NOT NULL)
  OR p.unallocated NOT BETWEEN LEAST(0, p.amount) AND GREATEST(0, p.amount)

-- invariant: payment-posted
-- Each payment was posted once, with its amount, on the account of its customer.
SELECT p.reference, p.customer_number, p.amount, sum(e.amount) AS posted
FROM payment p LEFT JOIN ledger_entry e ON e.kind = 'payment' AND e.payment_id = p.id
GROUP BY p.id HAVING COALESCE(-sum(e.amount), 0) <> CASE WHEN p.customer_number IS NULL THEN 0 ELSE p.amount END
  OR count(e) > 1

-- invariant: claim-open
-- What is open on a claim is the sum of its rows in the ledger, what was claimed in all the sum of what was raised, and what
-- fell away with credits the sum of that.
SELECT c.id, c.amount, c.open, c.fallen, k.raised, k.amount AS ledger, k.fallen AS credited
FROM claim c FULL JOIN claimed k ON k.claim_id = c.id
WHERE (c.open, c.amount, c.fallen) IS DISTINCT FROM (k.amount, k.raised, k.fallen) OR c.open NOT BETWEEN 0 AND c.amount

-- invariant: ledger-of-one-account
-- Every row is on the account, and in the currency, of the invoice, the payment and the claim that it names.
SELECT e.id, e.posting, e.customer_number, e.currency
FROM ledger_entry e LEFT JOIN invoice i ON i.number = e.invoice_number LEFT JOIN payment p ON p.id = e.payment_id
LEFT JOIN claim c ON c.id = e.claim_id
WHERE e.customer_number <> COALESCE(i.customer_number, e.customer_number)
  OR e.customer_number <> COALESCE(p.customer_number, '') AND e.payment_id IS NOT NULL
  OR e.customer_number <> COALESCE(c.customer_number, e.customer_number)
  OR e.currency <> COALESCE(p.currency, c.currency, i.currency)
  OR e.currency <> i.currency AND e.claim_id IS NULL

-- invariant: ledger-both-sides
-- Money moves: what an allocation, its reversal or a return takes from one item, it gives to another.
SELECT posting, sum(amount) AS out_of_balance, count(*) AS rows FROM ledger_entry
WHERE kind IN ('allocation', 'reversal', 'return', 'application', 'application-undone') GROUP BY posting HAVING sum(amount) <> 0 OR count(*) <> 2

-- invariant: ledger-reversals
-- A reversal undoes one allocation of its payment, once and whole.
SELECT u.id, u.posting, u.reverses, u.amount, e.amount AS undone
FROM ledger_entry u LEFT JOIN ledger_entry e ON e.posting = u.reverses AND e.item_kind = u.item_kind AND e.kind = 'allocation'
WHERE u.kind = 'reversal' AND (e.id IS NULL OR e.id > u.id OR u.amount <> -e.amount OR u.payment_id <> e.payment_id
  OR u.allocation <> e.allocation OR EXISTS (SELECT FROM ledger_entry o
    WHERE o.reverses = u.reverses AND o.item_kind = u.item_kind AND o.id <> u.id))

-- invariant: allocation-above-zero
-- An allocation pays: its item owes less, its payment has less to give; money that was paid out pays what is ours to give.
SELECT e.id, e.posting, e.amount, p.amount AS payment FROM ledger_entry e JOIN payment p ON p.id = e.payment_id
WHERE e.kind = 'allocation' AND sign(e.amount) <> sign(p.amount) * CASE e.item_kind WHEN 'payment' THEN 1 ELSE -1 END

-- invariant: refund-of-credit
-- Money that was paid out of a credit note names one of its customer and currency, and pays nothing else.
SELECT p.reference, p.refunds, i.kind, i.customer_number, e.invoice_number FROM payment p LEFT JOIN invoice i ON i.number = p.refunds
LEFT JOIN ledger_entry e ON e.payment_id = p.id AND e.kind = 'allocation' AND e.item_kind <> 'payment'
WHERE p.refunds IS NOT NULL AND (i.kind IS DISTINCT FROM 'credit-note' OR p.amount >= 0
    OR (i.customer_number, i.currency) IS DISTINCT FROM (p.customer_number, p.currency))
  OR p.amount < 0 AND e.invoice_number IS DISTINCT FROM p.refunds AND e.id IS NOT NULL

-- invariant: application-of-credit
-- What is deducted from an invoice is of one credit note, which has less to give by as much.
SELECT e.id, e.posting, e.invoice_number, i.kind, e.amount FROM ledger_entry e JOIN invoice i ON i.number = e.invoice_number
WHERE e.kind = 'application' AND (sign(e.amount) <> CASE i.kind WHEN 'credit-note' THEN 1 ELSE -1 END)
  OR e.kind = 'credit-note' AND i.kind <> 'credit-note' OR e.kind = 'invoice' AND i.kind = 'credit-note'

-- invariant: loss-taken-back
-- What is taken back of a loss was written off of the same receivable before, and takes its place in a credit note of its invoice.
SELECT e.invoice_number, e.instalment, sum(e.amount) AS written_off
FROM ledger_entry e WHERE e.kind = 'write-off' GROUP BY e.invoice_number, e.instalment
HAVING sum(e.amount) > 0 OR bool_or(e.amount > 0 AND NOT EXISTS (SELECT FROM invoice note WHERE note.number = e.reason
  AND note.kind = 'credit-note' AND note.corrects = e.invoice_number))

-- invariant: application-undone
-- What takes a deduction back undoes one of a credit note, once and whole.
SELECT u.id, u.posting, u.reverses, u.amount, e.amount AS undone FROM ledger_entry u
LEFT JOIN ledger_entry e ON e.posting = u.reverses AND e.kind = 'application' AND e.invoice_number = u.invoice_number
WHERE u.kind = 'application-undone' AND (e.id IS NULL OR e.id > u.id OR u.amount <> -e.amount OR u.instalment <> e.instalment
  OR u.posting <> u.reverses || ':reversed')

-- invariant: customer-balance
-- The balance of an account is what is open on its invoices and claims less what is left of its payments.
SELECT customer_number, currency, sum(amount) AS balance, sum(items) AS open_items FROM (
  SELECT customer_number, currency, amount, 0 AS items FROM ledger_entry
  UNION ALL SELECT i.customer_number, i.currency, 0, r.open FROM receivable r JOIN invoice i ON i.number = r.invoice_number
  UNION ALL SELECT customer_number, currency, 0, open FROM claim
  UNION ALL SELECT customer_number, currency, 0, -unallocated FROM payment WHERE customer_number IS NOT NULL
) AS account GROUP BY 1, 2 HAVING sum(amount) <> sum(items)

-- invariant: customer-exposure
-- A customer's exposure is the sum of its sources.
SELECT c.number, c.exposure, COALESCE(sum(e.amount), 0) AS sources
FROM customer c LEFT JOIN exposure e ON e.customer_number = c.number GROUP BY c.number
HAVING c.exposure <> COALESCE(sum(e.amount), 0)

-- invariant: invoice-exposure
-- An invoice binds exactly what is open on it.
SELECT COALESCE(r.invoice_number, e.reference) AS invoice, r.open, e.amount AS exposure
FROM (SELECT customer_number, invoice_number, sum(open) AS open FROM receivable GROUP BY 1, 2 HAVING sum(open) <> 0) r
FULL JOIN (SELECT * FROM exposure WHERE kind = 'invoice') e
  ON e.customer_number = r.customer_number AND e.reference = r.invoice_number
WHERE r.open IS DISTINCT FROM e.amount

-- invariant: payment-exposure
-- Money not yet allocated lowers the exposure by exactly its amount.
SELECT COALESCE(p.id::text, e.reference) AS payment, p.unallocated, e.amount AS exposure
FROM (SELECT * FROM payment WHERE unallocated <> 0 AND customer_number IS NOT NULL) p
FULL JOIN (SELECT * FROM exposure WHERE kind = 'payment') e
  ON e.customer_number = p.customer_number AND e.reference = p.id::text
WHERE -p.unallocated IS DISTINCT FROM e.amount

-- invariant: exposure-sources
-- Exposure has three kinds of source: orders, invoices, payments.
SELECT * FROM exposure WHERE kind NOT IN ('order', 'invoice', 'payment')

-- invariant: credit-stop
-- A credit stop set by dunning stands on an unpaid invoice; the last payment lifts it.
SELECT c.number AS customer, c.credit_stop_reason, NULL AS invoice FROM customer c
WHERE c.credit_stop AND c.credit_stop_reason->>'kind' = 'dunning'
  AND NOT EXISTS (SELECT FROM receivable r WHERE r.customer_number = c.number AND r.credit_stop)
UNION ALL SELECT customer_number, NULL, invoice_number FROM receivable WHERE credit_stop AND open = 0

-- invariant: allocation-question
-- Finance is asked to allocate exactly what a payment of a known customer has left.
SELECT w.id, w.amount, p.unallocated, p.customer_number FROM work_item w LEFT JOIN payment p ON 'allocation:' || p.id = w.id
WHERE w.kind = 'allocation' AND w.status = 'open'
  AND (p.unallocated IS DISTINCT FROM w.amount OR p.unallocated <= 0 OR p.customer_number IS DISTINCT FROM w.customer_number)

-- invariant: invoice-open-kept
-- What is kept of the invoices on which something is open is what their receivables say.
, due AS (
  SELECT i.number, i.customer_number, i.issue_date, i.due_date, i.gross, sum(r.open) AS open,
    min(r.due_date) FILTER (WHERE r.open > 0) AS next_due
  FROM invoice i JOIN receivable r ON r.invoice_number = i.number GROUP BY i.number HAVING sum(r.open) <> 0
)
SELECT COALESCE(o.invoice_number, d.number) AS number, o.open AS kept, d.open, o.next_due AS next_due_kept, d.next_due
FROM invoice_open o FULL JOIN due d ON d.number = o.invoice_number
WHERE (o.customer_number, o.issue_date, o.due_date, o.gross, o.open, o.next_due)
  IS DISTINCT FROM (d.customer_number, d.issue_date, d.due_date, d.gross, d.open, d.next_due)
