import { createHash } from 'node:crypto';
import {
  AcknowledgementDocument,
  type DeliveryNoteDocument,
  type DunningLetter,
  type DunningReport,
  type InvoiceDocument,
  type MailContent,
} from '../contracts/documents.js';
import type { DunningClaim } from '../contracts/process.js';
import { recoveryFeeCurrency, type ContactRole, type MailKind } from '../contracts/vocabulary.js';
import { acknowledgementChanges } from '../documents/acknowledgement-changes.js';
import { renderAcknowledgement } from '../documents/acknowledgement.js';
import { renderDeliveryNote } from '../documents/delivery-note.js';
import { renderInvoice } from '../documents/invoice.js';
import {
  acknowledgementMail,
  dunningMail,
  dunningReportMail,
  invoiceMail,
  questionMail,
  refusalMail,
} from '../documents/mails.js';
import { claimedAmount } from '../domain/dunning.js';
import { totalsOf } from '../domain/order-totals.js';
import { recipientOf } from '../domain/parties.js';
import {
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  isZero,
  subtract,
} from '../domain/money.js';
import type { MailFacts } from '../prisma/repositories/mail-facts.js';

/** A document ready to be stored and attached. */
export type RenderedDocument = {
  readonly id: string;
  readonly kind: 'acknowledgement' | 'delivery-note' | 'invoice';
  readonly fileName: string;
  readonly mime: 'application/pdf';
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** One business mail with everything it carries. `data` replaces what the mail keeps of its making. */
export type ComposedMail = MailContent & {
  readonly to: string;
  readonly documents: readonly RenderedDocument[];
  readonly data?: unknown;
};

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

/** Writes the text and the documents of a mail from its facts: the same facts give the same bytes. */
export async function composeMail(facts: MailFacts, publicUrl: string): Promise<ComposedMail> {
  switch (facts.kind) {
    case 'acknowledgement':
      return composeAcknowledgement(facts);
    case 'invoice':
      return composeInvoice(facts);
    case 'dunning':
      return { to: addressOf(facts), documents: [], data: facts.data, ...dunningMail(dunningLetter(facts)) };
    case 'dunning-report':
      return { to: addressOf(facts), documents: [], ...dunningReportMail(dunningReport(facts, publicUrl)) };
    case 'question':
      return composeQuestion(facts);
    case 'refusal':
      return composeRefusal(facts);
  }
}

async function composeAcknowledgement(facts: MailFacts): Promise<ComposedMail> {
  const document = acknowledgementOf(facts);
  const bytes = await renderAcknowledgement(document);
  const suffix = document.version === 1 ? '' : `-v${document.version}`;
  return {
    to: addressOf(facts),
    ...acknowledgementMail(document),
    documents: [
      pdf(
        `acknowledgement:${facts.order.number}:${document.version}`,
        'acknowledgement',
        `${facts.order.number}${suffix}.pdf`,
        bytes,
      ),
    ],
    data: { ...(facts.data as object), document },
  };
}

/** The delivery note with its proof of receipt. */
export async function renderProvedNote(facts: MailFacts): Promise<RenderedDocument> {
  const note = deliveryNoteOf(facts);
  return pdf(
    `delivery-note:${note.number}:proved`,
    'delivery-note',
    `${note.number}.pdf`,
    await renderDeliveryNote(note),
  );
}

async function composeInvoice(facts: MailFacts): Promise<ComposedMail> {
  const invoice = invoiceOf(facts);
  const note = deliveryNoteOf(facts);
  return {
    to: addressOf(facts),
    ...invoiceMail(invoice),
    documents: [
      pdf(`invoice:${invoice.number}`, 'invoice', `${invoice.number}.pdf`, await renderInvoice(invoice)),
      pdf(`delivery-note:${note.number}`, 'delivery-note', `${note.number}.pdf`, await renderDeliveryNote(note)),
    ],
  };
}

function composeQuestion(facts: MailFacts): ComposedMail {
  const data = facts.data as { discrepancyId: string; message: string };
  const asked = facts.discrepancies.filter((discrepancy) => discrepancy.id === data.discrepancyId);
  return {
    to: addressOf(facts),
    documents: [],
    ...questionMail({
      ...common(facts),
      receivedOn: facts.order.receivedOn,
      currency: currencyOf(facts),
      discrepancies: asked.map(({ id: _, ...discrepancy }) => ({
        ...discrepancy,
        description: descriptionOf(facts, discrepancy.lineNo),
      })),
      message: data.message,
    }),
  };
}

function composeRefusal(facts: MailFacts): ComposedMail {
  const { kind } = facts.data as { kind: 'refused' | 'rejected' };
  return {
    to: addressOf(facts),
    documents: [],
    ...refusalMail({ ...common(facts), receivedOn: facts.order.receivedOn, kind, message: null }),
  };
}

function acknowledgementOf(facts: MailFacts): AcknowledgementDocument {
  const { issuedOn } = facts.data as { issuedOn: string };
  const document: AcknowledgementDocument = {
    ...common(facts),
    quoteRevision: facts.order.quoteRevision,
    version: facts.order.version,
    receivedOn: facts.order.receivedOn,
    issuedOn,
    deliveryAddress: facts.order.parties.shipTo.address,
    paymentTerms: facts.order.paymentTerms,
    currency: currencyOf(facts),
    vatRegime: facts.customer.vatRegime,
    lines: facts.lines.map((line) => {
      const priced = canonicalLine(line, currencyOf(facts));
      const agreed = line.confirmedDate === null ? [] : [{ quantity: priced.quantity, date: line.confirmedDate }];
      return { ...priced, product: line.product, requestedDate: line.requestedDate, agreed };
    }),
    ...orderTotals(facts),
    changes: [],
  };
  const before = facts.acknowledgedBefore;
  if (before === null || before === undefined) return document;
  return { ...document, changes: acknowledgementChanges(AcknowledgementDocument.parse(before), document) };
}

function invoiceOf(facts: MailFacts): InvoiceDocument {
  const invoice = present(facts.invoice, 'invoice');
  const currency = currencyOf(facts);
  return {
    ...common(facts),
    number: invoice.number,
    delivery: invoice.delivery,
    issueDate: invoice.issueDate,
    deliveredOn: invoice.deliveredOn,
    dueDate: invoice.dueDate,
    deliveryAddress: invoice.deliveryAddress,
    paymentTerms: facts.order.paymentTerms,
    currency,
    vatRegime: facts.customer.vatRegime,
    lines: invoice.lines.map((line) => ({ ...canonicalLine(line, currency), product: line.product })),
    net: canonicalAmount(invoice.net, currency),
    vat: canonicalAmount(invoice.vat, currency),
    gross: canonicalAmount(invoice.gross, currency),
    freight: canonicalAmount(invoice.freight, currency),
    vatBreakdown: [...invoice.vatBreakdown],
    backorders: backordersOf(facts),
    latePayment: {
      annualPercent: rateOn(facts, invoice.issueDate),
      recoveryFee: canonicalAmount(facts.dunning.recoveryFee, recoveryFeeCurrency),
    },
  };
}

function deliveryNoteOf(facts: MailFacts): DeliveryNoteDocument {
  const invoice = present(facts.invoice, 'invoice');
  const ordered = new Map(facts.lines.map((line) => [line.lineNo, canonicalQuantity(line.quantity)]));
  return {
    ...common(facts),
    number: invoice.delivery,
    deliveredOn: invoice.deliveredOn,
    carrier: invoice.carrier,
    deliveryAddress: invoice.deliveryAddress,
    lines: invoice.lines.map((line) => ({
      lineNo: line.lineNo,
      product: line.product ?? '',
      description: line.description,
      unit: line.unit,
      ordered: ordered.get(line.lineNo) ?? canonicalQuantity(line.quantity),
      quantity: canonicalQuantity(line.quantity),
    })),
    backorders: backordersOf(facts),
    proof: invoice.proof,
  };
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

function orderTotals(facts: MailFacts) {
  const currency = currencyOf(facts);
  const freight = canonicalAmount(facts.order.freight, currency);
  const lines = facts.lines.map((line) => ({
    net: canonicalAmount(line.net, currency),
    vatRate: canonicalPercent(line.vatRate),
  }));
  const { net, vat, gross, vatBreakdown } = totalsOf({ lines, freight, currency });
  return { net, vat, gross, freight, vatBreakdown: [...vatBreakdown] };
}

type StoredLine = NonNullable<MailFacts['invoice']>['lines'][number] | MailFacts['lines'][number];

const canonicalLine = (line: StoredLine, currency: string) => ({
  lineNo: line.lineNo,
  description: line.description,
  unit: line.unit,
  quantity: canonicalQuantity(line.quantity),
  unitPrice: canonicalPrice(line.unitPrice),
  discountPercent: canonicalPercent(line.discountPercent),
  vatRate: canonicalPercent(line.vatRate),
  net: canonicalAmount(line.net, currency),
});

function backordersOf(facts: MailFacts) {
  const lines = new Map(facts.lines.map((line) => [line.lineNo, line]));
  return present(facts.invoice, 'invoice').snapshot.backorders.flatMap((backorder) => {
    const line = lines.get(backorder.lineNo);
    if (line === undefined || isZero(backorder.quantity)) return [];
    const { lineNo, product, description, unit } = line;
    return [{ lineNo, product, description, unit, quantity: backorder.quantity, nextDate: backorder.nextDate }];
  });
}

/** The yearly late-payment rate of our terms of sale on a day. */
function rateOn(facts: MailFacts, date: string): string {
  const rates = facts.dunning.rates.filter((rate) => rate.from <= date).sort((a, b) => (a.from < b.from ? 1 : -1));
  return present(rates[0], `late-payment rate on ${date}`).percent;
}

const descriptionOf = (facts: MailFacts, lineNo: number | null): string | null =>
  facts.lines.find((line) => line.lineNo === lineNo)?.description ?? null;

function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`no ${what} among the facts of this mail`);
  return value;
}

function pdf(id: string, kind: RenderedDocument['kind'], fileName: string, bytes: Uint8Array): RenderedDocument {
  const copy = new Uint8Array(bytes);
  return {
    id,
    kind,
    fileName,
    mime: 'application/pdf',
    sha256: createHash('sha256').update(copy).digest('hex'),
    bytes: copy,
  };
}
