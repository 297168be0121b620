-- DropIndex
DROP INDEX "customer_salesperson_idx";

-- CreateIndex
CREATE INDEX "customer_salesperson_number_idx" ON "customer"("salesperson", "number");

-- Each part of the worklist gives its first lines in the order that is asked for.
DROP INDEX "delivery_unproved";
CREATE INDEX "delivery_unproved_by_day" ON "delivery" ("departed_on", "number") WHERE "status" IN ('departed', 'delivered');
CREATE INDEX "order_line_reserved_by_day" ON "order_line" (coalesce("last_confirmed_date", "requested_date"), "order_number") WHERE "allocated" > 0;
DROP INDEX "order_line_open_promise";
CREATE INDEX "order_line_open_by_promise" ON "order_line" ("first_confirmed_date", "order_number") WHERE "quantity" - "delivered" - "cancelled" > 0;
CREATE INDEX "sales_order_under_way_by_gross" ON "sales_order" ("gross", "number_order"("number"))
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery');
-- payment_with_rest begins with the same.
DROP INDEX "payment_unallocated";
CREATE INDEX "payment_with_rest_by_rest" ON "payment" ("unallocated", ("id"::text)) WHERE "unallocated" <> 0;
CREATE INDEX "payment_with_rest_by_date" ON "payment" ("date", "id") WHERE "unallocated" <> 0;
CREATE INDEX "payment_with_rest_by_amount" ON "payment" ("amount", "id") WHERE "unallocated" <> 0;
CREATE INDEX "payment_with_rest_by_id" ON "payment" (("id"::text)) WHERE "unallocated" <> 0;

-- What waits for stock is of an accepted order that is not wholly delivered.
DROP INDEX "sales_order_live_by_received";
CREATE INDEX "sales_order_in_fulfilment_by_received" ON "sales_order" ("received_at", "number_order"("number"))
  WHERE "stage" IN ('accepted', 'acknowledged', 'in-delivery');
