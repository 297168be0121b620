-- What a reference is told by: capitals and space make no difference (domain/same-reference.ts).
CREATE FUNCTION "reference_key"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(regexp_replace(btrim($1, E' \t\n\r\f\v'), '\s+', ' ', 'g'))
$$;

CREATE INDEX "sales_order_customer_reference_key" ON "sales_order" ("customer_number", "reference_key"("customer_reference"))
  WHERE "customer_reference" IS NOT NULL;

-- A bank reference is one payer's: the cheque 123 of another is another cheque. Payments of nobody known count as one payer's.
DROP INDEX "payment_reference_key";
CREATE UNIQUE INDEX "payment_payer_reference_key" ON "payment" (coalesce("customer_number", ''), "reference_key"("reference"));
