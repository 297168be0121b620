import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpiNames } from '../../contracts/kpi.js';
import { addDays } from '../../domain/calendar.js';
import { kpiRule } from '../../domain/kpis.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { rollUp } from '../../prisma/commands/rollups.js';
import { readFigure, type FigureRecord } from '../../prisma/queries/kpis/figure.js';
import { standingOf } from '../../prisma/queries/kpis/standing.js';
import { findUntrueStanding } from '../../prisma/queries/kpis/untrue-standing.js';
import type { Db } from '../../prisma/queries/page.js';
import { chanceOf, houseOfChance, type House } from '../support/figures/chance.js';
import { factsDesk } from '../support/figures/facts.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

const books = { currency: 'EUR', zone: 'Europe/Paris', calendar: 'FR' } as const;
const names = kpiNames.filter((name) => standingOf(name) !== undefined);

/** Past foreign keys and triggers, whichever connection it is. */
const pastTriggers = { poolSize: 1, sessionOptions: '-c session_replication_role=replica' };

let database: TestDatabase;
let writing: PrismaClient;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createDatabase();
  writing = createPrisma(database.adminUrl, pastTriggers);
  prisma = createPrisma(database.url, { poolSize: 2 });
  await writing.$executeRaw`INSERT INTO company (id, body) VALUES (1, jsonb_build_object('zone', ${books.zone}::text))`;
});
afterAll(async () => {
  await writing.$disconnect();
  await prisma.$disconnect();
  await database.drop();
});

/** Past foreign keys and the rules of the house, which chance would break; what touches days is done as ever. */
async function pastRules(client: PrismaClient): Promise<void> {
  const triggers = await client.$queryRaw<{ table: string; name: string }[]>`
    SELECT c.relname AS "table", t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname LIKE 'kpi\\_%'`;
  expect(triggers.length).toBeGreaterThan(20);
  for (const { table, name } of triggers)
    await client.$executeRawUnsafe(`ALTER TABLE "${table}" ENABLE ALWAYS TRIGGER "${name}"`);
  const checks = await client.$queryRaw<{ table: string; name: string }[]>`
    SELECT c.relname AS "table", k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'c' AND c.relnamespace = 'public'::regnamespace`;
  for (const { table, name } of checks)
    await client.$executeRawUnsafe(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`);
}

describe('days that a statement touches', () => {
  it('are told once, however many lines of an order or postings of an invoice it writes', async () => {
    const own = await createDatabase();
    const owner = createPrisma(own.adminUrl, pastTriggers);
    try {
      await pastRules(owner);
      const desk = factsDesk(owner);
      await desk.customer('ALPHA', 'anna');
      await desk.product('T1', 'tea', 10, 50);
      const line = { product: 'T1', quantity: 5, price: 10, requested: '2026-01-12' };
      const received = { received: '2026-01-05', by: 'lea', origin: 'phone', stage: 'acknowledged' };
      await desk.order('A|B', { customer: 'ALPHA', ...received, lines: Array.from({ length: 30 }, () => line) });
      await desk.invoice('F|1', { order: 'A|B', issued: '2026-01-14', due: '2026-02-13', lines: { T1: 300 } });
      await owner.$executeRaw`INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
        SELECT 'F|1', part, 'ALPHA', '2026-02-13', 10, 10 FROM generate_series(2, 30) AS part`;
      // Of the order from the earlier of the two dates on; the day on which it was written last is this day.
      expect(
        await touchedBy(owner, `UPDATE order_line SET last_confirmed_date = '2026-01-20' WHERE order_number = 'A|B'`),
      ).toEqual(['open-order 2026-01-13', 'open-order 2026-01-21', 'promise 2026-01-12', 'promise 2026-01-20']);
      // Past its day of issue, the 90 days of sales that it ends, and 1, 31, 61 and 91 days after it was due.
      expect(
        await touchedBy(
          owner,
          `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date,
             actor, role, request_id)
           SELECT 'P' || part, 'ALPHA', 'EUR', 'write-off', 'receivable', 'F|1', part, -1, '2026-01-19', 'karim', 'finance', ''
           FROM generate_series(1, 30) AS part`,
        ),
      ).toEqual([
        'owed 2026-01-14',
        'owed 2026-01-19',
        'owed 2026-02-14',
        'owed 2026-03-16',
        'owed 2026-04-14',
        'owed 2026-04-15',
        'owed 2026-05-15',
      ]);
    } finally {
      await owner.$disconnect();
      await own.drop();
    }
  });
});

/** Every touch that a statement leaves, this day's left out. */
async function touchedBy(client: PrismaClient, statement: string): Promise<readonly string[]> {
  await client.$executeRaw`DELETE FROM kpi_touch`;
  await client.$executeRawUnsafe(statement);
  const rows = await client.$queryRaw<{ touch: string }[]>`
    SELECT t.family || ' ' || t.day AS touch FROM kpi_touch AS t WHERE t.day < current_date - 1 ORDER BY 1`;
  return rows.map(({ touch }) => touch);
}

type Asked = { readonly from: string; readonly to: string };
type Told = Readonly<Record<string, FigureRecord>>;

const readers = [
  [null, null],
  ['bruno', null],
  [null, 'BETA'],
] as const;

/** Every figure that is kept as it stands, whole, of a customer and by each split, by who sees all and who sees their own. */
async function tell(db: Db, period: Asked): Promise<Told> {
  const told: Record<string, FigureRecord> = {};
  for (const name of names)
    for (const by of [null, ...kpiRule(name).dimensions])
      for (const [salesperson, customer] of readers)
        if (customer === null || by === null || by === 'customer') {
          const request = { ...books, name, by, period, order: 'value', customer } as const;
          const what = `${name} by ${by ?? 'nothing'} of ${salesperson ?? 'all'} and ${customer ?? 'all'} up to ${period.to}`;
          told[what] = await readFigure(db, request, { salesperson });
        }
  return told;
}

const nothing = new Error('undone');
async function byFacts(period: Asked): Promise<Told> {
  let told: Told = {};
  const asking = prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`DELETE FROM kpi_family`;
      told = await tell(tx, period);
      throw nothing;
    },
    { timeout: 120_000 },
  );
  await expect(asking).rejects.toBe(nothing);
  return told;
}

async function rollAll(): Promise<void> {
  for (let days = 1; days > 0;) ({ days } = await rollUp(prisma, books));
}

const periodOf = (house: House, length: number): Asked => {
  const to = house.day();
  return { from: addDays(to, -length), to };
};

describe('how it stood at the end of a day, kept', () => {
  it('is what the facts tell, whatever happened, also late, before and after the days are worked again', async () => {
    await pastRules(writing);
    const chance = chanceOf(20_261_130);
    const house = houseOfChance(writing, factsDesk(writing), chance);
    await house.open();
    await house.live(80);
    await rollAll();
    for (const [round, length] of [20, 75].entries()) {
      const lived = await house.live(round === 0 ? 0 : 12);
      const period = periodOf(house, length);
      const told = await byFacts(period);
      expect(await tell(prisma, period), `at once, after ${lived.join(', ')}`).toEqual(told);
      await rollAll();
      expect(await tell(prisma, period), `afterwards, after ${lived.join(', ')}`).toEqual(told);
    }
    expect(await findUntrueStanding(prisma, books)).toEqual([]);
  });
});
