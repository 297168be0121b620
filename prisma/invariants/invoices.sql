-- Invoices against what was delivered and ordered, and their numbers.
WITH invoiced AS (
  SELECT i.delivery_number, l.line_no, count(*) AS lines, sum(l.quantity) AS quantity, max(l.product_number) AS product_number
  FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number GROUP BY 1, 2
)

-- invariant: delivery-invoiced-once
-- Each line of an invoiced delivery stands on exactly one invoice line, with the same product and quantity, and nothing else does.
SELECT COALESCE(d.delivery_number, i.delivery_number) AS delivery, COALESCE(d.line_no, i.line_no) AS line_no,
  d.quantity AS delivered, i.quantity AS invoiced, COALESCE(i.lines, 0) AS invoice_lines
FROM (SELECT l.* FROM delivery_line l JOIN invoice v ON v.delivery_number = l.delivery_number) d
FULL JOIN invoiced i ON i.delivery_number = d.delivery_number AND i.line_no = d.line_no
WHERE i.lines IS DISTINCT FROM 1 OR i.quantity IS DISTINCT FROM d.quantity OR i.product_number IS DISTINCT FROM d.product_number

-- invariant: invoice-of-its-order
-- An invoice is of the order and the customer of its delivery, in the order's currency.
SELECT i.number, i.order_number, i.customer_number, i.currency, d.order_number AS delivered_order,
  o.customer_number AS order_customer, o.currency AS order_currency
FROM invoice i LEFT JOIN delivery d ON d.number = i.delivery_number LEFT JOIN sales_order o ON o.number = d.order_number
WHERE (i.order_number, i.customer_number, i.currency) IS DISTINCT FROM (d.order_number, o.customer_number, o.currency)

-- invariant: invoice-as-ordered
-- Prices, discounts and VAT rates are invoiced as they were ordered.
SELECT i.number, l.line_no, l.unit_price, l.discount_percent, l.vat_rate,
  o.unit_price AS ordered_price, o.discount_percent AS ordered_discount, o.vat_rate AS ordered_rate
FROM invoice i JOIN invoice_line l ON l.invoice_number = i.number
LEFT JOIN order_line o ON o.order_number = i.order_number AND o.line_no = l.line_no
WHERE (l.unit_price, l.discount_percent, l.vat_rate) IS DISTINCT FROM (o.unit_price, o.discount_percent, o.vat_rate)

-- invariant: freight-invoiced-once
-- The freight of an order is on its first invoice, whole, and on no other.
SELECT i.order_number, o.freight, array_agg(i.freight ORDER BY i.sequence) AS invoiced
FROM (SELECT *, row_number() OVER (PARTITION BY order_number ORDER BY series, sequence) AS place FROM invoice) i
JOIN sales_order o ON o.number = i.order_number
GROUP BY i.order_number, o.freight
HAVING bool_or(i.freight <> CASE WHEN i.place = 1 THEN o.freight ELSE 0 END)

-- invariant: invoice-numbers
-- The numbers of a series begin at 1 and have no gap and no double; the series knows the last.
SELECT COALESCE(i.series, s.key) AS series, i.invoices, i.first, i.last, s.last AS series_last
FROM (SELECT series, count(DISTINCT sequence) AS invoices, count(*) AS rows, min(sequence) AS first, max(sequence) AS last,
    bool_or(number <> series || '-' || lpad(sequence::text, GREATEST(6, length(sequence::text)), '0')) AS misnamed
  FROM invoice GROUP BY series) i
FULL JOIN (SELECT * FROM series WHERE last > 0) s ON s.key = i.series
WHERE i.first IS DISTINCT FROM 1 OR i.last IS DISTINCT FROM s.last OR i.invoices <> i.last OR i.rows <> i.invoices OR i.misnamed

-- invariant: invoice-dates
-- Within a series a later number never has an earlier date, the series knows the last date, and nothing is due before it is issued.
SELECT number, issue_date, due_date, before, last_date FROM (
  SELECT i.number, i.issue_date, i.due_date, s.last_date, lag(i.issue_date) OVER (PARTITION BY i.series ORDER BY i.sequence) AS before
  FROM invoice i LEFT JOIN series s ON s.key = i.series) dated
WHERE before > issue_date OR issue_date > last_date OR last_date IS NULL OR due_date < issue_date
