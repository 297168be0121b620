-- What an order promises, has delivered and still holds.
WITH closed AS (
  SELECT * FROM sales_order WHERE stage IN ('settled', 'refused', 'rejected', 'cancelled')
), delivered AS (
  SELECT d.order_number, l.line_no, l.product_number, sum(l.quantity) AS quantity
  FROM delivery d JOIN delivery_line l ON l.delivery_number = d.number WHERE d.departed_on IS NOT NULL GROUP BY 1, 2, 3
)

-- invariant: order-line-quantities
-- Of each order line, delivered + cancelled + allocated is never more than ordered, and none is negative.
SELECT order_number, line_no, quantity, delivered, cancelled, allocated FROM order_line
WHERE quantity <= 0 OR delivered < 0 OR cancelled < 0 OR allocated < 0 OR delivered + cancelled + allocated > quantity

-- invariant: order-line-delivered
-- What an order line has delivered is the sum of its lines on delivery notes, of the same product.
SELECT order_number, line_no, l.product_number, l.delivered, d.product_number AS noted_product, d.quantity AS on_notes
FROM order_line l FULL JOIN delivered d USING (order_number, line_no)
WHERE l.delivered IS DISTINCT FROM COALESCE(d.quantity, 0) OR d.product_number <> l.product_number

-- invariant: order-line-cancelled
-- What of an order line is cancelled is what the cancellations on record took of it since the last amendment.
, cancelled AS (
  SELECT a.order_number, l."lineNo" AS line_no, sum(l.quantity) AS quantity
  FROM audit_entry a, jsonb_to_recordset(a.after -> 'lines') AS l("lineNo" int, quantity numeric)
  WHERE a.action = 'order.cancelled' AND a.id > COALESCE((SELECT max(m.id) FROM audit_entry m
    WHERE m.order_number = a.order_number AND m.action = 'order.amended'), 0)
  GROUP BY 1, 2
)
SELECT order_number, line_no, l.cancelled, c.quantity AS on_record
FROM order_line l FULL JOIN cancelled c USING (order_number, line_no)
WHERE l.cancelled IS DISTINCT FROM COALESCE(c.quantity, 0) AND NOT (c.quantity IS NULL AND l.cancelled = l.quantity
  AND EXISTS (SELECT FROM sales_order o WHERE o.number = l.order_number AND o.move_in_id IS NOT NULL AND o.stage = 'cancelled'))

-- invariant: order-versions-on-record
-- Each version of an order that was replaced stands whole on the record of its amendment, and adds up.
, version AS (
  SELECT a.order_number, (a.before ->> 'version')::int AS version, (a.before ->> 'net')::numeric AS net,
    (a.before ->> 'freight')::numeric + (SELECT sum(net) FROM jsonb_to_recordset(a.before -> 'lines') AS l(net numeric)) AS worked_out
  FROM audit_entry a WHERE a.action = 'order.amended'
)
SELECT o.number, replaced AS version, v.net, v.worked_out
FROM sales_order o CROSS JOIN LATERAL generate_series(1, o.version - 1) AS replaced
LEFT JOIN version v ON v.order_number = o.number AND v.version = replaced
WHERE v.net IS DISTINCT FROM v.worked_out OR v.net IS NULL

-- invariant: order-line-invoiced
-- What of an order line is invoiced is the sum of what invoices charge of it less what credit notes take back, which is what is
-- credited of it; what an invoice in the place of another charges is not credited any more.
, back AS (
  SELECT s.order_number, s.order_line_no AS line_no, -sum(s.quantity) AS quantity FROM invoice_source s
  WHERE s.quantity < 0 OR s.invoice_number IN (SELECT number FROM invoice WHERE replaces IS NOT NULL) GROUP BY 1, 2
)
SELECT l.order_number, l.line_no, l.invoiced, l.credited, i.quantity AS on_invoices, b.quantity AS back
FROM order_line l LEFT JOIN (SELECT s.order_number, s.order_line_no AS line_no, sum(s.quantity) AS quantity
  FROM invoice v JOIN invoice_source s ON s.invoice_number = v.number WHERE v.kind <> 'credit-note' AND v.replaces IS NULL GROUP BY 1, 2) i USING (order_number, line_no)
LEFT JOIN back b USING (order_number, line_no)
WHERE l.invoiced <> COALESCE(i.quantity, 0) - COALESCE(b.quantity, 0) OR l.credited <> COALESCE(b.quantity, 0)

-- invariant: delivery-numbering
-- The deliveries of an order are numbered 1, 2, 3 without a hole, and each has lines.
SELECT order_number, count(*) AS deliveries, min(sequence) AS first, max(sequence) AS last,
  count(*) FILTER (WHERE NOT EXISTS (SELECT FROM delivery_line l WHERE l.delivery_number = d.number)) AS empty
FROM delivery d GROUP BY order_number
HAVING min(sequence) <> 1 OR max(sequence) <> count(*)
  OR count(*) FILTER (WHERE NOT EXISTS (SELECT FROM delivery_line l WHERE l.delivery_number = d.number)) > 0

-- invariant: delivery-status
-- A delivery has the dates of what happened to it and no others, and a proof when it is proved.
SELECT number, status, departed_on, delivered_on, proved_on, received_by FROM delivery
WHERE (status, departed_on IS NULL, delivered_on IS NULL, proved_on IS NULL, received_by IS NULL, received_at IS NULL) NOT IN (
  ('prepared', true, true, true, true, true), ('departed', false, true, true, true, true),
  ('delivered', false, false, true, true, true), ('proved', false, false, false, false, false))

-- invariant: order-line-waiting
-- A line of an accepted order waits for stock exactly while part of it is neither delivered, cancelled nor allocated.
SELECT l.order_number, o.stage, l.line_no, l.waiting, l.quantity - l.delivered - l.cancelled - l.allocated AS backorder
FROM order_line l JOIN sales_order o ON o.number = l.order_number
WHERE CASE WHEN o.stage IN ('accepted', 'acknowledged', 'in-delivery', 'delivered')
  THEN l.waiting <> (l.quantity - l.delivered - l.cancelled - l.allocated > 0)
  ELSE l.waiting END

-- invariant: order-stage-fits-lines
-- The stage of an order agrees with what is delivered and what is open on its lines.
, gone AS (
  SELECT order_number AS number, count(*) AS deliveries FROM delivery GROUP BY 1
), line AS (
  SELECT order_number AS number, sum(quantity - delivered - cancelled) AS open, sum(allocated) AS allocated FROM order_line GROUP BY 1
), progress AS (
  SELECT number, o.stage, COALESCE(gone.deliveries, 0) AS deliveries, COALESCE(line.open, -1) AS open, COALESCE(line.allocated, 0) AS allocated
  FROM sales_order o LEFT JOIN gone USING (number) LEFT JOIN line USING (number)
)
SELECT * FROM progress
WHERE open < 0 OR CASE stage
  WHEN 'received' THEN deliveries > 0 OR allocated > 0 OR open = 0
  WHEN 'credit-hold' THEN deliveries > 0 OR allocated > 0 OR open = 0
  WHEN 'discrepancy-hold' THEN deliveries > 0 OR allocated > 0 OR open = 0
  WHEN 'accepted' THEN deliveries > 0 OR open = 0
  WHEN 'acknowledged' THEN deliveries > 0 OR open = 0
  WHEN 'in-delivery' THEN deliveries = 0 OR open = 0
  WHEN 'delivered' THEN deliveries = 0 OR open > 0
  WHEN 'settled' THEN deliveries = 0 OR open > 0
  WHEN 'cancelled' THEN deliveries > 0 OR open > 0
  WHEN 'refused' THEN deliveries > 0
  WHEN 'rejected' THEN deliveries > 0
  ELSE true END

-- invariant: closed-order-holds-nothing
-- A closed order reserves no stock, waits for nothing, binds no credit, and leaves nobody a decision to take.
, goods AS (
  SELECT order_number AS number, sum(allocated) AS allocated FROM order_line WHERE allocated <> 0 OR waiting GROUP BY 1
), credit AS (
  SELECT reference AS number, amount FROM exposure WHERE kind = 'order'
), task AS (
  SELECT order_number AS number, string_agg(id, ', ') AS ids FROM work_item
  WHERE status = 'open' AND kind IN ('credit-hold', 'discrepancy') GROUP BY 1
)
SELECT number, stage, hold_reason, waits_for, goods.allocated, credit.amount AS exposure, task.ids AS work
FROM closed LEFT JOIN goods USING (number) LEFT JOIN credit USING (number) LEFT JOIN task USING (number)
WHERE hold_reason IS NOT NULL OR waits_for->>'kind' <> 'none' OR next_date IS NOT NULL
  OR goods.allocated IS NOT NULL OR credit.amount IS NOT NULL OR task.ids IS NOT NULL

-- invariant: closed-order-is-finished
-- A settled order has all its deliveries invoiced or credited and all its invoices paid, and says when; another closed one says
-- why. What a credit note has left is ours to give, and holds no order.
, uninvoiced AS (
  SELECT d.order_number AS number, string_agg(d.number, ', ') AS deliveries FROM delivery d
  WHERE d.number IN (SELECT delivery_number FROM delivery_line WHERE invoiced + credited < quantity) GROUP BY 1
), unpaid AS (
  SELECT i.order_number AS number, string_agg(i.invoice_number, ', ') AS invoices
  FROM invoice_order i JOIN receivable r ON r.invoice_number = i.invoice_number WHERE r.settled_on IS NULL AND r.amount > 0 GROUP BY 1
)
SELECT number, stage, settled_on, closed_reason, uninvoiced.deliveries AS not_invoiced, unpaid.invoices AS not_paid
FROM closed LEFT JOIN uninvoiced USING (number) LEFT JOIN unpaid USING (number)
WHERE (stage = 'settled') <> (settled_on IS NOT NULL)
  OR (stage <> 'settled') <> (closed_reason IS NOT NULL)
  OR uninvoiced.deliveries IS NOT NULL OR unpaid.invoices IS NOT NULL

-- invariant: order-end-on-record
-- Only an order that has ended says when it was settled, or why it ended without a sale.
SELECT number, stage, settled_on, closed_reason FROM sales_order
WHERE stage NOT IN ('settled', 'refused', 'rejected', 'cancelled') AND (settled_on IS NOT NULL OR closed_reason IS NOT NULL)

-- invariant: order-message-kept
-- The message that an order came as is kept byte by byte as it was received, and is of the customer of its order.
SELECT m.order_number, m.customer_number, o.customer_number AS of_order, o.origin, m.sha256, encode(sha256(m.content), 'hex') AS digest
FROM order_message m LEFT JOIN sales_order o ON o.number = m.order_number
WHERE encode(sha256(m.content), 'hex') <> m.sha256 OR m.reference IS DISTINCT FROM m.facts ->> 'reference'
  OR o.number IS NOT NULL AND (o.customer_number, o.origin) IS DISTINCT FROM (m.customer_number, 'edi')
