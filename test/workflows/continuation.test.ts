import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountWorkflowId } from '../../workflows/ids.js';
import * as messages from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { bookPayment, helene, karim, lucie } from '../support/house.js';
import { openShortHistories, type TemporalOfItsOwn } from '../support/short-histories.js';
import {
  allocate,
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  pay,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';
import { openTrade } from './trade.js';

/** Every run is asked to hand over after 40 events: what takes thousands of requests elsewhere takes a few here. */
let temporal: TemporalOfItsOwn | undefined;
let office: Processes;
beforeAll(async () => {
  temporal = await openShortHistories(40);
  office = await openProcesses(temporal);
});
afterAll(async () => {
  await office.close();
  await temporal?.close();
});

const runIdOf = async (workflowId: string): Promise<string> =>
  (await office.client.workflow.getHandle(workflowId).describe()).runId;

/** Asks the same again and again, as a device does that has lost its way, until another run looks after the order. */
async function askUntilHandedOver(order: RunningOrder, ask: () => Promise<unknown>): Promise<void> {
  const before = await runIdOf(order.handle.workflowId);
  await eventually(async () => {
    await ask();
    expect(await runIdOf(order.handle.workflowId)).not.toBe(before);
  });
}

const tooMuch = (order: RunningOrder) => deliver(order, [{ lineNo: 1, quantity: '99' }]);

describe.concurrent('an order whose history grows long', () => {
  it('is handed to a new run while it is delivered and paid, and nobody notices', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', {}, { freight: '12.50' }));
    const attributes = async () => (await order.handle.describe()).typedSearchAttributes;
    await untilStage(office, order, 'acknowledged');
    await askUntilHandedOver(order, () => tooMuch(order));
    await deliver(order, [{ lineNo: 1, quantity: '6' }]);
    await eventually(async () => expect((await orderRow(office, order)).invoices).toHaveLength(1));
    await askUntilHandedOver(order, () => tooMuch(order));
    expect((await attributes()).get(searchAttributes.orderStage)).toBe('in-delivery');
    expect((await attributes()).get(searchAttributes.customerNumber)).toBe(trade.customer);
    expect(await deliver(order, [{ lineNo: 1, quantity: '5' }])).toMatchObject({ code: 'over-delivery' });
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const invoices = await eventually(async () => {
      const row = await orderRow(office, order);
      expect(row.invoices).toHaveLength(2);
      return row.invoices;
    });
    // 6 × 10.00 and the freight of 12.50, once: 72.50; 4 × 10.00; 20 % VAT on each
    expect(invoices.map((invoice) => invoice.gross.toFixed(2))).toEqual(['87.00', '48.00']);
    const [first, second] = invoices.map((invoice) => invoice.number);
    if (first === undefined || second === undefined) throw new Error('two invoices were asked for');
    // The first is paid under one run, the second under the one after it.
    await pay(office, trade.customer, first, '87.00');
    await askUntilHandedOver(order, () => tooMuch(order));
    await pay(office, trade.customer, second, '48.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
    expect(await orderRow(office, order)).toMatchObject({ stage: 'settled', waitsFor: { kind: 'none' } });
    for (const { number } of invoices) expect(await office.post.copiesOf(`invoice:${number}`)).toHaveLength(1);
  });

  it('answers each of 400 requests, eight at a time, whichever run they meet', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const before = await runIdOf(order.handle.workflowId);
    const lane = async () => {
      for (let turn = 1; turn <= 50; turn += 1) expect(await tooMuch(order)).toMatchObject({ code: 'over-delivery' });
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    expect(await runIdOf(order.handle.workflowId)).not.toBe(before);
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
  });

  it('gives a request that comes again the answer of the run that has ended', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const by = lucie();
    const three = () => order.ask(messages.deliverOrder, { lines: [{ lineNo: 1, quantity: '3' }] }, by);
    const first = await three();
    expect(first).toMatchObject({ kind: 'delivered' });
    await askUntilHandedOver(order, () => tooMuch(order));
    expect(await three()).toEqual(first);
    expect((await orderRow(office, order)).deliveries).toHaveLength(1);
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    expect((await orderRow(office, order)).lines[0]?.delivered.toFixed(0)).toBe('10');
  });

  it('is released by finance after as many requests as you like', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    const answers: unknown[] = [];
    await askUntilHandedOver(order, async () => answers.push(await tooMuch(order)));
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'refused', code: 'order-not-ready' });
    const release = { decision: 'release', reason: 'guarantee received' } as const;
    expect(await order.ask(messages.decideCredit, release, helene())).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'acknowledged');
  });

  it('remembers what sales has decided, and what is left to decide', async () => {
    const trade = await openTrade(office);
    const terms = { kind: 'net', days: 60 } as const;
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '9.00' }, { paymentTerms: terms }));
    await untilStage(office, order, 'discrepancy-hold');
    const decide = (discrepancyId: string) =>
      order.ask(messages.disposeDiscrepancy, { discrepancyId, disposition: 'accept', reason: 'agreed' }, helene());
    expect(await decide('1-1')).toMatchObject({ kind: 'done', stage: 'discrepancy-hold' });
    await askUntilHandedOver(order, () => tooMuch(order));
    expect(await decide('1-1')).toMatchObject({ kind: 'refused', code: 'discrepancy-decided' });
    expect(await decide('1-2')).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'acknowledged');
  });
});

describe.concurrent('an account whose history grows long', () => {
  it('is paid in as many parts as you like, and its order settles', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order);
    const invoice = await eventually(async () => {
      const [one] = (await orderRow(office, order)).invoices;
      expect(one).toBeDefined();
      return one?.number ?? '';
    });
    const taken: string[] = [];
    const payOne = async () => {
      taken.push((await pay(office, trade.customer, invoice, '1.00')).amount);
    };
    await payOne();
    const before = await runIdOf(accountWorkflowId(trade.customer));
    for (let part = 2; part <= 20; part += 1) await payOne();
    expect(await runIdOf(accountWorkflowId(trade.customer))).not.toBe(before);
    // A payment whose answer was lost comes again: it is taken once.
    const paymentId = await bookPayment(office, trade.customer, '1.00');
    const by = karim();
    for (const turn of ['first', 'again'])
      expect(await allocate(office, trade.customer, invoice, paymentId, '1.00', by), turn).toMatchObject({
        amount: '1.00',
        open: '99.00',
      });
    // 10 × 10.00 and 20 % VAT, less 21 × 1.00
    expect(await pay(office, trade.customer, invoice, '99.00')).toMatchObject({ amount: '99.00', open: '0.00' });
    expect(taken).toEqual(Array.from({ length: 20 }, () => '1.00'));
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });
});
