-- What a customer's account comes to is read from the index alone, however many entries it has.
DROP INDEX "ledger_entry_customer_number_id_idx";
CREATE INDEX "ledger_entry_customer_number_id_idx" ON "ledger_entry" ("customer_number", "id") INCLUDE ("currency", "amount");
-- What is open below zero is found by the same.
DROP INDEX "receivable_unsettled";
CREATE INDEX "receivable_unsettled" ON "receivable" ("customer_number", "due_date") WHERE "open" <> 0;
