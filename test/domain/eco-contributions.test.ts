import { describe, expect, it } from 'vitest';
import { contributionsOn } from '../../domain/eco-contributions.js';
import { orderLineNet } from '../../domain/order-totals.js';
import { draftOrder } from '../../domain/order-entry.js';
import { cabrales, facts, lineInput, orderInput } from './order-drafts.js';

const DEEE = 'Éco-participation DEEE (ecosystem)';
const FURNITURE = 'Éco-participation mobilier (Ecomaison)';
const dated = [
  { text: DEEE, from: '2025-01-01', amountPerUnit: '0.42' },
  { text: DEEE, from: '2026-07-01', amountPerUnit: '0.50' },
  { text: FURNITURE, from: '2026-01-01', amountPerUnit: '1.20' },
  { text: FURNITURE, from: '2026-10-01', amountPerUnit: '0' },
];

describe('what is told of the waste of a product', () => {
  it.each([
    ['2024-12-31', []],
    ['2025-01-01', ['0.42']],
    ['2026-01-01', ['0.42', '1.20']],
    ['2026-07-01', ['0.50', '1.20']],
    ['2026-10-01', ['0.50']],
  ])('is, on %s, the last that has begun of each scheme: %j', (day, values) => {
    expect(contributionsOn(day, dated).map(({ value }) => value)).toEqual(values);
  });

  it('is a charge for each unit on top of the price, which no discount and no rebate lowers', () => {
    const products = new Map([[cabrales.number, { ...cabrales, ecoContributions: dated }]]);
    const adjustments = [{ kind: 'allowance', reason: '95', text: 'Remise', basis: 'percent', value: '10' } as const];
    const drafted = draftOrder(
      {
        ...orderInput,
        lines: [{ ...lineInput, quantity: '10', unitPrice: '21.00', discountPercent: '50' }],
        adjustments,
      },
      { ...facts, products, today: '2026-11-28' },
    );
    if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted));
    const [line] = drafted.draft.lines;
    // 10 × 21.00 less 50 % is 105.00, less 10 % of that 94.50; and 10 × 0.50
    expect(line && orderLineNet(line, 'EUR')).toBe('99.50');
    expect(line?.adjustments).toMatchObject([
      { kind: 'charge', reason: 'AEO', text: DEEE, basis: 'per-unit', value: '0.50' },
      { kind: 'allowance', value: '10.50', of: 1 },
    ]);
    expect(line?.expected.adjustments).toMatchObject([{ reason: 'AEO', value: '0.50' }]);
  });
});
