import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import type { AmendmentRequest, OrderDraft, OrderOutcome } from '../../contracts/process.js';
import { currentOrderDraft } from '../../prisma/queries/order-context.js';
import { ORDER_TASK_QUEUE, ORDER_WORKFLOW } from '../../workflows/ids.js';
import * as messages from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { actor, done, draftOrder, helene, laura, listProduct, lucie, openAccount } from '../support/house.js';
import { toldOf } from '../support/told.js';
import {
  datesSinceOpening,
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  pay,
  runningOrder,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';
import { openTrade } from './trade.js';

/** What once went wrong, so that it does not again. */
let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

const amend = (order: RunningOrder, request: Omit<AmendmentRequest, 'actor'>) =>
  order.ask(messages.amendOrder, request, laura());

const untilInvoices = (order: RunningOrder, count: number) =>
  eventually(async () => {
    const { invoices } = await orderRow(office, order);
    expect(invoices).toHaveLength(count);
    return invoices;
  });

/* By itself: it takes a table away from everybody. */
describe('a step that PostgreSQL does not take for a while', () => {
  const owner = (sql: string) => withClient(office.database.ownerUrl, (client) => client.query(sql));
  const attentionOf = async (order: RunningOrder) =>
    (await order.handle.describe()).typedSearchAttributes.get(searchAttributes.needsAttention);

  it('is tried until it succeeds: the order goes on, and ops see the mark come and go', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await owner('ALTER TABLE step RENAME TO step_elsewhere');
    const asked = deliver(order);
    try {
      // Three tries of a local activity are over in well under a second.
      await eventually(async () => expect(await attentionOf(order)).toBe('retrying recordDelivery'));
      await pause(3_000);
      expect((await order.handle.describe()).status.name).toBe('RUNNING');
    } finally {
      await owner('ALTER TABLE step_elsewhere RENAME TO step');
    }
    expect(await asked).toMatchObject({ kind: 'delivered' });
    await eventually(async () => expect(await attentionOf(order)).toBeUndefined());
    await untilStage(office, order, 'delivered');
    expect((await order.handle.describe()).status.name).toBe('RUNNING');
  });
});

describe.concurrent('an amendment', () => {
  it('of the reference alone leaves cancelled what was cancelled', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const four = { reason: 'four too many', lines: [{ lineNo: 1, quantity: '4' }] };
    expect(await order.ask(messages.cancelOrder, four, laura())).toMatchObject({ kind: 'done' });
    const current = await currentOrderDraft(office.prisma, order.number);
    if (current === null) throw new Error('the order is gone');
    const draft = { ...current.draft, customerReference: 'PO-77' };
    expect(await amend(order, { reason: 'reference', baseVersion: 1, draft })).toMatchObject({ kind: 'done' });
    const row = await untilStage(office, order, 'acknowledged');
    expect([row.version, row.customerReference]).toEqual([2, 'PO-77']);
    // 10 − 4 boxes at 10.00, and 20 % VAT
    expect([row.lines[0]?.quantity.toFixed(0), row.gross.toFixed(2)]).toEqual(['6', '72.00']);
    expect(await deliver(order, [{ lineNo: 1, quantity: '7' }])).toMatchObject({ code: 'over-delivery' });
  });

  it('made from a version that another one has replaced is refused', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const [eight, nine] = [await trade.draft('8'), await trade.draft('9')];
    const answers = await Promise.all([
      amend(order, { reason: 'eight', baseVersion: 1, draft: eight }),
      amend(order, { reason: 'nine', baseVersion: 1, draft: nine }),
    ]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    const loser = answers.find(({ kind }) => kind === 'refused');
    expect(toldOf(loser)).toMatchObject({
      code: 'order-not-ready',
      detail: expect.stringContaining('version 2') as string,
    });
    const kept = loser === answers[0] ? '9' : '8';
    const row = await untilStage(office, order, 'acknowledged');
    expect([row.version, row.lines[0]?.quantity.toFixed(0)]).toEqual([2, kept]);
  });
});

describe.concurrent('a free line', () => {
  it('delivered alone is invoiced for nothing, which nobody has to pay: the order closes by itself', async () => {
    const customer = await openAccount(office, 'FREE-1');
    const sample = await listProduct(office, 'SAMPLE', '10', { listPrice: '0.00' });
    const order = await enterOrder(office, await draftOrder(office, customer, [{ product: sample, quantity: '2' }]));
    await untilStage(office, order, 'acknowledged');
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const outcome = (await order.handle.result()) as OrderOutcome;
    expect(outcome.stage).toBe('settled');
    expect(datesSinceOpening(office)).toContain(outcome.on);
    const [invoice] = await untilInvoices(order, 1);
    expect(invoice?.gross.toFixed(2)).toBe('0.00');
    expect(await office.post.copiesOf(`invoice:${invoice?.number ?? ''}`)).toHaveLength(1);
    const receivable = await office.prisma.receivable.findFirstOrThrow({
      where: { invoiceNumber: invoice?.number ?? '' },
    });
    expect(receivable.open.toFixed(2)).toBe('0.00');
    expect(datesSinceOpening(office)).toContain(receivable.settledOn?.toISOString().slice(0, 10));
  });
});

describe.concurrent('an order whose workflow is lost', () => {
  it('is taken up by a run that has nothing but its number and policies, half delivered: the rest follows', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', {}, { freight: '12.50' }));
    await untilStage(office, order, 'acknowledged');
    await deliver(order, [{ lineNo: 1, quantity: '6' }]);
    await untilInvoices(order, 1);
    await order.handle.terminate('the test ends it');
    await startAgain(order, trade.customer);
    expect(await deliver(order, [{ lineNo: 1, quantity: '5' }])).toMatchObject({ code: 'over-delivery' });
    done(await deliver(order));
    const invoices = await untilInvoices(order, 2);
    // 6 × 10.00 and the freight of 12.50, once: 72.50; 4 × 10.00; 20 % VAT on each
    expect(invoices.map(({ gross }) => gross.toFixed(2))).toEqual(['87.00', '48.00']);
    for (const { number, gross } of invoices) await pay(office, trade.customer, number, gross.toFixed(2));
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });

  it('is taken up where finance was to decide', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    await order.handle.terminate('the test ends it');
    await startAgain(order, trade.customer);
    const release = { decision: 'release', reason: 'guarantee received' } as const;
    expect(await order.ask(messages.decideCredit, release, helene())).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'acknowledged');
  });

  it('is not made up: a number that no order has ends the run', async () => {
    const order = runningOrder(office, 'SO-2026-999999');
    await startAgain(order, 'NOBODY');
    await expect(order.handle.result()).rejects.toThrow(WorkflowFailedError);
  });

  const startAgain = ({ number, handle }: RunningOrder, customerNumber: string) =>
    office.client.workflow.start(ORDER_WORKFLOW, {
      workflowId: handle.workflowId,
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ schemaVersion: 1, orderNumber: number, customerNumber, policies: office.policies }],
    });
});

/** A request that its machine lost after PostgreSQL had it: the process never heard of it. */
describe.concurrent('what a lost request recorded', () => {
  const lost = () => actor('lucie.marchand', 'logistics');

  const lostDelivery = async (order: RunningOrder, quantity: string) => {
    const lines = [{ lineNo: 1, quantity }];
    const input = { orderNumber: order.number, actor: lost(), lines, today: office.today };
    return done((await office.activities.recordDelivery(input)).answer);
  };

  const lostAmendment = async (order: RunningOrder, draft: OrderDraft, by = lost()) => {
    const { tolerance } = office.policies;
    const made = { actor: by, reason: 'eight', baseVersion: 1, draft, tolerance, today: office.today };
    done((await office.activities.recordAmendment({ orderNumber: order.number, ...made })).answer);
  };

  it('as a delivery is taken over by the next one: each invoice bills what its note says', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const first = await lostDelivery(order, '6');
    const second = done(await deliver(order, [{ lineNo: 1, quantity: '4' }]));
    expect(second.number).not.toBe(first.number);
    await untilInvoices(order, 2);
    expect(await billed(order)).toEqual([
      { delivery: first.number, noted: '6', invoiced: '6', net: '60.00' },
      { delivery: second.number, noted: '4', invoiced: '4', net: '40.00' },
    ]);
    await untilStage(office, order, 'delivered');
  });

  it('as a delivery counts: the next one gets no more than is left', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const first = await lostDelivery(order, '6');
    expect(await deliver(order, [{ lineNo: 1, quantity: '5' }])).toMatchObject({ code: 'over-delivery' });
    await untilInvoices(order, 1);
    expect(await billed(order)).toEqual([{ delivery: first.number, noted: '6', invoiced: '6', net: '60.00' }]);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'in-delivery' });
  });

  it('as an amendment holds: the next one reads it first', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await lostAmendment(order, await trade.draft('8'));
    const answer = await amend(order, { reason: 'nine', baseVersion: 1, draft: await trade.draft('9') });
    expect(answer).toMatchObject({ kind: 'refused', code: 'order-not-ready' });
    const row = await untilStage(office, order, 'acknowledged');
    expect([row.version, row.lines[0]?.quantity.toFixed(0), row.lines[0]?.allocated.toFixed(0)]).toEqual([2, '8', '8']);
    expect(await order.ask(messages.deliverOrder, {}, lucie())).toMatchObject({ kind: 'delivered' });
    await untilStage(office, order, 'delivered');
  });

  it('as an amendment is answered when its request comes again, now made from the record', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const [by, draft] = [actor('laura.callahan', 'sales'), await trade.draft('8')];
    await lostAmendment(order, draft, by);
    const again = { reason: 'eight', baseVersion: 2, baseLines: [{ lineNo: 1, quantity: '8' }], draft };
    expect(await order.ask(messages.amendOrder, again, by)).toMatchObject({ kind: 'done' });
    const row = await untilStage(office, order, 'acknowledged');
    expect([row.version, row.lines[0]?.quantity.toFixed(0)]).toEqual([2, '8']);
  });
});

const billed = (order: RunningOrder) =>
  office.prisma.$queryRaw<unknown[]>`
    SELECT dl.delivery_number AS delivery, trim_scale(dl.quantity)::text AS noted, trim_scale(il.quantity)::text AS invoiced, round(i.net, 2)::text AS net
    FROM invoice i JOIN invoice_line il ON il.invoice_number = i.number
    JOIN invoice_source s ON s.invoice_number = i.number AND s.invoice_line_no = il.line_no
    JOIN delivery_line dl ON dl.delivery_number = s.delivery_number AND dl.line_no = s.delivery_line_no
    WHERE i.order_number = ${order.number} ORDER BY i.number`;
