import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { openSite, until, type Site } from '../support/faults.js';

/** An API whose two connections to PostgreSQL are all at work. */
let site: Site;
beforeAll(async () => {
  site = await openSite({ env: { DATABASE_POOL_SIZE: '2' } });
}, 240_000);
afterAll(() => site.close());

const patch = (phone: string): Promise<Response> =>
  fetch(`${site.stack.apiUrl}/v1/customers/ALFKI`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${site.stack.apiKeys?.manager ?? ''}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify({ phone }),
  });

describe('an API whose connections all wait for a lock', () => {
  it('is busy, not without PostgreSQL: it stays ready', async () => {
    let isHeld = true;
    const clerk = async () => {
      while (isHeld) await patch('+33 1').catch(() => undefined);
    };
    await withClient(site.stack.databaseUrl, async (holder) => {
      await holder.query("BEGIN; SELECT FROM customer WHERE number = 'ALFKI' FOR UPDATE");
      const clerks = Array.from({ length: 6 }, clerk);
      const ready = () => fetch(`${site.stack.apiUrl}/readyz`).then(({ status }) => status);
      const sessions = `SELECT (count(*) FILTER (WHERE wait_event_type = 'Lock'))::int AS waiting,
        (count(*) FILTER (WHERE query = 'SELECT 1'))::int AS asking FROM pg_stat_activity WHERE datname = current_database()`;
      const look = async () => {
        await ready();
        return (await site.rows<{ waiting: number; asking: number }>(sessions))[0];
      };
      // Both wait, and a third asks whether PostgreSQL is there.
      await until('the connections', look, (seen) => seen?.waiting === 2 && seen.asking > 0, 60_000);
      expect(await until('an API that is ready', ready, (status) => status === 200)).toBe(200);
      isHeld = false;
      await holder.query('ROLLBACK');
      await Promise.all(clerks);
    });
  }, 240_000);
});
