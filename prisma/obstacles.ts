import type pg from 'pg';

/** What of the rows of an older release a migration cannot take, in the order of the migrations; each says what to do. */
const obstacles: readonly {
  readonly migration: string;
  /** One line for each thing in the way, as text. */
  readonly sql: string;
  readonly remedy: string;
}[] = [
  {
    migration: '0005_references',
    sql: `
      SELECT string_agg(format('payment %s of %s, reference "%s", %s %s', id, date, reference, trim_scale(amount), currency), '; ' ORDER BY date, created_at, id)
        || coalesce(' (customer ' || customer_number || ')', ' (of nobody known)') AS line
      FROM payment
      GROUP BY customer_number, lower(regexp_replace(btrim(reference, E' \\t\\n\\r\\f\\v'), '\\s+', ' ', 'g'))
      HAVING count(*) > 1 ORDER BY 1`,
    remedy:
      'Bank references of one payer that differ by capitals or spaces alone are one from now on. Where money was booked ' +
      'twice, take it back with the release that runs now; then give one of each pair a reference of its own, as the ' +
      "schema's owner: UPDATE payment SET reference = reference || ' (2)' WHERE id = '…'; and migrate again.",
  },
];

/**
 * Looks whether the migrations that a database lacks can be applied to its rows, before the first of them is.
 * @returns sentences that name the rows and what to do; empty: nothing is in the way
 */
export async function obstaclesIn(client: pg.Client): Promise<readonly string[]> {
  const applied = await appliedMigrations(client);
  if (applied.length === 0) return [];
  const found: string[] = [];
  for (const { migration, sql, remedy } of obstacles) {
    if (applied.includes(migration)) continue;
    const { rows } = await client.query<{ line: string }>(sql);
    if (rows.length > 0) found.push(`${migration}:`, ...rows.map(({ line }) => `  ${line}`), remedy);
  }
  return found;
}

/** Names of the migrations that stand; none: the database is empty. */
async function appliedMigrations(client: pg.Client): Promise<readonly string[]> {
  const { rows: known } = await client.query<{ is: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS is`,
  );
  if (known[0]?.is !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return rows.map(({ name }) => name);
}
