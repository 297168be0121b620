-- Invoices against what was delivered and ordered, and their numbers.
WITH charged AS (
  SELECT s.delivery_number, s.delivery_line_no AS line_no, sum(s.quantity) AS quantity,
    -sum(LEAST(s.quantity, 0)) - COALESCE(sum(s.quantity) FILTER (WHERE r.number IS NOT NULL), 0) AS back
  FROM invoice_source s LEFT JOIN (SELECT number FROM invoice WHERE replaces IS NOT NULL) r ON r.number = s.invoice_number
  WHERE s.delivery_number IS NOT NULL GROUP BY 1, 2
), sourced AS (
  SELECT invoice_number, invoice_line_no AS line_no, sum(quantity) AS quantity FROM invoice_source GROUP BY 1, 2
)

-- invariant: delivery-invoiced-once
-- What is invoiced of a delivered line is what invoices charge less what credit notes take back, and what is credited is what
-- these take back less what invoices in their place charge again: together never more than was delivered, and the rest is to be invoiced.
SELECT COALESCE(d.delivery_number, c.delivery_number) AS delivery, COALESCE(d.line_no, c.line_no) AS line_no,
  d.quantity AS delivered, d.invoiced, d.credited, c.quantity AS charged, c.back
FROM delivery_line d FULL JOIN charged c ON c.delivery_number = d.delivery_number AND c.line_no = d.line_no
WHERE d.invoiced IS DISTINCT FROM COALESCE(c.quantity, 0) OR d.credited IS DISTINCT FROM COALESCE(c.back, 0)
  OR d.invoiced < 0 OR d.credited < 0 OR d.invoiced + d.credited > d.quantity

-- invariant: invoice-line-sources
-- Each line of an invoice charges what its sources say: of one product, of their orders, as it was delivered. What is
-- credited of a price, or of a deposit, takes nothing back.
SELECT COALESCE(l.invoice_number, s.invoice_number) AS number, COALESCE(l.line_no, s.line_no) AS line_no, l.quantity, s.quantity AS of_sources, NULL AS source
FROM (SELECT l.* FROM invoice_line l JOIN invoice i ON i.number = l.invoice_number AND i.kind IN ('invoice', 'corrective', 'credit-note')
  WHERE NOT EXISTS (SELECT FROM credit_note c WHERE c.invoice_number = i.number AND c.scope IN ('price', 'allowance'))
    AND NOT EXISTS (SELECT FROM invoice c WHERE c.number = i.corrects AND c.kind = 'deposit')) l
FULL JOIN sourced s ON s.invoice_number = l.invoice_number AND s.line_no = l.line_no
WHERE l.quantity IS DISTINCT FROM s.quantity
UNION ALL SELECT s.invoice_number, s.invoice_line_no, s.quantity, NULL, s.position
FROM invoice_source s JOIN invoice_line l ON l.invoice_number = s.invoice_number AND l.line_no = s.invoice_line_no
LEFT JOIN order_line o ON o.order_number = s.order_number AND o.line_no = s.order_line_no
LEFT JOIN delivery_line d ON d.delivery_number = s.delivery_number AND d.line_no = s.delivery_line_no
LEFT JOIN delivery v ON v.number = s.delivery_number
WHERE l.product_number IS DISTINCT FROM o.product_number OR (s.delivery_number IS NOT NULL
  AND (d.product_number, v.order_number) IS DISTINCT FROM (l.product_number, s.order_number))

-- invariant: invoice-of-its-order
-- An invoice names the orders of what it charges and no others, its own among them; they are of its customer, in its currency;
-- one that was put right may be of another customer.
-- A credit note is of all the orders of its invoice.
SELECT i.number, i.order_number, i.customer_number, i.currency, n.named, n.charged, o.customer_number AS order_customer,
  o.currency AS order_currency
FROM invoice i LEFT JOIN (SELECT COALESCE(x.invoice_number, s.invoice_number) AS number, x.order_number AS named, s.order_number AS charged
  FROM invoice_order x FULL JOIN (SELECT DISTINCT invoice_number, order_number FROM invoice_source) s
    ON s.invoice_number = x.invoice_number AND s.order_number = x.order_number) n USING (number)
LEFT JOIN sales_order o ON o.number = n.named
LEFT JOIN invoice c ON c.number = i.corrects
WHERE n.named IS NULL OR i.currency IS DISTINCT FROM o.currency
  OR i.customer_number IS DISTINCT FROM o.customer_number AND COALESCE(i.replaces, c.replaces) IS NULL
  OR n.charged IS NULL AND n.named <> i.order_number AND i.kind <> 'credit-note' AND i.replaces IS NULL
UNION ALL SELECT i.number, i.order_number, i.customer_number, i.currency, NULL, NULL, NULL, NULL
FROM invoice i LEFT JOIN invoice_order x ON x.invoice_number = i.number AND x.order_number = i.order_number WHERE x.order_number IS NULL
UNION ALL SELECT i.number, i.order_number, i.customer_number, i.currency, x.order_number, NULL, NULL, NULL
FROM invoice i JOIN invoice_order c ON c.invoice_number = i.corrects
FULL JOIN (SELECT n.* FROM invoice_order n JOIN invoice i ON i.number = n.invoice_number AND i.corrects IS NOT NULL) x
  ON x.invoice_number = i.number AND x.order_number = c.order_number
WHERE i.number IS NULL OR x.order_number IS NULL

-- invariant: invoice-kind
-- A number is of a series of its kind and year, begun by its day for all orders or those of its origin; a credit note is below zero,
-- corrects one invoice and says why, and what is corrected is of the same customer.
SELECT i.number, i.kind, i.series, p.kind AS series_kind, p.origin AS series_origin, p.valid_from, o.origin, i.gross, i.corrects,
  c.customer_number AS corrected_customer, n.scope
FROM invoice i LEFT JOIN invoice_series p ON p.prefix = left(i.series, -5) LEFT JOIN sales_order o ON o.number = i.order_number
LEFT JOIN invoice c ON c.number = i.corrects LEFT JOIN credit_note n ON n.invoice_number = i.number
WHERE (i.move_in_id IS NULL AND NOT i.is_counterpart AND ((i.kind, i.series) IS DISTINCT FROM (p.kind, p.prefix || '-' || to_char(i.issue_date, 'YYYY'))
    OR p.valid_from > i.issue_date OR p.origin NOT IN ('all', COALESCE(o.origin, 'all')))) OR (i.kind = 'credit-note' AND i.gross > 0)
  OR (i.kind IN ('invoice', 'deposit') AND i.gross < 0) OR (i.kind = 'corrective' AND i.corrects IS NULL)
  OR (i.corrects IS NOT NULL AND c.customer_number IS DISTINCT FROM i.customer_number)
  OR (i.kind = 'credit-note' AND (i.corrects IS NULL OR c.kind NOT IN ('invoice', 'corrective', 'deposit') OR c.issue_date > i.issue_date))
  OR (i.kind = 'credit-note') <> (n.invoice_number IS NOT NULL)

-- invariant: invoice-as-ordered
-- Prices, discounts and what comes beside them are invoiced as they were ordered, unless that was put right.
SELECT i.number, l.line_no, l.unit_price, l.discount_percent, l.adjustments, o.unit_price AS ordered_price, o.discount_percent AS ordered_discount,
  o.adjustments AS ordered_adjustments
FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number
LEFT JOIN invoice_source s ON s.invoice_number = l.invoice_number AND s.invoice_line_no = l.line_no
LEFT JOIN order_line o ON o.order_number = s.order_number AND o.line_no = s.order_line_no
WHERE i.move_in_id IS NULL AND i.kind NOT IN ('credit-note', 'deposit') AND i.replaces IS NULL AND ((l.unit_price, l.discount_percent, l.price_base)
    IS DISTINCT FROM (o.unit_price, o.discount_percent, o.price_base)
  OR (l.adjustments <> '[]' OR o.adjustments <> '[]') AND (SELECT COALESCE(jsonb_agg(a - 'base' - 'amount' ORDER BY place), '[]')
    FROM jsonb_array_elements(l.adjustments) WITH ORDINALITY AS each(a, place)) IS DISTINCT FROM o.adjustments)

-- invariant: freight-invoiced-once
-- The freight of an order is on its first invoice, whole, and on no other: an invoice has that of the orders whose first it is,
-- unless it is in the place of another.
SELECT i.number, i.freight, sum(o.freight) FILTER (WHERE i.place = 1) AS of_orders, array_agg(i.order_number ORDER BY i.order_number) AS orders
FROM (SELECT v.*, x.order_number AS of_order, row_number() OVER (PARTITION BY x.order_number ORDER BY v.series NULLS FIRST, v.sequence) AS place
  FROM invoice_order x JOIN invoice v ON v.number = x.invoice_number WHERE v.kind NOT IN ('credit-note', 'deposit') AND v.replaces IS NULL) i
JOIN sales_order o ON o.number = i.of_order
WHERE i.move_in_id IS NULL
GROUP BY i.number, i.freight
HAVING i.freight <> COALESCE(sum(o.freight) FILTER (WHERE i.place = 1), 0)

-- invariant: credit-within-invoice
-- What credit notes take back of an invoice is never more than it charged: of no line's quantity and net, of no freight, and of
-- no rate's base and VAT; who has all of a base back has all of its VAT.
, back AS (
  SELECT n.*, c.scope FROM invoice n JOIN credit_note c ON c.invoice_number = n.number
), line_back AS (
  SELECT b.corrects AS number, l.line_no, sum(l.net) AS net, sum(l.quantity) FILTER (WHERE b.scope IN ('whole', 'lines')) AS quantity
  FROM back b JOIN invoice_line l ON l.invoice_number = b.number GROUP BY 1, 2
), row_back AS (
  SELECT b.corrects AS number, r."vatCategory", r."vatRate", COALESCE(r."vatExemption", '') AS exemption, sum(r.base) AS base, sum(r.vat) AS vat
  FROM back b, jsonb_to_recordset(b.vat_breakdown) AS r("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)
  GROUP BY 1, 2, 3, 4
), row_charged AS (
  SELECT i.number, r."vatCategory", r."vatRate", COALESCE(r."vatExemption", '') AS exemption, r.base, r.vat
  FROM invoice i, jsonb_to_recordset(i.vat_breakdown) AS r("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)
  WHERE i.number IN (SELECT corrects FROM back)
)
SELECT b.number, 'line ' || b.line_no AS of, l.quantity AS charged, b.quantity AS back, l.net, b.net AS net_back
FROM line_back b LEFT JOIN invoice_line l ON l.invoice_number = b.number AND l.line_no = b.line_no
WHERE (l.quantity + COALESCE(b.quantity, 0) >= 0 AND COALESCE(b.quantity, 0) <= 0 AND b.net <= 0 AND l.net + b.net >= 0) IS NOT TRUE
  OR l.quantity + COALESCE(b.quantity, 0) = 0 AND l.net + b.net <> (SELECT COALESCE(sum(x.base), 0) FROM deposit_deduction x
    WHERE x.deposit_number = b.number AND (x.vat_category, x.vat_rate) = (l.vat_category, l.vat_rate) AND x.vat_exemption IS NOT DISTINCT FROM l.vat_exemption)
UNION ALL SELECT i.number, 'freight', i.freight, sum(b.freight), NULL, NULL
FROM back b JOIN invoice i ON i.number = b.corrects GROUP BY i.number, i.freight HAVING i.freight + sum(b.freight) < 0 OR bool_or(b.freight > 0)
UNION ALL SELECT b.number, b."vatCategory" || ' ' || b."vatRate", c.base, b.base, c.vat, b.vat
FROM row_back b LEFT JOIN row_charged c USING (number, "vatCategory", "vatRate", exemption)
WHERE (c.base + b.base >= 0 AND c.vat + b.vat >= 0) IS NOT TRUE OR c.base + b.base = 0 AND c.vat + b.vat <> 0

-- invariant: credit-request
-- A credit that waited for a second person was granted or refused by another than asked, and what was granted was issued.
SELECT q.id, q.invoice_number, q.decision, q.asked_by, q.decided_by, q.credit_note, n.corrects
FROM credit_request q LEFT JOIN invoice n ON n.number = q.credit_note
WHERE q.decision IS NOT NULL AND (person_of(q.asked_by) = person_of(q.decided_by)
  OR q.decision = 'grant' AND n.corrects IS DISTINCT FROM q.invoice_number OR q.decision = 'refuse' AND q.credit_note IS NOT NULL)

-- invariant: correction-of-invoice
-- An invoice takes the place of one before it, of the same order and currency, of which all that was left was taken back: by a
-- credit note, or by what books the taking back of a corrective invoice, which is of the same customer.
SELECT i.number, i.kind, i.replaces, i.customer_number, r.customer_number AS replaced_customer, n.number AS credit_note
FROM invoice i JOIN invoice r ON r.number = i.replaces
LEFT JOIN LATERAL (SELECT n.number FROM invoice n JOIN credit_note c ON c.invoice_number = n.number AND c.scope = 'whole'
  WHERE n.corrects = r.number AND n.is_counterpart = (i.kind = 'corrective') ORDER BY n.issue_date DESC LIMIT 1) n ON true
WHERE n.number IS NULL OR (i.order_number, i.currency) IS DISTINCT FROM (r.order_number, r.currency) OR i.issue_date < r.issue_date
  OR i.kind = 'corrective' AND (i.customer_number <> r.customer_number OR n.number <> i.number || '-R')
UNION ALL SELECT n.number, n.kind, NULL, n.customer_number, NULL, NULL FROM invoice n
WHERE n.is_counterpart AND NOT EXISTS (SELECT FROM invoice i WHERE i.kind = 'corrective' AND i.replaces = n.corrects AND n.number = i.number || '-R')

-- invariant: correction-totals
-- An invoice in the place of another adds up: lines and freight make its net and its bases, VAT is each base × its rate (EN 16931
-- BR-CO-13 to 17).
SELECT i.number, i.net, i.vat, i.gross, l.net + i.freight AS lines_and_freight, r.base, r.vat AS of_rates, r.worked_out
FROM invoice i LEFT JOIN LATERAL (SELECT COALESCE(sum(x.net), 0) AS net FROM invoice_line x WHERE x.invoice_number = i.number) l ON true
LEFT JOIN LATERAL (SELECT COALESCE(sum(x.base), 0) AS base, COALESCE(sum(x.vat), 0) AS vat,
    COALESCE(sum(round(x.base * x."vatRate" * 0.01, CASE i.currency WHEN 'JPY' THEN 0 ELSE 2 END)), 0) AS worked_out
  FROM jsonb_to_recordset(i.vat_breakdown) AS x(base numeric, vat numeric, "vatRate" numeric)) r ON true
WHERE i.replaces IS NOT NULL AND ((i.net, i.net, i.vat, i.vat) IS DISTINCT FROM (l.net + i.freight, r.base, r.vat, r.worked_out)
  OR i.gross <> i.net + i.vat)

-- invariant: deposit-used
-- Of no rate of a deposit more is deducted and credited than it charged, and of a base that is used up no VAT is left.
, asked AS (
  SELECT i.number, r."vatCategory" AS vat_category, r."vatRate" AS vat_rate, COALESCE(r."vatExemption", '') AS exemption, r.base, r.vat
  FROM invoice i, jsonb_to_recordset(i.vat_breakdown) AS r("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)
  WHERE i.kind = 'deposit'
), used AS (
  SELECT number, vat_category, vat_rate, exemption, sum(base) AS base, sum(vat) AS vat FROM (
    SELECT deposit_number AS number, vat_category, vat_rate, COALESCE(vat_exemption, '') AS exemption, base, vat FROM deposit_deduction
    UNION ALL SELECT n.corrects, r."vatCategory", r."vatRate", COALESCE(r."vatExemption", ''), -r.base, -r.vat
    FROM invoice n JOIN invoice d ON d.number = n.corrects AND d.kind = 'deposit',
      jsonb_to_recordset(n.vat_breakdown) AS r("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)) AS each
  GROUP BY 1, 2, 3, 4
)
SELECT u.number, u.vat_category, u.vat_rate, c.base, u.base AS base_used, c.vat, u.vat AS vat_used
FROM used u LEFT JOIN asked c USING (number, vat_category, vat_rate, exemption)
WHERE (u.base <= c.base AND u.vat <= c.vat) IS NOT TRUE OR u.base = c.base AND u.vat <> c.vat

-- invariant: deposit-deducted
-- What an invoice deducts is of an earlier deposit on an order that it charges, at most what it charges at that rate, and what it says itself.
, printed AS (
  SELECT d.number AS invoice_number, x ->> 'deposit' AS deposit_number, sum((r ->> 'base')::numeric) AS base, sum((r ->> 'vat')::numeric) AS vat
  FROM document d, jsonb_array_elements(d.snapshot #> '{deducted,deposits}') AS x, jsonb_array_elements(x -> 'rows') AS r
  WHERE d.kind = 'invoice' GROUP BY 1, 2
), taken AS (
  SELECT invoice_number, deposit_number, sum(base) AS base, sum(vat) AS vat FROM deposit_deduction GROUP BY 1, 2
)
SELECT invoice_number, deposit_number, t.base, t.vat, p.base AS printed_base, p.vat AS printed_vat
FROM taken t FULL JOIN printed p USING (invoice_number, deposit_number)
LEFT JOIN invoice i ON i.number = invoice_number LEFT JOIN invoice d ON d.number = deposit_number
WHERE (t.base, t.vat) IS DISTINCT FROM (p.base, p.vat) OR (i.kind, d.kind) IS DISTINCT FROM ('invoice', 'deposit')
  OR (i.customer_number, i.currency) IS DISTINCT FROM (d.customer_number, d.currency) OR d.issue_date > i.issue_date
  OR NOT EXISTS (SELECT FROM invoice_order x WHERE (x.invoice_number, x.order_number) = (i.number, d.order_number))
UNION ALL SELECT x.invoice_number, x.vat_category || ' ' || x.vat_rate, sum(x.base), sum(x.vat), r.base, r.vat
FROM deposit_deduction x JOIN invoice i ON i.number = x.invoice_number
LEFT JOIN LATERAL (SELECT b.base, b.vat FROM jsonb_to_recordset(i.vat_breakdown) AS b("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)
  WHERE (b."vatCategory", b."vatRate") = (x.vat_category, x.vat_rate) AND b."vatExemption" IS NOT DISTINCT FROM x.vat_exemption) r ON true
GROUP BY x.invoice_number, x.vat_category, x.vat_rate, r.base, r.vat
HAVING (sum(x.base) <= r.base AND sum(x.base + x.vat) <= r.base + r.vat) IS NOT TRUE

-- invariant: deposit-totals
-- A deposit invoice adds up: its lines make its net and its bases, its rates its VAT, and none misses base × rate by more than a cent.
SELECT i.number, i.net, i.vat, i.gross, l.net AS lines, r.base, r.vat AS of_rates
FROM invoice i LEFT JOIN LATERAL (SELECT COALESCE(sum(x.net), 0) AS net FROM invoice_line x WHERE x.invoice_number = i.number) l ON true
LEFT JOIN LATERAL (SELECT COALESCE(sum(x.base), 0) AS base, COALESCE(sum(x.vat), 0) AS vat, max(abs(x.vat - x.base * x."vatRate" / 100)) AS missed
  FROM jsonb_to_recordset(i.vat_breakdown) AS x("vatRate" numeric, base numeric, vat numeric)) r ON true
WHERE i.kind = 'deposit' AND ((i.net, i.net, i.vat) IS DISTINCT FROM (l.net, r.base, r.vat) OR i.gross <> i.net + i.vat OR i.freight <> 0
  OR r.missed > CASE i.currency WHEN 'JPY' THEN 1 ELSE 0.01 END)

-- invariant: credit-totals
-- A credit note adds up: its lines and freight make its net and its bases, its rates its VAT (EN 16931 BR-CO-13 to 15).
SELECT i.number, i.net, i.vat, i.gross, l.net + i.freight AS lines_and_freight, r.base, r.vat AS of_rates
FROM invoice i LEFT JOIN LATERAL (SELECT COALESCE(sum(x.net), 0) AS net FROM invoice_line x WHERE x.invoice_number = i.number) l ON true
LEFT JOIN LATERAL (SELECT COALESCE(sum(x.base), 0) AS base, COALESCE(sum(x.vat), 0) AS vat
  FROM jsonb_to_recordset(i.vat_breakdown) AS x(base numeric, vat numeric)) r ON true
WHERE i.kind = 'credit-note' AND ((i.net, i.net, i.vat) IS DISTINCT FROM (l.net + i.freight, r.base, r.vat) OR i.gross <> i.net + i.vat)

-- invariant: invoice-numbers
-- The numbers of a series begin at 1 and have no gap and no double; the series knows the last.
SELECT COALESCE(i.series, s.key) AS series, i.invoices, i.first, i.last, s.last AS series_last
FROM (SELECT series, count(DISTINCT sequence) AS invoices, count(*) AS rows, min(sequence) AS first, max(sequence) AS last,
    bool_or(number <> series || '-' || lpad(sequence::text, GREATEST(6, length(sequence::text)), '0')) AS misnamed
  FROM invoice WHERE series IS NOT NULL GROUP BY series) i
FULL JOIN (SELECT * FROM series WHERE last > 0) s ON s.key = i.series
WHERE i.first IS DISTINCT FROM 1 OR i.last IS DISTINCT FROM s.last OR i.invoices <> i.last OR i.rows <> i.invoices OR i.misnamed

-- invariant: invoice-dates
-- Within a series a later number never has an earlier date, the series knows the last date, and nothing is due before it is issued.
SELECT number, issue_date, due_date, before, last_date FROM (
  SELECT i.number, i.issue_date, i.due_date, s.last_date, lag(i.issue_date) OVER (PARTITION BY i.series ORDER BY i.sequence) AS before
  FROM invoice i LEFT JOIN series s ON s.key = i.series WHERE i.series IS NOT NULL) dated
WHERE before > issue_date OR issue_date > last_date OR last_date IS NULL OR due_date < issue_date

-- invariant: invoice-chain
-- Each invoice of a series has the link that its row, its document and the link before make; none was changed, exchanged, put between or taken away.
, chain AS (
  SELECT series, sequence, number, hash, lag(hash, 1, '') OVER w AS hash_before, lag(sequence, 1, 0) OVER w AS sequence_before
  FROM invoice_link WINDOW w AS (PARTITION BY series ORDER BY sequence)
), issued AS (
  SELECT i.series, i.sequence, i.number, i.issue_date, i.currency, i.gross, d.snapshot_hash FROM invoice i
  LEFT JOIN document d ON d.number = i.number AND d.kind IN ('invoice', 'credit-note', 'corrective', 'deposit') WHERE i.series IS NOT NULL
), compared AS (
  SELECT series, sequence, COALESCE(c.number, i.number) AS number, CASE
    WHEN c.hash IS NULL THEN 'not linked'
    WHEN i.number IS NULL THEN 'invoice is gone'
    WHEN i.snapshot_hash IS NULL THEN 'document is gone'
    WHEN c.sequence <> c.sequence_before + 1 THEN 'link before is gone'
    WHEN c.hash <> encode(sha256(convert_to(jsonb_build_array(c.hash_before, series, sequence, i.number, i.issue_date, i.currency,
      trim_scale(i.gross), i.snapshot_hash)::text, 'UTF8')), 'hex') THEN 'changed' END AS found
  FROM chain c FULL JOIN issued i USING (series, sequence)
)
SELECT series, sequence, number, found FROM compared WHERE found IS NOT NULL ORDER BY series, sequence

-- invariant: invoice-chain-sealed
-- Each chain still has the links that seals of the audit named as its last, so that its end cannot be cut off.
SELECT s.number AS seal, s.sealed_at, head.key AS series, head.value ->> 'sequence' AS sequence, head.value ->> 'hash' AS hash, l.hash AS found_hash
FROM audit_seal s CROSS JOIN LATERAL jsonb_each(s.heads) AS head
LEFT JOIN invoice_link l ON l.series = head.key AND l.sequence = (head.value ->> 'sequence')::int
WHERE l.hash IS DISTINCT FROM head.value ->> 'hash'

-- invariant: invoice-due-last
-- An invoice is due with the latest of its instalments, and none is due before it is issued.
SELECT i.number, i.issue_date, i.due_date, min(r.due_date) AS first_due, max(r.due_date) AS last_due
FROM invoice i JOIN receivable r ON r.invoice_number = i.number
GROUP BY i.number HAVING i.due_date <> max(r.due_date) OR min(r.due_date) < i.issue_date

-- invariant: invoice-lifecycle-latest
-- The latest status of an invoice is the one by which lists find it, with its customer and its day.
SELECT invoice_number AS number, l.code, s.code AS latest, l.at, s.at AS latest_at
FROM invoice_lifecycle l FULL JOIN (
  SELECT DISTINCT ON (invoice_number) invoice_number, code, at FROM invoice_status ORDER BY invoice_number, at DESC, code DESC) s USING (invoice_number)
LEFT JOIN invoice i ON i.number = invoice_number
WHERE (l.code, l.at, l.customer_number, l.issue_date) IS DISTINCT FROM (s.code, s.at, i.customer_number, i.issue_date)

-- invariant: receipts-told-within
-- What platforms were told of the money of an invoice is, rate by rate, never more than it charges and never below zero.
, said AS (
  SELECT s.invoice_number AS number, r."vatRate", sum(r.amount) AS amount
  FROM invoice_status s, jsonb_to_recordset(s.amounts) AS r("vatRate" numeric, amount numeric) WHERE s.direction = 'out' GROUP BY 1, 2
)
SELECT said.number, said."vatRate", said.amount, charged.amount AS charged FROM said
LEFT JOIN LATERAL (SELECT sum(r.base + r.vat) AS amount FROM invoice i, jsonb_to_recordset(i.vat_breakdown) AS r("vatRate" numeric, base numeric, vat numeric)
  WHERE i.number = said.number AND r."vatRate" = said."vatRate") charged ON true
WHERE said.amount < 0 OR said.amount > charged.amount OR charged.amount IS NULL

-- invariant: invoice-period
-- An invoice over several deliveries, or by a run, says the days that it charges, a run those of one month, as its document does,
-- and no delivery lies outside them.
SELECT i.number, p.first_day, p.last_day, c.deliveries, c.first, c.last, d.snapshot -> 'period' AS issued
FROM invoice i JOIN (SELECT s.invoice_number AS number, count(DISTINCT s.delivery_number) AS deliveries, min(v.departed_on) AS first,
    max(v.departed_on) AS last FROM invoice_source s JOIN delivery v ON v.number = s.delivery_number GROUP BY 1) c USING (number)
LEFT JOIN invoice_period p ON p.invoice_number = i.number LEFT JOIN document d ON d.id = 'invoice:' || i.number
WHERE i.move_in_id IS NULL AND i.kind = 'invoice' AND i.replaces IS NULL AND (p.invoice_number IS NULL AND c.deliveries > 1
  OR p.first_day > c.first OR p.last_day < c.last
  OR p.invoice_number IS NOT NULL AND (p.first_day::text, p.last_day::text) IS DISTINCT FROM (d.snapshot #>> '{period,from}', d.snapshot #>> '{period,to}')
  OR p.run_id IS NOT NULL AND date_trunc('month', p.first_day) <> date_trunc('month', p.last_day))
