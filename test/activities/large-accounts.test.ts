import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDatabase, statementsBetween } from '../../cli/bench/statements.js';
import { addDays } from '../../domain/calendar.js';
import type { Transaction } from '../../prisma/client.js';
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

const INSTALMENTS = 2_000;

type Work = { readonly written: number; readonly read: number };

/** What the triggers of one statement write of what is kept as open, and how many receivables the statement reads with them. */
function workOf(statement: string, ...values: readonly unknown[]): Promise<Work> {
  return house.prisma.$transaction(async (tx) => {
    const before = await workUpToNow(tx);
    await tx.$executeRawUnsafe(statement, ...values);
    const after = await workUpToNow(tx);
    return { written: after.written - before.written, read: after.read - before.read };
  });
}

/** As the connection counts it, a transaction that is not over included. */
async function workUpToNow(tx: Transaction): Promise<Work> {
  const [work] = await tx.$queryRaw<Work[]>`
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del) FILTER (WHERE relname = 'invoice_open'), 0)::int AS written,
      coalesce(sum(seq_tup_read + idx_tup_fetch) FILTER (WHERE relname = 'receivable'), 0)::int AS read
    FROM pg_stat_xact_user_tables WHERE relname IN ('invoice_open', 'receivable')`;
  if (work === undefined) throw new Error('nothing is counted');
  return work;
}

describe('an invoice of 2,000 instalments', () => {
  it('is kept as open once for each statement that writes them, and read once, not once for each of them', async () => {
    const customer = await openAccount(house, 'INSTALMENTS');
    const { invoice } = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
    const kept = () => house.prisma.$queryRaw<unknown[]>`
      SELECT open::text, due_date::text AS due, next_due::text AS next FROM invoice_open WHERE invoice_number = ${invoice.number}`;
    const [due, later] = [invoice.dueDate, addDays(invoice.dueDate, 10)];

    const come = await workOf(
      `INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
       SELECT $1, n, $2, $3::date, 1, 1 FROM generate_series(2, $4::int) n`,
      invoice.number,
      customer,
      later,
      INSTALMENTS,
    );
    // 12.00 of the invoice's own, and 1,999 times 1.00.
    expect(await kept()).toEqual([{ open: '2011.000', due, next: due }]);
    const settle = `UPDATE receivable SET open = 0, settled_on = $2::date WHERE invoice_number = $1 AND open > 0`;
    const first = await workOf(`${settle} AND instalment = 1`, invoice.number, house.today);
    expect(await kept()).toEqual([{ open: '1999.000', due, next: later }]);
    const rise = await workOf(
      `UPDATE receivable SET dunning_level = 'courtesy' WHERE invoice_number = $1`,
      invoice.number,
    );
    const fall = await workOf(settle, invoice.number, house.today);
    expect(await kept()).toEqual([]);

    expect([come, first, rise, fall].map(({ written }) => written)).toEqual([1, 1, 0, 1]);
    // A few readings of all of them, by what keeps figures too; once for each of them would be four million.
    for (const { read } of [come, first, rise, fall]) expect(read).toBeLessThan(20 * INSTALMENTS);
  });

  it('is kept as each statement leaves it, of all the invoices that one statement writes', async () => {
    const customer = await openAccount(house, 'TOGETHER');
    await owing('TOGETHER-OF-THREE', 3);
    const { invoice } = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
    const owed = (whose: string) => house.prisma.$queryRaw<{ number: string; open: string }[]>`
      SELECT invoice_number AS number, open::text FROM invoice_open WHERE customer_number = ${whose} ORDER BY 1`;
    const numbers = (await owed('TOGETHER-OF-THREE')).map(({ number }) => number);
    const [paid = '', ...left] = numbers;
    // One is settled, two are paid by half, another customer's is written as it was: one statement.
    await house.prisma.$executeRaw`
      UPDATE receivable SET open = CASE WHEN invoice_number = ${paid} THEN 0 WHEN invoice_number = ${invoice.number} THEN open ELSE 6 END,
        settled_on = CASE WHEN invoice_number = ${paid} THEN ${house.today}::date END
      WHERE invoice_number = ANY (${[invoice.number, ...numbers]})`;
    expect(await owed('TOGETHER-OF-THREE')).toEqual(left.map((number) => ({ number, open: '6.000' })));
    expect(await owed(customer)).toEqual([{ number: invoice.number, open: '12.000' }]);
  });
});
