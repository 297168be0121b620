import { WithStartWorkflowOperation } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, BillingInput, MonthEndMade, MonthEndsResult } from '../../contracts/process.js';
import { addMonths, localDateOf } from '../../domain/calendar.js';
import { lastEndedMonth, monthOf } from '../../domain/month-end.js';
import { keepSchedules } from '../../worker/keep-schedules.js';
import { ensureSchedules } from '../../worker/schedules.js';
import { getBillingRun } from '../../prisma/queries/billing.js';
import { beginBilling } from '../../workflows/billing-messages.js';
import { makeMonthEnd } from '../../workflows/month-end-messages.js';
import {
  BILLING_SCHEDULE,
  BILLING_WORKFLOW,
  MONTH_END_SCHEDULE,
  MONTH_END_WORKFLOW,
  MONTH_ENDS_WORKFLOW,
  ORDER_TASK_QUEUE,
  billingWorkflowId,
  monthEndWorkflowId,
} from '../../workflows/ids.js';
import { bookPayment, draftOrder, helene, karim, listProduct, openAccount } from '../support/house.js';
import {
  allocate,
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  untilStage,
  type Processes,
  type RunningOrder,
} from '../support/workflows.js';

const wanted = {
  housekeepingAt: undefined,
  retentionDays: { mails: 1095, worklist: 365, sessions: 30 },
  monthEndAt: { day: 1, hour: 6, minute: 0 },
  billingAt: '21:00',
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

describe('what a customer has by the month', () => {
  it('is billed by a schedule each evening at nine, in the company’s zone', async () => {
    await ensureSchedules(office.client, wanted);
    const { spec, action } = await office.client.schedule.getHandle(BILLING_SCHEDULE).describe();
    expect(spec.calendars?.map(({ hour, minute }) => [hour, minute])).toEqual([
      [[{ start: 21, end: 21, step: 1 }], [{ start: 0, end: 0, step: 1 }]],
    ]);
    expect(spec.timezone).toBe('Europe/Paris');
    expect(action).toMatchObject({ workflowType: BILLING_WORKFLOW });
    await office.client.schedule.getHandle(BILLING_SCHEDULE).delete();
  });

  it('is billed by hand too: one invoice over two orders leaves once by mail, and what pays it settles both', async () => {
    const customer = await openAccount(office, 'BY-MONTH', { billing: { kind: 'period', every: 'monthly' } });
    await listProduct(office, 'BY-MONTH', '100');
    const orders: RunningOrder[] = [];
    for (const quantity of ['10', '5']) {
      const order = await enterOrder(office, await draftOrder(office, customer, [{ product: 'BY-MONTH', quantity }]));
      await deliver(order);
      await untilStage(office, order, 'delivered');
      orders.push(order);
    }
    expect(await office.prisma.invoice.count({ where: { customerNumber: customer } })).toBe(0);

    const actor = karim();
    const workflowId = billingWorkflowId(actor.requestId);
    const input: BillingInput = { schemaVersion: 1, from: 'request', after: null, done: 0, invoices: 0 };
    const begun = await office.client.workflow.executeUpdateWithStart(beginBilling, {
      args: [{ actor, upTo: office.today, customer }],
      updateId: actor.requestId,
      startWorkflowOperation: new WithStartWorkflowOperation(BILLING_WORKFLOW, {
        workflowId,
        taskQueue: ORDER_TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
    expect(begun).toEqual({ kind: 'begun', id: workflowId, customers: 1 });
    expect(await office.client.workflow.getHandle(workflowId).result()).toEqual({ customers: 1, invoices: 1 });
    expect(await getBillingRun(office.prisma, workflowId)).toMatchObject({
      startedBy: actor.principal,
      customer,
      customers: 1,
      done: 1,
      invoices: 1,
      deliveries: 2,
    });

    // 15 × 10.00 and 20 % of VAT
    const { number, gross } = await office.prisma.invoice.findFirstOrThrow({ where: { customerNumber: customer } });
    expect(gross.toFixed(2)).toBe('180.00');
    await eventually(async () => {
      const { status } = await office.prisma.outgoing.findUniqueOrThrow({ where: { id: `invoice:${number}` } });
      expect(status).toBe('SENT');
    });
    expect(await office.post.copiesOf(`invoice:${number}`)).toHaveLength(1);
    const payment = await bookPayment(office, customer, '180.00');
    expect(await allocate(office, customer, number, payment, '180.00')).toEqual({ amount: '180.00', open: '0.00' });
    for (const order of orders) await untilStage(office, order, 'settled');
  });
});
