import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { createApp } from '../../api/app.js';
import type { AppOptions } from '../../api/app.js';
import type { Deps } from '../../api/context.js';
import { hashPassword } from '../../api/password.js';
import { createEvents, type EventsPace } from '../../api/events.js';
import { createHealth } from '../../api/health.js';
import { usualPatience } from '../../api/patience.js';
import { createProcesses } from '../../api/temporal.js';
import { createWorkerWatch } from '../../api/workers.js';
import type { Config } from '../../config/env.js';
import { said } from '../../contracts/said.js';
import { roles } from '../../contracts/vocabulary.js';
import type { Role } from '../../contracts/vocabulary.js';
import { createPrisma, plannedByValue } from '../../prisma/client.js';
import type { PrismaClient } from '../../prisma/client.js';
import { postgresDocumentStore } from '../../prisma/document-store.js';
import { createApiKey } from '../../prisma/commands/api-keys.js';
import {
  asRegistrar,
  createDatabase,
  createNamespace,
  testServers,
  type TestDatabase,
  type TestStack,
} from '../support/stack.js';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
};

/** The API in this process, on a real PostgreSQL and a real Temporal. */
export type ApiUnderTest = {
  readonly url: string;
  readonly database: Pick<TestDatabase, 'url' | 'ownerUrl' | 'adminUrl'>;
  /** As the schema's owner, for what a test sets up by itself; the API works as the application's role. */
  readonly prisma: PrismaClient;
  /** A key of a principal of each role; the one of sales sees only its own customers. */
  readonly keys: Readonly<Record<Role, string>>;
  readonly call: (call: Call) => Promise<Answered>;
  readonly close: () => Promise<void>;
};

export const principalOf = (role: Role): string => `api-${role}`;

/** For an API without a worker: every account refuses whatever it is asked. */
export const accountsRefuse = ({ processes }: Deps): Pick<Deps, 'processes'> => ({
  processes: {
    ...processes,
    updateAccount: () =>
      Promise.resolve({ kind: 'refused', code: 'nothing-open', said: said('nothing-open-on', { invoice: 'FA-1' }) }),
  },
});

export type ApiOptions = {
  readonly mode?: Config['mode'];
  readonly config?: Partial<Config['api']>;
  readonly oidc?: Config['oidc'];
  readonly app?: AppOptions;
  readonly deps?: (deps: Deps) => Partial<Deps>;
  /** How often events are looked for; left out: often. */
  readonly pace?: Partial<EventsPace>;
};

/** With a database and a namespace of its own, and no worker. */
export async function openApi(options: ApiOptions = {}): Promise<ApiUnderTest> {
  const [database, namespace] = await Promise.all([createDatabase({ seeded: true }), createNamespace()]);
  const { url: databaseUrl, ownerUrl: ownerDatabaseUrl, adminUrl: adminDatabaseUrl } = database;
  const api = await serveApi({ databaseUrl, ownerDatabaseUrl, adminDatabaseUrl, namespace }, options);
  return { ...api, keys: await keysOfRoles(api.prisma), close: () => api.close().then(database.drop) };
}

/** A call may take as long as the machine is slow: how long callers are kept waiting is the outage tests' affair. */
const UNHURRIED_MS = 50_000;

export async function serveApi(
  servers: Pick<TestStack, 'databaseUrl' | 'ownerDatabaseUrl' | 'adminDatabaseUrl' | 'namespace'>,
  options: ApiOptions = {},
): Promise<Omit<ApiUnderTest, 'keys'>> {
  const { temporalAddress } = testServers();
  const { namespace, ownerDatabaseUrl: ownerUrl, adminDatabaseUrl: adminUrl } = servers;
  const database = { url: servers.databaseUrl, ownerUrl, adminUrl };
  const atWork = createPrisma(database.url, {
    poolSize: 10,
    connectTimeoutMs: UNHURRIED_MS,
    sessionOptions: plannedByValue,
  });
  const prisma = createPrisma(database.ownerUrl, { poolSize: 10, connectTimeoutMs: UNHURRIED_MS });
  const registrar = createPrisma(asRegistrar(database.url), { poolSize: 4, connectTimeoutMs: UNHURRIED_MS });
  const connection = Connection.lazy({ address: temporalAddress });
  const logger = pino({ level: 'silent' });
  const config: Deps['config'] = {
    mode: options.mode ?? 'production',
    api: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: '',
      trustProxy: false,
      rateLimitPerMinute: 1_000_000,
      secureCookies: false,
      consoleFolder: undefined,
      sessionIdleMinutes: 30,
      sessionSecret: 'a secret of the tests, long enough to sign',
      ...options.config,
    },
    oidc: options.oidc,
    platform: { registration: { number: '0123', name: 'Plateforme' } },
    mail: { inboxUrl: 'http://127.0.0.1:8025' },
    temporal: { connection: { address: temporalAddress }, namespace, uiUrl: 'http://127.0.0.1:8233' },
  };
  const health = createHealth({
    PostgreSQL: () => atWork.$queryRaw`SELECT 1`,
    Temporal: () => connection.workflowService.getSystemInfo({}),
  });
  const workers = createWorkerWatch(connection, namespace);
  const events = createEvents({ prisma: atWork, logger, pace: { pollMs: 50, ...options.pace } });
  const deps: Deps = {
    prisma: atWork,
    events,
    registrar,
    documents: postgresDocumentStore(atWork),
    processes: createProcesses(new Client({ connection, namespace }), logger, UNHURRIED_MS),
    health: { probe: ({ maxAgeMs }) => health.probe({ maxAgeMs, timeoutMs: UNHURRIED_MS }) },
    patience: { ...usualPatience, limitMs: UNHURRIED_MS },
    workers: { look: ({ maxAgeMs }) => workers.look({ maxAgeMs, timeoutMs: UNHURRIED_MS }) },
    config,
    logger,
    now: () => new Date(),
  };
  const app = createApp({ ...deps, ...options.deps?.(deps) }, options.app);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    database,
    prisma,
    call: (call) => answer(url, call),
    close: async () => {
      events.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.allSettled([
        prisma.$disconnect(),
        atWork.$disconnect(),
        registrar.$disconnect(),
        connection.close(),
      ]);
    },
  };
}

const YEAR_MS = 365 * 86_400_000;

export async function newKey(
  prisma: PrismaClient,
  principalId: string,
  options: { readonly scopes?: readonly string[]; readonly expiresAt?: Date } = {},
): Promise<{ readonly id: string; readonly key: string }> {
  const { scopes = [], expiresAt = new Date(Date.now() + YEAR_MS) } = options;
  const actor = { principal: 'test', role: 'system', requestId: 'test' } as const;
  return prisma.$transaction((tx) => createApiKey(tx, { principalId, scopes, expiresAt }, actor));
}

async function keysOfRoles(prisma: PrismaClient): Promise<Readonly<Record<Role, string>>> {
  const entries = await Promise.all(
    roles.map(async (role) => {
      const id = principalOf(role);
      await prisma.principal.create({ data: { id, name: `The ${role}`, role } });
      return [role, (await newKey(prisma, id)).key] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<Role, string>;
}

/** As a page of our own sends it. */
export const ownPage = { 'Sec-Fetch-Site': 'same-origin' } as const;

export const passwordOfTests = 'a password of the tests';

/** Gives somebody a password that they need not change. */
export async function givePassword(prisma: PrismaClient, principalId: string): Promise<void> {
  const kept = { hash: await hashPassword(passwordOfTests, [], 'password'), mustChange: false, changedAt: new Date() };
  await prisma.password.upsert({ where: { principalId }, create: { principalId, ...kept }, update: kept });
}

/** Signs somebody in with a password. @returns the session's cookie */
export async function signIn(
  { prisma, call }: Pick<ApiUnderTest, 'prisma' | 'call'>,
  principalId: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  await givePassword(prisma, principalId);
  const body = { name: principalId, password: passwordOfTests };
  const answered = await call({ method: 'POST', path: '/session', body, headers: { ...ownPage, ...headers } });
  if (answered.status !== 201) throw new Error(`${principalId} could not sign in: ${answered.text}`);
  return cookieOf(answered);
}

export const cookieOf = ({ headers }: Pick<Answered, 'headers'>): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

let lastKey = 0;
export const freshKey = (): string => `key-${process.pid}-${(lastKey += 1)}`;

/** Bytes are a file: XML. */
const isFile = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array;

async function answer(url: string, { method, path, key, body, headers }: Call): Promise<Answered> {
  const isWrite = method !== 'GET' && method !== 'HEAD';
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      ...(isWrite && { 'Idempotency-Key': freshKey() }),
      ...(body !== undefined && { 'Content-Type': isFile(body) ? 'application/xml' : 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' || isFile(body) ? body : JSON.stringify(body) }),
  });
  const isStream = /event-stream/.test(response.headers.get('content-type') ?? '');
  const text = isStream ? '' : await response.text();
  if (isStream) await response.body?.cancel();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : undefined,
  };
}
