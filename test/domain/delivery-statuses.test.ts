import { describe, expect, it } from 'vitest';
import { deliveryStatuses, type DeliveryStatus } from '../../contracts/vocabulary.js';
import {
  becomes,
  deliveryEvents,
  hasLeft,
  refuseAtStatus,
  statusesWhere,
  type DeliveryEvent,
} from '../../domain/delivery-statuses.js';
import { toldOf } from '../support/told.js';

const proved = 'delivery-proved';
const early = 'delivery-not-ready';

/** By status: departure, arrival, proof. What it becomes, or why not. */
const cases: Readonly<Record<DeliveryStatus, readonly string[]>> = {
  prepared: ['departed', early, early],
  departed: [early, 'delivered', 'proved'],
  delivered: [early, early, 'proved'],
  proved: [proved, proved, proved],
};

describe('what may happen to a delivery', () => {
  const rows = deliveryStatuses.flatMap((status) =>
    deliveryEvents.map((event, at) => [event, status, cases[status][at] ?? 'no case'] as const),
  );

  it.each(rows)('a %s while it is %s: %s', (event: DeliveryEvent, status: DeliveryStatus, verdict) => {
    const refused = refuseAtStatus({ number: 'BL-2026-000001', status }, event);
    expect(refused === null ? becomes[event] : refused.code).toBe(verdict);
  });

  it('says which delivery is where', () => {
    expect(toldOf(refuseAtStatus({ number: 'BL-2026-000001', status: 'prepared' }, 'proof')).detail).toBe(
      'Delivery BL-2026-000001 is prepared.',
    );
  });

  it('never leads back', () => {
    const steps = deliveryStatuses.flatMap((status) =>
      deliveryEvents
        .filter((event) => refuseAtStatus({ number: '', status }, event) === null)
        .map((event) => deliveryStatuses.indexOf(becomes[event]) - deliveryStatuses.indexOf(status)),
    );
    expect(steps).toEqual([1, 1, 2, 1]);
  });

  it('is invoiced once its goods have left', () => {
    expect(statusesWhere(hasLeft)).toEqual(['departed', 'delivered', 'proved']);
  });
});
