-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "done_tx" BIGINT;

-- A line is ended by many statements, and what ended it stands in the audit of the same transaction.
CREATE FUNCTION "work_item_ends"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."done_tx" := CASE NEW."status" WHEN 'done' THEN (pg_current_xact_id()::text)::bigint END;
  RETURN NEW;
END $$;
CREATE TRIGGER "work_item_ends" BEFORE UPDATE OF "status" ON "work_item" FOR EACH ROW
  WHEN (NEW."status" IS DISTINCT FROM OLD."status") EXECUTE FUNCTION "work_item_ends"();

-- Lines that are done already: what was written of the same order or customer at the same moment.
UPDATE "work_item" w SET "done_tx" = a."tx" FROM "audit_entry" a
WHERE w."status" = 'done' AND a."at" = w."done_at" AND a."tx" IS NOT NULL
  AND (a."order_number" = w."order_number" OR a."customer_number" = w."customer_number" OR a."entity_id" = w."id");
