-- AlterTable
ALTER TABLE "move_in_refused" ADD COLUMN     "said" JSONB;
