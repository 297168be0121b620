import type { RightDraft } from '../../domain/correcting.js';
import type { InstalmentDue } from '../../domain/payment-terms.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Payee } from '../../contracts/payee.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { movedSources, type MovedSource } from './credit-notes.js';
import { exposureMoves } from './exposure.js';
import { insertedLines, payeeOf, type TakenNumber } from './invoices.js';

/**
 * A condition that is always true and locks the customers of a correction, by their numbers, and the orders of its invoice: the
 * one lock order.
 */
export const correctionLocked = (customers: readonly string[], invoice: string): Prisma.Sql => Prisma.sql`(
  WITH account AS MATERIALIZED (
    SELECT number FROM customer WHERE number = ANY(${customers}::text[]) ORDER BY number FOR NO KEY UPDATE
  ), held AS MATERIALIZED (
    SELECT number FROM sales_order WHERE (SELECT count(*) FROM account) >= 0 AND number IN (
      SELECT order_number FROM invoice_order WHERE invoice_number = ${invoice})
    ORDER BY number FOR UPDATE
  )
  SELECT count(*) >= 0 FROM held)`;

export type NewRightInvoice = {
  readonly taken: TakenNumber;
  readonly kind: 'invoice' | 'corrective';
  /** The wrong invoice. */
  readonly replaces: string;
  readonly customer: string;
  readonly draft: RightDraft;
  readonly paymentTerms: PaymentTerms;
  readonly dueDate: string;
  readonly instalments: readonly InstalmentDue[];
  /** Of which deliveries; quantities above zero. */
  readonly sources: readonly MovedSource[];
  readonly actor: Actor;
};

/** What a right invoice says beside its rows. */
export type RightInvoiceFacts = { readonly payee: Payee | null; readonly deliveries: readonly string[] };

/**
 * Inserts the invoice that takes the place of one that was taken back, with its lines, its receivables and what they post, and
 * notes on the lines of orders and deliveries what it bills of what was credited; in one statement. The caller holds the
 * customers, the orders and their lines.
 */
export async function insertRightInvoice(tx: Transaction, invoice: NewRightInvoice): Promise<RightInvoiceFacts> {
  const { taken, draft, actor, customer } = invoice;
  const [row] = await tx.$queryRaw<{ payee: Payee | null; deliveries: readonly string[] | null }[]>`
    WITH wrong AS (
      SELECT * FROM invoice WHERE number = ${invoice.replaces}
    ), issued AS (
      INSERT INTO invoice (number, kind, corrects, replaces, series, sequence, order_number, customer_number, currency, issue_date,
        due_date, payment_terms, payee, freight, net, vat, gross, vat_breakdown)
      SELECT ${taken.number}, ${invoice.kind}, CASE WHEN ${invoice.kind} = 'corrective' THEN number END, number, ${taken.series},
        ${taken.sequence}::int, order_number, ${customer}, currency, ${taken.issueDate}::date, ${invoice.dueDate}::date,
        ${JSON.stringify(invoice.paymentTerms)}::jsonb, ${payeeOf(customer)}, ${draft.freight}::numeric, ${draft.net}::numeric,
        ${draft.vat}::numeric, ${draft.gross}::numeric, ${JSON.stringify(draft.vatBreakdown)}::jsonb FROM wrong
      RETURNING number, payee, currency
    ), ${insertedLines(draft.lines)}, ${movedSources(invoice.sources)}, due AS (
      SELECT issued.number, issued.currency, p.* FROM issued, jsonb_to_recordset(${JSON.stringify(invoice.instalments)}::jsonb)
        AS p(instalment int, "dueDate" date, amount numeric)
    ), owed AS (
      INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date, actor, role, request_id)
      SELECT 'invoice:' || number || CASE instalment WHEN 1 THEN '' ELSE ':' || instalment END, ${customer}, currency,
        'invoice', 'receivable', number, instalment, amount, ${taken.issueDate}::date, ${actor.principal}, ${actor.role}, ${actor.requestId}
      FROM due WHERE amount <> 0 ORDER BY instalment
    ), receivable AS (
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open, settled_on)
      SELECT number, instalment, ${customer}, "dueDate", amount, amount, CASE WHEN amount = 0 THEN ${taken.issueDate}::date END FROM due
    ), ${exposureMoves(customer, [{ kind: 'invoice', reference: taken.number, amount: draft.gross }])}
    SELECT issued.payee, (SELECT json_agg(DISTINCT s.delivery ORDER BY s.delivery) FROM placed s WHERE s.delivery IS NOT NULL) AS deliveries
    FROM issued`;
  if (row === undefined) throw new Error(`invoice ${invoice.replaces} is not there`);
  return { payee: row.payee, deliveries: row.deliveries ?? [] };
}
