import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { InvalidArgumentError, type Command } from 'commander';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import { isTemporalCloud, type TemporalSettings } from '../config/temporal.js';
import { searchAttributeKeys } from '../workflows/search-attributes.js';
import { StackError } from './stack/home.js';
import { textOf } from './stack/processes.js';
import { connectTemporal } from './temporal.js';
import { temporalOf } from './target.js';
import { print } from './terminal.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const DAY_S = 86_400;
/** As long as an idempotency key lives, a closed workflow must still refuse its id. */
const LEAST_RETENTION_DAYS = idempotencyKeyLifeDays;
const GRPC_INVALID_ARGUMENT = 3;
const GRPC_NOT_FOUND = 5;
const GRPC_PERMISSION_DENIED = 7;
const GRPC_UNIMPLEMENTED = 12;
const GRPC_UNAUTHENTICATED = 16;
const READY_TIMEOUT_MS = 60_000;

export type NamespaceReport = {
  readonly created: boolean;
  readonly retentionDays: number;
  readonly addedAttributes: readonly string[];
};

type Options = { readonly retentionDays: number; readonly temporal?: string; readonly namespace?: string };

/** `encours namespace`: the namespace of an installation, with retention and search attributes, ready for use. */
export function register(program: Command): void {
  program
    .command('namespace')
    .description('register the Temporal namespace, its retention and its search attributes, and wait until they serve')
    .option('--retention-days <days>', 'how long closed workflows stay readable', parseDays, LEAST_RETENTION_DAYS)
    .option('--temporal <address>', "Temporal's front end (usual: TEMPORAL_ADDRESS, else the stack that runs here)")
    .option('--namespace <name>', 'its name (usual: TEMPORAL_NAMESPACE, else default)')
    .action(async ({ retentionDays, temporal, namespace }: Options) => {
      const settings = temporalOf({ address: temporal, namespace });
      const report = await ensureNamespace(settings, retentionDays);
      const added = report.addedAttributes.length;
      print(
        `Namespace ${settings.namespace} ${report.created ? 'registered' : 'was there'}: closed workflows are kept ` +
          `${report.retentionDays} days, ${searchAttributeKeys.length} search attributes serve (${added} new).`,
      );
    });
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < LEAST_RETENTION_DAYS)
    throw new InvalidArgumentError(`At least ${LEAST_RETENTION_DAYS} days, the life of an idempotency key.`);
  return days;
}

/**
 * Registers what is missing and raises a retention that is too short; never lowers one. Safe to repeat. Where the
 * server lets nobody do so from here, as Temporal Cloud does, it only checks.
 * @throws StackError when a search attribute exists with another type, or nothing serves after a minute, or an
 * administrator has something to do first; it says what.
 */
export async function ensureNamespace(settings: TemporalSettings, retentionDays: number): Promise<NamespaceReport> {
  const connection = await connectTemporal(settings);
  const { namespace } = settings;
  try {
    if (isTemporalCloud(settings.connection.address)) return await checkNamespace(connection, namespace, retentionDays);
    return await makeNamespace(connection, namespace, retentionDays);
  } catch (error) {
    if (hasCode(error, GRPC_UNAUTHENTICATED))
      throw new StackError(
        `Temporal does not know who asks (${textOf(error)}). See TEMPORAL_API_KEY and TEMPORAL_TLS_CLIENT_CERT_PATH.`,
      );
    if (hasCode(error, GRPC_PERMISSION_DENIED, GRPC_UNIMPLEMENTED))
      return await checkNamespace(connection, namespace, retentionDays);
    throw error;
  } finally {
    await connection.close();
  }
}

async function makeNamespace(
  connection: Connection,
  namespace: string,
  retentionDays: number,
): Promise<NamespaceReport> {
  const kept = await retentionOf(connection, namespace);
  if (kept === undefined) await registerNamespace(connection, namespace, retentionDays);
  else if (kept < retentionDays) await eventually(() => raiseRetention(connection, namespace, retentionDays));
  const missing = await eventually(() => missingAttributes(connection, namespace));
  if (Object.keys(missing).length > 0)
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  await eventually(() => queryAll(connection, namespace));
  return {
    created: kept === undefined,
    retentionDays: Math.max(kept ?? 0, retentionDays),
    addedAttributes: Object.keys(missing),
  };
}

/** Looks whether an administrator has made all of it. @throws StackError that says what is left to do, as commands */
async function checkNamespace(connection: Connection, namespace: string, wanted: number): Promise<NamespaceReport> {
  const kept = await retentionOf(connection, namespace).catch((error: unknown) => {
    if (hasCode(error, GRPC_PERMISSION_DENIED, GRPC_UNIMPLEMENTED)) return undefined;
    throw error;
  });
  const lacking = await unknownAttributes(connection, namespace);
  if (kept !== undefined && kept >= wanted && lacking.length === 0)
    return { created: false, retentionDays: kept, addedAttributes: [] };
  throw new StackError(administratorText(namespace, wanted, kept, lacking));
}

/** Needs no more rights than a worker has: an attribute that is not there cannot be asked for. */
async function unknownAttributes(connection: Connection, namespace: string): Promise<readonly string[]> {
  const lacking: string[] = [];
  for (const { name } of searchAttributeKeys) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query: `${name} IS NOT NULL` });
    } catch (error) {
      if (!hasCode(error, GRPC_INVALID_ARGUMENT, GRPC_NOT_FOUND, GRPC_PERMISSION_DENIED)) throw error;
      lacking.push(name);
    }
  }
  return lacking;
}

/** The names of the types as Temporal's tools write them. */
const typeNames: Readonly<Record<string, string>> = {
  KEYWORD: 'Keyword',
  DATETIME: 'Datetime',
  DOUBLE: 'Double',
  BOOL: 'Bool',
};

function administratorText(
  namespace: string,
  wanted: number,
  kept: number | undefined,
  lacking: readonly string[],
): string {
  const attributes = searchAttributeKeys
    .filter(({ name }) => lacking.includes(name))
    .map(({ name, type }) => ` \\\n    --search-attribute ${name}=${typeNames[type] ?? type}`);
  const [name = namespace] = namespace.split('.');
  const steps = [
    ...(kept === undefined
      ? [`tcld namespace create --namespace ${name} --region REGION --retention-days ${wanted} --auth-method api_key`]
      : []),
    ...(kept !== undefined && kept < wanted
      ? [`tcld namespace retention set --namespace ${namespace} --retention-days ${wanted}`]
      : []),
    ...(attributes.length > 0
      ? [`tcld namespace search-attributes add --namespace ${namespace}${attributes.join('')}`]
      : []),
  ];
  return [
    `Namespace ${namespace} is made by an administrator of Temporal: on Temporal Cloud, and wherever this server`,
    'refuses it, neither namespace nor search attributes can be registered from here. What is missing, as commands of',
    "Temporal Cloud's tcld (its pages do the same; docs/PRODUCTION.md says more):",
    '',
    ...steps.map((step) => `  ${step}`),
    '',
    'Then run encours namespace again: it checks.',
  ].join('\n');
}

const hasCode = (error: unknown, ...codes: readonly number[]): boolean =>
  isGrpcServiceError(error) && codes.includes(Number(error.code));

async function retentionOf(connection: Connection, namespace: string): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_S;
  } catch (error) {
    if (hasCode(error, GRPC_NOT_FOUND)) return undefined;
    throw error;
  }
}

const durationOf = (days: number): proto.google.protobuf.IDuration =>
  proto.google.protobuf.Duration.fromObject({ seconds: days * DAY_S });

async function registerNamespace(connection: Connection, namespace: string, days: number): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    description: 'Encours: orders and accounts',
    workflowExecutionRetentionPeriod: durationOf(days),
  });
}

async function raiseRetention(connection: Connection, namespace: string, days: number): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: durationOf(days) },
  });
}

type IndexedType = proto.temporal.api.enums.v1.IndexedValueType;

async function missingAttributes(connection: Connection, namespace: string): Promise<Record<string, IndexedType>> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const wanted = searchAttributeKeys.map(({ name, type }) => [name, indexedTypeOf(type)] as const);
  const wrong = wanted.filter(
    ([name, type]) => customAttributes?.[name] !== undefined && customAttributes[name] !== type,
  );
  if (wrong.length > 0)
    throw new StackError(
      `Namespace ${namespace} has ${wrong.map(([name]) => name).join(', ')} with another type. Choose another namespace.`,
    );
  return Object.fromEntries(wanted.filter(([name]) => customAttributes?.[name] === undefined));
}

function indexedTypeOf(type: string): IndexedType {
  const found = Object.entries(IndexedValueType).find(([name]) => name === `INDEXED_VALUE_TYPE_${type}`)?.[1];
  if (typeof found !== 'number') throw new StackError(`Temporal knows no search attributes of type ${type}.`);
  return found;
}

async function queryAll(connection: Connection, namespace: string): Promise<void> {
  const query = searchAttributeKeys.map(({ name }) => `${name} IS NOT NULL`).join(' OR ');
  await connection.workflowService.countWorkflowExecutions({ namespace, query });
}

/** Waiting does not help. */
const permanent = [GRPC_PERMISSION_DENIED, GRPC_UNIMPLEMENTED, GRPC_UNAUTHENTICATED];

/** The server's caches learn of a new namespace, and of new attributes, within seconds. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof StackError || hasCode(error, ...permanent)) throw error;
      if (Date.now() > deadline) throw new StackError(`Temporal did not become ready: ${textOf(error)}`);
      await sleep(500);
    }
  }
}
