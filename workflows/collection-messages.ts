import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AllocationRequest,
  AllocationResult,
  Answer,
  DunningResolutionRequest,
  DunningResolutionResult,
} from '../contracts/process.js';

/** An update, since finance must know how much of the payment this invoice took. */
export const allocatePayment = defineUpdate<Answer<AllocationResult>, [AllocationRequest]>('allocatePayment');
/** A signal: the order has no handle on this run, and waits for its news. */
export const tellYourOrder = defineSignal('tellYourOrder');
/** An update, since a person decides on a letter whose fate is not known, and must see that it is settled. */
export const resolveDunningStep = defineUpdate<Answer<DunningResolutionResult>, [DunningResolutionRequest]>(
  'resolveDunningStep',
);
