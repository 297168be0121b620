import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../api/context.js';
import type { Role } from '../../contracts/vocabulary.js';
import { refuseUnderStop } from '../../domain/credit.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { openApi, principalOf, type ApiUnderTest } from './office.js';

/** What each role may do with an order as it stands, and why not. */
let api: ApiUnderTest;
let mine: Things;

/** No process runs: each answers a delivery as one does whose customer is under a credit stop. */
const stopHolds = ({ processes }: Deps): Pick<Deps, 'processes'> => ({
  processes: {
    ...processes,
    update: () => {
      const refusal = refuseUnderStop({ number: mine.order, customer: mine.customer, stopped: true });
      return refusal === null ? Promise.reject(new Error('nothing is refused')) : Promise.resolve(refusal);
    },
  },
});

beforeAll(async () => {
  api = await openApi({ deps: stopHolds });
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
});
afterAll(() => api.close());

type Item = { readonly action: string; readonly allowed: boolean; readonly reason: string | null };

async function actions(role: Role, language = 'en'): Promise<readonly Item[]> {
  const path = `/v1/orders/${mine.order}/actions`;
  const { status, json } = await api.call({
    method: 'GET',
    path,
    key: api.keys[role],
    headers: { 'Accept-Language': language },
  });
  expect(status).toBe(200);
  return json?.['items'] as readonly Item[];
}
const named = async (role: Role) => (await actions(role)).map(({ action }) => action);
const one = async (role: Role, action: string, language?: string) =>
  (await actions(role, language)).find((item) => item.action === action);

describe('the actions on an order', () => {
  it('are those of the role, and no others', async () => {
    expect(await named('sales')).toEqual(['accept', 'requote', 'ask', 'reject', 'amend', 'cancel', 'contacts']);
    expect(await named('logistics')).toEqual(['deliver']);
    expect(await named('finance')).toEqual(['release-credit', 'refuse-credit', 'contacts', 'release-deliveries']);
    expect(await named('ops')).toEqual([]);
  });

  it('say why not now, in the language of the reader', async () => {
    expect(await one('logistics', 'deliver')).toEqual({
      action: 'deliver',
      allowed: false,
      reason: 'Nothing is left to deliver.',
    });
    expect((await one('sales', 'amend', 'fr'))?.reason).toMatch(/livrée en partie ne se modifie plus/);
    expect((await one('finance', 'release-credit', 'fr'))?.reason).toBe('Pas à cette étape : Livrée.');
    expect(await one('sales', 'contacts')).toEqual({ action: 'contacts', allowed: true, reason: null });
  });

  it('know who entered the order, whatever their name: four eyes', async () => {
    const hold = { stage: 'credit-hold', enteredBy: principalOf('finance') };
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: hold });
    expect(await one('finance', 'release-credit')).toMatchObject({
      allowed: false,
      reason: 'You entered or amended this order: somebody else decides.',
    });
    expect(await one('manager', 'release-credit')).toMatchObject({ allowed: true });
    await api.prisma.personLink.create({ data: { principal: principalOf('manager'), person: principalOf('finance') } });
    expect(await one('manager', 'release-credit')).toMatchObject({ allowed: false });
  });

  it('say to who does not see credit that finance has the order, not that there is a credit stop', async () => {
    const manual = { kind: 'manual', by: 'karim.benali', reason: 'overdrawn' };
    const stop = { creditStop: true, creditStopReason: manual };
    await api.prisma.customer.update({ where: { number: mine.customer }, data: stop });
    await api.prisma.orderLine.updateMany({ where: { orderNumber: mine.order }, data: { quantity: '9' } });
    await api.prisma.salesOrder.update({ where: { number: mine.order }, data: { stage: 'in-delivery' } });
    expect((await one('manager', 'deliver'))?.reason).toBe('A credit stop of the customer holds its deliveries.');
    expect((await one('logistics', 'deliver'))?.reason).toBe('Its deliveries wait for finance.');
    expect((await one('logistics', 'deliver', 'fr'))?.reason).toBe('Ses livraisons attendent la comptabilité.');

    const deliver = (role: Role) =>
      api.call({ method: 'POST', path: `/v1/orders/${mine.order}/deliveries`, key: api.keys[role], body: {} });
    expect((await deliver('manager')).json).toMatchObject({ status: 409, code: 'credit-stopped' });
    const told = await deliver('logistics');
    expect(told.json).toMatchObject({ status: 409, code: 'order-not-ready', remedy: 'Ask finance.' });
    expect(told.text).not.toMatch(/credit|stop/i);
  });
});
