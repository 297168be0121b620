import type { CustomerContactInput } from '../../contracts/address-book.js';
import type { CustomerInput } from '../../contracts/customer.js';
import type { OrderInput } from '../../contracts/order.js';
import type { QuoteInput } from '../../contracts/quote.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { company } from '../../prisma/demo/completion.js';
import { eachAtOnce, type Callers } from './target.js';

/** What stands ready before counting begins: one quote for each order, its customer with room, its products in stock. */
export type Scene = { readonly today: string; readonly orders: readonly OrderInput[] };

const customers = 20;
const products = 20;
const address = {
  name: 'Comptoir du Banc',
  street: '1 quai de la Mesure',
  postalCode: '33000',
  city: 'Bordeaux',
  region: '',
  countryCode: 'FR',
} as const;
const terms = { kind: 'net', days: 30 } as const;
const currency = 'EUR';
const setUpConcurrency = 4;
const receiptLines = 100;

const numbered = (prefix: string, index: number): string => `${prefix}-${String(index + 1).padStart(3, '0')}`;
const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Sets the scene through the API. `run` makes the numbers of two runs on one database differ. */
export async function setScene(callers: Callers, orders: number, run: string): Promise<Scene> {
  const today = localDateOf(Date.now(), company.zone);
  const buyer = (index: number): string => numbered(`B${run}`, index % customers);
  const product = (index: number): string => numbered(`P${run}`, index % products);
  await eachAtOnce(indexes(customers), setUpConcurrency, (index) =>
    callers.post('manager', '/v1/customers', customer(buyer(index), index)),
  );
  await eachAtOnce(indexes(products), setUpConcurrency, (index) =>
    callers.post('manager', '/v1/products', article(product(index), index)),
  );
  await callers.post('logistics', '/v1/stock/receipts', {
    reference: `BENCH-${run}`,
    receivedOn: today,
    lines: indexes(products).map((index) => ({ product: product(index), quantity: String(100 * (orders + 1)) })),
  });
  const inputs = await eachAtOnce(indexes(orders), setUpConcurrency, async (index) => {
    const offer = quote(buyer(index), [product(2 * index), product(2 * index + 1)], today);
    const { number } = await callers.post<{ readonly number: string }>('sales', '/v1/quotes', offer);
    return answerTo(number, offer, today);
  });
  return { today, orders: inputs };
}

/** Takes a quote of so many lines, each of a product of its own in stock, and gives the order of a tenth of it. */
export async function setLargeOrder(callers: Callers, lines: number, run: string): Promise<OrderInput> {
  const today = localDateOf(Date.now(), company.zone);
  const buyer = `L${run}`;
  const articles = indexes(lines).map((index) => numbered(`L${run}`, index));
  await callers.post('manager', '/v1/customers', customer(buyer, 0));
  await eachAtOnce(articles, setUpConcurrency, (number) => callers.post('manager', '/v1/products', article(number, 0)));
  for (const index of indexes(Math.ceil(lines / receiptLines))) {
    const some = articles.slice(index * receiptLines, (index + 1) * receiptLines);
    await callers.post('logistics', '/v1/stock/receipts', {
      reference: `BENCH-L${run}-${index + 1}`,
      receivedOn: today,
      lines: some.map((product) => ({ product, quantity: '1000' })),
    });
  }
  const offer = quote(buyer, articles, today);
  const { number } = await callers.post<{ readonly number: string }>('sales', '/v1/quotes', offer);
  const { lines: whole, ...order } = answerTo(number, offer, today);
  return { ...order, lines: whole.map((line) => ({ ...line, quantity: '1' })) };
}

const customer = (number: string, index: number): CustomerInput => ({
  number,
  name: `Comptoir du Banc ${index + 1}`,
  siren: null,
  vatNumber: null,
  language: index % 2 === 0 ? 'fr' : 'en',
  currency,
  address,
  contacts: [contact('orders', index), contact('invoices', index)],
  phone: '',
  paymentTerms: terms,
  creditLimit: '1000000000.00',
  salesperson: null,
});

const contact = (role: 'orders' | 'invoices', index: number): CustomerContactInput => ({
  code: role.toUpperCase(),
  role,
  name: `Comptoir du Banc ${index + 1}`,
  email: `${role === 'orders' ? role : 'accounts'}.${index}@bench.example`,
  phone: '',
});

const article = (number: string, index: number) => ({
  number,
  name: `Article ${index + 1}`,
  unit: 'carton',
  category: '',
  listPrice: index % 2 === 0 ? '12.3400' : '7.8500',
  currency,
  taxClass: index % 2 === 0 ? 'standard' : 'reduced',
  active: true,
});

/** Products are listed at 12.34 and 7.85 in turn where there are two, at 12.34 otherwise. */
const quote = (buyer: string, articles: readonly string[], today: string): QuoteInput => ({
  customer: buyer,
  validUntil: addDays(today, 30),
  paymentTerms: terms,
  freight: '12.50',
  lines: articles.map((product, index) => ({
    lineNo: index + 1,
    product,
    quantity: '10',
    ...(articles.length === 2 && index === 1
      ? { unitPrice: '7.85', discountPercent: '0.00' }
      : { unitPrice: '12.34', discountPercent: '5.00' }),
    deliveryDate: null,
  })),
});

const answerTo = (number: string, offer: QuoteInput, today: string): OrderInput => ({
  customer: offer.customer,
  origin: 'quote',
  quote: number,
  currency,
  freight: offer.freight,
  lines: offer.lines.map(({ deliveryDate: _, ...line }) => ({
    ...line,
    quoteLineNo: line.lineNo,
    requestedDate: today,
  })),
});
