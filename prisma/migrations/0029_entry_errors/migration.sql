-- AlterTable
ALTER TABLE "discrepancy" ADD COLUMN     "cause" TEXT,
ADD COLUMN     "decided_on" DATE;

-- CreateTable
CREATE TABLE "order_amendment" (
    "order_number" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "amended_on" DATE NOT NULL,
    "amended_by" TEXT NOT NULL,
    "cause" TEXT,
    "types" TEXT[],

    CONSTRAINT "order_amendment_pkey" PRIMARY KEY ("order_number","version")
);

-- CreateIndex
CREATE INDEX "order_amendment_amended_on_idx" ON "order_amendment"("amended_on");

-- CreateIndex
CREATE INDEX "discrepancy_decided_on_idx" ON "discrepancy"("decided_on");

ALTER TABLE "discrepancy" ADD CONSTRAINT "discrepancy_cause" CHECK ("cause" IN ('entry', 'customer', 'quote', 'price-list', 'none'));
ALTER TABLE "order_amendment" ADD CONSTRAINT "order_amendment_cause" CHECK ("cause" IN ('entry', 'customer', 'quote', 'price-list', 'none'));
