import type { CreditDraft, CreditWhy } from '../../contracts/credit-note.js';
import type { CreditedSupply, InvoiceDocument } from '../../contracts/documents.js';
import { documentIds, postings } from '../../contracts/ids.js';
import type { SourceLeft } from '../../domain/crediting.js';
import { canonicalAmount, negate } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { insertedLines, type TakenNumber } from './invoices.js';
import { orderFacts, type OrderFacts } from './order-facts.js';

/** A condition that is always true and locks a customer, and the orders of one of its invoices: the one lock order. */
export const invoiceLocked = (customer: string, invoice: string): Prisma.Sql => Prisma.sql`(
  WITH account AS MATERIALIZED (
    SELECT number FROM customer WHERE number = ${customer} FOR NO KEY UPDATE
  ), held AS MATERIALIZED (
    SELECT number FROM sales_order WHERE (SELECT count(*) FROM account) >= 0 AND number IN (
      SELECT order_number FROM invoice_order WHERE invoice_number = ${invoice})
    ORDER BY number FOR UPDATE
  )
  SELECT count(*) >= 0 FROM held)`;

/** Locks the lines of the orders of an invoice, in the order in which all lock them. */
export async function lockCreditedLines(tx: Transaction, invoice: string): Promise<void> {
  await tx.$executeRaw`
    WITH line AS MATERIALIZED (
      SELECT line_no FROM order_line WHERE order_number IN (SELECT order_number FROM invoice_source WHERE invoice_number = ${invoice})
      ORDER BY order_number, line_no FOR UPDATE
    ) SELECT count(*) FROM line`;
}

/** The number of a credit note; one that books what a corrective invoice takes back is in no series. */
export type CreditNumber =
  TakenNumber | (Pick<TakenNumber, 'number' | 'issueDate'> & { readonly series: null; readonly sequence: null });

/** A place of an invoice, and a quantity of what was delivered or is still to be there. */
export type MovedSource = Omit<SourceLeft, 'left'> & { readonly quantity: string };

export type NewCreditNote = {
  readonly taken: CreditNumber;
  readonly corrects: string;
  readonly draft: CreditDraft;
  readonly why: CreditWhy;
  /** What is taken back of which delivery; quantities above zero. */
  readonly sources: readonly MovedSource[];
};

/** What was delivered that an invoice charges, and on which terms. */
export type CreditedDelivery = Omit<CreditedSupply, 'latePayment'>;

/** What a credit note says beside its rows. */
export type CreditNoteFacts = {
  readonly facts: OrderFacts;
  readonly deliveries: readonly string[];
  /** Null: the invoice says of no delivery. */
  readonly supply: CreditedDelivery | null;
  /** Null: another system issued the invoice. */
  readonly said: SaidByInvoice | null;
  /** VAT of the credit notes of the invoice before, below zero. */
  readonly creditedVat: string;
};

/** What the document of an invoice says of its lines and deliveries. */
export type SaidByInvoice = Pick<InvoiceDocument, 'lines'> & {
  readonly charged: InvoiceDocument['charged'] | null;
  readonly period: InvoiceDocument['period'] | null;
  readonly accountingVat: InvoiceDocument['accountingVat'] | null;
};

/** As the invoice says it; of one that another system issued, as its last delivery does. */
const creditedDelivery = (invoice: string): Prisma.Sql => Prisma.sql`coalesce(
        (SELECT jsonb_build_object('deliveredOn', snapshot -> 'deliveredOn', 'deliveryAddress', snapshot -> 'deliveryAddress',
            'paymentTerms', snapshot -> 'paymentTerms')
          FROM document WHERE id = ${documentIds.invoice(invoice)}),
        (SELECT jsonb_build_object('deliveredOn', delivery.departed_on, 'deliveryAddress', delivery.address, 'paymentTerms', corrected.payment_terms)
          FROM corrected, delivery WHERE delivery.number IN (SELECT delivery_number FROM invoice_source WHERE invoice_number = ${invoice})
          ORDER BY delivery.departed_on DESC, delivery.number DESC LIMIT 1))`;

/**
 * The table expressions `sources`, `ordered` and `delivered`: where `issued` charges again or takes back, and what the lines of
 * orders and deliveries have invoiced and credited since.
 */
export const movedSources = (sources: readonly MovedSource[]): Prisma.Sql => {
  const moved = sources.map((source, index) => ({ ...source, position: index + 1 }));
  return Prisma.sql`
    placed AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS s(position int, "lineNo" int, "order" text, "orderLine" int,
        delivery text, "deliveryLine" int, quantity numeric)
    ), sources AS (
      INSERT INTO invoice_source (invoice_number, position, invoice_line_no, order_number, order_line_no, delivery_number, delivery_line_no, quantity)
      SELECT issued.number, s.position, s."lineNo", s."order", s."orderLine", s.delivery, s."deliveryLine", s.quantity FROM issued, placed s
    ), ordered AS (
      UPDATE order_line l SET invoiced = l.invoiced + s.quantity, credited = l.credited - s.quantity
      FROM (SELECT "order", "orderLine", sum(quantity) AS quantity FROM placed GROUP BY 1, 2) s
      WHERE l.order_number = s."order" AND l.line_no = s."orderLine"
    ), delivered AS (
      UPDATE delivery_line l SET invoiced = l.invoiced + s.quantity, credited = l.credited - s.quantity
      FROM (SELECT delivery, "deliveryLine", sum(quantity) AS quantity FROM placed WHERE delivery IS NOT NULL GROUP BY 1, 2) s
      WHERE l.delivery_number = s.delivery AND l.line_no = s."deliveryLine"
    )`;
};

/**
 * Inserts the credit note of an invoice with its lines and a receivable on which nothing is posted yet, and takes back on the
 * lines of orders and deliveries what it credits; in one statement. The caller holds the customer, the orders and their lines.
 */
export async function insertCreditNote(tx: Transaction, note: NewCreditNote): Promise<CreditNoteFacts> {
  const { taken, corrects, draft, why } = note;
  const sources = note.sources.map((source) => ({ ...source, quantity: negate(source.quantity) }));
  const [row] = await tx.$queryRaw<(Omit<CreditNoteFacts, 'deliveries'> & { deliveries: readonly string[] | null })[]>`
    WITH corrected AS (
      SELECT * FROM invoice WHERE number = ${corrects}
    ), issued AS (
      INSERT INTO invoice (number, kind, corrects, is_counterpart, series, sequence, order_number, customer_number, currency, issue_date, due_date,
        payment_terms, freight, net, vat, gross, vat_breakdown)
      SELECT ${taken.number}, 'credit-note', number, ${taken.series === null}, ${taken.series}::text, ${taken.sequence}::int, order_number, customer_number, currency,
        ${taken.issueDate}::date, ${taken.issueDate}::date, payment_terms, ${draft.freight}::numeric, ${draft.net}::numeric,
        ${draft.vat}::numeric, ${draft.gross}::numeric, ${JSON.stringify(draft.vatBreakdown)}::jsonb FROM corrected
      RETURNING number, customer_number, order_number
    ), why AS (
      INSERT INTO credit_note (invoice_number, scope, reason, note) SELECT number, ${why.scope}, ${why.reason}, ${why.note} FROM issued
    ), ${insertedLines(draft.lines)}, ${movedSources(sources)}, receivable AS (
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open, settled_on)
      SELECT number, 1, customer_number, ${taken.issueDate}::date, ${draft.gross}::numeric, 0, ${taken.issueDate}::date FROM issued
    )
    SELECT ${orderFacts(Prisma.sql`issued.order_number`)} AS facts,
      (SELECT json_agg(DISTINCT delivery_number ORDER BY delivery_number) FROM invoice_source
        WHERE invoice_number = ${corrects} AND delivery_number IS NOT NULL) AS deliveries,
      ${creditedDelivery(corrects)} AS supply,
      (SELECT jsonb_build_object('lines', snapshot -> 'lines', 'charged', snapshot -> 'charged', 'period', snapshot -> 'period',
          'accountingVat', snapshot -> 'accountingVat')
        FROM document WHERE id = ${documentIds.invoice(corrects)}) AS said,
      (SELECT COALESCE(sum(vat), 0)::text FROM invoice WHERE corrects = ${corrects} AND kind = 'credit-note') AS "creditedVat"
    FROM issued`;
  if (row === undefined) throw new Error(`invoice ${corrects} is not there`);
  return { ...row, deliveries: row.deliveries ?? [] };
}

/** The running number of the next application of a credit note. The caller holds the customer's lock. */
export async function nextApplication(tx: Transaction, creditNote: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ applied: number }[]>`
    SELECT count(*)::int AS applied FROM ledger_entry WHERE invoice_number = ${creditNote} AND kind = 'application'`;
  return (row?.applied ?? 0) + 1;
}

/** An application of a credit note that was not undone, and the invoice that the credit note corrects. */
export type StandingApplication = {
  readonly customer: string;
  readonly corrects: string;
  readonly currency: string;
  readonly invoice: string;
  readonly instalment: number;
  readonly amount: string;
};

/** Null: there is none of this running number, or it was undone. The caller holds the customer's lock. */
export async function standingApplication(
  tx: Transaction,
  creditNote: string,
  application: number,
): Promise<StandingApplication | null> {
  const posting = postings.application(creditNote, application);
  const [row] = await tx.$queryRaw<StandingApplication[]>`
    SELECT e.customer_number AS customer, n.corrects, e.currency, e.invoice_number AS invoice, e.instalment, (-e.amount)::text AS amount
    FROM ledger_entry e JOIN invoice n ON n.number = ${creditNote}
    WHERE e.posting = ${posting} AND e.kind = 'application' AND e.invoice_number <> ${creditNote}
      AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.posting = ${postings.reversal(posting)})`;
  return row === undefined ? null : { ...row, amount: canonicalAmount(row.amount, row.currency) };
}
