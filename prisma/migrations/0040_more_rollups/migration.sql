-- CreateTable
CREATE TABLE "kpi_buyer" (
    "customer" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "days" DATE[],
    "gaps" DOUBLE PRECISION[],

    CONSTRAINT "kpi_buyer_pkey" PRIMARY KEY ("customer")
);

-- A row is read whole, and quicker as it is than unpacked.
ALTER TABLE "kpi_buyer" ALTER COLUMN "days" SET STORAGE EXTERNAL, ALTER COLUMN "gaps" SET STORAGE EXTERNAL;

-- Days of orders, which are days of buyers where they begin or cease to count, and of what was entered.
CREATE OR REPLACE FUNCTION "kpi_order_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "fallen" constant text[] := ARRAY['refused', 'rejected', 'cancelled'];
  "flips" boolean := TG_OP <> 'UPDATE' OR (OLD."stage" = ANY ("fallen")) <> (NEW."stage" = ANY ("fallen"));
BEGIN
  PERFORM "kpi_touched"('order', OLD."received_on", NEW."received_on");
  IF "flips" THEN PERFORM "kpi_touched"('buyer', OLD."received_on", NEW."received_on"); END IF;
  IF TG_OP <> 'UPDATE' THEN PERFORM "kpi_touched"('entry', OLD."received_on", NEW."received_on"); END IF;
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
    PERFORM "kpi_touched"(f."family", i."issue_date") FROM (VALUES ('invoice'), ('margin')) AS f("family"), "invoice" i WHERE i."order_number" = NEW."number";
  END IF;
  RETURN NULL;
END
$$;

-- What goods cost on the day of issue stands beside what they were sold for.
CREATE OR REPLACE FUNCTION "kpi_invoice_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('invoice', OLD."issue_date", NEW."issue_date");
  PERFORM "kpi_touched"('margin', OLD."issue_date", NEW."issue_date");
  RETURN NULL;
END
$$;

-- The days on which a cost was in force are told from its product and its first day where they are worked again.
CREATE FUNCTION "kpi_cost_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('cost:' || coalesce(NEW."product_number", OLD."product_number"), OLD."valid_from", NEW."valid_from");
  RETURN NULL;
END
$$;
CREATE TRIGGER "product_cost_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "product_cost" FOR EACH ROW EXECUTE FUNCTION "kpi_cost_touches"();

CREATE FUNCTION "kpi_currency_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "kpi_touched"('cost:' || NEW."number", c."valid_from") FROM "product_cost" c WHERE c."product_number" = NEW."number";
  RETURN NULL;
END
$$;
CREATE TRIGGER "product_touches_days" AFTER UPDATE ON "product" FOR EACH ROW
  WHEN (OLD."currency" IS DISTINCT FROM NEW."currency") EXECUTE FUNCTION "kpi_currency_touches"();

-- What is stated of one error of an order may be told of another day once something else is stated of it.
CREATE FUNCTION "kpi_error_days"("number" text) RETURNS date[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(t."day") FROM (
    SELECT d."decided_on" AS "day" FROM public."discrepancy" d WHERE d."order_number" = $1 AND d."decided_on" IS NOT NULL
    UNION SELECT a."amended_on" FROM public."order_amendment" a WHERE a."order_number" = $1) AS t
$$;
CREATE FUNCTION "kpi_error_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "order" text := coalesce(NEW."order_number", OLD."order_number");
BEGIN
  PERFORM "kpi_touched"('error', VARIADIC "kpi_error_days"("order")
    || ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::date, (to_jsonb(NEW) ->> TG_ARGV[0])::date]);
  PERFORM "kpi_touched"('entry', o."received_on") FROM "sales_order" o WHERE o."number" = "order";
  RETURN NULL;
END
$$;
CREATE TRIGGER "discrepancy_touches_days" AFTER INSERT ON "discrepancy" FOR EACH ROW WHEN (NEW."decided_on" IS NOT NULL)
  EXECUTE FUNCTION "kpi_error_touches"('decided_on');
CREATE TRIGGER "discrepancy_touches_days_again" AFTER UPDATE ON "discrepancy" FOR EACH ROW WHEN (
  (OLD."decided_on", OLD."disposition", OLD."cause", OLD."type", OLD."version") IS DISTINCT FROM
  (NEW."decided_on", NEW."disposition", NEW."cause", NEW."type", NEW."version"))
  EXECUTE FUNCTION "kpi_error_touches"('decided_on');
CREATE TRIGGER "discrepancy_touches_days_no_more" AFTER DELETE ON "discrepancy" FOR EACH ROW WHEN (OLD."decided_on" IS NOT NULL)
  EXECUTE FUNCTION "kpi_error_touches"('decided_on');
CREATE TRIGGER "order_amendment_touches_days" AFTER INSERT OR UPDATE OR DELETE ON "order_amendment" FOR EACH ROW
  EXECUTE FUNCTION "kpi_error_touches"('amended_on');
