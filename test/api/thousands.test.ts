import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDateOf } from '../../domain/calendar.js';
import { contactsAt } from '../support/parties.js';
import { freshKey, openApi, type ApiUnderTest } from './office.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const today = localDateOf(Date.now(), 'Europe/Paris');
const address = { name: 'A', street: 'B', postalCode: '1', city: 'C', region: '', countryCode: 'FR' };
const customer = {
  number: 'DOT',
  name: 'Dot',
  siren: null,
  vatNumber: null,
  language: 'fr',
  currency: 'EUR',
  address,
  contacts: contactsAt('a@b.example', 'a@b.example'),
  phone: '',
  paymentTerms: { kind: 'net', days: 30 },
  creditLimit: '1.500',
  salesperson: null,
};
const product = { number: 'DOT', name: 'Dot', unit: 'box', category: '', currency: 'EUR', taxClass: 'standard' };
const line = { lineNo: 1, product: 'P-001', quantity: '1', unitPrice: '18.00', requestedDate: today };
const order = { customer: 'BONAP', origin: 'phone', currency: 'EUR' };
const offer = { customer: 'BONAP', validUntil: today, paymentTerms: { kind: 'net', days: 30 }, freight: '0.00' };
const quoteLine = { ...line, requestedDate: undefined, discountPercent: '0.00', deliveryDate: null };

describe('a dot between thousands', () => {
  it.each([
    ['a payment', '/v1/payments', 'amount', { currency: 'EUR', date: today, reference: 'D-1', amount: '1.500' }],
    ['a credit limit', '/v1/customers', 'creditLimit', customer],
    ['a list price', '/v1/products', 'listPrice', { ...product, active: true, listPrice: '1.500' }],
    ['the freight of an order', '/v1/orders', 'freight', { ...order, freight: '1.500', lines: [line] }],
    ['a price of an order', '/v1/orders', 'lines.0.unitPrice', { ...order, lines: [{ ...line, unitPrice: '1.500' }] }],
    ['the freight of a quote', '/v1/quotes', 'freight', { ...offer, freight: '1.500', lines: [quoteLine] }],
    [
      'a price of a quote',
      '/v1/quotes',
      'lines.0.unitPrice',
      { ...offer, lines: [{ ...quoteLine, unitPrice: '1.500' }] },
    ],
    ['a quantity of an order', '/v1/orders', 'lines.0.quantity', { ...order, lines: [{ ...line, quantity: '1.500' }] }],
    [
      'a quantity of a quote',
      '/v1/quotes',
      'lines.0.quantity',
      { ...offer, lines: [{ ...quoteLine, quantity: '1.500' }] },
    ],
    [
      'a receipt of stock',
      '/v1/stock/receipts',
      'lines.0.quantity',
      { reference: 'BL-1', receivedOn: today, lines: [{ product: 'P-001', quantity: '1.500' }] },
    ],
  ])('in %s is refused and not read as decimals', async (_what, path, field, body) => {
    const headers = { 'Idempotency-Key': freshKey() };
    const answered = await api.call({ method: 'POST', path, key: api.keys.admin, body, headers });
    expect(answered.json).toMatchObject({ status: 422, errors: [{ field }] });
    expect(answered.json?.['remedy']).toContain('Write 1500 if that is what was meant.');
  });
});
