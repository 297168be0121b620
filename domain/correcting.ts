import type { CorrectionInput, RightLine } from '../contracts/correction.js';
import type { InvoiceLine } from '../contracts/invoice.js';
import type { InvoiceDraft, Vat } from '../contracts/process.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import type { TaxRate } from '../contracts/tax.js';
import type { Currency, TaxClass } from '../contracts/vocabulary.js';
import { refuseFiner, refusePrice, refuseQuantity } from './amount-entry.js';
import type { LocalDate } from './calendar.js';
import {
  planCredit,
  sourcesCredited,
  type CreditableInvoice,
  type PlannedCredit,
  type SourceLeft,
} from './crediting.js';
import { chargedAgain, sumOf } from './adjustments.js';
import { invoicedFreight } from './invoicing.js';
import {
  add,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  compare,
  equals,
  hasDecimals,
  isNegative,
  lineNet,
  min,
  negate,
  subtract,
  type Amount,
} from './money.js';
import { totalsOf } from './order-totals.js';
import { refuseTerms } from './payment-terms.js';
import { vatOn, type Taxation } from './tax-rates.js';
import { vatOf, type TaxableLine } from './tax.js';

/** Whose invoice it should have been, and how its goods are taxed there. */
export type RightBuyer = {
  readonly customer: string;
  readonly currency: Currency;
  readonly countryCode: string;
  readonly vatNumber: string | null;
  readonly taxation: Taxation;
};

/** What decides a correction beside what is left of the invoice. */
export type CorrectionFacts = {
  readonly today: LocalDate;
  readonly buyer: RightBuyer;
  /** Last day on which something of it left, which is the day of its tax. */
  readonly deliveredOn: LocalDate;
  readonly taxClasses: readonly { readonly lineNo: number; readonly taxClass: TaxClass }[];
  readonly taxRates: readonly TaxRate[];
};

/** An invoice without a number. */
export type RightDraft = Omit<InvoiceDraft, 'deliveryNumber' | 'lines'> & { readonly lines: readonly InvoiceLine[] };

export type PlannedCorrection = {
  readonly kind: 'planned';
  readonly credit: PlannedCredit;
  readonly draft: RightDraft;
  /** Of the credit, what is deducted from the right invoice, and what stays ours to give. */
  readonly deducted: Amount;
  readonly toGive: Amount;
  /** Open on the right invoice. */
  readonly open: Amount;
};

/**
 * Plans how an invoice is put right: all that is left of it is credited, and the right one is what was left with what should
 * have been otherwise. Who corrects nothing comes to the same total. VAT stays as it was invoiced, unless tax class, address
 * or customer were wrong. What the credit has left of money that was paid is deducted from the right invoice of the same
 * customer.
 *
 * Refused with `over-credit`, `line-unknown`, `currency-mismatch` or `invalid-request`.
 */
export function planCorrection(
  found: CreditableInvoice,
  wish: CorrectionInput,
  facts: CorrectionFacts,
): PlannedCorrection | Refusal {
  const { currency } = found.creditable;
  const { reason, note } = wish;
  const refusal = refuseForm(found, wish, facts.buyer) ?? refuseTerms(wish.paymentTerms ?? NO_TERMS, facts.today);
  if (refusal) return refusal;
  const credit = planCredit(found, { scope: 'whole', reason, ...(note !== undefined && { note }) });
  if (credit.kind === 'refused') return credit;
  const draft = rightDraft({ draft: credit.draft, issued: found.creditable.issued.lines }, wish, facts, currency);
  if ('kind' in draft) return draft;
  const isOwn = facts.buyer.customer === found.customer;
  const deducted = isOwn ? min(credit.toGive, draft.gross) : canonicalAmount('0', currency);
  return {
    kind: 'planned',
    credit,
    draft,
    deducted: canonicalAmount(deducted, currency),
    toGive: subtract(credit.toGive, deducted),
    open: subtract(draft.gross, deducted),
  };
}

const NO_TERMS = { kind: 'net', days: 0 } as const;

function refuseForm(
  { creditable, customer, kind }: CreditableInvoice,
  { form }: CorrectionInput,
  buyer: RightBuyer,
): Refusal | null {
  const { invoice, currency, credited } = creditable;
  if (kind === 'deposit')
    return refuse('over-credit', said('only-invoices-are-credited', { invoice }), 'form', said('credit-it-instead'));
  if (buyer.currency !== currency)
    return refuse(
      'currency-mismatch',
      said('account-in-currency', { customer: buyer.customer, currency: buyer.currency }),
      'customer',
    );
  if (form === 'credit-and-invoice') return null;
  if (buyer.customer !== customer)
    return refuse('invalid-request', said('corrective-of-one-customer'), 'form', said('credit-and-invoice-instead'));
  if (credited.length > 0)
    return refuse(
      'invalid-request',
      said('corrective-after-credit', { invoice }),
      'form',
      said('credit-and-invoice-instead'),
    );
  if (buyer.countryCode !== 'FR')
    return refuse('invalid-request', said('corrective-in-france'), 'form', said('credit-and-invoice-instead'));
  return null;
}

function rightDraft(
  { draft, issued }: { readonly draft: PlannedCredit['draft']; readonly issued: readonly InvoiceLine[] },
  wish: CorrectionInput,
  facts: CorrectionFacts,
  currency: string,
): RightDraft | Refusal {
  const charged = draft.lines.map((line) => chargedBy(line, issued));
  const unknown = refuseUnknown(wish, charged);
  if (unknown) return unknown;
  const lines: InvoiceLine[] = [];
  for (const line of charged) {
    if (wish.without?.includes(line.lineNo)) continue;
    const right = rightLine(line, wish, facts, currency);
    if ('kind' in right) return right;
    lines.push(right);
  }
  if (lines.length === 0)
    return refuse('invalid-request', said('nothing-left-to-invoice'), 'without', said('credit-it-instead'));
  const mixed = refuseMixed(lines, wish);
  if (mixed) return mixed;
  const finer = wish.freight === undefined ? null : refuseFiner('freight', wish.freight, currency);
  if (finer) return finer;
  const freight = canonicalAmount(wish.freight ?? negate(draft.freight), currency);
  const freightGoods = wish.freight === undefined && !isTaxedAnew(wish) ? freightOf(draft) : lines;
  return { lines, freight, ...totalsOf({ lines, freight, freightGoods, currency }) };
}

/** What is outside the scope of VAT stands on no invoice with anything else (EN 16931 BR-O-11 to BR-O-14). */
function refuseMixed(lines: readonly InvoiceLine[], wish: CorrectionInput): Refusal | null {
  const outside = lines.find(({ vatCategory }) => vatCategory === 'O');
  if (outside === undefined || lines.every(({ vatCategory }) => vatCategory === 'O')) return null;
  const at = wish.lines?.findIndex(({ lineNo, taxClass }) => lineNo === outside.lineNo && taxClass !== undefined) ?? -1;
  const field = at < 0 ? 'lines' : `lines.${at}.taxClass`;
  return refuse(
    'invalid-request',
    said('outside-scope-alone', { line: outside.lineNo }),
    field,
    said('invoice-outside-scope-alone'),
  );
}

/** A line as it was invoiced, where nothing of it was credited before. */
function chargedBy(credited: InvoiceLine, issued: readonly InvoiceLine[]): InvoiceLine {
  const line = { ...credited, quantity: negate(credited.quantity), net: negate(credited.net) };
  const whole = issued.find(({ lineNo }) => lineNo === line.lineNo);
  return whole && equals(whole.quantity, line.quantity) && equals(whole.net, line.net) ? whole : line;
}

/** The freight that is credited, by the rates that it bore. */
const freightOf = (draft: PlannedCredit['draft']): readonly TaxableLine[] =>
  invoicedFreight(draft).map((row) => ({ ...row, net: negate(row.net) }));

const isTaxedAnew = ({ customer, deliveryAddress, lines = [] }: CorrectionInput): boolean =>
  customer !== undefined || deliveryAddress !== undefined || lines.some(({ taxClass }) => taxClass !== undefined);

function refuseUnknown({ lines = [], without = [] }: CorrectionInput, charged: readonly InvoiceLine[]): Refusal | null {
  const named = [
    ...lines.map(({ lineNo }, index) => ({ lineNo, field: `lines.${index}.lineNo` })),
    ...without.map((lineNo, index) => ({ lineNo, field: `without.${index}` })),
  ];
  const unknown = named.find(({ lineNo }) => !charged.some((line) => line.lineNo === lineNo));
  if (unknown === undefined) return null;
  return refuse(
    'line-unknown',
    said('invoice-line-unknown', { line: unknown.lineNo }),
    unknown.field,
    said('lines-are', { lines: charged.map(({ lineNo }) => lineNo) }),
  );
}

function rightLine(
  line: InvoiceLine,
  wish: CorrectionInput,
  facts: CorrectionFacts,
  currency: string,
): InvoiceLine | Refusal {
  const index = wish.lines?.findIndex(({ lineNo }) => lineNo === line.lineNo) ?? -1;
  const right = wish.lines?.[index];
  const field = `lines.${index}`;
  const taxed = rightVat(line, wish, right?.taxClass, facts, index < 0 ? 'customer' : `${field}.taxClass`);
  if ('kind' in taxed) return taxed;
  if (right === undefined) return { ...line, ...taxed };
  const refusal = refuseRight(line, right, field, currency);
  if (refusal) return refusal;
  const priceRight = priced(line, right, currency);
  if (isNegative(priceRight.net)) {
    const { lineNo, net } = priceRight;
    return refuse(
      'invalid-request',
      said('adjusted-below-zero', { line: lineNo, net, currency }),
      `${field}.unitPrice`,
    );
  }
  return { ...priceRight, ...taxed };
}

function refuseRight({ quantity: left, unit, lineNo }: InvoiceLine, right: RightLine, field: string, currency: string) {
  const { quantity, unitPrice } = right;
  const entered =
    (quantity === undefined ? null : refuseQuantity(`${field}.quantity`, quantity, hasDecimals(left) ? null : unit)) ??
    (unitPrice === undefined ? null : refusePrice(`${field}.unitPrice`, unitPrice, currency));
  if (entered || quantity === undefined || compare(quantity, left) <= 0) return entered;
  const about = said('more-than-to-invoice', { line: lineNo, quantity, left });
  return refuse('over-credit', about, `${field}.quantity`, said('credit-at-most', { left }));
}

/** A line of which nothing but the tax changes comes to what it came to; what it bears beside its price is worked out again. */
function priced(line: InvoiceLine, right: RightLine, currency: string): InvoiceLine {
  const { quantity = line.quantity, unitPrice = line.unitPrice, discountPercent = line.discountPercent } = right;
  const isSame = right.quantity === undefined && right.unitPrice === undefined && right.discountPercent === undefined;
  if (isSame) return line;
  const atPrice = lineNet(quantity, unitPrice, discountPercent, currency, line.priceBase);
  const adjustments = chargedAgain(line, { quantity, base: atPrice }, currency);
  return {
    ...line,
    quantity: canonicalQuantity(quantity),
    unitPrice: canonicalPrice(unitPrice),
    discountPercent: canonicalPercent(discountPercent),
    ...(adjustments.length > 0 && { adjustments: [...adjustments] }),
    net: add(atPrice, sumOf(adjustments, currency)),
  };
}

function rightVat(
  line: InvoiceLine,
  { customer, deliveryAddress }: CorrectionInput,
  taxClass: TaxClass | undefined,
  { buyer, deliveredOn, taxClasses, taxRates }: CorrectionFacts,
  field: string,
): Vat | Refusal {
  if (taxClass === undefined && customer === undefined && deliveryAddress === undefined) return vatOf(line);
  const ofLine = taxClass ?? taxClasses.find(({ lineNo }) => lineNo === line.lineNo)?.taxClass;
  const vat = ofLine === undefined ? null : vatOn(deliveredOn, ofLine, buyer.taxation, taxRates);
  if (vat === null) {
    const about = { product: line.product ?? '', country: buyer.taxation.taxCountry, day: deliveredOn };
    const what = said('no-vat-rate', { ...about, taxClass: ofLine ?? 'standard' });
    return refuse('invalid-request', what, field, said('ask-finance-for-rate'));
  }
  if (vat.vatCategory === 'AE' && buyer.vatNumber === null) {
    const about = { product: line.product ?? '', customer: buyer.customer };
    return refuse('invalid-request', said('buyer-without-vat-number', about), field, said('enter-vat-number'));
  }
  return vat;
}

/** Which deliveries the quantities of the right invoice are of, among those that are credited; the first one first. */
export function sourcesInvoiced(
  lines: readonly InvoiceLine[],
  credited: ReturnType<typeof sourcesCredited>,
): ReturnType<typeof sourcesCredited> {
  const left = credited.map(({ quantity, ...source }): SourceLeft => ({ ...source, left: quantity }));
  return sourcesCredited(lines, left);
}

/** @param field what was sent that is at fault */
const refuse = (code: ProblemCode, what: Said, field: string, remedy?: Said): Refusal => ({
  kind: 'refused',
  code,
  said: what,
  field,
  ...(remedy !== undefined && { remedy }),
});
