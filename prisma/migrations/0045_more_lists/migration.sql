-- Said so that no other index of such orders answers the same question: what they promise too little of would be put in order.
DROP INDEX "sales_order_unanswered_by_target";
CREATE INDEX "sales_order_unanswered_by_target" ON "sales_order"
  ((("received_at" AT TIME ZONE 'UTC') + "acknowledgement_target_minutes" * interval '1 minute'), "number")
  WHERE "acknowledged_at" IS NULL AND "stage" NOT IN ('delivered', 'settled', 'refused', 'rejected', 'cancelled');

-- And by their amount, of which the dearest are asked for first.
CREATE INDEX "sales_order_unanswered_by_gross" ON "sales_order" ("gross", "number")
  WHERE "acknowledged_at" IS NULL AND "stage" NOT IN ('delivered', 'settled', 'refused', 'rejected', 'cancelled');

-- The steps of a customer are found from those of its receivables that have any.
CREATE INDEX "receivable_reminded" ON "receivable" ("customer_number") WHERE "dunning_level" IS NOT NULL;

-- Hardly any order without an answer is under way, but of those under way many have none: PostgreSQL takes the two for unrelated.
CREATE STATISTICS "sales_order_unanswered_stages" (mcv) ON "acknowledged_at", "stage" FROM "sales_order";
ANALYZE "sales_order";
