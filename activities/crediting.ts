import { documentIds, orderSteps, postings } from '../contracts/ids.js';
import type {
  AskedCredit,
  CreditNoteResult,
  CreditWhy,
  IssuedCredit,
  RecordCreditNote,
} from '../contracts/credit-note.js';
import type { LedgerMove, LedgerReceivable, OnAccount } from '../contracts/account.js';
import type { CreditNoteDocument } from '../contracts/documents.js';
import type { Recorded } from '../contracts/process.js';
import type { Actor } from '../contracts/vocabulary.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { maxDate } from '../domain/calendar.js';
import { planCredit, sourcesCredited, type CreditableInvoice, type PlannedCredit } from '../domain/crediting.js';
import { add, isZero, negate, subtract } from '../domain/money.js';
import { openGrossOf } from '../domain/order-record.js';
import { isAccepted } from '../domain/order-stages.js';
import type { Transaction } from '../prisma/client.js';
import { readCreditable } from '../prisma/queries/crediting.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import {
  insertCreditNote,
  invoiceLocked,
  lockCreditedLines,
  type CreditNoteFacts,
  type CreditNumber,
} from '../prisma/repositories/credit-notes.js';
import { bindsCredit, setExposure } from '../prisma/repositories/exposure.js';
import { post, type Entry } from '../prisma/repositories/ledger.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import { takeNumberOf } from '../prisma/repositories/invoices.js';
import { readOrderFacts } from '../prisma/repositories/order-facts.js';
import { readOrder, recordedNothing } from '../prisma/repositories/order-record.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { undo, type StepRecord } from '../prisma/repositories/step.js';
import { wordsOf } from '../words/index.js';
import { askedFirst } from './credit-asking.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { actOnAccount, recordPosting, type Posting } from './ledger.js';
import { common, creditNoteOf, wayOf } from './snapshots.js';

export function creditingActivities(deps: ActivityDeps) {
  return {
    /**
     * Issues a credit note of an invoice: numbers it, takes back what it credits of orders and deliveries, deducts it from
     * what is open on the invoice, and lets fall what was claimed for that; with its document and its mail, in one
     * transaction under the locks of customer, orders, lines and series.
     */
    recordCreditNote: (input: RecordCreditNote): Promise<CreditNoteResult | AskedCredit | Refusal> =>
      creditOf(deps, input, (tx) => creditOrAsk(tx, input)),
    /** Credits what no invoice has deducted of a deposit, once nothing of its order is to be invoiced any more. */
    recordDepositOver: (input: RecordDepositOver): Promise<Recorded<null>> => recordDepositOver(deps, input),
  };
}

export type RecordDepositOver = {
  readonly orderNumber: string;
  readonly customer: string;
  /** The deposit invoice. */
  readonly deposit: string;
  /** Business date, from workflow time. */
  readonly today: string;
};

const creditOf = (
  deps: ActivityDeps,
  act: OnAccount<{ readonly actor: Actor; readonly invoice: string }>,
  work: (tx: Transaction) => Promise<StepRecord<CreditNoteResult> | StepRecord<AskedCredit>>,
): Promise<CreditNoteResult | AskedCredit | Refusal> =>
  actOnAccount<CreditNoteResult, AskedCredit>(deps, act, 'credit-note', work, invoiceLocked(act.customer, act.invoice));

async function recordDepositOver(deps: ActivityDeps, input: RecordDepositOver): Promise<Recorded<null>> {
  const { orderNumber, customer, deposit, today } = input;
  const act = {
    customer,
    actor: systemActor(orderSteps.depositOver(orderNumber, deposit)),
    on: today,
    invoice: deposit,
  };
  await creditOf(beside(deps, orderNumber), act, async (tx) => {
    const { language } = common(await readOrderFacts(tx, orderNumber), 'invoices');
    const note = wordsOf(language).depositInvoice.over(orderNumber);
    return credit(tx, { ...act, wish: { scope: 'whole', reason: 'AUTRE', note } });
  });
  await deps.processes.wakeAccount(customer);
  return recordedNothing(await readOrder(deps.prisma, orderNumber));
}

/** An order whose process waits for the step sees for itself what it did: a signal would come while its task ends. */
const beside = (deps: ActivityDeps, orderNumber: string): ActivityDeps => {
  const { processes } = deps;
  const others = (orders: readonly string[]) => orders.filter((order) => order !== orderNumber);
  return {
    ...deps,
    processes: { ...processes, tellOrders: (orders, news) => processes.tellOrders(others(orders), news) },
  };
};

async function creditOrAsk(
  tx: Transaction,
  input: RecordCreditNote,
): Promise<StepRecord<CreditNoteResult> | StepRecord<AskedCredit>> {
  const { found, plan } = await planned(tx, input);
  return (await askedFirst(tx, { ...input, found, plan })) ?? issue(tx, input, { found, plan });
}

/** Issues a credit note, whatever it comes to. */
export const credit = async (tx: Transaction, input: RecordCreditNote): Promise<StepRecord<CreditNoteResult>> =>
  issue(tx, input, await planned(tx, input));

async function planned(tx: Transaction, input: RecordCreditNote): Promise<Omit<Planned, 'taken'>> {
  const found = await lockCreditable(tx, input);
  const plan = planCredit(found, input.wish);
  return plan.kind === 'refused' ? undo(plan) : { found, plan };
}

async function issue(
  tx: Transaction,
  input: RecordCreditNote,
  { found, plan }: Omit<Planned, 'taken'>,
): Promise<StepRecord<CreditNoteResult>> {
  const taken = await takeNumberOf(tx, 'credit-note', maxDate(input.on, found.issueDate), found.order);
  const booked = await bookCredit(tx, input, { found, plan, taken });
  const posted = await recordPosting(tx, booked.act, booked.posting);
  if (found.kind === 'deposit') await bindAgain(tx, found.order);
  return {
    ...posted,
    result: { ...posted.result, credit: booked.issued },
    documents: [creditDocument(booked, null)],
    outgoing: [...(posted.outgoing ?? []), outgoingCredit(booked)],
  };
}

/** An invoice of the customer, with what is left of it, under the locks of its lines. */
export async function lockCreditable(
  tx: Transaction,
  { invoice, customer }: { readonly invoice: string; readonly customer: string },
): Promise<CreditableInvoice> {
  await lockCreditedLines(tx, invoice);
  const found = await readCreditable(tx, invoice, { salesperson: null });
  if (found?.customer !== customer)
    return undo({ kind: 'refused', code: 'not-found', said: said('invoice-not-of', { invoice, customer }) });
  return found;
}

type Planned = { readonly found: CreditableInvoice; readonly plan: PlannedCredit; readonly taken: CreditNumber };

/** A credit note that is inserted: what it still has to post, and what it says. */
export type BookedCredit = Planned & {
  readonly act: RecordCreditNote;
  readonly why: CreditWhy;
  readonly written: CreditNoteFacts;
  readonly issued: IssuedCredit;
  readonly posting: Posting;
  /** What it takes back of which delivery; quantities above zero. */
  readonly sources: ReturnType<typeof sourcesCredited>;
};

/** Inserts a credit note, takes back what it credits, and lets fall what was claimed for that. */
export async function bookCredit(tx: Transaction, input: RecordCreditNote, planned: Planned): Promise<BookedCredit> {
  const { invoice, wish } = input;
  const { found, plan, taken } = planned;
  const sources =
    takesQuantities(input) && found.kind !== 'deposit'
      ? sourcesCredited(plan.draft.lines.map(takenBack), found.sources)
      : [];
  const why = { scope: wish.scope, reason: wish.reason, note: wish.note ?? null };
  const written = await insertCreditNote(tx, { taken, corrects: invoice, draft: plan.draft, why, sources });
  const issued = issuedCredit(found, plan, taken);
  const act = { ...input, on: taken.issueDate };
  await postClaims(tx, act, plan, taken.number);
  return {
    ...planned,
    act,
    why,
    written,
    issued,
    sources,
    posting: {
      currency: issued.currency,
      receivables: receivablesOf(found),
      moves: [...plan.moves, ...plan.claims.map(claimMove)],
      entries: entriesOf(plan, taken.number),
      audit: [
        auditCredit(act, found, plan, issued),
        ...auditLosses(act, found, plan, taken.number),
        ...auditClaims(act, found, plan, taken.number),
      ],
      unallocated: null,
    },
  };
}

/** The credit note as it is issued. @param replacedBy the invoice that takes the place of what it credits; null: none */
export const creditDocument = (
  { act, found, plan, taken, why, written, issued }: BookedCredit,
  replacedBy: CreditNoteDocument['replacedBy'] | null,
): NewDocument => ({
  id: documentIds.creditNote(taken.number),
  kind: 'credit-note',
  number: taken.number,
  issuedOn: taken.issueDate,
  customerNumber: act.customer,
  orderNumber: found.order,
  snapshot: creditNoteOf(written.facts, {
    ...written,
    issued,
    why,
    draft: plan.draft,
    invoiceIssuedOn: found.issueDate,
    replacedBy,
  }),
});

export const outgoingCredit = ({ found, written, taken }: BookedCredit): NewOutgoing =>
  outgoingCreditNote(found, written, taken.number);
/** What is credited of a deposit binds the customer's credit with its order again, unless that has ended or waits for its credit. */
async function bindAgain(tx: Transaction, orderNumber: string): Promise<void> {
  const order = await readOrder(tx, orderNumber);
  const { stage, customer } = order;
  if (isAccepted(stage) || stage === 'discrepancy-hold' || (await bindsCredit(tx, orderNumber)))
    await setExposure(tx, customer, 'order', orderNumber, openGrossOf(order));
}

const takesQuantities = ({ wish }: RecordCreditNote): boolean => wish.scope === 'whole' || wish.scope === 'lines';

const takenBack = ({ lineNo, quantity }: { readonly lineNo: number; readonly quantity: string }) => ({
  lineNo,
  quantity: negate(quantity),
});

function issuedCredit(
  { creditable }: CreditableInvoice,
  { draft, applied, toGive, open }: PlannedCredit,
  { number, issueDate }: CreditNumber,
): IssuedCredit {
  const { invoice, currency } = creditable;
  return { creditNote: number, invoice, issueDate, currency, gross: draft.gross, applied, toGive, open };
}

const receivablesOf = ({ receivables, order }: CreditableInvoice): readonly LedgerReceivable[] =>
  receivables.map(({ invoice, instalment, dueDate }) => ({ invoice, instalment, dueDate, order }));

/** The credit note, and what of it is deducted from the invoice, on both sides. */
function entriesOf({ draft, moves, losses }: PlannedCredit, creditNote: string): readonly Entry[] {
  const own = { itemKind: 'receivable', invoice: creditNote, instalment: 1 } as const;
  const note: readonly Entry[] = isZero(draft.gross)
    ? []
    : [{ ...own, posting: postings.creditNote(creditNote), kind: 'credit-note', amount: draft.gross }];
  return [
    ...note,
    ...moves.flatMap(({ item, amount }, index): Entry[] => {
      if (item.kind === 'claim') return [];
      const { invoice, instalment } = item;
      const posting = postings.application(creditNote, index + 1);
      const of = { itemKind: 'receivable', posting, kind: 'application' } as const;
      return [
        { ...of, invoice, instalment, amount: negate(amount) },
        { ...of, ...own, amount },
      ];
    }),
    ...losses.flatMap(({ invoice, instalment, amount }, index): Entry[] => {
      const posting = postings.application(creditNote, moves.length + index + 1);
      const at = { itemKind: 'receivable', invoice, instalment } as const;
      return [
        {
          ...at,
          posting: postings.lossTakenBack(creditNote, { invoice, instalment }),
          kind: 'write-off',
          reason: creditNote,
          amount,
        },
        { ...at, posting, kind: 'application', amount: negate(amount) },
        { ...own, posting, kind: 'application', amount },
      ];
    }),
  ];
}

/** What falls away of each claim. A fee is in euros, whatever the currency of its invoice (art. D441-5 C.com). */
async function postClaims(
  tx: Transaction,
  act: RecordCreditNote,
  { claims }: PlannedCredit,
  creditNote: string,
): Promise<void> {
  for (const currency of new Set(claims.map((claim) => claim.currency))) {
    const entries = claims
      .filter((claim) => claim.currency === currency)
      .map(({ claim, falls }): Entry => ({
        posting: postings.claimCredited(claim, creditNote),
        kind: 'claim-credited',
        itemKind: 'claim',
        claim,
        amount: negate(falls),
      }));
    await post(tx, { ...act, currency }, entries);
  }
}

const claimMove = ({ claim, open, falls }: PlannedCredit['claims'][number]): LedgerMove => ({
  item: { kind: 'claim', claim },
  amount: falls,
  open: subtract(open, falls),
});

function auditCredit(
  { actor, customer, on, wish }: RecordCreditNote,
  { order }: CreditableInvoice,
  { draft, applied, takenBack, toGive, open }: PlannedCredit,
  { creditNote, invoice, currency }: IssuedCredit,
): AuditInput {
  return {
    actor,
    action: 'invoice.credited',
    entity: 'invoice',
    entityId: invoice,
    orderNumber: order,
    customerNumber: customer,
    on,
    before: { open: add(open, subtract(applied, takenBack)) },
    after: {
      creditNote,
      invoice,
      scope: wish.scope,
      reason: wish.reason,
      note: wish.note ?? null,
      amount: negate(draft.gross),
      applied,
      takenBack,
      toGive,
      open,
      currency,
    },
  };
}

/** Nothing was open of what was written off, and nothing is: the credit takes the place of the loss. */
const auditLosses = (
  { actor, customer, on }: RecordCreditNote,
  { order, creditable: { currency } }: CreditableInvoice,
  { losses }: PlannedCredit,
  creditNote: string,
): readonly AuditInput[] =>
  losses.map(({ invoice, instalment, amount }) => ({
    actor,
    action: 'invoice.loss-taken-back',
    entity: 'invoice',
    entityId: invoice,
    orderNumber: order,
    customerNumber: customer,
    on,
    before: { writtenOff: amount },
    after: { of: 'principal', invoice, instalment, amount, open: subtract(amount, amount), currency, creditNote },
  }));

const auditClaims = (
  { actor, customer, on }: RecordCreditNote,
  { order, creditable: { invoice } }: CreditableInvoice,
  { claims }: PlannedCredit,
  creditNote: string,
): readonly AuditInput[] =>
  claims.map(({ claim, kind, open, fallen, falls, currency }) => ({
    actor,
    action: 'claim.credited',
    entity: 'claim',
    entityId: claim,
    orderNumber: order,
    customerNumber: customer,
    on,
    before: { open, fallen },
    after: {
      of: kind,
      invoice,
      amount: falls,
      open: subtract(open, falls),
      fallen: add(fallen, falls),
      currency,
      creditNote,
    },
  }));

const outgoingCreditNote = (
  { customer, order }: CreditableInvoice,
  { facts, supply }: CreditNoteFacts,
  number: string,
) =>
  ({
    id: documentIds.creditNote(number),
    kind: 'credit-note',
    documents: [documentIds.creditNote(number)],
    ...wayOf(facts, 'credit-note', supply !== null),
    customerNumber: customer,
    orderNumber: order,
    invoiceNumber: number,
  }) as const;
