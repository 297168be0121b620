import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { localDateOf } from '../../domain/calendar.js';
import { lastEndedMonth } from '../../domain/month-end.js';
import { prepareOrder } from '../../prisma/commands/preparations.js';
import { makeMonthEnd } from '../../workflows/month-end-messages.js';
import {
  MONTH_END_WORKFLOW,
  MONTH_ENDS_WORKFLOW,
  ORDER_TASK_QUEUE,
  accountWorkflowId,
  mailWorkflowId,
  monthEndWorkflowId,
} from '../../workflows/ids.js';
import * as messages from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { done, helene, laura, listProduct, lucie, openAccount } from '../support/house.js';
import {
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  pay,
  resolveMailOf,
  stockArrives,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';
import { openShortHistories } from '../support/short-histories.js';
import { openDiary } from '../workflows/diary.js';
import { openTrade, type Trade } from '../workflows/trade.js';

/**
 * Records what the processes of this version decide, for later versions to decide again. Not a test: it is run by its own
 * configuration, before a release, and its files are committed.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'test/replay/histories', version);

let office: Processes;
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  office = await openProcesses();
});
afterAll(() => office.close());

describe('recording', () => {
  it('a plain order with two deliveries', async () => {
    const { order, trade } = await acknowledged({ stock: '10' }, '10');
    await deliver(order, [{ lineNo: 1, quantity: '6' }]);
    await deliver(order);
    await payAndSettle(order, trade, 2);
    await expectKept('plain-order', order);
  });

  it('a backorder that a receipt serves, proved, its remainder cancelled', async () => {
    const { order, trade } = await acknowledged({ stock: '4' }, '10');
    const { number } = done(await deliver(order));
    await invoicesOf(order, 1);
    const proof = { deliveryNumber: number, receivedBy: 'Mme Lebihan', receivedAt: '2026-03-05T10:15:00Z' };
    await order.ask(messages.proveDelivery, proof, lucie());
    await stockArrives(office, trade.product, '3');
    done(await deliver(order, [{ lineNo: 1, quantity: '3' }]));
    await order.ask(messages.cancelOrder, { reason: 'end of season' }, laura());
    await payAndSettle(order, trade, 2);
    await expectKept('backorder', order);
  });

  it('an order whose goods lie ready before each of its deliveries', async () => {
    const { order, trade } = await acknowledged({ stock: '10' }, '10');
    await pick(order);
    done(await deliver(order, [{ lineNo: 1, quantity: '6' }]));
    await invoicesOf(order, 1);
    await pick(order);
    done(await deliver(order));
    await payAndSettle(order, trade, 2);
    await expectKept('prepared', order);
  });

  it('an order held for credit, escalated by nobody, released, then cancelled', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    await order.ask(messages.decideCredit, { decision: 'release', reason: 'guarantee' }, laura());
    await order.ask(messages.decideCredit, { decision: 'release', reason: 'guarantee' }, helene());
    await untilStage(office, order, 'acknowledged');
    await order.ask(messages.cancelOrder, { reason: 'too slow' }, laura());
    await order.handle.result();
    await expectKept('held-and-released', order);
  });

  it('an order held for credit and refused', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    await order.ask(messages.decideCredit, { decision: 'refuse', reason: 'unpaid elsewhere' }, helene());
    await order.handle.result();
    await expectKept('refused', order);
  });

  it('an order with a difference, asked about, amended, acknowledged again, cancelled', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '8.00' }));
    await untilStage(office, order, 'discrepancy-hold');
    const ask = { discrepancyId: '1-1', disposition: 'ask', reason: 'Which price?' } as const;
    await order.ask(messages.disposeDiscrepancy, ask, laura());
    await order.ask(
      messages.amendOrder,
      { reason: 'list price', baseVersion: 1, draft: await trade.draft('10') },
      laura(),
    );
    await untilStage(office, order, 'acknowledged');
    await order.ask(messages.amendOrder, { reason: 'fewer', baseVersion: 2, draft: await trade.draft('4') }, laura());
    await eventually(async () =>
      expect(await orderRow(office, order)).toMatchObject({ version: 3, stage: 'acknowledged' }),
    );
    await order.ask(messages.cancelOrder, { reason: 'plant closed' }, laura());
    await order.handle.result();
    await expectKept('amended', order);
  });

  it('an order cancelled as soon as it is acknowledged', async () => {
    const { order } = await acknowledged({}, '10');
    await order.ask(messages.cancelOrder, { reason: 'plant closed' }, laura());
    await order.handle.result();
    await expectKept('cancelled', order);
  });

  it('an order whose deposit is paid before anything leaves, and deducted', async () => {
    const order = await deposited();
    const [deposit] = await invoicesOf(order, 1);
    const { customerNumber } = await orderRow(office, order);
    await pay(office, customerNumber, deposit?.number ?? '', '36.00');
    await eventually(async () => expect(await deliver(order)).toMatchObject({ kind: 'delivered' }));
    const last = (await invoicesOf(order, 2)).find(({ kind }) => kind === 'invoice');
    await pay(office, customerNumber, last?.number ?? '', '84.00');
    await order.handle.result();
    await expectKept('deposit', order);
  });

  it('an order cancelled before its deposit is paid, which is credited', async () => {
    const order = await deposited();
    await invoicesOf(order, 1);
    await order.ask(messages.cancelOrder, { reason: 'plant closed' }, laura());
    await order.handle.result();
    await invoicesOf(order, 2);
    await expectKept('deposit-credited', order);
  });

  it('an account dunned level by level, one letter unknown, then paid', async () => {
    await listProduct(office, 'BOX', '1000');
    const diary = await openDiary(office, { customer: await openAccount(office, 'DUNNED'), issued: '2032-03-01' });
    await diary.at('2032-04-05', '08:20');
    office.post.answerTo('accounts@dunned.example', { stage: 'data', action: { kind: 'drop', keep: true } });
    await diary.at('2032-04-06', '10:00');
    await diary.resolve('level-1', 'send-again');
    await diary.at('2032-05-31', '08:31');
    await diary.pay('700.00');
    await diary.pay('500.00');
    await diary.rests();
    await expectWritten('dunned.account', diary.workflowId);
  });
});

describe('recording an account', () => {
  it('of which an invoice was credited in part, and the rest of it then', async () => {
    await listProduct(office, 'BOX', '1000');
    const diary = await openDiary(office, { customer: await openAccount(office, 'CREDITED'), issued: '2032-03-01' });
    await diary.credit({ scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' });
    await diary.credit({ scope: 'whole', reason: 'DOUBLON' });
    await diary.rests();
    await expectWritten('credited.account', diary.workflowId);
  });
});

describe('recording what goes on an errand', () => {
  it('a mail that the mail server refused, sent again on a word of sales', async () => {
    const trade = await openTrade(office);
    office.post.answerTo(`orders@${trade.customer.toLowerCase()}.example`, {
      stage: 'rcpt',
      action: { kind: 'refuse', code: 550, message: 'no such mailbox' },
    });
    const order = await enterOrder(office, await trade.draft('10'));
    const mailId = `acknowledgement:${order.number}:1`;
    await eventually(async () => {
      const errand = await office.client.workflow.getHandle(mailWorkflowId(mailId)).describe();
      expect(errand.typedSearchAttributes.get(searchAttributes.needsAttention)).toBeDefined();
    });
    const again = await resolveMailOf(office, mailId, 'send-again', laura());
    expect(again).toMatchObject({ kind: 'resolved' });
    await office.client.workflow.getHandle(mailWorkflowId(mailId)).result();
    await expectWritten('failed-mail.errand', mailWorkflowId(mailId));
    await order.ask(messages.cancelOrder, { reason: 'plant closed' }, laura());
    await order.handle.result();
    await expectKept('failed-mail', order);
  });
});

describe('recording a month end', () => {
  it('made by the schedule, and once more by hand', async () => {
    const month = lastEndedMonth(localDateOf(Date.now(), 'Europe/Paris'));
    const workflowId = monthEndWorkflowId(month);
    const { workflow } = office.client;
    const taskQueue = ORDER_TASK_QUEUE;
    await workflow.execute(MONTH_ENDS_WORKFLOW, { workflowId: 'month-ends', taskQueue, args: [{ schemaVersion: 1 }] });
    await workflow.getHandle(workflowId).result();
    await expectWritten('month-ends.run', 'month-ends');
    await expectWritten('month-end.scheduled', workflowId);
    await workflow.executeUpdateWithStart(makeMonthEnd, {
      args: [{ actor: helene(), reason: 'a delivery of the last day came in late' }],
      startWorkflowOperation: new WithStartWorkflowOperation(MONTH_END_WORKFLOW, {
        workflowId,
        taskQueue,
        args: [{ schemaVersion: 1, month, scheduled: false }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
    await workflow.getHandle(workflowId).result();
    await expectWritten('month-end.again', workflowId);
  });
});

describe('recording long histories', () => {
  it('an order handed to a new run, and the account of its customer', async () => {
    const temporal = await openShortHistories(40);
    const elsewhere = await openProcesses(temporal);
    try {
      await expectHandedOver(elsewhere);
    } finally {
      await elsewhere.close();
      await temporal.close();
    }
  });
});

async function expectHandedOver(elsewhere: Processes): Promise<void> {
  const trade = await openTrade(elsewhere);
  const order = await enterOrder(elsewhere, await trade.draft('10'));
  await untilStage(elsewhere, order, 'acknowledged');
  await deliver(order);
  const number = await eventually(async () => {
    const [invoice] = (await orderRow(elsewhere, order)).invoices;
    expect(invoice).toBeDefined();
    return invoice?.number ?? '';
  });
  const runOf = async (workflowId: string) => (await elsewhere.client.workflow.getHandle(workflowId).describe()).runId;
  const account = accountWorkflowId(trade.customer);
  const first = { order: await runOf(order.handle.workflowId), account: await runOf(account) };
  await eventually(async () => {
    await deliver(order);
    expect(await runOf(order.handle.workflowId)).not.toBe(first.order);
  });
  await eventually(async () => {
    await pay(elsewhere, trade.customer, number, '1.00');
    expect(await runOf(account)).not.toBe(first.account);
  });
  await pay(elsewhere, trade.customer, number, '119.00');
  await order.handle.result();
  await expectWritten('handed-over.order-1', order.handle.workflowId, elsewhere, first.order);
  await expectWritten('handed-over.order-2', order.handle.workflowId, elsewhere);
  await expectWritten('handed-over.account-1', account, elsewhere, first.account);
  await expectWritten('handed-over.account-2', account, elsewhere);
}

async function acknowledged(
  options: Parameters<typeof openTrade>[1],
  quantity: string,
): Promise<{ order: RunningOrder; trade: Trade }> {
  const trade = await openTrade(office, options);
  const order = await enterOrder(office, await trade.draft(quantity));
  await untilStage(office, order, 'acknowledged');
  return { order, trade };
}

/** 30 % of 120.00 are to be paid before ten boxes leave. */
async function deposited(): Promise<RunningOrder> {
  const trade = await openTrade(office, { stock: '10' });
  const deposit = { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 8 }, blocksDelivery: true } as const;
  const order = await enterOrder(office, await trade.draft('10', {}, { deposit }));
  await untilStage(office, order, 'acknowledged');
  return order;
}

/** Until the order has seen for itself what lies ready. */
async function pick(order: RunningOrder): Promise<void> {
  await office.prisma.$transaction((tx) => prepareOrder(tx, order.number, lucie(), Date.now()));
  await order.handle.signal(messages.goodsPrepared);
  await eventually(async () => {
    const told = await order.handle.query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
    expect(told.currentDetails).toMatch(/\*\*Lies ready:\*\* (?!no)/);
  });
}

const invoicesOf = (order: RunningOrder, count: number) =>
  eventually(async () => {
    const { invoices } = await orderRow(office, order);
    expect(invoices).toHaveLength(count);
    return invoices;
  });

async function payAndSettle(order: RunningOrder, trade: Trade, count: number): Promise<void> {
  for (const { number, gross } of await invoicesOf(order, count))
    await pay(office, trade.customer, number, gross.toFixed(2));
  await order.handle.result();
}

/** The order's history and that of its customer's account, where it has one. */
async function expectKept(name: string, order: RunningOrder): Promise<void> {
  await expectWritten(`${name}.order`, order.handle.workflowId);
  const { invoices, customerNumber } = await orderRow(office, order);
  if (invoices.length > 0) await expectWritten(`${name}.account`, accountWorkflowId(customerNumber));
}

/** @param runId which of several runs; otherwise the last */
async function expectWritten(name: string, workflowId: string, where = office, runId?: string): Promise<void> {
  const history = await where.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const text = JSON.stringify(JSON.parse(historyToJSON(history)), scrubbed);
  for (const secret of [hostname(), root, userInfo().homedir]) {
    if (secret.length > 3) expect(text, `${name} names this machine`).not.toContain(secret);
  }
  writeFileSync(join(folder, `${name}.json`), `${text}\n`);
}

/** Nothing of the machine that recorded it; what replay reads stays as it is. */
function scrubbed(key: string, value: unknown): unknown {
  if (key === 'identity' && value !== 'encours-worker') return 'encours-api';
  if (key === 'stackTrace') return '';
  return value;
}
