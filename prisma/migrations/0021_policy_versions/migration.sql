-- CreateTable
CREATE TABLE "policy_version" (
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "written_by" TEXT NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("kind","version")
);

-- What is in force begins the history: as of the day it was written, by who is on record for it.
INSERT INTO "policy_version" ("kind", "version", "body", "valid_from", "written_by")
SELECT "kind", 1, "body", "updated_at", coalesce((
  SELECT "actor" FROM "audit_entry" WHERE "entity" = 'policy' AND "entity_id" = "kind" ORDER BY "id" DESC LIMIT 1), 'system')
FROM "policy";
