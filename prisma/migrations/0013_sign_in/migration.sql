-- Sessions were of API keys and are of people from here on: whoever is signed in signs in again.
DELETE FROM "session";

-- DropForeignKey
ALTER TABLE "session" DROP CONSTRAINT "session_key_id_fkey";

-- DropIndex
DROP INDEX "session_key_id_idx";

-- AlterTable
ALTER TABLE "principal" ADD COLUMN     "deactivated_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "session" DROP COLUMN "key_id",
ADD COLUMN     "method" TEXT NOT NULL,
ADD COLUMN     "name" TEXT,
ADD COLUMN     "principal_id" TEXT NOT NULL,
ADD COLUMN     "role" TEXT,
ADD COLUMN     "sees_all_customers" BOOLEAN;

-- CreateTable
CREATE TABLE "password" (
    "principal_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "must_change" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_pkey" PRIMARY KEY ("principal_id")
);

-- CreateIndex
CREATE INDEX "session_principal_id_idx" ON "session"("principal_id");

-- AddForeignKey
ALTER TABLE "password" ADD CONSTRAINT "password_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "password" ADD CONSTRAINT "password_argon2id" CHECK ("hash" LIKE '$argon2id$%');

-- Only of whom an issuer names is anything kept with the session.
ALTER TABLE "session" ADD CONSTRAINT "session_method" CHECK ("method" IN ('password', 'oidc', 'demo'));
ALTER TABLE "session" ADD CONSTRAINT "session_told" CHECK (
  num_nonnulls("name", "role", "sees_all_customers") = CASE WHEN "method" = 'oidc' THEN 3 ELSE 0 END);
