import type { AcknowledgementDocument, OrderResponseDocument } from '../contracts/documents.js';
import type { LineStatus, MessageLine, OrderMessageFacts, Period, ResponseLine } from '../contracts/order-message.js';
import { ECO_CONTRIBUTION } from '../contracts/vocabulary.js';
import { canonicalAmount, canonicalPrice, divide, equals, subtract, sum } from './money.js';
import { netPriceOf } from './ubl-prices.js';
import { unitCodesOf } from './unit-codes.js';

type AgreedLine = AcknowledgementDocument['lines'][number];

type Answered = Pick<OrderResponseDocument, 'code' | 'promised' | 'freight' | 'lines'>;

/**
 * What a message is answered once its order is acknowledged: accepted as it was asked for, or else line by line what is
 * accepted, changed, added and not accepted (Peppol BIS Ordering 3, T76: lines go with CA alone, PEPPOL-T76-R007 to R010).
 */
export function acceptedAs(facts: OrderMessageFacts, agreed: AcknowledgementDocument): Answered {
  const asked = new Map(facts.lines.map((line) => [line.lineNo, line]));
  const given = new Map(agreed.lines.map((line) => [line.lineNo, line]));
  const answered = facts.lines.map((line) => answerTo(line, given.get(line.lineNo)));
  const taken = new Set(facts.lines.map(({ id }) => id));
  const added = agreed.lines
    .filter(({ lineNo }) => !asked.has(lineNo))
    .map((line) => addedLine(line, agreed.order, taken));
  const lines = [...answered, ...added];
  const freight = { asked: canonicalAmount(facts.freight, facts.currency), agreed: agreed.freight };
  const isAsAsked = lines.every(({ status }) => status === 'accepted') && equals(freight.asked, freight.agreed);
  return {
    code: isAsAsked ? 'AP' : 'CA',
    promised: isAsAsked ? whole(lines) : null,
    freight: isAsAsked ? null : freight,
    lines: isAsAsked ? [] : lines,
  };
}

export const rejected: Answered = { code: 'RE', promised: null, freight: null, lines: [] };

function answerTo(asked: MessageLine, agreed: AgreedLine | undefined): ResponseLine {
  const item = {
    product: asked.product,
    name: asked.name ?? agreed?.description ?? asked.product,
    ...(asked.buyerItem !== undefined && { buyerItem: asked.buyerItem }),
    ...(asked.gtin !== undefined && { gtin: asked.gtin }),
  };
  const { id, unitCode } = asked;
  if (agreed === undefined)
    return { id, status: 'refused', item, instead: null, unitCode, quantity: null, netPrice: null, promised: null };
  const promised = promisedOf(agreed);
  const isOther = agreed.product !== asked.product;
  return {
    id,
    status: statusOf(asked, agreed, promised),
    item,
    instead: isOther ? { product: agreed.product, name: agreed.description } : null,
    unitCode: isOther ? unitCodesOf(agreed.unit)[0] : unitCode,
    quantity: agreed.quantity,
    netPrice: agreedPrice(agreed),
    promised,
  };
}

function statusOf(asked: MessageLine, agreed: AgreedLine, promised: Period | null): LineStatus {
  const isSame =
    agreed.product === asked.product &&
    equals(agreed.quantity, asked.quantity) &&
    isPriceAsked(asked, agreed) &&
    isWithin(promised, asked.requested);
  return isSame ? 'accepted' : 'changed';
}

/** Who leaves the price to us has asked for ours. */
const isPriceAsked = ({ unitPrice, discountPercent }: MessageLine, agreed: AgreedLine): boolean =>
  unitPrice === null || equals(netPriceOf({ unitPrice, discountPercent }), agreedPrice(agreed));

/** Of one unit, with what comes off it or on top; what is told of waste stands beside every price. */
function agreedPrice(line: AgreedLine): string {
  const beside = line.adjustments?.filter(({ reason }) => reason !== ECO_CONTRIBUTION) ?? [];
  if (beside.length === 0 && line.priceBase === undefined) return netPriceOf(line);
  const waste = (line.adjustments ?? []).filter(({ reason }) => reason === ECO_CONTRIBUTION);
  const net = subtract(line.net, sum(waste.map(({ amount }) => amount)));
  return canonicalPrice(divide(net, line.quantity, PRICE_DECIMALS));
}

const PRICE_DECIMALS = 4;

/** The last day that is asked for is the first where there is no other. */
function isWithin(promised: Period | null, { start, end }: Period): boolean {
  const last = end ?? start;
  if (promised === null || promised.start === null || promised.end === null) return true;
  return (start === null || promised.start >= start) && (last === null || promised.end <= last);
}

const promisedOf = ({ agreed }: AgreedLine): Period | null => periodOver(agreed.map(({ date }) => date));

const whole = (lines: readonly ResponseLine[]): Period | null =>
  periodOver(lines.flatMap(({ promised }) => [promised?.start ?? null, promised?.end ?? null]));

function periodOver(dates: readonly (string | null)[]): Period | null {
  const days = dates.filter((date) => date !== null).toSorted();
  return days.length === 0 ? null : { start: days[0] ?? null, end: days.at(-1) ?? null };
}

/** A line that nobody asked for in the message: its number is ours, or where they have a line of that number, ours in full. */
function addedLine(line: AgreedLine, order: string, taken: ReadonlySet<string>): ResponseLine {
  const id = String(line.lineNo);
  return {
    id: taken.has(id) ? `${order}-${id}` : id,
    status: 'added',
    item: { product: line.product, name: line.description },
    instead: null,
    unitCode: unitCodesOf(line.unit)[0],
    quantity: line.quantity,
    netPrice: agreedPrice(line),
    promised: promisedOf(line),
  };
}
