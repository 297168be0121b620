import { Client, Connection } from '@temporalio/client';
import type { Delivery } from '../../../contracts/delivery.js';
import type { InvoiceSummary } from '../../../contracts/invoice.js';
import type { Order } from '../../../contracts/order.js';
import type { Page } from '../../../contracts/primitives.js';
import { addDays, instantOf, localDateOf } from '../../../domain/calendar.js';
import { company } from '../../../prisma/demo/completion.js';
import { accountWorkflowId } from '../../../workflows/ids.js';
import { openDesk, type Desk } from '../../demo/desk.js';
import type { Stack } from '../../stack/stack.js';
import { skipTimeTo } from '../../virtual-time.js';
import { eachAtOnce } from '../target.js';
import { randomOf } from './random.js';

/** How far an order of the small house got; each is played through the API, with a customer of its own. */
export const endings = [
  'once',
  'twice',
  'disputed',
  'cancelled',
  'refused',
  'held',
  'differing',
  'waiting',
  'partly',
  'delivered',
  'part-paid',
  'overpaid',
  'late',
] as const;
export type Ending = (typeof endings)[number];

/** One life that was played: whose it is, and how it ended. */
export type Life = { readonly customer: string; readonly name: string; readonly ending: Ending };

/** How many lives of each ending are played, so that amounts differ. */
const lives: Readonly<Record<Ending, number>> = {
  once: 14,
  twice: 10,
  disputed: 2,
  cancelled: 1,
  refused: 1,
  held: 2,
  differing: 2,
  waiting: 3,
  partly: 2,
  delivered: 4,
  'part-paid': 2,
  overpaid: 1,
  late: 2,
};

/** Stands in each life where the salesperson of its customer will stand. */
export const salesperson = 'robert.king';
const terms = { kind: 'net', days: 30 } as const;
const currency = 'EUR';
const products = 40;
const short = 'ZW-01';
const atOnce = 6;

type Scene = { readonly desk: Desk; readonly client: Client; readonly today: string };
type Line = {
  readonly lineNo: number;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent: string;
};

/** Plays the small house through the API of a stack with virtual time, which is at rest afterwards. */
export async function playHouse(stack: Stack, say: (text: string) => void): Promise<readonly Life[]> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const client = new Client({ connection, namespace: stack.namespace });
    const scene = { desk: openDesk(stack), client, today: localDateOf(Date.now(), company.zone) };
    await stockUp(scene);
    const all = endings.flatMap((ending) => Array.from({ length: lives[ending] }, () => ending));
    say(`${all.length} lives are played through the API.`);
    return await eachAtOnce([...all.entries()], atOnce, ([index, ending]) => play(scene, index, ending));
  } finally {
    await connection.close();
  }
}

async function stockUp({ desk, today }: Scene): Promise<void> {
  const numbers = [...Array.from({ length: products }, (_, index) => productOf(index)), short];
  const random = randomOf(7);
  for (const number of numbers)
    await desk.post('admin', '/v1/products', {
      number,
      name: `Article ${number}`,
      unit: 'piece',
      category: `Family ${1 + (numbers.indexOf(number) % 6)}`,
      listPrice: priceOf(number),
      currency,
      taxClass: random() < 0.7 ? 'standard' : 'reduced',
      active: true,
    });
  await desk.post('logistics', '/v1/stock/receipts', {
    reference: 'VIEWS-1',
    receivedOn: today,
    lines: numbers.filter((number) => number !== short).map((product) => ({ product, quantity: '100000' })),
  });
}

const productOf = (index: number): string => `ZP-${String(index + 1).padStart(2, '0')}`;
const priceOf = (number: string): string => (4 + ((Number(number.slice(3)) * 37) % 90) + 0.35).toFixed(2);

async function play(scene: Scene, index: number, ending: Ending): Promise<Life> {
  const customer = `ZQ${String(index + 1).padStart(3, '0')}`;
  const name = `Zqmaison ${index + 1} Fils`;
  await scene.desk.post('admin', '/v1/customers', customerInput(customer, name, ending));
  const order = await enter(scene, index, customer, ending);
  await stories[ending](scene, { customer, order });
  return { customer, name, ending };
}

const customerInput = (number: string, name: string, ending: Ending) => ({
  number,
  name,
  siren: null,
  vatNumber: null,
  language: 'fr',
  currency,
  address: { name, street: '8 quai du Banc', postalCode: '69001', city: 'Lyon', region: '', countryCode: 'FR' },
  contacts: (['orders', 'invoices'] as const).map((role) => ({
    code: role.toUpperCase(),
    role,
    name,
    email: `${role}@${number.toLowerCase()}.example`,
    phone: '',
  })),
  phone: '',
  paymentTerms: terms,
  creditLimit: ending === 'held' || ending === 'refused' ? '10.00' : '9000000.00',
  salesperson,
});

const quoted: readonly Ending[] = ['twice', 'disputed', 'differing'];

async function enter({ desk, today }: Scene, index: number, customer: string, ending: Ending): Promise<string> {
  const lines = linesOf(index, ending);
  const offered = quoted.includes(ending) ? await offer(desk, customer, lines, today, ending) : undefined;
  const { number } = await desk.post<{ number: string }>('sales', '/v1/orders', {
    customer,
    origin: offered === undefined ? (['email', 'phone', 'edi'] as const)[index % 3] : 'quote',
    quote: offered,
    customerReference: `PO${customer}`,
    currency,
    paymentTerms: terms,
    freight: '12.50',
    lines: lines.map((line) => ({
      ...line,
      ...(offered === undefined ? {} : { quoteLineNo: line.lineNo }),
      requestedDate: addDays(today, 4),
    })),
  });
  return number;
}

async function offer(
  desk: Desk,
  customer: string,
  lines: readonly Line[],
  today: string,
  ending: Ending,
): Promise<string> {
  const cheaper = (price: string): string => (ending === 'twice' ? price : (Number(price) * 0.8).toFixed(2));
  const { number } = await desk.post<{ number: string }>('sales', '/v1/quotes', {
    customer,
    validUntil: addDays(today, 30),
    paymentTerms: terms,
    freight: '12.50',
    lines: lines.map((line) => ({ ...line, unitPrice: cheaper(line.unitPrice), deliveryDate: null })),
  });
  return number;
}

/** Three lines, amounts of all sizes; of one who waits, one of a product that is not there. */
function linesOf(index: number, ending: Ending): readonly Line[] {
  const random = randomOf(index + 100);
  const first = Math.floor(random() * (products - 3));
  return [0, 1, 2].map((at) => {
    const product = at === 0 && (ending === 'waiting' || ending === 'partly') ? short : productOf(first + at);
    const quantity = String(2 * (1 + Math.floor(random() ** 3 * 60)));
    return {
      lineNo: at + 1,
      product,
      quantity,
      unitPrice: priceOf(product),
      discountPercent: '0.00',
    };
  });
}

type Dealt = { readonly customer: string; readonly order: string };

const read = ({ desk }: Scene, order: string): Promise<Order> => desk.get<Order>('manager', `/v1/orders/${order}`);

const reach = (scene: Scene, order: string, what: string, isThere: (found: Order) => boolean): Promise<Order> =>
  scene.desk.until(`${order}: ${what}`, () => read(scene, order), isThere);

const acknowledged = (scene: Scene, order: string): Promise<Order> =>
  reach(scene, order, 'its acknowledgement', ({ acknowledgedAt }) => acknowledgedAt !== null);

/** Delivers all that is there, or half of each line, and waits for the invoice and its mail. */
async function deliver(
  scene: Scene,
  order: string,
  invoices: number,
  half = false,
): Promise<readonly InvoiceSummary[]> {
  const { lines } = await read(scene, order);
  const parts = lines.map(({ lineNo, quantity }) => ({ lineNo, quantity: String(Number(quantity) / 2) }));
  await scene.desk.post('logistics', `/v1/orders/${order}/deliveries`, half ? { lines: parts } : {});
  const { items } = await scene.desk.until(
    `invoice ${invoices} of ${order}`,
    () => scene.desk.get<{ items: readonly InvoiceSummary[] }>('finance', `/v1/invoices?order=${order}&sort=number`),
    (found) => found.items.length === invoices,
  );
  for (const { number } of items)
    await scene.desk.until(
      `mail of ${number}`,
      () => scene.desk.get<{ status: string }>('finance', `/v1/mails/${encodeURIComponent(`invoice:${number}`)}`),
      ({ status }) => status === 'SENT',
    );
  return items;
}

async function pay(
  { desk, today }: Scene,
  customer: string,
  invoice: InvoiceSummary,
  change: 'whole' | 'half' | 'more',
): Promise<void> {
  const half = (Math.round(Number(invoice.open) * 50) / 100).toFixed(2);
  const more = (Number(invoice.open) + 25).toFixed(2);
  const paid = change === 'half' ? half : invoice.open;
  await desk.post('finance', '/v1/payments', {
    customer,
    amount: change === 'more' ? more : paid,
    currency,
    date: today,
    reference: `VIR ${invoice.number}`,
    allocations: [{ invoice: invoice.number, amount: paid }],
  });
}

/** What is over was signed for; of what is of these weeks not all is. */
async function sign({ desk, today }: Scene, order: string): Promise<void> {
  const { items } = await desk.get<Page<Delivery>>('logistics', `/v1/deliveries?order=${order}`);
  for (const { number } of items)
    await desk.post('logistics', `/v1/deliveries/${number}/proof`, {
      receivedBy: 'Camille Roy',
      receivedAt: `${today}T12:00:00.000Z`,
    });
}

async function payAll(scene: Scene, { customer, order }: Dealt, invoices: readonly InvoiceSummary[]): Promise<void> {
  await sign(scene, order);
  for (const invoice of invoices) await pay(scene, customer, invoice, 'whole');
  await reach(scene, order, 'its settlement', ({ stage }) => stage === 'settled');
}

const stories: Readonly<Record<Ending, (scene: Scene, dealt: Dealt) => Promise<unknown>>> = {
  async once(scene, dealt) {
    await acknowledged(scene, dealt.order);
    await payAll(scene, dealt, await deliver(scene, dealt.order, 1));
  },
  async twice(scene, dealt) {
    await acknowledged(scene, dealt.order);
    await deliver(scene, dealt.order, 1, true);
    await payAll(scene, dealt, await deliver(scene, dealt.order, 2));
  },
  async disputed(scene, dealt) {
    await reach(scene, dealt.order, 'its differences', ({ stage }) => stage === 'discrepancy-hold');
    const { discrepancies } = await read(scene, dealt.order);
    const open = discrepancies.filter(({ disposition }) => disposition === 'open').map(({ id }) => id);
    await scene.desk.post('manager', `/v1/orders/${dealt.order}/dispositions`, {
      discrepancies: open,
      disposition: 'accept',
      reason: 'Agreed by telephone',
    });
    await acknowledged(scene, dealt.order);
    await payAll(scene, dealt, await deliver(scene, dealt.order, 1));
  },
  async cancelled(scene, { order }) {
    await acknowledged(scene, order);
    await scene.desk.post('sales', `/v1/orders/${order}/cancellations`, { reason: 'Ordered twice' });
    await reach(scene, order, 'its cancellation', ({ stage }) => stage === 'cancelled');
  },
  async refused(scene, { order }) {
    await reach(scene, order, 'its hold', ({ stage }) => stage === 'credit-hold');
    await scene.desk.post('finance', `/v1/orders/${order}/credit-decisions`, {
      decision: 'refuse',
      reason: 'No cover for this customer',
    });
    await reach(scene, order, 'its refusal', ({ stage }) => stage === 'refused');
  },
  held: (scene, { order }) => reach(scene, order, 'its hold', ({ stage }) => stage === 'credit-hold'),
  differing: (scene, { order }) => reach(scene, order, 'its differences', ({ stage }) => stage === 'discrepancy-hold'),
  waiting: (scene, { order }) => acknowledged(scene, order),
  async partly(scene, { order }) {
    await acknowledged(scene, order);
    await deliver(scene, order, 1);
  },
  async delivered(scene, { order }) {
    await acknowledged(scene, order);
    await deliver(scene, order, 1);
  },
  async 'part-paid'(scene, { customer, order }) {
    await acknowledged(scene, order);
    const [invoice] = await deliver(scene, order, 1);
    if (invoice !== undefined) await pay(scene, customer, invoice, 'half');
  },
  async overpaid(scene, { customer, order }) {
    await acknowledged(scene, order);
    const [invoice] = await deliver(scene, order, 1);
    if (invoice !== undefined) await pay(scene, customer, invoice, 'more');
    await reach(scene, order, 'its settlement', ({ stage }) => stage === 'settled');
  },
  async late(scene, { customer, order }) {
    await acknowledged(scene, order);
    const [invoice] = await deliver(scene, order, 1);
    const day = addDays(invoice?.dueDate ?? scene.today, 9);
    await skipTimeTo(scene.client, accountWorkflowId(customer), instantOf(day, '12:00', company.zone));
    await scene.desk.until(
      `the letters of ${order}`,
      () => scene.desk.get<{ items: readonly { status: string }[] }>('finance', `/v1/dunning-steps?order=${order}`),
      ({ items }) => items.length === 2 && items.every(({ status }) => status === 'SENT'),
    );
  },
};
