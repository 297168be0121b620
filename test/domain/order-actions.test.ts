import { describe, expect, it } from 'vitest';
import { orderStages, type OrderStage } from '../../contracts/vocabulary.js';
import type { Act } from '../../domain/four-eyes.js';
import { actionsOn } from '../../domain/order-actions.js';
import type { OrderRecord } from '../../domain/order-record.js';
import { refuseAtStage } from '../../domain/order-stages.js';

const line = { lineNo: 1, quantity: '10', delivered: '0', cancelled: '0', allocated: '10', invoiced: '0' };
const price = { id: '1-1', type: 'price', lineNo: 1, disposition: 'open' };
const orderAt = (stage: OrderStage, change: object = {}): OrderRecord =>
  ({
    number: 'SO-2026-000042',
    customer: 'VINET',
    stage,
    stopped: false,
    lines: [line],
    discrepancies: [],
    ...change,
  }) as unknown as OrderRecord;
const entered: Act = { turn: 1, person: 'anne', kind: 'entered' };
const limitSet: Act = { turn: 2, person: 'bruno', kind: 'limit-set', before: '0.00', after: '500.00' };

const seen = (order: OrderRecord, person = 'chloe', acts: readonly Act[] = [entered]) =>
  Object.fromEntries(actionsOn(order, { acts, person }).map(({ action, why }) => [action, why]));
const allowed = (order: OrderRecord, person?: string, acts?: readonly Act[]) =>
  Object.entries(seen(order, person, acts)).flatMap(([action, why]) => (why === null ? [action] : []));

describe('what a person may do with an order', () => {
  it('held for credit: decide, amend, cancel', () => {
    expect(allowed(orderAt('credit-hold'))).toEqual(['release-credit', 'refuse-credit', 'amend', 'cancel', 'contacts']);
  });

  it('held for credit is not for who entered it, nor for who gave its customer room', () => {
    const order = orderAt('credit-hold');
    expect(seen(order, 'anne')['release-credit']).toBe('asked-for-it');
    expect(seen(order, 'bruno', [entered, limitSet])['release-credit']).toBe('gave-room');
    expect(seen(order, 'bruno', [entered, limitSet])['amend']).toBeNull();
  });

  it('held for a price: who entered it asks, requotes and rejects, and does not accept', () => {
    const order = orderAt('discrepancy-hold', { discrepancies: [price] });
    expect(seen(order, 'anne')).toMatchObject({ accept: 'asked-for-it', requote: null, ask: null, reject: null });
    expect(seen(order)['accept']).toBeNull();
    const quantity = { ...price, id: '1-2', type: 'quantity' };
    expect(seen(orderAt('discrepancy-hold', { discrepancies: [price, quantity] }), 'anne')['accept']).toBeNull();
  });

  it('accepted: deliver what stock is kept for, amend, cancel; a stop is released where there is one', () => {
    expect(allowed(orderAt('accepted'))).toEqual(['amend', 'cancel', 'contacts', 'deliver']);
    expect(seen(orderAt('accepted'))).toMatchObject({ 'release-deliveries': 'not-stopped' });
    const stopped = orderAt('accepted', { stopped: true });
    expect(seen(stopped)).toMatchObject({ deliver: 'credit-stopped', 'release-deliveries': null });
    expect(seen(stopped, 'anne')).toMatchObject({ 'release-deliveries': 'asked-for-it' });
    expect(seen(orderAt('accepted', { lines: [{ ...line, allocated: '0' }] }))['deliver']).toBe('not-allocated');
  });

  it('delivered in part: no amendment; delivered whole: nothing to deliver or cancel', () => {
    expect(seen(orderAt('in-delivery'))['amend']).toBe('order-delivered');
    const whole = orderAt('delivered', { lines: [{ ...line, delivered: '10', allocated: '0' }] });
    expect(seen(whole)).toMatchObject({ deliver: 'over-delivery', cancel: 'over-cancellation', contacts: null });
  });

  it.each(orderStages)('at the stage %s is never what its stage refuses', (stage) => {
    const order = orderAt(stage, { discrepancies: [price] });
    const requests = {
      amend: 'amendment',
      cancel: 'cancellation',
      deliver: 'delivery',
      ask: 'disposition',
      'release-credit': 'credit-decision',
    } as const;
    const refused = Object.entries(requests).flatMap(([action, request]) => {
      const code = refuseAtStage(order, request)?.code;
      return code === undefined ? [] : [[action, code] as const];
    });
    expect(seen(order)).toMatchObject(Object.fromEntries(refused));
  });
});
