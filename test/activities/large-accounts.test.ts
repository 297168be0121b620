import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDatabase, statementsBetween } from '../../cli/bench/statements.js';
import { addDays } from '../../domain/calendar.js';
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
import { invoiceAll, noonOf, sendEveryDay } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house, { letters: 'per-customer' });
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

/** Invoices of 12.00, tax included, all of one order and due on one day; only the first is made by its own step. */
async function owing(customer: string, count: number): Promise<string> {
  await openAccount(house, customer);
  const { invoice } = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
  const copies = await house.prisma.$executeRaw`
    WITH copy AS (
      INSERT INTO invoice (number, kind, series, sequence, order_number, customer_number, currency, issue_date, due_date, payment_terms,
        freight, net, vat, gross, vat_breakdown)
      SELECT 'FA-2019-' || to_char(n + (SELECT count(*) FROM invoice), 'FM000000'), kind, 'copy', n + (SELECT count(*) FROM invoice)::int,
        order_number, customer_number, currency, issue_date, due_date, payment_terms, freight, net, vat, gross, vat_breakdown
      FROM invoice, generate_series(2, ${count}::int) n WHERE number = ${invoice.number} RETURNING number
    ), owed AS (
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
      SELECT copy.number, 1, r.customer_number, r.due_date, r.amount, r.open FROM copy, receivable r WHERE r.invoice_number = ${invoice.number}
      RETURNING invoice_number
    ), bound AS (
      INSERT INTO exposure (customer_number, kind, reference, amount) SELECT ${customer}, 'invoice', number, 12 FROM copy
    ), posted AS (
      INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date, actor, role, request_id)
      SELECT 'invoice:' || c.number, ${customer}, 'EUR', 'invoice', 'receivable', c.number, 1, 12, ${house.today}::date, 'copy', 'system', 'copy'
      FROM copy c JOIN owed ON owed.invoice_number = c.number
    )
    UPDATE customer SET exposure = exposure + 12 * (SELECT count(*) FROM copy) WHERE number = ${customer}`;
  expect(copies).toBe(1);
  return invoice.dueDate;
}

/** How many statements some work takes, transaction control left out. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = await countDatabase(house.database.ownerUrl);
  await work();
  const after = await countDatabase(house.database.ownerUrl);
  return statementsBetween(before, after).reduce((sum, { calls }) => sum + calls, 0);
}

const FEW = 2;
const MANY = 2_000;

describe('a customer with 2,000 open invoices', () => {
  it('costs no statement more than one with two: agenda, a day without a level, a letter of them all, payment, reversal', async () => {
    const costs = [];
    const payments: string[] = [];
    for (const [customer, count] of [
      ['FEW', FEW],
      ['MANY', MANY],
    ] as const) {
      const dueDate = await owing(customer, count);
      // Before the first level of any of them: nothing is due, and the run says so.
      const at = noonOf(house, addDays(dueDate, -20));
      const all = `${count * 12}.00`;
      const act = { customer, on: house.today, actor: karim() };
      const agenda = await house.activities.readAccountAgenda({ customer, at });
      expect([agenda.open, JSON.stringify(agenda).length < 2_000]).toEqual([all, true]);
      costs.push([
        await statementsOf(() => house.activities.readAccountAgenda({ customer, at })),
        await statementsOf(() => house.activities.recordDunningRun({ customer, run: 1, at })),
        await statementsOf(async () => {
          const due = { customer, run: 1, at: noonOf(house, addDays(dueDate, 5)) };
          expect(await house.activities.recordDunningRun(due)).toEqual({ kind: 'taken', receivables: count });
        }),
        await statementsOf(async () => {
          const paymentId = await bookPayment(house, customer, all);
          payments.push(paymentId);
          const wish = { order: 'oldest-first' } as const;
          const paid = done(await house.activities.recordAllocations({ ...act, paymentId, wish }));
          expect([paid.moves.length, paid.unallocated]).toEqual([count, '0.00']);
        }),
        await statementsOf(async () => {
          const back = {
            ...act,
            actor: karim(),
            paymentId: payments.at(-1) ?? '',
            allocation: count,
            reason: 'too much',
          };
          expect(done(await house.activities.recordReversal(back)).reopened).toHaveLength(1);
        }),
      ]);
    }
    expect(costs[0]?.[0], 'the agenda').toBe(1);
    expect(costs[1]).toEqual(costs[0]);
  });
});
