import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { createQuote } from '../../prisma/commands/quotes.js';
import { patchProduct } from '../../prisma/commands/products.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import { getOrder } from '../../prisma/queries/orders.js';
import {
  draftOrder,
  helene,
  inTransaction,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { enter } from '../support/paperwork.js';

const everybody = { salesperson: null };
const net = (days: number): PaymentTerms => ({ kind: 'net', days });

let house: House;
beforeAll(async () => {
  house = await openHouse();
  for (const product of ['BOX', 'VEAL']) await listProduct(house, product, '1000');
  await inTransaction(house, (tx) => patchProduct(tx, 'VEAL', { goodsSector: 'fresh-meat' }, helene()));
});
afterAll(() => house.close());

const companySells = (sector: string | null) =>
  sector === null
    ? house.prisma.$executeRaw`UPDATE company SET body = body - 'goodsSector'`
    : house.prisma.$executeRaw`UPDATE company SET body = body || jsonb_build_object('goodsSector', ${sector}::text)`;
const maxima = (found: { readonly warnings: readonly { readonly maximum: string }[] } | null) =>
  found?.warnings.map(({ maximum }) => maximum);

async function offer(customer: string, paymentTerms: PaymentTerms, products: readonly string[]) {
  const line = { quantity: '1', unitPrice: '10.00', discountPercent: '0', deliveryDate: null };
  const lines = products.map((product, index) => ({ lineNo: index + 1, product, ...line }));
  const input = { customer, paymentTerms, freight: '0.00', validUntil: '2030-12-31', lines };
  return inTransaction(house, (tx) => createQuote(tx, input, laura()));
}

describe('terms that are longer than the law allows for the goods', () => {
  it('are warned about by what the lines of a quote and of an order are', async () => {
    const customer = await openAccount(house, 'BUTCHER', { paymentTerms: net(30) });
    expect(maxima(await offer(customer, net(30), ['BOX']))).toEqual([]);
    expect(maxima(await offer(customer, net(30), ['BOX', 'VEAL']))).toEqual(['fresh-meat']);
    expect(maxima(await offer(customer, net(20), ['VEAL']))).toEqual([]);
    const { number } = await enter(
      house,
      await draftOrder(house, customer, [
        { product: 'BOX', quantity: '1' },
        { product: 'VEAL', quantity: '1' },
      ]),
    );
    expect(await getOrder(house.prisma, number, everybody)).toMatchObject({
      warnings: [{ code: 'net-above-legal-maximum', days: 30, maximumDays: 20, article: 'L441-11 II 2°' }],
    });
  });

  it('are warned about by what the company sells, where a product says nothing else', async () => {
    const customer = await openAccount(house, 'HAULIER', { paymentTerms: net(45) });
    expect(maxima(await getCustomer(house.prisma, customer, everybody))).toEqual([]);
    await companySells('transport');
    expect(maxima(await getCustomer(house.prisma, customer, everybody))).toEqual(['transport']);
    expect(maxima(await offer(customer, net(45), ['BOX', 'VEAL']))?.toSorted()).toEqual(['fresh-meat', 'transport']);
    await inTransaction(house, (tx) => patchProduct(tx, 'BOX', { goodsSector: 'general' }, helene()));
    expect(maxima(await offer(customer, net(45), ['BOX']))).toEqual([]);
    await companySells(null);
    expect(maxima(await getCustomer(house.prisma, customer, everybody))).toEqual([]);
  });
});
