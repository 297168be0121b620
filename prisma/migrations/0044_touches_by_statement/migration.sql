-- One statement may write many lines of an order, receivables of an invoice or postings of an account. The days that it touches
-- are found once for each document, from all the rows that it wrote; they were found row by row (migrations 0030, 0039 and 0042).
DROP TRIGGER "order_line_touches_days" ON "order_line";
DROP TRIGGER "order_line_touches_days_again" ON "order_line";
DROP TRIGGER "order_line_stands" ON "order_line";
DROP TRIGGER "order_line_stands_otherwise" ON "order_line";
DROP TRIGGER "receivable_stands" ON "receivable";
DROP TRIGGER "receivable_stands_otherwise" ON "receivable";
DROP TRIGGER "ledger_entry_touches_days" ON "ledger_entry";
DROP TRIGGER "ledger_entry_stands" ON "ledger_entry";
DROP FUNCTION "kpi_line_touches"();
DROP FUNCTION "kpi_line_stands"();
DROP FUNCTION "kpi_receivable_stands"();
DROP FUNCTION "kpi_posting_touches"();
DROP FUNCTION "kpi_posting_stands"();
DROP FUNCTION "kpi_is_told"(text, text, date);

-- Lines of an order were written: the days for which they are or were promised, null where none is concerned; whether they are
-- of other products; the day from which the order stands otherwise, null where it stands as before; the days on which they
-- were late.
CREATE FUNCTION "kpi_lines_written"("order" text, "promised" date[], "is_other" boolean, "since" date, "late" date[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF "promised" IS NOT NULL THEN
    PERFORM "kpi_touched"('promise', VARIADIC "promised");
    PERFORM "kpi_touched"('delivery', VARIADIC "kpi_delivery_days"("order"));
  END IF;
  IF "is_other" THEN PERFORM "kpi_touched"('order', o."received_on") FROM "sales_order" o WHERE o."number" = "order"; END IF;
  IF "since" IS NOT NULL THEN PERFORM "kpi_stood"('open-order', "since", "late" || "kpi_order_turns"("order")); END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION "kpi_lines_written"(text, date[], boolean, date, date[]) FROM PUBLIC;

-- Lines that came or went.
CREATE FUNCTION "kpi_lines_touch"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_lines_written"(l."order_number", array_agg(d."day"), true, '-infinity',
      array_agg(coalesce(l."last_confirmed_date", l."requested_date") + 1))
    FROM "written" l CROSS JOIN LATERAL (VALUES (l."requested_date"), (l."first_confirmed_date"), (l."last_confirmed_date")) AS d("day")
    GROUP BY l."order_number";
  RETURN NULL;
END
$$;
CREATE TRIGGER "order_line_touches_days" AFTER INSERT ON "order_line" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_lines_touch"();
CREATE TRIGGER "order_line_touches_days_no_more" AFTER DELETE ON "order_line" REFERENCING OLD TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_lines_touch"();

-- Lines that became otherwise. What leaves a line with its delivery touches the days from the departure on, which the delivery
-- names; anything else all.
CREATE FUNCTION "kpi_lines_touch_again"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_lines_written"(l."order", array_agg(d."day") FILTER (WHERE l."is_touched"), bool_or(l."is_other"), min(l."since"),
      array_agg(l."due" + 1) FILTER (WHERE l."since" IS NOT NULL))
    FROM (
      SELECT coalesce(n."order_number", o."order_number") AS "order", t."due",
        (o."quantity", o."delivered", o."cancelled", o."product_number", o."requested_date", o."first_confirmed_date", o."last_confirmed_date")
          IS DISTINCT FROM
          (n."quantity", n."delivered", n."cancelled", n."product_number", n."requested_date", n."first_confirmed_date", n."last_confirmed_date")
          AS "is_touched",
        o."product_number" IS DISTINCT FROM n."product_number" AS "is_other",
        CASE
          WHEN (o."quantity", o."cancelled", o."net", o."product_number") IS DISTINCT FROM (n."quantity", n."cancelled", n."net", n."product_number")
            THEN '-infinity'
          WHEN o."delivered" <> n."delivered" AND n."delivered" - o."delivered" IS DISTINCT FROM (
            SELECT sum(part."quantity") FROM "delivery" d JOIN "delivery_line" part ON part."delivery_number" = d."number"
            WHERE d."order_number" = n."order_number" AND d."departed_on" IS NOT NULL AND part."line_no" = n."line_no"
              AND part.xmin = pg_current_xact_id()::xid) THEN '-infinity'
          WHEN t."due" IS DISTINCT FROM t."due_now" THEN least(t."due", t."due_now")
        END AS "since",
        ARRAY[o."requested_date", o."first_confirmed_date", o."last_confirmed_date", n."requested_date", n."first_confirmed_date",
          n."last_confirmed_date"] AS "days"
      FROM "before" o FULL JOIN "after" n ON n."order_number" = o."order_number" AND n."line_no" = o."line_no"
      CROSS JOIN LATERAL (SELECT coalesce(o."last_confirmed_date", o."requested_date") AS "due",
        coalesce(n."last_confirmed_date", n."requested_date") AS "due_now") AS t
      WHERE (o."quantity", o."delivered", o."cancelled", o."net", o."product_number", o."requested_date", o."first_confirmed_date",
          o."last_confirmed_date")
        IS DISTINCT FROM
        (n."quantity", n."delivered", n."cancelled", n."net", n."product_number", n."requested_date", n."first_confirmed_date",
          n."last_confirmed_date")) AS l
    CROSS JOIN LATERAL unnest(l."days") AS d("day") GROUP BY l."order";
  RETURN NULL;
END
$$;
CREATE TRIGGER "order_line_touches_days_again" AFTER UPDATE ON "order_line" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_lines_touch_again"();

-- Parts of what is owed on invoices that came or went.
CREATE FUNCTION "kpi_receivables_stand"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('owed', '-infinity', array_agg(r."due_date" + d."days") || "kpi_owed_turns"(r."invoice_number"))
    FROM "written" r CROSS JOIN (VALUES (1), (31), (61), (91)) AS d("days") GROUP BY r."invoice_number";
  RETURN NULL;
END
$$;
CREATE TRIGGER "receivable_stands" AFTER INSERT ON "receivable" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_receivables_stand"();
CREATE TRIGGER "receivable_stands_no_more" AFTER DELETE ON "receivable" REFERENCING OLD TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_receivables_stand"();

-- What is open is the sum of its postings: where it was before and is after, a posting touches the days from its own on,
-- which it names; anything else touches all.
CREATE FUNCTION "kpi_receivables_stand_otherwise"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('owed', '-infinity', array_agg(o."due_date" + d."days") || "kpi_owed_turns"(coalesce(n."invoice_number", o."invoice_number")))
    FROM "before" o FULL JOIN "after" n ON n."invoice_number" = o."invoice_number" AND n."instalment" = o."instalment"
    CROSS JOIN (VALUES (1), (31), (61), (91)) AS d("days")
    WHERE (o."due_date", o."amount") IS DISTINCT FROM (n."due_date", n."amount") OR o."open" <> n."open" AND (
      SELECT coalesce(sum(e."amount") FILTER (WHERE e.xmin <> pg_current_xact_id()::xid), 0) <> o."open" OR coalesce(sum(e."amount"), 0) <> n."open"
      FROM "ledger_entry" e WHERE e."invoice_number" = n."invoice_number" AND e."instalment" = n."instalment" AND e."item_kind" = 'receivable')
    GROUP BY coalesce(n."invoice_number", o."invoice_number");
  RETURN NULL;
END
$$;
CREATE TRIGGER "receivable_stands_otherwise" AFTER UPDATE ON "receivable" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_receivables_stand_otherwise"();

-- Postings as they were or have become. One that came with its receivable touches the days from its own on.
CREATE FUNCTION "kpi_postings_touch"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('payment', (SELECT p."date" FROM "payment" p WHERE p."id" = w."payment_id")) FROM (
    SELECT DISTINCT e."payment_id" FROM "written" e WHERE e."payment_id" IS NOT NULL) AS w;
  PERFORM "kpi_touched"('payer:' || w."customer_number", (SELECT p."date" FROM "payment" p WHERE p."id" = w."payment_id")) FROM (
    SELECT DISTINCT e."customer_number", e."payment_id" FROM "written" e WHERE e."payment_id" IS NOT NULL
      AND (e."reverses" IS NOT NULL OR e."kind" = 'allocation' AND e."item_kind" = 'receivable')) AS w;
  PERFORM "kpi_stood"('owed', w."since", w."days" || "kpi_owed_turns"(w."invoice_number")) FROM (
    SELECT e."invoice_number", array_agg(e."on_date") AS "days", min(CASE WHEN TG_OP = 'INSERT' AND (
      SELECT r.xmin = pg_current_xact_id()::xid FROM "receivable" r WHERE r."invoice_number" = e."invoice_number"
        AND r."instalment" = e."instalment") THEN e."on_date" ELSE '-infinity' END) AS "since"
    FROM "written" e WHERE e."item_kind" = 'receivable' GROUP BY e."invoice_number") AS w;
  PERFORM "kpi_stood"('owed', '-infinity', w."days" || "kpi_money_turns"(w."payment_id")) FROM (
    SELECT e."payment_id", array_agg(e."on_date") AS "days" FROM "written" e WHERE e."item_kind" = 'payment' GROUP BY e."payment_id") AS w;
  RETURN NULL;
END
$$;
CREATE TRIGGER "ledger_entry_touches_days" AFTER INSERT ON "ledger_entry" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_postings_touch"();
CREATE TRIGGER "ledger_entry_touches_days_of_before" AFTER UPDATE ON "ledger_entry" REFERENCING OLD TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_postings_touch"();
CREATE TRIGGER "ledger_entry_touches_days_again" AFTER UPDATE ON "ledger_entry" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_postings_touch"();
CREATE TRIGGER "ledger_entry_touches_days_no_more" AFTER DELETE ON "ledger_entry" REFERENCING OLD TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "kpi_postings_touch"();
