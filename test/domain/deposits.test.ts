import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deposit } from '../../contracts/deposit.js';
import { deductDeposits, depositGross, draftDeposit, grossOf, less, refuseDeposit } from '../../domain/deposits.js';
import { equals, isNegative, subtract, sum } from '../../domain/money.js';
import { totalsOf } from '../../domain/order-totals.js';
import { vatBreakdown } from '../../domain/tax.js';

const terms = { kind: 'net', days: 0 } as const;
const percent = (value: string): Deposit => ({ kind: 'percent', percent: value, terms, blocksDelivery: true });
const amount = (value: string): Deposit => ({ kind: 'amount', amount: value, terms, blocksDelivery: false });
const at = (vatRate: string, net: string) => ({ vatCategory: 'S', vatRate, vatExemption: null, net }) as const;
const basket = (...lines: readonly ReturnType<typeof at>[]) => totalsOf({ lines, freight: '0', currency: 'EUR' });
const said = { currency: 'EUR', description: 'Acompte sur la commande SO-2026-000042' };
const rowsOf = ({
  vatBreakdown: rows,
}: {
  readonly vatBreakdown: readonly { vatRate: string; base: string; vat: string }[];
}) => rows.map(({ vatRate, base, vat }) => [vatRate, base, vat]);

// 10 000.00 at 20 % and 1 000.00 at 5.5 %: 12 000.00 + 1 055.00 = 13 055.00 tax included.
const order = basket(at('20.00', '10000.00'), at('5.50', '1000.00'));

describe('a deposit on an order', () => {
  it('of 30 % asks for 30 % of each rate, tax included', () => {
    const deposit = draftDeposit(percent('30.00'), order, said);
    // 30 % of 13 055.00 = 3 916.50: 3 600.00 at 20 % (3 000.00 + 600.00) and 316.50 at 5.5 % (300.00 + 16.50).
    expect(rowsOf(deposit)).toEqual([
      ['20.00', '3000.00', '600.00'],
      ['5.50', '300.00', '16.50'],
    ]);
    expect(deposit).toMatchObject({ net: '3300.00', vat: '616.50', gross: '3916.50', freight: '0.00' });
    expect(deposit.lines.map(({ lineNo, quantity, net, vatRate }) => [lineNo, quantity, net, vatRate])).toEqual([
      [1, '1', '3000.00', '20.00'],
      [2, '1', '300.00', '5.50'],
    ]);
  });

  it('of an amount asks for that amount to the cent, also where no base has a VAT that makes it', () => {
    // 0.03 with 20 %: 0.02 + 0.00 is 0.02, 0.03 + 0.01 is 0.04; so 0.03 is 0.03 without a cent of VAT.
    const small = draftDeposit(amount('0.03'), basket(at('20.00', '10.00')), said);
    expect(rowsOf(small)).toEqual([['20.00', '0.03', '0.00']]);
    const thousand = draftDeposit(amount('1000.00'), basket(at('20.00', '10000.00')), said);
    expect(rowsOf(thousand)).toEqual([['20.00', '833.33', '166.67']]);
  });

  it('is never more than the order', () => {
    expect(depositGross(amount('500.00'), '120.00', 'EUR')).toBe('120.00');
    const context = { gross: '120.00', currency: 'EUR', today: '2026-11-30' };
    expect(refuseDeposit(amount('120.01'), context)).toMatchObject({
      field: 'deposit.amount',
      code: 'invalid-request',
    });
    expect(refuseDeposit(amount('120.00'), context)).toBeNull();
    expect(refuseDeposit(amount('1.005'), context)).toMatchObject({ field: 'deposit.amount' });
    const dated = { ...percent('10.00'), terms: { kind: 'fixed-date', date: '2199-01-01' } } as const;
    expect(refuseDeposit(dated, context)).toMatchObject({ field: 'deposit.terms.date' });
  });

  it('of all comes to the bases and the VAT of the order, whatever that is', () => {
    fc.assert(
      fc.property(baskets, (lines) => {
        const all = vatBreakdown(lines, 'EUR');
        const totals = { ...all, vatBreakdown: all.breakdown };
        const rows = all.breakdown.filter(
          (row) => !equals(subtract(row.base, row.vat), row.base) || !equals(row.base, '0'),
        );
        expect(draftDeposit(percent('100.00'), totals, said).vatBreakdown).toEqual(
          rows.filter(({ base }) => !equals(base, '0')),
        );
      }),
    );
  });
});

const baskets = fc.array(
  fc.record({
    vatCategory: fc.constant('S' as const),
    vatRate: fc.constantFrom('20.00', '10.00', '5.50', '2.10'),
    vatExemption: fc.constant(null),
    net: fc.integer({ min: 0, max: 5_000_00 }).map((cents) => (cents / 100).toFixed(2)),
  }),
  { minLength: 1, maxLength: 6 },
);

const restOf = (rows: ReturnType<typeof basket>['vatBreakdown']) => ({
  deposit: 'AC-2026-000001',
  issueDate: '2026-11-02',
  rows,
});

describe('what an invoice deducts', () => {
  it('is the deposit, rate by rate, so that deposit and invoice come to the whole', () => {
    const deposit = draftDeposit(percent('30.00'), order, said);
    const [deduction] = deductDeposits([restOf(deposit.vatBreakdown)], order, 'EUR');
    expect(deduction?.gross).toBe('3916.50');
    expect(deduction?.rows.map(({ vatRate, base, vat }) => [vatRate, base, vat])).toEqual([
      ['20.00', '3000.00', '600.00'],
      ['5.50', '300.00', '16.50'],
    ]);
  });

  it('is used up by the first deliveries, and no rate pays for another', () => {
    const deposit = draftDeposit(percent('30.00'), order, said);
    const first = basket(at('20.00', '2000.00'));
    const [taken] = deductDeposits([restOf(deposit.vatBreakdown)], first, 'EUR');
    expect(taken?.rows).toMatchObject([{ vatRate: '20.00', base: '2000.00', vat: '400.00' }]);
    const left = less(deposit.vatBreakdown, taken?.rows ?? []);
    expect(grossOf(left, 'EUR')).toBe('1516.50');
    const second = basket(at('20.00', '8000.00'), at('5.50', '100.00'));
    const [then] = deductDeposits([restOf(left)], second, 'EUR');
    expect(then?.rows).toMatchObject([
      { vatRate: '20.00', base: '1000.00', vat: '200.00' },
      { vatRate: '5.50', base: '100.00', vat: '5.50' },
    ]);
    expect(deductDeposits([restOf(left)], basket(at('10.00', '50.00')), 'EUR')).toEqual([]);
  });

  it('leaves the cent that three deliveries charge less VAT than their deposit as a base to give back', () => {
    // 0.03 at 20 % is 0.01 of VAT; three times 0.01 is none: 0.04 was paid, 0.03 is owed.
    const deposit = draftDeposit(percent('100.00'), basket(at('20.00', '0.03')), said);
    expect(rowsOf(deposit)).toEqual([['20.00', '0.03', '0.01']]);
    let left = deposit.vatBreakdown;
    for (let part = 0; part < 3; part += 1) {
      const [taken] = deductDeposits([restOf(left)], basket(at('20.00', '0.01')), 'EUR');
      left = [...less(left, taken?.rows ?? [])];
    }
    expect(rowsOf({ vatBreakdown: left })).toEqual([['20.00', '0.01', '0.00']]);
  });

  it('of ten deliveries of two cents, whose VAT is none, leaves what was paid too much', () => {
    // 0.20 at 20 % is 0.04 of VAT, 0.24 in all; ten times 0.02 with 0.00 is 0.20: 0.04 is left.
    let left = draftDeposit(percent('100.00'), basket(at('20.00', '0.20')), said).vatBreakdown;
    for (let part = 0; part < 10; part += 1) {
      const [taken] = deductDeposits([restOf(left)], basket(at('20.00', '0.02')), 'EUR');
      left = [...less(left, taken?.rows ?? [])];
    }
    expect(grossOf(left, 'EUR')).toBe('0.04');
  });

  it('never leaves less than nothing to pay, and with what is left comes to the deposit of each rate, however the order is split', () => {
    fc.assert(
      fc.property(
        baskets,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 4 }),
        (lines, share, parts) => {
          const all = vatBreakdown(lines, 'EUR');
          const asked = percent((share / 100).toFixed(2));
          const deposit = draftDeposit(asked, { ...all, vatBreakdown: all.breakdown }, said);
          let left = deposit.vatBreakdown;
          const deducted: (typeof left)[number][] = [];
          for (let part = 0; part < parts; part += 1) {
            const some = lines.filter((_, index) => index % parts === part);
            if (some.length === 0) continue;
            const invoice = vatBreakdown(some, 'EUR');
            const rows = deductDeposits([restOf(left)], { vatBreakdown: invoice.breakdown }, 'EUR').flatMap(
              (one) => one.rows,
            );
            expect(isNegative(subtract(invoice.gross, grossOf(rows, 'EUR')))).toBe(false);
            left = [...less(left, rows)];
            deducted.push(...rows);
          }
          expect(left.every(({ base, vat }) => !isNegative(base) && !isNegative(vat))).toBe(true);
          for (const row of left) if (equals(row.base, '0')) expect(equals(row.vat, '0')).toBe(true);
          expect(equals(sum([grossOf(left, 'EUR'), grossOf(deducted, 'EUR')]), deposit.gross)).toBe(true);
        },
      ),
    );
  });
});
