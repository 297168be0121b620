-- The procedure of each receivable, level by level.
WITH chain AS (
  SELECT s.*, row_number() OVER next AS place, lead(level) OVER next AS followed_by, lead(decided_on) OVER next AS followed_on,
    lead(sequence) OVER next AS following
  FROM dunning_step s WINDOW next AS (PARTITION BY invoice_number, instalment ORDER BY sequence)
), last_cent AS (
  SELECT invoice_number, instalment, max(a.id) AS turn
  FROM ledger_entry a JOIN receivable r USING (invoice_number, instalment)
  WHERE r.open = 0 AND a.item_kind = 'receivable' AND a.kind <> 'invoice' GROUP BY 1, 2
), part AS (
  SELECT s.id, p.amount, p."paidOn" AS paid_on, p."from" AS first, p."to" AS last, p.days, p.percent
  FROM dunning_step s, jsonb_to_recordset(s.interest_parts)
    AS p(amount numeric, "paidOn" date, "from" date, "to" date, days int, percent numeric)
)

-- invariant: dunning-level-once
-- A receivable is dunned once at each level.
SELECT invoice_number, instalment, level, count(*) AS steps FROM dunning_step GROUP BY 1, 2, 3 HAVING count(*) > 1

-- invariant: dunning-level-reached
-- The level that a receivable bears is the last that was decided for it: lists of what was asked for are read by it.
SELECT r.invoice_number, r.instalment, r.dunning_level, s.level FROM receivable r
LEFT JOIN (SELECT DISTINCT ON (invoice_number, instalment) invoice_number, instalment, level FROM dunning_step
  ORDER BY invoice_number, instalment, sequence DESC) s USING (invoice_number, instalment)
WHERE r.dunning_level IS DISTINCT FROM s.level

-- invariant: dunning-without-hole
-- No level is left out, except a courtesy before the due date; each level is the one that the level before it announced.
SELECT id, sequence, place, next_level, followed_by FROM chain
WHERE sequence < 0 OR (place = 1 AND sequence > 1 AND move_in_id IS NULL) OR (place = 1 AND sequence = 1 AND level = 'courtesy' AND move_in_id IS NULL)
  OR following <> sequence + 1 OR (followed_by IS NOT NULL AND followed_by IS DISTINCT FROM next_level)

-- invariant: dunning-days
-- The days on which levels are decided ascend, and none comes before the day that was announced.
SELECT id, decided_on, next_on, followed_on FROM chain WHERE followed_on < decided_on OR followed_on < next_on

-- invariant: dunning-after-last-cent
-- Nothing is decided, and no letter claimed for sending, after the last cent. The turns are taken under the customer's lock,
-- so their order is the order of the transactions, whatever the clocks say.
SELECT s.id, m.status, s.turn, m.claim_turn, l.turn AS last_cent
FROM dunning_step s JOIN last_cent l USING (invoice_number, instalment)
LEFT JOIN outgoing m ON m.id = s.letter_id
WHERE (s.turn > l.turn AND m.status IS DISTINCT FROM 'SKIPPED') OR m.claim_turn > l.turn

-- invariant: dunning-ends-with-last-cent
-- Once the last cent of a receivable is there, no letter that claims it waits to be sent.
SELECT s.id, m.id AS letter, m.status FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
JOIN outgoing m ON m.id = s.letter_id
WHERE r.open = 0 AND m.status = 'QUEUED'

-- invariant: dunning-letter
-- A letter lists what was decided with it, as it was decided and all of one customer. What a withdrawn one listed and is open
-- was decided anew.
, listed AS (
  SELECT d.id AS letter, d.customer_number, l.* FROM document d, jsonb_to_recordset(d.snapshot -> 'invoices')
    AS l(invoice text, instalment int, level text, "openAmount" numeric, interest numeric, "recoveryFee" numeric)
  WHERE d.kind = 'dunning-letter'
)
SELECT s.id, s.letter_id, s.level, l.letter AS listed_by FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number
LEFT JOIN listed l ON l.letter = s.letter_id AND l.invoice = s.invoice_number AND l.instalment = s.instalment
WHERE s.letter_id IS NOT NULL AND (s.level, s.open_amount, s.interest, s.recovery_fee, i.customer_number)
    IS DISTINCT FROM (l.level, l."openAmount", l.interest, l."recoveryFee", l.customer_number)
UNION ALL SELECT NULL, l.letter, l.level, NULL FROM listed l JOIN outgoing m ON m.id = l.letter
WHERE m.status <> 'SKIPPED' AND NOT EXISTS (SELECT FROM dunning_step s
  WHERE s.letter_id = l.letter AND s.invoice_number = l.invoice AND s.instalment = l.instalment)

-- invariant: dunning-letter-totals
-- What a letter asks for in all is the sum of what it asks for each invoice; euros of fees are added to euros alone.
SELECT d.id, d.snapshot ->> 'claimed' AS claimed, sum(l.claimed) AS of_invoices
FROM document d, jsonb_to_recordset(d.snapshot -> 'invoices')
  AS l("openAmount" numeric, interest numeric, "recoveryFee" numeric, claimed numeric)
WHERE d.kind = 'dunning-letter' GROUP BY d.id, d.snapshot
HAVING (sum(l."openAmount"), sum(l.interest), sum(l."recoveryFee"), sum(l.claimed)) IS DISTINCT FROM ((d.snapshot ->> 'openAmount')::numeric,
  (d.snapshot ->> 'interest')::numeric, (d.snapshot ->> 'recoveryFee')::numeric, (d.snapshot ->> 'claimed')::numeric)

-- invariant: dunning-letter-of-run
-- Each letter is on the record of the run that decided it, which says why.
SELECT d.id FROM document d WHERE d.kind = 'dunning-letter' AND NOT EXISTS (SELECT FROM dunning_run r
  WHERE r.customer_number = d.customer_number AND r.decided_on = d.issued_on
    AND r.facts -> 'taken' @> jsonb_build_array(jsonb_build_object('letter', d.number)))

-- invariant: dunning-interest
-- The interest of a step is that of its parts, amount × percent × days / 36500, added up and rounded once, half up.
SELECT s.id, s.interest, sum(p.amount * p.percent * p.days) / 36500 AS of_parts
FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number LEFT JOIN part p ON p.id = s.id
GROUP BY s.id, s.interest, i.currency
HAVING s.interest <> round(COALESCE(sum(p.amount * p.percent * p.days), 0) / 36500, CASE i.currency WHEN 'JPY' THEN 0 ELSE 2 END)
  OR bool_or(p.days <> p.last - p.first + 1)

-- invariant: dunning-interest-history
-- Interest runs from the day after the due date on what was paid late, until its value date, and on what is open, until the
-- day of the claim (art. L441-10 II C.com); a sum counts as paid when it was taken before the step was decided.
, claiming AS (
  SELECT s.id, s.invoice_number, s.instalment, s.open_amount, s.decided_on, r.due_date, s.turn
  FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
  WHERE s.interest_parts <> '[]'
), owed AS (
  SELECT c.id, p.date AS paid_on, -sum(a.amount) AS amount, c.due_date + 1 AS first, LEAST(p.date, c.decided_on) AS last
  FROM claiming c JOIN ledger_entry a USING (invoice_number, instalment) JOIN payment p ON p.id = a.payment_id
  WHERE p.date > c.due_date AND a.id < c.turn AND a.kind = 'allocation' AND a.item_kind = 'receivable'
    AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.reverses = a.posting AND u.id < c.turn) GROUP BY c.id, p.date, c.due_date, c.decided_on
  UNION ALL SELECT id, 'infinity', open_amount, due_date + 1, decided_on FROM claiming
), claimed AS (
  SELECT id, COALESCE(paid_on, 'infinity') AS paid_on, amount, min(first) AS first, max(last) AS last, sum(days) AS days
  FROM part GROUP BY 1, 2, 3
)
SELECT COALESCE(c.id, o.id) AS id, COALESCE(c.paid_on, o.paid_on) AS paid_on, c.amount, o.amount AS owed, c.first, c.last, c.days
FROM claimed c FULL JOIN owed o ON o.id = c.id AND o.paid_on = c.paid_on
WHERE (c.amount, c.first, c.last, c.days) IS DISTINCT FROM (o.amount, o.first, o.last, o.last - o.first + 1)
