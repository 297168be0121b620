import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { createDatabase, createNamespace, type TestDatabase } from '../support/stack.js';
import { newKey, serveApi, type ApiUnderTest } from './office.js';

/** Rows that no write of ours makes: the house goes on, and says which they are. */
let database: TestDatabase;
let api: Omit<ApiUnderTest, 'keys'>;
let key: string;

beforeAll(async () => {
  database = await createDatabase({ seeded: true });
  const { url: databaseUrl, ownerUrl: ownerDatabaseUrl, adminUrl: adminDatabaseUrl } = database;
  const namespace = await createNamespace();
  api = await serveApi({ databaseUrl, ownerDatabaseUrl, adminDatabaseUrl, namespace });
  await api.prisma.principal.create({ data: { id: 'reader', name: 'Reader', role: 'admin' } });
  ({ key } = await newKey(api.prisma, 'reader'));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const read = (path: string) => api.call({ method: 'GET', path, key });
const numbers = async (): Promise<readonly string[]> =>
  (((await read('/v1/customers?limit=200')).json?.['items'] ?? []) as { number: string }[]).map(({ number }) => number);

describe('a customer that cannot be told', () => {
  it.each([
    ['a word that its list does not have', `language = 'xx'`, `"xx" is none of fr, en`],
    ['terms beyond what a contract lets in', `payment_terms = '{"kind":"net","days":500}'`, 'paymentTerms.days'],
    ['an amount with parts of a cent', `credit_limit = 1.005`, 'an amount in EUR has at most 2 decimals: 1.005'],
  ])('since it has %s hides itself alone, and verify names it', async (_what, change, why) => {
    const before = await numbers();
    expect(before).toContain('BONAP');
    await withClient(database.adminUrl, (client) =>
      client.query('BEGIN').then(async () => {
        await client.query(`CREATE TABLE kept AS SELECT * FROM customer WHERE number = 'BONAP'`);
        await client.query(`UPDATE customer SET ${change} WHERE number = 'BONAP'`);
        await client.query('COMMIT');
      }),
    );
    const list = await read('/v1/customers?limit=200');
    expect([list.status, list.headers.get('Encours-Unreadable')]).toEqual([200, 'BONAP']);
    expect(await numbers()).toEqual(before.filter((number) => number !== 'BONAP'));
    const found = verificationText(await verifyDatabase(database.url));
    expect(found).toContain('readable: broken by 1');
    expect(found).toContain(`list customers · id BONAP · why ${why}`);
    await withClient(database.adminUrl, (client) =>
      client.query(`UPDATE customer SET language = kept.language, payment_terms = kept.payment_terms, credit_limit = kept.credit_limit
        FROM kept WHERE customer.number = kept.number; DROP TABLE kept`),
    );
    expect(await numbers()).toEqual(before);
  });
});

describe('a line of the worklist with a fact that its kind does not have', () => {
  it('hides itself alone, and verify names it', async () => {
    const facts = `'{"instalment":1,"amount":"1.00","strange":true}'`;
    await withClient(database.adminUrl, (client) =>
      client.query(
        `INSERT INTO work_item (id, kind, role, status, facts) VALUES ('planted', 'write-off', 'finance', 'open', ${facts})`,
      ),
    );
    const list = await read('/v1/worklist');
    expect([list.status, list.headers.get('Encours-Unreadable')]).toEqual([200, 'planted']);
    const found = verificationText(await verifyDatabase(database.url));
    expect(found).toContain('list worklist · id planted · why facts');
    await withClient(database.adminUrl, async (client) => {
      await client.query(`UPDATE work_item SET status = 'done', done_at = now() WHERE id = 'planted'`);
      await client.query(`DELETE FROM work_item WHERE id = 'planted'`);
    });
  });
});
