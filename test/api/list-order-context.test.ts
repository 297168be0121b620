import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PolicySnapshot } from '../../contracts/policies.js';
import { addDays } from '../../domain/calendar.js';
import { createQuote, reviseQuote } from '../../prisma/commands/quotes.js';
import { companyToday } from '../../prisma/queries/company.js';
import { openInvoicesOf } from '../../prisma/queries/invoices.js';
import { currentOrderDraft, loadOrderContext } from '../../prisma/queries/order-context.js';
import {
  done,
  laura,
  openAccount,
  openOffice,
  orderNo,
  recordOrder,
  type Office,
} from '../activities/commands-fixtures.js';
import { oneOfEverything } from './fixtures.js';

/** What an order is made from, and what an amendment starts from. */
let office: Office;
beforeAll(async () => {
  office = await openOffice({ seeded: true });
});
afterAll(() => office.close());

const scope = { salesperson: null };
const began = new Date().toISOString().slice(0, 10);
const days = (n: number) => addDays(began, n);
const offer = (unitPrice: string) => ({
  validUntil: days(20),
  paymentTerms: { kind: 'net' as const, days: 45 },
  freight: '12.00',
  lines: [{ lineNo: 1, product: 'P-001', quantity: '10', unitPrice, discountPercent: '5', deliveryDate: days(9) }],
});

describe('the facts an order is drafted from', () => {
  it('hold the customer, the policies in force, products by number and the quote as last revised', async () => {
    const { number } = done(await office.run((tx) => createQuote(tx, { customer: 'ALFKI', ...offer('17.00') }, laura)));
    done(await office.run((tx) => reviseQuote(tx, number, offer('16.5'), laura)));
    const asked = { customer: 'ALFKI', quote: number, products: ['P-001', 'P-001', 'P-404'] };
    const context = await loadOrderContext(office.prisma, asked);
    expect(PolicySnapshot.parse(context.policies)).toEqual(context.policies);
    expect(context.today).toBe(await companyToday(office.prisma));
    expect(context.customer).toMatchObject({ number: 'ALFKI', currency: 'EUR' });
    expect([...context.products.keys()]).toEqual(['P-001']);
    expect(context.products.get('P-001')).toMatchObject({ listPrice: '18.00', active: true });
    expect(context.quote).toMatchObject({
      number,
      revision: 2,
      status: 'open',
      freight: '12.00',
      lines: [{ unitPrice: '16.50', discountPercent: '5.00', quantity: '10', deliveryDate: days(9) }],
    });
  });

  it('name nothing where the numbers name nothing, or somebody else’s customer', async () => {
    const asked = { customer: 'ALFKI', quote: 'DE-2026-999999', products: [] };
    const context = await loadOrderContext(office.prisma, asked, { salesperson: 'nobody' });
    expect(context).toMatchObject({ customer: null, quote: null });
    expect(context.products.size).toBe(0);
  });

  it('tell an expired quote from an open one by the company’s own day', async () => {
    const { number } = done(await office.run((tx) => createQuote(tx, { customer: 'ALFKI', ...offer('17') }, laura)));
    const at = (date: string, time: string) =>
      loadOrderContext(
        office.prisma,
        { customer: 'ALFKI', quote: number, products: [] },
        scope,
        Date.parse(`${date}T${time}Z`),
      );
    // Paris is one or two hours ahead of UTC: 21:30 UTC is the same day, 23:30 UTC the next.
    expect((await at(days(20), '21:30:00')).quote?.status).toBe('open');
    expect((await at(days(20), '23:30:00')).quote?.status).toBe('expired');
  });
});

describe('an order as it stands on record', () => {
  it('is held against the revision it was ordered from, and its other lines against the price list', async () => {
    const { number: quote } = done(
      await office.run((tx) => createQuote(tx, { customer: 'ALFKI', ...offer('17.00') }, laura)),
    );
    const number = orderNo(700);
    const lines = [
      { product: 'P-001', quantity: '4' },
      { product: 'P-002', quantity: '2.5' },
    ];
    await recordOrder(office.prisma, { number, customer: 'ALFKI', lines });
    await office.prisma.salesOrder.update({ where: { number }, data: { quoteNumber: quote, quoteRevision: 1 } });
    await office.prisma.orderLine.update({
      where: { orderNumber_lineNo: { orderNumber: number, lineNo: 1 } },
      data: { quoteLineNo: 1 },
    });
    done(await office.run((tx) => reviseQuote(tx, quote, offer('99.00'), laura)));
    const current = await currentOrderDraft(office.prisma, number);
    expect(current).toMatchObject({
      number,
      stage: 'accepted',
      version: 1,
      draft: {
        customer: 'ALFKI',
        origin: 'phone',
        quote: { number: quote, revision: 1 },
        expectedTerms: { source: 'quote', terms: { kind: 'net', days: 45 } },
        expectedFreight: '12.00',
        freight: '0.00',
      },
    });
    expect(current?.draft.lines.map((line) => line.expected)).toEqual([
      {
        source: 'quote',
        product: 'P-001',
        quantity: '10',
        unitPrice: '17.00',
        discountPercent: '5.00',
        deliveryDate: days(9),
      },
      {
        source: 'price-list',
        product: 'P-002',
        quantity: null,
        unitPrice: '19.00',
        discountPercent: '0.00',
        deliveryDate: null,
      },
    ]);
    expect(current?.draft.lines[1]).toMatchObject({ quantity: '2.5', unitPrice: '1.00', requestedDate: '2026-03-16' });
    expect(await currentOrderDraft(office.prisma, number, { salesperson: 'nobody' })).toBeNull();
  });

  it('leaves to the next order of a quote what the others have not taken; its own amendment counts itself out', async () => {
    const { number: quote } = done(
      await office.run((tx) => createQuote(tx, { customer: 'ALFKI', ...offer('17.00') }, laura)),
    );
    const take = async (number: string, stage: 'accepted' | 'cancelled') => {
      await recordOrder(office.prisma, {
        number,
        customer: 'ALFKI',
        stage,
        lines: [{ product: 'P-001', quantity: '4' }],
      });
      await office.prisma.salesOrder.update({ where: { number }, data: { quoteNumber: quote, quoteRevision: 1 } });
      await office.prisma.orderLine.updateMany({ where: { orderNumber: number }, data: { quoteLineNo: 1 } });
    };
    await take(orderNo(710), 'accepted');
    await take(orderNo(711), 'cancelled');
    const asked = { customer: 'ALFKI', quote, products: ['P-001'] };
    const next = await loadOrderContext(office.prisma, asked);
    expect(next.quote?.lines[0]).toMatchObject({ quantity: '10', ordered: '4' });
    const amended = await loadOrderContext(office.prisma, { ...asked, amending: orderNo(710) });
    expect(amended.quote?.lines[0]?.ordered).toBe('0');
  });

  it('without a quote is held against the customer’s own terms', async () => {
    await openAccount(office, 'NOQUOTE', { paymentTerms: { kind: 'net', days: 60 } });
    await recordOrder(office.prisma, {
      number: orderNo(701),
      customer: 'NOQUOTE',
      lines: [{ product: 'P-001', quantity: '1' }],
    });
    expect((await currentOrderDraft(office.prisma, orderNo(701)))?.draft).toMatchObject({
      quote: null,
      expectedTerms: { source: 'customer', terms: { kind: 'net', days: 60 } },
      expectedFreight: null,
    });
  });
});

describe('open invoices of a customer', () => {
  it('come oldest due first, and only while something is open', async () => {
    const things = await oneOfEverything(office.prisma, 1, null);
    const other = { invoice: things.invoice, instalment: 1, order: things.order, currency: 'EUR' };
    expect(await openInvoicesOf(office.prisma, things.customer)).toEqual([
      { ...other, open: '58.00', dueDate: '2026-12-02' },
    ]);
    await office.prisma.receivable.create({
      data: {
        invoiceNumber: things.invoice,
        instalment: 2,
        customerNumber: things.customer,
        dueDate: new Date(`${addDays('2026-12-02', -1)}T00:00:00Z`),
        amount: '10',
        open: '10',
      },
    });
    expect((await openInvoicesOf(office.prisma, things.customer)).map(({ instalment }) => instalment)).toEqual([2, 1]);
    await office.prisma.receivable.updateMany({ where: { invoiceNumber: things.invoice }, data: { open: '0' } });
    expect(await openInvoicesOf(office.prisma, things.customer)).toEqual([]);
  });
});
