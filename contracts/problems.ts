import { z } from 'zod';

/**
 * The one catalogue of failures. `status` feeds problem+json (RFC 9457), `retryable` decides whether Temporal tries an
 * activity again. A business refusal (409, 422) is a value in workflows and becomes a problem at the API.
 */
export const problems = {
  'invalid-request': { status: 422, title: 'The request is not valid', retryable: false },
  'malformed-json': { status: 400, title: 'The body is not JSON', retryable: false },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json', retryable: false },
  'body-too-large': { status: 413, title: 'The body is too large', retryable: false },
  'idempotency-key-missing': { status: 400, title: 'The Idempotency-Key header is missing', retryable: false },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used with another body', retryable: false },
  unauthenticated: { status: 401, title: 'Sign in first', retryable: false },
  'sign-in-refused': { status: 401, title: 'Name or password is wrong', retryable: false },
  'code-needed': { status: 401, title: 'The code of the authenticator is needed', retryable: false },
  forbidden: { status: 403, title: 'Your role may not do this', retryable: false },
  'password-change-needed': { status: 403, title: 'Change the password first', retryable: false },
  'own-rights': { status: 409, title: 'Nobody takes their own rights of an admin', retryable: false },
  'last-admin': { status: 409, title: 'The last admin stays one', retryable: false },
  'session-needed': { status: 409, title: 'This is for somebody who is signed in', retryable: false },
  'four-eyes': { status: 403, title: 'Somebody else has to decide this', retryable: false },
  'not-found': { status: 404, title: 'There is nothing here', retryable: false },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here', retryable: false },
  'too-many-requests': { status: 429, title: 'Too many requests', retryable: true },
  'already-exists': { status: 409, title: 'This already exists', retryable: false },
  'customer-unknown': { status: 422, title: 'The customer is not known', retryable: false },
  'product-unknown': { status: 422, title: 'The product is not known or not for sale', retryable: false },
  'quote-unusable': { status: 422, title: 'The quote cannot be ordered', retryable: false },
  'currency-mismatch': { status: 422, title: "The currency is not that of the customer's account", retryable: false },
  'order-closed': { status: 409, title: 'The order is closed', retryable: false },
  'order-not-ready': { status: 409, title: 'The order is not at this stage', retryable: false },
  'credit-stopped': { status: 409, title: 'A credit stop holds the deliveries', retryable: false },
  'order-delivered': { status: 409, title: 'The order has deliveries', retryable: false },
  'over-delivery': { status: 409, title: 'More than is left to deliver', retryable: false },
  'not-allocated': { status: 409, title: 'Not enough stock is allocated', retryable: false },
  'over-cancellation': { status: 409, title: 'More than is left to cancel', retryable: false },
  'line-unknown': { status: 422, title: 'The order has no such line', retryable: false },
  'discrepancy-unknown': { status: 404, title: 'The order has no such discrepancy', retryable: false },
  'discrepancy-decided': { status: 409, title: 'The discrepancy is already decided', retryable: false },
  'delivery-not-ready': { status: 409, title: 'The delivery is not at this point', retryable: false },
  'delivery-proved': { status: 409, title: 'The delivery is already proved', retryable: false },
  'quote-closed': { status: 409, title: 'The quote is closed', retryable: false },
  'over-allocation': { status: 422, title: 'The allocations exceed the payment', retryable: false },
  'payment-assigned': { status: 409, title: 'It is known whose money this is', retryable: false },
  'payment-unassigned': { status: 409, title: 'Nobody knows yet whose money this is', retryable: false },
  'over-return': { status: 422, title: 'More went back than the payment brought', retryable: false },
  'allocation-reversed': { status: 409, title: 'No such allocation stands', retryable: false },
  'nothing-open': { status: 409, title: 'So much is not open', retryable: false },
  'step-resolved': { status: 409, title: 'Nothing waits for this decision any more', retryable: false },
  'too-late-to-undo': { status: 409, title: 'It is too late to take this back', retryable: false },
  'line-closed': { status: 409, title: 'The line of the worklist is done', retryable: false },
  'changed-meanwhile': { status: 412, title: 'It has changed since it was read', retryable: false },
  'document-not-ready': { status: 404, title: 'The document is not written yet', retryable: true },
  unavailable: { status: 503, title: 'The system is not available', retryable: true },
  internal: { status: 500, title: 'Something went wrong', retryable: true },
} as const;

export type ProblemCode = keyof typeof problems;

/** RFC 9457 problem details, with the field at fault and the remedy. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.string(),
    remedy: z.string().optional(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** A business refusal as a value: what the API turns into a problem. */
export type Refusal = {
  readonly kind: 'refused';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly remedy?: string;
  readonly field?: string;
};
