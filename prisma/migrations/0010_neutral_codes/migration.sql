-- The code of a person where nothing personal may stand, such as Temporal's search attributes, which no codec encrypts.
CREATE SEQUENCE "principal_code";

-- AlterTable
ALTER TABLE "principal" ADD COLUMN     "code" TEXT NOT NULL DEFAULT ('P' || (1000 + nextval('principal_code')));

-- CreateIndex
CREATE UNIQUE INDEX "principal_code_key" ON "principal"("code");
