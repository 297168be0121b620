import { z } from 'zod';
import type { Said } from './said.js';

/**
 * The one catalogue of failures. `status` feeds problem+json (RFC 9457), `retryable` decides whether Temporal tries an
 * activity again. A business refusal (409, 422) is a value in workflows and becomes a problem at the API. What each is called,
 * and what to do about it, stands in words/problems.ts.
 */
export const problems = {
  'invalid-request': { status: 422, retryable: false },
  'malformed-json': { status: 400, retryable: false },
  'malformed-xml': { status: 400, retryable: false },
  'unsupported-media-type': { status: 415, retryable: false },
  'body-too-large': { status: 413, retryable: false },
  'idempotency-key-missing': { status: 400, retryable: false },
  'idempotency-key-reused': { status: 422, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  'sign-in-refused': { status: 401, retryable: false },
  'code-needed': { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  'password-change-needed': { status: 403, retryable: false },
  'own-rights': { status: 409, retryable: false },
  'last-admin': { status: 409, retryable: false },
  'session-needed': { status: 409, retryable: false },
  'four-eyes': { status: 403, retryable: false },
  'not-found': { status: 404, retryable: false },
  'method-not-allowed': { status: 405, retryable: false },
  'too-many-requests': { status: 429, retryable: true },
  'already-exists': { status: 409, retryable: false },
  'customer-unknown': { status: 422, retryable: false },
  'product-unknown': { status: 422, retryable: false },
  'quote-unusable': { status: 422, retryable: false },
  'currency-mismatch': { status: 422, retryable: false },
  'order-closed': { status: 409, retryable: false },
  'order-not-ready': { status: 409, retryable: false },
  'credit-stopped': { status: 409, retryable: false },
  'deposit-unpaid': { status: 409, retryable: false },
  'order-delivered': { status: 409, retryable: false },
  'over-delivery': { status: 409, retryable: false },
  'not-allocated': { status: 409, retryable: false },
  'over-cancellation': { status: 409, retryable: false },
  'line-unknown': { status: 422, retryable: false },
  'discrepancy-unknown': { status: 404, retryable: false },
  'discrepancy-decided': { status: 409, retryable: false },
  'delivery-not-ready': { status: 409, retryable: false },
  'delivery-proved': { status: 409, retryable: false },
  'complaint-settled': { status: 409, retryable: false },
  'complaint-not-ready': { status: 409, retryable: false },
  'quote-closed': { status: 409, retryable: false },
  'over-allocation': { status: 422, retryable: false },
  'payment-assigned': { status: 409, retryable: false },
  'payment-unassigned': { status: 409, retryable: false },
  'over-return': { status: 422, retryable: false },
  'allocation-reversed': { status: 409, retryable: false },
  'nothing-open': { status: 409, retryable: false },
  'over-refund': { status: 422, retryable: false },
  'over-credit': { status: 409, retryable: false },
  'step-resolved': { status: 409, retryable: false },
  'too-late-to-undo': { status: 409, retryable: false },
  'line-closed': { status: 409, retryable: false },
  'changed-meanwhile': { status: 412, retryable: false },
  'document-not-ready': { status: 404, retryable: true },
  unavailable: { status: 503, retryable: true },
  internal: { status: 500, retryable: true },
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

/** A business refusal as a value: what the API turns into a problem. Without a remedy it is the one of its code. */
export type Refusal = {
  readonly kind: 'refused';
  readonly code: ProblemCode;
  readonly said: Said;
  readonly remedy?: Said;
  readonly field?: string;
};
