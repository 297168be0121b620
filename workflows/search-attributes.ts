import { defineSearchAttributeKey } from '@temporalio/common';

/**
 * What Temporal can be searched by, each with one owner: the order its stage, hold and backorder, the account its
 * level, due date and open amount; shared ones are given at start. Never personal data: no codec encrypts them, and
 * `Salesperson` is a neutral code.
 * A namespace on SQL visibility has room for 10 Keyword attributes and 3 of each other type.
 */
export const searchAttributes = {
  orderStage: defineSearchAttributeKey('OrderStage', 'KEYWORD'),
  customerNumber: defineSearchAttributeKey('CustomerNumber', 'KEYWORD'),
  holdReason: defineSearchAttributeKey('HoldReason', 'KEYWORD'),
  dunningLevel: defineSearchAttributeKey('DunningLevel', 'KEYWORD'),
  currency: defineSearchAttributeKey('Currency', 'KEYWORD'),
  orderOrigin: defineSearchAttributeKey('OrderOrigin', 'KEYWORD'),
  salesperson: defineSearchAttributeKey('Salesperson', 'KEYWORD'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'KEYWORD'),
  nextActionAt: defineSearchAttributeKey('NextActionAt', 'DATETIME'),
  dueDate: defineSearchAttributeKey('DueDate', 'DATETIME'),
  openAmount: defineSearchAttributeKey('OpenAmount', 'DOUBLE'),
  hasBackorder: defineSearchAttributeKey('HasBackorder', 'BOOL'),
} as const;

/** What the start of an errand says of whom it is about; null: no customer. */
export const ofCustomer = (about: string, customer: string | null) => ({
  staticSummary: customer === null ? about : `${about} · ${customer}`,
  typedSearchAttributes: customer === null ? [] : [{ key: searchAttributes.customerNumber, value: customer }],
});

export const searchAttributeKeys = Object.values(searchAttributes);
