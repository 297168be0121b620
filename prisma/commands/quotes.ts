import type { Answer, OrderDraft } from '../../contracts/process.js';
import type { OrderInput } from '../../contracts/order.js';
import type { QuoteDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import type {
  Quote,
  QuoteAcceptanceInput,
  QuoteInput,
  QuotePatch,
  QuoteRevisionInput,
  SentQuote,
} from '../../contracts/quote.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { Actor, Language, QuoteStatus } from '../../contracts/vocabulary.js';
import { compareDates } from '../../domain/calendar.js';
import { refusePrice, refuseQuantity } from '../../domain/amount-entry.js';
import { depositAsked, refuseDeposit } from '../../domain/deposits.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { issuedWith } from '../../domain/document-template.js';
import { invariant } from '../../domain/invariant.js';
import { refuseAdjustments, sharesOf } from '../../domain/adjustments.js';
import { canonicalAmount, compare, isNegative, sum } from '../../domain/money.js';
import { draftOrder, refuseAdjusted } from '../../domain/order-entry.js';
import { orderLineNet, printed, totalsOfDraft } from '../../domain/order-totals.js';
import { recipientOf } from '../../domain/parties.js';
import { refuseTerms } from '../../domain/payment-terms.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { nextNumber } from '../numbers.js';
import { companyToday, getCompany } from '../queries/company.js';
import { readTemplates } from '../queries/document-templates.js';
import { loadOrderContext, type OrderContext } from '../queries/order-context.js';
import type { Scope } from '../queries/page.js';
import { getQuote } from '../queries/quotes.js';
import { appendAudit } from '../repositories/audit.js';
import { insertDocuments } from '../repositories/documents.js';
import { insertOutgoing } from '../repositories/outgoing.js';
import { isRefusal, misfit, refuse } from './refusals.js';

type Offer = Omit<QuoteRevisionInput, 'reason'>;
const everybody: Scope = { salesperson: null };
/** The largest amount that a contract's `Amount` holds. */
const MAX_AMOUNT = '9999999999999.99';

/** Makes a quote, in the currency of the customer's account. */
export async function createQuote(
  tx: Transaction,
  input: QuoteInput,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<Quote>> {
  const { customer, ...offer } = input;
  const context = await loadOrderContext(
    tx,
    { customer, products: offer.lines.map((line) => line.product) },
    scope,
    nowMs,
  );
  if (!context.customer) {
    return refuse('customer-unknown', said('customer-unknown-here', { customer }), { field: 'customer' });
  }
  const { currency } = context.customer;
  const net = netOfOffer(offer, currency, context);
  if (isRefusal(net)) return net;
  const inserted = await tx.$queryRaw<{ number: string }[]>`
    INSERT INTO quote (number, customer_number, currency, status, revision, valid_until)
    VALUES (${nextNumber('quote', Prisma.sql`${context.today.slice(0, 4)}::text`)}, ${customer}, ${currency}, 'open', 1,
      ${offer.validUntil}::date) RETURNING number`;
  const number = inserted[0]?.number;
  invariant(number !== undefined, 'the quote was not inserted');
  await insertRevision(tx, { quote: number, revision: 1, offer: offerWithBases(offer, context), net, reason: null });
  const created = await currentQuote(tx, number, nowMs);
  await appendAudit(tx, [
    {
      ...ofQuote(created, actor),
      action: 'quote.created',
      after: created,
    },
  ]);
  return created;
}

/**
 * A new revision replaces validity, terms, freight and lines. An accepted quote too may be revised: that is how an order
 * that differs from it is requoted. What was offered anew is open until it is accepted again.
 */
export async function reviseQuote(
  tx: Transaction,
  number: string,
  input: QuoteRevisionInput,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<Quote>> {
  const before = await lockQuote(tx, { number, scope, nowMs }, ['open', 'expired', 'accepted']);
  if (isRefusal(before)) return before;
  const { reason, ...offer } = input;
  const products = offer.lines.map((line) => line.product);
  const context = await loadOrderContext(tx, { customer: before.customer, products }, everybody, nowMs);
  const net = netOfOffer(offer, before.currency, context);
  if (isRefusal(net)) return net;
  const revision = before.revision + 1;
  await tx.$executeRaw`
    UPDATE quote SET revision = ${revision}, valid_until = ${offer.validUntil}::date, status = 'open', accepted_on = NULL,
      accepted_reference = NULL, updated_at = now()
    WHERE number = ${number}`;
  const revised = offerWithBases(offer, context);
  await insertRevision(tx, { quote: number, revision, offer: revised, net, reason: reason ?? null });
  const after = await currentQuote(tx, number, nowMs);
  await appendAudit(tx, [
    {
      ...ofQuote(after, actor),
      action: 'quote.revised',
      before,
      after: { ...after, reason: reason ?? null, reference: null },
    },
  ]);
  return after;
}

/** Moves the validity of the current revision, or closes the quote as lost. */
export async function patchQuote(
  tx: Transaction,
  number: string,
  patch: QuotePatch,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<Quote>> {
  const before = await lockQuote(tx, { number, scope, nowMs });
  if (isRefusal(before)) return before;
  const { validUntil = before.validUntil, lostReason } = patch;
  const misdated = refuseDate('validity', { field: 'validUntil', date: validUntil }, await companyToday(tx, nowMs));
  if (misdated) return misdated;
  const status = lostReason === undefined ? 'open' : 'lost';
  await tx.$executeRaw`
    UPDATE quote SET status = ${status}, valid_until = ${validUntil}::date, lost_reason = ${lostReason ?? null},
      updated_at = now()
    WHERE number = ${number}`;
  const after = await currentQuote(tx, number, nowMs);
  await appendAudit(tx, [
    {
      ...ofQuote(after, actor),
      action: lostReason === undefined ? 'quote.changed' : 'quote.lost',
      before: { status: before.status, validUntil: before.validUntil },
      after: { status: after.status, validUntil: after.validUntil, lostReason: after.lostReason },
    },
  ]);
  return after;
}

/** The customer's acceptance, on a day within the validity; it may be entered later. */
export async function acceptQuote(
  tx: Transaction,
  number: string,
  input: QuoteAcceptanceInput,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<Quote>> {
  const before = await lockQuote(tx, { number, scope, nowMs });
  if (isRefusal(before)) return before;
  const { acceptedOn, reference } = input;
  if (compareDates(acceptedOn, before.validUntil) > 0) {
    return refuse('quote-unusable', said('named-quote-expired', { quote: number, day: before.validUntil }), {
      field: 'acceptedOn',
      remedy: said('extend-or-revise-quote'),
    });
  }
  const misdated = refuseDate('acceptance', { field: 'acceptedOn', date: acceptedOn }, await companyToday(tx, nowMs));
  if (misdated) return misdated;
  await tx.$executeRaw`
    UPDATE quote SET status = 'accepted', accepted_on = ${acceptedOn}::date, accepted_reference = ${reference ?? null},
      updated_at = now()
    WHERE number = ${number}`;
  const after = await currentQuote(tx, number, nowMs);
  await appendAudit(tx, [
    {
      ...ofQuote(after, actor),
      action: 'quote.accepted',
      on: acceptedOn,
      before: { status: before.status },
      after: { status: after.status, acceptedOn, reference: reference ?? null },
    },
  ]);
  return after;
}

/**
 * Issues the quote in its current revision, with the VAT of the day, and queues it as a mail to the customer's contact for
 * orders. Each sending is a version of its own.
 */
export async function sendQuote(
  tx: Transaction,
  number: string,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<SentQuote>> {
  const quote = await lockQuote(tx, { number, scope, nowMs }, ['open', 'accepted']);
  if (isRefusal(quote)) return quote;
  const products = quote.lines.map((line) => line.product);
  const context = await loadOrderContext(tx, { customer: quote.customer, products }, everybody, nowMs);
  const drafted = draftOrder(asOrder(quote, context.today), context);
  if (isRefusal(drafted)) return drafted;
  const { parties } = drafted.draft;
  const recipient = recipientOf(parties, 'orders');
  if (recipient === null)
    return refuse('invalid-request', said('nobody-to-write-to', { customer: quote.customer }), {
      remedy: said('give-contact-or-print'),
    });
  const [before] = await tx.$queryRaw<{ readonly versions: number }[]>`
    SELECT count(*)::int AS versions FROM document WHERE customer_number = ${quote.customer} AND kind = 'quote' AND number = ${number}`;
  const version = (before?.versions ?? 0) + 1;
  const issued = { version, issuedOn: context.today, language: recipient.language };
  const snapshot = await offerOf(tx, quote, drafted.draft, issued);
  const id = documentIds.quote(number, version);
  const about = { id, kind: 'quote', customerNumber: quote.customer, orderNumber: null } as const;
  await tx.$executeRaw`${insertDocuments([{ ...about, number, issuedOn: context.today, snapshot }])}`;
  await tx.$executeRaw`${insertOutgoing([{ ...about, recipient: recipient.email, documents: [id] }])}`;
  const { revision } = quote;
  await appendAudit(tx, [{ ...ofQuote(quote, actor), action: 'quote.sent', after: { revision, version, mail: id } }]);
  return { quote: number, revision, version, mail: id };
}

/** What was offered, as if it were ordered today: that is what its VAT is worked out by. */
const asOrder = (
  { customer, currency, paymentTerms, freight, adjustments, lines }: Quote,
  today: string,
): OrderInput => ({
  customer,
  origin: 'quote',
  currency,
  paymentTerms,
  freight,
  ...(adjustments !== undefined && { adjustments }),
  lines: lines.map(({ deliveryDate, ...line }) => ({ ...line, requestedDate: deliveryDate ?? today })),
});

async function offerOf(
  tx: Transaction,
  quote: Quote,
  draft: OrderDraft,
  { version, issuedOn, language }: { readonly version: number; readonly issuedOn: string; readonly language: Language },
): Promise<QuoteDocument> {
  const { currency, parties } = draft;
  const { number, name, siren, vatNumber } = parties.buyer;
  const dates = new Map(quote.lines.map(({ lineNo, deliveryDate }) => [lineNo, deliveryDate]));
  const { net, vat, gross, vatBreakdown } = totalsOfDraft(draft);
  return {
    language,
    ...issuedWith(await readTemplates(tx), 'quote', issuedOn),
    company: await getCompany(tx),
    customer: { number, name, siren, vatNumber, billingAddress: parties.billTo.address },
    number: quote.number,
    revision: quote.revision,
    version,
    issuedOn,
    validUntil: quote.validUntil,
    paymentTerms: quote.paymentTerms,
    currency,
    lines: draft.lines.map((line) => ({ ...printed(line, currency), deliveryDate: dates.get(line.lineNo) ?? null })),
    net,
    vat,
    gross,
    freight: canonicalAmount(draft.freight, currency),
    vatBreakdown: [...vatBreakdown],
    ...depositAsked(quote.deposit, gross, currency),
  };
}

const ofQuote = (quote: Quote, actor: Actor) =>
  ({ actor, entity: 'quote', entityId: quote.number, customerNumber: quote.customer }) as const;

/** `reference`: the customer's own of the acceptance, if it gave one. */
type LockedQuote = Quote & { readonly reference: string | null };

/** The quote, locked, if it may still change. */
async function lockQuote(
  tx: Transaction,
  { number, scope, nowMs }: { readonly number: string; readonly scope: Scope; readonly nowMs: number },
  changeable: readonly QuoteStatus[] = ['open', 'expired'],
): Promise<Answer<LockedQuote>> {
  const [row] = await tx.$queryRaw<Pick<LockedQuote, 'reference'>[]>`
    SELECT accepted_reference AS reference FROM quote WHERE number = ${number} FOR UPDATE`;
  const quote = await getQuote(tx, number, scope, nowMs);
  if (!quote || !row) return refuse('not-found', said('quote-unknown', { quote: number }));
  if (changeable.includes(quote.status)) return { ...quote, ...row };
  return refuse('quote-closed', said('quote-at', { quote: number, status: quote.status }));
}

async function currentQuote(tx: Transaction, number: string, nowMs: number): Promise<Quote> {
  const quote = await getQuote(tx, number, everybody, nowMs);
  invariant(quote !== null, `quote ${number} was written and is gone`);
  return quote;
}

/** What an offer comes to before tax, freight included. */
function netOfOffer(offer: Offer, currency: string, context: OrderContext): Answer<string> {
  const refusal =
    refuseLines(offer, currency, context) ??
    refuseValidity(offer.validUntil, context.today) ??
    refuseTerms(offer.paymentTerms, context.today) ??
    misfit('freight', offer.freight, currency) ??
    refuseAdjustments('adjustments', offer.adjustments ?? [], currency) ??
    (offer.deposit ? refuseDeposit(offer.deposit, { gross: MAX_AMOUNT, currency, today: context.today }) : null);
  if (refusal) return refusal;
  const lines = offer.lines.map((line) => withBase(line, context));
  const { adjustments = [] } = offer;
  const shared = lines.map((line) => ({
    taxClass: context.products.get(line.product)?.taxClass ?? 'standard',
    net: orderLineNet(line, currency),
  }));
  const shares = sharesOf(adjustments, shared, currency);
  const nets = lines.map((line, at) =>
    orderLineNet({ ...line, adjustments: [...(line.adjustments ?? []), ...(shares[at] ?? [])] }, currency),
  );
  const below = nets.findIndex(isNegative);
  if (below >= 0) {
    const facts = { line: lines[below]?.lineNo ?? 0, net: nets[below] ?? '0', currency };
    return refuse('invalid-request', said('adjusted-below-zero', facts), { field: 'adjustments' });
  }
  const net = sum([...nets, offer.freight], currency);
  if (compare(net, MAX_AMOUNT) <= 0) return net;
  return refuse('invalid-request', said('quote-too-large', { net, currency }), { field: 'lines' });
}

/** The price of a line is of as many units as the product's, where it says nothing else. */
const withBase = (line: Offer['lines'][number], { products }: Pick<OrderContext, 'products'>) => ({
  ...line,
  priceBase: line.priceBase ?? products.get(line.product)?.priceBase,
});

const offerWithBases = (offer: Offer, context: OrderContext): Offer => ({
  ...offer,
  lines: offer.lines.map((line) => withBase(line, context)),
});

function refuseLines(offer: Offer, currency: string, { products, today }: OrderContext): Refusal | null {
  const seen = new Set<number>();
  for (const [index, line] of offer.lines.entries()) {
    const field = `lines.${index}`;
    if (seen.has(line.lineNo)) {
      return refuse('invalid-request', said('line-twice', { line: line.lineNo }), { field: `${field}.lineNo` });
    }
    seen.add(line.lineNo);
    const product = products.get(line.product);
    if (product?.active !== true) {
      return refuse('product-unknown', said('product-unusable', { product: line.product }), {
        field: `${field}.product`,
      });
    }
    const { deliveryDate } = line;
    const misdated =
      deliveryDate && refuseDate('offered', { field: `${field}.deliveryDate`, date: deliveryDate }, today);
    const unfit =
      misdated ||
      (refusePrice(`${field}.unitPrice`, line.unitPrice, currency) ??
        refuseQuantity(`${field}.quantity`, line.quantity, product.unit) ??
        refuseAdjusted(withBase(line, { products }), currency, field));
    if (unfit) return unfit;
  }
  return null;
}

function refuseValidity(validUntil: string, today: string): Refusal | null {
  if (compareDates(validUntil, today) >= 0)
    return refuseDate('validity', { field: 'validUntil', date: validUntil }, today);
  return refuse('invalid-request', said('offer-ended-already', { day: validUntil }), { field: 'validUntil' });
}

type Revision = {
  readonly quote: string;
  readonly revision: number;
  readonly offer: Offer;
  readonly net: string;
  readonly reason: string | null;
};

async function insertRevision(tx: Transaction, { quote, revision, offer, net, reason }: Revision): Promise<void> {
  const lines = offer.lines.map(
    (line) => Prisma.sql`(${line.lineNo}::int, ${line.product}, ${line.quantity}::numeric, ${line.unitPrice}::numeric,
      ${line.discountPercent}::numeric, ${line.priceBase ?? '1'}::numeric, ${JSON.stringify(line.adjustments ?? [])}::jsonb, ${line.deliveryDate}::date)`,
  );
  await tx.$executeRaw`
    WITH revision AS (
      INSERT INTO quote_revision (quote_number, revision, valid_until, payment_terms, freight, adjustments, deposit, net, reason)
      VALUES (${quote}, ${revision}, ${offer.validUntil}::date, ${JSON.stringify(offer.paymentTerms)}::jsonb,
        ${offer.freight}::numeric, ${JSON.stringify(offer.adjustments ?? [])}::jsonb, ${offer.deposit ? JSON.stringify(offer.deposit) : null}::jsonb, ${net}::numeric, ${reason}) RETURNING quote_number, revision)
    INSERT INTO quote_line
      (quote_number, revision, line_no, product_number, quantity, unit_price, discount_percent, price_base, adjustments, delivery_date)
    SELECT revision.quote_number, revision.revision, line.* FROM revision CROSS JOIN (VALUES ${Prisma.join(lines)}) AS line`;
}
