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

-- invariant: dunning-without-hole
-- No level is left out, except a courtesy before the due date; each level is the one that the level before it announced.
SELECT id, sequence, place, next_level, followed_by FROM chain
WHERE sequence < 0 OR (place = 1 AND sequence > 1) OR (place = 1 AND sequence = 1 AND level = 'courtesy')
  OR following <> sequence + 1 OR (followed_by IS NOT NULL AND followed_by IS DISTINCT FROM next_level)

-- invariant: dunning-days
-- The days on which levels are decided ascend, and none comes before the day that was announced.
SELECT id, decided_on, next_on, followed_on FROM chain WHERE followed_on < decided_on OR followed_on < next_on

-- invariant: dunning-after-last-cent
-- Nothing is decided, and no letter claimed for sending, after the last cent. The turns are taken under the receivable's
-- lock, so their order is the order of the transactions, whatever the clocks say.
SELECT s.id, s.status, s.turn, m.claim_turn, m.status AS mail_status, l.turn AS last_cent
FROM dunning_step s JOIN last_cent l USING (invoice_number, instalment)
LEFT JOIN mail m ON m.dunning_step_id = s.id AND m.kind = 'dunning'
WHERE (s.turn > l.turn AND s.status <> 'SKIPPED') OR m.claim_turn > l.turn

-- invariant: dunning-ends-with-last-cent
-- Once nothing is open no letter waits to be sent.
SELECT s.id, s.status, m.status AS mail_status
FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
LEFT JOIN mail m ON m.dunning_step_id = s.id AND m.kind = 'dunning'
WHERE r.open = 0 AND s.status = 'DUE' AND m.status IS DISTINCT FROM 'SENDING'

-- invariant: dunning-letter
-- A step and its letter tell the same: what is due waits, what is sent is sent; a level without a letter has none.
SELECT s.id, s.status, m.id AS mail, m.status AS mail_status
FROM dunning_step s LEFT JOIN mail m ON m.dunning_step_id = s.id AND m.kind = 'dunning'
WHERE CASE s.status
  WHEN 'DUE' THEN m.status IS NULL OR m.status NOT IN ('QUEUED', 'SENDING')
  WHEN 'DONE' THEN m.id IS NOT NULL
  WHEN 'SKIPPED' THEN m.status <> 'SKIPPED'
  WHEN 'SENT' THEN m.status IS DISTINCT FROM 'SENT'
  WHEN 'UNKNOWN' THEN m.status IS DISTINCT FROM 'UNKNOWN'
  WHEN 'FAILED' THEN m.status IS DISTINCT FROM 'FAILED'
  ELSE true END

-- invariant: dunning-interest
-- The interest of a step is that of its parts, amount × percent × days / 36500, added up and rounded once, half up.
SELECT s.id, s.interest, sum(p.amount * p.percent * p.days) / 36500 AS of_parts
FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number LEFT JOIN part p ON p.id = s.id
GROUP BY s.id, s.interest, i.currency
HAVING s.interest <> round(COALESCE(sum(p.amount * p.percent * p.days), 0) / 36500, CASE i.currency WHEN 'JPY' THEN 0 ELSE 2 END)
  OR bool_or(p.days <> p.last - p.first + 1)

-- invariant: dunning-interest-history
-- Interest runs from the day after the due date on what was paid late, until its value date, and on what is open, until the
-- day of the claim (art. L441-10 II C.com); a sum counts as paid when it was taken before the letter was claimed for sending.
, claiming AS (
  SELECT s.id, s.invoice_number, s.instalment, s.open_amount, s.decided_on, r.due_date, COALESCE(m.claim_turn, s.turn) AS turn
  FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
  LEFT JOIN mail m ON m.dunning_step_id = s.id AND m.kind = 'dunning'
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
