import { postings } from '../contracts/ids.js';
import type { LedgerMove, LedgerResult } from '../contracts/account.js';
import type { RecordApplication, RecordApplicationReversal, RecordRefund } from '../contracts/credit-note.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import { refuseFiner } from '../domain/amount-entry.js';
import { planAllocation, undone } from '../domain/ledger.js';
import { add, compare, isNegative, isZero, negate, subtract, sum } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import { nextApplication, standingApplication } from '../prisma/repositories/credit-notes.js';
import {
  allocationEntries,
  readAccount,
  type AccountFacts,
  type Entry,
  type PaymentFacts,
  type ReceivableFacts,
} from '../prisma/repositories/ledger.js';
import { undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';
import { onAccount } from './ledger.js';

/** What becomes of the rest of a credit note: it is set off against other invoices, or paid out. */
export function creditUseActivities(deps: ActivityDeps) {
  return {
    /** Sets what a credit note has left off against invoices of its customer. */
    recordApplication: (input: RecordApplication): Promise<LedgerResult | Refusal> =>
      onAccount(deps, input, 'application', (tx) => apply(tx, input)),
    /** Undoes one application: what it had deducted is open again, and the credit note has it to give. */
    recordApplicationReversal: (input: RecordApplicationReversal): Promise<LedgerResult | Refusal> =>
      onAccount(deps, input, 'application-reversal', (tx) => takeBack(tx, input)),
    /** Pays out what a credit note has left, with money that was booked as gone. */
    recordRefund: (input: RecordRefund): Promise<LedgerResult | Refusal> =>
      onAccount(deps, input, 'refund', (tx) => refund(tx, input)),
  };
}

async function apply(tx: Transaction, input: RecordApplication) {
  const { customer, creditNote, wish, actor, on } = input;
  const note = openNote(await readAccount(tx, customer, null, [creditNote]), creditNote, customer);
  const named = 'allocations' in wish ? wish.allocations.map(({ invoice }) => invoice) : null;
  const facts = await readAccount(tx, customer, null, named);
  const { currency } = note;
  const left = negate(note.open);
  if ('allocations' in wish) refuseUnfit(wish.allocations, left, note);
  const receivables = facts.receivables.filter((each) => each.currency === currency && !isNegative(each.open));
  const plan = planAllocation(wish, { unallocated: left, remittanceText: null, currency }, { receivables, claims: [] });
  if (plan.kind === 'stranger') {
    const target = 'allocations' in wish ? wish.allocations[plan.index] : undefined;
    const about = said('invoice-not-of-currency', { name: target?.invoice ?? '', customer });
    return refuse('invalid-request', about, `allocations.${plan.index}.invoice`, said('allocate-to-same-customer'));
  }
  const { moves } = plan;
  const first = await nextApplication(tx, creditNote);
  return {
    receivables: facts.receivables,
    currency,
    moves,
    entries: moves.flatMap((move, index) => bothSides(creditNote, first + index, move)),
    audit:
      moves.length === 0
        ? []
        : [
            auditSpent(input, note, moves),
            ...moves.flatMap(({ item, amount, open }) => {
              if (item.kind === 'claim') return [];
              const order = receivables.find(({ invoice }) => invoice === item.invoice)?.order ?? null;
              return [
                {
                  actor,
                  action: 'invoice.credit-applied' as const,
                  entity: 'invoice' as const,
                  entityId: item.invoice,
                  orderNumber: order,
                  customerNumber: customer,
                  on,
                  before: { open: add(open, amount) },
                  after: { of: 'principal' as const, invoice: item.invoice, amount, open, currency, creditNote },
                },
              ];
            }),
          ],
    unallocated: null,
  };
}

/** What a credit note has less to give. */
function auditSpent(
  { customer, actor, on }: RecordApplication,
  { invoice, order, open, currency }: ReceivableFacts,
  moves: readonly LedgerMove[],
) {
  const amount = sum(
    moves.map((move) => move.amount),
    currency,
  );
  return {
    actor,
    action: 'invoice.credit-spent' as const,
    entity: 'invoice' as const,
    entityId: invoice,
    orderNumber: order,
    customerNumber: customer,
    on,
    before: { open },
    after: { amount, open: add(open, amount), currency },
  };
}

function bothSides(creditNote: string, application: number, { item, amount }: LedgerMove): readonly Entry[] {
  if (item.kind === 'claim') return [];
  const posting = postings.application(creditNote, application);
  const of = { itemKind: 'receivable', posting, kind: 'application' } as const;
  return [
    { ...of, invoice: item.invoice, instalment: item.instalment, amount: negate(amount) },
    { ...of, invoice: creditNote, instalment: 1, amount },
  ];
}

async function takeBack(tx: Transaction, input: RecordApplicationReversal) {
  const { customer, creditNote, application, reason, actor, on } = input;
  const found = await standingApplication(tx, creditNote, application);
  if (found?.customer !== customer)
    return refuse('allocation-reversed', said('no-such-application', { creditNote, application }), 'application');
  const { invoice, instalment, amount, currency } = found;
  if (invoice === found.corrects)
    return refuse('over-credit', said('own-credit-stays', { creditNote, invoice }), 'application');
  const { receivables } = await readAccount(tx, customer, null, [invoice, creditNote]);
  const due = receivables.find((each) => each.invoice === invoice && each.instalment === instalment);
  const note = receivables.find((each) => each.invoice === creditNote);
  if (due === undefined || note === undefined)
    throw new Error(`${creditNote} and ${invoice} are not on the account of ${customer}`);
  const move = undone({ item: { kind: 'receivable', invoice, instalment }, amount, open: due.open });
  const reverses = postings.application(creditNote, application);
  const of = {
    itemKind: 'receivable',
    kind: 'application-undone',
    posting: postings.reversal(reverses),
    reverses,
    reason,
  } as const;
  const about = { actor, entity: 'invoice', customerNumber: customer, on } as const;
  const open = subtract(note.open, amount);
  return {
    receivables,
    currency,
    moves: [move],
    entries: [
      { ...of, invoice, instalment, amount },
      { ...of, invoice: creditNote, instalment: 1, amount: negate(amount) },
    ],
    audit: [
      {
        ...about,
        action: 'invoice.credit-reversed' as const,
        entityId: invoice,
        orderNumber: due.order,
        before: { open: due.open },
        after: { of: 'principal' as const, invoice, amount, open: move.open, currency, creditNote, reason },
      },
      {
        ...about,
        action: 'invoice.credit-regained' as const,
        entityId: creditNote,
        orderNumber: note.order,
        before: { open: note.open },
        after: { amount, open, currency },
      },
    ],
    unallocated: null,
  };
}

async function refund(tx: Transaction, { customer, paymentId, actor, on }: RecordRefund) {
  const { payment } = await readAccount(tx, customer, paymentId, []);
  const creditNote = creditNoteOf(payment, customer);
  const facts = await readAccount(tx, customer, null, [creditNote.number]);
  const note = openNote(facts, creditNote.number, customer, 'refunds');
  const { currency } = note;
  const amount = creditNote.payment.unallocated;
  if (compare(amount, note.open) < 0 || isZero(amount)) {
    const about = { creditNote: note.invoice, amount: negate(amount), left: negate(note.open), currency };
    return refuse('over-refund', said('more-than-to-give', about), 'amount');
  }
  const move: LedgerMove = {
    item: { kind: 'receivable', invoice: note.invoice, instalment: note.instalment },
    amount,
    open: subtract(note.open, amount),
    allocation: creditNote.payment.allocations + 1,
  };
  return {
    receivables: facts.receivables,
    currency,
    moves: [move],
    entries: allocationEntries(paymentId, creditNote.payment.allocations + 1, move),
    audit: [
      {
        actor,
        action: 'invoice.refunded' as const,
        entity: 'invoice' as const,
        entityId: note.invoice,
        orderNumber: note.order,
        customerNumber: customer,
        on,
        before: { open: note.open },
        after: {
          amount: negate(amount),
          open: move.open,
          currency,
          reference: creditNote.payment.reference,
          payment: paymentId,
        },
      },
    ],
    unallocated: sum([amount, negate(amount)], currency),
  };
}

type Refunding = { readonly number: string; readonly payment: PaymentFacts };

function creditNoteOf(payment: PaymentFacts | null, customer: string): Refunding {
  if (payment?.customer !== customer || payment.refunds === null)
    return refuse('over-refund', said('payment-not-of', { payment: payment?.reference ?? '', customer }));
  return { number: payment.refunds, payment };
}

/** The receivable of a credit note that has something left. */
function openNote(
  { receivables }: AccountFacts,
  creditNote: string,
  customer: string,
  field?: string,
): ReceivableFacts {
  const note = receivables.find(({ invoice }) => invoice === creditNote);
  if (note === undefined) return refuse('not-found', said('no-credit-note-of', { creditNote, customer }), field);
  if (!isNegative(note.open)) return refuse('nothing-open', said('nothing-to-give-on', { creditNote }), field);
  return note;
}

function refuseUnfit(
  targets: readonly { readonly amount: string }[],
  left: string,
  { invoice: creditNote, currency }: ReceivableFacts,
): void {
  for (const [index, { amount }] of targets.entries()) {
    const finer = refuseFiner(`allocations.${index}.amount`, amount, currency);
    if (finer) undo(finer);
  }
  const wanted = sum(targets.map(({ amount }) => amount));
  if (compare(wanted, left) > 0)
    refuse('over-allocation', said('more-than-to-give', { creditNote, amount: wanted, left, currency }), 'allocations');
}

/** @param field what was sent that is at fault; left out: nothing but the address was */
const refuse = (code: ProblemCode, what: Said, field?: string, remedy?: Said): never =>
  undo({
    kind: 'refused',
    code,
    said: what,
    ...(field !== undefined && { field }),
    ...(remedy !== undefined && { remedy }),
  } satisfies Refusal);
