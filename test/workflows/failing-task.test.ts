import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { defineUpdate } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createProcesses, grpcCode } from '../../api/temporal.js';
import type { Answer } from '../../contracts/process.js';
import { MAIL_WORKFLOW, ORDER_TASK_QUEUE } from '../../workflows/ids.js';
import { createNamespace, testServers } from '../support/stack.js';

const workflowsPath = fileURLToPath(new URL('../support/unforeseen-workflow.ts', import.meta.url));
const FAILED_PRECONDITION = 9;

const TIMEOUTS = [1, 4];

/** Until its task has failed often enough the server lets callers wait. */
async function untilNoTimeout(ask: () => Promise<unknown>): Promise<unknown> {
  const error = await ask();
  return TIMEOUTS.includes(grpcCode(error) ?? 0) ? untilNoTimeout(ask) : error;
}

describe('an errand whose workflow task fails', () => {
  it('is asked again, and answered by what the server says: the caller is told to come again', async () => {
    const logger = new DefaultLogger('ERROR', () => undefined);
    Runtime.install({ logger });
    const { temporalAddress: address } = testServers();
    const namespace = await createNamespace();
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
    const taskQueue = ORDER_TASK_QUEUE;
    const worker = await Worker.create({ connection: native, namespace, taskQueue, workflowBundle });
    const { updateErrand } = createProcesses(new Client({ connection, namespace }), pino({ level: 'silent' }), 3_000);
    const mailId = 'acknowledgement:SO-2026-000001:1';
    const ask = () =>
      updateErrand(
        {
          workflowId: `mail:${mailId}`,
          update: defineUpdate<Answer<{ kind: 'resolved' }>, [string]>('resolveMail'),
          args: 'was-sent',
          updateId: 'twice',
        },
        {
          type: MAIL_WORKFLOW,
          about: mailId,
          input: { schemaVersion: 1, mailId, orderNumber: 'SO-2026-000001', customerNumber: 'ALFKI' },
        },
      ).then(
        (answer) => answer,
        (thrown: unknown) => thrown,
      );
    const error = await worker.runUntil(() => untilNoTimeout(ask));
    await connection.close();
    await native.close();
    expect(String(error)).not.toContain('already been executed');
    expect(grpcCode(error)).toBe(FAILED_PRECONDITION);
  });
});
