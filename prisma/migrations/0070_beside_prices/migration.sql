-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "document_text" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "price_base" DECIMAL(15,3) NOT NULL DEFAULT 1,
ADD COLUMN     "unit_code" TEXT,
ADD COLUMN     "eco_contributions" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "document_text" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "quote_revision" ADD COLUMN     "adjustments" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "quote_line" ADD COLUMN     "adjustments" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "price_base" DECIMAL(15,3) NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "sales_order" ADD COLUMN     "adjustments" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "order_line" ADD COLUMN     "adjustments" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "price_base" DECIMAL(15,3) NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "invoice_line" ADD COLUMN     "adjustments" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "price_base" DECIMAL(15,3) NOT NULL DEFAULT 1;
ALTER TABLE "product" ADD CONSTRAINT "product_price_base" CHECK ("price_base" > 0);
ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_price_base" CHECK ("price_base" > 0);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_price_base" CHECK ("price_base" > 0);
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_price_base" CHECK ("price_base" > 0);

-- What adjustments make of a line, charges less allowances, each rounded once: of an amount that is agreed for what was ordered
-- the part of the quantity, a percentage of what the price comes to, or an amount for each unit.
CREATE FUNCTION "adjusted_by"("adjustments" jsonb, "quantity" numeric, "ordered" numeric, "base" numeric, "digits" int) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
  SELECT COALESCE(sum(CASE a."kind" WHEN 'charge' THEN 1 ELSE -1 END * round(CASE a."basis" WHEN 'amount' THEN a."value" * "quantity" / "ordered"
    WHEN 'percent' THEN "base" * a."value" * 0.01 ELSE a."value" * "quantity" END, "digits")), 0)
  FROM jsonb_to_recordset("adjustments") AS a("kind" text, "basis" text, "value" numeric)
$$;

-- The net of a quantity of a line (EN 16931 BT-131): what its price comes to, rounded once, with its adjustments.
CREATE FUNCTION "line_net"("quantity" numeric, "ordered" numeric, "unit_price" numeric, "price_base" numeric, "discount_percent" numeric,
  "adjustments" jsonb, "digits" int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT round("quantity" * "unit_price" * (100 - "discount_percent") * 0.01 / "price_base", "digits") + CASE WHEN "adjustments" = '[]' THEN 0
    ELSE "adjusted_by"("adjustments", "quantity", "ordered",
      round("quantity" * "unit_price" * (100 - "discount_percent") * 0.01 / "price_base", "digits"), "digits") END
$$;

-- What is outside the scope of VAT (EN 16931 category O) is a class of its own; France has no rate of it (art. 256 and following CGI).
ALTER TABLE "tax_rate" DROP CONSTRAINT "tax_rate_category";
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_category" CHECK (CASE "vat_category"
  WHEN 'S' THEN "vat_rate" > 0 AND "vat_exemption" IS NULL
  WHEN 'Z' THEN "vat_rate" = 0 AND "vat_exemption" IS NULL
  WHEN 'E' THEN "vat_rate" = 0 AND "vat_exemption" IS NOT NULL
  WHEN 'AE' THEN "vat_rate" = 0 AND "vat_exemption" IS NOT NULL
  WHEN 'O' THEN "vat_rate" = 0 AND "vat_exemption" IS NOT NULL
  ELSE false END);
INSERT INTO "tax_rate" ("country", "tax_class", "valid_from", "vat_category", "vat_rate", "vat_exemption")
VALUES ('FR', 'outside-scope', '2014-01-01', 'O', 0, 'VATEX-EU-O') ON CONFLICT DO NOTHING;
-- CreateTable
CREATE TABLE "exchange_rate" (
    "currency" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "rate" DECIMAL(14,8) NOT NULL,

    CONSTRAINT "exchange_rate_pkey" PRIMARY KEY ("currency","valid_from")
);
