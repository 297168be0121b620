import { defineUpdate } from '@temporalio/workflow';
import type { Answer, MonthEndMade, MonthEndRequest } from '../contracts/process.js';

/** An update, since who has a month made again is told which version it is. */
export const makeMonthEnd = defineUpdate<Answer<MonthEndMade>, [MonthEndRequest]>('makeMonthEnd');
