-- Half of the audit is of orders, invoices and payments, whose rows are found by their order or customer: an index on what a
-- row is about is for the others.
DROP INDEX "audit_entry_entity_entity_id_idx";
CREATE INDEX "audit_entry_about" ON "audit_entry" ("entity", "entity_id") WHERE "entity" NOT IN ('order', 'invoice', 'payment');

-- Nobody looks for the rows that are of no order, invoice, letter, claim or quote.
DROP INDEX "audit_entry_order_number_id_idx";
CREATE INDEX "audit_entry_of_order" ON "audit_entry" ("order_number", "id") WHERE "order_number" IS NOT NULL;
DROP INDEX "ledger_entry_claim_id_idx";
CREATE INDEX "ledger_entry_of_claim" ON "ledger_entry" ("claim_id") WHERE "claim_id" IS NOT NULL;
DROP INDEX "outgoing_letter_id_idx";
CREATE INDEX "outgoing_of_letter" ON "outgoing" ("letter_id") WHERE "letter_id" IS NOT NULL;
DROP INDEX "outgoing_invoice_number_idx";
CREATE INDEX "outgoing_of_invoice" ON "outgoing" ("invoice_number") WHERE "invoice_number" IS NOT NULL;
DROP INDEX "sales_order_quote_number_idx";
CREATE INDEX "sales_order_of_quote" ON "sales_order" ("quote_number") WHERE "quote_number" IS NOT NULL;

-- The dearest orders of a time long past: the day stands in the index, so that only theirs are read.
DROP INDEX "sales_order_by_gross";
CREATE INDEX "sales_order_by_gross" ON "sales_order" ("gross", "number_order"("number"), "received_on");

ANALYZE "sales_order";
