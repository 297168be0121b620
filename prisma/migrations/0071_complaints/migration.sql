-- AlterTable
ALTER TABLE "order_line" ADD COLUMN     "replaces" TEXT,
ADD COLUMN     "returned" DECIMAL(15,3) NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "complaint" (
    "number" TEXT NOT NULL,
    "source" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "customer_number" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "delivery_number" TEXT,
    "invoice_number" TEXT,
    "currency" TEXT NOT NULL,
    "disputed" DECIMAL(18,3),
    "description" TEXT NOT NULL,
    "owner" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "escalations" INTEGER NOT NULL DEFAULT 0,
    "opened_by" TEXT NOT NULL,
    "opened_on" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "credit_note" TEXT,
    "goods_expected" BOOLEAN NOT NULL DEFAULT false,
    "ended_on" DATE,
    "turn" BIGINT NOT NULL DEFAULT nextval('turn'),

    CONSTRAINT "complaint_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "complaint_line" (
    "complaint_number" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,
    "restocked" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "scrapped" DECIMAL(15,3) NOT NULL DEFAULT 0,

    CONSTRAINT "complaint_line_pkey" PRIMARY KEY ("complaint_number","line_no")
);

-- CreateTable
CREATE TABLE "complaint_note" (
    "id" UUID NOT NULL,
    "complaint_number" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "complaint_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "complaint_file" (
    "id" UUID NOT NULL,
    "complaint_number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "complaint_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "complaint_source_key" ON "complaint"("source");

-- CreateIndex
CREATE INDEX "complaint_customer_number_opened_at_idx" ON "complaint"("customer_number", "opened_at");

-- CreateIndex
CREATE INDEX "complaint_order_number_idx" ON "complaint"("order_number");

-- CreateIndex
CREATE INDEX "complaint_opened_on_idx" ON "complaint"("opened_on");

-- CreateIndex
CREATE INDEX "complaint_note_complaint_number_written_at_idx" ON "complaint_note"("complaint_number", "written_at");

-- CreateIndex
CREATE UNIQUE INDEX "complaint_file_complaint_number_sha256_key" ON "complaint_file"("complaint_number", "sha256");

-- AddForeignKey
ALTER TABLE "complaint_line" ADD CONSTRAINT "complaint_line_complaint_number_fkey" FOREIGN KEY ("complaint_number") REFERENCES "complaint"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "complaint_note" ADD CONSTRAINT "complaint_note_complaint_number_fkey" FOREIGN KEY ("complaint_number") REFERENCES "complaint"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "complaint_file" ADD CONSTRAINT "complaint_file_complaint_number_fkey" FOREIGN KEY ("complaint_number") REFERENCES "complaint"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say.
CREATE SEQUENCE "complaint_number";
ALTER TABLE "invoice_series" DROP CONSTRAINT "invoice_series_prefix",
ADD CONSTRAINT "invoice_series_prefix" CHECK (CASE WHEN "prefix" IS NULL THEN "origin" <> 'all'
  ELSE "prefix" ~ '^[A-Z][A-Z0-9]{1,5}$' AND "prefix" NOT IN ('DE', 'SO', 'BL', 'RL', 'RC', 'RCL') END) NOT VALID;
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_returned" CHECK (0 <= "returned" AND "returned" <= "delivered");
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_replaces_free" CHECK ("replaces" IS NULL OR ("unit_price" = 0 AND "net" = 0));
ALTER TABLE "complaint" ADD CONSTRAINT "complaint_disputed" CHECK ("disputed" >= 0);
ALTER TABLE "complaint" ADD CONSTRAINT "complaint_status" CHECK (CASE "status"
  WHEN 'open' THEN "outcome" IS NULL AND "ended_on" IS NULL
  WHEN 'awaiting-goods' THEN "outcome" IS NOT NULL AND "goods_expected" AND "ended_on" IS NULL
  WHEN 'closed' THEN "outcome" IS NOT NULL AND "ended_on" IS NOT NULL
  WHEN 'withdrawn' THEN "outcome" IS NULL AND "ended_on" IS NOT NULL
  ELSE false END);
ALTER TABLE "complaint" ADD CONSTRAINT "complaint_outcome" CHECK (
  (("outcome" IS NULL) = ("decided_by" IS NULL)) AND (("outcome" IS NULL) = ("decided_at" IS NULL))
  AND (("outcome" IS NOT DISTINCT FROM 'credit-note') = ("credit_note" IS NOT NULL)));
ALTER TABLE "complaint_line" ADD CONSTRAINT "complaint_line_quantity" CHECK (
  "quantity" > 0 AND 0 <= "restocked" AND 0 <= "scrapped" AND "restocked" + "scrapped" <= "quantity");
ALTER TABLE "complaint_file" ADD CONSTRAINT "complaint_file_size" CHECK ("size" = octet_length("content") AND "size" > 0);

-- Reminders go to our own people, as month ends do.
ALTER TABLE "outgoing" DROP CONSTRAINT "outgoing_customer";
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_customer"
  CHECK (("customer_number" IS NULL) = ("kind" IN ('month-end', 'complaint-reminder')));

-- The board: what waits, what is due first before the rest.
CREATE INDEX "complaint_waiting" ON "complaint" ("due_at", "number_order"("number")) WHERE "ended_on" IS NULL;
CREATE INDEX "complaint_by_due" ON "complaint" ("due_at", "number_order"("number"));
CREATE INDEX "complaint_by_opened" ON "complaint" ("opened_at", "number_order"("number"));
CREATE INDEX "complaint_by_number" ON "complaint" ("number_order"("number"));
-- What is disputed of a customer's invoices is asked before each letter; of an invoice, on its page.
CREATE INDEX "complaint_disputing" ON "complaint" ("customer_number") WHERE "status" = 'open';
CREATE INDEX "complaint_of_invoice" ON "complaint" ("invoice_number") WHERE "invoice_number" IS NOT NULL;
CREATE INDEX "complaint_of_delivery" ON "complaint" ("delivery_number") WHERE "delivery_number" IS NOT NULL;
CREATE INDEX "order_line_replacing" ON "order_line" ("replaces") WHERE "replaces" IS NOT NULL;

-- Files and notes are kept as they came; a person is erased from their words. `issued_is_append_only` is of 0001.
CREATE TRIGGER "complaint_file_append_only" BEFORE DELETE OR TRUNCATE ON "complaint_file"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "complaint_file_stands_still" BEFORE UPDATE ON "complaint_file" FOR EACH ROW
  WHEN ((OLD."id", OLD."complaint_number", OLD."mime", OLD."size", OLD."sha256", OLD."content", OLD."added_by", OLD."added_at")
    IS DISTINCT FROM (NEW."id", NEW."complaint_number", NEW."mime", NEW."size", NEW."sha256", NEW."content", NEW."added_by", NEW."added_at"))
  EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "complaint_note_append_only" BEFORE DELETE OR TRUNCATE ON "complaint_note"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "complaint_note_stands_still" BEFORE UPDATE ON "complaint_note" FOR EACH ROW
  WHEN ((OLD."id", OLD."complaint_number", OLD."written_by", OLD."written_at")
    IS DISTINCT FROM (NEW."id", NEW."complaint_number", NEW."written_by", NEW."written_at"))
  EXECUTE FUNCTION "issued_is_append_only"();
