-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "invoice_channel" TEXT NOT NULL DEFAULT 'mail';

-- CreateTable
CREATE TABLE "platform_message" (
    "sha256" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "found" TEXT,

    CONSTRAINT "platform_message_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "invoice_status" (
    "id" TEXT NOT NULL,
    "invoice_number" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "amounts" JSONB NOT NULL DEFAULT '[]',
    "message_sha256" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_lifecycle" (
    "invoice_number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "issue_date" DATE NOT NULL,
    "code" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_lifecycle_pkey" PRIMARY KEY ("invoice_number")
);

-- CreateIndex
CREATE INDEX "invoice_status_invoice_number_at_idx" ON "invoice_status"("invoice_number", "at");

-- AddForeignKey
ALTER TABLE "invoice_status" ADD CONSTRAINT "invoice_status_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_status" ADD CONSTRAINT "invoice_status_message_sha256_fkey" FOREIGN KEY ("message_sha256") REFERENCES "platform_message"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_lifecycle" ADD CONSTRAINT "invoice_lifecycle_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "customer" ADD CONSTRAINT "customer_invoice_channel" CHECK ("invoice_channel" IN ('mail', 'platform', 'peppol', 'portal', 'paper'));

-- Mails are no longer all that goes out.
ALTER TABLE "outgoing" DROP CONSTRAINT "outgoing_says";
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_says" CHECK (
  "recipient" <> '' AND "channel" IN ('mail', 'platform', 'peppol', 'portal', 'paper') AND ("snapshot" IS NOT NULL) = ("snapshot_hash" IS NOT NULL)
  AND ("snapshot" IS NOT NULL OR cardinality("documents") > 0));

ALTER TABLE "platform_message" ADD CONSTRAINT "platform_message_found" CHECK (
  ("read_at" IS NULL) = ("found" IS NULL) AND ("found" IS NULL OR "found" IN ('status', 'known', 'stranger', 'unread')));
ALTER TABLE "invoice_status" ADD CONSTRAINT "invoice_status_direction" CHECK (CASE "direction"
  WHEN 'in' THEN "message_sha256" IS NOT NULL WHEN 'out' THEN "message_sha256" IS NULL ELSE false END);
CREATE TRIGGER "invoice_status_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice_status"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
-- What came is kept as it came; that it was read is noted once.
CREATE TRIGGER "platform_message_stays" BEFORE DELETE OR TRUNCATE ON "platform_message"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "platform_message_read_once" BEFORE UPDATE ON "platform_message" FOR EACH ROW
  WHEN (OLD."read_at" IS NOT NULL OR to_jsonb(OLD) - 'read_at' - 'found' IS DISTINCT FROM to_jsonb(NEW) - 'read_at' - 'found')
  EXECUTE FUNCTION "issued_is_append_only"();
CREATE INDEX "platform_message_waiting" ON "platform_message" ("received_at", "sha256") WHERE "read_at" IS NULL;

-- Invoices by their status, in the order of their days.
CREATE INDEX "invoice_lifecycle_of_code" ON "invoice_lifecycle" ("code", "issue_date", "number_order"("invoice_number"));
