import { WithStartWorkflowOperation } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, MonthEndMade, MonthEndsResult } from '../../contracts/process.js';
import { addMonths, localDateOf } from '../../domain/calendar.js';
import { lastEndedMonth, monthOf } from '../../domain/month-end.js';
import { keepSchedules } from '../../worker/keep-schedules.js';
import { ensureSchedules } from '../../worker/schedules.js';
import { makeMonthEnd } from '../../workflows/month-end-messages.js';
import {
  MONTH_END_SCHEDULE,
  MONTH_END_WORKFLOW,
  MONTH_ENDS_WORKFLOW,
  ORDER_TASK_QUEUE,
  monthEndWorkflowId,
} from '../../workflows/ids.js';
import { helene } from '../support/house.js';
import { eventually, openProcesses, type Processes } from '../support/workflows.js';

const wanted = {
  housekeepingAt: undefined,
  retentionDays: { mails: 1095, worklist: 365, sessions: 30 },
  monthEndAt: { day: 1, hour: 6, minute: 0 },
  zone: 'Europe/Paris',
};
const month = lastEndedMonth(localDateOf(Date.now(), 'Europe/Paris'));
const before = (months: number): string => monthOf(addMonths(`${month}-01`, -months));

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

const schedule = () => office.client.schedule.getHandle(MONTH_END_SCHEDULE);
const kept = async (): Promise<readonly string[]> =>
  (await office.prisma.monthEnd.findMany({ orderBy: [{ month: 'asc' }, { version: 'asc' }] })).map(
    (row) => `${row.month} v${row.version}`,
  );

async function lastRun(): Promise<MonthEndsResult> {
  const id = await eventually(async () => {
    const [last] = (await schedule().describe()).info.recentActions.toReversed();
    if (last === undefined) throw new Error('it has not run yet');
    return last.action.workflow.workflowId;
  });
  return office.client.workflow.getHandle<() => Promise<MonthEndsResult>>(id).result();
}

const made = (of: string) =>
  office.client.workflow.getHandle<() => Promise<readonly MonthEndMade[]>>(monthEndWorkflowId(of)).result();

const again = (requestId: string): Promise<Answer<MonthEndMade>> =>
  office.client.workflow.executeUpdateWithStart(makeMonthEnd, {
    args: [{ actor: { ...helene(), requestId }, reason: 'a delivery of the last day came in late' }],
    updateId: requestId,
    startWorkflowOperation: new WithStartWorkflowOperation(MONTH_END_WORKFLOW, {
      workflowId: monthEndWorkflowId(month),
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ schemaVersion: 1, month, scheduled: false }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  });

describe('the month end', () => {
  it('is asked for by one schedule, on the first at six in the company’s zone, and made up for for a year', async () => {
    await Promise.all([ensureSchedules(office.client, wanted), ensureSchedules(office.client, wanted)]);
    const { spec, policies, action } = await schedule().describe();
    expect(spec.calendars?.map(({ dayOfMonth, hour, minute }) => [dayOfMonth, hour, minute])).toEqual([
      [[{ start: 1, end: 1, step: 1 }], [{ start: 6, end: 6, step: 1 }], [{ start: 0, end: 0, step: 1 }]],
    ]);
    expect(spec.timezone).toBe('Europe/Paris');
    expect(policies.catchupWindow).toBe(365 * 86_400_000);
    expect(action).toMatchObject({ workflowType: MONTH_ENDS_WORKFLOW });
  });

  it('follows the company’s zone, from before there is a company, and has no hour without one', async () => {
    const { client, prisma } = office;
    const { body } = await prisma.company.findUniqueOrThrow({ where: { id: 1 } });
    const zoneOf = async () => (await schedule().describe()).spec.timezone;
    const inZone = (zone: string) => ({ ...(body as object), zone });
    const said: unknown[] = [];
    await prisma.company.delete({ where: { id: 1 } });
    const stop = await keepSchedules(client, wanted, prisma, { error: (told: unknown) => said.push(told) }, 100);
    try {
      await expect(zoneOf()).rejects.toThrow(/not found/i);
      await prisma.company.create({ data: { id: 1, body: inZone('Europe/Brussels') } });
      await eventually(async () => expect(await zoneOf()).toBe('Europe/Brussels'));
      await prisma.company.update({ where: { id: 1 }, data: { body: inZone('Europe/Paris') } });
      await eventually(async () => expect(await zoneOf()).toBe('Europe/Paris'));
    } finally {
      await stop();
    }
    expect(said).toEqual([]);
  });

  it('is made by the schedule: frozen, both files kept, mailed to the manager once', async () => {
    await schedule().trigger();
    expect((await lastRun()).months).toEqual([month]);
    const [first, ...others] = await made(month);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ month, version: 1 });
    expect(await kept()).toEqual([`${month} v1`]);
    expect(await office.prisma.documentFile.count({ where: { documentId: { startsWith: 'month-end' } } })).toBe(2);
    for (const mail of first?.mails ?? []) expect(await office.post.copiesOf(mail)).toHaveLength(1);
    expect(first?.mails).toHaveLength(1);
    const run = office.client.workflow.getHandle(monthEndWorkflowId(month));
    expect(await (await run.describe()).staticSummary()).toBe(`Month end ${month}`);
  });

  it('is not made twice by a schedule that runs again', async () => {
    await schedule().trigger();
    await eventually(async () => {
      if ((await schedule().describe()).info.recentActions.length < 2) throw new Error('it has not run yet');
    });
    expect((await lastRun()).months).toEqual([]);
    expect(await kept()).toEqual([`${month} v1`]);
  });

  it('is made once more by hand, as the next version, and the same request is the same version', async () => {
    const [one, same] = [await again('request-1'), await again('request-1')];
    expect(one).toMatchObject({ kind: 'made', version: 2 });
    expect(same).toEqual(one);
    await made(month);
    expect(await kept()).toEqual([`${month} v1`, `${month} v2`]);
    expect(
      (await office.prisma.outgoing.findMany({ where: { kind: 'month-end' } })).map(({ status }) => status),
    ).toEqual(['SENT', 'SENT']);
  });

  it('is made for each month that was missed while nobody was there, by whichever run comes', async () => {
    await office.prisma.$executeRawUnsafe('ALTER TABLE month_end DISABLE TRIGGER month_end_append_only');
    await office.prisma.$executeRaw`UPDATE month_end SET month = ${before(3)}`;
    // A run of a time that has passed, as the catch-up of the schedule starts it.
    const at = new Date(`${month}-01T05:00:00Z`);
    await schedule().backfill({ start: new Date(at.getTime() - 3_600_000), end: new Date(at.getTime() + 3_600_000) });
    await eventually(async () => {
      if ((await schedule().describe()).info.recentActions.length < 3) throw new Error('it has not run yet');
    });
    expect((await lastRun()).months).toEqual([before(2), before(1), month]);
    for (const each of [before(2), before(1)]) await made(each);
    expect(await kept()).toEqual(expect.arrayContaining([`${before(2)} v1`, `${before(1)} v1`]));
  });
});
