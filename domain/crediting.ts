import type { LedgerMove } from '../contracts/account.js';
import type { CreditDraft, CreditNoteInput } from '../contracts/credit-note.js';
import type { CreditedSupply } from '../contracts/documents.js';
import type { InvoiceLine } from '../contracts/invoice.js';
import type { ProblemCode, Refusal } from '../contracts/problems.js';
import { said, type Said } from '../contracts/said.js';
import type { VatRow } from '../contracts/tax.js';
import type { ClaimKind, Currency, InvoiceKind } from '../contracts/vocabulary.js';
import { besidePrice } from './adjustments.js';
import { maxDate } from './calendar.js';
import { refuseFiner, refusePrice, refuseQuantity } from './amount-entry.js';
import { invariant } from './invariant.js';
import { planAllocation, type ReceivableItem } from './ledger.js';
import {
  add,
  addQuantities,
  allocate,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  compare,
  divide,
  equals,
  hasDecimals,
  isNegative,
  isPositive,
  isZero,
  lineNet,
  min,
  minorDigits,
  multiply,
  negate,
  percentOf,
  subtract,
  subtractQuantities,
  sum,
  sumQuantities,
  type Amount,
  type Quantity,
  type UnitPrice,
} from './money.js';
import { isSameVat, vatOf } from './tax.js';

/** An invoice as it was issued, or a credit note of it: what that says is below zero. */
export type IssuedInvoice = {
  readonly lines: readonly InvoiceLine[];
  readonly freight: Amount;
  readonly vatBreakdown: readonly VatRow[];
};

export type IssuedCreditNote = IssuedInvoice & {
  /** It takes quantities back, and not a part of their price alone. */
  readonly takesQuantities: boolean;
};

export type Creditable = {
  readonly invoice: string;
  readonly currency: Currency;
  readonly issued: IssuedInvoice;
  readonly credited: readonly IssuedCreditNote[];
};

/** What is left to credit of a line: its quantity, and what that comes to without tax. */
type LineLeft = { readonly line: InvoiceLine; readonly quantity: Quantity; readonly net: Amount };
/** What is left of a row of the breakdown; `freight` is what of its base is of no line. */
type RowLeft = { readonly row: VatRow; readonly base: Amount; readonly vat: Amount; readonly freight: Amount };
type Left = { readonly lines: readonly LineLeft[]; readonly rows: readonly RowLeft[]; readonly freight: Amount };

/** Of a line, what is taken: above zero. */
type Taken = {
  readonly of: LineLeft;
  readonly quantity: Quantity;
  readonly net: Amount;
  /** What it is printed at; left out: as the invoice says. */
  readonly price?: Price;
};
type Price = Pick<InvoiceLine, 'unitPrice' | 'discountPercent' | 'priceBase'>;
type Wanted = { readonly lines: readonly Taken[]; readonly freight: Amount };

/**
 * What a credit of an invoice comes to, by what was credited of it before: never more than is left. A quantity takes its
 * share of what is left of its line, the last one all of it, so that the credits of a line come to the line exactly. VAT is
 * base × rate per category and rate (EN 16931 BR-CO-17), and at most what is left of it; who takes all that is left of a
 * base takes all that is left of its VAT, so that a credit of everything leaves nothing.
 *
 * Refused with `over-credit`, `line-unknown` or `invalid-request`.
 */
export function draftCredit(
  creditable: Creditable,
  wish: CreditNoteInput,
): { readonly kind: 'drafted'; readonly draft: CreditDraft } | Refusal {
  const left = leftOf(creditable);
  if (isNothing(left)) return refuse('over-credit', said('nothing-left-to-credit', { invoice: creditable.invoice }));
  const wanted = wantedOf(wish, left, creditable.currency);
  if ('kind' in wanted) return wanted;
  return { kind: 'drafted', draft: draftOf(wanted, left, creditable.currency) };
}

const isNothing = ({ lines, freight }: Left): boolean =>
  isZero(freight) && lines.every(({ quantity, net }) => isZero(quantity) && isZero(net));

function leftOf({ issued, credited, currency }: Creditable): Left {
  const lines = issued.lines.map((line): LineLeft => {
    const of = credited.flatMap((note) =>
      note.lines.flatMap((each) => (each.lineNo === line.lineNo ? [{ ...each, takes: note.takesQuantities }] : [])),
    );
    const back = of.flatMap(({ takes, quantity }) => (takes ? [quantity] : []));
    return {
      line,
      quantity: addQuantities(line.quantity, sumQuantities(back)),
      net: sum([line.net, ...of.map(({ net }) => net)], currency),
    };
  });
  const rows = issued.vatBreakdown.map((row): RowLeft => {
    const taken = credited.flatMap(({ vatBreakdown }) => vatBreakdown.filter((each) => isSameVat(each, row)));
    const base = sum([row.base, ...taken.map((each) => each.base)], currency);
    const nets = lines.filter(({ line }) => isSameVat(line, row)).map(({ net }) => net);
    return {
      row,
      base,
      vat: sum([row.vat, ...taken.map((each) => each.vat)], currency),
      freight: subtract(base, sum(nets, currency)),
    };
  });
  return { lines, rows, freight: sum([issued.freight, ...credited.map(({ freight }) => freight)], currency) };
}

function wantedOf(wish: CreditNoteInput, left: Left, currency: string): Wanted | Refusal {
  switch (wish.scope) {
    case 'whole':
      return { lines: left.lines.filter(isSomething).map(allOf), freight: left.freight };
    case 'lines':
      return quantitiesOf(wish, left, currency);
    case 'price':
      return pricesOf(wish, left, currency);
    case 'allowance':
      return allowanceOf(wish, left, currency);
  }
}

const isSomething = ({ quantity, net }: LineLeft): boolean => isPositive(quantity) || isPositive(net);
const allOf = (of: LineLeft): Taken => ({ of, quantity: of.quantity, net: of.net });

function quantitiesOf(
  { lines, freight = '0' }: Extract<CreditNoteInput, { scope: 'lines' }>,
  left: Left,
  currency: string,
): Wanted | Refusal {
  if (lines.length === 0 && !isPositive(freight))
    return refuse('invalid-request', said('no-line-named'), 'lines', said('name-a-line'));
  const finer = refuseFiner('freight', freight, currency);
  if (finer) return finer;
  if (compare(freight, left.freight) > 0)
    return refuse(
      'over-credit',
      said('more-freight-than-to-credit', { amount: freight, left: left.freight, currency }),
      'freight',
    );
  const taken: Taken[] = [];
  for (const [index, { lineNo, quantity }] of lines.entries()) {
    const of = left.lines.find(({ line }) => line.lineNo === lineNo);
    if (of === undefined) return unknownLine(lineNo, `lines.${index}.lineNo`, left);
    const refusal = refuseTaking(of, quantity, `lines.${index}.quantity`);
    if (refusal) return refusal;
    taken.push({ of, quantity: addQuantities(quantity, '0'), net: shareOf(of, quantity, currency) });
  }
  return { lines: taken, freight: canonicalAmount(freight, currency) };
}

function refuseTaking({ line, quantity: left }: LineLeft, quantity: Quantity, field: string): Refusal | null {
  const entered = refuseQuantity(field, quantity, hasDecimals(line.quantity) ? null : line.unit);
  if (entered) return entered;
  if (compare(quantity, left) <= 0) return null;
  const { lineNo } = line;
  return refuse('over-credit', said('more-than-to-credit', { line: lineNo, quantity, left }), field, atMost(left));
}

const atMost = (left: Quantity): Said => (isPositive(left) ? said('credit-at-most', { left }) : said('leave-line-out'));

/** Of what is left of a line, the share of a quantity; all of it with the last. */
function shareOf({ quantity: left, net }: LineLeft, quantity: Quantity, currency: string): Amount {
  if (equals(quantity, left)) return net;
  return divide(multiply(net, quantity, minorDigits(currency) + 3), left, minorDigits(currency));
}

function pricesOf(
  { lines }: Extract<CreditNoteInput, { scope: 'price' }>,
  left: Left,
  currency: string,
): Wanted | Refusal {
  const taken: Taken[] = [];
  for (const [index, { lineNo, unitPrice }] of lines.entries()) {
    const field = `lines.${index}.unitPrice`;
    const of = left.lines.find(({ line }) => line.lineNo === lineNo);
    if (of === undefined) return unknownLine(lineNo, `lines.${index}.lineNo`, left);
    const entered = refusePrice(field, unitPrice, currency);
    if (entered) return entered;
    const beside = besideOf(of, currency);
    const net = min(of.net, subtract(of.net, add(netAt(of.line, of.quantity, unitPrice, currency), beside)));
    if (!isPositive(net))
      return refuse(
        'over-credit',
        said('price-not-below', { line: lineNo, price: unitPrice, net: of.net, quantity: of.quantity, currency }),
        field,
      );
    const less = subtract(of.line.unitPrice, unitPrice);
    const { discountPercent, priceBase } = of.line;
    taken.push({
      of,
      quantity: of.quantity,
      net,
      price: { unitPrice: isPositive(less) ? less : '0', discountPercent, priceBase },
    });
  }
  return { lines: taken, freight: canonicalAmount('0', currency) };
}

/** Of what is left of a line, the part that its price does not make. */
function besideOf({ line, quantity, net }: LineLeft, currency: string): Amount {
  if (line.adjustments === undefined) return '0';
  const atPrice = netAt(line, line.quantity, line.unitPrice, currency);
  return isZero(quantity)
    ? net
    : shareOf({ line, quantity: line.quantity, net: subtract(line.net, atPrice) }, quantity, currency);
}

const netAt = (line: InvoiceLine, quantity: Quantity, unitPrice: UnitPrice, currency: string): Amount =>
  lineNet(quantity, unitPrice, line.discountPercent, currency, line.priceBase);

function allowanceOf(
  { amount, lines }: Extract<CreditNoteInput, { scope: 'allowance' }>,
  left: Left,
  currency: string,
): Wanted | Refusal {
  const finer = refuseFiner('amount', amount, currency);
  if (finer) return finer;
  const index = lines?.findIndex((lineNo) => !left.lines.some(({ line }) => line.lineNo === lineNo)) ?? -1;
  if (index >= 0) return unknownLine(lines?.[index] ?? 0, `lines.${index}`, left);
  const of = left.lines.filter(({ line, net }) => (lines?.includes(line.lineNo) ?? true) && isPositive(net));
  const most = sum(
    of.map(({ net }) => net),
    currency,
  );
  if (compare(amount, most) > 0)
    return refuse('over-credit', said('more-than-left-of-lines', { amount, left: most, currency }), 'amount');
  const shares = allocate(
    amount,
    of.map(({ net }) => net),
    currency,
  );
  const taken = of.flatMap((each, place): Taken[] => {
    const net = shares[place] ?? '0';
    return isZero(net) ? [] : [{ of: each, quantity: '1', net, price: aside(net) }];
  });
  return { lines: taken, freight: canonicalAmount('0', currency) };
}

function draftOf({ lines, freight }: Wanted, left: Left, currency: string): CreditDraft {
  const shares = allocate(
    freight,
    left.rows.map((row) => row.freight),
    currency,
  );
  const rows = left.rows.flatMap((of, place): VatRow[] => {
    const ofRow = lines.filter(({ of: { line } }) => isSameVat(line, of.row));
    const share = shares[place] ?? '0';
    if (ofRow.length === 0 && isZero(share)) return [];
    const base = sum([...ofRow.map(({ net }) => net), share], currency);
    return [{ ...vatOf(of.row), base: negate(base), vat: negate(vatTaken(of, base, currency)) }];
  });
  const net = sum(
    rows.map(({ base }) => base),
    currency,
  );
  const vat = sum(
    rows.map((row) => row.vat),
    currency,
  );
  const draft: CreditDraft = {
    lines: lines.map((taken) => creditLine(taken, currency)),
    freight: negate(freight),
    net,
    vat,
    gross: add(net, vat),
    vatBreakdown: rows,
    takesAll: takesAll(lines, freight, left),
  };
  invariant(
    equals(net, sum([...draft.lines.map((line) => line.net), draft.freight])),
    `a credit of ${net} is not its lines`,
  );
  return draft;
}

function vatTaken({ row, base: left, vat }: RowLeft, base: Amount, currency: string): Amount {
  if (equals(base, left)) return vat;
  return min(percentOf(base, row.vatRate, currency), vat);
}

/** No money is left: an allowance may leave quantities, which come back at nothing. */
const takesAll = (lines: readonly Taken[], freight: Amount, left: Left): boolean =>
  equals(freight, left.freight) &&
  left.lines.every(({ line, net }) => {
    const taken = lines.find(({ of }) => of.line.lineNo === line.lineNo);
    return equals(taken?.net ?? '0', net);
  });

/** How far a printed price may miss the net of its line, in the currency's smallest units (Peppol R120: 0.02). */
const TOLERATED_UNITS = 2;

/** At its price where that comes to its net, else at what is taken for each unit. */
function creditLine(taken: Taken, currency: string): InvoiceLine {
  const { adjustments: _adjustments, priceBase: _base, ...line } = taken.of.line;
  const price = taken.price ?? taken.of.line;
  const comesTo = lineNet(taken.quantity, price.unitPrice, price.discountPercent, currency, price.priceBase);
  const said = isNear(comesTo, taken.net, currency) ? price : aside(divide(taken.net, taken.quantity, 4));
  return {
    ...line,
    ...besidePrice({ priceBase: said.priceBase }),
    quantity: negate(canonicalQuantity(taken.quantity)),
    unitPrice: canonicalPrice(said.unitPrice),
    discountPercent: canonicalPercent(said.discountPercent),
    net: negate(taken.net),
  };
}

const aside = (unitPrice: Amount): Price => ({ unitPrice, discountPercent: '0' });

function isNear(one: Amount, other: Amount, currency: string): boolean {
  const away = subtract(one, other);
  const tolerated = divide(String(TOLERATED_UNITS), `1${'0'.repeat(minorDigits(currency))}`, minorDigits(currency));
  return compare(isNegative(away) ? negate(away) : away, tolerated) <= 0;
}

const unknownLine = (line: number, field: string, { lines }: Left): Refusal =>
  refuse(
    'line-unknown',
    said('invoice-line-unknown', { line }),
    field,
    said('lines-are', { lines: lines.map((each) => each.line.lineNo) }),
  );

/** @param field what was sent that is at fault; left out: all of it */
const refuse = (code: ProblemCode, what: Said, field?: string, remedy?: Said): Refusal => ({
  kind: 'refused',
  code,
  said: what,
  ...(field !== undefined && { field }),
  ...(remedy !== undefined && { remedy }),
});

/** Interest or a fee that was claimed for the invoice, and what is open of it. */
export type CreditedClaim = {
  readonly claim: string;
  readonly kind: ClaimKind;
  readonly open: Amount;
  /** What of it fell away with credits before. */
  readonly fallen: Amount;
  readonly currency: Currency;
};

/**
 * What falls away of what was claimed for an invoice with a credit of it: with the last cent all that is open; with a part,
 * of the interest the same part, since it would have been that much less, and nothing of a fee: the rest was late all the
 * same (art. L441-10 II and D441-5 C.com).
 * @param credit gross of the credit, and `of` what was left of the invoice before it; both above zero
 */
export function claimsCredited(
  claims: readonly CreditedClaim[],
  credit: { readonly gross: Amount; readonly of: Amount; readonly takesAll: boolean },
): readonly (CreditedClaim & { readonly falls: Amount })[] {
  return claims.flatMap((claim) => {
    const falls = fallsOf(claim, credit);
    return isPositive(falls) ? [{ ...claim, falls }] : [];
  });
}

function fallsOf(
  { kind, open, currency }: CreditedClaim,
  { gross, of, takesAll: all }: Parameters<typeof claimsCredited>[1],
): Amount {
  if (all) return open;
  if (kind === 'recovery-fee' || isZero(of)) return '0';
  const digits = minorDigits(currency);
  return min(open, divide(multiply(open, gross, digits * 2), of, digits));
}

/** What of an order line, as it was delivered or not, a line of the invoice charges, and what credit notes left of it. */
export type SourceLeft = {
  readonly lineNo: number;
  readonly order: string;
  readonly orderLine: number;
  readonly delivery: string | null;
  readonly deliveryLine: number | null;
  readonly left: Quantity;
};

/** Which deliveries the quantities of a credit are taken back of, the last one first; quantities above zero. */
export function sourcesCredited(
  lines: readonly { readonly lineNo: number; readonly quantity: Quantity }[],
  sources: readonly SourceLeft[],
): readonly (Omit<SourceLeft, 'left'> & { readonly quantity: Quantity })[] {
  return lines.flatMap(({ lineNo, quantity }) => {
    let wanted = quantity;
    const taken = sources
      .filter((source) => source.lineNo === lineNo)
      .toReversed()
      .flatMap(({ left, ...source }) => {
        const part = min(left, wanted);
        if (!isPositive(part)) return [];
        wanted = subtractQuantities(wanted, part);
        return [{ ...source, quantity: canonicalQuantity(part) }];
      });
    invariant(isZero(wanted), `line ${lineNo}: ${wanted} of ${quantity} is of no delivery`);
    return taken;
  });
}

/** What invoices have deducted of a deposit invoice, as a credit of it: a line whose net is all deducted has no quantity left. */
export function asCredited(
  issued: IssuedInvoice,
  deducted: readonly VatRow[],
  currency: string,
): Creditable['credited'][number] {
  const gone = deducted.map(({ base, vat, ...row }) => ({ ...row, base: negate(base), vat: negate(vat) }));
  const lines = issued.lines.map((line) => {
    const net = sum(
      gone.filter((row) => isSameVat(row, line)).map(({ base }) => base),
      currency,
    );
    return { ...line, quantity: equals(net, negate(line.net)) ? negate(line.quantity) : '0', net };
  });
  return { lines, freight: canonicalAmount('0', currency), vatBreakdown: gone, takesQuantities: true };
}

/** An invoice with what was credited of it, what is open on it, and what was claimed for it. */
export type CreditableInvoice = {
  readonly creditable: Creditable;
  readonly kind: InvoiceKind;
  readonly customer: string;
  readonly order: string;
  readonly issueDate: string;
  readonly sources: readonly SourceLeft[];
  readonly receivables: readonly CreditedReceivable[];
  readonly claims: readonly CreditedClaim[];
};

/** What is due on one day, with what of it was written off and not taken back; at or above zero. */
export type CreditedReceivable = ReceivableItem & { readonly writtenOff: Amount };

/** A loss that was booked on what is credited: the customer never paid it, so it is ours to take back and not his to get. */
export type TakenBackLoss = { readonly invoice: string; readonly instalment: number; readonly amount: Amount };

/** A credit note without a number, and what it does to the account. Amounts of `applied`, `takenBack`, `toGive` and `open` are above or at zero. */
export type PlannedCredit = {
  readonly kind: 'planned';
  readonly draft: CreditDraft;
  /** Deducted from the invoice, instalment by instalment. */
  readonly moves: readonly LedgerMove[];
  /** Of what was written off, what the credit takes the place of. */
  readonly losses: readonly TakenBackLoss[];
  /** Deducted from the invoice, of which `takenBack` in the place of what was written off. */
  readonly applied: string;
  readonly takenBack: string;
  readonly toGive: string;
  readonly open: string;
  readonly claims: readonly (CreditedClaim & { readonly falls: string })[];
};

/**
 * Plans a credit: what it takes, and where it goes. What is open on the invoice takes it, the instalment due first first, as
 * it takes a payment; then what was written off of it, since nobody paid that; the rest is ours to
 * give. Of a deposit all is taken that no invoice has deducted.
 */
export function planCredit(found: CreditableInvoice, wish: CreditNoteInput): PlannedCredit | Refusal {
  const { creditable, receivables, kind } = found;
  const { invoice, currency } = creditable;
  if (kind !== 'invoice' && kind !== 'corrective' && kind !== 'deposit')
    return refuse('over-credit', said('only-invoices-are-credited', { invoice }));
  if (kind === 'deposit' && wish.scope !== 'whole')
    return refuse('invalid-request', said('deposit-credited-whole', { invoice }), 'scope', said('credit-whole'));
  const drafted = draftCredit(creditable, wish);
  if (drafted.kind === 'refused') return drafted;
  const { draft } = drafted;
  const gross = negate(draft.gross);
  const open = sum(
    receivables.map((each) => each.open),
    currency,
  );
  const { moves, left } = deduct(invoice, gross, found);
  const losses = lossesTakenBack(left, receivables);
  const takenBack = sum(
    losses.map(({ amount }) => amount),
    currency,
  );
  return {
    kind: 'planned',
    draft,
    moves,
    losses,
    applied: add(subtract(gross, left), takenBack),
    takenBack,
    toGive: subtract(left, takenBack),
    open: subtract(open, subtract(gross, left)),
    claims: claimsCredited(found.claims, { gross, of: leftBefore(found), takesAll: draft.takesAll }),
  };
}

function deduct(invoice: string, gross: string, { creditable, receivables }: CreditableInvoice) {
  const { currency } = creditable;
  if (isZero(gross)) return { moves: [], left: gross };
  const plan = planAllocation(
    { allocations: [{ invoice, amount: gross }] },
    { unallocated: gross, remittanceText: null, currency },
    { receivables: receivables.filter(({ open }) => isPositive(open)), claims: [] },
  );
  return plan.kind === 'planned' ? { moves: plan.moves, left: plan.left } : { moves: [], left: gross };
}

/** Of each instalment what was written off, the one due first first, until what is left of a credit is used up. */
function lossesTakenBack(credit: Amount, receivables: readonly CreditedReceivable[]): readonly TakenBackLoss[] {
  let left = credit;
  return receivables.flatMap(({ invoice, instalment, writtenOff }) => {
    const amount = min(left, writtenOff);
    if (!isPositive(amount)) return [];
    left = subtract(left, amount);
    return [{ invoice, instalment, amount }];
  });
}

/** Tax included, what was charged and is not credited yet. */
const leftBefore = ({ creditable: { issued, credited, currency } }: CreditableInvoice): string =>
  [issued, ...credited].reduce((left, { vatBreakdown }) => {
    const amounts = vatBreakdown.flatMap(({ base, vat }) => [base, vat]);
    return add(left, sum(amounts, currency));
  }, '0');

type Supplied = Omit<CreditedSupply, 'latePayment'>;
type ChargedBy = { readonly charged?: Supplied['charged'] | null; readonly period?: Supplied['period'] | null };

/** What was delivered of what a credit takes back: of an invoice of several deliveries those that its lines charge. */
export function suppliedOf(
  supply: Supplied,
  invoice: ChargedBy | null,
  lines: readonly { readonly lineNo: number }[],
): Supplied {
  const taken = new Set(lines.map(({ lineNo }) => lineNo));
  const charged = (invoice?.charged ?? []).flatMap((delivery) => {
    const of = delivery.lines.filter(({ lineNo }) => taken.has(lineNo));
    return of.length === 0 ? [] : [{ ...delivery, lines: of }];
  });
  const [first, ...others] = charged;
  if (first === undefined) return supply;
  const deliveredOn = maxDate(first.deliveredOn, ...others.map((each) => each.deliveredOn));
  const period = invoice?.period ? { period: invoice.period } : {};
  if (others.length > 0) return { ...supply, ...period, deliveredOn, charged };
  const { address: deliveryAddress = supply.deliveryAddress, ...only } = first;
  return { ...supply, ...period, deliveredOn, deliveryAddress, charged: [only] };
}
