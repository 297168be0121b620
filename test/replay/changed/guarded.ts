import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { AccountWorkflowInput, MailErrandInput, OrderWorkflowInput } from '../../../contracts/process.js';
import { account as accountToday } from '../../../workflows/account.js';
import { mailErrand as mailErrandToday } from '../../../workflows/mail-errand.js';
import { monthEnd as monthEndToday, monthEnds as monthEndsToday } from '../../../workflows/month-end.js';
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

export async function monthEnd(...input: Parameters<typeof monthEndToday>): Promise<unknown> {
  if (patched('attention-first')) callForAttention();
  return monthEndToday(...input);
}

export async function monthEnds(...input: Parameters<typeof monthEndsToday>): Promise<unknown> {
  if (patched('attention-first')) callForAttention();
  return monthEndsToday(...input);
}

const callForAttention = (): void => upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: 'new' }]);
