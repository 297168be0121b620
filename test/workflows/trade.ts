import type { OrderInput } from '../../contracts/order.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { OrderDraft } from '../../contracts/process.js';
import { draftOrder, listProduct, openAccount, type DraftLineInput } from '../support/house.js';
import { invoiceAll, type InvoicedPaper } from '../support/paperwork.js';
import { pastTheWalls } from '../support/stack.js';
import type { Processes } from '../support/workflows.js';

/** A customer and a product of their own, so that tests beside each other share neither credit nor stock. */
export type Trade = {
  readonly customer: string;
  /** 10.00 a box before 20 % VAT: 12.00. */
  readonly product: string;
  readonly draft: (
    quantity: string,
    line?: Partial<DraftLineInput>,
    order?: Partial<OrderInput>,
  ) => Promise<OrderDraft>;
};

let trades = 0;

export async function openTrade(
  office: Processes,
  options: { readonly stock?: string; readonly limit?: string } = {},
): Promise<Trade> {
  const number = (trades += 1);
  const customer = await openAccount(office, `TRADE-${number}`, { creditLimit: options.limit ?? '100000.00' });
  const product = await listProduct(office, `BOX-${number}`, options.stock ?? '1000');
  return {
    customer,
    product,
    draft: (quantity, line = {}, order = {}) => draftOrder(office, customer, [{ product, quantity, ...line }], order),
  };
}

let turn: Promise<unknown> = Promise.resolve();

/** An invoice of a day of the test's choosing: the series forgets its last date first, one invoice at a time. */
export function issueInvoice(
  office: Processes,
  draft: OrderDraft,
  issued: string,
  terms?: PaymentTerms,
): Promise<InvoicedPaper> {
  const mine = turn.then(
    () => issue(office, draft, issued, terms),
    () => issue(office, draft, issued, terms),
  );
  turn = mine;
  return mine;
}

async function issue(office: Processes, draft: OrderDraft, issued: string, terms?: PaymentTerms) {
  await pastTheWalls(office.database, 'UPDATE series SET last_date = NULL');
  return invoiceAll(office, draft, issued, terms);
}
