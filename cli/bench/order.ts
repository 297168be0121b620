import { performance } from 'node:perf_hooks';
import type { OrderInput } from '../../contracts/order.js';
import type { Callers } from './target.js';
import type { OrderFacts, Watcher } from './watcher.js';

/** One full order and how long each of its steps took, in ms; `order` is the whole, until it is settled on record. */
export type OrderRun = { readonly number: string; readonly customer: string; readonly ms: StepTimes };

export const stepNames = [
  'submit',
  'acknowledged',
  'delivery1',
  'invoiced1',
  'delivery2',
  'invoiced2',
  'payment1',
  'payment2',
  'settled',
] as const;
export type StepName = (typeof stepNames)[number];
export type StepTimes = Readonly<Record<StepName | 'order', number>>;

export type Walk = {
  readonly callers: Callers;
  readonly watcher: Watcher;
  readonly today: string;
  /** Called after each step with the workflows it may have left working. */
  readonly rest: (order: string, customer: string) => Promise<void>;
};

/**
 * Walks one order from entry to settlement over HTTP, each step finished before the next begins: entered, acknowledgement
 * mailed, two deliveries each followed by its mailed invoice, two payments, settled.
 */
export async function walkOrder(walk: Walk, input: OrderInput): Promise<OrderRun> {
  const { callers, watcher, today } = walk;
  const clock = startClock();
  const { number } = await callers.post<{ readonly number: string }>('sales', '/v1/orders', input);
  clock.lap('submit');
  await watcher.until(number, 'its acknowledgement', (facts) => facts.acknowledged);
  clock.lap('acknowledged');
  await walk.rest(number, input.customer);
  const taken = { order: number, customer: input.customer };
  await deliver(walk, taken, [6, 5], 1, clock);
  const { invoices } = await deliver(walk, taken, [4, 5], 2, clock);
  for (const [index, invoice] of invoices.entries()) {
    clock.start();
    await callers.post('finance', '/v1/payments', paymentOf(input.customer, invoice, today));
    clock.lap(index === 0 ? 'payment1' : 'payment2');
    await walk.rest(number, input.customer);
  }
  await watcher.until(number, 'its settlement', (facts) => facts.stage === 'settled');
  clock.lap('settled');
  return { number, customer: input.customer, ms: clock.times() };
}

async function deliver(
  { callers, watcher, rest }: Walk,
  { order, customer }: { readonly order: string; readonly customer: string },
  quantities: readonly number[],
  sequence: 1 | 2,
  clock: Clock,
): Promise<OrderFacts> {
  const lines = quantities.map((quantity, index) => ({ lineNo: index + 1, quantity: String(quantity) }));
  clock.start();
  await callers.post('logistics', `/v1/orders/${order}/deliveries`, { lines });
  clock.lap(sequence === 1 ? 'delivery1' : 'delivery2');
  const isSent = ({ invoices }: OrderFacts): boolean =>
    invoices.length === sequence && invoices.every((invoice) => invoice.sent);
  const facts = await watcher.until(order, `invoice ${sequence}`, isSent);
  clock.lap(sequence === 1 ? 'invoiced1' : 'invoiced2');
  await rest(order, customer);
  return facts;
}

/** Amounts come from PostgreSQL with the column's decimals; in EUR two are significant. */
const paymentOf = (customer: string, invoice: OrderFacts['invoices'][number], today: string) => {
  const amount = invoice.gross.replace(/(\.\d\d)0$/, '$1');
  return {
    customer,
    amount,
    currency: 'EUR',
    date: today,
    reference: `BENCH-${customer}-${invoice.number}`,
    allocations: [{ invoice: invoice.number, amount }],
  };
};

type Clock = {
  /** Begins a step; without it a step begins where the one before ended. */
  readonly start: () => void;
  readonly lap: (step: StepName) => void;
  readonly times: () => StepTimes;
};

function startClock(): Clock {
  const begunMs = performance.now();
  const times: Record<StepName | 'order', number> = {
    submit: 0,
    acknowledged: 0,
    delivery1: 0,
    invoiced1: 0,
    delivery2: 0,
    invoiced2: 0,
    payment1: 0,
    payment2: 0,
    settled: 0,
    order: 0,
  };
  let stepMs = begunMs;
  return {
    start: () => {
      stepMs = performance.now();
    },
    lap: (step) => {
      const nowMs = performance.now();
      times[step] = nowMs - stepMs;
      times.order = nowMs - begunMs;
      stepMs = nowMs;
    },
    times: () => times,
  };
}
