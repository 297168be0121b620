-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "customer_address" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "customer_contact" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "quote" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "sales_order" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "move_in_id" UUID,
ALTER COLUMN "series" DROP NOT NULL,
ALTER COLUMN "sequence" DROP NOT NULL;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "move_in_id" UUID;

-- AlterTable
ALTER TABLE "dunning_step" ADD COLUMN     "move_in_id" UUID;

-- CreateTable
CREATE TABLE "move_in" (
    "id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "files" JSONB NOT NULL,
    "totals" JSONB NOT NULL,
    "signed_by" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_audit" BIGINT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "undone_by" TEXT,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "move_in_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "move_in_digest_idx" ON "move_in"("digest");

-- Few rows of a house are moved in, once: nothing that is made here pays for finding them.
CREATE INDEX "customer_moved_in" ON "customer" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "product_moved_in" ON "product" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "quote_moved_in" ON "quote" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "sales_order_moved_in" ON "sales_order" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "delivery_moved_in" ON "delivery" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "invoice_moved_in" ON "invoice" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "payment_moved_in" ON "payment" ("move_in_id") WHERE "move_in_id" IS NOT NULL;
CREATE INDEX "dunning_step_moved_in" ON "dunning_step" ("move_in_id") WHERE "move_in_id" IS NOT NULL;

-- A number is of a series of ours, with its place, or of another system.
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_series" CHECK (("series" IS NULL) = ("move_in_id" IS NOT NULL) AND ("series" IS NULL) = ("sequence" IS NULL));
-- What was paid of an invoice before it was moved in, where no payment says it.
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_kind";
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "item_kind" = 'receivable'
  WHEN 'payment' THEN "item_kind" = 'payment'
  WHEN 'allocation' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NULL
  WHEN 'reversal' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NOT NULL AND ("reason" IS NULL) <> ("returned_by" IS NULL)
  WHEN 'return' THEN "item_kind" = 'payment'
  WHEN 'claim-raised' THEN "item_kind" = 'claim' AND "amount" > 0
  WHEN 'claim-waived' THEN "item_kind" = 'claim' AND "amount" < 0 AND "reason" IS NOT NULL
  WHEN 'write-off' THEN "item_kind" = 'receivable' AND "reason" IS NOT NULL
  WHEN 'paid-before' THEN "item_kind" = 'receivable' AND "payment_id" IS NULL
  ELSE false END);

-- Many rows come or go at once: how many there are is known before the next statement is planned.
CREATE FUNCTION "analyze_books"() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  ANALYZE "invoice_open", "customer", "customer_address", "customer_contact", "product", "stock", "quote", "quote_revision", "quote_line", "sales_order",
    "order_line", "delivery", "delivery_line", "invoice", "invoice_line", "invoice_source", "receivable", "payment", "ledger_entry",
    "exposure", "dunning_step", "audit_entry";
END
$$;
REVOKE EXECUTE ON FUNCTION "analyze_books"() FROM PUBLIC;

-- The first thing that was done here with what a move-in brought, in words for whoever wants to undo it; null: nothing.
CREATE FUNCTION "move_in_live"("batch" uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    (SELECT a."action" || ' ' || a."entity" || ' ' || a."entity_id" FROM "audit_entry" a, "move_in" m
      WHERE m."id" = "batch" AND a."id" > m."last_audit" AND a."action" NOT IN ('move-in.signed-off', 'process.repaired') AND (
        a."order_number" IN (SELECT "number" FROM "sales_order" WHERE "move_in_id" = "batch")
        OR a."customer_number" IN (SELECT "number" FROM "customer" WHERE "move_in_id" = "batch")
        OR a."entity" = 'invoice' AND a."entity_id" IN (SELECT "number" FROM "invoice" WHERE "move_in_id" = "batch")
        OR a."entity" = 'quote' AND a."entity_id" IN (SELECT "number" FROM "quote" WHERE "move_in_id" = "batch")
        OR a."entity" = 'product' AND a."entity_id" IN (SELECT "number" FROM "product" WHERE "move_in_id" = "batch")
        OR a."entity" = 'payment' AND a."entity_id" IN (SELECT "id"::text FROM "payment" WHERE "move_in_id" = "batch"))
      ORDER BY a."id" LIMIT 1),
    (SELECT 'order ' || l."order_number" FROM "order_line" l JOIN "product" p ON p."number" = l."product_number"
      JOIN "sales_order" o ON o."number" = l."order_number"
      WHERE p."move_in_id" = "batch" AND o."move_in_id" IS DISTINCT FROM "batch" LIMIT 1),
    (SELECT 'quote ' || l."quote_number" FROM "quote_line" l JOIN "product" p ON p."number" = l."product_number"
      JOIN "quote" q ON q."number" = l."quote_number"
      WHERE p."move_in_id" = "batch" AND q."move_in_id" IS DISTINCT FROM "batch" LIMIT 1),
    (SELECT 'stock receipt ' || l."receipt_reference" FROM "stock_receipt_line" l JOIN "product" p ON p."number" = l."product_number"
      WHERE p."move_in_id" = "batch" LIMIT 1),
    (SELECT 'order ' || w."order_number" || ' waits for ' || w."product_number" FROM "order_line" w
      JOIN "sales_order" o ON o."number" = w."order_number"
      WHERE w."waiting" AND o."move_in_id" IS DISTINCT FROM "batch" AND w."product_number" IN (SELECT l."product_number"
        FROM "order_line" l JOIN "sales_order" b ON b."number" = l."order_number" WHERE b."move_in_id" = "batch" AND l."allocated" > 0) LIMIT 1))
$$;

-- Takes back what a move-in brought, all of it, while nothing was done with it here: the only way in which rows that stand
-- still leave, and those of a move-in alone. Answers what had processes.
CREATE FUNCTION "undo_move_in"("batch" uuid, "who" text) RETURNS TABLE ("kind" text, "number" text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  "live" text;
BEGIN
  PERFORM FROM "move_in" m WHERE m."id" = "batch" AND m."undone_at" IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no such move-in'; END IF;
  LOCK TABLE "customer", "sales_order", "invoice", "payment", "product", "quote" IN SHARE ROW EXCLUSIVE MODE;
  "live" := "move_in_live"("batch");
  IF "live" IS NOT NULL THEN RAISE EXCEPTION 'move-in is live: %', "live" USING ERRCODE = 'ENC01'; END IF;
  CREATE TEMP TABLE "undone" ON COMMIT DROP AS
    SELECT 'order'::text AS "kind", o."number" FROM "sales_order" o WHERE o."move_in_id" = "batch"
    UNION ALL SELECT DISTINCT 'account', i."customer_number" FROM "invoice" i WHERE i."move_in_id" = "batch"
    UNION SELECT 'account', p."customer_number" FROM "payment" p WHERE p."move_in_id" = "batch" AND p."customer_number" IS NOT NULL;
  CREATE TEMP TABLE "undone_account" ON COMMIT DROP AS
    SELECT DISTINCT o."customer_number" AS "number" FROM "sales_order" o WHERE o."move_in_id" = "batch"
    UNION SELECT u."number" FROM "undone" u WHERE u."kind" = 'account';
  ALTER TABLE "ledger_entry" DISABLE TRIGGER "ledger_entry_append_only";
  ALTER TABLE "invoice_source" DISABLE TRIGGER "invoice_source_append_only";
  ALTER TABLE "invoice_line" DISABLE TRIGGER "invoice_line_append_only";
  ALTER TABLE "invoice" DISABLE TRIGGER "invoice_append_only";
  ALTER TABLE "delivery_line" DISABLE TRIGGER "delivery_line_kept";
  ALTER TABLE "quote_line" DISABLE TRIGGER "quote_line_append_only";
  ALTER TABLE "quote_revision" DISABLE TRIGGER "quote_revision_append_only";
  DELETE FROM "dunning_step" s WHERE s."move_in_id" = "batch";
  DELETE FROM "ledger_entry" e USING "invoice" i WHERE i."number" = e."invoice_number" AND i."move_in_id" = "batch";
  DELETE FROM "ledger_entry" e USING "payment" p WHERE p."id" = e."payment_id" AND p."move_in_id" = "batch";
  DELETE FROM "invoice_source" s USING "invoice" i WHERE i."number" = s."invoice_number" AND i."move_in_id" = "batch";
  DELETE FROM "invoice_line" l USING "invoice" i WHERE i."number" = l."invoice_number" AND i."move_in_id" = "batch";
  DELETE FROM "exposure" x USING "invoice" i WHERE x."kind" = 'invoice' AND x."reference" = i."number" AND x."customer_number" = i."customer_number" AND i."move_in_id" = "batch";
  DELETE FROM "exposure" x USING "payment" p WHERE x."kind" = 'payment' AND x."reference" = p."id"::text AND x."customer_number" = p."customer_number" AND p."move_in_id" = "batch";
  DELETE FROM "exposure" x USING "sales_order" o WHERE x."kind" = 'order' AND x."reference" = o."number" AND x."customer_number" = o."customer_number" AND o."move_in_id" = "batch";
  DELETE FROM "invoice_open" o USING "invoice" i WHERE i."number" = o."invoice_number" AND i."move_in_id" = "batch";
  DELETE FROM "receivable" r USING "invoice" i WHERE i."number" = r."invoice_number" AND i."move_in_id" = "batch";
  DELETE FROM "invoice" i WHERE i."move_in_id" = "batch";
  DELETE FROM "payment" p WHERE p."move_in_id" = "batch";
  DELETE FROM "delivery_line" l USING "delivery" d WHERE d."number" = l."delivery_number" AND d."move_in_id" = "batch";
  DELETE FROM "delivery" d WHERE d."move_in_id" = "batch";
  UPDATE "stock" s SET "allocated" = s."allocated" - l."allocated" FROM (SELECT l."product_number", sum(l."allocated") AS "allocated"
    FROM "order_line" l JOIN "sales_order" o ON o."number" = l."order_number" WHERE o."move_in_id" = "batch" GROUP BY 1) l
    WHERE s."product_number" = l."product_number" AND l."allocated" > 0;
  DELETE FROM "order_line" l USING "sales_order" o WHERE o."number" = l."order_number" AND o."move_in_id" = "batch";
  DELETE FROM "sales_order" o WHERE o."move_in_id" = "batch";
  DELETE FROM "quote_line" l USING "quote" q WHERE q."number" = l."quote_number" AND q."move_in_id" = "batch";
  DELETE FROM "quote_revision" r USING "quote" q WHERE q."number" = r."quote_number" AND q."move_in_id" = "batch";
  DELETE FROM "quote" q WHERE q."move_in_id" = "batch";
  DELETE FROM "customer_contact" c WHERE c."move_in_id" = "batch";
  DELETE FROM "customer_address" c WHERE c."move_in_id" = "batch";
  UPDATE "customer" c SET "exposure" = COALESCE((SELECT sum(x."amount") FROM "exposure" x WHERE x."customer_number" = c."number"), 0)
    WHERE c."number" IN (SELECT u."number" FROM "undone_account" u);
  UPDATE "customer" c SET "parent_number" = NULL, "payer_number" = NULL WHERE c."move_in_id" = "batch";
  DELETE FROM "customer" c WHERE c."move_in_id" = "batch";
  DELETE FROM "stock" s USING "product" p WHERE p."number" = s."product_number" AND p."move_in_id" = "batch";
  DELETE FROM "product" p WHERE p."move_in_id" = "batch";
  ALTER TABLE "ledger_entry" ENABLE TRIGGER "ledger_entry_append_only";
  ALTER TABLE "invoice_source" ENABLE TRIGGER "invoice_source_append_only";
  ALTER TABLE "invoice_line" ENABLE TRIGGER "invoice_line_append_only";
  ALTER TABLE "invoice" ENABLE TRIGGER "invoice_append_only";
  ALTER TABLE "delivery_line" ENABLE TRIGGER "delivery_line_kept";
  ALTER TABLE "quote_line" ENABLE TRIGGER "quote_line_append_only";
  ALTER TABLE "quote_revision" ENABLE TRIGGER "quote_revision_append_only";
  UPDATE "move_in" m SET "undone_by" = "who", "undone_at" = now() WHERE m."id" = "batch";
  RETURN QUERY SELECT u."kind", u."number" FROM "undone" u ORDER BY 1, 2;
END
$$;
REVOKE EXECUTE ON FUNCTION "undo_move_in"(uuid, text) FROM PUBLIC;
