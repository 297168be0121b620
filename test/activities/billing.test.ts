import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillingRule } from '../../contracts/billing.js';
import { CorrectionInput } from '../../contracts/correction.js';
import { CreditNoteDocument, InvoiceDocument } from '../../contracts/documents.js';
import type { BillingRequest, OrderDraft } from '../../contracts/process.js';
import type { CustomerInput } from '../../contracts/customer.js';
import { verificationText } from '../../cli/verify.js';
import { previewBilling } from '../../prisma/queries/billing.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { invoiceXml } from '../../documents/e-invoice/index.js';
import { renderInvoice } from '../../documents/invoice.js';
import { readOrder } from '../../prisma/repositories/order-record.js';
import { situationOf } from '../../domain/order-record.js';
import {
  bookPayment,
  done,
  draftOrder,
  karim,
  listProduct,
  openAccount,
  openHouse,
  writtenDown,
  type House,
} from '../support/house.js';
import { compact, readPdf } from '../documents/pdf-text.js';
import { accept, deliveryInput, invoiceInput, noonOf, type AcceptedPaper } from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
  await listProduct(house, 'TEA', '100000', { listPrice: '3.33', taxClass: 'reduced' });
});
afterAll(() => house.close());

const monthly: BillingRule = { kind: 'period', every: 'monthly' };
const open = (billing: BillingRule, changes: Partial<CustomerInput> = {}): Promise<string> =>
  openAccount(house, `BILLED-${(accounts += 1)}`, { billing, ...changes });

const ordered = async (customer: string, quantity: string, changes: Parameters<typeof draftOrder>[3] = {}) =>
  accept(house, await draftOrder(house, customer, [{ product: 'BOX', quantity }], changes));

async function deliver(paper: AcceptedPaper, quantity: string, on: string): Promise<string> {
  const recorded = await house.activities.recordDelivery(deliveryInput(paper, [{ lineNo: 1, quantity }], on));
  return done(recorded.answer).number;
}

/** What a run of a day made for one customer. */
async function billed(customer: string, on: string, request: BillingRequest | null = null): Promise<string[]> {
  const made = await bill(on, request);
  const rows = await house.prisma.invoice.findMany({ where: { number: { in: [...made] }, customerNumber: customer } });
  return rows.map(({ number }) => number).toSorted();
}

/** Begins a run and walks through it as its process does. @returns the invoices that it made */
async function bill(on: string, request: BillingRequest | null = null, run = `billing:${randomUUID()}`) {
  const now = noonOf(house, on);
  await house.activities.beginBilling({ run, now, request });
  return walk(run, now);
}

async function walk(run: string, now: string): Promise<readonly string[]> {
  const invoices: string[] = [];
  for (let after: string | null = null; ;) {
    const page: readonly string[] = await house.activities.readBillingPage({ run, after, done: 0, limit: 2 });
    if (page.length === 0) return invoices;
    for (const customer of page) {
      for (let part = 1; ; part += 1) {
        const billed = await house.activities.billCustomer({ run, customer, part, now });
        if (billed.kind === 'billed') invoices.push(billed.invoice);
        if (billed.kind === 'nothing' || !billed.isMore) break;
      }
      after = customer;
    }
  }
}

const byHand = (upTo: string, customer: string | null = null): BillingRequest => ({ actor: karim(), upTo, customer });

const invoice = (number: string) =>
  house.prisma.invoice.findUniqueOrThrow({
    where: { number },
    include: { lines: { orderBy: { lineNo: 'asc' } }, orders: true },
  });

const documentOf = async (id: string) => (await house.prisma.document.findUniqueOrThrow({ where: { id } })).snapshot;
const snapshotOf = async (number: string): Promise<InvoiceDocument> =>
  InvoiceDocument.parse(await documentOf(`invoice:${number}`));

const standing = async ({ number }: AcceptedPaper) =>
  house.prisma.$transaction(async (tx) => situationOf(await readOrder(tx, number)));

const deliveriesOf = async (customer: string): Promise<readonly (readonly [string, number])[]> => {
  const rows = await house.prisma.$queryRaw<{ delivery: string; invoices: number }[]>`
    SELECT d.number AS delivery, count(DISTINCT s.invoice_number)::int AS invoices FROM delivery d
    JOIN sales_order o ON o.number = d.order_number AND o.customer_number = ${customer}
    LEFT JOIN invoice_source s ON s.delivery_number = d.number GROUP BY 1 ORDER BY 1`;
  return rows.map(({ delivery, invoices }) => [delivery, invoices]);
};

const money = (value: { toFixed: (digits: number) => string }): string => value.toFixed(2);

describe('a customer who is billed by the month', () => {
  it('gets one invoice over the deliveries of two orders, and paying it settles both', async () => {
    const customer = await open(monthly);
    const first = await ordered(customer, '10', { customerReference: 'PO-1', freight: '7.00' });
    const second = await ordered(customer, '5', { customerReference: 'PO-2' });
    const notes = [
      await deliver(first, '6', '2031-01-06'),
      await deliver(second, '5', '2031-01-14'),
      await deliver(first, '4', '2031-01-22'),
    ];
    // Nothing for the orders to do: they wait as for an invoice that is not paid.
    expect(await standing(first)).toMatchObject({ stage: 'delivered', toInvoice: null, unpaid: 1 });
    expect(await standing(first)).toMatchObject({ waitsFor: { kind: 'invoicing' } });
    expect(await billed(customer, '2031-01-30')).toEqual([]);

    const [number = '', ...others] = await billed(customer, '2031-01-31');
    expect(others).toEqual([]);
    // (10 + 5) × 10.00 and 7.00 of freight are 157.00; × 20 % = 31.40
    const issued = await invoice(number);
    expect([issued.net, issued.vat, issued.gross, issued.freight].map(money)).toEqual([
      '157.00',
      '31.40',
      '188.40',
      '7.00',
    ]);
    expect(issued.orders.map(({ orderNumber }) => orderNumber).toSorted()).toEqual(
      [first.number, second.number].toSorted(),
    );
    expect(issued.lines.map(({ lineNo, quantity }) => [lineNo, Number(quantity)])).toEqual([
      [1, 6],
      [2, 5],
      [3, 4],
    ]);
    const snapshot = await snapshotOf(number);
    expect(snapshot).toMatchObject({
      order: first.number,
      deliveries: notes,
      deliveredOn: '2031-01-22',
      period: { from: '2031-01-01', to: '2031-01-31' },
      issueDate: '2031-01-31',
      dueDate: '2031-03-02',
    });
    expect(snapshot.charged?.map(({ order, customerReference, lines }) => [order, customerReference, lines])).toEqual([
      [first.number, 'PO-1', [{ lineNo: 1, orderLine: 1 }]],
      [second.number, 'PO-2', [{ lineNo: 2, orderLine: 1 }]],
      [first.number, 'PO-1', [{ lineNo: 3, orderLine: 1 }]],
    ]);
    const { outgoing } = await house.activities.readAccountAgenda({ customer, at: noonOf(house, '2031-01-31') });
    expect(outgoing).toMatchObject([{ mailId: `invoice:${number}`, kind: 'invoice' }]);
    expect(await house.activities.sendMail(`invoice:${number}`)).toMatchObject({ kind: 'sent' });

    const payment = await bookPayment(house, customer, '188.40', '2031-02-10');
    const wish = { allocations: [{ invoice: number, amount: '188.40' }] };
    await house.activities.recordAllocations({ customer, on: '2031-02-10', actor: karim(), paymentId: payment, wish });
    for (const paper of [first, second]) {
      expect(house.told).toContain(`invoicesPaid ${paper.number}`);
      const ended = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: '2031-02-10' });
      expect(ended.answer).toBe('2031-02-10');
    }
  });

  it('is not settled by a paid invoice while deliveries wait for the next', async () => {
    const customer = await open(monthly);
    const paper = await ordered(customer, '10');
    await deliver(paper, '4', '2031-03-04');
    const [number = ''] = await billed(customer, '2031-03-31');
    await deliver(paper, '6', '2031-04-02');
    const payment = await bookPayment(house, customer, '48.00', '2031-04-05');
    const wish = { allocations: [{ invoice: number, amount: '48.00' }] };
    await house.activities.recordAllocations({ customer, on: '2031-04-05', actor: karim(), paymentId: payment, wish });
    const settled = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: '2031-04-05' });
    expect(settled).toMatchObject({ answer: null, situation: { stage: 'delivered', unpaid: 1, toInvoice: null } });
  });

  it('has no invoice over two months, and what came in late goes on one of its own month, once', async () => {
    const customer = await open(monthly);
    const paper = await ordered(customer, '9');
    await deliver(paper, '2', '2031-05-30');
    await deliver(paper, '3', '2031-06-03');
    expect(await billed(customer, '2031-05-31')).toHaveLength(1);
    await deliver(paper, '4', '2031-05-31');
    const made = await billed(customer, '2031-06-30');
    expect(made).toHaveLength(2);
    const periods = await Promise.all(made.map(async (number) => (await snapshotOf(number)).period));
    expect(periods).toEqual([
      { from: '2031-05-01', to: '2031-05-31' },
      { from: '2031-06-01', to: '2031-06-30' },
    ]);
    expect((await deliveriesOf(customer)).map(([, invoices]) => invoices)).toEqual([1, 1, 1]);
  });

  it('gets an invoice for each payer’s terms, and each salesperson, and of what is outside VAT, never a mixture', async () => {
    const customer = await open(monthly);
    const papers = [await ordered(customer, '1'), await ordered(customer, '2')];
    const draft = await draftOrder(house, customer, [{ product: 'BOX', quantity: '3' }]);
    const paymentTerms = { kind: 'net', days: 14 } as const;
    const other: OrderDraft = {
      ...draft,
      paymentTerms,
      expectedTerms: { ...draft.expectedTerms, terms: paymentTerms },
    };
    papers.push(await accept(house, other));
    const dues = await listProduct(house, 'DUES', '10', { taxClass: 'outside-scope' });
    papers.push(await accept(house, await draftOrder(house, customer, [{ product: dues, quantity: '4' }])));
    for (const [index, paper] of papers.entries()) await deliver(paper, String(index + 1), '2031-07-10');
    const made = await billed(customer, '2031-07-31');
    const nets = await Promise.all(made.map(async (number) => money((await invoice(number)).net)));
    expect(nets.toSorted()).toEqual(['30.00', '30.00', '40.00']);
    expect(new Set(made).size).toBe(3);
  });

  it('is billed once by two runs at once, however often each step is asked', async () => {
    const customers = await Promise.all([open(monthly), open({ kind: 'period', every: 'fortnightly' }), open(monthly)]);
    for (const customer of customers) {
      const paper = await ordered(customer, '6');
      for (const on of ['2031-08-04', '2031-08-15', '2031-08-29']) await deliver(paper, '2', on);
    }
    const now = noonOf(house, '2031-08-31');
    const runs = [`billing:${randomUUID()}`, `billing:${randomUUID()}`];
    for (const run of runs) await house.activities.beginBilling({ run, now, request: null });
    await Promise.all([...runs, ...runs].map((run) => walk(run, now)));
    for (const customer of customers)
      expect((await deliveriesOf(customer)).map(([, invoices]) => invoices)).toEqual([1, 1, 1]);
    const fortnights = await house.prisma.invoice.count({ where: { customerNumber: customers[1] ?? '' } });
    expect(fortnights).toBe(2);
  });

  it('is billed beside deliveries that are being recorded: each is on one invoice or waits for the next run', async () => {
    const customer = await open({ kind: 'period', every: 'weekly' });
    const paper = await ordered(customer, '12');
    await deliver(paper, '1', '2031-09-01');
    const now = noonOf(house, '2031-09-07');
    const run = `billing:${randomUUID()}`;
    await house.activities.beginBilling({ run, now, request: null });
    await Promise.all([
      walk(run, now),
      ...Array.from({ length: 8 }, () => deliver(paper, '1', '2031-09-03')),
      walk(run, now),
    ]);
    await bill('2031-09-14');
    expect((await deliveriesOf(customer)).map(([, invoices]) => invoices)).toEqual(Array.from({ length: 9 }, () => 1));
  });

  it('is billed by hand before the period is over, and the rest at its end', async () => {
    const customer = await open(monthly);
    const paper = await ordered(customer, '5');
    await deliver(paper, '2', '2031-10-06');
    await deliver(paper, '3', '2031-10-20');
    const preview = { upTo: '2031-10-10', customer };
    const foreseen = await previewBilling(house.prisma, preview);
    expect(foreseen).toMatchObject({
      items: [
        { customer, currency: 'EUR', orders: 1, deliveries: 1, net: '20.00', from: '2031-10-06', to: '2031-10-06' },
      ],
    });
    const [early = ''] = await billed(customer, '2031-10-10', byHand('2031-10-10', customer));
    expect((await snapshotOf(early)).period).toEqual({ from: '2031-10-01', to: '2031-10-10' });
    expect(await billed(customer, '2031-10-10', byHand('2031-10-10', customer))).toEqual([]);
    const [rest = ''] = await billed(customer, '2031-10-31');
    expect(money((await invoice(rest)).net)).toBe('30.00');
  });
});

describe('an invoice over two orders that is put right', () => {
  const right = async (customer: string, wrong: string, wish: Partial<CorrectionInput>) =>
    done(
      await house.activities.recordCorrection({
        customer,
        on: '2032-07-01',
        actor: karim(),
        invoice: wrong,
        wish: CorrectionInput.parse({ form: 'credit-and-invoice', reason: 'PU_ERR', ...wish }),
      }),
    );

  it('that is credited in part names the delivery, the order and the place of what is taken back', async () => {
    const customer = await open(monthly);
    const first = await ordered(customer, '10', { customerReference: 'PO-1' });
    const second = await ordered(customer, '5', { customerReference: 'PO-2' });
    await deliver(first, '10', '2032-06-03');
    const note = await deliver(second, '5', '2032-06-10');
    const [invoice = ''] = await billed(customer, '2032-06-30');
    const { credit } = done(
      await house.activities.recordCreditNote({
        customer,
        on: '2032-07-01',
        actor: karim(),
        invoice,
        wish: { scope: 'lines', lines: [{ lineNo: 2, quantity: '2' }], reason: 'LIVR_INCOMP' },
      }),
    );
    const { supply } = CreditNoteDocument.parse(await documentOf(`credit-note:${credit.creditNote}`));
    expect(supply).toMatchObject({
      period: { from: '2032-06-01', to: '2032-06-30' },
      deliveredOn: '2032-06-10',
      charged: [{ delivery: note, order: second.number, customerReference: 'PO-2', lines: [{ lineNo: 2 }] }],
    });
    expect(supply?.charged).toHaveLength(1);
  });

  it('says its period, its deliveries and the numbers of its goods again, as far as they are still charged', async () => {
    const customer = await open(monthly);
    await house.prisma.product.update({ where: { number: 'TEA' }, data: { gtin: '4006381333931' } });
    await house.prisma.customerItem.create({ data: { customerNumber: customer, item: 'T-1', productNumber: 'TEA' } });
    const first = await ordered(customer, '10', { customerReference: 'PO-1' });
    const tea = await draftOrder(house, customer, [{ product: 'TEA', quantity: '5' }], { customerReference: 'PO-2' });
    const second = await accept(house, tea);
    const notes = [
      await deliver(first, '6', '2032-06-03'),
      await deliver(second, '5', '2032-06-10'),
      await deliver(first, '4', '2032-06-17'),
    ];
    const [wrong = ''] = await billed(customer, '2032-06-30');
    const { charged, period, lines } = await snapshotOf(wrong);
    expect(lines[1]).toMatchObject({ product: 'TEA', gtin: '4006381333931', buyerItem: 'T-1' });
    await house.prisma.product.update({ where: { number: 'TEA' }, data: { gtin: null } });

    const { credit, correction } = await right(customer, wrong, { lines: [{ lineNo: 1, unitPrice: '9.00' }] });
    const again = await snapshotOf(correction.invoice);
    expect(again).toMatchObject({ charged, period, deliveries: notes, deliveredOn: '2032-06-17' });
    expect(again.lines).toEqual(
      lines.map((line, at) => (at === 0 ? { ...line, unitPrice: '9.00', net: '54.00' } : line)),
    );
    const note = CreditNoteDocument.parse(await documentOf(`credit-note:${credit.creditNote}`));
    expect(note.lines[1]).toMatchObject({ gtin: '4006381333931', buyerItem: 'T-1' });
    const text = compact(readPdf(await renderInvoice(again)).text);
    for (const said of [...notes, first.number, second.number, 'PO-1', 'PO-2']) expect(text).toContain(compact(said));
    expect(invoiceXml(again, 'ubl')).toMatch(
      /<cac:InvoicePeriod>\s*<cbc:StartDate>2032-06-01<\/cbc:StartDate>\s*<cbc:EndDate>2032-06-30</,
    );

    const less = await right(customer, correction.invoice, { without: [1, 3] });
    const ofSecond = await snapshotOf(less.correction.invoice);
    expect(ofSecond).toMatchObject({ order: first.number, deliveries: [notes[1]], deliveredOn: '2032-06-10', period });
    expect(ofSecond.charged).toEqual([charged?.[1]]);
    const xml = invoiceXml(ofSecond, 'ubl');
    expect(xml).not.toContain(first.number);
    expect(xml).toContain(second.number);

    const other = await open(monthly);
    const theirs = await right(customer, less.correction.invoice, { customer: other });
    const { charged: ofOther, lines: named } = await snapshotOf(theirs.correction.invoice);
    expect(ofOther).toMatchObject([{ delivery: notes[1], customerReference: null }]);
    expect(named).toMatchObject([{ gtin: '4006381333931' }]);
    expect(named[0]).not.toHaveProperty('buyerItem');
  });

  it('looks as the template of its day says, and went where it is said now', async () => {
    const customer = await open(monthly);
    const papers = [await ordered(customer, '2'), await ordered(customer, '3')];
    for (const [index, paper] of papers.entries()) await deliver(paper, String(index + 2), '2032-06-04');
    const [wrong = ''] = await billed(customer, '2032-06-30');
    const { deliveryAddress, template } = await snapshotOf(wrong);
    expect(template).toBeDefined();
    const there = { ...deliveryAddress, street: '7, rue des Lices' };
    const { correction } = await right(customer, wrong, { deliveryAddress: there });
    const moved = await snapshotOf(correction.invoice);
    expect(moved).toMatchObject({ template, deliveryAddress: there, charged: [{ order: papers[0]?.number }, {}] });
    expect(moved.charged?.some(({ address }) => address !== undefined)).toBe(false);
  });
});

describe('an order that is billed once all of it is delivered', () => {
  it('has one invoice that comes to the acknowledged total, over all its deliveries', async () => {
    const customer = await open({ kind: 'order' });
    const draft = await draftOrder(
      house,
      customer,
      [
        { product: 'BOX', quantity: '10' },
        { product: 'TEA', quantity: '7' },
      ],
      { freight: '9.99' },
    );
    const paper = await accept(house, draft);
    const first = await house.activities.recordDelivery(
      deliveryInput(
        paper,
        [
          { lineNo: 1, quantity: '4' },
          { lineNo: 2, quantity: '3' },
        ],
        '2031-11-04',
      ),
    );
    expect(first.situation).toMatchObject({ stage: 'in-delivery', toInvoice: null, unpaid: 1 });
    await bill('2031-11-30');
    const last = await house.activities.recordDelivery(
      deliveryInput(
        paper,
        [
          { lineNo: 1, quantity: '6' },
          { lineNo: 2, quantity: '4' },
        ],
        '2031-11-25',
      ),
    );
    const oldest = done(first.answer);
    expect(last.situation).toMatchObject({ stage: 'delivered', toInvoice: oldest.number });
    const { answer, situation } = await house.activities.recordInvoice(
      invoiceInput({ ...paper, delivery: oldest }, '2031-11-25'),
    );
    expect([answer.gross, situation.toInvoice, situation.unpaid]).toEqual([paper.totals.gross, null, 1]);
    const snapshot = await snapshotOf(answer.number);
    expect(snapshot.lines.map(({ lineNo, quantity }) => [lineNo, quantity])).toEqual([
      [1, '4'],
      [2, '3'],
      [3, '6'],
      [4, '4'],
    ]);
    expect(snapshot.period).toEqual({ from: '2031-11-04', to: '2031-11-25' });
  });

  it('is billed by hand for what it has had, and its process invoices the rest', async () => {
    const customer = await open({ kind: 'order' });
    const paper = await ordered(customer, '10');
    await deliver(paper, '4', '2031-12-02');
    expect(await billed(customer, '2031-12-31')).toEqual([]);
    const [part = ''] = await billed(customer, '2031-12-31', byHand('2031-12-31', customer));
    expect(money((await invoice(part)).net)).toBe('40.00');
    const last = await house.activities.recordDelivery(
      deliveryInput(paper, [{ lineNo: 1, quantity: '6' }], '2032-01-08'),
    );
    const delivery = done(last.answer);
    const { answer } = await house.activities.recordInvoice(invoiceInput({ ...paper, delivery }, '2032-01-08'));
    expect(answer.gross).toBe('72.00');
  });
});

describe('a customer who is billed delivery by delivery', () => {
  it('is passed over by a run', async () => {
    const customer = await open({ kind: 'delivery' });
    const paper = await ordered(customer, '10');
    await deliver(paper, '10', '2032-02-03');
    expect(await billed(customer, '2032-02-29', byHand('2032-02-29', customer))).toEqual([]);
    expect(await standing(paper)).toMatchObject({ toInvoice: expect.stringMatching(/^BL-/), unpaid: 0 });
  });
});

describe('a run that is killed', () => {
  /** Activities whose transaction is lost at the nth statement. */
  function dyingAt(nth: number) {
    let statements = 0;
    const atWork = createPrisma(house.database.url, { poolSize: 2, connectTimeoutMs: 60_000 });
    const prisma = atWork.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          statements += 1;
          if (statements === nth) throw new Error('killed');
          return query(args);
        },
      },
    }) as unknown as PrismaClient;
    const { mail } = house.post;
    const activities = createActivities({
      prisma,
      databaseUrl: house.database.url,
      documents: house.documents,
      mail,
      processes: writtenDown([]),
      platform: noPlatform,
      publicUrl: 'http://127.0.0.1:3000',
    });
    return { activities, close: () => atWork.$disconnect() };
  }

  it('between any two statements has billed nothing, or all; then it goes on', async () => {
    const customer = await open(monthly);
    const papers = [await ordered(customer, '4'), await ordered(customer, '6')];
    for (const paper of papers) for (const on of ['2032-03-02', '2032-03-09']) await deliver(paper, '2', on);
    const now = noonOf(house, '2032-03-31');
    const run = `billing:${randomUUID()}`;
    await house.activities.beginBilling({ run, now, request: null });
    const made = () => house.prisma.invoice.count({ where: { customerNumber: customer } });
    let deaths = 0;
    for (;;) {
      const { activities, close } = dyingAt(deaths + 1);
      try {
        await activities.billCustomer({ run, customer, part: 1, now });
        break;
      } catch {
        deaths += 1;
        expect(await made()).toBe(0);
      } finally {
        await close();
      }
    }
    expect(deaths).toBeGreaterThan(5);
    expect(await made()).toBe(1);
    expect((await deliveriesOf(customer)).map(([, invoices]) => invoices)).toEqual([1, 1, 1, 1]);
  });

  it('in the middle of many, twice, and taken up by two at once, has each delivery on one invoice', async () => {
    const customers = await inSteps(20, () => open(monthly));
    await inSteps(customers.length * 5, async (index) => {
      const paper = await ordered(customers[index % customers.length] ?? '', '4');
      for (const on of ['2032-04-06', '2032-04-20']) await deliver(paper, '2', on);
    });
    const now = noonOf(house, '2032-04-30');
    const run = `billing:${randomUUID()}`;
    const again = `billing:${randomUUID()}`;
    for (const each of [run, again]) await house.activities.beginBilling({ run: each, now, request: null });
    const page = await house.activities.readBillingPage({ run, after: null, done: 0, limit: 7 });
    await Promise.all(page.map((customer) => house.activities.billCustomer({ run, customer, part: 1, now })));
    await Promise.all([walk(run, now), walk(again, now)]);
    const charged = await Promise.all(customers.map(deliveriesOf));
    expect(charged.flat().map(([, invoices]) => invoices)).toEqual(Array.from({ length: 200 }, () => 1));
    const invoices = await house.prisma.invoice.groupBy({
      by: ['customerNumber'],
      where: { customerNumber: { in: customers } },
      _count: true,
      _sum: { net: true },
    });
    expect(invoices.map(({ _count, _sum }) => [_count, _sum.net?.toFixed(2)])).toEqual(
      customers.map(() => [1, '200.00']),
    );
  });
});

/** So many, ten at a time. */
async function inSteps<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < count; from += 10) {
    const some = Array.from({ length: Math.min(10, count - from) }, (_, index) => work(from + index));
    done.push(...(await Promise.all(some)));
  }
  return done;
}

describe('books with invoices over several orders', () => {
  it('prove', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
  });
});
