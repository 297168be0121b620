import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { CalendarSpec, Client, ScheduleOptions } from '@temporalio/client';
import type { HousekeepingInput, RetentionInput, RetentionTerms } from '../contracts/process.js';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import {
  HOUSEKEEPING_SCHEDULE,
  HOUSEKEEPING_WORKFLOW,
  ORDER_TASK_QUEUE,
  RETENTION_SCHEDULE,
  RETENTION_WORKFLOW,
  SEALING_SCHEDULE,
} from '../workflows/ids.js';

const TIMEOUT_MS = 10_000;

/**
 * Sets the schedules of an installation as this version wants them; safe to repeat, and from several workers at once.
 * One that somebody paused stays paused.
 * @param at time of day in UTC, `HH:MM`, of the night's work; undefined: there shall be no schedule
 * @param terms how long each class of what is no voucher is kept
 */
export const ensureSchedules = (client: Client, at: string | undefined, terms: RetentionTerms): Promise<void> =>
  client.withDeadline(Date.now() + TIMEOUT_MS, () => ensure(client, at, terms));

async function ensure({ schedule }: Client, at: string | undefined, terms: RetentionTerms): Promise<void> {
  if (at === undefined) {
    const deletions = [HOUSEKEEPING_SCHEDULE, RETENTION_SCHEDULE, SEALING_SCHEDULE].map((id) =>
      schedule.getHandle(id).delete(),
    );
    await Promise.all(deletions.map((deletion) => deletion.catch(unless(ScheduleNotFoundError))));
    return;
  }
  await Promise.all(
    [housekeepingAt(at), retentionAt(at, terms), sealing].map((options) => createOrUpdate(schedule, options)),
  );
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
  asked:
    | { readonly workflow: typeof HOUSEKEEPING_WORKFLOW; readonly input: HousekeepingInput }
    | { readonly workflow: typeof RETENTION_WORKFLOW; readonly input: RetentionInput },
  told: { readonly calendar: CalendarSpec; readonly summary: string; readonly note: string },
) {
  return {
    scheduleId,
    spec: { calendars: [told.calendar], timezone: 'UTC' },
    action: {
      type: 'startWorkflow',
      workflowType: asked.workflow,
      workflowId: scheduleId,
      taskQueue: ORDER_TASK_QUEUE,
      args: [asked.input],
      staticSummary: told.summary,
    },
    // What was missed is not made up for: the next run does what is left.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    state: { note: told.note },
  } as const satisfies ScheduleOptions;
}

/** A time of day as a schedule wants it. */
function nightly(at: string): CalendarSpec {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return { hour, minute, comment: 'every night' };
}

function housekeepingAt(at: string): OurSchedule {
  const input: HousekeepingInput = { schemaVersion: 2, keyLifeDays: idempotencyKeyLifeDays, seals: false };
  return scheduleOf(
    HOUSEKEEPING_SCHEDULE,
    { workflow: HOUSEKEEPING_WORKFLOW, input },
    {
      calendar: nightly(at),
      summary: `Deletes idempotency keys older than ${idempotencyKeyLifeDays} days`,
      note: 'Housekeeping: deletes what is past its life, each night.',
    },
  );
}

function retentionAt(at: string, terms: RetentionTerms): OurSchedule {
  const input: RetentionInput = { schemaVersion: 1, terms };
  return scheduleOf(
    RETENTION_SCHEDULE,
    { workflow: RETENTION_WORKFLOW, input },
    {
      calendar: nightly(at),
      summary: `Mails ${terms.mails}, worklist ${terms.worklist}, sign-ins ${terms.sessions} days`,
      note: 'Retention: reduces or deletes what is no voucher and has served its time, each night.',
    },
  );
}

const sealing = scheduleOf(
  SEALING_SCHEDULE,
  { workflow: HOUSEKEEPING_WORKFLOW, input: { schemaVersion: 2, keyLifeDays: null, seals: true } },
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
