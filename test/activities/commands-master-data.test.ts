import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer, heldOrdersOf, patchCustomer } from '../../prisma/commands/customers.js';
import { createProduct, patchProduct } from '../../prisma/commands/products.js';
import {
  customerInput,
  done,
  karim,
  laura,
  listProduct,
  openAccount,
  openOffice,
  orderNo,
  productInput,
  recordOrder,
  refusalOf,
  type Office,
} from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const auditOf = (entity: string, entityId: string) =>
  office.prisma.auditEntry.findMany({ where: { entity, entityId }, orderBy: { id: 'asc' } });

describe('a customer account', () => {
  it('opens with nothing owed and its whole limit free', async () => {
    const customer = await openAccount(office, 'OPEN', { creditLimit: '5000.5' });
    expect(customer).toMatchObject({ creditLimit: '5000.50', exposure: '0.00', creditAvailable: '5000.50' });
    expect(customer.creditStop).toBe(false);
    const [entry] = await auditOf('customer', 'OPEN');
    expect(entry).toMatchObject({ action: 'customer.created', actor: 'karim.benali', role: 'finance' });
  });

  it('is refused a second time under the same number, one after the other', async () => {
    await openAccount(office, 'TWICE');
    const again = refusalOf(await office.run((tx) => createCustomer(tx, customerInput('TWICE'), karim)));
    expect(again).toMatchObject({ code: 'already-exists', field: 'number' });
    expect(await auditOf('customer', 'TWICE')).toHaveLength(1);
  });

  it('is opened once when two clerks do it at once', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => office.run((tx) => createCustomer(tx, customerInput('ATONCE'), karim))),
    );
    expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(1);
    expect(await auditOf('customer', 'ATONCE')).toHaveLength(1);
  });

  it('takes no limit in parts of a cent', async () => {
    const input = customerInput('CENTS', { creditLimit: '10.005' });
    expect(refusalOf(await office.run((tx) => createCustomer(tx, input, karim)))).toMatchObject({
      code: 'invalid-request',
      field: 'creditLimit',
    });
  });

  it('keeps what a change leaves out, and the dossier says what changed', async () => {
    await openAccount(office, 'CHANGE', { creditLimit: '1000.00' });
    const change = { creditLimit: '2500.00', phone: '04 91 24 45 40' };
    const changed = done(await office.run((tx) => patchCustomer(tx, 'CHANGE', change, karim)));
    expect(changed).toMatchObject({ name: 'Customer CHANGE', creditLimit: '2500.00', phone: '04 91 24 45 40' });
    expect((await auditOf('customer', 'CHANGE')).at(-1)).toMatchObject({
      action: 'customer.changed',
      before: { creditLimit: '1000.00', phone: '' },
      after: { creditLimit: '2500.00', phone: '04 91 24 45 40' },
    });
  });

  it('needs a reason for a credit stop, and none to lift it', async () => {
    await openAccount(office, 'STOP');
    const stop = (patch: object) => office.run((tx) => patchCustomer(tx, 'STOP', patch, karim));
    expect(refusalOf(await stop({ creditStop: true }))).toMatchObject({ field: 'creditStopReason' });
    expect(done(await stop({ creditStop: true, creditStopReason: 'Cheque returned' }))).toMatchObject({
      creditStop: true,
      creditStopReason: { kind: 'manual', by: karim.principal, reason: 'Cheque returned' },
    });
    expect(done(await stop({ creditLimit: '1.00' })).creditStopReason).toMatchObject({ reason: 'Cheque returned' });
    expect(done(await stop({ creditStop: false }))).toMatchObject({ creditStop: false, creditStopReason: null });
  });

  it('keeps its currency once orders are on it', async () => {
    await openAccount(office, 'MONEY');
    const toDollars = () => office.run((tx) => patchCustomer(tx, 'MONEY', { currency: 'USD' }, karim));
    expect(done(await toDollars()).currency).toBe('USD');
    await office.run((tx) => patchCustomer(tx, 'MONEY', { currency: 'EUR' }, karim));
    await recordOrder(office.prisma, { number: orderNo(90), customer: 'MONEY', lines: [] });
    expect(refusalOf(await toDollars())).toMatchObject({ code: 'currency-mismatch', field: 'currency' });
  });

  it('of a colleague is not there for a salesperson', async () => {
    await openAccount(office, 'THEIRS', { salesperson: 'anne.dodsworth' });
    const patch = (salesperson: string) =>
      office.run((tx) => patchCustomer(tx, 'THEIRS', { phone: '1' }, laura, { salesperson }));
    expect(refusalOf(await patch('laura.callahan')).code).toBe('not-found');
    expect(done(await patch('anne.dodsworth')).phone).toBe('1');
  });

  it('with a higher limit wakes the held orders that fit, oldest first', async () => {
    await openAccount(office, 'HELD', { creditLimit: '100.00' });
    const held = { customer: 'HELD', stage: 'credit-hold', lines: [] };
    const orders = [
      { number: orderNo(1), gross: '300.00', receivedAt: '2026-03-02T09:00:00.000Z' },
      { number: orderNo(2), gross: '900.00', receivedAt: '2026-03-03T09:00:00.000Z' },
      { number: orderNo(3), gross: '150.00', receivedAt: '2026-03-01T09:00:00.000Z' },
    ];
    for (const order of orders) await recordOrder(office.prisma, { ...held, ...order });
    expect(await heldOrdersOf(office.prisma, 'HELD')).toEqual([]);
    await office.run((tx) => patchCustomer(tx, 'HELD', { creditLimit: '500.00' }, karim));
    // 500 covers 150 and 300, oldest first; 900 does not fit in the 50 left.
    expect(await heldOrdersOf(office.prisma, 'HELD')).toEqual([orderNo(3), orderNo(1)]);
  });
});

describe('a product', () => {
  it('is listed once, with an empty stock', async () => {
    expect(await listProduct(office, 'P-1', { listPrice: '12.5' })).toMatchObject({
      listPrice: '12.50',
      onHand: '0',
      allocated: '0',
      available: '0',
    });
    const answers = await Promise.all(
      [1, 2].map(() => office.run((tx) => createProduct(tx, productInput('P-2'), laura))),
    );
    expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(1);
    expect(await office.prisma.stock.count({ where: { productNumber: 'P-2' } })).toBe(1);
  });

  it('changes its price and keeps its stock', async () => {
    await listProduct(office, 'P-3');
    await office.prisma.stock.update({ where: { productNumber: 'P-3' }, data: { onHand: '7.5', allocated: '2' } });
    const changed = done(await office.run((tx) => patchProduct(tx, 'P-3', { listPrice: '11.1234' }, laura)));
    expect(changed).toMatchObject({ listPrice: '11.1234', onHand: '7.5', allocated: '2', available: '5.5' });
    expect((await auditOf('product', 'P-3')).at(-1)).toMatchObject({
      before: { listPrice: '10.00' },
      after: { listPrice: '11.1234' },
    });
  });

  it('that is not listed cannot be changed', async () => {
    const answer = await office.run((tx) => patchProduct(tx, 'P-404', { active: false }, laura));
    expect(refusalOf(answer).code).toBe('not-found');
  });
});
