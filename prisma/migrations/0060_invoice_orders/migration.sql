-- CreateTable
CREATE TABLE "invoice_order" (
    "invoice_number" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,

    CONSTRAINT "invoice_order_pkey" PRIMARY KEY ("invoice_number","order_number")
);

-- CreateIndex
CREATE INDEX "invoice_order_order_number_idx" ON "invoice_order"("order_number");

-- AddForeignKey
ALTER TABLE "invoice_order" ADD CONSTRAINT "invoice_order_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_order" ADD CONSTRAINT "invoice_order_order_number_fkey" FOREIGN KEY ("order_number") REFERENCES "sales_order"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was issued before charges one order.
INSERT INTO "invoice_order" ("invoice_number", "order_number") SELECT i."number", i."order_number" FROM "invoice" i;

-- An invoice is of its first order at least, and what corrects one of all the orders of that.
CREATE FUNCTION "invoices_are_of_orders"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "invoice_order" ("invoice_number", "order_number")
    SELECT i."number", i."order_number" FROM "after" i
    UNION SELECT i."number", o."order_number" FROM "after" i JOIN "invoice_order" o ON o."invoice_number" = i."corrects"
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER "invoice_is_of_orders" AFTER INSERT ON "invoice" REFERENCING NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "invoices_are_of_orders"();

-- Rows stand as long as their invoice does, which a move-in alone takes back. `issued_is_append_only` is of 0001.
CREATE TRIGGER "invoice_order_append_only" BEFORE UPDATE OR TRUNCATE ON "invoice_order"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE FUNCTION "invoice_order_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM "invoice" i WHERE i."number" = OLD."invoice_number") THEN
    RAISE EXCEPTION 'what was issued is never changed or deleted';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER "invoice_order_stands" BEFORE DELETE ON "invoice_order" FOR EACH ROW EXECUTE FUNCTION "invoice_order_stands"();
