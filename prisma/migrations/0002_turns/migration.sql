-- One order of what happens under the receivables' locks: whoever takes a turn holds the lock, so turns are in the order
-- of the transactions, whatever the clocks say.
CREATE SEQUENCE "turn";

-- AlterTable
ALTER TABLE "payment_allocation" ADD COLUMN     "turn" BIGINT NOT NULL DEFAULT nextval('turn');

-- AlterTable
ALTER TABLE "dunning_step" ADD COLUMN     "turn" BIGINT NOT NULL DEFAULT nextval('turn');

-- AlterTable
ALTER TABLE "mail" ADD COLUMN     "claim_turn" BIGINT;
