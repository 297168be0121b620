-- Numbers are found as somebody types them, in any capitals: those of a company that moved in are kept as it wrote them.
DROP INDEX "sales_order_number_begins";
DROP INDEX "quote_number_begins";
DROP INDEX "delivery_number_begins";
DROP INDEX "invoice_number_begins";
CREATE INDEX "sales_order_number_begins" ON "sales_order" (lower("number") COLLATE "C");
CREATE INDEX "quote_number_begins" ON "quote" (lower("number") COLLATE "C");
CREATE INDEX "delivery_number_begins" ON "delivery" (lower("number") COLLATE "C");
CREATE INDEX "invoice_number_begins" ON "invoice" (lower("number") COLLATE "C");
CREATE INDEX "customer_number_begins" ON "customer" (lower("number") COLLATE "C");
CREATE INDEX "product_number_begins" ON "product" (lower("number") COLLATE "C");

-- Where there is anything: of nothing PostgreSQL would believe that there never will be.
DO $$
DECLARE name text;
DECLARE has boolean;
BEGIN
  FOREACH name IN ARRAY ARRAY['sales_order', 'quote', 'delivery', 'invoice', 'customer', 'product'] LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO has;
    IF has THEN EXECUTE format('ANALYZE %I', name); END IF;
  END LOOP;
END $$;
