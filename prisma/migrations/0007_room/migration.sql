-- What gave the account of a customer room, and who looked at it: four eyes look at these rows with each credit decision.
CREATE INDEX "audit_entry_room" ON "audit_entry" ("customer_number", "id") WHERE "action" IN (
  'credit.released', 'delivery.released', 'customer.created', 'customer.changed', 'customer.credit-stop-lifted', 'payment.received',
  'payment.assigned', 'payment.allocated', 'payment.reversed', 'invoice.written-off');
