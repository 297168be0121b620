import { ApplicationFailure } from '@temporalio/common';

/** A workflow that fails with what it was given in its message, as an activity fails with a mail server's answer. */
export async function failWith(text: string): Promise<never> {
  throw ApplicationFailure.nonRetryable(`550 no such mailbox: ${text}`);
}
