import { hasFallen } from '../domain/order-stages.js';
import type { QuoteUse } from '../domain/quote-use.js';
import { Prisma } from './generated/client.js';
import { amount, quantity } from './mappers.js';
import { stagesIn } from './stages.js';

/**
 * What orders that stand have taken of a quote's lines, one order left out, as the table `taken` of a WITH; {@link ordered}
 * is the part of the line called `line`. An order on another revision took of it when its line of that number had the same
 * product. It is added up once and looked up by key: line by line, 500 lines would look 500 times through the 500 lines of
 * every order of the quote, and so would a join that the planner takes for one of a few rows.
 */
export const taken = (quoteNumber: Prisma.Sql, orderNumber: Prisma.Sql): Prisma.Sql => Prisma.sql`
  taken AS MATERIALIZED (
    SELECT jsonb_object_agg(part.key, part.quantity::text) AS parts
    FROM (
      SELECT was.line_no || ' ' || was.product_number AS key, sum(part.quantity - part.cancelled) AS quantity
      FROM sales_order JOIN order_line AS part ON part.order_number = sales_order.number
      JOIN quote_line AS was ON was.quote_number = sales_order.quote_number AND was.revision = sales_order.quote_revision
        AND was.line_no = part.quote_line_no
      WHERE sales_order.quote_number = ${quoteNumber} AND sales_order.stage NOT IN (${stagesIn(hasFallen)})
        AND sales_order.number <> ${orderNumber}
      GROUP BY key
    ) AS part)`;

/** Quantity, as text. */
export const ordered = Prisma.sql`coalesce((SELECT parts FROM taken) ->> (line.line_no || ' ' || line.product_number), '0')`;

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
    WITH ${taken(Prisma.sql`revision.quote_number`, Prisma.sql`${orderNumber}`)}
    SELECT json_agg(json_build_object('lineNo', line.line_no, 'quantity', line.quantity::text,
      'ordered', ${ordered}) ORDER BY line.line_no)
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
