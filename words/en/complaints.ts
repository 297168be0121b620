import type { ComplaintKind, ComplaintOutcome, ComplaintStatus } from '../../contracts/vocabulary.js';

/** What customers complain of, in English. */
export const complaintKind: Readonly<Record<ComplaintKind, string>> = {
  reserve: 'reservation on the delivery note',
  short: 'goods missing',
  damaged: 'goods damaged',
  wrong: 'wrong goods',
  late: 'delivered late',
  quality: 'poor quality',
  price: 'wrong price',
  'invoice-error': 'invoice wrong',
};

export const complaintStatus: Readonly<Record<ComplaintStatus, string>> = {
  open: 'open',
  'awaiting-goods': 'decided, goods to come back',
  closed: 'closed',
  withdrawn: 'withdrawn',
};

export const complaintOutcome: Readonly<Record<ComplaintOutcome, string>> = {
  'credit-note': 'credit note',
  replacement: 'delivered again',
  refused: 'refused',
};
