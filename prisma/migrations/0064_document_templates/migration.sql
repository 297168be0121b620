-- CreateTable
CREATE TABLE "document_template" (
    "version" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "body" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_template_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "document_logo" (
    "sha256" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_logo_pkey" PRIMARY KEY ("sha256")
);

ALTER TABLE "document_template" ADD CONSTRAINT "document_template_version" CHECK ("version" >= 1);
ALTER TABLE "document_logo" ADD CONSTRAINT "document_logo_whole" CHECK ("sha256" = encode(sha256("bytes"), 'hex'));

-- What documents were issued with stands. `issued_is_append_only` is of 0001.
CREATE TRIGGER "document_template_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "document_template"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "document_logo_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "document_logo"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();

-- The look that documents have had: what is issued from now on says that it has it.
INSERT INTO "document_template" ("version", "valid_from", "body", "sha256", "set_by", "set_at") VALUES (1, '2000-01-01',
  '{"logo":null,"colors":{"ink":"#1c2430","muted":"#5b6675","accent":"#1f3a5f","rule":"#d5dbe3","panel":"#f3f5f8"},"languages":{},"columns":{},"texts":{}}',
  '287bd90f4937f94e3eb182790cacabfdb9a1f4c5dc0cb4472ca3fa9dcd94c166', 'encours', now());

-- The versions that a document of some day may still be issued with, the last twelve: one that was written later and begins no later
-- has taken the place of those before.
CREATE FUNCTION "known_templates"() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('version', t."version", 'from', t."valid_from", 'sha256', t."sha256", 'languages', t."body" -> 'languages'))
  FROM (SELECT t.* FROM "document_template" t WHERE NOT EXISTS (SELECT FROM "document_template" n
    WHERE n."version" > t."version" AND n."valid_from" <= t."valid_from") ORDER BY t."version" DESC LIMIT 12) t
$$;
