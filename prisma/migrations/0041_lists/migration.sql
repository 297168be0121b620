-- DropIndex
DROP INDEX "ledger_entry_customer_number_id_idx";

-- What an account comes to is read from what is open of it: the index gives its entries, and adds nothing up.
CREATE INDEX "ledger_entry_customer_number_id_idx" ON "ledger_entry" ("customer_number", "id");

-- Orders without an answer by the moment on which one is due, in UTC: the day of it is told in the company's zone.
CREATE INDEX "sales_order_unanswered_by_target" ON "sales_order"
  ((("received_at" AT TIME ZONE 'UTC') + "acknowledgement_target_minutes" * interval '1 minute'), "number")
  WHERE "acknowledged_at" IS NULL
    AND "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery');
