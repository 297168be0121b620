-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "refunds" TEXT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_refunds_fkey" FOREIGN KEY ("refunds") REFERENCES "invoice"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- Money that was paid out names the credit note that it pays out.
ALTER TABLE "payment" ADD CONSTRAINT "payment_refunds_below_zero" CHECK ("refunds" IS NULL OR ("amount" < 0 AND "returns" IS NULL));

-- What is ours to give is found among all that is open.
CREATE INDEX "invoice_open_to_give" ON "invoice_open" ("issue_date", "invoice_number") WHERE "open" < 0;
