import type { DepositRecord } from '../domain/deposits.js';
import { canonicalAmount } from '../domain/money.js';
import { vatOf } from '../domain/tax.js';
import { Prisma } from './generated/client.js';

/** What of each row of the deposit invoice `d` no invoice has deducted and no credit note taken back. */
const rowsLeft = Prisma.sql`(
  SELECT json_agg(json_build_object('vatCategory', b."vatCategory", 'vatRate', b."vatRate"::text, 'vatExemption', b."vatExemption",
      'base', (b.base + COALESCE(back.base, 0))::text, 'vat', (b.vat + COALESCE(back.vat, 0))::text) ORDER BY b."vatRate" DESC, b."vatCategory")
  FROM jsonb_to_recordset(d.vat_breakdown) AS b("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric)
  LEFT JOIN LATERAL (SELECT sum(t.base) AS base, sum(t.vat) AS vat FROM (
      SELECT x.vat_category, x.vat_rate, x.vat_exemption, -x.base AS base, -x.vat AS vat FROM deposit_deduction AS x WHERE x.deposit_number = d.number
      UNION ALL SELECT c.* FROM invoice AS note, jsonb_to_recordset(note.vat_breakdown)
        AS c("vatCategory" text, "vatRate" numeric, "vatExemption" text, base numeric, vat numeric) WHERE note.corrects = d.number) AS t
    WHERE (t.vat_category, t.vat_rate) = (b."vatCategory", b."vatRate") AND t.vat_exemption IS NOT DISTINCT FROM b."vatExemption") AS back ON TRUE)`;

/**
 * What was asked for before the goods of an order and what became of it, a `DepositRecord` with numbers as text; null: nothing was.
 * @param order what the statement calls the row of sales_order
 */
export const depositJson = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN ${order}.deposit IS NOT NULL THEN (
  SELECT json_build_object('asked', ${order}.deposit, 'invoice', (
    SELECT json_build_object('number', d.number, 'issueDate', d.issue_date, 'dueDate', d.due_date, 'gross', d.gross::text, 'open', r.open::text,
      'rows', ${rowsLeft})
    FROM invoice AS d JOIN receivable AS r ON r.invoice_number = d.number WHERE d.order_number = ${order}.number AND d.kind = 'deposit'))) END`;

/** The column with amounts in their canonical text. */
export function depositOf(row: DepositRecord | null, currency: string): DepositRecord | null {
  const invoice = row?.invoice ?? null;
  if (row === null || invoice === null) return row;
  const amount = (text: string) => canonicalAmount(text, currency);
  return {
    ...row,
    invoice: {
      ...invoice,
      gross: amount(invoice.gross),
      open: amount(invoice.open),
      rows: invoice.rows.map((each) => ({ ...vatOf(each), base: amount(each.base), vat: amount(each.vat) })),
    },
  };
}

/** A deposit on the row of `sales_order` that is not paid holds its deliveries. */
export const heldByDeposit = Prisma.sql`(COALESCE((sales_order.deposit ->> 'blocksDelivery')::boolean, FALSE) AND sales_order.gross > 0
  AND COALESCE((SELECT r.open > 0 FROM invoice AS d JOIN receivable AS r ON r.invoice_number = d.number
    WHERE d.order_number = sales_order.number AND d.kind = 'deposit'), TRUE))`;

/** Deposit invoices `d` of which something is neither deducted nor credited, as JSON, oldest first. @param condition on them */
export const depositsLeft = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce((
  SELECT json_agg(json_build_object('deposit', d.number, 'order', d.order_number, 'issueDate', d.issue_date, 'currency', d.currency,
      'gross', d.gross::text, 'open', r.open::text, 'left', rest.amount::text) ORDER BY d.issue_date, d.number)
  FROM invoice AS d JOIN receivable AS r ON r.invoice_number = d.number
  CROSS JOIN LATERAL (SELECT d.gross + coalesce((SELECT sum(note.gross) FROM invoice AS note WHERE note.corrects = d.number), 0)
    - coalesce((SELECT sum(gone.base + gone.vat) FROM deposit_deduction AS gone WHERE gone.deposit_number = d.number), 0) AS amount OFFSET 0) AS rest
  WHERE d.kind = 'deposit' AND rest.amount > 0 AND ${condition}), '[]')`;
