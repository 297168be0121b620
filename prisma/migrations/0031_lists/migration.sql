-- What a list is narrowed by beside each of its orders: of a million rows, those that fit may all stand at the other end.
CREATE INDEX "sales_order_of_stage_by_number" ON "sales_order" ("stage", "number_order"("number"));
CREATE INDEX "sales_order_of_stage_by_gross" ON "sales_order" ("stage", "gross", "number_order"("number"));
CREATE INDEX "sales_order_of_stage_by_next_date" ON "sales_order" ("stage", coalesce("next_date", 'infinity'::date), "number_order"("number"));
CREATE INDEX "sales_order_of_origin_by_number" ON "sales_order" ("origin", "number_order"("number"));
CREATE INDEX "sales_order_of_origin_by_gross" ON "sales_order" ("origin", "gross", "number_order"("number"));
CREATE INDEX "sales_order_of_origin_by_next_date" ON "sales_order" ("origin", coalesce("next_date", 'infinity'::date), "number_order"("number"));
CREATE INDEX "sales_order_of_salesperson_by_number" ON "sales_order" ("salesperson", "number_order"("number"));
CREATE INDEX "sales_order_of_salesperson_by_gross" ON "sales_order" ("salesperson", "gross", "number_order"("number"));
CREATE INDEX "sales_order_of_salesperson_by_next_date" ON "sales_order" ("salesperson", coalesce("next_date", 'infinity'::date), "number_order"("number"));
CREATE INDEX "sales_order_of_customer_by_number" ON "sales_order" ("customer_number", "number_order"("number"));
CREATE INDEX "sales_order_of_customer_by_gross" ON "sales_order" ("customer_number", "gross", "number_order"("number"));
CREATE INDEX "sales_order_on_hold_by_number" ON "sales_order" ("hold_reason", "number_order"("number")) WHERE "hold_reason" IS NOT NULL;
CREATE INDEX "sales_order_on_hold_by_gross" ON "sales_order" ("hold_reason", "gross", "number_order"("number")) WHERE "hold_reason" IS NOT NULL;
CREATE INDEX "sales_order_on_hold_by_next_date" ON "sales_order" ("hold_reason", coalesce("next_date", 'infinity'::date), "number_order"("number"))
  WHERE "hold_reason" IS NOT NULL;
-- The few that are under way are read in the order of their coming alone; by stage the indexes above give the others.
DROP INDEX "sales_order_live_by_number";
DROP INDEX "sales_order_live_by_gross";
DROP INDEX "sales_order_live_by_next_date";

-- Wholly open or paid in part, in each order of what is open.
CREATE INDEX "invoice_open_of_part_by_issue_date" ON "invoice_open" (("open" = "gross"), "issue_date", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_of_part_by_due_date" ON "invoice_open" (("open" = "gross"), "due_date", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_of_part_by_number" ON "invoice_open" (("open" = "gross"), "number_order"("invoice_number"));
CREATE INDEX "invoice_open_of_part_by_gross" ON "invoice_open" (("open" = "gross"), "gross", "number_order"("invoice_number"));
CREATE INDEX "invoice_open_of_part_by_open" ON "invoice_open" (("open" = "gross"), "open", "number_order"("invoice_number"));

CREATE INDEX "customer_by_name" ON "customer" ("name", "number");
CREATE INDEX "customer_by_exposure" ON "customer" ("exposure", "number");
