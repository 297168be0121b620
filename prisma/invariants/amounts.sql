-- Every total worked out again from the lines: VAT per rate on the summed base, half up (EN 16931 BR-CO-17), the freight
-- shared over the rates in proportion to their nets by largest remainder, highest rate first. On an invoice it is shared
-- by the order's lines as they stood: what it delivers and the backorders printed on it. `open` is what an order
-- still binds of its customer's credit: what is neither invoiced nor cancelled, with the freight until it is invoiced.
WITH currency (code, digits, unit) AS (
  VALUES ('EUR', 2, 0.01), ('USD', 2, 0.01), ('GBP', 2, 0.01), ('CHF', 2, 0.01), ('SEK', 2, 0.01), ('DKK', 2, 0.01),
    ('NOK', 2, 0.01), ('PLN', 2, 0.01), ('CAD', 2, 0.01), ('JPY', 0, 1)
), paper AS (
  SELECT 'invoice' AS kind, number, currency, freight FROM invoice
  UNION ALL SELECT 'order', number, currency, freight FROM sales_order
  UNION ALL SELECT 'open', number, currency,
    CASE WHEN EXISTS (SELECT FROM invoice i WHERE i.order_number = o.number) THEN 0 ELSE freight END FROM sales_order o
), invoiced AS (
  SELECT i.order_number, l.line_no, sum(l.quantity) AS quantity
  FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number GROUP BY 1, 2
), open_line AS (
  SELECT l.order_number, l.line_no, l.vat_rate, o.currency, l.unit_price, l.discount_percent,
    l.quantity - l.cancelled - COALESCE(i.quantity, 0) AS quantity
  FROM order_line l JOIN sales_order o ON o.number = l.order_number LEFT JOIN invoiced i USING (order_number, line_no)
), line AS (
  SELECT 'invoice' AS kind, invoice_number AS number, vat_rate, net FROM invoice_line
  UNION ALL SELECT 'order', order_number, vat_rate, net FROM order_line
  UNION ALL SELECT 'open', order_number, vat_rate, round(quantity * unit_price * (100 - discount_percent) * 0.01, c.digits)
  FROM open_line JOIN currency c ON c.code = open_line.currency WHERE quantity > 0
), backorder AS (
  SELECT i.number, b."lineNo" AS line_no, b.quantity
  FROM invoice i JOIN document d ON d.id = 'invoice:' || i.number,
    jsonb_to_recordset(d.snapshot -> 'backorders') AS b("lineNo" int, quantity numeric)
), goods AS (
  SELECT kind, number, vat_rate, net FROM line WHERE kind <> 'invoice'
  UNION ALL SELECT 'invoice', i.number, l.vat_rate,
    round((COALESCE(d.quantity, 0) + COALESCE(b.quantity, 0)) * l.unit_price * (100 - l.discount_percent) * 0.01, c.digits)
  FROM invoice i JOIN currency c ON c.code = i.currency JOIN order_line l ON l.order_number = i.order_number
  LEFT JOIN invoice_line d ON d.invoice_number = i.number AND d.line_no = l.line_no
  LEFT JOIN backorder b ON b.number = i.number AND b.line_no = l.line_no
  WHERE COALESCE(d.quantity, b.quantity) > 0
), rate AS (
  SELECT d.kind, d.number, c.unit, d.freight / c.unit AS units, g.vat_rate, sum(g.net) AS net,
    row_number() OVER (PARTITION BY d.kind, d.number ORDER BY g.vat_rate DESC) AS place,
    sum(sum(g.net)) OVER (PARTITION BY d.kind, d.number) AS whole, count(*) OVER (PARTITION BY d.kind, d.number) AS rates
  FROM paper d JOIN currency c ON c.code = d.currency JOIN goods g ON g.kind = d.kind AND g.number = d.number
  WHERE d.freight <> 0
  GROUP BY d.kind, d.number, c.unit, d.freight, g.vat_rate
), weighed AS (
  SELECT *, CASE WHEN whole = 0 THEN 1 ELSE net END AS weight, CASE WHEN whole = 0 THEN rates ELSE whole END AS weights FROM rate
), floored AS (
  SELECT *, div(units * weight, weights) AS floor, units * weight - div(units * weight, weights) * weights AS remainder FROM weighed
), ranked AS (
  SELECT *, units - sum(floor) OVER (PARTITION BY kind, number) AS left_over,
    row_number() OVER (PARTITION BY kind, number ORDER BY remainder DESC, place) AS rank
  FROM floored
), taxable AS (
  SELECT kind, number, vat_rate, net FROM line
  UNION ALL SELECT kind, number, vat_rate, (floor + CASE WHEN rank <= left_over THEN 1 ELSE 0 END) * unit FROM ranked
  WHERE floor > 0 OR rank <= left_over
), vat AS (
  SELECT t.kind, t.number, t.vat_rate, sum(t.net) AS base, round(sum(t.net) * t.vat_rate * 0.01, c.digits) AS vat
  FROM taxable t JOIN paper d ON d.kind = t.kind AND d.number = t.number JOIN currency c ON c.code = d.currency
  GROUP BY t.kind, t.number, t.vat_rate, c.digits
), total AS (
  SELECT kind, number, sum(base) AS net, sum(vat) AS vat FROM vat GROUP BY 1, 2
), priced AS (
  SELECT i.number, i.currency, l.line_no, l.quantity, l.unit_price, l.discount_percent, l.net
  FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number
  UNION ALL SELECT o.number, o.currency, l.line_no, l.quantity, l.unit_price, l.discount_percent, l.net
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
-- The net of a line is quantity × price less the discount, rounded once, half up (EN 16931 BT-131).
SELECT number, line_no, net, round(quantity * unit_price * (100 - discount_percent) * 0.01, c.digits) AS worked_out
FROM priced LEFT JOIN currency c ON c.code = priced.currency
WHERE net IS DISTINCT FROM round(quantity * unit_price * (100 - discount_percent) * 0.01, c.digits)

-- invariant: invoice-totals
-- Net is lines plus freight, VAT is charged per rate on its base, gross is net plus VAT (EN 16931 BR-CO-13 to 15).
SELECT i.number, i.net, i.vat, i.gross, t.net AS lines_and_freight, t.vat AS worked_out
FROM invoice i LEFT JOIN total t ON t.kind = 'invoice' AND t.number = i.number
WHERE (i.net, i.vat) IS DISTINCT FROM (t.net, t.vat) OR i.gross <> i.net + i.vat

-- invariant: invoice-vat-breakdown
-- The printed VAT of each rate is base × rate, half up, the bases being the lines of the rate with their share of the freight.
SELECT COALESCE(b.number, v.number) AS number, COALESCE(b.vat_rate, v.vat_rate) AS vat_rate, b.base, b.vat,
  v.base AS base_worked_out, v.vat AS vat_worked_out
FROM (SELECT i.number, b."vatRate" AS vat_rate, b.base, b.vat
  FROM invoice i, jsonb_to_recordset(i.vat_breakdown) AS b("vatRate" numeric, base numeric, vat numeric)) b
FULL JOIN (SELECT * FROM vat WHERE kind = 'invoice') v ON v.number = b.number AND v.vat_rate = b.vat_rate
WHERE (b.base, b.vat) IS DISTINCT FROM (v.base, v.vat)

-- invariant: order-totals
-- The totals of an order follow from its lines and freight in the same way.
SELECT o.number, o.net, o.vat, o.gross, t.net AS lines_and_freight, t.vat AS worked_out
FROM sales_order o LEFT JOIN total t ON t.kind = 'order' AND t.number = o.number
WHERE (o.net, o.vat) IS DISTINCT FROM (t.net, t.vat) OR o.gross <> o.net + o.vat

-- invariant: order-exposure
-- From its credit check until its end an order binds exactly what it will still bring, tax included; before and after, nothing.
, bound AS (
  SELECT o.number, o.stage, o.customer_number, COALESCE(t.net + t.vat, 0) AS open,
    EXISTS (SELECT FROM step s WHERE s.key = 'order:' || o.number || ':closed') AS closed
  FROM sales_order o LEFT JOIN total t ON t.kind = 'open' AND t.number = o.number
)
SELECT COALESCE(b.number, e.reference) AS number, b.stage, b.open, e.amount AS exposure
FROM bound b FULL JOIN (SELECT * FROM exposure WHERE kind = 'order') e
  ON e.reference = b.number AND e.customer_number = b.customer_number
WHERE b.number IS NULL OR e.amount = 0 OR CASE
  WHEN b.closed OR b.stage = 'credit-hold' THEN e.amount IS NOT NULL
  WHEN b.stage IN ('received', 'rejected', 'cancelled') THEN e.amount <> b.open
  ELSE COALESCE(e.amount, 0) <> b.open END
