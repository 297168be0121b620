-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "payee" JSONB;

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "payee" JSONB;
