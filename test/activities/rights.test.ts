import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { addDays } from '../../domain/calendar.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { appRights } from '../../prisma/rights.js';
import { openHouse, type House } from '../support/house.js';
import { tellWholeStory } from './verify/story.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await tellWholeStory(house);
});
afterAll(() => house.close());

/** What PostgreSQL says to a statement that is undone in any case. */
const tried = (url: string, sql: string): Promise<string> =>
  withClient(url, async (client) => {
    await client.query('BEGIN');
    try {
      const { rowCount } = await client.query(sql);
      return `did it to ${rowCount} rows`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.query('ROLLBACK');
    }
  });

const denied = (table: string): string => `permission denied for table ${table}`;

/** What was issued, decided or entered, and who we are and who may act. */
const closed = Object.entries(appRights).filter(([, may]) => may.update === undefined);

describe('the role of the application', () => {
  it.each(closed.map(([table]) => table))('rewrites no row of %s', async (table) => {
    const { rows } = await withClient(house.database.ownerUrl, (client) =>
      client.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped`,
      ),
    );
    for (const { name } of rows)
      expect(await tried(house.database.url, `UPDATE ${table} SET "${name}" = "${name}"`), name).toBe(denied(table));
  });

  it.each(Object.entries(appRights).filter(([, may]) => may.delete !== true))('deletes no row of %s', async (table) => {
    expect(await tried(house.database.url, `DELETE FROM ${table}`)).toBe(denied(table));
  });

  it.each([
    ['our account number at the bank', `UPDATE company SET body = jsonb_set(body, '{iban}', '"FR00"')`, 'company'],
    ['its own role', `UPDATE principal SET role = 'admin'`, 'principal'],
    ['a person', `INSERT INTO principal (id, name, role) VALUES ('x', 'X', 'admin')`, 'principal'],
    [
      'a key',
      `INSERT INTO api_key (id, principal_id, prefix, hash, expires_at) SELECT gen_random_uuid(), id, '', '', now() FROM principal`,
      'api_key',
    ],
    [
      'a first password',
      `INSERT INTO password (principal_id, hash, must_change, changed_at) SELECT id, '$argon2id$', false, now() FROM principal`,
      'password',
    ],
    ['whose password it is', `UPDATE password SET principal_id = 'x'`, 'password'],
    ['who is signed in', `UPDATE session SET principal_id = 'x'`, 'session'],
    ['the life of a key', `UPDATE api_key SET expires_at = 'infinity'`, 'api_key'],
    ['a limit of the policy', `UPDATE policy SET body = '{}'`, 'policy'],
    [
      'what its invoices are called',
      `INSERT INTO invoice_series (kind, origin, valid_from, prefix, set_by, set_at) VALUES ('invoice', 'edi', '2099-01-01', 'ZZ', '', now())`,
      'invoice_series',
    ],
    [
      'how its documents look',
      `INSERT INTO document_template (version, valid_from, body, sha256, set_by, set_at) VALUES (9, '2099-01-01', '{}', '', '', now())`,
      'document_template',
    ],
    ['the due date of a receivable', `UPDATE receivable SET due_date = due_date + 30`, 'receivable'],
    ['the amount of a payment', `UPDATE payment SET amount = 1`, 'payment'],
    ['who entered an order', `UPDATE sales_order SET entered_by = 'x'`, 'sales_order'],
    ['the goods of a delivery note', `UPDATE delivery_line SET quantity = 1`, 'delivery_line'],
    ['what was found different from the quote', `UPDATE discrepancy SET actual = expected`, 'discrepancy'],
    ['what a letter said', `UPDATE outgoing SET snapshot = NULL`, 'outgoing'],
    [
      'the time of an audit row',
      `INSERT INTO audit_entry (at, actor, role, action, entity, entity_id) VALUES (now(), 'a', 'sales', 'b', 'c', 'd')`,
      'audit_entry',
    ],
    [
      'the place of an audit row',
      `INSERT INTO audit_entry (id, actor, role, action, entity, entity_id) VALUES (1, 'a', 'sales', 'b', 'c', 'd')`,
      'audit_entry',
    ],
    ['the time of a posting', `UPDATE ledger_entry SET created_at = now()`, 'ledger_entry'],
    [
      'a link of a chain',
      `INSERT INTO invoice_link (series, sequence, number, hash) VALUES ('FA-2026', 9, 'FA-2026-000009', '')`,
      'invoice_link',
    ],
    ['a seal', `INSERT INTO audit_seal (number, key, last_id, rows, hash) VALUES (9, '', 1, 1, '')`, 'audit_seal'],
  ])('does not choose %s', async (_what, sql, table) => {
    expect(await tried(house.database.url, sql)).toBe(denied(table));
  });

  it('takes numbers one after the other, and never one back', async () => {
    const back = 'a series of numbers only goes forward, one by one';
    for (const change of [
      'last = last',
      'last = last - 1',
      'last = last + 2',
      `last = last + 1, last_date = last_date - 1`,
    ])
      expect(await tried(house.database.url, `UPDATE series SET ${change} WHERE last_date IS NOT NULL`), change).toBe(
        back,
      );
    expect(await tried(house.database.url, `SELECT setval('order_number', 1)`)).toBe(
      'permission denied for sequence order_number',
    );
  });
});

describe("the schema's owner", () => {
  const stands = 'what was issued is never changed or deleted';
  it.each([
    'invoice',
    'invoice_line',
    'invoice_source',
    'invoice_link',
    'credit_decision',
    'quote_revision',
    'quote_line',
    'document',
    'document_file',
    'document_template',
    'stock_receipt_line',
  ])('rewrites, deletes and empties %s no more than anybody', async (table) => {
    for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
      expect(await tried(house.database.ownerUrl, sql)).toBe(stands);
    const { rows } = await withClient(house.database.ownerUrl, (client) =>
      client.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped`,
      ),
    );
    for (const { name } of rows)
      expect(await tried(house.database.ownerUrl, `UPDATE ${table} SET "${name}" = "${name}"`), name).toBe(stands);
  });

  it('changes nothing of a delivery note but what is invoiced of it', async () => {
    expect(await tried(house.database.ownerUrl, `UPDATE delivery_line SET vat_rate = 0`)).toBe(stands);
    expect(await tried(house.database.ownerUrl, `UPDATE delivery_line SET invoiced = invoiced`)).toMatch(
      /^did it to \d+ rows$/,
    );
  });

  it.each([
    ['an actor', `UPDATE audit_entry SET actor = 'x'`],
    ['a fact', `UPDATE audit_entry SET after = '{}'`],
    ['a fact, with a digest of its own making', `UPDATE audit_entry SET after = '{}', digest = 'x'`],
    ['a time', `UPDATE audit_entry SET at = now()`],
    ['a row less', 'DELETE FROM audit_entry'],
    ['a seal', `UPDATE audit_seal SET hash = ''`],
  ])('writes into the audit no other story: %s', async (_what, sql) => {
    expect(await tried(house.database.ownerUrl, sql)).toBe('audit rows are never changed or deleted');
  });
});

describe('a tax rate', () => {
  const rate = (from: string, taxClass = 'standard', country = 'FR'): string =>
    `INSERT INTO tax_rate (country, tax_class, valid_from, vat_category, vat_rate) VALUES ('${country}', '${taxClass}', '${from}', 'S', 21)`;
  const inForce = 'a rate in force is never changed or deleted';

  it.each([
    ['changed', `UPDATE tax_rate SET vat_rate = 19 WHERE vat_category = 'S'`, inForce],
    ['deleted', `DELETE FROM tax_rate`, inForce],
    ['moved', `UPDATE tax_rate SET valid_from = '2999-01-01'`, inForce],
    [
      'followed by one of a past day',
      rate('2020-01-01'),
      'a rate in force is followed by another only from a day to come',
    ],
  ])('that deliveries have borne is not %s, by nobody', async (_how, sql, message) => {
    expect(await tried(house.database.ownerUrl, sql)).toBe(message);
  });

  it('may follow from a day to come, and begin on any day where there was none', async () => {
    expect(await tried(house.database.url, rate(addDays(house.today, 2)))).toBe('did it to 1 rows');
    expect(await tried(house.database.url, rate('2007-01-01', 'standard', 'DE'))).toBe('did it to 1 rows');
  });
});

describe('a seal on the audit', () => {
  it('covers what others write meanwhile once they are done, each row once', async () => {
    const key = (n: number): string => `beside:${n}`;
    const written = Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        withClient(house.database.url, async (client) => {
          await client.query('BEGIN');
          await client.query(
            `INSERT INTO audit_entry (actor, role, action, entity, entity_id) VALUES ('encours', 'system', 'stock.received', 'stock-receipt', '${n}')`,
          );
          await client.query(`SELECT pg_sleep(${(n % 7) / 20})`);
          await client.query(n % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
        }),
      ),
    );
    const meanwhile = Array.from({ length: 10 }, (_, n) =>
      house.activities.sealAudit({ key: key(n), longestTransactionMinutes: 1, limit: 100 }),
    );
    await Promise.all([written, ...meanwhile]);
    await house.activities.sealAudit({ key: key(10), longestTransactionMinutes: 0, limit: 100_000 });
    const [left] = await house.prisma.$queryRaw<{ open: number; sealed: number }[]>`
      SELECT (SELECT count(*)::int FROM audit_entry WHERE id > (SELECT max(last_id) FROM audit_seal)) AS open,
        (SELECT sum(rows)::int - (SELECT count(*) FROM audit_entry)::int FROM audit_seal) AS sealed`;
    expect(left).toEqual({ open: 0, sealed: 0 });
    const { violations } = await verifyDatabase(house.database.url);
    expect(violations.filter(({ invariant }) => invariant.name === 'audit-sealed')).toEqual([]);
  });
});
