import pg from 'pg';

/** A transaction beside which no other move-in, and no undoing of one, goes on; what it did stays only if `stays` says so. */
export async function alone<T>(
  databaseUrl: string,
  work: (client: pg.ClientBase) => Promise<T>,
  stays: (done: T) => boolean,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('encours move-in'))");
    const done = await work(client);
    await client.query(stays(done) ? 'COMMIT' : 'ROLLBACK');
    return done;
  } finally {
    await client.end();
  }
}
