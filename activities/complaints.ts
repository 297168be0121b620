import type {
  ComplaintResult,
  ComplaintSituation,
  CreditComplaint,
  RecordComplaintAct,
} from '../contracts/complaint.js';
import type { AskedCredit, CreditNoteResult } from '../contracts/credit-note.js';
import { complaintSteps, outgoingIds } from '../contracts/ids.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { epochMsOf, localDateOf } from '../domain/calendar.js';
import { refuseSettled, refuseUnqualified, type ToldOfDelay } from '../domain/complaints.js';
import { invariant } from '../domain/invariant.js';
import { pathOf } from '../domain/paths.js';
import type { Transaction } from '../prisma/client.js';
import { getCompany } from '../prisma/queries/company.js';
import { findGrantedCredit } from '../prisma/queries/credit-requests.js';
import { readOrderRuns } from '../prisma/queries/order-runs.js';
import {
  escalateComplaint,
  lockComplaint,
  readComplaintSituation,
  readersOfComplaint,
  type ComplaintRecord,
} from '../prisma/repositories/complaints.js';
import { accountLocked } from '../prisma/repositories/order-record.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import { recordAct, type ActDone } from './complaint-acts.js';
import { systemActor, type ActivityDeps } from './deps.js';

/** What was answered, and where the complaint stands now. */
export type RecordedOnComplaint<A> = { readonly answer: A; readonly situation: ComplaintSituation };

export type EscalateComplaint = {
  readonly number: string;
  readonly escalation: number;
  readonly told: ToldOfDelay;
  /** Instants: by when it was to be decided, and workflow time. */
  readonly dueAt: string;
  readonly at: string;
};

export function complaintActivities(deps: ActivityDeps) {
  const { prisma, processes } = deps;
  const situationOf = async (number: string): Promise<ComplaintSituation> => {
    const situation = await readComplaintSituation(prisma, number);
    invariant(situation, `complaint ${number} is not there`);
    return situation;
  };
  return {
    /** Where a complaint stands; its customer's account looks what is disputed now. @throws Error when there is none */
    async takeUpComplaint(number: string): Promise<ComplaintSituation> {
      const situation = await situationOf(number);
      if (situation.status === 'open' && situation.invoice !== null) await processes.wakeAccount(situation.customer);
      return situation;
    },

    /** Does one thing about a complaint: under the locks of its customer, its order and itself, once for its request. */
    async recordComplaintAct(input: RecordComplaintAct): Promise<RecordedOnComplaint<ComplaintResult | Refusal>> {
      const { number, act } = input;
      const { order, customer, invoice } = await situationOf(number);
      const key = complaintSteps.act(number, act.kind, act.request.actor.requestId);
      const done = await once<ActDone, Refusal>(
        prisma,
        key,
        act.request.actor.requestId,
        (tx) => recordAct(tx, input),
        accountLocked(order),
      );
      if (done.kind === 'refused') return { answer: done, situation: await situationOf(number) };
      const { servedOrders, deliversAgain, disputes, ...answer } = done;
      await processes.tellOrders(servedOrders, 'stockArrived');
      if (deliversAgain) await processes.deliverAgain(await readOrderRuns(prisma, [order]));
      if (disputes && invoice !== null) await processes.wakeAccount(customer);
      return { answer, situation: await situationOf(number) };
    },

    /**
     * Has the customer's account issue the credit note that a complaint comes to; one way of crediting serves all. What
     * waited for a second person, and was granted as it is asked for again, is taken.
     * @returns its number, or why there is none
     */
    async creditComplaint(input: CreditComplaint & { readonly number: string }): Promise<IssuedForComplaint | Refusal> {
      const { number, actor, credit } = input;
      const recorded = await prisma.step.findUnique({
        where: { key: complaintSteps.act(number, 'credit', actor.requestId) },
      });
      if (recorded !== null)
        return { kind: 'issued', creditNote: (recorded.result as { creditNote: string }).creditNote };
      const found = await prisma.$transaction((tx) => lockComplaint(tx, number));
      invariant(found, `complaint ${number} is not there`);
      const refused = refuseSettled(found, ['open']) ?? refuseUnqualified(found);
      if (refused !== null) return refused;
      if (found.invoice === null) return notInvoiced(number);
      const granted = await findGrantedCredit(prisma, found.invoice, credit);
      if (granted !== null) return { kind: 'issued', creditNote: granted };
      const result: CreditNoteResult | AskedCredit | Refusal = await processes.creditInvoice(found.customer, {
        actor,
        invoice: found.invoice,
        wish: credit,
      });
      if (result.kind === 'asked') return waitsForSecond(found.invoice);
      return result.kind === 'refused' ? result : { kind: 'issued', creditNote: result.credit.creditNote };
    },

    /** Says again, louder, that a complaint waits: its line in the worklist, and a mail to who answers for it. */
    async escalateComplaint(input: EscalateComplaint): Promise<ComplaintSituation> {
      const { number, dueAt, escalation } = input;
      const key = complaintSteps.escalation(number, dueAt, escalation);
      await once<{ readonly kind: 'escalated' }, null>(prisma, key, null, (tx) => escalate(deps, tx, input, key));
      return situationOf(number);
    },
  };
}

export type IssuedForComplaint = { readonly kind: 'issued'; readonly creditNote: string };

const notInvoiced = (complaint: string): Refusal => ({
  kind: 'refused',
  code: 'complaint-not-ready',
  said: said('complaint-without-invoice', { complaint }),
  remedy: said('credit-after-invoice'),
});

const waitsForSecond = (invoice: string): Refusal => ({
  kind: 'refused',
  code: 'complaint-not-ready',
  said: said('credit-waits', { invoice }),
  remedy: said('credit-once-granted'),
});

/** Once its time has passed and nobody has decided; what was decided meanwhile is left. */
async function escalate(
  deps: ActivityDeps,
  tx: Transaction,
  { number, escalation, told, at }: EscalateComplaint,
  key: string,
): Promise<StepRecord<{ readonly kind: 'escalated' }>> {
  const found = await lockComplaint(tx, number);
  if (found === undefined || !(await escalateComplaint(tx, number, escalation))) return undo(null);
  const company = await getCompany(tx);
  const on = localDateOf(epochMsOf(at), company.zone);
  const { customerName, readers } = await readersOfComplaint(tx, found, told);
  const dueOn = localDateOf(epochMsOf(found.dueAt), company.zone);
  const snapshot = {
    company,
    customer: { number: found.customer, name: customerName },
    ...remindedOf(found),
    escalation,
    url: `${deps.publicUrl}${pathOf('/complaints', number)}`,
  };
  return {
    result: { kind: 'escalated' },
    outgoing: readers.map(({ code, email }): NewOutgoing => ({
      id: outgoingIds.complaintReminder(number, dueOn, escalation, code),
      kind: 'complaint-reminder',
      snapshot,
      recipient: email,
      customerNumber: null,
      orderNumber: null,
    })),
    audit: [
      {
        actor: systemActor(key),
        action: 'complaint.escalated',
        entity: 'complaint',
        entityId: number,
        orderNumber: found.order,
        customerNumber: found.customer,
        on,
        after: {
          complaint: number,
          status: found.status,
          escalation,
          told,
          dueOn,
          codes: readers.map(({ code }) => code),
        },
      },
    ],
  };
}

const remindedOf = ({
  number,
  kind,
  order,
  delivery,
  invoice,
  currency,
  disputed,
  description,
  dueAt,
}: ComplaintRecord) => ({
  number,
  kind,
  order,
  delivery,
  invoice,
  currency,
  disputed,
  description,
  dueAt,
});
