import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { AccountWorkflowInput, MailErrandInput, OrderWorkflowInput } from '../../../contracts/process.js';
import { account as accountToday } from '../../../workflows/account.js';
import { mailErrand as mailErrandToday } from '../../../workflows/mail-errand.js';
import { order as orderToday } from '../../../workflows/order.js';
import { searchAttributes } from '../../../workflows/search-attributes.js';

/** The same change behind a patch: what runs already goes its old way. */
export async function order(input: OrderWorkflowInput): Promise<unknown> {
  if (patched('attention-first')) callForAttention();
  return orderToday(input);
}

export async function account(input: AccountWorkflowInput): Promise<unknown> {
  if (patched('attention-first')) callForAttention();
  return accountToday(input);
}

export async function mailErrand(input: MailErrandInput): Promise<unknown> {
  if (patched('attention-first')) callForAttention();
  return mailErrandToday(input);
}

const callForAttention = (): void => upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: 'new' }]);
