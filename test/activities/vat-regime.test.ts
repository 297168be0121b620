import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchCustomer } from '../../prisma/commands/customers.js';
import {
  done,
  karim,
  listProduct,
  openAccount,
  openOffice,
  orderNo,
  recordOrder,
  refusalOf,
} from './commands-fixtures.js';
import type { Office } from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await listProduct(office, 'TEA');
});
afterAll(() => office.close());

describe("a customer's VAT regime", () => {
  it.each([
    [901, 'acknowledged', false],
    [902, 'in-delivery', false],
    [903, 'credit-hold', false],
    [904, 'delivered', true],
    [905, 'settled', true],
    [906, 'cancelled', true],
  ] as const)('with order %i at %s may change: %s', async (sequence, stage, mayChange) => {
    const customer = `REGIME-${sequence}`;
    await openAccount(office, customer, { vatRegime: 'domestic' });
    const lines = [{ product: 'TEA', quantity: '4' }];
    await recordOrder(office.prisma, { number: orderNo(sequence), customer, lines, stage });
    const answer = await office.run((tx) => patchCustomer(tx, customer, { vatRegime: 'intra-community' }, karim));
    if (mayChange) expect(done(answer).vatRegime).toBe('intra-community');
    else
      expect(refusalOf(answer)).toMatchObject({
        field: 'vatRegime',
        detail: expect.stringContaining(orderNo(sequence)),
      });
    // What else is changed beside it is no matter.
    const same = { vatRegime: mayChange ? 'intra-community' : 'domestic', phone: '+33 1' } as const;
    expect(done(await office.run((tx) => patchCustomer(tx, customer, same, karim))).phone).toBe('+33 1');
  });
});
