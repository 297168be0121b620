-- Statements of account are numbered by a sequence, as letters are.
CREATE SEQUENCE "statement_number";

-- Theirs is a prefix of ours too.
ALTER TABLE "invoice_series" DROP CONSTRAINT "invoice_series_prefix",
ADD CONSTRAINT "invoice_series_prefix" CHECK (CASE WHEN "prefix" IS NULL THEN "origin" <> 'all'
  ELSE "prefix" ~ '^[A-Z][A-Z0-9]{1,5}$' AND "prefix" NOT IN ('DE', 'SO', 'BL', 'RL', 'RC') END) NOT VALID;
