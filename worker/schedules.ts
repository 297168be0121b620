import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { CalendarSpec, Client, ScheduleOptions } from '@temporalio/client';
import type {
  BillingInput,
  HousekeepingInput,
  MonthEndsInput,
  PlatformInboxInput,
  RetentionInput,
  RetentionTerms,
} from '../contracts/process.js';
import type { Config } from '../config/env.js';
import { idempotencyKeyLifeDays } from '../config/retention.js';
import {
  BILLING_SCHEDULE,
  BILLING_WORKFLOW,
  HOUSEKEEPING_SCHEDULE,
  HOUSEKEEPING_WORKFLOW,
  MONTH_END_SCHEDULE,
  MONTH_ENDS_WORKFLOW,
  ORDER_TASK_QUEUE,
  PLATFORM_INBOX,
  PLATFORM_INBOX_WORKFLOW,
  RETENTION_SCHEDULE,
  RETENTION_WORKFLOW,
  SEALING_SCHEDULE,
} from '../workflows/ids.js';

const TIMEOUT_MS = 10_000;

export type Wanted = {
  /** Time of day in UTC, `HH:MM`, of the night's work; undefined: there shall be no schedule of it. */
  readonly housekeepingAt: string | undefined;
  /** How long each class of what is no voucher is kept. */
  readonly retentionDays: RetentionTerms;
  /** When months are made, in the zone; undefined: by hand alone. */
  readonly monthEndAt: Config['worker']['monthEndAt'];
  /** There is a platform whose messages are read. */
  readonly hasPlatform?: boolean;
  /** Time of day in the zone, `HH:MM`, of the day's billing; undefined: by hand alone. */
  readonly billingAt: Config['worker']['billingAt'];
  /** The company's; null: there is no company yet, and no month end and no billing of it. */
  readonly zone: string | null;
};

/**
 * Sets the schedules of an installation as this version wants them; safe to repeat, and from several workers at once.
 * One that somebody paused stays paused.
 */
export const ensureSchedules = (client: Client, wanted: Wanted): Promise<void> =>
  client.withDeadline(Date.now() + TIMEOUT_MS, () => ensure(client, wanted));

async function ensure(
  { schedule }: Client,
  { housekeepingAt, retentionDays, monthEndAt, billingAt, hasPlatform = false, zone }: Wanted,
): Promise<void> {
  const nightly = [HOUSEKEEPING_SCHEDULE, RETENTION_SCHEDULE, SEALING_SCHEDULE];
  await Promise.all([
    housekeepingAt === undefined
      ? remove(schedule, nightly)
      : set(schedule, [housekeepingOn(housekeepingAt), retentionOn(housekeepingAt, retentionDays), sealing]),
    monthEndAt === undefined || zone === null
      ? remove(schedule, [MONTH_END_SCHEDULE])
      : set(schedule, [monthEndsOn(monthEndAt, zone)]),
    hasPlatform && zone !== null ? set(schedule, [platformInbox]) : remove(schedule, [PLATFORM_INBOX]),
    billingAt === undefined || zone === null
      ? remove(schedule, [BILLING_SCHEDULE])
      : set(schedule, [billingOn(billingAt, zone)]),
  ]);
}

const set = async (schedules: Client['schedule'], wanted: readonly OurSchedule[]): Promise<void> => {
  await Promise.all(wanted.map((options) => createOrUpdate(schedules, options)));
};

const remove = async (schedules: Client['schedule'], ids: readonly string[]): Promise<void> => {
  const deletions = ids.map((id) => schedules.getHandle(id).delete());
  await Promise.all(deletions.map((deletion) => deletion.catch(unless(ScheduleNotFoundError))));
};

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

/** What was missed of a night is not made up for: the next one does what is left. */
const usual = { zone: 'UTC', catchupWindow: '1 hour' } as const;

function scheduleOf(
  scheduleId: string,
  asked:
    | { readonly workflow: typeof HOUSEKEEPING_WORKFLOW; readonly input: HousekeepingInput }
    | { readonly workflow: typeof RETENTION_WORKFLOW; readonly input: RetentionInput }
    | { readonly workflow: typeof MONTH_ENDS_WORKFLOW; readonly input: MonthEndsInput }
    | { readonly workflow: typeof PLATFORM_INBOX_WORKFLOW; readonly input: PlatformInboxInput }
    | { readonly workflow: typeof BILLING_WORKFLOW; readonly input: BillingInput },
  told: { readonly calendar: CalendarSpec; readonly summary: string; readonly note: string },
  { zone, catchupWindow }: { readonly zone: string; readonly catchupWindow: '1 hour' | '365 days' } = usual,
) {
  return {
    scheduleId,
    spec: { calendars: [told.calendar], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: asked.workflow,
      workflowId: scheduleId,
      taskQueue: ORDER_TASK_QUEUE,
      args: [asked.input],
      staticSummary: told.summary,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
    state: { note: told.note },
  } as const satisfies ScheduleOptions;
}

/** A time of day as a schedule wants it. */
function daily(at: string, comment: string): CalendarSpec {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return { hour, minute, comment };
}

const nightly = (at: string): CalendarSpec => daily(at, 'every night');

function housekeepingOn(at: string): OurSchedule {
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

function retentionOn(at: string, terms: RetentionTerms): OurSchedule {
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

/** A month end that nobody was there to make is made as soon as somebody is: whichever run comes makes all that are due. */
function monthEndsOn({ day, hour, minute }: NonNullable<Wanted['monthEndAt']>, zone: string): OurSchedule {
  const input: MonthEndsInput = { schemaVersion: 1 };
  return scheduleOf(
    MONTH_END_SCHEDULE,
    { workflow: MONTH_ENDS_WORKFLOW, input },
    {
      calendar: { dayOfMonth: day, hour, minute, comment: 'every month' },
      summary: 'Makes the months that have ended',
      note: 'Month end: freezes the figures of the month before, as PDF and workbook, and mails them to the managers.',
    },
    { zone, catchupWindow: '365 days' },
  );
}

const platformInbox = scheduleOf(
  PLATFORM_INBOX,
  { workflow: PLATFORM_INBOX_WORKFLOW, input: { schemaVersion: 1 } },
  {
    calendar: { hour: '*', minute: '*', comment: 'every minute' },
    summary: 'Reads what the platform left for us',
    note: 'Statuses of electronic invoices, as events on them.',
  },
);

/** An evening on which nobody was there bills the days before it as well; the next one does what is left of any. */
function billingOn(at: string, zone: string): OurSchedule {
  const input: BillingInput = { schemaVersion: 1, from: 'schedule', after: null, done: 0, invoices: 0 };
  return scheduleOf(
    BILLING_SCHEDULE,
    { workflow: BILLING_WORKFLOW, input },
    {
      calendar: daily(at, 'every evening'),
      summary: 'Bills the periods that end with the day',
      note: 'Billing: one invoice over what a customer has had in a week, half a month or a month.',
    },
    { zone, catchupWindow: '1 hour' },
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
