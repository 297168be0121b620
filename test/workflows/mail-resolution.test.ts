import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOrderContacts } from '../../prisma/commands/order-contacts.js';
import * as messages from '../../workflows/order-messages.js';
import { localTimeOf } from '../../domain/calendar.js';
import { mailWorkflowId } from '../../workflows/ids.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { inTransaction, karim, laura, listProduct, openAccount } from '../support/house.js';
import {
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
import { openDiary } from './diary.js';
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

const mailOf = (id: string) => office.prisma.outgoing.findUniqueOrThrow({ where: { id } });

async function questionsOf(order: RunningOrder): Promise<string[]> {
  const rows = await office.prisma.workItem.findMany({
    where: { orderNumber: order.number, kind: { in: ['mail-failed', 'mail-unknown'] } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => `${row.kind} ${row.role} ${row.status}`);
}

const resolve = (mailId: string, resolution: 'was-sent' | 'send-again' | 'skip') =>
  resolveMailOf(office, mailId, resolution, laura());

const errandOf = (mailId: string) => office.client.workflow.getHandle(mailWorkflowId(mailId));

const errandAttention = async (mailId: string): Promise<string | undefined> =>
  (await errandOf(mailId).describe()).typedSearchAttributes.get(searchAttributes.needsAttention);

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

const correctAddress = (order: RunningOrder, email: string) => {
  const contacts = [{ role: 'orders' as const, name: 'Achats', language: 'fr' as const, email, phone: '' }];
  const input = { reason: 'the mail came back', contacts };
  return inTransaction(office, (tx) => changeOrderContacts(tx, order.number, input, karim()));
};

describe.concurrent('an acknowledgement that the mail server refused', () => {
  it('is sent again to the corrected address when sales say so, and nobody has to look any more', async () => {
    const trade = await openTrade(office);
    const order = await unacknowledged(trade);
    const mail = acknowledgementOf(order);
    expect([(await mailOf(mail)).status, await questionsOf(order)]).toEqual(['FAILED', ['mail-failed sales open']]);

    const corrected = 'achats@corrected.example';
    await correctAddress(order, corrected);
    expect(await resolve(mail, 'send-again')).toEqual({ kind: 'resolved' });
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
    await resolve(mail, 'send-again');
    await eventually(async () =>
      expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales open']),
    );
    await untilAttention(order, mail, 'failed');
    expect(await resolve(mail, 'skip')).toEqual({ kind: 'resolved' });
    expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales done']);
    expect((await mailOf(mail)).status).toBe('SKIPPED');
    await untilCalm(order);
  });

  it('and handed over by hand acknowledges the order', async () => {
    const trade = await openTrade(office);
    const order = await unacknowledged(trade);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'accepted', acknowledgedAt: null });
    expect(await resolve(acknowledgementOf(order), 'was-sent')).toEqual({ kind: 'resolved' });
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
    expect(await resolve(question, 'send-again')).toEqual({ kind: 'resolved' });
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
    expect(await resolve(`invoice:${number}`, 'was-sent')).toEqual({ kind: 'resolved' });
    expect(await questionsOf(order)).toEqual(['mail-unknown finance done']);
    expect((await mailOf(`invoice:${number}`)).status).toBe('SENT');
    await untilCalm(order);
    await pay(office, trade.customer, number, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });

  it('is not one that was sent, nor one of another customer', async () => {
    const trade = await openTrade(office);
    const [sent, other] = [
      await enterOrder(office, await trade.draft('1')),
      await unacknowledged(await openTrade(office)),
    ];
    await untilStage(office, sent, 'acknowledged');
    expect(await resolve(acknowledgementOf(sent), 'send-again')).toMatchObject({ code: 'step-resolved' });
    expect(await errandOf(acknowledgementOf(sent)).result()).toEqual({ kind: 'sent' });
    expect(await office.post.copiesOf(acknowledgementOf(sent))).toHaveLength(1);
    const ask = { customerNumber: trade.customer, mailId: acknowledgementOf(other), resolution: 'skip' } as const;
    expect(await office.activities.recordMailResolution({ ...ask, reason: 'x', actor: laura() })).toMatchObject({
      code: 'step-resolved',
    });
    expect((await mailOf(acknowledgementOf(other))).status).toBe('FAILED');
  });

  it('is resolved by one of two who answer at once', async () => {
    const order = await unacknowledged(await openTrade(office));
    const mail = acknowledgementOf(order);
    const answers = await Promise.all([resolve(mail, 'skip'), resolve(mail, 'skip')]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'resolved']);
    expect(await office.prisma.auditEntry.count({ where: { entityId: mail, action: 'mail.skip' } })).toBe(1);
    expect(await errandOf(mail).result()).toEqual({ kind: 'skipped' });
  });
});

/** Nobody forgets it: the order ends without its mail, the mail waits in an errand of its own. */
describe.concurrent('a mail whose order has closed', () => {
  async function settledWithout(trade: Trade): Promise<RunningOrder> {
    const order = await unacknowledged(trade);
    await deliver(order);
    const number = await eventually(async () => (await orderRow(office, order)).invoices[0]?.number ?? expect.fail());
    await pay(office, trade.customer, number, '12.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
    return order;
  }

  it('waits where ops see it, not with the order, until it is sent again to the corrected address', async () => {
    const trade = await openTrade(office);
    const order = await settledWithout(trade);
    const mail = acknowledgementOf(order);
    expect(await attentionOf(order)).toBeUndefined();
    await eventually(async () => expect(await errandAttention(mail)).toBe(`mail ${mail} is failed`));
    expect(await questionsOf(order)).toEqual(['mail-failed sales open']);

    const corrected = 'achats@corrected.example';
    await correctAddress(order, corrected);
    expect(await resolve(mail, 'send-again')).toEqual({ kind: 'resolved' });
    expect(await errandOf(mail).result()).toEqual({ kind: 'sent' });
    const [copy, ...more] = await office.post.copiesOf(mail);
    expect([copy?.envelope.to, more]).toEqual([[corrected], []]);
    const row = await orderRow(office, order);
    expect([row.stage, row.acknowledgedAt === null]).toEqual(['settled', false]);
    expect(await questionsOf(order)).toEqual(['mail-failed sales done']);
    expect(await errandAttention(mail)).toBeUndefined();
  });

  it('and refused again waits again, for another answer', async () => {
    const trade = await openTrade(office);
    const order = await settledWithout(trade);
    const mail = acknowledgementOf(order);
    office.post.answerTo(ordersOf(trade), never);
    await resolve(mail, 'send-again');
    await eventually(async () =>
      expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales open']),
    );
    expect(await resolve(mail, 'was-sent')).toEqual({ kind: 'resolved' });
    expect(await errandOf(mail).result()).toEqual({ kind: 'sent' });
    expect(await questionsOf(order)).toEqual(['mail-failed sales done', 'mail-failed sales done']);
  });

  it('is resolved also when its errand, or its order, was terminated', async () => {
    const order = await unacknowledged(await openTrade(office));
    const mail = acknowledgementOf(order);
    await order.handle.terminate('the test ends it');
    await errandOf(mail).terminate('the test ends it');
    expect(await resolve(mail, 'send-again')).toEqual({ kind: 'resolved' });
    expect(await errandOf(mail).result()).toEqual({ kind: 'sent' });
    expect(await office.post.copiesOf(mail)).toHaveLength(1);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'acknowledged' });
  });
});

/* By itself: the reports of all letters go to this one address. */
describe('a report to our own finance that was refused', () => {
  it('is sent again when finance says so, though the account has come to rest', async () => {
    const customer = await openAccount(office, 'REPORTED');
    await listProduct(office, 'BOX', '1000');
    const { body } = await office.prisma.company.findUniqueOrThrow({ where: { id: 1 } });
    const { financeEmail } = body as { financeEmail: string };
    office.post.answerTo(financeEmail, never);
    const [first] = office.policies.dunning.levels.filter(({ level }) => level === 'level-1');
    if (first === undefined) throw new Error('the procedure has no level 1');
    // Payable at once, dunned at once, at any hour: the window never closes within the hour.
    const zone = localTimeOf(Date.now(), 'Europe/Paris') < '23' ? 'Europe/Paris' : 'UTC';
    const sendingWindow = { zone, from: '00:00', to: '23:59', workingDaysOnly: false, calendar: 'none' } as const;
    const levels = [{ ...first, offsetDays: 0, minIntervalDays: 0 }];
    const terms = { kind: 'net', days: 0 } as const;
    const procedure = { ...office.policies.dunning, levels, sendingWindow };
    await office.prisma.policy.update({ where: { kind: 'dunning' }, data: { body: procedure } });
    const diary = await openDiary(office, { customer, issued: office.today, terms });
    const report = await eventually(async () => (await diary.report('level-1')) || expect.fail());
    await eventually(async () => expect(await errandAttention(report)).toBe(`mail ${report} is failed`));
    await diary.pay('1200.00');
    expect(await diary.settled()).toMatchObject({ levelReached: 'level-1' });
    await diary.rests();
    const [question] = await office.prisma.workItem.findMany({ where: { id: `mail-failed:${report}` } });
    expect([question?.role, question?.status]).toEqual(['finance', 'open']);
    expect(await resolveMailOf(office, report, 'send-again', karim())).toEqual({
      kind: 'resolved',
    });
    expect(await errandOf(report).result()).toEqual({ kind: 'sent' });
    expect(await office.post.copiesOf(report)).toHaveLength(1);
    expect(await office.prisma.workItem.findUnique({ where: { id: `mail-failed:${report}` } })).toMatchObject({
      status: 'done',
    });
  });
});
