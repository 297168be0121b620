import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createPayloadCodec, payloadConverterOptions } from '../config/codec.js';
import { readConfig } from '../config/env.js';
import type { Config } from '../config/env.js';
import { createPrisma, plannedByValue } from '../prisma/client.js';
import type { PrismaClient } from '../prisma/client.js';
import { postgresDocumentStore } from '../prisma/document-store.js';
import { createApp } from './app.js';
import { createEvents, type Events } from './events.js';
import { createHealth } from './health.js';
import { createProcesses } from './temporal.js';
import { createWorkerWatch } from './workers.js';

/** Time that requests under way get to end when the process is asked to stop. */
const DRAIN_MS = 12_000;
/** Who may act changes seldom. */
const REGISTRAR_CONNECTIONS = 2;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

type Parts = {
  readonly server: Server;
  readonly prisma: PrismaClient;
  readonly prober: PrismaClient;
  readonly events: Events;
  readonly registrar: PrismaClient | null;
  readonly connection: Connection;
};

async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({
    level: config.logLevel,
    redact: ['req.headers', '*.authorization', '*.cookie', '*.apiKey', '*.password'],
  });
  let isStopping = false;
  const parts = await open(config, logger, () => isStopping);
  const { port } = parts.server.address() as AddressInfo;
  logger.info({ host: config.api.host, port }, 'the API listens');
  process.send?.({ kind: 'ready', port });
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'the API stops');
    void close(parts, logger);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

async function open(config: Config, logger: Logger, isStopping: () => boolean): Promise<Parts> {
  const prisma = createPrisma(config.database.url, {
    poolSize: config.database.poolSize,
    sessionOptions: plannedByValue,
  });
  // A connection of its own: a pool that is all at work is busy, not away.
  const prober = createPrisma(config.database.url, { poolSize: 1 });
  const { registrarUrl } = config.database;
  const registrar = registrarUrl === undefined ? null : createPrisma(registrarUrl, { poolSize: REGISTRAR_CONNECTIONS });
  const connection = Connection.lazy(config.temporal.connection);
  const codec = config.codecKeys === undefined ? undefined : createPayloadCodec(config.codecKeys);
  const client = new Client({
    connection,
    namespace: config.temporal.namespace,
    ...payloadConverterOptions(config.codecKeys),
  });
  const health = createHealth({
    PostgreSQL: () => prober.$queryRaw`SELECT 1`,
    Temporal: () => connection.withDeadline(Date.now() + 1_000, () => connection.workflowService.getSystemInfo({})),
  });
  const processes = createProcesses(client, logger);
  const workers = createWorkerWatch(connection, config.temporal.namespace);
  const documents = postgresDocumentStore(prisma);
  const events = createEvents({ prisma, logger });
  const deps = {
    prisma,
    registrar,
    events,
    documents,
    processes,
    health,
    workers,
    config,
    logger,
    now: () => new Date(),
  };
  const app = createApp(deps, { codec, isStopping });
  const server = app.listen(config.api.port, config.api.host);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  return { server, prisma, prober, registrar, events, connection };
}

/** Takes no new connection, lets the requests under way end, then closes what they used. */
async function close({ server, prisma, prober, registrar, events, connection }: Parts, logger: Logger): Promise<void> {
  events.close();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(late);
  await Promise.allSettled([prisma.$disconnect(), prober.$disconnect(), registrar?.$disconnect(), connection.close()]);
  logger.info('the API has stopped');
  process.disconnect?.();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
