import { acceptanceActivities } from './acceptance.js';
import { accountActivities } from './account.js';
import { billingActivities } from './billing.js';
import { clearanceActivities } from './clearance.js';
import { closingActivities } from './closing.js';
import { complaintActivities } from './complaints.js';
import { correctingActivities } from './correcting.js';
import { creditActivities } from './credit.js';
import { creditRequestActivities } from './credit-requests.js';
import { creditUseActivities } from './credit-use.js';
import { creditingActivities } from './crediting.js';
import { deliveryActivities } from './deliveries.js';
import { depositActivities } from './deposits.js';
import type { ActivityDeps } from './deps.js';
import { dunningActivities } from './dunning.js';
import { holdActivities } from './holds.js';
import { housekeepingActivities } from './housekeeping.js';
import { invoiceActivities } from './invoices.js';
import { ledgerActivities } from './ledger.js';
import { monthEndActivities } from './month-end.js';
import { moveInActivities } from './move-in.js';
import { outgoingActivities } from './outgoing.js';
import { outgoingResolutionActivities } from './outgoing-resolution.js';
import { platformActivities } from './platform/inbox.js';
import { orderActivities } from './orders.js';
import { renderingActivities } from './rendering.js';
import { retentionActivities } from './retention.js';
import { reconciliationActivities } from './reconciliation.js';

/** Every activity, as one flat object: the worker registers it, workflows import its type. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...orderActivities(deps),
    ...clearanceActivities(deps),
    ...creditActivities(deps),
    ...reconciliationActivities(deps),
    ...acceptanceActivities(deps),
    ...deliveryActivities(deps),
    ...complaintActivities(deps),
    ...depositActivities(deps),
    ...invoiceActivities(deps),
    ...billingActivities(deps),
    ...ledgerActivities(deps),
    ...creditingActivities(deps),
    ...correctingActivities(deps),
    ...creditRequestActivities(deps),
    ...creditUseActivities(deps),
    ...closingActivities(deps),
    ...accountActivities(deps),
    ...dunningActivities(deps),
    ...holdActivities(deps),
    ...renderingActivities(deps),
    ...outgoingActivities(deps),
    ...platformActivities(deps),
    ...outgoingResolutionActivities(deps),
    ...housekeepingActivities(deps),
    ...retentionActivities(deps),
    ...monthEndActivities(deps),
    ...moveInActivities(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
