import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseDeliveries } from '../../workflows/order-messages.js';
import { draftOrder, karim, listProduct, lucie, openAccount, receiveStock } from '../support/house.js';
import {
  deliver,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  untilStage,
  type Processes,
} from '../support/workflows.js';
import { openDiary } from './diary.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
  await listProduct(office, 'BOX', '1000000');
  await listProduct(office, 'RARE', '0');
});
afterAll(() => office.close());

describe('the credit stop of a hand-over', () => {
  it('holds an accepted order and a backorder until finance releases the one and the last cent frees the other', async () => {
    const customer = await openAccount(office, 'STOPPED');
    const ready = await enterOrder(office, await draftOrder(office, customer, [{ product: 'BOX', quantity: '10' }]));
    const waiting = await enterOrder(office, await draftOrder(office, customer, [{ product: 'RARE', quantity: '5' }]));
    await Promise.all([untilStage(office, ready, 'acknowledged'), untilStage(office, waiting, 'acknowledged')]);
    const diary = await openDiary(office, { customer, issued: '2032-03-01' });
    await diary.at('2032-06-01', '12:00');
    expect((await diary.levels()).at(-1)).toBe('hand-over 2032-05-31');

    expect(await deliver(ready)).toMatchObject({ kind: 'refused', code: 'credit-stopped' });
    const release = { reason: 'paid in advance' };
    expect(await ready.ask(releaseDeliveries, release, karim())).toMatchObject({ kind: 'done', stage: 'acknowledged' });
    expect(await deliver(ready)).toMatchObject({ kind: 'delivered' });

    await receiveStock(office, 'RARE', '5');
    expect((await orderRow(office, waiting)).lines[0]?.allocated.toFixed(0)).toBe('0');
    expect(await waiting.ask(releaseDeliveries, release, { ...lucie(), principal: 'laura.callahan' })).toMatchObject({
      kind: 'refused',
      code: 'four-eyes',
    });
    await diary.pay('1200.00');
    await eventually(async () => {
      const { lines, waitsFor } = await orderRow(office, waiting);
      expect([lines[0]?.allocated.toFixed(0), waitsFor]).toEqual(['5', { kind: 'delivery', backorder: false }]);
    });
    expect(await deliver(waiting)).toMatchObject({ kind: 'delivered' });
  });
});
