-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "digest" TEXT,
ALTER COLUMN "at" SET DEFAULT now();

-- CreateTable
CREATE TABLE "audit_seal" (
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_key_key" ON "audit_seal"("key");

-- What was issued or decided is added to and never rewritten, by nobody. `issued_is_append_only` is of 0001.
CREATE TRIGGER "invoice_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "invoice_line_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice_line"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "invoice_source_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "invoice_source"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "credit_decision_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "credit_decision"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "quote_revision_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "quote_revision"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "quote_line_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "quote_line"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "stock_receipt_line_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "stock_receipt_line"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "delivery_line_kept" BEFORE DELETE OR TRUNCATE ON "delivery_line"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "delivery_line_stands_still" BEFORE UPDATE ON "delivery_line" FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'invoiced' IS DISTINCT FROM to_jsonb(NEW) - 'invoiced') EXECUTE FUNCTION "issued_is_append_only"();

-- A series of numbers goes forward one by one, and its dates do not go back.
CREATE FUNCTION "series_goes_forward"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a series of numbers only goes forward, one by one';
END
$$;
CREATE TRIGGER "series_kept" BEFORE DELETE OR TRUNCATE ON "series"
  FOR EACH STATEMENT EXECUTE FUNCTION "series_goes_forward"();
CREATE TRIGGER "series_goes_forward" BEFORE UPDATE ON "series" FOR EACH ROW
  WHEN (NEW."key" <> OLD."key" OR NEW."last" <> OLD."last" + 1
    OR OLD."last_date" IS NOT NULL AND (NEW."last_date" IS NULL OR NEW."last_date" < OLD."last_date"))
  EXECUTE FUNCTION "series_goes_forward"();

-- Deliveries of past days bear the rates of those days. Wider by a day than the program's own rule, which knows the
-- company's zone: this is the wall behind it.
CREATE FUNCTION "tax_rate_of_past_days_stands"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD."valid_from" < CURRENT_DATE THEN
    RAISE EXCEPTION 'a rate in force is never changed or deleted';
  END IF;
  IF TG_OP <> 'DELETE' AND NEW."valid_from" < CURRENT_DATE AND EXISTS (SELECT FROM "tax_rate" t
    WHERE t."country" = NEW."country" AND t."tax_class" = NEW."tax_class" AND t."valid_from" < CURRENT_DATE) THEN
    RAISE EXCEPTION 'a rate in force is followed by another only from a day to come';
  END IF;
  RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER "tax_rate_of_past_days_stands" BEFORE INSERT OR UPDATE OR DELETE ON "tax_rate"
  FOR EACH ROW EXECUTE FUNCTION "tax_rate_of_past_days_stands"();

-- What a seal covers of an audit row: all of it, as it was written.
CREATE FUNCTION "audit_digest"(a "audit_entry") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(a.digest, encode(sha256(convert_to(jsonb_build_array(a.id, extract(epoch FROM a.at), a.on_date, a.actor, a.role,
    a.request_id, a.action, a.entity, a.entity_id, a.order_number, a.customer_number, a.before, a.after)::text, 'UTF8')), 'hex'))
$$;

-- An audit row is changed in one way: facts about a person leave it, and the digest of what it was stays.
CREATE FUNCTION "audit_entry_keeps_its_digest"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."digest" IS DISTINCT FROM "audit_digest"(OLD)
    OR to_jsonb(NEW) - '{before,after,digest}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{before,after,digest}'::text[] THEN
    RAISE EXCEPTION 'audit rows are never changed or deleted';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER "audit_entry_append_only" ON "audit_entry";
CREATE TRIGGER "audit_entry_append_only" BEFORE DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_append_only"();
CREATE TRIGGER "audit_entry_keeps_its_digest" BEFORE UPDATE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "audit_entry_keeps_its_digest"();
CREATE TRIGGER "audit_seal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_append_only"();

-- Seals the rows since the last seal that are older than the longest transaction: by then every row with a smaller id is
-- there, or never will be. One at a time; whoever writes audit rows meanwhile waits for nothing. The same key finds the same
-- seal. No row: nothing to seal.
CREATE FUNCTION "seal_audit"("run" text, "longest_transaction" interval, "most" int) RETURNS SETOF "audit_seal"
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
    )
    INSERT INTO "audit_seal" ("number", "key", "last_id", "rows", "hash")
    SELECT COALESCE(before.number, 0) + 1, run, s.last_id, s.rows,
      encode(sha256(convert_to(COALESCE(before.hash, '') || s.digests, 'UTF8')), 'hex')
    FROM sealed s WHERE s.rows > 0
    RETURNING *;
END
$$;
REVOKE EXECUTE ON FUNCTION "seal_audit"(text, interval, int) FROM PUBLIC;
