import type { AskedCredit } from '../contracts/credit-note.js';
import { workItemIds } from '../contracts/ids.js';
import { said } from '../contracts/said.js';
import type { Actor } from '../contracts/vocabulary.js';
import { needsApproval } from '../domain/credit-approval.js';
import type { CreditableInvoice, PlannedCredit } from '../domain/crediting.js';
import { negate } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import type { CreditWish } from '../prisma/queries/credit-requests.js';
import { creditRoom, insertCreditRequest, isCorrection } from '../prisma/repositories/credit-requests.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import { undo, type StepRecord } from '../prisma/repositories/step.js';

type Asking = {
  readonly actor: Actor;
  readonly customer: string;
  readonly on: string;
  readonly wish: CreditWish;
  readonly found: CreditableInvoice;
  readonly plan: PlannedCredit;
};

/**
 * A credit of more than the policy lets one person give on an invoice is asked for: a colleague decides on the worklist.
 * Null: it is not of so much.
 */
export async function askedFirst(tx: Transaction, asking: Asking): Promise<StepRecord<AskedCredit> | null> {
  const { actor, customer, on, wish, found, plan } = asking;
  const { invoice, currency } = found.creditable;
  const amount = negate(plan.draft.gross);
  if (!needsApproval(amount, await creditRoom(tx, invoice))) return null;
  const request = actor.requestId;
  const { principal: by } = actor;
  if (!(await insertCreditRequest(tx, { id: request, customer, invoice, wish, amount, currency, by })))
    return undo({ kind: 'refused', code: 'already-exists', said: said('credit-asked-already', { invoice }) });
  const { reason, note = null } = wish;
  await openWorkItem(tx, {
    id: workItemIds.creditApproval(request),
    kind: 'credit-approval',
    role: 'finance',
    facts: { request, amount, currency, reason, note, by, isCorrection: isCorrection(wish) },
    orderNumber: found.order,
    invoiceNumber: invoice,
    customerNumber: customer,
    amount,
    dueOn: on,
  });
  return {
    result: { kind: 'asked', request, invoice, currency, amount },
    audit: [
      {
        actor,
        action: 'invoice.credit-asked',
        entity: 'invoice',
        entityId: invoice,
        orderNumber: found.order,
        customerNumber: customer,
        on,
        after: { code: request, amount, currency, reason },
      },
    ],
  };
}
