import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureConverterPath, payloadConverterOptions } from '../../config/codec.js';
import { createNamespace, testServers } from '../support/stack.js';

const taskQueue = 'encryption';
const mailbox = 'maria.anders@alfki.example';
const keys = `2026-11:${randomBytes(32).toString('base64')}`;
const workflowsPath = fileURLToPath(new URL('../support/failing-workflow.ts', import.meta.url));

let namespace: string;
let connection: Connection;
let native: NativeConnection;
let encryptedCode: string;
let clearCode: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const { temporalAddress: address } = testServers();
  namespace = await createNamespace();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  const logger = new DefaultLogger('ERROR');
  encryptedCode = (await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger })).code;
  clearCode = (await bundleWorkflowCode({ workflowsPath, logger })).code;
});

afterAll(async () => {
  await connection.close();
  await native.close();
});

type Failed = {
  /** The history as anybody sees it who may read Temporal but has no key, payloads undone from base64. */
  readonly raw: string;
  /** What the caller with the key was told. */
  readonly told: string;
};

/** Runs the failing workflow with and without keys, and reads what is left of it in Temporal. */
async function fail(workflowId: string, codecKeys: string | undefined): Promise<Failed> {
  const options = payloadConverterOptions(codecKeys);
  const code = codecKeys === undefined ? clearCode : encryptedCode;
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: { code },
    ...options,
  });
  const client = new Client({ connection, namespace, ...options });
  const told = await worker.runUntil(async () => {
    const outcome = client.workflow.execute('failWith', { taskQueue, workflowId, args: [mailbox] });
    return outcome.then(
      () => 'it did not fail',
      (error: unknown) => (error instanceof WorkflowFailedError ? (error.cause?.message ?? '') : String(error)),
    );
  });
  const history = await new Client({ connection, namespace }).workflow.getHandle(workflowId).fetchHistory();
  return { raw: undone(historyToJSON(history)), told };
}

const undone = (json: string): string =>
  json.replaceAll(
    /"([A-Za-z0-9+/]{8,}={0,2})"/g,
    (whole, text: string) => `${whole} ${Buffer.from(text, 'base64').toString('latin1')}`,
  );

describe('the history of a workflow that failed', () => {
  it('shows neither its input nor its message to who has no key', async () => {
    const { raw, told } = await fail('encrypted', keys);
    expect(raw).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_FAILED');
    expect(raw).toContain('Encoded failure');
    expect(raw).toContain('binary/encrypted');
    expect(raw).not.toContain(mailbox);
    expect(raw).not.toContain('no such mailbox');
    expect(told).toBe(`550 no such mailbox: ${mailbox}`);
  });

  it('shows both where encryption is off: the test above looks in the right place', async () => {
    const { raw } = await fail('clear', undefined);
    expect(raw.split(mailbox).length - 1).toBeGreaterThanOrEqual(2);
    expect(raw).toContain('no such mailbox');
  });
});
