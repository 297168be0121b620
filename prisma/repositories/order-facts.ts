import type { Deposit } from '../../contracts/deposit.js';
import type { Company } from '../../contracts/company.js';
import type { AcknowledgementDocument } from '../../contracts/documents.js';
import type { ExchangeRate } from '../../contracts/exchange-rate.js';
import type { OrderMessageFacts } from '../../contracts/order-message.js';
import type { Parties } from '../../contracts/parties.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import type { PrintedLine } from '../../contracts/process.js';
import type { Currency, InvoiceChannel } from '../../contracts/vocabulary.js';
import type { KnownTemplate } from '../../domain/document-template.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { printedMembers } from '../lines.js';

/** What the documents of an order say beside the fact that each is issued for. Numbers come as text. */
export type OrderFacts = {
  readonly company: Company;
  /** By which documents are written. */
  readonly templates: readonly KnownTemplate[];
  /** Our terms of late payment, as they are in force. */
  readonly dunning: Pick<DunningPolicy, 'rates' | 'recoveryFee'>;
  readonly order: {
    readonly number: string;
    readonly customerReference: string | null;
    readonly quote: string | null;
    readonly quoteRevision: number | null;
    readonly currency: Currency;
    readonly receivedOn: string;
    readonly parties: Parties;
    readonly paymentTerms: PaymentTerms;
    readonly freight: string;
    /** The way that the customer wants its invoices. */
    readonly invoiceChannel: InvoiceChannel;
    readonly deposit: Deposit | null;
  };
  /** What its currency is worth in the company's, the latest first; null: nobody said, or it is the company's. */
  readonly exchange: readonly Pick<ExchangeRate, 'rate' | 'from'>[] | null;
  readonly lines: readonly (PrintedLine & { readonly requestedDate: string })[];
  /** What documents say of the customer's orders, and of products by their numbers; null: nothing of these. */
  readonly customerText: string;
  readonly productTexts: Readonly<Record<string, string>> | null;
};

/** The facts as one JSON column: a part of whatever statement reads or writes the order's step. */
export const orderFacts = (orderNumber: string | Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_build_object(
    'company', (SELECT body FROM company WHERE id = 1),
    'templates', (SELECT known_templates()),
    'dunning', (SELECT jsonb_build_object('rates', body -> 'rates', 'recoveryFee', body -> 'recoveryFee') FROM policy WHERE kind = 'dunning'),
    'order', jsonb_build_object('number', o.number, 'customerReference', o.customer_reference, 'quote', o.quote_number,
      'quoteRevision', o.quote_revision, 'currency', o.currency, 'receivedOn', o.received_on, 'parties', o.parties,
      'paymentTerms', o.payment_terms, 'freight', o.freight::text, 'deposit', o.deposit,
      'invoiceChannel', (SELECT c.invoice_channel FROM customer c WHERE c.number = o.customer_number)),
    'customerText', (SELECT document_text FROM customer WHERE number = o.customer_number),
    'productTexts', (SELECT jsonb_object_agg(p.number, p.document_text) FROM product p WHERE p.document_text <> ''
      AND p.number IN (SELECT l.product_number FROM order_line l WHERE l.order_number = o.number)),
    'exchange', (SELECT jsonb_agg(jsonb_build_object('rate', trim_scale(r.rate)::text, 'from', r.valid_from)) FROM (
      SELECT * FROM exchange_rate WHERE currency = o.currency ORDER BY valid_from DESC LIMIT 400) r),
    'lines', (SELECT jsonb_agg(jsonb_build_object(${printedMembers(Prisma.sql`l`)}, 'requestedDate', l.requested_date) ORDER BY l.line_no)
      FROM order_line l WHERE l.order_number = o.number))
  FROM sales_order o WHERE o.number = ${orderNumber})`;

/** @throws Error when there is no such order */
export async function readOrderFacts(tx: Transaction, orderNumber: string): Promise<OrderFacts> {
  const rows = await tx.$queryRaw<{ facts: OrderFacts | null }[]>`SELECT ${orderFacts(orderNumber)} AS facts`;
  const facts = rows[0]?.facts;
  if (!facts) throw new Error(`order ${orderNumber} is not there`);
  return facts;
}

/** The message that an order came as; null: it came otherwise. */
type MessageOf = { readonly message: OrderMessageFacts | null };

const messageFacts = (orderNumber: string): Prisma.Sql =>
  Prisma.sql`(SELECT facts FROM order_message WHERE order_number = ${orderNumber})`;

/** The facts, and the message that the order came as. */
export async function readAnsweredFacts(tx: Transaction, orderNumber: string): Promise<OrderFacts & MessageOf> {
  const rows = await tx.$queryRaw<({ facts: OrderFacts | null } & MessageOf)[]>`
    SELECT ${orderFacts(orderNumber)} AS facts, ${messageFacts(orderNumber)} AS message`;
  const row = rows[0];
  if (!row?.facts) throw new Error(`order ${orderNumber} is not there`);
  return { ...row.facts, message: row.message };
}

/** The facts with the message, and the acknowledgement that was given out before for the order; null on the first. */
export type AcknowledgementFacts = OrderFacts & MessageOf & { readonly before: AcknowledgementDocument | null };

/** One that never began to leave was given to nobody. */
export async function readAcknowledgementFacts(tx: Transaction, orderNumber: string): Promise<AcknowledgementFacts> {
  const rows = await tx.$queryRaw<({ facts: OrderFacts; before: AcknowledgementDocument | null } & MessageOf)[]>`
    SELECT ${orderFacts(orderNumber)} AS facts, ${messageFacts(orderNumber)} AS message,
      (SELECT d.snapshot FROM document d JOIN outgoing m ON m.id = d.id
       WHERE d.kind = 'acknowledgement' AND d.order_number = ${orderNumber} AND m.attempts > 0
       ORDER BY (d.snapshot ->> 'version')::int DESC LIMIT 1) AS before`;
  const row = rows[0];
  if (row === undefined) throw new Error(`order ${orderNumber} is not there`);
  return { ...row.facts, message: row.message, before: row.before };
}
