-- Who did what. The stages an order may pass through are those of its trail.
WITH follows (action, next) AS (
  SELECT action, unnest(next) FROM (VALUES
    ('', ARRAY['order.received', 'order.moved-in']),
    ('order.moved-in', ARRAY['order.moved-in', 'order.delivered', 'order.promised', 'order.amended', 'order.cancelled', 'order.settled', 'order.reopened']),
    ('order.received', ARRAY['credit.approved', 'credit.watch', 'credit.held']),
    ('credit.approved', ARRAY['reconciliation.held', 'reconciliation.tolerated', 'order.accepted']),
    ('credit.watch', ARRAY['reconciliation.held', 'reconciliation.tolerated', 'order.accepted']),
    ('credit.released', ARRAY['reconciliation.held', 'reconciliation.tolerated', 'order.accepted']),
    ('credit.held', ARRAY['credit.approved', 'credit.watch', 'credit.held', 'credit.released', 'credit.refused', 'order.amended', 'order.cancelled']),
    ('credit.refused', ARRAY['order.refused']),
    ('reconciliation.tolerated', ARRAY['order.accepted']),
    ('reconciliation.held', ARRAY['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject', 'order.amended', 'order.cancelled']),
    ('discrepancy.accept', ARRAY['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject', 'order.accepted', 'order.amended', 'order.cancelled']),
    ('discrepancy.requote', ARRAY['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject', 'order.amended', 'order.cancelled']),
    ('discrepancy.ask', ARRAY['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject', 'order.amended', 'order.cancelled']),
    ('discrepancy.reject', ARRAY['order.rejected']),
    ('order.accepted', ARRAY['order.delivered', 'order.promised', 'order.amended', 'order.cancelled']),
    ('order.promised', ARRAY['order.delivered', 'order.promised', 'order.amended', 'order.cancelled']),
    ('order.amended', ARRAY['credit.approved', 'credit.watch', 'credit.held']),
    ('order.delivered', ARRAY['order.delivered', 'order.promised', 'order.cancelled', 'order.settled', 'order.reopened']),
    ('order.cancelled', ARRAY['order.cancelled', 'order.delivered', 'order.promised', 'order.amended', 'order.settled', 'order.reopened']),
    ('order.settled', ARRAY['order.reopened']),
    ('order.reopened', ARRAY['order.settled', 'order.delivered', 'order.promised', 'order.cancelled', 'order.reopened']), ('order.refused', ARRAY[]::text[]), ('order.rejected', ARRAY[]::text[])
  ) AS t (action, next)
), trail AS (
  SELECT a.*, lag(action, 1, '') OVER (PARTITION BY order_number ORDER BY id) AS came_after,
    row_number() OVER (PARTITION BY order_number ORDER BY id DESC) AS from_end
  FROM audit_entry a WHERE order_number IS NOT NULL AND action IN (SELECT next FROM follows)
), moved AS (
  -- Requests that moved in what another system had on its books: what was posted by them is told by that.
  SELECT request_id FROM audit_entry WHERE action = 'move-in.signed-off'
), told (action, entity, entity_id) AS (
  SELECT CASE WHEN move_in_id IS NULL THEN 'order.received' ELSE 'order.moved-in' END, 'order', number FROM sales_order
  UNION ALL SELECT 'move-in.signed-off', 'move-in', id::text FROM move_in
  UNION ALL SELECT 'order.delivered', 'delivery', number FROM delivery WHERE departed_on IS NOT NULL AND move_in_id IS NULL
  UNION ALL SELECT 'delivery.arrived', 'delivery', number FROM delivery WHERE status = 'delivered' AND move_in_id IS NULL
  UNION ALL SELECT 'delivery.proved', 'delivery', number FROM delivery WHERE status = 'proved'
  UNION ALL SELECT 'invoice.issued', 'invoice', number FROM invoice WHERE move_in_id IS NULL AND kind <> 'credit-note'
  UNION ALL SELECT 'invoice.credited', 'invoice', corrects FROM invoice WHERE kind = 'credit-note'
  UNION ALL SELECT 'invoice.credit-asked', 'invoice', invoice_number FROM credit_request
  UNION ALL SELECT CASE decision WHEN 'grant' THEN 'invoice.credit-granted' ELSE 'invoice.credit-refused' END, 'invoice', invoice_number
  FROM credit_request WHERE decision IS NOT NULL
  UNION ALL SELECT 'payment.received', 'payment', id::text FROM payment WHERE move_in_id IS NULL
  UNION ALL SELECT CASE WHEN kind = 'allocation' AND amount > 0 THEN 'invoice.refunded' WHEN kind = 'allocation' THEN 'payment.allocated'
    WHEN kind = 'reversal' THEN 'payment.reversed' WHEN amount > 0 THEN 'invoice.loss-taken-back' ELSE 'invoice.written-off' END,
    'invoice', invoice_number FROM ledger_entry e WHERE item_kind = 'receivable' AND kind NOT IN ('invoice', 'paid-before', 'credit-note', 'application', 'application-undone') AND request_id NOT IN (SELECT request_id FROM moved)
  UNION ALL SELECT CASE WHEN amount > 0 THEN 'invoice.credit-reversed' ELSE 'invoice.credit-regained' END, 'invoice', invoice_number
  FROM ledger_entry WHERE kind = 'application-undone'
  UNION ALL SELECT CASE kind WHEN 'allocation' THEN 'claim.paid' WHEN 'reversal' THEN 'payment.reversed' WHEN 'claim-credited' THEN 'claim.credited' ELSE 'claim.waived' END,
    'claim', claim_id FROM ledger_entry WHERE item_kind = 'claim' AND kind <> 'claim-raised'
  UNION ALL SELECT 'dunning.' || level, 'dunning-step', id FROM dunning_step WHERE move_in_id IS NULL
  UNION ALL SELECT 'credit.' || kind, 'order', order_number FROM credit_decision
  UNION ALL SELECT 'discrepancy.' || disposition, 'discrepancy', order_number || ':' || id FROM discrepancy
  WHERE decided_by IS NOT NULL AND disposition <> 'superseded'
  UNION ALL SELECT 'mail.failed', 'mail', id FROM outgoing WHERE status = 'FAILED'
  UNION ALL SELECT 'order.' || stage, 'order', number FROM sales_order o WHERE stage IN ('settled', 'refused', 'rejected', 'cancelled')
    AND (move_in_id IS NULL OR (number, stage) NOT IN (SELECT entity_id, after ->> 'stage' FROM audit_entry WHERE action = 'order.moved-in'))
  UNION ALL SELECT unnest(ARRAY['order.settled', 'order.reopened']), 'order', number FROM sales_order, generate_series(1, reopened)
  UNION ALL SELECT 'complaint.opened', 'complaint', number FROM complaint
  UNION ALL SELECT 'stock.received', 'stock-receipt', reference FROM stock_receipt
  UNION ALL SELECT 'customer.created', 'customer', number FROM customer WHERE move_in_id IS NULL
  UNION ALL SELECT 'product.created', 'product', number FROM product WHERE move_in_id IS NULL
  UNION ALL SELECT 'quote.created', 'quote', number FROM quote WHERE move_in_id IS NULL
)

-- invariant: audit-of-each-fact
-- Each order, delivery, invoice, payment, decision, receipt and master record has the audit row of who made it, one for each.
SELECT action, entity, entity_id, sum(facts) AS facts, sum(entries) AS entries
FROM (SELECT action, entity, entity_id, 1 AS facts, 0 AS entries FROM told
  UNION ALL SELECT action, entity, entity_id, 0, 1 FROM audit_entry) e
GROUP BY 1, 2, 3 HAVING sum(entries) < sum(facts)

-- invariant: audit-of-each-step
-- Each finished step of a process holds its result and an audit row of its transaction; money that found nothing to pay changed nothing.
, known AS (
  SELECT key, result, COALESCE(request_id, key) AS request_id FROM step
)
SELECT known.key FROM known LEFT JOIN (SELECT DISTINCT request_id FROM audit_entry) a USING (request_id)
WHERE known.result IS NULL OR (known.result -> 'moves' IS DISTINCT FROM '[]' AND a.request_id IS NULL)

-- invariant: posting-of-one-step
-- What was posted at somebody's request was posted by a step of that request.
SELECT e.id, e.posting, e.request_id FROM ledger_entry e
WHERE e.kind IN ('allocation', 'reversal', 'return', 'claim-waived', 'write-off', 'credit-note', 'application', 'application-undone', 'claim-credited')
  AND NOT EXISTS (SELECT FROM step s WHERE s.request_id = e.request_id) AND e.request_id NOT IN (SELECT request_id FROM moved)

-- invariant: audit-keeps-before
-- Each audit row of what was something else before keeps what it was; some of them do since the first seal.
SELECT id, action, entity, entity_id FROM audit_entry
WHERE before IS NULL AND (id > (SELECT last_id FROM audit_seal WHERE number = 1) OR action NOT IN ('delivery.arrived',
  'delivery.proved', 'mail.was-sent', 'mail.send-again', 'mail.skip', 'dunning.was-sent', 'dunning.send-again', 'dunning.skip',
  'api-key.revoked', 'customer.credit-stopped', 'customer.credit-stop-lifted')) AND action NOT IN (
  'order.received', 'order.moved-in', 'move-in.signed-off', 'move-in.uploaded', 'order.accepted', 'order.promised', 'order.escalated', 'order.backorder-served', 'order.delivered',
  'credit.approved', 'credit.watch', 'credit.held', 'reconciliation.held', 'reconciliation.tolerated', 'month-end.made', 'billing.begun', 'order.proforma-made', 'quote.proforma-made', 'invoice.issued', 'invoice.credit-asked',
  'invoice.status-received', 'invoice.status-told', 'payment.received', 'mail.sent', 'mail.failed', 'dunning.courtesy', 'dunning.level-1', 'dunning.level-2', 'dunning.level-3',
  'dunning.final-notice', 'dunning.hand-over', 'dunning.asked', 'dunning.withdrawn', 'dunning.held', 'stock.received',
  'customer.created', 'customer.address-added', 'customer.contact-added', 'product.created', 'product.cost-set', 'capacity.set', 'acquisition-spend.entered', 'tax-rate.set', 'exchange-rate.set', 'invoice-series.set', 'document-template.set', 'document-logo.kept', 'quote.created', 'quote.sent', 'customer.statement-issued',
  'worklist.commented', 'order.prepared', 'information.requested', 'complaint.opened', 'complaint.noted', 'complaint.file-added', 'complaint.escalated', 'view.saved', 'list.exported', 'process.repaired', 'principal.created', 'api-key.created', 'person.erased', 'idempotency-keys.deleted', 'legal-hold.placed', 'mails.reduced',
  'worklist.forgotten', 'sessions.forgotten', 'company.created', 'policy.created')

-- invariant: audit-has-actor
-- Each audit row says who, in which role, did what to what.
SELECT id, actor, role, action, entity, entity_id FROM audit_entry
WHERE '' IN (actor, role, action, entity, entity_id)
  OR role NOT IN ('sales', 'logistics', 'finance', 'manager', 'ops', 'admin', 'system')

-- invariant: stage-transitions
-- The trail of an order shows only steps that may follow each other.
SELECT order_number, id, came_after, action FROM trail
WHERE NOT EXISTS (SELECT FROM follows f WHERE f.action = trail.came_after AND f.next = trail.action)

-- invariant: stage-on-record
-- The stage of an order is one that the last step of its trail leads to.
SELECT o.number, o.stage, t.action AS last_step FROM sales_order o LEFT JOIN trail t ON t.order_number = o.number AND t.from_end = 1
WHERE NOT o.stage = ANY (CASE
  WHEN t.action = 'order.moved-in' THEN ARRAY[t.after ->> 'stage']
  WHEN t.action IN ('order.received', 'credit.approved', 'credit.watch', 'credit.released', 'credit.refused',
    'reconciliation.tolerated', 'order.amended') THEN ARRAY['received']
  WHEN t.action = 'credit.held' THEN ARRAY['credit-hold']
  WHEN t.action IN ('reconciliation.held', 'discrepancy.ask', 'discrepancy.requote') THEN ARRAY['discrepancy-hold']
  WHEN t.action = 'discrepancy.accept' THEN ARRAY['discrepancy-hold', 'received']
  WHEN t.action = 'order.accepted' THEN ARRAY['accepted', 'acknowledged']
  WHEN t.action = 'order.promised' THEN ARRAY['accepted', 'acknowledged', 'in-delivery']
  WHEN t.action = 'order.delivered' THEN ARRAY['in-delivery', 'delivered']
  WHEN t.action = 'order.cancelled' THEN ARRAY['accepted', 'acknowledged', 'in-delivery', 'delivered', 'cancelled']
  WHEN t.action IN ('discrepancy.reject', 'order.rejected') THEN ARRAY['rejected']
  WHEN t.action = 'order.refused' THEN ARRAY['refused']
  WHEN t.action = 'order.settled' THEN ARRAY['settled']
  WHEN t.action = 'order.reopened' THEN ARRAY['delivered', 'in-delivery']
  ELSE ARRAY[]::text[] END)

-- invariant: four-eyes
-- Neither who entered an order nor who last amended it before releases it from a credit hold or a credit stop, unless somebody
-- else has released it since; and no person is on record as having asked for it, or given room for it, and released it.
SELECT r.order_number, r.actor, w.action FROM audit_entry r
CROSS JOIN LATERAL (
  (SELECT id, action, actor FROM audit_entry w WHERE w.order_number = r.order_number AND w.action = 'order.received' LIMIT 1)
  UNION ALL
  (SELECT id, action, actor FROM audit_entry w WHERE w.order_number = r.order_number AND w.action = 'order.amended' AND w.id < r.id
   ORDER BY w.id DESC LIMIT 1)
) w
WHERE r.action IN ('credit.released', 'delivery.released') AND w.actor = r.actor AND NOT EXISTS (
  SELECT FROM audit_entry s WHERE s.order_number = r.order_number AND s.action IN ('credit.released', 'delivery.released')
    AND s.id > w.id AND s.id < r.id AND s.actor <> r.actor)
UNION ALL
SELECT r.order_number, r.actor, r.action FROM audit_entry r
WHERE r.action IN ('credit.released', 'delivery.released')
  AND (r.after #> '{sides,asked}' || (r.after #> '{sides,gaveRoom}')) ? (r.after #>> '{sides,decided}')

-- invariant: audit-sealed
-- Each seal on the audit fits the seal before it, the rows that it covers, as they were written, and the heads of the chains that it names.
, chain AS (
  SELECT s.*, lag(s.hash, 1, '') OVER w AS hash_before, lag(s.last_id, 1, -9223372036854775808) OVER w AS id_before,
    lag(s.number, 1, 0) OVER w AS number_before
  FROM audit_seal s WINDOW w AS (ORDER BY s.number)
)
SELECT c.number, c.last_id, c.rows, c.hash, found.rows AS found_rows, found.hash AS found_hash
FROM chain c CROSS JOIN LATERAL (
  SELECT count(*)::int AS rows, encode(sha256(convert_to(c.hash_before || COALESCE(string_agg(COALESCE(a.digest,
    encode(sha256(convert_to(jsonb_build_array(a.id, extract(epoch FROM a.at), a.on_date, a.actor, a.role, a.request_id, a.action,
      a.entity, a.entity_id, a.order_number, a.customer_number, a.before, a.after)::text, 'UTF8')), 'hex')), '' ORDER BY a.id), '')
      || COALESCE(c.heads::text, ''), 'UTF8')), 'hex') AS hash
  FROM audit_entry a WHERE a.id > c.id_before AND a.id <= c.last_id
) found
WHERE c.number <> c.number_before + 1 OR c.rows <> found.rows OR c.hash <> found.hash
