import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { Order } from '../../contracts/order.js';
import type { OrderStage } from '../../contracts/vocabulary.js';
import { addDays, localDateOf, type LocalDate } from '../../domain/calendar.js';
import { compare } from '../../domain/money.js';
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
  await Promise.all([
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
  return '4 orders that wait for a decision, 1 month end';
}

/** Enters an order and waits until it is where it stays. */
async function enter({ desk, today }: Scene, stage: OrderStage, order: object, of: readonly Line[]): Promise<void> {
  const dated = of.map((line) => ({ ...line, requestedDate: addDays(today, 7) }));
  const body = { currency: completion.currency, ...order, lines: dated };
  const { number } = await desk.post<{ number: string }>('manager', '/v1/orders', body);
  const ask = (): Promise<Order> => desk.get('manager', `/v1/orders/${number}`);
  await desk.until(`${number} at ${stage}`, ask, (found) => found.stage === stage);
}

const hold = (scene: Scene, customer: string, of: readonly Line[]): Promise<void> =>
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
async function differ(scene: Scene, customer: string, agreed: readonly Line[], said: readonly Line[]): Promise<void> {
  const terms = { paymentTerms: completion.customers[customer]?.terms, freight: '12.00' };
  const { number: quote } = await scene.desk.post<{ number: string }>('manager', '/v1/quotes', {
    customer,
    validUntil: addDays(scene.today, 30),
    ...terms,
    lines: agreed.map((line) => ({ ...line, discountPercent: '0', deliveryDate: null })),
  });
  const answered = said.map((line) => ({ ...line, quoteLineNo: line.lineNo }));
  await enter(scene, 'discrepancy-hold', { customer, origin: 'quote', quote, ...terms }, answered);
}
