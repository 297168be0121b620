-- What numbers begin with was one prefix for each kind; it is dated data now, also by origin of the order.
ALTER TABLE "invoice_series" DROP CONSTRAINT "invoice_series_pkey",
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'all',
ADD COLUMN     "valid_from" DATE NOT NULL DEFAULT '2000-01-01',
ADD COLUMN     "set_by" TEXT NOT NULL DEFAULT 'encours',
ADD COLUMN     "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
ALTER COLUMN "prefix" DROP NOT NULL,
ADD CONSTRAINT "invoice_series_pkey" PRIMARY KEY ("kind", "origin", "valid_from");
ALTER TABLE "invoice_series" ALTER COLUMN "valid_from" DROP DEFAULT, ALTER COLUMN "set_by" DROP DEFAULT, ALTER COLUMN "set_at" DROP DEFAULT;

-- Quotes, orders, deliveries and letters have prefixes of their own.
ALTER TABLE "invoice_series" ADD CONSTRAINT "invoice_series_prefix" CHECK (CASE WHEN "prefix" IS NULL THEN "origin" <> 'all'
  ELSE "prefix" ~ '^[A-Z][A-Z0-9]{1,5}$' AND "prefix" NOT IN ('DE', 'SO', 'BL', 'RL') END);

-- What a series was begun with stands once a number of it is taken.
CREATE FUNCTION "invoice_series_stands"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM "series" s WHERE left(s."key", -5) = OLD."prefix") THEN
    RAISE EXCEPTION 'numbers of this series were given: it stands';
  END IF;
  RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER "invoice_series_stands" BEFORE UPDATE OR DELETE ON "invoice_series"
  FOR EACH ROW EXECUTE FUNCTION "invoice_series_stands"();

-- What the numbers of an invoice of a day begin with: the series of its order's origin, if it has one, or the one for all.
CREATE FUNCTION "invoice_prefix"("of_kind" text, "of_origin" text, "on_day" date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT s."prefix" FROM "invoice_series" s WHERE s."kind" = "of_kind" AND s."origin" = "of_origin" AND s."valid_from" <= "on_day"
     ORDER BY s."valid_from" DESC LIMIT 1),
    (SELECT s."prefix" FROM "invoice_series" s WHERE s."kind" = "of_kind" AND s."origin" = 'all' AND s."valid_from" <= "on_day"
     ORDER BY s."valid_from" DESC LIMIT 1))
$$;

-- What the registrar, who sees nothing of the trade, has to know before a series begins: the last date of the numbers of its kind,
-- and whether numbers begin with its prefix.
CREATE FUNCTION "invoice_numbers_given"("of_kind" text, "asked" text, OUT "last_date" date, OUT "begin_so" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (SELECT max(s."last_date") FROM "series" s JOIN "invoice_series" i ON i."prefix" = left(s."key", -5) WHERE i."kind" = "of_kind"),
    EXISTS (SELECT FROM "invoice" n WHERE lower(n."number") COLLATE "C" LIKE lower("asked") || '-%')
$$;
