import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllocationWish, LedgerResult } from '../../contracts/account.js';
import { StatementDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import { addDays } from '../../domain/calendar.js';
import { recordPayment } from '../../prisma/commands/payments.js';
import { issueStatement } from '../../prisma/commands/statements.js';
import { customerHabits } from '../../prisma/queries/customer-habits.js';
import { getCustomerExposure } from '../../prisma/queries/customers.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { readPdf } from '../documents/pdf-text.js';
import {
  bookPayment,
  bookReturn,
  done,
  draftOrder,
  karim,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { dun, enter, invoicesOfTen, raiseClaim, sendEveryDay, type InvoicedPaper } from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

/** A customer with invoices of 10 boxes, 120.00 tax included, each of an order of its own. */
async function invoiced(count: number, limit = '100000.00'): Promise<{ customer: string; papers: InvoicedPaper[] }> {
  const customer = await openAccount(house, `LEDGER-${(accounts += 1)}`, { creditLimit: limit });
  const papers = await invoicesOfTen(house, customer, count);
  return { customer, papers };
}

const act = (customer: string) => ({ customer, on: house.today, actor: karim() });
const allocate = (customer: string, paymentId: string, wish: AllocationWish) =>
  house.activities.recordAllocations({ ...act(customer), paymentId, wish });
const posted = async (answer: ReturnType<typeof allocate>): Promise<LedgerResult> => done(await answer);
const exposureOf = async (customer: string) =>
  (await getCustomerExposure(house.prisma, customer, { salesperson: null }))?.exposure;
const openOf = async (customer: string) => {
  const rows = await house.prisma.receivable.findMany({
    where: { customerNumber: customer },
    orderBy: { invoiceNumber: 'asc' },
  });
  return rows.map(({ open }) => open.toFixed(2));
};
const leftOf = async (id: string) =>
  (await house.prisma.payment.findUniqueOrThrow({ where: { id } })).unallocated.toFixed(2);

describe('a statement of account', () => {
  const ask = (customer: string, on: string | undefined, nowMs: number) =>
    house.prisma.$transaction((tx) =>
      issueStatement(
        tx,
        customer,
        { ...(on !== undefined && { on }), mail: true },
        karim(),
        { salesperson: null },
        nowMs,
      ),
    );
  const saidBy = async (number: string) => {
    const row = await house.prisma.document.findUniqueOrThrow({ where: { id: documentIds.statement(number) } });
    return StatementDocument.parse(row.snapshot);
  };

  // Two invoices of 120.00, due 30 days after today. 50.00 paid on the first 40 days from now, 30.00 that nobody allocates.
  it('tells what was open at the end of its day, by age, whatever was posted since', async () => {
    const { customer, papers } = await invoiced(2);
    const later = (days: number) => addDays(house.today, days);
    const payment = await bookPayment(house, customer, '80.00', later(40));
    const invoice = papers[0]?.invoice.number ?? '';
    const wish = { allocations: [{ invoice, amount: '50.00' }] };
    await posted(house.activities.recordAllocations({ ...act(customer), on: later(40), paymentId: payment, wish }));
    const inFiftyDays = Date.parse(`${later(50)}T10:00:00Z`);

    const then = done(await ask(customer, later(35), inFiftyDays));
    expect(then).toMatchObject({ on: later(35), owed: '240.00', credited: '0.00', balance: '240.00' });
    expect((await saidBy(then.number)).items.map(({ open, overdueDays }) => [open, overdueDays])).toEqual([
      ['120.00', 5],
      ['120.00', 5],
    ]);

    const now = done(await ask(customer, undefined, inFiftyDays));
    expect(now).toMatchObject({ on: later(50), owed: '190.00', credited: '30.00', balance: '160.00' });
    const said = await saidBy(now.number);
    expect(said.items.map(({ open }) => open).toSorted()).toEqual(['120.00', '70.00']);
    expect(said.credits).toMatchObject([{ kind: 'payment', date: later(40), open: '30.00' }]);
    expect(said.ageing).toEqual(
      ['not-due', '1-30', '31-60', '61-90', 'over-90'].map((bucket) => ({
        bucket,
        amount: bucket === '1-30' ? '190.00' : '0.00',
      })),
    );
  });

  it('leaves as a mail to whom invoices go to, with its PDF, in which the same figures stand', async () => {
    const { customer } = await invoiced(1);
    const { number, mail } = done(await ask(customer, undefined, Date.parse(`${house.today}T10:00:00Z`)));
    expect(await house.activities.sendMail(mail ?? '')).toEqual({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(mail ?? '');
    expect(copy?.text).toContain('120,00');
    expect(copy?.attachments).toMatchObject([{ type: 'application/pdf' }]);
    const [file] = await house.documents.get([documentIds.statement(number)]);
    const { text } = readPdf(file?.bytes ?? new Uint8Array());
    expect(text).toContain('Relevé de compte');
    expect(text).toContain('Solde à nous régler : 120,00 €');
  });

  it('is refused for a day to come, and of a customer who is not there', async () => {
    const now = Date.parse(`${house.today}T10:00:00Z`);
    const { customer } = await invoiced(1);
    expect(await ask(customer, addDays(house.today, 1), now)).toMatchObject({ kind: 'refused', field: 'on' });
    expect(await ask('NOBODY', undefined, now)).toMatchObject({ kind: 'refused', code: 'not-found' });
  });
});

describe('the habits of a customer', () => {
  it('are what it orders and how it pays, weighted by amount: (120 × 2 + 60 × 5) / 180 = 3 days, 27 before due', async () => {
    const { customer, papers } = await invoiced(2);
    const pay = async (at: number, amount: string, days: number): Promise<void> => {
      const payment = await bookPayment(house, customer, amount, addDays(house.today, days));
      const invoice = papers[at]?.invoice.number ?? '';
      await posted(allocate(customer, payment, { allocations: [{ invoice, amount }] }));
    };
    await pay(0, '120.00', 2);
    await pay(1, '60.00', 5);
    const nowMs = Date.parse(house.today);
    const habits = await customerHabits(house.prisma, customer, { salesperson: null }, nowMs);
    expect(habits?.payment).toEqual({ invoices: 2, meanDaysToPay: 3, meanDaysLate: -27 });
    expect(habits?.rhythm).toEqual({ orders: 2, lastOn: house.today, everyDays: null, nextOn: null });
    expect(habits?.products).toMatchObject([{ product: 'BOX', orders: 2, quantity: '10', unitPrice: '10.00' }]);
    expect(await customerHabits(house.prisma, customer, { salesperson: 'nobody' }, nowMs)).toBeNull();
  });
});

describe('one transfer for twenty invoices', () => {
  it('pays them all in one transaction, and each order hears of it', async () => {
    const { customer, papers } = await invoiced(20);
    const payment = await bookPayment(house, customer, '2400.00');
    const allocations = papers.map(({ invoice }) => ({ invoice: invoice.number, amount: '120.00' }));
    const result = await posted(allocate(customer, payment, { allocations }));
    expect(result.unallocated).toBe('0.00');
    expect(result.moves).toHaveLength(20);
    expect(result.settled.map(({ order }) => order).toSorted()).toEqual(papers.map(({ number }) => number).toSorted());
    expect(result.paidOrders).toEqual(papers.map(({ number }) => number).toSorted());
    expect([await exposureOf(customer), new Set(await openOf(customer))]).toEqual(['0.00', new Set(['0.00'])]);
  });

  it('of which one is somebody else’s pays none', async () => {
    const { customer, papers } = await invoiced(1);
    const stranger = (await invoiced(1)).papers[0]?.invoice.number ?? '';
    const payment = await bookPayment(house, customer, '240.00');
    const allocations = [papers[0]?.invoice.number ?? '', stranger].map((invoice) => ({ invoice, amount: '120.00' }));
    expect(await allocate(customer, payment, { allocations })).toMatchObject({
      kind: 'refused',
      field: 'allocations.1.invoice',
    });
    expect([await openOf(customer), await leftOf(payment)]).toEqual([['120.00'], '240.00']);
  });
});

describe('payments that come in the same second', () => {
  it('for one invoice pay it once; what is over stays with the payments', async () => {
    const { customer, papers } = await invoiced(1);
    const invoice = papers[0]?.invoice.number ?? '';
    const payments = await Promise.all(Array.from({ length: 8 }, () => bookPayment(house, customer, '50.00')));
    const wish = { allocations: [{ invoice, amount: '50.00' }] };
    const results = await Promise.all(payments.map((payment) => posted(allocate(customer, payment, wish))));
    // 50.00 + 50.00 + 20.00 = 120.00, and 8 × 50.00 - 120.00 = 280.00 is left.
    const left = results.map(({ unallocated }) => Number(unallocated)).toSorted((a, b) => a - b);
    expect(left).toEqual([0, 0, 30, 50, 50, 50, 50, 50]);
    expect(results.filter(({ settled }) => settled.length === 1)).toHaveLength(1);
    expect([await openOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '-280.00']);
  });
});

describe('money taken back', () => {
  it('opens again what it had settled, and can be allocated anew', async () => {
    const { customer, papers } = await invoiced(2);
    const [first, second] = papers.map(({ invoice }) => invoice.number) as [string, string];
    const payment = await bookPayment(house, customer, '120.00');
    await posted(allocate(customer, payment, { allocations: [{ invoice: first, amount: '120.00' }] }));
    const reversal = { ...act(customer), paymentId: payment, allocation: 1, reason: 'the other invoice was meant' };
    const back = done(await house.activities.recordReversal(reversal));
    expect(back).toMatchObject({
      unallocated: '120.00',
      reopened: [{ invoice: first, order: papers[0]?.number }],
      settled: [],
    });
    expect(await openOf(customer)).toEqual(['120.00', '120.00']);
    await posted(allocate(customer, payment, { allocations: [{ invoice: second, amount: '120.00' }] }));
    expect(await openOf(customer)).toEqual(['120.00', '0.00']);
    const again = await house.activities.recordReversal({ ...reversal, actor: karim() });
    expect(again).toMatchObject({ kind: 'refused', code: 'allocation-reversed' });
  });

  it('by the bank undoes what was allocated last, and no more', async () => {
    const { customer, papers } = await invoiced(2);
    const [first, second] = papers.map(({ invoice }) => invoice.number) as [string, string];
    const payment = await bookPayment(house, customer, '200.00');
    const allocations = [
      { invoice: first, amount: '120.00' },
      { invoice: second, amount: '60.00' },
    ];
    await posted(allocate(customer, payment, { allocations }));
    const back = await bookReturn(house, payment, '-50.00');
    expect([await exposureOf(customer), await leftOf(back)]).toEqual(['90.00', '-50.00']);
    const result = done(await house.activities.recordReturn({ ...act(customer), paymentId: back }));
    // 20.00 was not allocated; the 60.00 on the second invoice come back: 80.00 - 50.00 = 30.00 is left.
    expect(result.moves).toMatchObject([{ item: { invoice: second }, amount: '-60.00', open: '120.00' }]);
    expect(result.unallocated).toBe('30.00');
    expect([await openOf(customer), await leftOf(payment), await leftOf(back)]).toEqual([
      ['0.00', '120.00'],
      '30.00',
      '0.00',
    ]);
    expect(await exposureOf(customer)).toBe('90.00');
  });

  it('beyond what a payment brought is refused, and stays on the account for somebody to look at', async () => {
    const { customer } = await invoiced(0);
    const payment = await bookPayment(house, customer, '40.00');
    const back = await bookReturn(house, payment, '-40.01');
    const refused = await house.activities.recordReturn({ ...act(customer), paymentId: back });
    expect(refused).toMatchObject({ kind: 'refused', code: 'over-return' });
    expect([await leftOf(payment), await leftOf(back), await exposureOf(customer)]).toEqual([
      '40.00',
      '-40.01',
      '0.01',
    ]);
  });
});

describe('interest and fee', () => {
  it('paid by the customer are no credit; they bind no limit, and come after the principal', async () => {
    const { customer, papers } = await invoiced(1);
    const [paper] = papers;
    if (paper === undefined) throw new Error('no invoice');
    await raiseClaim(house, paper, 'interest', '1.00');
    await raiseClaim(house, paper, 'interest', '1.35', 'level-3');
    await raiseClaim(house, paper, 'recovery-fee', '40.00');
    await raiseClaim(house, paper, 'recovery-fee', '40.00', 'level-3');
    expect(await exposureOf(customer)).toBe('120.00');
    const id = randomUUID();
    const remittanceText = `facture ${paper.invoice.number} et penalites`;
    const input = {
      customer,
      amount: '161.35',
      currency: 'EUR',
      date: house.today,
      reference: id,
      remittanceText,
    } as const;
    done(await recordPayment(house.prisma, { id, input, actor: karim(), nowMs: Date.parse(input.date) }));
    const result = await posted(allocate(customer, id, { order: 'by-remittance' }));
    expect(result.moves.map(({ amount }) => amount)).toEqual(['120.00', '1.35', '40.00']);
    expect([result.unallocated, await exposureOf(customer)]).toEqual(['0.00', '0.00']);
  });
});

describe('the last cent', () => {
  it('of a letter that waits takes it out of the queue, whether it was paid or written off', async () => {
    const { customer, papers } = await invoiced(2);
    const [paid, lost] = papers;
    if (paid === undefined || lost === undefined) throw new Error('no invoices');
    const levels = house.policies.dunning.levels.map((level) => ({ ...level, creditStop: true }));
    await sendEveryDay(house, { levels });
    await dun(house, customer, addDays(paid.invoice.dueDate, 5));
    const payment = await bookPayment(house, customer, '119.99');
    const allocations = [{ invoice: paid.invoice.number, amount: '119.99' }];
    const first = await posted(allocate(customer, payment, { allocations }));
    expect([first.settled, await openOf(customer)]).toEqual([[], ['0.01', '120.00']]);
    const writeOff = (invoice: string, reason: string) =>
      house.activities.recordWriteOff({ ...act(customer), invoice, reason });
    expect(done(await writeOff(paid.invoice.number, 'one cent')).paidOrders).toEqual([paid.number]);
    const stopped = () => house.prisma.customer.findUniqueOrThrow({ where: { number: customer } });
    expect((await stopped()).creditStop).toBe(true);
    expect(done(await writeOff(lost.invoice.number, 'insolvent')).paidOrders).toEqual([lost.number]);
    expect((await stopped()).creditStop).toBe(false);
    const letters = await house.prisma.outgoing.findMany({
      where: { customerNumber: customer, kind: 'dunning-letter' },
    });
    expect(letters.map(({ status }) => status)).toEqual(['SKIPPED']);
    expect(await house.prisma.dunningStep.count({ where: { receivable: { customerNumber: customer } } })).toBe(0);
    expect(await exposureOf(customer)).toBe('0.00');
    expect(await writeOff(lost.invoice.number, 'again')).toMatchObject({ kind: 'refused', code: 'nothing-open' });
  });

  it('gives room to orders that were held, the oldest first', async () => {
    const { customer, papers } = await invoiced(1, '150.00');
    const held = await enter(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
    const payment = await bookPayment(house, customer, '120.00');
    const wish = { allocations: [{ invoice: papers[0]?.invoice.number ?? '', amount: '120.00' }] };
    expect((await posted(allocate(customer, payment, wish))).freedOrders).toEqual([held.number]);
  });
});

describe('money from nobody known', () => {
  it('is on record, whole, and on nobody’s account', async () => {
    const id = randomUUID();
    const input = { amount: '500.00', currency: 'EUR', date: house.today, reference: `VIR-${id}` } as const;
    expect(
      done(await recordPayment(house.prisma, { id, input, actor: karim(), nowMs: Date.parse(input.date) })),
    ).toMatchObject({
      customer: null,
      unallocated: '500.00',
    });
    const { customer } = await invoiced(0);
    expect(await allocate(customer, id, { order: 'oldest-first' })).toMatchObject({ kind: 'refused' });
  });
});

describe('the ledger', () => {
  it('keeps every row as it was written', async () => {
    const change = house.prisma.$executeRaw`UPDATE ledger_entry SET amount = 1`;
    await expect(change).rejects.toThrow(/never changed or deleted/);
    await expect(house.prisma.$executeRaw`DELETE FROM ledger_entry`).rejects.toThrow(/never changed or deleted/);
  });

  it('agrees with everything that follows from it', async () => {
    const { violations } = await verifyDatabase(house.database.url);
    const names = violations.map(({ invariant }) => invariant.name);
    expect(names.filter((name) => !name.startsWith('mail') && !name.startsWith('dunning'))).toEqual([]);
  });
});
