import type { Answer } from '../../contracts/process.js';
import type { StockReceipt, StockReceiptInput } from '../../contracts/product.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseQuantity } from '../../domain/amount-entry.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { addQuantities, compare } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { quantity } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { appendAudit, type AuditInput } from '../repositories/audit.js';
import { lockBackorders, serveBackorders, type ServedRow } from '../repositories/stock.js';
import type { Numeric } from '../rows.js';
import { refuse } from './refusals.js';

export { BackordersBusyError } from '../repositories/stock.js';

type Line = { readonly product: string; readonly quantity: string };
/** The largest stock that a contract's quantity holds. */
const MAX_ON_HAND = '999999999.999';

/**
 * Books goods in and gives them to the backorders waiting, oldest order first, in one transaction. The orders in
 * `served` are to be told after the commit. A reference is booked once.
 * @throws BackordersBusyError when a waiting line is locked just now: roll back and try again.
 */
export async function recordStockReceipt(
  tx: Transaction,
  input: StockReceiptInput,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<StockReceipt>> {
  const date = { field: 'receivedOn', date: input.receivedOn };
  const misdated = refuseDate('stockReceipt', date, await companyToday(tx, nowMs));
  if (misdated) return misdated;
  const lines = linesByProduct(input.lines);
  const products = lines.map((line) => line.product);
  const inserted = await tx.$executeRaw`
    INSERT INTO stock_receipt (reference, received_on) VALUES (${input.reference}, ${input.receivedOn}::date)
    ON CONFLICT (reference) DO NOTHING`;
  if (inserted === 0) {
    return refuse('already-exists', said('receipt-booked', { reference: input.reference }), { field: 'reference' });
  }
  await lockBackorders(tx, products);
  const stock = await bookIn(tx, input.reference, lines);
  const refusal = refuseStock(input.lines, stock);
  if (refusal) return refusal;
  const served = await serveBackorders(tx, products);
  const receipt = { reference: input.reference, receivedOn: input.receivedOn, lines, served: served.map(servedOf) };
  if (served.length > 0) {
    await tx.$executeRaw`
      UPDATE stock_receipt SET served = ${JSON.stringify(receipt.served)}::jsonb WHERE reference = ${input.reference}`;
  }
  await appendAudit(tx, [receiptAudit(receipt, actor), ...served.map((row) => servedAudit(row, receipt, actor))]);
  return receipt;
}

/** One line per product, in the order of the product numbers, which is the order of the locks. */
function linesByProduct(lines: readonly Line[]): Line[] {
  const totals = new Map<string, string>();
  for (const line of lines) totals.set(line.product, addQuantities(totals.get(line.product) ?? '0', line.quantity));
  return [...totals]
    .map(([product, total]) => ({ product, quantity: total }))
    .toSorted((a, b) => (a.product < b.product ? -1 : 1));
}

type Stocked = { readonly product: string; readonly onHand: Numeric; readonly unit: string };

/** Adds the lines to the stock, locked in the order of the product numbers; returns what is now on hand by product. */
async function bookIn(
  tx: Transaction,
  reference: string,
  lines: readonly Line[],
): Promise<ReadonlyMap<string, Stocked>> {
  const values = lines.map((line) => Prisma.sql`(${line.product}, ${line.quantity}::numeric)`);
  const rows = await tx.$queryRaw<Stocked[]>`
    WITH received (product_number, quantity) AS (VALUES ${Prisma.join(values)}),
    line AS (
      INSERT INTO stock_receipt_line (receipt_reference, product_number, quantity)
      SELECT ${reference}, product_number, quantity FROM received),
    locked AS MATERIALIZED (
      SELECT stock.product_number, received.quantity
      FROM stock JOIN received ON received.product_number = stock.product_number
      ORDER BY stock.product_number FOR UPDATE OF stock)
    UPDATE stock SET on_hand = stock.on_hand + locked.quantity
    FROM locked WHERE stock.product_number = locked.product_number
    RETURNING stock.product_number AS product, stock.on_hand AS "onHand",
      (SELECT unit FROM product WHERE number = stock.product_number) AS unit`;
  return new Map(rows.map((row) => [row.product, row]));
}

function refuseStock(lines: readonly Line[], stock: ReadonlyMap<string, Stocked>): Answer<never> | null {
  for (const [index, { product, quantity: received }] of lines.entries()) {
    const stocked = stock.get(product);
    if (stocked === undefined) {
      return refuse('product-unknown', said('product-unknown', { product }), { field: `lines.${index}.product` });
    }
    const broken = refuseQuantity(`lines.${index}.quantity`, received, stocked.unit);
    if (broken) return broken;
    if (compare(quantity(stocked.onHand), MAX_ON_HAND) > 0) {
      return refuse('invalid-request', said('stock-too-large', { product, most: MAX_ON_HAND }), {
        field: `lines.${index}.quantity`,
      });
    }
  }
  return null;
}

const servedOf = (row: ServedRow): StockReceipt['served'][number] => ({
  order: row.order,
  line: row.line,
  quantity: row.quantity,
});

const receiptAudit = (receipt: StockReceipt, actor: Actor): AuditInput => ({
  actor,
  action: 'stock.received',
  entity: 'stock-receipt',
  entityId: receipt.reference,
  on: receipt.receivedOn,
  after: receipt,
});

const servedAudit = (row: ServedRow, receipt: StockReceipt, actor: Actor): AuditInput => ({
  actor,
  action: 'order.backorder-served',
  entity: 'order',
  entityId: row.order,
  orderNumber: row.order,
  on: receipt.receivedOn,
  after: {
    line: row.line,
    product: row.product,
    quantity: row.quantity,
    receipt: receipt.reference,
    waiting: row.waiting,
  },
});
