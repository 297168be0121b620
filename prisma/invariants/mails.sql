-- Each business event and its one mail.
WITH owed (mail, because) AS (
  SELECT 'acknowledgement:' || split_part(key, ':', 2) || ':' || split_part(key, ':', 4), key FROM step WHERE key LIKE 'order:%:accepted:%'
  UNION ALL SELECT 'invoice:' || number, number FROM invoice
  UNION ALL SELECT 'dunning:' || id, id FROM dunning_step WHERE letter_id IS NOT NULL
  UNION ALL SELECT 'dunning-report:' || id, id FROM dunning_step WHERE status = 'DONE'
  UNION ALL SELECT 'dunning-report:' || substring(key FROM '^mail:dunning:(.*):sent:\d+$'), key FROM step WHERE key LIKE 'mail:dunning:%:sent:%'
  UNION ALL SELECT 'dunning-report:' || entity_id, action FROM audit_entry WHERE action = 'dunning.was-sent'
  UNION ALL SELECT 'question:' || entity_id || CASE WHEN asked = 1 THEN '' ELSE ':' || asked END, action
  FROM (SELECT *, row_number() OVER (PARTITION BY entity_id ORDER BY id) AS asked FROM audit_entry WHERE action = 'discrepancy.ask') a
  UNION ALL SELECT 'refusal:' || o.number, o.stage FROM sales_order o JOIN step s ON s.key = 'order:' || o.number || ':closed'
  WHERE o.stage IN ('refused', 'rejected')
)

-- invariant: mail-for-each-event
-- Each acceptance, invoice, dunning step, question and refusal has its mail.
SELECT owed.mail, owed.because FROM owed WHERE NOT EXISTS (SELECT FROM mail WHERE mail.id = owed.mail)

-- invariant: mail-of-one-event
-- Each mail is owed to one event that is on record, and its key says which: no event has two.
SELECT id, kind, order_number, invoice_number, dunning_step_id FROM mail m
WHERE NOT EXISTS (SELECT FROM owed WHERE owed.mail = m.id) OR id <> CASE kind
  WHEN 'acknowledgement' THEN 'acknowledgement:' || order_number || ':' || split_part(id, ':', 3)
  WHEN 'invoice' THEN 'invoice:' || invoice_number
  WHEN 'dunning' THEN 'dunning:' || dunning_step_id
  WHEN 'dunning-report' THEN 'dunning-report:' || dunning_step_id
  WHEN 'question' THEN CASE WHEN starts_with(id, 'question:' || order_number || ':') THEN id ELSE '' END
  WHEN 'refusal' THEN 'refusal:' || order_number
  ELSE '' END

-- invariant: mail-sent-once
-- A mail is recorded as sent at most once, and none that is not SENT.
SELECT m.id, m.status, count(s.key) AS recorded
FROM mail m JOIN step s ON starts_with(s.key, 'mail:') AND substring(s.key FROM '^mail:(.*):sent:\d+$') = m.id
GROUP BY m.id, m.status HAVING count(s.key) > 1 OR m.status <> 'SENT'

-- invariant: mail-status
-- A mail that left has text, recipient and Message-ID of its own; SENT says when, SENDING says whose claim it is.
SELECT id, status, recipient, message_id, attempts, claimed_at, claim_turn, sent_at FROM mail
WHERE status NOT IN ('QUEUED', 'SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'SKIPPED')
  OR (status = 'SENT') <> (sent_at IS NOT NULL)
  OR (status = 'SENDING') <> (claim_token IS NOT NULL)
  OR (status IN ('SENDING', 'SENT', 'UNKNOWN', 'FAILED') AND (subject = '' OR text = '' OR recipient = '' OR attempts = 0
    OR claimed_at IS NULL OR claim_turn IS NULL OR NOT starts_with(message_id, '<' || replace(id, ':', '.') || '@')))

-- invariant: mail-documents
-- A mail that left has the files that it carried, kept as they were sent.
SELECT m.id, m.status, needed.document
FROM mail m,
  LATERAL (SELECT unnest(CASE m.kind WHEN 'acknowledgement' THEN ARRAY[m.id]
    WHEN 'invoice' THEN ARRAY[m.id] || ARRAY(SELECT 'delivery-note:' || s.delivery_number FROM invoice_source s
      WHERE s.invoice_number = m.invoice_number AND s.delivery_number IS NOT NULL) ELSE ARRAY[]::text[] END) AS document) needed
WHERE m.status IN ('SENDING', 'SENT', 'UNKNOWN', 'FAILED') AND NOT EXISTS (SELECT FROM document_file f WHERE f.document_id = needed.document)

-- invariant: mail-asked-about
-- A mail that failed, or whose fate is not known, is on somebody's worklist; a letter of dunning only until the last cent.
SELECT m.id, m.status FROM mail m LEFT JOIN dunning_step s ON s.id = m.dunning_step_id AND m.kind = 'dunning'
LEFT JOIN receivable r ON r.invoice_number = s.invoice_number AND r.instalment = s.instalment
WHERE m.status IN ('UNKNOWN', 'FAILED') AND r.open IS DISTINCT FROM 0 AND NOT EXISTS (
  SELECT FROM work_item w WHERE w.status = 'open' AND w.mail_id = m.id AND w.kind = 'mail-' || lower(m.status))
