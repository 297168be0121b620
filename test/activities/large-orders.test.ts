import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDatabase, statementsBetween } from '../../cli/bench/statements.js';
import { withClient } from '../../cli/stack/postgres.js';
import type { OrderDraft } from '../../contracts/process.js';
import { draftOrder } from '../../domain/order-entry.js';
import { createQuote } from '../../prisma/commands/quotes.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import { done, inTransaction, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { paperOf, recordOrderInput } from '../support/paperwork.js';

const MOST_LINES = 500;
const FEW_LINES = 50;
const products = Array.from({ length: MOST_LINES }, (_, index) => `L-${String(index + 1).padStart(3, '0')}`);

let house: House;
beforeAll(async () => {
  house = await openHouse();
  for (const product of products) await listProduct(house, product, '1000');
});
afterAll(() => house.close());

const linesOf = (count: number) => products.slice(0, count).map((product, index) => ({ lineNo: index + 1, product }));

async function offer(customer: string, count: number): Promise<string> {
  const lines = linesOf(count).map((line) => ({
    ...line,
    quantity: '9',
    unitPrice: '10.00',
    discountPercent: '0',
    deliveryDate: null,
  }));
  const terms = { paymentTerms: { kind: 'net', days: 30 }, freight: '0.00', validUntil: '2030-12-31' } as const;
  const quote = await inTransaction(house, (tx) => createQuote(tx, { customer, ...terms, lines }, laura()));
  return quote.number;
}

async function draft(customer: string, quote: string, count: number): Promise<OrderDraft> {
  const lines = linesOf(count).map((line) => ({
    ...line,
    quantity: '1',
    unitPrice: '10.00',
    requestedDate: house.today,
  }));
  const context = await loadOrderContext(house.prisma, { customer, quote, products });
  const input = { customer, origin: 'quote', currency: 'EUR', quote, lines } as const;
  return done(draftOrder(input, context)).draft;
}

/** Pages that the statements of the work touch, by `pg_stat_statements`: a count, the same on a busy machine. */
async function pagesOf(work: () => Promise<unknown>): Promise<number> {
  return withClient(house.database.adminUrl, async (client) => {
    const touched = async (): Promise<number> => {
      const { rows } = await client.query<{ pages: string }>(`
        SELECT sum(shared_blks_hit + shared_blks_read)::text AS pages FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query !~ 'pg_stat_statements'`);
      return Number(rows[0]?.pages ?? 0);
    };
    const before = await touched();
    await work();
    return (await touched()) - before;
  });
}

/** Statements of the work, transaction control left out: a count, the same on a busy machine. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = await countDatabase(house.database.adminUrl);
  await work();
  const after = await countDatabase(house.database.adminUrl);
  return statementsBetween(before, after).reduce((sum, { calls }) => sum + calls, 0);
}

type Entry = { readonly lines: number; readonly statements: number; readonly bytes: number };

describe('an order of 500 lines', () => {
  it('is entered in as many statements as one of 10, and in bytes that grow no faster than its lines', async () => {
    const entries: Entry[] = [];
    for (const lines of [10, 100, MOST_LINES]) {
      const customer = await openAccount(house, `COUNTED-${lines}`);
      const quote = await offer(customer, lines);
      let bytes = 0;
      const enter = async (): Promise<void> => {
        const input = recordOrderInput(house, paperOf(house, await draft(customer, quote, lines)));
        const result = await house.activities.recordOrder(input);
        const audited = await house.prisma.auditEntry.findMany({ where: { orderNumber: input.orderNumber } });
        bytes = JSON.stringify([input, result, audited.map(({ before, after }) => [before, after])]).length;
      };
      await enter();
      entries.push({ lines, statements: await statementsOf(enter), bytes });
    }
    const [ten, hundred, most] = entries as [Entry, Entry, Entry];
    expect(ten.statements).toBeGreaterThan(0);
    expect([hundred.statements, most.statements]).toEqual([ten.statements, ten.statements]);
    const perLine = (from: Entry, to: Entry): number => (to.bytes - from.bytes) / (to.lines - from.lines);
    expect(perLine(hundred, most) / perLine(ten, hundred)).toBeLessThan(1.05);
  });

  it('costs no more a line than one of 50, also on a quote that other orders have drawn from', async () => {
    const costs: number[] = [];
    for (const count of [FEW_LINES, MOST_LINES]) {
      const customer = await openAccount(house, `LINES-${count}`);
      const quote = await offer(customer, count);
      const enter = async (): Promise<void> => {
        const input = recordOrderInput(house, paperOf(house, await draft(customer, quote, count)));
        expect((await house.activities.recordOrder(input)).answer.stage).toBe('accepted');
      };
      await enter();
      await enter();
      costs.push(await pagesOf(enter));
    }
    const [few = 0, most = 0] = costs;
    expect(few).toBeGreaterThan(0);
    expect(most / few).toBeLessThan(1.5 * (MOST_LINES / FEW_LINES));
  });
});
