import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { returnPayment, reverseAllocation } from '../../workflows/account-messages.js';
import { openComplaint } from '../../prisma/commands/complaints.js';
import { creditComplaint, replaceComplaint } from '../../workflows/complaint-messages.js';
import { complaintStart } from '../../workflows/complaint-start.js';
import { COMPLAINT_WORKFLOW, complaintWorkflowId } from '../../workflows/ids.js';
import {
  bookPayment,
  bookReturn,
  done,
  inTransaction,
  karim,
  laura,
  listProduct,
  openAccount,
} from '../support/house.js';
import {
  allocate,
  askAccount,
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
import { openDiary } from './diary.js';
import { openTrade } from './trade.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
  await listProduct(office, 'BOX', '1000000');
});
afterAll(() => office.close());

type Settling = { readonly order: RunningOrder; readonly customer: string; readonly invoice: string };

/** Ten boxes, 120.00 tax included, delivered and invoiced. */
async function invoiced(): Promise<Settling> {
  const trade = await openTrade(office);
  const order = await enterOrder(office, await trade.draft('10'));
  await deliver(order);
  const invoice = await eventually(async () => {
    const [first] = (await orderRow(office, order)).invoices;
    expect(first).toBeDefined();
    return first?.number ?? '';
  });
  return { order, customer: trade.customer, invoice };
}

const reverse = (customer: string, paymentId: string, actor = karim()) =>
  askAccount(office, customer, reverseAllocation, { actor, paymentId, allocation: 1, reason: 'bounced' });

/** The bank takes 1,200.00 back. */
const bounce = async (customer: string, payment: string) =>
  done(
    await askAccount(office, customer, returnPayment, {
      actor: karim(),
      paymentId: await bookReturn(office, payment, '-1200.00'),
    }),
  );

/** Pays, and keeps the payment's id. */
async function paid({ customer, invoice }: Pick<Settling, 'customer' | 'invoice'>, amount = '120.00') {
  const payment = await bookPayment(office, customer, amount);
  await allocate(office, customer, invoice, payment, amount);
  return payment;
}

const runsOf = async ({ number }: RunningOrder) => {
  const runs = [];
  for await (const { status } of office.client.workflow.list({ query: `WorkflowId = 'order:${number}'` }))
    runs.push(status.name);
  return runs.toSorted();
};
const statusOf = async ({ handle }: RunningOrder) => (await handle.describe()).status.name;
const settlements = ({ number }: RunningOrder) =>
  office.prisma.auditEntry.count({ where: { orderNumber: number, action: 'order.settled' } });

describe.concurrent('money taken back after the order was settled', () => {
  it('runs the order again until it is paid once more', async () => {
    const settling = await invoiced();
    const payment = await paid(settling);
    expect(await settling.order.handle.result()).toMatchObject({ stage: 'settled' });

    expect(done(await reverse(settling.customer, payment))).toMatchObject({ reopenedOrders: [settling.order.number] });
    expect(await statusOf(settling.order)).toBe('RUNNING');
    expect(await orderRow(office, settling.order)).toMatchObject({ stage: 'delivered', waitsFor: { kind: 'payment' } });

    await pay(office, settling.customer, settling.invoice, '120.00');
    expect(await settling.order.handle.result()).toMatchObject({ stage: 'settled' });
    await eventually(async () => expect(await runsOf(settling.order)).toEqual(['COMPLETED', 'COMPLETED']));
    expect(await settlements(settling.order)).toBe(2);
  });

  it('just as it closes never leaves it unpaid without a run', async () => {
    const races = await Promise.all(Array.from({ length: 8 }, () => invoiced()));
    await Promise.all(
      races.map(async (settling, index) => {
        const payment = await paid(settling);
        await new Promise((resolve) => setTimeout(resolve, index * 15));
        done(await reverse(settling.customer, payment));
        await eventually(async () => {
          expect((await orderRow(office, settling.order)).stage).toBe('delivered');
          expect(await statusOf(settling.order)).toBe('RUNNING');
        });
        await paid(settling);
        await untilStage(office, settling.order, 'settled');
        await eventually(async () => expect(await statusOf(settling.order)).toBe('COMPLETED'));
      }),
    );
  });
});

/** Somebody opens a complaint of two boxes of the order's delivery. */
async function complain({ order, customer }: Settling, dueAt?: string) {
  const { number: delivery } = await office.prisma.delivery.findFirstOrThrow({ where: { orderNumber: order.number } });
  const short = {
    about: { delivery },
    kind: 'short' as const,
    lines: [{ lineNo: 1, quantity: '2' }],
    description: 'two boxes are missing',
    ...(dueAt !== undefined && { dueAt }),
  };
  const opening = { actor: laura(), scope: { salesperson: null }, nowMs: Date.now() };
  const { number } = await inTransaction(office, (tx) => openComplaint(tx, short, opening));
  await office.client.workflow.start(COMPLAINT_WORKFLOW, complaintStart({ number, customerNumber: customer }));
  return { number, handle: office.client.workflow.getHandle(complaintWorkflowId(number)) };
}

describe.concurrent('a complaint', () => {
  it('after the last cent has the order deliver again for nothing, which settles once more by itself', async () => {
    const settling = await invoiced();
    await paid(settling);
    expect(await settling.order.handle.result()).toMatchObject({ stage: 'settled' });
    const { number, handle } = await complain(settling);
    const request = { actor: laura(), reason: 'send two more' };
    done(await handle.executeUpdate(replaceComplaint, { args: [request] }));
    await untilStage(office, settling.order, 'in-delivery');
    await deliver(settling.order);
    await untilStage(office, settling.order, 'settled');
    expect(await settlements(settling.order)).toBe(2);
    expect(await handle.result()).toMatchObject({ status: 'closed', outcome: 'replacement' });
    const line = await office.prisma.orderLine.findFirstOrThrow({ where: { replaces: number } });
    expect([line.quantity, line.delivered, line.net].map(Number)).toEqual([2, 2, 0]);
  });

  it('is credited by the account, and the rest of the invoice settles the order', async () => {
    const settling = await invoiced();
    const { handle } = await complain(settling);
    const credit = { scope: 'lines' as const, lines: [{ lineNo: 1, quantity: '2' }], reason: 'LIVR_INCOMP' as const };
    const request = { actor: karim(), reason: 'two are missing', credit };
    const { creditNote } = done(await handle.executeUpdate(creditComplaint, { args: [request] }));
    expect(creditNote).toMatch(/^AV-/);
    // 120.00 less 24.00.
    await pay(office, settling.customer, settling.invoice, '96.00');
    expect(await settling.order.handle.result()).toMatchObject({ stage: 'settled' });
    expect(await handle.result()).toMatchObject({ status: 'closed', outcome: 'credit-note' });
  });

  it('of which nobody has decided in time tells the managers, since nobody answers for it', async () => {
    const { number } = await complain(await invoiced(), new Date().toISOString());
    await eventually(async () => {
      const told = await office.prisma.outgoing.findMany({
        where: { kind: 'complaint-reminder', id: { contains: number } },
      });
      expect(told.map(({ status }) => status)).toEqual(['SENT']);
    });
  });
});

describe.concurrent('money taken back after the hand-over', () => {
  it('stops the credit again, asks finance again, and the next last cent lifts both', async () => {
    const customer = await openAccount(office, 'HANDED-OVER');
    const diary = await openDiary(office, { customer, issued: '2032-03-01' });
    await diary.at('2032-06-30', '12:00');
    expect((await diary.levels()).at(-1)).toBe('hand-over 2032-05-31');
    const payment = await paid({ customer, invoice: diary.invoice }, '1200.00');
    await diary.settled();
    expect(await stopped(customer)).toEqual([false, 'done']);

    done(await reverse(customer, payment));
    expect(await stopped(customer)).toEqual([true, 'open']);
    await pay(office, customer, diary.invoice, '1200.00');
    expect(await stopped(customer)).toEqual([false, 'done']);
    expect(await diary.levels()).toHaveLength(6);
  });

  it('between two levels lets the next one come on its day, and never two at once', async () => {
    const customer = await openAccount(office, 'BETWEEN');
    const diary = await openDiary(office, { customer, issued: '2032-03-01' });
    await diary.at('2032-04-20', '12:00');
    expect((await diary.levels()).at(-1)).toBe('level-2 2032-04-15');
    const payment = await paid({ customer, invoice: diary.invoice }, '1200.00');
    await diary.settled();
    await bounce(customer, payment);
    await diary.at('2032-05-03', '12:00');
    // 30 days after the due date: Friday 30 April; 45 days: Tuesday 18 May, after the holidays.
    expect((await diary.levels()).slice(3)).toEqual(['level-3 2032-04-30']);
    await diary.at('2032-05-18', '12:00');
    expect((await diary.levels()).slice(3)).toEqual(['level-3 2032-04-30', 'final-notice 2032-05-18']);
  });
});

async function stopped(number: string): Promise<readonly unknown[]> {
  const { creditStop } = await office.prisma.customer.findUniqueOrThrow({ where: { number } });
  const item = await office.prisma.workItem.findFirstOrThrow({
    where: { customerNumber: number, kind: 'collections' },
  });
  return [creditStop, item.status];
}
