-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view_default" (
    "person" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "view_id" UUID NOT NULL,

    CONSTRAINT "saved_view_default_pkey" PRIMARY KEY ("person","list")
);

-- CreateIndex
CREATE INDEX "saved_view_list_owner_idx" ON "saved_view"("list", "owner");

-- CreateIndex
CREATE INDEX "saved_view_default_view_id_idx" ON "saved_view_default"("view_id");

-- AddForeignKey
ALTER TABLE "saved_view_default" ADD CONSTRAINT "saved_view_default_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "saved_view"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
