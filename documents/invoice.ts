import type { InvoiceDocument } from '../contracts/documents.js';
import type { ChargedDelivery } from '../contracts/billing.js';
import { recoveryFeeCurrency, type Language } from '../contracts/vocabulary.js';
import type { LocalDate } from '../domain/calendar.js';
import { invoicedFreight } from '../domain/invoicing.js';
import { add, isZero, negate } from '../domain/money.js';
import { payTo } from '../domain/pay-to.js';
import {
  addressLines,
  formatAmount,
  formatDate,
  formatFigure,
  formatIban,
  formatLongDate,
  formatPercent,
  paragraphsOf,
} from '../words/format.js';
import { dressFor, type Look } from './dress.js';
import {
  closeLetter,
  customerBlock,
  drawParties,
  openLetter,
  presentFacts,
  type Fact,
  type Letterhead,
} from './letterhead.js';
import {
  COLOR,
  CONTENT_WIDTH,
  PAGE,
  STYLE,
  artifact,
  drawText,
  ensureSpace,
  paragraph,
  skip,
  tagged,
  textHeight,
  type Sheet,
  type TextStyle,
} from './pdf.js';
import {
  besideCells,
  besideColumns,
  drawBackorders,
  drawTotals,
  exemptionsOf,
  heading,
  orderAdjustmentRows,
  pricedCells,
  pricedColumns,
} from './sections.js';
import { arranged, drawTable, type Cell } from './table.js';
import { invoiceXml } from './e-invoice/index.js';
import { embedInvoice } from './facturx.js';
import { describeDeposit } from '../words/deposits.js';
import { describeEarly, describeTerms, discountMention } from '../words/payment-terms.js';
import { wordsOf } from '../words/index.js';
import { describeCharged, isOfOneOrder, wentToOnePlace } from './charged.js';

const DUE: TextStyle = { font: 'bold', size: 11, color: COLOR.accent };

/**
 * The invoice as tagged PDF/A-3a with its XML inside (Factur-X, profile EN 16931), and with the mentions of art. L441-9 C.com, of art. 242 nonies A annexe II CGI, of decree
 * 2022-1299 (customer's SIREN, delivery address, nature of the operations) and of art. D441-5 C.com (recovery fee).
 */
export async function renderInvoice(input: InvoiceDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, language } = input;
  const words = wordsOf(language);
  const account = payTo(company, input.payee);
  const letterhead: Letterhead = {
    company,
    language,
    title: titleOf(input),
    number: input.number,
    date: input.issueDate,
    dress: dressFor(look, 'invoice', language),
    footLines: [
      `${words.label.iban} ${formatIban(account.iban)} · ${words.label.bic} ${account.bic} · ` +
        `${words.label.paymentReference}${words.colon}${input.number}`,
    ],
  };
  const sheet = openLetter(letterhead);
  const billTo = customerBlock(words.label.billTo, input.customer, language);
  const shipTo = {
    title: words.label.shipTo,
    lines: wentToOnePlace(input) ? addressLines(input.deliveryAddress, language) : [words.label.severalPlaces],
  };
  drawParties(sheet, [billTo, shipTo], invoiceFacts(input));
  await drawInvoiceLines(sheet, input);
  await drawTotals(sheet, input, language);
  if (input.accountingVat !== undefined) drawAccountingVat(sheet, input.accountingVat, input);
  await drawDeducted(sheet, input);
  drawPaymentPanel(sheet, input);
  if (input.deposit === undefined)
    await drawBackorders(sheet, backordersOf(input), language, isOfOneOrder(input) ? 'order' : 'orders');
  drawConditions(sheet, input);
  embedInvoice(sheet, invoiceXml(input, 'cii'), input.issueDate);
  return closeLetter(sheet, letterhead);
}

function titleOf({ corrects, deposit, language }: InvoiceDocument): string {
  const { title } = wordsOf(language);
  if (deposit !== undefined) return title.depositInvoice;
  return corrects ? title.corrective : title.invoice;
}

/** Of several orders, each says whose it is. */
const backordersOf = (input: InvoiceDocument): InvoiceDocument['backorders'] =>
  isOfOneOrder(input)
    ? input.backorders
    : input.backorders.map((line) => ({ ...line, order: line.order ?? input.order }));

function invoiceFacts(input: InvoiceDocument): Fact[] {
  const { label } = wordsOf(input.language);
  const { period, language } = input;
  const only = isOfOneOrder(input);
  return presentFacts([
    [label.issueDate, formatDate(input.issueDate, input.language)],
    period === undefined
      ? [label.saleDate, dayOrNull(input.deliveredOn, language)]
      : [label.period, `${formatDate(period.from, language)} – ${formatDate(period.to, language)}`],
    [input.instalments ? label.lastDueDate : label.dueDate, formatDate(input.dueDate, input.language)],
    [label.correctedInvoice, input.corrects?.number ?? null],
    [label.correctedDate, input.corrects ? formatDate(input.corrects.issueDate, input.language) : null],
    [label.customerNumber, input.customer.number],
    [label.order, only ? input.order : null],
    [label.customerReference, only ? input.customerReference : null],
    [label.quote, only ? input.quote : null],
    [label.deliveryNote, input.charged === undefined ? input.deliveries.join(', ') : null],
    [label.expectedOn, dayOrNull(input.deposit?.expectedOn ?? null, input.language)],
  ]);
}

const dayOrNull = (day: LocalDate | null, language: Language): string | null =>
  day === null ? null : formatDate(day, language);

/** What was invoiced as deposit, rate by rate, with the VAT that was charged there. */
async function drawDeducted(sheet: Sheet, { deducted, language, currency }: InvoiceDocument): Promise<void> {
  if (deducted === undefined) return;
  const { column, label, deduction } = wordsOf(language);
  const figure = (amount: string) => formatFigure(amount, currency, language);
  heading(sheet, deduction.title, 50);
  await drawTable(sheet, {
    columns: [
      { title: label.depositInvoice, width: 'rest' },
      { title: label.date, width: 70 },
      { title: column.rate, width: 60, align: 'right' },
      { title: column.base, width: 76, align: 'right' },
      { title: column.vat, width: 76, align: 'right' },
      { title: deduction.gross, width: 84, align: 'right' },
    ],
    rows: deducted.deposits.flatMap(({ deposit, issueDate, rows }) =>
      rows.map(({ vatRate, base, vat }): Cell[] => [
        deposit,
        formatDate(issueDate, language),
        formatPercent(vatRate, language),
        figure(negate(base)),
        figure(negate(vat)),
        figure(negate(add(base, vat))),
      ]),
    ),
  });
  skip(sheet, 8);
}

/** Lines at their prices, under the delivery that each charges where there are several, and the freight by rate. */
export async function drawInvoiceLines(
  sheet: Sheet,
  input: Pick<InvoiceDocument, 'language' | 'currency' | 'lines' | 'vatBreakdown' | 'charged'>,
): Promise<void> {
  const { language, currency } = input;
  const { total } = wordsOf(language);
  const chosen = sheet.dress.columns;
  const titles = titlesOf(input.charged ?? [], language);
  const rows: Cell[][] = input.lines.flatMap((line) => {
    const title = titles.get(line.lineNo);
    const cells = [...pricedCells(line, currency, language, chosen), ...besideCells(line)];
    return title === undefined ? [cells] : [['', title, '', '', '', '', ''], cells];
  });
  rows.push(...orderAdjustmentRows(input.lines, currency, language));
  for (const { vatRate, net } of invoicedFreight(input)) {
    rows.push(['', total.freight, '', '', '', formatPercent(vatRate, language), formatFigure(net, currency, language)]);
  }
  const columns = [...pricedColumns('invoice', currency, language), ...besideColumns('invoice', language)];
  await drawTable(sheet, arranged(columns, rows, chosen));
}

/** What stands above the first line of each delivery, by the number of that line. */
function titlesOf(charged: readonly ChargedDelivery[], language: Language): ReadonlyMap<number, Cell> {
  return new Map(
    charged.flatMap((delivery) => {
      const [first] = delivery.lines;
      if (first === undefined) return [];
      const text = describeCharged(delivery, language);
      const note = delivery.address === undefined ? '' : addressLines(delivery.address, language).join(', ');
      return [[first.lineNo, { text, strong: true, wide: true, ...(note !== '' && { note }) }] as const];
    }),
  );
}

/** The VAT as it is declared, and by which rate. */
export function drawAccountingVat(
  sheet: Sheet,
  { currency, rate, from, vat }: NonNullable<InvoiceDocument['accountingVat']>,
  { currency: own, language }: Pick<InvoiceDocument, 'currency' | 'language'>,
): void {
  const { legal } = wordsOf(language);
  const worth = `1 ${own} = ${language === 'fr' ? rate.replace('.', ',') : rate} ${currency}`;
  paragraph(
    sheet,
    legal.accountingVat(formatAmount(vat, currency, language), worth, formatDate(from, language)),
    STYLE.body,
  );
  skip(sheet, 6);
}

function drawPaymentPanel(sheet: Sheet, input: InvoiceDocument): void {
  const { language, company, instalments = [], payee } = input;
  const account = payTo(company, payee);
  const { label, payment, colon } = wordsOf(language);
  const gross = formatAmount(input.deducted?.payable ?? input.gross, input.currency, language);
  const due = input.instalments
    ? payment.inInstalments(gross, instalments.length)
    : payment.due(gross, formatLongDate(input.dueDate, language));
  const lines = [
    ...earlyLines(input),
    ...instalments.map(({ amount, dueDate }) =>
      payment.instalment(formatAmount(amount, input.currency, language), formatLongDate(dueDate, language)),
    ),
    `${label.paymentTerms}${colon}${describeTerms(input.paymentTerms, language)}`,
    `${payment.byTransfer}${colon}${label.iban} ${formatIban(account.iban)} · ${label.bic} ${account.bic}`,
    `${label.accountHolder}${colon}${account.name}`,
    `${label.paymentReference}${colon}${input.number}`,
  ];
  drawPanel(sheet, { text: due, style: DUE }, lines);
  if (payee === undefined) return;
  skip(sheet, 6);
  for (const text of paragraphsOf(payee.notice[language])) paragraph(sheet, text, STYLE.strong);
}

/** What is to pay early instead. */
const earlyLines = (input: InvoiceDocument): readonly string[] =>
  input.earlyPayment === undefined ? [] : [describeEarly(input.earlyPayment, input)];

/** What matters most of a document, set apart. */
export function drawPanel(sheet: Sheet, title: { text: string; style: TextStyle }, lines: readonly string[]): void {
  const { doc, root } = sheet;
  const inner = { x: PAGE.left + 10, width: CONTENT_WIDTH - 20 };
  const heights = lines.map((line) => textHeight(line, STYLE.body, inner.width));
  const height = textHeight(title.text, title.style, inner.width) + heights.reduce((a, b) => a + b, 0) + 20;
  ensureSpace(sheet, height);
  artifact(doc, 'Layout', () => doc.rect(PAGE.left, sheet.y, CONTENT_WIDTH, height).fill(COLOR.panel));
  let y = sheet.y + 8;
  tagged(sheet, root, 'P', () => {
    y += drawText(doc, title.text, title.style, { ...inner, y }) + 4;
  });
  for (const line of lines) {
    tagged(sheet, root, 'P', () => {
      y += drawText(doc, line, STYLE.body, { ...inner, y });
    });
  }
  sheet.y += height;
}

/** What of the order a deposit is, when its tax is chargeable (art. 269, 2 a CGI), and what waits for it. */
function depositTexts({ deposit, order, currency, language, vat }: InvoiceDocument): readonly string[] {
  if (deposit === undefined) return [];
  const { depositInvoice } = wordsOf(language);
  return [
    depositInvoice.of(
      describeDeposit(deposit.asked, currency, language),
      order,
      formatAmount(deposit.orderGross, currency, language),
    ),
    ...(isZero(vat) ? [] : [depositInvoice.tax]),
    ...(deposit.asked.blocksDelivery ? [depositInvoice.blocks] : []),
  ];
}

function drawConditions(sheet: Sheet, input: InvoiceDocument): void {
  skip(sheet, 12);
  for (const text of [...depositTexts(input), ...invoiceConditions(input)]) {
    if (text !== '') paragraph(sheet, text, STYLE.note);
  }
}

/** Whose place it takes. */
function placeOf({ language, corrects, replaces }: Conditions): readonly string[] {
  const { correction } = wordsOf(language);
  const day = (date: string) => formatDate(date, language);
  return [
    ...(corrects ? [correction.corrects(corrects.number, day(corrects.issueDate))] : []),
    ...(replaces ? [correction.replaces(replaces.number, day(replaces.issueDate), replaces.creditNote)] : []),
  ];
}

type Conditions = Pick<
  InvoiceDocument,
  'language' | 'company' | 'text' | 'vatBreakdown' | 'paymentTerms' | 'latePayment'
> &
  Pick<Partial<InvoiceDocument>, 'replaces'> & { readonly corrects?: InvoiceDocument['corrects'] };

/** What the customer's documents say, nature of the operations, exemptions, discount for early payment, penalties of late payment and recovery fee. */
export function invoiceConditions(input: Conditions): readonly string[] {
  const { language, latePayment } = input;
  const { legal } = wordsOf(language);
  // Art. D441-5 fixes the fee in euros, whatever the invoice's currency.
  const fee = formatAmount(latePayment.recoveryFee, recoveryFeeCurrency, language);
  return [
    ...placeOf(input),
    ...(input.text === undefined ? [] : [input.text]),
    legal.nature,
    ...exemptionsOf(input.vatBreakdown).map((code) => legal.exemption[code]),
    ...discountMention(input, language),
    `${legal.latePayment(formatPercent(latePayment.annualPercent, language))} ${legal.recoveryFee(fee)}`,
  ];
}
