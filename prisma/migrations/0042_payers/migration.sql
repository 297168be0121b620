-- CreateTable
CREATE TABLE "kpi_payer" (
    "customer" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "kpi_payer_pkey" PRIMARY KEY ("customer","since")
);

-- Who drifts on a day.
CREATE INDEX "kpi_payer_spell" ON "kpi_payer" USING gist (daterange("since", "until"));

-- What is allocated, or undone, is told of the day of its payment; whose payments they are, from that day on.
CREATE OR REPLACE FUNCTION "kpi_posting_touches"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "entry" "ledger_entry" := coalesce(NEW, OLD);
BEGIN
  PERFORM "kpi_touched"('payment', p."date") FROM "payment" p
    WHERE p."id" IN (OLD."payment_id", NEW."payment_id");
  IF "entry"."reverses" IS NOT NULL OR ("entry"."kind" = 'allocation' AND "entry"."item_kind" = 'receivable') THEN
    PERFORM "kpi_touched"('payer:' || each."customer", p."date")
      FROM (VALUES (OLD."customer_number", OLD."payment_id"), (NEW."customer_number", NEW."payment_id")) AS each("customer", "payment")
      JOIN "payment" p ON p."id" = each."payment";
  END IF;
  RETURN NULL;
END
$$;
