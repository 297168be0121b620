-- CreateTable
CREATE TABLE "credit_request" (
    "id" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "invoice_number" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "amount" DECIMAL(18,3) NOT NULL,
    "currency" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decision" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "credit_note" TEXT,

    CONSTRAINT "credit_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "credit_request_invoice_number_idx" ON "credit_request"("invoice_number");

-- AddForeignKey
ALTER TABLE "credit_request" ADD CONSTRAINT "credit_request_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One of an invoice waits at a time; what was decided stands.
CREATE UNIQUE INDEX "credit_request_waiting" ON "credit_request" ("invoice_number") WHERE "decision" IS NULL;
ALTER TABLE "credit_request" ADD CONSTRAINT "credit_request_decided" CHECK (
  ("decision" IS NULL) = ("decided_by" IS NULL) AND ("decision" IS NULL) = ("decided_at" IS NULL) AND ("decision" IS NULL) = ("reason" IS NULL)
  AND ("decision" IS NULL OR "decision" IN ('grant', 'refuse')) AND ("credit_note" IS NOT NULL) = (COALESCE("decision", '') = 'grant'));
CREATE TRIGGER "credit_request_decided_once" BEFORE UPDATE ON "credit_request" FOR EACH ROW
  WHEN (OLD."decision" IS NOT NULL OR to_jsonb(OLD) - '{decision,decided_by,decided_at,reason,credit_note}'::text[]
    IS DISTINCT FROM to_jsonb(NEW) - '{decision,decided_by,decided_at,reason,credit_note}'::text[]) EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "credit_request_append_only" BEFORE DELETE OR TRUNCATE ON "credit_request"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
