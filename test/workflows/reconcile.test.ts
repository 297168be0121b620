import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import { reconcile, repair } from '../../cli/reconcile.js';
import { startAccount, type Repair } from '../../cli/repair.js';
import { plainTemporal } from '../../config/temporal.js';
import { accountWorkflowId, mailWorkflowId } from '../../workflows/ids.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { bookPayment, done, karim, laura, listProduct, openAccount, writtenDown } from '../support/house.js';
import { testServers } from '../support/stack.js';
import {
  allocate,
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  pay,
  resolveMailOf,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';
import { openDiary, type Diary } from './diary.js';
import { openTrade, type Trade } from './trade.js';

/** Processes that somebody ended too early, and `encours reconcile --repair`. */
let office: Processes;

const targetOf = () => ({
  databaseUrl: office.database.url,
  temporal: plainTemporal(testServers().temporalAddress, office.namespace),
});
const repairAll = (): Promise<readonly Repair[]> => repair(targetOf(), 0);
const look = async () => (await reconcile(targetOf(), 0)).mismatches;

const attentionOf = async (workflowId: string): Promise<string | undefined> =>
  (await office.client.workflow.getHandle(workflowId).describe()).typedSearchAttributes.get(
    searchAttributes.needsAttention,
  );
const terminate = async (workflowId: string): Promise<void> => {
  await office.client.workflow.getHandle(workflowId).terminate('the test ends it');
  // The server's list follows a moment later.
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Running'`;
  await eventually(async () => expect((await office.client.workflow.count(query)).count).toBe(0));
};
const repairsOf = (entityId: string) =>
  office.prisma.auditEntry.findMany({ where: { action: 'process.repaired', entityId }, orderBy: { id: 'asc' } });

/** One box, delivered and invoiced: 12.00 are open. */
async function unpaid(): Promise<{ trade: Trade; order: RunningOrder; invoice: string; account: string }> {
  const trade = await openTrade(office);
  const order = await enterOrder(office, await trade.draft('1'));
  await untilStage(office, order, 'acknowledged');
  await deliver(order);
  const invoice = await eventually(async () => (await orderRow(office, order)).invoices[0]?.number ?? expect.fail());
  const account = accountWorkflowId(trade.customer);
  await eventually(() => office.client.workflow.getHandle(account).describe());
  return { trade, order, invoice, account };
}

/* Each works on the whole installation, so one after the other, and each leaves nothing behind. */
describe('reconcile --repair', () => {
  beforeAll(async () => {
    office = await openProcesses();
  });
  afterAll(() => office.close());

  it('starts an account that somebody terminated: what was paid stays paid, and the order settles', async () => {
    const { trade, order, invoice, account } = await unpaid();
    await pay(office, trade.customer, invoice, '5.00');
    await terminate(account);
    expect(await look()).toMatchObject([{ kind: 'row-without-workflow', workflowId: account, status: 'TERMINATED' }]);
    expect(await repairAll()).toEqual([
      { workflowId: account, kind: 'done', sentence: `Account of ${trade.customer} started` },
    ]);
    expect(await repairAll()).toEqual([]);
    expect(await pay(office, trade.customer, invoice, '7.00')).toMatchObject({ amount: '7.00', open: '0.00' });
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
    expect(await repairsOf(trade.customer)).toMatchObject([
      { actor: 'command-line', after: { workflowId: account, how: 'started' } },
    ]);
    expect(await look()).toEqual([]);
  });

  it('twice at once starts it once', async () => {
    const { trade, order, invoice, account } = await unpaid();
    await terminate(account);
    const both = await Promise.all([repairAll(), repairAll()]);
    expect(both.flat()).toHaveLength(1);
    expect(await repairsOf(trade.customer)).toHaveLength(1);
    await pay(office, trade.customer, invoice, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });

  it('does nothing without being asked', async () => {
    const { trade, order, invoice, account } = await unpaid();
    await terminate(account);
    expect(await look()).toHaveLength(1);
    expect(await look()).toHaveLength(1);
    expect(await repairsOf(trade.customer)).toEqual([]);
    await repairAll();
    await pay(office, trade.customer, invoice, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });

  it('resets an order that somebody terminated: the rest is delivered, each invoice once, and it settles', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order, [{ lineNo: 1, quantity: '6' }]);
    await eventually(async () => expect((await orderRow(office, order)).invoices).toHaveLength(1));
    await terminate(`order:${order.number}`);
    expect(await repairAll()).toMatchObject([{ workflowId: `order:${order.number}`, kind: 'done' }]);
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const invoices = await eventually(async () => {
      const row = await orderRow(office, order);
      expect(row.invoices).toHaveLength(2);
      return row.invoices;
    });
    // 6 and 4 boxes at 12.00, tax included
    expect(invoices.map(({ gross }) => gross.toFixed(2))).toEqual(['72.00', '48.00']);
    for (const { number, gross } of invoices) await settleInvoice(trade, number, gross.toFixed(2));
    await untilSettled(order);
    expect(await repairsOf(order.number)).toMatchObject([{ after: { how: 'reset' } }]);
    expect(await look()).toEqual([]);
  });

  it('runs a settled order again whose money was taken back by a machine that died before it could tell', async () => {
    const { trade, order, invoice, account } = await unpaid();
    const { customer } = trade;
    const paymentId = await bookPayment(office, customer, '12.00');
    await allocate(office, customer, invoice, paymentId, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
    await office.client.workflow.getHandle(account).result();
    const { recordReversal } = createActivities({
      platform: noPlatform,
      ...office,
      databaseUrl: office.database.url,
      mail: office.post.mail,
      publicUrl: '',
      processes: writtenDown([]),
    });
    const reversal = { customer, on: office.today, actor: karim(), paymentId, allocation: 1, reason: 'bounced' };
    done(await recordReversal(reversal));
    expect((await look()).map(({ workflowId }) => workflowId)).toEqual([account, `order:${order.number}`]);
    expect(await repairAll()).toMatchObject([
      { workflowId: account, kind: 'done' },
      {
        workflowId: `order:${order.number}`,
        kind: 'done',
        sentence: `Order ${order.number} started (it was COMPLETED)`,
      },
    ]);
    await pay(office, customer, invoice, '12.00');
    await untilSettled(order);
    expect(await repairsOf(order.number)).toMatchObject([{ after: { how: 'started' } }]);
    expect(await look()).toEqual([]);
  });

  it('tells an order that was away while its invoice was paid', async () => {
    const { trade, order, invoice, account } = await unpaid();
    await untilStage(office, order, 'delivered');
    await terminate(`order:${order.number}`);
    await pay(office, trade.customer, invoice, '12.00');
    await office.client.workflow.getHandle(account).result();
    await repairAll();
    await untilSettled(order);
    expect(await look()).toEqual([]);
  });

  it('starts order and account again when both were terminated', async () => {
    const { trade, order, invoice, account } = await unpaid();
    await untilStage(office, order, 'delivered');
    await terminate(`order:${order.number}`);
    await terminate(account);
    const repairs = await repairAll();
    expect(repairs.map(({ workflowId, kind }) => `${workflowId} ${kind}`).toSorted()).toEqual([
      `${account} done`,
      `order:${order.number} done`,
    ]);
    await pay(office, trade.customer, invoice, '12.00');
    await untilSettled(order);
    expect(await look()).toEqual([]);
  });

  it('starts the errand of a mail that nobody looks after, also of a closed order', async () => {
    const trade = await openTrade(office);
    office.post.answerTo(`orders@${trade.customer.toLowerCase()}.example`, {
      stage: 'rcpt',
      action: { kind: 'refuse', code: 550, message: 'no such mailbox' },
    });
    const order = await enterOrder(office, await trade.draft('1'));
    const mail = `acknowledgement:${order.number}:1`;
    await eventually(async () => expect(await attentionOf(mailWorkflowId(mail))).toBe(`mail ${mail} is failed`));
    await deliver(order);
    const invoice = await eventually(async () => (await orderRow(office, order)).invoices[0]?.number ?? expect.fail());
    await eventually(() => pay(office, trade.customer, invoice, '12.00'));
    await order.handle.result();
    await terminate(mailWorkflowId(mail));
    expect(await repairAll()).toEqual([
      { workflowId: mailWorkflowId(mail), kind: 'done', sentence: `Errand of ${mail} started (it is FAILED)` },
    ]);
    await eventually(async () => expect(await attentionOf(mailWorkflowId(mail))).toBe(`mail ${mail} is failed`));
    expect(await resolveMailOf(office, mail, 'skip', laura())).toEqual({ kind: 'resolved' });
    expect(await office.client.workflow.getHandle(mailWorkflowId(mail)).result()).toEqual({ kind: 'skipped' });
    expect(await look()).toEqual([]);
  });

  const untilSettled = (order: RunningOrder) => untilStage(office, order, 'settled');

  async function settleInvoice(trade: Trade, invoice: string, amount: string): Promise<void> {
    await eventually(() => pay(office, trade.customer, invoice, amount));
  }
});

describe.concurrent('an account that is started again', () => {
  let dunned: Processes;
  beforeAll(async () => {
    dunned = await openProcesses();
    await listProduct(dunned, 'BOX', '1000000');
  });
  afterAll(() => dunned.close());

  /** Issued on Monday 1 March 2032 at 30 days net: due on Wednesday 31 March; 1,200.00. Level 1 leaves on 5 April. */
  const openDunned = async (customer: string): Promise<Diary> => {
    await openAccount(dunned, customer);
    return openDiary(dunned, { customer, issued: '2032-03-01' });
  };

  async function endAndResume(diary: Diary): Promise<string> {
    await dunned.client.workflow.getHandle(diary.workflowId).terminate('the test ends it');
    const { client, prisma } = dunned;
    return startAccount({ client, prisma }, diary.customer);
  }

  it('takes the next level on its day, and none twice', async () => {
    const diary = await openDunned('AGAIN-1');
    await diary.at('2032-04-06', '12:00');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30', 'level-1 2032-04-05']);
    await diary.pay('200.00');
    await endAndResume(diary);
    await diary.at('2032-04-14', '23:59');
    expect(await diary.levels()).toHaveLength(2);
    await diary.at('2032-04-15', '08:31');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30', 'level-1 2032-04-05', 'level-2 2032-04-15']);
    expect((await diary.steps())[2]).toMatchObject({ open: '1000.00' });
    for (const level of ['courtesy', 'level-1', 'level-2'])
      expect(await dunned.post.copiesOf(await diary.letter(level))).toHaveLength(1);
    await diary.pay('1000.00');
    expect(await diary.settled()).toMatchObject({ levelReached: 'level-2' });
  });

  it('waits for the person whom the letter before waited for', async () => {
    const diary = await openDunned('AGAIN-2');
    dunned.post.answerTo('accounts@again-2.example', { stage: 'data', action: { kind: 'drop', keep: true } });
    await diary.at('2032-03-30', '12:00');
    await eventually(async () => expect((await diary.steps())[0]).toMatchObject({ status: 'UNKNOWN' }));
    await endAndResume(diary);
    await eventually(async () => {
      const { typedSearchAttributes } = await dunned.client.workflow.getHandle(diary.workflowId).describe();
      const letter = (await diary.letter('courtesy')).replace('dunning-letter:', '');
      expect(typedSearchAttributes.get(searchAttributes.needsAttention)).toBe(`letter ${letter} is UNKNOWN`);
    });
    await diary.at('2032-04-20', '12:00');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30']);
    expect(await diary.resolve('courtesy', 'was-sent')).toEqual({ kind: 'resolved' });
    await diary.at('2032-04-21', '12:00');
    expect((await diary.levels())[1]).toContain('level-1');
    expect(await dunned.post.copiesOf(await diary.letter('courtesy'))).toHaveLength(1);
  });

  it('knows of money that only PostgreSQL has, and so does one that was never ended', async () => {
    const [ended, running] = [await openDunned('AGAIN-3'), await openDunned('AGAIN-4')];
    for (const diary of [ended, running]) {
      const paymentId = await bookPayment(dunned, diary.customer, '1200.00');
      const wish = { allocations: [{ invoice: diary.invoice, amount: '1200.00' }] };
      const request = { customer: diary.customer, on: dunned.today, actor: karim(), paymentId, wish };
      done(await dunned.activities.recordAllocations(request));
    }
    await endAndResume(ended);
    expect(await ended.settled()).toEqual({ settledOn: dunned.today, levelReached: null });
    await ended.rests();
    // The other one finds out when it wants to remind: nothing goes out.
    await expect(running.at('2032-03-30', '12:00')).rejects.toThrow(/the execution ended|already completed/);
    expect(await running.settled()).toMatchObject({ settledOn: dunned.today });
    expect(await running.steps()).toEqual([]);
    expect(await dunned.post.copiesOf(await running.letter('courtesy'))).toEqual([]);
  });
});
