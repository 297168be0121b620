-- CreateTable
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),
    "lift_reason" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "legal_hold_placed_at_id_idx" ON "legal_hold"("placed_at", "id");

ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_kind" CHECK ("kind" IN ('customer', 'order', 'document'));
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_lifted" CHECK (num_nonnulls("lifted_by", "lifted_at", "lift_reason") IN (0, 3));
CREATE INDEX "legal_hold_standing" ON "legal_hold" ("kind", "subject") WHERE "lifted_at" IS NULL;

-- Whether any of these is held, or the customer of one of these orders.
CREATE FUNCTION "is_held"("customers" text[], "orders" text[], "documents" text[]) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM "legal_hold" h WHERE h."lifted_at" IS NULL AND CASE h."kind"
    WHEN 'customer' THEN h."subject" = ANY ("customers")
      OR EXISTS (SELECT FROM "sales_order" o WHERE o."number" = ANY ("orders") AND o."customer_number" = h."subject")
    WHEN 'order' THEN h."subject" = ANY ("orders")
    ELSE h."subject" = ANY ("documents") END)
$$;

-- A mail is held with its customer, the orders that it is about, and what it carries.
CREATE FUNCTION "mail_is_held"("mail" "outgoing") RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM "legal_hold" h WHERE h."lifted_at" IS NULL) AND "is_held"(
    ARRAY["mail"."customer_number"],
    ARRAY(SELECT "mail"."order_number"
      UNION ALL SELECT i."order_number" FROM "invoice_order" i WHERE i."invoice_number" = "mail"."invoice_number"
      UNION ALL SELECT i."order_number" FROM "dunning_step" s JOIN "invoice_order" i ON i."invoice_number" = s."invoice_number"
        WHERE s."letter_id" = "mail"."letter_id"),
    ARRAY(SELECT "mail"."invoice_number" UNION ALL SELECT d."number" FROM "document" d WHERE d."id" = ANY ("mail"."documents")))
$$;

-- What is held is neither deleted nor reduced, whoever asks.
CREATE FUNCTION "held_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is on legal hold: nothing of it is deleted or reduced', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER "outgoing_held" BEFORE UPDATE ON "outgoing" FOR EACH ROW
  WHEN (OLD."reduced_at" IS NULL AND NEW."reduced_at" IS NOT NULL AND "mail_is_held"(OLD)) EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "work_item_held" BEFORE DELETE ON "work_item" FOR EACH ROW
  WHEN ("is_held"(ARRAY[OLD."customer_number"], ARRAY[OLD."order_number"], ARRAY[OLD."invoice_number"])) EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "preparation_held" BEFORE DELETE ON "preparation" FOR EACH ROW
  WHEN ("is_held"('{}', ARRAY[OLD."order_number"], '{}')) EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "information_request_held" BEFORE UPDATE ON "information_request" FOR EACH ROW
  WHEN (OLD."note" IS NOT NULL AND NEW."note" IS NULL AND "is_held"('{}', ARRAY[OLD."order_number"], '{}'))
  EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "customer_held" BEFORE DELETE ON "customer" FOR EACH ROW
  WHEN ("is_held"(ARRAY[OLD."number"], '{}', '{}')) EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "sales_order_held" BEFORE DELETE ON "sales_order" FOR EACH ROW
  WHEN ("is_held"(ARRAY[OLD."customer_number"], ARRAY[OLD."number"], '{}')) EXECUTE FUNCTION "held_is_kept"();
CREATE TRIGGER "invoice_held" BEFORE DELETE ON "invoice" FOR EACH ROW
  WHEN ("is_held"(ARRAY[OLD."customer_number"], '{}', ARRAY[OLD."number"])) EXECUTE FUNCTION "held_is_kept"();
