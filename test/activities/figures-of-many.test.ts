import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KpiName, KpiOrder } from '../../contracts/kpi.js';
import type { Period } from '../../domain/kpis.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { rollUp } from '../../prisma/commands/rollups.js';
import { readFigure, type FigureRecord } from '../../prisma/queries/kpis/figure.js';
import type { Db } from '../../prisma/queries/page.js';
import { factsDesk, type FactsDesk } from '../support/figures/facts.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

/*
 * A figure by customer shows 200 of them. The house has 208: C001 to C205 bought in February 2026, C001 for 2,990.00 and each
 * after it for 10.00 less down to the 1,020.00 of C198; C199 to C205 for 500.00 each. FORMER1 and FORMER2 bought in January
 * 2026 alone, FORMER3 in February 2025 alone. Bruno has C001, C100 and FORMER2, Anna the 205 others.
 */
const books = { currency: 'EUR', zone: 'Europe/Paris', calendar: 'FR' } as const;
const february = { from: '2026-02-01', to: '2026-02-28' };
const ROWS = 200;
const SOLD_TO = 205;
const LAST_APART = 198;

const numbered = (at: number): string => `C${String(at).padStart(3, '0')}`;
const everyone = Array.from({ length: SOLD_TO }, (_, index) => numbered(index + 1));
const ofBruno = ['C001', 'C100', 'FORMER2'];
const soldInFebruary = (at: number): number => (at <= LAST_APART ? 10 * (300 - at) : 500);
const soldInJanuary = { C001: 990, C200: 800, C201: 9_000, FORMER1: 100, FORMER2: 100 };
const soldAYearBefore = { C002: 40, C205: 70, FORMER3: 30 };

let database: TestDatabase;
/** Past foreign keys and triggers, as a file is copied in. */
let writing: PrismaClient;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createDatabase();
  writing = createPrisma(database.adminUrl, { poolSize: 1 });
  await writing.$executeRawUnsafe('SET session_replication_role = replica');
  await tellHouse(factsDesk(writing));
  prisma = createPrisma(database.url, { poolSize: 2 });
});
afterAll(async () => {
  await writing.$disconnect();
  await prisma.$disconnect();
  await database.drop();
});

async function tellHouse(desk: FactsDesk): Promise<void> {
  await desk.product('T1', 'tea', 10, 50);
  for (const customer of [...everyone, 'FORMER1', 'FORMER2', 'FORMER3']) {
    await desk.customer(customer, ofBruno.includes(customer) ? 'bruno' : 'anna');
    const received = customer in soldAYearBefore ? '2025-02-03' : '2026-01-05';
    await desk.order(`O-${customer}`, {
      customer,
      received,
      by: 'lea',
      origin: 'phone',
      stage: 'delivered',
      lines: [],
    });
  }
  const sells = async (customer: string, issued: string, net: number): Promise<void> =>
    desk.invoice(`${customer}-${issued}`, { order: `O-${customer}`, issued, due: '2026-03-31', lines: { T1: net } });
  for (const [index, customer] of everyone.entries()) await sells(customer, '2026-02-10', soldInFebruary(index + 1));
  for (const [customer, net] of Object.entries(soldInJanuary)) await sells(customer, '2026-01-20', net);
  for (const [customer, net] of Object.entries(soldAYearBefore)) await sells(customer, '2025-02-10', net);
}

const byCustomer = (
  db: Db,
  name: KpiName,
  asked: { readonly period?: Period; readonly salesperson?: string; readonly order?: KpiOrder } = {},
): Promise<FigureRecord> =>
  readFigure(
    db,
    { ...books, name, period: asked.period ?? february, by: 'customer', order: asked.order ?? 'value', customer: null },
    { salesperson: asked.salesperson ?? null },
  );

type Row = readonly [key: string, value: string | null, before: string | null, yearBefore: string | null];
const rowsOf = ({ rows }: FigureRecord): readonly Row[] =>
  rows.map(({ key, value, before, yearBefore }) => [key ?? '', value, before, yearBefore]);
const keysOf = ({ rows }: FigureRecord): readonly (string | null)[] => rows.map(({ key }) => key);

const shownOfJanuary: Readonly<Record<string, string>> = { C001: '990.00', C200: '800.00' };
const shownOfAYearBefore: Readonly<Record<string, string>> = { C002: '40.00' };
/** In the order of February alone: the ties that are shown are those of the lowest numbers. */
const shownToAll: readonly Row[] = everyone
  .slice(0, ROWS)
  .map((customer, index) => [
    customer,
    `${soldInFebruary(index + 1)}.00`,
    shownOfJanuary[customer] ?? null,
    shownOfAYearBefore[customer] ?? null,
  ]);

const isFebruaryOfAll = async (db: Db): Promise<void> => {
  const told = await byCustomer(db, 'revenue');
  expect(rowsOf(told)).toEqual(shownToAll);
  // 205 of February, FORMER1 and FORMER2 of the month before, FORMER3 of the year before.
  expect(told.rowCount).toBe(208);
  // Of all of them, shown or not: 10 × (198 × 300 − 198 × 199 / 2) + 7 × 500; what January and a year ago had.
  expect([told.value, told.before.value, told.yearBefore.value]).toEqual(['400490.00', '10990.00', '140.00']);
  const changes = new Map(told.rows.map(({ key, change }) => [key, change]));
  expect(['C001', 'C002', 'C200'].map((key) => changes.get(key))).toEqual(['2000.00', null, '-300.00']);
};

const isFebruaryOfEach = async (db: Db): Promise<void> => {
  const anna = await byCustomer(db, 'revenue', { salesperson: 'anna' });
  // Without C001 and C100 there is room for two more of the seven that bought for 500.00.
  expect(keysOf(anna)).toEqual(everyone.slice(0, ROWS + 2).filter((customer) => !ofBruno.includes(customer)));
  expect(rowsOf(anna).slice(-2)).toEqual([
    ['C201', '500.00', '9000.00', null],
    ['C202', '500.00', null, null],
  ]);
  // 203 of February, FORMER1 and FORMER3; 400,490 less 2,990 and 2,000; 10,990 less 990 and 100.
  expect([anna.rowCount, anna.value, anna.before.value]).toEqual([205, '395500.00', '9900.00']);
  const bruno = await byCustomer(db, 'revenue', { salesperson: 'bruno' });
  expect(rowsOf(bruno)).toEqual([
    ['C001', '2990.00', '990.00', null],
    ['C100', '2000.00', null, null],
    ['FORMER2', null, '100.00', null],
  ]);
  expect([bruno.rowCount, bruno.value]).toEqual([3, '4990.00']);
};

const isDeclineOfAll = async (db: Db): Promise<void> => {
  const told = await byCustomer(db, 'revenue', { order: 'decline' });
  // Among them one that the order of value does not show: 500 − 9,000.
  expect(rowsOf(told).slice(0, 4)).toEqual([
    ['C201', '500.00', '9000.00', null],
    ['C200', '500.00', '800.00', null],
    ['FORMER1', null, '100.00', null],
    ['FORMER2', null, '100.00', null],
  ]);
  expect([told.rows.length, told.rowCount]).toEqual([ROWS, 208]);
};

/** What is owed as of the last of February: all that was ever sold, VAT of 20 % included. */
const isOwedByAll = async (db: Db): Promise<void> => {
  const told = await byCustomer(db, 'ageing');
  expect(rowsOf(told).slice(0, 3)).toEqual([
    // (500 + 9,000) × 1.2, of which 9,000 in January
    ['C201', '11400.00', '10800.00', null],
    // (2,990 + 990) × 1.2
    ['C001', '4776.00', '1188.00', null],
    // (2,980 + 40) × 1.2; the 40 since a year ago
    ['C002', '3624.00', '48.00', '48.00'],
  ]);
  // 500 × 1.2 is too little to be shown; of C197 and C198 1,030 × 1.2 and 1,020 × 1.2.
  expect(rowsOf(told).slice(-2)).toEqual([
    ['C197', '1236.00', null, null],
    ['C198', '1224.00', null, null],
  ]);
  expect([told.rows.length, told.rowCount]).toEqual([ROWS, 208]);
};

/** Each new customer counts as one: all are ties. C002 and C205 began a year before. */
const areNewInJanuary = async (db: Db): Promise<void> => {
  const january = { from: '2026-01-01', to: '2026-01-31' };
  const told = await byCustomer(db, 'customers-new', { period: january });
  expect(rowsOf(told)).toEqual(
    everyone
      .filter((customer) => customer !== 'C002')
      .slice(0, ROWS)
      .map((customer) => [customer, '1', null, null]),
  );
  // 203 of the 205, FORMER1 and FORMER2.
  expect([told.value, told.rowCount]).toEqual(['205', 205]);
  const anna = await byCustomer(db, 'customers-new', { period: january, salesperson: 'anna' });
  // 203 less C001 and C100, and FORMER1.
  expect([anna.value, anna.rowCount, keysOf(anna).at(-1)]).toEqual(['202', 202, 'C203']);
};

const tellings = [
  ['revenue of February, to who sees all customers', isFebruaryOfAll],
  ['revenue of February, to who sees their own', isFebruaryOfEach],
  ['revenue of February, what declined first', isDeclineOfAll],
  ['what is owed at the end of February', isOwedByAll],
  ['who was new in January', areNewInJanuary],
] as const;

describe('a figure by customer of more than 200 customers', () => {
  it.each(tellings)('told from the facts: %s', (_what, expected) => expected(prisma));

  it.each(tellings)('told from what is kept: %s', async (_what, expected) => {
    await rollAll();
    await expected(prisma);
  });

  it.each([
    ['revenue', 'all', null],
    ['ageing', 'all', null],
    ['customers-new', 'all', null],
    ['revenue', 'own', 'anna'],
  ] as const)('compares the customers alone that it shows: %s of %s customers', async (name, _whose, salesperson) => {
    await rollAll();
    const asked: unknown[] = [];
    const period = name === 'customers-new' ? { from: '2026-01-01', to: '2026-01-31' } : february;
    const figure = await byCustomer(listening(asked), name, { period, ...(salesperson !== null && { salesperson }) });
    const lists = asked.filter((value) => Array.isArray(value) && value.length === ROWS);
    expect(lists.length).toBeGreaterThan(0);
    for (const list of lists) expect(list).toEqual(keysOf(figure));
  });
});

async function rollAll(): Promise<void> {
  for (let days = 1; days > 0;) ({ days } = await rollUp(prisma, books));
}

/** Reads as ever, and writes down the values that are asked with. */
const listening = (asked: unknown[]): Db =>
  new Proxy(prisma, {
    get(db, name) {
      if (name !== '$queryRaw') return Reflect.get(db, name) as unknown;
      return (parts: TemplateStringsArray, ...values: readonly unknown[]) => {
        for (const value of values) asked.push(...(isStatement(value) ? value.values : [value]));
        return db.$queryRaw(parts, ...values);
      };
    },
  });

/** A part of a statement has values of its own. */
const isStatement = (value: unknown): value is { readonly values: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'values' in value && Array.isArray(value.values);
