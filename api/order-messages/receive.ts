import { OrderInput } from '../../contracts/order.js';
import type { MessageLine } from '../../contracts/order-message.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import { sketchOrder, type OrderFacts } from '../../domain/order-entry.js';
import {
  isSamePlace,
  orderInputOf,
  OUR_NUMBER,
  placeIn,
  readUblOrder,
  unitFaults,
  withProducts,
  type NamedBy,
  type ReadOrder,
} from '../../domain/ubl-order.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import { findItems } from '../../prisma/queries/item-numbers.js';
import { findBuyers, findPlace, ownNumbers, type CompanyNumbers } from '../../prisma/queries/order-messages.js';
import type { ReadContext } from '../context.js';
import { isRefusal, ProblemError } from '../problem.js';
import { accept } from '../validate.js';
import { readXml } from './xml.js';

const ORDER = { namespace: 'urn:oasis:names:specification:ubl:schema:xsd:Order-2', name: 'Order' };
const BUYER = '/Order/cac:BuyerCustomerParty';
const MOST_ERRORS = 50;

/** What a file says, element by element. @throws ProblemError that names each element at fault */
export function readOrder(bytes: Uint8Array): ReadOrder {
  const read = readUblOrder(readXml(bytes, ORDER));
  if (read.kind === 'broken') throw brokenAt(read.faults);
  return read;
}

/** Refusals whose fields are XPaths. The first says what to do. */
function brokenAt(faults: readonly Refusal[]): ProblemError {
  const [first] = faults;
  if (first === undefined) throw new Error('Nothing is wrong with it.');
  const errors = faults.slice(0, MOST_ERRORS).map(({ field = '/Order', said: what }) => ({ field, said: what }));
  const what = said('at-element', { path: first.field ?? '/Order', what: first.said });
  return new ProblemError(first.code, what, { errors, ...(first.remedy && { remedy: first.remedy }) });
}

const at = (field: string, refusal: Omit<Refusal, 'kind' | 'field'>): ProblemError =>
  brokenAt([{ kind: 'refused', field, ...refusal }]);

/** Numbers of a company by where a scheme has them: SIREN, SIRET and the French reform's own begin with nine digits. */
function numbersOf(named: readonly NamedBy[]) {
  const of = (...schemes: readonly (string | null)[]): string[] =>
    named.filter(({ scheme }) => schemes.includes(scheme)).map(({ value }) => value.replaceAll(/\s/g, ''));
  const sirets = of('0009');
  const sirens = [...of('0002'), ...sirets, ...of('0225')].map((number) => number.slice(0, 9));
  const vatNumbers = of('VAT', '9957').map((number) => number.toUpperCase());
  return {
    glns: of('0088'),
    sirets,
    sirens: [...new Set(sirens)],
    vatNumbers: [...new Set(vatNumbers)],
  };
}

/** The customer that a file is of. @throws ProblemError where its numbers are those of nobody, of several, or of another */
export async function buyerOf(
  { deps, onlySalesperson, query }: ReadContext<unknown, { readonly customer?: string | undefined }>,
  { buyer }: ReadOrder,
): Promise<string> {
  const named = (scheme: string | null) => buyer.filter((id) => id.scheme === scheme).map(({ value }) => value);
  const numbers: CompanyNumbers = { ...numbersOf(buyer), customers: named(OUR_NUMBER), unlisted: named(null) };
  const found = await findBuyers(deps.prisma, numbers, { salesperson: onlySalesperson });
  const [customer] = found;
  if (query.customer !== undefined) {
    if (customer === undefined || found.includes(query.customer)) return query.customer;
    throw at(BUYER, {
      code: 'customer-unknown',
      said: said('ubl-other-buyer', { customer }),
      remedy: said('ubl-name-buyer'),
    });
  }
  const remedy = said('ubl-name-buyer');
  if (customer === undefined) throw at(BUYER, { code: 'customer-unknown', said: said('ubl-buyer-unknown'), remedy });
  if (found.length === 1) return customer;
  throw at(BUYER, { code: 'customer-unknown', said: said('ubl-buyers-several', { customers: found }), remedy });
}

/** @throws ProblemError where the seller's SIREN or VAT number is not ours */
export async function requireUs({ deps }: Pick<ReadContext, 'deps'>, { seller }: ReadOrder): Promise<void> {
  const us = await ownNumbers(deps.prisma);
  for (const id of seller) {
    const { sirens, vatNumbers } = numbersOf([id]);
    const isOther = sirens.some((siren) => siren !== us.siren) || vatNumbers.some((number) => number !== us.vatNumber);
    if (isOther)
      throw at(id.path, {
        code: 'invalid-request',
        said: said('ubl-other-seller', { value: id.value }),
        remedy: said('ubl-send-to-seller'),
      });
  }
}

/** Code of the customer's address that the goods go to; null: to the one that the file writes out, or to the usual one. */
async function shipToOf({ deps }: Pick<ReadContext, 'deps'>, { place, places }: ReadOrder, customer: string) {
  const { id, address } = place;
  if (id === null) return null;
  const asked = {
    code: id.scheme === null ? id.value : null,
    siret: id.scheme === '0009' ? id.value : null,
    gln: id.scheme === '0088' ? id.value : null,
  };
  const known = await findPlace(deps.prisma, customer, asked);
  if (known !== null && (address === null || isSamePlace(known.address, address))) return known.code;
  if (address !== null) return null;
  throw at(placeIn(places, 'shipTo'), {
    code: 'invalid-request',
    said: said('ubl-place-unknown', { value: id.value }),
    remedy: said('ubl-write-address'),
  });
}

/** The order with our products in its lines. @throws ProblemError that names each item that is none, or two */
export async function productsOf({ deps }: Pick<ReadContext, 'deps'>, read: ReadOrder, customer: string) {
  const named = withProducts(read, await findItems(deps.prisma, customer, read.items));
  if (named.kind === 'broken') throw brokenAt(named.faults);
  return named;
}

/** A file's order as it would be drafted. @throws ProblemError that names each element at fault */
export async function draftOf(ctx: ReadContext, read: ReadOrder, customer: string) {
  const { deps, onlySalesperson } = ctx;
  const shipTo = await shipToOf(ctx, read, customer);
  const products = read.facts.lines.map(({ product }) => product);
  const asked = { customer, quote: read.quote ?? undefined, shipTo: shipTo ?? undefined, products };
  const context = await loadOrderContext(deps.prisma, asked, { salesperson: onlySalesperson }, deps.now().getTime());
  const priceOf = (line: MessageLine): string => ourPrice(line, context);
  const input = acceptInput(read, orderInputOf(read, { customer, shipTo, today: context.today, priceOf }));
  const sketched = sketchOrder(input, context);
  if (isRefusal(sketched)) throw brokenAt([placed(read, sketched)]);
  const units = new Map(
    [...context.products].map(([number, { unit, unitCode = null }]) => [number, { unit, unitCode }]),
  );
  const faults = [...sketched.refusals.map((refusal) => placed(read, refusal)), ...unitFaults(read, units)];
  if (faults.length > 0) throw brokenAt(faults);
  return { draft: sketched.draft, gross: sketched.gross, context };
}

/** The price that the quote's line of the same number or the price list has; of what is not sold, none is asked for. */
function ourPrice({ lineNo, product }: MessageLine, { quote, products }: OrderFacts): string {
  const offered = quote?.lines.find((line) => line.lineNo === lineNo && line.product === product);
  return offered?.unitPrice ?? products.get(product)?.listPrice ?? '0';
}

const placed = ({ places }: ReadOrder, refusal: Refusal): Refusal => ({
  ...refusal,
  field: placeIn(places, refusal.field ?? ''),
});

/** The input by the same contract as one that somebody enters. */
function acceptInput(read: ReadOrder, input: OrderInput): OrderInput {
  try {
    return accept(OrderInput, input, 'documents');
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw brokenAt(
      error.errors.map(({ field, said: what }) =>
        placed(read, { kind: 'refused', code: error.code, field, said: what }),
      ),
    );
  }
}
