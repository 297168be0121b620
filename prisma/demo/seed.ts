import type { CustomerAddressInput } from '../../contracts/address-book.js';
import type { CustomerInput } from '../../contracts/customer.js';
import { numberOf, numberPrefixes } from '../../contracts/ids.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { addDays, localDateOf as dateOf, type LocalDate } from '../../domain/calendar.js';
import { invariant } from '../../domain/invariant.js';
import { lineNet, sum } from '../../domain/money.js';
import { withLanguage } from '../commands/address-book.js';
import { Prisma } from '../generated/client.js';
import { createPrisma, unhurriedConnectMs, type Transaction } from '../client.js';
import * as completion from './completion.js';
import { appendAudit } from '../repositories/audit.js';
import { customerOf, principalsOf, productNumberOf, productOf } from './northwind-master-data.js';
import { readNorthwind, readNorthwindOrders, type Northwind } from './northwind.js';

const author: Actor = { principal: 'demo-data', role: 'system', requestId: 'demo-data' };
const seedLock = 830_2155;
const unhurried = { timeout: 120_000 };

/**
 * Fills a migrated database with the demo: our company, policies, principals, Northwind's customers, products and stock,
 * and a few open quotes dated from `today` (omitted: today in the company's zone). One transaction; a database that
 * already has a company is left as it is, so that it may run at every start, and twice at once: the
 * second waits for the first, up to two minutes.
 */
export async function seedDemoData(databaseUrl: string, today?: LocalDate): Promise<void> {
  const prisma = createPrisma(databaseUrl, { poolSize: 2, connectTimeoutMs: unhurriedConnectMs });
  try {
    await prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      await tx.$queryRaw`SELECT 1 AS one FROM pg_advisory_xact_lock(${seedLock})`;
      if ((await tx.company.count()) > 0) return;
      await insertAll(tx, readNorthwind(), today ?? dateOf(Date.now(), completion.company.zone));
    }, unhurried);
  } finally {
    await prisma.$disconnect();
  }
}

async function insertAll(tx: Transaction, northwind: Northwind, today: LocalDate): Promise<void> {
  await tx.company.create({ data: { id: 1, body: completion.company } });
  const policies = Object.entries(completion.policies).map(([kind, body]) => ({ kind, body }));
  await tx.policy.createMany({ data: policies });
  const first = { version: 1, from: new Date(), by: author.principal };
  await tx.policyVersion.createMany({ data: policies.map((policy) => ({ ...policy, ...first })) });
  await tx.principal.createMany({ data: [...principalsOf(northwind.employees)], skipDuplicates: true });
  await insertCustomers(tx, northwind);
  await insertProducts(tx, northwind);
  await insertQuotes(tx, northwind, today);
}

async function insertCustomers(tx: Transaction, { customers, employees }: Northwind): Promise<void> {
  const orders = readNorthwindOrders();
  const rows = customers.map((row) => customerOf(row, employees, orders));
  await tx.customer.createMany({
    data: rows.map(
      ({
        addresses: _addresses,
        contacts: _contacts,
        parent,
        payer,
        payee,
        billing,
        gln = null,
        invoiceChannel = 'mail',
        documentText = '',
        ...row
      }) => ({
        ...row,
        gln,
        payee: payee ?? Prisma.DbNull,
        invoiceChannel,
        ...(billing && { billing }),
        documentText,
        parentNumber: parent ?? null,
        payerNumber: payer ?? null,
      }),
    ),
  });
  const ofCustomers = <T>(part: (row: CustomerInput) => readonly T[] | undefined) =>
    rows.flatMap((row) => (part(row) ?? []).map((each) => ({ ...each, customerNumber: row.number })));
  await tx.customerAddress.createMany({
    data: ofCustomers(({ addresses }) => addresses?.map(placed)),
  });
  await tx.customerContact.createMany({
    data: ofCustomers(({ contacts, language }) => withLanguage(contacts, language)),
  });
  await appendAudit(
    tx,
    rows.map((row) => ({
      actor: author,
      action: 'customer.created',
      entity: 'customer',
      entityId: row.number,
      customerNumber: row.number,
      after: row,
    })),
  );
}

const placed = ({ siret = null, gln = null, isDefault = false, ...address }: CustomerAddressInput) => ({
  ...address,
  siret,
  gln,
  isDefault,
});

async function insertProducts(tx: Transaction, { products }: Northwind): Promise<void> {
  const rows = products.map(productOf);
  await tx.product.createMany({
    data: rows.map(
      ({
        onHand: _,
        goodsSector = null,
        gtin = null,
        priceBase = '1',
        unitCode = null,
        documentText = '',
        ecoContributions = [],
        ...product
      }) => ({
        ...product,
        goodsSector,
        gtin,
        priceBase,
        unitCode,
        documentText,
        ecoContributions,
      }),
    ),
  });
  await tx.stock.createMany({
    data: rows.map(({ number, onHand }) => ({ productNumber: number, opening: onHand, onHand })),
  });
  await appendAudit(
    tx,
    rows.map((row) => ({
      actor: author,
      action: 'product.created',
      entity: 'product',
      entityId: row.number,
      after: row,
    })),
  );
}

async function insertQuotes(tx: Transaction, northwind: Northwind, today: LocalDate): Promise<void> {
  const numbers = await takeQuoteNumbers(tx, completion.quotes.length, today);
  const quotes = completion.quotes.map((quote, index) => quoteRows(quote, numbers[index], northwind, today));
  await tx.quote.createMany({ data: quotes.map(({ quote }) => quote) });
  await tx.quoteRevision.createMany({ data: quotes.map(({ revision }) => revision) });
  await tx.quoteLine.createMany({ data: quotes.flatMap(({ lines }) => lines) });
  await appendAudit(
    tx,
    quotes.map(({ quote }) => ({
      actor: author,
      action: 'quote.created',
      entity: 'quote',
      entityId: quote.number,
      customerNumber: quote.customerNumber,
    })),
  );
}

async function takeQuoteNumbers(tx: Transaction, count: number, today: LocalDate): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<
    { n: bigint }[]
  >`SELECT nextval('quote_number') AS n FROM generate_series(1, ${count})`;
  return rows.map(({ n }) => numberOf(numberPrefixes.quote, today.slice(0, 4), n));
}

function quoteRows(
  quote: completion.QuoteCompletion,
  number: string | undefined,
  { products }: Northwind,
  today: LocalDate,
) {
  invariant(number, 'one number for each quote');
  const terms = completion.customers[quote.customer]?.terms;
  invariant(terms, `completion.ts says nothing of customer ${quote.customer}`);
  const lines = quote.lines.map((line, index) => ({
    quoteNumber: number,
    revision: 1,
    lineNo: index + 1,
    productNumber: productNumberOf(line.productId),
    quantity: line.quantity,
    unitPrice: line.unitPrice ?? listPriceOf(products, line.productId),
    discountPercent: line.discountPercent,
    deliveryDate: line.deliveryInDays === undefined ? null : dateColumn(addDays(today, line.deliveryInDays)),
  }));
  const nets = lines.map((line) => lineNet(line.quantity, line.unitPrice, line.discountPercent, completion.currency));
  const validUntil = dateColumn(addDays(today, quote.validForDays));
  const head = { customerNumber: quote.customer, currency: completion.currency, status: 'open' };
  return {
    quote: { number, ...head, revision: 1, validUntil },
    revision: {
      quoteNumber: number,
      revision: 1,
      validUntil,
      paymentTerms: terms,
      freight: quote.freight,
      net: sum([...nets, quote.freight], completion.currency),
    },
    lines,
  };
}

function listPriceOf(products: Northwind['products'], productId: number): string {
  const product = products.find((candidate) => candidate.productId === productId);
  invariant(product, `Northwind has no product ${productId}`);
  return product.unitPrice;
}

const dateColumn = (date: LocalDate): Date => new Date(`${date}T00:00:00Z`);
