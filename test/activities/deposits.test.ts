import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CorrectionInput } from '../../contracts/correction.js';
import type { Deposit } from '../../contracts/deposit.js';
import { InvoiceDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import type { OrderInput } from '../../contracts/order.js';
import { financialYearOf } from '../../domain/accounting.js';
import { addDays } from '../../domain/calendar.js';
import { sum } from '../../domain/money.js';
import { readChart } from '../../prisma/queries/accounting.js';
import { journalOf } from '../../prisma/queries/journal.js';
import { verificationText } from '../../cli/verify.js';
import { getCustomerExposure } from '../../prisma/queries/customers.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getInvoice } from '../../prisma/queries/invoices.js';
import { readFigure } from '../../prisma/queries/kpis/figure.js';
import { getOrder } from '../../prisma/queries/orders.js';
import {
  bookPayment,
  done,
  draftOrder,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type DraftLineInput,
  type House,
} from '../support/house.js';
import {
  accept,
  clearInput,
  deliveryInput,
  dun,
  invoiceInput,
  noonOf,
  sendEveryDay,
  stepStatuses,
  type AcceptedPaper,
} from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
  await listProduct(house, 'BOOK', '100000', { taxClass: 'reduced' });
});
afterAll(() => house.close());

const everyone = { salesperson: null };
const third: Deposit = { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 8 }, blocksDelivery: true };

type Advance = AcceptedPaper & { readonly customer: string; readonly deposit: string };

/** 100 boxes at 10.00 and 20 %, 10 books at 10.00 and 5.5 %: 1 200.00 + 105.50 = 1 305.50 tax included; and its deposit, invoiced. */
async function advanced(
  deposit: Deposit = third,
  changes: Partial<OrderInput> = {},
  lines: readonly DraftLineInput[] = [
    { product: 'BOX', quantity: '100' },
    { product: 'BOOK', quantity: '10' },
  ],
  customer?: string,
): Promise<Advance> {
  const of = customer ?? (await openAccount(house, `ADVANCE-${(accounts += 1)}`));
  const paper = await accept(house, await draftOrder(house, of, lines, { deposit, ...changes }));
  const { answer } = await house.activities.recordDeposit({ orderNumber: paper.number, today: house.today });
  if (answer === null) throw new Error('no deposit');
  return { ...paper, customer: of, deposit: answer.number };
}

const pay = async ({ customer }: Advance, invoice: string, amount: string) =>
  done(
    await house.activities.recordAllocations({
      customer,
      on: house.today,
      actor: karim(),
      paymentId: await bookPayment(house, customer, amount),
      wish: { allocations: [{ invoice, amount }] },
    }),
  );
async function deliverAndInvoice(paper: Advance, ...quantities: readonly (readonly [number, string])[]) {
  const lines = quantities.map(([lineNo, quantity]) => ({ lineNo, quantity }));
  const { answer } = await house.activities.recordDelivery(deliveryInput(paper, lines, house.today));
  return house.activities.recordInvoice(invoiceInput({ number: paper.number, delivery: done(answer) }, house.today));
}
const exposureOf = async (customer: string) => {
  const { exposure, sources } = (await getCustomerExposure(house.prisma, customer, everyone)) ?? {};
  return [exposure, ...(sources ?? []).map(({ kind, amount }) => `${kind} ${amount}`).toSorted()];
};
const invoiceOf = async (number: string) => {
  const found = await getInvoice(house.prisma, number, everyone);
  if (found === null) throw new Error(`no invoice ${number}`);
  return found;
};
const snapshotOf = async (number: string) => {
  const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id: documentIds.invoice(number) } });
  return InvoiceDocument.parse(snapshot);
};
const orderOf = async (number: string) => (await getOrder(house.prisma, number, everyone))?.deposit;
const revenueOf = async (customer: string) => {
  const day = {
    period: { from: house.today, to: house.today },
    currency: 'EUR',
    zone: 'Europe/Paris',
    calendar: 'FR',
  } as const;
  const asked = {
    ...day,
    name: 'revenue',
    by: null,
    order: 'value',
    customer,
    kind: undefined,
    seesTurnover: true,
  } as const;
  return (await readFigure(house.prisma, asked, everyone)).value;
};

describe('a deposit invoice', () => {
  it('is issued once, of a series of its own, for 30 % of each rate, and moves its part of the exposure', async () => {
    const paper = await advanced();
    expect(paper.deposit).toMatch(/^AC-\d{4}-\d{6}$/);
    const again = await house.activities.recordDeposit({ orderNumber: paper.number, today: house.today });
    expect(again.answer?.number).toBe(paper.deposit);
    // 30 % of 1 305.50 is 391.65: 360.00 at 20 % and 31.65 at 5.5 %.
    expect(await invoiceOf(paper.deposit)).toMatchObject({
      kind: 'deposit',
      net: '330.00',
      vat: '61.65',
      gross: '391.65',
      open: '391.65',
      dueDate: addDays(house.today, 8),
      deliveries: [],
      sources: [],
    });
    expect(await exposureOf(paper.customer)).toEqual(['1305.50', 'invoice 391.65', 'order 913.85']);
    expect(await snapshotOf(paper.deposit)).toMatchObject({
      deliveredOn: null,
      deposit: { asked: third, orderGross: '1305.50' },
      lines: [
        { lineNo: 1, product: null, description: `Acompte sur la commande ${paper.number}`, net: '300.00' },
        { lineNo: 2, net: '30.00' },
      ],
    });
    const sent = await new MockActivityEnvironment().run(house.activities.sendMail, documentIds.invoice(paper.deposit));
    expect(sent).toEqual({ kind: 'sent' });
    const mail = await house.prisma.outgoing.findUniqueOrThrow({ where: { id: documentIds.invoice(paper.deposit) } });
    expect(mail).toMatchObject({
      subject: `Facture d’acompte ${paper.deposit} pour votre commande ${paper.number}`,
      recipient: `accounts@${paper.customer.toLowerCase()}.example`,
    });
  });

  it('holds the deliveries until its last cent is paid, and the order says what it waits for', async () => {
    const paper = await advanced();
    const all = deliveryInput(paper, undefined, house.today);
    const held = await house.activities.recordDelivery(all);
    expect(held.answer).toMatchObject({ kind: 'refused', code: 'deposit-unpaid' });
    expect(held.situation.waitsFor).toEqual({
      kind: 'deposit',
      invoice: { number: paper.deposit, open: '391.65', currency: 'EUR', dueDate: addDays(house.today, 8) },
    });
    await pay(paper, paper.deposit, '391.64');
    expect((await orderOf(paper.number))?.blocks).toBe(true);
    const { paidOrders } = await pay(paper, paper.deposit, '0.01');
    expect(paidOrders).toEqual([paper.number]);
    expect(await orderOf(paper.number)).toMatchObject({ blocks: false, open: '0.00', left: '391.65' });
    const free = await house.activities.readOrder(paper.number);
    expect(free?.waitsFor).toEqual({ kind: 'delivery', backorder: false });
    expect((await house.activities.recordDelivery(deliveryInput(paper, undefined, house.today))).answer).toMatchObject({
      kind: 'delivered',
    });
  });

  it('that does not block lets the goods leave, and is deducted all the same', async () => {
    const paper = await advanced({ ...third, blocksDelivery: false });
    const { answer } = await deliverAndInvoice(paper, [1, '100'], [2, '10']);
    expect(answer.gross).toBe('913.85');
    expect(await exposureOf(paper.customer)).toEqual(['1305.50', 'invoice 391.65', 'invoice 913.85']);
  });
});

describe('a deposit that is not paid', () => {
  it('is dunned as any invoice', async () => {
    const paper = await advanced();
    expect(await stepStatuses(house, paper.deposit)).toEqual([]);
    expect(await dun(house, paper.customer, addDays(house.today, 13))).toHaveLength(1);
    expect(await stepStatuses(house, paper.deposit)).toHaveLength(1);
  });

  it('and is more than the order comes to by now is owed for what is left of the order alone, in the end', async () => {
    const paper = await advanced({ kind: 'amount', amount: '1000.00', terms: third.terms, blocksDelivery: false });
    const lines = paper.draft.lines.map((line) => ({ ...line, quantity: '10' }));
    const recorded = await house.activities.recordAmendment({
      orderNumber: paper.number,
      actor: laura(),
      reason: 'fewer',
      baseVersion: 1,
      draft: { ...paper.draft, lines },
      tolerance: house.policies.tolerance,
      today: house.today,
    });
    done(recorded.answer);
    await house.activities.clearOrder(clearInput(house, { ...paper, situation: recorded.situation }));
    expect(await exposureOf(paper.customer)).toEqual(['1000.00', 'invoice 1000.00']);
    // 1 000.00 is 919.19 at 20 % and 80.81 at 5.5 %; 120.00 and 105.50 are charged: 120.00 and 80.81 are deducted.
    const { answer, situation } = await deliverAndInvoice(paper, [1, '10'], [2, '10']);
    expect([answer.gross, situation.depositOver]).toEqual(['24.69', paper.deposit]);
    await house.activities.recordDepositOver(over(paper));
    const { credits } = await invoiceOf(paper.deposit);
    expect(credits.map(({ gross }) => gross)).toEqual(['-799.19']);
    expect(await exposureOf(paper.customer)).toEqual(['225.50', 'invoice 200.81', 'invoice 24.69']);
  });
});

describe('the invoices after a deposit', () => {
  it('over the orders of a month deduct the deposit of each, paid or not', async () => {
    const customer = await openAccount(house, `ADVANCE-${(accounts += 1)}`, {
      billing: { kind: 'period', every: 'monthly' },
    });
    const open = { ...third, blocksDelivery: false };
    const papers = [await advanced(open, {}, undefined, customer), await advanced(open, {}, undefined, customer)];
    for (const paper of papers) await house.activities.recordDelivery(deliveryInput(paper, undefined, house.today));
    const [paid, unpaid] = papers;
    if (paid === undefined || unpaid === undefined) throw new Error('no orders');
    await pay(paid, paid.deposit, '391.65');
    const [run, now] = [`billing:${customer}`, noonOf(house, house.today)];
    await house.activities.beginBilling({ run, now, request: { actor: karim(), upTo: house.today, customer } });
    const billed = await house.activities.billCustomer({ run, customer, part: 1, now });
    if (billed.kind === 'nothing') throw new Error('nothing is billed');
    // Two of 1 305.50, less two of 391.65.
    const { gross, open: owed, deductions } = await invoiceOf(billed.invoice);
    expect([gross, owed, billed.gross]).toEqual(['2611.00', '1827.70', '1827.70']);
    expect(deductions).toEqual(
      [paid.deposit, unpaid.deposit].toSorted().map((invoice) => ({ invoice, amount: '391.65' })),
    );
    expect(await exposureOf(customer)).toEqual(['2219.35', 'invoice 1827.70', 'invoice 391.65']);
  });

  it('that is put right keeps what the deposit paid', async () => {
    const paper = await advanced();
    await pay(paper, paper.deposit, '391.65');
    const { answer } = await deliverAndInvoice(paper, [1, '100'], [2, '10']);
    const { correction } = done(
      await house.activities.recordCorrection({
        customer: paper.customer,
        on: house.today,
        actor: karim(),
        invoice: answer.number,
        wish: CorrectionInput.parse({
          form: 'credit-and-invoice',
          reason: 'PU_ERR',
          lines: [{ lineNo: 1, unitPrice: '9.00' }],
        }),
      }),
    );
    // 900.00 at 20 % and 100.00 at 5.5 % are 1 185.50, of which 391.65 were paid.
    expect(await invoiceOf(correction.invoice)).toMatchObject({ gross: '1185.50', open: '793.85' });
    expect(await exposureOf(paper.customer)).toEqual(['793.85', 'invoice 793.85']);
  });

  it('use it up rate by rate, say so line by line, and come with it to the whole; the freight is on the first', async () => {
    const paper = await advanced(third, { freight: '20.00' });
    // Freight 20.00 over 1 000.00 and 100.00: 18.18 and 1.82. 1 221.82 + 107.42 = 1 329.24, 30 % of that 398.77.
    await pay(paper, paper.deposit, '398.77');
    const first = await deliverAndInvoice(paper, [2, '10']);
    const { deducted, ...said } = await snapshotOf(first.answer.number);
    expect([said.freight, said.gross, deducted?.payable]).toEqual(['20.00', '129.24', first.answer.gross]);
    expect(deducted?.deposits.map(({ deposit, issueDate }) => [deposit, issueDate])).toEqual([
      [paper.deposit, house.today],
    ]);
    const second = await deliverAndInvoice(paper, [1, '100']);
    const paid = [first.answer.gross, second.answer.gross, '398.77'].map(Number);
    expect(paid.reduce((sum, amount) => sum + amount, 0).toFixed(2)).toBe('1329.24');
    expect(await orderOf(paper.number)).toMatchObject({ left: '0.00' });
    const last = await invoiceOf(second.answer.number);
    expect([last.open, last.status]).toEqual([second.answer.gross, 'part-paid']);
    expect(await exposureOf(paper.customer)).toEqual(
      [['930.47'], [`invoice ${first.answer.gross}`, `invoice ${second.answer.gross}`].toSorted()].flat(),
    );
  });

  it('of goods that are paid in advance owe nothing, and settle the order', async () => {
    const paper = await advanced({ ...third, percent: '100.00' });
    await pay(paper, paper.deposit, '1305.50');
    const { answer, situation } = await deliverAndInvoice(paper, [1, '100'], [2, '10']);
    expect(answer.gross).toBe('0.00');
    expect(await invoiceOf(answer.number)).toMatchObject({ status: 'paid', open: '0.00', settledOn: house.today });
    expect(situation).toMatchObject({ stage: 'delivered', unpaid: 0 });
    const end = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    expect(end.situation.stage).toBe('settled');
    expect(await exposureOf(paper.customer)).toEqual(['0.00']);
  });

  it('are what was sold: neither the deposit nor its credit is', async () => {
    const paper = await advanced();
    expect(await revenueOf(paper.customer)).toBe('0.00');
    await pay(paper, paper.deposit, '391.65');
    await deliverAndInvoice(paper, [1, '10']);
    expect(await revenueOf(paper.customer)).toBe('100.00');
    await cancel(paper);
    await house.activities.recordDepositOver(over(paper));
    expect(await revenueOf(paper.customer)).toBe('100.00');
  });
});

const cancel = async ({ number }: Advance) =>
  house.activities.recordCancellation({
    orderNumber: number,
    actor: laura(),
    reason: 'not needed',
    today: house.today,
  });
const over = ({ number, customer, deposit }: Advance) => ({
  orderNumber: number,
  customer,
  deposit,
  today: house.today,
});

describe('what is left of a deposit', () => {
  it('is credited when the order is cancelled, and what was paid is to be given back', async () => {
    const paper = await advanced();
    await pay(paper, paper.deposit, '391.65');
    const { situation } = await cancel(paper);
    expect(situation).toMatchObject({ stage: 'cancelled', depositOver: paper.deposit });
    const done1 = await house.activities.recordDepositOver(over(paper));
    expect(done1.situation.depositOver).toBeUndefined();
    await house.activities.recordDepositOver(over(paper));
    const { credits, open } = await invoiceOf(paper.deposit);
    expect([credits.map(({ gross, scope }) => [gross, scope]), open]).toEqual([[['-391.65', 'whole']], '0.00']);
    const note = await invoiceOf(credits[0]?.creditNote ?? '');
    expect([note.open, note.lines.map(({ quantity, net }) => [quantity, net])]).toEqual([
      '-391.65',
      [
        ['-1', '-300.00'],
        ['-1', '-30.00'],
      ],
    ]);
    expect(await exposureOf(paper.customer)).toEqual(['-391.65', `invoice -391.65`]);
    expect(house.told).toContain(`accountNews ${paper.customer}`);
  });

  it('is credited without money where it was not paid', async () => {
    const paper = await advanced();
    await cancel(paper);
    await house.activities.recordDepositOver(over(paper));
    expect(await exposureOf(paper.customer)).toEqual(['0.00']);
  });

  it('after a part of the order is only what no invoice has deducted', async () => {
    const paper = await advanced();
    await pay(paper, paper.deposit, '391.65');
    // 100.00 at 20 % of the 300.00 are deducted; 200.00 at 20 % and 30.00 at 5.5 % are left: 240.00 + 31.65.
    await deliverAndInvoice(paper, [1, '10']);
    const { situation } = await cancel(paper);
    expect(situation).toMatchObject({ stage: 'delivered', depositOver: paper.deposit });
    await house.activities.recordDepositOver(over(paper));
    const { credits } = await invoiceOf(paper.deposit);
    expect(credits.map(({ gross }) => gross)).toEqual(['-271.65']);
  });

  it('is credited by finance, whole alone; the order binds it again and goes on', async () => {
    const paper = await advanced();
    const asked = { customer: paper.customer, on: house.today, actor: karim(), invoice: paper.deposit };
    const part = { scope: 'allowance', amount: '10.00', reason: 'AUTRE' } as const;
    expect(await house.activities.recordCreditNote({ ...asked, wish: part })).toMatchObject({
      kind: 'refused',
      field: 'scope',
    });
    const wish = { scope: 'whole', reason: 'CMD_ERR' } as const;
    done(await house.activities.recordCreditNote({ ...asked, actor: karim(), wish }));
    expect(await exposureOf(paper.customer)).toEqual(['1305.50', 'order 1305.50']);
    expect(await house.activities.readOrder(paper.number)).toMatchObject({ waitsFor: { kind: 'delivery' } });
    const { answer } = await deliverAndInvoice(paper, [1, '100'], [2, '10']);
    expect(answer.gross).toBe('1305.50');
  });
});

describe('the books', () => {
  it('have deposits as advances received, and take them back with what deducts or credits them', async () => {
    const chart = await readChart(house.prisma);
    const asked = {
      books: { currency: 'EUR', zone: 'Europe/Paris' },
      chart,
      period: financialYearOf(house.today, chart.yearEnd),
      parts: ['sales'],
    } as const;
    const booked = new Map<string, string>();
    for await (const { lines } of journalOf(house.prisma, asked))
      for (const { account, amount } of lines) booked.set(account, sum([booked.get(account) ?? '0', amount]));
    const [told] = await house.prisma.$queryRaw<Record<'owed' | 'advances' | 'vat' | 'sold', string>[]>`
      SELECT (SELECT sum(amount) FROM ledger_entry WHERE kind IN ('invoice', 'credit-note'))::text AS owed,
        ((SELECT sum(base) FROM deposit_deduction) - sum(i.net) FILTER (WHERE i.kind = 'deposit' OR of.kind = 'deposit'))::text AS advances,
        ((SELECT sum(vat) FROM deposit_deduction) - sum(i.vat))::text AS vat,
        (-sum(i.net) FILTER (WHERE i.kind <> 'deposit' AND of.kind IS DISTINCT FROM 'deposit'))::text AS sold
      FROM invoice i LEFT JOIN invoice of ON of.number = i.corrects`;
    expect([...booked.keys()].toSorted()).toEqual(['411000', '419100', '445710', '707000', '708500']);
    const accounts = ['411000', '419100', '445710'].map((account) => booked.get(account) ?? '');
    expect([...accounts, sum([booked.get('707000') ?? '', booked.get('708500') ?? ''])].map(Number)).toEqual(
      [told?.owed, told?.advances, told?.vat, told?.sold].map(Number),
    );
  });
});

it('verify finds nothing wrong with any of it', async () => {
  expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/, 0 violations$/);
});
