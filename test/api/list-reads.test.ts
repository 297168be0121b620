import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDate } from '../../prisma/mappers.js';
import { appendAudit } from '../../prisma/repositories/audit.js';
import { setExposure } from '../../prisma/repositories/exposure.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { daysBetween, localDateOf } from '../../domain/calendar.js';
import { openApi, principalOf } from './office.js';
import type { ApiUnderTest } from './office.js';
import { standingWorkKinds, type Role } from '../../contracts/vocabulary.js';
import { pastTheWalls } from '../support/stack.js';
import { rated } from '../support/vat.js';

/** What the lists and ones of the API say of what is on record. */
let api: ApiUnderTest;
/** How many days on the clock of the API is. */
let daysOn = 0;
let mine: Things;
let theirs: Things;

beforeAll(async () => {
  api = await openApi({ deps: () => ({ now: () => addedDays(daysOn) }) });
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
});
afterAll(() => api.close());

const addedDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

type Json = Readonly<Record<string, unknown>>;

async function read(path: string, role: Role = 'manager'): Promise<Json> {
  const { status, json } = await api.call({ method: 'GET', path, key: api.keys[role] });
  expect({ path, status }).toEqual({ path, status: 200 });
  return json ?? {};
}
const items = async (path: string, role?: Role): Promise<readonly Json[]> =>
  (await read(path, role))['items'] as readonly Json[];
const numbers = async (path: string, role?: Role) => (await items(path, role)).map((item) => item['number']);

describe('an order', () => {
  it('is read with all that hangs on it', async () => {
    await api.prisma.creditDecision.create({
      data: {
        orderNumber: mine.order,
        sequence: 1,
        kind: 'released',
        reason: 'Paid by phone',
        amount: '108',
        exposureBefore: '9950.1',
        creditLimit: '10000',
        overdue: '0',
        decidedBy: 'karim.benali',
        decidedAt: new Date('2026-11-02T10:00:00Z'),
      },
    });
    const found = { orderNumber: mine.order, version: 1, source: 'quote', expected: '18.00', actual: '17.00' };
    const decided = { withinTolerance: true, disposition: 'tolerated' };
    await api.prisma.discrepancy.createMany({
      data: [
        { ...found, ...decided, id: '1-10', type: 'price', lineNo: 1 },
        { ...found, ...decided, id: '1-2', type: 'freight' },
      ],
    });
    expect(await read(`/v1/orders/${mine.order}`)).toMatchObject({
      number: mine.order,
      customer: mine.customer,
      customerName: 'Maison 1',
      stage: 'delivered',
      net: '90.00',
      vat: '18.00',
      gross: '108.00',
      freight: '0.00',
      hasBackorder: false,
      receivedAt: '2026-11-02T09:00:00.000Z',
      parties: { billTo: { address: { city: 'Le Havre' } }, shipTo: { address: { city: 'Le Havre' } } },
      lines: [
        {
          lineNo: 1,
          product: 'P-001',
          quantity: '5',
          delivered: '5',
          backorder: '0',
          unitPrice: '18.00',
          taxClass: 'standard',
          ...rated('20.00'),
          discountPercent: '0.00',
          net: '90.00',
          requestedDate: '2026-11-02',
        },
      ],
      creditDecisions: [
        { kind: 'released', reason: 'Paid by phone', exposureBefore: '9950.10', limit: '10000.00', amount: '108.00' },
      ],
      discrepancies: [{ id: '1-2', lineNo: null }, { id: '1-10' }],
      deliveries: [mine.delivery],
      invoices: [mine.invoice],
      workflowId: `order:${mine.order}`,
    });
    const order = await read(`/v1/orders/${mine.order}`);
    expect(order['temporalUrl']).toMatch(/\/workflows\/order%3ASO-2026-900001$/);
  });

  it('is found by stage, customer, origin, date, hold, backorder and text', async () => {
    const filters = [
      'stage=delivered',
      `customer=${mine.customer}`,
      'origin=phone',
      'receivedFrom=2026-11-02&receivedTo=2026-11-02',
      'hasBackorder=false',
      'search=maison%201',
    ];
    for (const filter of filters) expect(await numbers(`/v1/orders?${filter}`)).toContain(mine.order);
    const others = ['stage=accepted', 'origin=web', 'receivedTo=2026-11-01', 'hasBackorder=true', 'holdReason=overdue'];
    for (const filter of others) expect(await numbers(`/v1/orders?${filter}`)).not.toContain(mine.order);
  });

  it('is among those that have ended or among the others, by its stage, in every order of the list', async () => {
    const stand = (stage: string) => api.prisma.salesOrder.update({ where: { number: mine.order }, data: { stage } });
    const found = (query: string) => numbers(`/v1/orders?${query}`);
    const sorts = ['receivedAt', 'number', 'gross', 'nextDate'].flatMap((sort) => [sort, `-${sort}`]);
    for (const [stage, ended] of [
      ['credit-hold', false],
      ['delivered', false],
      ['settled', true],
      ['refused', true],
      ['cancelled', true],
    ] as const) {
      await stand(stage);
      for (const sort of sorts) {
        expect([stage, sort, (await found(`ended=${ended}&sort=${sort}`)).includes(mine.order)]).toEqual([
          stage,
          sort,
          true,
        ]);
        expect(await found(`ended=${!ended}&sort=${sort}`)).not.toContain(mine.order);
      }
    }
    expect(await found('ended=false&stage=cancelled')).toEqual([]);
    await stand('delivered');
    const all = await found('ended=false&sort=number');
    const first = (await read('/v1/orders?ended=false&sort=number&limit=1')) as {
      readonly items: readonly { readonly number: string }[];
      readonly nextCursor: string;
    };
    const rest = await found(`ended=false&sort=number&cursor=${first.nextCursor}`);
    expect([first.items[0]?.number, ...rest]).toEqual(all);
  });

  it('has a dossier in time order, with who did what, page by page', async () => {
    const entry = { entity: 'order' as const, entityId: mine.order, orderNumber: mine.order };
    await api.prisma.$transaction((tx) =>
      appendAudit(tx, [
        {
          ...entry,
          actor: { principal: 'a', role: 'sales', requestId: 'r1' },
          action: 'order.received',
          after: { origin: 'phone', quote: null, gross: '108.00', lines: 1 },
        },
        {
          ...entry,
          actor: { principal: 'b', role: 'system', requestId: 'r2' },
          action: 'order.accepted',
          on: '2026-11-03',
          before: { stage: 'received' },
          after: { version: 1, reconciled: 'matched', nextDate: null, backorder: false, amount: '12345678901234.50' },
        },
      ]),
    );
    const dossier = `/v1/orders/${mine.order}/dossier`;
    const all = await items(dossier);
    expect(all.map((row) => row['action'])).toEqual(['order.received', 'order.accepted']);
    expect(all[1]).toMatchObject({
      actor: 'b',
      role: 'system',
      on: '2026-11-03',
      before: { stage: 'received' },
      after: { version: 1, reconciled: 'matched', nextDate: null, backorder: false, amount: '12345678901234.50' },
    });
    const first = await read(`${dossier}?limit=1&sort=-id`);
    expect(first['items']).toEqual([all[1]]);
    expect(await items(`${dossier}?limit=1&sort=-id&cursor=${String(first['nextCursor'])}`)).toEqual([all[0]]);
  });

  it('has a dossier of one kind too, page by page, and says which kinds there are for its reader', async () => {
    const entry = { entity: 'order', entityId: mine.order, orderNumber: mine.order } as const;
    const account = { gross: '108.00', exposure: '0.00', limit: '10000.00', overdue: '0.00', reason: null };
    await api.prisma.$transaction((tx) =>
      appendAudit(
        tx,
        ['r3', 'r4', 'r5'].map((requestId) => ({
          ...entry,
          actor: { principal: 'encours', role: 'system', requestId },
          action: 'credit.approved',
          after: account,
        })),
      ),
    );
    const dossier = `/v1/orders/${mine.order}/dossier`;
    const actionsOf = ({ items: rows }: Json) => (rows as readonly Json[]).map((row) => row['action']);
    const first = await read(`${dossier}?kind=credit&limit=2`);
    expect(first).toMatchObject({ kinds: ['order', 'credit'], nextCursor: expect.any(String) as string });
    expect(actionsOf(first)).toEqual(['credit.approved', 'credit.approved']);
    const second = await read(`${dossier}?kind=credit&limit=2&cursor=${String(first['nextCursor'])}`);
    expect([actionsOf(second), second['nextCursor']]).toEqual([['credit.approved'], null]);
    expect(actionsOf(await read(`${dossier}?kind=mail`))).toEqual([]);
    expect(await read(`${dossier}?kind=credit`, 'logistics')).toMatchObject({ kinds: ['order'], items: [] });
    const wrong = await api.call({ method: 'GET', path: `${dossier}?kind=money`, key: api.keys.manager });
    expect([wrong.status, wrong.json?.['errors']]).toMatchObject([422, [{ field: 'kind' }]]);
  });

  it('that nobody entered has no dossier', async () => {
    const path = '/v1/orders/SO-2026-999999/dossier';
    expect((await api.call({ method: 'GET', path, key: api.keys.manager })).status).toBe(404);
  });

  it('without an entry yet has an empty dossier', async () => {
    expect(await items(`/v1/orders/${theirs.order}/dossier`)).toEqual([]);
  });
});

describe('an invoice', () => {
  it('says what is open, and is part paid from the first cent', async () => {
    // 108.00 invoiced, 50.00 paid of it.
    expect(await read(`/v1/invoices/${mine.invoice}`)).toMatchObject({
      status: 'part-paid',
      gross: '108.00',
      open: '58.00',
      dueDate: '2026-12-02',
      settledOn: null,
      vatBreakdown: [{ ...rated('20.00'), base: '90.00', vat: '18.00' }],
      workflowId: `account:${mine.customer}`,
    });
    expect(await numbers('/v1/invoices?status=part-paid')).toEqual(
      expect.arrayContaining([mine.invoice, theirs.invoice]),
    );
    expect(await numbers('/v1/invoices?status=open')).toEqual([]);
    expect(await numbers('/v1/invoices?issuedTo=2026-11-01')).toEqual([]);
    expect(await numbers('/v1/invoices?issuedFrom=2026-11-02&issuedTo=2026-11-02')).toContain(theirs.invoice);
  });

  it('is overdue from the day after its due date', async () => {
    await setDueDate(mine, '2020-02-03');
    await setDueDate(theirs, '2199-02-03');
    expect(await numbers('/v1/invoices?overdue=true')).toEqual([mine.invoice]);
    expect(await numbers('/v1/invoices?overdue=false')).toEqual([theirs.invoice]);
    expect(await numbers('/v1/invoices?dueFrom=2199-02-03')).toEqual([theirs.invoice]);
    expect(await numbers('/v1/invoices?dueTo=2199-02-02')).toEqual([mine.invoice]);
    expect(await numbers('/v1/invoices?issuedFrom=2000-01-01&dueTo=2199-02-02')).toEqual([mine.invoice]);
  });

  it('is overdue, and a quote expired, by the moment of the request', async () => {
    const soon = addedDays(10);
    await setDueDate(theirs, soon.toISOString().slice(0, 10));
    await api.prisma.quote.update({ where: { number: theirs.quote }, data: { validUntil: soon } });
    expect(await numbers('/v1/quotes?status=expired')).toEqual([]);
    daysOn = 12;
    expect(await numbers('/v1/invoices?overdue=false')).toEqual([]);
    expect(await numbers('/v1/quotes?status=expired')).toEqual([theirs.quote]);
    expect(await read(`/v1/quotes/${theirs.quote}`)).toMatchObject({ status: 'expired' });
    daysOn = 0;
    await api.prisma.quote.update({ where: { number: theirs.quote }, data: { validUntil: toDate('2099-12-31') } });
  });

  it('that is paid is open and overdue no more', async () => {
    const { customer: customerNumber, payment: paymentId, invoice: invoiceNumber } = mine;
    await api.prisma.receivable.updateMany({
      where: { invoiceNumber },
      data: { open: '0', settledOn: toDate('2026-12-01') },
    });
    await api.prisma.ledgerEntry.create({
      data: {
        posting: `payment:${paymentId}:allocation:1`,
        customerNumber,
        currency: 'EUR',
        kind: 'allocation',
        itemKind: 'receivable',
        invoiceNumber,
        instalment: 1,
        paymentId,
        allocation: 1,
        amount: '-50',
        onDate: toDate('2026-11-20'),
        actor: 'karim',
        role: 'finance',
        requestId: 'r1',
      },
    });
    expect(await read(`/v1/invoices/${invoiceNumber}`)).toMatchObject({
      status: 'paid',
      open: '0.00',
      settledOn: '2026-12-01',
      payments: [{ payment: paymentId, reference: 'TRANSFER-1', date: '2026-11-02', amount: '50.00' }],
    });
    expect(await numbers(`/v1/invoices?customer=${customerNumber}&overdue=true`)).toEqual([]);
  });

  it('that is paid is among the payments of its order; the reference of the bank is for who reads payments', async () => {
    const path = `/v1/orders/${mine.order}/payments`;
    const { invoice, payment } = mine;
    const paid = { invoice, payment, date: '2026-11-02', amount: '50.00', currency: 'EUR' };
    expect(await items(path, 'finance')).toEqual([{ ...paid, reference: 'TRANSFER-1' }]);
    expect(await items(path, 'sales')).toEqual([paid]);
    expect(await items(`/v1/orders/${theirs.order}/payments`, 'finance')).toEqual([]);
    const status = async (of: string, role: Role) =>
      (await api.call({ method: 'GET', path: `/v1/orders/${of}/payments`, key: api.keys[role] })).status;
    expect(await status(theirs.order, 'sales')).toBe(404);
    expect(await status(mine.order, 'logistics')).toBe(403);
  });

  it('in two instalments says of each by when, how much, what is open and how far its dunning is', async () => {
    const first = {
      instalment: 1,
      dueDate: '2026-12-02',
      amount: '108.00',
      open: '58.00',
      dunningLevel: 'level-1',
      settledOn: null,
    };
    await setDueDate(theirs, '2026-12-02');
    expect(await read(`/v1/invoices/${theirs.invoice}`)).toMatchObject({ instalments: [first] });
    await api.prisma.receivable.create({
      data: {
        invoiceNumber: theirs.invoice,
        instalment: 2,
        customerNumber: theirs.customer,
        dueDate: toDate('2027-01-31'),
        amount: '40',
        open: '12.5',
      },
    });
    const second = { instalment: 2, dueDate: '2027-01-31', amount: '40.00', open: '12.50', dunningLevel: null };
    expect(await read(`/v1/invoices/${theirs.invoice}`)).toMatchObject({
      open: '70.50',
      instalments: [first, { ...second, settledOn: null }],
    });
  });

  const setDueDate = async (things: Things, date: string): Promise<void> => {
    const dueDate = toDate(date);
    const dates = `issue_date = '2020-01-01', due_date = '${date}'`;
    await pastTheWalls(api.database, `UPDATE invoice SET ${dates} WHERE number = '${things.invoice}'`);
    await api.prisma.receivable.updateMany({ where: { invoiceNumber: things.invoice }, data: { dueDate } });
  };
});

describe('payments, dunning steps, mails, deliveries and the worklist', () => {
  it('show money that has found no invoice', async () => {
    await api.prisma.payment.update({ where: { id: mine.payment }, data: { unallocated: '0' } });
    const ids = async (filter: string) => (await items(`/v1/payments?${filter}`, 'finance')).map((row) => row['id']);
    expect(await ids('unallocated=true')).toEqual([theirs.payment]);
    expect(await ids('unallocated=false')).toEqual([mine.payment]);
    expect(await ids('search=transfer-2')).toEqual([theirs.payment]);
    expect(await read(`/v1/payments/${theirs.payment}`, 'finance')).toMatchObject({
      amount: '50.00',
      allocated: '0.00',
      unallocated: '50.00',
    });
    const path = `/v1/payments/${randomUUID()}`;
    expect((await api.call({ method: 'GET', path, key: api.keys.finance })).status).toBe(404);
  });

  it('show what a dunning step claims, and the letter it went with', async () => {
    await api.prisma.dunningStep.update({
      where: { id: mine.dunningStep },
      data: { interest: '1.25', recoveryFee: '40' },
    });
    const letterId = 'dunning-letter:RL-2026-900001';
    await api.prisma.outgoing.create({
      data: {
        id: letterId,
        kind: 'dunning-letter',
        documents: [letterId],
        letterId,
        status: 'UNKNOWN',
        recipient: 'compta@lefort.example',
        messageId: letterId,
        customerNumber: mine.customer,
      },
    });
    await api.prisma.dunningStep.update({ where: { id: mine.dunningStep }, data: { letterId } });
    // 108.00 open, 1.25 interest, 40.00 recovery fee.
    expect(await read(`/v1/dunning-steps/${encodeURIComponent(mine.dunningStep)}`)).toMatchObject({
      claimed: '149.25',
      recoveryFee: '40.00',
      recoveryFeeCurrency: 'EUR',
      recipient: 'compta@lefort.example',
      mailId: letterId,
      status: 'UNKNOWN',
    });
    const steps = await items(`/v1/dunning-steps?status=UNKNOWN&customer=${mine.customer}`);
    expect(steps.map((step) => step['id'])).toEqual([mine.dunningStep]);
    // A letter is among the mails of each order that it lists an invoice of.
    for (const about of [`order=${mine.order}`, `invoice=${mine.invoice}`])
      expect((await items(`/v1/mails?${about}&kind=dunning-letter`)).map((mail) => mail['id'])).toEqual([letterId]);
  });

  it('show each mail with its fate', async () => {
    const [mail] = await items(`/v1/mails?order=${mine.order}&kind=invoice&status=SENT`);
    expect(mail).toMatchObject({ id: mine.mail, to: 'compta@lefort.example', invoice: mine.invoice });
    expect(await read(`/v1/mails/${encodeURIComponent(mine.mail)}`)).toMatchObject(mail ?? {});
  });

  it('show a delivery with where it is, its days, and its proof once there is one', async () => {
    const path = `/v1/deliveries/${mine.delivery}`;
    const left = { preparedOn: '2026-11-02', departedOn: '2026-11-02' };
    expect(await read(path)).toMatchObject({
      status: 'departed',
      ...left,
      deliveredOn: null,
      proof: null,
      invoice: mine.invoice,
    });
    const arrive = (deliveredOn: string) =>
      api.call({
        method: 'POST',
        path: `${path}/arrival`,
        key: api.keys.manager,
        body: { deliveredOn },
        headers: { 'Idempotency-Key': randomUUID() },
      });
    const early = await arrive('2026-11-01');
    expect([early.status, early.json?.['code']]).toEqual([422, 'invalid-request']);
    expect((await arrive('2026-11-03')).json).toMatchObject({
      status: 'delivered',
      deliveredOn: '2026-11-03',
      provedOn: null,
    });
    const again = await arrive('2026-11-04');
    expect([again.status, again.json?.['code']]).toEqual([409, 'delivery-not-ready']);
    expect(await read(path)).toMatchObject({ status: 'delivered', ...left, deliveredOn: '2026-11-03' });
    await api.prisma.delivery.update({
      where: { number: mine.delivery },
      data: {
        status: 'proved',
        receivedBy: 'M. Lefort',
        receivedAt: new Date('2026-11-03T08:15:00Z'),
        provedOn: toDate('2026-11-03'),
      },
    });
    expect((await items(`/v1/deliveries?status=proved`))[0]).toMatchObject({
      number: mine.delivery,
      customer: mine.customer,
      proof: { receivedBy: 'M. Lefort', receivedAt: '2026-11-03T08:15:00.000Z', reserves: null },
      lines: [{ lineNo: 1, quantity: '5', backorder: '0' }],
    });
  });

  it('show each role its own work, a manager everybody’s, and refuse a look at another role', async () => {
    const facts = { reason: 'overdue', gross: '12.50', exposure: '0.00', limit: '0.00', overdue: '1.00' };
    const item = { kind: 'credit-hold', status: 'open', facts, amount: '12.5' };
    await api.prisma.workItem.create({
      data: { ...item, id: 'f1', role: 'finance', customerNumber: mine.customer, dueOn: toDate('2026-11-09') },
    });
    const stands = (kind: unknown) => standingWorkKinds.some((one) => one === kind);
    const work = async (role: Role, query = '') =>
      (await items(`/v1/worklist${query}`, role))
        .filter(({ kind }) => !stands(kind))
        .map((row) => String(row['id']))
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(await work('finance')).toEqual(['f1']);
    expect(await work('sales')).toEqual([`delivery:${mine.order}`]);
    expect(await work('manager')).toEqual([`delivery:${mine.order}`, `delivery:${theirs.order}`, 'f1']);
    expect(await work('manager', '?role=finance')).toEqual(['f1']);
    expect((await items('/v1/worklist?kind=credit-hold', 'finance'))[0]).toMatchObject({
      amount: '12.50',
      dueOn: '2026-11-09',
    });
    const path = '/v1/worklist?role=finance';
    expect((await api.call({ method: 'GET', path, key: api.keys.sales })).status).toBe(403);
    await api.prisma.workItem.update({ where: { id: 'f1' }, data: { status: 'done', doneAt: new Date() } });
    expect(await work('finance')).toEqual([]);
    expect(await work('finance', '?status=done')).toEqual(['f1']);
  });
});

describe('a salesperson', () => {
  it('finds nothing of a colleague’s customer in any list', async () => {
    const lists = ['customers', 'quotes', 'orders', 'deliveries', 'invoices', 'dunning-steps', 'mails', 'worklist'];
    for (const list of lists) {
      const text = JSON.stringify(await items(`/v1/${list}?limit=200`, 'sales'));
      expect({ list, mine: text.includes('900001') || text.includes(mine.customer) }).toEqual({
        list,
        mine: true,
      });
      expect({ list, theirs: text.includes('900002') || text.includes(theirs.customer) }).toEqual({
        list,
        theirs: false,
      });
    }
  });
});

describe('a customer', () => {
  it('shows what makes up its exposure, largest first', async () => {
    await setExposure(api.prisma, mine.customer, 'invoice', mine.invoice, '58.00');
    await setExposure(api.prisma, mine.customer, 'order', 'SO-2026-900009', '1200.10');
    await setExposure(api.prisma, mine.customer, 'payment', mine.payment, '-50.00');
    // 58.00 + 1,200.10 − 50.00 = 1,208.10 of a limit of 10,000.
    expect(await read(`/v1/customers/${mine.customer}/exposure`)).toEqual({
      customer: mine.customer,
      currency: 'EUR',
      creditLimit: '10000.00',
      exposure: '1208.10',
      creditAvailable: '8791.90',
      sources: [
        { kind: 'order', reference: 'SO-2026-900009', amount: '1200.10' },
        { kind: 'invoice', reference: mine.invoice, amount: '58.00' },
        { kind: 'payment', reference: mine.payment, amount: '-50.00' },
      ],
    });
  });

  it('in yen has amounts without decimals', async () => {
    await api.prisma.customer.update({
      where: { number: theirs.customer },
      data: { currency: 'JPY', creditLimit: '250000' },
    });
    expect(await read(`/v1/customers/${theirs.customer}`)).toMatchObject({ creditLimit: '250000', exposure: '0' });
  });
});

describe('an order that an import would enter again', () => {
  const entered = (reference: string, role?: Role) => {
    const query = new URLSearchParams({ customer: mine.customer, customerReference: reference });
    return numbers(`/v1/earlier-orders?${query.toString()}`, role);
  };

  it('is found by its customer and reference from the day on which no key may remember it', async () => {
    const where = { number: mine.order };
    await api.prisma.salesOrder.update({ where, data: { customerReference: 'PO-17 / B' } });
    const { receivedOn } = await api.prisma.salesOrder.findUniqueOrThrow({ where });
    const today = daysBetween(receivedOn.toISOString().slice(0, 10), localDateOf(Date.now(), 'Europe/Paris'));
    // An Idempotency-Key answers for 30 days, and the day of the receipt is one of them.
    daysOn = 28 - today;
    expect(await entered('po-17 / b')).toEqual([]);
    daysOn = 29 - today;
    expect(await entered('po-17 / b')).toEqual([mine.order]);
    expect(await entered('PO-17')).toEqual([]);
    expect(await entered('po-17 / b', 'sales')).toEqual([mine.order]);
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { salesperson: 'somebody-else' } });
    expect(await entered('po-17 / b', 'sales')).toEqual([]);
    await api.prisma.customer.update({ where: { number: mine.customer }, data: { salesperson: principalOf('sales') } });
    await api.prisma.salesOrder.update({ where, data: { stage: 'cancelled' } });
    expect(await entered('po-17 / b')).toEqual([]);
    daysOn = 0;
  });
});
