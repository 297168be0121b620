-- Goods: what came in, what is kept for whom, what went out.
WITH received AS (
  SELECT product_number, sum(quantity) AS quantity FROM stock_receipt_line GROUP BY 1
), delivered AS (
  SELECT product_number, sum(quantity) AS quantity FROM delivery_line l JOIN delivery d ON d.number = l.delivery_number AND d.move_in_id IS NULL GROUP BY 1
), back AS (
  SELECT o.product_number, sum(c.restocked) AS quantity FROM complaint_line c JOIN complaint p ON p.number = c.complaint_number
  JOIN order_line o ON o.order_number = p.order_number AND o.line_no = c.line_no GROUP BY 1
), reserved AS (
  SELECT product_number, sum(allocated) AS quantity, count(*) FILTER (WHERE waiting AND NOT c.credit_stop) AS waiting
  FROM order_line l JOIN sales_order o ON o.number = l.order_number JOIN customer c ON c.number = o.customer_number GROUP BY 1
)

-- invariant: stock-on-hand
-- On hand is what there was at first, plus what was received and what came back fit for sale, less what was delivered.
SELECT product_number, s.opening, r.quantity AS received, b.quantity AS back, d.quantity AS delivered, s.on_hand
FROM stock s FULL JOIN received r USING (product_number) FULL JOIN delivered d USING (product_number) FULL JOIN back b USING (product_number)
WHERE s.on_hand IS DISTINCT FROM s.opening + COALESCE(r.quantity, 0) + COALESCE(b.quantity, 0) - COALESCE(d.quantity, 0) OR s.on_hand IS NULL

-- invariant: stock-allocated
-- Allocated is what the lines of orders reserve, never negative and never more than is on hand.
SELECT product_number, s.on_hand, s.allocated, r.quantity AS reserved
FROM stock s FULL JOIN reserved r USING (product_number)
WHERE COALESCE(s.allocated, 0) <> COALESCE(r.quantity, 0) OR s.allocated < 0 OR s.allocated > s.on_hand

-- invariant: stock-not-idle
-- No goods lie free while an order waits for them that no credit stop holds.
SELECT product_number, s.on_hand - s.allocated AS free, r.waiting
FROM stock s JOIN reserved r USING (product_number) WHERE s.on_hand > s.allocated AND r.waiting > 0
