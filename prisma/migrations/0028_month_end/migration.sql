-- AlterTable
ALTER TABLE "outgoing" ALTER COLUMN "customer_number" DROP NOT NULL;

-- AlterTable
ALTER TABLE "document" ALTER COLUMN "customer_number" DROP NOT NULL;

-- CreateTable
CREATE TABLE "month_end" (
    "month" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "made_on" DATE NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "made_by" TEXT,
    "reason" TEXT,
    "told_codes" TEXT[],

    CONSTRAINT "month_end_pkey" PRIMARY KEY ("month","version")
);

-- What goes out and what is issued is of a customer, but for what our own people are sent.
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_customer" CHECK (("customer_number" IS NULL) = ("kind" = 'month-end'));
ALTER TABLE "document" ADD CONSTRAINT "document_customer"
  CHECK (("customer_number" IS NULL) = ("kind" IN ('month-end', 'month-end-workbook')));

ALTER TABLE "month_end" ADD CONSTRAINT "month_end_numbered" CHECK ("month" ~ '^\d{4}-(0[1-9]|1[0-2])$' AND "version" >= 1);
-- Who asked says why.
ALTER TABLE "month_end" ADD CONSTRAINT "month_end_asked" CHECK (("made_by" IS NULL) = ("reason" IS NULL));
CREATE TRIGGER "month_end_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "month_end"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
