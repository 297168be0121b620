import type { ContactRole, OutgoingKind, Role } from '../contracts/vocabulary.js';

/** What holds for everything of a kind that goes out. */
type OutgoingRule = {
  /** Whom of the customer's contacts it is for; null: our own people. */
  readonly contact: ContactRole | null;
  /** How often it may leave again when nobody knows whether it arrived. */
  readonly resends: 0 | 1;
  /** Who is asked when it failed, or nobody knows what became of it. */
  readonly asks: Role;
};

export const outgoingRules: Readonly<Record<OutgoingKind, OutgoingRule>> = {
  acknowledgement: { contact: 'orders', resends: 1, asks: 'sales' },
  question: { contact: 'orders', resends: 1, asks: 'sales' },
  refusal: { contact: 'orders', resends: 1, asks: 'sales' },
  invoice: { contact: 'invoices', resends: 1, asks: 'finance' },
  'credit-note': { contact: 'invoices', resends: 1, asks: 'finance' },
  'dunning-letter': { contact: 'dunning', resends: 0, asks: 'finance' },
  'dunning-report': { contact: null, resends: 1, asks: 'finance' },
  'invoice-status': { contact: null, resends: 0, asks: 'finance' },
  'month-end': { contact: null, resends: 1, asks: 'manager' },
  quote: { contact: 'orders', resends: 1, asks: 'sales' },
  statement: { contact: 'invoices', resends: 1, asks: 'finance' },
  'complaint-reminder': { contact: null, resends: 1, asks: 'manager' },
};
