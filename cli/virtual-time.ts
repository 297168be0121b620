import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs, requiredTsToMs } from '@temporalio/common/lib/time.js';

/** Gives up rather than hang: a workflow with work that never ends never gets further. */
const SKIP_TIMEOUT_MS = 60_000;
/** `FastForwardPollingResult` of the server's API. */
const POLL_TIMED_OUT = 1;
const COMPLETED = 2;

/**
 * Moves the virtual clock of one workflow forward and returns when it stands there, with all the work done that fell due
 * before. Time skipping is not wrapped by the SDK yet: these are raw calls to a development server started with
 * `frontend.WorkflowTimeSkippingEnabled=true`, for the demo's stack and the tests' only. Skip on the workflow that owns
 * the timers, a customer's account: what another one waits for does not move.
 * @throws Error when the server gives up, the workflow ends before, or a minute has passed
 */
export async function skipTime(client: Client, workflowId: string, seconds: number): Promise<void> {
  if (seconds <= 0) return;
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  const id = randomUUID(); // each fast-forward needs an id of its own
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        disablePropagation: true, // a child started on the way would run away unbounded
        fastForwardConfig: { id, duration: msToTs(Math.ceil(seconds) * 1000) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await arrival(client, workflowId, id);
}

async function arrival(client: Client, workflowId: string, fastForwardId: string): Promise<void> {
  const { namespace } = client.options;
  const deadline = Date.now() + SKIP_TIMEOUT_MS;
  for (;;) {
    const polled = await client.withDeadline(deadline, () =>
      client.workflowService.pollWorkflowExecutionTimeSkipping({
        namespace,
        workflowExecution: { workflowId },
        fastForwardId,
      }),
    );
    if (polled.fastForwardPollingResult === COMPLETED) return;
    const gaveUp = polled.fastForwardPollingResult !== POLL_TIMED_OUT;
    if (gaveUp || Date.now() > deadline)
      throw new Error(`time of ${workflowId} did not move on: ${gaveUp ? polled.failedReason : 'timed out'}`);
  }
}

/** Moves the virtual clock of one workflow to a moment; a moment that is past already changes nothing. */
export async function skipTimeTo(client: Client, workflowId: string, epochMs: number): Promise<void> {
  const now = await virtualTime(client, workflowId);
  await skipTime(client, workflowId, Math.ceil((epochMs - now) / 1000));
}

/** What a workflow's clock shows, in milliseconds since 1970 UTC; the wall clock before any skip. */
export async function virtualTime(client: Client, workflowId: string): Promise<number> {
  const { namespace } = client.options;
  const { workflowExtendedInfo } = await client.workflowService.describeWorkflowExecution({
    namespace,
    execution: { workflowId },
  });
  const shown = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return shown === null || shown === undefined ? Date.now() : requiredTsToMs(shown, 'currentTime');
}
