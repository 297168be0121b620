import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  boxes,
  happen,
  happening,
  lines,
  note,
  openBook,
  openTrade,
  pageOf,
  recordOf,
  repeat,
  type Happening,
  type Repeat,
} from '../support/histories/quantities.js';
import { openHouse, type House } from '../support/house.js';

/** Orders, deliveries, cancellations, amendments, invoices and receipts in any order, against a book kept with a pencil. */
let house: House;
let names = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type History = readonly (Happening & { readonly repeat: Repeat })[];

async function play(history: History): Promise<void> {
  const trade = await openTrade(house, `PENCIL-${(names += 1)}`);
  const book = openBook();
  for (const { repeat, ...what } of history) {
    if ('order' in what && what.order >= book.orders.length) continue;
    const done = await happen(trade, what, repeat);
    expect([what, done]).toEqual([what, note(book, what)]);
  }
  expect(await recordOf(trade)).toEqual(pageOf(book));
}

const history: fc.Arbitrary<History> = fc
  .tuple(
    fc.record({ kind: fc.constant('receive' as const), product: fc.constant(0), quantity: boxes, repeat }),
    fc.record({ kind: fc.constant('enter' as const), quantities: lines, repeat }),
    fc.array(happening, { minLength: 3, maxLength: 10 }),
  )
  .map(([stock, first, more]) => [stock, first, ...more]);

describe('the quantities of orders', () => {
  it('follow the book through 300 histories, each step done once, twice, or twice at once', async () => {
    const beside = fc.array(history, { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(beside, (histories) => Promise.all(histories.map(play)).then(() => undefined)),
      { numRuns: 50 },
    );
    const { violations } = await verifyDatabase(house.database.url);
    expect(violations.map(({ invariant }) => invariant.name)).toEqual([]);
  });
});
