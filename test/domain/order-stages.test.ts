import { describe, expect, it } from 'vitest';
import { problems } from '../../contracts/problems.js';
import { orderRequests, orderStages, type OrderRequestKind, type OrderStage } from '../../contracts/vocabulary.js';
import {
  admits,
  hasEnded,
  hasFallen,
  isAccepted,
  isHold,
  reopensAs,
  refusalCode,
  refuseAtStage,
  stagesWhere,
} from '../../domain/order-stages.js';
import { refuseUnderStop } from '../../domain/credit.js';
import { checkCancellation, checkDelivery } from '../../domain/order-progress.js';
import { stageList } from '../../prisma/stages.js';
import { toldOf } from '../support/told.js';

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

const line = {
  lineNo: 1,
  product: 'BOX',
  quantity: '10',
  delivered: '0',
  cancelled: '0',
  allocated: '10',
  confirmedDate: null,
};
/** How the lines of an order may stand, whatever its stage. */
const standings = {
  'all in stock': [line],
  'a part in stock': [{ ...line, allocated: '4' }],
  'nothing in stock': [{ ...line, allocated: '0' }],
  'nothing left': [{ ...line, delivered: '7', cancelled: '3', allocated: '0' }],
} as const;
const names: Readonly<Record<OrderRequestKind, RegExp>> = {
  'credit-decision': /credit decision/,
  disposition: /decision on its discrepancies/,
  amendment: /an amendment/,
  cancellation: /a cancellation|Cancel the remainder/,
  delivery: /a delivery(?! has)/,
  'delivery-release': /release/,
  proof: /a proof of receipt/,
};

describe('a refusal of a stage', () => {
  const rows = orderStages.flatMap((stage) =>
    orderRequests.flatMap((asked) => Object.keys(standings).map((kind) => [stage, asked, kind] as const)),
  );

  it.each(rows)('at %s of a %s with %s says where the order is, and offers what is accepted', (stage, asked, kind) => {
    for (const stopped of [false, true]) {
      const lines = standings[kind as keyof typeof standings];
      const order = { number: 'SO-2026-000001', stage, stopped, lines };
      const refusal = refuseAtStage(order, asked);
      expect(refusal === null).toBe(admits(stage, asked));
      if (refusal === null) continue;
      const refused = toldOf(refusal);
      expect(refused.field).toBeUndefined();
      expect(refused.detail).toContain(stage);
      expect(refused.remedy).toMatch(/^(Its checks|It is delivered|Everything|Cancel|Enter|What it takes now|Read)/);
      for (const offered of orderRequests.filter((request) => names[request].test(refused.remedy ?? ''))) {
        expect(refuseAtStage(order, offered)).toBeNull();
        if (offered === 'cancellation') expect(checkCancellation(lines, undefined)).toMatchObject({ kind: 'ok' });
        if (offered === 'delivery') expect(checkDelivery(lines, undefined)).toMatchObject({ kind: 'ok' });
        if (offered === 'delivery') expect(refuseUnderStop({ ...order, customer: 'VINET' })).toBeNull();
        if (offered === 'delivery-release') expect(stopped).toBe(true);
      }
    }
  });

  it.each([
    ['credit-hold', 'delivery', 'all in stock', 'a credit decision, an amendment, a cancellation'],
    ['accepted', 'proof', 'all in stock', 'an amendment, a cancellation, a delivery'],
    ['accepted', 'proof', 'nothing in stock', 'an amendment, a cancellation'],
    [
      'in-delivery',
      'credit-decision',
      'a part in stock',
      'a cancellation, a delivery, a proof of receipt where a delivery has none',
    ],
    ['delivered', 'delivery-release', 'nothing left', 'a proof of receipt where a delivery has none'],
  ] as const)('at %s of a %s with %s offers %s', (stage, asked, kind, offered) => {
    const order = { number: 'SO-2026-000001', stage, stopped: false, lines: standings[kind] };
    expect(toldOf(refuseAtStage(order, asked)).remedy).toBe(`What it takes now: ${offered}.`);
  });

  it('under a credit stop offers a release instead of a delivery', () => {
    const order = {
      number: 'SO-2026-000001',
      stage: 'accepted',
      stopped: true,
      lines: standings['all in stock'],
    } as const;
    expect(toldOf(refuseAtStage(order, 'proof')).remedy).toBe(
      'What it takes now: an amendment, a cancellation, a release of its deliveries.',
    );
  });

  it('of a delivery of more than is open offers no more than is in stock', () => {
    const [part] = standings['a part in stock'];
    for (const quantity of ['11', '10']) {
      const refused = checkDelivery([part], [{ lineNo: 1, quantity }]);
      expect(refused).toMatchObject({ kind: 'refused' });
      if (quantity === '11') expect(toldOf(refused)).toMatchObject({ remedy: 'Deliver at most 4 of it.' });
    }
    expect(checkDelivery([part], [{ lineNo: 1, quantity: '4' }])).toMatchObject({ kind: 'ok' });
  });
});
