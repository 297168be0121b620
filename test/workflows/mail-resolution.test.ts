import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchCustomer } from '../../prisma/commands/customers.js';
import * as messages from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { inTransaction, karim, laura } from '../support/house.js';
import {
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
import { openTrade, type Trade } from './trade.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

const never = { stage: 'rcpt', action: { kind: 'refuse', code: 550, message: 'no such mailbox' } } as const;
/** Takes the mail and hangs up before its answer. */
const silence = { stage: 'data', action: { kind: 'drop', keep: true } } as const;

const ordersOf = (trade: Trade) => `orders@${trade.customer.toLowerCase()}.example`;
const accountsOf = (trade: Trade) => `accounts@${trade.customer.toLowerCase()}.example`;
const acknowledgementOf = (order: RunningOrder) => `acknowledgement:${order.number}:1`;

const attentionOf = async (order: RunningOrder): Promise<string | undefined> =>
  (await order.handle.describe()).typedSearchAttributes.get(searchAttributes.needsAttention);

const mailOf = (id: string) => office.prisma.mail.findUniqueOrThrow({ where: { id } });

async function questionsOf(order: RunningOrder): Promise<string[]> {
  const rows = await office.prisma.workItem.findMany({
    where: { orderNumber: order.number, kind: { in: ['mail-failed', 'mail-unknown'] } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => `${row.kind} ${row.role} ${row.status}`);
}

const resolve = (order: RunningOrder, mailId: string, resolution: 'was-sent' | 'send-again' | 'skip') =>
  order.ask(messages.resolveMail, { mailId, resolution, reason: 'asked by telephone' }, laura());

const untilAttention = (order: RunningOrder, mailId: string, why: string) =>
  eventually(async () => expect(await attentionOf(order)).toBe(`mail ${mailId} is ${why}`));

const untilCalm = (order: RunningOrder) => eventually(async () => expect(await attentionOf(order)).toBeUndefined());

/** An order whose acknowledgement the mail server refused. */
async function unacknowledged(trade: Trade): Promise<RunningOrder> {
  office.post.answerTo(ordersOf(trade), never);
  const order = await enterOrder(office, await trade.draft('1'));
  await untilAttention(order, acknowledgementOf(order), 'failed');
  return order;
}

describe.concurrent('an acknowledgement that the mail server refused', () => {
  it('is sent again to the corrected address when sales say so, and nobody has to look any more', async () => {
    const trade = await openTrade(office);
    const order = await unacknowledged(trade);
    const mail = acknowledgementOf(order);
    expect([(await mailOf(mail)).status, await questionsOf(order)]).toEqual(['FAILED', ['mail-failed sales open']]);

    const corrected = 'achats@corrected.example';
    await inTransaction(office, (tx) => patchCustomer(tx, trade.customer, { orderEmail: corrected }, karim()));
    expect(await resolve(order, mail, 'send-again')).toEqual({ kind: 'resolved' });
    await untilStage(office, order, 'acknowledged');
    await untilCalm(order);
    expect([(await mailOf(mail)).status, await questionsOf(order)]).toEqual(['SENT', ['mail-failed sales done']]);
    const copies = await office.post.copiesOf(mail);
    expect(copies.map((copy) => copy.envelope.to)).toEqual([[corrected]]);
  });

  it('and refused again is a question again, which its own answer closes', async () => {
    const trade = await openTrade(office);
    const order = await unacknowledged(trade);
    const mail = acknowledgementOf(order);
    office.post.answerTo(ordersOf(trade), never);
    await resolve(order, mail, 'send-again');
    await eventually(async () =>
      expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales open']),
    );
    await untilAttention(order, mail, 'failed');
    expect(await resolve(order, mail, 'skip')).toEqual({ kind: 'resolved' });
    expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales done']);
    expect((await mailOf(mail)).status).toBe('SKIPPED');
    await untilCalm(order);
  });

  it('and handed over by hand acknowledges the order', async () => {
    const trade = await openTrade(office);
    const order = await unacknowledged(trade);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'accepted', acknowledgedAt: null });
    expect(await resolve(order, acknowledgementOf(order), 'was-sent')).toEqual({ kind: 'resolved' });
    const row = await orderRow(office, order);
    expect([row.stage, row.acknowledgedAt === null]).toEqual(['acknowledged', false]);
    expect(await office.post.copiesOf(acknowledgementOf(order))).toEqual([]);
  });
});

describe.concurrent('a mail that waits for a person', () => {
  it('is resolved while the order itself waits for sales', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '8.00' }));
    await untilStage(office, order, 'discrepancy-hold');
    office.post.answerTo(ordersOf(trade), never);
    const ask = { discrepancyId: '1-1', disposition: 'ask', reason: 'Which price?' } as const;
    await order.ask(messages.disposeDiscrepancy, ask, laura());
    const question = `question:${order.number}:1-1`;
    await untilAttention(order, question, 'failed');
    expect(await resolve(order, question, 'send-again')).toEqual({ kind: 'resolved' });
    await eventually(async () => expect(await office.post.copiesOf(question)).toHaveLength(1));
    await untilCalm(order);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'discrepancy-hold' });
  });

  it('is resolved while the order waits for its money: an invoice that nobody knows the fate of', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('1'));
    await untilStage(office, order, 'acknowledged');
    // The copy that goes out by itself is lost as well.
    office.post.answerTo(accountsOf(trade), silence, silence);
    await deliver(order);
    await untilStage(office, order, 'delivered');
    const number = await eventually(async () => {
      const [invoice] = (await orderRow(office, order)).invoices;
      expect(invoice).toBeDefined();
      return invoice?.number ?? '';
    });
    await untilAttention(order, `invoice:${number}`, 'unknown');
    expect(await questionsOf(order)).toEqual(['mail-unknown finance open']);
    expect(await resolve(order, `invoice:${number}`, 'was-sent')).toEqual({ kind: 'resolved' });
    expect(await questionsOf(order)).toEqual(['mail-unknown finance done']);
    expect((await mailOf(`invoice:${number}`)).status).toBe('SENT');
    await untilCalm(order);
    await pay(office, trade.customer, number, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });

  it('is not one that was sent, nor one of another order', async () => {
    const trade = await openTrade(office);
    const [sent, other] = [
      await enterOrder(office, await trade.draft('1')),
      await unacknowledged(await openTrade(office)),
    ];
    await untilStage(office, sent, 'acknowledged');
    expect(await resolve(sent, acknowledgementOf(sent), 'send-again')).toMatchObject({ code: 'step-resolved' });
    expect(await resolve(sent, acknowledgementOf(other), 'send-again')).toMatchObject({ code: 'step-resolved' });
    expect((await mailOf(acknowledgementOf(other))).status).toBe('FAILED');
    expect(await office.post.copiesOf(acknowledgementOf(sent))).toHaveLength(1);
  });
});
