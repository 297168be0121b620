-- AlterTable
ALTER TABLE "order_line" ADD COLUMN     "credited" DECIMAL(15,3) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "delivery_line" ADD COLUMN     "credited" DECIMAL(15,3) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "claim" ADD COLUMN     "fallen" DECIMAL(18,3) NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "credit_note" (
    "invoice_number" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("invoice_number")
);

-- AddForeignKey
ALTER TABLE "credit_note" ADD CONSTRAINT "credit_note_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was credited is neither invoiced nor to be invoiced.
ALTER TABLE "order_line" DROP CONSTRAINT "order_line_quantities";
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_quantities" CHECK (
  "quantity" > 0 AND "allocated" >= 0 AND "delivered" >= 0 AND "cancelled" >= 0
  AND "allocated" + "delivered" + "cancelled" <= "quantity" AND 0 <= "invoiced" AND 0 <= "credited" AND "invoiced" + "credited" <= "delivered");
ALTER TABLE "delivery_line" DROP CONSTRAINT "delivery_line_invoiced";
ALTER TABLE "delivery_line" ADD CONSTRAINT "delivery_line_invoiced" CHECK (
  0 <= "invoiced" AND 0 <= "credited" AND "invoiced" + "credited" <= "quantity");
DROP TRIGGER "delivery_line_stands_still" ON "delivery_line";
CREATE TRIGGER "delivery_line_stands_still" BEFORE UPDATE ON "delivery_line" FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'invoiced' - 'credited' IS DISTINCT FROM to_jsonb(NEW) - 'invoiced' - 'credited') EXECUTE FUNCTION "issued_is_append_only"();

-- A credit note corrects one invoice, and says why.
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_kind";
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "gross" >= 0 AND "corrects" IS NULL
  WHEN 'deposit' THEN "gross" >= 0 AND "corrects" IS NULL
  WHEN 'credit-note' THEN "gross" <= 0 AND "corrects" IS NOT NULL
  WHEN 'corrective' THEN "corrects" IS NOT NULL
  ELSE false END);
CREATE INDEX "invoice_of_corrected" ON "invoice" ("corrects") WHERE "corrects" IS NOT NULL;
ALTER TABLE "credit_note" ADD CONSTRAINT "credit_note_scope" CHECK ("scope" IN ('whole', 'lines', 'price', 'allowance'));
CREATE TRIGGER "credit_note_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "credit_note"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();

-- Interest and fees of what was credited fall away.
ALTER TABLE "claim" DROP CONSTRAINT "claim_open";
ALTER TABLE "claim" ADD CONSTRAINT "claim_open" CHECK ("amount" > 0 AND "open" BETWEEN 0 AND "amount" AND "fallen" BETWEEN 0 AND "amount");
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_kind";
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "item_kind" = 'receivable'
  WHEN 'credit-note' THEN "item_kind" = 'receivable' AND "amount" < 0
  WHEN 'application' THEN "item_kind" = 'receivable' AND "payment_id" IS NULL
  WHEN 'payment' THEN "item_kind" = 'payment'
  WHEN 'allocation' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NULL
  WHEN 'reversal' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NOT NULL AND ("reason" IS NULL) <> ("returned_by" IS NULL)
  WHEN 'return' THEN "item_kind" = 'payment'
  WHEN 'claim-raised' THEN "item_kind" = 'claim' AND "amount" > 0
  WHEN 'claim-waived' THEN "item_kind" = 'claim' AND "amount" < 0 AND "reason" IS NOT NULL
  WHEN 'claim-credited' THEN "item_kind" = 'claim' AND "amount" < 0
  WHEN 'write-off' THEN "item_kind" = 'receivable' AND "reason" IS NOT NULL
  WHEN 'paid-before' THEN "item_kind" = 'receivable' AND "payment_id" IS NULL
  ELSE false END);

-- A credit has one row on the credit note and one on what it is deducted from: both are receivables.
DROP INDEX "ledger_entry_posting";
CREATE UNIQUE INDEX "ledger_entry_posting" ON "ledger_entry" ("posting", "item_kind", "payment_id") NULLS NOT DISTINCT WHERE "kind" <> 'application';
CREATE UNIQUE INDEX "ledger_entry_application" ON "ledger_entry" ("posting", "invoice_number") WHERE "kind" = 'application';

-- A credit gives the account room: four eyes look at it as at money.
DROP INDEX "audit_entry_room";
CREATE INDEX "audit_entry_room" ON "audit_entry" ("customer_number", "id") WHERE "action" IN (
  'credit.released', 'delivery.released', 'customer.created', 'customer.changed', 'customer.credit-stop-lifted', 'payment.received',
  'payment.assigned', 'payment.allocated', 'payment.reversed', 'invoice.written-off', 'invoice.credited');
