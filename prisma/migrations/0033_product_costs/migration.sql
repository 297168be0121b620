-- CreateTable
CREATE TABLE "product_cost" (
    "product_number" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "cost" DECIMAL(18,4) NOT NULL,

    CONSTRAINT "product_cost_pkey" PRIMARY KEY ("product_number","valid_from")
);

-- AddForeignKey
ALTER TABLE "product_cost" ADD CONSTRAINT "product_cost_product_number_fkey" FOREIGN KEY ("product_number") REFERENCES "product"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "product_cost" ADD CONSTRAINT "product_cost_not_negative" CHECK ("cost" >= 0);
