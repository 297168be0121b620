import { documentIds } from '../../contracts/ids.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activities } from '../../activities/index.js';
import type { CorrectionInput } from '../../contracts/correction.js';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays } from '../../domain/calendar.js';
import { openComplaint } from '../../prisma/commands/complaints.js';
import { uploadMoveIn } from '../../prisma/commands/move-ins.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { recordPayment } from '../../prisma/commands/payments.js';
import {
  bookPayment,
  bookReturn,
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  lucie,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import {
  accept,
  allocationInput,
  clearInput,
  deliverAll,
  deliveryInput,
  dun,
  dunningInput,
  enter,
  invoiceAll,
  invoiceInput,
  noonOf,
  paperOf,
  raiseClaim,
  recordOrderInput,
  sendEveryDay,
  setCreditApproval,
  type EnteredPaper,
} from '../support/paperwork.js';
import { bring } from '../support/platform.js';

let house: House;
let accounts = 0;
let nights = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
  // The first delivery, invoice and credit note of a year open their series; the cases count the rows of later ones.
  const { recordCreditNote } = cases;
  await (
    await recordCreditNote()
  )();
});
afterAll(() => house.close());

/** Brings a fresh order to where the activity is called, and gives the call: the same input each time. */
type Case = () => Promise<() => Promise<unknown>>;

const draft = async ({ limit = '100000.00', unitPrice = '10.00' } = {}): Promise<OrderDraft> => {
  const customer = await openAccount(house, `TWICE-${(accounts += 1)}`, { creditLimit: limit });
  return draftOrder(house, customer, [{ product: 'BOX', quantity: '10', unitPrice }]);
};

/** A delivery that a run is to bill, and the run. */
async function billable(): Promise<{ readonly customer: string; readonly run: string }> {
  const billing = { kind: 'period', every: 'monthly' } as const;
  const customer = await openAccount(house, `TWICE-${(accounts += 1)}`, { billing });
  await deliverAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
  const actor = { ...karim(), requestId: randomUUID() };
  const run = `billing:${actor.requestId}`;
  const request = { actor, upTo: house.today, customer };
  await house.activities.beginBilling({ run, now: noonOf(house, house.today), request });
  return { customer, run };
}

const deposit = {
  kind: 'percent',
  percent: '30.00',
  terms: { kind: 'net', days: 8 },
  blocksDelivery: true,
} as const;

const cases: Record<keyof Activities, Case> = {
  recordOrder: async () => {
    const input = recordOrderInput(house, paperOf(house, await draft()));
    return () => house.activities.recordOrder(input);
  },
  readOrder: async () => {
    const { number } = await accept(house, await draft());
    return () => house.activities.readOrder(number);
  },
  clearOrder: async () => {
    const input = clearInput(house, await released());
    return () => house.activities.clearOrder(input);
  },
  recordCreditDecision: async () => {
    const { number } = await enter(house, await draft({ limit: '1.00' }));
    const input = releaseInput(number);
    return () => house.activities.recordCreditDecision(input);
  },
  recordDeliveryRelease: async () => {
    const paper = await accept(house, await draft());
    const stop = { creditStop: true, creditStopReason: 'a cheque came back' };
    await inTransaction(house, (tx) => patchCustomer(tx, paper.draft.customer, stop, karim()));
    const input = { orderNumber: paper.number, actor: karim(), reason: 'a guarantee came', today: house.today };
    return () => house.activities.recordDeliveryRelease(input);
  },
  escalateHold: async () => {
    const paper = await enter(house, await draft({ limit: '1.00' }));
    const input = {
      orderNumber: paper.number,
      kind: 'credit-hold',
      version: 1,
      escalation: 1,
      today: house.today,
    } as const;
    return () => house.activities.escalateHold(input);
  },
  recordDisposition: async () => {
    const dear = await draft({ unitPrice: '11.00' });
    const lines = dear.lines.map((line) => ({ ...line, discountPercent: '20.00' }));
    const { number } = await enter(house, { ...dear, lines });
    const input = {
      orderNumber: number,
      discrepancyId: '1-1',
      others: ['1-2'],
      disposition: 'ask',
      reason: 'Which price?',
      actor: laura(),
      today: house.today,
    } as const;
    return () => house.activities.recordDisposition(input);
  },
  promiseAgain: async () => {
    const { number } = await accept(house, await draft());
    // Three weeks later the goods are still here, and the day that was promised is past.
    const today = addDays(house.today, 21);
    const input = { orderNumber: number, today, policy: house.policies.fulfilment, calendar: 'FR' } as const;
    return () => house.activities.promiseAgain(input);
  },
  recordAmendment: async () => {
    const paper = await accept(house, await draft());
    const [line] = paper.draft.lines;
    if (line === undefined) throw new Error('no line');
    const input = {
      orderNumber: paper.number,
      actor: laura(),
      reason: 'fewer',
      baseVersion: 1,
      draft: { ...paper.draft, lines: [{ ...line, quantity: '4' }] },
      tolerance: house.policies.tolerance,
      today: house.today,
    };
    return () => house.activities.recordAmendment(input);
  },
  recordCancellation: async () => {
    const { number } = await accept(house, await draft());
    const lines = [{ lineNo: 1, quantity: '4' }];
    const input = { orderNumber: number, actor: laura(), reason: 'fewer', lines, today: house.today };
    return () => house.activities.recordCancellation(input);
  },
  settleOrder: async () => {
    const paper = await invoiceAll(house, await draft());
    const payment = await bookPayment(house, paper.draft.customer, paper.invoice.gross);
    done(await house.activities.recordAllocations(allocationInput(paper, payment, paper.invoice.gross, house.today)));
    const input = { orderNumber: paper.number, reopened: 0, today: house.today };
    return () => house.activities.settleOrder(input);
  },
  recordDelivery: async () => {
    const paper = await accept(house, await draft());
    const input = deliveryInput(paper, [{ lineNo: 1, quantity: '6' }], house.today);
    return () => house.activities.recordDelivery(input);
  },
  recordProof: async () => {
    const input = await proof();
    return () => house.activities.recordProof(input);
  },
  takeUpComplaint: async () => {
    const number = await complaint();
    return () => house.activities.takeUpComplaint(number);
  },
  recordComplaintAct: async () => {
    const number = await complaint();
    const request = { actor: lucie(), lines: [{ lineNo: 1, restocked: '2', scrapped: '1' }] };
    const input = { number, act: { kind: 'receive', request }, at: '2026-11-23T09:00:00.000Z' } as const;
    return () => house.activities.recordComplaintAct(input);
  },
  creditComplaint: async () => {
    const number = await complaint();
    const credit = { scope: 'lines' as const, lines: [{ lineNo: 1, quantity: '3' }], reason: 'LIVR_INCOMP' as const };
    const input = { number, actor: karim(), reason: 'three are missing', credit };
    return () => house.activities.creditComplaint(input);
  },
  escalateComplaint: async () => {
    const number = await complaint();
    const { dueAt } = await house.activities.takeUpComplaint(number);
    const input = { number, escalation: 1, told: 'manager', dueAt, at: dueAt } as const;
    return () => house.activities.escalateComplaint(input);
  },
  workOnMoveIn: async () => {
    const id = randomUUID();
    const body = 'product,quantity\nNOWHERE,1\n';
    const files = [{ name: 'stock.csv', text: Buffer.from(body).toString('base64') }];
    await house.prisma.$transaction((tx) => uploadMoveIn(tx, id, { asOf: house.today, files }, helene()));
    return () => house.activities.workOnMoveIn(id);
  },
  renderDocuments: async () => {
    const { delivery } = await deliverAll(house, await draft());
    return () => house.activities.renderDocuments([documentIds.deliveryNote(delivery.number)]);
  },
  recordInvoice: async () => {
    const input = invoiceInput(await deliverAll(house, await draft()), house.today);
    return () => house.activities.recordInvoice(input);
  },
  recordDeposit: async () => {
    const { number } = await accept(house, { ...(await draft()), deposit });
    return () => house.activities.recordDeposit({ orderNumber: number, today: house.today });
  },
  recordDepositOver: async () => {
    const { number, draft: order } = await accept(house, { ...(await draft()), deposit });
    const { answer } = await house.activities.recordDeposit({ orderNumber: number, today: house.today });
    const cancellation = { orderNumber: number, actor: laura(), reason: 'not needed', today: house.today };
    done((await house.activities.recordCancellation(cancellation)).answer);
    const over = { orderNumber: number, customer: order.customer, deposit: answer?.number ?? '', today: house.today };
    return () => house.activities.recordDepositOver(over);
  },
  recordAllocations: async () => {
    const { input } = await allocation();
    return () => house.activities.recordAllocations(input);
  },
  recordReversal: async () => {
    const { input, customer, paymentId } = await allocation();
    done(await house.activities.recordAllocations(input));
    const reversal = { customer, on: house.today, actor: karim(), paymentId, allocation: 1, reason: 'wrong invoice' };
    return () => house.activities.recordReversal(reversal);
  },
  recordReturn: async () => {
    const { input, customer, paymentId } = await allocation();
    done(await house.activities.recordAllocations(input));
    const back = await bookReturn(house, paymentId, '-60.00');
    const request = { customer, on: house.today, actor: karim(), paymentId: back };
    return () => house.activities.recordReturn(request);
  },
  recordWriteOff: async () => {
    const paper = await invoiceAll(house, await draft());
    const { customer } = paper.draft;
    const request = { customer, on: house.today, actor: karim(), invoice: paper.invoice.number, reason: 'insolvent' };
    return () => house.activities.recordWriteOff(request);
  },
  recordCreditNote: async () => {
    const paper = await invoiceAll(house, await draft());
    const { customer } = paper.draft;
    await raiseClaim(house, paper, 'interest', '2.00');
    const wish = { scope: 'whole', reason: 'DOUBLON' } as const;
    const request = { customer, on: house.today, actor: karim(), invoice: paper.invoice.number, wish };
    return () => house.activities.recordCreditNote(request);
  },
  recordApplication: async () => {
    const { customer, creditNote } = await toGive();
    await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
    const wish = { order: 'oldest-first' } as const;
    const request = { customer, on: house.today, actor: karim(), creditNote, wish };
    return () => house.activities.recordApplication(request);
  },
  recordCorrection: async () => {
    const paper = await invoiceAll(house, await draft());
    const wish = {
      form: 'credit-and-invoice',
      reason: 'PU_ERR',
      lines: [{ lineNo: 1, unitPrice: '9.00' }],
    } as const satisfies CorrectionInput;
    const { customer } = paper.draft;
    const request = { customer, on: house.today, actor: karim(), invoice: paper.invoice.number, wish };
    return () => house.activities.recordCorrection(request);
  },
  recordCreditRequestDecision: async () => {
    const paper = await invoiceAll(house, await draft());
    const { customer } = paper.draft;
    await setCreditApproval(house, '10.00');
    const wish = { scope: 'whole', reason: 'DOUBLON' } as const;
    const act = { customer, on: house.today };
    const asked = await house.activities.recordCreditNote({
      ...act,
      actor: karim(),
      invoice: paper.invoice.number,
      wish,
    });
    await setCreditApproval(house, null);
    const request = asked.kind === 'asked' ? asked.request : '';
    const decided = { ...act, actor: helene(), request, decision: 'grant', reason: 'seen' } as const;
    return () => house.activities.recordCreditRequestDecision(decided);
  },
  recordApplicationReversal: async () => {
    const { customer, creditNote } = await toGive();
    await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
    const act = { customer, on: house.today, creditNote };
    done(await house.activities.recordApplication({ ...act, actor: karim(), wish: { order: 'oldest-first' } }));
    const request = { ...act, actor: karim(), application: 1, reason: 'of another invoice' };
    return () => house.activities.recordApplicationReversal(request);
  },
  recordRefund: async () => {
    const { customer, creditNote } = await toGive();
    const money = { customer, amount: '-40.00', currency: 'EUR', date: house.today } as const;
    const input = { ...money, reference: `OUT-${creditNote}`, refunds: creditNote };
    const out = done(await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim(), nowMs: Date.now() }));
    const request = { customer, on: house.today, actor: karim(), paymentId: out.id };
    return () => house.activities.recordRefund(request);
  },
  recordClaimWaiver: async () => {
    const paper = await invoiceAll(house, await draft());
    const claim = await raiseClaim(house, paper, 'recovery-fee', '40.00');
    const request = { customer: paper.draft.customer, on: house.today, actor: karim(), claim, reason: 'goodwill' };
    return () => house.activities.recordClaimWaiver(request);
  },
  readAccountAgenda: async () => {
    const { draft: order } = await invoiceAll(house, await draft());
    const input = { customer: order.customer, at: noonOf(house, house.today) };
    return () => house.activities.readAccountAgenda(input);
  },
  recordDunningRun: async () => {
    const { draft: order, invoice } = await invoiceAll(house, await draft());
    const input = await dunningInput(house, order.customer, addDays(invoice.dueDate, 5));
    return () => house.activities.recordDunningRun(input);
  },
  recordDunningResolution: async () => {
    const paper = await invoiceAll(house, await draft());
    const { customer } = paper.draft;
    const [letter = ''] = await dun(house, customer, addDays(paper.invoice.dueDate, 5));
    house.post.answerTo(`accounts@${customer.toLowerCase()}.example`, {
      stage: 'data',
      action: { kind: 'drop', keep: true },
    });
    await house.activities.sendMail(letter);
    const input = {
      customer,
      step: `${paper.invoice.number}:1:level-1`,
      resolution: 'was-sent',
      reason: 'seen',
      actor: karim(),
    } as const;
    return () => house.activities.recordDunningResolution(input);
  },
  recordHold: async () => {
    const paper = await invoiceAll(house, await draft());
    const input = { customer: paper.draft.customer, on: house.today, actor: karim(), reason: 'disputed' };
    return () => house.activities.recordHold({ ...input, invoice: paper.invoice.number });
  },
  recordHoldLift: async () => {
    const customer = await openAccount(house, `HELD-${(accounts += 1)}`);
    const about = { customer, on: house.today, reason: 'disputed' };
    const { id } = done(await house.activities.recordHold({ ...about, actor: karim() }));
    const input = { ...about, actor: karim(), hold: id };
    return () => house.activities.recordHoldLift(input);
  },
  recordMailResolution: async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(`orders@${paper.draft.customer.toLowerCase()}.example`, {
      stage: 'rcpt',
      action: { kind: 'refuse', code: 550, message: 'no such mailbox' },
    });
    await house.activities.sendMail(paper.acknowledgement);
    const input = {
      customerNumber: paper.draft.customer,
      mailId: paper.acknowledgement,
      resolution: 'send-again',
      reason: 'address corrected',
      actor: laura(),
    } as const;
    return () => house.activities.recordMailResolution(input);
  },
  deleteOldKeys: async () => {
    // Each case has a day of its own, later than the one before: nobody else's keys are older.
    const before = `20${String(10 + (nights += 1))}-05-01`;
    const came = new Date(Date.parse(before) - 1);
    const key = () => ({ id: randomUUID(), principal: 'laura', route: 'POST /v1/orders', key: randomUUID() });
    await house.prisma.idempotencyKey.createMany({
      data: [1, 2, 3].map(() => ({ ...key(), bodyHash: '', createdAt: came })),
    });
    return () => house.activities.deleteOldKeys({ before, lifeDays: 30, batch: 1, limit: 100 });
  },
  reduceMails: async () => {
    // Closed for good by its cancellation; each case has the mails of its own order left to reduce.
    const paper = await accept(house, await draft());
    await house.activities.sendMail(paper.acknowledgement);
    await house.prisma
      .$executeRaw`UPDATE sales_order SET stage = 'cancelled', closed_reason = 'a case' WHERE number = ${paper.number}`;
    const before = `20${String(70 + (nights += 1))}-05-01`;
    return () => house.activities.reduceMails({ before, lifeDays: 1_095, batch: 1, limit: 100 });
  },
  forgetWork: async () => {
    const id = `allocation:case-${(nights += 1)}`;
    const doneAt = new Date('2020-05-01T08:00:00Z');
    const line = { id, kind: 'allocation', role: 'finance', status: 'done', facts: {}, doneAt };
    await house.prisma.workItem.create({ data: line });
    await house.prisma.workItemComment.create({
      data: { id: randomUUID(), workItemId: id, text: 'asked', writtenBy: 'laura' },
    });
    const before = `2021-05-${String(10 + nights)}`;
    return () => house.activities.forgetWork({ before, lifeDays: 365, batch: 1, limit: 100 });
  },
  forgetSessions: async () => {
    const at = new Date('2020-05-01T08:00:00Z');
    const times = { openedAt: at, lastSeenAt: at, endsAt: at };
    const who = { principalId: 'laura', method: 'password', address: '::1', agent: '' };
    await house.prisma.session.create({ data: { id: randomUUID(), ...who, ...times } });
    const before = `2021-05-${String(10 + (nights += 1))}`;
    return () => house.activities.forgetSessions({ before, lifeDays: 30, batch: 1, limit: 100 });
  },
  takePlatformMessages: async () => {
    await bring(house, `nothing that we know ${(nights += 1)}`);
    return () => house.activities.takePlatformMessages().then(() => 'read');
  },
  beginBilling: async () => {
    const { customer } = await billable();
    const actor = { ...karim(), requestId: randomUUID() };
    const request = { actor, upTo: house.today, customer };
    const input = { run: `billing:${actor.requestId}`, now: noonOf(house, house.today), request };
    return () => house.activities.beginBilling(input);
  },
  readBillingPage: async () => {
    const { run } = await billable();
    return () => house.activities.readBillingPage({ run, after: null, done: 0, limit: 10 });
  },
  billCustomer: async () => {
    const { run, customer } = await billable();
    const now = noonOf(house, house.today);
    return () => house.activities.billCustomer({ run, customer, part: 1, now });
  },
  readMonthsDue: () => Promise.resolve(() => house.activities.readMonthsDue({ now: '2026-11-01T05:00:00.000Z' })),
  recordMonthEnd: () => {
    const actor = { ...karim(), requestId: randomUUID() };
    const input = { month: '2026-01', now: '2026-02-01T05:00:00.000Z', actor, reason: 'a case' };
    return Promise.resolve(() => house.activities.recordMonthEnd(input));
  },
  sealAudit: async () => {
    await openAccount(house, `SEALED-${(accounts += 1)}`);
    const input = { key: `sealing:${accounts}`, longestTransactionMinutes: 0, limit: 100_000 };
    return () => house.activities.sealAudit(input);
  },
  sendMail: async () => {
    const paper = await accept(house, await draft());
    return () => retried(() => house.activities.sendMail(paper.acknowledgement));
  },
};

const names = Object.keys(cases) as (keyof Activities)[];

describe('every step of a process', () => {
  it('has its case here', () => {
    expect(names.toSorted()).toEqual(Object.keys(house.activities).toSorted());
  });

  it.each(names)('%s done twice, one after the other, is done once', async (name) => {
    const run = await cases[name]();
    const first = await run();
    const after = await digest();
    expect(await run()).toEqual(first);
    expect(await digest()).toEqual(after);
  });

  it.each(names)('%s done by three at once is done once', async (name) => {
    const alone = await growthBy(async () => [await (await cases[name]())()]);
    const together = await growthBy(async () => {
      const run = await cases[name]();
      return Promise.all([run(), run(), run()]);
    });
    const [result, ...others] = together.results;
    for (const other of others) expect(other).toEqual(result);
    expect(together.growth).toEqual(alone.growth);
  });
});

/** An invoice of 120.00 that was paid, and credited after that. */
async function toGive(): Promise<{ readonly customer: string; readonly creditNote: string }> {
  const { customer, paymentId, input, paper } = await allocation('120.00');
  done(await house.activities.recordAllocations({ ...input, paymentId }));
  const wish = { scope: 'whole', reason: 'DOUBLON' } as const;
  const asked = { customer, on: house.today, actor: karim(), invoice: paper.invoice.number, wish };
  return { customer, creditNote: done(await house.activities.recordCreditNote(asked)).credit.creditNote };
}

/** A payment and an invoice of 120.00 that takes a part of it. */
async function allocation(amount = '70.00') {
  const paper = await invoiceAll(house, await draft());
  const { customer } = paper.draft;
  const paymentId = await bookPayment(house, customer, amount === '70.00' ? '100.00' : amount);
  const wish = { allocations: [{ invoice: paper.invoice.number, amount }] };
  return { paper, customer, paymentId, input: { customer, on: house.today, actor: karim(), paymentId, wish } };
}

/** Held for credit, and released by finance: to be accepted. */
async function released(): Promise<EnteredPaper> {
  const paper = await enter(house, await draft({ limit: '1.00' }));
  const { answer, situation } = await house.activities.recordCreditDecision(releaseInput(paper.number));
  done(answer);
  return { ...paper, situation };
}

const releaseInput = (orderNumber: string) => ({
  orderNumber,
  actor: helene(),
  decision: 'release' as const,
  reason: 'guarantee',
  policy: house.policies.credit,
  today: house.today,
  at: new Date().toISOString(),
});

/** Three of ten boxes are missing from a delivery that is invoiced. */
async function complaint(): Promise<string> {
  const { delivery } = await invoiceAll(house, await draft());
  const short = {
    about: { delivery: delivery.number },
    kind: 'short' as const,
    lines: [{ lineNo: 1, quantity: '3' }],
    description: 'three boxes are missing',
  };
  const opening = { actor: laura(), scope: { salesperson: null }, nowMs: Date.now() };
  const { number } = await inTransaction(house, (tx) => openComplaint(tx, short, opening));
  return number;
}

async function proof() {
  const paper = await invoiceAll(house, await draft());
  return {
    orderNumber: paper.number,
    deliveryNumber: paper.delivery.number,
    actor: lucie(),
    receivedBy: 'Mme Lebihan',
    receivedAt: '2026-03-05T10:15:00Z',
    reserves: null,
    at: '2026-11-22T09:00:00.000Z',
  };
}

/** As Temporal does with an attempt that says "later". */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApplicationFailure) || error.type !== 'mail-not-sent') throw error;
      await pause(50);
    }
  }
}

const tables = async (): Promise<string[]> => {
  const rows = await house.prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\_prisma%' ORDER BY 1`;
  return rows.map((row) => row.name);
};

/** A fingerprint of every row of every table. */
async function digest(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of await tables()) {
    const rows = await house.prisma.$queryRawUnsafe<{ sum: string }[]>(
      `SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) AS sum FROM "${table}" AS t`,
    );
    found[table] = rows[0]?.sum ?? '';
  }
  return found;
}

/** How many rows each table gains by some work, set-up included. */
async function growthBy(work: () => Promise<unknown[]>) {
  const before = await counts();
  const results = await work();
  const after = await counts();
  return {
    results,
    growth: Object.fromEntries(Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)])),
  };
}

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of await tables()) {
    const rows = await house.prisma.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${table}"`,
    );
    found[table] = rows[0]?.count ?? 0;
  }
  return found;
}
