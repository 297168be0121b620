import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { InvalidArgumentError, type Command } from 'commander';
import { readSettings } from '../config/installation.js';
import { searchAttributeKeys } from '../workflows/search-attributes.js';
import { StackError } from './stack/home.js';
import { textOf } from './stack/processes.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const DAY_S = 86_400;
/** Idempotency keys live 30 days; until then a closed workflow must still refuse its id. */
const LEAST_RETENTION_DAYS = 30;
const GRPC_NOT_FOUND = 5;
const READY_TIMEOUT_MS = 60_000;

export type NamespaceReport = {
  readonly created: boolean;
  readonly retentionDays: number;
  readonly addedAttributes: readonly string[];
};

/** `encours namespace`: the namespace of an installation, with retention and search attributes, ready for use. */
export function register(program: Command): void {
  program
    .command('namespace')
    .description('register the Temporal namespace, its retention and its search attributes, and wait until they serve')
    .option('--retention-days <days>', 'how long closed workflows stay readable', parseDays, LEAST_RETENTION_DAYS)
    .action(async ({ retentionDays }: { retentionDays: number }) => {
      const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = readSettings(['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']);
      const report = await ensureNamespace(TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, retentionDays);
      const added = report.addedAttributes.length;
      console.log(
        `Namespace ${TEMPORAL_NAMESPACE} ${report.created ? 'registered' : 'was there'}: closed workflows are kept ` +
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
 * Registers what is missing and raises a retention that is too short; never lowers one. Safe to repeat.
 * @throws StackError when a search attribute exists with another type, or nothing serves after a minute.
 */
export async function ensureNamespace(
  address: string,
  namespace: string,
  retentionDays: number,
): Promise<NamespaceReport> {
  const connection = await Connection.connect({ address, connectTimeout: '30s' });
  try {
    const kept = await retentionOf(connection, namespace);
    if (kept === undefined) await registerNamespace(connection, namespace, retentionDays);
    else if (kept < retentionDays) await raiseRetention(connection, namespace, retentionDays);
    const missing = await eventually(() => missingAttributes(connection, namespace));
    if (Object.keys(missing).length > 0)
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    await eventually(() => queryAll(connection, namespace));
    return {
      created: kept === undefined,
      retentionDays: Math.max(kept ?? 0, retentionDays),
      addedAttributes: Object.keys(missing),
    };
  } finally {
    await connection.close();
  }
}

async function retentionOf(connection: Connection, namespace: string): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_S;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === GRPC_NOT_FOUND) return undefined;
    throw error;
  }
}

const durationOf = (days: number): proto.google.protobuf.IDuration =>
  proto.google.protobuf.Duration.fromObject({ seconds: days * DAY_S });

async function registerNamespace(connection: Connection, namespace: string, days: number): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    description: 'Encours: orders and collections',
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

/** The server's caches learn of a new namespace, and of new attributes, within seconds. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof StackError) throw error;
      if (Date.now() > deadline) throw new StackError(`Temporal did not become ready: ${textOf(error)}`);
      await sleep(500);
    }
  }
}
