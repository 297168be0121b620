import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listWorklist } from '../../prisma/queries/worklist.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  bookPayment,
  bookReturn,
  done,
  karim,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { invoicesOfTen, type InvoicedPaper } from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

/** Invoices of 10 boxes, 120.00 tax included. */
async function owing(count: number): Promise<{ customer: string; papers: readonly InvoicedPaper[] }> {
  const customer = await openAccount(house, `MONEY-${(accounts += 1)}`);
  const papers = await invoicesOfTen(house, customer, count);
  return { customer, papers };
}

const act = (customer: string) => ({ customer, on: house.today, actor: karim() });
const allocate = async (customer: string, paymentId: string, amount: string, invoice: string) =>
  done(
    await house.activities.recordAllocations({
      ...act(customer),
      paymentId,
      wish: { allocations: [{ invoice, amount }] },
    }),
  );
const numberOf = (paper: InvoicedPaper | undefined) => paper?.invoice.number ?? '';

async function linesOf(customer: string) {
  const asked = { kind: 'allocation', limit: 200, without: [], worklist: null } as const;
  const page = await listWorklist(house.prisma, asked, { salesperson: null });
  const items = isRefusal(page) ? [] : page.items.filter((line) => line.customer === customer);
  return items.map(({ id, status, amount, facts }) => ({ id, status, amount, facts }));
}

describe('money of a known customer that no invoice has taken', () => {
  it('is a line of finance’s worklist with the payment and the open invoices, closed by the allocation', async () => {
    const { customer, papers } = await owing(2);
    const payment = await bookPayment(house, customer, '200.00');
    expect(await linesOf(customer)).toMatchObject([
      {
        id: `allocation:${payment}`,
        status: 'open',
        amount: '200.00',
        facts: {
          payment,
          reference: `VIR-${payment}`,
          currency: 'EUR',
          holdsLetters: false,
          openCount: 2,
          openInvoices: papers.map((paper) => ({ invoice: numberOf(paper), instalment: 1 })),
        },
      },
    ]);
    await allocate(customer, payment, '120.00', numberOf(papers[0]));
    expect(await linesOf(customer)).toMatchObject([{ status: 'open', amount: '80.00', facts: { openCount: 1 } }]);
    await allocate(customer, payment, '80.00', numberOf(papers[1]));
    expect((await linesOf(customer)).map(({ status }) => status)).toEqual(['done']);
  });

  it('is one line for each payment', async () => {
    const { customer } = await owing(1);
    const payments = await Promise.all([bookPayment(house, customer, '10.00'), bookPayment(house, customer, '20.00')]);
    expect((await linesOf(customer)).map(({ id }) => id).toSorted()).toEqual(
      payments.map((id) => `allocation:${id}`).toSorted(),
    );
  });

  it('is nobody’s task while nothing is open, nor once another transfer has paid it all', async () => {
    const { customer: prepaying } = await owing(0);
    await bookPayment(house, prepaying, '50.00');
    expect(await linesOf(prepaying)).toEqual([]);

    const { customer, papers } = await owing(1);
    await bookPayment(house, customer, '120.00');
    const other = await bookPayment(house, customer, '120.00');
    await allocate(customer, other, '120.00', numberOf(papers[0]));
    expect((await linesOf(customer)).map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it('ends with the money that goes back, and begins again with an allocation that is undone', async () => {
    const { customer, papers } = await owing(1);
    const bounced = await bookPayment(house, customer, '120.00');
    const back = await bookReturn(house, bounced, '-120.00');
    done(await house.activities.recordReturn({ ...act(customer), paymentId: back }));
    expect((await linesOf(customer)).map(({ status }) => status)).toEqual(['done']);

    const payment = await bookPayment(house, customer, '120.00');
    await allocate(customer, payment, '120.00', numberOf(papers[0]));
    const undone = { ...act(customer), paymentId: payment, allocation: 1, reason: 'another invoice was meant' };
    done(await house.activities.recordReversal(undone));
    expect((await linesOf(customer)).find(({ id }) => id === `allocation:${payment}`)).toMatchObject({
      status: 'open',
      amount: '120.00',
    });
  });
});

it('leaves a house in which every rule holds', async () => {
  const { violations } = await verifyDatabase(house.database.url);
  expect(violations).toEqual([]);
});
