-- AlterTable
ALTER TABLE "customer" ALTER COLUMN "exposure" SET DATA TYPE DECIMAL(27,3);

-- AlterTable
ALTER TABLE "credit_decision" ALTER COLUMN "exposure_before" SET DATA TYPE DECIMAL(27,3),
ALTER COLUMN "overdue" SET DATA TYPE DECIMAL(27,3);

-- AlterTable
ALTER TABLE "work_item" ALTER COLUMN "amount" SET DATA TYPE DECIMAL(27,3);
