-- AlterTable
ALTER TABLE "kpi_rollup" ADD COLUMN     "size" INTEGER NOT NULL DEFAULT 0;
