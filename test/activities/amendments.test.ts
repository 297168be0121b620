import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays } from '../../domain/calendar.js';
import { done, draftOrder, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { accept, clearInput } from '../support/paperwork.js';

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
    const [before] = await house.prisma.orderLine.findMany({ where: { orderNumber: paper.number }, take: 1 });
    const { tolerance } = house.policies;
    const amendment = { actor: laura(), reason: 'later', baseVersion: 1, draft, tolerance, today: house.today };
    const recorded = await house.activities.recordAmendment({ orderNumber: paper.number, ...amendment });
    done(recorded.answer);
    const weeksLater = addDays(house.today, 28);
    const { situation } = recorded;
    await house.activities.clearOrder({ ...clearInput(house, { ...paper, situation }), today: weeksLater });
    const kept = await house.prisma.orderLine.findMany({
      where: { orderNumber: paper.number },
      orderBy: { lineNo: 'asc' },
      select: { lineNo: true, firstConfirmedDate: true, lastConfirmedDate: true },
    });
    const dateOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';
    const promised = dateOf(before?.firstConfirmedDate ?? null);
    expect(kept.map((line) => [line.lineNo, dateOf(line.firstConfirmedDate) === promised])).toEqual([
      [1, true],
      [2, false],
      [4, false],
    ]);
    for (const line of kept) expect(dateOf(line.lastConfirmedDate) >= weeksLater).toBe(true);
  });
});
