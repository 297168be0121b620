-- Rows that are there keep none: what was read of them was read.
ALTER TABLE "audit_entry" ADD COLUMN     "tx" BIGINT;
ALTER TABLE "audit_entry" ALTER COLUMN "tx" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- CreateIndex
CREATE INDEX "audit_entry_tx_id_idx" ON "audit_entry"("tx", "id");
