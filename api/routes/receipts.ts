import type { LedgerReceipt, LedgerResult } from '../../contracts/account.js';

/** What was posted, as the API tells it. */
export const receiptOf = ({
  on,
  moves,
  unallocated,
  settled,
  reopened,
  paidOrders,
  reopenedOrders,
}: LedgerResult): LedgerReceipt => ({
  on,
  moves: moves.map(({ item, allocation = null, amount, open }) => ({
    invoice: item.kind === 'receivable' ? item.invoice : null,
    instalment: item.kind === 'receivable' ? item.instalment : null,
    claim: item.kind === 'claim' ? item.claim : null,
    allocation,
    amount,
    open,
  })),
  unallocated,
  settled: [...settled],
  reopened: [...reopened],
  paidOrders: [...paidOrders],
  reopenedOrders: [...reopenedOrders],
});
