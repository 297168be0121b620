-- The procedure of each receivable, level by level.
WITH chain AS (
  SELECT s.*, row_number() OVER next AS place, lead(level) OVER next AS followed_by, lead(decided_on) OVER next AS followed_on,
    lead(sequence) OVER next AS following
  FROM dunning_step s WINDOW next AS (PARTITION BY invoice_number, instalment ORDER BY sequence)
), last_cent AS (
  SELECT invoice_number, instalment, max(a.turn) AS turn
  FROM payment_allocation a JOIN receivable r USING (invoice_number, instalment) WHERE r.open = 0 GROUP BY 1, 2
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
