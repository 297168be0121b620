-- Each business event and what it owes to somebody outside.
WITH owed (id, because) AS (
  SELECT id, number FROM document WHERE kind IN ('acknowledgement', 'invoice', 'credit-note', 'dunning-letter')
  UNION ALL SELECT 'dunning-report:' || d.number, d.id FROM document d JOIN outgoing o ON o.id = d.id WHERE d.kind = 'dunning-letter' AND o.status = 'SENT'
  UNION ALL SELECT 'dunning-report:' || id, id FROM dunning_step WHERE letter_id IS NULL AND move_in_id IS NULL
  UNION ALL SELECT 'question:' || entity_id || CASE WHEN asked = 1 THEN '' ELSE ':' || asked END, action
  FROM (SELECT *, row_number() OVER (PARTITION BY entity_id ORDER BY id) AS asked FROM audit_entry WHERE action = 'discrepancy.ask') a
  UNION ALL SELECT 'month-end:' || month || ':' || version || ':' || code, month FROM month_end, unnest(told_codes) AS code
  UNION ALL SELECT id, code FROM invoice_status WHERE direction = 'out'
  UNION ALL SELECT after ->> 'mail', entity_id FROM audit_entry WHERE action IN ('quote.sent', 'customer.statement-issued') AND after ->> 'mail' IS NOT NULL
  UNION ALL SELECT 'complaint-reminder:' || entity_id || ':' || (after ->> 'dueOn') || ':' || (after ->> 'escalation') || ':' || code, action
  FROM audit_entry, jsonb_array_elements_text(after -> 'codes') AS code WHERE action = 'complaint.escalated'
  UNION ALL SELECT 'refusal:' || number, stage FROM sales_order WHERE stage IN ('refused', 'rejected')
)

-- invariant: outgoing-for-each-event
-- Each acceptance, invoice, credit note, letter of dunning, question and refusal is on its way to the customer, finance is told of each letter that left, and the managers of each month end; our people are told of each complaint that waits too long.
SELECT owed.id, owed.because FROM owed WHERE NOT EXISTS (SELECT FROM outgoing WHERE outgoing.id = owed.id)

-- invariant: outgoing-of-one-event
-- What goes out is owed to one event that is on record, and its key says which: no event has two.
SELECT id, kind, order_number, invoice_number, letter_id FROM outgoing m
WHERE NOT EXISTS (SELECT FROM owed WHERE owed.id = m.id) OR CASE kind
  WHEN 'acknowledgement' THEN id <> documents[1] OR order_number IS NULL
  WHEN 'invoice' THEN id <> documents[1] OR id <> 'invoice:' || invoice_number
  WHEN 'credit-note' THEN id <> documents[1] OR id <> 'credit-note:' || invoice_number
  WHEN 'dunning-letter' THEN id <> documents[1] OR id IS DISTINCT FROM letter_id
  WHEN 'dunning-report' THEN id IS DISTINCT FROM 'dunning-report:' || COALESCE(snapshot -> 'outcome' ->> 'letter',
    (SELECT s.id FROM dunning_step s WHERE s.invoice_number = m.invoice_number AND s.letter_id IS NULL
       AND s.level = m.snapshot ->> 'level' AND s.instalment = (m.snapshot -> 'invoices' -> 0 ->> 'instalment')::int))
  WHEN 'question' THEN id <> 'question:' || order_number || ':' || (snapshot ->> 'discrepancy')
    || CASE snapshot ->> 'asked' WHEN '1' THEN '' ELSE ':' || (snapshot ->> 'asked') END
  WHEN 'month-end' THEN NOT starts_with(id, documents[1] || ':') OR documents[2] IS DISTINCT FROM 'month-end-workbook' || substr(documents[1], 10)
  WHEN 'invoice-status' THEN id <> 'invoice-status:' || invoice_number || ':' || (snapshot ->> 'place') OR channel <> 'platform'
  WHEN 'quote' THEN id <> documents[1]
  WHEN 'statement' THEN id <> documents[1]
  WHEN 'complaint-reminder' THEN NOT starts_with(id, 'complaint-reminder:' || (snapshot ->> 'number') || ':')
  WHEN 'refusal' THEN id <> 'refusal:' || order_number
  ELSE true END

-- invariant: outgoing-sent-once
-- What goes out is recorded as sent at most once, and nothing that is not SENT.
SELECT m.id, m.status, count(a.id) AS recorded FROM outgoing m
LEFT JOIN audit_entry a ON a.entity = 'mail' AND a.entity_id = m.id AND a.action IN ('mail.sent', 'mail.was-sent')
WHERE m.kind <> 'dunning-letter' OR a.id IS NOT NULL
GROUP BY m.id, m.status HAVING count(a.id) <> CASE m.status WHEN 'SENT' THEN 1 ELSE 0 END

-- invariant: outgoing-status
-- What left has text, recipient and Message-ID of its own, until its time is over; SENT says when, SENDING says whose claim it is.
SELECT id, status, recipient, reduced_at, message_id, attempts, claimed_at, claim_turn, sent_at FROM outgoing
WHERE (reduced_at IS NOT NULL) <> (text = '[reduced]') OR status NOT IN ('QUEUED', 'SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'HANDED', 'SKIPPED')
  OR (status = 'SENT') <> (sent_at IS NOT NULL)
  OR (status = 'SENDING') <> (claim_token IS NOT NULL)
  OR (status = 'HANDED') AND channel NOT IN ('portal', 'paper') OR channel <> 'mail' AND kind NOT IN ('invoice', 'credit-note', 'invoice-status')
  OR (status IN ('SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'HANDED') AND (subject = '' OR text = '' OR recipient = '' OR attempts = 0
    OR claimed_at IS NULL OR claim_turn IS NULL
    OR NOT starts_with(message_id, '<' || replace(id, ':', '.') || '@') AND (id !~ '[^A-Za-z0-9.:_-]' OR message_id !~ '^<[A-Za-z0-9.%_-]+@')))

-- invariant: outgoing-documents
-- What goes out carries documents that were issued, of its customer; what left has their files, kept as they were sent.
SELECT m.id, m.status, carried.id AS document
FROM outgoing m, LATERAL unnest(m.documents) AS carried(id) LEFT JOIN document d ON d.id = carried.id
WHERE d.customer_number IS DISTINCT FROM m.customer_number
  OR m.status IN ('SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'HANDED') AND NOT EXISTS (SELECT FROM document_file f WHERE f.document_id = carried.id)

-- invariant: outgoing-snapshot
-- What goes out without being a document has the hash that was written with what it says.
SELECT id, snapshot_hash, snapshot::text AS snapshot FROM outgoing WHERE snapshot IS NOT NULL ORDER BY id

-- invariant: outgoing-asked-about
-- What failed, whose fate is not known, or which a person takes on its way, is on somebody's worklist; a letter of dunning only while anything of it is open.
SELECT m.id, m.status FROM outgoing m
WHERE m.status IN ('UNKNOWN', 'FAILED', 'HANDED') AND (m.kind <> 'dunning-letter' OR EXISTS (
    SELECT FROM dunning_step s JOIN receivable r USING (invoice_number, instalment) WHERE s.letter_id = m.id AND r.open <> 0))
  AND NOT EXISTS (SELECT FROM work_item w WHERE w.status = 'open' AND w.mail_id = m.id AND w.kind = CASE m.status WHEN 'HANDED' THEN 'invoice-by-hand' ELSE 'mail-' || lower(m.status) END)

-- invariant: held-is-kept
-- No mail of what was on legal hold was reduced while it was.
SELECT m.id, h.kind, h.subject, h.placed_at, h.lifted_at, m.reduced_at FROM outgoing m JOIN legal_hold h
  ON m.reduced_at > h.placed_at AND m.reduced_at < COALESCE(h.lifted_at, 'infinity')
WHERE CASE h.kind WHEN 'customer' THEN h.subject = m.customer_number
  WHEN 'order' THEN h.subject = m.order_number
    OR EXISTS (SELECT FROM invoice_order i WHERE i.invoice_number = m.invoice_number AND i.order_number = h.subject)
    OR EXISTS (SELECT FROM dunning_step s JOIN invoice_order i USING (invoice_number) WHERE s.letter_id = m.letter_id AND i.order_number = h.subject)
  ELSE h.subject = m.invoice_number OR EXISTS (SELECT FROM document d WHERE d.id = ANY (m.documents) AND d.number = h.subject) END
