import { WorkflowNotFoundError } from '@temporalio/client';
import { documentIds } from '../../contracts/ids.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipTimeTo } from '../../cli/virtual-time.js';
import type { OrderOutcome } from '../../contracts/process.js';
import { addDays, instantOf, nextWorkingDay } from '../../domain/calendar.js';
import { accountWorkflowId } from '../../workflows/ids.js';
import * as messages from '../../workflows/order-messages.js';
import { searchAttributes } from '../../workflows/search-attributes.js';
import { bookPayment, draftOrder, done, helene, karim, laura, listProduct, lucie } from '../support/house.js';
import {
  allocate,
  datesSinceOpening,
  deliver,
  enterOrder,
  eventually,
  lastingToday,
  openProcesses,
  orderRow,
  pay,
  stockArrives,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';
import { issueInvoice, openTrade, type Trade } from './trade.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

describe.concurrent('an order without obstacles', () => {
  it('walks from entry to its last cent: two deliveries, two invoices, two payments', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', {}, { freight: '12.50' }));
    expect(await untilStage(office, order, 'acknowledged')).toMatchObject({
      version: 1,
      waitsFor: { kind: 'delivery', backorder: false },
    });
    expect(await office.post.copiesOf(`acknowledgement:${order.number}:1`)).toHaveLength(1);

    await deliver(order, [{ lineNo: 1, quantity: '6' }]);
    await untilStage(office, order, 'in-delivery');
    await deliver(order);
    const invoices = await untilInvoices(order, 2);
    // 6 × 10.00 + 12.50 freight = 72.50, and 20 % VAT; 4 × 10.00 = 40.00, and 20 % VAT
    expect(invoices.map((invoice) => invoice.gross.toFixed(2))).toEqual(['87.00', '48.00']);
    for (const invoice of invoices) await pay(office, trade.customer, invoice.number, invoice.gross.toFixed(2));
    await expectSettled(order);
    expect(await orderRow(office, order)).toMatchObject({ stage: 'settled', waitsFor: { kind: 'none' } });
    expect(await exposureOf(trade)).toBe('0.00');
    for (const invoice of invoices) expect(await office.post.copiesOf(`invoice:${invoice.number}`)).toHaveLength(1);
    expect(await dossierOf(order)).toEqual([
      'order.received',
      'credit.approved',
      'order.accepted',
      'mail.sent',
      'order.delivered',
      'invoice.issued',
      'order.delivered',
      'invoice.issued',
      'order.settled',
    ]);
  });

  it('exactly at the limit is approved and watched; at 80 % of it, not even watched', async () => {
    const [full, roomy] = await Promise.all([
      openTrade(office, { limit: '120.00' }),
      openTrade(office, { limit: '150.00' }),
    ]);
    const atLimit = await enterOrder(office, await full.draft('10'));
    const atWatch = await enterOrder(office, await roomy.draft('10'));
    await Promise.all([untilStage(office, atLimit, 'acknowledged'), untilStage(office, atWatch, 'acknowledged')]);
    expect([await decisionsOf(atLimit), await decisionsOf(atWatch)]).toEqual([['watch'], ['approved']]);
  });
});

const third = { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 8 }, blocksDelivery: true } as const;

describe.concurrent('a deposit', () => {
  const attentionOf = async (order: RunningOrder) =>
    (await order.handle.describe()).typedSearchAttributes.get(searchAttributes.needsAttention) ?? null;

  it('is invoiced at acceptance, holds the deliveries until it is paid, and is deducted', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', {}, { deposit: third }));
    const [deposit] = await untilInvoices(order, 1);
    expect([deposit?.kind, deposit?.gross.toFixed(2)]).toEqual(['deposit', '36.00']);
    await eventually(async () =>
      expect(await office.post.copiesOf(`invoice:${deposit?.number ?? ''}`)).toHaveLength(1),
    );
    expect(await deliver(order)).toMatchObject({ kind: 'refused', code: 'deposit-unpaid' });
    await pay(office, trade.customer, deposit?.number ?? '', '36.00');
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const invoices = await untilInvoices(order, 2);
    const last = invoices.find(({ kind }) => kind === 'invoice');
    expect(last?.gross.toFixed(2)).toBe('120.00');
    await pay(office, trade.customer, last?.number ?? '', '84.00');
    await expectSettled(order);
    expect(await exposureOf(trade)).toBe('0.00');
  });

  it('that is late is told to ops; once the order is cancelled it is credited', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', {}, { deposit: third }));
    const [deposit] = await untilInvoices(order, 1);
    const late = addDays((deposit?.dueDate ?? new Date()).toISOString().slice(0, 10), 1);
    const at = (time: string) =>
      skipTimeTo(office.client, order.handle.workflowId, instantOf(late, time, office.policies.zone));
    await at('05:00');
    expect(await attentionOf(order)).toBeNull();
    await at('06:01');
    await eventually(async () => expect(await attentionOf(order)).toBe(`deposit ${deposit?.number ?? ''} is late`));
    await order.ask(messages.cancelOrder, { reason: 'no longer wanted' }, laura());
    expect(await order.handle.result()).toMatchObject({ stage: 'cancelled' });
    const notes = (await untilInvoices(order, 2)).filter(({ kind }) => kind === 'credit-note');
    expect(notes.map(({ gross, corrects }) => [gross.toFixed(2), corrects])).toEqual([['-36.00', deposit?.number]]);
    expect(await exposureOf(trade)).toBe('0.00');
  });
});

describe.concurrent('credit', () => {
  it('a cent too much holds the order; who entered it does not release it, a colleague does', async () => {
    const trade = await openTrade(office, { limit: '119.99' });
    const order = await enterOrder(office, await trade.draft('10'), { by: karim() });
    expect(await untilStage(office, order, 'credit-hold')).toMatchObject({ holdReason: 'credit-limit' });
    expect(await exposureOf(trade)).toBe('0.00');
    expect(await work(order)).toEqual(['credit-hold finance open']);
    const release = { decision: 'release', reason: 'guarantee received' } as const;
    expect(await order.ask(messages.decideCredit, release, karim())).toMatchObject({
      kind: 'refused',
      code: 'four-eyes',
    });
    expect(await order.ask(messages.decideCredit, release, helene())).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'acknowledged');
    expect(await decisionsOf(order)).toEqual(['held', 'released']);
    expect(await work(order)).toEqual(['credit-hold finance done']);
    expect(await exposureOf(trade)).toBe('120.00');
  });

  it('nor does who amended it last', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    const amendment = { reason: 'one more', baseVersion: 1, draft: await trade.draft('11') };
    expect(await order.ask(messages.amendOrder, amendment, karim())).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'credit-hold');
    const release = { decision: 'release', reason: 'known for years' } as const;
    await eventually(async () => {
      const answer = await order.ask(messages.decideCredit, release, karim());
      expect(answer).toMatchObject({ kind: 'refused', code: 'four-eyes' });
    });
    expect(await order.ask(messages.decideCredit, release, helene())).toMatchObject({ kind: 'done' });
    await untilStage(office, order, 'acknowledged');
  });

  it('refused by finance ends the order, and the customer is told', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    await order.ask(messages.decideCredit, { decision: 'refuse', reason: 'bills unpaid elsewhere' }, karim());
    expect(await order.handle.result()).toMatchObject({ stage: 'refused' });
    const [letter] = await office.post.copiesOf(`refusal:${order.number}`);
    expect(letter?.envelope.to).toEqual([`orders@${trade.customer.toLowerCase()}.example`]);
    expect(letter?.text).toContain(order.number);
    expect(letter?.text).not.toContain('bills unpaid elsewhere');
    expect(await exposureOf(trade)).toBe('0.00');
  });

  it('unanswered is asked again after 24 hours, and of the manager after 48', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    const enteredMs = (await orderRow(office, order)).receivedAt.getTime();
    const after = (hours: number) => skipTimeTo(office.client, order.handle.workflowId, enteredMs + hours * 3_600_000);
    await after(23);
    expect(await holdOf(order)).toEqual({ escalations: 0, role: 'finance' });
    await after(25);
    expect(await holdOf(order)).toEqual({ escalations: 1, role: 'finance' });
    await after(47);
    expect(await holdOf(order)).toEqual({ escalations: 1, role: 'finance' });
    await after(49);
    expect(await holdOf(order)).toEqual({ escalations: 2, role: 'manager' });
    await order.ask(messages.decideCredit, { decision: 'release', reason: 'at last' }, helene());
    await untilStage(office, order, 'acknowledged');
  });

  it('freed by a payment goes to the oldest held order that fits', async () => {
    const trade = await openTrade(office, { limit: '240.00' });
    const first = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, first, 'acknowledged');
    const second = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, second, 'acknowledged');
    const third = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, third, 'credit-hold');
    const fourth = await enterOrder(office, await trade.draft('5'));
    await untilStage(office, fourth, 'credit-hold');
    await deliver(first);
    const [invoice] = await untilInvoices(first, 1);
    await pay(office, trade.customer, invoice?.number ?? '', '120.00');
    await untilStage(office, third, 'acknowledged');
    expect((await orderRow(office, fourth)).stage).toBe('credit-hold');
    expect(await exposureOf(trade)).toBe('240.00');
    await second.ask(messages.cancelOrder, { reason: 'not wanted any more' }, laura());
    await untilStage(office, fourth, 'acknowledged');
    expect(await exposureOf(trade)).toBe('180.00');
  });

  it('of 5,000.00 takes 50 of 60 orders of 100.00 at once, and 10 more when 1,000.00 are paid', async () => {
    const trade = await openTrade(office, { limit: '5000.00' });
    const exact = await listProduct(office, `EXACT-${trade.customer}`, '60', {
      listPrice: '100.00',
      taxClass: 'exempt',
    });
    const draft = await draftOrder(office, trade.customer, [{ product: exact, quantity: '1' }]);
    const orders = await Promise.all(Array.from({ length: 60 }, () => enterOrder(office, draft)));
    const stages = () => stagesOf(orders);
    await eventually(async () => expect(await stages()).toEqual({ acknowledged: 50, 'credit-hold': 10 }), 120_000);
    expect(await exposureOf(trade)).toBe('5000.00');
    const rows = await Promise.all(orders.map((order) => orderRow(office, order)));
    const accepted = orders.filter((order) =>
      rows.some((row) => row.number === order.number && row.stage === 'acknowledged'),
    );
    await Promise.all(
      accepted.slice(0, 10).map(async (order) => {
        await deliver(order);
        const [invoice] = await untilInvoices(order, 1);
        await pay(office, trade.customer, invoice?.number ?? '', '100.00');
      }),
    );
    await eventually(async () => expect(await stages()).toEqual({ acknowledged: 50, settled: 10 }), 120_000);
    expect(await exposureOf(trade)).toBe('5000.00');
  }, 300_000);
});

/* By itself: invoices of other days would take part in the one series. */
describe('a delay in payment', () => {
  it('of more than 15 days holds the next order; 15 days, or 48.00, do not', async () => {
    const [late, onTime, small] = await Promise.all([openTrade(office), openTrade(office), openTrade(office)]);
    const today = await lastingToday(office);
    // 30 days net: due 16 and 15 days ago
    await issueInvoice(office, await late.draft('10'), addDays(today, -46));
    await issueInvoice(office, await onTime.draft('10'), addDays(today, -45));
    // 4 boxes are 48.00; up to 50.00 are let pass
    await issueInvoice(office, await small.draft('4'), addDays(today, -46));
    const orders = [];
    for (const trade of [late, onTime, small]) orders.push(await enterOrder(office, await trade.draft('1')));
    const [held, second, third] = orders;
    if (!held || !second || !third) throw new Error('three orders');
    expect(await untilStage(office, held, 'credit-hold')).toMatchObject({ holdReason: 'overdue' });
    await Promise.all([untilStage(office, second, 'acknowledged'), untilStage(office, third, 'acknowledged')]);
  });
});

describe.concurrent('a difference from the price list', () => {
  it('of 2 % is noted and goes on; of a cent more waits for sales, who accept', async () => {
    const trade = await openTrade(office);
    const tolerated = await enterOrder(office, await trade.draft('10', { unitPrice: '10.20' }));
    await untilStage(office, tolerated, 'acknowledged');
    expect(await discrepanciesOf(tolerated)).toEqual([['1-1', 'price', '10.00', '10.20', 'tolerated']]);
    const beyond = await enterOrder(office, await trade.draft('10', { unitPrice: '10.21' }));
    expect(await untilStage(office, beyond, 'discrepancy-hold')).toMatchObject({ holdReason: 'discrepancy' });
    expect(await work(beyond)).toEqual(['discrepancy sales open']);
    const accept = { discrepancyId: '1-1', disposition: 'accept', reason: 'agreed by telephone' } as const;
    expect(await beyond.ask(messages.disposeDiscrepancy, { ...accept, discrepancyId: '1-9' }, helene())).toMatchObject({
      code: 'discrepancy-unknown',
    });
    expect(await beyond.ask(messages.disposeDiscrepancy, accept, helene())).toMatchObject({ kind: 'done' });
    await untilStage(office, beyond, 'acknowledged');
    expect(await discrepanciesOf(beyond)).toEqual([['1-1', 'price', '10.00', '10.21', 'accept']]);
    expect(await work(beyond)).toEqual(['discrepancy sales done']);
  });

  it('is also a discount that nobody quoted: half a point goes on, more waits for sales', async () => {
    const trade = await openTrade(office);
    const tolerated = await enterOrder(office, await trade.draft('10', { discountPercent: '0.5' }));
    const beyond = await enterOrder(office, await trade.draft('10', { discountPercent: '15' }));
    await untilStage(office, tolerated, 'acknowledged');
    expect(await discrepanciesOf(tolerated)).toEqual([['1-1', 'discount', '0.00', '0.50', 'tolerated']]);
    await untilStage(office, beyond, 'discrepancy-hold');
    expect(await discrepanciesOf(beyond)).toEqual([['1-1', 'discount', '0.00', '15.00', 'open']]);
  });

  it('each is decided by itself; the order goes on when the last is accepted', async () => {
    const trade = await openTrade(office);
    const terms = { kind: 'net', days: 60 } as const;
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '9.00' }, { paymentTerms: terms }));
    await untilStage(office, order, 'discrepancy-hold');
    const accept = (discrepancyId: string) =>
      order.ask(
        messages.disposeDiscrepancy,
        { discrepancyId, disposition: 'accept', reason: 'big customer' },
        helene(),
      );
    expect(await accept('1-1')).toMatchObject({ kind: 'done', stage: 'discrepancy-hold' });
    expect(await accept('1-1')).toMatchObject({ kind: 'refused', code: 'discrepancy-decided' });
    expect(await accept('1-2')).toMatchObject({ kind: 'done', stage: 'received' });
    await untilStage(office, order, 'acknowledged');
  });

  it('several are decided in one call with one reason, on all or none, each on record', async () => {
    const trade = await openTrade(office);
    const terms = { kind: 'net', days: 60 } as const;
    const changes = { unitPrice: '9.00', discountPercent: '15' };
    const order = await enterOrder(office, await trade.draft('10', changes, { paymentTerms: terms }));
    await untilStage(office, order, 'discrepancy-hold');
    const decide = (ids: readonly string[], disposition: 'ask' | 'accept', who = helene()) => {
      const [discrepancyId = '', ...others] = ids;
      return order.ask(messages.disposeDiscrepancy, { discrepancyId, others, disposition, reason: 'as agreed' }, who);
    };
    expect(await decide(['1-1', '1-9'], 'accept')).toMatchObject({ code: 'discrepancy-unknown' });
    expect(await decide(['1-2', '1-1'], 'accept', laura())).toMatchObject({ code: 'four-eyes' });
    expect((await discrepanciesOf(order)).map((one) => one[4])).toEqual(['open', 'open', 'open']);
    expect(await decide(['1-2', '1-1', '1-3'], 'ask')).toMatchObject({ stage: 'discrepancy-hold' });
    const [mail] = await eventually(async () => {
      const copies = await office.post.copiesOf(`question:${order.number}:1-2`);
      expect(copies).toHaveLength(1);
      return copies;
    });
    for (const asked of ['9,00', '15', '60 jours']) expect(mail?.text).toContain(asked);
    expect(await decide(['1-1', '1-3'], 'accept')).toMatchObject({ stage: 'discrepancy-hold' });
    expect(await decide(['1-2', '1-3'], 'accept')).toMatchObject({ code: 'discrepancy-decided' });
    expect(await decide(['1-2'], 'accept')).toMatchObject({ kind: 'done', stage: 'received' });
    await untilStage(office, order, 'acknowledged');
    const rows = await office.prisma.auditEntry.findMany({
      where: { orderNumber: order.number, entity: 'discrepancy' },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ action, entityId }) => [action, entityId.split(':').at(-1)])).toEqual([
      ['discrepancy.ask', '1-2'],
      ['discrepancy.ask', '1-1'],
      ['discrepancy.ask', '1-3'],
      ['discrepancy.accept', '1-1'],
      ['discrepancy.accept', '1-3'],
      ['discrepancy.accept', '1-2'],
    ]);
    expect(new Set(rows.map(({ after }) => (after as { reason: string }).reason))).toEqual(new Set(['as agreed']));
  });

  it('may be asked of the customer by mail, and is settled by an amendment', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '8.00' }));
    await untilStage(office, order, 'discrepancy-hold');
    const ask = { discrepancyId: '1-1', disposition: 'ask', reason: 'Which price did we agree on?' } as const;
    await order.ask(messages.disposeDiscrepancy, ask, laura());
    expect(await orderRow(office, order)).toMatchObject({ stage: 'discrepancy-hold', holdReason: 'customer-asked' });
    const [question] = await eventually(async () => {
      const copies = await office.post.copiesOf(`question:${order.number}:1-1`);
      expect(copies).toHaveLength(1);
      return copies;
    });
    expect(question?.text).toContain('Which price did we agree on?');
    await order.ask(messages.disposeDiscrepancy, { ...ask, reason: 'Did you get our question?' }, laura());
    await eventually(async () => {
      const [again] = await office.post.copiesOf(`question:${order.number}:1-1:2`);
      expect(again?.text).toContain('Did you get our question?');
    });
    await order.ask(
      messages.amendOrder,
      { reason: 'list price', baseVersion: 1, draft: await trade.draft('10') },
      laura(),
    );
    expect(await untilStage(office, order, 'acknowledged')).toMatchObject({ version: 2 });
    expect(await work(order)).toEqual(['discrepancy sales done']);
  });

  it('rejected ends the order, and the customer is told', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10', { unitPrice: '1.00' }));
    await untilStage(office, order, 'discrepancy-hold');
    expect(await exposureOf(trade)).toBe('12.00');
    const reject = { discrepancyId: '1-1', disposition: 'reject', reason: 'a tenth of the price' } as const;
    await order.ask(messages.disposeDiscrepancy, reject, laura());
    expect(await order.handle.result()).toMatchObject({ stage: 'rejected' });
    expect(await office.post.copiesOf(`refusal:${order.number}`)).toHaveLength(1);
    expect(await exposureOf(trade)).toBe('0.00');
  });
});

describe.concurrent('an amendment', () => {
  it('before delivery gives stock to who waits for it, and is acknowledged with the differences', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const waiting = await enterOrder(office, await trade.draft('8'));
    await untilStage(office, waiting, 'acknowledged');
    expect(await allocatedOf(waiting)).toBe('0');
    await order.ask(messages.amendOrder, { reason: 'fewer', baseVersion: 1, draft: await trade.draft('4') }, laura());
    expect(await untilStage(office, order, 'acknowledged')).toMatchObject({ version: 2 });
    // 10 in stock: 8 for the older order that waited, 2 of the 4 for the amended one
    expect([await allocatedOf(waiting), await allocatedOf(order)]).toEqual(['8', '2']);
    const [copy] = await office.post.copiesOf(`acknowledgement:${order.number}:2`);
    expect(copy?.attachments.map((attachment) => attachment.name)).toEqual([`${order.number}-v2.pdf`]);
    expect(await changesOf(order, 2)).not.toEqual([]);
    expect(await changesOf(order, 1)).toEqual([]);
    expect(await exposureOf(trade)).toBe('144.00'); // (4 + 8) × 12.00
  });

  it('that overtakes its acknowledgement leaves one answer, of what is agreed', async () => {
    const trade = await openTrade(office);
    const address = `orders@${trade.customer.toLowerCase()}.example`;
    office.post.answerTo(address, {
      stage: 'rcpt',
      action: { kind: 'refuse', code: 451, message: 'later' },
      forever: true,
    });
    const order = await enterOrder(office, await trade.draft('10'));
    await eventually(() => expect(office.post.given(address)).toBeGreaterThan(0));
    await order.ask(messages.amendOrder, { reason: 'fewer', baseVersion: 1, draft: await trade.draft('4') }, laura());
    office.post.answerTo(address);
    await untilStage(office, order, 'acknowledged');
    await eventually(async () => expect(await mailsUnderWay(order)).toBe(0));
    const copies = (await office.post.copies()).filter((copy) => copy.envelope.to.includes(address));
    expect(copies.map((copy) => copy.messageId)).toEqual([`<acknowledgement.${order.number}.2@encours.test>`]);
  });

  it('after a delivery is refused', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order, [{ lineNo: 1, quantity: '1' }]);
    const answer = await order.ask(
      messages.amendOrder,
      { reason: 'late', baseVersion: 1, draft: await trade.draft('5') },
      laura(),
    );
    expect(answer).toMatchObject({ kind: 'refused', code: 'order-delivered' });
    expect(await orderRow(office, order)).toMatchObject({ version: 1, stage: 'in-delivery' });
  });
});

describe.concurrent('a cancellation', () => {
  it('of the whole order gives back credit and stock', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    expect([await exposureOf(trade), await stockOf(trade)]).toEqual(['120.00', '10 of 10']);
    expect(await order.ask(messages.cancelOrder, { reason: 'plant closed' }, laura())).toMatchObject({
      stage: 'cancelled',
    });
    expect(await order.handle.result()).toMatchObject({ stage: 'cancelled' });
    expect([await exposureOf(trade), await stockOf(trade)]).toEqual(['0.00', '0 of 10']);
  });

  it('of a held order ends it; of a part comes too early', async () => {
    const trade = await openTrade(office, { limit: '0.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    const part = { reason: 'less', lines: [{ lineNo: 1, quantity: '1' }] };
    expect(await order.ask(messages.cancelOrder, part, laura())).toMatchObject({ code: 'order-not-ready' });
    expect(await deliver(order)).toMatchObject({ kind: 'refused', code: 'order-not-ready' });
    await order.ask(messages.cancelOrder, { reason: 'too slow' }, laura());
    expect(await order.handle.result()).toMatchObject({ stage: 'cancelled' });
    expect(await work(order)).toEqual(['credit-hold finance done']);
  });

  it('of the remainder leaves what is delivered to be paid', async () => {
    const trade = await openTrade(office, { stock: '6' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order);
    const [invoice] = await untilInvoices(order, 1);
    expect(await exposureOf(trade)).toBe('120.00');
    const tooMuch = { reason: 'all', lines: [{ lineNo: 1, quantity: '5' }] };
    expect(await order.ask(messages.cancelOrder, tooMuch, laura())).toMatchObject({ code: 'over-cancellation' });
    await order.ask(messages.cancelOrder, { reason: 'end of season' }, laura());
    await untilStage(office, order, 'delivered');
    expect(await exposureOf(trade)).toBe('72.00'); // 6 × 12.00 invoiced
    await pay(office, trade.customer, invoice?.number ?? '', '72.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
    expect(await exposureOf(trade)).toBe('0.00');
  });

  it('asked in Temporal instead of here is shown to ops and strands nothing', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await order.handle.cancel();
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const [invoice] = await untilInvoices(order, 1);
    await office.client.workflow.getHandle(accountWorkflowId(trade.customer)).cancel();
    await pay(office, trade.customer, invoice?.number ?? '', '120.00');
    expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
  });
});

describe.concurrent('a delivery', () => {
  it('of more than is left, or than stock is kept for, is refused and changes nothing', async () => {
    const trade = await openTrade(office, { stock: '6' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    expect(await deliver(order, [{ lineNo: 1, quantity: '11' }])).toMatchObject({ code: 'over-delivery' });
    expect(await deliver(order, [{ lineNo: 1, quantity: '7' }])).toMatchObject({ code: 'not-allocated' });
    expect(await deliver(order, [{ lineNo: 2, quantity: '1' }])).toMatchObject({ code: 'line-unknown' });
    const row = await orderRow(office, order);
    expect([row.deliveries, row.lines[0]?.delivered.toFixed(0)]).toEqual([[], '0']);
  });

  it('leaves a backorder, which a stock receipt serves', async () => {
    const trade = await openTrade(office, { stock: '6' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order);
    expect(await deliver(order)).toMatchObject({ code: 'not-allocated' });
    await stockArrives(office, trade.product, '3');
    await eventually(async () => expect(await allocatedOf(order)).toBe('3'));
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    await stockArrives(office, trade.product, '5');
    expect(await deliver(order)).toMatchObject({ kind: 'delivered' });
    const row = await untilStage(office, order, 'delivered');
    expect(row.deliveries).toHaveLength(3);
    expect(await stockOf(trade)).toBe('0 of 4');
    await untilInvoices(order, 3);
  });

  it('that cannot come on its day gets a new one the morning after; the first promise is kept on record', async () => {
    const trade = await openTrade(office, { stock: '0' });
    const today = await lastingToday(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    // Replenishment takes 14 days.
    const first = nextWorkingDay(addDays(today, 14), 'FR');
    expect(await datesOf(order)).toEqual({ first, last: first, next: first });
    const morning = (date: string, time: string) =>
      skipTimeTo(office.client, order.handle.workflowId, instantOf(date, time, office.policies.zone));
    await morning(first, '23:00');
    expect(await datesOf(order)).toEqual({ first, last: first, next: first });
    await morning(addDays(first, 1), '06:01');
    const second = nextWorkingDay(addDays(addDays(first, 1), 14), 'FR');
    expect(await datesOf(order)).toEqual({ first, last: second, next: second });
  });

  it('keeps its proof of receipt with the reserves, once', async () => {
    const trade = await openTrade(office);
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const delivered = done(await deliver(order));
    const proof = {
      deliveryNumber: delivered.number,
      receivedBy: 'Mme Lebihan',
      receivedAt: '2026-03-05T10:15:00Z',
      reserves: '1 carton écrasé',
    };
    expect(await order.ask(messages.proveDelivery, proof, lucie())).toEqual({
      kind: 'proved',
      number: delivered.number,
      complaint: { number: expect.stringMatching(/^RCL-\d{4}-\d{6}$/) as unknown, customerNumber: trade.customer },
    });
    const row = await office.prisma.delivery.findUniqueOrThrow({ where: { number: delivered.number } });
    expect(row).toMatchObject({ status: 'proved', receivedBy: 'Mme Lebihan', reserves: '1 carton écrasé' });
    expect(row.receivedAt?.toISOString()).toBe('2026-03-05T10:15:00.000Z');
    expect(await order.ask(messages.proveDelivery, proof, lucie())).toMatchObject({ code: 'delivery-proved' });
    expect(
      await order.ask(messages.proveDelivery, { ...proof, deliveryNumber: 'BL-2026-999999' }, lucie()),
    ).toMatchObject({
      kind: 'refused',
    });
  });
});

describe.concurrent('the end', () => {
  it('is the end: nobody changes a settled order', async () => {
    const trade = await openTrade(office);
    const order = await settledOrder(trade);
    await expect(deliver(order)).rejects.toThrow(WorkflowNotFoundError);
    await expect(order.ask(messages.cancelOrder, { reason: 'too late' }, laura())).rejects.toThrow(
      WorkflowNotFoundError,
    );
  });

  it('leaves a payment that comes after it with the customer', async () => {
    const trade = await openTrade(office);
    const order = await settledOrder(trade);
    const [invoice] = (await orderRow(office, order)).invoices;
    const payment = await bookPayment(office, trade.customer, '12.00');
    expect(await allocate(office, trade.customer, invoice?.number ?? '', payment, '12.00')).toEqual({
      amount: '0.00',
      open: '0.00',
    });
    expect(await unallocatedOf(trade)).toBe('12.00');
    expect(await exposureOf(trade)).toBe('-12.00');
  });

  it('loses no cent of two payments that race for the last invoice, ten times', async () => {
    const race = async () => {
      const trade = await openTrade(office);
      const order = await enterOrder(office, await trade.draft('1'));
      await untilStage(office, order, 'acknowledged');
      await deliver(order);
      const [invoice] = await untilInvoices(order, 1);
      const payments = await Promise.all([1, 2].map(() => bookPayment(office, trade.customer, '12.00')));
      const answers = await Promise.all(
        payments.map((payment) => allocate(office, trade.customer, invoice?.number ?? '', payment, '12.00')),
      );
      expect(answers.map(({ amount }) => amount).toSorted()).toEqual(['0.00', '12.00']);
      expect(await order.handle.result()).toMatchObject({ stage: 'settled' });
      expect([await unallocatedOf(trade), await exposureOf(trade)]).toEqual(['12.00', '-12.00']);
    };
    await Promise.all(Array.from({ length: 10 }, race));
  });
});

async function settledOrder(trade: Trade): Promise<RunningOrder> {
  const order = await enterOrder(office, await trade.draft('1'));
  await untilStage(office, order, 'acknowledged');
  await deliver(order);
  const [invoice] = await untilInvoices(order, 1);
  await pay(office, trade.customer, invoice?.number ?? '', '12.00');
  await expectSettled(order);
  return order;
}

async function expectSettled(order: RunningOrder): Promise<void> {
  const outcome = (await order.handle.result()) as OrderOutcome;
  expect(outcome.stage).toBe('settled');
  expect(datesSinceOpening(office)).toContain(outcome.on);
}

const untilInvoices = (order: RunningOrder, count: number) =>
  eventually(async () => {
    const { invoices } = await orderRow(office, order);
    expect(invoices).toHaveLength(count);
    return invoices;
  });

const exposureOf = async (trade: Trade) => {
  const { exposure } = await office.prisma.customer.findUniqueOrThrow({ where: { number: trade.customer } });
  return exposure.toFixed(2);
};

async function unallocatedOf(trade: Trade): Promise<string> {
  const { _sum } = await office.prisma.payment.aggregate({
    where: { customerNumber: trade.customer },
    _sum: { unallocated: true },
  });
  return _sum.unallocated?.toFixed(2) ?? '0.00';
}

async function stockOf(trade: Trade): Promise<string> {
  const stock = await office.prisma.stock.findUniqueOrThrow({ where: { productNumber: trade.product } });
  return `${stock.allocated.toFixed(0)} of ${stock.onHand.toFixed(0)}`;
}

const allocatedOf = async (order: RunningOrder) => (await orderRow(office, order)).lines[0]?.allocated.toFixed(0);

async function datesOf(order: RunningOrder) {
  const row = await orderRow(office, order);
  const date = (value: Date | null | undefined) => value?.toISOString().slice(0, 10);
  return {
    first: date(row.lines[0]?.firstConfirmedDate),
    last: date(row.lines[0]?.lastConfirmedDate),
    next: date(row.nextDate),
  };
}

async function decisionsOf(order: RunningOrder): Promise<string[]> {
  const rows = await office.prisma.creditDecision.findMany({
    where: { orderNumber: order.number },
    orderBy: { sequence: 'asc' },
  });
  return rows.map((row) => row.kind);
}

async function discrepanciesOf(order: RunningOrder): Promise<unknown[][]> {
  const rows = await office.prisma.discrepancy.findMany({
    where: { orderNumber: order.number },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => [row.id, row.type, row.expected, row.actual, row.disposition]);
}

async function work(order: RunningOrder): Promise<string[]> {
  const rows = await office.prisma.workItem.findMany({
    where: { orderNumber: order.number },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => `${row.kind} ${row.role} ${row.status}`);
}

const holdOf = (order: RunningOrder) =>
  office.prisma.workItem.findFirstOrThrow({
    where: { orderNumber: order.number, kind: 'credit-hold' },
    select: { escalations: true, role: true },
  });

async function stagesOf(orders: readonly RunningOrder[]): Promise<Record<string, number>> {
  const rows = await office.prisma.salesOrder.groupBy({
    by: ['stage'],
    where: { number: { in: orders.map((order) => order.number) } },
    _count: true,
  });
  return Object.fromEntries(rows.map((row) => [row.stage, row._count]));
}

const mailsUnderWay = (order: RunningOrder) =>
  office.prisma.outgoing.count({ where: { orderNumber: order.number, status: { in: ['QUEUED', 'SENDING'] } } });

async function changesOf(order: RunningOrder, version: number): Promise<unknown> {
  const { snapshot } = await office.prisma.document.findUniqueOrThrow({
    where: { id: documentIds.acknowledgement(order.number, version) },
  });
  return (snapshot as { changes: unknown }).changes;
}

/** What the dossier says of the order and its invoices, mails of invoices left out: they run beside the rest. */
async function dossierOf(order: RunningOrder): Promise<string[]> {
  const rows = await office.prisma.auditEntry.findMany({
    where: { orderNumber: order.number },
    orderBy: { id: 'asc' },
  });
  return rows
    .filter((row) => row.action !== 'payment.allocated' && !row.entityId.startsWith('invoice:'))
    .map((row) => row.action);
}
