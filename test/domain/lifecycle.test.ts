import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycleCodes } from '../../contracts/vocabulary.js';
import { actionFor, asksForWork, channelFor, endsWork, receiptsByRate, tellsReceipts } from '../../domain/lifecycle.js';
import { add, subtract, sum } from '../../domain/money.js';

const paris = { siren: '732829320', vatNumber: null };
const berlin = { siren: null, vatNumber: 'DE136695976' };
const nowhere = { siren: null, vatNumber: null };

describe('the way of an invoice', () => {
  it.each([
    ['mail', paris, 'mail'],
    ['paper', nowhere, 'paper'],
    ['portal', nowhere, 'portal'],
    ['platform', paris, 'platform'],
    // A French VAT number holds the SIREN.
    ['platform', { siren: null, vatNumber: 'FR44732829320' }, 'platform'],
    ['platform', berlin, 'mail'],
    ['platform', nowhere, 'mail'],
    ['peppol', berlin, 'peppol'],
    ['peppol', nowhere, 'mail'],
  ] as const)('%s, for %o, is %s', (wanted, buyer, way) => expect(channelFor(wanted, buyer)).toBe(way));
});

describe('a status', () => {
  it('asks for work when it is turned down, disputed, suspended or approved in part', () => {
    expect(lifecycleCodes.filter(asksForWork)).toEqual(['206', '207', '208', '210', '213', '501']);
  });

  it('ends what was asked when it is approved, completed, or paid', () => {
    expect(lifecycleCodes.filter(endsWork)).toEqual(['205', '209', '211', '212']);
  });

  it('says what is wanted, or what usually is', () => {
    expect(actionFor('210', [{ code: 'CMD_ERR', text: null, action: 'CNF' }])).toBe('CNF');
    expect(actionFor('210', [{ code: 'CMD_ERR', text: null, action: null }])).toBe('NIN');
    expect(actionFor('208', [])).toBe('PIN');
    expect(actionFor('207', [])).toBe('OTH');
  });
});

describe('money told by rate', () => {
  // 100.00 at 20 % and 100.00 at 5.5 %: 120.00 and 105.50, 225.50 together.
  const rows = [
    { vatRate: '20.00', base: '100.00', vat: '20.00' },
    { vatRate: '5.50', base: '100.00', vat: '5.50' },
  ];

  it('the whole is what each rate comes to', () => {
    expect(receiptsByRate(rows, { before: '0', after: '225.50' }, 'EUR')).toEqual([
      { vatRate: '20.00', amount: '120.00' },
      { vatRate: '5.50', amount: '105.50' },
    ]);
  });

  it('a part is shared by them: 100.00 is 53.22 and 46.78', () => {
    // 100 × 120 / 225.50 = 53.2150…, 100 × 105.50 / 225.50 = 46.7849…: the cent goes to the larger remainder.
    expect(receiptsByRate(rows, { before: '0', after: '100.00' }, 'EUR')).toEqual([
      { vatRate: '20.00', amount: '53.22' },
      { vatRate: '5.50', amount: '46.78' },
    ]);
  });

  it('money that went back is below zero, and what did not move is not told', () => {
    expect(receiptsByRate(rows, { before: '225.50', after: '0' }, 'EUR').map(({ amount }) => amount)).toEqual([
      '-120.00',
      '-105.50',
    ]);
    expect(receiptsByRate(rows, { before: '50.00', after: '50.00' }, 'EUR')).toEqual([]);
  });

  it('two categories of one rate are one amount', () => {
    const free = [
      { vatRate: '0.00', base: '10.00', vat: '0.00' },
      { vatRate: '0.00', base: '5.00', vat: '0.00' },
    ];
    expect(receiptsByRate(free, { before: '0', after: '15.00' }, 'EUR')).toEqual([
      { vatRate: '0.00', amount: '15.00' },
    ]);
  });

  it('whatever the parts, they come to the cent to what each rate comes to', () => {
    const cents = fc
      .integer({ min: 1, max: 1_000_000 })
      .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }),
        (bases, parts) => {
          const made = bases.map((base, at) => ({ vatRate: `${at}.00`, base, vat: '0.00' }));
          const gross = sum(bases, 'EUR');
          const steps = [...parts.map((percent) => share(gross, percent)), gross];
          const told = new Map<string, string>();
          let before = '0';
          for (const after of steps) {
            for (const { vatRate, amount } of receiptsByRate(made, { before, after }, 'EUR'))
              told.set(vatRate, add(told.get(vatRate) ?? '0', amount));
            before = after;
          }
          for (const { vatRate, base } of made) expect(subtract(told.get(vatRate) ?? '0', base)).toMatch(/^0(\.0+)?$/);
        },
      ),
    );
  });
});

const share = (gross: string, percent: number): string => {
  const cents = Math.floor((Number(gross.replace('.', '')) * percent) / 100);
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
};

describe('of which invoices money is told', () => {
  const due = { receipts: 'due', vatOnDebits: false } as const;
  it.each([
    ['goods', 'B1', ['S'], due, false],
    ['services', 'S1', ['S'], due, true],
    ['goods and services', 'M1', ['S'], due, true],
    ['services of a seller who pays VAT on what he charges', 'S1', ['S'], { ...due, vatOnDebits: true }, false],
    ['services whose buyer owes the VAT', 'S1', ['AE'], due, false],
    ['goods, where the company tells of all', 'B1', ['S'], { ...due, receipts: 'all' } as const, true],
  ] as const)('%s', (_what, frame, categories, rule, isTold) =>
    expect(tellsReceipts(frame, categories, rule)).toBe(isTold),
  );
});
