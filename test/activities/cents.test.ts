import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import { add, sum } from '../../domain/money.js';
import { migrationNames, migrationsFolder } from '../../prisma/schema-engine.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { done, draftOrder, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { accept, deliveryInput, invoiceInput, type AcceptedPaper } from '../support/paperwork.js';

/** Lines whose parts are worth a fraction of a cent: what is invoiced comes to what was acknowledged. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'SCREW', '1000', { listPrice: '0.125' });
});
afterAll(() => house.close());

async function deliverOne(paper: AcceptedPaper): Promise<string> {
  const delivered = deliveryInput(paper, [{ lineNo: 1, quantity: '1' }], house.today);
  const delivery = done((await house.activities.recordDelivery(delivered)).answer);
  const { answer } = await house.activities.recordInvoice(
    invoiceInput({ number: paper.number, delivery }, house.today),
  );
  return answer.gross;
}

const exposureOf = async (number: string): Promise<string> =>
  (await house.prisma.customer.findUniqueOrThrow({ where: { number } })).exposure.toFixed(2);

const verified = async () => verificationText(await verifyDatabase(house.database.url));

describe('10 at 0.125 and 20 %, with a limit of 1.50', () => {
  it('are acknowledged, delivered one by one and invoiced at 1.50, and never pass the limit', async () => {
    await openAccount(house, 'VIS', { creditLimit: '1.50' });
    const paper = await accept(house, await draftOrder(house, 'VIS', [{ product: 'SCREW', quantity: '10' }]));
    expect(paper.totals.gross).toBe('1.50');
    const grosses: string[] = [];
    for (let part = 0; part < 10; part += 1) {
      grosses.push(await deliverOne(paper));
      expect(Number(await exposureOf('VIS'))).toBeLessThanOrEqual(1.5);
    }
    // 0.13 and 20 % of it are 0.16, 0.12 and 20 % of it are 0.14.
    expect(grosses).toEqual(['0.16', '0.14', '0.16', '0.14', '0.16', '0.14', '0.16', '0.14', '0.16', '0.14']);
    expect(sum(grosses)).toBe('1.50');
    expect(await exposureOf('VIS')).toBe('1.50');
    expect(await verified()).toContain('0 violations');
  });
});

describe('an order begun before parts of a line added up to it', () => {
  it('binds what its standing lines come to less what is invoiced, once the database is migrated', async () => {
    await openAccount(house, 'ECROU');
    const paper = await accept(house, await draftOrder(house, 'ECROU', [{ product: 'SCREW', quantity: '4' }]));
    // 0.50 less 0.13 leaves 0.37: 0.44 with VAT. Rounded for themselves, 3 × 0.125 were 0.38: 0.46.
    const invoiced = await deliverOne(paper);
    const exposures = { reference: paper.number, kind: 'order' };
    await house.prisma.exposure.updateMany({ where: exposures, data: { amount: '0.46' } });
    await house.prisma.customer.update({ where: { number: 'ECROU' }, data: { exposure: add(invoiced, '0.46') } });
    expect(await verified()).toContain('order-exposure');

    const migration = migrationNames().find((name) => name.endsWith('_parts_of_lines')) ?? '';
    const owner = new pg.Client({ connectionString: house.database.ownerUrl });
    await owner.connect();
    await owner.query(readFileSync(join(migrationsFolder, migration, 'migration.sql'), 'utf8'));
    await owner.end();
    const { amount } = await house.prisma.exposure.findFirstOrThrow({ where: exposures });
    expect(amount.toFixed(2)).toBe('0.44');
    expect(await exposureOf('ECROU')).toBe(add(invoiced, '0.44'));
    expect(await verified()).toContain('0 violations');
  });
});
