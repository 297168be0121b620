import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays } from '../../domain/calendar.js';
import { draftOrder, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { accept, acceptInput, totalsOfOrder } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'CAKE', '100');
});
afterAll(() => house.close());

describe('the date promised first', () => {
  it('stays with a line through an amendment, unless the line is of another product or for another day', async () => {
    const customer = await openAccount(house, 'PROMISED');
    const lines = [1, 2, 3].map(() => ({ product: 'CAKE', quantity: '10' }));
    const paper = await accept(house, await draftOrder(house, customer, lines));
    const [first, second] = paper.draft.lines;
    if (first === undefined || second === undefined) throw new Error('no lines');
    const day = addDays(house.today, 40);
    const draft: OrderDraft = {
      ...paper.draft,
      lines: [
        { ...first, quantity: '7' },
        { ...second, requestedDate: day },
        { ...first, lineNo: 4 },
      ],
    };
    const amendment = { version: 2, actor: laura(), reason: 'later', totals: totalsOfOrder(draft), draft };
    await house.activities.recordAmendment({ orderNumber: paper.number, amendedOn: house.today, ...amendment });
    const weeksLater = addDays(house.today, 28);
    const input = acceptInput(house, { ...paper, draft });
    await house.activities.acceptOrder({ ...input, version: 2, today: weeksLater });
    const kept = await house.prisma.orderLine.findMany({
      where: { orderNumber: paper.number },
      orderBy: { lineNo: 'asc' },
      select: { lineNo: true, firstConfirmedDate: true, lastConfirmedDate: true },
    });
    const dateOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';
    const promised = paper.lines[0]?.confirmedDate;
    expect(kept.map((line) => [line.lineNo, dateOf(line.firstConfirmedDate) === promised])).toEqual([
      [1, true],
      [2, false],
      [4, false],
    ]);
    for (const line of kept) expect(dateOf(line.lastConfirmedDate) >= weeksLater).toBe(true);
  });
});
