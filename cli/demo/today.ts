import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { Order } from '../../contracts/order.js';
import type { Product } from '../../contracts/product.js';
import type { OrderStage } from '../../contracts/vocabulary.js';
import { addDays, addMonths, localDateOf, type LocalDate } from '../../domain/calendar.js';
import { compare, multiply } from '../../domain/money.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import * as completion from '../../prisma/demo/completion.js';
import { openDesk, type Company, type Desk } from './desk.js';

const { credit, dunning } = completion.policies;
/** Days after which what is still open stops a customer's credit. */
const stopDays = Math.min(...dunning.levels.flatMap((level) => (level.creditStop ? [level.offsetDays] : [])));

type Scene = { readonly desk: Desk; readonly today: LocalDate };
type Line = {
  readonly lineNo: number;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
};

const lines = (...of: readonly (readonly [product: string, quantity: string, unitPrice: string])[]): readonly Line[] =>
  of.map(([product, quantity, unitPrice], at) => ({ lineNo: at + 1, product, quantity, unitPrice }));

/**
 * What came in today at the company of the demo: orders that credit holds, orders that differ from their quotes, and the
 * month that ended last, made. By the API, as people would. @returns what is there now, in words
 */
export async function openDay(company: Company): Promise<string> {
  const scene = { desk: openDesk(company), today: localDateOf(Date.now(), completion.company.zone) };
  await enterBooks(scene);
  await Promise.all([
    askAfter(scene),
    misread(scene),
    receive(scene),
    hold(scene, 'VINET', lines(['P-001', '400', '18.00'])),
    holdOfLatest(scene),
    differ(
      scene,
      'VICTE',
      lines(['P-001', '24', '18.00'], ['P-002', '12', '19.00']),
      lines(['P-001', '24', '16.50'], ['P-002', '18', '19.00']),
    ),
    differ(scene, 'WARTH', lines(['P-014', '10', '23.25']), lines(['P-014', '14', '21.00'])),
    scene.desk.post('manager', '/v1/month-ends', {
      month: lastEndedMonth(scene.today),
      reason: 'Premier arrêté de la société de démonstration',
    }),
  ]);
  return '4 orders that wait for a decision, costs, capacities and spends, 1 month end';
}

/** Further back than the history of the demo goes. */
const DAYS_OF_COSTS = 200;
/** What goods cost of what they are listed at; of one in nine it is not known. */
const costOf = (listPrice: string): string => multiply(listPrice, '0.64', 2);
const COSTS_AT_ONCE = 8;

/** What no process of the house tells: what goods cost, what people can do, what was spent to win customers. */
async function enterBooks({ desk, today }: Scene): Promise<void> {
  const { items } = await desk.get<{ readonly items: readonly Product[] }>('manager', '/v1/products?limit=200');
  const from = addDays(today, -DAYS_OF_COSTS);
  const costs = items.filter((_, at) => at % 9 !== 8);
  for (let first = 0; first < costs.length; first += COSTS_AT_ONCE)
    await Promise.all(
      costs
        .slice(first, first + COSTS_AT_ONCE)
        .map(({ number, listPrice }) =>
          desk.post('manager', '/v1/product-costs', { product: number, from, cost: costOf(listPrice) }),
        ),
    );
  const people = completion.demoPrincipalOfRole;
  const capacities = [
    { person: people.sales, work: 'lines-entered', perDay: 40 },
    { person: people.manager, work: 'lines-entered', perDay: 12 },
    { person: people.logistics, work: 'lines-delivered', perDay: 30 },
  ];
  for (const capacity of capacities) await desk.post('manager', '/v1/capacities', { ...capacity, from });
  for (const [back, what, amount] of spends) {
    const month = `${addMonths(today, -back).slice(0, 7)}-01`;
    const spend = { month, what, amount, currency: completion.currency };
    await desk.post('manager', '/v1/acquisition-spends', spend);
  }
}

/** Months ago, what for, and how much. */
const spends: readonly (readonly [number, string, string])[] = [
  [5, 'Salon professionnel', '4200.00'],
  [4, 'Envoi du catalogue', '1350.00'],
  [2, 'Échantillons', '640.00'],
  [1, 'Visites de prospects', '980.00'],
  [0, 'Annonce dans la presse', '420.00'],
];

/** Who asked today where orders are. */
async function askAfter({ desk }: Scene): Promise<void> {
  const path = '/v1/orders?stage=acknowledged&limit=4';
  const { items } = await desk.get<{ readonly items: readonly { readonly number: string }[] }>('manager', path);
  const askers = ['customer', 'finance', 'customer', 'logistics'] as const;
  for (const [at, { number }] of items.entries())
    await desk.post('manager', `/v1/orders/${number}/information-requests`, { asker: askers[at] ?? 'other' });
}

/** An order that was typed otherwise than its quote says, found out and let stand: whose error it was is said of each difference. */
async function misread(scene: Scene): Promise<void> {
  const number = await differ(
    scene,
    'TOMSP',
    lines(['P-011', '20', '21.00'], ['P-016', '10', '17.45']),
    lines(['P-011', '30', '21.00'], ['P-016', '10', '16.00']),
  );
  const { discrepancies } = await scene.desk.get<Order>('admin', `/v1/orders/${number}`);
  const open = discrepancies.filter(({ disposition }) => disposition === 'open');
  for (const [at, { id }] of open.entries())
    await scene.desk.post('admin', `/v1/orders/${number}/discrepancies/${id}/disposition`, {
      disposition: 'accept',
      reason: 'Le client garde ce qui est saisi',
      cause: at === 0 ? 'entry' : 'customer',
    });
}

/** Goods that came in this morning. */
const receive = ({ desk, today }: Scene): Promise<unknown> =>
  desk.post('logistics', '/v1/stock/receipts', {
    reference: `BR ${today}`,
    receivedOn: today,
    lines: [
      { product: 'P-031', quantity: '60' },
      { product: 'P-056', quantity: '40' },
      { product: 'P-021', quantity: '24' },
    ],
  });

/** Enters an order and waits until it is where it stays. */
async function enter({ desk, today }: Scene, stage: OrderStage, order: object, of: readonly Line[]): Promise<string> {
  const dated = of.map((line) => ({ ...line, requestedDate: addDays(today, 7) }));
  const body = { currency: completion.currency, ...order, lines: dated };
  const { number } = await desk.post<{ number: string }>('manager', '/v1/orders', body);
  const ask = (): Promise<Order> => desk.get('manager', `/v1/orders/${number}`);
  await desk.until(`${number} at ${stage}`, ask, (found) => found.stage === stage);
  return number;
}

const hold = (scene: Scene, customer: string, of: readonly Line[]): Promise<string> =>
  enter(scene, 'credit-hold', { customer, origin: 'email' }, of);

/**
 * Who is late with the oldest invoice gets nothing more. Not one whom dunning may give up today: whether its stop is there
 * already would be a matter of the hour.
 */
async function holdOfLatest(scene: Scene): Promise<void> {
  const path = '/v1/invoices?overdue=true&sort=dueDate&limit=200';
  const { items } = await scene.desk.get<{ readonly items: readonly InvoiceSummary[] }>('manager', path);
  const givenUp = addDays(scene.today, -stopDays);
  const tolerated = addDays(scene.today, -credit.overdueToleranceDays);
  const stopped = new Set(items.filter(({ dueDate }) => dueDate <= givenUp).map(({ customer }) => customer));
  const isLate = ({ customer, dueDate, open }: InvoiceSummary): boolean =>
    !stopped.has(customer) && dueDate < tolerated && compare(open, credit.overdueToleranceAmount) > 0;
  const late = items.find(isLate);
  if (late !== undefined) await hold(scene, late.customer, lines(['P-002', '6', '19.00']));
}

/** The quote says what was agreed; the order says otherwise. */
async function differ(scene: Scene, customer: string, agreed: readonly Line[], said: readonly Line[]): Promise<string> {
  const terms = { paymentTerms: completion.customers[customer]?.terms, freight: '12.00' };
  const { number: quote } = await scene.desk.post<{ number: string }>('manager', '/v1/quotes', {
    customer,
    validUntil: addDays(scene.today, 30),
    ...terms,
    lines: agreed.map((line) => ({ ...line, discountPercent: '0', deliveryDate: null })),
  });
  const answered = said.map((line) => ({ ...line, quoteLineNo: line.lineNo }));
  return enter(scene, 'discrepancy-hold', { customer, origin: 'quote', quote, ...terms }, answered);
}
