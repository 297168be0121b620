import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import type { KpiName } from '../../contracts/kpi.js';
import type { RawTable } from '../../contracts/move-in.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import { dunningOn } from '../../domain/dunning-plan.js';
import { createPrisma } from '../../prisma/client.js';
import { moveIn, type MovedIn } from '../../prisma/move-in/door.js';
import { shapedRows } from '../../prisma/move-in/rows.js';
import { undoMoveIn } from '../../prisma/move-in/undo.js';
import { readFigure, type FigureRequest } from '../../prisma/queries/kpis/figure.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { readDunning } from '../../prisma/repositories/dunning.js';
import { moveInWords } from '../../words/move-in.js';
import { openHouse, type House } from '../support/house.js';
import { asOf, bookkeeping, type Books } from './move-in/books.js';
import { levelUnknown, mistakes, remedies, type Mistake } from './move-in/mistakes.js';
import { ageingOn, balancesOn, daysOfSalesOn, dueLettersOn, onTimeIn } from './move-in/reckoning.js';

let house: House;
let books: Books;
let client: pg.Client;
const actor = { principal: 'admin', role: 'admin', requestId: '00000000-0000-4000-8000-000000000001' } as const;

beforeAll(async () => {
  house = await openHouse();
  books = bookkeeping();
  client = new pg.Client({ connectionString: house.database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await house.close();
});

function bring(tables: readonly RawTable[], look: 'dry' | 'sign-off'): Promise<MovedIn> {
  const { set, refused, digest } = shapedRows(tables);
  if (refused.length > 0) return Promise.resolve({ kind: 'refused', rows: refused });
  return moveIn(house.database.url, set, { digest, asOf, files: ['books'], actor, isDemo: false }, look);
}

/** What stands in each table but the record of who did what. */
async function contents(): Promise<readonly unknown[]> {
  const { rows: tables } = await client.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname NOT IN ('audit_entry', 'move_in', 'api_key', 'password', 'totp', 'recovery_code', '_prisma_migrations') ORDER BY 1`);
  const { rows } = await client.query(
    tables
      .map(({ name }) => `SELECT '${name}' AS name, count(*) AS rows, sum(hashtext(t::text)) AS hash FROM "${name}" t`)
      .join(' UNION ALL '),
  );
  return rows;
}

/** A figure as the house tells it of the end of a day. */
async function figure(name: KpiName, day: string, asked: Partial<Pick<FigureRequest, 'by' | 'customer'>> = {}) {
  const of = { name, period: { from: `${day.slice(0, 8)}01`, to: day }, by: null, customer: null, ...asked };
  const request = { ...of, order: 'value', currency: 'EUR', zone: 'Europe/Paris', calendar: 'FR' } as const;
  return readFigure(house.prisma, { ...request, hasCourse: false, rowsAtMost: null }, { salesperson: null });
}

type Rows = Readonly<Record<string, string>>;
async function rowsOf(...asked: Parameters<typeof figure>): Promise<Rows> {
  const { rows } = await figure(...asked);
  return Object.fromEntries(rows.flatMap(({ key, value }) => (key === null || value === null ? [] : [[key, value]])));
}

/** A slip is told where it stands, with what to do about it, in the language of the reader. */
async function isRefused(mistake: Mistake): Promise<readonly unknown[]> {
  const refused = await bring(mistake.in(bookkeeping(14).tables), 'dry');
  const rows = refused.kind === 'refused' ? refused.rows : [];
  expect(rows).toContainEqual(expect.objectContaining(mistake.told));
  const { fault, field } = mistake.told;
  const found = rows.find((row) => row.fault === fault && row.field === field);
  const told = (['en', 'fr'] as const).map((language) => found && moveInWords[language][fault](found)[1]);
  expect(told[1]).not.toBe(told[0]);
  return told;
}

describe('the books of another system', () => {
  it.each(mistakes)(
    'are refused whole for $name, which is told with its file, row, field and remedy',
    async (mistake) => {
      expect((await isRefused(mistake))[0]).toBe(remedies[mistake.told.fault]);
    },
  );

  it('are refused whole for a level that the policy has not', async () => {
    const owner = createPrisma(house.database.adminUrl, { poolSize: 1 });
    const policy = await owner.policy.findUniqueOrThrow({ where: { kind: 'dunning' } });
    const { levels } = policy.body as unknown as DunningPolicy;
    const without = levels.filter(({ level }) => level !== 'final-notice');
    const writing = (body: object) => owner.policy.update({ where: { kind: 'dunning' }, data: { body } });
    try {
      await writing({ ...(policy.body as object), levels: without });
      expect(await isRefused(levelUnknown)).toEqual(['Name a level of the policy.', expect.any(String)]);
    } finally {
      await writing(policy.body as object);
      await owner.$disconnect();
    }
  });

  it('are taken, two thousand documents of them, and verify accepts what came of it', async () => {
    const before = await contents();
    expect(books.documents).toBeGreaterThanOrEqual(2_000);
    const dry = await bring(books.tables, 'dry');
    expect(dry).toMatchObject({ kind: 'fits' });
    expect(await contents()).toEqual(before);
    expect(await bring(books.tables, 'sign-off')).toEqual(dry);
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
    const { rows } = await client.query(
      'SELECT count(*)::int AS mails, (SELECT count(*)::int FROM document) AS papers FROM outgoing',
    );
    expect(rows).toEqual([{ mails: 0, papers: 0 }]);
  });

  it.each(['2026-01-31', '2026-02-28', '2026-03-31'])(
    'say of %s who owed what, and how late, to the cent',
    async (day) => {
      const expected = ageingOn(books, day);
      const told: Record<string, Rows> = {};
      for (const customer of Object.keys(await rowsOf('ageing', day, { by: 'customer' })))
        told[customer] = await rowsOf('ageing', day, { by: 'kind', customer });
      expect(told).toEqual(expected);
      const cents = Object.values(expected).flatMap((of) =>
        Object.values(of).map((sum) => Math.round(Number(sum) * 100)),
      );
      expect((await figure('ageing', day)).value).toBe((cents.reduce((sum, each) => sum + each, 0) / 100).toFixed(2));
      const { rows: balances } = await client.query(
        'SELECT customer_number AS customer, sum(amount)::text AS balance FROM ledger_entry WHERE on_date <= $1::date GROUP BY 1 HAVING sum(amount) <> 0 ORDER BY 1',
        [day],
      );
      expect(balances).toEqual(balancesOn(books, day));
    },
  );

  it.each(['2026-01-31', '2026-02-28', '2026-03-31'])(
    'say of %s how many days of sales are owed, and of its month what came on time',
    async (day) => {
      const from = `${day.slice(0, 8)}01`;
      const told = async (name: KpiName): Promise<string | null> => (await figure(name, day)).value;
      expect({
        daysOfSales: await told('dso'),
        asRequested: await told('on-time-requested'),
        asConfirmed: await told('on-time-first-confirmed'),
        asConfirmedLast: await told('on-time-last-confirmed'),
      }).toEqual({
        daysOfSales: daysOfSalesOn(books, day),
        asRequested: onTimeIn(books, from, day, 'requested'),
        asConfirmed: onTimeIn(books, from, day, 'confirmed'),
        asConfirmedLast: onTimeIn(books, from, day, 'confirmed'),
      });
    },
  );

  it.each(['2026-04-01', '2026-04-10', '2026-04-24'])(
    'say of %s which letter is next for whom, to the day',
    async (day) => {
      const due: string[] = [];
      for (const customer of new Set(books.invoices.map((invoice) => invoice.customer))) {
        const { letters, handedOver, leftOut } = dunningOn(await readDunning(house.prisma, customer), day);
        for (const { invoice, instalment, step } of [...letters.flat(), ...handedOver, ...leftOut])
          due.push(`${invoice}:${instalment}:${step.level.level}:${step.on}`);
      }
      expect(due.toSorted()).toEqual(dueLettersOn(books, day));
    },
  );

  it('change nothing when they come again, and leave nothing behind when they are undone', async () => {
    const there = await contents();
    expect(await bring(books.tables, 'sign-off')).toMatchObject({ kind: 'known' });
    expect(await contents()).toEqual(there);
    expect(await undoMoveIn(house.database.url, null, actor)).toMatchObject({ kind: 'undone' });
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
    expect(await undoMoveIn(house.database.url, null, actor)).toEqual({ kind: 'nothing' });
  });

  it('stay once something was done here with what they brought', async () => {
    const small = bookkeeping(14);
    expect(await bring(small.tables, 'sign-off')).toMatchObject({ kind: 'fits' });
    await client.query(
      `INSERT INTO audit_entry (actor, role, action, entity, entity_id, customer_number, before, after) SELECT 'admin', 'admin', 'customer.changed', 'customer', number, number, '{}', '{}' FROM customer WHERE move_in_id IS NOT NULL LIMIT 1`,
    );
    expect(await undoMoveIn(house.database.url, null, actor)).toMatchObject({ kind: 'live' });
  });
});
