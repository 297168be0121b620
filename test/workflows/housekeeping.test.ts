import { randomUUID } from 'node:crypto';
import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconcile } from '../../cli/reconcile.js';
import { plainTemporal } from '../../config/temporal.js';
import { ensureSchedules } from '../../worker/schedules.js';
import {
  HOUSEKEEPING_SCHEDULE,
  HOUSEKEEPING_WORKFLOW,
  ORDER_TASK_QUEUE,
  SEALING_SCHEDULE,
} from '../../workflows/ids.js';
import { UNKNOWN_VERSION } from '../../workflows/door.js';
import type { HousekeepingInput, HousekeepingResult } from '../../contracts/process.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { pastTheWalls, testServers } from '../support/stack.js';
import { eventually, openProcesses, type Processes } from '../support/workflows.js';

const DAY_MS = 86_400_000;
const noMonthEnds = { monthEndAt: undefined, billingAt: undefined, zone: 'UTC' };
const terms = { mails: 1095, worklist: 365, sessions: 30 };
let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

const schedule = () => office.client.schedule.getHandle(HOUSEKEEPING_SCHEDULE);

/** A key that came so many days ago; `order`: it was promised a number and nothing became of it. */
async function keyOf(daysAgo: number, order: string | null = null): Promise<string> {
  const row = { id: randomUUID(), principal: 'laura', route: 'POST /v1/orders', key: randomUUID(), bodyHash: '' };
  const createdAt = new Date(Date.now() - daysAgo * DAY_MS);
  await office.prisma.idempotencyKey.create({ data: { ...row, promised: order, createdAt } });
  return row.id;
}

const keys = async (): Promise<readonly string[]> =>
  (await office.prisma.idempotencyKey.findMany({ select: { id: true } })).map(({ id }) => id);

/** Id of the run that the schedule started. */
const lastRun = (): Promise<string> =>
  eventually(async () => {
    const [last] = (await schedule().describe()).info.recentActions;
    if (last === undefined) throw new Error('it has not run yet');
    return last.action.workflow.workflowId;
  });

const clean = (workflowId: string, keyLifeDays: number): Promise<HousekeepingResult> =>
  office.client.workflow.execute(HOUSEKEEPING_WORKFLOW, {
    workflowId,
    taskQueue: ORDER_TASK_QUEUE,
    args: [{ schemaVersion: 2, keyLifeDays, seals: false } satisfies HousekeepingInput],
  });

describe('housekeeping', () => {
  it('deletes the keys past their life, finished or not, tells how many, and leaves the younger ones', async () => {
    // Two days of distance to the limit on either side: midnight may pass meanwhile.
    const young = [await keyOf(28), await keyOf(28, 'SO-2026-900001'), await keyOf(0)];
    await keyOf(32);
    await keyOf(32, 'SO-2026-900002');
    await keyOf(400);
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms });
    await schedule().trigger();
    const run = office.client.workflow.getHandle<() => Promise<HousekeepingResult>>(await lastRun());
    const { idempotencyKeys } = await run.result();
    expect(idempotencyKeys?.deleted).toBe(3);
    expect((await keys()).toSorted()).toEqual(young.toSorted());
    const trail = await office.prisma.auditEntry.findMany({ where: { action: 'idempotency-keys.deleted' } });
    expect(trail.map(({ after }) => after)).toEqual([{ before: idempotencyKeys?.before, rows: 3, lifeDays: 30 }]);
    expect(run.workflowId).toMatch(/^housekeeping-\d{4}-\d\d-\d\dT/);
    expect(await (await run.describe()).staticSummary()).toBe('Deletes idempotency keys older than 30 days');
  });

  it('finds nothing left, and leaves no trace of a night without work', async () => {
    const before = await office.prisma.auditEntry.count();
    expect((await clean('housekeeping:again', 31)).idempotencyKeys?.deleted).toBe(0);
    expect(await office.prisma.auditEntry.count()).toBe(before);
  });

  it('is neither an order nor an invoice: books and processes still agree', async () => {
    const { temporalAddress } = testServers();
    const target = {
      databaseUrl: office.database.ownerUrl,
      temporal: plainTemporal(temporalAddress, office.namespace),
    };
    expect(await reconcile(target)).toMatchObject({ workflows: 0, mismatches: [] });
  });
});

describe('sealing', () => {
  it('is asked for each hour by a schedule of its own, and tells the last seal in its result', async () => {
    await pastTheWalls(office.database, `UPDATE audit_entry SET at = at - interval '11 minutes'`);
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms });
    const sealing = office.client.schedule.getHandle(SEALING_SCHEDULE);
    const { spec } = await sealing.describe();
    expect(spec.calendars?.map(({ hour, minute }) => [hour, minute])).toEqual([
      [[{ start: 0, end: 23, step: 1 }], [{ start: 17, end: 17, step: 1 }]],
    ]);
    await sealing.trigger();
    const [run] = await eventually(async () => {
      const { recentActions } = (await sealing.describe()).info;
      expect(recentActions).toHaveLength(1);
      return recentActions;
    });
    const handle = office.client.workflow.getHandle<() => Promise<HousekeepingResult>>(
      run?.action.workflow.workflowId ?? '',
    );
    const { audit, idempotencyKeys } = await handle.result();
    const [seal] = await office.prisma.auditSeal.findMany();
    expect(idempotencyKeys).toBeNull();
    expect(audit).toEqual({
      sealed: seal?.rows,
      seal: { number: 1, lastId: String(seal?.lastId), hash: seal?.hash },
    });
    const { violations } = await verifyDatabase(office.database.url);
    expect(violations.filter(({ invariant }) => invariant.name === 'audit-sealed')).toEqual([]);
  });
});

describe('the schedule of housekeeping', () => {
  it('is set once by however many workers start, and starts one run a night at most', async () => {
    await Promise.all([
      ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms }),
      ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms }),
    ]);
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '03:45', retentionDays: terms });
    const { spec, action, policies, state } = await schedule().describe();
    expect(spec.calendars?.map(({ hour, minute }) => [hour, minute])).toEqual([
      [[{ start: 3, end: 3, step: 1 }], [{ start: 45, end: 45, step: 1 }]],
    ]);
    expect(spec.timezone).toBe('UTC');
    expect(policies.overlap).toBe(ScheduleOverlapPolicy.SKIP);
    expect(state.note).toContain('Housekeeping');
    expect(action).toMatchObject({
      workflowType: HOUSEKEEPING_WORKFLOW,
      args: [{ schemaVersion: 2, keyLifeDays: 30, seals: false }],
    });
  });

  it('ends at once, and says why, when a later release has asked for it', async () => {
    const started = office.client.workflow.execute(HOUSEKEEPING_WORKFLOW, {
      workflowId: 'housekeeping:of-a-later-release',
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ schemaVersion: 3, keyLifeDays: 30 }],
    });
    const failure: unknown = await started.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      cause: {
        type: UNKNOWN_VERSION,
        nonRetryable: true,
        message: 'housekeeping input of version 3: this release knows 1 to 2',
      },
    });
  });

  it('stays paused when somebody paused it, whatever starts after', async () => {
    await schedule().pause('audit of the keys');
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms });
    expect((await schedule().describe()).state).toMatchObject({ paused: true, note: 'audit of the keys' });
  });

  it('is taken away where it shall not be, and that is no error twice', async () => {
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: undefined, retentionDays: terms });
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: undefined, retentionDays: terms });
    await expect(schedule().describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
  });
});
