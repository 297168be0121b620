import type {
  discrepancyTypes,
  DunningLevel,
  HoldReason,
  MailStatus,
  OrderOrigin,
  OrderStage,
  Role,
} from '../contracts/vocabulary.js';

/** What the words of the vocabulary are called, the way they stand inside a sentence; a stage as a label of its own. */
export type Terms = {
  readonly stage: Readonly<Record<OrderStage, string>>;
  readonly hold: Readonly<Record<HoldReason, string>>;
  readonly role: Readonly<Record<Role | 'system', string>>;
  readonly mailStatus: Readonly<Record<MailStatus, string>>;
  readonly level: Readonly<Record<DunningLevel, string>>;
  readonly origin: Readonly<Record<OrderOrigin, string>>;
  readonly discrepancy: Readonly<Record<(typeof discrepancyTypes)[number], string>>;
};
