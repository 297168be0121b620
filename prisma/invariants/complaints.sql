-- What customers complain of, and what became of it.
WITH part AS (
  SELECT c.number, c.order_number, l.line_no, l.quantity, l.restocked, l.scrapped
  FROM complaint c JOIN complaint_line l ON l.complaint_number = c.number
)

-- invariant: complaint-of-its-order
-- A complaint is of the customer of its order, of a delivery and an invoice of that order, and of lines that it has.
SELECT c.number, c.customer_number, o.customer_number AS of_order, c.delivery_number, c.invoice_number FROM complaint c
LEFT JOIN sales_order o ON o.number = c.order_number
WHERE c.customer_number IS DISTINCT FROM o.customer_number
  OR c.delivery_number IS NOT NULL AND NOT EXISTS (SELECT FROM delivery d WHERE d.number = c.delivery_number AND d.order_number = c.order_number)
  OR c.invoice_number IS NOT NULL AND NOT EXISTS (SELECT FROM invoice i WHERE i.number = c.invoice_number AND i.customer_number = c.customer_number)
  OR EXISTS (SELECT FROM part p WHERE p.number = c.number AND NOT EXISTS (
    SELECT FROM order_line l WHERE l.order_number = p.order_number AND l.line_no = p.line_no))

-- invariant: complaint-outcome-on-record
-- A complaint that ended in a credit note names one of its customer; one that ended in goods has lines of its order delivered
-- again; no other has either.
SELECT c.number, c.outcome, c.credit_note, i.kind, r.lines FROM complaint c
LEFT JOIN invoice i ON i.number = c.credit_note AND i.customer_number = c.customer_number
LEFT JOIN (SELECT replaces, order_number, count(*) AS lines FROM order_line WHERE replaces IS NOT NULL GROUP BY 1, 2) r
  ON r.replaces = c.number AND r.order_number = c.order_number
WHERE (c.outcome IS NOT DISTINCT FROM 'credit-note') <> (i.kind IS NOT DISTINCT FROM 'credit-note')
  OR (c.outcome IS NOT DISTINCT FROM 'replacement') <> (r.lines IS NOT NULL)

-- invariant: replacement-of-complaint
-- A line that is delivered again is of a complaint of its order, and costs nothing.
SELECT l.order_number, l.line_no, l.replaces, l.net FROM order_line l LEFT JOIN complaint c ON c.number = l.replaces
WHERE l.replaces IS NOT NULL AND (c.order_number IS DISTINCT FROM l.order_number OR l.net <> 0 OR l.unit_price <> 0)

-- invariant: order-line-returned
-- What of an order line came back is what its complaints took back, into stock or written off, and never more than was delivered.
SELECT order_number, line_no, l.returned, p.back, l.delivered FROM order_line l
FULL JOIN (SELECT order_number, line_no, sum(restocked + scrapped) AS back FROM part GROUP BY 1, 2) p USING (order_number, line_no)
WHERE l.returned IS DISTINCT FROM COALESCE(p.back, 0) OR l.returned > l.delivered

-- invariant: complaint-in-worklist
-- A complaint has a line in the worklist while somebody has something to do about it, and none after.
SELECT c.number, c.status, w.status AS line FROM complaint c LEFT JOIN work_item w ON w.id = 'complaint:' || c.number
WHERE (c.ended_on IS NULL) <> (w.status IS NOT DISTINCT FROM 'open')

-- invariant: reserves-complained-of
-- What stands as a reserve on a proof of receipt has its complaint, since complaints are kept.
SELECT d.number, d.reserves FROM delivery d
WHERE d.reserves IS NOT NULL AND d.move_in_id IS NULL AND NOT EXISTS (SELECT FROM complaint c WHERE c.source = 'proof:' || d.number)
  AND d.received_at >= (SELECT min(finished_at) FROM _prisma_migrations WHERE migration_name LIKE '%\_complaints')

-- invariant: complaint-file-kept
-- A file of a complaint is kept byte by byte as it came.
SELECT id, complaint_number, size, sha256 FROM complaint_file
WHERE encode(sha256(content), 'hex') <> sha256 OR octet_length(content) <> size
