import type { DunningWords, MailWords } from '../../fr/console/mails.js';

/** Mails: whether they left, and what becomes of those that may not have. */
export const mails: MailWords = {
  kinds: {
    acknowledgement: 'acknowledgement',
    invoice: 'invoice',
    'credit-note': 'credit note',
    'dunning-letter': 'dunning letter',
    'dunning-report': 'dunning report',
    question: 'question',
    refusal: 'refusal',
    'month-end': 'month end',
    'invoice-status': 'invoice status',
    quote: 'quote',
    statement: 'statement of account',
    'complaint-reminder': 'complaint reminder',
  },
  resolve: { 'was-sent': 'It was sent', 'send-again': 'Send again', skip: 'Do not send' },
  hint: {
    'was-sent': 'The recipient has it: nothing leaves.',
    'send-again': 'The same text leaves again, to the address of today.',
    skip: 'Nothing leaves.',
  },
  none: 'No mail yet.',
  created: 'Made',
  attempts: 'Attempts',
  answer: 'The mail server answered',
  lastError: 'Last error',
  decidedMeanwhile: 'It was decided on meanwhile.',
  sender: 'Sender',
  asSent: 'As it was sent',
  form: 'Shown as',
  forms: { page: 'As the recipient sees it', text: 'As text' },
  reduced: 'Its text, subject and recipient went with their time. What it carried is kept.',
  reducedAt: 'Reduced',
  notWritten: 'It is not written yet: it is when it is first tried.',
  documents: {
    acknowledgement: 'acknowledgement',
    'order-response': 'order response',
    'delivery-note': 'delivery note',
    'signed-delivery-note': 'signed delivery note',
    invoice: 'invoice',
    'credit-note': 'credit note',
    proforma: 'proforma',
    'dunning-letter': 'letter',
    'month-end': 'month end',
    'month-end-workbook': 'month end, workbook',
    quote: 'quote',
    statement: 'statement of account',
  },
  textNotForYou: 'Your role does not read what it says.',
  notForYou: 'Your role does not read documents of this kind.',
  takeHome: 'Download',
  show: (subject) => `Show here the mail “${subject}”`,
  hide: (subject) => `Hide the mail “${subject}”`,
  resolved: (refused) =>
    refused === 0
      ? 'The decision is on record.'
      : `The decision is on record, but for ${refused}: they stay in the list.`,
  several: 'Decide on several at once',
  chosen: (count) => (count === 1 ? '1 mail chosen' : `${count} mails chosen`),
};

/** What a step of the dunning says beside what its invoice says. */
export const dunning: DunningWords = {
  next: 'Next',
  why: 'Why this letter?',
  interest: 'Late-payment interest',
  fee: 'Recovery fee',
  recipient: 'Recipient',
  mail: 'Mail',
  openMail: 'Open the mail',
  from: 'From',
  to: 'To',
  days: 'Days',
  paidOn: 'Paid on',
  stillOpen: 'still open',
};
