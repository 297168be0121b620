import { defineUpdate } from '@temporalio/workflow';
import type {
  AssignComplaint,
  ComplaintResult,
  CreditComplaint,
  NoteComplaint,
  QualifyComplaint,
  ReceiveComplaintGoods,
  RefuseComplaint,
  ReplaceComplaint,
  WithdrawComplaint,
} from '../contracts/complaint.js';
import type { Answer } from '../contracts/process.js';

/** What a person does about a complaint: each is an update, since whoever does it must see what it came to. */
export const assignComplaint = defineUpdate<Answer<ComplaintResult>, [AssignComplaint]>('assignComplaint');
export const qualifyComplaint = defineUpdate<Answer<ComplaintResult>, [QualifyComplaint]>('qualifyComplaint');
export const noteComplaint = defineUpdate<Answer<ComplaintResult>, [NoteComplaint]>('noteComplaint');
export const creditComplaint = defineUpdate<Answer<ComplaintResult>, [CreditComplaint]>('creditComplaint');
export const replaceComplaint = defineUpdate<Answer<ComplaintResult>, [ReplaceComplaint]>('replaceComplaint');
export const refuseComplaint = defineUpdate<Answer<ComplaintResult>, [RefuseComplaint]>('refuseComplaint');
export const receiveComplaintGoods = defineUpdate<Answer<ComplaintResult>, [ReceiveComplaintGoods]>(
  'receiveComplaintGoods',
);
export const withdrawComplaint = defineUpdate<Answer<ComplaintResult>, [WithdrawComplaint]>('withdrawComplaint');
