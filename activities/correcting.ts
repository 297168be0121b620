import type { LedgerMove, LedgerReceivable } from '../contracts/account.js';
import type { AskedCredit } from '../contracts/credit-note.js';
import type { CorrectionResult, IssuedCorrection, RecordCorrection } from '../contracts/correction.js';
import { documentIds, postings } from '../contracts/ids.js';
import type { Refusal } from '../contracts/problems.js';
import { maxDate } from '../domain/calendar.js';
import { planCorrection, sourcesInvoiced, type PlannedCorrection } from '../domain/correcting.js';
import type { CreditableInvoice } from '../domain/crediting.js';
import { earlyPayment } from '../domain/early-payment.js';
import { planAllocation } from '../domain/ledger.js';
import { add, isPositive, isZero, negate } from '../domain/money.js';
import { instalmentsOf, type InstalmentDue } from '../domain/payment-terms.js';
import type { Transaction } from '../prisma/client.js';
import { readCorrection, type RightHead } from '../prisma/queries/correcting.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import {
  correctionLocked,
  insertRightInvoice,
  type NewRightInvoice,
  type RightInvoiceFacts,
} from '../prisma/repositories/corrections.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import type { CreditNumber } from '../prisma/repositories/credit-notes.js';
import { takeNumberOf, type TakenNumber } from '../prisma/repositories/invoices.js';
import type { Entry } from '../prisma/repositories/ledger.js';
import type { OrderFacts } from '../prisma/repositories/order-facts.js';
import { undo, type StepRecord } from '../prisma/repositories/step.js';
import { bookCredit, creditDocument, lockCreditable, outgoingCredit, type BookedCredit } from './crediting.js';
import { askedFirst } from './credit-asking.js';
import type { ActivityDeps } from './deps.js';
import { actOnAccount, recordPosting } from './ledger.js';
import { rightInvoiceOf, wayOf } from './snapshots.js';

export function correctingActivities(deps: ActivityDeps) {
  return {
    /**
     * Puts an invoice right: takes back what is left of it, by a credit note or by a corrective invoice, and issues the
     * right one, to its customer or to another; with documents and mails, in one transaction under the locks of both
     * customers, of orders, lines and series. Another customer's account wakes.
     */
    recordCorrection: async (input: RecordCorrection): Promise<CorrectionResult | AskedCredit | Refusal> => {
      const { customer, invoice, wish } = input;
      const locked = correctionLocked([customer, wish.customer ?? customer], invoice);
      const work = (tx: Transaction) => correctOrAsk(tx, input);
      const recorded = await actOnAccount<CorrectionResult, AskedCredit>(deps, input, 'correction', work, locked);
      if (recorded.kind === 'posted' && recorded.correction.customer !== customer)
        await deps.processes.wakeAccount(recorded.correction.customer);
      return recorded;
    },
  };
}

async function correctOrAsk(
  tx: Transaction,
  input: RecordCorrection,
): Promise<StepRecord<CorrectionResult> | StepRecord<AskedCredit>> {
  const whole = await planned(tx, input);
  const { found, plan } = whole;
  return (await askedFirst(tx, { ...input, found, plan: plan.credit })) ?? issue(tx, input, whole);
}

/** Puts an invoice right, whatever that comes to. */
export const correct = async (tx: Transaction, input: RecordCorrection): Promise<StepRecord<CorrectionResult>> =>
  issue(tx, input, await planned(tx, input));

type Planned = {
  readonly found: CreditableInvoice;
  readonly head: RightHead;
  readonly plan: PlannedCorrection;
};

async function planned(tx: Transaction, input: RecordCorrection): Promise<Planned> {
  const { on, wish } = input;
  const found = await lockCreditable(tx, input);
  const read = await readCorrection(tx, found, wish, on);
  if ('kind' in read) return undo(read);
  const plan = planCorrection(found, wish, read.facts);
  return plan.kind === 'refused' ? undo(plan) : { found, head: read.head, plan };
}

async function issue(
  tx: Transaction,
  input: RecordCorrection,
  { found, head, plan }: Planned,
): Promise<StepRecord<CorrectionResult>> {
  const { on, wish, invoice } = input;
  const { credit, right } = await takeNumbers(tx, input, found);
  const { reason, note } = wish;
  const creditNote = { scope: 'whole', reason, ...(note !== undefined && { note }) } as const;
  const { actor, customer } = input;
  const asked = { actor, customer, on, invoice, wish: creditNote };
  const booked = await bookCredit(tx, asked, { found, plan: plan.credit, taken: credit });
  const issued = await issueRight(tx, input, { booked, plan, head, taken: right });
  const deducted = deductFrom(issued, booked.taken.number, plan);
  const posted = await recordPosting(tx, booked.act, {
    ...booked.posting,
    receivables: [...booked.posting.receivables, ...issued.receivables],
    moves: [...booked.posting.moves, ...deducted],
    entries: [...booked.posting.entries, ...bothSides(booked, deducted)],
    audit: [...booked.posting.audit, ...auditRight(input, issued, booked, deducted)],
    raised: isPositive(plan.open)
      ? issued.receivables.filter(({ instalment }) => isOpen(instalment, issued, deducted))
      : [],
  });
  const replacedBy = { invoice: right.number, deducted: plan.deducted };
  const isCredited = wish.form === 'credit-and-invoice';
  return {
    ...posted,
    result: { ...posted.result, credit: booked.issued, correction: issued.told },
    documents: [...(isCredited ? [creditDocument(booked, replacedBy)] : []), issued.document],
    outgoing: [...(posted.outgoing ?? []), ...(isCredited ? [outgoingCredit(booked)] : []), issued.outgoing],
  };
}

type Numbers = { readonly credit: CreditNumber; readonly right: TakenNumber };

/** What books the taking back of a corrective invoice is named by it, and is in no series. */
async function takeNumbers(
  tx: Transaction,
  { on, wish }: RecordCorrection,
  { issueDate, order }: CreditableInvoice,
): Promise<Numbers> {
  const day = maxDate(on, issueDate);
  if (wish.form === 'corrective') {
    const right = await takeNumberOf(tx, 'corrective', day, order);
    return { right, credit: { number: `${right.number}-R`, issueDate: right.issueDate, series: null, sequence: null } };
  }
  const credit = await takeNumberOf(tx, 'credit-note', day, order);
  return { credit, right: await takeNumberOf(tx, 'invoice', credit.issueDate, order) };
}

type Right = {
  readonly booked: BookedCredit;
  readonly plan: PlannedCorrection;
  readonly head: RightHead;
  readonly taken: TakenNumber;
};

/** The right invoice on record: what it is owed by its days, and what it says. */
type IssuedRight = {
  readonly told: IssuedCorrection;
  readonly instalments: readonly InstalmentDue[];
  readonly deliveries: readonly string[];
  readonly receivables: readonly LedgerReceivable[];
  readonly document: NewDocument;
  readonly outgoing: NewOutgoing;
};

async function issueRight(tx: Transaction, input: RecordCorrection, right: Right): Promise<IssuedRight> {
  const { booked, plan, head, taken } = right;
  const { draft, deducted, toGive, open } = plan;
  const { found } = booked;
  const { currency } = found.creditable;
  const { number, issueDate } = taken;
  const { customer, paymentTerms } = head;
  const { gross } = draft;
  const instalments = instalmentsOf(paymentTerms, { issueDate, gross, currency });
  const dueDate = maxDate(issueDate, ...instalments.map((each) => each.dueDate));
  const kind = input.wish.form === 'corrective' ? 'corrective' : 'invoice';
  const sources = sourcesInvoiced(draft.lines, booked.sources);
  const { actor, invoice: replaces } = input;
  const of = { taken, kind, replaces, customer, draft, paymentTerms, dueDate, instalments, sources, actor } as const;
  const written = await insertRightInvoice(tx, of);
  return {
    told: { invoice: number, issueDate, dueDate, currency, gross, customer, deducted, toGive, open },
    instalments,
    deliveries: written.deliveries,
    receivables: instalments.map(({ instalment, dueDate: due }) => ({
      invoice: number,
      instalment,
      dueDate: due,
      order: found.order,
    })),
    ...papersOf(of, written, right, input),
  };
}

function papersOf(
  { kind, replaces, customer, draft, paymentTerms, dueDate, instalments }: NewRightInvoice,
  { payee, deliveries }: RightInvoiceFacts,
  { booked, head, taken: { number, issueDate } }: Right,
  { wish }: RecordCorrection,
): Pick<IssuedRight, 'document' | 'outgoing'> {
  const { found } = booked;
  const facts = addressedTo(booked.written.facts, head);
  const corrected = { number: replaces, issueDate: found.issueDate };
  const id = documentIds.invoice(number);
  const snapshot = rightInvoiceOf(facts, {
    number,
    issueDate,
    dueDate,
    draft,
    paymentTerms,
    instalments,
    early: earlyPayment(paymentTerms, { ...draft, issueDate, currency: found.creditable.currency }),
    payee,
    deliveredOn: head.deliveredOn,
    deliveryAddress: head.deliveryAddress,
    deliveries,
    wrong: booked.written.said,
    isOfAnother: customer !== found.customer,
    isMoved: wish.deliveryAddress !== undefined,
    ...(kind === 'corrective'
      ? { corrects: corrected }
      : { replaces: { ...corrected, creditNote: booked.taken.number } }),
  });
  const about = { id, kind: 'invoice', customerNumber: customer } as const;
  return {
    document: { ...about, orderNumber: found.order, number, issuedOn: issueDate, snapshot },
    // Of no order's process: the account sends it.
    outgoing: {
      ...about,
      orderNumber: null,
      documents: [id],
      ...wayOf(facts, 'invoice'),
      invoiceNumber: number,
    },
  };
}

/** What documents say is of who gets them: of another customer they say nothing of the first. */
const addressedTo = (facts: OrderFacts, { parties, customerReference, invoiceChannel }: RightHead): OrderFacts => ({
  ...facts,
  ...(parties.buyer.number !== facts.order.parties.buyer.number && { customerText: '' }),
  order: { ...facts.order, parties, customerReference, invoiceChannel },
});

/** What the credit has left is deducted from the right invoice, the instalment due first first. */
function deductFrom(
  { receivables, instalments, told }: IssuedRight,
  creditNote: string,
  plan: PlannedCorrection,
): readonly LedgerMove[] {
  const { deducted } = plan;
  if (isZero(deducted)) return [];
  const { invoice, currency } = told;
  const amounts = new Map(instalments.map(({ instalment, amount }) => [instalment, amount]));
  const items = receivables.map((each) => ({
    ...each,
    kind: 'receivable' as const,
    open: amounts.get(each.instalment) ?? '0',
  }));
  const shared = planAllocation(
    { allocations: [{ invoice, amount: deducted }] },
    { unallocated: deducted, remittanceText: null, currency },
    { receivables: items, claims: [] },
  );
  if (shared.kind === 'stranger') throw new Error(`${creditNote} cannot be deducted from ${invoice}`);
  return shared.moves;
}

function isOpen(instalment: number, { instalments }: IssuedRight, deducted: readonly LedgerMove[]): boolean {
  const move = deducted.find(({ item }) => item.kind === 'receivable' && item.instalment === instalment);
  const amount = instalments.find((each) => each.instalment === instalment)?.amount ?? '0';
  return isPositive(move?.open ?? amount);
}

/** The first applications of the credit note are those on the invoice that it credits. */
const bothSides = ({ taken, plan }: BookedCredit, moves: readonly LedgerMove[]): readonly Entry[] =>
  moves.flatMap(({ item, amount }, index): readonly Entry[] => {
    if (item.kind === 'claim') return [];
    const posting = postings.application(taken.number, plan.moves.length + plan.losses.length + index + 1);
    const of = { itemKind: 'receivable', posting, kind: 'application' } as const;
    return [
      { ...of, invoice: item.invoice, instalment: item.instalment, amount: negate(amount) },
      { ...of, invoice: taken.number, instalment: 1, amount },
    ];
  });

function auditRight(
  { actor, invoice }: RecordCorrection,
  { told, deliveries }: IssuedRight,
  { taken, found, plan }: BookedCredit,
  deducted: readonly LedgerMove[],
): readonly AuditInput[] {
  const { invoice: number, customer: customerNumber, gross, currency, dueDate, issueDate } = told;
  const about = {
    actor,
    entity: 'invoice',
    entityId: number,
    orderNumber: found.order,
    customerNumber,
    on: issueDate,
  } as const;
  const replaces = { invoice, creditNote: taken.number, was: negate(plan.draft.gross) };
  return [
    {
      ...about,
      action: 'invoice.issued',
      after: { gross, currency, dueDate, delivery: deliveries.join(', '), replaces },
    },
    ...deducted.map(({ amount, open }): AuditInput => ({
      ...about,
      action: 'invoice.credit-applied',
      before: { open: add(open, amount) },
      after: { of: 'principal', invoice: number, amount, open, currency, creditNote: taken.number },
    })),
  ];
}
