import { randomUUID } from 'node:crypto';
import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetentionInput, RetentionResult } from '../../contracts/process.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { ensureSchedules } from '../../worker/schedules.js';
import { UNKNOWN_VERSION } from '../../workflows/door.js';
import { ORDER_TASK_QUEUE, RETENTION_SCHEDULE, RETENTION_WORKFLOW } from '../../workflows/ids.js';
import { eventually, openProcesses, type Processes } from '../support/workflows.js';

const DAY_MS = 86_400_000;
const noMonthEnds = { monthEndAt: undefined, billingAt: undefined, zone: 'UTC' };
const terms = { mails: 1095, worklist: 365, sessions: 30 };
let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

const schedule = () => office.client.schedule.getHandle(RETENTION_SCHEDULE);

async function signedIn(daysAgo: number): Promise<string> {
  const at = new Date(Date.now() - daysAgo * DAY_MS);
  const times = { openedAt: at, lastSeenAt: at, endsAt: at };
  const session = { id: randomUUID(), principalId: 'laura', method: 'password', address: '::1', agent: '' };
  await office.prisma.session.create({ data: { ...session, ...times } });
  return session.id;
}

async function finished(daysAgo: number): Promise<string> {
  const line = { id: `allocation:${randomUUID()}`, kind: 'allocation', role: 'finance', status: 'done', facts: {} };
  await office.prisma.workItem.create({ data: { ...line, doneAt: new Date(Date.now() - daysAgo * DAY_MS) } });
  return line.id;
}

describe('retention', () => {
  it('takes each night what is past the term of its class, tells how much, and leaves the younger', async () => {
    // Two days of distance to each limit: midnight may pass meanwhile.
    const kept = [await signedIn(28), await finished(363)];
    for (const days of [32, 400]) await signedIn(days);
    await finished(367);
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: '02:30', retentionDays: terms });
    await schedule().trigger();
    const run = await eventually(async () => {
      const [last] = (await schedule().describe()).info.recentActions;
      if (last === undefined) throw new Error('it has not run yet');
      return office.client.workflow.getHandle<() => Promise<RetentionResult>>(last.action.workflow.workflowId);
    });
    const told = await run.result();
    expect([told.mails.rows, told.worklist.rows, told.sessions.rows]).toEqual([0, 1, 2]);
    const today = localDateOf(Date.now(), 'UTC');
    expect([addDays(today, -365), addDays(today, -366)]).toContain(told.worklist.before);
    const [sessions, lines] = await Promise.all([office.prisma.session.findMany(), office.prisma.workItem.findMany()]);
    expect([...sessions, ...lines].map(({ id }) => id)).toEqual(kept);
    const trail = await office.prisma.auditEntry.findMany({ where: { entity: 'retention' }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['worklist.forgotten', 'sessions.forgotten']);
    expect(await (await run.describe()).staticSummary()).toBe('Mails 1095, worklist 365, sign-ins 30 days');
  });

  it('is one schedule of its own, with the terms of the installation, and starts one run a night at most', async () => {
    await ensureSchedules(office.client, {
      ...noMonthEnds,
      housekeepingAt: '03:45',
      retentionDays: { ...terms, sessions: 7 },
    });
    const { spec, action, policies } = await schedule().describe();
    expect(spec.calendars?.map(({ hour, minute }) => [hour, minute])).toEqual([
      [[{ start: 3, end: 3, step: 1 }], [{ start: 45, end: 45, step: 1 }]],
    ]);
    expect(policies.overlap).toBe(ScheduleOverlapPolicy.SKIP);
    expect(action).toMatchObject({
      workflowType: RETENTION_WORKFLOW,
      args: [{ schemaVersion: 1, terms: { ...terms, sessions: 7 } }],
    });
    await ensureSchedules(office.client, { ...noMonthEnds, housekeepingAt: undefined, retentionDays: terms });
    await expect(schedule().describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
  });

  it('ends at once, and says why, when a later release has asked for it', async () => {
    const started = office.client.workflow.execute(RETENTION_WORKFLOW, {
      workflowId: 'retention:of-a-later-release',
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ schemaVersion: 2, terms } as unknown as RetentionInput],
    });
    await expect(started).rejects.toMatchObject({ cause: { type: UNKNOWN_VERSION, nonRetryable: true } });
  });
});
