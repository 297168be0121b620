import type { OrderRun } from '../contracts/process.js';
import { ORDER_TASK_QUEUE, orderSummary, orderWorkflowId } from '../workflows/ids.js';
import { searchAttributes } from '../workflows/search-attributes.js';

/** How a run of an order on record is started; where it stands it reads, and says by itself. */
export function orderStart({ input, currency, origin, salesCode, gross }: OrderRun) {
  const { orderNumber, customerNumber } = input;
  return {
    workflowId: orderWorkflowId(orderNumber),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    staticSummary: orderSummary({ orderNumber, customer: customerNumber, gross, currency }),
    typedSearchAttributes: [
      { key: searchAttributes.customerNumber, value: customerNumber },
      { key: searchAttributes.currency, value: currency },
      { key: searchAttributes.orderOrigin, value: origin },
      ...(salesCode === null ? [] : [{ key: searchAttributes.salesperson, value: salesCode }]),
    ],
  };
}
