-- What is ours to give, by how much it is.
CREATE INDEX "invoice_open_to_give_by_amount" ON "invoice_open" ((-"open"), "invoice_number") WHERE "open" < 0;
