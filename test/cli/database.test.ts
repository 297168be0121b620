import { describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { generateClient } from '../../prisma/generate.js';
import { migrate } from '../../prisma/migrate.js';
import { nextMigrationSql } from '../../prisma/new-migration.js';
import { migrationNames } from '../../prisma/schema-engine.js';
import { createDatabase } from '../support/stack.js';

describe('the database schema', () => {
  it('is what the committed migrations lead to: nothing is missing from them', async () => {
    expect(await nextMigrationSql()).toBe('');
  });

  it('is migrated once, and written down as Prisma does', async () => {
    const { ownerUrl, drop } = await createDatabase();
    expect(await migrate(ownerUrl)).toEqual([]);
    const applied = await withClient(ownerUrl, (client) =>
      client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1'),
    );
    expect(applied.rows.map((row: { migration_name: string }) => row.migration_name)).toEqual(migrationNames());
    await drop();
  });

  it('leaves no table with the statistics of an empty one, which plans would be made by until autovacuum comes', async () => {
    const { ownerUrl, drop } = await createDatabase();
    const analyzed = await withClient(ownerUrl, (client) =>
      client.query(
        `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples = 0`,
      ),
    );
    expect(analyzed.rows).toEqual([]);
    await drop();
  });

  it('is refused in words when the database is not there', async () => {
    const { ownerUrl, drop } = await createDatabase();
    await drop();
    await expect(migrate(ownerUrl)).rejects.toThrow(/does not exist/);
  });

  it('has its client generated already when the tests run', async () => {
    expect(await generateClient()).toBe(false);
  });
});
