/** Workflow ids and task queues, built and read in one place. */

export const ORDER_TASK_QUEUE = 'encours-orders';
export const MAIL_TASK_QUEUE = 'encours-mail';

export const ORDER_WORKFLOW = 'order';
export const MAIL_WORKFLOW = 'mailErrand';
export const PROOF_WORKFLOW = 'proofErrand';
export const RENDERING_WORKFLOW = 'rendering';
export const ACCOUNT_WORKFLOW = 'account';
export const HOUSEKEEPING_WORKFLOW = 'housekeeping';

/** Starts housekeeping each night. */
export const HOUSEKEEPING_SCHEDULE = 'housekeeping';

export const orderWorkflowId = (orderNumber: string): string => `order:${orderNumber}`;
export const mailWorkflowId = (mailId: string): string => `mail:${mailId}`;
export const proofWorkflowId = (deliveryNumber: string): string => `proof:${deliveryNumber}`;
export const renderingWorkflowId = (documentId: string): string => `document:${documentId}`;
export const accountWorkflowId = (customerNumber: string): string => `account:${customerNumber}`;
