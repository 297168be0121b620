import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Wait } from '../../contracts/wait.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { toldOf } from '../support/told.js';
import {
  actorOf,
  done,
  karim,
  openAccount,
  openOffice,
  orderNo,
  recordOrder,
  refusalOf,
  untilSomebodyWaits,
  type Office,
} from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Enters the orders of these tests (see the fixture), and is a manager here: may change accounts. */
const laura = actorOf('laura.callahan', 'manager');
const paul = actorOf('paul.henriot', 'manager');

async function held(number: number, of: { stage?: string; lastAmendedBy?: string; waitsFor?: Wait } = {}) {
  const customer = `EYES-${number}`;
  const order = orderNo(number);
  await openAccount(office, customer, { creditLimit: '100.00' });
  await recordOrder(office.prisma, { number: order, customer, stage: 'credit-hold', gross: '300.00', lines: [] });
  await office.prisma.salesOrder.update({ where: { number: order }, data: of });
  return {
    order,
    change: (patch: object, by = laura) => office.run((tx) => patchCustomer(tx, customer, patch, by)),
  };
}

describe('the account of an order held for credit', () => {
  it('gets no higher limit from who entered the order, and says who can', async () => {
    const { order, change } = await held(701);
    expect(toldOf(await change({ creditLimit: '500.00' }))).toMatchObject({
      code: 'four-eyes',
      field: 'creditLimit',
      detail: expect.stringContaining(order),
      remedy: expect.stringContaining('colleague'),
    });
    expect(done(await change({ creditLimit: '500.00' }, karim)).creditLimit).toBe('500.00');
  });

  it('gets no higher limit from who last amended it', async () => {
    const { change } = await held(702, { lastAmendedBy: paul.principal });
    expect(refusalOf(await change({ creditLimit: '500.00' }, paul)).code).toBe('four-eyes');
  });

  it('keeps its credit stop when who entered the order lifts it', async () => {
    const { change } = await held(703);
    const stopped = { creditStop: true, creditStopReason: 'Cheque returned' };
    expect(done(await change(stopped)).creditStop).toBe(true);
    expect(refusalOf(await change({ creditStop: false }))).toMatchObject({ code: 'four-eyes', field: 'creditStop' });
    expect(done(await change({ creditStop: false }, karim)).creditStop).toBe(false);
  });

  it('may be given less, or another telephone, by who entered the order', async () => {
    const { change } = await held(704);
    expect(done(await change({ creditLimit: '50.00', phone: '1' }))).toMatchObject({ creditLimit: '50.00' });
    expect(done(await change({ creditLimit: '50.00' })).creditLimit).toBe('50.00');
  });

  it.each([
    [705, 'received', 'credit-check', false],
    [706, 'received', 'reconciliation', true],
    [707, 'accepted', 'stock', true],
    [708, 'refused', 'none', true],
  ] as const)(
    '(order %i is %s, waits for "%s") gets a higher limit from who entered it: %s',
    async (number, stage, kind, may) => {
      const { change } = await held(number, { stage, waitsFor: { kind } });
      const answer = await change({ creditLimit: '500.00' });
      if (may) expect(done(answer).creditLimit).toBe('500.00');
      else expect(refusalOf(answer).code).toBe('four-eyes');
    },
  );

  it('gets no higher limit from who entered the order also when it is held at that very moment', async () => {
    const { order, change } = await held(709, { stage: 'received', waitsFor: { kind: 'reconciliation' } });
    const changed = await office.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 AS locked FROM customer WHERE number = 'EYES-709' FOR UPDATE`;
      await tx.salesOrder.update({ where: { number: order }, data: { stage: 'credit-hold' } });
      const waiting = change({ creditLimit: '500.00' });
      await untilSomebodyWaits(office.prisma);
      return { waiting };
    });
    expect(refusalOf(await changed.waiting).code).toBe('four-eyes');
  });
});
