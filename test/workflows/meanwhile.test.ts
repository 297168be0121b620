import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareOrder } from '../../prisma/commands/preparations.js';
import { currentOrderDraft } from '../../prisma/queries/order-context.js';
import * as messages from '../../workflows/order-messages.js';
import { actor, done, helene, karim, laura } from '../support/house.js';
import { toldOf } from '../support/told.js';
import { enterOrder, eventually, openProcesses, orderRow, untilStage, type Processes } from '../support/workflows.js';
import { openTrade } from './trade.js';

/** Requests that somebody else's overtook. */
let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());

describe.concurrent('what was decided meanwhile', () => {
  it('as a cancellation is not undone by an amendment made before it', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const seen = await currentOrderDraft(office.prisma, order.number);
    if (seen === null) throw new Error('the order is gone');
    const four = { reason: 'four too many', lines: [{ lineNo: 1, quantity: '4' }] };
    expect(await order.ask(messages.cancelOrder, four, laura())).toMatchObject({ kind: 'done' });
    const amendment = { reason: 'reference', baseVersion: 1, draft: { ...seen.draft, customerReference: 'PO-1' } };
    const stale = { ...amendment, baseLines: [{ lineNo: 1, quantity: '10' }] };
    expect(await order.ask(messages.amendOrder, stale, laura())).toMatchObject({
      kind: 'refused',
      code: 'order-not-ready',
    });
    const [line] = (await orderRow(office, order)).lines;
    expect([line?.quantity.toFixed(0), line?.cancelled.toFixed(0)]).toEqual(['10', '4']);
  });

  it('as a refusal of credit, and lost by its process with its machine, is not released by who comes after', async () => {
    const trade = await openTrade(office, { limit: '100.00' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'credit-hold');
    const { answer } = await office.activities.recordCreditDecision({
      orderNumber: order.number,
      actor: actor('karim.benali', 'finance'),
      decision: 'refuse',
      reason: 'bills unpaid elsewhere',
      policy: office.policies.credit,
      today: office.today,
      at: new Date().toISOString(),
    });
    done(answer);
    const release = { decision: 'release', reason: 'known for years' } as const;
    expect(toldOf(await order.ask(messages.decideCredit, release, helene()))).toMatchObject({
      kind: 'refused',
      code: 'order-not-ready',
      detail: expect.stringContaining(karim().principal) as string,
    });
    expect(await order.handle.result()).toMatchObject({ stage: 'refused' });
    const closed = await orderRow(office, order);
    expect([closed.stage, closed.closedReason]).toEqual(['refused', 'bills unpaid elsewhere']);
  });

  it('as a preparation is shown to ops until what lies ready has left', async () => {
    const trade = await openTrade(office, { stock: '10' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    const details = async (): Promise<string> => {
      const told = await order.handle.query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
      return /\*\*Lies ready:\*\* (.*)/.exec(told.currentDetails)?.[1]?.replaceAll('\u00a0', ' ') ?? '';
    };
    expect(await details()).toBe('no');
    const logistics = { ...actor('nils.aubry', 'logistics'), requestId: randomUUID() };
    const at = Date.parse('2026-11-30T09:05:00Z');
    await office.prisma.$transaction((tx) => prepareOrder(tx, order.number, logistics, at));
    await order.handle.signal(messages.goodsPrepared);
    await eventually(async () => expect(await details()).toBe('30 Nov 2026, 10:05'));
    done(await order.ask(messages.deliverOrder, { lines: [{ lineNo: 1, quantity: '4' }] }, logistics));
    await eventually(async () => expect(await details()).toBe('no'));
  });
});
