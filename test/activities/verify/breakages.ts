/**
 * One way to break each invariant, as statements of a superuser without the walls of constraints and triggers. A name
 * that `encours verify` does not know, or knows and is not here, fails the test.
 */
const without = (table: string, constraint: string): string => `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`;
const aMail = (kind: string, status: string): string =>
  `id = (SELECT min(id) FROM outgoing WHERE kind = '${kind}' AND status = '${status}')`;
const anOrder = (stage: string): string => `(SELECT min(number) FROM sales_order WHERE stage = '${stage}')`;
const theFirstOf = (kind: string): string => `id = (SELECT min(id) FROM document WHERE kind = '${kind}')`;
/** A letter that was sent before the last cent of its invoice. */
const aLetterOfAPaidInvoice = `(SELECT min(m.id) FROM outgoing m JOIN dunning_step s ON s.letter_id = m.id
  JOIN receivable r ON r.invoice_number = s.invoice_number AND r.instalment = s.instalment WHERE r.open = 0 AND m.status = 'SENT')`;

/** The last invoice taken away with its document and its link, and its series set back: no number is missing. */
const cutOff = [
  ...['document', 'invoice_link', 'invoice'].map(
    (table) => `DELETE FROM ${table} WHERE number = (SELECT max(number) FROM invoice WHERE kind = 'invoice')`,
  ),
  `UPDATE series SET (last, last_date) = (SELECT max(sequence), max(issue_date) FROM invoice WHERE series = key)`,
];
/** The first two numbers exchanged, as a document or an invoice bears them. */
const exchangedIn = (table: string, which: string): readonly string[] =>
  [
    ['1', 'X'],
    ['2', '1'],
    ['X', '2'],
  ].map(
    ([from, to]) =>
      `UPDATE ${table} SET number = left(number, -1) || '${to}' WHERE number LIKE '%-00000${from}' AND ${which}`,
  );
/** A message, as whole as its content is. */
const aMessageOf = (order: string, content: string): string =>
  `INSERT INTO order_message (order_number, customer_number, reference, facts, beside, sha256, content, received_at, received_by, request_id)
   SELECT number, customer_number, 'PO-9', '{"reference": "PO-9"}', '[]', encode(sha256('whole'), 'hex'), '${content}', now(), 'sales', 'r'
   FROM sales_order WHERE number = ${order}`;

export const breakages: Readonly<Record<string, readonly string[]>> = {
  'order-line-quantities': [
    without('order_line', 'order_line_quantities'),
    `UPDATE order_line SET cancelled = 1 WHERE order_number = ${anOrder('settled')} AND line_no = 1`,
  ],
  'order-line-delivered': [
    without('order_line', 'order_line_quantities'),
    `UPDATE order_line SET delivered = delivered - 1 WHERE order_number = ${anOrder('settled')} AND line_no = 1`,
  ],
  'order-line-cancelled': [
    `DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry WHERE action = 'order.cancelled' AND after ? 'lines')`,
  ],
  'order-versions-on-record': [
    `UPDATE audit_entry SET before = jsonb_set(before, '{lines,0,net}', '"0.00"') WHERE action = 'order.amended'`,
  ],
  'order-line-invoiced': [`UPDATE order_line SET invoiced = 0 WHERE invoiced > 0`],
  'delivery-numbering': [`UPDATE delivery SET sequence = 3 WHERE sequence = 2`],
  'delivery-status': [
    without('delivery', 'delivery_status'),
    `UPDATE delivery SET delivered_on = NULL WHERE status = 'proved'`,
  ],
  'order-line-waiting': [`UPDATE order_line SET waiting = false WHERE waiting`],
  'order-stage-fits-lines': [`UPDATE sales_order SET stage = 'in-delivery' WHERE number = ${anOrder('settled')}`],
  'closed-order-holds-nothing': [
    without('order_line', 'order_line_quantities'),
    `UPDATE order_line SET allocated = 1 WHERE order_number = ${anOrder('refused')}`,
  ],
  'closed-order-is-finished': [
    `UPDATE receivable SET settled_on = NULL WHERE invoice_number IN
       (SELECT number FROM invoice WHERE order_number = ${anOrder('settled')})`,
  ],
  'order-message-kept': [
    `UPDATE sales_order SET origin = 'edi' WHERE number = ${anOrder('settled')}`,
    aMessageOf(anOrder('settled'), 'whole, once'),
  ],
  'complaint-of-its-order': [`UPDATE complaint SET customer_number = 'TARDIVE' WHERE customer_number = 'MAISON'`],
  'complaint-outcome-on-record': [`UPDATE order_line SET replaces = NULL WHERE replaces IS NOT NULL`],
  'replacement-of-complaint': [`UPDATE order_line SET replaces = 'RCL-2026-999999' WHERE replaces IS NOT NULL`],
  'order-line-returned': [`UPDATE complaint_line SET scrapped = 0 WHERE scrapped > 0`],
  'complaint-in-worklist': [`UPDATE work_item SET status = 'done' WHERE kind = 'complaint' AND status = 'open'`],
  'reserves-complained-of': [
    `UPDATE delivery SET reserves = 'one is wet', received_at = now() + interval '1 day' WHERE status = 'proved' AND reserves IS NULL`,
  ],
  'complaint-file-kept': [
    without('complaint_file', 'complaint_file_size'),
    `UPDATE complaint_file SET content = '\\x00'`,
  ],
  'order-end-on-record': [`UPDATE sales_order SET closed_reason = 'no more' WHERE number = ${anOrder('acknowledged')}`],

  'audit-keeps-before': [`UPDATE audit_entry SET before = NULL WHERE action = 'order.amended'`],
  'audit-sealed': [
    `UPDATE audit_entry SET actor = 'somebody.else' WHERE id = (SELECT max(id) FROM audit_entry WHERE id <= (SELECT max(last_id) FROM audit_seal))`,
  ],
  'stock-on-hand': [`UPDATE stock SET on_hand = on_hand + 1 WHERE product_number = 'CAFE'`],
  'stock-allocated': [
    without('stock', 'stock_within_hand'),
    `UPDATE stock SET allocated = allocated + 1 WHERE product_number = 'CAFE'`,
  ],
  'stock-not-idle': [`UPDATE stock SET on_hand = on_hand + 1 WHERE product_number = 'THE'`],

  'delivery-invoiced-once': [
    without('delivery_line', 'delivery_line_invoiced'),
    `UPDATE delivery_line SET invoiced = 0 WHERE line_no = 2`,
  ],
  'invoice-line-sources': [`UPDATE invoice_line SET quantity = quantity + 1 WHERE line_no = 2`],
  'invoice-kind': [
    without('invoice', 'invoice_kind'),
    `UPDATE invoice SET kind = 'credit-note' WHERE sequence = 1 AND kind = 'invoice'`,
  ],
  'invoice-of-its-order': [`UPDATE invoice SET customer_number = 'PETITE' WHERE sequence = 1`],
  'invoice-as-ordered': [`UPDATE invoice_line SET unit_price = unit_price + 0.0001 WHERE line_no = 2`],
  'freight-invoiced-once': [`UPDATE invoice SET freight = 12.49 WHERE sequence = 2`],
  'invoice-lifecycle-latest': [
    `INSERT INTO invoice_lifecycle SELECT number, customer_number, issue_date, '210', now() FROM invoice LIMIT 1`,
  ],
  'receipts-told-within': [
    `INSERT INTO invoice_status (id, invoice_number, direction, code, at, amounts)
     SELECT 'invoice-status:1', number, 'out', '212', now(), '[{"vatRate": "20.00", "amount": "-0.01"}]' FROM invoice LIMIT 1`,
  ],
  'credit-within-invoice': [
    `UPDATE invoice_line SET net = net - 100 WHERE invoice_number IN (SELECT number FROM invoice WHERE kind = 'credit-note')`,
  ],
  'credit-request': [`UPDATE credit_request SET decided_by = asked_by`],
  'correction-of-invoice': [`UPDATE credit_note SET scope = 'lines' WHERE scope = 'whole'`],
  'correction-totals': [`UPDATE invoice SET freight = freight + 0.01 WHERE replaces IS NOT NULL AND kind = 'invoice'`],
  'application-undone': [`UPDATE ledger_entry SET reverses = 'invoice:' || reverses WHERE kind = 'application-undone'`],
  'deposit-used': [`UPDATE deposit_deduction SET base = base + 1000`],
  'deposit-deducted': [`UPDATE deposit_deduction SET vat = vat - 0.01`],
  'deposit-totals': [`UPDATE invoice_line SET net = net + 0.01 WHERE invoice_number LIKE 'AC-%'`],
  'credit-totals': [
    without('invoice', 'invoice_totals'),
    `UPDATE invoice SET vat = vat - 0.01, gross = gross - 0.01 WHERE kind = 'credit-note'`,
  ],
  'application-of-credit': [`UPDATE ledger_entry SET amount = -amount WHERE kind = 'application'`],
  'loss-taken-back': [`UPDATE ledger_entry SET amount = -amount WHERE kind = 'write-off'`],
  'refund-of-credit': [
    `UPDATE payment SET refunds = (SELECT min(number) FROM invoice WHERE kind = 'invoice') WHERE refunds IS NOT NULL`,
  ],
  'credit-note-as-issued': [`UPDATE credit_note SET reason = 'AUTRE' WHERE scope = 'price'`],
  'invoice-due-last': [`UPDATE invoice SET due_date = due_date + 1 WHERE number = (SELECT min(number) FROM invoice)`],
  'invoice-period': [
    `INSERT INTO invoice_period SELECT number, issue_date, issue_date, NULL FROM invoice WHERE kind = 'invoice' AND move_in_id IS NULL ORDER BY number LIMIT 1`,
  ],
  'invoice-numbers': [
    `UPDATE invoice SET sequence = 99, number = series || '-000099' WHERE sequence = (SELECT max(sequence) FROM invoice)`,
  ],
  'invoice-dates': [`UPDATE invoice SET issue_date = issue_date + 1 WHERE sequence = 1 AND kind = 'invoice'`],
  'invoice-chain': [`UPDATE invoice SET net = net + 1, gross = gross + 1 WHERE sequence = 2`],
  'invoice-chain-sealed': cutOff,

  'minor-digits': [
    `UPDATE payment SET amount = amount + 0.001, unallocated = unallocated + 0.001 WHERE unallocated > 0`,
  ],
  'adjustments-charged': [
    `UPDATE invoice_line SET adjustments = jsonb_set(adjustments, '{0,amount}', '"9.99"') WHERE adjustments <> '[]'`,
  ],
  'order-adjustments-borne': [
    `UPDATE sales_order SET adjustments = jsonb_set(adjustments, '{0,value}', '"2.40"') WHERE adjustments <> '[]'`,
  ],
  'line-nets': [`UPDATE invoice_line SET net = net + 0.01 WHERE line_no = 2`],
  'invoice-totals': [
    without('invoice', 'invoice_totals'),
    `UPDATE invoice SET net = net + 0.01, gross = gross + 0.01 WHERE sequence = 1`,
  ],
  'invoice-vat-breakdown': [
    `UPDATE invoice SET vat_breakdown = jsonb_set(jsonb_set(vat_breakdown, '{0,vat}',
       to_jsonb(((vat_breakdown #>> '{0,vat}')::numeric + 0.01)::text)), '{1,vat}',
       to_jsonb(((vat_breakdown #>> '{1,vat}')::numeric - 0.01)::text)) WHERE sequence = 1 AND kind = 'invoice'`,
  ],
  'delivery-vat': [`UPDATE delivery_line SET vat_rate = 19.60 WHERE line_no = 2`],
  'invoice-vat-as-delivered': [`UPDATE invoice_line SET vat_category = 'Z', vat_rate = 0 WHERE line_no = 2`],
  'intra-community-buyer': [
    `UPDATE sales_order SET vat_regime = 'intra-community' WHERE number = ${anOrder('acknowledged')}`,
  ],
  'order-totals': [
    `UPDATE sales_order SET vat = vat + 0.01, gross = gross + 0.01 WHERE number = ${anOrder('settled')}`,
  ],
  'order-exposure': [
    `UPDATE exposure SET amount = amount + 0.01 WHERE kind = 'order' AND reference = ${anOrder('acknowledged')}`,
    `UPDATE customer c SET exposure = (SELECT sum(amount) FROM exposure e WHERE e.customer_number = c.number)
       WHERE number = 'MAISON'`,
  ],

  'receivable-open': [`UPDATE receivable SET open = open - 0.01 WHERE open > 0`],
  'receivable-posted': [`DELETE FROM ledger_entry WHERE kind = 'invoice'`],
  'receivable-settled': [`UPDATE receivable SET settled_on = due_date WHERE open > 0`],
  'invoice-open-kept': [`UPDATE receivable SET open = open - 0.01 WHERE open > 0`],
  'receivable-of-invoice': [`UPDATE receivable SET amount = amount + 1, open = open + 1 WHERE open > 0`],
  'payment-unallocated': [`UPDATE payment SET unallocated = unallocated - 0.01 WHERE unallocated > 0`],
  'payment-posted': [`DELETE FROM ledger_entry WHERE kind = 'payment'`],
  'claim-open': [`UPDATE claim SET amount = amount + 0.01`],
  'ledger-of-one-account': [
    `UPDATE payment SET customer_number = 'PETITE' WHERE id = (SELECT min(payment_id::text)::uuid FROM ledger_entry)`,
  ],
  'ledger-both-sides': [
    `DELETE FROM ledger_entry WHERE kind = 'return' AND id = (SELECT max(id) FROM ledger_entry WHERE kind = 'return')`,
  ],
  'ledger-reversals': [`UPDATE ledger_entry SET amount = amount * 2 WHERE kind = 'reversal'`],
  'allocation-question': [
    `INSERT INTO work_item (id, kind, role, status, facts, amount, customer_number)
       SELECT 'allocation:' || id, 'allocation', 'finance', 'open', '{}', 1, customer_number FROM payment
       WHERE unallocated = 0 AND customer_number IS NOT NULL LIMIT 1
       ON CONFLICT (id) DO UPDATE SET status = 'open'`,
  ],
  'allocation-above-zero': [`UPDATE ledger_entry SET amount = -amount WHERE kind = 'allocation'`],
  'customer-balance': [`UPDATE claim SET amount = amount + 0.01, open = open + 0.01`],
  'customer-exposure': [`UPDATE customer SET exposure = exposure + 0.01 WHERE number = 'MAISON'`],
  'invoice-exposure': [`DELETE FROM exposure WHERE kind = 'invoice'`],
  'payment-exposure': [`UPDATE exposure SET amount = -amount WHERE kind = 'payment'`],
  'exposure-sources': [`INSERT INTO exposure VALUES ('MAISON', 'gift', 'a friend', 1)`],
  'credit-stop': [
    `UPDATE customer SET credit_stop = true, credit_stop_reason = '{"kind":"dunning","invoice":"FA-2026-000001"}' WHERE number = 'PETITE'`,
  ],

  'dunning-level-once': [
    `DROP INDEX dunning_step_invoice_number_instalment_level_key`,
    `UPDATE dunning_step SET level = 'level-1' WHERE level = 'level-2'`,
  ],
  'dunning-level-reached': [`UPDATE receivable SET dunning_level = 'courtesy' WHERE dunning_level = 'level-2'`],
  'dunning-without-hole': [`UPDATE dunning_step SET sequence = sequence + 1 WHERE level = 'hand-over'`],
  'dunning-days': [`UPDATE dunning_step SET decided_on = decided_on - 30 WHERE level = 'level-2'`],
  'dunning-after-last-cent': [`UPDATE outgoing SET claim_turn = nextval('turn') WHERE id = ${aLetterOfAPaidInvoice}`],
  'dunning-ends-with-last-cent': [`UPDATE outgoing SET status = 'QUEUED' WHERE id = ${aLetterOfAPaidInvoice}`],
  'dunning-interest': [`UPDATE dunning_step SET interest = interest + 0.01 WHERE interest > 0`],
  'dunning-interest-history': [
    // A part paid late, counted as if it were paid in time: its days are not in the interest.
    `UPDATE dunning_step SET interest_parts = interest_parts - 0 WHERE jsonb_array_length(interest_parts) > 1`,
  ],
  'dunning-letter': [`UPDATE dunning_step SET recovery_fee = recovery_fee + 1 WHERE letter_id IS NOT NULL`],
  'dunning-letter-totals': [
    `UPDATE document SET snapshot = jsonb_set(snapshot, '{claimed}', '"1.00"') WHERE ${theFirstOf('dunning-letter')}`,
  ],
  'dunning-letter-of-run': [`UPDATE dunning_run SET decided_on = decided_on - 1`],

  'outgoing-for-each-event': [`DELETE FROM outgoing WHERE ${aMail('invoice', 'SENT')}`],
  'outgoing-of-one-event': [
    `INSERT INTO outgoing (id, kind, recipient, message_id, documents, customer_number, invoice_number)
       SELECT id || ':copy', kind, recipient, id || ':copy', documents, customer_number, invoice_number FROM outgoing
       WHERE ${aMail('invoice', 'SENT')}`,
  ],
  'held-is-kept': [
    `INSERT INTO legal_hold (id, kind, subject, reason, placed_by, placed_at)
       SELECT gen_random_uuid(), 'order', order_number, 'dispute', 'admin', '2020-01-01' FROM outgoing WHERE ${aMail('acknowledgement', 'SENT')}`,
    `UPDATE outgoing SET recipient = 'reduced@reduced.invalid', subject = '[reduced]', text = '[reduced]', html = '', last_error = NULL,
       reduced_at = now() WHERE ${aMail('acknowledgement', 'SENT')}`,
  ],
  'outgoing-sent-once': [
    `INSERT INTO audit_entry (actor, role, action, entity, entity_id)
       SELECT 'encours', 'system', 'mail.sent', 'mail', id FROM outgoing WHERE ${aMail('invoice', 'SENT')}`,
  ],
  'outgoing-status': [`UPDATE outgoing SET sent_at = NULL WHERE ${aMail('acknowledgement', 'SENT')}`],
  'outgoing-snapshot': [
    `UPDATE outgoing SET snapshot = jsonb_set(snapshot, '{level}', '"level-1"') WHERE kind = 'dunning-report'`,
  ],
  'outgoing-documents': [`DELETE FROM document_file WHERE document_id LIKE 'delivery-note:%'`],

  'month-end-versions': [`DELETE FROM month_end WHERE version = 1`],
  'month-end-as-issued': [`UPDATE month_end SET made_on = made_on + 1 WHERE version = 2`],
  'month-end-on-record': [`DELETE FROM audit_entry WHERE action = 'month-end.made' AND entity_id LIKE '%:2'`],
  'document-of-each-fact': [`DELETE FROM document WHERE kind = 'signed-delivery-note'`],
  'document-template': [
    `UPDATE document SET snapshot = jsonb_set(snapshot, '{template,version}', '9') WHERE ${theFirstOf('invoice')}`,
  ],
  'template-content': [`UPDATE document_template SET body = jsonb_set(body, '{colors,ink}', '"#000000"')`],
  'template-logo': [
    `UPDATE document_template SET body = jsonb_set(body, '{logo}', jsonb_build_object('sha256', repeat('0', 64), 'widthMm', 40))`,
  ],
  'document-snapshot': [
    `UPDATE document SET snapshot = jsonb_set(snapshot, '{latePayment,annualPercent}', '"11.00"') WHERE ${theFirstOf('invoice')}`,
  ],
  'document-file': [`UPDATE document_file SET bytes = bytes || '\\x00'::bytea WHERE document_id LIKE 'invoice:%'`],
  'invoice-as-issued': [`UPDATE invoice_line SET description = 'something else' WHERE line_no = 2`],
  'payee-as-issued': [
    `UPDATE invoice SET payee = '{"name": "Somebody else"}' WHERE number = (SELECT min(number) FROM invoice WHERE kind = 'invoice' AND move_in_id IS NULL)`,
  ],
  'instalments-as-issued': [
    `UPDATE receivable SET due_date = due_date - 1 WHERE invoice_number = (SELECT min(number) FROM invoice WHERE kind = 'invoice' AND move_in_id IS NULL)`,
  ],
  'delivery-as-noted': [`UPDATE delivery_line SET quantity = quantity + 1 WHERE line_no = 2`],
  'order-as-acknowledged': [`UPDATE order_line SET unit_price = unit_price + 1 WHERE line_no = 1`],
  'outgoing-asked-about': [`UPDATE work_item SET status = 'done' WHERE kind = 'mail-unknown'`],

  'audit-of-each-fact': [`DELETE FROM audit_entry WHERE action = 'invoice.issued'`],
  'audit-of-each-step': [`DELETE FROM audit_entry WHERE action = 'order.escalated'`],
  'posting-of-one-step': [`DELETE FROM step WHERE key LIKE 'account:%:reversal:%'`],
  'audit-has-actor': [`UPDATE audit_entry SET actor = '' WHERE action = 'order.delivered'`],
  'stage-transitions': [`DELETE FROM audit_entry WHERE action = 'order.accepted'`],
  'stage-on-record': [`UPDATE sales_order SET stage = 'received' WHERE stage = 'acknowledged'`],
  'four-eyes': [
    `UPDATE audit_entry SET actor = (SELECT actor FROM audit_entry WHERE action = 'credit.released') WHERE action = 'order.received'`,
  ],
};

/** Ways that a plainer reading of the same invariants would not see. */
export const finerBreakages: readonly (readonly [invariant: string, how: string, statements: readonly string[]])[] = [
  ['audit-sealed', 'a row deleted', [`DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)`]],
  [
    'audit-sealed',
    'a row put between others later',
    [
      `INSERT INTO audit_entry (id, actor, role, action, entity, entity_id)
       SELECT min(id) - 1, 'encours', 'system', 'customer.changed', 'customer', 'MAISON' FROM audit_entry`,
    ],
  ],
  [
    'audit-sealed',
    'a time that was moved',
    [`UPDATE audit_entry SET at = at - interval '1 ms' WHERE id = (SELECT min(id) FROM audit_entry)`],
  ],
  ['audit-sealed', 'a seal taken away', [`DELETE FROM audit_seal WHERE number = 1`]],
  [
    'four-eyes',
    'a release by who gave the customer room meanwhile',
    [
      `UPDATE audit_entry SET after = jsonb_set(after, '{sides,gaveRoom}', jsonb_build_array(after #>> '{sides,decided}'))
       WHERE action = 'credit.released'`,
    ],
  ],
  [
    'order-line-delivered',
    'a note of goods that no line ordered',
    [`UPDATE delivery_line SET line_no = 99 WHERE line_no = 2`],
  ],
  [
    'document-snapshot',
    'a figure of a month end that was written over',
    [
      `UPDATE document SET snapshot = jsonb_set(snapshot, '{figures,0,value}', '"999"') WHERE ${theFirstOf('month-end')}`,
    ],
  ],
  [
    'month-end-as-issued',
    'a workbook that says something else',
    [`UPDATE document SET snapshot_hash = repeat('0', 64) WHERE ${theFirstOf('month-end-workbook')}`],
  ],
  [
    'document-of-each-fact',
    'a message whose order was accepted and that nobody answered',
    [aMessageOf(anOrder('settled'), 'whole')],
  ],
  ['order-message-kept', 'a message of an order that somebody typed', [aMessageOf(anOrder('settled'), 'whole')]],
  [
    'document-of-each-fact',
    'a month end without its workbook',
    [`DELETE FROM document WHERE ${theFirstOf('month-end-workbook')}`],
  ],
  [
    'outgoing-for-each-event',
    'a month end that nobody was sent',
    [`DELETE FROM outgoing WHERE ${aMail('month-end', 'SENT')}`],
  ],
  [
    'outgoing-of-one-event',
    'a mail of a month end that goes to somebody not told',
    [`UPDATE month_end SET told_codes = '{}' WHERE version = 1`],
  ],
  [
    'outgoing-for-each-event',
    'a complaint that waits, of which nobody of ours is told',
    [`DELETE FROM outgoing WHERE kind = 'complaint-reminder'`],
  ],
  [
    'outgoing-of-one-event',
    'a reminder of another complaint than it says',
    [
      `UPDATE outgoing SET snapshot = jsonb_set(snapshot, '{number}', '"RCL-2026-999999"') WHERE kind = 'complaint-reminder'`,
    ],
  ],
  [
    'document-snapshot',
    'a total that was rewritten in snapshot and row',
    [
      without('invoice', 'invoice_totals'),
      `UPDATE invoice SET gross = gross + 1 WHERE number = (SELECT min(number) FROM invoice WHERE kind = 'invoice')`,
      `UPDATE document SET snapshot = jsonb_set(snapshot, '{gross}', '"999.00"') WHERE ${theFirstOf('invoice')}`,
    ],
  ],
  [
    'document-snapshot',
    'a name of a customer that was written over',
    [
      `UPDATE document SET snapshot = jsonb_set(snapshot, '{customer,name}', '"Somebody else"') WHERE ${theFirstOf('acknowledgement')}`,
    ],
  ],
  [
    'invoice-as-issued',
    'a due date that was put off',
    [
      `UPDATE invoice SET due_date = due_date + 30 WHERE number = (SELECT min(number) FROM invoice WHERE kind = 'invoice')`,
    ],
  ],
  [
    'instalments-as-issued',
    'an instalment that is another one than was printed',
    [
      `UPDATE document SET snapshot = jsonb_set(snapshot, '{instalments}', jsonb_build_array(
         jsonb_build_object('instalment', 1, 'dueDate', snapshot ->> 'dueDate', 'amount', '1.00'))) WHERE ${theFirstOf('invoice')}`,
    ],
  ],
  [
    'invoice-due-last',
    'an instalment that is due before its invoice',
    [
      `UPDATE receivable r SET due_date = i.issue_date - 1 FROM invoice i WHERE i.number = r.invoice_number AND i.number = (SELECT min(number) FROM invoice)`,
    ],
  ],
  [
    'delivery-as-noted',
    'a proof by somebody else',
    [`UPDATE delivery SET received_by = 'M. Grand' WHERE status = 'proved'`],
  ],
  [
    'delivery-invoiced-once',
    'a delivered line that is charged twice',
    [
      `INSERT INTO invoice_source SELECT invoice_number, position + 9, invoice_line_no, order_number, order_line_no, delivery_number, delivery_line_no, quantity FROM invoice_source WHERE position = 1`,
    ],
  ],
  [
    'invoice-of-its-order',
    'an order that it names and does not charge',
    [
      `INSERT INTO invoice_order SELECT i.number, o.number FROM invoice i JOIN sales_order o ON o.customer_number = i.customer_number
         AND o.number <> i.order_number WHERE i.kind = 'invoice' ORDER BY i.number, o.number LIMIT 1`,
    ],
  ],
  [
    'invoice-of-its-order',
    'an order that it charges and does not name',
    [`DELETE FROM invoice_order WHERE invoice_number = (SELECT min(number) FROM invoice WHERE kind = 'invoice')`],
  ],
  [
    'invoice-of-its-order',
    'a credit note of fewer orders than its invoice',
    [
      `INSERT INTO invoice_order SELECT n.corrects, o.number FROM invoice n JOIN sales_order o ON o.customer_number = n.customer_number
         AND o.number <> n.order_number WHERE n.kind = 'credit-note' ORDER BY n.number, o.number LIMIT 1`,
    ],
  ],
  [
    'invoice-line-sources',
    'a line of an invoice that charges nothing',
    [`DELETE FROM invoice_source WHERE position = 2`],
  ],
  [
    'invoice-numbers',
    'a number given back after a rollback that did not happen',
    [`UPDATE series SET last = last + 1 WHERE key LIKE 'FA-%'`],
  ],
  [
    'invoice-chain',
    'a document that was made anew, with a snapshot and a hash that fit',
    [`UPDATE document SET snapshot_hash = repeat('0', 64) WHERE ${theFirstOf('invoice')}`],
  ],
  [
    'invoice-chain',
    'an issue date that was put forward within its series',
    [`UPDATE invoice SET issue_date = issue_date - 1 WHERE sequence = 1`],
  ],
  [
    'invoice-chain',
    'two invoices that exchanged their numbers, on their documents too',
    [
      ...exchangedIn('invoice', 'TRUE'),
      ...exchangedIn('document', `kind = 'invoice'`),
      `UPDATE invoice SET sequence = -sequence WHERE sequence IN (1, 2)`,
      `UPDATE invoice SET sequence = 3 + sequence WHERE sequence < 0`,
    ],
  ],
  [
    'invoice-chain',
    'two links that exchanged their places',
    [
      `UPDATE invoice_link SET sequence = -sequence WHERE sequence IN (1, 2)`,
      `UPDATE invoice_link SET sequence = 3 + sequence WHERE sequence < 0`,
    ],
  ],
  ['invoice-chain', 'a link taken away', [`DELETE FROM invoice_link WHERE sequence = 2`]],
  ['invoice-chain', 'an invoice taken away', [`DELETE FROM invoice WHERE sequence = 2`]],
  [
    'invoice-chain',
    'an invoice taken away with its document and its link',
    ['document', 'invoice_link', 'invoice'].map(
      (table) =>
        `DELETE FROM ${table} WHERE number = (SELECT number FROM invoice WHERE sequence = 2 AND kind = 'invoice')`,
    ),
  ],
  [
    'invoice-chain',
    'the last one taken away, with the series set back',
    [
      `DELETE FROM invoice WHERE sequence = (SELECT max(sequence) FROM invoice)`,
      `UPDATE series SET last = (SELECT max(sequence) FROM invoice WHERE series = key)`,
    ],
  ],
  ['invoice-numbers', 'the last one taken away with its document and its link', cutOff.slice(0, 3)],
  [
    'invoice-chain',
    'an invoice put behind the last one, with a link that its writer made up',
    [
      `INSERT INTO invoice_link (series, sequence, number, hash) SELECT series, sequence + 1, 'FA-X', repeat('0', 64) FROM invoice_link ORDER BY sequence DESC LIMIT 1`,
    ],
  ],
  [
    'invoice-chain-sealed',
    'a chain that was hashed anew from a change on',
    [
      `UPDATE invoice SET net = net + 1, gross = gross + 1 WHERE sequence = 2`,
      `UPDATE invoice_link l SET hash = n.hash FROM (
         SELECT i.series, i.sequence, link_hashes(i.series, i.sequence, i.number, i.issue_date, i.currency, i.gross, d.snapshot_hash)
           OVER (PARTITION BY i.series ORDER BY i.sequence) AS hash
         FROM invoice i JOIN document d ON d.number = i.number AND d.kind = i.kind) n
       WHERE (n.series, n.sequence) = (l.series, l.sequence)`,
    ],
  ],
  [
    'audit-sealed',
    'the head of a chain that was written over in the seal',
    [
      `UPDATE audit_seal SET heads = jsonb_set(heads, ARRAY[(SELECT min(k) FROM jsonb_object_keys(heads) AS k), 'hash'], '"0"') WHERE heads IS NOT NULL`,
    ],
  ],
  [
    'order-exposure',
    'an accepted order that binds nothing',
    [`DELETE FROM exposure WHERE kind = 'order' AND reference = ${anOrder('acknowledged')}`],
  ],
  [
    'order-exposure',
    'a closed order that still binds',
    [`INSERT INTO exposure VALUES ('MAISON', 'order', ${anOrder('settled')}, 1)`],
  ],
  [
    'order-exposure',
    'a held order that binds',
    [`INSERT INTO exposure VALUES ('PETITE', 'order', ${anOrder('credit-hold')}, 1)`],
  ],
  [
    'dunning-after-last-cent',
    'a level decided after the last cent',
    [`UPDATE dunning_step SET turn = nextval('turn') WHERE level = 'hand-over'`],
  ],
  [
    'dunning-without-hole',
    'a level that was not announced',
    [`UPDATE dunning_step SET next_level = 'final-notice' WHERE level = 'level-1'`],
  ],
  [
    'dunning-interest',
    'interest made of nothing',
    [`UPDATE dunning_step SET interest_parts = '[]' WHERE interest > 0`],
  ],
  [
    'dunning-interest',
    'one day too many in a part',
    [
      `UPDATE dunning_step SET interest_parts = jsonb_set(interest_parts, '{0,from}', to_jsonb(((interest_parts -> 0 ->> 'from')::date - 1)::text))
         WHERE interest > 0`,
    ],
  ],
  [
    'dunning-interest-history',
    'a sum that counts until it was booked, and not until its value date',
    [`UPDATE payment SET date = date - 1 WHERE date > (SELECT min(due_date) FROM receivable)`],
  ],
  [
    'dunning-interest-history',
    'interest on more than is open',
    [`UPDATE dunning_step SET open_amount = open_amount - 1 WHERE interest > 0`],
  ],
  [
    'closed-order-is-finished',
    'a settled order with a delivery not invoiced',
    [
      `UPDATE delivery_line SET invoiced = 0 WHERE delivery_number IN (SELECT number FROM delivery WHERE order_number = ${anOrder('settled')})`,
    ],
  ],
  [
    'payment-unallocated',
    'money from nobody known on somebody’s account',
    [
      `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, payment_id, amount, on_date, actor, role, request_id)
         SELECT 'payment:' || id, 'MAISON', 'EUR', 'payment', 'payment', id, -amount, date, 'karim', 'finance', 'r' FROM payment WHERE customer_number IS NULL`,
    ],
  ],
  [
    'ledger-reversals',
    'an allocation undone twice',
    [
      `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation, amount, on_date, reverses, reason, returned_by, actor, role, request_id)
         SELECT posting || ':again', customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation, amount, on_date, reverses, reason, returned_by, actor, role, request_id
         FROM ledger_entry WHERE kind = 'reversal'`,
    ],
  ],
  [
    'order-versions-on-record',
    'a version that an amendment left no record of',
    [`UPDATE audit_entry SET before = NULL WHERE action = 'order.amended'`],
  ],
  [
    'order-line-invoiced',
    'a quantity credited that no credit note takes back',
    [
      without('order_line', 'order_line_quantities'),
      `UPDATE order_line SET credited = credited + 1 WHERE credited > 0`,
    ],
  ],
  [
    'delivery-invoiced-once',
    'a quantity credited that is to be invoiced again',
    [`UPDATE delivery_line SET credited = 0 WHERE credited > 0`],
  ],
  [
    'credit-within-invoice',
    'a base without its VAT',
    [`UPDATE invoice SET vat_breakdown = jsonb_set(vat_breakdown, '{0,vat}', '"-99.00"') WHERE kind = 'credit-note'`],
  ],
  ['invoice-kind', 'a credit note that says no reason', [`DELETE FROM credit_note`]],
  ['claim-open', 'interest that fell away and stands', [`UPDATE claim SET fallen = 0 WHERE fallen > 0`]],
  ['audit-of-each-fact', 'a credit without its entry', [`DELETE FROM audit_entry WHERE action = 'invoice.credited'`]],
  ['claim-open', 'a claim that was paid and is open', [`UPDATE claim SET open = amount WHERE open = 0`]],
  [
    'invoice-exposure',
    'a claim that binds credit',
    [`INSERT INTO exposure SELECT customer_number, 'invoice', id, amount FROM claim LIMIT 1`],
  ],
  ['audit-of-each-fact', 'a waiver without its entry', [`DELETE FROM audit_entry WHERE action = 'claim.waived'`]],
  ['audit-of-each-fact', 'an order without its entry', [`DELETE FROM audit_entry WHERE action = 'order.received'`]],
  ['receivable-of-invoice', 'a deposit that is deducted and owed once more', [`DELETE FROM deposit_deduction`]],
  [
    'deposit-used',
    'a base that is used up with a cent of VAT left',
    [`UPDATE invoice SET vat_breakdown = jsonb_set(vat_breakdown, '{0,vat}', '"99.00"') WHERE kind = 'deposit'`],
  ],
  [
    'deposit-deducted',
    'a deposit of another order',
    [`UPDATE invoice SET order_number = ${anOrder('settled')} WHERE kind = 'deposit'`],
  ],
  [
    'order-exposure',
    'a deposit that was credited and lowers what its order binds',
    [
      `DELETE FROM invoice WHERE corrects LIKE 'AC-%'`,
      `UPDATE sales_order SET stage = 'acknowledged' WHERE number IN (SELECT order_number FROM invoice WHERE kind = 'deposit')`,
      `UPDATE order_line SET cancelled = 0 WHERE order_number IN (SELECT order_number FROM invoice WHERE kind = 'deposit')`,
    ],
  ],
  [
    'document-of-each-fact',
    'a proforma that nobody made',
    [`DELETE FROM audit_entry WHERE action = 'order.proforma-made'`],
  ],
];
