import type { DunnedInvoice, DunningLetter, DunningReport } from '../contracts/documents.js';
import type { Payee } from '../contracts/payee.js';
import { recoveryFeeCurrency, type Language } from '../contracts/vocabulary.js';
import { leadingOf } from '../domain/dunning-letter.js';
import type { LocalDate } from '../domain/calendar.js';
import { isPositive, isZero } from '../domain/money.js';
import { byPayee, payTo, type PayTo } from '../domain/pay-to.js';
import {
  capital,
  formatAmount,
  formatDate,
  formatFigure,
  formatIban,
  formatLongDate,
  formatPercent,
  paragraphsOf,
} from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { presentFacts, type Fact } from './letterhead.js';

/** What a reminder says, part by part: its mail and its document say the same. */

/** What is asked, whoever reads it: the customer, or our finance. */
type Dunned = Pick<
  DunningLetter | DunningReport,
  'date' | 'currency' | 'invoices' | 'openAmount' | 'interest' | 'recoveryFee' | 'claimed'
>;

/** Invoices that a payment reference has room for (140 characters in a SEPA transfer). */
const NAMED_INVOICES = 8;

/** The invoice that sets the tone. */
function leadOf({ invoices }: Pick<Dunned, 'invoices'>): DunnedInvoice {
  const [first, ...others] = invoices;
  if (first === undefined) throw new Error('a letter lists at least one invoice');
  return leadingOf([first, ...others]);
}

/** Null: there are several. */
export const onlyInvoiceOf = ({ invoices: [first, ...others] }: Pick<Dunned, 'invoices'>): DunnedInvoice | null =>
  first !== undefined && others.length === 0 ? first : null;

export function letterSubject(letter: DunningLetter): string {
  const { language, invoices } = letter;
  const { dunningSubject, dunningSubjectSeveral } = wordsOf(language);
  const { subject } = courseOf(letter);
  const only = onlyInvoiceOf(letter);
  return only === null
    ? dunningSubjectSeveral[subject](invoices.length, openOf(letter))
    : dunningSubject[subject](only.invoice, formatDate(only.dueDate, language));
}

/** What the customer is asked, in the tone of the highest level. */
export function letterOpening(letter: DunningLetter): string {
  const { language, level, invoices } = letter;
  const { dunningText, dunningTextSeveral } = wordsOf(language);
  const { opening, follows } = courseOf(letter);
  const only = onlyInvoiceOf(letter);
  if (only === null) return dunningTextSeveral[level](invoices.length, openOf(letter), opening, follows);
  return dunningText[level](only.invoice, openOf(letter), formatLongDate(only.dueDate, language), opening, follows);
}

const openOf = ({ openAmount, currency, language }: DunningLetter): string =>
  formatAmount(openAmount, currency, language);

/** A reminder speaks of those before it as far as they reached the customer, and announces what really follows. */
function courseOf({ level, remindersBefore, next, language }: DunningLetter) {
  const words = wordsOf(language).dunningCourse;
  const finalNoticeNext = next?.level === 'final-notice';
  const earlier = remindersBefore === 1 ? words.inSpiteOfOne : words.inSpiteOfSeveral;
  const again = level === 'level-2' ? words.inSpiteOfTheFirst : earlier;
  return {
    opening: remindersBefore === 0 ? words.unlessMistaken : again,
    follows: finalNoticeNext ? words.finalNoticeFollows : words.recoveryFollows,
    subject: subjectOf(level, remindersBefore === 0, finalNoticeNext),
  };
}

export type LetterTone = DunningLetter['level'] | 'last';

function subjectOf(level: DunningLetter['level'], isFirst: boolean, finalNoticeNext: boolean): LetterTone {
  if (level === 'level-2' && isFirst) return 'level-1';
  return level === 'level-3' && !finalNoticeNext ? 'last' : level;
}

/** What the document is called. */
export const letterTitle = (letter: DunningLetter): string =>
  wordsOf(letter.language).dunningTitle[courseOf(letter).subject];

/** The one invoice and what is claimed of it. */
export function invoiceFacts(dunned: Dunned, only: DunnedInvoice, language: Language): Fact[] {
  const { label, dunning } = wordsOf(language);
  const money = (amount: string) => formatAmount(amount, dunned.currency, language);
  const due = formatDate(only.dueDate, language);
  return presentFacts([
    [dunning.invoice, only.invoice],
    [label.issueDate, formatDate(only.issueDate, language)],
    [label.dueDate, only.overdueDays > 0 ? `${due} (${dunning.overdue(only.overdueDays)})` : due],
    [label.order, only.order],
    [label.customerReference, only.customerReference],
    [dunning.gross, money(only.invoiceGross ?? only.gross)],
    [dunning.instalment, only.invoiceGross === undefined ? null : money(only.gross)],
    [dunning.paid, isZero(only.paid) ? null : money(only.paid)],
    [dunning.disputed, only.disputed === undefined ? null : money(only.disputed)],
    ...totalFacts(dunned, language),
  ]);
}

/** What all of it comes to. */
export function totalFacts(dunned: Dunned, language: Language): Fact[] {
  const { dunning } = wordsOf(language);
  const { currency, date } = dunned;
  const money = (amount: string) => formatAmount(amount, currency, language);
  const fee = formatAmount(dunned.recoveryFee, recoveryFeeCurrency, language);
  const apart = currency !== recoveryFeeCurrency && isPositive(dunned.recoveryFee);
  return presentFacts([
    [dunning.open, money(dunned.openAmount)],
    [dunning.interest(formatDate(date, language)), isZero(dunned.interest) ? null : money(dunned.interest)],
    [dunning.recoveryFee, isZero(dunned.recoveryFee) ? null : fee],
    [dunning.claimed, apart ? dunning.both(money(dunned.claimed), fee) : money(dunned.claimed)],
  ]);
}

/** What of several invoices is disputed, and is not asked for; nothing where only one is listed, whose facts say it. */
export function disputedFacts(dunned: Dunned, language: Language): Fact[] {
  const { dunning } = wordsOf(language);
  if (onlyInvoiceOf(dunned) !== null) return [];
  return dunned.invoices.flatMap(({ invoice, disputed }): Fact[] =>
    disputed === undefined ? [] : [[dunning.disputedOf(invoice), formatAmount(disputed, dunned.currency, language)]],
  );
}

/** Several invoices, line by line, with their sums; figures are in the currencies that the head names. */
export type InvoiceTable = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: readonly string[];
};

export function invoiceTable(dunned: Dunned, language: Language): InvoiceTable {
  const { dunning, level } = wordsOf(language);
  const { column } = dunning;
  const { currency } = dunned;
  const figure = (amount: string) => formatFigure(amount, currency, language);
  const fee = (amount: string) => formatFigure(amount, recoveryFeeCurrency, language);
  const sums = ({
    openAmount,
    interest,
    recoveryFee,
    claimed,
  }: Pick<Dunned, 'openAmount' | 'interest' | 'recoveryFee' | 'claimed'>) => [
    figure(openAmount),
    figure(interest),
    fee(recoveryFee),
    figure(claimed),
  ];
  return {
    head: [
      column.invoice,
      column.dueDate,
      column.overdue,
      column.level,
      `${column.open} (${currency})`,
      `${column.interest} (${currency})`,
      `${column.fee} (${recoveryFeeCurrency})`,
      `${column.claimed} (${currency})`,
    ],
    rows: dunned.invoices.map((line) => [
      line.invoice,
      formatDate(line.dueDate, language),
      line.overdueDays > 0 ? dunning.overdue(line.overdueDays) : '–',
      capital(level[line.level]),
      ...sums(line),
    ]),
    total: [column.total, '', '', '', ...sums(dunned)],
  };
}

/** Interest on more than one sum, or at more than one rate, piece by piece: with one piece the figures say it all. */
export type MadeUp = { readonly intro: string; readonly parts: readonly string[] };

export function interestMadeUp(dunned: Dunned, language: Language): MadeUp[] {
  const { dunning } = wordsOf(language);
  const several = onlyInvoiceOf(dunned) === null;
  const date = formatDate(dunned.date, language);
  return dunned.invoices
    .filter(({ interestParts }) => interestParts.length >= 2)
    .map((line) => ({
      intro: dunning.interestMadeUp(date, several ? line.invoice : null),
      parts: line.interestParts.map((part) => interestPart(part, dunned, language)),
    }));
}

function interestPart(part: DunnedInvoice['interestParts'][number], { currency }: Dunned, language: Language): string {
  const day = (on: LocalDate) => formatDate(on, language);
  return wordsOf(language).dunning.interestPart(
    formatAmount(part.amount, currency, language),
    part.paidOn === null ? null : day(part.paidOn),
    day(part.from),
    day(part.to),
    part.days,
    formatPercent(part.percent, language),
  );
}

/** The law that it claims by, or a word of what is not claimed yet. */
export function legalBasis(letter: DunningLetter): string[] {
  const { level, language, annualPercent } = letter;
  if (level === 'courtesy') return [];
  const { dunning } = wordsOf(language);
  const rate = annualPercent === null ? null : formatPercent(annualPercent, language);
  const interest = rate !== null && isPositive(letter.interest) ? [dunning.basisInterest(rate)] : [];
  const { recoveryFee } = feeOf(letter);
  const fee = isPositive(letter.recoveryFee)
    ? [dunning.basisFee(formatAmount(recoveryFee, recoveryFeeCurrency, language))]
    : [];
  const basis = [...interest, ...fee];
  return basis.length > 0 || rate === null ? basis : [dunning.notClaimed(rate)];
}

/** The fee of one invoice. */
const feeOf = ({ invoices, recoveryFee }: DunningLetter) =>
  invoices.find((line) => isPositive(line.recoveryFee)) ?? { recoveryFee };

/** What the customer paid without our knowing what for; null: nothing. */
export function unallocatedText({ unallocated, credits, currency, language }: DunningLetter): string | null {
  if (!isPositive(unallocated)) return null;
  const { dunning } = wordsOf(language);
  const amount = formatAmount(unallocated, currency, language);
  return credits === undefined ? dunning.unallocated(amount) : dunning.inYourFavour(amount);
}

/** An account to pay into, and under which reference. */
export function accountFacts({ name, iban, bic }: PayTo, reference: string, language: Language): Fact[] {
  const { label } = wordsOf(language);
  return presentFacts([
    [label.accountHolder, name],
    [label.iban, formatIban(iban)],
    [label.bic, bic],
    [label.paymentReference, reference],
  ]);
}

/** That the claim is the payee's, paragraph by paragraph; nothing where it is ours. */
export const noticeOf = (payee: Payee | undefined, language: Language): readonly string[] =>
  payee === undefined ? [] : paragraphsOf(payee.notice[language]);

/** Where to pay what, and under which reference: once for each payee. */
export function bankBlocks(letter: DunningLetter): readonly { facts: Fact[]; notice: readonly string[] }[] {
  const { company, invoices, number, language } = letter;
  const paid = byPayee(invoices);
  return paid.map(({ payee, items }) => {
    const names = [...new Set(items.map(({ invoice }) => invoice))];
    const reference = names.length > NAMED_INVOICES ? number : names.join(' ');
    const which: readonly Fact[] = paid.length > 1 ? [[wordsOf(language).dunning.invoices, names.join(', ')]] : [];
    return {
      facts: [...which, ...accountFacts(payTo(company, payee), reference, language)],
      notice: noticeOf(payee, language),
    };
  });
}

/** What the subject of finance's mail names. */
export function dunnedName(dunned: Dunned, language: Language): string {
  const only = onlyInvoiceOf(dunned);
  const { report } = wordsOf(language);
  return only === null ? report.invoices(dunned.invoices.length) : report.invoice(leadOf(dunned).invoice);
}
