import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import type { KpiName } from '../../contracts/kpi.js';
import type { RawTable } from '../../contracts/move-in.js';
import { dunningOn } from '../../domain/dunning-plan.js';
import { moveIn, type MovedIn } from '../../prisma/move-in/door.js';
import { shapedRows } from '../../prisma/move-in/rows.js';
import { undoMoveIn } from '../../prisma/move-in/undo.js';
import { readFigure } from '../../prisma/queries/kpis/figure.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { readDunning } from '../../prisma/repositories/dunning.js';
import { openHouse, type House } from '../support/house.js';
import { asOf, bookkeeping, type Books } from './move-in/books.js';
import { mistakes } from './move-in/mistakes.js';
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

const ageing = `
  SELECT customer, sum(open) FILTER (WHERE days <= 0)::text AS "current", sum(open) FILTER (WHERE days BETWEEN 1 AND 30)::text AS "to30",
    sum(open) FILTER (WHERE days > 30)::text AS beyond
  FROM (SELECT e.customer_number AS customer, $1::date - r.due_date AS days, sum(e.amount) AS open FROM ledger_entry e JOIN receivable r USING (invoice_number, instalment)
    WHERE e.item_kind = 'receivable' AND e.on_date <= $1::date GROUP BY 1, 2, e.invoice_number, e.instalment HAVING sum(e.amount) <> 0) o GROUP BY 1 ORDER BY 1`;

describe('the books of another system', () => {
  it.each(mistakes)(
    'are refused whole for $name, which is told with its file, row, field and remedy',
    async (mistake) => {
      const refused = await bring(mistake.in(bookkeeping(14).tables), 'dry');
      expect(refused).toMatchObject({ kind: 'refused' });
      expect(refused.kind === 'refused' && refused.rows).toContainEqual(expect.objectContaining(mistake.told));
    },
  );

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
      const { rows } = await client.query(ageing, [day]);
      expect(rows).toEqual(ageingOn(books, day));
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
      const told = async (name: KpiName): Promise<string | null> => {
        const asked = { name, period: { from, to: day }, by: null, order: 'value', currency: 'EUR' } as const;
        const request = { ...asked, zone: 'Europe/Paris', calendar: 'FR', customer: null, hasCourse: false } as const;
        return (await readFigure(house.prisma, request, { salesperson: null })).value;
      };
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
