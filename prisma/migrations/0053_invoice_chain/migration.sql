-- CreateTable
CREATE TABLE "invoice_link" (
    "series" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "invoice_link_pkey" PRIMARY KEY ("series","sequence")
);

-- AlterTable
ALTER TABLE "audit_seal" ADD COLUMN     "heads" JSONB;

CREATE TRIGGER "invoice_link_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice_link"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();

-- What an invoice adds to the chain of its series. An amount without closing zeros: it is the same in a wider column.
CREATE FUNCTION "link_hash"("before" text, "series" text, "sequence" int, "number" text, "issue_date" date, "currency" text,
  "gross" numeric, "snapshot_hash" text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array("before", "series", "sequence", "number", "issue_date", "currency",
    trim_scale("gross"), "snapshot_hash")::text, 'UTF8')), 'hex')
$$;

-- The same over a whole series, as a window ordered by its numbers.
CREATE AGGREGATE "link_hashes"("series" text, "sequence" int, "number" text, "issue_date" date, "currency" text, "gross" numeric,
  "snapshot_hash" text) (SFUNC = "link_hash", STYPE = text, INITCOND = '');

-- What is on record is chained as it stands.
INSERT INTO "invoice_link" ("series", "sequence", "number", "hash")
SELECT i."series", i."sequence", i."number", "link_hashes"(i."series", i."sequence", i."number", i."issue_date", i."currency",
  i."gross", d."snapshot_hash") OVER (PARTITION BY i."series" ORDER BY i."sequence")
FROM "invoice" i JOIN "document" d ON d."id" = 'invoice:' || i."number" WHERE i."series" IS NOT NULL;

-- A document of an invoice is chained by the statement that issues it. Whoever issues it holds the row of its series, so that
-- the last link is the one before it. The application writes no link by itself.
CREATE FUNCTION "invoices_are_chained"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "issued" record;
BEGIN
  FOR "issued" IN SELECT i."series", i."sequence", i."number", i."issue_date", i."currency", i."gross", n."snapshot_hash"
    FROM "after" n JOIN "invoice" i ON i."number" = n."number"
    WHERE n."kind" IN ('invoice', 'credit-note', 'corrective', 'deposit') AND i."series" IS NOT NULL
    ORDER BY i."series", i."sequence"
  LOOP
    INSERT INTO "invoice_link" ("series", "sequence", "number", "hash")
    VALUES ("issued"."series", "issued"."sequence", "issued"."number", "link_hash"(
      coalesce((SELECT l."hash" FROM "invoice_link" l WHERE l."series" = "issued"."series" ORDER BY l."sequence" DESC LIMIT 1), ''),
      "issued"."series", "issued"."sequence", "issued"."number", "issued"."issue_date", "issued"."currency", "issued"."gross",
      "issued"."snapshot_hash"));
  END LOOP;
  RETURN NULL;
END
$$;
CREATE TRIGGER "document_chained" AFTER INSERT ON "document" REFERENCING NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "invoices_are_chained"();

-- A seal names the head of each chain that moved since the seal before, and hashes them with the rows. One that commits after
-- that seal began less than the longest transaction before it.
CREATE OR REPLACE FUNCTION "seal_audit"("run" text, "longest_transaction" interval, "most" int) RETURNS SETOF "audit_seal"
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before "audit_seal";
BEGIN
  LOCK TABLE "audit_seal" IN SHARE ROW EXCLUSIVE MODE;
  RETURN QUERY SELECT * FROM "audit_seal" s WHERE s.key = run;
  IF FOUND THEN
    RETURN;
  END IF;
  SELECT * INTO before FROM "audit_seal" ORDER BY "number" DESC LIMIT 1;
  RETURN QUERY
    WITH old AS (
      SELECT a.id FROM "audit_entry" a WHERE a.id > COALESCE(before.last_id, 0) AND a.at < clock_timestamp() - longest_transaction
      ORDER BY a.id LIMIT most
    ), sealed AS (
      SELECT max(a.id) AS last_id, count(*)::int AS rows, string_agg("audit_digest"(a), '' ORDER BY a.id) AS digests
      FROM "audit_entry" a WHERE a.id > COALESCE(before.last_id, 0) AND a.id <= (SELECT max(old.id) FROM old)
    ), moved AS (
      SELECT jsonb_object_agg(s.key, jsonb_build_object('sequence', l.sequence, 'hash', l.hash)) AS heads
      FROM "series" s CROSS JOIN LATERAL (
        SELECT k.sequence, k.hash, k.linked_at FROM "invoice_link" k WHERE k.series = s.key ORDER BY k.sequence DESC LIMIT 1) l
      WHERE before.number IS NULL OR l.linked_at >= before.sealed_at - longest_transaction
    )
    INSERT INTO "audit_seal" ("number", "key", "last_id", "rows", "hash", "heads")
    SELECT COALESCE(before.number, 0) + 1, run, s.last_id, s.rows,
      encode(sha256(convert_to(COALESCE(before.hash, '') || s.digests || COALESCE(m.heads::text, ''), 'UTF8')), 'hex'), m.heads
    FROM sealed s, moved m WHERE s.rows > 0
    RETURNING *;
END
$$;
