import type { DunningLetter, DunningReport, Issued, MailContent } from '../contracts/documents.js';
import type { DunningClaim } from '../contracts/process.js';
import type { ContactRole, MailKind } from '../contracts/vocabulary.js';
import {
  acknowledgementMail,
  dunningMail,
  dunningReportMail,
  invoiceMail,
  questionMail,
  refusalMail,
} from '../documents/mails.js';
import { claimedAmount } from '../domain/dunning.js';
import { canonicalAmount, subtract } from '../domain/money.js';
import { recipientOf } from '../domain/parties.js';
import type { MailFacts } from '../prisma/repositories/mail-facts.js';

/** The text of one business mail, and who receives it. */
export type ComposedMail = MailContent & { readonly to: string };

/** Whom a mail of this kind is for; a report goes to our own finance about whom the letter went to. */
const roleOf: Readonly<Record<MailKind, ContactRole>> = {
  acknowledgement: 'orders',
  question: 'orders',
  refusal: 'orders',
  invoice: 'invoices',
  dunning: 'dunning',
  'dunning-report': 'dunning',
};

const recipientOfMail = ({ kind, order }: MailFacts) => present(recipientOf(order.parties, roleOf[kind]), 'recipient');

/** Who receives a mail, by the parties of its order as they are now. */
export const addressOf = (facts: MailFacts): string =>
  facts.kind === 'dunning-report' ? facts.company.financeEmail : recipientOfMail(facts).email;

/** Writes the text of a mail from its facts and the snapshots of what it carries. */
export function composeMail(facts: MailFacts, publicUrl: string): ComposedMail {
  return { to: addressOf(facts), ...contentOf(facts, publicUrl) };
}

function contentOf(facts: MailFacts, publicUrl: string): MailContent {
  switch (facts.kind) {
    case 'acknowledgement':
    case 'invoice':
      return coverOf(present(facts.documents[0], facts.kind));
    case 'dunning':
      return dunningMail(dunningLetter(facts));
    case 'dunning-report':
      return dunningReportMail(dunningReport(facts, publicUrl));
    case 'question':
      return composeQuestion(facts);
    case 'refusal':
      return composeRefusal(facts);
  }
}

/** What a document is sent with. */
function coverOf(document: Issued): MailContent {
  switch (document.kind) {
    case 'acknowledgement':
      return acknowledgementMail(document.snapshot);
    case 'invoice':
      return invoiceMail(document.snapshot);
    case 'delivery-note':
    case 'signed-delivery-note':
      throw new Error(`a ${document.kind} goes with another document`);
  }
}

function composeQuestion(facts: MailFacts): MailContent {
  const data = facts.data as { discrepancyId: string; message: string };
  const asked = facts.discrepancies.filter((discrepancy) => discrepancy.id === data.discrepancyId);
  return questionMail({
    ...common(facts),
    receivedOn: facts.order.receivedOn,
    currency: currencyOf(facts),
    discrepancies: asked.map(({ id: _, ...discrepancy }) => ({
      ...discrepancy,
      description: descriptionOf(facts, discrepancy.lineNo),
    })),
    message: data.message,
  });
}

function composeRefusal(facts: MailFacts): MailContent {
  const { kind } = facts.data as { kind: 'refused' | 'rejected' };
  return refusalMail({ ...common(facts), receivedOn: facts.order.receivedOn, kind, message: null });
}

function dunningLetter(facts: MailFacts): DunningLetter {
  const claim = facts.data as DunningClaim;
  if (claim.level === 'hand-over') throw new Error('a hand-over sends nothing to the customer');
  return {
    ...common(facts),
    level: claim.level,
    date: claim.decidedOn,
    ...claimOf(facts, claim),
    annualPercent: claim.annualPercent,
    remindersBefore: present(facts.receivable, 'receivable').remindersBefore,
    nextLevel: claim.next?.level ?? null,
  };
}

function dunningReport(facts: MailFacts, publicUrl: string): DunningReport {
  const { claim, to } = facts.data as { claim: DunningClaim; to: string | null };
  const { company, customer } = common(facts);
  return {
    company,
    customer,
    level: claim.level,
    date: claim.decidedOn,
    ...claimOf(facts, claim),
    outcome: to === null ? { kind: 'handed-over' } : { kind: 'sent', to },
    creditStop: claim.creditStop,
    next: claim.next,
    dossierUrl: `${publicUrl}/orders/${facts.order.number}`,
  };
}

function claimOf(facts: MailFacts, claim: DunningClaim) {
  const invoice = present(facts.invoice, 'invoice');
  const currency = currencyOf(facts);
  return {
    invoice: invoice.number,
    order: facts.order.number,
    customerReference: facts.order.customerReference,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    currency,
    gross: canonicalAmount(invoice.gross, currency),
    paid: subtract(canonicalAmount(invoice.gross, currency), claim.openAmount),
    openAmount: claim.openAmount,
    interest: claim.interest,
    interestParts: [...claim.interestParts],
    recoveryFee: claim.recoveryFee,
    claimed: claimedAmount(claim, currency),
    overdueDays: claim.overdueDays,
  };
}

const common = (facts: MailFacts) => ({
  language: recipientOfMail(facts).language,
  company: facts.company,
  customer: {
    number: facts.order.parties.buyer.number,
    name: facts.order.parties.buyer.name,
    siren: facts.order.parties.buyer.siren,
    vatNumber: facts.order.parties.buyer.vatNumber,
    billingAddress: facts.order.parties.billTo.address,
  },
  order: facts.order.number,
  customerReference: facts.order.customerReference,
  quote: facts.order.quote,
});

const currencyOf = (facts: MailFacts) => facts.customer.currency;

const descriptionOf = (facts: MailFacts, lineNo: number | null): string | null =>
  facts.lines.find((line) => line.lineNo === lineNo)?.description ?? null;

function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`no ${what} among the facts of this mail`);
  return value;
}
