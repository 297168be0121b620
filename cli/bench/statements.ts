import pg from 'pg';
import { appRole } from '../../prisma/rights.js';

/** What PostgreSQL has counted so far. */
export type DatabaseCount = {
  /** Calls by statement, of the application's role on this database, transaction control left out. */
  readonly calls: ReadonlyMap<string, number>;
  /** The next transaction id of the whole server: a transaction takes one with its first write. */
  readonly nextTransactionId: bigint;
};

export type StatementCount = { readonly statement: string; readonly calls: number };

const transactionControl =
  '^\\s*(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|SET|RESET|SHOW|DISCARD|DEALLOCATE)\\M';

/** Reads the counters without a write of its own. */
export async function countDatabase(readerUrl: string): Promise<DatabaseCount> {
  const client = new pg.Client({ connectionString: readerUrl });
  await client.connect();
  try {
    const statements = await client.query<{ statement: string; calls: string }>(
      `SELECT s.query AS statement, sum(s.calls) AS calls FROM pg_stat_statements s
       JOIN pg_roles r ON r.oid = s.userid JOIN pg_database d ON d.oid = s.dbid
       WHERE r.rolname = $1 AND d.datname = current_database() AND s.query !~* $2 GROUP BY s.query`,
      [appRole, transactionControl],
    );
    const ids = await client.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
    return {
      calls: new Map(statements.rows.map(({ statement, calls }) => [statement, Number(calls)])),
      nextTransactionId: BigInt(ids.rows[0]?.next ?? '0'),
    };
  } finally {
    await client.end();
  }
}

/** The statements between two counts, the most frequent first. */
export function statementsBetween(before: DatabaseCount, after: DatabaseCount): readonly StatementCount[] {
  return [...after.calls]
    .map(([statement, calls]) => ({ statement, calls: calls - (before.calls.get(statement) ?? 0) }))
    .filter(({ calls }) => calls > 0)
    .toSorted((a, b) => b.calls - a.calls);
}
