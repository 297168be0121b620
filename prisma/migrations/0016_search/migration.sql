-- What the search looks into, found by an index each. Of PostgreSQL's own extensions, and trusted: the database's owner may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Beginnings of numbers, whatever the database sorts by.
CREATE INDEX "sales_order_number_begins" ON "sales_order" ("number" COLLATE "C");
CREATE INDEX "quote_number_begins" ON "quote" ("number" COLLATE "C");
CREATE INDEX "delivery_number_begins" ON "delivery" ("number" COLLATE "C");
CREATE INDEX "invoice_number_begins" ON "invoice" ("number" COLLATE "C");

-- References, capitals and space aside: whole and by their beginnings.
CREATE INDEX "sales_order_reference_begins" ON "sales_order" ("reference_key"("customer_reference") COLLATE "C");
CREATE INDEX "quote_reference_begins" ON "quote" ("reference_key"("accepted_reference") COLLATE "C");
CREATE INDEX "payment_reference_begins" ON "payment" ("reference_key"("reference") COLLATE "C");

-- References and names, from within.
CREATE INDEX "sales_order_reference_inside" ON "sales_order" USING gin ("customer_reference" gin_trgm_ops);
CREATE INDEX "quote_reference_inside" ON "quote" USING gin ("accepted_reference" gin_trgm_ops);
CREATE INDEX "payment_reference_inside" ON "payment" USING gin ("reference" gin_trgm_ops);
CREATE INDEX "customer_name_inside" ON "customer" USING gin ("name" gin_trgm_ops);
CREATE INDEX "product_name_inside" ON "product" USING gin ("name" gin_trgm_ops);
CREATE INDEX "product_number_inside" ON "product" USING gin ("number" gin_trgm_ops);

-- Amounts, the latest of one first.
CREATE INDEX "sales_order_gross" ON "sales_order" ("gross", "number");
CREATE INDEX "sales_order_net" ON "sales_order" ("net", "number");
CREATE INDEX "invoice_gross" ON "invoice" ("gross", "number");
CREATE INDEX "invoice_net" ON "invoice" ("net", "number");
CREATE INDEX "payment_amount" ON "payment" ("amount", "created_at");
CREATE INDEX "quote_revision_net" ON "quote_revision" ("net", "quote_number");
