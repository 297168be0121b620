import type { Company } from '../contracts/company.js';
import type { DunnedInvoice, DunningLetter, DunningReport } from '../contracts/documents.js';
import { documentIds, outgoingIds, workItemIds } from '../contracts/ids.js';
import type { DunningClaim } from '../contracts/process.js';
import type { Currency } from '../contracts/vocabulary.js';
import { issuedWith, type KnownTemplate } from '../domain/document-template.js';
import { leadingOf, letterTotals } from '../domain/dunning-letter.js';
import type { DueItem } from '../domain/dunning-plan.js';
import { canonicalAmount, equals, isPositive, subtract } from '../domain/money.js';
import { pathOf } from '../domain/paths.js';
import type { DunnedFacts } from '../prisma/repositories/dunning.js';
import type { Transaction } from '../prisma/client.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import type { ActivityDeps } from './deps.js';
import { common, recipientFor } from './snapshots.js';

/** What one receivable's step claims. */
export type Step = { readonly item: DueItem; readonly claim: DunningClaim; readonly facts: DunnedFacts };
export type Steps = readonly [Step, ...Step[]];

/** What is asked of a customer together, on one day, in one currency. */
type Asked = {
  readonly company: Company;
  readonly templates: readonly KnownTemplate[];
  readonly currency: Currency;
  readonly unallocated: string;
  readonly credits: string;
};

/** The step that sets the tone: where the letter goes, and how, is said by its order. */
export const leadOf = (steps: Steps): Step => {
  const [first, ...others] = steps;
  const dunned = (step: Step) => ({ step, level: step.claim.level, dueDate: step.item.dueDate });
  return leadingOf([dunned(first), ...others.map(dunned)]).step;
};

/** The letter that lists what has reached a level today. */
export function letterOf(asked: Asked, steps: Steps, number: string): DunningLetter {
  const { claim, facts, item } = leadOf(steps);
  if (claim.level === 'hand-over') throw new Error('a hand-over sends nothing to the customer');
  const { language, customer } = common(addressee(asked, item, facts), 'dunning');
  return {
    language,
    company: asked.company,
    ...issuedWith(asked.templates, 'dunning-letter', claim.decidedOn),
    customer,
    number,
    level: claim.level,
    ...dunnedOf(asked, steps),
    annualPercent: claim.annualPercent,
    remindersBefore: facts.reminders,
  };
}

/** What finance is told of a receivable that a person takes over. */
export const handOverReport = (deps: Pick<ActivityDeps, 'publicUrl'>, asked: Asked, step: Step): DunningReport => {
  const { claim, facts, item } = step;
  const dunned = dunnedOf(asked, [step]);
  return {
    company: asked.company,
    customer: common(addressee(asked, item, facts), 'dunning').customer,
    level: claim.level,
    ...dunned,
    outcome: { kind: 'handed-over' },
    dossiers: dossiersOf(deps, dunned.invoices),
  };
};

/** What finance is told of a letter that has left. */
export function letterReport(deps: Pick<ActivityDeps, 'publicUrl'>, letter: DunningLetter, to: string): DunningReport {
  const { language: _l, template: _t, number, annualPercent: _percent, remindersBefore: _before, ...dunned } = letter;
  return {
    ...dunned,
    outcome: { kind: 'sent', letter: number, to },
    dossiers: dossiersOf(deps, letter.invoices),
  };
}

function dunnedOf({ currency, unallocated, credits }: Asked, steps: Steps) {
  const { claim } = leadOf(steps);
  return {
    date: claim.decidedOn,
    currency,
    invoices: steps.map((step) => dunnedInvoice(step, currency)),
    ...letterTotals(
      steps.map((step) => step.claim),
      currency,
    ),
    unallocated,
    ...(isPositive(credits) && { credits }),
    creditStop: steps.some((step) => step.claim.creditStop),
    next: claim.next,
  };
}

function dunnedInvoice({ item, claim, facts }: Step, currency: Currency): DunnedInvoice {
  const gross = canonicalAmount(facts.amount, currency);
  const { openAmount, interest, recoveryFee } = claim;
  return {
    invoice: item.invoice,
    instalment: item.instalment,
    order: item.order,
    customerReference: facts.customerReference,
    issueDate: item.issueDate,
    dueDate: item.dueDate,
    level: claim.level,
    gross,
    ...(!equals(gross, facts.invoiceGross) && { invoiceGross: canonicalAmount(facts.invoiceGross, currency) }),
    ...(facts.payee !== null && { payee: facts.payee }),
    paid: subtract(subtract(gross, openAmount), item.disputed ?? '0'),
    ...(item.disputed !== undefined && { disputed: item.disputed }),
    openAmount,
    interest,
    interestParts: [...claim.interestParts],
    recoveryFee,
    claimed: letterTotals([claim], currency).claimed,
    overdueDays: claim.overdueDays,
  };
}

const addressee = ({ company }: Asked, { order }: DueItem, { parties, customerReference }: DunnedFacts) => ({
  company,
  order: { number: order, customerReference, quote: null, parties },
});

/** The letter on its way to the customer. */
export function outgoingLetter(customer: string, letter: DunningLetter, steps: Steps): NewOutgoing {
  const id = documentIds.dunningLetter(letter.number);
  const { facts, item } = leadOf(steps);
  return {
    id,
    kind: 'dunning-letter',
    documents: [id],
    recipient: recipientFor(facts.parties, 'dunning-letter', item.order),
    customerNumber: customer,
    letterId: id,
    ...placeOfAll(letter.invoices),
  };
}

/** Finance receives each letter, and each receivable handed over: a mail of its own and a line in the worklist. */
export async function tellFinance(
  tx: Transaction,
  report: DunningReport,
  /** Of the letter; of a receivable that is handed over: of its step. */
  about: { readonly letterId: string | null; readonly step: string },
): Promise<NewOutgoing> {
  const { level, outcome, customer, company, openAmount: open, claimed, recoveryFee, next, date } = report;
  const { letterId, step } = about;
  const place = placeOfAll(report.invoices);
  const name = outcome.kind === 'sent' ? outcome.letter : step;
  const kind = outcome.kind === 'sent' ? 'dunning-report' : 'collections';
  await openWorkItem(tx, {
    id: workItemIds.dunning(kind, name),
    kind,
    role: 'finance',
    facts: {
      invoices: [...new Set(report.invoices.map(({ invoice }) => invoice))],
      level,
      to: outcome.kind === 'sent' ? outcome.to : null,
      open,
      claimed,
      recoveryFee,
      next,
    },
    ...place,
    customerNumber: customer.number,
    mailId: letterId,
    dunningStepId: step,
    amount: claimed,
    dueOn: date,
    link: place.orderNumber === null ? null : pathOf('/orders', place.orderNumber),
  });
  return {
    id: outgoingIds.dunningReport(name),
    kind: 'dunning-report',
    snapshot: report,
    recipient: company.financeEmail,
    customerNumber: customer.number,
    letterId,
    ...place,
  };
}

/** The one order and the one invoice that something is about, where there is one. */
function placeOfAll(invoices: readonly DunnedInvoice[]): { orderNumber: string | null; invoiceNumber: string | null } {
  const only = (names: readonly string[]) => (new Set(names).size === 1 ? (names[0] ?? null) : null);
  return {
    orderNumber: only(invoices.map(({ order }) => order)),
    invoiceNumber: only(invoices.map(({ invoice }) => invoice)),
  };
}

function dossiersOf({ publicUrl }: Pick<ActivityDeps, 'publicUrl'>, invoices: readonly DunnedInvoice[]) {
  return [...new Set(invoices.map(({ order }) => order))].map((order) => ({
    order,
    url: `${publicUrl}${pathOf('/orders', order)}`,
  }));
}
