import type { OrderVersion } from '../../contracts/order-version.js';
import { canonicalAmount } from '../../domain/money.js';
import { standingOf, type OrderRecord } from '../../domain/order-record.js';
import type { Transaction } from '../client.js';

type VersionRow = Pick<OrderVersion, 'quote' | 'customerReference' | 'parties' | 'net' | 'vat'> & {
  readonly lines: readonly Pick<
    OrderVersion['lines'][number],
    'lineNo' | 'net' | 'quoteLineNo' | 'firstConfirmedDate'
  >[];
};

/** The version at which an order stands that the transaction has locked, whole. */
export async function readOrderVersion(tx: Transaction, order: OrderRecord): Promise<OrderVersion> {
  const rows = await tx.$queryRaw<VersionRow[]>`
    SELECT CASE WHEN o.quote_number IS NOT NULL THEN json_build_object('number', o.quote_number, 'revision', o.quote_revision) END AS quote,
      o.customer_reference AS "customerReference", o.parties, o.net::text, o.vat::text,
      (SELECT json_agg(json_build_object('lineNo', l.line_no, 'net', l.net::text, 'quoteLineNo', l.quote_line_no,
        'firstConfirmedDate', l.first_confirmed_date)) FROM order_line l WHERE l.order_number = o.number) AS lines
    FROM sales_order o WHERE o.number = ${order.number}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`order ${order.number} is not there`);
  const { version, lastAmendedBy, paymentTerms, vatRegime, taxCountry, freight, adjustments, gross, currency } = order;
  return {
    ...row,
    ...standingOf(order),
    version,
    lastAmendedBy,
    paymentTerms,
    vatRegime,
    taxCountry,
    freight,
    ...(adjustments.length > 0 && { adjustments }),
    net: canonicalAmount(row.net, currency),
    vat: canonicalAmount(row.vat, currency),
    gross,
    lines: order.lines.map((line) => versionLineOf(line, row, currency)),
  };
}

function versionLineOf(
  { delivered: _delivered, invoiced: _invoiced, credited: _credited, ...line }: OrderRecord['lines'][number],
  { lines }: VersionRow,
  currency: string,
): OrderVersion['lines'][number] {
  const kept = lines.find(({ lineNo }) => lineNo === line.lineNo);
  if (kept === undefined) throw new Error(`line ${line.lineNo} is not there`);
  return { ...line, ...kept, net: canonicalAmount(kept.net, currency) };
}
