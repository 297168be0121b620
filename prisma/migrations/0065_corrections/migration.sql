-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "is_counterpart" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "replaces" TEXT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_replaces_fkey" FOREIGN KEY ("replaces") REFERENCES "invoice"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- A number of another system is in no series of ours, and neither is what books the taking back of a corrective invoice.
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_series";
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_series" CHECK (
  ("series" IS NULL) = ("move_in_id" IS NOT NULL OR "is_counterpart") AND ("series" IS NULL) = ("sequence" IS NULL));
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_counterpart" CHECK (NOT "is_counterpart" OR ("kind" = 'credit-note' AND "move_in_id" IS NULL));

-- An invoice takes the place of one other, and that is done once; a corrective one names it as what it corrects.
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_replaces" CHECK (CASE "kind"
  WHEN 'corrective' THEN "replaces" IS NOT NULL AND "replaces" = "corrects" AND "gross" >= 0
  WHEN 'invoice' THEN true
  ELSE "replaces" IS NULL END);
CREATE UNIQUE INDEX "invoice_of_replaced" ON "invoice" ("replaces") WHERE "replaces" IS NOT NULL;

-- What of a credit was deducted from an invoice can be undone, for a reason; like the deduction it has a row on each side.
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_kind";
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "item_kind" = 'receivable'
  WHEN 'credit-note' THEN "item_kind" = 'receivable' AND "amount" < 0
  WHEN 'application' THEN "item_kind" = 'receivable' AND "payment_id" IS NULL
  WHEN 'application-undone' THEN "item_kind" = 'receivable' AND "payment_id" IS NULL AND "reverses" IS NOT NULL AND "reason" IS NOT NULL
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
DROP INDEX "ledger_entry_posting";
CREATE UNIQUE INDEX "ledger_entry_posting" ON "ledger_entry" ("posting", "item_kind", "payment_id") NULLS NOT DISTINCT
  WHERE "kind" NOT IN ('application', 'application-undone');
DROP INDEX "ledger_entry_application";
CREATE UNIQUE INDEX "ledger_entry_application" ON "ledger_entry" ("posting", "invoice_number") WHERE "kind" IN ('application', 'application-undone');

-- Credit notes and other invoices that are few are found among all, latest first.
CREATE INDEX "invoice_of_kind" ON "invoice" ("kind", "issue_date", "number_order"("number")) WHERE "kind" <> 'invoice';

-- What takes the place of an invoice is of all its orders, too.
CREATE OR REPLACE FUNCTION "invoices_are_of_orders"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "invoice_order" ("invoice_number", "order_number")
    SELECT i."number", i."order_number" FROM "after" i
    UNION SELECT i."number", o."order_number" FROM "after" i JOIN "invoice_order" o ON o."invoice_number" IN (i."corrects", i."replaces")
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
