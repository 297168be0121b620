import { hasFallen } from '../domain/order-stages.js';
import type { QuoteUse } from '../domain/quote-use.js';
import { Prisma } from './generated/client.js';
import { amount, quantity } from './mappers.js';
import { stagesIn } from './stages.js';

/**
 * Of the quote line that the statement calls `line`: what orders that stand have taken of it, one order left out; text. An
 * order on another revision took of it when its line of that number had the same product.
 */
export const takenByOthers = (orderNumber: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(sum(taken.quantity - taken.cancelled), 0)::text
    FROM order_line AS taken JOIN sales_order ON sales_order.number = taken.order_number
    WHERE sales_order.quote_number = line.quote_number AND taken.quote_line_no = line.line_no
      AND EXISTS (SELECT FROM quote_line AS was WHERE was.quote_number = line.quote_number
        AND was.revision = sales_order.quote_revision AND was.line_no = taken.quote_line_no
        AND was.product_number = line.product_number)
      AND sales_order.stage NOT IN (${stagesIn(hasFallen)})
      AND sales_order.number <> ${orderNumber})`;

type Quoted = { readonly number: string; readonly revision: number } | null;

/**
 * A condition that is always true, and locks the customer and then the quote, if there is one. What others have taken of
 * the quote is to be read by a later statement: READ COMMITTED shows a statement what was committed before it began, not
 * while it waited.
 */
export const quoteLocked = (customerNumber: string, quote: Quoted): Prisma.Sql => Prisma.sql`(
      WITH account AS MATERIALIZED (SELECT number FROM customer WHERE number = ${customerNumber} FOR NO KEY UPDATE),
      quoted AS MATERIALIZED (
        SELECT quote.number FROM quote
        WHERE quote.number = ${quote?.number ?? null} AND (SELECT count(*) FROM account) >= 0 FOR UPDATE)
      SELECT (SELECT count(*) FROM account) + count(*) >= 0 FROM quoted)`;

export type QuoteUseRow = {
  readonly freight: string;
  readonly lines: readonly { readonly lineNo: number; readonly quantity: string; readonly ordered: string }[] | null;
};

/** A {@link QuoteUseRow} of the revision an order answers, the order itself left out; null without a quote. */
export const quoteUseJson = (orderNumber: string, quote: Quoted): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('freight', revision.freight::text, 'lines', (
    SELECT json_agg(json_build_object('lineNo', line.line_no, 'quantity', line.quantity::text,
      'ordered', ${takenByOthers(Prisma.sql`${orderNumber}`)}) ORDER BY line.line_no)
    FROM quote_line AS line
    WHERE line.quote_number = revision.quote_number AND line.revision = revision.revision))
  FROM quote_revision AS revision
  WHERE revision.quote_number = ${quote?.number ?? null} AND revision.revision = ${quote?.revision ?? null})`;

export const quoteUseOf = (row: QuoteUseRow, currency: string): QuoteUse => ({
  freight: amount(row.freight, currency),
  lines: (row.lines ?? []).map((line) => ({
    lineNo: line.lineNo,
    quantity: quantity(line.quantity),
    ordered: quantity(line.ordered),
  })),
});
