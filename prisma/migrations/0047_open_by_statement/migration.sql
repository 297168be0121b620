-- What an invoice is open on follows its receivables once for each statement that writes any of them. It was read anew for each
-- receivable (migration 0024): an invoice of 1,999 instalments was read 1,999 times.
DROP TRIGGER "receivable_open_kept" ON "receivable";
DROP TRIGGER "receivable_open_follows" ON "receivable";
DROP FUNCTION "invoice_open_follows"();

CREATE FUNCTION "invoices_open_follow"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "invoices" text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    "invoices" := (SELECT array_agg(DISTINCT n."invoice_number") FROM "after" n);
  ELSE
    "invoices" := (SELECT array_agg(DISTINCT coalesce(n."invoice_number", o."invoice_number"))
      FROM "before" o FULL JOIN "after" n ON n."invoice_number" = o."invoice_number" AND n."instalment" = o."instalment"
      WHERE (o."open", o."due_date") IS DISTINCT FROM (n."open", n."due_date"));
  END IF;
  IF "invoices" IS NULL THEN RETURN NULL; END IF;
  WITH "kept" AS (
    INSERT INTO "invoice_open" ("invoice_number", "customer_number", "issue_date", "due_date", "gross", "open", "next_due")
    SELECT i."number", i."customer_number", i."issue_date", i."due_date", i."gross", sum(r."open"),
      min(r."due_date") FILTER (WHERE r."open" > 0)
    FROM "invoice" i JOIN "receivable" r ON r."invoice_number" = i."number" WHERE i."number" = ANY ("invoices")
    GROUP BY i."number" HAVING sum(r."open") <> 0
    ON CONFLICT ("invoice_number") DO UPDATE SET "due_date" = EXCLUDED."due_date", "open" = EXCLUDED."open",
      "next_due" = EXCLUDED."next_due"
    RETURNING "invoice_number")
  DELETE FROM "invoice_open" o WHERE o."invoice_number" = ANY ("invoices")
    AND NOT EXISTS (SELECT FROM "kept" WHERE "kept"."invoice_number" = o."invoice_number");
  RETURN NULL;
END
$$;
CREATE TRIGGER "receivable_open_kept" AFTER INSERT ON "receivable" REFERENCING NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "invoices_open_follow"();
CREATE TRIGGER "receivable_open_follows" AFTER UPDATE ON "receivable" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "invoices_open_follow"();
