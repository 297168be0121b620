import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorCapturingSqlMigrationAwareDriverAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** Prisma's schema engine as WebAssembly: no binary is fetched for it. */
type SchemaEngine = bindings.SchemaEngine;

type Exports = Readonly<Record<string, unknown>>;

/** What the generated bindings hold besides their typed exports: the slot of the WebAssembly instance they call. */
type BindingsGlue = { readonly __wbg_set_wasm: (exports: Exports) => void };

/** The part of WebAssembly used here; its types come with the browser's, which this project does not load. */
type WebAssemblyHost = {
  readonly WebAssembly: {
    readonly instantiate: (module: Uint8Array, imports: object) => Promise<{ instance: { exports: Exports } }>;
  };
};

type SchemaFile = { readonly path: string; readonly content: string };

export const prismaFolder = fileURLToPath(new URL('.', import.meta.url));
export const migrationsFolder = join(prismaFolder, 'migrations');
export const noFilters = { externalTables: [], externalEnums: [] };

export const schemaFile = (folder: string): SchemaFile => {
  const path = join(folder, 'schema.prisma');
  return { path, content: readFileSync(path, 'utf8') };
};

let loaded: Promise<void> | undefined;

/** Node 20 cannot import a .wasm file, so it is instantiated by hand and handed to the generated bindings. */
const loadEngine = (): Promise<void> => (loaded ??= instantiate());

async function instantiate(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = readFileSync(glue.replace(/\.js$/, '.wasm'));
  const host = globalThis as unknown as WebAssemblyHost;
  const { instance } = await host.WebAssembly.instantiate(module, { './schema_engine_bg.js': bindings });
  (bindings as unknown as BindingsGlue).__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

/** Runs `work` with the engine on one database, through one connection that is closed afterwards. */
export async function withDatabaseEngine<T>(
  databaseUrl: string,
  schema: SchemaFile,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  try {
    const whole = Object.assign(factory, { connect: async () => takingWholeScripts(await connect(), pool) });
    return await withEngine(whole, schema, work);
  } finally {
    await pool.end();
  }
}

/**
 * The adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL takes the whole script, and
 * as one transaction.
 */
function takingWholeScripts<A extends SqlDriverAdapter>(adapter: A, pool: pg.Pool): A {
  const executeScript = async (script: string): Promise<void> => {
    await pool.query(script);
  };
  return Object.assign(adapter, { executeScript });
}

/** Runs `work` with an engine that compares schema texts and has no database behind it. */
export const withOfflineEngine = <T>(schema: SchemaFile, work: (engine: SchemaEngine) => Promise<T>): Promise<T> =>
  withEngine(nowhere, schema, work);

/** The engine wants a connection even for work that needs none: it asks for the version and takes no answer. */
const answerless: SqlDriverAdapter = {
  provider: 'postgres',
  adapterName: 'encours-nowhere',
  queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  startTransaction: () => Promise.reject(new Error('no database')),
  dispose: async () => undefined,
};
const nowhere: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'encours-nowhere',
  connect: async () => answerless,
  connectToShadowDb: async () => answerless,
};

async function withEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema: SchemaFile,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const datamodels: [string, string][] = [[schema.path, schema.content]];
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    return await work(engine).finally(() => engine.free());
  } catch (error) {
    throw causeOf(error, adapter) ?? error;
  }
}

/** The engine knows an error of the database by a number only; the adapter keeps the error itself. */
function causeOf(error: unknown, adapter: ErrorCapturingSqlMigrationAwareDriverAdapterFactory): unknown {
  const id = /External error id#(\d+)/.exec(error instanceof Error ? error.message : String(error))?.[1];
  return id === undefined ? undefined : adapter.errorRegistry.consumeError(Number(id))?.error;
}

/** Names of the committed migrations, oldest first. */
export const migrationNames = (folder: string = migrationsFolder): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, 'migration.sql')))
        .toSorted()
    : [];
