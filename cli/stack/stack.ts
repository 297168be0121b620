import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { Role } from '../../contracts/vocabulary.js';
import { childEnvironment, readHost, type Host } from '../../config/host.js';
import { plainTemporal, plainTemporalEnvironment } from '../../config/temporal.js';
import { generateClient } from '../../prisma/generate.js';
import {
  inboxService,
  nodeService,
  platformService,
  type ApplicationName,
  type Entries,
  type PlatformWay,
} from './applications.js';
import { startGuarding, stopLeftovers, type Guarding } from './guarding.js';
import { buildConsole } from './console.js';
import {
  eraseHome,
  homeAt,
  lockHome,
  openSecrets,
  prepareHome,
  saveSecrets,
  StackError,
  unlockHome,
  writeAtomically,
  type Home,
  type Secrets,
} from './home.js';
import { choosePorts, portNames, type PortName, type Ports, type PortWishes } from './ports.js';
import { placePostgres, systemDataFolder } from './postgres-binaries.js';
import {
  databaseName,
  ensureDatabase,
  ensureRoles,
  finishDatabase,
  initialiseCluster,
  postgresService,
  postgresUrls,
} from './postgres.js';
import { createService, type ReportSink, type Service, type ServiceSpec } from './processes.js';
import { serviceNames, type RunningProcess, type ServiceName } from './stopping.js';
import { resolveTemporalBinary } from './temporal-binary.js';
import { addressOf, temporalService } from './temporal.js';

export type StackOptions = {
  /** Folder of the state. One stack at a time. */
  readonly home: string;
  /** Begin anew: erases the home's data first. */
  readonly fresh?: boolean;
  readonly ports?: PortWishes;
  /** Our processes to run. Left out: all. */
  readonly processes?: readonly ApplicationName[];
  /** PostgreSQL and Temporal that run already. Left out: the stack runs its own. */
  readonly servers?: Servers;
  /** Lets single workflows skip time; never for `npm start`. */
  readonly timeSkipping?: boolean;
  /** False: data that ends with the run, nothing waits for the disk. */
  readonly durable?: boolean;
  /** Demo data. */
  readonly seed?: boolean;
  /** An API key per role; `npm start` prints them. */
  readonly demoKeys?: boolean;
  /** Start a process again when it ends unasked. */
  readonly restart?: boolean;
  /** Half a year of made-up history for the demo's company, on the first start. */
  readonly history?: boolean;
  /** A platform that stands in for a real one, reached by HTTP or by files; left out: none. */
  readonly platform?: PlatformWay | undefined;
  /** Lets tests script what SMTP answers, at `<inbox origin>/control`. */
  readonly inboxControl?: boolean;
  /** Environment of API and worker on top of what the stack gives them. */
  readonly env?: Readonly<Record<string, string>>;
  readonly entries?: Entries;
  readonly report?: ReportSink;
  readonly host?: Host;
  /** Aborted: the start is given up and what runs is stopped. */
  readonly signal?: AbortSignal;
};

/** Addresses of PostgreSQL and Temporal, whoever runs them. */
export type Servers = {
  /** Connects as the application's role. */
  readonly databaseUrl: string;
  /** Connects as the schema's owner. */
  readonly ownerDatabaseUrl: string;
  /** Connects as who writes company, policies, people and keys; undefined where nobody said. */
  readonly registrarDatabaseUrl?: string | undefined;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly namespace: string;
};

export type ApiKeys = Readonly<Record<Role, string>>;

export type Stack = Servers & {
  readonly home: Home;
  /** Base of the API, without a slash at the end. Empty when the stack runs none. */
  readonly apiUrl: string;
  readonly smtpUrl: string;
  /** The page of all mails; `${inboxUrl}.json` is its JSON twin. */
  readonly inboxUrl: string;
  /** PUT a script, GET its state. Only answered with `inboxControl`. */
  readonly inboxControlUrl: string;
  /** Of the platform that stands in, by HTTP; empty: there is none. */
  readonly platformUrl: string;
  /** Superuser on the application's database; undefined when PostgreSQL is not ours. */
  readonly adminDatabaseUrl: string | undefined;
  readonly temporalBinary: string | undefined;
  /** Undefined without `demoKeys`. */
  readonly apiKeys: ApiKeys | undefined;
  readonly pids: () => Readonly<Record<string, number>>;
  /**
   * Sends a signal, SIGKILL unless told otherwise, and waits for the end after SIGKILL; with `restart` the process
   * comes back by itself. False when it is not running.
   */
  readonly kill: (name: ServiceName, signal?: NodeJS.Signals) => Promise<boolean>;
  /** Starts a stopped or killed process and resolves when it serves. */
  readonly start: (name: ServiceName) => Promise<void>;
  /** Stops one and keeps it down. PostgreSQL stops at once, as in a power cut that spares the disk. */
  readonly stop: (name: ServiceName) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Starts the embedded stack and resolves when all of it serves.
 * @throws StackError when it cannot; then nothing of it runs any more.
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const home = homeAt(options.home);
  lockHome(home);
  const run = newRun(home, options);
  const abort = (): void => void run.close();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await startAll(run);
  } catch (error) {
    await run.close();
    throw options.signal?.aborted === true ? new StackError('Stopped before it was ready.') : error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** A stack on its way up, then up, then down. */
type Run = {
  readonly home: Home;
  readonly options: StackOptions;
  readonly host: Host;
  readonly report: ReportSink;
  readonly stage: <T>(name: string, work: (say: (detail: string) => void) => Promise<T> | T) => Promise<T>;
  readonly guard: () => void;
  readonly add: (spec: ServiceSpec) => Service;
  readonly service: (name: ServiceName) => Service;
  readonly pids: () => Readonly<Record<string, number>>;
  readonly onChange: (listener: () => void) => void;
  readonly close: () => Promise<void>;
};

function newRun(home: Home, options: StackOptions): Run {
  const services = new Map<ServiceName, Service>();
  const report = options.report ?? (() => undefined);
  let guarding: Guarding | undefined;
  let closing: Promise<void> | undefined;
  let listener: () => void = () => undefined;

  const running = (): RunningProcess[] =>
    [...services.values()].flatMap((service) => {
      const process = service.process();
      return process === undefined ? [] : [{ ...process, name: service.name }];
    });
  const changed = (): void => {
    guarding?.update(running());
    if (closing === undefined) listener();
  };
  const service = (name: ServiceName): Service => {
    const found = services.get(name);
    if (found === undefined) throw new StackError(`This stack runs no ${name}.`);
    return found;
  };
  const stopAll = async (): Promise<void> => {
    rmSync(home.stackJson, { force: true });
    for (const name of [...serviceNames].toReversed()) await services.get(name)?.stop();
    await guarding?.dismiss();
    unlockHome(home);
  };

  return {
    home,
    options,
    host: options.host ?? readHost(),
    report,
    stage: async (name, work) => {
      const begun = performance.now();
      let detail = '';
      const result = await work((text) => (detail = text));
      report({ kind: 'stage', name, seconds: (performance.now() - begun) / 1000, detail });
      return result;
    },
    guard: () => {
      guarding = startGuarding(home, () => listener());
    },
    add: (spec) => {
      if (closing !== undefined) throw new StackError('The stack is stopping.');
      const made = createService(spec, { logs: home.logs, report, restart: options.restart ?? true, changed });
      services.set(spec.name, made);
      return made;
    },
    service,
    pids: () => ({
      stack: process.pid,
      guard: guarding?.pid() ?? 0,
      ...Object.fromEntries(running().map(({ name, pid }) => [name, pid])),
    }),
    onChange: (next) => {
      listener = next;
    },
    close: () => (closing ??= stopAll()),
  };
}

async function startAll(run: Run): Promise<Stack> {
  const { home, options } = run;
  await clearTheWay(run);
  prepareHome(home);
  const secrets = openSecrets(home);
  const wanted = options.processes ?? ['inbox', 'worker', 'api'];
  const ports = await choosePorts(
    portsNeeded(options.servers === undefined, wanted, options.platform),
    options.ports ?? {},
  );
  run.guard();
  const client = run.stage('Prisma client', async (say) => say((await generateClient()) ? 'generated' : 'up to date'));
  const desk = wanted.includes('api') ? openConsole(run) : Promise.resolve('');
  const inbox = wanted.includes('inbox') ? startInbox(run, ports) : Promise.resolve();
  const platform = startPlatform(run, ports);
  const servers = await settleAll(openServers(run, ports, secrets, client), client, inbox, desk, platform);
  const env = { ...environmentOf(run, servers, ports, secrets), CONSOLE_FOLDER: await desk, ...(await platform) };
  const apps = (['worker', 'api'] as const).filter((name) => wanted.includes(name));
  const [apiKeys] = await settleAll(
    prepareData(run, servers.ownerDatabaseUrl, secrets),
    ...apps.map((name) =>
      run.stage(name, async (say) => {
        await run.add(nodeService(name, options.entries ?? {}, env)).start();
        if (name === 'api') say(env.API_PUBLIC_URL);
      }),
    ),
  ).then((keys) => [keys]);
  const isNew = options.history === true && (await openHistory(run, servers));
  const stack = announce(run, servers, ports, secrets, apiKeys, apps.includes('api') ? env.API_PUBLIC_URL : '');
  if (isNew) await openDemoDay(run, stack);
  return stack;
}

/** Waits for all, so that nothing is still starting when the first failure is reported; then the first's result. */
async function settleAll<T>(first: Promise<T>, ...others: readonly Promise<unknown>[]): Promise<T> {
  await Promise.allSettled([first, ...others]);
  await Promise.all(others);
  return first;
}

async function clearTheWay(run: Run): Promise<void> {
  const left = await stopLeftovers(run.home);
  if (left > 0)
    run.report({
      kind: 'note',
      text: `Stopped ${left} process${left === 1 ? '' : 'es'} that an earlier start had left.`,
    });
  rmSync(run.home.stackJson, { force: true });
  if (run.options.fresh !== true) return;
  eraseHome(run.home);
  rmSync(systemDataFolder(run.home), { recursive: true, force: true });
  run.report({ kind: 'note', text: `Erased the data in ${run.home.dir}.` });
}

function portsNeeded(
  ownServers: boolean,
  wanted: readonly ApplicationName[],
  platform: PlatformWay | undefined,
): readonly PortName[] {
  const users: Readonly<Record<PortName, boolean>> = {
    postgres: ownServers,
    temporal: ownServers,
    temporalUi: ownServers,
    smtp: wanted.includes('inbox'),
    inbox: wanted.includes('inbox'),
    api: wanted.includes('api'),
    platform: platform === 'http',
  };
  return portNames.filter((name) => users[name]);
}

const startInbox = (run: Run, ports: Ports): Promise<void> =>
  run.stage('mail inbox', async (say) => {
    await run.add(inboxService(run.home, ports, run.options.inboxControl ?? false)).start();
    say(inboxUrlOf(ports));
  });

/** @returns what API and worker are to know of it */
async function startPlatform(run: Run, ports: Ports): Promise<Readonly<Record<string, string>>> {
  const { platform: way } = run.options;
  if (way === undefined) return {};
  const { platform: folder } = run.home;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settings = join(folder, 'settings.json');
  const [token, secret] = [randomBytes(24), randomBytes(36)].map((bytes) => bytes.toString('base64url'));
  const webhook = `http://127.0.0.1:${ports.api}/platform/messages`;
  const exchange = join(folder, 'exchange');
  const told = way === 'http' ? { way, token, secret, webhook } : { way, folder: exchange };
  writeAtomically(settings, JSON.stringify(told));
  const url = way === 'http' ? `http://127.0.0.1:${ports.platform}` : pathToFileURL(exchange).href;
  await run.stage('platform', async (say) => {
    await run.add(platformService(settings, ports.platform)).start();
    say(url);
  });
  return {
    PLATFORM_URL: url,
    PLATFORM_NUMBER: '0000',
    PLATFORM_NAME: 'Encours stand-in',
    ...(way === 'http' && { PLATFORM_TOKEN: token ?? '', PLATFORM_WEBHOOK_SECRET: secret ?? '' }),
  };
}

const openConsole = (run: Run): Promise<string> =>
  run.stage('console', async (say) => {
    const { folder, isNew } = await buildConsole(join(run.host.cache, 'consoles'));
    say(isNew ? 'built' : 'up to date');
    return folder;
  });

type OwnServers = Servers & { readonly adminDatabaseUrl?: string; readonly temporalBinary?: string };

async function openServers(run: Run, ports: Ports, secrets: Secrets, client: Promise<unknown>): Promise<OwnServers> {
  if (run.options.servers !== undefined) return run.options.servers;
  const postgres = openPostgres(run, ports, secrets).then(async () => {
    await client;
    await openDatabase(run, ports, secrets);
  });
  const temporalBinary = await settleAll(openTemporal(run, ports), postgres);
  const urls = postgresUrls(ports.postgres, secrets);
  return {
    databaseUrl: urls.app,
    ownerDatabaseUrl: urls.owner,
    registrarDatabaseUrl: urls.registrar,
    adminDatabaseUrl: urls.admin,
    temporalAddress: addressOf(ports.temporal),
    temporalUiUrl: `http://${addressOf(ports.temporalUi)}`,
    namespace: 'default',
    temporalBinary,
  };
}

function openPostgres(run: Run, ports: Ports, secrets: Secrets): Promise<void> {
  const { home, options } = run;
  return run.stage('PostgreSQL', async (say) => {
    const place = placePostgres(home);
    for (const text of place.remarks) run.report({ kind: 'note', text });
    const durable = options.durable ?? true;
    const made = await initialiseCluster(place, secrets, durable);
    const env = childEnvironment({});
    await run.add(postgresService({ home, place, secrets, port: ports.postgres, durable, env })).start();
    say(`127.0.0.1:${ports.postgres}${made ? ', new data folder' : ''}`);
  });
}

function openDatabase(run: Run, ports: Ports, secrets: Secrets): Promise<void> {
  return run.stage('database', async (say) => {
    const maintenance = postgresUrls(ports.postgres, secrets, 'postgres').admin;
    const urls = postgresUrls(ports.postgres, secrets);
    await ensureRoles(maintenance, secrets);
    await ensureDatabase(maintenance, databaseName);
    const { migrate } = await import('../../prisma/migrate.js');
    const applied = await migrate(urls.owner);
    await finishDatabase(urls.admin);
    say(applied.length === 0 ? 'schema up to date' : `applied ${applied.join(', ')}`);
  });
}

async function openTemporal(run: Run, ports: Ports): Promise<string> {
  const say = (text: string): void => run.report({ kind: 'note', text });
  const { home, options } = run;
  const binary = await run.stage('Temporal CLI', async (detail) => {
    const found = await resolveTemporalBinary(run.host, say);
    detail(`${found.version}, from ${found.origin}`);
    return found.path;
  });
  await run.stage('Temporal', async (detail) => {
    const timeSkipping = options.timeSkipping ?? false;
    const [port, uiPort] = [ports.temporal, ports.temporalUi];
    await run.add(temporalService({ home, binary, port, uiPort, timeSkipping, env: childEnvironment({}) })).start();
    detail(addressOf(port));
  });
  return binary;
}

/** Demo data and keys, written as the schema's owner: the application may not make people and keys. */
async function prepareData(run: Run, ownerUrl: string, secrets: Secrets): Promise<ApiKeys | undefined> {
  if (run.options.seed ?? true)
    await run.stage('demo data', async () => {
      const { seedDemoData } = await import('../../prisma/demo/seed.js');
      await seedDemoData(ownerUrl);
    });
  if (!(run.options.demoKeys ?? true)) return undefined;
  return run.stage('demo keys', async () => {
    const { ensureDemoApiKeys } = await import('../../prisma/commands/api-keys.js');
    const apiKeys = await ensureDemoApiKeys(ownerUrl, secrets.apiKeys);
    saveSecrets(run.home, { ...secrets, apiKeys });
    return apiKeys;
  });
}

/** Nothing of it leaves the house; what it left open goes on from here. @returns whether it was not there yet */
const openHistory = (run: Run, { databaseUrl, temporalAddress, namespace }: Servers): Promise<boolean> =>
  run.stage('demo history', async (say) => {
    const { loadDemoHistory } = await import('../../prisma/demo/history.js');
    if (!(await loadDemoHistory(databaseUrl))) {
      say('there already');
      return false;
    }
    const { startMoved } = await import('../move-in/processes.js');
    const started = await startMoved({ databaseUrl, temporal: plainTemporal(temporalAddress, namespace) });
    say(`half a year, ${started} processes`);
    return true;
  });

/** The house stands without it: what goes wrong is told, and no more. */
const openDemoDay = (run: Run, stack: Stack): Promise<void> =>
  run.stage('demo day', async (say) => {
    const { openDay } = await import('../demo/today.js');
    say(await openDay(stack).catch((error: unknown) => `not all of it: ${String(error)}`));
  });

const inboxUrlOf = (ports: Ports): string => (ports.inbox === 0 ? '' : `http://127.0.0.1:${ports.inbox}/dev/mail`);
const platformUrlOf = (ports: Ports): string => (ports.platform === 0 ? '' : `http://127.0.0.1:${ports.platform}`);
const smtpUrlOf = (ports: Ports): string => (ports.smtp === 0 ? '' : `smtp://127.0.0.1:${ports.smtp}`);

/** What API and worker read through `config/env.ts`. */
function environmentOf(run: Run, servers: Servers, ports: Ports, secrets: Secrets) {
  return {
    ENCOURS_MODE: 'embedded',
    ENCOURS_HOME: run.home.dir,
    DATABASE_URL: servers.databaseUrl,
    DATABASE_REGISTRAR_URL: servers.registrarDatabaseUrl ?? '',
    ...plainTemporalEnvironment(servers.temporalAddress, servers.namespace),
    TEMPORAL_UI_URL: servers.temporalUiUrl,
    INBOX_URL: inboxUrlOf(ports),
    SMTP_URL: smtpUrlOf(ports),
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    API_PUBLIC_URL: ports.api === 0 ? '' : `http://127.0.0.1:${ports.api}`,
    SESSION_SECRET: secrets.sessionSecret,
    ...run.options.env,
  };
}

/** Writes `stack.json`, keeps its process ids true, and hands the stack out. */
function announce(
  run: Run,
  servers: OwnServers,
  ports: Ports,
  secrets: Secrets,
  apiKeys: ApiKeys | undefined,
  apiUrl: string,
): Stack {
  const { home } = run;
  const write = (): void =>
    writeAtomically(
      home.stackJson,
      `${JSON.stringify(
        {
          api: apiUrl,
          console: apiUrl && `${apiUrl}/`,
          docs: apiUrl && `${apiUrl}/docs`,
          temporalUi: servers.temporalUiUrl,
          temporalAddress: servers.temporalAddress,
          inbox: inboxUrlOf(ports),
          smtp: smtpUrlOf(ports),
          platform: platformUrlOf(ports),
          database: servers.databaseUrl,
          databaseOwner: servers.ownerDatabaseUrl,
          databaseRegistrar: servers.registrarDatabaseUrl,
          apiKeys,
          pids: run.pids(),
        },
        null,
        2,
      )}\n`,
    );
  run.onChange(write);
  write();
  return {
    ...servers,
    home,
    apiUrl,
    smtpUrl: smtpUrlOf(ports),
    inboxUrl: inboxUrlOf(ports),
    inboxControlUrl: ports.inbox === 0 ? '' : `http://127.0.0.1:${ports.inbox}/control`,
    platformUrl: platformUrlOf(ports),
    adminDatabaseUrl: servers.adminDatabaseUrl,
    temporalBinary: servers.temporalBinary,
    apiKeys,
    pids: run.pids,
    kill: (name, signal = 'SIGKILL') => run.service(name).kill(signal),
    start: (name) => run.service(name).start(),
    stop: (name) => run.service(name).stop(name === 'postgres' ? 'SIGQUIT' : undefined),
    close: run.close,
  };
}
