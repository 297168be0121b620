-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "billing" JSONB NOT NULL DEFAULT '{"kind":"delivery"}';

-- AlterTable
ALTER TABLE "sales_order" ADD COLUMN     "billing" JSONB NOT NULL DEFAULT '{"kind":"delivery"}';

-- CreateTable
CREATE TABLE "invoice_period" (
    "invoice_number" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "run_id" TEXT,

    CONSTRAINT "invoice_period_pkey" PRIMARY KEY ("invoice_number")
);

-- CreateTable
CREATE TABLE "billing_run" (
    "id" TEXT NOT NULL,
    "up_to" DATE NOT NULL,
    "customer_number" TEXT,
    "started_by" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "customers" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "billing_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoice_period_run_id_idx" ON "invoice_period"("run_id");

-- CreateIndex
CREATE INDEX "billing_run_started_at_id_idx" ON "billing_run"("started_at", "id");

-- AddForeignKey
ALTER TABLE "invoice_period" ADD CONSTRAINT "invoice_period_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "customer" ADD CONSTRAINT "customer_billing" CHECK ("billing" ->> 'kind' IN ('delivery', 'order', 'period'));
ALTER TABLE "sales_order" ADD CONSTRAINT "sales_order_billing" CHECK ("billing" ->> 'kind' IN ('delivery', 'order', 'period'));
ALTER TABLE "invoice_period" ADD CONSTRAINT "invoice_period_days" CHECK ("first_day" <= "last_day");
ALTER TABLE "billing_run" ADD CONSTRAINT "billing_run_done" CHECK (0 <= "done");

-- What left and is not invoiced is found among all that is.
CREATE INDEX "delivery_line_to_invoice" ON "delivery_line" ("delivery_number") WHERE "invoiced" + "credited" < "quantity";
CREATE INDEX "sales_order_billed_together" ON "sales_order" ("customer_number") WHERE "billing" ->> 'kind' <> 'delivery';

-- `issued_is_append_only` is of 0001.
CREATE TRIGGER "invoice_period_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice_period"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
