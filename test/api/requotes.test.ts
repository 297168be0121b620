import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/calendar.js';
import {
  askUntilServed,
  enterOrder,
  listProduct,
  openAccount,
  openSite,
  orderBody,
  until,
  untilStage,
} from '../support/faults.js';
import type { Site } from '../support/faults.js';

/** Orders that differ from their quote, or come after its validity, with API and worker at work. */
let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 240_000);
afterAll(() => site.close());

const offer = (product: string, unitPrice: string, freight = '0.00') => ({
  validUntil: addDays(site.today, 30),
  paymentTerms: { kind: 'net', days: 30 },
  freight,
  lines: [{ lineNo: 1, product, quantity: '10', unitPrice, discountPercent: '0.00', deliveryDate: null }],
});
const quoted = async (customer: string, product: string, unitPrice: string) =>
  (await site.insist<{ number: string }>('manager', '/v1/quotes', { customer, ...offer(product, unitPrice) })).number;
const read = async (path: string) => (await site.ask({ role: 'manager', path })).body;

describe('an order that differs from its quote', () => {
  it('is requoted: the quote gets a new revision, and an amendment answers it', async () => {
    const customer = await openAccount(site, 'REQUOTED');
    const product = await listProduct(site, 'RQ-1', '10');
    const quote = await quoted(customer, product, '8.00');
    const body = { ...orderBody(site, customer, product, '10'), quote };
    const order = await enterOrder(site, body);
    await untilStage(site, order, 'discrepancy-hold');
    expect(await read(`/v1/quotes/${quote}`)).toMatchObject({ status: 'accepted', revision: 1 });
    const requote = { disposition: 'requote', reason: 'The price rose' };
    await site.insist('manager', `/v1/orders/${order}/discrepancies/1-1/disposition`, requote);
    await site.insist('manager', `/v1/quotes/${quote}/revisions`, offer(product, '10.00'));
    expect(await read(`/v1/quotes/${quote}`)).toMatchObject({ status: 'open', revision: 2, acceptedOn: null });
    await site.insist('manager', `/v1/orders/${order}/amendments`, { reason: 'Answers revision 2' });
    await untilStage(site, order, 'accepted', 'acknowledged');
    expect(await read(`/v1/orders/${order}`)).toMatchObject({ version: 2, quote, quoteRevision: 2 });
    expect(await read(`/v1/quotes/${quote}`)).toMatchObject({
      status: 'accepted',
      acceptedOn: expect.any(String) as string,
    });
  }, 240_000);
});

describe('a quote ordered from in several orders', () => {
  it('charges its freight with the first; the others owe none, and one that states it waits for sales', async () => {
    const customer = await openAccount(site, 'INPARTS');
    const product = await listProduct(site, 'RQ-4', '10');
    const made = { customer, ...offer(product, '10.00', '25.00') };
    const { number: quote } = await site.insist<{ number: string }>('manager', '/v1/quotes', made);
    const part = async (quantity: string, more: object = {}) => {
      const body = { ...orderBody(site, customer, product, quantity), quote, ...more };
      const order = await enterOrder(site, body);
      await untilStage(site, order, 'accepted', 'acknowledged', 'discrepancy-hold');
      return read(`/v1/orders/${order}`);
    };
    expect(await part('4')).toMatchObject({ freight: '25.00', discrepancies: [] });
    expect(await part('3')).toMatchObject({ freight: '0.00', discrepancies: [] });
    expect(await part('3', { freight: '25.00' })).toMatchObject({
      stage: 'discrepancy-hold',
      discrepancies: [{ type: 'freight', expected: '0.00', actual: '25.00', disposition: 'open' }],
    });
  }, 240_000);
});

describe('a quote accepted on the last day of its validity', () => {
  it('is ordered from on the day after', async () => {
    const customer = await openAccount(site, 'LASTDAY');
    const product = await listProduct(site, 'RQ-2', '10');
    const quote = await quoted(customer, product, '8.00');
    const acceptedOn = addDays(site.today, -1);
    await site.rows('UPDATE quote SET valid_until = $2::date WHERE number = $1', quote, acceptedOn);
    await site.insist('manager', `/v1/quotes/${quote}/acceptance`, { acceptedOn });
    const body = { ...orderBody(site, customer, product, '10', '8.00'), quote };
    const order = await enterOrder(site, body);
    await untilStage(site, order, 'accepted', 'acknowledged');
    const onceMore = await askUntilServed(site, { role: 'sales', path: '/v1/orders', body, key: 'once-more' });
    expect(onceMore.status).toBe(201);
    // The first order took all of it: the second is one too many, and waits for sales.
    await until(
      'the second order',
      () => read(`/v1/orders/${String(onceMore.body['number'])}`),
      ({ holdReason }) => holdReason === 'discrepancy',
    );
  }, 240_000);

  it('is not ordered from when nobody accepted it in time', async () => {
    const customer = await openAccount(site, 'TOOLATE');
    const product = await listProduct(site, 'RQ-3', '10');
    const quote = await quoted(customer, product, '8.00');
    await site.rows('UPDATE quote SET valid_until = $2::date WHERE number = $1', quote, addDays(site.today, -1));
    const body = { ...orderBody(site, customer, product, '10', '8.00'), quote };
    const refused = await askUntilServed(site, { role: 'sales', path: '/v1/orders', body, key: 'too-late' });
    expect(refused.body).toMatchObject({ status: 422, code: 'quote-unusable' });
  });
});
