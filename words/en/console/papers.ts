import type { PaperWords } from '../../fr/console/papers.js';

/** What is issued and sent when somebody asks for it. */
export const papers: PaperWords = {
  send: 'Send to the customer',
  sent: (version: number) => `The quote leaves by mail (sending ${version}).`,
  quote: 'Quote as it was sent',
  statement: 'Statement of account',
  issue: 'Issue',
  issueAndSend: 'Issue and send',
  on: 'At the end of',
  onHint: 'Empty: today.',
  issued: (number: string) => `Statement ${number} is issued.`,
  open: (number: string) => `Open ${number}`,
};
