-- CreateTable
CREATE TABLE "capacity" (
    "person" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "per_day" INTEGER NOT NULL,
    "set_by" TEXT NOT NULL,

    CONSTRAINT "capacity_pkey" PRIMARY KEY ("person","work","valid_from")
);
