import { defineUpdate } from '@temporalio/workflow';
import type { Answer, BillingBegun, BillingRequest } from '../contracts/process.js';

/** An update, since who has it billed by hand is told once the run is on record. */
export const beginBilling = defineUpdate<Answer<BillingBegun>, [BillingRequest]>('beginBilling');
