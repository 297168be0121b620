import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveredLine, LineProgress } from '../../contracts/process.js';
import { InvariantError } from '../../domain/invariant.js';
import { addQuantities, compare, equals, min, sumQuantities } from '../../domain/money.js';
import {
  applyCancellation,
  applyDelivery,
  areStanding,
  backorderOf,
  checkCancellation,
  checkDelivery,
  hasBackorder,
  hasOpen,
  nextConfirmedDate,
  openQuantity,
} from '../../domain/order-progress.js';
import { toldOf } from '../support/told.js';
import { progress } from './order-drafts.js';

/** Three lines: 6 of 10 in stock, all of 5 in stock, nothing of 2.5 in stock. */
const order: readonly LineProgress[] = [
  progress({ lineNo: 1, quantity: '10', allocated: '6' }),
  progress({ lineNo: 2, product: 'P-042', quantity: '5', allocated: '5' }),
  progress({ lineNo: 3, product: 'P-072', quantity: '2.5' }),
];

describe('what is left of a line', () => {
  it.each([
    // ordered, delivered, cancelled, allocated → open, backorder
    ['10', '0', '0', '0', '10', '10'],
    ['10', '0', '0', '6', '10', '4'],
    ['10', '6', '0', '0', '4', '4'],
    ['10', '6', '1', '2', '3', '1'],
    ['10', '6', '4', '0', '0', '0'],
    ['2.5', '1.125', '0', '1.375', '1.375', '0'],
  ])(
    '%s ordered, %s delivered, %s cancelled, %s allocated: %s open, %s on backorder',
    (quantity, delivered, cancelled, allocated, open, backorder) => {
      const line = progress({ quantity, delivered, cancelled, allocated });
      expect(openQuantity(line)).toBe(open);
      expect(backorderOf(line)).toBe(backorder);
      expect(hasOpen([line])).toBe(open !== '0');
      expect(hasBackorder([line])).toBe(backorder !== '0');
    },
  );

  it('15 ordered, 10 shipped leaves 5 on backorder, not 10 (aureuserp #1242)', () => {
    expect(backorderOf(progress({ quantity: '15', delivered: '10' }))).toBe('5');
  });

  it('a small line is not hidden by a large one delivered in full (erpnext #12354)', () => {
    const lines = [progress({ quantity: '250000', delivered: '250000' }), progress({ lineNo: 2, quantity: '2' })];
    expect(hasOpen(lines)).toBe(true);
  });

  it('the next date is the earliest confirmed one among what is open', () => {
    const done = progress({ lineNo: 1, delivered: '10', confirmedDate: '2026-11-24' });
    const later = progress({ lineNo: 2, confirmedDate: '2026-12-31' });
    const sooner = progress({ lineNo: 3, confirmedDate: '2026-12-07' });
    const unknown = progress({ lineNo: 4 });
    expect(nextConfirmedDate([done, unknown, later, sooner])).toBe('2026-12-07');
    expect(nextConfirmedDate([done, unknown])).toBeNull();
    expect(nextConfirmedDate([])).toBeNull();
  });

  it.each([
    ['as they stand, in any sequence', ['2 5', '1 6'], true],
    ['with a zero behind the point', ['1 6.0', '2 5'], true],
    ['as they stood before a cancellation', ['1 10', '2 5'], false],
    ['without one of them', ['1 6'], false],
    ['with one that was cancelled whole', ['1 6', '2 5', '3 2.5'], false],
  ])('the lines %s are recognised, or not', (_, stated, standing) => {
    const [first, second, third] = order;
    if (!first || !second || !third) throw new Error('three lines');
    const lines = [
      { ...first, cancelled: '4' },
      { ...second, delivered: '5' },
      { ...third, cancelled: '2.5' },
    ];
    const named = stated
      .map((text) => text.split(' '))
      .map(([no, quantity = '']) => ({ lineNo: Number(no), quantity }));
    expect(areStanding(lines, named)).toBe(standing);
  });
});

describe('a delivery', () => {
  it('without quantities takes everything allocated', () => {
    expect(checkDelivery(order, undefined)).toEqual({
      kind: 'ok',
      lines: [
        { lineNo: 1, quantity: '6' },
        { lineNo: 2, quantity: '5' },
      ],
    });
  });

  it('takes what is asked for, in the sequence of the order', () => {
    const asked = [
      { lineNo: 2, quantity: '2.50' },
      { lineNo: 1, quantity: '6' },
    ];
    expect(checkDelivery(order, asked)).toEqual({
      kind: 'ok',
      lines: [
        { lineNo: 1, quantity: '6' },
        { lineNo: 2, quantity: '2.5' },
      ],
    });
  });

  it.each([
    ['a line the order does not have', [{ lineNo: 4, quantity: '1' }], 'line-unknown', 'no line 4'],
    ['more than is open', [{ lineNo: 1, quantity: '10.001' }], 'over-delivery', '10.001 to deliver, but only 10 left'],
    ['more than is allocated', [{ lineNo: 1, quantity: '6.001' }], 'not-allocated', 'only 6 allocated'],
    ['a line on backorder', [{ lineNo: 3, quantity: '1' }], 'not-allocated', 'only 0 allocated'],
    ['a line twice', [1, 1].map((lineNo) => ({ lineNo, quantity: '3' })), 'invalid-request', 'named twice'],
    ['a quantity of zero', [{ lineNo: 1, quantity: '0' }], 'invalid-request', '0 is no quantity'],
    ['less than nothing', [{ lineNo: 1, quantity: '-1' }], 'invalid-request', '-1 is no quantity'],
    ['no line at all', [], 'not-allocated', 'No stock is allocated'],
  ])('of %s is refused', (_what, asked, code, detail) => {
    const refusal = toldOf(checkDelivery(order, asked));
    expect(refusal).toMatchObject({ kind: 'refused', code, detail: expect.stringContaining(detail) });
    expect(refusal).toHaveProperty('remedy', expect.stringMatching(/\w/));
  });

  it('one bad line refuses the whole delivery', () => {
    const asked = [
      { lineNo: 2, quantity: '5' },
      { lineNo: 1, quantity: '7' },
    ];
    expect(checkDelivery(order, asked)).toMatchObject({ code: 'not-allocated' });
  });

  it('with everything on backorder is refused: there is nothing to send', () => {
    expect(checkDelivery([progress()], undefined)).toMatchObject({ kind: 'refused', code: 'not-allocated' });
  });

  it('of an order with nothing left is refused, whatever is asked', () => {
    const done = [progress({ delivered: '6', cancelled: '4' })];
    expect(checkDelivery(done, undefined)).toMatchObject({ kind: 'refused', code: 'over-delivery' });
    expect(checkDelivery(done, [{ lineNo: 1, quantity: '1' }])).toMatchObject({ code: 'over-delivery' });
  });

  it('moves quantities from allocated to delivered and leaves the other lines alone', () => {
    expect(applyDelivery(order, [{ lineNo: 1, quantity: '6' }])).toEqual([
      { ...order[0], delivered: '6', allocated: '0' },
      order[1],
      order[2],
    ]);
  });

  it('6 of 10 delivered, then the 4 on backorder once their stock is there', () => {
    const first = applyDelivery([progress({ allocated: '6' })], [{ lineNo: 1, quantity: '6' }]);
    expect(first.map(backorderOf)).toEqual(['4']);
    const received = first.map((line) => ({ ...line, allocated: '4' }));
    const second = applyDelivery(received, [{ lineNo: 1, quantity: '4' }]);
    expect(second).toMatchObject([{ delivered: '10', allocated: '0' }]);
    expect(hasOpen(second)).toBe(false);
  });

  it.each([
    ['beyond what is allocated', [{ lineNo: 1, quantity: '7' }]],
    ['on an unknown line', [{ lineNo: 9, quantity: '1' }]],
    ['on one line twice', [1, 1].map((lineNo) => ({ lineNo, quantity: '1' }))],
  ])('applied unchecked %s is a mistake of ours', (_what, delivered) => {
    expect(() => applyDelivery(order, delivered)).toThrow(InvariantError);
  });
});

describe('a cancellation', () => {
  it('without quantities takes everything not delivered, allocated or not', () => {
    const lines = [progress({ delivered: '6', allocated: '1' }), progress({ lineNo: 2, delivered: '10' }), order[2]];
    const left = lines.filter((line) => line !== undefined);
    expect(checkCancellation(left, undefined)).toEqual({
      kind: 'ok',
      lines: [
        { lineNo: 1, quantity: '4' },
        { lineNo: 3, quantity: '2.5' },
      ],
    });
  });

  it.each([
    ['a line the order does not have', [{ lineNo: 4, quantity: '1' }], 'line-unknown'],
    ['more than is open', [{ lineNo: 1, quantity: '10.001' }], 'over-cancellation'],
    ['a line twice', [1, 1].map((lineNo) => ({ lineNo, quantity: '3' })), 'invalid-request'],
    ['a quantity of zero', [{ lineNo: 1, quantity: '0' }], 'invalid-request'],
    ['no line at all', [], 'invalid-request'],
  ])('of %s is refused', (_what, asked, code) => {
    expect(checkCancellation(order, asked)).toMatchObject({ kind: 'refused', code });
  });

  it('of an order with nothing left is refused', () => {
    expect(checkCancellation([progress({ delivered: '10' })], undefined)).toMatchObject({ code: 'over-cancellation' });
  });

  it('of exactly what is open is taken, and leaves nothing', () => {
    const lines = [progress({ delivered: '6' })];
    expect(checkCancellation(lines, [{ lineNo: 1, quantity: '4.001' }])).toMatchObject({ kind: 'refused' });
    expect(checkCancellation(lines, [{ lineNo: 1, quantity: '4' }])).toMatchObject({ kind: 'ok' });
    expect(hasOpen(applyCancellation(lines, [{ lineNo: 1, quantity: '4' }]))).toBe(false);
  });

  it.each([
    // 10 ordered, 6 allocated, 4 on backorder
    ['3', '6', '1'],
    ['4', '6', '0'],
    ['5', '5', '0'],
    ['10', '0', '0'],
  ])('of %s out of 10 with 6 allocated keeps %s allocated and %s on backorder', (quantity, allocated, backorder) => {
    const [line] = applyCancellation([progress({ allocated: '6' })], [{ lineNo: 1, quantity }]);
    expect(line).toMatchObject({ cancelled: quantity, allocated });
    expect(line && backorderOf(line)).toBe(backorder);
  });

  it('applied unchecked beyond what is open is a mistake of ours', () => {
    expect(() => applyCancellation(order, [{ lineNo: 3, quantity: '3' }])).toThrow(InvariantError);
  });
});

describe('whatever happens to an order', () => {
  const quantity = fc.integer({ min: 1, max: 20_000 }).map(inThousandths);
  const event = fc.record({
    kind: fc.constantFrom('allocate', 'deliver', 'cancel'),
    lineNo: fc.integer({ min: 1, max: 4 }),
    quantity,
    everything: fc.boolean(),
  });
  const lines = fc
    .array(quantity, { minLength: 1, maxLength: 3 })
    .map((quantities) => quantities.map((each, index) => progress({ lineNo: index + 1, quantity: each })));
  type Event = { kind: string; lineNo: number; quantity: string; everything: boolean };

  it('delivered + cancelled + allocated + backorder is what was ordered, and none of them is negative', () => {
    fc.assert(
      fc.property(lines, fc.array(event, { maxLength: 30 }), (start, events) => {
        const end = events.reduce<readonly LineProgress[]>(happen, start);
        for (const line of end) {
          const parts = [line.delivered, line.cancelled, line.allocated, backorderOf(line)];
          expect(equals(sumQuantities(parts), line.quantity)).toBe(true);
          expect(parts.every((part) => compare(part, '0') >= 0)).toBe(true);
        }
      }),
    );
  });

  it('cancelling the rest leaves nothing open and nothing allocated', () => {
    fc.assert(
      fc.property(lines, fc.array(event, { maxLength: 15 }), (start, events) => {
        const before = events.reduce<readonly LineProgress[]>(happen, start);
        const check = checkCancellation(before, undefined);
        const after = check.kind === 'ok' ? applyCancellation(before, check.lines) : before;
        expect(hasOpen(after)).toBe(false);
        expect(after.every((line) => line.allocated === '0')).toBe(true);
      }),
    );
  });

  function happen(before: readonly LineProgress[], { kind, lineNo, quantity, everything }: Event) {
    const request: DeliveredLine[] | undefined = everything ? undefined : [{ lineNo, quantity }];
    if (kind === 'allocate') {
      return before.map((line) => (line.lineNo === lineNo ? allocated(line, quantity) : line));
    }
    const check = kind === 'deliver' ? checkDelivery(before, request) : checkCancellation(before, request);
    if (check.kind === 'refused') return before;
    return kind === 'deliver' ? applyDelivery(before, check.lines) : applyCancellation(before, check.lines);
  }

  function allocated(line: LineProgress, received: string): LineProgress {
    return { ...line, allocated: addQuantities(line.allocated, min(received, backorderOf(line))) };
  }
});

function inThousandths(thousandths: number): string {
  return sumQuantities([`${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`]);
}

describe('a refusal about quantities', () => {
  const gone = {
    lineNo: 1,
    product: 'P-1',
    quantity: '5',
    delivered: '5',
    cancelled: '0',
    allocated: '0',
    confirmedDate: null,
  };
  const part = { ...gone, lineNo: 2, delivered: '3', allocated: '1' };

  it('of a delivered order that is cancelled whole names no field that was not sent, and what can be done', () => {
    const refused = toldOf(checkCancellation([gone], undefined));
    expect(refused).toEqual({
      kind: 'refused',
      code: 'over-cancellation',
      detail: 'Everything of this order is delivered or cancelled: nothing is left to cancel.',
      remedy:
        'Enter a new order for more. What is delivered stays sold: finance can give up what is open of its invoices.',
    });
    expect(checkDelivery([gone], undefined)).not.toHaveProperty('field');
  });

  it('names the line and the quantity that were sent, and what is left of it', () => {
    const asked = [
      { lineNo: 2, quantity: '1' },
      { lineNo: 1, quantity: '1' },
    ];
    expect(toldOf(checkCancellation([gone, part], asked))).toMatchObject({
      code: 'over-cancellation',
      field: 'lines.1.quantity',
      remedy: 'Leave the line out.',
    });
    expect(toldOf(checkDelivery([gone, part], [{ lineNo: 2, quantity: '3' }]))).toMatchObject({
      field: 'lines.0.quantity',
      remedy: 'Deliver at most 1 of it.',
    });
    expect(checkDelivery([gone, part], [{ lineNo: 2, quantity: '2' }])).toMatchObject({
      code: 'not-allocated',
      field: 'lines.0.quantity',
    });
    expect(checkDelivery([gone, part], [{ lineNo: 9, quantity: '2' }])).toMatchObject({ field: 'lines.0.lineNo' });
    expect(checkDelivery([gone, part], [...asked.slice(0, 1), ...asked.slice(0, 1)])).toMatchObject({
      field: 'lines.1.lineNo',
    });
  });
});
