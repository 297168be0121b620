/** Workflow ids, task queues and summaries, built and read in one place. */

export const ORDER_TASK_QUEUE = 'encours-orders';
export const MAIL_TASK_QUEUE = 'encours-mail';

export const ORDER_WORKFLOW = 'order';
export const MAIL_WORKFLOW = 'mailErrand';
export const PROOF_WORKFLOW = 'proofErrand';
export const RENDERING_WORKFLOW = 'rendering';
export const MOVE_IN_WORKFLOW = 'moveIn';
export const ACCOUNT_WORKFLOW = 'account';
export const HOUSEKEEPING_WORKFLOW = 'housekeeping';
export const RETENTION_WORKFLOW = 'retention';
export const MONTH_ENDS_WORKFLOW = 'monthEnds';
export const MONTH_END_WORKFLOW = 'monthEnd';
export const PLATFORM_INBOX_WORKFLOW = 'platformInbox';
export const BILLING_WORKFLOW = 'billing';
export const COMPLAINT_WORKFLOW = 'complaint';

/** The line that Temporal's UI shows of an order: number · customer · amount, tax included; no personal data. */
export const orderSummary = (order: {
  readonly orderNumber: string;
  readonly customer: string;
  readonly gross: string;
  readonly currency: string;
}): string => `${order.orderNumber} · ${order.customer} · ${withThousands(order.gross)} ${order.currency}`;

/** `1234.50` as ops read it: `1,234.50`. */
const withThousands = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

/** Starts housekeeping each night. */
export const HOUSEKEEPING_SCHEDULE = 'housekeeping';
/** Starts retention each night. */
export const RETENTION_SCHEDULE = 'retention';
/** Starts, once a month, the month ends that are due. */
export const MONTH_END_SCHEDULE = 'month-ends';
/** Reads each minute what a platform left for us; the process that does it has the same id, whoever starts it. */
export const PLATFORM_INBOX = 'platform-inbox';
/** Starts, each evening, the billing of what is over. */
export const BILLING_SCHEDULE = 'billing';
/** Starts housekeeping each hour, to seal the audit. */
export const SEALING_SCHEDULE = 'sealing';

export const orderWorkflowId = (orderNumber: string): string => `order:${orderNumber}`;
export const mailWorkflowId = (mailId: string): string => `mail:${mailId}`;
export const proofWorkflowId = (deliveryNumber: string): string => `proof:${deliveryNumber}`;
export const renderingWorkflowId = (documentId: string): string => `document:${documentId}`;
export const monthEndWorkflowId = (month: string): string => `month-end:${month}`;
export const billingWorkflowId = (request: string): string => `billing:${request}`;
export const complaintWorkflowId = (complaintNumber: string): string => `claim:${complaintNumber}`;
export const accountWorkflowId = (customerNumber: string): string => `account:${customerNumber}`;
export const moveInWorkflowId = (id: string): string => `move-in:${id}`;
