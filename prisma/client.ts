import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

export type { PrismaClient };
/** A client inside an interactive transaction: what repositories take. */
export type Transaction = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'>;

/** For commands and starts: nobody waits for a 503, and on a busy machine PostgreSQL may take seconds to say hello. */
export const unhurriedConnectMs = 30_000;

/**
 * Opens a pooled client on PostgreSQL. An unreachable server fails a call within 2 s, so that the API can answer 503
 * in time; a statement is cut after 10 s.
 * @param connectTimeoutMs longest wait for a connection, a new one or a free one of the pool
 */
export function createPrisma(databaseUrl: string, poolSize: number, connectTimeoutMs = 1_500): PrismaClient {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: Math.max(5_000, connectTimeoutMs), timeout: 15_000 },
  });
}
