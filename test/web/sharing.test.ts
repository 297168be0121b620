import { describe, expect, test } from 'vitest';
import type { ShownAccount } from '../../contracts/account.js';
import {
  amountIn,
  isSpreadWell,
  mistakeOf,
  planned,
  remainderOf,
  takersOf,
  targetsOf,
} from '../../web/payments/sharing.js';

const open = (invoice: string, instalment: number, dueDate: string, amount: string, currency = 'EUR') => ({
  invoice,
  instalment,
  order: 'SO-2026-000001',
  dueDate,
  currency: currency as 'EUR',
  amount,
  open: amount,
});

const account: ShownAccount = {
  customer: 'ALFKI',
  balances: [],
  openInvoices: [
    open('FA-2026-000003', 1, '2026-11-30', '200.00'),
    open('FA-2026-000001', 1, '2026-09-30', '80.50'),
    open('FA-2026-000002', 2, '2026-10-31', '100.00'),
    open('FA-2026-000009', 1, '2026-01-31', '5000', 'JPY'),
  ],
  openClaims: [
    {
      id: 'FA-2026-000001:1:recovery-fee',
      kind: 'recovery-fee',
      invoice: 'FA-2026-000001',
      raisedOn: '2026-10-15',
      currency: 'EUR',
      amount: '40.00',
      open: '40.00',
    },
  ],
  unallocated: [],
  deposits: [],
  entries: [],
  nextCursor: null,
};
const takers = takersOf(account, 'EUR');
const money = (available: string, text: string | null = null) => ({ available, currency: 'EUR', text, takers });

describe('A payment spread over what a customer has open', () => {
  test('lists principal by due date, then what is claimed, in the payment’s currency alone', () => {
    expect(takers.map(({ key }) => key)).toEqual([
      'FA-2026-000001:1',
      'FA-2026-000002:2',
      'FA-2026-000003:1',
      'FA-2026-000001:1:recovery-fee',
    ]);
  });

  test('goes to the oldest first, the last one in part', () => {
    expect(planned('oldest-first', money('250.00'))).toEqual({
      'FA-2026-000001:1': '80.50',
      'FA-2026-000002:2': '100.00',
      'FA-2026-000003:1': '69.50',
    });
  });

  test('goes to what its text names, and what is claimed for it', () => {
    expect(planned('by-remittance', money('150.00', 'fact. FA 2026 1, merci'))).toEqual({
      'FA-2026-000001:1': '80.50',
      'FA-2026-000001:1:recovery-fee': '40.00',
    });
  });

  test('tells what is left, to the cent, in what a French reader types', () => {
    expect(remainderOf('250.00', { 'FA-2026-000001:1': '80,50', 'FA-2026-000003:1': '12,3' }, 'EUR')).toBe('157.20');
    expect(remainderOf('50.00', { 'FA-2026-000001:1': '80,50' }, 'EUR')).toBe('-30.50');
  });

  test('counts nothing that is no amount, and says what is wrong', () => {
    const [first] = takers;
    if (first === undefined) throw new Error('There is no taker.');
    expect(remainderOf('50.00', { [first.key]: '1 000,00' }, 'EUR')).toBe('50.00');
    expect(mistakeOf('1 000,00', first, 'EUR')).toBe('no-amount');
    expect(mistakeOf('10,001', first, 'EUR')).toBe('no-amount');
    expect(mistakeOf('-5', first, 'EUR')).toBe('no-amount');
    expect(mistakeOf('80,51', first, 'EUR')).toBe('more-than-open');
    expect(mistakeOf('80,5', first, 'EUR')).toBeNull();
    expect(mistakeOf('', first, 'EUR')).toBeNull();
    expect(amountIn('100.5', 'JPY')).toBeNull();
  });

  test('is sent only when it adds up, each invoice with its instalment', () => {
    const typed = { 'FA-2026-000002:2': '100', 'FA-2026-000001:1:recovery-fee': '20,00', 'FA-2026-000003:1': ' ' };
    expect(isSpreadWell('120.00', typed, takers, 'EUR')).toBe(true);
    expect(isSpreadWell('119.99', typed, takers, 'EUR')).toBe(false);
    expect(isSpreadWell('120.00', { ...typed, 'FA-2026-000003:1': 'x' }, takers, 'EUR')).toBe(false);
    expect(targetsOf(typed, takers, 'EUR')).toEqual([
      { invoice: 'FA-2026-000002', instalment: 2, amount: '100' },
      { claim: 'FA-2026-000001:1:recovery-fee', amount: '20.00' },
    ]);
  });
});
