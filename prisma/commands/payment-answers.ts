import type { LedgerResult } from '../../contracts/account.js';
import type { Payment } from '../../contracts/payment.js';
import { isNegative, subtract } from '../../domain/money.js';

export const isMoneyBack = ({ amount }: Pick<Payment, 'amount'>): boolean => isNegative(amount);

/** The payment as it was before anything took of it. */
export const asBooked = (payment: Payment): Payment => ({
  ...payment,
  allocated: subtract(payment.amount, payment.amount),
  unallocated: payment.amount,
  allocations: [],
});

/** The payment as it was after this posting, the first of it. */
export function asTaken(booked: Payment, { moves, unallocated, on }: LedgerResult): Payment {
  const left = unallocated ?? booked.unallocated;
  return {
    ...booked,
    unallocated: left,
    allocated: subtract(booked.amount, left),
    allocations: moves.map(({ item, allocation = 0, amount }) => ({
      allocation,
      invoice: item.kind === 'receivable' ? item.invoice : null,
      instalment: item.kind === 'receivable' ? item.instalment : null,
      claim: item.kind === 'claim' ? item.claim : null,
      amount,
      on,
      undone: null,
    })),
  };
}

/** A payment below zero whose money was taken out of the payment that it returns. */
export const gaveBack = (booked: Payment): Payment => ({
  ...booked,
  allocated: booked.amount,
  unallocated: booked.allocated,
});
