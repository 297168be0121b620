import type { ComplaintRun, ComplaintWorkflowInput } from '../contracts/complaint.js';
import { ORDER_TASK_QUEUE, complaintWorkflowId } from './ids.js';
import { ofCustomer } from './search-attributes.js';

/** How the process of a complaint on record is started; one that runs is left alone. */
export function complaintStart({ number, customerNumber }: ComplaintRun) {
  const input: ComplaintWorkflowInput = { schemaVersion: 1, number, customerNumber };
  return {
    workflowId: complaintWorkflowId(number),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    ...ofCustomer(number, customerNumber),
  } as const;
}
