import { defineUpdate } from '@temporalio/workflow';
import type { Answer, MailResolutionRequest, MailResolutionResult } from '../contracts/process.js';

/** An update, since who found out what became of a mail must see that it is settled. */
export const resolveMail = defineUpdate<Answer<MailResolutionResult>, [MailResolutionRequest]>('resolveMail');
