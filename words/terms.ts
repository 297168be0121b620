import type {
  ClaimKind,
  ContactRole,
  DunningLevel,
  ErrorCause,
  ErrorType,
  HoldReason,
  informationAskers,
  InvoiceKind,
  LeftOutReason,
  OutgoingStatus,
  OrderOrigin,
  OrderStage,
  Role,
  TaxClass,
  WorkKind,
} from '../contracts/vocabulary.js';

/** What the words of the vocabulary are called, the way they stand inside a sentence; a stage as a label of its own. */
export type Terms = {
  readonly stage: Readonly<Record<OrderStage, string>>;
  /** Who asks for news of an order. */
  readonly asker: Readonly<Record<(typeof informationAskers)[number], string>>;
  readonly hold: Readonly<Record<HoldReason, string>>;
  /** Why something that is due is not in a letter. */
  readonly leftOut: Readonly<Record<LeftOutReason, string>>;
  readonly role: Readonly<Record<Role | 'system', string>>;
  /** What a contact is written or called about. */
  readonly contactRole: Readonly<Record<ContactRole, string>>;
  readonly mailStatus: Readonly<Record<OutgoingStatus, string>>;
  readonly level: Readonly<Record<DunningLevel, string>>;
  readonly origin: Readonly<Record<OrderOrigin, string>>;
  readonly invoiceKind: Readonly<Record<InvoiceKind, string>>;
  /** Which invoices a series numbers. */
  /** What can be open on an account: an invoice, or what is claimed for one; its number follows. */
  readonly ledgerItem: Readonly<Record<'principal' | ClaimKind, string>>;
  readonly taxClass: Readonly<Record<TaxClass, string>>;
  readonly discrepancy: Readonly<Record<ErrorType, string>>;
  readonly work: Readonly<Record<WorkKind, string>>;
  readonly errorCause: Readonly<Record<ErrorCause, string>>;
};
