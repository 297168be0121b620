import { describe, expect, it } from 'vitest';
import { problems } from '../../contracts/problems.js';
import { orderStages, type OrderStage } from '../../contracts/vocabulary.js';
import {
  admits,
  hasEnded,
  hasFallen,
  isAccepted,
  isHold,
  reopensAs,
  orderRequests,
  refusalCode,
  refuseAtStage,
  stagesWhere,
  type OrderRequestKind,
} from '../../domain/order-stages.js';
import { stageList } from '../../prisma/stages.js';

const closed = 'order-closed';
const early = 'order-not-ready';
const gone = 'order-delivered';

/** By stage: credit decision, disposition, amendment, cancellation, delivery, release of deliveries, proof. `yes`, or why not. */
const cases: Readonly<Record<OrderStage, readonly string[]>> = {
  received: [early, early, early, early, early, early, early],
  'credit-hold': ['yes', early, 'yes', 'yes', early, early, early],
  'discrepancy-hold': [early, 'yes', 'yes', 'yes', early, early, early],
  accepted: [early, early, 'yes', 'yes', 'yes', 'yes', early],
  acknowledged: [early, early, 'yes', 'yes', 'yes', 'yes', early],
  'in-delivery': [early, early, gone, 'yes', 'yes', 'yes', 'yes'],
  delivered: [early, early, gone, 'yes', 'yes', early, 'yes'],
  settled: [closed, closed, closed, closed, closed, closed, 'yes'],
  refused: [closed, closed, closed, closed, closed, closed, closed],
  rejected: [closed, closed, closed, closed, closed, closed, closed],
  cancelled: [closed, closed, closed, closed, closed, closed, closed],
};

describe('what may be asked of an order', () => {
  const rows = orderStages.flatMap((stage) =>
    orderRequests.map((request, at) => [request, stage, cases[stage][at] ?? 'no case'] as const),
  );

  it.each(rows)('a %s while it is %s: %s', (request: OrderRequestKind, stage: OrderStage, verdict) => {
    expect(admits(stage, request) ? 'yes' : refusalCode(stage, request)).toBe(verdict);
  });

  it('is refused by a code that the catalogue of problems knows', () => {
    for (const stage of orderStages)
      for (const request of orderRequests) expect(problems).toHaveProperty([refusalCode(stage, request)]);
  });
});

describe('the stages of an order', () => {
  it.each([
    ['wait for a person before we accept', isHold, 'credit-hold discrepancy-hold'],
    ['are accepted by us', isAccepted, 'accepted acknowledged in-delivery delivered settled'],
    ['end it', hasEnded, 'settled refused rejected cancelled'],
    ['are open again when money is taken back', (stage: OrderStage) => reopensAs(stage) !== null, 'settled'],
    ['end it without a sale', hasFallen, 'refused rejected cancelled'],
  ] as const)('that %s', (_what, holds, stages) => {
    expect(stagesWhere(holds).join(' ')).toBe(stages);
  });

  it('are written into SQL as a list of texts', () => {
    expect(stageList(hasFallen)).toBe(`'refused', 'rejected', 'cancelled'`);
  });
});

describe('a refusal of a stage', () => {
  it.each(orderStages.flatMap((stage) => orderRequests.map((asked) => [stage, asked] as const)))(
    'at %s of a %s says where the order is, and what it takes there',
    (stage, asked) => {
      const refused = refuseAtStage({ number: 'SO-2026-000001', stage }, asked);
      expect(refused === null).toBe(admits(stage, asked));
      if (refused === null) return;
      expect(refused.field).toBeUndefined();
      expect(refused.detail).toContain(stage);
      const takes = orderRequests.filter((request) => admits(stage, request));
      if (refused.code === 'order-not-ready' && takes.length > 0)
        expect(refused.remedy?.split(',')).toHaveLength(takes.length);
      else expect(refused.remedy).toMatch(/^(Its checks|It is delivered|Everything|Cancel|Enter)/);
    },
  );

  it('of a delivery at a credit hold names the decision, the amendment and the cancellation', () => {
    expect(refuseAtStage({ number: 'SO-2026-000001', stage: 'credit-hold' }, 'delivery')).toMatchObject({
      detail: 'Order SO-2026-000001 is at credit-hold: it takes no delivery there.',
      remedy: 'What it takes there: a credit decision, an amendment, a cancellation.',
    });
  });
});
