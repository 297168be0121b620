-- CreateTable
CREATE TABLE "kpi_rollup" (
    "facts" TEXT NOT NULL,
    "cut" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "first" DATE NOT NULL,
    "owners" TEXT[],
    "keys" TEXT[],
    "counts" INTEGER[],
    "nums" DECIMAL(38,9)[],
    "dens" DECIMAL(38,9)[],

    CONSTRAINT "kpi_rollup_pkey" PRIMARY KEY ("facts","cut","grain","first")
);

-- CreateTable
CREATE TABLE "kpi_touch" (
    "id" BIGSERIAL NOT NULL,
    "family" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "kpi_touch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kpi_family" (
    "family" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "kpi_family_pkey" PRIMARY KEY ("family")
);

-- The days of a family of facts that a change touches. Rows are only added: nobody waits for another.
CREATE FUNCTION "kpi_touched"("family" text, VARIADIC "days" date[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO public."kpi_touch" ("family", "day") SELECT DISTINCT $1, t."day" FROM unnest($2) AS t("day") WHERE t."day" IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION "kpi_touched"(text, date[]) FROM PUBLIC;

-- Days on which something of an order went out or arrived, and days for which its lines were promised or asked for.
CREATE FUNCTION "kpi_delivery_days"("number" text) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM public."delivery" d CROSS JOIN LATERAL (VALUES (d."departed_on"), (d."delivered_on")) AS t("day")
  WHERE d."order_number" = $1
$$;
CREATE FUNCTION "kpi_promise_days"("number" text) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM public."order_line" l
  CROSS JOIN LATERAL (VALUES (l."requested_date"), (l."first_confirmed_date"), (l."last_confirmed_date")) AS t("day")
  WHERE l."order_number" = $1
$$;
-- Days on which a quote may have been decided. A moment is of one of three days, whatever the company's zone.
CREATE FUNCTION "kpi_decision_days"("q" "quote") RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY[$1."accepted_on", $1."valid_until" + 1, m."day" - 1, m."day", m."day" + 1]
  FROM (SELECT ($1."updated_at" AT TIME ZONE 'UTC')::date AS "day") AS m
$$;
CREATE FUNCTION "kpi_order_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "fallen" constant text[] := ARRAY['refused', 'rejected', 'cancelled'];
  "flips" boolean := TG_OP <> 'UPDATE' OR (OLD."stage" = ANY ("fallen")) <> (NEW."stage" = ANY ("fallen"));
BEGIN
  PERFORM "kpi_touched"('order', OLD."received_on", NEW."received_on");
  IF coalesce(OLD."quote_number", NEW."quote_number") IS NOT NULL
    AND ("flips" OR (OLD."quote_number", OLD."net") IS DISTINCT FROM (NEW."quote_number", NEW."net")) THEN
    PERFORM "kpi_touched"('decision', VARIADIC "kpi_decision_days"(q)) FROM "quote" q
      WHERE q."number" IN (OLD."quote_number", NEW."quote_number");
    PERFORM "kpi_touched"('decision', d - 1, d, d + 1) FROM "audit_entry" e
      CROSS JOIN LATERAL (SELECT coalesce(e."on_date", (e."at" AT TIME ZONE 'UTC')::date) AS d) AS t
      WHERE e."entity" = 'quote' AND e."entity_id" IN (OLD."quote_number", NEW."quote_number") AND e."action" = 'quote.lost';
  END IF;
  IF TG_OP <> 'UPDATE' THEN RETURN NULL; END IF;
  PERFORM "kpi_touched"('delivery', VARIADIC "kpi_delivery_days"(NEW."number"));
  IF "flips" OR OLD."salesperson" IS DISTINCT FROM NEW."salesperson" THEN
    PERFORM "kpi_touched"('promise', VARIADIC "kpi_promise_days"(NEW."number"));
  END IF;
  IF OLD."salesperson" IS DISTINCT FROM NEW."salesperson" THEN
    PERFORM "kpi_touched"('invoice', i."issue_date") FROM "invoice" i WHERE i."order_number" = NEW."number";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "sales_order_touches_days" AFTER INSERT OR DELETE ON "sales_order" FOR EACH ROW EXECUTE FUNCTION "kpi_order_touches"();
CREATE TRIGGER "sales_order_touches_days_again" AFTER UPDATE ON "sales_order" FOR EACH ROW WHEN (
  (OLD."stage", OLD."acknowledged_at", OLD."acknowledgement_minutes", OLD."acknowledgement_target_minutes", OLD."salesperson",
    OLD."net", OLD."quote_number") IS DISTINCT FROM
  (NEW."stage", NEW."acknowledged_at", NEW."acknowledgement_minutes", NEW."acknowledgement_target_minutes", NEW."salesperson",
    NEW."net", NEW."quote_number"))
  EXECUTE FUNCTION "kpi_order_touches"();

CREATE FUNCTION "kpi_line_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "order" text := coalesce(NEW."order_number", OLD."order_number");
BEGIN
  PERFORM "kpi_touched"('promise', OLD."requested_date", OLD."first_confirmed_date", OLD."last_confirmed_date",
    NEW."requested_date", NEW."first_confirmed_date", NEW."last_confirmed_date");
  PERFORM "kpi_touched"('delivery', VARIADIC "kpi_delivery_days"("order"));
  IF OLD."product_number" IS DISTINCT FROM NEW."product_number" THEN
    PERFORM "kpi_touched"('order', o."received_on") FROM "sales_order" o WHERE o."number" = "order";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "order_line_touches_days" AFTER INSERT OR DELETE ON "order_line" FOR EACH ROW EXECUTE FUNCTION "kpi_line_touches"();
CREATE TRIGGER "order_line_touches_days_again" AFTER UPDATE ON "order_line" FOR EACH ROW WHEN (
  (OLD."quantity", OLD."delivered", OLD."cancelled", OLD."product_number", OLD."requested_date", OLD."first_confirmed_date",
    OLD."last_confirmed_date") IS DISTINCT FROM
  (NEW."quantity", NEW."delivered", NEW."cancelled", NEW."product_number", NEW."requested_date", NEW."first_confirmed_date",
    NEW."last_confirmed_date"))
  EXECUTE FUNCTION "kpi_line_touches"();

CREATE FUNCTION "kpi_delivery_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "order" text := coalesce(NEW."order_number", OLD."order_number");
BEGIN
  PERFORM "kpi_touched"('delivery', VARIADIC "kpi_delivery_days"("order")
    || ARRAY[OLD."departed_on", OLD."delivered_on", NEW."departed_on", NEW."delivered_on"]);
  PERFORM "kpi_touched"('promise', VARIADIC "kpi_promise_days"("order"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "delivery_touches_days" AFTER INSERT OR DELETE ON "delivery" FOR EACH ROW EXECUTE FUNCTION "kpi_delivery_touches"();
CREATE TRIGGER "delivery_touches_days_again" AFTER UPDATE ON "delivery" FOR EACH ROW WHEN (
  (OLD."departed_on", OLD."delivered_on") IS DISTINCT FROM (NEW."departed_on", NEW."delivered_on"))
  EXECUTE FUNCTION "kpi_delivery_touches"();

CREATE FUNCTION "kpi_invoice_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('invoice', OLD."issue_date", NEW."issue_date");
  RETURN NULL;
END
$$;
CREATE TRIGGER "invoice_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "invoice" FOR EACH ROW EXECUTE FUNCTION "kpi_invoice_touches"();

CREATE FUNCTION "kpi_posting_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('payment', p."date") FROM "payment" p
    WHERE p."id" IN (OLD."payment_id", NEW."payment_id");
  RETURN NULL;
END
$$;
CREATE TRIGGER "ledger_entry_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "ledger_entry" FOR EACH ROW EXECUTE FUNCTION "kpi_posting_touches"();

CREATE FUNCTION "kpi_payment_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('payment', OLD."date", NEW."date");
  RETURN NULL;
END
$$;
CREATE TRIGGER "payment_touches_days" AFTER INSERT OR DELETE ON "payment" FOR EACH ROW EXECUTE FUNCTION "kpi_payment_touches"();

CREATE FUNCTION "kpi_quote_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "made" date := (coalesce(NEW."created_at", OLD."created_at") AT TIME ZONE 'UTC')::date;
  "days" date[] := '{}';
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    PERFORM "kpi_touched"('quote', "made" - 1, "made", "made" + 1);
  END IF;
  IF TG_OP <> 'INSERT' THEN "days" := "days" || "kpi_decision_days"(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN "days" := "days" || "kpi_decision_days"(NEW); END IF;
  PERFORM "kpi_touched"('decision', VARIADIC "days");
  RETURN NULL;
END
$$;
CREATE TRIGGER "quote_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "quote" FOR EACH ROW EXECUTE FUNCTION "kpi_quote_touches"();

CREATE FUNCTION "kpi_lost_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "day" date := coalesce(NEW."on_date", (NEW."at" AT TIME ZONE 'UTC')::date);
BEGIN
  PERFORM "kpi_touched"('decision', "day" - 1, "day", "day" + 1);
  RETURN NULL;
END
$$;
CREATE TRIGGER "audit_entry_touches_days" AFTER INSERT ON "audit_entry" FOR EACH ROW WHEN (NEW."action" = 'quote.lost')
  EXECUTE FUNCTION "kpi_lost_touches"();

CREATE FUNCTION "kpi_request_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('request', OLD."asked_on", NEW."asked_on");
  RETURN NULL;
END
$$;
CREATE TRIGGER "information_request_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "information_request"
  FOR EACH ROW EXECUTE FUNCTION "kpi_request_touches"();

-- Whose customer somebody is stands with each element of each day: from here on all days are worked again.
CREATE FUNCTION "kpi_owner_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('owner', 'epoch');
  RETURN NULL;
END
$$;
CREATE TRIGGER "customer_touches_days" AFTER UPDATE ON "customer" FOR EACH ROW
  WHEN (OLD."salesperson" IS DISTINCT FROM NEW."salesperson") EXECUTE FUNCTION "kpi_owner_touches"();

-- The days by which facts are found.
CREATE INDEX "delivery_by_arrival" ON "delivery" (coalesce("delivered_on", "departed_on"));
CREATE INDEX "quote_by_acceptance" ON "quote" ("accepted_on") WHERE "status" = 'accepted';
CREATE INDEX "quote_lost" ON "quote" ("number") WHERE "status" = 'lost';
