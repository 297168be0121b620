-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "assignee" TEXT,
ADD COLUMN     "put_aside_until" DATE;

-- CreateTable
CREATE TABLE "work_item_comment" (
    "id" UUID NOT NULL,
    "work_item_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_item_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "work_item_comment_work_item_id_written_at_id_idx" ON "work_item_comment"("work_item_id", "written_at", "id");

-- AddForeignKey
ALTER TABLE "work_item_comment" ADD CONSTRAINT "work_item_comment_work_item_id_fkey" FOREIGN KEY ("work_item_id") REFERENCES "work_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
