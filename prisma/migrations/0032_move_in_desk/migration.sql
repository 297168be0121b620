-- AlterTable
ALTER TABLE "move_in" ADD COLUMN     "undo_reason" TEXT;

-- CreateTable
CREATE TABLE "move_in_work" (
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "actor" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "digest" TEXT,
    "totals" JSONB,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "all" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "reason" TEXT,

    CONSTRAINT "move_in_work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "move_in_file" (
    "move_in_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "move_in_file_pkey" PRIMARY KEY ("move_in_id","name")
);

-- CreateTable
CREATE TABLE "move_in_refused" (
    "move_in_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "kind" TEXT,
    "file" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "cell" TEXT,
    "field" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "value" TEXT,
    "expected" TEXT,
    "fields" JSONB,

    CONSTRAINT "move_in_refused_pkey" PRIMARY KEY ("move_in_id","place")
);

-- CreateTable
CREATE TABLE "move_in_ended" (
    "move_in_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,

    CONSTRAINT "move_in_ended_pkey" PRIMARY KEY ("move_in_id","kind","number")
);

-- CreateIndex
CREATE INDEX "move_in_work_created_at_id_idx" ON "move_in_work"("created_at", "id");

ALTER TABLE "move_in_work" ADD CONSTRAINT "move_in_work_status" CHECK ("status" IN
  ('looking', 'refused', 'ready', 'known', 'moving', 'starting', 'done', 'undoing', 'ending', 'undone'));
