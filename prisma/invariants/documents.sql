-- What was issued, against the facts that it tells and against itself.
WITH told (kind, number, version) AS (
  SELECT 'acknowledgement', order_number, (after ->> 'version')::int FROM audit_entry WHERE action = 'order.accepted'
  UNION ALL SELECT 'order-response', order_number, (after ->> 'version')::int FROM audit_entry a WHERE action = 'order.accepted'
    AND EXISTS (SELECT FROM order_message m WHERE m.order_number = a.order_number)
  UNION ALL SELECT 'order-response', o.number, o.version FROM order_message m JOIN sales_order o ON o.number = m.order_number
  WHERE o.stage IN ('refused', 'rejected')
  UNION ALL SELECT 'delivery-note', number, NULL FROM delivery WHERE departed_on IS NOT NULL AND move_in_id IS NULL
  UNION ALL SELECT 'signed-delivery-note', number, NULL FROM delivery WHERE status = 'proved'
  UNION ALL SELECT 'signed-delivery-note', entity_id, (after ->> 'version')::int FROM audit_entry WHERE action = 'delivery.proof-corrected'
  UNION ALL SELECT CASE kind WHEN 'credit-note' THEN kind ELSE 'invoice' END, number, NULL FROM invoice WHERE move_in_id IS NULL AND NOT is_counterpart
  UNION ALL SELECT 'proforma', entity_id, (after ->> 'version')::int FROM audit_entry WHERE action IN ('order.proforma-made', 'quote.proforma-made')
  UNION ALL SELECT DISTINCT 'dunning-letter', taken ->> 'letter', NULL::int
  FROM dunning_run r, jsonb_array_elements(r.facts -> 'taken') AS taken WHERE taken ->> 'letter' IS NOT NULL
  UNION ALL SELECT 'quote', entity_id, (after ->> 'version')::int FROM audit_entry WHERE action = 'quote.sent'
  UNION ALL SELECT 'statement', after ->> 'statement', NULL::int FROM audit_entry WHERE action = 'customer.statement-issued'
  UNION ALL SELECT form, month, version FROM month_end, (VALUES ('month-end'), ('month-end-workbook')) AS forms(form)
), issued AS (SELECT kind || ':' || number || COALESCE(':' || version, '') AS id, kind, number, version FROM told)

-- invariant: document-of-each-fact
-- Each acceptance, delivery, proof of receipt, invoice, credit note, proforma, letter of dunning, month end, sending of a quote and statement of account issued its document, and what was said to an order that came as a message its answer; nothing else did.
SELECT COALESCE(i.id, d.id) AS id, d.kind, d.number FROM issued i FULL JOIN document d ON d.id = i.id
WHERE i.id IS NULL OR d.id IS NULL OR (d.kind, d.number) IS DISTINCT FROM (i.kind, i.number)
  OR (d.kind IN ('acknowledgement', 'order-response') AND d.snapshot ->> 'version' IS DISTINCT FROM i.version::text)

-- invariant: document-snapshot
-- The snapshot of a document has the hash that was written with it.
SELECT id, snapshot_hash, snapshot::text AS snapshot FROM document ORDER BY id

-- invariant: document-file
-- The bytes of a document have the digest that was written with them.
SELECT document_id, sha256, encode(sha256(bytes), 'hex') AS digest FROM document_file WHERE sha256 <> encode(sha256(bytes), 'hex')

-- invariant: document-template
-- The template that a document was issued with is on record, with the content that it had, and had begun by its day.
SELECT d.id, d.snapshot -> 'template' AS template, t.sha256, t.valid_from FROM document d
LEFT JOIN document_template t ON t.version = (d.snapshot #>> '{template,version}')::int
WHERE d.snapshot ? 'template' AND (t.version IS NULL OR t.sha256 IS DISTINCT FROM d.snapshot #>> '{template,sha256}'
  OR t.valid_from > d.issued_on)

-- invariant: template-content
-- The content of a template has the hash that was written with it.
SELECT version, sha256 AS snapshot_hash, body::text AS snapshot FROM document_template ORDER BY version

-- invariant: template-logo
-- The logo of a template is on record, with the bytes of its digest.
SELECT t.version, t.body #>> '{logo,sha256}' AS logo, encode(sha256(l.bytes), 'hex') AS digest FROM document_template t
LEFT JOIN document_logo l ON l.sha256 = t.body #>> '{logo,sha256}'
WHERE t.body #>> '{logo,sha256}' IS DISTINCT FROM encode(sha256(l.bytes), 'hex')

-- invariant: invoice-as-issued
-- An invoice and its lines on record say what was issued.
, printed AS (
  SELECT d.number, l.* FROM document d, jsonb_to_recordset(d.snapshot -> 'lines') AS l("lineNo" int, product text, description text,
    unit text, quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "priceBase" numeric, adjustments jsonb, "vatCategory" text, "vatRate" numeric,
    "vatExemption" text, net numeric)
  WHERE d.kind IN ('invoice', 'credit-note')
)
SELECT i.number, NULL AS line_no, i.gross, d.snapshot ->> 'gross' AS issued FROM invoice i JOIN document d ON d.id = 'invoice:' || i.number
WHERE (i.customer_number, i.order_number, i.issue_date, i.due_date, i.currency, i.freight, i.net, i.vat, i.gross, i.payment_terms, i.issue_date)
  IS DISTINCT FROM (d.snapshot -> 'customer' ->> 'number', d.snapshot ->> 'order', (d.snapshot ->> 'issueDate')::date,
    (d.snapshot ->> 'dueDate')::date, d.snapshot ->> 'currency', (d.snapshot ->> 'freight')::numeric, (d.snapshot ->> 'net')::numeric,
    (d.snapshot ->> 'vat')::numeric, (d.snapshot ->> 'gross')::numeric, d.snapshot -> 'paymentTerms', d.issued_on)
UNION ALL SELECT COALESCE(l.invoice_number, p.number), COALESCE(l.line_no, p."lineNo"), l.net, p.net::text
FROM (SELECT l.* FROM invoice_line l JOIN invoice i ON i.number = l.invoice_number AND i.move_in_id IS NULL AND NOT i.is_counterpart) l FULL JOIN printed p ON p.number = l.invoice_number AND p."lineNo" = l.line_no
WHERE (l.product_number, l.description, l.unit, l.quantity, l.unit_price, l.discount_percent, l.price_base, l.adjustments, l.vat_category, l.vat_rate,
    l.vat_exemption, l.net)
  IS DISTINCT FROM (p.product, p.description, p.unit, p.quantity, p."unitPrice", p."discountPercent", COALESCE(p."priceBase", 1),
    COALESCE(p.adjustments, '[]'), p."vatCategory", p."vatRate", p."vatExemption", p.net)

-- invariant: credit-note-as-issued
-- A credit note on record says what was issued, of which invoice, and where its money went then.
SELECT i.number, i.gross, d.snapshot ->> 'gross' AS issued, a.amount AS deducted, d.snapshot ->> 'applied' AS applied
FROM invoice i JOIN credit_note c ON c.invoice_number = i.number JOIN invoice o ON o.number = i.corrects
LEFT JOIN document d ON d.id = 'credit-note:' || i.number
LEFT JOIN LATERAL (SELECT COALESCE(sum(e.amount), 0) AS amount FROM ledger_entry e
  WHERE e.invoice_number = i.number AND e.kind = 'application' AND e.request_id = (SELECT p.request_id FROM ledger_entry p
    WHERE p.invoice_number = i.number AND p.kind = 'credit-note')) a ON true
WHERE NOT i.is_counterpart AND (i.customer_number, i.order_number, i.issue_date, i.currency, i.freight, i.net, i.vat, i.gross, o.number, o.issue_date, c.scope, c.reason,
    c.note, a.amount, i.issue_date)
  IS DISTINCT FROM (d.snapshot -> 'customer' ->> 'number', d.snapshot ->> 'order', (d.snapshot ->> 'issueDate')::date,
    d.snapshot ->> 'currency', (d.snapshot ->> 'freight')::numeric, (d.snapshot ->> 'net')::numeric, (d.snapshot ->> 'vat')::numeric,
    (d.snapshot ->> 'gross')::numeric, d.snapshot -> 'corrects' ->> 'number', (d.snapshot -> 'corrects' ->> 'issueDate')::date,
    d.snapshot ->> 'scope', d.snapshot ->> 'reason', d.snapshot ->> 'note',
    (d.snapshot ->> 'applied')::numeric + COALESCE((d.snapshot -> 'replacedBy' ->> 'deducted')::numeric, 0), d.issued_on)

-- invariant: payee-as-issued
-- An invoice is paid to whom it says.
SELECT i.number, i.payee, d.snapshot -> 'payee' AS printed FROM invoice i JOIN document d ON d.id = 'invoice:' || i.number
WHERE i.payee IS DISTINCT FROM d.snapshot -> 'payee'

-- invariant: instalments-as-issued
-- What of an invoice is owed by which day is what was printed, and all of it by its due date where nothing was.
, due AS (
  SELECT d.number, p.* FROM document d, jsonb_to_recordset(COALESCE(d.snapshot -> 'instalments', jsonb_build_array(jsonb_build_object(
    'instalment', 1, 'dueDate', d.snapshot ->> 'dueDate', 'amount', COALESCE(d.snapshot #>> '{deducted,payable}', d.snapshot ->> 'gross'))))) AS p(instalment int, "dueDate" date, amount numeric)
  WHERE d.kind = 'invoice'
)
SELECT COALESCE(r.invoice_number, p.number) AS number, COALESCE(r.instalment, p.instalment) AS instalment, r.due_date, r.amount,
  p."dueDate" AS printed_due, p.amount AS printed
FROM (SELECT r.* FROM receivable r JOIN invoice i ON i.number = r.invoice_number AND i.kind IN ('invoice', 'corrective', 'deposit') AND i.move_in_id IS NULL) r
FULL JOIN due p ON p.number = r.invoice_number AND p.instalment = r.instalment
WHERE (r.due_date, r.amount) IS DISTINCT FROM (p."dueDate", p.amount)

-- invariant: delivery-as-noted
-- A delivery and its lines on record say what its note says, signed or not, and its proof what the last signed one says, but for a name that was erased on request.
, noted AS (
  SELECT d.kind, d.number, l.* FROM document d, jsonb_to_recordset(d.snapshot -> 'lines') AS l("lineNo" int, product text,
    description text, unit text, quantity numeric)
  WHERE d.kind IN ('delivery-note', 'signed-delivery-note')
), delivered AS (
  SELECT k.kind, l.* FROM delivery_line l JOIN document k ON k.number = l.delivery_number AND k.kind IN ('delivery-note', 'signed-delivery-note')
)
SELECT d.id, NULL AS line_no, v.order_number, v.departed_on, v.carrier FROM document d JOIN delivery v ON v.number = d.number
WHERE d.kind IN ('delivery-note', 'signed-delivery-note')
  AND ((v.order_number, v.departed_on, v.carrier, v.address) IS DISTINCT FROM (d.snapshot ->> 'order', (d.snapshot ->> 'deliveredOn')::date,
    d.snapshot ->> 'carrier', d.snapshot -> 'deliveryAddress')
  OR d.kind = 'signed-delivery-note' AND NOT EXISTS (SELECT FROM document n WHERE n.order_number = d.order_number AND n.number = d.number
    AND n.kind = d.kind AND (length(n.id), n.id) > (length(d.id), d.id))
    AND CASE WHEN v.erased_at IS NULL
      THEN (v.received_by, v.received_at, v.reserves) IS DISTINCT FROM (d.snapshot -> 'proof' ->> 'receivedBy',
        (d.snapshot -> 'proof' ->> 'receivedAt')::timestamptz, d.snapshot -> 'proof' ->> 'reserves')
      ELSE v.received_at IS DISTINCT FROM (d.snapshot -> 'proof' ->> 'receivedAt')::timestamptz
        OR concat(v.received_by, v.reserves) !~ '\[erased\]|erased@erased\.invalid' END)
UNION ALL SELECT COALESCE(l.kind, n.kind) || ':' || COALESCE(l.delivery_number, n.number), COALESCE(l.line_no, n."lineNo"), NULL, NULL, NULL
FROM delivered l FULL JOIN noted n ON n.kind = l.kind AND n.number = l.delivery_number AND n."lineNo" = l.line_no
WHERE (l.product_number, l.description, l.unit, l.quantity) IS DISTINCT FROM (n.product, n.description, n.unit, n.quantity)

-- invariant: order-as-acknowledged
-- The version of an order that was acknowledged last is the one on record, with the prices and quantities that were acknowledged.
, acknowledged AS (
  SELECT d.order_number, d.snapshot FROM document d JOIN sales_order o ON o.number = d.order_number
  WHERE d.kind = 'acknowledgement' AND (d.snapshot ->> 'version')::int = o.version
), printed AS (
  SELECT a.order_number, l.* FROM acknowledged a, jsonb_to_recordset(a.snapshot -> 'lines') AS l("lineNo" int, product text,
    quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "priceBase" numeric, "vatCategory" text, "vatRate" numeric,
    "vatExemption" text, net numeric)
)
SELECT o.number, NULL AS line_no, o.gross, a.snapshot ->> 'gross' AS acknowledged FROM acknowledged a JOIN sales_order o ON o.number = a.order_number
WHERE (o.customer_number, o.freight, o.net, o.vat, o.gross, o.payment_terms) IS DISTINCT FROM (a.snapshot -> 'customer' ->> 'number',
  (a.snapshot ->> 'freight')::numeric, (a.snapshot ->> 'net')::numeric, (a.snapshot ->> 'vat')::numeric, (a.snapshot ->> 'gross')::numeric,
  a.snapshot -> 'paymentTerms')
UNION ALL SELECT COALESCE(l.order_number, p.order_number), COALESCE(l.line_no, p."lineNo"), l.net, p.net::text
FROM (SELECT l.* FROM order_line l JOIN acknowledged a USING (order_number) WHERE l.replaces IS NULL) l
FULL JOIN printed p ON p.order_number = l.order_number AND p."lineNo" = l.line_no
WHERE (l.product_number, l.quantity, l.unit_price, l.discount_percent, l.price_base, l.vat_category, l.vat_rate, l.vat_exemption, l.net)
  IS DISTINCT FROM (p.product, p.quantity, p."unitPrice", p."discountPercent", COALESCE(p."priceBase", 1), p."vatCategory", p."vatRate", p."vatExemption", p.net)
