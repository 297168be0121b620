-- CreateTable
CREATE TABLE "order_message" (
    "order_number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "beside" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "received_by" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "order_message_pkey" PRIMARY KEY ("order_number")
);

-- CreateIndex
CREATE UNIQUE INDEX "order_message_customer_number_reference_key" ON "order_message"("customer_number", "reference");

-- What was received is kept as it came, by nobody rewritten. `issued_is_append_only` is of 0001.
CREATE TRIGGER "order_message_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "order_message"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
