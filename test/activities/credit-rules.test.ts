import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellEntry } from '../../api/tell.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { draftOrder, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { clearInput, enter, type EnteredPaper } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  // Exempt from VAT: gross is net.
  await listProduct(house, 'UNIT', '100000', { listPrice: '1.00', taxClass: 'exempt' });
});
afterAll(() => house.close());

/** The house under a credit policy in which held orders count, or do not. */
const where = (heldOrdersCount: boolean): House => ({
  ...house,
  policies: { ...house.policies, credit: { ...house.policies.credit, heldOrdersCount } },
});

let accounts = 0;
const customer = (): Promise<string> => openAccount(house, `ROOM-${(accounts += 1)}`, { creditLimit: '500.00' });
const orderOf = async (under: House, of: string, quantity: string): Promise<EnteredPaper> =>
  enter(under, await draftOrder(under, of, [{ product: 'UNIT', quantity }]));
const stageOf = ({ situation }: EnteredPaper): string => situation.stage;
const again = async (under: House, paper: EnteredPaper): Promise<EnteredPaper> => {
  const { situation } = await under.activities.clearOrder(clearInput(under, paper));
  return { ...paper, situation };
};

/** What the dossier says of the last check of an order's credit. */
async function saidOf({ number }: EnteredPaper): Promise<string> {
  const row = await house.prisma.auditEntry.findFirstOrThrow({
    where: { orderNumber: number, action: { startsWith: 'credit.' } },
    orderBy: { id: 'desc' },
  });
  return tellEntry({ ...row, currency: 'EUR' }, 'en').replaceAll('\u00a0', ' ');
}

describe('at a limit of 500.00', () => {
  it('an order of 600.00 is held and the next of 500.00 goes, where held orders do not count', async () => {
    const under = where(false);
    const of = await customer();
    const [large, small] = [await orderOf(under, of, '600'), await orderOf(under, of, '500')];
    expect([stageOf(large), stageOf(small)]).toEqual(['credit-hold', 'accepted']);
    expect(await saidOf(large)).not.toContain('held before');
    expect(await saidOf(small)).toMatch(/600\.00.*of orders held before it not counted$/);
  });

  it('the next of 500.00 is held too, where they count, and goes once the one before it is gone', async () => {
    const under = where(true);
    const of = await customer();
    const [large, small] = [await orderOf(under, of, '600'), await orderOf(under, of, '500')];
    expect([stageOf(large), stageOf(small)]).toEqual(['credit-hold', 'credit-hold']);
    expect(await saidOf(small)).toMatch(/600\.00.*of orders held before it counted$/);
    const asked = await house.prisma.workItem.findFirstOrThrow({ where: { orderNumber: small.number } });
    expect(asked.facts).toMatchObject({ heldBefore: '600.00', heldCounts: true });
    // The one before it counts none that comes after it: with room for 600.00 it goes, whatever waits behind it.
    await house.prisma.customer.update({ where: { number: of }, data: { creditLimit: '600' } });
    expect([stageOf(await again(under, small)), stageOf(await again(under, large))]).toEqual([
      'credit-hold',
      'accepted',
    ]);
  });

  it('exactly as much as is left beside what is held goes, and not a cent more', async () => {
    const under = where(true);
    const of = await customer();
    // 501 are held; 500 - 0 of exposure leave nothing beside them, so only an order of 0.00 goes.
    const held = await orderOf(under, of, '501');
    expect(stageOf(held)).toBe('credit-hold');
    await house.prisma.customer.update({ where: { number: of }, data: { creditLimit: '500.99' } });
    expect(stageOf(await orderOf(under, of, '1'))).toBe('credit-hold');
  });
});

describe('an order of 0.00', () => {
  it('binds no credit while it is open, and leaves the books right until it is invoiced', async () => {
    const of = await openAccount(house, 'SAMPLE', { creditLimit: '0.00' });
    const sample = await draftOrder(house, of, [{ product: 'UNIT', quantity: '3', discountPercent: '100.00' }]);
    const { customer: number, lines } = sample;
    expect([number, lines[0]?.discountPercent]).toEqual([of, '100.00']);
    const open = await enter(house, sample);
    expect(await house.prisma.exposure.count({ where: { customerNumber: of } })).toBe(0);
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/, 0 violations$/);
    expect(open.situation.stage).toBe('discrepancy-hold');
    const gift = await draftOrder(house, of, [{ product: 'UNIT', quantity: '1', unitPrice: '0.0001' }]);
    expect((await enter(house, gift)).situation.stage).toBe('discrepancy-hold');
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/, 0 violations$/);
  });
});
