import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentInput } from '../../contracts/payment.js';
import { assignPayment, recordPayment } from '../../prisma/commands/payments.js';
import { getCustomerExposure } from '../../prisma/queries/customers.js';
import { setExposure, setExposures } from '../../prisma/repositories/exposure.js';
import { toldOf } from '../support/told.js';
import { done, karim, openAccount, openOffice, refusalOf, type Office } from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const transfer = (customer: string, reference: string, changes: Partial<PaymentInput> = {}): PaymentInput => ({
  customer,
  amount: '120.00',
  currency: 'EUR',
  date: '2026-03-05',
  reference,
  ...changes,
});
const book = (input: PaymentInput, id: string = randomUUID()) =>
  recordPayment(office.prisma, { id, input, actor: karim, nowMs: Date.parse(input.date) });
const exposureOf = (customer: string) => getCustomerExposure(office.prisma, customer, { salesperson: null });

describe('a payment', () => {
  it('is booked without an invoice, and lowers what the customer owes', async () => {
    await openAccount(office, 'PAYS', { creditLimit: '1000.00' });
    const id = randomUUID();
    expect(done(await book(transfer('PAYS', 'VIR-1'), id))).toMatchObject({
      id,
      amount: '120.00',
      unallocated: '120.00',
      allocated: '0.00',
      allocations: [],
    });
    expect(await exposureOf('PAYS')).toMatchObject({
      exposure: '-120.00',
      creditAvailable: '1120.00',
      sources: [{ kind: 'payment', reference: id, amount: '-120.00' }],
    });
  });

  it('is booked once when the same request comes twice, one after the other or at once', async () => {
    await openAccount(office, 'REPEAT');
    const [first, second] = [randomUUID(), randomUUID()];
    done(await book(transfer('REPEAT', 'VIR-2'), first));
    expect(done(await book(transfer('REPEAT', 'VIR-2'), first)).id).toBe(first);
    const answers = await Promise.all([1, 2, 3, 4].map(() => book(transfer('REPEAT', 'VIR-3'), second)));
    expect(answers.map((answer) => done(answer).id)).toEqual([second, second, second, second]);
    expect((await exposureOf('REPEAT'))?.exposure).toBe('-240.00');
    expect(await office.prisma.auditEntry.count({ where: { entity: 'payment', customerNumber: 'REPEAT' } })).toBe(2);
  });

  it('of one bank transfer is booked once, and the refusal names the payment', async () => {
    await openAccount(office, 'BANK');
    const answers = await Promise.all([1, 2, 3, 4].map(() => book(transfer('BANK', 'VIR-4'))));
    const booked = answers.find((answer) => !('kind' in answer));
    expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(3);
    const refusal = refusalOf(await book(transfer('BANK', 'VIR-4')));
    expect(refusal).toMatchObject({ code: 'already-exists', field: 'reference' });
    expect(toldOf(refusal).detail).toContain(booked && 'id' in booked ? booked.id : 'no payment');
    expect((await exposureOf('BANK'))?.exposure).toBe('-120.00');
  });

  it('of one transfer is one, whatever its capitals and spaces; the cheque of another payer is another', async () => {
    await openAccount(office, 'CHEQUE-A');
    await openAccount(office, 'CHEQUE-B');
    done(await book(transfer('CHEQUE-A', 'Chq 0001')));
    for (const same of ['Chq 0001', 'CHQ 0001', 'chq  0001 '])
      expect(refusalOf(await book(transfer('CHEQUE-A', same)))).toMatchObject({
        code: 'already-exists',
        field: 'reference',
      });
    done(await book(transfer('CHEQUE-A', 'CHQ0001')));
    done(await book(transfer('CHEQUE-B', 'CHQ 0001')));
    const { customer: _, ...unnamed } = transfer('', 'chq 0001');
    const unknown = done(await book(unnamed));
    expect(toldOf(await book({ ...unnamed, reference: 'CHQ 0001' })).detail).toContain(unknown.id);
    const assigned = { id: unknown.id, input: { customer: 'CHEQUE-B', reason: 'his' }, actor: karim };
    const refusal = await assignPayment(office.prisma, assigned);
    expect(refusal).toMatchObject({ code: 'already-exists', field: 'reference' });
    expect(await exposureOf('CHEQUE-B')).toMatchObject({ exposure: '-120.00' });
  });

  it('in another currency than the account, in parts of a cent, or from nobody we know is refused', async () => {
    await openAccount(office, 'STRICT');
    expect(refusalOf(await book(transfer('STRICT', 'VIR-5', { currency: 'USD' }))).code).toBe('currency-mismatch');
    expect(refusalOf(await book(transfer('STRICT', 'VIR-6', { amount: '1.005' }))).field).toBe('amount');
    expect(refusalOf(await book(transfer('NOBODY', 'VIR-7'))).code).toBe('customer-unknown');
    expect(await office.prisma.payment.count({ where: { reference: { in: ['VIR-5', 'VIR-6', 'VIR-7'] } } })).toBe(0);
  });
});

describe('exposure', () => {
  it('is the sum of its sources to the cent, whatever is set in whatever order, many at once', async () => {
    const cents = fc.integer({ min: -100_000, max: 1_000_000 }).map((value) => (value / 100).toFixed(2));
    const amount = fc.oneof(cents, fc.constant('0.00'));
    const change = fc.record({
      kind: fc.constantFrom('order' as const, 'invoice' as const),
      reference: fc.constantFrom('A', 'B', 'C'),
      amount,
    });
    let account = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 30 }), async (changes) => {
        account += 1;
        const number = `EXP-${account}`;
        await openAccount(office, number);
        await Promise.all(
          changes.map(({ kind, reference, amount: set }) =>
            setExposures(office.prisma, number, [
              { kind, reference, amount: set },
              { kind: 'payment', reference, amount: set },
            ]),
          ),
        );
        const [row] = await office.prisma.$queryRaw<{ same: boolean }[]>`
          SELECT customer.exposure = coalesce(sum(exposure.amount), 0) AS same
          FROM customer LEFT JOIN exposure ON exposure.customer_number = customer.number
          WHERE customer.number = ${number} GROUP BY customer.number`;
        expect(row?.same).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('set twice to the same amount counts once, and set to zero leaves no row', async () => {
    await openAccount(office, 'SET');
    await setExposure(office.prisma, 'SET', 'order', 'SO-2026-000001', '119.99');
    await setExposure(office.prisma, 'SET', 'order', 'SO-2026-000001', '119.99');
    expect(await exposureOf('SET')).toMatchObject({ exposure: '119.99', sources: [{ amount: '119.99' }] });
    await setExposure(office.prisma, 'SET', 'order', 'SO-2026-000001', '0');
    expect(await exposureOf('SET')).toMatchObject({ exposure: '0.00', sources: [] });
  });

  it('of an invoice issued takes the place of what its order held, in one change', async () => {
    await openAccount(office, 'TURN');
    await setExposure(office.prisma, 'TURN', 'order', 'SO-2026-000002', '300.00');
    const invoiced = (open: string, amount: string) =>
      setExposures(office.prisma, 'TURN', [
        { kind: 'order', reference: 'SO-2026-000002', amount: open },
        { kind: 'invoice', reference: 'FA-2026-000001', amount },
      ]);
    await invoiced('180.00', '119.99');
    expect((await exposureOf('TURN'))?.exposure).toBe('299.99');
    await invoiced('0', '119.99');
    expect(await exposureOf('TURN')).toMatchObject({ exposure: '119.99', sources: [{ reference: 'FA-2026-000001' }] });
  });

  it('of a customer who is not there is an error, not a silence', async () => {
    await expect(setExposure(office.prisma, 'NOBODY', 'order', 'X', '1.00')).rejects.toThrow(/no customer NOBODY/);
  });
});
