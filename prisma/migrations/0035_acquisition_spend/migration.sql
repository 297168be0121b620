-- CreateTable
CREATE TABLE "acquisition_spend" (
    "id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "amount" DECIMAL(18,3) NOT NULL,
    "currency" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "entered_by" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "acquisition_spend_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "acquisition_spend_month_idx" ON "acquisition_spend"("month");
