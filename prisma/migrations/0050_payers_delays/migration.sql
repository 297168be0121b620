-- Spells are worked anew, with what they tell; until then who drifts is told from the payments.
DELETE FROM "kpi_payer";
DELETE FROM "kpi_family" WHERE "family" = 'payer';

-- AlterTable
ALTER TABLE "kpi_payer" ADD COLUMN     "delay_before" DECIMAL(9,1) NOT NULL,
ADD COLUMN     "delay_now" DECIMAL(9,1) NOT NULL,
ADD COLUMN     "paid_on" DATE NOT NULL;
