-- What is owed, what was paid, and what each customer's account is charged with.
WITH taken AS (
  SELECT invoice_number, instalment, sum(amount) AS amount FROM payment_allocation GROUP BY 1, 2
), given AS (
  SELECT payment_id, sum(amount) AS amount FROM payment_allocation GROUP BY 1
)

-- invariant: receivable-open
-- What is open is what was invoiced less what was allocated, never below zero.
SELECT invoice_number, instalment, r.amount, r.open, t.amount AS allocated
FROM receivable r FULL JOIN taken t USING (invoice_number, instalment)
WHERE r.open IS DISTINCT FROM r.amount - COALESCE(t.amount, 0) OR r.open < 0 OR r.open IS NULL

-- invariant: receivable-settled
-- A receivable is settled exactly when nothing is open.
SELECT invoice_number, instalment, open, settled_on FROM receivable WHERE (open = 0) <> (settled_on IS NOT NULL)

-- invariant: receivable-of-invoice
-- The receivables of an invoice make up its gross and are of its customer.
SELECT i.number, i.gross, i.customer_number, sum(r.amount) AS receivable, min(r.customer_number) AS of_customer
FROM invoice i LEFT JOIN receivable r ON r.invoice_number = i.number GROUP BY i.number, i.gross, i.customer_number
HAVING sum(r.amount) IS DISTINCT FROM i.gross OR bool_or(r.customer_number <> i.customer_number)

-- invariant: payment-unallocated
-- What is left of a payment is what was received less what was allocated, never below zero.
SELECT p.reference, p.amount, p.unallocated, g.amount AS allocated
FROM payment p LEFT JOIN given g ON g.payment_id = p.id
WHERE p.unallocated <> p.amount - COALESCE(g.amount, 0) OR p.unallocated < 0

-- invariant: allocation-within-account
-- A payment pays invoices of its own customer, in its own currency, by amounts above zero.
SELECT a.id, a.amount, p.customer_number, p.currency, i.number, i.customer_number AS invoiced_customer, i.currency AS invoiced_currency
FROM payment_allocation a JOIN payment p ON p.id = a.payment_id LEFT JOIN invoice i ON i.number = a.invoice_number
WHERE a.amount <= 0 OR (p.customer_number, p.currency) IS DISTINCT FROM (i.customer_number, i.currency)

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
FROM (SELECT * FROM payment WHERE unallocated <> 0) p
FULL JOIN (SELECT * FROM exposure WHERE kind = 'payment') e
  ON e.customer_number = p.customer_number AND e.reference = p.id::text
WHERE -p.unallocated IS DISTINCT FROM e.amount

-- invariant: exposure-sources
-- Exposure has three kinds of source: orders, invoices, payments.
SELECT * FROM exposure WHERE kind NOT IN ('order', 'invoice', 'payment')

-- invariant: credit-stop
-- A credit stop set by dunning stands on an unpaid invoice; the last payment lifts it.
SELECT c.number AS customer, c.credit_stop_reason, NULL AS invoice FROM customer c
WHERE c.credit_stop AND c.credit_stop_reason LIKE 'dunning: invoice %'
  AND NOT EXISTS (SELECT FROM receivable r WHERE r.customer_number = c.number AND r.credit_stop)
UNION ALL SELECT customer_number, NULL, invoice_number FROM receivable WHERE credit_stop AND open = 0
