import { randomUUID } from 'node:crypto';
import type { AskedCredit } from '../../contracts/credit-note.js';
import type { ActivityDeps } from '../../activities/deps.js';
import { createActivities, type Activities } from '../../activities/index.js';
import { noPlatform, type PlatformPort } from '../../activities/platform/port.js';
import type { CustomerInput } from '../../contracts/customer.js';
import type { OrderInput, OrderLineInput } from '../../contracts/order.js';
import type { PolicySnapshot } from '../../contracts/policies.js';
import type { Answer, OrderDraft } from '../../contracts/process.js';
import type { ProductInput } from '../../contracts/product.js';
import type { Actor, Role } from '../../contracts/vocabulary.js';
import { draftOrder as draftOf } from '../../domain/order-entry.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient, type Transaction } from '../../prisma/client.js';
import { postgresDocumentStore, type DocumentStore } from '../../prisma/document-store.js';
import { createCustomer } from '../../prisma/commands/customers.js';
import { recordPayment } from '../../prisma/commands/payments.js';
import { createProduct } from '../../prisma/commands/products.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { recordStockReceipt } from '../../prisma/commands/stock.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import { tellIn } from '../../words/said.js';
import type { CreditInvoice } from '../../contracts/credit-note.js';
import { openPostOffice, type PostOffice } from './post-office.js';
import { createDatabase, type TestDatabase } from './stack.js';
import { contactsAt } from './parties.js';

/** The house at work, without Temporal: real PostgreSQL, a real SMTP server, the activities. */
export type House = {
  readonly database: TestDatabase;
  /** As the schema's owner, for what a test sets up by itself; the activities work as the application's role. */
  readonly prisma: PrismaClient;
  readonly documents: DocumentStore;
  readonly activities: Activities;
  readonly post: PostOffice;
  readonly policies: PolicySnapshot;
  /** Today in the company's zone. */
  readonly today: string;
  readonly nextOrderNumber: () => string;
  /** What processes were told: `creditFreed SO-2026-000042`. Empty where they run. */
  readonly told: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * With the demo's company, policies, customers and products.
 * @param options.processes the ones that run; without them, what they would be told is written down
 */
export async function openHouse(
  options: {
    readonly poolSize?: number;
    readonly processes?: (prisma: PrismaClient) => ActivityDeps['processes'];
    readonly platform?: PlatformPort;
  } = {},
): Promise<House> {
  const [database, post] = await Promise.all([createDatabase({ seeded: true }), openPostOffice()]);
  const poolSize = options.poolSize ?? 20;
  const atWork = createPrisma(database.url, { poolSize, connectTimeoutMs: unhurriedConnectMs });
  const prisma = createPrisma(database.ownerUrl, { poolSize, connectTimeoutMs: unhurriedConnectMs });
  const told: string[] = [];
  const processes = options.processes?.(atWork) ?? {
    ...writtenDown(told),
    creditInvoice: (customer: string, asked: CreditInvoice) =>
      activities.recordCreditNote({ ...asked, customer, on: today }),
  };
  const documents = postgresDocumentStore(atWork);
  const activities: Activities = createActivities({
    prisma: atWork,
    databaseUrl: database.url,
    documents,
    mail: post.mail,
    platform: options.platform ?? noPlatform,
    processes,
    publicUrl: 'http://127.0.0.1:3000',
  });
  const { policies, today } = await loadOrderContext(prisma, { customer: '', products: [] });
  let orders = 0;
  return {
    database,
    prisma,
    documents,
    activities,
    post,
    policies,
    today,
    told,
    nextOrderNumber: () => `SO-${today.slice(0, 4)}-${String((orders += 1)).padStart(6, '0')}`,
    close: async () => {
      await Promise.all([prisma.$disconnect(), atWork.$disconnect()]);
      await Promise.all([database.drop(), post.close()]);
    },
  };
}

/** Processes of a house without Temporal. */
export const writtenDown = (told: string[]): ActivityDeps['processes'] => ({
  wakeAccount: (customer) => {
    told.push(`accountNews ${customer}`);
    return Promise.resolve();
  },
  tellOrders: (orders, news) => {
    told.push(...orders.map((order) => `${news} ${order}`));
    return Promise.resolve();
  },
  reopenOrders: (runs) => {
    told.push(...runs.map(({ input }) => `orderReopened ${input.orderNumber}`));
    return Promise.resolve();
  },
  startComplaint: ({ number }) => {
    told.push(`complaint ${number}`);
    return Promise.resolve();
  },
  creditInvoice: () => Promise.reject(new Error('no account runs in a house without processes')),
  deliverAgain: (runs) => {
    told.push(...runs.map(({ input }) => `goodsOwed ${input.orderNumber}`));
    return Promise.resolve();
  },
  startMoved: () => {
    told.push('moved started');
    return Promise.resolve();
  },
  endMoved: (undone) => {
    told.push(`moved ended ${undone.length}`);
    return Promise.resolve();
  },
});

/** Somebody who asks for something once: a request of its own each time. */
export const actor = (principal: string, role: Role): Actor => ({ principal, role, requestId: randomUUID() });
export const laura = (): Actor => actor('laura.callahan', 'sales');
export const lucie = (): Actor => actor('lucie.marchand', 'logistics');
export const karim = (): Actor => actor('karim.benali', 'finance');
export const helene = (): Actor => actor('helene.castaing', 'manager');

/** @throws Error when it was refused */
export function done<T>(answer: Answer<T>): Exclude<T, AskedCredit> {
  if (isAsked(answer)) throw new Error(`a second person is asked: ${answer.request}`);
  if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${tellIn('en', answer.said)}`);
  return answer as Exclude<T, AskedCredit>;
}

const isAsked = (answer: unknown): answer is AskedCredit =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'asked';

const address = {
  name: 'Bon app',
  street: '12, rue des Bouchers',
  postalCode: '13008',
  city: 'Marseille',
  region: '',
  countryCode: 'FR',
};

/** A customer in France, 30 days net, with a limit of 100,000.00 unless the test says otherwise. */
export async function openAccount(house: House, number: string, changes: Partial<CustomerInput> = {}): Promise<string> {
  const input: CustomerInput = {
    number,
    name: `Maison ${number}`,
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address,
    contacts: contactsAt(
      `orders@${number.toLowerCase()}.example`,
      `accounts@${number.toLowerCase()}.example`,
      changes.language,
    ),
    phone: '',
    paymentTerms: { kind: 'net', days: 30 },
    creditLimit: '100000.00',
    salesperson: null,
    ...changes,
  };
  await inTransaction(house, (tx) => createCustomer(tx, input, karim()));
  return number;
}

/** A product with stock; 10.00 a box and 20 % VAT unless the test says otherwise. */
export async function listProduct(
  house: House,
  number: string,
  stock: string,
  changes: Partial<Pick<ProductInput, 'listPrice' | 'currency' | 'taxClass'>> = {},
): Promise<string> {
  const input = {
    number,
    name: `Product ${number}`,
    unit: 'box',
    category: '',
    currency: 'EUR',
    active: true,
  } as const;
  await inTransaction(house, (tx) =>
    createProduct(tx, { ...input, listPrice: '10.00', taxClass: 'standard', ...changes }, helene()),
  );
  if (stock !== '0') await receiveStock(house, number, stock);
  return number;
}

/** Books goods in. @returns the orders whose backorders were served; they are to be told */
export async function receiveStock(house: House, product: string, quantity: string): Promise<readonly string[]> {
  const input = { reference: `BR-${randomUUID()}`, receivedOn: house.today, lines: [{ product, quantity }] };
  const receipt = await inTransaction(house, (tx) => recordStockReceipt(tx, input, lucie()));
  return receipt.served.map((row) => row.order);
}

/** Books a payment that no invoice has taken yet. @returns its id */
export async function bookPayment(house: House, customer: string, amount: string, date = house.today): Promise<string> {
  const id = randomUUID();
  const input = { customer, amount, currency: 'EUR', date, reference: `VIR-${id}` } as const;
  done(await recordPayment(house.prisma, { id, input, actor: karim(), nowMs: Date.parse(input.date) }));
  return id;
}

/** Books money that went back. @returns its id */
export async function bookReturn(house: House, returns: string, amount: string): Promise<string> {
  const id = randomUUID();
  const input = { returns, amount, currency: 'EUR', date: house.today, reference: `REJ-${id}` } as const;
  done(await recordPayment(house.prisma, { id, input, actor: karim(), nowMs: Date.parse(input.date) }));
  return id;
}

export const inTransaction = async <T>(house: House, work: (tx: Transaction) => Promise<Answer<T>>): Promise<T> =>
  house.prisma.$transaction(async (tx) => done(await work(tx)));

export type DraftLineInput = Pick<OrderLineInput, 'product' | 'quantity'> & Partial<OrderLineInput>;

/** An order by phone at list prices, without freight, wanted today, as the API hands it to the process. */
export async function draftOrder(
  house: House,
  customer: string,
  lines: readonly DraftLineInput[],
  changes: Partial<OrderInput> = {},
): Promise<OrderDraft> {
  const asked = { customer, shipTo: changes.shipTo, products: lines.map((line) => line.product) };
  const context = await loadOrderContext(house.prisma, asked);
  const priced = lines.map((line, index) => ({
    lineNo: index + 1,
    unitPrice: context.products.get(line.product)?.listPrice ?? '0',
    requestedDate: house.today,
    ...line,
  }));
  const input: OrderInput = { customer, origin: 'phone', currency: 'EUR', lines: priced, ...changes };
  return done(draftOf(input, context)).draft;
}
