import { CancellationScope } from '@temporalio/workflow';
import { needsAttention } from './attention.js';
import { ops } from './ops.js';

/**
 * Runs a process that a cancellation asked of Temporal does not end: it would leave stock reserved and money unfollowed.
 * The wish is shown to ops; orders are cancelled through the API, which releases what they bind.
 */
export function uncancelled<T>(process: () => Promise<T>): Promise<T> {
  void CancellationScope.current().cancelRequested.catch(() => {
    needsAttention('cancellation', ops.attention.cancellation);
  });
  return CancellationScope.nonCancellable(process);
}
