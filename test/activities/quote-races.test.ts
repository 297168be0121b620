import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderInput } from '../../contracts/order.js';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays } from '../../domain/calendar.js';
import { amendDraft, draftOrder } from '../../domain/order-entry.js';
import { createQuote } from '../../prisma/commands/quotes.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import { tellIn } from '../../words/said.js';
import { done, inTransaction, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { paperOf, recordOrderInput, type OrderPaper } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'FRAME', '1000');
});
afterAll(() => house.close());

/** 10 of one product for 10.00 each, freight 30.00. */
async function makeQuote(customer: string): Promise<string> {
  const line = { lineNo: 1, product: 'FRAME', quantity: '10', unitPrice: '10.00', discountPercent: '0' };
  const terms = { paymentTerms: { kind: 'net' as const, days: 30 }, freight: '30.00' };
  const offer = { customer, validUntil: addDays(house.today, 30), ...terms };
  const lines = [{ ...line, deliveryDate: house.today }];
  return (await inTransaction(house, (tx) => createQuote(tx, { ...offer, lines }, laura()))).number;
}

/** What the API drafts when nobody has ordered yet. */
async function draftFrom(quote: string, customer: string, quantity: string): Promise<OrderDraft> {
  const context = await loadOrderContext(house.prisma, { customer, quote, products: ['FRAME'] });
  const line = { lineNo: 1, product: 'FRAME', quantity, unitPrice: '10.00', requestedDate: house.today };
  const input: OrderInput = { customer, origin: 'quote', quote, currency: 'EUR', lines: [line] };
  const drafted = draftOrder(input, context);
  if (drafted.kind === 'refused') throw new Error(tellIn('en', drafted.said));
  return drafted.draft;
}

/** Puts an order on record. @returns the differences from its quote that were found then */
async function enter(paper: OrderPaper): Promise<FoundDifference[]> {
  await house.activities.recordOrder(recordOrderInput(house, paper));
  return differencesOf(paper.number, 1);
}

type FoundDifference = { readonly type: string; readonly expected: unknown };

const differencesOf = (orderNumber: string, version: number): Promise<FoundDifference[]> =>
  house.prisma.discrepancy.findMany({
    where: { orderNumber, version },
    select: { type: true, expected: true },
    orderBy: { id: 'asc' },
  });

const typesOf = (found: readonly FoundDifference[]) => found.map(({ type }) => type);
const sorted = (types: readonly (readonly string[])[]) => types.map((each) => each.join(' ')).toSorted();

describe('a quote of 10', () => {
  it('that 20 orders take whole at once is matched by exactly one; 19 have too much, and freight to pay twice', async () => {
    const customer = await openAccount(house, 'TWENTY');
    const draft = await draftFrom(await makeQuote(customer), customer, '10');
    const papers = Array.from({ length: 20 }, () => paperOf(house, draft));
    const found = await Promise.all(papers.map(enter));
    expect(sorted(found.map(typesOf))).toEqual(['', ...Array<string>(19).fill('quantity freight')]);
    // The nth order finds what the n - 1 before it left: nothing.
    const others = found.filter((each) => each.length > 0).flat();
    const nothingLeft = [
      ['quantity', '0'],
      ['freight', '0.00'],
    ];
    expect(others.map(({ type, expected }) => [type, expected])).toEqual(Array(19).fill(nothingLeft).flat());
  });

  it('goes to five orders of 2 at once, and is too little for the five others', async () => {
    const customer = await openAccount(house, 'FIVE');
    const draft = await draftFrom(await makeQuote(customer), customer, '2');
    const found = await Promise.all(Array.from({ length: 10 }, () => enter(paperOf(house, draft))));
    const tooMuch = found.filter((each) => typesOf(each).includes('quantity'));
    expect(tooMuch).toHaveLength(5);
    expect(found.filter((each) => typesOf(each).includes('freight'))).toHaveLength(9);
  });

  it('says the same when the record of an order is asked for again', async () => {
    const customer = await openAccount(house, 'AGAIN');
    const draft = await draftFrom(await makeQuote(customer), customer, '10');
    const papers = [paperOf(house, draft), paperOf(house, draft)];
    const first = await Promise.all(papers.map(enter));
    const again = await Promise.all(papers.map(enter));
    expect(again).toEqual(first);
  });

  it('that two orders of 1 are amended to take the rest of, at once, has a rest for one of them only', async () => {
    const customer = await openAccount(house, 'AMENDED');
    const quote = await makeQuote(customer);
    const draft = await draftFrom(quote, customer, '1');
    const papers = [paperOf(house, draft), paperOf(house, { ...draft, freight: '0.00' })];
    for (const paper of papers) await enter(paper);
    // The rest is 9: both drafts are made before either is on record.
    const amended = await Promise.all(
      papers.map(async (paper) => {
        const request = { customer, quote, amending: paper.number, products: ['FRAME'] };
        const context = await loadOrderContext(house.prisma, request);
        const line = { lineNo: 1, product: 'FRAME', quantity: '9', unitPrice: '10.00', requestedDate: house.today };
        const input = { version: 1, reason: 'the rest', freight: '0.00', lines: [{ ...line, quoteLineNo: 1 }] };
        const drafted = amendDraft(input, paper.draft, context);
        if (drafted.kind === 'refused') throw new Error(tellIn('en', drafted.said));
        return { ...paper, draft: drafted.draft };
      }),
    );
    await Promise.all(
      amended.map(async (paper) => {
        const { tolerance } = house.policies;
        const { answer } = await house.activities.recordAmendment({
          orderNumber: paper.number,
          actor: laura(),
          reason: 'the rest',
          baseVersion: 1,
          draft: paper.draft,
          tolerance,
          today: house.today,
        });
        done(answer);
      }),
    );
    const found = await Promise.all(papers.map(async ({ number }) => typesOf(await differencesOf(number, 2))));
    expect(sorted(found)).toEqual(['', 'quantity']);
  });
});
