import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/calendar.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { listDunningRuns } from '../../prisma/queries/dunning.js';
import { tellIn } from '../../words/said.js';
import { bookPayment, done, karim, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { dun, dunningInput, invoicesOfTen, letterId, sendEveryDay, type InvoicedPaper } from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house, { thresholds: [{ currency: 'EUR', minimum: '5.00', residue: '1.00' }] });
  await listProduct(house, 'BOX', '1000000');
});
afterAll(() => house.close());

/** Invoices of 10 boxes, 120.00 tax included, due on one day. */
async function owing(count: number): Promise<{ customer: string; papers: readonly InvoicedPaper[]; dueDate: string }> {
  const customer = await openAccount(house, `OWES-${(accounts += 1)}`);
  const papers = await invoicesOfTen(house, customer, count);
  return { customer, papers, dueDate: papers[0]?.invoice.dueDate ?? '' };
}

const act = (customer: string) => ({ customer, on: house.today, actor: karim() });
const allocate = async (customer: string, amount: string, invoice: string) =>
  done(
    await house.activities.recordAllocations({
      ...act(customer),
      paymentId: await bookPayment(house, customer, amount),
      wish: { allocations: [{ invoice, amount }] },
    }),
  );
const questions = (customer: string) =>
  house.prisma.$queryRaw<{ kind: string; status: string; amount: string }[]>`
    SELECT kind, status, round(amount, 2)::text AS amount FROM work_item
    WHERE customer_number = ${customer} AND (kind = 'write-off' OR (kind = 'allocation' AND status = 'open')) ORDER BY id`;
const runsOf = async (customer: string) =>
  (await house.prisma.dunningRun.findMany({ where: { customerNumber: customer }, orderBy: { number: 'asc' } })).map(
    ({ facts }) => facts,
  );
const hold = async (customer: string, invoice?: string, until?: string) =>
  done(
    await house.activities.recordHold({
      ...act(customer),
      reason: 'disputed by telephone',
      ...(invoice !== undefined && { invoice }),
      ...(until !== undefined && { until }),
    }),
  );

describe('a transfer that names no invoice', () => {
  it('and covers what is due stops the letters: finance is asked to allocate it, once', async () => {
    const { customer, papers, dueDate } = await owing(2);
    await bookPayment(house, customer, '240.00');
    expect(await dun(house, customer, addDays(dueDate, 5))).toEqual([]);
    expect(await questions(customer)).toEqual([{ kind: 'allocation', status: 'open', amount: '240.00' }]);
    expect(await dun(house, customer, addDays(dueDate, 15))).toEqual([]);
    expect(await runsOf(customer)).toMatchObject([
      { unallocated: '240.00', taken: [], leftOut: [{ reason: 'money-covers' }, { reason: 'money-covers' }] },
    ]);
    // One of the two is paid by another transfer: the money still covers the other, and finance still has it to allocate.
    await allocate(customer, '120.00', papers[0]?.invoice.number ?? '');
    expect(await dun(house, customer, addDays(dueDate, 16))).toEqual([]);
    expect(await questions(customer)).toEqual([{ kind: 'allocation', status: 'open', amount: '240.00' }]);
    expect(await runsOf(customer)).toHaveLength(1);
  });

  it('and covers a part of it does not', async () => {
    const { customer, dueDate } = await owing(2);
    await bookPayment(house, customer, '239.99');
    const [letter = '', ...others] = await dun(house, customer, addDays(dueDate, 5));
    expect(others).toEqual([]);
    expect(await runsOf(customer)).toMatchObject([{ unallocated: '239.99', leftOut: [] }]);
    await house.activities.sendMail(letter);
    const [copy] = await house.post.copiesOf(letter);
    expect(copy?.text.replaceAll(/\s/g, ' ')).toContain('Nous avons par ailleurs reçu de vous 239,99 €');
  });
});

describe('why a customer got this letter and not that', () => {
  it('is read run by run, the newest first, a page at a time: levels with their letters, what was left out and why', async () => {
    const { customer, papers, dueDate } = await owing(2);
    const [held, reminded] = papers.map(({ invoice }) => invoice.number) as [string, string];
    await hold(customer, held, addDays(dueDate, 8));
    for (const days of [5, 9])
      for (const mail of await dun(house, customer, addDays(dueDate, days))) await house.activities.sendMail(mail);
    const page = async (cursor?: string) => {
      const request = { limit: 1, ...(cursor !== undefined && { cursor }) };
      const read = await listDunningRuns(house.prisma, customer, request, { salesperson: null });
      if (isRefusal(read)) throw new Error(tellIn('en', read.said));
      return read;
    };
    const [newest, oldest] = [await page(), await page((await page()).nextCursor ?? '')];
    expect(newest.items).toMatchObject([
      {
        run: 2,
        decidedOn: addDays(dueDate, 9),
        taken: [{ invoice: held, level: 'level-1', status: 'SENT', step: `${held}:1:level-1` }],
        leftOut: [],
      },
    ]);
    expect(newest.items[0]?.taken[0]?.letter).not.toBeNull();
    expect(oldest.items).toMatchObject([
      {
        run: 1,
        currency: 'EUR',
        unallocated: '0.00',
        taken: [{ invoice: reminded, open: '120.00' }],
        leftOut: [{ invoice: held, level: 'level-1', reason: 'held' }],
      },
    ]);
    expect(oldest.nextCursor).toBeNull();
  });
});

describe('99.99 of 100.00', () => {
  it('is as good as paid: no letter for the cent, which is proposed for write-off, and written off it is done', async () => {
    const { customer, papers, dueDate } = await owing(1);
    const invoice = papers[0]?.invoice.number ?? '';
    await allocate(customer, '119.99', invoice);
    expect(await dun(house, customer, addDays(dueDate, 5))).toEqual([]);
    expect(await questions(customer)).toEqual([{ kind: 'write-off', status: 'open', amount: '0.01' }]);
    expect(await dun(house, customer, addDays(dueDate, 60))).toEqual([]);
    expect(await runsOf(customer)).toHaveLength(1);
    done(await house.activities.recordWriteOff({ ...act(customer), invoice, reason: 'one cent' }));
    expect(await questions(customer)).toEqual([{ kind: 'write-off', status: 'done', amount: '0.01' }]);
  });

  it('but 1.01 is asked for with more, and alone is not worth a letter', async () => {
    const { customer, papers, dueDate } = await owing(1);
    await allocate(customer, '118.99', papers[0]?.invoice.number ?? '');
    expect(await dun(house, customer, addDays(dueDate, 5))).toEqual([]);
    expect(await questions(customer)).toEqual([]);
    expect(await runsOf(customer)).toEqual([]);
  });
});

describe('a hold', () => {
  it('of one invoice leaves the other to be reminded; the day after its last day the held one follows', async () => {
    const { customer, papers, dueDate } = await owing(2);
    await hold(customer, papers[0]?.invoice.number ?? '', addDays(dueDate, 8));
    expect(await dun(house, customer, addDays(dueDate, 5))).toEqual([
      await letterId(house, papers[1]?.invoice.number ?? '', 'level-1'),
    ]);
    expect(await letterId(house, papers[0]?.invoice.number ?? '', 'level-1')).toBe('');
    expect(await runsOf(customer)).toMatchObject([{ leftOut: [{ reason: 'held' }] }]);
    expect(await dun(house, customer, addDays(dueDate, 8))).toHaveLength(1);
    expect(await dun(house, customer, addDays(dueDate, 9))).toHaveLength(2);
  });

  it('of the account holds everything until it is lifted', async () => {
    const { customer, dueDate } = await owing(2);
    const { id } = await hold(customer);
    expect(await dun(house, customer, addDays(dueDate, 40))).toEqual([]);
    done(await house.activities.recordHoldLift({ ...act(customer), hold: id, reason: 'settled' }));
    expect(await house.activities.recordHoldLift({ ...act(customer), hold: id, reason: 'again' })).toMatchObject({
      kind: 'refused',
      code: 'step-resolved',
    });
    expect(await dun(house, customer, addDays(dueDate, 40))).toHaveLength(1);
  });
});

describe('a hold of an invoice of somebody else', () => {
  it('is refused', async () => {
    const [{ customer }, { papers }] = [await owing(1), await owing(1)];
    const invoice = papers[0]?.invoice.number ?? '';
    expect(await house.activities.recordHold({ ...act(customer), invoice, reason: 'disputed' })).toMatchObject({
      kind: 'refused',
      field: 'invoice',
    });
  });
});

describe('interest and fee', () => {
  it('are owed once their letter has left, not before; a repeated claim raises what is more', async () => {
    const { customer, dueDate } = await owing(1);
    const sendAll = async (days: number) => {
      for (const mail of await dun(house, customer, addDays(dueDate, days))) await house.activities.sendMail(mail);
    };
    const claims = async () =>
      (await house.prisma.claim.findMany({ where: { customerNumber: customer }, orderBy: { id: 'asc' } })).map(
        ({ kind, open }) => `${kind} ${open.toFixed(2)}`,
      );
    await sendAll(5);
    expect(await claims()).toEqual([]);
    await dun(house, customer, addDays(dueDate, 15));
    expect(await claims()).toEqual([]);
    await sendAll(15);
    // 120.00 × 12 % × 15 / 365 = 0.591…
    expect(await claims()).toEqual(['interest 0.59', 'recovery-fee 40.00']);
    await sendAll(30);
    // 120.00 × 12 % × 30 / 365 = 1.183…
    expect(await claims()).toEqual(['interest 1.18', 'recovery-fee 40.00']);
  });
});

describe('a customer with 2,000 open invoices', () => {
  it('has one next date, and one run of the dunning', async () => {
    const { customer, papers, dueDate } = await owing(1);
    const [paper] = papers;
    await house.prisma.$executeRaw`
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
      SELECT ${paper?.invoice.number ?? ''}, n, ${customer}, ${dueDate}::date, 1, 1 FROM generate_series(2, 2000) n`;
    const { at } = await dunningInput(house, customer, dueDate);
    // 120.00 and 1,999 times 1.00, each a residue
    expect(await house.activities.readAccountAgenda({ customer, at })).toMatchObject({
      open: '2119.00',
      next: { on: dueDate, level: 'courtesy', receivables: 1 },
    });
    expect(await dun(house, customer, dueDate)).toHaveLength(1);
    expect(await questions(customer)).toHaveLength(1_999);
  });
});
