import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, sum } from '../../domain/money.js';
import { matchRemittance, type OpenInvoice } from '../../domain/remittance.js';

const open: readonly OpenInvoice[] = [
  { invoice: 'FA-2026-000018', open: '80.00', dueDate: '2026-12-31' },
  { invoice: 'FA-2026-000017', open: '197.02', dueDate: '2026-12-15' },
  { invoice: 'FA-2026-000001', open: '50.00', dueDate: '2026-12-15' },
];
const invoicesIn = (text: string) => matchRemittance(text, '10000.00', open).map(({ invoice }) => invoice);

describe('invoice numbers in a payer’s text', () => {
  it.each([
    'FA-2026-000017',
    'fa-2026-000017',
    'FA2026000017',
    'FA 2026 000017',
    'FA/2026/000017',
    'FA.2026.17',
    'RGLT FACTURE FA-2026-000017 DU 15/11',
    'ref:FA-2026-000017,merci',
    'FA-2026-000017\nFA-2026-000017',
    'N°FA2026-000017 197.02 EUR',
  ])('%s', (text) => {
    expect(invoicesIn(text)).toEqual(['FA-2026-000017']);
  });

  it('two numbers run together are two invoices', () => {
    expect(invoicesIn('FA-2026-000017FA-2026-000018')).toEqual(['FA-2026-000017', 'FA-2026-000018']);
  });

  it.each([
    ['nothing', ''],
    ['no number', 'merci pour tout'],
    ['another document', 'SO-2026-000017 BL-2026-000017'],
    ['a longer number', 'FA-2026-0000178'],
    ['a longer word', 'ALFA-2026-000017 SOFA2026000017'],
    ['a number cut off by the bank, which looks like FA-2026-000001', 'FA-2026-00001'],
    ['an invoice of another year', 'FA-2025-000017'],
    ['an invoice already paid or of somebody else', 'FA-2026-000099'],
  ])('%s is not read as one of these invoices', (_what, text) => {
    expect(invoicesIn(text)).toEqual([]);
  });
});

describe('invoice numbers past the millionth, and of a series with another beginning', () => {
  const owed = (invoice: string): OpenInvoice => ({ invoice, open: '10.00', dueDate: '2026-12-15' });
  const all = ['FA-2026-1000000', 'FA-2026-100000', 'FA-2026-123456789', 'AVX-2026-000017'].map(owed);
  const read = (text: string) => matchRemittance(text, '1000.00', all).map(({ invoice }) => invoice);

  it.each([
    ['FA-2026-1000000', 'FA-2026-1000000'],
    ['facture fa 2026 1000000', 'FA-2026-1000000'],
    ['FA-2026-100000', 'FA-2026-100000'],
    ['FA2026123456789', 'FA-2026-123456789'],
    ['AVX-2026-000017', 'AVX-2026-000017'],
    ['avx/2026/17', 'AVX-2026-000017'],
  ])('%s is read as %s', (text, invoice) => {
    expect(read(text)).toEqual([invoice]);
  });

  it.each(['FA-2026-10000000', 'FA-2026-0000017', 'AV-2026-000017', 'FA-2026-000017'])(
    '%s is none of these',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );
});

describe('a payment shared over the invoices it names', () => {
  const text = 'FA-2026-000018 FA-2026-000017 FA-2026-000001';

  it('pays the oldest due first; of two due the same day the lower number', () => {
    // 50.00 + 197.02 = 247.02; 52.98 of the third
    expect(matchRemittance(text, '300.00', open)).toEqual([
      { invoice: 'FA-2026-000001', amount: '50.00' },
      { invoice: 'FA-2026-000017', amount: '197.02' },
      { invoice: 'FA-2026-000018', amount: '52.98' },
    ]);
  });

  it('stops at the last cent', () => {
    expect(matchRemittance(text, '50.00', open)).toEqual([{ invoice: 'FA-2026-000001', amount: '50.00' }]);
    expect(matchRemittance(text, '50.01', open)).toEqual([
      { invoice: 'FA-2026-000001', amount: '50.00' },
      { invoice: 'FA-2026-000017', amount: '0.01' },
    ]);
  });

  it('never pays more than is open: the rest finds no taker', () => {
    expect(matchRemittance('FA-2026-000018', '100.00', open)).toEqual([{ invoice: 'FA-2026-000018', amount: '80.00' }]);
  });

  it('passes over an invoice on which nothing is open', () => {
    const paid = { invoice: 'FA-2026-000018', open: '0.00', dueDate: '2026-01-01' };
    expect(matchRemittance(text, '60.00', [paid, ...open.slice(2)])).toEqual([
      { invoice: 'FA-2026-000001', amount: '50.00' },
    ]);
  });

  it('takes never more than the payment nor than is open, and leaves money only when all named is paid', () => {
    const cents = fc
      .integer({ min: 0, max: 99_999 })
      .map((count) => `${Math.floor(count / 100)}.${pad(count % 100, 2)}`);
    const invoices = fc.array(cents, { maxLength: 5 }).map((amounts) =>
      amounts.map((amount, index) => ({
        invoice: `FA-2026-${pad(index + 1, 6)}`,
        open: amount,
        dueDate: `2026-12-${pad(28 - index, 2)}`,
      })),
    );
    fc.assert(
      fc.property(invoices, cents, (owed, amount) => {
        const allocations = matchRemittance(owed.map(({ invoice }) => invoice).join(' '), amount, owed);
        const taken = sum(
          allocations.map((part) => part.amount),
          'EUR',
        );
        const asked = sum(
          owed.map((invoice) => invoice.open),
          'EUR',
        );
        expect(taken).toBe(compare(amount, asked) < 0 ? amount : asked);
        for (const { invoice, amount: part } of allocations) {
          expect(compare(part, '0')).toBe(1);
          expect(compare(part, owed.find((each) => each.invoice === invoice)?.open ?? '0')).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

function pad(count: number, digits: number): string {
  return String(count).padStart(digits, '0');
}
