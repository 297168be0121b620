-- AlterTable
ALTER TABLE "outgoing" ADD COLUMN     "away_since" TIMESTAMPTZ(3);
