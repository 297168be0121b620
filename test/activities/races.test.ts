import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { bookPayment, done, draftOrder, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import {
  accept,
  allocationInput,
  clearInput,
  deliverAll,
  deliveryInput,
  enter,
  invoiceAll,
  invoiceInput,
  type EnteredPaper,
} from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'NUMBER', '1000');
});
afterAll(() => house.close());

describe('a credit limit of 5,000.00', () => {
  it('takes exactly 50 of 200 orders of 100.00 at once, then 10 more when 1,000.00 are paid', async () => {
    const customer = await openAccount(house, 'RUSH', { creditLimit: '5000.00' });
    await listProduct(house, 'EXACT', '200', { listPrice: '100.00', taxClass: 'exempt' });
    const draft = await draftOrder(house, customer, [{ product: 'EXACT', quantity: '1' }]);
    const papers = await allAtOnce(Array.from({ length: 200 }), (_, index) =>
      enter(house, draft, new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString()),
    );
    const first = parted(papers);
    expect([first.passed.length, first.held.length]).toEqual([50, 150]);
    expect(await exposureOf(customer)).toEqual({ kept: '5000.00', summed: '5000.00' });

    // Ten of the fifty are delivered, invoiced and paid.
    const woken = new Set<string>();
    for (const paper of first.passed.slice(0, 10)) for (const order of await settle(paper)) woken.add(order);
    expect(await exposureOf(customer)).toEqual({ kept: '4000.00', summed: '4000.00' });
    const oldest = first.held
      .map((paper) => paper.number)
      .toSorted()
      .slice(0, 10);
    expect([...woken].toSorted()).toEqual(oldest);

    // All that are held ask at once: only ten fit.
    const asked = await allAtOnce(first.held, async (paper) => {
      const { situation } = await house.activities.clearOrder(clearInput(house, paper));
      return { ...paper, situation };
    });
    const second = parted(asked);
    expect([second.passed.length, second.held.length]).toEqual([10, 140]);
    expect(await exposureOf(customer)).toEqual({ kept: '5000.00', summed: '5000.00' });
  });
});

describe('one line', () => {
  it('of 100 is never exceeded by 50 deliveries of 1 to 5 at once', async () => {
    const customer = await openAccount(house, 'RUSH-2');
    await listProduct(house, 'LINE', '120');
    const paper = await accept(house, await draftOrder(house, customer, [{ product: 'LINE', quantity: '100' }]));
    // 10 × (1 + 2 + 3 + 4 + 5) = 150 are asked for
    const answers = await allAtOnce(Array.from({ length: 50 }), async (_, index) => {
      const lines = [{ lineNo: 1, quantity: String(1 + (index % 5)) }];
      return (await house.activities.recordDelivery(deliveryInput(paper, lines, house.today))).answer;
    });
    const refused = answers.filter((answer) => answer.kind === 'refused');
    for (const answer of refused) expect(answer).toMatchObject({ code: 'over-delivery' });
    const [sums] = await house.prisma.$queryRaw<Record<string, number>[]>`
      SELECT (SELECT delivered::int FROM order_line WHERE order_number = ${paper.number}) AS delivered,
        (SELECT sum(quantity)::int FROM delivery_line l JOIN delivery d ON d.number = l.delivery_number WHERE d.order_number = ${paper.number}) AS noted,
        (SELECT count(*)::int FROM delivery WHERE order_number = ${paper.number}) AS notes,
        (SELECT on_hand::int FROM stock WHERE product_number = 'LINE') AS on_hand,
        (SELECT allocated::int FROM stock WHERE product_number = 'LINE') AS allocated`;
    const delivered = sums?.['delivered'] ?? 0;
    // What is left is less than the smallest delivery that was refused.
    expect(delivered).toBeGreaterThan(95);
    expect(delivered).toBeLessThanOrEqual(100);
    expect(sums).toEqual({
      delivered,
      noted: delivered,
      notes: 50 - refused.length,
      on_hand: 120 - delivered,
      allocated: 100 - delivered,
    });
  });
});

describe('invoice numbers', () => {
  it('have no gap and follow the dates: parallel invoices, a third of them undone, dates that go back at midnight', async () => {
    const customer = await openAccount(house, 'RUSH-3');
    const draft = await draftOrder(house, customer, [{ product: 'NUMBER', quantity: '1' }]);
    const papers = await allAtOnce(Array.from({ length: 60 }), () => deliverAll(house, draft, '2035-06-14'));
    const dates = ['2035-06-15', '2035-06-14', '2035-06-16', '2035-06-15'];
    const dateOf = (index: number) => dates[index % dates.length] ?? '';
    const asked = papers.map((paper, index) => invoiceInput(paper, dateOf(index)));
    // Thirty more take a number and have to give it back: what they write is not taken.
    const lost = await allAtOnce(Array.from({ length: 30 }), () => deliverAll(house, draft, '2035-06-14'));
    const refusing = `CHECK (order_number NOT IN (${lost.map(({ number }) => `'${number}'`).join(', ')}))`;
    await owner(`ALTER TABLE invoice ADD CONSTRAINT undone ${refusing}`);
    const undoing = lost.map((paper, index) => invoiceInput(paper, dateOf(index)));
    // One is alone before midnight: whichever of the others comes first, two dates are in the series.
    const first = asked.find((input) => input.today === '2035-06-14');
    if (first === undefined) throw new Error('none of them is asked for the earliest date');
    await house.activities.recordInvoice(first);
    const others = [...asked.filter((input) => input !== first), ...undoing].toSorted((a, b) =>
      a.deliveryNumber.slice(-1) < b.deliveryNumber.slice(-1) ? -1 : 1,
    );
    const undone = await allAtOnce(others, (input) =>
      house.activities.recordInvoice(input).then(
        () => [],
        (error: unknown) => [String(error)],
      ),
    );
    expect(undone.flat()).toHaveLength(30);
    for (const error of undone.flat()) expect(error).toContain('undone');
    await owner('ALTER TABLE invoice DROP CONSTRAINT undone');
    const invoices = await invoicesOf(customer);
    expect(invoices.map((invoice) => invoice.sequence)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(invoices.map((invoice) => invoice.number)).toEqual(
      invoices.map((invoice) => `FA-2035-${String(invoice.sequence).padStart(6, '0')}`),
    );
    const issued = invoices.map((invoice) => invoice.issued);
    expect(issued).toEqual(issued.toSorted());
    expect([issued[0], issued.at(-1)]).toEqual(['2035-06-14', '2035-06-16']);
    const wanted = new Map(asked.map((input) => [input.orderNumber, input.today]));
    for (const invoice of invoices) {
      expect(invoice.issued >= (wanted.get(invoice.order) ?? '')).toBe(true);
      // 30 days net count from the day it was issued: 14, 15, 16 June + 30 days.
      expect(invoice.due).toBe(invoice.issued.replace('-06-', '-07-'));
    }
  });

  it('begin anew with the year, each year with its own order of dates', async () => {
    const customer = await openAccount(house, 'RUSH-4');
    const draft = await draftOrder(house, customer, [{ product: 'NUMBER', quantity: '1' }]);
    const numbers: string[] = [];
    for (const date of ['2036-12-31', '2037-01-01', '2036-12-31', '2037-01-02']) {
      const paper = await deliverAll(house, draft, date);
      const { answer } = await house.activities.recordInvoice(invoiceInput(paper, date));
      const { number, issueDate } = answer;
      numbers.push(`${number} ${issueDate}`);
    }
    expect(numbers).toEqual([
      'FA-2036-000001 2036-12-31',
      'FA-2037-000001 2037-01-01',
      'FA-2036-000002 2036-12-31',
      'FA-2037-000002 2037-01-02',
    ]);
  });
});

describe('the last cent', () => {
  it('of many payments at once is taken once; what is too much stays with the payments', async () => {
    const customer = await openAccount(house, 'RUSH-5');
    const draft = await draftOrder(house, customer, [{ product: 'NUMBER', quantity: '10' }]);
    const paper = await invoiceAll(house, draft);
    const payments = await Promise.all(Array.from({ length: 8 }, () => bookPayment(house, customer, '20.00')));
    const answers = await Promise.all(
      payments.map((payment) =>
        house.activities.recordAllocations(allocationInput(paper, payment, '20.00', house.today)),
      ),
    );
    const taken = answers.map((answer) => done(answer).moves[0]?.amount ?? '0.00');
    // 120.00 open: six whole payments
    expect(taken.toSorted()).toEqual(['0.00', '0.00', ...Array<string>(6).fill('20.00')]);
    expect(answers.flatMap((answer) => done(answer).settled)).toHaveLength(1);
    expect(await exposureOf(customer)).toEqual({ kept: '-40.00', summed: '-40.00' });
    const receivable = await house.prisma.receivable.findFirstOrThrow({
      where: { invoiceNumber: paper.invoice.number },
    });
    expect(receivable.open.toFixed(2)).toBe('0.00');
  });
});

/** As many at once as there are connections, like the slots of a worker; the others take their places. */
async function allAtOnce<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const slot = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 20 }, slot));
  return results;
}

function parted(papers: readonly EnteredPaper[]) {
  const of = (stage: string) => papers.filter(({ situation }) => situation.stage === stage);
  return { passed: of('accepted'), held: of('credit-hold') };
}

/** Delivers, invoices and pays an accepted order. @returns the held orders that are to ask again */
async function settle(paper: EnteredPaper): Promise<readonly string[]> {
  const recorded = await house.activities.recordDelivery(deliveryInput(paper, undefined, house.today));
  const delivered = { ...paper, acknowledgement: '', delivery: done(recorded.answer) };
  const { answer: invoice } = await house.activities.recordInvoice(invoiceInput(delivered, house.today));
  const payment = await bookPayment(house, paper.draft.customer, '100.00');
  const input = allocationInput({ ...delivered, invoice }, payment, '100.00', house.today);
  return done(await house.activities.recordAllocations(input)).freedOrders;
}

const owner = (sql: string) => withClient(house.database.ownerUrl, (client) => client.query(sql));

async function exposureOf(customer: string) {
  const rows = await house.prisma.$queryRaw<{ kept: string; summed: string }[]>`
    SELECT round(exposure, 2)::text AS kept,
      round((SELECT coalesce(sum(amount), 0) FROM exposure WHERE customer_number = ${customer}), 2)::text AS summed
    FROM customer WHERE number = ${customer}`;
  return rows[0];
}

const invoicesOf = (customer: string) =>
  house.prisma.$queryRaw<{ number: string; sequence: number; order: string; issued: string; due: string }[]>`
    SELECT number, sequence, order_number AS "order", issue_date::text AS issued, due_date::text AS due
    FROM invoice WHERE customer_number = ${customer} ORDER BY sequence`;
