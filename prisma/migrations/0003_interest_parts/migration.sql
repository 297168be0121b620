-- AlterTable
ALTER TABLE "dunning_step" ADD COLUMN     "interest_parts" JSONB NOT NULL DEFAULT '[]';
