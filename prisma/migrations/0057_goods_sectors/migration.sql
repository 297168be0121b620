-- AlterTable
ALTER TABLE "product" ADD COLUMN     "goods_sector" TEXT;
