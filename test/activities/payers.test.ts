import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateText } from '../../cli/rollups.js';
import { addDays } from '../../domain/calendar.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { rollPayers } from '../../prisma/commands/payers.js';
import { readFigure, type FigureRecord } from '../../prisma/queries/kpis/figure.js';
import { findUntrueRollups } from '../../prisma/queries/kpis/untrue.js';
import type { Db } from '../../prisma/queries/page.js';
import { chanceOf } from '../support/figures/chance.js';
import { factsDesk, type FactsDesk } from '../support/figures/facts.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

const books = { currency: 'EUR', zone: 'Europe/Paris', calendar: 'FR' } as const;

let database: TestDatabase;
/** Past foreign keys and the rules of the house; what touches days is done as ever. */
let writing: PrismaClient;
let prisma: PrismaClient;
let desk: FactsDesk;
let invoices = 0;

beforeAll(async () => {
  database = await createDatabase();
  writing = createPrisma(database.adminUrl, { poolSize: 1 });
  await writing.$executeRawUnsafe('SET session_replication_role = replica');
  const triggers = await writing.$queryRaw<{ table: string; name: string }[]>`
    SELECT c.relname AS "table", t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname LIKE 'kpi\\_%'`;
  for (const { table, name } of triggers)
    await writing.$executeRawUnsafe(`ALTER TABLE "${table}" ENABLE ALWAYS TRIGGER "${name}"`);
  prisma = createPrisma(database.url, { poolSize: 2 });
  desk = factsDesk(writing);
  await desk.product('T1', 'tea', 10, 50);
  for (const [customer, salesperson] of Object.entries(salespeople)) {
    await desk.customer(customer, salesperson);
    await desk.order(`O-${customer}`, {
      customer,
      received: '2023-01-02',
      by: 'lea',
      origin: 'phone',
      stage: 'delivered',
      lines: [],
    });
  }
});
afterAll(async () => {
  await writing.$disconnect();
  await prisma.$disconnect();
  await database.drop();
});

const salespeople = { ALPHA: 'anna', BETA: 'bruno', GAMMA: 'anna', LEAP: 'bruno' } as const;
type Customer = keyof typeof salespeople;

/** A payment of invoices that were due so many days before it, with what it pays of each. */
async function pays(customer: Customer, date: string, parts: readonly (readonly [late: number, amount: number])[]) {
  const paid: [string, number][] = [];
  for (const [late, amount] of parts) {
    const invoice = `F${(invoices += 1)}`;
    const due = addDays(date, -late);
    await desk.invoice(invoice, { order: `O-${customer}`, issued: addDays(due, -30), due, lines: { T1: 100 } });
    paid.push([invoice, amount]);
  }
  await desk.payment(customer, { date, amount: 240, pays: paid });
}

/** What a worker does of payers, and of nothing else. */
async function rollAll(): Promise<void> {
  for (let payers = 1; payers > 0;) payers = await prisma.$transaction((tx) => rollPayers(tx, books));
}

const spells = (): Promise<readonly unknown[]> =>
  prisma.$queryRaw`
    SELECT customer, since::text, until::text, delay_before::text AS before, delay_now::text AS now, paid_on::text AS "paidOn"
    FROM kpi_payer ORDER BY customer, since`;

it('a customer drifts from the payment that makes it drift until the next one, or until those before it are a year ago', async () => {
  for (const [month, late] of [0, 0, 8, 8, 8].entries()) await pays('ALPHA', `2024-0${month + 3}-10`, [[late, 60]]);
  await pays('ALPHA', '2024-08-20', [[8, 60]]);
  // Of a payment of several invoices the amounts weigh: six days in all.
  for (const date of ['2024-02-29', '2024-03-29']) await pays('LEAP', date, [[-2, 60]]);
  for (const date of ['2024-04-29', '2024-05-29', '2024-06-29'])
    await pays('LEAP', date, [
      [2, 30],
      [10, 30],
    ]);
  // Exactly seven days more is no drift.
  for (const [month, late] of [1, 1, 8, 8, 8].entries()) await pays('GAMMA', `2024-0${month + 3}-10`, [[late, 60]]);
  await rollAll();
  expect(await spells()).toEqual([
    // Two on time, then three 8 days late; with the sixth, which is too, one of those before the last three was.
    { customer: 'ALPHA', since: '2024-07-10', until: '2024-08-20', before: '0.0', now: '8.0', paidOn: '2024-07-10' },
    // Two days early, twice, then six days late three times.
    { customer: 'LEAP', since: '2024-06-29', until: '2025-03-01', before: '-2.0', now: '6.0', paidOn: '2024-06-29' },
  ]);
  expect((await read(prisma, '2025-02-28', 'customer', null)).rows.map(({ key }) => key)).toEqual(['LEAP']);
});

const read = (
  db: Db,
  to: string,
  by: 'customer' | 'person' | null,
  salesperson: string | null,
  customer: string | null = null,
): Promise<FigureRecord> =>
  readFigure(
    db,
    { ...books, name: 'payers-drifting', period: { from: addDays(to, -45), to }, by, order: 'value', customer },
    { salesperson },
  );

type Told = Readonly<Record<string, FigureRecord>>;

async function tell(db: Db): Promise<Told> {
  const told: Record<string, FigureRecord> = {};
  for (const to of ['2024-07-15', '2025-03-10', '2025-04-15', '2026-02-28'])
    for (const by of ['customer', 'person', null] as const)
      for (const [salesperson, customer] of [
        [null, null],
        ['bruno', null],
        [null, 'BETA'],
      ] as const)
        told[`${to} by ${by} of ${salesperson} and ${customer}`] = await read(db, to, by, salesperson, customer);
  return told;
}

const nothing = new Error('undone');
/** As the payments alone tell it. */
async function byFacts(): Promise<Told> {
  let told: Told = {};
  const asking = prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`DELETE FROM kpi_family`;
      told = await tell(tx);
      throw nothing;
    },
    { timeout: 120_000 },
  );
  await expect(asking).rejects.toBe(nothing);
  return told;
}

it('who drifts is what the payments tell, whatever was paid and taken back, also late, before and after it is worked again', async () => {
  const chance = chanceOf(20_261_201);
  const upTo = (most: number): number => Math.floor(chance() * (most + 1));
  const customers = Object.keys(salespeople) as Customer[];
  const live = async (things: number): Promise<void> => {
    for (let each = 0; each < things; each += 1) {
      const customer = customers[upTo(customers.length - 1)] as Customer;
      const date = addDays('2024-01-01', upTo(800));
      if (chance() < 0.85) {
        // Late in one quarter of four.
        const late = Math.floor(new Date(date).getTime() / 86_400_000 / 91) % 4 === 1 ? 14 : 0;
        const parts =
          chance() < 0.3
            ? ([
                [late + upTo(2), 20],
                [late + upTo(3), 40 + upTo(20)],
              ] as const)
            : ([[late + upTo(2), 60]] as const);
        await pays(customer, date, chance() < 0.1 ? [] : parts);
      } else await takeBack(upTo(20));
    }
  };
  await live(200);
  await rollAll();
  const seen = new Set<string | null>();
  for (const things of [0, 1, 25]) {
    await live(things);
    const told = await byFacts();
    expect(await tell(prisma), `at once, after ${things}`).toEqual(told);
    await rollAll();
    expect(await tell(prisma), `afterwards, after ${things}`).toEqual(told);
    for (const { value, series } of Object.values(told)) [{ value }, ...series].forEach((each) => seen.add(each.value));
  }
  expect(seen.size).toBeGreaterThan(3);
  expect((await spells()).length).toBeGreaterThan(5);
  expect(await findUntrueRollups(prisma, books)).toEqual([]);
});

/** An allocation of a payment is undone, the one at a place among them all. */
const takeBack = (place: number): Promise<number> => writing.$executeRaw`
  INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation,
    amount, on_date, reverses, reason, actor, role, request_id)
  SELECT e.posting || ':undone', e.customer_number, e.currency, 'reversal', e.item_kind, e.invoice_number, e.instalment, e.payment_id,
    e.allocation, -e.amount, '2026-03-30', e.posting, 'wrong invoice', 'anna', 'finance', 'r1'
  FROM ledger_entry e WHERE e.kind = 'allocation' AND e.item_kind = 'receivable'
    AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.reverses = e.posting) ORDER BY e.posting OFFSET ${place}::int LIMIT 1`;

it('is touched by a payment alone of which something is allocated, and of its customer from its day on', async () => {
  await desk.payment('BETA', { date: '2026-01-05', amount: 12, pays: [] });
  expect(await waiting()).toEqual([]);
  await pays('BETA', '2026-01-06', [[3, 60]]);
  expect(await waiting()).toEqual([{ family: 'payer:BETA', day: '2026-01-06' }]);
  await rollAll();
  expect(await waiting()).toEqual([]);
});

const waiting = (): Promise<readonly unknown[]> =>
  prisma.$queryRaw`SELECT DISTINCT family, day::text FROM kpi_touch WHERE family LIKE 'payer:%'`;

it('is found untrue where somebody has written into it, is told by encours rollups, and begins anew by another definition', async () => {
  const [spell] = await prisma.$queryRaw<{ customer: string; since: string }[]>`
    DELETE FROM kpi_payer WHERE (customer, since) = (SELECT customer, since FROM kpi_payer LIMIT 1) RETURNING customer, since::text`;
  const untrue = { figure: 'payers-drifting', grain: 'spell', first: spell?.since, cut: spell?.customer };
  expect(await findUntrueRollups(prisma, books)).toEqual([untrue]);
  await prisma.$executeRaw`UPDATE kpi_family SET definition = 'of before' WHERE family = 'payer'`;
  await rollAll();
  expect(await findUntrueRollups(prisma, books)).toEqual([]);
  await pays('BETA', '2026-01-07', [[3, 60]]);
  expect(await stateText(prisma)).toMatch(/^payer +\d+ spells, 20\S+ to 20\S+ +1 wait since 20/m);
});
