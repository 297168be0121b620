-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);
