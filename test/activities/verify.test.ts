import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import { currencies } from '../../contracts/vocabulary.js';
import { minorDigits } from '../../domain/money.js';
import { findViolation, readInvariants, verifyDatabase } from '../../prisma/queries/invariants.js';
import { openHouse, type House } from '../support/house.js';
import { breakages, finerBreakages } from './verify/breakages.js';
import { tellWholeStory } from './verify/story.js';

const invariants = readInvariants();
let house: House;
let auditor: pg.Client;

beforeAll(async () => {
  house = await openHouse();
  await tellWholeStory(house);
  auditor = new pg.Client({ connectionString: house.database.adminUrl });
  await auditor.connect();
  // Foreign keys and the audit trail's trigger stand aside: what they keep out must be found all the same.
  await auditor.query('SET session_replication_role = replica');
});

afterAll(async () => {
  await auditor.end();
  await house.close();
});

/** Breaks the books in a transaction that is undone, and asks one invariant meanwhile. */
async function findWhenBroken(name: string, statements: readonly string[]) {
  const invariant = invariants.find((candidate) => candidate.name === name);
  if (invariant === undefined) throw new Error(`verify knows no ${name}`);
  await auditor.query('BEGIN');
  try {
    for (const statement of statements) await auditor.query(statement);
    return await findViolation(auditor, invariant);
  } finally {
    await auditor.query('ROLLBACK');
  }
}

describe('verify', () => {
  it('finds nothing wrong in a house where everything happened once', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toBe(
      `${invariants.length + 2} invariants, 0 violations`,
    );
  });

  it('knows of each invariant one way to break it, and says each in a sentence', () => {
    expect(Object.keys(breakages).toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
    expect(invariants.filter(({ sentence }) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
  });

  it.each(Object.entries(breakages))('finds %s broken', async (name, statements) => {
    const found = await findWhenBroken(name, statements);
    expect(found?.count).toBeGreaterThan(0);
    expect(found?.rows.length).toBeGreaterThan(0);
  });

  it.each(finerBreakages)('finds %s broken by %s', async (name, _how, statements) => {
    expect((await findWhenBroken(name, statements))?.count).toBeGreaterThan(0);
  });

  it('shows the rows that break an invariant, and how many there are', async () => {
    const found = await findWhenBroken('stock-on-hand', [`UPDATE stock SET on_hand = on_hand + 1`]);
    expect(found).not.toBeNull();
    if (found === null) return;
    const { rows } = await auditor.query<{ count: string }>('SELECT count(*) FROM stock');
    expect(found.count).toBe(Number(rows[0]?.count));
    const text = verificationText({ invariants: 1, violations: [found] });
    expect(text).toContain(`and ${found.count - 20} more`);
    expect(text.endsWith(`1 invariants, ${found.count} violations`)).toBe(true);
  });

  it('rounds to the digits of every currency we trade in', async () => {
    const sql = invariants.find(({ name }) => name === 'minor-digits')?.sql ?? '';
    const known = [...sql.matchAll(/\('([A-Z]{3})', (\d), [\d.]+\)/g)].map(([, code, digits]) => [
      code,
      Number(digits),
    ]);
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(currencies.map((code) => [code, minorDigits(code)])));
  });
});
