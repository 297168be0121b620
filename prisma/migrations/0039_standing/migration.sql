-- AlterTable
ALTER TABLE "kpi_family" ADD COLUMN     "up_to" DATE;

-- The days by which it is found what may be otherwise than the day before.
CREATE INDEX "delivery_prepared_on" ON "delivery" ("prepared_on");
CREATE INDEX "delivery_delivered_on" ON "delivery" ("delivered_on") WHERE "delivered_on" IS NOT NULL;
CREATE INDEX "delivery_proved_on" ON "delivery" ("proved_on") WHERE "proved_on" IS NOT NULL;
CREATE INDEX "sales_order_acknowledged_at" ON "sales_order" ("acknowledged_at") WHERE "acknowledged_at" IS NOT NULL;
CREATE INDEX "sales_order_live_by_update" ON "sales_order" ("updated_at")
  WHERE "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery', 'delivered');
CREATE INDEX "receivable_due_date" ON "receivable" ("due_date");
CREATE INDEX "quote_lost_at" ON "quote" ("updated_at") WHERE "status" = 'lost';
CREATE INDEX "audit_entry_turns" ON "audit_entry" ("on_date", "at") WHERE "order_number" IS NOT NULL AND "action" IN (
  'order.received', 'order.amended', 'order.accepted', 'credit.held', 'credit.released', 'reconciliation.held',
  'order.refused', 'order.rejected', 'order.cancelled');
CREATE INDEX "audit_entry_lost" ON "audit_entry" ("on_date", "at") WHERE "entity" = 'quote' AND "action" = 'quote.lost';
CREATE INDEX "audit_entry_amended_lines" ON "audit_entry" USING gin (("before" -> 'lines') jsonb_path_ops)
  WHERE "order_number" IS NOT NULL AND "action" = 'order.amended';

-- The business day of a moment.
CREATE FUNCTION "kpi_day"("moment" timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT ($1 AT TIME ZONE coalesce((SELECT c."body" ->> 'zone' FROM public."company" c LIMIT 1), 'UTC'))::date
$$;

-- Days from one on of a family of what stands at the end of a day. Those to come are worked when they have come, which may
-- be before this transaction has ended.
CREATE FUNCTION "kpi_stood"("family" text, "since" date, "days" date[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO public."kpi_touch" ("family", "day") SELECT DISTINCT $1, t."day" FROM unnest($3) AS t("day")
  WHERE t."day" >= $2 AND t."day" <= public."kpi_day"(clock_timestamp() + interval '1 hour')
$$;
REVOKE EXECUTE ON FUNCTION "kpi_stood"(text, date, date[]) FROM PUBLIC;

-- Days on which an order may stand otherwise than the day before.
CREATE FUNCTION "kpi_order_turns"("number" text) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM (
    SELECT d."day" FROM public."sales_order" o CROSS JOIN LATERAL (VALUES (o."received_on"), (o."settled_on"),
      (public."kpi_day"(o."acknowledged_at")), (public."kpi_day"(o."updated_at"))) AS d("day") WHERE o."number" = $1
    UNION ALL SELECT d."departed_on" FROM public."delivery" d WHERE d."order_number" = $1
    UNION ALL SELECT coalesce(l."last_confirmed_date", l."requested_date") + 1 FROM public."order_line" l WHERE l."order_number" = $1
    UNION ALL SELECT coalesce(e."on_date", public."kpi_day"(e."at")) FROM public."audit_entry" e WHERE e."order_number" = $1 AND e."action" IN (
      'order.received', 'order.amended', 'order.accepted', 'credit.held', 'credit.released', 'reconciliation.held',
      'order.refused', 'order.rejected', 'order.cancelled')
    UNION ALL SELECT coalesce(l."confirmedDate", l."requestedDate") + 1 FROM public."audit_entry" e
      CROSS JOIN LATERAL jsonb_to_recordset(e."before" -> 'lines') AS l("confirmedDate" date, "requestedDate" date)
      WHERE e."order_number" = $1 AND e."action" = 'order.amended' AND jsonb_typeof(e."before" -> 'lines') = 'array') AS t
$$;
-- Days on which what is owed on an invoice may be otherwise than the day before, or older by a bucket.
CREATE FUNCTION "kpi_owed_turns"("number" text) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM (
    SELECT i."issue_date" + d."days" AS "day" FROM public."invoice" i CROSS JOIN (VALUES (0), (90)) AS d("days") WHERE i."number" = $1
    UNION ALL SELECT r."due_date" + d."days" FROM public."receivable" r CROSS JOIN (VALUES (1), (31), (61), (91)) AS d("days")
      WHERE r."invoice_number" = $1
    UNION ALL SELECT e."on_date" FROM public."ledger_entry" e WHERE e."invoice_number" = $1 AND e."item_kind" = 'receivable') AS t
$$;
CREATE FUNCTION "kpi_money_turns"("id" uuid) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM (
    SELECT p."date" + d."days" AS "day" FROM public."payment" p CROSS JOIN (VALUES (0), (1), (31), (61), (91)) AS d("days") WHERE p."id" = $1
    UNION ALL SELECT e."on_date" FROM public."ledger_entry" e WHERE e."payment_id" = $1) AS t
$$;

-- One statement may write many rows of an order, an invoice or a payment; its triggers all come after it and would find the
-- same days. Whether they were found already for this statement, from this day on or an earlier one; says so for the next.
CREATE FUNCTION "kpi_is_told"("what" text, "id" text, "since" date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  "key" constant text := concat_ws(' ', extract(epoch FROM statement_timestamp()), "id");
  "told" constant text := current_setting('encours.kpi_' || "what", true);
BEGIN
  -- The day stands first: numbers of other systems have any sign in them.
  IF substr("told", strpos("told", '|') + 1) = "key" THEN
    IF split_part("told", '|', 1)::date <= "since" THEN RETURN true; END IF;
  END IF;
  PERFORM set_config('encours.kpi_' || "what", concat("since", '|', "key"), true);
  RETURN false;
END
$$;
REVOKE EXECUTE ON FUNCTION "kpi_is_told"(text, text, date) FROM PUBLIC;

-- An order that has not ended is told as it stands from the day on which it was written last.
CREATE FUNCTION "kpi_order_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "ever" constant date := '-infinity';
  "fallen" constant text[] := ARRAY['refused', 'rejected', 'cancelled'];
  "since" date := "ever";
  "days" date[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD."stage" = ANY ("fallen")) = (NEW."stage" = ANY ("fallen"))
    AND (OLD."customer_number", OLD."salesperson", OLD."currency", OLD."version", OLD."received_on")
      IS NOT DISTINCT FROM (NEW."customer_number", NEW."salesperson", NEW."currency", NEW."version", NEW."received_on") THEN
    IF "kpi_day"(OLD."updated_at") = "kpi_day"(NEW."updated_at") AND (OLD."stage", OLD."acknowledged_at", OLD."settled_on")
      IS NOT DISTINCT FROM (NEW."stage", NEW."acknowledged_at", NEW."settled_on") THEN RETURN NULL; END IF;
    "since" := least("kpi_day"(OLD."updated_at"), "kpi_day"(NEW."updated_at"),
      CASE WHEN OLD."acknowledged_at" IS DISTINCT FROM NEW."acknowledged_at"
        THEN least("kpi_day"(OLD."acknowledged_at"), "kpi_day"(NEW."acknowledged_at")) END,
      CASE WHEN OLD."settled_on" IS DISTINCT FROM NEW."settled_on" THEN least(OLD."settled_on", NEW."settled_on") END);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    "days" := ARRAY[OLD."received_on", OLD."settled_on", "kpi_day"(OLD."acknowledged_at"), "kpi_day"(OLD."updated_at")];
  END IF;
  PERFORM "kpi_stood"('open-order', "since", "days" || "kpi_order_turns"(coalesce(NEW."number", OLD."number")));
  IF TG_OP = 'UPDATE' AND (OLD."customer_number", OLD."salesperson") IS DISTINCT FROM (NEW."customer_number", NEW."salesperson") THEN
    PERFORM "kpi_stood"('owed', "ever", "kpi_owed_turns"(i."number")) FROM "invoice" i WHERE i."order_number" = NEW."number";
    PERFORM "kpi_stood"('open-delivery', "ever", ARRAY[d."prepared_on", d."departed_on", d."delivered_on", d."proved_on"])
      FROM "delivery" d WHERE d."order_number" = NEW."number";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "sales_order_stands" AFTER INSERT OR DELETE ON "sales_order" FOR EACH ROW EXECUTE FUNCTION "kpi_order_stands"();
CREATE TRIGGER "sales_order_stands_otherwise" AFTER UPDATE ON "sales_order" FOR EACH ROW WHEN (
  (OLD."stage", OLD."updated_at", OLD."acknowledged_at", OLD."settled_on", OLD."customer_number", OLD."salesperson", OLD."currency",
    OLD."version", OLD."received_on") IS DISTINCT FROM
  (NEW."stage", NEW."updated_at", NEW."acknowledged_at", NEW."settled_on", NEW."customer_number", NEW."salesperson", NEW."currency",
    NEW."version", NEW."received_on"))
  EXECUTE FUNCTION "kpi_order_stands"();

-- What leaves a line with its delivery touches the days from the departure on, which the delivery names; anything else all.
CREATE FUNCTION "kpi_line_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "order" text := coalesce(NEW."order_number", OLD."order_number");
  "since" date := '-infinity';
  "days" date[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD."quantity", OLD."cancelled", OLD."net", OLD."product_number")
    IS NOT DISTINCT FROM (NEW."quantity", NEW."cancelled", NEW."net", NEW."product_number") THEN
    "since" := CASE WHEN coalesce(OLD."last_confirmed_date", OLD."requested_date")
        IS DISTINCT FROM coalesce(NEW."last_confirmed_date", NEW."requested_date")
      THEN least(coalesce(OLD."last_confirmed_date", OLD."requested_date"), coalesce(NEW."last_confirmed_date", NEW."requested_date")) END;
    IF OLD."delivered" <> NEW."delivered" AND NEW."delivered" - OLD."delivered" IS DISTINCT FROM (
      SELECT sum(part."quantity") FROM "delivery" d JOIN "delivery_line" part ON part."delivery_number" = d."number"
      WHERE d."order_number" = "order" AND d."departed_on" IS NOT NULL AND part."line_no" = NEW."line_no"
        AND part.xmin = pg_current_xact_id()::xid) THEN "since" := '-infinity'; END IF;
    IF "since" IS NULL THEN RETURN NULL; END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN "days" := ARRAY[coalesce(OLD."last_confirmed_date", OLD."requested_date") + 1]; END IF;
  IF NOT "kpi_is_told"('order', "order", "since") THEN "days" := "days" || "kpi_order_turns"("order"); END IF;
  PERFORM "kpi_stood"('open-order', "since", "days");
  RETURN NULL;
END
$$;
CREATE TRIGGER "order_line_stands" AFTER INSERT OR DELETE ON "order_line" FOR EACH ROW EXECUTE FUNCTION "kpi_line_stands"();
CREATE TRIGGER "order_line_stands_otherwise" AFTER UPDATE ON "order_line" FOR EACH ROW WHEN (
  (OLD."quantity", OLD."delivered", OLD."cancelled", OLD."net", OLD."product_number", OLD."requested_date", OLD."last_confirmed_date")
  IS DISTINCT FROM
  (NEW."quantity", NEW."delivered", NEW."cancelled", NEW."net", NEW."product_number", NEW."requested_date", NEW."last_confirmed_date"))
  EXECUTE FUNCTION "kpi_line_stands"();

CREATE FUNCTION "kpi_delivery_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "order" text := coalesce(NEW."order_number", OLD."order_number");
BEGIN
  PERFORM "kpi_stood"('open-delivery', '-infinity', ARRAY[OLD."prepared_on", OLD."departed_on", OLD."delivered_on", OLD."proved_on",
    NEW."prepared_on", NEW."departed_on", NEW."delivered_on", NEW."proved_on"]);
  IF OLD."departed_on" IS NOT DISTINCT FROM NEW."departed_on" THEN RETURN NULL; END IF;
  -- A line that was not taken from with it had it delivered before: all of its days tell otherwise.
  PERFORM "kpi_stood"('open-order', CASE WHEN TG_OP = 'INSERT' AND NOT EXISTS (
      SELECT FROM "delivery_line" part JOIN "order_line" l ON l."order_number" = "order" AND l."line_no" = part."line_no"
      WHERE part."delivery_number" = NEW."number" AND l.xmin <> pg_current_xact_id()::xid)
    THEN NEW."departed_on" ELSE '-infinity' END, ARRAY[OLD."departed_on"] || "kpi_order_turns"("order"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "delivery_stands" AFTER INSERT OR DELETE ON "delivery" FOR EACH ROW EXECUTE FUNCTION "kpi_delivery_stands"();
CREATE TRIGGER "delivery_stands_otherwise" AFTER UPDATE ON "delivery" FOR EACH ROW WHEN (
  (OLD."prepared_on", OLD."departed_on", OLD."delivered_on", OLD."proved_on") IS DISTINCT FROM
  (NEW."prepared_on", NEW."departed_on", NEW."delivered_on", NEW."proved_on"))
  EXECUTE FUNCTION "kpi_delivery_stands"();

CREATE FUNCTION "kpi_delivery_line_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('open-order', '-infinity', "kpi_order_turns"(d."order_number")) FROM "delivery" d
    WHERE d."number" IN (OLD."delivery_number", NEW."delivery_number") AND (TG_OP <> 'INSERT' OR d.xmin <> pg_current_xact_id()::xid);
  RETURN NULL;
END
$$;
CREATE TRIGGER "delivery_line_stands" AFTER INSERT OR DELETE ON "delivery_line" FOR EACH ROW EXECUTE FUNCTION "kpi_delivery_line_stands"();
CREATE TRIGGER "delivery_line_stands_otherwise" AFTER UPDATE ON "delivery_line" FOR EACH ROW WHEN (
  (OLD."line_no", OLD."quantity") IS DISTINCT FROM (NEW."line_no", NEW."quantity"))
  EXECUTE FUNCTION "kpi_delivery_line_stands"();

CREATE FUNCTION "kpi_turn_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "day" date := coalesce(NEW."on_date", "kpi_day"(NEW."at"));
BEGIN
  PERFORM "kpi_stood"('open-order', CASE WHEN NEW."action" IN ('order.amended', 'order.refused', 'order.rejected', 'order.cancelled')
    THEN '-infinity' ELSE "day" END, ARRAY["day"] || "kpi_order_turns"(NEW."order_number"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "audit_entry_stands" AFTER INSERT ON "audit_entry" FOR EACH ROW WHEN (NEW."order_number" IS NOT NULL AND NEW."action" IN (
  'order.received', 'order.amended', 'order.accepted', 'credit.held', 'credit.released', 'reconciliation.held',
  'order.refused', 'order.rejected', 'order.cancelled'))
  EXECUTE FUNCTION "kpi_turn_stands"();

CREATE FUNCTION "kpi_quote_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('open-quote', '-infinity', ARRAY["kpi_day"(OLD."created_at"), OLD."accepted_on", OLD."valid_until" + 1,
    "kpi_day"(OLD."updated_at"), "kpi_day"(NEW."created_at"), NEW."accepted_on", NEW."valid_until" + 1, "kpi_day"(NEW."updated_at")]
    || (SELECT array_agg(coalesce(e."on_date", "kpi_day"(e."at"))) FROM "audit_entry" e WHERE e."entity" = 'quote'
      AND e."entity_id" = coalesce(NEW."number", OLD."number") AND e."action" = 'quote.lost'));
  RETURN NULL;
END
$$;
CREATE TRIGGER "quote_stands" AFTER INSERT OR UPDATE OR DELETE ON "quote" FOR EACH ROW EXECUTE FUNCTION "kpi_quote_stands"();

CREATE FUNCTION "kpi_lost_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('open-quote', '-infinity', ARRAY["kpi_day"(q."updated_at"), q."valid_until" + 1, q."accepted_on"]
    || (SELECT array_agg(coalesce(e."on_date", "kpi_day"(e."at"))) FROM "audit_entry" e WHERE e."entity" = 'quote'
      AND e."entity_id" = q."number" AND e."action" = 'quote.lost')) FROM "quote" q WHERE q."number" = NEW."entity_id";
  RETURN NULL;
END
$$;
CREATE TRIGGER "audit_entry_loses_quote" AFTER INSERT ON "audit_entry" FOR EACH ROW
  WHEN (NEW."entity" = 'quote' AND NEW."action" = 'quote.lost') EXECUTE FUNCTION "kpi_lost_stands"();

CREATE FUNCTION "kpi_invoice_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('owed', '-infinity', ARRAY[OLD."issue_date", OLD."issue_date" + 90]
    || "kpi_owed_turns"(coalesce(NEW."number", OLD."number")));
  RETURN NULL;
END
$$;
CREATE TRIGGER "invoice_stands" AFTER INSERT OR UPDATE OR DELETE ON "invoice" FOR EACH ROW EXECUTE FUNCTION "kpi_invoice_stands"();

-- What is open is the sum of its postings: where it was before and is after, a posting touches the days from its own on,
-- which it names; anything else touches all.
CREATE FUNCTION "kpi_receivable_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "invoice" constant text := coalesce(NEW."invoice_number", OLD."invoice_number");
  "days" date[];
  "before" numeric;
  "after" numeric;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD."due_date", OLD."amount") = (NEW."due_date", NEW."amount") THEN
    SELECT sum(e."amount") FILTER (WHERE e.xmin <> pg_current_xact_id()::xid), sum(e."amount") INTO "before", "after"
    FROM "ledger_entry" e WHERE e."invoice_number" = NEW."invoice_number" AND e."instalment" = NEW."instalment" AND e."item_kind" = 'receivable';
    IF OLD."open" = coalesce("before", 0) AND NEW."open" = coalesce("after", 0) THEN RETURN NULL; END IF;
  END IF;
  "days" := ARRAY[OLD."due_date" + 1, OLD."due_date" + 31, OLD."due_date" + 61, OLD."due_date" + 91];
  IF NOT "kpi_is_told"('invoice', "invoice", '-infinity') THEN "days" := "days" || "kpi_owed_turns"("invoice"); END IF;
  PERFORM "kpi_stood"('owed', '-infinity', "days");
  RETURN NULL;
END
$$;
CREATE TRIGGER "receivable_stands" AFTER INSERT OR DELETE ON "receivable" FOR EACH ROW EXECUTE FUNCTION "kpi_receivable_stands"();
CREATE TRIGGER "receivable_stands_otherwise" AFTER UPDATE ON "receivable" FOR EACH ROW WHEN (
  (OLD."due_date", OLD."amount", OLD."open") IS DISTINCT FROM (NEW."due_date", NEW."amount", NEW."open"))
  EXECUTE FUNCTION "kpi_receivable_stands"();

CREATE FUNCTION "kpi_posting_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "entry" "ledger_entry" := coalesce(NEW, OLD);
  "since" date := '-infinity';
  "days" date[] := ARRAY[OLD."on_date"];
BEGIN
  IF "entry"."item_kind" = 'receivable' THEN
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM "receivable" r WHERE r."invoice_number" = "entry"."invoice_number"
      AND r."instalment" = "entry"."instalment" AND r.xmin = pg_current_xact_id()::xid) THEN "since" := "entry"."on_date"; END IF;
    IF NOT "kpi_is_told"('invoice', "entry"."invoice_number", "since") THEN
      "days" := "days" || "kpi_owed_turns"("entry"."invoice_number");
    END IF;
    PERFORM "kpi_stood"('owed', "since", "days");
  END IF;
  IF "entry"."item_kind" = 'payment' THEN
    PERFORM "kpi_stood"('owed', '-infinity', ARRAY[OLD."on_date"] || "kpi_money_turns"(p."id")) FROM "payment" p
      WHERE p."id" IN (OLD."payment_id", NEW."payment_id") AND NOT "kpi_is_told"('payment', p."id"::text, '-infinity');
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "ledger_entry_stands" AFTER INSERT OR UPDATE OR DELETE ON "ledger_entry" FOR EACH ROW EXECUTE FUNCTION "kpi_posting_stands"();

CREATE FUNCTION "kpi_payment_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_stood"('owed', '-infinity', ARRAY[OLD."date", OLD."date" + 1, OLD."date" + 31, OLD."date" + 61, OLD."date" + 91]
    || "kpi_money_turns"(coalesce(NEW."id", OLD."id")));
  RETURN NULL;
END
$$;
CREATE TRIGGER "payment_stands" AFTER INSERT OR UPDATE OR DELETE ON "payment" FOR EACH ROW EXECUTE FUNCTION "kpi_payment_stands"();
