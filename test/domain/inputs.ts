import type { PolicySnapshot } from '../../contracts/policies.js';
import type {
  AccountWorkflowInput,
  HousekeepingInput,
  MailErrandInput,
  OrderWorkflowInput,
  ProofErrandInput,
  RenderingInput,
  RetentionInput,
} from '../../contracts/process.js';
import { orderDraft } from './order-drafts.js';

/**
 * Inputs as each version of their shape wrote them. From release 0.2.0 on none is changed: a new version adds a fixture
 * beside the old one, and the old one keeps its type.
 */

export const policySnapshotV1 = {
  schemaVersion: 1,
  zone: 'Europe/Paris',
  credit: {
    schemaVersion: 1,
    overdueToleranceDays: 15,
    overdueToleranceAmount: '50.00',
    watchPercent: '80.00',
    escalateAfterHours: 24,
    stopHoldsDeliveries: true,
  },
  tolerance: {
    schemaVersion: 1,
    pricePercent: '2.00',
    quantityPercent: '0.00',
    dateDays: 3,
    discountPoints: '0.50',
    freightAmount: '5.00',
    escalateAfterHours: 24,
  },
  acknowledgement: { schemaVersion: 1, targetMinutes: 240 },
  fulfilment: { schemaVersion: 1, preparationDays: 1, replenishmentDays: 14 },
  dunning: {
    schemaVersion: 1,
    letters: 'per-customer',
    thresholds: [],
    levels: [
      {
        level: 'level-1',
        offsetDays: 5,
        minIntervalDays: 0,
        channel: 'mail',
        claimInterest: false,
        claimRecoveryFee: false,
        creditStop: false,
        handOver: false,
      },
    ],
    rates: [{ from: '2026-07-01', percent: '12.15', source: 'terms of sale' }],
    recoveryFee: '40.00',
    sendingWindow: { zone: 'Europe/Paris', from: '08:00', to: '18:00', workingDaysOnly: true, calendar: 'FR' },
  },
} as const satisfies PolicySnapshot;

/** The order as today's rules draft it: its first release freezes it. */
export const orderInputV1: OrderWorkflowInput = {
  schemaVersion: 1,
  orderNumber: 'SO-2026-000042',
  customerNumber: 'VINET',
  policies: policySnapshotV1,
  submission: { actor: { principal: 'paul', role: 'sales', requestId: 'request-1' }, draft: orderDraft() },
};

export const mailErrandInputV1 = {
  schemaVersion: 1,
  mailId: 'invoice:FA-2026-000017',
  orderNumber: 'SO-2026-000042',
  customerNumber: 'VINET',
} as const satisfies MailErrandInput;

export const proofErrandInputV1 = {
  schemaVersion: 1,
  deliveryNumber: 'BL-2026-000017',
  orderNumber: 'SO-2026-000042',
  customerNumber: 'VINET',
} as const satisfies ProofErrandInput;

export const renderingInputV1 = {
  schemaVersion: 1,
  documentId: 'delivery-note:BL-2026-000017',
} as const satisfies RenderingInput;

export const accountInputV1 = { schemaVersion: 1, customer: 'VINET' } as const satisfies AccountWorkflowInput;
export const housekeepingInputV1 = { schemaVersion: 1, keyLifeDays: 30 } as const;
export const housekeepingInputV2 = {
  schemaVersion: 2,
  keyLifeDays: null,
  seals: true,
} as const satisfies HousekeepingInput;
export const retentionInputV1 = {
  schemaVersion: 1,
  terms: { mails: 1095, worklist: 365, sessions: 30 },
} as const satisfies RetentionInput;

export const monthEndsInputV1 = { schemaVersion: 1 } as const;
export const monthEndInputV1 = { schemaVersion: 1, month: '2026-10', scheduled: true } as const;
