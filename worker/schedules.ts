import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { CalendarSpec, Client, ScheduleOptions } from '@temporalio/client';
import type { HousekeepingInput } from '../contracts/process.js';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import { HOUSEKEEPING_SCHEDULE, HOUSEKEEPING_WORKFLOW, ORDER_TASK_QUEUE, SEALING_SCHEDULE } from '../workflows/ids.js';

const TIMEOUT_MS = 10_000;

/**
 * Sets the schedules of an installation as this version wants them; safe to repeat, and from several workers at once.
 * One that somebody paused stays paused.
 * @param at time of day in UTC, `HH:MM`, of the night's work; undefined: there shall be no schedule
 */
export const ensureSchedules = (client: Client, at: string | undefined): Promise<void> =>
  client.withDeadline(Date.now() + TIMEOUT_MS, () => ensure(client, at));

async function ensure({ schedule }: Client, at: string | undefined): Promise<void> {
  if (at === undefined) {
    const deletions = [HOUSEKEEPING_SCHEDULE, SEALING_SCHEDULE].map((id) => schedule.getHandle(id).delete());
    await Promise.all(deletions.map((deletion) => deletion.catch(unless(ScheduleNotFoundError))));
    return;
  }
  await Promise.all([housekeepingAt(at), sealing].map((options) => createOrUpdate(schedule, options)));
}

async function createOrUpdate(schedules: Client['schedule'], options: OurSchedule): Promise<void> {
  try {
    await schedules.create(options);
  } catch (error) {
    unless(ScheduleAlreadyRunning)(error);
    const { spec, action, policies } = options;
    await schedules.getHandle(options.scheduleId).update((known) => ({ ...known, spec, action, policies }));
  }
}

type OurSchedule = ReturnType<typeof scheduleOf>;

function scheduleOf(
  scheduleId: string,
  input: HousekeepingInput,
  told: { readonly calendar: CalendarSpec; readonly summary: string; readonly note: string },
) {
  return {
    scheduleId,
    spec: { calendars: [told.calendar], timezone: 'UTC' },
    action: {
      type: 'startWorkflow',
      workflowType: HOUSEKEEPING_WORKFLOW,
      workflowId: scheduleId,
      taskQueue: ORDER_TASK_QUEUE,
      args: [input],
      staticSummary: told.summary,
    },
    // What was missed is not made up for: the next run does what is left.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    state: { note: told.note },
  } as const satisfies ScheduleOptions;
}

function housekeepingAt(at: string): OurSchedule {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const input: HousekeepingInput = { schemaVersion: 2, keyLifeDays: idempotencyKeyLifeDays, seals: false };
  return scheduleOf(HOUSEKEEPING_SCHEDULE, input, {
    calendar: { hour, minute, comment: 'every night' },
    summary: `Deletes idempotency keys older than ${idempotencyKeyLifeDays} days`,
    note: 'Housekeeping: deletes what is past its life, each night.',
  });
}

const sealing = scheduleOf(
  SEALING_SCHEDULE,
  { schemaVersion: 2, keyLifeDays: null, seals: true },
  {
    calendar: { hour: '*', minute: 17, comment: 'every hour' },
    summary: 'Seals the audit',
    note: 'Sealing: chains the audit rows of the last hour to all before.',
  },
);

/** Lets an error of the class pass. */
const unless =
  (kind: new (...args: never[]) => Error) =>
  (error: unknown): void => {
    if (!(error instanceof kind)) throw error;
  };
