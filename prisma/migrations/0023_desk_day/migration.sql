-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "tracking" TEXT;

-- CreateTable
CREATE TABLE "preparation" (
    "id" UUID NOT NULL,
    "order_number" TEXT NOT NULL,
    "deliveries" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "prepared_by" TEXT NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preparation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "information_request" (
    "id" UUID NOT NULL,
    "order_number" TEXT NOT NULL,
    "asker" TEXT NOT NULL,
    "note" TEXT,
    "asked_on" DATE NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "logged_by" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "information_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "preparation_order_number_prepared_at_idx" ON "preparation"("order_number", "prepared_at");

-- CreateIndex
CREATE INDEX "information_request_asked_on_asker_idx" ON "information_request"("asked_on", "asker");

-- CreateIndex
CREATE INDEX "information_request_order_number_idx" ON "information_request"("order_number");
