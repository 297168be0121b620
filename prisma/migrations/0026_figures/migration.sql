-- CreateIndex
CREATE INDEX "sales_order_received_on_idx" ON "sales_order"("received_on");

-- CreateIndex
CREATE INDEX "sales_order_settled_on_idx" ON "sales_order"("settled_on");

-- CreateIndex
CREATE INDEX "order_line_requested_date_idx" ON "order_line"("requested_date");

-- CreateIndex
CREATE INDEX "order_line_first_confirmed_date_idx" ON "order_line"("first_confirmed_date");

-- CreateIndex
CREATE INDEX "order_line_last_confirmed_date_idx" ON "order_line"("last_confirmed_date");

-- CreateIndex
CREATE INDEX "delivery_departed_on_idx" ON "delivery"("departed_on");

-- CreateIndex
CREATE INDEX "payment_date_idx" ON "payment"("date");

-- CreateIndex
CREATE INDEX "ledger_entry_on_date_idx" ON "ledger_entry"("on_date");

-- What is open now, from which what was open on a day is told.
CREATE INDEX "receivable_still_open_idx" ON "receivable"("invoice_number", "instalment") WHERE "open" <> 0;

-- Orders that ended without a sale after a day.
CREATE INDEX "audit_entry_ends_idx" ON "audit_entry"("on_date", "order_number")
  WHERE "action" IN ('order.refused', 'order.rejected', 'order.cancelled');
