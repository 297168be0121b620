import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AmendmentRequest,
  Answer,
  CancellationRequest,
  CreditDecisionRequest,
  DeliveryReleaseRequest,
  DeliveryRequest,
  DeliveryResult,
  DispositionRequest,
  OrderResult,
  ProofRequest,
  ProofResult,
  SubmissionResult,
} from '../contracts/process.js';

/** An update, since the caller needs the order's number on record before it hangs up. Sent with the start, whose input
 * carries the order; never rejected. */
export const submitOrder = defineUpdate<SubmissionResult>('submitOrder');
/** An update, since finance must know whether the order goes on. */
export const decideCredit = defineUpdate<Answer<OrderResult>, [CreditDecisionRequest]>('decideCredit');
/** An update, since sales must know whether more is to decide. */
export const disposeDiscrepancy = defineUpdate<Answer<OrderResult>, [DispositionRequest]>('disposeDiscrepancy');
/** An update, since an amendment may come too late. */
export const amendOrder = defineUpdate<Answer<OrderResult>, [AmendmentRequest]>('amendOrder');
/** An update, since a cancellation may come too late. */
export const cancelOrder = defineUpdate<Answer<OrderResult>, [CancellationRequest]>('cancelOrder');
/** An update, since logistics need the number of the delivery note. */
export const deliverOrder = defineUpdate<Answer<DeliveryResult>, [DeliveryRequest]>('deliverOrder');
/** An update, since finance must know that goods may leave. */
export const releaseDeliveries = defineUpdate<Answer<OrderResult>, [DeliveryReleaseRequest]>('releaseDeliveries');
/** An update, since the driver must know that the proof is kept. */
export const proveDelivery = defineUpdate<Answer<ProofResult>, [ProofRequest]>('proveDelivery');

/** A signal: stock was reserved for this order; PostgreSQL holds how much. */
export const stockArrived = defineSignal('stockArrived');
/** A signal: what is reserved was picked; PostgreSQL holds whether that is still what is reserved. */
export const goodsPrepared = defineSignal('goodsPrepared');
/** A signal: every invoice of the order so far is paid; the order asks whether that holds. */
export const invoicesPaid = defineSignal('invoicesPaid');
/** A signal, sent with a start: money that had settled the order was taken back; it waits for its payment again. */
export const orderReopened = defineSignal('orderReopened');
/** A signal, sent with a start: a complaint has lines of the order delivered again; it asks where it stands. */
export const goodsOwed = defineSignal('goodsOwed');
/** A signal: the customer's account has room again, or its limit changed; a held order asks once more. */
export const creditFreed = defineSignal('creditFreed');
