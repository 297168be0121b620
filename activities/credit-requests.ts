import type { CorrectionResult } from '../contracts/correction.js';
import type { CreditNoteResult, DecidedCredit, RecordCreditRequestDecision } from '../contracts/credit-note.js';
import { accountStep, workItemIds } from '../contracts/ids.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import type { Transaction } from '../prisma/client.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { correctionLocked } from '../prisma/repositories/corrections.js';
import { decideCreditRequest, isCorrection } from '../prisma/repositories/credit-requests.js';
import { findCreditRequest, type CreditRequestRecord } from '../prisma/queries/credit-requests.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import { correct } from './correcting.js';
import { credit } from './crediting.js';
import type { ActivityDeps } from './deps.js';
import { tellPosted } from './ledger.js';

export function creditRequestActivities(deps: ActivityDeps) {
  return {
    /** Grants a credit that waits for a second person, which is issued by it, or refuses it. Another person than asked. */
    recordCreditRequestDecision: (input: RecordCreditRequestDecision): Promise<DecidedCredit | Refusal> =>
      decide(deps, input),
  };
}

type Decided = DecidedCredit & { readonly posted: CreditNoteResult | CorrectionResult | null };

async function decide(deps: ActivityDeps, input: RecordCreditRequestDecision): Promise<DecidedCredit | Refusal> {
  const { customer, request, actor } = input;
  const asked = await findCreditRequest(deps.prisma, request, actor.principal);
  if (asked?.customer !== customer) return refused('not-found', said('credit-request-unknown'));
  const other = isCorrection(asked.wish) ? (asked.wish.customer ?? customer) : customer;
  const recorded = await once<Decided, Refusal>(
    deps.prisma,
    accountStep(customer, 'credit-decision', actor.requestId),
    actor.requestId,
    (tx) => decideOn(tx, input),
    correctionLocked([customer, other], asked.invoice),
  );
  if (recorded.kind === 'refused') return recorded;
  const { posted, ...decided } = recorded;
  if (posted !== null) await tellPosted(deps, posted);
  if (other !== customer && decided.invoice !== null) await deps.processes.wakeAccount(other);
  return decided;
}

async function decideOn(tx: Transaction, input: RecordCreditRequestDecision): Promise<StepRecord<Decided>> {
  const { request, decision, reason, actor } = input;
  const asked = await findCreditRequest(tx, request, actor.principal);
  if (asked === null) return undo(refused('not-found', said('credit-request-unknown')));
  if (asked.isDecided) return undo(refused('line-closed', said('credit-request-decided')));
  if (asked.isOwn) return undo(refused('four-eyes', said('own-credit-request')));
  const issued = decision === 'grant' ? await issue(tx, input, asked) : null;
  const creditNote = issued?.result.credit.creditNote ?? null;
  const workItem = workItemIds.creditApproval(request);
  await decideCreditRequest(tx, { id: request, decision, by: actor.principal, reason, creditNote, workItem });
  return {
    ...issued,
    result: {
      kind: 'decided',
      request,
      decision,
      creditNote,
      invoice: issued !== null && 'correction' in issued.result ? issued.result.correction.invoice : null,
      posted: issued?.result ?? null,
    },
    audit: [auditDecision(input, asked), ...(issued?.audit ?? [])],
  };
}

async function issue(
  tx: Transaction,
  { actor, customer, on }: RecordCreditRequestDecision,
  { wish, invoice }: CreditRequestRecord,
): Promise<StepRecord<CreditNoteResult | CorrectionResult>> {
  const act = { actor, customer, on, invoice };
  return isCorrection(wish) ? correct(tx, { ...act, wish }) : credit(tx, { ...act, wish });
}

const auditDecision = (
  { actor, customer, on, decision, reason, request }: RecordCreditRequestDecision,
  { invoice, order, amount, currency }: CreditRequestRecord,
): AuditInput => ({
  actor,
  action: decision === 'grant' ? 'invoice.credit-granted' : 'invoice.credit-refused',
  entity: 'invoice',
  entityId: invoice,
  orderNumber: order,
  customerNumber: customer,
  on,
  before: { code: request, decision: null },
  after: { code: request, amount, currency, reason, decision },
});

const refused = (code: ProblemCode, what: Said): Refusal => ({ kind: 'refused', code, said: what });
