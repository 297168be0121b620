import type { Company } from '../contracts/company.js';
import type { AskedDiscrepancy } from '../contracts/discrepancy.js';
import type {
  AcknowledgementDocument,
  AcknowledgementLine,
  DiscrepancyQuestion,
  DunningLetter,
  DunningReport,
  InvoiceDocument,
  MailContent,
  OrderRefusal,
} from '../contracts/documents.js';
import { recoveryFeeCurrency, type Language } from '../contracts/vocabulary.js';
import { compareDates, type LocalDate } from '../domain/calendar.js';
import { isPositive, isZero } from '../domain/money.js';
import { describeAgreed, describeChange } from './acknowledgement-changes.js';
import {
  addressLines,
  capital,
  formatAmount,
  formatDate,
  formatIban,
  formatLongDate,
  formatPercent,
  formatQuantity,
  paragraphsOf,
} from '../words/format.js';
import { presentFacts } from './letterhead.js';
import { layoutMail, type MailBlock } from './mail-layout.js';
import { describeTerms } from '../words/payment-terms.js';
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
  const { invoiceMail: words, label, total } = wordsOf(language);
  const blocks: MailBlock[] = [
    paragraph(words.intro(number, formatLongDate(input.issueDate, language))),
    {
      kind: 'facts',
      rows: presentFacts([
        [label.order, order],
        [label.customerReference, input.customerReference],
        [label.deliveryNote, input.deliveries.join(', ')],
        [total.gross, formatAmount(input.gross, currency, language)],
        [label.dueDate, formatDate(input.dueDate, language)],
        [label.paymentTerms, describeTerms(input.paymentTerms, language)],
        ...bankFacts(input.company, number, language),
      ]),
    },
    ...backorderBlocks(input),
  ];
  return toCustomer(input, words.subject(number, order), blocks);
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

/**
 * The reminder of one dunning level: invoice, dates, open amount, what the level claims with its legal basis (art.
 * L441-10 II and D441-5 C.com; final notice: art. 1344 C.civ), bank details, and that it is void if payment crossed it.
 */
export function dunningMail(input: DunningLetter): MailContent {
  const { language, level, invoice, currency } = input;
  const { dunning, dunningSubject, dunningText } = wordsOf(language);
  const due = formatLongDate(input.dueDate, language);
  const open = formatAmount(input.openAmount, currency, language);
  const { opening, follows, subject } = courseOf(input);
  const blocks: MailBlock[] = [
    paragraph(dunningText[level](invoice, open, due, opening, follows)),
    { kind: 'facts', rows: claimFacts(input, language) },
    ...interestBlocks(input, language),
    ...basisBlocks(input),
    paragraph(dunning.bank),
    { kind: 'facts', rows: bankFacts(input.company, invoice, language) },
    paragraph(dunning.crossing),
  ];
  return toCustomer(input, dunningSubject[subject](invoice, formatDate(input.dueDate, language)), blocks);
}

/** A reminder speaks of those before it as far as they reached the customer, and announces what really follows. */
function courseOf({ level, remindersBefore, nextLevel, language }: DunningLetter) {
  const words = wordsOf(language).dunningCourse;
  const finalNoticeNext = nextLevel === 'final-notice';
  const earlier = remindersBefore === 1 ? words.inSpiteOfOne : words.inSpiteOfSeveral;
  const again = level === 'level-2' ? words.inSpiteOfTheFirst : earlier;
  return {
    opening: remindersBefore === 0 ? words.unlessMistaken : again,
    follows: finalNoticeNext ? words.finalNoticeFollows : words.recoveryFollows,
    subject: subjectOf(level, remindersBefore === 0, finalNoticeNext),
  };
}

function subjectOf(
  level: DunningLetter['level'],
  isFirst: boolean,
  finalNoticeNext: boolean,
): DunningLetter['level'] | 'last' {
  if (level === 'level-2' && isFirst) return 'level-1';
  return level === 'level-3' && !finalNoticeNext ? 'last' : level;
}

type Claim = Omit<
  DunningLetter,
  'language' | 'level' | 'company' | 'customer' | 'annualPercent' | 'remindersBefore' | 'nextLevel'
>;

function claimFacts(claim: Claim, language: Language) {
  const { label, dunning } = wordsOf(language);
  const { currency, date, overdueDays } = claim;
  const money = (amount: string) => formatAmount(amount, currency, language);
  const fee = formatAmount(claim.recoveryFee, recoveryFeeCurrency, language);
  const apart = currency !== recoveryFeeCurrency && isPositive(claim.recoveryFee);
  const due = formatDate(claim.dueDate, language);
  return presentFacts([
    [dunning.invoice, claim.invoice],
    [label.issueDate, formatDate(claim.issueDate, language)],
    [label.dueDate, overdueDays > 0 ? `${due} (${dunning.overdue(overdueDays)})` : due],
    [label.order, claim.order],
    [label.customerReference, claim.customerReference],
    [dunning.gross, money(claim.gross)],
    [dunning.paid, isZero(claim.paid) ? null : money(claim.paid)],
    [dunning.open, money(claim.openAmount)],
    [dunning.interest(formatDate(date, language)), isZero(claim.interest) ? null : money(claim.interest)],
    [dunning.recoveryFee, isZero(claim.recoveryFee) ? null : fee],
    [dunning.claimed, apart ? dunning.both(money(claim.claimed), fee) : money(claim.claimed)],
  ]);
}

/** Interest on more than one sum, or at more than one rate, is shown piece by piece: with one piece the facts say it all. */
function interestBlocks(claim: Pick<Claim, 'interestParts' | 'currency' | 'date'>, language: Language): MailBlock[] {
  const { interestParts, currency, date } = claim;
  if (interestParts.length < 2) return [];
  const { dunning } = wordsOf(language);
  const day = (on: LocalDate) => formatDate(on, language);
  const items = interestParts.map((part) =>
    dunning.interestPart(
      formatAmount(part.amount, currency, language),
      part.paidOn === null ? null : day(part.paidOn),
      day(part.from),
      day(part.to),
      part.days,
      formatPercent(part.percent, language),
    ),
  );
  return [paragraph(dunning.interestMadeUp(day(date))), { kind: 'list', items }];
}

function basisBlocks(input: DunningLetter): MailBlock[] {
  const { level, language, annualPercent } = input;
  if (level === 'courtesy') return [];
  const { dunning } = wordsOf(language);
  const rate = annualPercent === null ? null : formatPercent(annualPercent, language);
  const blocks: MailBlock[] = [];
  if (rate !== null && isPositive(input.interest)) blocks.push(paragraph(dunning.basisInterest(rate)));
  if (isPositive(input.recoveryFee)) {
    blocks.push(paragraph(dunning.basisFee(formatAmount(input.recoveryFee, recoveryFeeCurrency, language))));
  }
  return blocks.length > 0 || rate === null ? blocks : [paragraph(dunning.notClaimed(rate))];
}

/** Tells finance, in the company's language, of one dunning step: what went out, to whom, for how much, what comes next. */
export function dunningReportMail(input: DunningReport): MailContent {
  const { company, customer, level, invoice, outcome } = input;
  const { language } = company;
  const { report, level: levelNames } = wordsOf(language);
  const day = formatLongDate(input.date, language);
  const { next } = input;
  const rows = presentFacts([
    [report.customer, `${customer.name} (${customer.number})`],
    ...claimFacts(input, language),
    [report.next, next ? report.nextOn(capital(levelNames[next.level]), formatDate(next.on, language)) : report.noNext],
    [report.creditStop, input.creditStop ? report.creditStopSet : report.creditStopUnset],
  ]);
  const blocks: MailBlock[] = [
    paragraph(
      outcome.kind === 'sent' ? report.sent(capital(levelNames[level]), outcome.to, day) : report.handedOver(day),
    ),
    { kind: 'facts', rows },
    ...interestBlocks(input, language),
    { kind: 'link', text: report.dossier, url: input.dossierUrl },
  ];
  const subject = report.subject(levelNames[level], invoice, customer.name);
  return layoutMail({ language, company, subject, customerName: null, blocks });
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

function bankFacts(company: Company, invoice: string, language: Language) {
  const { label } = wordsOf(language);
  return presentFacts([
    [label.accountHolder, company.legalName],
    [label.iban, formatIban(company.iban)],
    [label.bic, company.bic],
    [label.paymentReference, invoice],
  ]);
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
