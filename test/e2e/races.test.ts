import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask, InvoiceRow, Reply, Site } from '../support/faults.js';
import {
  askUntilServed,
  deliver,
  enterOrder,
  expectGaplessInvoices,
  expectLawfulCopies,
  expectSoundness,
  inParallel,
  invoicesOf,
  listProduct,
  openAccount,
  openSite,
  orderBody,
  pay,
  paymentBody,
  settle,
  until,
  untilMailsRest,
  untilStage,
} from '../support/faults.js';
import { accountWorkflowId } from '../../workflows/ids.js';

let site: Site;

beforeAll(async () => {
  // What counts here is who comes first, never how soon a busy machine answers: nothing may be lost to slow SMTP.
  site = await openSite({ env: { SMTP_TIMEOUT_MS: '20000' } });
  await listProduct(site, 'TEA', '100000');
  // The first order of a worker waits for its sandbox: none of those that are judged by their first answer.
  await openAccount(site, 'FIRST');
  await acceptedOrder('FIRST');
});
afterAll(() => site.close());

const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const tea = (customer: string, quantity = '10') => orderBody(site, customer, 'TEA', quantity);
const replayed = (reply: Reply): string | null => reply.headers.get('idempotency-replayed');
const countOrders = async (customer: string): Promise<number> =>
  (await site.rows('SELECT 1 FROM sales_order WHERE customer_number = $1', customer)).length;

async function acceptedOrder(customer: string, quantity?: string): Promise<string> {
  const order = await enterOrder(site, tea(customer, quantity));
  await untilStage(site, order, 'accepted', 'acknowledged');
  return order;
}

async function invoicedOrder(customer: string): Promise<{ readonly order: string; readonly invoice: InvoiceRow }> {
  const order = await acceptedOrder(customer);
  await deliver(site, order);
  const [invoice] = await invoicesOf(site, order, 1);
  if (invoice === undefined) throw new Error(`${order} has no invoice`);
  return { order, invoice };
}

describe('the key of an order', () => {
  const enter = (customer: string, key: string, role: 'sales' | 'manager' = 'sales', quantity = '10') =>
    site.ask({ role, path: '/v1/orders', body: tea(customer, quantity), key });

  beforeAll(async () => {
    for (const customer of ['KEY', 'KEY-TEN', 'KEY-CRASH']) await openAccount(site, customer);
  });

  it('with the same body gives the same order, with another body a refusal, to a colleague an order of their own', async () => {
    const key = randomUUID();
    const first = await enter('KEY', key);
    const again = await enter('KEY', key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect([replayed(first), replayed(again)]).toEqual([null, 'true']);
    expect(again.text).toBe(first.text);
    const other = await enter('KEY', key, 'sales', '11');
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const colleague = await enter('KEY', key, 'manager');
    expect(colleague.status).toBe(201);
    expect(colleague.body['number']).not.toBe(first.body['number']);
    expect(replayed(colleague)).toBeNull();
    expect(await countOrders('KEY')).toBe(2);
  });

  it('ten times at once enters one order and answers alike', async () => {
    const key = randomUUID();
    const replies = await Promise.all(many(10).map(() => enter('KEY-TEN', key)));
    expect(replies.map(({ status }) => status)).toEqual(many(10).map(() => 201));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await countOrders('KEY-TEN')).toBe(1);
  });

  it('enters one order when the API is killed before it has answered', async () => {
    for (const afterMs of [5, 20, 45, 80]) {
      const key = randomUUID();
      const lost = enter('KEY-CRASH', key);
      await sleep(afterMs);
      await site.stack.kill('api');
      await lost;
      const order = await enterOrder(site, tea('KEY-CRASH'), key);
      const again = await enter('KEY-CRASH', key);
      expect([again.status, again.body['number'], replayed(again)]).toEqual([201, order, 'true']);
    }
    expect(await countOrders('KEY-CRASH')).toBe(4);
  });

  it('and of a delivery still give the first answer when the order has closed', async () => {
    const [key, deliveryKey] = [randomUUID(), randomUUID()];
    const order = await enterOrder(site, tea('KEY'), key);
    await untilStage(site, order, 'accepted', 'acknowledged');
    const { number } = await deliver(site, order, undefined, deliveryKey);
    await settle(site, order, 1);
    const again = await enter('KEY', key);
    expect([again.status, again.body['number'], replayed(again)]).toEqual([201, order, 'true']);
    const path = `/v1/orders/${order}/deliveries`;
    const delivered = await site.ask({ role: 'logistics', path, body: {}, key: deliveryKey });
    expect([delivered.status, delivered.body['number'], replayed(delivered)]).toEqual([201, number, 'true']);
    const another = await site.ask({ role: 'logistics', path, body: {} });
    expect(another.body).toMatchObject({ status: 409, code: 'order-closed' });
  });
});

describe('200 orders of 100.00 at once on a credit limit of 5,000.00', () => {
  /** Ten boxes at 10.00, exported: no VAT, so that an order binds 100.00 exactly. */
  const staged = async (...stages: readonly string[]): Promise<readonly string[]> =>
    (
      await site.rows<{ number: string }>(
        `SELECT number FROM sales_order WHERE customer_number = 'LIMIT' AND stage = ANY($1) ORDER BY received_at, number`,
        stages,
      )
    ).map((row) => row.number);
  const accepted = () => staged('accepted', 'acknowledged');
  const exposure = async (): Promise<unknown> =>
    (await site.rows("SELECT exposure::numeric(18,2)::text AS exposure FROM customer WHERE number = 'LIMIT'"))[0];

  it('accepts exactly 50 and holds 150', async () => {
    await openAccount(site, 'LIMIT', { creditLimit: '5000.00', countryCode: 'CH' });
    await Promise.all(many(200).map(() => enterOrder(site, tea('LIMIT'))));
    const held = await until(
      '150 held',
      () => staged('credit-hold'),
      (rows) => rows.length >= 150,
    );
    expect(held).toHaveLength(150);
    await until('50 accepted', accepted, (rows) => rows.length >= 50);
    expect(await accepted()).toHaveLength(50);
    expect(await exposure()).toEqual({ exposure: '5000.00' });
  });

  it('accepts the oldest 10 more when payments free 1,000.00', async () => {
    const oldest = (await staged('credit-hold')).slice(0, 10);
    const paid = (await accepted()).slice(0, 10);
    await inParallel(paid, 5, (order) => deliver(site, order));
    await inParallel(paid, 10, (order) => settle(site, order, 1));
    await until(
      '10 more',
      () => staged('credit-hold'),
      (rows) => rows.length <= 140,
    );
    await until('10 accepted', accepted, (rows) => rows.length >= 50);
    expect(await staged('credit-hold')).toHaveLength(140);
    const now = await accepted();
    expect(now).toHaveLength(50);
    expect(oldest.filter((order) => !now.includes(order))).toEqual([]);
    expect(await exposure()).toEqual({ exposure: '5000.00' });
  });
});

describe('20 orders at once that each take a whole quote of 10', () => {
  it('go on as quoted for exactly one of them: 19 wait for sales, since nothing was left', async () => {
    await openAccount(site, 'QUOTED');
    const line = { lineNo: 1, product: 'TEA', quantity: '10', unitPrice: '10.00' };
    const { number: quote } = await site.insist<{ readonly number: string }>('sales', '/v1/quotes', {
      customer: 'QUOTED',
      validUntil: '2099-12-31',
      paymentTerms: { kind: 'net', days: 30 },
      freight: '0.00',
      lines: [{ ...line, discountPercent: '0', deliveryDate: site.today }],
    });
    const body = { ...tea('QUOTED'), origin: 'quote', quote };
    const orders = await Promise.all(many(20).map(() => enterOrder(site, body)));
    const stages = ['accepted', 'acknowledged', 'discrepancy-hold'];
    for (const order of orders) await untilStage(site, order, ...stages);
    const [row] = await site.rows<{ readonly matched: string; readonly held: string; readonly found: string }>(
      `SELECT count(*) FILTER (WHERE stage IN ('accepted', 'acknowledged')) AS matched,
         count(*) FILTER (WHERE stage = 'discrepancy-hold') AS held,
         (SELECT count(*) FROM discrepancy d JOIN sales_order s ON s.number = d.order_number
          WHERE s.quote_number = $1 AND d.type = 'quantity' AND d.expected = '"0"' AND d.actual = '"10"') AS found
       FROM sales_order WHERE quote_number = $1`,
      quote,
    );
    expect(row).toEqual({ matched: '1', held: '19', found: '19' });
  });
});

describe('50 deliveries of one box at once on a line of 30', () => {
  it('30 are delivered and invoiced, 20 refused, and nobody sees an error of ours', async () => {
    await openAccount(site, 'LINE');
    const order = await acceptedOrder('LINE', '30');
    const path = `/v1/orders/${order}/deliveries`;
    const body = { lines: [{ lineNo: 1, quantity: '1' }] };
    const asks = many(50).map((): Ask => ({ role: 'logistics', path, body, key: randomUUID() }));
    const first = await Promise.all(asks.map(async (ask) => ({ ask, reply: await site.ask(ask) })));
    // A caller is made to wait up to 15 s: only what a very busy machine has not served by then may be asked for again.
    expect(first.filter(({ reply }) => reply.status >= 500 && reply.ms < 14_000)).toEqual([]);
    const replies = await Promise.all(
      first.map(async ({ ask, reply }) => (reply.status === 503 ? askUntilServed(site, ask) : reply)),
    );
    const statuses = replies.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...many(30).map(() => 201), ...many(20).map(() => 409)]);
    const codes = replies.filter(({ status }) => status === 409).map((reply) => reply.body['code']);
    expect([...new Set(codes)]).toEqual(['over-delivery']);
    const invoices = await invoicesOf(site, order, 30);
    const [line] = await site.rows(
      'SELECT delivered::int, allocated::int, (SELECT count(*)::int FROM delivery WHERE order_number = $1) AS notes FROM order_line WHERE order_number = $1',
      order,
    );
    expect(line).toEqual({ delivered: 30, allocated: 0, notes: 30 });
    // One transfer for all: 30 invoices of 12.00.
    const allocations = invoices.map((invoice) => ({ invoice: invoice.number, amount: '12.00' }));
    const payment = await site.insist<{ unallocated: string }>(
      'finance',
      '/v1/payments',
      paymentBody(site, 'LINE', '360.00', allocations),
    );
    expect(payment.unallocated).toBe('0.00');
    await untilStage(site, order, 'settled');
  });
});

describe('payments', () => {
  const book = (customer: string, amount: string, allocations: Parameters<typeof paymentBody>[3]) =>
    site.ask({ role: 'finance', path: '/v1/payments', body: paymentBody(site, customer, amount, allocations) });
  const on = (invoice: InvoiceRow, amount = invoice.open) => [{ invoice: invoice.number, amount }];

  beforeAll(async () => {
    await openAccount(site, 'PAYER');
  });

  it('several at once on one invoice settle it, and one too many stays with the payer', async () => {
    const { order, invoice } = await invoicedOrder('PAYER');
    const replies = await Promise.all(many(4).map(() => book('PAYER', '40.00', on(invoice, '40.00'))));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const left = replies.map(({ body }) => String(body['unallocated'])).toSorted((a, b) => a.localeCompare(b));
    expect(left).toEqual(['0.00', '0.00', '0.00', '40.00']);
    await untilStage(site, order, 'settled');
  });

  it('one for three invoices pays them all, and what is over stays unallocated', async () => {
    const three = await inParallel(many(3), 3, () => invoicedOrder('PAYER'));
    const reply = await book(
      'PAYER',
      '400.00',
      three.flatMap(({ invoice }) => on(invoice)),
    );
    expect([reply.status, reply.body['allocated'], reply.body['unallocated']]).toEqual([201, '360.00', '40.00']);
    await Promise.all(three.map(({ order }) => untilStage(site, order, 'settled')));
  });

  it('after the account has come to rest are booked, and nothing of them is taken', async () => {
    const { order, invoice } = await invoicedOrder('PAYER');
    await pay(site, invoice);
    await untilStage(site, order, 'settled');
    await untilMailsRest(site);
    const account = site.temporal.workflow.getHandle(accountWorkflowId('PAYER'));
    await until(
      'the account to come to rest',
      () => account.describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    const late = await book('PAYER', invoice.gross, on(invoice, invoice.gross));
    expect([late.status, late.body['allocated'], late.body['unallocated']]).toEqual([201, '0.00', '120.00']);
  });

  it('that race with the close of their order are all booked, and the invoice is paid once', async () => {
    const racing = await inParallel(many(6), 3, () => invoicedOrder('PAYER'));
    const replies = await Promise.all(
      racing.flatMap(({ invoice }) => many(3).map(() => book('PAYER', invoice.open, on(invoice)))),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    const taken = replies.filter(({ body }) => body['unallocated'] === '0.00');
    expect(taken).toHaveLength(6);
    await Promise.all(racing.map(({ order }) => untilStage(site, order, 'settled')));
    const found = await site.rows(
      `SELECT invoice_number, (-sum(amount))::numeric(18,2)::text AS paid FROM ledger_entry
       WHERE item_kind = 'receivable' AND kind <> 'invoice' AND invoice_number = ANY($1) GROUP BY 1 ORDER BY 1`,
      racing.map(({ invoice }) => invoice.number),
    );
    const wanted = racing.map(({ invoice }) => ({ invoice_number: invoice.number, paid: '120.00' }));
    expect(found).toEqual(wanted.toSorted((a, b) => (a.invoice_number < b.invoice_number ? -1 : 1)));
  });
});

describe('a hold of the dunning', () => {
  const path = '/v1/customers/HELD-DUNNING/dunning-holds';
  const ask = (at: string, body: unknown, key?: string) =>
    site.ask({ role: 'finance', path: at, body, ...(key !== undefined && { key }) });
  let invoice: InvoiceRow;
  let elsewhere: InvoiceRow;

  beforeAll(async () => {
    for (const customer of ['HELD-DUNNING', 'OTHER-DUNNING']) await openAccount(site, customer);
    ({ invoice } = await invoicedOrder('HELD-DUNNING'));
    ({ invoice: elsewhere } = await invoicedOrder('OTHER-DUNNING'));
  });

  it('asked for five times at once with one key is placed once, is listed, and is lifted once', async () => {
    const key = randomUUID();
    const wish = { invoice: invoice.number, until: '2099-12-31', reason: 'A delivery is looked into' };
    const placed = await Promise.all(many(5).map(() => ask(path, wish, key)));
    expect(new Set(placed.map(({ status, body }) => `${status} ${String(body['id'])}`)).size).toBe(1);
    expect(placed[0]).toMatchObject({ status: 201, body: { status: 'held' } });
    const id = String(placed[0]?.body['id']);
    const list = await site.ask({ role: 'sales', path });
    expect(list.body).toMatchObject({ items: [{ id, invoice: invoice.number, until: '2099-12-31', liftedBy: null }] });
    const lifts = await Promise.all(many(3).map(() => ask(`${path}/${id}/lift`, { reason: 'Settled by telephone' })));
    expect(lifts.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(lifts.filter(({ body }) => body['code'] === 'step-resolved')).toHaveLength(2);
  });

  it('is refused for an invoice of somebody else, for a customer who is not there, and to sales', async () => {
    const wish = { invoice: elsewhere.number, reason: 'Not theirs' };
    const refused = { code: 'invalid-request', errors: [{ field: 'invoice' }] };
    expect(await ask(path, wish)).toMatchObject({ status: 422, body: refused });
    expect((await ask('/v1/customers/NOBODY/dunning-holds', { reason: 'Nobody' })).status).toBe(404);
    expect((await site.ask({ role: 'sales', path, body: { reason: 'Mine' } })).status).toBe(403);
    const unknown = await ask(`${path}/${randomUUID()}/lift`, { reason: 'Nothing' });
    expect(unknown).toMatchObject({ status: 409, body: { code: 'step-resolved' } });
    const kept = await site.rows("SELECT 1 FROM dunning_hold WHERE customer_number = 'HELD-DUNNING'");
    expect(kept).toHaveLength(1);
  });
});

describe('after all races', () => {
  it('the database is sound, the numbers have no gap, and every mail came once', async () => {
    await untilMailsRest(site);
    await expectGaplessInvoices(site);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});
