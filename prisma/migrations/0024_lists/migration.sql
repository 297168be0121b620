-- DropIndex
DROP INDEX "sales_order_customer_number_idx";

-- DropIndex
DROP INDEX "sales_order_stage_received_at_idx";

-- DropIndex
DROP INDEX "sales_order_received_at_number_idx";

-- DropIndex
DROP INDEX "invoice_customer_number_idx";

-- DropIndex
DROP INDEX "invoice_issue_date_number_idx";

-- DropIndex
DROP INDEX "outgoing_status_idx";

-- DropIndex
DROP INDEX "outgoing_customer_number_idx";

-- CreateTable
CREATE TABLE "invoice_open" (
    "invoice_number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "issue_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "gross" DECIMAL(18,3) NOT NULL,
    "open" DECIMAL(27,3) NOT NULL,
    "next_due" DATE,

    CONSTRAINT "invoice_open_pkey" PRIMARY KEY ("invoice_number")
);

-- CreateIndex
CREATE INDEX "invoice_open_customer_number_idx" ON "invoice_open"("customer_number");

-- CreateIndex
CREATE INDEX "invoice_open_next_due_idx" ON "invoice_open"("next_due");

-- AddForeignKey
ALTER TABLE "invoice_open" ADD CONSTRAINT "invoice_open_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A running number as a text that sorts as it counts: FA-2026-1000000 after FA-2026-999999. Any other stays as it is.
CREATE FUNCTION "number_order"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 ~ '^[A-Z]{2,6}-[0-9]{4}-[0-9]{6,9}$'
    THEN left($1, strpos($1, '-') + 5) || lpad(substr($1, strpos($1, '-') + 6), 9, '0') ELSE $1 END
$$;

-- What something is open on, beside the receivables that say so: found, and put in order, among all that is paid.
CREATE FUNCTION "invoice_open_follows"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "invoice_open" ("invoice_number", "customer_number", "issue_date", "due_date", "gross", "open", "next_due")
  SELECT i."number", i."customer_number", i."issue_date", i."due_date", i."gross", sum(r."open"),
    min(r."due_date") FILTER (WHERE r."open" > 0)
  FROM "invoice" i JOIN "receivable" r ON r."invoice_number" = i."number" WHERE i."number" = NEW."invoice_number"
  GROUP BY i."number" HAVING sum(r."open") <> 0
  ON CONFLICT ("invoice_number") DO UPDATE SET "due_date" = EXCLUDED."due_date", "open" = EXCLUDED."open",
    "next_due" = EXCLUDED."next_due";
  IF NOT FOUND THEN
    DELETE FROM "invoice_open" WHERE "invoice_number" = NEW."invoice_number";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "receivable_open_kept" AFTER INSERT ON "receivable" FOR EACH ROW EXECUTE FUNCTION "invoice_open_follows"();
CREATE TRIGGER "receivable_open_follows" AFTER UPDATE ON "receivable" FOR EACH ROW
  WHEN ((OLD."open", OLD."due_date") IS DISTINCT FROM (NEW."open", NEW."due_date")) EXECUTE FUNCTION "invoice_open_follows"();
INSERT INTO "invoice_open" ("invoice_number", "customer_number", "issue_date", "due_date", "gross", "open", "next_due")
SELECT i."number", i."customer_number", i."issue_date", i."due_date", i."gross", sum(r."open"),
  min(r."due_date") FILTER (WHERE r."open" > 0)
FROM "invoice" i JOIN "receivable" r ON r."invoice_number" = i."number" GROUP BY i."number" HAVING sum(r."open") <> 0;

-- Each order of each list, a list's rows apart by their number; what is rare beside it by what makes it rare.
CREATE INDEX "sales_order_by_received" ON "sales_order" ("received_at", "number_order"("number"));
CREATE INDEX "sales_order_by_number" ON "sales_order" ("number_order"("number"));
DROP INDEX "sales_order_gross";
CREATE INDEX "sales_order_by_gross" ON "sales_order" ("gross", "number_order"("number"));
CREATE INDEX "sales_order_by_next_date" ON "sales_order" (coalesce("next_date", 'infinity'::date), "number_order"("number"));
CREATE INDEX "sales_order_of_customer" ON "sales_order" ("customer_number", "received_at", "number_order"("number"));
CREATE INDEX "sales_order_of_stage" ON "sales_order" ("stage", "received_at", "number_order"("number"));
CREATE INDEX "sales_order_of_origin" ON "sales_order" ("origin", "received_at", "number_order"("number"));
CREATE INDEX "sales_order_of_salesperson" ON "sales_order" ("salesperson", "received_at", "number_order"("number"));
CREATE INDEX "sales_order_on_hold" ON "sales_order" ("hold_reason", "received_at") WHERE "hold_reason" IS NOT NULL;
-- The few that are under way stand at one end of every order: walked among all, the other end has none.
CREATE INDEX "sales_order_live_by_received" ON "sales_order" ("received_at", "number_order"("number"))
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered');
CREATE INDEX "sales_order_live_by_number" ON "sales_order" ("number_order"("number"))
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered');
CREATE INDEX "sales_order_live_by_gross" ON "sales_order" ("gross", "number_order"("number"))
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered');
CREATE INDEX "sales_order_live_by_next_date" ON "sales_order" (coalesce("next_date", 'infinity'::date), "number_order"("number"))
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered');

CREATE INDEX "delivery_by_day" ON "delivery" (coalesce("departed_on", "prepared_on"), "number_order"("number"));
CREATE INDEX "delivery_by_number" ON "delivery" ("number_order"("number"));
CREATE INDEX "delivery_of_status_by_day" ON "delivery" ("status", coalesce("departed_on", "prepared_on"), "number_order"("number"));
CREATE INDEX "delivery_of_status_by_number" ON "delivery" ("status", "number_order"("number"));

CREATE INDEX "invoice_by_issue_date" ON "invoice" ("issue_date", "number_order"("number"));
CREATE INDEX "invoice_by_number" ON "invoice" ("number_order"("number"));
CREATE INDEX "invoice_by_due_date" ON "invoice" ("due_date", "number_order"("number"));
DROP INDEX "invoice_gross";
CREATE INDEX "invoice_by_gross" ON "invoice" ("gross", "number_order"("number"));
CREATE INDEX "invoice_of_customer" ON "invoice" ("customer_number", "issue_date", "number_order"("number"));
CREATE INDEX "invoice_open_by_issue_date" ON "invoice_open" ("issue_date", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_by_due_date" ON "invoice_open" ("due_date", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_by_number" ON "invoice_open" ("number_order"("invoice_number"));
CREATE INDEX "invoice_open_by_gross" ON "invoice_open" ("gross", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_by_open" ON "invoice_open" ("open", "number_order"("invoice_number"));

CREATE INDEX "payment_by_date" ON "payment" ("date", "id");
CREATE INDEX "payment_by_amount" ON "payment" ("amount", "id");
CREATE INDEX "payment_with_rest" ON "payment" ("created_at", "id") WHERE "unallocated" <> 0;
CREATE INDEX "payment_text_inside" ON "payment" USING gin ("remittance_text" gin_trgm_ops);

CREATE INDEX "quote_by_created" ON "quote" ("created_at", "number_order"("number"));
CREATE INDEX "quote_by_number" ON "quote" ("number_order"("number"));
CREATE INDEX "quote_by_valid_until" ON "quote" ("valid_until", "number_order"("number"));
CREATE INDEX "quote_of_status" ON "quote" ("status", "created_at", "number_order"("number"));
CREATE INDEX "quote_revision_by_net" ON "quote_revision" ("net", "number_order"("quote_number"));
CREATE INDEX "quote_line_of_product" ON "quote_line" ("product_number", "quote_number");

CREATE INDEX "outgoing_of_status" ON "outgoing" ("status", "created_at", "id");
CREATE INDEX "outgoing_of_kind" ON "outgoing" ("kind", "created_at", "id");
CREATE INDEX "outgoing_of_customer" ON "outgoing" ("customer_number", "created_at", "id");
CREATE INDEX "outgoing_recipient_inside" ON "outgoing" USING gin ("recipient" gin_trgm_ops);

CREATE INDEX "dunning_step_by_day" ON "dunning_step" ("decided_on", "id");
CREATE INDEX "dunning_step_by_amount" ON "dunning_step" ("open_amount", "id");

CREATE INDEX "work_item_by_created" ON "work_item" ("status", "created_at", "id");
CREATE INDEX "work_item_by_due" ON "work_item" ("status", coalesce("due_on", 'infinity'::date), "id");
CREATE INDEX "work_item_by_amount" ON "work_item" ("status", coalesce("amount", 0), "id");
