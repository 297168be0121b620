import type {
  EntryEstimate,
  EstimatedCredit,
  EstimatedLine,
  EstimatedTotals,
  LastPrice,
} from '../contracts/order-estimate.js';
import type { PolicySnapshot } from '../contracts/policies.js';
import type { CreditFacts, OrderDraft, OrderDraftLine } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import type { Said } from '../contracts/said.js';
import { decideCredit, heldThatCounts } from './credit.js';
import { ownRoomOf, type Act } from './four-eyes.js';
import { add, canonicalAmount, canonicalQuantity, max, subtract, subtractQuantities, type Quantity } from './money.js';
import { canonicalDraft } from './order-draft.js';
import type { OrderFacts, Sketched } from './order-entry.js';
import { orderLineNet, totalsOfDraft } from './order-totals.js';
import { expectationOf, heldAgainstListBefore } from './pricing.js';
import { promiseLines } from './promising.js';
import { reconcile } from './reconciliation.js';

/** What there is of a product: in the house, kept for orders, and what this order could take. */
export type ProductStock = { readonly onHand: Quantity; readonly reserved: Quantity; readonly free: Quantity };

/** What an estimate looks up beside the facts of the order's input. */
export type EstimateFacts = {
  /** The account without this order. */
  readonly credit: CreditFacts;
  readonly acts: readonly Act[];
  /** The person who types. */
  readonly person: string;
  readonly first: string | null;
  readonly lowered: Readonly<Record<string, string>>;
  readonly stock: ReadonlyMap<string, ProductStock>;
  readonly lastPrices: ReadonlyMap<string, readonly LastPrice[]>;
};

/** A refusal of what is typed, without words; null: the remedy of its code. */
export type FoundRefusal = { readonly field: string; readonly said: Said; readonly remedy: Said | null };
export type EstimateLine = Omit<EstimatedLine, 'refusal'> & { readonly refusal: FoundRefusal | null };
/** What an order would come to, its refusals without words. */
export type Estimate = Omit<EntryEstimate, 'lines' | 'refusals'> & {
  readonly lines: readonly EstimateLine[];
  readonly refusals: readonly FoundRefusal[];
};

/** A line as far as it is typed. */
export type TypedLine = {
  readonly lineNo: number;
  readonly product: string;
  readonly quoteLineNo?: number | null | undefined;
};

type Asked = {
  readonly lines: readonly TypedLine[];
  /** Of the lines that are whole, in their order: those that refusals number. */
  readonly whole: readonly TypedLine[];
  readonly sketched: Sketched;
  readonly known: Pick<OrderFacts, 'today' | 'quote' | 'products'>;
  readonly facts: EstimateFacts;
  readonly policies: PolicySnapshot;
  readonly version: number;
  readonly seesCredit: boolean;
};

/** After every turn on record: what is typed now comes last. */
const NOW = Number.MAX_SAFE_INTEGER;
const noStock: ProductStock = { onHand: '0', reserved: '0', free: '0' };

/**
 * What an order would come to if it were sent now, by the rules that record it: totals, credit, differences, stock and
 * dates. It reserves nothing, and what others do meanwhile may change it.
 */
export function estimateOf(asked: Asked): Estimate {
  const { sketched, facts, policies, known, seesCredit, version } = asked;
  const draft = canonicalDraft(sketched.draft);
  const totals = estimatedTotals(draft);
  const held = heldAgainstListBefore(draft, facts.lowered);
  return {
    on: known.today,
    customer: draft.customer,
    lines: linesOf(asked, draft),
    totals,
    credit: totals === null || !seesCredit ? null : creditOf(totals.gross, facts, policies, draft.currency),
    seesCredit,
    differences: draft.lines.length === 0 ? [] : reconcile(held, version, policies.tolerance, facts.first),
    sameReferenceAs: facts.first,
    refusals: sketched.refusals.filter(({ field }) => lineAt(field) === null).map(found),
  };
}

/** Totals of a draft; null while it has no line. */
export function estimatedTotals(draft: OrderDraft): EstimatedTotals | null {
  if (draft.lines.length === 0) return null;
  const { net, vat, gross, vatBreakdown } = totalsOfDraft(draft);
  return { freight: canonicalAmount(draft.freight, draft.currency), net, vat, gross, vatBreakdown: [...vatBreakdown] };
}

const lineAt = (field: string | undefined): number | null => {
  const [, at] = /^lines\.(\d+)\./.exec(field ?? '') ?? [];
  return at === undefined ? null : Number(at);
};

const found = ({ field = '', said, remedy }: Refusal): FoundRefusal => ({
  field,
  said,
  remedy: remedy ?? null,
});

function linesOf({ lines, whole, sketched, known, facts, policies }: Asked, draft: OrderDraft): EstimateLine[] {
  const terms = {
    today: known.today,
    fulfilment: policies.fulfilment,
    calendar: policies.dunning.sendingWindow.calendar,
  };
  const wanted = draft.lines.map((line) => ({ ...line, open: line.quantity }));
  const free = new Map([...facts.stock].map(([product, stock]) => [product, stock.free]));
  const promises = new Map(promiseLines(wanted, free, terms).map((promise) => [promise.line.lineNo, promise]));
  const drafted = new Map(draft.lines.map((line) => [line.lineNo, line]));
  const refused = new Map(
    sketched.refusals.flatMap((refusal) => {
      const at = lineAt(refusal.field);
      const line = at === null ? undefined : whole[at];
      return line === undefined ? [] : [[line.lineNo, refusal] as const];
    }),
  );
  return lines.map((line) => {
    const { onHand, reserved, free: available } = facts.stock.get(line.product) ?? noStock;
    const whole = drafted.get(line.lineNo);
    const promise = promises.get(line.lineNo);
    const refusal = refused.get(line.lineNo);
    return {
      lineNo: line.lineNo,
      product: line.product,
      expected: expectedOf(line, whole, known),
      lastPrices: [...(facts.lastPrices.get(line.product) ?? [])],
      onHand,
      reserved,
      available,
      net: whole ? orderLineNet(whole, draft.currency) : null,
      allocated: promise ? canonicalQuantity(promise.allocated) : null,
      missing: promise ? subtractQuantities(promise.line.quantity, promise.allocated) : null,
      promisedDate: promise?.confirmedDate ?? null,
      refusal: refusal ? { ...found(refusal), field: (refusal.field ?? '').replace(/^lines\.\d+\./, '') } : null,
    };
  });
}

function expectedOf(
  line: TypedLine,
  drafted: OrderDraftLine | undefined,
  { quote, products }: Asked['known'],
): EstimatedLine['expected'] {
  const listed = products.get(line.product);
  const { quoteLineNo = line.lineNo } = line;
  const offered = quote?.lines.find(({ lineNo }) => lineNo === quoteLineNo);
  const expected =
    drafted?.expected ??
    (listed?.active || offered ? expectationOf(offered, listed ?? { number: line.product, listPrice: '0' }) : null);
  if (expected === null) return null;
  const { source, unitPrice, discountPercent } = expected;
  return { source, unitPrice, discountPercent };
}

function creditOf(
  gross: string,
  facts: EstimateFacts,
  { credit: policy }: PolicySnapshot,
  currency: string,
): EstimatedCredit {
  const account = { ...facts.credit, heldCounts: policy.heldOrdersCount ?? false };
  const acts: readonly Act[] = [...facts.acts, { turn: NOW, person: facts.person, kind: 'entered' }];
  const decided = decideCredit(account, gross, policy, ownRoomOf(acts, account.limit));
  return {
    kind: decided.kind,
    reason: decided.kind === 'held' ? decided.reason : null,
    limit: account.limit,
    exposure: account.exposure,
    exposureAfter: canonicalAmount(add(account.exposure, gross), currency),
    overdue: account.overdue,
    creditStop: account.creditStop,
    heldBefore: canonicalAmount(heldThatCounts(account), currency),
  };
}

/** What an order that is amended could take: what is free and what it has kept, once those who wait have had theirs. */
export const freeForAmended = (stock: {
  readonly free: Quantity;
  readonly own: Quantity;
  /** What other orders wait for. */
  readonly waiting: Quantity;
}): Quantity => max('0', subtract(add(stock.free, stock.own), stock.waiting));
