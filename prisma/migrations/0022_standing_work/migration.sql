-- DropForeignKey
ALTER TABLE "work_item_comment" DROP CONSTRAINT "work_item_comment_work_item_id_fkey";

-- CreateTable
CREATE TABLE "work_line" (
    "id" TEXT NOT NULL,
    "assignee" TEXT,
    "put_aside_until" DATE,
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_line_pkey" PRIMARY KEY ("id")
);

-- What is said about a line that stands by itself goes when it is old; there is no row of it that could be open.
CREATE OR REPLACE FUNCTION "words_on_open_work_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "work_item" w WHERE w."id" = OLD."work_item_id" AND w."status" <> 'done') THEN
    RAISE EXCEPTION 'an open line of the worklist is not deleted, nor what is said about it';
  END IF;
  RETURN OLD;
END
$$;

-- What stands by itself is found among what is open, however much is closed.
CREATE INDEX "sales_order_unanswered" ON "sales_order"("received_at") WHERE "acknowledged_at" IS NULL
  AND "stage" IN ('received', 'credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged', 'in-delivery');
CREATE INDEX "order_line_reserved" ON "order_line"("order_number") WHERE "allocated" > 0;
CREATE INDEX "order_line_open_promise" ON "order_line"("first_confirmed_date") WHERE "quantity" - "delivered" - "cancelled" > 0;
CREATE INDEX "delivery_unproved" ON "delivery"("departed_on") WHERE "status" IN ('departed', 'delivered');
CREATE INDEX "payment_unallocated" ON "payment"("created_at") WHERE "unallocated" <> 0;
