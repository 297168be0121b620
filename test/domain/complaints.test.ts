import { describe, expect, it } from 'vitest';
import {
  dueOf,
  fileTypeOf,
  kindOfRefusal,
  isAllBack,
  nextEscalation,
  refuseComplained,
  refuseSettled,
  takeBack,
  withDisputes,
  worthOf,
} from '../../domain/complaints.js';

describe('a complaint is to be decided', () => {
  it('within five working days, by six in the evening: Friday to Friday', () => {
    const friday = Date.parse('2026-11-27T09:00:00Z');
    expect(new Date(dueOf(friday, 'Europe/Paris', 'FR')).toISOString()).toBe('2026-12-04T17:00:00.000Z');
  });

  it('else its owner is told when the time has passed, the managers a day later, and then nobody', () => {
    const dueAt = '2026-12-04T17:00:00.000Z';
    const next = (escalations: number) => nextEscalation({ status: 'open', dueAt, escalations });
    expect(next(0)).toEqual({ atMs: Date.parse(dueAt), escalation: 1, told: 'owner' });
    expect(next(1)).toEqual({ atMs: Date.parse('2026-12-05T17:00:00Z'), escalation: 2, told: 'manager' });
    expect(next(2)).toBeNull();
    expect(nextEscalation({ status: 'closed', dueAt, escalations: 0 })).toBeNull();
  });

  it('once: what comes after the decision is refused', () => {
    expect(refuseSettled({ number: 'RCL-2026-000001', status: 'open' }, ['open'])).toBeNull();
    expect(refuseSettled({ number: 'RCL-2026-000001', status: 'closed' }, ['open'])).toMatchObject({
      code: 'complaint-settled',
    });
  });
});

describe('what is complained of', () => {
  const vat = { vatCategory: 'S', vatRate: '20.00', vatExemption: null } as const;
  const line = { lineNo: 1, quantity: '10', unitPrice: '10.00', discountPercent: '10.00', ...vat };

  it('comes to its quantity at the price of the order, tax included: 3 × 10.00 less 10 %, and 20 %', () => {
    expect(worthOf([line], [{ lineNo: 1, quantity: '3' }], 'EUR')).toBe('32.40');
  });

  it('of a price of 100 comes to its part of it, and of what was agreed beside it: 30 × 50.00 / 100, less 30 of 100 of 10.00', () => {
    const allowance = { kind: 'allowance', reason: '95', text: 'rebate', basis: 'amount', value: '10.00' } as const;
    const hundred = { ...line, quantity: '100', ordered: '100', unitPrice: '50.00', discountPercent: '0.00' };
    const beside = { priceBase: '100', adjustments: [allowance] };
    // 15.00 - 3.00, and 20 %.
    expect(worthOf([{ ...hundred, ...beside }], [{ lineNo: 1, quantity: '30' }], 'EUR')).toBe('14.40');
  });

  const complainable = [{ lineNo: 1, unit: 'box', most: '4' }];
  it.each([
    [[{ lineNo: 1, quantity: '4' }], null],
    [[{ lineNo: 1, quantity: '5' }], 'lines.0.quantity'],
    [[{ lineNo: 2, quantity: '1' }], 'lines.0.lineNo'],
  ])('%j is refused at %s', (asked, field) => {
    expect(refuseComplained(asked, complainable)?.field ?? null).toBe(field);
  });
});

describe('goods that come back', () => {
  const lines = [
    { lineNo: 1, unit: 'box', quantity: '3', restocked: '1', scrapped: '0' },
    { lineNo: 2, unit: 'box', quantity: '1', restocked: '0', scrapped: '0' },
  ];

  it('are all there once each line has come back whole, in stock or written off', () => {
    const some = takeBack({ lines }, [{ lineNo: 1, restocked: '1', scrapped: '1' }]);
    expect(some).toMatchObject({ kind: 'ok', all: false });
    const rest = [
      { lineNo: 1, restocked: '0', scrapped: '2' },
      { lineNo: 2, restocked: '1', scrapped: '0' },
    ];
    expect(takeBack({ lines }, rest)).toEqual({ kind: 'ok', goods: rest, all: true });
    expect(isAllBack({ lines })).toBe(false);
  });

  it('are never more than was complained of', () => {
    expect(takeBack({ lines }, [{ lineNo: 1, restocked: '2', scrapped: '1' }])).toMatchObject({ kind: 'refused' });
  });
});

describe('what is disputed of an invoice', () => {
  const items = [
    { invoice: 'FA-1', open: '60.00' },
    { invoice: 'FA-1', open: '60.00' },
    { invoice: 'FA-2', open: '50.00' },
  ];
  const disputedOf = (...disputes: Parameters<typeof withDisputes>[1][number][]) =>
    withDisputes(items, disputes).map(({ disputed }) => disputed ?? null);

  it('is taken from what is due first, and never more than is open', () => {
    expect(disputedOf({ invoice: 'FA-1', disputed: '80.00' })).toEqual(['60.00', '20.00', null]);
    expect(disputedOf({ invoice: 'FA-2', disputed: '80.00' })).toEqual([null, null, '50.00']);
  });

  it('adds up over the complaints of an invoice; of one that nobody has put a figure on, all is', () => {
    const half = { invoice: 'FA-1', disputed: '30.00' };
    expect(disputedOf(half, half)).toEqual(['60.00', null, null]);
    expect(disputedOf(half, { invoice: 'FA-1', disputed: null })).toEqual(['60.00', '60.00', null]);
    expect(disputedOf({ invoice: 'FA-1', disputed: '0.00' })).toEqual([null, null, null]);
  });
});

it.each([
  [['PU_ERR'], 'price'],
  [['CMD_ERR', 'LIVR_INCOMP'], 'short'],
  [['CMD_ERR'], 'invoice-error'],
  [[], 'invoice-error'],
] as const)('a refusal for %j is a complaint of the kind %s', (codes, kind) => {
  expect(kindOfRefusal(codes.map((code) => ({ code })))).toBe(kind);
});

it('a file is what its bytes say, whatever it is called', () => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  expect(fileTypeOf(bytes('ffd8ffe000104a46'))).toBe('image/jpeg');
  expect(fileTypeOf(bytes('89504e470d0a1a0a'))).toBe('image/png');
  expect(fileTypeOf(Buffer.from('RIFF....WEBPVP8 '))).toBe('image/webp');
  expect(fileTypeOf(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
  expect(fileTypeOf(Buffer.from('<script>'))).toBeNull();
});
