-- CreateTable
CREATE TABLE "person_link" (
    "principal" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_link_pkey" PRIMARY KEY ("principal")
);

-- CreateIndex
CREATE INDEX "person_link_person_idx" ON "person_link"("person");

ALTER TABLE "person_link" ADD CONSTRAINT "person_link_of_another" CHECK ("principal" <> "person");

-- Encours itself acts under these names. Who had one before keeps it, so that the record stays true; nobody gets one any more.
ALTER TABLE "principal" ADD CONSTRAINT "principal_name" CHECK (
  "id" ~ '^[a-z0-9][a-z0-9._-]{0,63}$' AND "id" NOT IN ('encours', 'command-line', 'demo-data', 'system')) NOT VALID;

-- The person that a principal is.
CREATE FUNCTION "person_of"(text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT "person" FROM "person_link" WHERE "principal" = $1), $1)
$$;
