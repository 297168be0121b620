import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvoiceSeriesInput } from '../../contracts/invoice-series.js';
import type { OrderOrigin } from '../../contracts/vocabulary.js';
import { setInvoiceSeries } from '../../prisma/commands/invoice-series.js';
import { listInvoiceSeries } from '../../prisma/queries/invoice-series.js';
import { search } from '../../prisma/queries/search.js';
import { withClient } from '../../cli/stack/postgres.js';
import { actor, done, draftOrder, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { brokenNumbers } from '../support/numbering.js';
import { deliverAll, invoiceInput } from '../support/paperwork.js';
import { pastTheWalls } from '../support/stack.js';
import { toldOf } from '../support/told.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'SERIES', '1000');
  await openAccount(house, 'SERIES');
});
afterAll(() => house.close());

const admin = () => actor('zoe.martin', 'admin');
const noon = Date.parse('2035-06-01T10:00:00Z');
const set = (input: InvoiceSeriesInput, nowMs = noon) =>
  house.prisma.$transaction((tx) => setInvoiceSeries(tx, input, admin(), nowMs));

/** Delivered and invoiced on a day. @returns its number and the day that it bears */
async function invoiced(origin: Exclude<OrderOrigin, 'quote'>, day: string): Promise<string> {
  const draft = await draftOrder(house, 'SERIES', [{ product: 'SERIES', quantity: '1' }], { origin });
  const paper = await deliverAll(house, draft, day);
  const { answer } = await house.activities.recordInvoice(invoiceInput(paper, day));
  return `${answer.number} ${answer.issueDate}`;
}

describe('numbers of invoices', () => {
  it('begin anew from the day on that an admin said, for all orders or those of one origin, and no number given changes', async () => {
    expect(await invoiced('edi', '2035-06-01')).toBe('FA-2035-000001 2035-06-01');
    done(await set({ kind: 'invoice', origin: 'edi', from: '2035-06-02', prefix: 'FE' }));
    done(await set({ kind: 'invoice', origin: 'all', from: '2035-06-05', prefix: 'FB2' }));
    done(await set({ kind: 'invoice', origin: 'edi', from: '2035-06-10', prefix: null }));
    const numbers: string[] = [];
    for (const [origin, day] of [
      ['edi', '2035-06-02'],
      ['phone', '2035-06-02'],
      ['phone', '2035-06-05'],
      ['edi', '2035-06-05'],
      ['edi', '2035-06-10'],
      // Late ones of days before: in the series of their day, and in the order of its dates.
      ['edi', '2035-06-03'],
      ['web', '2035-06-01'],
      ['edi', '2036-01-02'],
    ] as const)
      numbers.push(await invoiced(origin, day));
    expect(numbers).toEqual([
      'FE-2035-000001 2035-06-02',
      'FA-2035-000002 2035-06-02',
      'FB2-2035-000001 2035-06-05',
      'FE-2035-000002 2035-06-05',
      'FB2-2035-000002 2035-06-10',
      'FE-2035-000003 2035-06-05',
      'FA-2035-000003 2035-06-02',
      'FB2-2036-000001 2036-01-02',
    ]);
    expect(await brokenNumbers(house)).toEqual([]);
  });

  it('are found by what they begin with and by their running number, whatever the series', async () => {
    for (const text of ['2035-3', 'fe-2035-000003']) {
      const found = await search(house.prisma, text, { invoice: { salesperson: null } }, noon);
      expect(found.map(({ number }) => number)).toContain('FE-2035-000003');
    }
  });

  it('are listed with who said so and when, and which of it is in force', async () => {
    const page = await listInvoiceSeries(house.prisma, { limit: 50, kind: 'invoice' }, noon + 5 * 86_400_000);
    if ('code' in page) throw new Error(page.code);
    expect(page.items).toEqual([
      expect.objectContaining({
        origin: 'edi',
        from: '2035-06-10',
        prefix: null,
        state: 'to-come',
        setBy: 'zoe.martin',
      }),
      expect.objectContaining({ origin: 'all', from: '2035-06-05', prefix: 'FB2', state: 'in-force' }),
      expect.objectContaining({ origin: 'edi', from: '2035-06-02', prefix: 'FE', state: 'in-force' }),
      expect.objectContaining({ origin: 'all', from: '2000-01-01', prefix: 'FA', state: 'past', setBy: 'encours' }),
    ]);
  });

  it('are said again as long as the day has not come, with what was said before on record', async () => {
    const first = { kind: 'deposit', origin: 'all', from: '2035-07-01', prefix: 'AC2' } as const;
    done(await set(first));
    expect(done(await set({ ...first, prefix: 'AC3' }))).toMatchObject({ prefix: 'AC3', state: 'to-come' });
    const rows = await house.prisma.auditEntry.findMany({
      where: { action: 'invoice-series.set', entityId: 'deposit all 2035-07-01' },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ before, after }) => [before, after])).toEqual([
      [null, first],
      [{ prefix: 'AC2' }, { ...first, prefix: 'AC3' }],
    ]);
    // The prefix that was never used is free again.
    done(await set({ kind: 'deposit', origin: 'web', from: '2035-07-01', prefix: 'AC2' }));
  });

  it.each([
    ['a day that has begun', { kind: 'deposit', from: '2035-06-01', prefix: 'NEW' }, 'from', /begun/],
    ['a day long past', { kind: 'deposit', from: '2034-01-01', prefix: 'NEW' }, 'from', /between/],
    ['a day that has numbers of this kind', { from: '2036-01-02', prefix: 'NEW' }, 'from', /2.Jan.2036/],
    ['what another series begins with', { from: '2036-02-01', prefix: 'AV' }, 'prefix', /AV/],
    ['what its own series began with before', { from: '2036-02-01', prefix: 'FA' }, 'prefix', /FA/],
    ['what orders begin with', { from: '2036-02-01', prefix: 'SO' }, 'prefix', /SO/],
  ] as const)('are refused %s', async (_what, changes, field, detail) => {
    const refused = toldOf(await set({ kind: 'invoice', origin: 'all', ...changes }));
    expect(refused).toMatchObject({ code: 'invalid-request', field });
    expect(refused.detail).toMatch(detail);
  });

  it('are refused what invoices of the system before begin with, in any capitals', async () => {
    await pastTheWalls(
      house.database,
      `INSERT INTO invoice (number, order_number, customer_number, currency, issue_date, due_date, payment_terms, freight, net, vat, gross, vat_breakdown, move_in_id)
       SELECT 'old-2034-000001', order_number, customer_number, currency, issue_date, due_date, payment_terms, freight, net, vat, gross, vat_breakdown, gen_random_uuid()
       FROM invoice LIMIT 1`,
    );
    expect(toldOf(await set({ kind: 'invoice', origin: 'all', from: '2036-02-01', prefix: 'OLD' }))).toMatchObject({
      field: 'prefix',
    });
  });

  it('stand once one is taken: the owner of the schema changes no prefix under them', async () => {
    for (const sql of [
      `UPDATE invoice_series SET prefix = 'XX' WHERE prefix = 'FE'`,
      `DELETE FROM invoice_series WHERE prefix = 'FA'`,
    ])
      await expect(withClient(house.database.ownerUrl, (client) => client.query(sql))).rejects.toThrow(
        'numbers of this series were given: it stands',
      );
  });
});
