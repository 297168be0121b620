import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/client.js';

/** Rows of the facts that figures are made of, written past the house: only dates, quantities and sums matter here. */
export type FactsDesk = {
  readonly customer: (number: string, salesperson: string) => Promise<void>;
  readonly product: (number: string, family: string, listPrice: number, onHand: number) => Promise<void>;
  readonly spend: (month: string, amount: number, currency?: string, isWithdrawn?: boolean) => Promise<void>;
  readonly capacity: (person: string, work: string, from: string, perDay: number) => Promise<void>;
  readonly cost: (product: string, from: string, cost: number) => Promise<void>;
  readonly receipt: (on: string, product: string, quantity: number) => Promise<void>;
  readonly quote: (number: string, quote: QuoteFacts) => Promise<void>;
  readonly order: (number: string, order: OrderFacts) => Promise<void>;
  readonly delivery: (number: string, delivery: DeliveryFacts) => Promise<void>;
  readonly invoice: (number: string, invoice: InvoiceFacts) => Promise<void>;
  readonly payment: (customer: string, payment: PaymentFacts) => Promise<void>;
  readonly question: (on: string, order: string, asker: string, isWithdrawn?: boolean) => Promise<void>;
  /** `decided`: closed on that day, by a credit note unless it was refused. */
  readonly complaint: (number: string, complaint: ComplaintFacts) => Promise<void>;
  readonly discrepancy: (order: string, id: string, found: DiscrepancyFacts) => Promise<void>;
  readonly amendment: (order: string, version: number, amendment: AmendmentFacts) => Promise<void>;
  readonly audit: (on: string, action: string, entry: AuditFacts) => Promise<void>;
};

export type QuoteFacts = {
  readonly customer: string;
  readonly created: string;
  readonly net: number;
  readonly validUntil: string;
  readonly accepted?: string;
  readonly lost?: string;
};
export type LineFacts = {
  readonly product: string;
  readonly quantity: number;
  readonly price: number;
  readonly requested: string;
  readonly first?: string;
  readonly last?: string;
  readonly delivered?: number;
  readonly cancelled?: number;
};
export type OrderFacts = {
  readonly customer: string;
  readonly received: string;
  readonly by: string;
  readonly origin: string;
  readonly stage: string;
  readonly lines: readonly LineFacts[];
  readonly quote?: string;
  readonly currency?: string;
  /** Minutes to the acknowledgement; its target is 240. */
  readonly ackMinutes?: number;
  readonly settled?: string;
  readonly version?: number;
};
export type DeliveryFacts = {
  readonly order: string;
  readonly sequence?: number;
  readonly by: string;
  readonly departed: string;
  readonly arrived?: string;
  readonly proved?: string;
  readonly lines: Readonly<Record<number, number>>;
};
export type InvoiceFacts = {
  readonly order: string;
  readonly issued: string;
  readonly due: string;
  /** Net of each product, sold at its list price. */
  readonly lines: Readonly<Record<string, number>>;
  readonly freight?: number;
};
export type PaymentFacts = {
  readonly date: string;
  readonly amount: number;
  /** Invoice, sum, and the day on which it was matched where that is a later one. */
  readonly pays: readonly (readonly [invoice: string, amount: number, on?: string])[];
};
export type ComplaintFacts = {
  readonly order: string;
  readonly customer: string;
  readonly delivery?: string;
  readonly invoice?: string;
  readonly kind: string;
  readonly opened: string;
  readonly decided?: string;
  readonly isRefused?: true;
  readonly isWithdrawn?: true;
};
type DiscrepancyFacts = {
  readonly type: string;
  readonly disposition: string;
  readonly on?: string;
  readonly cause?: string;
};
type AmendmentFacts = {
  readonly on: string;
  readonly by: string;
  readonly types: readonly string[];
  readonly cause?: string;
};
type AuditFacts = {
  readonly order?: string;
  readonly quote?: string;
  readonly delivery?: string;
  readonly actor?: string;
  readonly before?: object;
  readonly after?: object;
};

/** Ten in the morning in Paris, in winter. */
const at = (day: string): string => `${day}T09:00:00Z`;
const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @param prisma of the schema's owner, past triggers and foreign keys, on one connection */
export function factsDesk(prisma: PrismaClient): FactsDesk {
  const run = async (sql: string, ...values: unknown[]): Promise<void> =>
    void (await prisma.$executeRawUnsafe(sql, ...values));
  const audit: FactsDesk['audit'] = (on, action, { order, quote, delivery, actor = 'encours', before, after }) =>
    run(
      `INSERT INTO audit_entry (on_date, actor, role, action, entity, entity_id, order_number, before, after)
       VALUES ($1::date, $2, 'sales', $3, $4, $5, $6, $7::jsonb, $8::jsonb)`,
      on,
      actor,
      action,
      quote !== undefined ? 'quote' : delivery !== undefined ? 'delivery' : 'order',
      quote ?? delivery ?? order ?? '',
      order ?? null,
      before === undefined ? null : JSON.stringify(before),
      after === undefined ? null : JSON.stringify(after),
    );
  return {
    audit,
    question: (on, order, asker, isWithdrawn = false) =>
      run(
        `INSERT INTO information_request (id, order_number, asker, asked_on, logged_by, role, withdrawn_at)
         VALUES ($1::uuid, $2, $3, $4::date, 'anna', 'sales', CASE WHEN $5::boolean THEN now() END)`,
        randomUUID(),
        order,
        asker,
        on,
        isWithdrawn,
      ),
    complaint: (number, { order, customer, delivery, invoice, kind, opened, decided, isRefused, isWithdrawn }) =>
      run(
        `INSERT INTO complaint (number, kind, status, customer_number, order_number, delivery_number, invoice_number, currency, description,
           due_at, opened_by, opened_on, opened_at, outcome, decided_by, decided_at, reason, credit_note, ended_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'EUR', 'wrong', $8::timestamptz, 'bruno', $8::date, $8::timestamptz, $9, $10, $11::timestamptz,
           'seen', $12, $13::date)`,
        number,
        kind,
        isWithdrawn ? 'withdrawn' : decided === undefined ? 'open' : 'closed',
        customer,
        order,
        delivery ?? null,
        invoice ?? null,
        at(opened),
        decided === undefined || isWithdrawn ? null : isRefused ? 'refused' : 'credit-note',
        decided === undefined || isWithdrawn ? null : 'anna',
        decided === undefined || isWithdrawn ? null : at(decided),
        decided === undefined || isWithdrawn || isRefused ? null : 'AV1',
        decided ?? null,
      ),
    discrepancy: (order, id, { type, disposition, on = null, cause = null }) =>
      run(
        `INSERT INTO discrepancy (order_number, id, version, type, expected, actual, source, within_tolerance, disposition, decided_on, cause)
         VALUES ($1, $2, split_part($2, '-', 1)::int, $3, '"1"', '"2"', 'quote', FALSE, $4, $5::date, $6)`,
        order,
        id,
        type,
        disposition,
        on,
        cause,
      ),
    amendment: (order, version, { on, by, types, cause = null }) =>
      run(
        `INSERT INTO order_amendment (order_number, version, amended_on, amended_by, cause, types)
         VALUES ($1, $2::int, $3::date, $4, $5, $6::text[])`,
        order,
        version,
        on,
        by,
        cause,
        types,
      ),
    customer: (number, salesperson) =>
      run(
        `INSERT INTO customer (number, name, language, currency, address, payment_terms, credit_limit, salesperson)
         VALUES ($1, initcap($1), 'fr', 'EUR', '{}', '{}', 0, $2)`,
        number,
        salesperson,
      ),
    async product(number, family, listPrice, onHand) {
      await run(
        `INSERT INTO product (number, name, unit, category, list_price, currency, tax_class)
         VALUES ($1, $1, 'box', $2, $3, 'EUR', 'standard')`,
        number,
        family,
        listPrice,
      );
      await run(`INSERT INTO stock (product_number, on_hand) VALUES ($1, $2)`, number, onHand);
    },
    spend: (month, amount, currency = 'EUR', isWithdrawn = false) =>
      run(
        `INSERT INTO acquisition_spend (id, month, amount, currency, what, entered_by, entered_at, withdrawn_at)
         VALUES ($1::uuid, $2::date, $3::numeric, $4, 'fair', 'helene', now(), CASE WHEN $5::boolean THEN now() END)`,
        randomUUID(),
        month,
        amount,
        currency,
        isWithdrawn,
      ),
    capacity: (person, work, from, perDay) =>
      run(`INSERT INTO capacity VALUES ($1, $2, $3::date, $4::int, 'helene')`, person, work, from, perDay),
    cost: (product, from, cost) =>
      run(`INSERT INTO product_cost VALUES ($1, $2::date, $3::numeric)`, product, from, cost),
    async receipt(on, product, quantity) {
      const reference = `${product}-${on}`;
      await run(`INSERT INTO stock_receipt (reference, received_on) VALUES ($1, $2::date)`, reference, on);
      await run(`INSERT INTO stock_receipt_line VALUES ($1, $2, $3)`, reference, product, quantity);
    },
    async quote(number, { customer, created, net, validUntil, accepted, lost }) {
      const status = accepted !== undefined ? 'accepted' : lost !== undefined ? 'lost' : 'open';
      await run(
        `INSERT INTO quote (number, customer_number, currency, status, revision, valid_until, accepted_on, created_at)
         VALUES ($1, $2, 'EUR', $3, 1, $4::date, $5::date, $6::timestamptz)`,
        number,
        customer,
        status,
        validUntil,
        accepted ?? null,
        at(created),
      );
      await run(`INSERT INTO quote_revision VALUES ($1, 1, $2::date, '{}', 0, $3)`, number, validUntil, net);
      if (lost !== undefined) await audit(lost, 'quote.lost', { quote: number });
    },
    async order(number, { lines, currency = 'EUR', ...order }) {
      const net = sumOf(lines.map((line) => line.quantity * line.price));
      await run(
        `INSERT INTO sales_order (number, customer_number, origin, quote_number, currency, payment_terms, parties, vat_regime, tax_country,
           freight, net, vat, gross, stage, version, salesperson, entered_by, received_on, received_at, acknowledged_at,
           acknowledgement_minutes, acknowledgement_target_minutes, settled_on)
         SELECT $1, $2, $3, $4, $5, '{}', '{}', 'domestic', 'FR', 0, $6::numeric, 0, $6::numeric, $7, $8::int, customer.salesperson, $9,
           $10::date, $11::timestamptz, $11::timestamptz + $12::numeric * interval '1 minute', $12::numeric, 240, $13::date
         FROM customer WHERE customer.number = $2`,
        number,
        order.customer,
        order.origin,
        order.quote ?? null,
        currency,
        net,
        order.stage,
        order.version ?? 1,
        order.by,
        order.received,
        at(order.received),
        order.ackMinutes ?? null,
        order.settled ?? null,
      );
      await audit(order.received, 'order.received', { order: number });
      for (const [index, line] of lines.entries())
        await run(
          `INSERT INTO order_line (order_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent,
             tax_class, vat_category, vat_rate, net, requested_date, first_confirmed_date, last_confirmed_date, delivered, cancelled)
           VALUES ($1, $2::int, $3, $3, 'box', $4::numeric, $5::numeric, 0, 'standard', 'S', 20, $4::numeric * $5::numeric,
             $6::date, $7::date, $8::date, $9::numeric, $10::numeric)`,
          number,
          index + 1,
          line.product,
          line.quantity,
          line.price,
          line.requested,
          line.first ?? null,
          line.last ?? line.first ?? null,
          line.delivered ?? 0,
          line.cancelled ?? 0,
        );
    },
    async delivery(number, { order, sequence = 1, by, departed, arrived, proved, lines }) {
      const status = proved !== undefined ? 'proved' : arrived !== undefined ? 'delivered' : 'departed';
      await run(
        `INSERT INTO delivery (number, order_number, sequence, status, prepared_on, departed_on, delivered_on, proved_on, received_by,
           received_at, address)
         VALUES ($1, $2, $3, $4, $5::date, $5::date, $6::date, $7::date, 'somebody', now(), '{}')`,
        number,
        order,
        sequence,
        status,
        departed,
        arrived ?? null,
        proved ?? null,
      );
      for (const [lineNo, quantity] of Object.entries(lines))
        await run(
          `INSERT INTO delivery_line (delivery_number, line_no, product_number, description, unit, quantity, backorder, vat_category, vat_rate)
           SELECT $1, line_no, product_number, '', 'box', $3::numeric, 0, 'S', 20 FROM order_line WHERE order_number = $4 AND line_no = $2::int`,
          number,
          Number(lineNo),
          quantity,
          order,
        );
      await audit(departed, 'order.delivered', { delivery: number, order, actor: by });
    },
    async invoice(number, { order, issued, due, lines, freight = 0 }) {
      const net = sumOf(Object.values(lines)) + freight;
      await run(
        `INSERT INTO invoice (number, series, sequence, order_number, customer_number, currency, issue_date, due_date, payment_terms,
           freight, net, vat, gross, vat_breakdown)
         SELECT $1, $1, 1, o.number, o.customer_number, o.currency, $3::date, $4::date, '{}', $5::numeric, $6::numeric,
           $6::numeric * 0.2, $6::numeric * 1.2, '[]' FROM sales_order AS o WHERE o.number = $2`,
        number,
        order,
        issued,
        due,
        freight,
        net,
      );
      for (const [index, [product, each]] of Object.entries(lines).entries())
        await run(
          `INSERT INTO invoice_line (invoice_number, line_no, product_number, description, unit, quantity, unit_price, discount_percent,
             vat_category, vat_rate, net)
           SELECT $1, $2::int, number, '', 'box', $4::numeric / list_price, list_price, 0, 'S', 20, $4::numeric FROM product WHERE number = $3`,
          number,
          index + 1,
          product,
          each,
        );
      await run(
        `INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
         SELECT number, 1, customer_number, due_date, gross, gross FROM invoice WHERE number = $1`,
        number,
      );
    },
    async payment(customer, { date, amount, pays }) {
      const id = randomUUID();
      await run(
        `INSERT INTO payment (id, customer_number, amount, unallocated, currency, date, reference)
         SELECT $1::uuid, $2, $3::numeric, $3::numeric, coalesce((SELECT currency FROM invoice WHERE number = $4), 'EUR'), $5::date, $1`,
        id,
        customer,
        amount,
        pays[0]?.[0] ?? '',
        date,
      );
      for (const [index, [invoice, part, on = date]] of pays.entries()) {
        await run(
          `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation,
             amount, on_date, actor, role, request_id)
           SELECT $1 || ':' || $4::int || ':' || side.kind, $2, i.currency, 'allocation', side.kind, $3, 1, $1::uuid, $4::int, side.sign * $5::numeric,
             $6::date, 'karim', 'finance', '' FROM invoice AS i, (VALUES ('receivable', -1), ('payment', 1)) AS side(kind, sign) WHERE i.number = $3`,
          id,
          customer,
          invoice,
          index + 1,
          part,
          on,
        );
        await run(
          `UPDATE receivable SET open = open - $2::numeric, settled_on = CASE WHEN open = $2::numeric THEN $3::date END WHERE invoice_number = $1`,
          invoice,
          part,
          on,
        );
        await run(`UPDATE payment SET unallocated = unallocated - $2::numeric WHERE id = $1::uuid`, id, part);
      }
    },
  };
}
