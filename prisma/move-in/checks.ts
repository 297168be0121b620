/**
 * What makes a set of rows one that cannot be taken, each a query of the rows at fault: kind, file, row, field, fault, what is
 * there, what was expected. `mi_batch` has one row: id, as_of.
 */

const asOf = '(SELECT as_of FROM mi_batch)';

type Key = { readonly kind: string; readonly table: string; readonly field: string; readonly key: string };

const keys: readonly Key[] = [
  { kind: 'customers', table: 'mi_customer', field: 'number', key: 'number' },
  { kind: 'contacts', table: 'mi_contact', field: 'code', key: "customer || ' ' || code" },
  { kind: 'addresses', table: 'mi_address', field: 'code', key: "customer || ' ' || code" },
  { kind: 'products', table: 'mi_product', field: 'number', key: 'lower(number)' },
  { kind: 'stock', table: 'mi_stock', field: 'product', key: 'product' },
  { kind: 'prices', table: 'mi_price', field: 'product', key: 'product' },
  { kind: 'quotes', table: 'mi_quote', field: 'number', key: 'number' },
  { kind: 'quote-lines', table: 'mi_quote_line', field: 'lineNo', key: "quote || ' ' || line_no" },
  { kind: 'orders', table: 'mi_order', field: 'number', key: 'number' },
  { kind: 'order-lines', table: 'mi_order_line', field: 'lineNo', key: '"order" || \' \' || line_no' },
  { kind: 'deliveries', table: 'mi_delivery', field: 'number', key: 'number' },
  { kind: 'delivery-lines', table: 'mi_delivery_line', field: 'lineNo', key: "delivery || ' ' || line_no" },
  { kind: 'invoices', table: 'mi_invoice', field: 'number', key: 'number' },
  { kind: 'invoice-lines', table: 'mi_invoice_line', field: 'lineNo', key: "invoice || ' ' || line_no" },
  { kind: 'instalments', table: 'mi_instalment', field: 'instalment', key: "invoice || ' ' || instalment" },
  {
    kind: 'payments',
    table: 'mi_payment',
    field: 'reference',
    key: "COALESCE(customer, '') || ' ' || reference_key(reference)",
  },
];

const twice = keys.map(
  ({ kind, table, field, key }) => `
  SELECT '${kind}', file, "row", '${field}', 'twice', value, NULL
  FROM (SELECT file, "row", ${key} AS value, row_number() OVER (PARTITION BY ${key} ORDER BY file, "row") AS place FROM ${table}) t WHERE place > 1`,
);

type There = Key & { readonly existing: string };

const there: readonly There[] = [
  {
    kind: 'customers',
    table: 'mi_customer',
    field: 'number',
    key: 's.number',
    existing: 'customer e ON e.number = s.number',
  },
  {
    kind: 'contacts',
    table: 'mi_contact',
    field: 'code',
    key: 's.code',
    existing: 'customer_contact e ON e.customer_number = s.customer AND e.code = s.code',
  },
  {
    kind: 'addresses',
    table: 'mi_address',
    field: 'code',
    key: 's.code',
    existing: 'customer_address e ON e.customer_number = s.customer AND e.code = s.code',
  },
  {
    kind: 'products',
    table: 'mi_product',
    field: 'number',
    key: 's.number',
    existing: 'product e ON lower(e.number) = lower(s.number)',
  },
  { kind: 'quotes', table: 'mi_quote', field: 'number', key: 's.number', existing: 'quote e ON e.number = s.number' },
  {
    kind: 'orders',
    table: 'mi_order',
    field: 'number',
    key: 's.number',
    existing: 'sales_order e ON e.number = s.number',
  },
  {
    kind: 'deliveries',
    table: 'mi_delivery',
    field: 'number',
    key: 's.number',
    existing: 'delivery e ON e.number = s.number',
  },
  {
    kind: 'invoices',
    table: 'mi_invoice',
    field: 'number',
    key: 's.number',
    existing: 'invoice e ON e.number = s.number',
  },
  {
    kind: 'payments',
    table: 'mi_payment',
    field: 'reference',
    key: 's.reference',
    existing:
      "payment e ON COALESCE(e.customer_number, '') = COALESCE(s.customer, '') AND reference_key(e.reference) = reference_key(s.reference)",
  },
];

const alreadyThere = there.map(
  ({ kind, table, field, key, existing }) => `
  SELECT '${kind}', s.file, s."row", '${field}', 'already-there', ${key}, NULL FROM ${table} s JOIN ${existing}`,
);

/** What a number of ours looks like: one made later must never be one that was moved in. */
const ours = [
  ['quotes', 'mi_quote', "'^DE-'"],
  ['orders', 'mi_order', "'^SO-'"],
  ['deliveries', 'mi_delivery', "'^BL-'"],
  ['invoices', 'mi_invoice', "(SELECT '^(' || string_agg(prefix, '|') || ')-' FROM invoice_series)"],
].map(
  ([kind, table, prefix]) => `
  SELECT '${kind}', file, "row", 'number', 'number-of-ours', number, NULL FROM ${table}
  WHERE number ~ (${prefix} || '[0-9]{4}-[0-9]{6,9}$')`,
);

type Reference = {
  readonly kind: string;
  readonly table: string;
  readonly field: string;
  readonly column: string;
  readonly fault: string;
  readonly known: string;
};

const customer = 'SELECT number FROM mi_customer UNION ALL SELECT number FROM customer';
const product = 'SELECT number FROM mi_product UNION ALL SELECT number FROM product';
const of = (kind: string, table: string, field: string, fault: string, known: string): Reference => ({
  kind,
  table,
  field,
  column: `"${field}"`,
  fault,
  known,
});

const references: readonly Reference[] = [
  of('customers', 'mi_customer', 'parent', 'unknown-customer', customer),
  of('customers', 'mi_customer', 'payer', 'unknown-customer', customer),
  of('contacts', 'mi_contact', 'customer', 'unknown-customer', customer),
  of('addresses', 'mi_address', 'customer', 'unknown-customer', customer),
  of('quotes', 'mi_quote', 'customer', 'unknown-customer', customer),
  of('orders', 'mi_order', 'customer', 'unknown-customer', customer),
  of('invoices', 'mi_invoice', 'customer', 'unknown-customer', customer),
  of('payments', 'mi_payment', 'customer', 'unknown-customer', customer),
  of('customers', 'mi_customer', 'salesperson', 'unknown-salesperson', 'SELECT id FROM principal'),
  of('orders', 'mi_order', 'salesperson', 'unknown-salesperson', 'SELECT id FROM principal'),
  of('stock', 'mi_stock', 'product', 'unknown-product', 'SELECT number FROM mi_product'),
  of('prices', 'mi_price', 'product', 'unknown-product', 'SELECT number FROM mi_product'),
  of('quote-lines', 'mi_quote_line', 'product', 'unknown-product', product),
  of('order-lines', 'mi_order_line', 'product', 'unknown-product', product),
  of('quote-lines', 'mi_quote_line', 'quote', 'unknown-quote', 'SELECT number FROM mi_quote'),
  of('orders', 'mi_order', 'quote', 'unknown-quote', 'SELECT number FROM mi_quote UNION ALL SELECT number FROM quote'),
  of('order-lines', 'mi_order_line', 'order', 'unknown-order', 'SELECT number FROM mi_order'),
  of('deliveries', 'mi_delivery', 'order', 'unknown-order', 'SELECT number FROM mi_order'),
  of('invoices', 'mi_invoice', 'order', 'unknown-order', 'SELECT number FROM mi_order'),
  of('delivery-lines', 'mi_delivery_line', 'delivery', 'unknown-delivery', 'SELECT number FROM mi_delivery'),
  of('invoice-lines', 'mi_invoice_line', 'invoice', 'unknown-invoice', 'SELECT number FROM mi_invoice'),
  of('instalments', 'mi_instalment', 'invoice', 'unknown-invoice', 'SELECT number FROM mi_invoice'),
  of('allocations', 'mi_allocation', 'invoice', 'unknown-invoice', 'SELECT number FROM mi_invoice'),
];

const dangling = references.map(
  ({ kind, table, field, column, fault, known }) => `
  SELECT '${kind}', file, "row", '${field}', '${fault}', ${column}, NULL FROM ${table} s
  WHERE ${column} IS NOT NULL AND ${column} NOT IN (${known})`,
);

/** What is wrong with a row by itself, or with what it names; asked first. */
export const rowChecks: readonly string[] = [
  ...twice,
  ...alreadyThere,
  ...ours,
  ...dangling,
  `SELECT 'customers', file, "row", 'number', 'no-contact', number, NULL FROM mi_customer c
   WHERE NOT EXISTS (SELECT FROM mi_contact t WHERE t.customer = c.number AND t.email IS NOT NULL AND t.role IN ('orders', 'invoices'))`,
  `SELECT 'products', file, "row", 'listPrice', 'no-price', number, NULL FROM mi_product p
   WHERE list_price IS NULL AND NOT EXISTS (SELECT FROM mi_price x WHERE x.product = p.number)`,
  `SELECT 'delivery-lines', l.file, l."row", 'lineNo', 'unknown-line', l.line_no::text, NULL
   FROM mi_delivery_line l JOIN mi_delivery d ON d.number = l.delivery
   LEFT JOIN mi_order_line o ON o."order" = d."order" AND o.line_no = l.line_no WHERE o.line_no IS NULL`,
  `SELECT 'invoice-lines', l.file, l."row", 'lineNo', 'unknown-line', l.line_no::text, NULL
   FROM mi_invoice_line l JOIN mi_invoice i ON i.number = l.invoice
   LEFT JOIN mi_order_line o ON o."order" = i."order" AND o.line_no = l.line_no WHERE i."order" IS NOT NULL AND o.line_no IS NULL`,
  `SELECT 'allocations', a.file, a."row", 'reference', 'unknown-payment', a.reference, NULL FROM mi_allocation a
   WHERE NOT EXISTS (SELECT FROM mi_payment p WHERE p.customer = a.customer AND reference_key(p.reference) = reference_key(a.reference))`,
  `SELECT 'allocations', a.file, a."row", 'instalment', 'unknown-instalment', COALESCE(a.instalment, 1)::text, NULL
   FROM mi_allocation a JOIN mi_invoice i ON i.number = a.invoice
   WHERE COALESCE(a.instalment, 1) <> 1 AND NOT EXISTS (SELECT FROM mi_instalment t WHERE t.invoice = a.invoice AND t.instalment = a.instalment)`,
  ...[
    ['orders', 'mi_order', 'order'],
    ['quotes', 'mi_quote', 'quote'],
  ].map(
    ([kind, table, name]) => `SELECT '${kind}', file, "row", 'number', 'no-lines', number, NULL FROM ${table} o
   WHERE NOT EXISTS (SELECT FROM ${table}_line l WHERE l."${name}" = o.number)`,
  ),
  `SELECT 'deliveries', file, "row", 'number', 'no-lines', number, NULL FROM mi_delivery o
   WHERE NOT EXISTS (SELECT FROM mi_delivery_line l WHERE l.delivery = o.number)`,
  `SELECT 'invoices', file, "row", 'number', 'no-lines', number, NULL FROM mi_invoice o
   WHERE "order" IS NOT NULL AND NOT EXISTS (SELECT FROM mi_invoice_line l WHERE l.invoice = o.number)`,
  `SELECT 'invoices', i.file, i."row", 'customer', 'other-customer', i.customer, o.customer
   FROM mi_invoice i JOIN mi_order o ON o.number = i."order" WHERE o.customer <> i.customer`,
  `SELECT 'allocations', a.file, a."row", 'invoice', 'other-customer', i.customer, a.customer
   FROM mi_allocation a JOIN mi_invoice i ON i.number = a.invoice WHERE a.customer <> i.customer`,
  `SELECT 'orders', o.file, o."row", 'quote', 'other-customer', q.customer, o.customer
   FROM mi_order o JOIN mi_quote q ON q.number = o.quote WHERE q.customer <> o.customer`,
  ...[
    ['quotes', 'mi_quote', 'createdOn', 'created_on'],
    ['orders', 'mi_order', 'receivedOn', 'received_on'],
    ['deliveries', 'mi_delivery', 'departedOn', 'departed_on'],
    ['deliveries', 'mi_delivery', 'deliveredOn', 'delivered_on'],
    ['invoices', 'mi_invoice', 'issueDate', 'issue_date'],
    ['invoices', 'mi_invoice', 'paidOn', 'paid_on'],
    ['invoices', 'mi_invoice', 'lastLetterOn', 'last_letter_on'],
    ['instalments', 'mi_instalment', 'lastLetterOn', 'last_letter_on'],
    ['payments', 'mi_payment', 'date', 'date'],
  ].map(
    ([kind, table, field, column]) =>
      `SELECT '${kind}', file, "row", '${field}', 'day-to-come', ${column}::text, ${asOf}::text FROM ${table} WHERE ${column} > ${asOf}`,
  ),
  `SELECT 'deliveries', d.file, d."row", 'departedOn', 'day-before', d.departed_on::text, o.received_on::text
   FROM mi_delivery d JOIN mi_order o ON o.number = d."order" WHERE d.departed_on < o.received_on`,
  `SELECT 'deliveries', file, "row", 'deliveredOn', 'day-before', delivered_on::text, departed_on::text FROM mi_delivery WHERE delivered_on < departed_on`,
  `SELECT 'invoices', file, "row", 'dueDate', 'day-before', due_date::text, issue_date::text FROM mi_invoice WHERE due_date < issue_date`,
  `SELECT 'instalments', t.file, t."row", 'dueDate', 'day-before', t.due_date::text, i.issue_date::text
   FROM mi_instalment t JOIN mi_invoice i ON i.number = t.invoice WHERE t.due_date < i.issue_date`,
  `SELECT 'invoices', file, "row", 'dueDate', 'no-due-date', NULL, NULL FROM mi_invoice i
   WHERE due_date IS NULL AND NOT EXISTS (SELECT FROM mi_instalment t WHERE t.invoice = i.number)`,
  ...[
    ['customers', 'mi_customer'],
    ['quotes', 'mi_quote'],
    ['orders', 'mi_order'],
  ].flatMap(([kind, table]) => [
    `SELECT '${kind}', file, "row", 'termsDay', 'no-terms-day', terms_kind, NULL FROM ${table}
     WHERE terms_kind IS NOT NULL AND (terms_kind = 'day-of-month') <> (terms_day IS NOT NULL)`,
    `SELECT '${kind}', file, "row", 'termsReading', 'no-such-reading', terms_reading, terms_kind FROM ${table}
     WHERE terms_kind = 'end-of-month' AND terms_reading = 'days-then-day'`,
  ]),
  ...[
    ['invoices', 'mi_invoice'],
    ['instalments', 'mi_instalment'],
  ].flatMap(([kind, table]) => [
    `SELECT '${kind}', file, "row", 'lastLetterOn', 'level-without-day', level, NULL FROM ${table} WHERE (level IS NULL) <> (last_letter_on IS NULL)`,
    `SELECT '${kind}', file, "row", 'level', 'unknown-level', level, NULL FROM ${table} WHERE level IS NOT NULL
     AND level NOT IN (SELECT l ->> 'level' FROM policy, jsonb_array_elements(body -> 'levels') AS l WHERE kind = 'dunning')`,
  ]),
];

const state = `
  (SELECT l."order", l.line_no, l.file, l."row", l.quantity, l.delivered AS said_delivered, l.invoiced AS said_invoiced,
    COALESCE(d.quantity, 0) AS delivered, COALESCE(i.quantity, 0) AS invoiced, o.status
   FROM mi_order_line l JOIN mi_order o ON o.number = l."order"
   LEFT JOIN (SELECT d."order", n.line_no, sum(n.quantity) AS quantity FROM mi_delivery d JOIN mi_delivery_line n ON n.delivery = d.number GROUP BY 1, 2) d
     ON d."order" = l."order" AND d.line_no = l.line_no
   LEFT JOIN (SELECT i."order", n.line_no, sum(n.quantity) AS quantity FROM mi_invoice i JOIN mi_invoice_line n ON n.invoice = i.number GROUP BY 1, 2) i
     ON i."order" = l."order" AND i.line_no = l.line_no)`;

/** What every invoice owes by one day, its instalments or all of it. */
export const owed = `
  (SELECT 'instalments' AS kind, t.file, t."row", t.invoice, t.instalment, t.due_date, t.amount, t.open, t.paid_on, t.level, t.last_letter_on FROM mi_instalment t
   UNION ALL SELECT 'invoices', i.file, i."row", i.number, 1, i.due_date, i.gross, i.open, i.paid_on, i.level, i.last_letter_on FROM mi_invoice i
   WHERE NOT EXISTS (SELECT FROM mi_instalment t WHERE t.invoice = i.number))`;

const allocated = `
  (SELECT invoice, COALESCE(instalment, 1) AS instalment, sum(amount) AS amount FROM mi_allocation GROUP BY 1, 2)`;

/** What does not add up; asked of rows that name what is there. */
export const sumChecks: readonly string[] = [
  `SELECT 'order-lines', file, "row", 'quantity', 'above-ordered', delivered::text, quantity::text FROM ${state} s WHERE delivered > quantity`,
  `SELECT 'order-lines', file, "row", 'quantity', 'above-delivered', invoiced::text, delivered::text FROM ${state} s WHERE invoiced > delivered AND delivered <= quantity`,
  `SELECT 'order-lines', file, "row", 'delivered', 'delivered-differs', said_delivered::text, delivered::text FROM ${state} s WHERE said_delivered <> delivered`,
  `SELECT 'order-lines', file, "row", 'invoiced', 'invoiced-differs', said_invoiced::text, invoiced::text FROM ${state} s WHERE said_invoiced <> invoiced`,
  `SELECT DISTINCT 'orders', o.file, o."row", 'status', 'ended-and-delivered', o.status, NULL
   FROM mi_order o JOIN ${state} s ON s."order" = o.number WHERE o.status = 'cancelled' AND s.delivered > 0`,
  `SELECT 'invoices', i.file, i."row", 'net', 'net-differs', i.net::text, (sum(l.net) + COALESCE(i.freight, 0))::text
   FROM mi_invoice i JOIN mi_invoice_line l ON l.invoice = i.number GROUP BY i.file, i."row", i.net, i.freight, i.number
   HAVING sum(l.net) + COALESCE(i.freight, 0) <> i.net`,
  `SELECT 'invoices', file, "row", 'gross', 'gross-differs', gross::text, (net + vat)::text FROM mi_invoice WHERE gross <> net + vat`,
  `SELECT 'invoices', i.file, i."row", 'gross', 'instalments-differ', i.gross::text, sum(t.amount)::text
   FROM mi_invoice i JOIN mi_instalment t ON t.invoice = i.number GROUP BY i.file, i."row", i.gross, i.number HAVING sum(t.amount) <> i.gross`,
  `SELECT w.kind, w.file, w."row", 'open', 'open-differs', w.open::text, (w.amount - COALESCE(a.amount, 0))::text
   FROM ${owed} w LEFT JOIN ${allocated} a ON a.invoice = w.invoice AND a.instalment = w.instalment
   WHERE w.open > w.amount OR COALESCE(a.amount, 0) > w.amount
     OR (a.amount IS NOT NULL AND w.open IS NOT NULL AND w.open <> w.amount - a.amount)
     OR (w.open IS NOT NULL AND w.open < w.amount AND a.amount IS NULL AND w.paid_on IS NULL)`,
  `SELECT 'payments', p.file, p."row", 'amount', 'above-payment', sum(a.amount)::text, p.amount::text
   FROM mi_payment p JOIN mi_allocation a ON a.customer = p.customer AND reference_key(a.reference) = reference_key(p.reference)
   GROUP BY p.file, p."row", p.amount HAVING sum(a.amount) > p.amount`,
  `SELECT 'payments', p.file, p."row", 'unallocated', 'open-differs', p.unallocated::text, (p.amount - COALESCE(sum(a.amount), 0))::text
   FROM mi_payment p LEFT JOIN mi_allocation a ON a.customer = p.customer AND reference_key(a.reference) = reference_key(p.reference)
   WHERE p.unallocated IS NOT NULL GROUP BY p.file, p."row", p.amount, p.unallocated
   HAVING p.unallocated <> p.amount - COALESCE(sum(a.amount), 0) AND COALESCE(sum(a.amount), 0) <= p.amount`,
];

/** What shows only once the rows are in their tables. */
export const insertedChecks: readonly string[] = [
  // What goes on here charges a delivery whole.
  `SELECT 'deliveries', d.file, d."row", 'number', 'partly-invoiced', sum(n.invoiced)::text, sum(n.quantity)::text
   FROM mi_delivery d JOIN delivery_line n ON n.delivery_number = d.number GROUP BY d.file, d."row", d.number
   HAVING sum(n.invoiced) NOT IN (0, sum(n.quantity))`,
  `SELECT 'orders', o.file, o."row", 'gross', 'gross-differs', o.gross::text, s.gross::text
   FROM mi_order o JOIN sales_order s ON s.number = o.number WHERE o.gross <> s.gross`,
  `SELECT 'order-lines', l.file, l."row", 'product', 'no-vat-rate', l.product, NULL
   FROM mi_order_line l JOIN order_line s ON s.order_number = l."order" AND s.line_no = l.line_no WHERE s.vat_category = '?'`,
  `SELECT 'payments', p.file, p."row", 'currency', 'other-currency', p.currency, c.currency
   FROM mi_payment p JOIN customer c ON c.number = p.customer WHERE p.currency <> c.currency`,
  `SELECT 'order-lines', l.file, l."row", 'product', 'other-currency', p.currency, c.currency
   FROM mi_order_line l JOIN mi_order o ON o.number = l."order" JOIN customer c ON c.number = o.customer JOIN product p ON p.number = l.product
   WHERE p.currency <> c.currency`,
];
