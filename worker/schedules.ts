import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import type { HousekeepingInput } from '../contracts/process.js';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import { HOUSEKEEPING_SCHEDULE, HOUSEKEEPING_WORKFLOW, ORDER_TASK_QUEUE } from '../workflows/ids.js';

const TIMEOUT_MS = 10_000;

/**
 * Sets the schedules of an installation as this version wants them; safe to repeat, and from several workers at once.
 * One that somebody paused stays paused.
 * @param at time of day in UTC, `HH:MM`; undefined: there shall be none
 */
export const ensureSchedules = (client: Client, at: string | undefined): Promise<void> =>
  client.withDeadline(Date.now() + TIMEOUT_MS, () => ensure(client, at));

async function ensure({ schedule }: Client, at: string | undefined): Promise<void> {
  const handle = schedule.getHandle(HOUSEKEEPING_SCHEDULE);
  if (at === undefined) {
    await handle.delete().catch(unless(ScheduleNotFoundError));
    return;
  }
  const options = housekeepingAt(at);
  try {
    await schedule.create(options);
  } catch (error) {
    unless(ScheduleAlreadyRunning)(error);
    const { spec, action, policies } = options;
    await handle.update((known) => ({ ...known, spec, action, policies }));
  }
}

function housekeepingAt(at: string) {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const input: HousekeepingInput = { schemaVersion: 1, keyLifeDays: idempotencyKeyLifeDays };
  return {
    scheduleId: HOUSEKEEPING_SCHEDULE,
    spec: { calendars: [{ hour, minute, comment: 'every night' }], timezone: 'UTC' },
    action: {
      type: 'startWorkflow',
      workflowType: HOUSEKEEPING_WORKFLOW,
      workflowId: HOUSEKEEPING_WORKFLOW,
      taskQueue: ORDER_TASK_QUEUE,
      args: [input],
      staticSummary: `Deletes idempotency keys older than ${idempotencyKeyLifeDays} days`,
    },
    // A night that was missed is not made up for: the next one deletes what is left.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    state: { note: 'Housekeeping: deletes what is past its life, each night.' },
  } as const satisfies ScheduleOptions;
}

/** Lets an error of the class pass. */
const unless =
  (kind: new (...args: never[]) => Error) =>
  (error: unknown): void => {
    if (!(error instanceof kind)) throw error;
  };
