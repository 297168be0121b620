import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AllocatePayment,
  LedgerResult,
  ReturnPayment,
  ReverseAllocation,
  WaiveClaim,
  WriteOff,
} from '../contracts/account.js';
import type {
  ApplyCredit,
  AskedCredit,
  CreditInvoice,
  CreditNoteResult,
  DecideCredit,
  DecidedCredit,
  RefundCredit,
  ReverseApplication,
} from '../contracts/credit-note.js';
import type { CorrectInvoice, CorrectionResult } from '../contracts/correction.js';
import type {
  Answer,
  DunningResolutionRequest,
  DunningResolutionResult,
  HoldResult,
  LiftHold,
  PlaceHold,
} from '../contracts/process.js';

/** Updates, since finance must know what was posted on the account. */
export const allocatePayment = defineUpdate<Answer<LedgerResult>, [AllocatePayment]>('allocatePayment');
export const reverseAllocation = defineUpdate<Answer<LedgerResult>, [ReverseAllocation]>('reverseAllocation');
export const returnPayment = defineUpdate<Answer<LedgerResult>, [ReturnPayment]>('returnPayment');
/** An update, since finance must know the number of the credit note and where its money went. */
export const creditInvoice = defineUpdate<Answer<CreditNoteResult | AskedCredit>, [CreditInvoice]>('creditInvoice');
export const correctInvoice = defineUpdate<Answer<CorrectionResult | AskedCredit>, [CorrectInvoice]>('correctInvoice');
/** An update, since who decides must know what was issued. */
export const decideCredit = defineUpdate<Answer<DecidedCredit>, [DecideCredit]>('decideCredit');
export const applyCredit = defineUpdate<Answer<LedgerResult>, [ApplyCredit]>('applyCredit');
export const reverseApplication = defineUpdate<Answer<LedgerResult>, [ReverseApplication]>('reverseApplication');
export const refundCredit = defineUpdate<Answer<LedgerResult>, [RefundCredit]>('refundCredit');
export const writeOff = defineUpdate<Answer<LedgerResult>, [WriteOff]>('writeOff');
export const waiveClaim = defineUpdate<Answer<LedgerResult>, [WaiveClaim]>('waiveClaim');
/** An update, since the person who decides must know that the letter waited for it. */
export const resolveLetter = defineUpdate<Answer<DunningResolutionResult>, [DunningResolutionRequest]>('resolveLetter');
/** Updates, since no letter may leave after finance has been told that it holds. */
export const placeHold = defineUpdate<Answer<HoldResult>, [PlaceHold]>('placeHold');
export const liftHold = defineUpdate<Answer<HoldResult>, [LiftHold]>('liftHold');

/** A signal: something was recorded on the account; PostgreSQL holds what. */
export const accountNews = defineSignal('accountNews');
