-- Sequences that defaults name.
-- One order of what happens under the receivables' locks: whoever takes a turn holds the lock, so turns are in the order
-- of the transactions, whatever the clocks say.
CREATE SEQUENCE "turn";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "company" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "body" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "principal" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "email" TEXT,
    "sees_all_customers" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "principal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "principal_id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "siren" TEXT,
    "vat_number" TEXT,
    "language" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "parent_number" TEXT,
    "payer_number" TEXT,
    "phone" TEXT NOT NULL DEFAULT '',
    "payment_terms" JSONB NOT NULL,
    "credit_limit" DECIMAL(18,3) NOT NULL,
    "exposure" DECIMAL(18,3) NOT NULL DEFAULT 0,
    "salesperson" TEXT,
    "credit_stop" BOOLEAN NOT NULL DEFAULT false,
    "credit_stop_reason" JSONB,
    "credit_stops" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "customer_address" (
    "customer_number" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "siret" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "customer_address_pkey" PRIMARY KEY ("customer_number","code")
);

-- CreateTable
CREATE TABLE "customer_contact" (
    "customer_number" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT NOT NULL DEFAULT '',
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "customer_contact_pkey" PRIMARY KEY ("customer_number","code")
);

-- CreateTable
CREATE TABLE "exposure" (
    "customer_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "amount" DECIMAL(18,3) NOT NULL,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("customer_number","kind","reference")
);

-- CreateTable
CREATE TABLE "product" (
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT '',
    "list_price" DECIMAL(18,4) NOT NULL,
    "currency" TEXT NOT NULL,
    "tax_class" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "product_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "tax_rate" (
    "country" TEXT NOT NULL,
    "tax_class" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(5,2) NOT NULL,
    "vat_exemption" TEXT,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("country","tax_class","valid_from")
);

-- CreateTable
CREATE TABLE "stock" (
    "product_number" TEXT NOT NULL,
    "opening" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "on_hand" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "allocated" DECIMAL(15,3) NOT NULL DEFAULT 0,

    CONSTRAINT "stock_pkey" PRIMARY KEY ("product_number")
);

-- CreateTable
CREATE TABLE "stock_receipt" (
    "reference" TEXT NOT NULL,
    "received_on" DATE NOT NULL,
    "served" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_receipt_pkey" PRIMARY KEY ("reference")
);

-- CreateTable
CREATE TABLE "stock_receipt_line" (
    "receipt_reference" TEXT NOT NULL,
    "product_number" TEXT NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,

    CONSTRAINT "stock_receipt_line_pkey" PRIMARY KEY ("receipt_reference","product_number")
);

-- CreateTable
CREATE TABLE "quote" (
    "number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "valid_until" DATE NOT NULL,
    "lost_reason" TEXT,
    "accepted_on" DATE,
    "accepted_reference" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "quote_revision" (
    "quote_number" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "valid_until" DATE NOT NULL,
    "payment_terms" JSONB NOT NULL,
    "freight" DECIMAL(18,3) NOT NULL,
    "net" DECIMAL(18,3) NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_revision_pkey" PRIMARY KEY ("quote_number","revision")
);

-- CreateTable
CREATE TABLE "quote_line" (
    "quote_number" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "line_no" INTEGER NOT NULL,
    "product_number" TEXT NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,
    "unit_price" DECIMAL(18,4) NOT NULL,
    "discount_percent" DECIMAL(5,2) NOT NULL,
    "delivery_date" DATE,

    CONSTRAINT "quote_line_pkey" PRIMARY KEY ("quote_number","revision","line_no")
);

-- CreateTable
CREATE TABLE "sales_order" (
    "number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "quote_number" TEXT,
    "quote_revision" INTEGER,
    "customer_reference" TEXT,
    "currency" TEXT NOT NULL,
    "payment_terms" JSONB NOT NULL,
    "parties" JSONB NOT NULL,
    "vat_regime" TEXT NOT NULL,
    "tax_country" TEXT NOT NULL,
    "freight" DECIMAL(18,3) NOT NULL,
    "net" DECIMAL(18,3) NOT NULL,
    "vat" DECIMAL(18,3) NOT NULL,
    "gross" DECIMAL(18,3) NOT NULL,
    "stage" TEXT NOT NULL,
    "hold_reason" TEXT,
    "waits_for" JSONB NOT NULL DEFAULT '{"kind":"none"}',
    "held_since" TIMESTAMPTZ(3),
    "next_date" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "salesperson" TEXT,
    "entered_by" TEXT NOT NULL,
    "last_amended_by" TEXT,
    "received_on" DATE NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledgement_minutes" DECIMAL(12,1),
    "acknowledgement_target_minutes" INTEGER,
    "settled_on" DATE,
    "stop_released" INTEGER,
    "reopened" INTEGER NOT NULL DEFAULT 0,
    "closed_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sales_order_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "order_line" (
    "order_number" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "product_number" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,
    "unit_price" DECIMAL(18,4) NOT NULL,
    "discount_percent" DECIMAL(5,2) NOT NULL,
    "tax_class" TEXT NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(5,2) NOT NULL,
    "vat_exemption" TEXT,
    "net" DECIMAL(18,3) NOT NULL,
    "quote_line_no" INTEGER,
    "requested_date" DATE NOT NULL,
    "first_confirmed_date" DATE,
    "last_confirmed_date" DATE,
    "allocated" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "delivered" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "cancelled" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "invoiced" DECIMAL(15,3) NOT NULL DEFAULT 0,
    "waiting" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("order_number","line_no")
);

-- CreateTable
CREATE TABLE "credit_decision" (
    "order_number" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "amount" DECIMAL(18,3) NOT NULL,
    "exposure_before" DECIMAL(18,3) NOT NULL,
    "credit_limit" DECIMAL(18,3) NOT NULL,
    "overdue" DECIMAL(18,3) NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_decision_pkey" PRIMARY KEY ("order_number","sequence")
);

-- CreateTable
CREATE TABLE "discrepancy" (
    "order_number" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "line_no" INTEGER,
    "together" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "expected" JSONB NOT NULL,
    "actual" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "within_tolerance" BOOLEAN NOT NULL,
    "disposition" TEXT NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT,

    CONSTRAINT "discrepancy_pkey" PRIMARY KEY ("order_number","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "number" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "prepared_on" DATE NOT NULL,
    "departed_on" DATE,
    "delivered_on" DATE,
    "proved_on" DATE,
    "carrier" TEXT,
    "address" JSONB NOT NULL,
    "received_by" TEXT,
    "received_at" TIMESTAMPTZ(3),
    "reserves" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "delivery_line" (
    "delivery_number" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "product_number" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,
    "backorder" DECIMAL(15,3) NOT NULL,
    "next_date" DATE,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(5,2) NOT NULL,
    "vat_exemption" TEXT,
    "invoiced" DECIMAL(15,3) NOT NULL DEFAULT 0,

    CONSTRAINT "delivery_line_pkey" PRIMARY KEY ("delivery_number","line_no")
);

-- CreateTable
CREATE TABLE "invoice_series" (
    "kind" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,

    CONSTRAINT "invoice_series_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "series" (
    "key" TEXT NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,
    "last_date" DATE,

    CONSTRAINT "series_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "invoice" (
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'invoice',
    "corrects" TEXT,
    "series" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "order_number" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "issue_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "payment_terms" JSONB NOT NULL,
    "freight" DECIMAL(18,3) NOT NULL,
    "net" DECIMAL(18,3) NOT NULL,
    "vat" DECIMAL(18,3) NOT NULL,
    "gross" DECIMAL(18,3) NOT NULL,
    "vat_breakdown" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "invoice_number" TEXT NOT NULL,
    "line_no" INTEGER NOT NULL,
    "product_number" TEXT,
    "description" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" DECIMAL(15,3) NOT NULL,
    "unit_price" DECIMAL(18,4) NOT NULL,
    "discount_percent" DECIMAL(5,2) NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(5,2) NOT NULL,
    "vat_exemption" TEXT,
    "net" DECIMAL(18,3) NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("invoice_number","line_no")
);

-- CreateTable
CREATE TABLE "invoice_source" (
    "invoice_number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "invoice_line_no" INTEGER NOT NULL,
    "order_number" TEXT NOT NULL,
    "order_line_no" INTEGER NOT NULL,
    "delivery_number" TEXT,
    "delivery_line_no" INTEGER,
    "quantity" DECIMAL(15,3) NOT NULL,

    CONSTRAINT "invoice_source_pkey" PRIMARY KEY ("invoice_number","position")
);

-- CreateTable
CREATE TABLE "receivable" (
    "invoice_number" TEXT NOT NULL,
    "instalment" INTEGER NOT NULL DEFAULT 1,
    "customer_number" TEXT NOT NULL,
    "due_date" DATE NOT NULL,
    "amount" DECIMAL(18,3) NOT NULL,
    "open" DECIMAL(18,3) NOT NULL,
    "dunning_level" TEXT,
    "credit_stop" BOOLEAN NOT NULL DEFAULT false,
    "settled_on" DATE,

    CONSTRAINT "receivable_pkey" PRIMARY KEY ("invoice_number","instalment")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "customer_number" TEXT,
    "amount" DECIMAL(18,3) NOT NULL,
    "unallocated" DECIMAL(18,3) NOT NULL,
    "currency" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "reference" TEXT NOT NULL,
    "remittance_text" TEXT,
    "returns" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "invoice_number" TEXT NOT NULL,
    "instalment" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(18,3) NOT NULL,
    "open" DECIMAL(18,3) NOT NULL,
    "raised_on" DATE NOT NULL,
    "step_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGINT NOT NULL DEFAULT nextval('turn'),
    "posting" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "item_kind" TEXT NOT NULL,
    "invoice_number" TEXT,
    "instalment" INTEGER,
    "payment_id" UUID,
    "claim_id" TEXT,
    "allocation" INTEGER,
    "amount" DECIMAL(18,3) NOT NULL,
    "on_date" DATE NOT NULL,
    "reverses" TEXT,
    "reason" TEXT,
    "returned_by" UUID,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dunning_hold" (
    "id" UUID NOT NULL,
    "customer_number" TEXT NOT NULL,
    "invoice_number" TEXT,
    "reason" TEXT NOT NULL,
    "until" DATE,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "dunning_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dunning_run" (
    "customer_number" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "decided_on" DATE NOT NULL,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dunning_run_pkey" PRIMARY KEY ("customer_number","number")
);

-- CreateTable
CREATE TABLE "dunning_step" (
    "id" TEXT NOT NULL,
    "invoice_number" TEXT NOT NULL,
    "instalment" INTEGER NOT NULL DEFAULT 1,
    "level" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "run" INTEGER NOT NULL,
    "decided_on" DATE NOT NULL,
    "open_amount" DECIMAL(18,3) NOT NULL,
    "interest" DECIMAL(18,3) NOT NULL,
    "interest_parts" JSONB NOT NULL DEFAULT '[]',
    "recovery_fee" DECIMAL(18,3) NOT NULL,
    "next_level" TEXT,
    "next_on" DATE,
    "credit_stop" BOOLEAN NOT NULL,
    "letter_id" TEXT,
    "turn" BIGINT NOT NULL DEFAULT nextval('turn'),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dunning_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'mail',
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'QUEUED',
    "recipient" TEXT NOT NULL,
    "sender" TEXT NOT NULL DEFAULT '',
    "message_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL DEFAULT '',
    "html" TEXT NOT NULL DEFAULT '',
    "snapshot" JSONB,
    "snapshot_hash" TEXT,
    "documents" TEXT[],
    "customer_number" TEXT NOT NULL,
    "order_number" TEXT,
    "invoice_number" TEXT,
    "letter_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "losses" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "round" INTEGER NOT NULL DEFAULT 1,
    "claim_token" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "claim_turn" BIGINT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outgoing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "language" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "order_number" TEXT,
    "snapshot" JSONB NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_file" (
    "document_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_file_pkey" PRIMARY KEY ("document_id")
);

-- CreateTable
CREATE TABLE "work_item" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "order_number" TEXT,
    "invoice_number" TEXT,
    "customer_number" TEXT,
    "mail_id" TEXT,
    "dunning_step_id" TEXT,
    "amount" DECIMAL(18,3),
    "due_on" DATE,
    "escalations" INTEGER NOT NULL DEFAULT 0,
    "link" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "id" UUID NOT NULL,
    "principal" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "promised" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "key" TEXT NOT NULL,
    "request_id" TEXT,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "step_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "on_date" DATE,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "order_number" TEXT,
    "customer_number" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_principal_id_idx" ON "api_key"("principal_id");

-- CreateIndex
CREATE INDEX "customer_salesperson_idx" ON "customer"("salesperson");

-- CreateIndex
CREATE INDEX "customer_parent_number_idx" ON "customer"("parent_number");

-- CreateIndex
CREATE INDEX "customer_payer_number_idx" ON "customer"("payer_number");

-- CreateIndex
CREATE INDEX "stock_receipt_line_product_number_idx" ON "stock_receipt_line"("product_number");

-- CreateIndex
CREATE INDEX "quote_customer_number_idx" ON "quote"("customer_number");

-- CreateIndex
CREATE INDEX "sales_order_customer_number_idx" ON "sales_order"("customer_number");

-- CreateIndex
CREATE INDEX "sales_order_stage_received_at_idx" ON "sales_order"("stage", "received_at");

-- CreateIndex
CREATE INDEX "sales_order_received_at_number_idx" ON "sales_order"("received_at", "number");

-- CreateIndex
CREATE INDEX "sales_order_quote_number_idx" ON "sales_order"("quote_number");

-- CreateIndex
CREATE INDEX "order_line_product_number_waiting_idx" ON "order_line"("product_number", "waiting");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_order_number_sequence_key" ON "delivery"("order_number", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_series_prefix_key" ON "invoice_series"("prefix");

-- CreateIndex
CREATE INDEX "invoice_order_number_idx" ON "invoice"("order_number");

-- CreateIndex
CREATE INDEX "invoice_customer_number_idx" ON "invoice"("customer_number");

-- CreateIndex
CREATE INDEX "invoice_issue_date_number_idx" ON "invoice"("issue_date", "number");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_series_sequence_key" ON "invoice"("series", "sequence");

-- CreateIndex
CREATE INDEX "invoice_source_delivery_number_delivery_line_no_idx" ON "invoice_source"("delivery_number", "delivery_line_no");

-- CreateIndex
CREATE INDEX "invoice_source_order_number_order_line_no_idx" ON "invoice_source"("order_number", "order_line_no");

-- CreateIndex
CREATE INDEX "receivable_customer_number_due_date_idx" ON "receivable"("customer_number", "due_date");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reference_key" ON "payment"("reference");

-- CreateIndex
CREATE INDEX "payment_customer_number_idx" ON "payment"("customer_number");

-- CreateIndex
CREATE INDEX "payment_created_at_id_idx" ON "payment"("created_at", "id");

-- CreateIndex
CREATE INDEX "claim_customer_number_idx" ON "claim"("customer_number");

-- CreateIndex
CREATE INDEX "claim_invoice_number_instalment_idx" ON "claim"("invoice_number", "instalment");

-- CreateIndex
CREATE INDEX "ledger_entry_customer_number_id_idx" ON "ledger_entry"("customer_number", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_invoice_number_instalment_idx" ON "ledger_entry"("invoice_number", "instalment");

-- CreateIndex
CREATE INDEX "ledger_entry_payment_id_idx" ON "ledger_entry"("payment_id");

-- CreateIndex
CREATE INDEX "ledger_entry_claim_id_idx" ON "ledger_entry"("claim_id");

-- CreateIndex
CREATE INDEX "ledger_entry_request_id_idx" ON "ledger_entry"("request_id");

-- CreateIndex
CREATE INDEX "dunning_hold_customer_number_idx" ON "dunning_hold"("customer_number");

-- CreateIndex
CREATE INDEX "dunning_step_letter_id_idx" ON "dunning_step"("letter_id");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_step_invoice_number_instalment_level_key" ON "dunning_step"("invoice_number", "instalment", "level");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_id_key" ON "outgoing"("message_id");

-- CreateIndex
CREATE INDEX "outgoing_status_idx" ON "outgoing"("status");

-- CreateIndex
CREATE INDEX "outgoing_order_number_idx" ON "outgoing"("order_number");

-- CreateIndex
CREATE INDEX "outgoing_invoice_number_idx" ON "outgoing"("invoice_number");

-- CreateIndex
CREATE INDEX "outgoing_customer_number_idx" ON "outgoing"("customer_number");

-- CreateIndex
CREATE INDEX "outgoing_letter_id_idx" ON "outgoing"("letter_id");

-- CreateIndex
CREATE INDEX "outgoing_created_at_id_idx" ON "outgoing"("created_at", "id");

-- CreateIndex
CREATE INDEX "document_order_number_idx" ON "document"("order_number");

-- CreateIndex
CREATE INDEX "document_customer_number_idx" ON "document"("customer_number");

-- CreateIndex
CREATE INDEX "work_item_role_status_created_at_idx" ON "work_item"("role", "status", "created_at");

-- CreateIndex
CREATE INDEX "work_item_order_number_idx" ON "work_item"("order_number");

-- CreateIndex
CREATE INDEX "work_item_invoice_number_idx" ON "work_item"("invoice_number");

-- CreateIndex
CREATE INDEX "work_item_mail_id_idx" ON "work_item"("mail_id");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_key_principal_route_key_key" ON "idempotency_key"("principal", "route", "key");

-- CreateIndex
CREATE INDEX "step_request_id_idx" ON "step"("request_id");

-- CreateIndex
CREATE INDEX "audit_entry_order_number_id_idx" ON "audit_entry"("order_number", "id");

-- CreateIndex
CREATE INDEX "audit_entry_entity_entity_id_idx" ON "audit_entry"("entity", "entity_id");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_parent_number_fkey" FOREIGN KEY ("parent_number") REFERENCES "customer"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_payer_number_fkey" FOREIGN KEY ("payer_number") REFERENCES "customer"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_address" ADD CONSTRAINT "customer_address_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_contact" ADD CONSTRAINT "customer_contact_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock" ADD CONSTRAINT "stock_product_number_fkey" FOREIGN KEY ("product_number") REFERENCES "product"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_receipt_line" ADD CONSTRAINT "stock_receipt_line_receipt_reference_fkey" FOREIGN KEY ("receipt_reference") REFERENCES "stock_receipt"("reference") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote_revision" ADD CONSTRAINT "quote_revision_quote_number_fkey" FOREIGN KEY ("quote_number") REFERENCES "quote"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_quote_number_revision_fkey" FOREIGN KEY ("quote_number", "revision") REFERENCES "quote_revision"("quote_number", "revision") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sales_order" ADD CONSTRAINT "sales_order_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_number_fkey" FOREIGN KEY ("order_number") REFERENCES "sales_order"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_order_number_fkey" FOREIGN KEY ("order_number") REFERENCES "sales_order"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_line" ADD CONSTRAINT "delivery_line_delivery_number_fkey" FOREIGN KEY ("delivery_number") REFERENCES "delivery"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_order_number_fkey" FOREIGN KEY ("order_number") REFERENCES "sales_order"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_corrects_fkey" FOREIGN KEY ("corrects") REFERENCES "invoice"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_source" ADD CONSTRAINT "invoice_source_invoice_number_invoice_line_no_fkey" FOREIGN KEY ("invoice_number", "invoice_line_no") REFERENCES "invoice_line"("invoice_number", "line_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_source" ADD CONSTRAINT "invoice_source_delivery_number_delivery_line_no_fkey" FOREIGN KEY ("delivery_number", "delivery_line_no") REFERENCES "delivery_line"("delivery_number", "line_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_invoice_number_fkey" FOREIGN KEY ("invoice_number") REFERENCES "invoice"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_returns_fkey" FOREIGN KEY ("returns") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_invoice_number_instalment_fkey" FOREIGN KEY ("invoice_number", "instalment") REFERENCES "receivable"("invoice_number", "instalment") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_invoice_number_instalment_fkey" FOREIGN KEY ("invoice_number", "instalment") REFERENCES "receivable"("invoice_number", "instalment") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dunning_step" ADD CONSTRAINT "dunning_step_invoice_number_instalment_fkey" FOREIGN KEY ("invoice_number", "instalment") REFERENCES "receivable"("invoice_number", "instalment") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say: the last wall behind every conditional write.

CREATE SEQUENCE "quote_number";
CREATE SEQUENCE "order_number";
CREATE SEQUENCE "delivery_number";
CREATE SEQUENCE "letter_number";

ALTER TABLE "stock" ADD CONSTRAINT "stock_within_hand" CHECK (0 <= "allocated" AND "allocated" <= "on_hand");
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_quantities" CHECK (
  "quantity" > 0 AND "allocated" >= 0 AND "delivered" >= 0 AND "cancelled" >= 0
  AND "allocated" + "delivered" + "cancelled" <= "quantity" AND 0 <= "invoiced" AND "invoiced" <= "delivered");
ALTER TABLE "delivery_line" ADD CONSTRAINT "delivery_line_quantity" CHECK ("quantity" > 0 AND "backorder" >= 0);
ALTER TABLE "delivery_line" ADD CONSTRAINT "delivery_line_invoiced" CHECK (0 <= "invoiced" AND "invoiced" <= "quantity");
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_status" CHECK (CASE "status"
  WHEN 'prepared' THEN "departed_on" IS NULL AND "delivered_on" IS NULL AND "proved_on" IS NULL
  WHEN 'departed' THEN "departed_on" IS NOT NULL AND "delivered_on" IS NULL AND "proved_on" IS NULL
  WHEN 'delivered' THEN "departed_on" IS NOT NULL AND "delivered_on" IS NOT NULL AND "proved_on" IS NULL
  WHEN 'proved' THEN "departed_on" IS NOT NULL AND "delivered_on" IS NOT NULL AND "proved_on" IS NOT NULL
    AND "received_by" IS NOT NULL AND "received_at" IS NOT NULL
  ELSE false END);
ALTER TABLE "stock_receipt_line" ADD CONSTRAINT "stock_receipt_line_quantity" CHECK ("quantity" > 0);
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_totals" CHECK ("gross" = "net" + "vat" AND "due_date" >= "issue_date");
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "gross" >= 0 AND "corrects" IS NULL
  WHEN 'deposit' THEN "gross" >= 0 AND "corrects" IS NULL
  WHEN 'credit-note' THEN "gross" <= 0
  WHEN 'corrective' THEN "corrects" IS NOT NULL
  ELSE false END);
ALTER TABLE "invoice_source" ADD CONSTRAINT "invoice_source_quantity"
  CHECK ("quantity" <> 0 AND ("delivery_number" IS NULL) = ("delivery_line_no" IS NULL));
-- A category has the rates it can have; what a country charges comes from its law. France: art. 278, 279, 278-0 bis and 281 quater
-- and following CGI, at their rates since 2014; the Union's exemptions of art. 132; reverse charge on waste (art. 283, 2 sexies CGI).
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_category" CHECK (CASE "vat_category"
  WHEN 'S' THEN "vat_rate" > 0 AND "vat_exemption" IS NULL
  WHEN 'Z' THEN "vat_rate" = 0 AND "vat_exemption" IS NULL
  WHEN 'E' THEN "vat_rate" = 0 AND "vat_exemption" IS NOT NULL
  WHEN 'AE' THEN "vat_rate" = 0 AND "vat_exemption" IS NOT NULL
  ELSE false END);
INSERT INTO "tax_rate" ("country", "tax_class", "valid_from", "vat_category", "vat_rate", "vat_exemption") VALUES
  ('FR', 'standard', '2014-01-01', 'S', 20.00, NULL), ('FR', 'intermediate', '2014-01-01', 'S', 10.00, NULL),
  ('FR', 'reduced', '2014-01-01', 'S', 5.50, NULL), ('FR', 'super-reduced', '2014-01-01', 'S', 2.10, NULL),
  ('FR', 'exempt', '2014-01-01', 'E', 0, 'VATEX-EU-132'), ('FR', 'reverse-charge', '2014-01-01', 'AE', 0, 'VATEX-EU-AE');
INSERT INTO "invoice_series" ("kind", "prefix") VALUES ('invoice', 'FA'), ('deposit', 'AC'), ('credit-note', 'AV'), ('corrective', 'FR');
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_open" CHECK ("open" BETWEEN LEAST(0, "amount") AND GREATEST(0, "amount"));
ALTER TABLE "payment" ADD CONSTRAINT "payment_unallocated" CHECK ("amount" <> 0 AND "unallocated" BETWEEN LEAST(0, "amount") AND GREATEST(0, "amount"));
ALTER TABLE "payment" ADD CONSTRAINT "payment_returns" CHECK ("returns" IS NULL OR "amount" < 0);
ALTER TABLE "claim" ADD CONSTRAINT "claim_open" CHECK ("amount" > 0 AND "open" BETWEEN 0 AND "amount");
ALTER TABLE "claim" ADD CONSTRAINT "claim_kind" CHECK ("kind" IN ('interest', 'recovery-fee'));
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_amount" CHECK ("amount" <> 0);
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_item" CHECK (CASE "item_kind"
  WHEN 'receivable' THEN "invoice_number" IS NOT NULL AND "instalment" IS NOT NULL AND "claim_id" IS NULL
  WHEN 'payment' THEN "payment_id" IS NOT NULL
  WHEN 'claim' THEN "claim_id" IS NOT NULL
  ELSE false END);
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_kind" CHECK (CASE "kind"
  WHEN 'invoice' THEN "item_kind" = 'receivable'
  WHEN 'payment' THEN "item_kind" = 'payment'
  WHEN 'allocation' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NULL
  WHEN 'reversal' THEN "payment_id" IS NOT NULL AND "allocation" IS NOT NULL AND "reverses" IS NOT NULL AND ("reason" IS NULL) <> ("returned_by" IS NULL)
  WHEN 'return' THEN "item_kind" = 'payment'
  WHEN 'claim-raised' THEN "item_kind" = 'claim' AND "amount" > 0
  WHEN 'claim-waived' THEN "item_kind" = 'claim' AND "amount" < 0 AND "reason" IS NOT NULL
  WHEN 'write-off' THEN "item_kind" = 'receivable' AND "reason" IS NOT NULL
  ELSE false END);
ALTER TABLE "customer" ADD CONSTRAINT "customer_of_another" CHECK ("parent_number" <> "number" AND "payer_number" <> "number");
ALTER TABLE "customer_address" ADD CONSTRAINT "customer_address_default_in_use" CHECK ("active" OR NOT "is_default");
ALTER TABLE "customer" ADD CONSTRAINT "customer_credit_limit" CHECK ("credit_limit" >= 0);
ALTER TABLE "series" ADD CONSTRAINT "series_last" CHECK ("last" >= 0);

-- An act is posted once: of an allocation one row on each side, of a return one for each payment.
CREATE UNIQUE INDEX "ledger_entry_posting" ON "ledger_entry" ("posting", "item_kind", "payment_id") NULLS NOT DISTINCT;
CREATE INDEX "claim_unsettled" ON "claim" ("customer_number") WHERE "open" > 0;
CREATE INDEX "payment_unassigned" ON "payment" ("created_at") WHERE "customer_number" IS NULL;
CREATE UNIQUE INDEX "customer_address_default" ON "customer_address" ("customer_number", "kind") WHERE "is_default";
CREATE INDEX "order_line_waiting" ON "order_line" ("product_number") WHERE "waiting";
CREATE INDEX "receivable_unsettled" ON "receivable" ("customer_number", "due_date") WHERE "open" > 0;
CREATE INDEX "sales_order_held" ON "sales_order" ("customer_number", "received_at") WHERE "stage" = 'credit-hold';

ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_says" CHECK (
  "recipient" <> '' AND "channel" = 'mail' AND ("snapshot" IS NOT NULL) = ("snapshot_hash" IS NOT NULL)
  AND ("snapshot" IS NOT NULL OR cardinality("documents") > 0));

CREATE FUNCTION "audit_entry_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are never changed or deleted';
END
$$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_append_only"();

CREATE FUNCTION "ledger_entry_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger rows are never changed or deleted';
END
$$;
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_entry_is_append_only"();

CREATE FUNCTION "issued_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was issued is never changed or deleted';
END
$$;
CREATE TRIGGER "document_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "document"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "outgoing_stands_still" BEFORE UPDATE ON "outgoing" FOR EACH ROW
  WHEN ((OLD."snapshot", OLD."snapshot_hash", OLD."documents") IS DISTINCT FROM (NEW."snapshot", NEW."snapshot_hash", NEW."documents"))
  EXECUTE FUNCTION "issued_is_append_only"();
CREATE TRIGGER "document_file_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "document_file"
  FOR EACH STATEMENT EXECUTE FUNCTION "issued_is_append_only"();
