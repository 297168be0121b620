import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import { documentIds } from '../../contracts/ids.js';
import type { DunningLetter, InvoiceDocument } from '../../contracts/documents.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { addDays } from '../../domain/calendar.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getInvoice, listInvoices } from '../../prisma/queries/invoices.js';
import {
  bookPayment,
  done,
  draftOrder,
  karim,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { dun, invoiceAll, sendEveryDay, type InvoicedPaper } from '../support/paperwork.js';

const everybody = { salesperson: null };
/** Of an invoice of 120.00, tax included: 36.00 after 15 days, 84.00 after 45. */
const terms: PaymentTerms = {
  kind: 'instalments',
  parts: [
    { percent: '30', due: { kind: 'net', days: 15 } },
    { percent: '70', due: { kind: 'net', days: 45 } },
  ],
};

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '1000');
  await sendEveryDay(house);
});
afterAll(() => house.close());

async function invoiced(paymentTerms: PaymentTerms = terms): Promise<InvoicedPaper> {
  const customer = await openAccount(house, `PARTS-${(accounts += 1)}`);
  const draft = await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]);
  return invoiceAll(house, draft, house.today, paymentTerms);
}

const read = async ({ invoice }: InvoicedPaper) => {
  const found = await getInvoice(house.prisma, invoice.number, everybody);
  if (found === null) throw new Error(`${invoice.number} is not there`);
  return found;
};
const shareOut = async ({ draft, invoice }: InvoicedPaper, amount: string, on = house.today) => {
  const paymentId = await bookPayment(house, draft.customer, amount, on);
  const wish = { allocations: [{ invoice: invoice.number, amount }] };
  return done(
    await house.activities.recordAllocations({ customer: draft.customer, on, actor: karim(), paymentId, wish }),
  );
};

describe('an invoice in instalments', () => {
  it('owes each part by its own day, and all of it by the last', async () => {
    const paper = await invoiced();
    const { instalments, dueDate, open } = await read(paper);
    const [first, last] = [addDays(house.today, 15), addDays(house.today, 45)];
    expect(instalments).toMatchObject([
      { instalment: 1, dueDate: first, amount: '36.00', open: '36.00', settledOn: null },
      { instalment: 2, dueDate: last, amount: '84.00', open: '84.00', settledOn: null },
    ]);
    expect([dueDate, open, paper.invoice.dueDate]).toEqual([last, '120.00', last]);
    const document = await house.prisma.document.findUniqueOrThrow({
      where: { id: documentIds.invoice(paper.invoice.number) },
    });
    const { instalments: printed, dueDate: due } = document.snapshot as InvoiceDocument;
    expect(due).toBe(last);
    expect(printed).toEqual([
      { instalment: 1, dueDate: first, amount: '36.00' },
      { instalment: 2, dueDate: last, amount: '84.00' },
    ]);
  });

  it('is overdue from the day after its first open part was due', async () => {
    const paper = await invoiced();
    const overdueOn = async (date: string) => {
      const filter = { overdue: true, customer: paper.draft.customer };
      const found = await listInvoices(house.prisma, filter, everybody, Date.parse(`${date}T12:00:00Z`));
      return 'items' in found ? found.items.map(({ number }) => number) : found;
    };
    expect(await overdueOn(addDays(house.today, 15))).toEqual([]);
    expect(await overdueOn(addDays(house.today, 16))).toEqual([paper.invoice.number]);
    await shareOut(paper, '36.00');
    expect(await overdueOn(addDays(house.today, 45))).toEqual([]);
    expect(await overdueOn(addDays(house.today, 46))).toEqual([paper.invoice.number]);
  });

  it('is paid by the part that is due first: 50.00 is all of the first and 14.00 of the second', async () => {
    const paper = await invoiced();
    await shareOut(paper, '50.00');
    const { instalments, status } = await read(paper);
    expect(instalments.map(({ open }) => open)).toEqual(['0.00', '70.00']);
    expect(instalments[0]?.settledOn).toBe(house.today);
    expect(status).toBe('part-paid');
    await shareOut(paper, '70.00');
    expect(await read(paper)).toMatchObject({ status: 'paid', open: '0.00', settledOn: house.today });
  });

  it('is reminded of part by part, each counted from its own day', async () => {
    const paper = await invoiced();
    await dun(house, paper.draft.customer, addDays(house.today, 15 + 5));
    const levels = async () => (await read(paper)).instalments.map(({ dunningLevel }) => dunningLevel);
    expect(await levels()).toEqual(['level-1', null]);
    const [letter] = await house.prisma.document.findMany({
      where: { customerNumber: paper.draft.customer, kind: 'dunning-letter' },
    });
    expect(letter?.snapshot).toMatchObject({
      openAmount: '36.00',
      invoices: [{ invoice: paper.invoice.number, instalment: 1, gross: '36.00', openAmount: '36.00' }],
    });
  });

  it('is claimed the recovery fee of 40.00 once, however many of its parts are late', async () => {
    const paper = await invoiced();
    const asked: string[] = [];
    for (const days of [45 + 5, 45 + 15, 45 + 30]) {
      await dun(house, paper.draft.customer, addDays(house.today, days));
      const letters = await house.prisma.document.findMany({
        where: { customerNumber: paper.draft.customer, kind: 'dunning-letter' },
        orderBy: { number: 'asc' },
      });
      const last = letters.at(-1)?.snapshot as DunningLetter;
      for (const { id } of letters) await house.activities.sendMail(id);
      asked.push(last.recoveryFee);
    }
    expect(asked).toContain('40.00');
    expect(asked.every((fee) => fee === '40.00' || fee === '0.00')).toBe(true);
    const claims = await house.prisma.claim.findMany({
      where: { invoiceNumber: paper.invoice.number, kind: 'recovery-fee' },
    });
    expect(claims.map(({ amount }) => amount.toFixed(2))).toEqual(['40.00']);
  });

  it('without a cent owes nothing by any day', async () => {
    const customer = await openAccount(house, 'PARTS-GIFT');
    const gift = [{ product: 'BOX', quantity: '1', discountPercent: '100' }];
    const draft = await draftOrder(house, customer, gift);
    const agreed = draft.lines.map((line) => ({ ...line, expected: { ...line.expected, discountPercent: '100.00' } }));
    const paper = await invoiceAll(house, { ...draft, lines: agreed }, house.today, terms);
    const { instalments, status } = await read(paper);
    expect(instalments.map(({ amount, settledOn }) => [amount, settledOn])).toEqual([
      ['0.00', house.today],
      ['0.00', house.today],
    ]);
    expect(status).toBe('paid');
  });

  it('of terms that come to a date is due on it', async () => {
    const date = addDays(house.today, 40);
    const paper = await invoiced({ kind: 'fixed-date', date });
    expect(await read(paper)).toMatchObject({ dueDate: date, instalments: [{ dueDate: date, amount: '120.00' }] });
  });

  it('leaves books in which nothing is wrong', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
  });
});
