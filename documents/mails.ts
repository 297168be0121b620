import type { Company } from '../contracts/company.js';
import type { AskedDiscrepancy } from '../contracts/discrepancy.js';
import type { MonthEndDocument } from '../contracts/month-end.js';
import type {
  AcknowledgementDocument,
  AcknowledgementLine,
  ComplaintReminder,
  CreditNoteDocument,
  DiscrepancyQuestion,
  DunningLetter,
  DunningReport,
  InvoiceDocument,
  MailContent,
  OrderRefusal,
  QuoteDocument,
  StatementDocument,
} from '../contracts/documents.js';
import type { Language } from '../contracts/vocabulary.js';
import { compareDates, type LocalDate } from '../domain/calendar.js';
import { isZero, negate } from '../domain/money.js';
import { isOfOneOrder } from './charged.js';
import { creditGoes } from './credited.js';
import { payTo } from '../domain/pay-to.js';
import { describeAgreed, describeChange } from './acknowledgement-changes.js';
import {
  addressLines,
  capital,
  formatAmount,
  formatDate,
  formatLongDate,
  formatMonth,
  formatQuantity,
  paragraphsOf,
} from '../words/format.js';
import {
  accountFacts,
  bankBlocks,
  disputedFacts,
  dunnedName,
  interestMadeUp,
  invoiceFacts,
  invoiceTable,
  legalBasis,
  letterOpening,
  letterSubject,
  onlyInvoiceOf,
  totalFacts,
  noticeOf,
  unallocatedText,
} from './dunning-content.js';
import { presentFacts } from './letterhead.js';
import { layoutMail, type MailBlock } from './mail-layout.js';
import { balanceText } from './statement.js';
import { describeEarly, describeTerms } from '../words/payment-terms.js';
import { wordsOf } from '../words/index.js';
import { valuesOf } from '../words/values.js';

// As contracts/primitives allows.

/** Goes with the acknowledgement's PDF: agreed dates, terms, and on an amended order what changed. */
export function acknowledgementMail(input: AcknowledgementDocument): MailContent {
  const { language, order, version } = input;
  const { acknowledgementMail: words, label, total } = wordsOf(language);
  const amended = version > 1;
  const blocks: MailBlock[] = [
    paragraph(amended ? words.introAmended(order) : words.intro(order, formatLongDate(input.receivedOn, language))),
    ...changeBlocks(input),
    {
      kind: 'facts',
      rows: presentFacts([
        [label.order, order],
        [label.customerReference, input.customerReference],
        [label.quote, input.quote],
        [total.gross, formatAmount(input.gross, input.currency, language)],
        [label.paymentTerms, describeTerms(input.paymentTerms, language)],
        [label.deliverTo, addressLines(input.deliveryAddress, language).join(', ')],
      ]),
    },
    paragraph(`${words.delivery}${wordsOf(language).colon}`),
    { kind: 'list', items: input.lines.map((line) => agreedItem(line, language)) },
    paragraph(words.check),
  ];
  const subject = amended ? words.subjectAmended(order, version) : words.subject(order);
  return toCustomer(input, subject, blocks);
}

function changeBlocks(input: AcknowledgementDocument): MailBlock[] {
  if (input.changes.length === 0) return [];
  const { acknowledgementMail: words, colon } = wordsOf(input.language);
  const items = input.changes.map((change) => {
    const { what, before, after } = describeChange(change, input);
    if (before === '' || after === '') return `${what}${colon}${before}${after}`;
    return words.becomes(what, before, after);
  });
  return [paragraph(words.changes), { kind: 'list', items }];
}

function agreedItem(line: AcknowledgementLine, language: Language): string {
  const { colon } = wordsOf(language);
  const quantity = `${formatQuantity(line.quantity, language)} × ${line.description} (${line.unit})`;
  return `${quantity}${colon}${describeAgreed(line.agreed, language)}`;
}

/** Goes with the invoice's PDF: amount, due date, terms, bank details, and what is still to be delivered. */
export function invoiceMail(input: InvoiceDocument): MailContent {
  const { language, number, order, currency } = input;
  const { invoiceMail, depositInvoice, deduction, label, total } = wordsOf(language);
  const words = input.deposit === undefined ? invoiceMail : depositInvoice;
  const only = isOfOneOrder(input);
  const period = input.period
    ? { from: formatDate(input.period.from, language), to: formatDate(input.period.to, language) }
    : null;
  const blocks: MailBlock[] = [
    paragraph(words.intro(number, formatLongDate(input.issueDate, language))),
    {
      kind: 'facts',
      rows: presentFacts([
        [label.order, only ? order : null],
        [label.customerReference, only ? input.customerReference : null],
        [label.deliveryNote, only ? input.deliveries.join(', ') : null],
        [label.period, period === null ? null : `${period.from} – ${period.to}`],
        [total.gross, formatAmount(input.gross, currency, language)],
        [deduction.payable, input.deducted ? formatAmount(input.deducted.payable, currency, language) : null],
        dueFact(input),
        [label.earlyPayment, input.earlyPayment ? describeEarly(input.earlyPayment, input) : null],
        [label.paymentTerms, describeTerms(input.paymentTerms, language)],
        ...accountFacts(payTo(input.company, input.payee), number, language),
      ]),
    },
    ...noticeOf(input.payee, language).map(paragraph),
    ...(input.deposit?.asked.blocksDelivery ? [paragraph(depositInvoice.blocks)] : []),
    ...backorderBlocks(input),
  ];
  const subject =
    only || period === null
      ? words.subject(number, order)
      : invoiceMail.subjectOfPeriod(number, period.from, period.to);
  return toCustomer(input, subject, blocks);
}

function dueFact({ instalments, dueDate, currency, language }: InvoiceDocument): readonly [string, string] {
  const { label, payment } = wordsOf(language);
  if (instalments === undefined) return [label.dueDate, formatDate(dueDate, language)];
  const parts = instalments.map((part) =>
    payment.instalment(formatAmount(part.amount, currency, language), formatDate(part.dueDate, language)),
  );
  return [label.dueDates, parts.join(', ')];
}

function backorderBlocks({ backorders, language }: InvoiceDocument): MailBlock[] {
  if (backorders.length === 0) return [];
  const { invoiceMail: words } = wordsOf(language);
  const next = earliest(backorders.flatMap((line) => (line.nextDate === null ? [] : [line.nextDate])));
  return [paragraph(next ? words.backorders(formatLongDate(next, language)) : words.backordersNoDate)];
}

function earliest(dates: readonly LocalDate[]): LocalDate | undefined {
  return dates.toSorted(compareDates)[0];
}

/** Goes with the credit note's PDF: which invoice it corrects and why, its amount, and where that goes. */
export function creditNoteMail(input: CreditNoteDocument): MailContent {
  const { language, number, currency, corrects } = input;
  const { creditNoteMail: words, label, total, creditReason } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(number, corrects.number, formatLongDate(corrects.issueDate, language))),
    {
      kind: 'facts',
      rows: presentFacts([
        [label.order, input.order],
        [label.customerReference, input.customerReference],
        [label.creditReason, capital(creditReason[input.reason])],
        [total.gross, formatAmount(negate(input.gross), currency, language)],
      ]),
    },
    ...paragraphsOf(input.note ?? '').map((text) => paragraph(text)),
    ...creditGoes(input).map((text) => paragraph(text)),
  ];
  return toCustomer(input, words.subject(number, corrects.number), blocks);
}

/**
 * The reminder, with its document: invoices, dates, open amounts, what is claimed with its legal basis (art. L441-10 II and
 * D441-5 C.com; final notice: art. 1344 C.civ), money that we could not allocate, bank details, and that it is void if
 * payment crossed it.
 */
export function dunningMail(input: DunningLetter): MailContent {
  const { language } = input;
  const { dunning } = wordsOf(language);
  const unallocated = unallocatedText(input);
  const blocks: MailBlock[] = [
    paragraph(letterOpening(input)),
    ...dunnedBlocks(input, language),
    ...(unallocated === null ? [] : [paragraph(unallocated)]),
    ...legalBasis(input).map((text) => paragraph(text)),
    paragraph(dunning.bank),
    ...bankBlocks(input).flatMap(({ facts, notice }): MailBlock[] => [
      { kind: 'facts', rows: facts },
      ...notice.map(paragraph),
    ]),
    paragraph(dunning.crossing),
  ];
  return toCustomer(input, letterSubject(input), blocks);
}

/** What is asked: of one invoice fact by fact, of several in a table. */
function dunnedBlocks(dunned: DunningLetter | DunningReport, language: Language): MailBlock[] {
  const only = onlyInvoiceOf(dunned);
  const asked: MailBlock[] =
    only === null
      ? [
          { kind: 'table', ...invoiceTable(dunned, language) },
          { kind: 'facts', rows: [...disputedFacts(dunned, language), ...totalFacts(dunned, language)] },
        ]
      : [{ kind: 'facts', rows: invoiceFacts(dunned, only, language) }];
  const madeUp = interestMadeUp(dunned, language).flatMap(({ intro, parts }): MailBlock[] => [
    paragraph(intro),
    { kind: 'list', items: parts },
  ]);
  return [...asked, ...madeUp];
}

/** Tells finance, in the company's language, of one letter or hand-over: what went out, to whom, for how much, what comes next. */
export function dunningReportMail(input: DunningReport): MailContent {
  const { company, customer, level, outcome, next } = input;
  const { language } = company;
  const { report, level: levelNames } = wordsOf(language);
  const day = formatLongDate(input.date, language);
  const told = presentFacts([
    [report.customer, `${customer.name} (${customer.number})`],
    [report.letter, outcome.kind === 'sent' ? outcome.letter : null],
    [report.next, next ? report.nextOn(capital(levelNames[next.level]), formatDate(next.on, language)) : report.noNext],
    [report.creditStop, input.creditStop ? report.creditStopSet : report.creditStopUnset],
  ]);
  const blocks: MailBlock[] = [
    paragraph(
      outcome.kind === 'sent' ? report.sent(capital(levelNames[level]), outcome.to, day) : report.handedOver(day),
    ),
    ...dunnedBlocks(input, language),
    { kind: 'facts', rows: told },
    ...input.dossiers.map(({ order, url }): MailBlock => ({ kind: 'link', text: report.dossier(order), url })),
  ];
  const subject = report.subject(levelNames[level], dunnedName(input, language), customer.name);
  return layoutMail({ language, company, subject, customerName: null, blocks });
}

/** Goes with the quote's PDF: what it comes to, until when it holds, and under which terms. */
export function quoteMail(input: QuoteDocument): MailContent {
  const { language, number, currency } = input;
  const { quoteMail: words, quote, label, total } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(number, formatLongDate(input.issuedOn, language))),
    {
      kind: 'facts',
      rows: presentFacts([
        [total.net, formatAmount(input.net, currency, language)],
        [total.gross, formatAmount(input.gross, currency, language)],
        [label.paymentTerms, describeTerms(input.paymentTerms, language)],
        [quote.validUntil, formatDate(input.validUntil, language)],
      ]),
    },
    paragraph(words.ask),
  ];
  return toCustomer(input, words.subject(number), blocks);
}

/** Goes with the statement's PDF: what is owed, what is credited, and what is left of both. */
export function statementMail(input: StatementDocument): MailContent {
  const { language, currency, on } = input;
  const { statementMail: words, statement } = wordsOf(language);
  const day = formatLongDate(on, language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(day)),
    {
      kind: 'facts',
      rows: presentFacts([
        [statement.owed, formatAmount(input.owed, currency, language)],
        [statement.credited, isZero(input.credited) ? null : formatAmount(input.credited, currency, language)],
      ]),
    },
    paragraph(balanceText(input)),
    paragraph(statement.crossing),
  ];
  return toCustomer(input, words.subject(day), blocks);
}

/** The manager is sent a month end: what it says stands in what is attached, and nowhere else. */
export function monthEndMail(input: MonthEndDocument): MailContent {
  const { company, language, month, version, madeOn, reason } = input;
  const { monthEnd } = wordsOf(language);
  const name = formatMonth(month, language);
  const blocks: MailBlock[] = [
    paragraph(monthEnd.mail(name, formatDate(madeOn, language))),
    ...(reason === null ? [] : [paragraph(monthEnd.again(version, reason))]),
    paragraph(monthEnd.standing),
  ];
  const subject = monthEnd.subject(name, version, company.legalName);
  return layoutMail({ language, company, subject, customerName: null, blocks });
}

/** Somebody of ours is told that a complaint waits longer than it may. */
export function complaintMail(input: ComplaintReminder): MailContent {
  const { company, customer, number, kind, currency, disputed, escalation } = input;
  const { language, zone } = company;
  const { complaintReminder: words, complaintKind, say } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(number, say.moment(input.dueAt, zone))),
    ...(escalation > 1 ? [paragraph(words.toManagers)] : []),
    {
      kind: 'facts',
      rows: presentFacts([
        [words.customer, `${customer.name} (${customer.number})`],
        [words.what, capital(complaintKind[kind])],
        [words.delivery, input.delivery],
        [words.invoice, input.invoice],
        [words.disputed, disputed === null ? null : formatAmount(disputed, currency, language)],
      ]),
    },
    ...paragraphsOf(input.description).map((text) => paragraph(text)),
    { kind: 'link', text: words.open(number), url: input.url },
  ];
  return layoutMail({
    language,
    company,
    subject: words.subject(number, customer.name),
    customerName: null,
    blocks,
  });
}

/** Sales asks the customer which of two values holds, difference by difference. */
export function questionMail(input: DiscrepancyQuestion): MailContent {
  const { language, order } = input;
  const { questionMail: words, label } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(order, formatLongDate(input.receivedOn, language))),
    { kind: 'list', items: input.discrepancies.map((discrepancy) => discrepancyItem(discrepancy, input)) },
    ...paragraphsOf(input.message ?? '').map((text) => paragraph(text)),
    ...referenceFacts(label, input),
    paragraph(words.ask),
  ];
  return toCustomer(input, words.subject(order), blocks);
}

function discrepancyItem(asked: AskedDiscrepancy, input: DiscrepancyQuestion): string {
  const words = wordsOf(input.language);
  const { lineNo, description, type, source } = asked;
  if (asked.type === 'reference') return words.questionMail.sameReference(asked.actual, asked.expected);
  const where = [lineNo === null ? null : words.line(lineNo), description].filter(Boolean).join(', ');
  const what = [where, capital(words.discrepancy[type])].filter(Boolean).join(' – ');
  const { expected, actual } = valuesOf(asked, input.currency, input.language);
  const according = words.questionMail.expected(words.questionMail.source[source]);
  return `${what}${words.colon}${expected} ${according}, ${actual} ${words.questionMail.ordered}`;
}

/** Tells the customer that the order is closed without being accepted; `message` is all it says of the reason. */
export function refusalMail(input: OrderRefusal): MailContent {
  const { language, order, company, kind } = input;
  const { refusalMail: words, label } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words[kind](order, formatLongDate(input.receivedOn, language))),
    ...paragraphsOf(input.message ?? '').map((text) => paragraph(text)),
    ...referenceFacts(label, input),
    paragraph(words.contact(company.phone, company.email)),
  ];
  return toCustomer(input, words.subject(order), blocks);
}

type Reference = Pick<OrderRefusal, 'order' | 'customerReference' | 'quote'>;

function referenceFacts(label: ReturnType<typeof wordsOf>['label'], reference: Reference): MailBlock[] {
  const rows = presentFacts([
    [label.order, reference.order],
    [label.customerReference, reference.customerReference],
    [label.quote, reference.quote],
  ]);
  return [{ kind: 'facts', rows }];
}

function paragraph(text: string): MailBlock {
  return { kind: 'paragraph', text };
}

type Addressed = {
  readonly language: Language;
  readonly company: Company;
  readonly customer: { readonly name: string };
};

function toCustomer(input: Addressed, subject: string, blocks: readonly MailBlock[]): MailContent {
  const { language, company, customer } = input;
  return layoutMail({ language, company, subject, customerName: customer.name, blocks });
}
