import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuild, stateText } from '../../cli/rollups.js';
import { kpiNames, type KpiDimension, type KpiName } from '../../contracts/kpi.js';
import { kpiRule } from '../../domain/kpis.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { rollUp } from '../../prisma/commands/rollups.js';
import { readFigure, type FigureRecord } from '../../prisma/queries/kpis/figure.js';
import { keptOf } from '../../prisma/queries/kpis/rollups.js';
import { findUntrueRollups } from '../../prisma/queries/kpis/untrue.js';
import type { Db } from '../../prisma/queries/page.js';
import { factsDesk } from '../support/figures/facts.js';
import { tellFebruary } from '../support/figures/february.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

const books = { currency: 'EUR', zone: 'Europe/Paris', calendar: 'FR' } as const;

let database: TestDatabase;
/** Past triggers, as a file is copied in. */
let writing: PrismaClient;
/** As the application writes. */
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createDatabase();
  writing = createPrisma(database.adminUrl, { poolSize: 1 });
  await writing.$executeRawUnsafe('SET session_replication_role = replica');
  await tellFebruary(factsDesk(writing));
  prisma = createPrisma(database.url, { poolSize: 2 });
});
afterAll(async () => {
  await writing.$disconnect();
  await prisma.$disconnect();
  await database.drop();
});

const february = { from: '2026-02-01', to: '2026-02-28' };
/** Somebody bought on the day before. */
const oneDay = { from: '2026-02-01', to: '2026-02-01' };
/** Begins and ends within months, and is told by months. */
const long = { from: '2025-06-15', to: '2026-03-10' };
/** Worked out of what is kept of buyers and of other figures. */
const composed: readonly KpiName[] = [
  'customers',
  'customers-new',
  'customers-retained',
  'acquisition-cost',
  'load',
  'people-needed',
  'stock-turnover',
];
const keptNames = kpiNames.filter((name) => keptOf(name) !== undefined || composed.includes(name));

type Told = Readonly<Record<string, FigureRecord>>;
type Telling = (db: Db) => Promise<Told>;

async function tell(
  db: Db,
  asked: {
    readonly periods: readonly (typeof february)[];
    readonly splits: (name: KpiName) => readonly (KpiDimension | null)[];
    readonly customer?: string;
    readonly rowsAtMost?: number;
  },
): Promise<Told> {
  const told: Record<string, FigureRecord> = {};
  const { customer = null, rowsAtMost } = asked;
  for (const name of keptNames)
    for (const by of asked.splits(name))
      for (const salesperson of [null, 'bruno'])
        for (const period of asked.periods) {
          const request = { ...books, name, by, period, order: 'value', customer } as const;
          const what = `${name} by ${by ?? 'nothing'} of ${salesperson ?? 'all'} from ${period.from}`;
          const rows = rowsAtMost === undefined ? {} : { rowsAtMost };
          told[what] = await readFigure(db, { ...request, ...rows }, { salesperson });
        }
  return told;
}

const everything: Telling = async (db) => ({
  ...(await tell(db, { periods: [february, oneDay], splits: () => [null] })),
  ...(await tell(db, { periods: [long], splits: (name) => [null, ...kpiRule(name).dimensions] })),
});
const byCustomer = (name: KpiName): readonly KpiDimension[] =>
  kpiRule(name).dimensions.filter((dimension) => dimension === 'customer');
const ofAlpha: Telling = (db) =>
  tell(db, { periods: [long], splits: (name) => [null, ...byCustomer(name)], customer: 'ALPHA' });
/** Ranked by the period, and compared for the one that is shown. */
const theFirst: Telling = (db) => tell(db, { periods: [long], splits: byCustomer, rowsAtMost: 1 });
const inShort: Telling = (db) =>
  tell(db, { periods: [long], splits: (name) => [...byCustomer(name), null].slice(0, 1) });

const nothing = new Error('undone');
/** As the facts alone tell it. */
async function byFacts(telling: Telling): Promise<Told> {
  let told: Told = {};
  const asking = prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`DELETE FROM kpi_family`;
      told = await telling(tx);
      throw nothing;
    },
    { timeout: 120_000 },
  );
  await expect(asking).rejects.toBe(nothing);
  return told;
}

/** @returns how many days were worked */
async function rollAll(): Promise<number> {
  let all = 0;
  for (let days = 1; days > 0; all += days) ({ days } = await rollUp(prisma, books));
  return all;
}

const waiting = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
  const rows = await prisma.$queryRaw<{ family: string; days: string[] }[]>`
    SELECT family, array_agg(DISTINCT day::text ORDER BY day::text) AS days FROM kpi_touch GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ family, days }) => [family, days]));
};
const untrue = (): Promise<readonly unknown[]> => findUntrueRollups(prisma, books);

describe('days kept summed up', () => {
  it('tell each figure as the facts do, whole and split, to all and to those who see their own customers', async () => {
    const told = await everything(prisma);
    expect(Object.keys(told).length).toBeGreaterThan(200);
    expect(await rollAll()).toBeGreaterThan(50);
    expect(await everything(prisma)).toEqual(told);
    expect(await ofAlpha(prisma)).toEqual(await byFacts(ofAlpha));
    expect(await theFirst(prisma)).toEqual(await byFacts(theFirst));
    expect(await untrue()).toEqual([]);
  });

  it('are worked again for the days alone that a change touched', async () => {
    await prisma.$executeRaw`UPDATE sales_order SET acknowledged_at = received_at, acknowledgement_minutes = 7, stage = 'acknowledged'
      WHERE number = 'O3'`;
    const { order, promise, invoice } = await waiting();
    expect(order).toEqual([await dayOfOrder('O3')]);
    expect([promise, invoice]).toEqual([undefined, undefined]);
    expect(await inShort(prisma)).toEqual(await byFacts(inShort));
    expect(await rollAll()).toBeLessThan(10);
    expect(await waiting()).toEqual({});
    expect(await inShort(prisma)).toEqual(await byFacts(inShort));
  });

  it.each(changes())('are right at once and afterwards when %s', async (_what, change) => {
    for (const statement of change) await prisma.$executeRawUnsafe(statement);
    const told = await byFacts(inShort);
    expect(await inShort(prisma)).toEqual(told);
    await rollAll();
    expect(await inShort(prisma)).toEqual(told);
    expect(await untrue()).toEqual([]);
  });

  it('begin anew when their definition has changed', async () => {
    await prisma.$executeRaw`UPDATE kpi_family SET definition = 'of before' WHERE family = 'order'`;
    expect(await inShort(prisma)).toEqual(await byFacts(inShort));
    expect(await rollAll()).toBeGreaterThan(5);
    expect(await rollAll()).toBe(0);
  });

  it('are told and made anew by encours rollups', async () => {
    await prisma.$executeRaw`UPDATE information_request SET withdrawn_at = NULL WHERE asked_on = '2026-02-28'`;
    expect(await stateText(prisma)).toMatch(/^request +2 days, 2026-02-28 to 2026-03-01 +1 wait since 20/m);
    const said: string[] = [];
    await rebuild(prisma, books, (text) => said.push(text));
    expect(said.at(-1)).toMatch(/^\d+ days are summed up, and nothing waits\.$/);
    expect(await stateText(prisma)).not.toContain('wait since');
    expect(await untrue()).toEqual([]);
  });

  it('are found untrue by verify where somebody has written into them', async () => {
    await prisma.$executeRaw`DELETE FROM kpi_rollup WHERE facts = 'revenue' AND grain = 'day' AND first = '2026-02-28'`;
    await writing.$executeRaw`UPDATE kpi_rollup SET nums[1] = nums[1] + 1 WHERE facts = 'lines-entered' AND grain = 'month'
      AND cut = 'person' AND first = '2026-02-01'`;
    expect(await untrue()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ figure: 'lines-entered', grain: 'month', first: '2026-02-01', cut: 'person' }),
      ]),
    );
  });
});

const dayOfOrder = async (number: string): Promise<string> => {
  const [row] = await prisma.$queryRaw<{ day: string }[]>`
    SELECT received_on::text AS day FROM sales_order WHERE number = ${number}`;
  return row?.day ?? '';
};

/** What comes late to days that are over, each as the application writes it. */
function changes(): readonly (readonly [string, readonly string[]])[] {
  const order = (values: string) => `UPDATE sales_order SET ${values}, updated_at = now()`;
  return [
    ['an order is cancelled', [`${order(`stage = 'cancelled'`)} WHERE number = 'O5'`]],
    [
      'a delivery arrives later',
      [`UPDATE delivery SET status = 'delivered', delivered_on = '2026-03-04' WHERE number = 'B3'`],
    ],
    [
      'lines are promised anew and cancelled in part',
      [
        `UPDATE order_line SET last_confirmed_date = last_confirmed_date + 9 WHERE order_number = 'O2' AND line_no = 1`,
        `UPDATE order_line SET cancelled = cancelled + 1 WHERE order_number = 'O3'`,
      ],
    ],
    ['a line is amended away', [`DELETE FROM order_line WHERE order_number = 'O5'`]],
    [
      'money is taken back',
      [
        `INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, allocation,
          amount, on_date, reverses, reason, actor, role, request_id)
         SELECT e.posting || ':undone', e.customer_number, e.currency, 'reversal', e.item_kind, e.invoice_number, e.instalment, e.payment_id,
          e.allocation, -e.amount, '2026-03-30', e.posting, 'wrong invoice', 'anna', 'finance', 'r1'
         FROM ledger_entry e WHERE e.kind = 'allocation' AND e.item_kind = 'receivable' ORDER BY e.id LIMIT 1`,
      ],
    ],
    ['a quote is lost', [`UPDATE quote SET status = 'lost', updated_at = '2026-03-03T09:00:00Z' WHERE number = 'Q5'`]],
    [
      'an error is stated, and an amendment with another',
      [
        `UPDATE discrepancy SET cause = 'entry' WHERE order_number = 'O3' AND id = '1-2'`,
        `INSERT INTO order_amendment (order_number, version, amended_on, amended_by, cause, types)
         VALUES ('O6', 2, '2026-02-27', 'anna', 'entry', ARRAY['price'])`,
      ],
    ],
    [
      'a cost is entered',
      [`INSERT INTO product_cost (product_number, valid_from, cost) VALUES ('C1', '2025-06-01', 12)`],
    ],
    ['a question is withdrawn', [`UPDATE information_request SET withdrawn_at = now() WHERE asked_on = '2026-02-03'`]],
    ['a customer changes hands', [`UPDATE customer SET salesperson = 'anna' WHERE number = 'BETA'`]],
  ];
}
