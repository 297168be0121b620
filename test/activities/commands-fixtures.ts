import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../cli/stack/postgres.js';
import type { CustomerInput } from '../../contracts/customer.js';
import type { ProductInput } from '../../contracts/product.js';
import type { Actor, Role } from '../../contracts/vocabulary.js';
import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient, type Transaction } from '../../prisma/client.js';
import { createCustomer } from '../../prisma/commands/customers.js';
import { createProduct } from '../../prisma/commands/products.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { toDate } from '../../prisma/mappers.js';
import { tellIn } from '../../words/said.js';
import { createDatabase } from '../support/stack.js';
import { contactsAt, partiesAt } from '../support/parties.js';
import { rated } from '../support/vat.js';

export type Office = {
  readonly prisma: PrismaClient;
  /** Undoes a refused command, as the API does. */
  readonly run: <T>(work: (tx: Transaction) => Promise<Answer<T>>) => Promise<Answer<T>>;
  readonly close: () => Promise<void>;
};

/** Commands ask our company for its zone. */
const setCompany = (databaseUrl: string): Promise<unknown> =>
  withClient(databaseUrl, (client) => client.query(`INSERT INTO company (body) VALUES ('{"zone": "Europe/Paris"}')`));

/** A database of its own, with our company's demo data or with nothing but its zone. */
export async function openOffice(options: { readonly seeded?: boolean } = {}): Promise<Office> {
  const database = await createDatabase(options);
  if (options.seeded !== true) await setCompany(database.adminUrl);
  const prisma = createPrisma(database.url, { poolSize: 20, connectTimeoutMs: unhurriedConnectMs });
  return {
    prisma,
    run: (work) => runOrUndo(prisma, work),
    close: async () => {
      await prisma.$disconnect();
      await database.drop();
    },
  };
}

class Undo extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(tellIn('en', refusal.said));
    this.refusal = refusal;
  }
}

async function runOrUndo<T>(prisma: PrismaClient, work: (tx: Transaction) => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await prisma.$transaction(async (tx) => {
      const answer = await work(tx);
      if (isRefusal(answer)) throw new Undo(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Undo) return error.refusal;
    throw error;
  }
}

export const actorOf = (principal: string, role: Role, requestId = 'request-1'): Actor => ({
  principal,
  role,
  requestId,
});
export const karim = actorOf('karim.benali', 'finance');
export const lucie = actorOf('lucie.marchand', 'logistics');
export const laura = actorOf('laura.callahan', 'sales');

const address = {
  name: 'Bon app',
  street: '12, rue des Bouchers',
  postalCode: '13008',
  city: 'Marseille',
  region: '',
  countryCode: 'FR',
};

export const customerInput = (number: string, changes: Partial<CustomerInput> = {}): CustomerInput => ({
  number,
  name: `Customer ${number}`,
  siren: null,
  vatNumber: null,
  language: 'fr',
  currency: 'EUR',
  address,
  contacts: contactsAt('orders@customer.example', 'accounts@customer.example'),
  phone: '',
  paymentTerms: { kind: 'net', days: 30 },
  creditLimit: '5000.00',
  salesperson: null,
  ...changes,
});

export const productInput = (number: string, changes: Partial<ProductInput> = {}): ProductInput => ({
  number,
  name: `Product ${number}`,
  unit: 'box of 10',
  category: '',
  listPrice: '10.00',
  currency: 'EUR',
  taxClass: 'standard',
  active: true,
  ...changes,
});

/** What the command wrote. @throws Error when it was refused */
export function done<T>(answer: Answer<T>): T {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${tellIn('en', answer.said)}`);
  return answer;
}

/** Why the command was refused. @throws Error when it was not */
export function refusalOf(answer: Answer<unknown>): Refusal {
  if (!isRefusal(answer)) throw new Error('it was not refused');
  return answer;
}

export async function openAccount(office: Office, number: string, changes: Partial<CustomerInput> = {}) {
  return done(await office.run((tx) => createCustomer(tx, customerInput(number, changes), karim)));
}

export async function listProduct(office: Office, number: string, changes: Partial<ProductInput> = {}) {
  return done(await office.run((tx) => createProduct(tx, productInput(number, changes), laura)));
}

export type OrderFixture = {
  readonly number: string;
  readonly customer: string;
  readonly lines: readonly { readonly product: string; readonly quantity: string; readonly waiting?: boolean }[];
  readonly stage?: string;
  readonly gross?: string;
  /** ISO, UTC; the older is served first. */
  readonly receivedAt?: string;
  readonly nextDate?: string;
  readonly customerReference?: string;
  readonly salesperson?: string;
};

/** An order on record, as the order process leaves it; its lines cost 1.00 each. */
export async function recordOrder(prisma: PrismaClient, order: OrderFixture): Promise<void> {
  const receivedAt = order.receivedAt ?? '2026-03-02T09:00:00.000Z';
  const requestedDate = toDate('2026-03-16');
  await prisma.salesOrder.create({
    data: {
      number: order.number,
      customerNumber: order.customer,
      origin: 'phone',
      customerReference: order.customerReference ?? null,
      currency: 'EUR',
      paymentTerms: { kind: 'net', days: 30 },
      parties: partiesAt(address, order.customer),
      vatRegime: 'domestic',
      taxCountry: 'FR',
      freight: '0',
      net: order.gross ?? '0',
      vat: '0',
      gross: order.gross ?? '0',
      stage: order.stage ?? 'accepted',
      salesperson: order.salesperson ?? null,
      enteredBy: 'laura.callahan',
      receivedOn: toDate(receivedAt.slice(0, 10)),
      receivedAt,
      nextDate: order.nextDate === undefined ? null : toDate(order.nextDate),
      lines: {
        create: order.lines.map((line, index) => ({
          lineNo: index + 1,
          productNumber: line.product,
          description: line.product,
          unit: 'box of 10',
          quantity: line.quantity,
          unitPrice: '1',
          discountPercent: '0',
          taxClass: 'standard',
          ...rated('20'),
          net: line.quantity,
          requestedDate,
          waiting: line.waiting ?? false,
        })),
      },
    },
  });
}

/** An order number of 2026. */
export const orderNo = (sequence: number): string => `SO-2026-${String(sequence).padStart(6, '0')}`;

/** Until another session waits for a lock of this database. */
export async function untilSomebodyWaits(prisma: PrismaClient): Promise<void> {
  for (;;) {
    const [row] = await prisma.$queryRaw<{ waits: boolean }[]>`
      SELECT EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock') AS waits`;
    if (row?.waits === true) return;
    await pause(10);
  }
}
