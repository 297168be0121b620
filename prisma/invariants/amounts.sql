-- Every total worked out again from the lines: VAT per category and rate on the summed base, half up (EN 16931 BR-CO-17), the
-- freight shared over them in proportion to their nets by largest remainder, highest rate first. On an invoice it is shared
-- by the order's lines as they stood, with the VAT of the delivery's day: what it delivers and the backorders printed on it. `open` is what an order
-- still binds of its customer's credit: what is neither invoiced nor cancelled, with the freight until it is invoiced.
WITH currency (code, digits, unit) AS (
  VALUES ('EUR', 2, 0.01), ('USD', 2, 0.01), ('GBP', 2, 0.01), ('CHF', 2, 0.01), ('SEK', 2, 0.01), ('DKK', 2, 0.01),
    ('NOK', 2, 0.01), ('PLN', 2, 0.01), ('CAD', 2, 0.01), ('JPY', 0, 1)
), paper AS NOT MATERIALIZED (
  SELECT 'invoice' AS kind, number, currency FROM invoice WHERE kind NOT IN ('credit-note', 'deposit') AND replaces IS NULL
  UNION ALL SELECT unnest(ARRAY['order', 'open']), number, currency FROM sales_order
), carriage AS NOT MATERIALIZED (
  -- The freight of an order on its paper; of an invoice over several orders, that of each.
  SELECT 'order' AS kind, number, currency, freight, number AS of_order FROM sales_order WHERE freight <> 0
  UNION ALL SELECT 'open', o.number, o.currency, o.freight, o.number FROM sales_order o
    LEFT JOIN (SELECT DISTINCT x.order_number AS number FROM invoice_order x JOIN invoice i ON i.number = x.invoice_number AND i.kind <> 'deposit') begun USING (number) WHERE o.freight <> 0 AND begun.number IS NULL
  UNION ALL SELECT 'invoice', i.number, i.currency, CASE WHEN i.move_in_id IS NULL THEN o.freight ELSE i.freight END, o.number
    FROM invoice i JOIN invoice_order x ON x.invoice_number = i.number JOIN sales_order o ON o.number = x.order_number
    WHERE i.freight <> 0 AND i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL AND NOT EXISTS (SELECT FROM invoice_order y JOIN invoice b ON b.number = y.invoice_number
      WHERE y.order_number = x.order_number AND b.kind NOT IN ('credit-note', 'deposit') AND b.replaces IS NULL AND i.move_in_id IS NULL
        AND (b.move_in_id IS NOT NULL OR (b.series, b.sequence) < (i.series, i.sequence)))
), due AS NOT MATERIALIZED (
  SELECT d.number AS delivery, l.line_no,
    CASE g.regime WHEN 'intra-community' THEN 'K' WHEN 'export' THEN 'G' ELSE r.vat_category END AS vat_category,
    CASE g.regime WHEN 'domestic' THEN r.vat_rate ELSE 0 END AS vat_rate,
    CASE g.regime WHEN 'intra-community' THEN 'VATEX-EU-IC' WHEN 'export' THEN 'VATEX-EU-G' ELSE r.vat_exemption END AS vat_exemption
  FROM delivery d JOIN sales_order o ON o.number = d.order_number JOIN order_line l ON l.order_number = o.number
  CROSS JOIN LATERAL (SELECT CASE l.tax_class WHEN 'outside-scope' THEN 'domestic' ELSE o.vat_regime END AS regime) g
  LEFT JOIN LATERAL (SELECT * FROM tax_rate t WHERE t.country = o.tax_country AND t.tax_class = l.tax_class
    AND t.valid_from <= d.departed_on ORDER BY t.valid_from DESC LIMIT 1) r ON true
), charged AS (
  -- Moved in, and charged whole by the system before: it is what was charged there.
  SELECT number FROM sales_order o WHERE move_in_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM order_line l WHERE l.order_number = o.number AND l.quantity > l.invoiced + l.credited + l.cancelled)
), invoiced AS (
  SELECT s.order_number, s.order_line_no AS line_no, sum(s.quantity) AS quantity
  FROM invoice i JOIN invoice_source s ON s.invoice_number = i.number WHERE i.kind <> 'credit-note' AND i.replaces IS NULL GROUP BY 1, 2
), open_line AS NOT MATERIALIZED (
  SELECT l.order_number, l.line_no, l.vat_category, l.vat_rate, l.vat_exemption, o.currency, l.unit_price, l.discount_percent,
    l.price_base, l.adjustments, l.quantity AS ordered,
    l.quantity - l.cancelled AS up_to, COALESCE(i.quantity, 0) AS after
  FROM order_line l JOIN sales_order o ON o.number = l.order_number LEFT JOIN invoiced i USING (order_number, line_no)
), line AS NOT MATERIALIZED (
  SELECT 'invoice' AS kind, l.invoice_number AS number, l.vat_category, l.vat_rate, l.vat_exemption, l.net
  FROM invoice_line l JOIN invoice i ON i.number = l.invoice_number AND i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL
  UNION ALL SELECT 'order', order_number, vat_category, vat_rate, vat_exemption, net FROM order_line
  UNION ALL SELECT 'open', order_number, vat_category, vat_rate, vat_exemption,
    line_net(up_to, ordered, unit_price, price_base, discount_percent, adjustments, c.digits)
      - line_net(after, ordered, unit_price, price_base, discount_percent, adjustments, c.digits)
  FROM open_line JOIN currency c ON c.code = open_line.currency WHERE up_to > after
), backorder AS (
  SELECT i.number, COALESCE(b."order", i.order_number) AS order_number, b."lineNo" AS line_no, b.quantity
  FROM invoice i JOIN document d ON d.id = 'invoice:' || i.number AND i.freight <> 0 AND i.kind <> 'credit-note' AND i.replaces IS NULL,
    jsonb_to_recordset(d.snapshot -> 'backorders') AS b("order" text, "lineNo" int, quantity numeric)
), brought AS (
  -- What an invoice with freight charges of an order line, in all and of the first of its order's deliveries on it.
  SELECT s.invoice_number AS number, s.order_number, s.order_line_no AS line_no, sum(s.quantity) AS quantity,
    (array_agg(s.invoice_line_no ORDER BY s.position) FILTER (WHERE s.delivery_number IS NOT DISTINCT FROM s.first))[1] AS first_line_no, min(s.first) AS first
  FROM (SELECT s.*, first_value(s.delivery_number) OVER (PARTITION BY s.invoice_number, s.order_number ORDER BY d.sequence, s.position) AS first
    FROM invoice i JOIN invoice_source s ON s.invoice_number = i.number LEFT JOIN delivery d ON d.number = s.delivery_number
    WHERE i.freight <> 0 AND i.kind <> 'credit-note' AND i.replaces IS NULL) s GROUP BY 1, 2, 3
), goods AS NOT MATERIALIZED (
  SELECT kind, number, number AS of_order, vat_category, vat_rate, vat_exemption, net FROM line WHERE kind <> 'invoice'
  UNION ALL SELECT 'invoice', i.number, i.of_order, CASE WHEN d.line_no IS NULL THEN t.vat_category ELSE d.vat_category END,
    CASE WHEN d.line_no IS NULL THEN t.vat_rate ELSE d.vat_rate END, CASE WHEN d.line_no IS NULL THEN t.vat_exemption ELSE d.vat_exemption END,
    line_net(COALESCE(q.quantity, 0) + COALESCE(b.quantity, 0), l.quantity, l.unit_price, l.price_base, l.discount_percent, l.adjustments, c.digits)
  FROM carriage i JOIN currency c ON c.code = i.currency JOIN order_line l ON l.order_number = i.of_order
  LEFT JOIN brought q ON q.number = i.number AND q.order_number = i.of_order AND q.line_no = l.line_no
  LEFT JOIN invoice_line d ON d.invoice_number = i.number AND d.line_no = q.first_line_no
  LEFT JOIN backorder b ON b.number = i.number AND b.order_number = i.of_order AND b.line_no = l.line_no
  -- Only of what that delivery does not bring itself, line by line.
  LEFT JOIN LATERAL (SELECT due.* FROM due WHERE d.line_no IS NULL AND due.line_no = l.line_no AND due.delivery = (
    SELECT min(x.first) FROM brought x WHERE x.number = i.number AND x.order_number = i.of_order) OFFSET 0) t ON true
  WHERE i.kind = 'invoice' AND COALESCE(q.quantity, b.quantity) > 0
), rate AS NOT MATERIALIZED (
  SELECT d.kind, d.number, d.of_order, c.unit, d.freight / c.unit AS units, g.vat_category, g.vat_rate, g.vat_exemption, sum(g.net) AS net,
    row_number() OVER (PARTITION BY d.kind, d.number, d.of_order
      ORDER BY g.vat_rate DESC, g.vat_category COLLATE "C", COALESCE(g.vat_exemption, '') COLLATE "C") AS place,
    sum(sum(g.net)) OVER (PARTITION BY d.kind, d.number, d.of_order) AS whole, count(*) OVER (PARTITION BY d.kind, d.number, d.of_order) AS rates
  FROM carriage d JOIN currency c ON c.code = d.currency JOIN goods g ON g.kind = d.kind AND g.number = d.number AND g.of_order = d.of_order
  GROUP BY d.kind, d.number, d.of_order, c.unit, d.freight, g.vat_category, g.vat_rate, g.vat_exemption
), weighed AS (
  SELECT *, CASE WHEN whole = 0 THEN 1 ELSE net END AS weight, CASE WHEN whole = 0 THEN rates ELSE whole END AS weights FROM rate
), floored AS (
  SELECT *, div(units * weight, weights) AS floor, units * weight - div(units * weight, weights) * weights AS remainder FROM weighed
), ranked AS (
  SELECT *, units - sum(floor) OVER (PARTITION BY kind, number, of_order) AS left_over,
    row_number() OVER (PARTITION BY kind, number, of_order ORDER BY remainder DESC, place) AS rank
  FROM floored
), taxable AS NOT MATERIALIZED (
  SELECT kind, number, vat_category, vat_rate, vat_exemption, net FROM line
  UNION ALL SELECT kind, number, vat_category, vat_rate, vat_exemption, (floor + CASE WHEN rank <= left_over THEN 1 ELSE 0 END) * unit FROM ranked
  WHERE floor > 0 OR rank <= left_over
), vat AS NOT MATERIALIZED (
  SELECT t.kind, t.number, t.vat_category, t.vat_rate, t.vat_exemption, sum(t.net) AS base, round(sum(t.net) * t.vat_rate * 0.01, c.digits) AS vat
  FROM taxable t JOIN paper d ON d.kind = t.kind AND d.number = t.number JOIN currency c ON c.code = d.currency
  GROUP BY t.kind, t.number, t.vat_category, t.vat_rate, t.vat_exemption, c.digits
), total AS NOT MATERIALIZED (
  SELECT kind, number, sum(base) AS net, sum(vat) AS vat FROM vat GROUP BY 1, 2
), priced AS NOT MATERIALIZED (
  SELECT i.number, i.currency, l.line_no, l.quantity, l.unit_price, l.discount_percent, l.price_base, l.net,
    COALESCE(o.quantity, 1) AS ordered, COALESCE(o.adjustments, '[]') AS adjustments, l.adjustments AS charged,
    sum(l.quantity) OVER (PARTITION BY s.order_number, s.order_line_no ORDER BY i.series NULLS FIRST, i.sequence, l.line_no) AS up_to,
    i.move_in_id IS NOT NULL AS was_charged
  FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number
  LEFT JOIN (SELECT DISTINCT invoice_number, invoice_line_no, order_number, order_line_no FROM invoice_source) s
    ON s.invoice_number = l.invoice_number AND s.invoice_line_no = l.line_no
  LEFT JOIN order_line o ON o.order_number = s.order_number AND o.line_no = s.order_line_no WHERE i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL
  UNION ALL SELECT o.number, o.currency, l.line_no, l.quantity, l.unit_price, l.discount_percent, l.price_base, l.net, l.quantity, l.adjustments,
    NULL, l.quantity, o.number IN (SELECT number FROM charged)
  FROM sales_order o JOIN order_line l ON l.order_number = o.number
), amount AS (
  SELECT number AS of, currency, unnest(ARRAY[freight, net, vat, gross]) AS amount FROM invoice
  UNION ALL SELECT number, currency, unnest(ARRAY[freight, net, vat, gross]) FROM sales_order
  UNION ALL SELECT r.invoice_number, i.currency, unnest(ARRAY[r.amount, r.open]) FROM receivable r JOIN invoice i ON i.number = r.invoice_number
  UNION ALL SELECT reference, currency, unnest(ARRAY[amount, unallocated]) FROM payment
  UNION ALL SELECT id, currency, unnest(ARRAY[amount, open]) FROM claim
  UNION ALL SELECT posting, currency, amount FROM ledger_entry
  UNION ALL SELECT id, 'EUR', recovery_fee FROM dunning_step
  UNION ALL SELECT s.id, i.currency, unnest(ARRAY[s.open_amount, s.interest])
  FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number
  UNION ALL SELECT number, currency, exposure FROM customer
)

-- invariant: minor-digits
-- Amounts have no more decimals than their currency has.
SELECT amount.of, amount.currency, amount.amount FROM amount LEFT JOIN currency c ON c.code = amount.currency
WHERE c.code IS NULL OR amount.amount <> round(amount.amount, c.digits)

-- invariant: line-nets
-- The net of a line is quantity × price less the discount, rounded once, half up, with its adjustments (EN 16931 BT-131); invoiced in parts, each is
-- what the line has come to with it less what it came to before.
SELECT number, line_no, net, worked_out FROM (
  SELECT p.*, line_net(up_to, ordered, unit_price, price_base, discount_percent, adjustments, c.digits)
      - line_net(up_to - quantity, ordered, unit_price, price_base, discount_percent, adjustments, c.digits) AS worked_out,
    -- Until 0.2.0 each part was rounded for itself.
    round(quantity * unit_price * (100 - discount_percent) * 0.01, c.digits) AS alone
  FROM priced p LEFT JOIN currency c ON c.code = p.currency) part
WHERE NOT was_charged AND net IS DISTINCT FROM worked_out AND net IS DISTINCT FROM alone

-- invariant: adjustments-charged
-- What is charged on a line of an invoice beside its price is what the order's adjustments come to with it, less what they came to
-- before.
SELECT number, line_no, charged, adjustments, charged_by, worked_out FROM (
  SELECT p.*, (SELECT COALESCE(sum(CASE a.kind WHEN 'charge' THEN a.amount ELSE -a.amount END), 0)
      FROM jsonb_to_recordset(p.charged) AS a(kind text, amount numeric)) AS charged_by,
    line_net(up_to, ordered, unit_price, price_base, discount_percent, adjustments, c.digits)
      - line_net(up_to, ordered, unit_price, price_base, discount_percent, '[]', c.digits)
      - line_net(up_to - quantity, ordered, unit_price, price_base, discount_percent, adjustments, c.digits)
      + line_net(up_to - quantity, ordered, unit_price, price_base, discount_percent, '[]', c.digits) AS worked_out
  FROM priced p LEFT JOIN currency c ON c.code = p.currency
  WHERE charged IS NOT NULL AND NOT was_charged AND (charged <> '[]' OR adjustments <> '[]')) part
WHERE charged_by IS DISTINCT FROM worked_out

-- invariant: order-adjustments-borne
-- What comes off a whole order or on top of it, its lines bear to the cent: the amount, or the percentage of what they come to
-- without it, rounded once.
SELECT number, place, due, borne FROM (
  SELECT o.number, e.place, CASE e.agreed ->> 'basis' WHEN 'amount' THEN (e.agreed ->> 'value')::numeric
      ELSE round(sum(g.net) * (e.agreed ->> 'value')::numeric * 0.01, c.digits) END AS due, sum(g.share) AS borne
  FROM sales_order o JOIN currency c ON c.code = o.currency, jsonb_array_elements(o.adjustments) WITH ORDINALITY AS e(agreed, place),
    LATERAL (SELECT line_net(l.quantity, l.quantity, l.unit_price, l.price_base, l.discount_percent,
        (SELECT COALESCE(jsonb_agg(a), '[]') FROM jsonb_array_elements(l.adjustments) a WHERE NOT a ? 'of' AND a ->> 'reason' <> 'AEO'), c.digits) AS net,
        (SELECT COALESCE(sum((a ->> 'value')::numeric), 0) FROM jsonb_array_elements(l.adjustments) a WHERE (a ->> 'of')::int = e.place) AS share
      FROM order_line l WHERE l.order_number = o.number AND (NOT e.agreed ? 'taxClass' OR l.tax_class = e.agreed ->> 'taxClass')) g
  WHERE o.adjustments <> '[]' GROUP BY o.number, e.place, e.agreed, c.digits) whole
WHERE borne IS DISTINCT FROM due

-- invariant: invoice-totals
-- Net is lines plus freight, VAT is charged per category and rate on its base, gross is net plus VAT (EN 16931 BR-CO-13 to 15).
SELECT i.number, i.net, i.vat, i.gross, t.net AS lines_and_freight, t.vat AS worked_out
FROM invoice i LEFT JOIN total t ON t.kind = 'invoice' AND t.number = i.number
WHERE i.move_in_id IS NULL AND i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL AND (i.net, i.vat) IS DISTINCT FROM (t.net, t.vat) OR i.gross <> i.net + i.vat
UNION ALL SELECT i.number, i.net, i.vat, i.gross, sum(l.net) + i.freight, NULL FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number
WHERE i.move_in_id IS NOT NULL GROUP BY i.number HAVING sum(l.net) + i.freight <> i.net

-- invariant: invoice-vat-breakdown
-- The printed VAT of each category and rate is base × rate, half up, the bases being its lines with their share of the freight.
SELECT COALESCE(b.number, v.number) AS number, COALESCE(b.vat_category, v.vat_category) AS vat_category,
  COALESCE(b.vat_rate, v.vat_rate) AS vat_rate, b.base, b.vat, v.base AS base_worked_out, v.vat AS vat_worked_out
FROM (SELECT i.number, b."vatCategory" AS vat_category, b."vatRate" AS vat_rate, COALESCE(b."vatExemption", '') AS vat_exemption, b.base, b.vat
  FROM invoice i, jsonb_to_recordset(i.vat_breakdown)
    AS b("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric) WHERE i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL) b
FULL JOIN (SELECT * FROM vat WHERE kind = 'invoice') v ON v.number = b.number AND v.vat_category = b.vat_category
  AND v.vat_rate = b.vat_rate AND COALESCE(v.vat_exemption, '') = b.vat_exemption
WHERE (b.base, b.vat) IS DISTINCT FROM (v.base, v.vat)
  AND NOT EXISTS (SELECT FROM invoice i WHERE i.number = COALESCE(b.number, v.number) AND i.move_in_id IS NOT NULL)

-- invariant: delivery-vat
-- What was delivered bears the VAT of its day: what its regime says, or the dated rate of its class.
SELECT d.number, l.line_no, d.departed_on, l.vat_category, l.vat_rate, l.vat_exemption, t.vat_category AS due_category,
  t.vat_rate AS due_rate, t.vat_exemption AS due_exemption
FROM delivery d JOIN delivery_line l ON l.delivery_number = d.number LEFT JOIN due t ON t.delivery = d.number AND t.line_no = l.line_no
WHERE d.departed_on IS NOT NULL AND d.move_in_id IS NULL AND (l.vat_category, l.vat_rate, l.vat_exemption) IS DISTINCT FROM (t.vat_category, t.vat_rate, t.vat_exemption)

-- invariant: invoice-vat-as-delivered
-- A line of an invoice bears the VAT that was fixed by the delivery it charges, unless that was put right.
SELECT s.invoice_number AS number, s.invoice_line_no AS line_no, s.delivery_number, l.vat_category, l.vat_rate, l.vat_exemption,
  d.vat_category AS fixed_category, d.vat_rate AS fixed_rate, d.vat_exemption AS fixed_exemption
FROM invoice_source s JOIN invoice_line l ON l.invoice_number = s.invoice_number AND l.line_no = s.invoice_line_no
JOIN delivery_line d ON d.delivery_number = s.delivery_number AND d.line_no = s.delivery_line_no
JOIN invoice i ON i.number = s.invoice_number AND i.move_in_id IS NULL LEFT JOIN invoice c ON c.number = i.corrects
WHERE COALESCE(i.replaces, c.replaces) IS NULL AND (l.vat_category, l.vat_rate, l.vat_exemption) IS DISTINCT FROM (d.vat_category, d.vat_rate, d.vat_exemption)

-- invariant: intra-community-buyer
-- Who buys free of VAT from another member state has a VAT number, and not one of the country we sell from.
SELECT number, tax_country, parties #>> '{buyer,vatNumber}' AS vat_number FROM sales_order
WHERE vat_regime = 'intra-community' AND (COALESCE(parties #>> '{buyer,vatNumber}', '') = ''
  OR replace(left(parties #>> '{buyer,vatNumber}', 2), 'EL', 'GR') = tax_country)

-- invariant: order-totals
-- The totals of an order follow from its lines and freight in the same way.
SELECT o.number, o.net, o.vat, o.gross, t.net AS lines_and_freight, t.vat AS worked_out
FROM sales_order o LEFT JOIN total t ON t.kind = 'order' AND t.number = o.number
WHERE (o.net, o.vat) IS DISTINCT FROM (t.net, t.vat) AND o.number NOT IN (SELECT number FROM charged) OR o.gross <> o.net + o.vat

-- invariant: order-exposure
-- From its credit check until its end an order binds exactly what it will still bring, tax included, less what of that is on a
-- deposit invoice; before and after, nothing.
, deposited AS (
  SELECT i.order_number, sum(i.gross + COALESCE(n.gross, 0) - COALESCE(x.gross, 0)) AS left FROM invoice i
  LEFT JOIN LATERAL (SELECT sum(gross) AS gross FROM invoice WHERE corrects = i.number) n ON true
  LEFT JOIN LATERAL (SELECT sum(base + vat) AS gross FROM deposit_deduction WHERE deposit_number = i.number) x ON true
  WHERE i.kind = 'deposit' GROUP BY 1
), bound AS (
  SELECT o.number, o.stage, o.customer_number, GREATEST(COALESCE(t.net + t.vat, 0) - COALESCE(d.left, 0), 0) AS open,
    o.stage IN ('settled', 'refused', 'rejected', 'cancelled') AS closed
  FROM sales_order o LEFT JOIN total t ON t.kind = 'open' AND t.number = o.number LEFT JOIN deposited d ON d.order_number = o.number
)
SELECT COALESCE(b.number, e.reference) AS number, b.stage, b.open, e.amount AS exposure
FROM bound b FULL JOIN (SELECT * FROM exposure WHERE kind = 'order') e
  ON e.reference = b.number AND e.customer_number = b.customer_number
WHERE b.number IS NULL OR e.amount = 0 OR CASE
  WHEN b.closed OR b.stage = 'credit-hold' THEN e.amount IS NOT NULL
  WHEN b.stage = 'received' THEN e.amount <> b.open
  ELSE COALESCE(e.amount, 0) <> b.open END
