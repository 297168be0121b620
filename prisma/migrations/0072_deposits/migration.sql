-- AlterTable
ALTER TABLE "quote_revision" ADD COLUMN     "deposit" JSONB;

-- AlterTable
ALTER TABLE "sales_order" ADD COLUMN     "deposit" JSONB;

-- CreateTable
CREATE TABLE "deposit_deduction" (
    "invoice_number" TEXT NOT NULL,
    "deposit_number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(5,2) NOT NULL,
    "vat_exemption" TEXT,
    "base" DECIMAL(18,3) NOT NULL,
    "vat" DECIMAL(18,3) NOT NULL,

    CONSTRAINT "deposit_deduction_pkey" PRIMARY KEY ("invoice_number","position")
);

-- CreateIndex
CREATE INDEX "deposit_deduction_deposit_number_idx" ON "deposit_deduction"("deposit_number");

-- AddForeignKey
ALTER TABLE "deposit_deduction" ADD CONSTRAINT "deposit_deduction_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deposit_deduction" ADD CONSTRAINT "deposit_deduction_deposit_number_fkey" FOREIGN KEY ("deposit_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was deducted stands still, and takes nothing below zero.
ALTER TABLE "deposit_deduction" ADD CONSTRAINT "deposit_deduction_amounts" CHECK ("base" >= 0 AND "vat" >= 0 AND "position" > 0);
CREATE TRIGGER "deposit_deduction_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "deposit_deduction"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();

-- Deposits are few, and found by their customer.
CREATE INDEX "invoice_deposit_of_customer" ON "invoice" ("customer_number", "issue_date") WHERE "kind" = 'deposit';
