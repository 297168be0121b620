import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

export type { PrismaClient };
/** A client inside an interactive transaction: what repositories take. */
export type Transaction = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'>;

/** For commands and starts: nobody waits for a 503, and on a busy machine PostgreSQL may take seconds to say hello. */
export const unhurriedConnectMs = 30_000;

/** How many statements bear a name at most; each costs memory in every connection that has run it. */
const namedStatements = 200;
/** A statement is run so often before it gets a name: what a filter or a list's length writes once needs none. */
const runsBeforeName = 10;

/**
 * Names the statements that are run again and again, so that PostgreSQL parses and plans them once per connection
 * (measured: booking a payment costs it 0.96 ms instead of 1.66, reading the facts of a mail 0.12 instead of 1.4).
 * `''` is no name.
 */
export function statementNames(): (query: { readonly sql: string }) => string {
  const runs = new Map<string, number>();
  const names = new Map<string, string>();
  return ({ sql }) => {
    const name = names.get(sql);
    if (name !== undefined) return name;
    if (names.size >= namedStatements) return '';
    if (runs.size > 5 * namedStatements) runs.clear();
    runs.set(sql, (runs.get(sql) ?? 0) + 1);
    if ((runs.get(sql) ?? 0) <= runsBeforeName) return '';
    runs.delete(sql);
    names.set(sql, `encours_${names.size + 1}`);
    return names.get(sql) ?? '';
  };
}

/**
 * For who reads lists: a statement is planned for the values that it is asked with. A plan for any value takes no index by the
 * beginning of a text, and reads a whole table for the rarest of statuses; PostgreSQL takes to one after five reads.
 */
export const plannedByValue = '-c plan_cache_mode=force_custom_plan';

/** How a pooled client is opened. */
type PrismaOptions = {
  readonly poolSize: number;
  /** Longest wait for a connection, a new one or a free one of the pool; 1.5 s when left out. */
  readonly connectTimeoutMs?: number;
  /** Of each session, as `postgres` takes them. */
  readonly sessionOptions?: string;
};

/**
 * Opens a pooled client on PostgreSQL. An unreachable server fails a call within 2 s, so that the API can answer 503
 * in time; a statement is cut after 10 s.
 */
export function createPrisma(
  databaseUrl: string,
  { poolSize, connectTimeoutMs = 1_500, sessionOptions = '' }: PrismaOptions,
): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: databaseUrl,
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 30_000,
      statement_timeout: 10_000,
      options: sessionOptions,
      idle_in_transaction_session_timeout: 15_000,
    },
    { statementNameGenerator: statementNames() },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: Math.max(5_000, connectTimeoutMs), timeout: 15_000 },
  });
}
