import { randomUUID } from 'node:crypto';
import type { CustomerAddressInput, CustomerContactInput } from '../../contracts/address-book.js';
import type { CustomerInput } from '../../contracts/customer.js';
import type { ItemNumberInput } from '../../contracts/item-number.js';
import type { OrderInput } from '../../contracts/order.js';
import type { PaymentInput } from '../../contracts/payment.js';
import type { ProductCostInput } from '../../contracts/product-cost.js';
import type { ProductInput } from '../../contracts/product.js';
import type { QuoteInput } from '../../contracts/quote.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { draftOrder } from '../../domain/order-entry.js';
import type { PrismaClient, Transaction } from '../client.js';
import { findEarlierOrder } from '../queries/earlier-orders.js';
import { loadOrderContext } from '../queries/order-context.js';
import type { Scope } from '../queries/page.js';
import { addAddress, addContact } from './address-book.js';
import { createCustomer } from './customers.js';
import { setItemNumber } from './item-numbers.js';
import { bookPayment } from './payments.js';
import { setProductCost } from './product-costs.js';
import { createProduct } from './products.js';
import { createQuote } from './quotes.js';
import { isRefusal, refuse } from './refusals.js';

/** A row of an import as its contract has it; addresses and contacts with the customer they belong to. */
export type Trial =
  | { readonly kind: 'customers'; readonly input: CustomerInput }
  | { readonly kind: 'addresses'; readonly input: CustomerAddressInput & { readonly customer: string } }
  | { readonly kind: 'contacts'; readonly input: CustomerContactInput & { readonly customer: string } }
  | { readonly kind: 'item-numbers'; readonly input: ItemNumberInput & { readonly customer: string } }
  | { readonly kind: 'products'; readonly input: ProductInput }
  | { readonly kind: 'product-costs'; readonly input: ProductCostInput }
  | { readonly kind: 'quotes'; readonly input: QuoteInput }
  | { readonly kind: 'orders'; readonly input: OrderInput }
  | { readonly kind: 'payments'; readonly input: PaymentInput };

type By = {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly nowMs: number;
  /** For how many days an Idempotency-Key answers. */
  readonly keyLifeDays: number;
};

/** What the trial found, on its way out of the transaction that must leave nothing. */
class Undone extends Error {
  override readonly name = 'Undone';
  readonly found: readonly (Refusal | null)[];
  constructor(found: readonly (Refusal | null)[]) {
    super('a trial leaves nothing');
    this.found = found;
  }
}

/**
 * Does what each row asks by the very commands, in the order of the rows, and undoes all of it. An order is drafted, which
 * decides every refusal of its entry; it is not sent to its process.
 * @returns what was refused of each; null: nothing
 */
export async function tryRows(
  prisma: PrismaClient,
  trials: readonly Trial[],
  by: By,
): Promise<readonly (Refusal | null)[]> {
  const undone: unknown = await prisma
    .$transaction(
      async (tx) => {
        const found: (Refusal | null)[] = [];
        for (const trial of trials) found.push(await judged(tx, trial, by));
        throw new Undone(found);
      },
      { timeout: TRIAL_MS, maxWait: TRIAL_MS },
    )
    .catch((error: unknown) => error);
  if (undone instanceof Undone) return undone.found;
  throw undone;
}

const TRIAL_MS = 20_000;

/** A refused row leaves nothing for those after it. */
async function judged(tx: Transaction, trial: Trial, by: By): Promise<Refusal | null> {
  await tx.$executeRaw`SAVEPOINT trial`;
  const answer = await attempt(tx, trial, by);
  if (isRefusal(answer)) await tx.$executeRaw`ROLLBACK TO SAVEPOINT trial`;
  await tx.$executeRaw`RELEASE SAVEPOINT trial`;
  return isRefusal(answer) ? answer : null;
}

function attempt(tx: Transaction, trial: Trial, by: By): Promise<unknown> {
  const { actor, scope, nowMs } = by;
  switch (trial.kind) {
    case 'customers':
      return createCustomer(tx, trial.input, actor);
    case 'addresses': {
      const { customer, ...address } = trial.input;
      return addAddress(tx, customer, address, actor, scope);
    }
    case 'contacts': {
      const { customer, ...contact } = trial.input;
      return addContact(tx, customer, contact, actor, scope);
    }
    case 'item-numbers': {
      const { customer, ...item } = trial.input;
      return setItemNumber(tx, customer, item, actor, scope);
    }
    case 'products':
      return createProduct(tx, trial.input, actor);
    case 'product-costs':
      return setProductCost(tx, trial.input, actor, nowMs);
    case 'quotes':
      return createQuote(tx, trial.input, actor, scope, nowMs);
    case 'orders':
      return tryOrder(tx, trial.input, by);
    case 'payments':
      return bookPayment(tx, { id: randomUUID(), input: trial.input, actor, nowMs });
  }
}

async function tryOrder(tx: Transaction, input: OrderInput, by: By): Promise<unknown> {
  const { scope, nowMs } = by;
  const { customer, quote, shipTo, lines } = input;
  const products = lines.map(({ product }) => product);
  const context = await loadOrderContext(tx, { customer, quote, shipTo, products }, scope, nowMs);
  const drafted = draftOrder(input, context);
  return drafted.kind === 'refused' ? drafted : refuseEarlier(tx, input, context.today, by);
}

async function refuseEarlier(
  tx: Transaction,
  { customer, customerReference }: OrderInput,
  today: string,
  { keyLifeDays, scope }: By,
): Promise<Refusal | null> {
  if (customerReference === undefined) return null;
  const earlier = await findEarlierOrder(tx, { customer, customerReference }, { today, keyLifeDays, scope });
  if (earlier === null) return null;
  return refuse('already-exists', said('already-entered', { order: earlier }), {
    field: 'customerReference',
    remedy: said('needs-own-reference'),
  });
}
