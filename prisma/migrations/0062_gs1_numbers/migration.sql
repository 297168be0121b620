-- Numbers of GS1 by which messages name companies, places and goods, and what a customer calls a product of ours.
-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "gln" TEXT;

-- AlterTable
ALTER TABLE "customer_address" ADD COLUMN     "gln" TEXT;

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "gtin" TEXT;

-- CreateTable
CREATE TABLE "customer_item" (
    "customer_number" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "product_number" TEXT NOT NULL,

    CONSTRAINT "customer_item_pkey" PRIMARY KEY ("customer_number","item")
);

-- CreateIndex
CREATE INDEX "customer_item_customer_number_product_number_idx" ON "customer_item"("customer_number", "product_number");

-- AddForeignKey
ALTER TABLE "customer_item" ADD CONSTRAINT "customer_item_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_item" ADD CONSTRAINT "customer_item_product_number_fkey" FOREIGN KEY ("product_number") REFERENCES "product"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A trade item is one product, whatever zeros stand before its number.
CREATE UNIQUE INDEX "product_gtin" ON "product" (lpad("gtin", 14, '0')) WHERE "gtin" IS NOT NULL;
CREATE INDEX "customer_gln" ON "customer" ("gln") WHERE "gln" IS NOT NULL;
CREATE INDEX "customer_address_gln" ON "customer_address" ("gln") WHERE "gln" IS NOT NULL;
