import type { UpdateDefinition } from '@temporalio/common';
import type { LedgerReceipt, LedgerResult } from '../../contracts/account.js';
import type { Answer } from '../../contracts/process.js';
import type { Reply, WriteContext } from '../context.js';
import { askAccount } from '../process-command.js';

/** Has the account of a customer post what is asked, and answers with what it posted. */
export async function postedOn<A>(
  ctx: WriteContext,
  customer: string,
  update: UpdateDefinition<Answer<LedgerResult>, [A]>,
  args: A,
): Promise<Reply> {
  return { status: 200, body: receiptOf(await askAccount(ctx, customer, { update, args })) };
}

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
