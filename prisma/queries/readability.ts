import { AcquisitionSpend } from '../../contracts/acquisition-spend.js';
import { Capacity } from '../../contracts/capacity.js';
import { Customer } from '../../contracts/customer.js';
import { Delivery } from '../../contracts/delivery.js';
import { DunningStep } from '../../contracts/dunning.js';
import { ListedTemplate } from '../../contracts/document-template.js';
import { InvoiceSeries } from '../../contracts/invoice-series.js';
import { InvoiceSummary } from '../../contracts/invoice.js';
import { Mail } from '../../contracts/mail.js';
import { OrderSummary } from '../../contracts/order.js';
import { Payment } from '../../contracts/payment.js';
import type { Page, UnreadableRow } from '../../contracts/primitives.js';
import { Product, StockReceipt } from '../../contracts/product.js';
import { Quote } from '../../contracts/quote.js';
import { whyNot, type RowShape } from '../../contracts/rows.js';
import type { Refusal } from '../../contracts/problems.js';
import { ListedProductCost } from '../../contracts/product-cost.js';
import { TaxRate } from '../../contracts/tax.js';
import { KeptWorkItem } from '../../contracts/work-item.js';
import { invariant } from '../../domain/invariant.js';
import { listSpends } from './acquisition-spends.js';
import { listCapacities } from './capacities.js';
import { listCustomers } from './customers.js';
import { listDeliveries } from './deliveries.js';
import { listDunningSteps } from './dunning.js';
import { listTemplates } from './document-templates.js';
import { listInvoiceSeries } from './invoice-series.js';
import { listInvoices } from './invoices.js';
import { listMails } from './mails.js';
import { listOrders, type DossierBounds } from './orders.js';
import type { Db, Scope } from './page.js';
import { listPayments } from './payments.js';
import { listProductCosts } from './product-costs.js';
import { listProducts, listStockReceipts } from './products.js';
import { listQuotes } from './quotes.js';
import { ExchangeRate } from '../../contracts/exchange-rate.js';
import { listExchangeRates } from './exchange-rates.js';
import { listTaxRates } from './tax-rates.js';
import { listWorklist } from './worklist.js';

/** A row that the list it belongs to cannot tell: what it is, and why. */
export type UnreadableThing = UnreadableRow & { readonly list: string };

type Pager = (page: {
  readonly limit: number;
  readonly cursor?: string | undefined;
}) => Promise<Page<unknown> | Refusal>;
type List = { readonly list: string; readonly item: RowShape; readonly pages: Pager };

const everything: Scope = { salesperson: null };
const unbounded: DossierBounds = { without: [], worklist: null };
const PAGE_ROWS = 200;

/** Every list that is not of one thing only, with the shape of its rows before words are added to them. */
const listsOf = (db: Db): readonly List[] => [
  { list: 'customers', item: Customer, pages: (page) => listCustomers(db, page, everything) },
  { list: 'products', item: Product, pages: (page) => listProducts(db, page) },
  { list: 'quotes', item: Quote, pages: (page) => listQuotes(db, page, everything) },
  { list: 'orders', item: OrderSummary.omit({ sentence: true }), pages: (page) => listOrders(db, page, everything) },
  { list: 'deliveries', item: Delivery, pages: (page) => listDeliveries(db, page, everything) },
  { list: 'invoices', item: InvoiceSummary, pages: (page) => listInvoices(db, page, everything) },
  { list: 'payments', item: Payment, pages: (page) => listPayments(db, page, everything) },
  { list: 'dunning-steps', item: DunningStep, pages: (page) => listDunningSteps(db, page, everything) },
  { list: 'mails', item: Mail, pages: (page) => listMails(db, page, everything) },
  { list: 'worklist', item: KeptWorkItem, pages: (page) => listWorklist(db, { ...page, ...unbounded }, everything) },
  { list: 'stock receipts', item: StockReceipt, pages: (page) => listStockReceipts(db, page) },
  { list: 'acquisition spends', item: AcquisitionSpend, pages: (page) => listSpends(db, page) },
  { list: 'capacities', item: Capacity, pages: (page) => listCapacities(db, page) },
  { list: 'product costs', item: ListedProductCost, pages: (page) => listProductCosts(db, page) },
  { list: 'exchange rates', item: ExchangeRate, pages: (page) => listExchangeRates(db, page) },
  { list: 'tax rates', item: TaxRate, pages: (page) => listTaxRates(db, page) },
  { list: 'invoice series', item: InvoiceSeries, pages: (page) => listInvoiceSeries(db, page) },
  { list: 'document templates', item: ListedTemplate, pages: (page) => listTemplates(db, page) },
];

/** Reads every list to its end, as the API tells it. @returns the rows that it would leave out */
export async function unreadableThings(db: Db): Promise<readonly UnreadableThing[]> {
  const found: UnreadableThing[] = [];
  for (const each of listsOf(db)) found.push(...(await unreadableIn(each)));
  return found;
}

async function unreadableIn({ list, item, pages }: List): Promise<readonly UnreadableThing[]> {
  const found: UnreadableRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await pages({ limit: PAGE_ROWS, cursor });
    invariant(!('kind' in page), `the list of ${list} cannot be read on`);
    found.push(...(page.unreadable ?? []), ...page.items.flatMap((row) => whyNot(item, row)));
    cursor = page.nextCursor;
  }
  return found.map((row) => ({ list, ...row }));
}
