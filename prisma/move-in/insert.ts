import { owed } from './checks.js';

/**
 * Statements that make facts of staged rows, in their order; set by set, whatever their number. `mi_batch` has one row: id,
 * as_of, actor, role, request, zone, target_minutes, our_currency. `mi_party` has one for each customer that is named.
 */

const batch = '(SELECT id FROM mi_batch)';
const digits = (currency: string): string => `CASE ${currency} WHEN 'JPY' THEN 0 ELSE 2 END`;
const terms = (row: string, otherwise = 'NULL'): string => `CASE ${row}.terms_kind
  WHEN 'net' THEN jsonb_build_object('kind', 'net', 'days', COALESCE(${row}.terms_days, 30))
  WHEN 'end-of-month' THEN jsonb_build_object('kind', 'end-of-month', 'days', COALESCE(${row}.terms_days, 0),
    'reading', COALESCE(${row}.terms_reading, 'days-then-month-end'))
  WHEN 'day-of-month' THEN jsonb_build_object('kind', 'day-of-month', 'days', COALESCE(${row}.terms_days, 0), 'day', ${row}.terms_day,
    'reading', COALESCE(${row}.terms_reading, 'days-then-day'))
  ELSE ${otherwise} END`;
const postal = (row: string): string => `jsonb_build_object('name', ${row}.name, 'street', ${row}.street,
  'postalCode', COALESCE(${row}.postal_code, ''), 'city', ${row}.city, 'region', COALESCE(${row}.region, ''), 'countryCode', ${row}.country_code)`;
const moment = (day: string): string => `(${day} + time '09:00') AT TIME ZONE (SELECT zone FROM mi_batch)`;

/** Customers and products, with what belongs to them. */
export const masterData: readonly string[] = [
  `INSERT INTO customer (number, name, siren, vat_number, language, currency, address, parent_number, payer_number, phone, payment_terms, credit_limit, salesperson, move_in_id)
   SELECT number, name, siren, vat_number, language, currency, ${postal('c')}, parent, payer, COALESCE(phone, ''), ${terms('c')}, credit_limit, salesperson, ${batch} FROM mi_customer c`,
  `INSERT INTO customer_contact (customer_number, code, role, name, language, email, phone, move_in_id)
   SELECT t.customer, t.code, t.role, t.name, COALESCE(t.language, c.language), t.email, COALESCE(t.phone, ''), ${batch}
   FROM mi_contact t JOIN customer c ON c.number = t.customer`,
  `INSERT INTO customer_address (customer_number, code, kind, label, address, siret, is_default, move_in_id)
   SELECT customer, code, kind, label, ${postal('a')}, siret, COALESCE(is_default, false), ${batch} FROM mi_address a`,
  `INSERT INTO product (number, name, unit, category, list_price, currency, tax_class, goods_sector, active, move_in_id)
   SELECT p.number, p.name, p.unit, COALESCE(p.category, ''), COALESCE(x.list_price, p.list_price), p.currency, p.tax_class, p.goods_sector, COALESCE(p.active, true), ${batch}
   FROM mi_product p LEFT JOIN mi_price x ON x.product = p.number`,
  `INSERT INTO stock (product_number, opening, on_hand)
   SELECT p.number, COALESCE(s.quantity, 0), COALESCE(s.quantity, 0) FROM mi_product p LEFT JOIN mi_stock s ON s.product = p.number`,
];

/** An invoice that names no order is a dossier of its own: one that was ordered, delivered and charged as it says. */
export const ownDossiers: readonly string[] = [
  'ALTER TABLE mi_order ADD COLUMN own boolean NOT NULL DEFAULT false',
  `CREATE TEMP TABLE mi_own ON COMMIT DROP AS
   SELECT i.number AS invoice, i.number || CASE WHEN EXISTS (SELECT FROM mi_order o WHERE o.number = i.number)
     OR EXISTS (SELECT FROM mi_delivery d WHERE d.number = i.number) OR EXISTS (SELECT FROM sales_order o WHERE o.number = i.number)
     THEN ' (F)' ELSE '' END AS number FROM mi_invoice i WHERE i."order" IS NULL`,
  `INSERT INTO mi_order (number, customer, origin, received_on, freight, own, file, "row")
   SELECT w.number, i.customer, 'direct', i.issue_date, i.freight, true, i.file, i."row" FROM mi_own w JOIN mi_invoice i ON i.number = w.invoice`,
  `INSERT INTO mi_invoice_line (invoice, line_no, quantity, net, file, "row")
   SELECT i.number, 1, 1, i.net - COALESCE(i.freight, 0), i.file, i."row" FROM mi_own w JOIN mi_invoice i ON i.number = w.invoice
   WHERE NOT EXISTS (SELECT FROM mi_invoice_line l WHERE l.invoice = i.number)`,
  `INSERT INTO mi_order_line ("order", line_no, product, description, unit, quantity, unit_price, requested_date, file, "row")
   SELECT w.number, l.line_no, COALESCE(l.product, 'AS-INVOICED'), COALESCE(l.description, i.number), CASE WHEN l.product IS NULL THEN '-' END,
     l.quantity, round(l.net / l.quantity, 4), i.issue_date, l.file, l."row"
   FROM mi_own w JOIN mi_invoice i ON i.number = w.invoice JOIN mi_invoice_line l ON l.invoice = i.number`,
  `INSERT INTO mi_delivery (number, "order", departed_on, delivered_on, file, "row")
   SELECT w.number, w.number, i.issue_date, i.issue_date, i.file, i."row" FROM mi_own w JOIN mi_invoice i ON i.number = w.invoice`,
  `INSERT INTO mi_delivery_line (delivery, line_no, quantity, file, "row")
   SELECT w.number, l.line_no, l.quantity, l.file, l."row" FROM mi_own w JOIN mi_invoice_line l ON l.invoice = w.invoice`,
  `UPDATE mi_invoice i SET "order" = w.number FROM mi_own w WHERE w.invoice = i.number`,
];

const vatOn = (day: string, regime: string, country: string, taxClass: string): string => `
  LEFT JOIN LATERAL (SELECT CASE ${regime} WHEN 'intra-community' THEN 'K' WHEN 'export' THEN 'G' ELSE t.vat_category END AS vat_category,
      CASE ${regime} WHEN 'domestic' THEN t.vat_rate ELSE 0 END AS vat_rate,
      CASE ${regime} WHEN 'intra-community' THEN 'VATEX-EU-IC' WHEN 'export' THEN 'VATEX-EU-G' ELSE t.vat_exemption END AS vat_exemption
    FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT * FROM tax_rate r WHERE r.country = ${country} AND r.tax_class = ${taxClass}
      AND r.valid_from <= ${day} ORDER BY r.valid_from DESC LIMIT 1) t ON true) v ON true`;

/** The lines of orders with everything that follows from the files, and what each instalment owes. */
export const derived: readonly string[] = [
  `CREATE TEMP TABLE mi_owed ON COMMIT DROP AS
   SELECT w.invoice, w.instalment, w.due_date, w.amount, COALESCE(w.open, w.amount - COALESCE(a.amount, 0)) AS open,
     w.amount - COALESCE(a.amount, 0) - COALESCE(w.open, w.amount - COALESCE(a.amount, 0)) AS paid_before,
     COALESCE(w.paid_on, i.issue_date) AS paid_on, GREATEST(a.last, w.paid_on, i.issue_date) AS settled_on, w.level, w.last_letter_on
   FROM ${owed} w JOIN mi_invoice i ON i.number = w.invoice
   LEFT JOIN (SELECT a.invoice, COALESCE(a.instalment, 1) AS instalment, sum(a.amount) AS amount, max(p.date) AS last
     FROM mi_allocation a JOIN mi_payment p ON p.customer = a.customer AND reference_key(p.reference) = reference_key(a.reference) GROUP BY 1, 2) a
     ON a.invoice = w.invoice AND a.instalment = w.instalment`,
  'CREATE INDEX ON mi_owed (invoice)',
  `CREATE TEMP TABLE mi_line ON COMMIT DROP AS
   SELECT l."order", l.line_no, l.product, COALESCE(l.description, p.name, l.product) AS description, COALESCE(l.unit, p.unit, '-') AS unit,
     l.quantity, l.unit_price, COALESCE(l.discount_percent, 0) AS discount_percent, COALESCE(p.tax_class, 'standard') AS tax_class,
     CASE WHEN o.own AND y.vat_regime = 'domestic' THEN CASE WHEN i.vat = 0 THEN 'Z' ELSE 'S' END ELSE COALESCE(v.vat_category, '?') END AS vat_category,
     CASE WHEN o.own AND y.vat_regime = 'domestic' THEN LEAST(100, round(i.vat * 100 / i.net, 2)) ELSE COALESCE(v.vat_rate, 0) END AS vat_rate,
     CASE WHEN o.own AND y.vat_regime = 'domestic' THEN NULL ELSE v.vat_exemption END AS vat_exemption,
     CASE WHEN o.own THEN n.net ELSE round(l.quantity * l.unit_price * (100 - COALESCE(l.discount_percent, 0)) * 0.01, ${digits('y.currency')}) END AS net,
     l.requested_date, COALESCE(l.first_confirmed_date, l.confirmed_date) AS first_confirmed_date, l.confirmed_date AS last_confirmed_date,
     COALESCE(d.quantity, 0) AS delivered, COALESCE(b.quantity, 0) AS invoiced,
     CASE WHEN o.status = 'cancelled' THEN l.quantity ELSE 0 END AS cancelled, 0::numeric AS allocated, o.received_on, o.own
   FROM mi_order_line l JOIN mi_order o ON o.number = l."order" JOIN mi_party y ON y.customer = o.customer
   LEFT JOIN product p ON p.number = l.product
   LEFT JOIN mi_invoice i ON o.own AND i."order" = o.number LEFT JOIN mi_invoice_line n ON n.invoice = i.number AND n.line_no = l.line_no
   LEFT JOIN (SELECT d."order", n.line_no, sum(n.quantity) AS quantity FROM mi_delivery d JOIN mi_delivery_line n ON n.delivery = d.number GROUP BY 1, 2) d
     ON d."order" = l."order" AND d.line_no = l.line_no
   LEFT JOIN (SELECT i."order", n.line_no, sum(n.quantity) AS quantity FROM mi_invoice i JOIN mi_invoice_line n ON n.invoice = i.number GROUP BY 1, 2) b
     ON b."order" = l."order" AND b.line_no = l.line_no
   ${vatOn('o.received_on', 'y.vat_regime', 'y.tax_country', "COALESCE(p.tax_class, 'standard')")}`,
  'CREATE INDEX ON mi_line ("order", line_no)',
  'ANALYZE mi_line; ANALYZE mi_owed',
  `SELECT 1 FROM stock WHERE product_number IN (SELECT product FROM mi_line WHERE quantity > delivered + cancelled) ORDER BY product_number FOR UPDATE`,
  // Goods go to the orders that were promised first.
  `UPDATE mi_line l SET allocated = t.allocated FROM (
     SELECT l."order", l.line_no, GREATEST(0, LEAST(l.quantity - l.delivered, s.on_hand - s.allocated
       - (sum(l.quantity - l.delivered) OVER (PARTITION BY l.product ORDER BY COALESCE(l.last_confirmed_date, l.requested_date), l.received_on, l."order", l.line_no)
          - (l.quantity - l.delivered)))) AS allocated
     FROM mi_line l JOIN stock s ON s.product_number = l.product WHERE l.quantity > l.delivered + l.cancelled) t
   WHERE t."order" = l."order" AND t.line_no = l.line_no AND t.allocated > 0`,
];

/** Totals of orders of which nothing is left to deliver or to invoice: they are what was charged, and change no more. */
export const closedTotals = `
  INSERT INTO mi_total ("order", net, vat, gross, open)
  SELECT t."order", t.net, t.vat, t.net + t.vat, 0 FROM (
    SELECT g."order", sum(g.net) AS net, sum(round(g.net * g.vat_rate * 0.01, ${digits('g.currency')})) AS vat FROM (
      SELECT l."order", y.currency, l.vat_category, l.vat_rate, sum(l.net) + CASE WHEN row_number() OVER (PARTITION BY l."order" ORDER BY sum(l.net) DESC, l.vat_rate DESC) = 1
        THEN COALESCE(o.freight, 0) ELSE 0 END AS net
      FROM mi_line l JOIN mi_order o ON o.number = l."order" JOIN mi_party y ON y.customer = o.customer
      WHERE NOT EXISTS (SELECT FROM mi_total k WHERE k."order" = l."order")
      GROUP BY l."order", y.currency, l.vat_category, l.vat_rate, o.freight) g GROUP BY 1) t`;

/** What the orders, deliveries, invoices and payments are. */
export const documents: readonly string[] = [
  `INSERT INTO sales_order (number, customer_number, origin, quote_number, quote_revision, customer_reference, currency, payment_terms, parties, vat_regime,
     tax_country, freight, net, vat, gross, stage, waits_for, next_date, salesperson, entered_by, received_on, received_at, acknowledged_at,
     acknowledgement_minutes, acknowledgement_target_minutes, settled_on, closed_reason, move_in_id)
   SELECT o.number, o.customer, COALESCE(o.origin, 'direct'), o.quote, CASE WHEN o.quote IS NOT NULL THEN (SELECT revision FROM quote q WHERE q.number = o.quote) END,
     o.customer_reference, y.currency, ${terms('o', 'y.payment_terms')}, y.parties, y.vat_regime, y.tax_country, COALESCE(o.freight, 0), t.net, t.vat, t.gross, s.stage,
     CASE WHEN s.stage IN ('settled', 'cancelled') THEN '{"kind":"none"}'
       WHEN s.stage = 'delivered' THEN CASE WHEN s.to_invoice THEN '{"kind":"invoicing"}' ELSE '{"kind":"payment"}' END
       WHEN s.allocated > 0 THEN jsonb_build_object('kind', 'delivery', 'backorder', s.backorder)::text ELSE '{"kind":"stock"}' END::jsonb,
     CASE WHEN s.stage IN ('acknowledged', 'in-delivery') THEN s.next_date END,
     COALESCE(o.salesperson, y.salesperson), b.actor, o.received_on, COALESCE(o.received_at, ${moment('o.received_on')}), o.acknowledged_at,
     round((EXTRACT(epoch FROM o.acknowledged_at - o.received_at) / 60)::numeric, 1), b.target_minutes,
     CASE WHEN s.stage = 'settled' THEN GREATEST(s.settled_on, s.last_delivery, o.received_on) END,
     CASE WHEN s.stage = 'cancelled' THEN COALESCE(o.closed_reason, 'moved in') END, b.id
   FROM mi_batch b, mi_order o JOIN mi_party y ON y.customer = o.customer JOIN mi_total t ON t."order" = o.number
   JOIN LATERAL (SELECT CASE WHEN o.status = 'cancelled' THEN 'cancelled' WHEN l.delivered = 0 THEN 'acknowledged' WHEN l.open > 0 THEN 'in-delivery'
         WHEN l.to_invoice OR COALESCE(w.open, 0) > 0 THEN 'delivered' ELSE 'settled' END AS stage,
       l.to_invoice, l.allocated, l.open > l.allocated AS backorder, l.next_date, w.settled_on, w.last_delivery
     FROM (SELECT sum(delivered) AS delivered, sum(quantity - delivered - cancelled) AS open, bool_or(delivered > invoiced) AS to_invoice, sum(allocated) AS allocated,
         min(last_confirmed_date) FILTER (WHERE quantity > delivered + cancelled) AS next_date FROM mi_line l WHERE l."order" = o.number) l,
       (SELECT sum(w.open) AS open, max(w.settled_on) AS settled_on, (SELECT max(departed_on) FROM mi_delivery d WHERE d."order" = o.number) AS last_delivery
        FROM mi_invoice i JOIN mi_owed w ON w.invoice = i.number WHERE i."order" = o.number) w) s ON true`,
  `INSERT INTO order_line (order_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent, tax_class, vat_category, vat_rate,
     vat_exemption, net, requested_date, first_confirmed_date, last_confirmed_date, allocated, delivered, cancelled, invoiced, waiting)
   SELECT "order", line_no, product, description, unit, quantity, unit_price, discount_percent, tax_class, vat_category, vat_rate, vat_exemption, net,
     requested_date, first_confirmed_date, last_confirmed_date, allocated, delivered, cancelled, invoiced, quantity > delivered + cancelled + allocated FROM mi_line`,
  `UPDATE stock s SET allocated = s.allocated + l.allocated FROM (SELECT product, sum(allocated) AS allocated FROM mi_line GROUP BY 1) l
   WHERE s.product_number = l.product AND l.allocated > 0`,
  `CREATE TEMP TABLE mi_note ON COMMIT DROP AS
   SELECT d.number, d."order", n.line_no, n.quantity, d.departed_on, d.sequence,
     sum(n.quantity) OVER (PARTITION BY d."order", n.line_no ORDER BY d.sequence) AS up_to
   FROM (SELECT *, row_number() OVER (PARTITION BY "order" ORDER BY departed_on, number) AS sequence FROM mi_delivery) d
   JOIN mi_delivery_line n ON n.delivery = d.number`,
  `CREATE TEMP TABLE mi_charge ON COMMIT DROP AS
   SELECT i.number, i."order", n.line_no, n.quantity,
     sum(n.quantity) OVER (PARTITION BY i."order", n.line_no ORDER BY i.issue_date, i.number) AS up_to
   FROM mi_invoice i JOIN mi_invoice_line n ON n.invoice = i.number`,
  // What is charged first was delivered first.
  `CREATE TEMP TABLE mi_source ON COMMIT DROP AS
   SELECT c.number AS invoice, c."order", c.line_no, n.number AS delivery, LEAST(c.up_to, n.up_to) - GREATEST(c.up_to - c.quantity, n.up_to - n.quantity) AS quantity
   FROM mi_charge c JOIN mi_note n ON n."order" = c."order" AND n.line_no = c.line_no
   WHERE LEAST(c.up_to, n.up_to) > GREATEST(c.up_to - c.quantity, n.up_to - n.quantity)`,
  'CREATE INDEX ON mi_source (delivery, line_no); ANALYZE mi_source; ANALYZE mi_note; ANALYZE mi_charge',
  `INSERT INTO delivery (number, order_number, sequence, status, prepared_on, departed_on, delivered_on, carrier, address, move_in_id)
   SELECT d.number, d."order", row_number() OVER (PARTITION BY d."order" ORDER BY d.departed_on, d.number),
     CASE WHEN d.delivered_on IS NULL THEN 'departed' ELSE 'delivered' END, d.departed_on, d.departed_on, d.delivered_on, d.carrier,
     y.parties -> 'shipTo' -> 'address', ${batch}
   FROM mi_delivery d JOIN mi_order o ON o.number = d."order" JOIN mi_party y ON y.customer = o.customer`,
  `INSERT INTO delivery_line (delivery_number, line_no, product_number, description, unit, quantity, backorder, next_date, vat_category, vat_rate, vat_exemption, invoiced)
   SELECT n.number, n.line_no, l.product, l.description, l.unit, n.quantity, l.quantity - n.up_to, CASE WHEN l.quantity > n.up_to THEN l.last_confirmed_date END,
     CASE WHEN l.own THEN l.vat_category ELSE v.vat_category END, CASE WHEN l.own THEN l.vat_rate ELSE v.vat_rate END,
     CASE WHEN l.own THEN l.vat_exemption ELSE v.vat_exemption END, COALESCE(c.quantity, 0)
   FROM mi_note n JOIN mi_line l ON l."order" = n."order" AND l.line_no = n.line_no JOIN mi_order o ON o.number = n."order" JOIN mi_party y ON y.customer = o.customer
   LEFT JOIN (SELECT delivery, line_no, sum(quantity) AS quantity FROM mi_source GROUP BY 1, 2) c ON c.delivery = n.number AND c.line_no = n.line_no
   ${vatOn('n.departed_on', 'y.vat_regime', 'y.tax_country', 'l.tax_class')}`,
  `INSERT INTO invoice (number, kind, series, sequence, order_number, customer_number, currency, issue_date, due_date, payment_terms, freight, net, vat, gross,
     vat_breakdown, move_in_id)
   SELECT i.number, 'invoice', NULL, NULL, i."order", i.customer, y.currency, i.issue_date, w.due_date, ${terms('o', 'y.payment_terms')}, COALESCE(i.freight, 0),
     i.net, i.vat, i.gross, r.rows, ${batch}
   FROM mi_invoice i JOIN mi_order o ON o.number = i."order" JOIN mi_party y ON y.customer = i.customer
   JOIN (SELECT invoice, max(due_date) AS due_date FROM mi_owed GROUP BY 1) w ON w.invoice = i.number
   JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('vatCategory', g.vat_category, 'vatRate', round(g.vat_rate, 2)::text, 'vatExemption', g.vat_exemption,
       'base', round(g.base, ${digits('y.currency')})::text,
       'vat', round(CASE WHEN g.place = 1 THEN i.vat - g.others ELSE g.vat END, ${digits('y.currency')})::text) ORDER BY g.place) AS rows
     FROM (SELECT *, sum(vat) OVER () - vat AS others FROM (
       SELECT g.*, round(g.base * g.vat_rate * 0.01, ${digits('y.currency')}) AS vat FROM (
         SELECT l.vat_category, l.vat_rate, l.vat_exemption, row_number() OVER (ORDER BY sum(n.net) DESC, l.vat_rate DESC) AS place,
           sum(n.net) + CASE WHEN row_number() OVER (ORDER BY sum(n.net) DESC, l.vat_rate DESC) = 1 THEN COALESCE(i.freight, 0) ELSE 0 END AS base
         FROM mi_invoice_line n JOIN mi_line l ON l."order" = i."order" AND l.line_no = n.line_no WHERE n.invoice = i.number
         GROUP BY l.vat_category, l.vat_rate, l.vat_exemption) g) v) g) r ON true`,
  `INSERT INTO invoice_line (invoice_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent, vat_category, vat_rate, vat_exemption, net)
   SELECT n.invoice, n.line_no, l.product, l.description, l.unit, n.quantity, l.unit_price, l.discount_percent, l.vat_category, l.vat_rate, l.vat_exemption, n.net
   FROM mi_invoice i JOIN mi_invoice_line n ON n.invoice = i.number JOIN mi_line l ON l."order" = i."order" AND l.line_no = n.line_no`,
  `INSERT INTO invoice_source (invoice_number, position, invoice_line_no, order_number, order_line_no, delivery_number, delivery_line_no, quantity)
   SELECT invoice, row_number() OVER (PARTITION BY invoice ORDER BY line_no, delivery), line_no, "order", line_no, delivery, line_no, quantity FROM mi_source`,
  `INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open, settled_on)
   SELECT w.invoice, w.instalment, i.customer, w.due_date, w.amount, w.open, CASE WHEN w.open = 0 THEN w.settled_on END
   FROM mi_owed w JOIN mi_invoice i ON i.number = w.invoice`,
  `CREATE TEMP TABLE mi_money ON COMMIT DROP AS
   SELECT p.*, overlay(overlay(md5('move-in ' || COALESCE(p.customer, '') || ' ' || reference_key(p.reference)) PLACING '5' FROM 13) PLACING '8' FROM 17)::uuid AS id,
     COALESCE(y.currency, p.currency, b.our_currency) AS in_currency, p.amount - COALESCE(a.amount, 0) AS rest
   FROM mi_batch b, mi_payment p LEFT JOIN mi_party y ON y.customer = p.customer
   LEFT JOIN (SELECT customer, reference_key(reference) AS reference, sum(amount) AS amount FROM mi_allocation GROUP BY 1, 2) a
     ON a.customer = p.customer AND a.reference = reference_key(p.reference)`,
  `INSERT INTO payment (id, customer_number, amount, unallocated, currency, date, reference, created_at, move_in_id)
   SELECT id, customer, amount, rest, in_currency, date, reference, ${moment('date')}, ${batch} FROM mi_money`,
  `CREATE TEMP TABLE mi_posting ON COMMIT DROP AS
   SELECT 1 AS place, i.issue_date AS on_date, 'invoice:' || i.number || CASE w.instalment WHEN 1 THEN '' ELSE ':' || w.instalment END AS posting, i.customer, y.currency,
     'invoice' AS kind, 'receivable' AS item_kind, w.invoice, w.instalment, NULL::uuid AS payment, NULL::int AS allocation, w.amount
   FROM mi_owed w JOIN mi_invoice i ON i.number = w.invoice JOIN mi_party y ON y.customer = i.customer
   UNION ALL SELECT 2, m.date, 'payment:' || m.id, m.customer, m.in_currency, 'payment', 'payment', NULL, NULL, m.id, NULL, -m.amount FROM mi_money m WHERE m.customer IS NOT NULL
   UNION ALL SELECT 3, w.paid_on, 'paid-before:' || w.invoice || ':' || w.instalment, i.customer, y.currency, 'paid-before', 'receivable', w.invoice, w.instalment, NULL, NULL, -w.paid_before
   FROM mi_owed w JOIN mi_invoice i ON i.number = w.invoice JOIN mi_party y ON y.customer = i.customer WHERE w.paid_before > 0
   UNION ALL SELECT 4, GREATEST(m.date, i.issue_date), 'payment:' || m.id || ':allocation:' || a.nth, m.customer, m.in_currency, 'allocation', side.item_kind, a.invoice, a.instalment, m.id, a.nth, side.sign * a.amount
   FROM (SELECT customer, reference, invoice, COALESCE(instalment, 1) AS instalment, amount,
       row_number() OVER (PARTITION BY customer, reference_key(reference) ORDER BY invoice, instalment, file, "row")::int AS nth FROM mi_allocation) a
   JOIN mi_money m ON m.customer = a.customer AND reference_key(m.reference) = reference_key(a.reference) JOIN mi_invoice i ON i.number = a.invoice
   CROSS JOIN (VALUES ('receivable', -1), ('payment', 1)) AS side(item_kind, sign)`,
  `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation, amount, on_date, actor, role, request_id)
   SELECT p.posting, p.customer, p.currency, p.kind, p.item_kind, p.invoice, p.instalment, p.payment, p.allocation, p.amount, p.on_date, b.actor, b.role, b.request
   FROM mi_batch b, mi_posting p ORDER BY p.on_date, p.place, p.posting, p.item_kind DESC`,
  `INSERT INTO exposure (customer_number, kind, reference, amount)
   SELECT i.customer, 'invoice', w.invoice, sum(w.open) FROM mi_owed w JOIN mi_invoice i ON i.number = w.invoice GROUP BY 1, 3 HAVING sum(w.open) > 0
   UNION ALL SELECT customer, 'payment', id::text, -rest FROM mi_money WHERE customer IS NOT NULL AND rest > 0
   UNION ALL SELECT o.customer, 'order', o.number, t.open FROM mi_total t JOIN mi_order o ON o.number = t."order" WHERE t.open > 0`,
  `UPDATE customer c SET exposure = COALESCE((SELECT sum(x.amount) FROM exposure x WHERE x.customer_number = c.number), 0)
   WHERE c.number IN (SELECT customer FROM mi_party)`,
  `INSERT INTO audit_entry (on_date, actor, role, request_id, action, entity, entity_id, order_number, customer_number, after)
   SELECT b.as_of, b.actor, b.role, b.request, 'order.moved-in', 'order', o.number, o.number, o.customer_number,
     jsonb_build_object('gross', o.gross::text, 'stage', o.stage, 'lines', (SELECT count(*) FROM order_line l WHERE l.order_number = o.number))
   FROM mi_batch b JOIN sales_order o ON o.move_in_id = b.id ORDER BY o.received_on, o.number`,
];

/** Offers, before the orders that answer them. */
export const quotes: readonly string[] = [
  `INSERT INTO quote (number, customer_number, currency, status, revision, valid_until, lost_reason, accepted_on, accepted_reference, created_at, move_in_id)
   SELECT q.number, q.customer, y.currency, COALESCE(q.status, 'open'), 1, q.valid_until, CASE q.status WHEN 'lost' THEN COALESCE(q.lost_reason, 'moved in') END,
     CASE q.status WHEN 'accepted' THEN COALESCE(q.accepted_on, q.created_on) END, q.reference, ${moment('q.created_on')}, ${batch}
   FROM mi_quote q JOIN mi_party y ON y.customer = q.customer`,
  `INSERT INTO quote_revision (quote_number, revision, valid_until, payment_terms, freight, net, created_at)
   SELECT q.number, 1, q.valid_until, ${terms('q', 'y.payment_terms')}, COALESCE(q.freight, 0), COALESCE(q.freight, 0) + (
     SELECT sum(round(l.quantity * l.unit_price * (100 - COALESCE(l.discount_percent, 0)) * 0.01, ${digits('y.currency')})) FROM mi_quote_line l WHERE l.quote = q.number),
     ${moment('q.created_on')}
   FROM mi_quote q JOIN mi_party y ON y.customer = q.customer`,
  `INSERT INTO quote_line (quote_number, revision, line_no, product_number, quantity, unit_price, discount_percent, delivery_date)
   SELECT quote, 1, line_no, product, quantity, unit_price, COALESCE(discount_percent, 0), delivery_date FROM mi_quote_line`,
];

/** What it adds up to, as JSON. */
export const totals = `
  SELECT jsonb_build_object('asOf', b.as_of, 'openOrders', (SELECT count(*) FROM sales_order o WHERE o.move_in_id = b.id AND o.stage NOT IN ('settled', 'cancelled')),
    'stock', COALESCE((SELECT sum(quantity) FROM mi_stock), 0)::text,
    'money', COALESCE((SELECT jsonb_agg(jsonb_build_object('currency', m.currency, 'invoiced', round(m.invoiced, ${digits('m.currency')})::text, 'open', round(m.open, ${digits('m.currency')})::text, 'overdue', round(m.overdue, ${digits('m.currency')})::text, 'paid', round(m.paid, ${digits('m.currency')})::text,
        'unallocated', round(m.unallocated, ${digits('m.currency')})::text, 'ordered', round(m.ordered, ${digits('m.currency')})::text) ORDER BY m.currency) FROM (
      SELECT currency, sum(invoiced) AS invoiced, sum(open) AS open, sum(overdue) AS overdue, sum(paid) AS paid, sum(unallocated) AS unallocated, sum(ordered) AS ordered FROM (
        SELECT i.currency, r.amount AS invoiced, r.open, CASE WHEN r.due_date < b.as_of THEN r.open ELSE 0 END AS overdue, 0::numeric AS paid, 0::numeric AS unallocated, 0::numeric AS ordered
        FROM invoice i JOIN receivable r ON r.invoice_number = i.number WHERE i.move_in_id = b.id
        UNION ALL SELECT p.currency, 0, 0, 0, p.amount, p.unallocated, 0 FROM payment p WHERE p.move_in_id = b.id
        UNION ALL SELECT o.currency, 0, 0, 0, 0, 0, t.open FROM mi_total t JOIN sales_order o ON o.number = t."order") s GROUP BY 1) m), '[]')) AS totals
  FROM mi_batch b`;

/** Control totals of the other system that these are not; of `mi_said`: what, currency, total. */
export const controlChecks = `
  SELECT 'control-totals', c.file, c."row", 'total', 'control-differs', c.total::text, s.total::text
  FROM mi_control c LEFT JOIN mi_said s ON s.what = c.what AND COALESCE(s.currency, '') = COALESCE(c.currency, CASE WHEN s.currency IS NULL THEN '' ELSE (SELECT our_currency FROM mi_batch) END)
  WHERE c.total IS DISTINCT FROM s.total`;

export const said = `
  CREATE TEMP TABLE mi_said ON COMMIT DROP AS
  SELECT 'customers' AS what, NULL::text AS currency, count(*)::numeric AS total FROM mi_customer
  UNION ALL SELECT 'products', NULL, count(*) FROM mi_product UNION ALL SELECT 'quotes', NULL, count(*) FROM mi_quote
  UNION ALL SELECT 'orders', NULL, count(*) FROM mi_order WHERE NOT own UNION ALL SELECT 'invoices', NULL, count(*) FROM mi_invoice
  UNION ALL SELECT 'stock', NULL, COALESCE(sum(quantity), 0) FROM mi_stock
  UNION ALL SELECT v.what, m ->> 'currency', (m ->> v.what)::numeric FROM jsonb_array_elements($1::jsonb) AS m, (VALUES ('open'), ('overdue'), ('unallocated')) AS v(what)`;
