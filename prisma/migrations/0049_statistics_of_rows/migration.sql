-- Migrations 0045 and 0046 analyze this table. In a new database it is empty then, and PostgreSQL would plan for an empty
-- table until autovacuum has seen some rows: what is not known is better than that.
DO $$
BEGIN
  IF EXISTS (SELECT FROM "sales_order") THEN
    ANALYZE "sales_order";
  ELSE
    PERFORM pg_clear_relation_stats(current_schema(), 'sales_order');
  END IF;
END $$;
