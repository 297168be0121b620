-- The parts of an order line add up to the line: what an order begun before this still binds is its standing lines less what
-- they have come to, where it was the open quantities, rounded for themselves. Its freight went with its first invoice.
WITH part AS (
  SELECT l."order_number", l."vat_category", l."vat_rate", l."vat_exemption", d.digits,
    round((l."quantity" - l."cancelled") * l."unit_price" * (100 - l."discount_percent") * 0.01, d.digits)
      - round(l."invoiced" * l."unit_price" * (100 - l."discount_percent") * 0.01, d.digits) AS net
  FROM "order_line" l JOIN "sales_order" o ON o."number" = l."order_number"
  CROSS JOIN LATERAL (SELECT CASE o."currency" WHEN 'JPY' THEN 0 ELSE 2 END AS digits) d
  WHERE l."quantity" - l."cancelled" > l."invoiced" AND EXISTS (SELECT FROM "invoice" i WHERE i."order_number" = o."number")
), taxed AS (
  SELECT "order_number", sum(net) + round(sum(net) * "vat_rate" * 0.01, digits) AS gross
  FROM part GROUP BY "order_number", "vat_category", "vat_rate", "vat_exemption", digits
), standing AS (
  SELECT "order_number", sum(gross) AS gross FROM taxed GROUP BY "order_number"
)
UPDATE "exposure" e SET "amount" = s.gross FROM standing s
WHERE e."kind" = 'order' AND e."reference" = s."order_number" AND e."amount" <> s.gross;

DELETE FROM "exposure" WHERE "kind" = 'order' AND "amount" = 0;

UPDATE "customer" c SET "exposure" = e.amount
FROM (SELECT k."number", coalesce(sum(x."amount"), 0) AS amount
  FROM "customer" k LEFT JOIN "exposure" x ON x."customer_number" = k."number" GROUP BY k."number") e
WHERE e."number" = c."number" AND c."exposure" <> e.amount;
