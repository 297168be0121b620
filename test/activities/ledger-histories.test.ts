import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NumberedEntry } from '../../domain/fec.js';
import { journalParts } from '../../contracts/vocabulary.js';
import { equals, isZero, sum } from '../../domain/money.js';
import { readChart } from '../../prisma/queries/accounting.js';
import { journalOf } from '../../prisma/queries/journal.js';
import { toDate } from '../../prisma/mappers.js';
import { findViolation, readInvariants } from '../../prisma/queries/invariants.js';
import { lockCustomer } from '../../prisma/repositories/accounts.js';
import { post } from '../../prisma/repositories/ledger.js';
import {
  cents,
  euros,
  happening,
  happens,
  onRecord,
  withAPencil,
  type Books,
  type Item,
} from '../support/histories/account.js';
import { karim, openAccount, openHouse, type House } from '../support/house.js';

/** Random histories of one customer, by the real steps on the real database, against books kept with a pencil. */
const HISTORIES = 300;

let house: House;
let accounts = 0;
let invoices = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const history = fc.record({
  invoices: fc.array(fc.record({ cents, due: fc.integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 4 }),
  happenings: fc.array(happening, { minLength: 3, maxLength: 12 }),
});

async function openBooks(due: readonly { readonly cents: number; readonly due: number }[]): Promise<Books> {
  const customer = await openAccount(house, `HIST-${(accounts += 1)}`);
  const items: Item[] = [];
  for (const each of due) items.push(await issue(customer, each));
  return { house, customer, invoices: items, claims: [], payments: [], strays: [] };
}

/** An invoice of the customer as it stands in the books: its goods do not matter here. */
async function issue(customer: string, { cents: gross, due }: { cents: number; due: number }): Promise<Item> {
  const no = (invoices += 1);
  const six = String(no).padStart(6, '0');
  const [order, delivery, name] = [`SO-2026-${six}`, `BL-2026-${six}`, `FA-2026-${six}`];
  const dueDate = toDate(`2026-12-1${due}`);
  const day = toDate('2026-11-10');
  const sums = { freight: '0', net: euros(gross), vat: '0', gross: euros(gross) };
  const common = { customerNumber: customer, currency: 'EUR', paymentTerms: {}, ...sums };
  const { prisma } = house;
  await prisma.salesOrder.create({
    data: {
      ...common,
      number: order,
      origin: 'phone',
      parties: {},
      vatRegime: 'domestic',
      taxCountry: 'FR',
      stage: 'delivered',
      enteredBy: 'laura',
      receivedOn: day,
      receivedAt: day,
      deliveries: {
        create: { number: delivery, sequence: 1, status: 'departed', preparedOn: day, departedOn: day, address: {} },
      },
    },
  });
  const receivable = { instalment: 1, customerNumber: customer, dueDate, amount: euros(gross), open: '0' };
  await prisma.invoice.create({
    data: {
      number: name,
      series: 'FA-2026',
      sequence: no,
      orderNumber: order,
      issueDate: day,
      dueDate,
      vatBreakdown: [],
      receivables: { create: receivable },
      ...common,
    },
  });
  await prisma.$transaction(async (tx) => {
    await lockCustomer(tx, customer);
    const entry = {
      posting: `invoice:${name}`,
      kind: 'invoice',
      itemKind: 'receivable',
      invoice: name,
      instalment: 1,
    } as const;
    await post(tx, { customer, currency: 'EUR', on: '2026-11-10', actor: karim() }, [
      { ...entry, amount: euros(gross) },
    ]);
  });
  return { name, due, open: gross };
}

const booksOfMoney = [
  'receivable-open',
  'receivable-posted',
  'receivable-settled',
  'payment-unallocated',
  'payment-posted',
  'claim-open',
  'ledger-of-one-account',
  'ledger-both-sides',
  'ledger-reversals',
  'allocation-above-zero',
  'customer-balance',
  'customer-exposure',
  'invoice-exposure',
  'payment-exposure',
];

it(`${HISTORIES} accounts with invoices, payments, allocations, reversals, returns, claims, waivers and write-offs are what a pencil says`, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ invoices: due, happenings }) => {
      const books = await openBooks(due);
      for (const each of happenings) await happens(books, each);
      expect(await onRecord(books)).toEqual(withAPencil(books));
    }),
    { numRuns: HISTORIES },
  );
  const auditor = new pg.Client({ connectionString: house.database.url });
  await auditor.connect();
  const known = readInvariants().filter(({ name }) => booksOfMoney.includes(name));
  expect(known.map(({ name }) => name).toSorted()).toEqual(booksOfMoney.toSorted());
  for (const invariant of known) expect(await findViolation(auditor, invariant)).toBeNull();
  await auditor.end();
});

it('for the accountant they are entries that come to zero, without a gap, and to each customer’s balance', async () => {
  const chart = await readChart(house.prisma);
  const parts = [...journalParts];
  const books = { currency: 'EUR', zone: 'Europe/Paris' } as const;
  const read = async (from: string, to: string): Promise<readonly NumberedEntry[]> => {
    const entries: NumberedEntry[] = [];
    for await (const entry of journalOf(house.prisma, { books, chart, period: { from, to }, parts }))
      entries.push(entry);
    return entries;
  };
  const all = await read('2026-01-01', '2026-12-31');
  expect(all.length).toBeGreaterThan(HISTORIES);
  expect(all.filter(({ lines }) => !isZero(sum(lines.map(({ amount }) => amount))))).toEqual([]);
  expect(all.map(({ date }) => date)).toEqual(all.map(({ date }) => date).toSorted());
  for (const code of ['VE', 'BQ', 'OD']) {
    const numbers = all.filter((entry) => entry.code === code).map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  }
  expect([...(await read('2026-01-01', '2026-12-10')), ...(await read('2026-12-11', '2026-12-31'))]).toEqual(all);
  const balances = new Map<string, string>();
  for (const { customer, amount } of all.flatMap(({ lines }) => lines))
    if (customer !== null) balances.set(customer.number, sum([balances.get(customer.number) ?? '0', amount]));
  const ledger = await house.prisma.$queryRaw<{ customer: string; balance: string }[]>`
    SELECT customer_number AS customer, sum(amount)::numeric(18, 2)::text AS balance FROM ledger_entry GROUP BY 1`;
  expect(ledger.filter(({ customer, balance }) => !equals(balance, balances.get(customer) ?? '0'))).toEqual([]);
});
