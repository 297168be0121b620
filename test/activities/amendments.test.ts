import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays } from '../../domain/calendar.js';
import type { OrderVersion, StandingLines } from '../../contracts/order-version.js';
import type { RecordDisposition } from '../../activities/reconciliation.js';
import { changeOrderContacts } from '../../prisma/commands/order-contacts.js';
import { getOrder, type OrderRecord } from '../../prisma/queries/orders.js';
import {
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { accept, clearInput, enter } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'CAKE', '100');
});
afterAll(() => house.close());

describe('the date promised first', () => {
  it('stays with a line through an amendment, unless the line is of another product or for another day', async () => {
    const customer = await openAccount(house, 'PROMISED');
    const lines = [1, 2, 3].map(() => ({ product: 'CAKE', quantity: '10' }));
    const paper = await accept(house, await draftOrder(house, customer, lines));
    const [first, second] = paper.draft.lines;
    if (first === undefined || second === undefined) throw new Error('no lines');
    const day = addDays(house.today, 40);
    const draft: OrderDraft = {
      ...paper.draft,
      lines: [
        { ...first, quantity: '7' },
        { ...second, requestedDate: day },
        { ...first, lineNo: 4 },
      ],
    };
    const [before] = await house.prisma.orderLine.findMany({ where: { orderNumber: paper.number }, take: 1 });
    const { tolerance } = house.policies;
    const amendment = { actor: laura(), reason: 'later', baseVersion: 1, draft, tolerance, today: house.today };
    const recorded = await house.activities.recordAmendment({ orderNumber: paper.number, ...amendment });
    done(recorded.answer);
    const weeksLater = addDays(house.today, 28);
    const { situation } = recorded;
    await house.activities.clearOrder({ ...clearInput(house, { ...paper, situation }), today: weeksLater });
    const kept = await house.prisma.orderLine.findMany({
      where: { orderNumber: paper.number },
      orderBy: { lineNo: 'asc' },
      select: { lineNo: true, firstConfirmedDate: true, lastConfirmedDate: true },
    });
    const dateOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';
    const promised = dateOf(before?.firstConfirmedDate ?? null);
    expect(kept.map((line) => [line.lineNo, dateOf(line.firstConfirmedDate) === promised])).toEqual([
      [1, true],
      [2, false],
      [4, false],
    ]);
    for (const line of kept) expect(dateOf(line.lastConfirmedDate) >= weeksLater).toBe(true);
  });
});

describe('the record of a change', () => {
  const seen = async (number: string): Promise<OrderRecord> => {
    const order = await getOrder(house.prisma, number, { salesperson: null });
    if (order === null) throw new Error(`no order ${number}`);
    return order;
  };
  const formerly = async <T>(orderNumber: string, action: string): Promise<readonly T[]> => {
    const rows = await house.prisma.auditEntry.findMany({ where: { orderNumber, action }, orderBy: { id: 'asc' } });
    return rows.map(({ before }) => before as T);
  };

  /** The order as it was read while the version stood; what no amendment changes is that of now. */
  const rebuilt = (now: OrderRecord, { quote, discrepancies, heldSince: _since, ...version }: OrderVersion) => ({
    ...now,
    ...version,
    quote: quote?.number ?? null,
    quoteRevision: quote?.revision ?? null,
    discrepancies: now.discrepancies.map((one) => ({ ...one, ...discrepancies.find(({ id }) => id === one.id) })),
    lines: version.lines.map(({ confirmedDate: lastConfirmedDate, ...line }) => ({
      ...line,
      lastConfirmedDate,
      delivered: '0',
      backorder: line.allocated === line.quantity ? '0' : line.quantity,
    })),
  });

  const amend = async (number: string, baseVersion: number, draft: OrderDraft) => {
    const { tolerance } = house.policies;
    const amendment = { actor: laura(), reason: 'other', baseVersion, draft, tolerance, today: house.today };
    const recorded = await house.activities.recordAmendment({ orderNumber: number, ...amendment });
    done(recorded.answer);
    return recorded;
  };

  it('keeps each version of an order that was amended, whole, with its lines, prices, terms, freight and parties', async () => {
    await listProduct(house, 'TART', '100');
    const customer = await openAccount(house, 'VERSIONS');
    const asked = [
      { product: 'TART', quantity: '10', unitPrice: '12.50', discountPercent: '5' },
      { product: 'TART', quantity: '3' },
    ];
    const terms = { kind: 'net', days: 45 } as const;
    const draft = await draftOrder(house, customer, asked, { freight: '30.00', paymentTerms: terms });
    const paper = await enter(house, draft);
    const first = await seen(paper.number);
    expect(first).toMatchObject({ stage: 'discrepancy-hold', version: 1 });
    const [line] = draft.lines;
    if (line === undefined) throw new Error('no lines');
    const agreed = { ...line, unitPrice: '10', discountPercent: '0', quantity: '4' };
    const shipTo = { ...draft.parties.shipTo, address: { ...draft.parties.shipTo.address, city: 'Arles' } };
    const second = {
      ...draft,
      customerReference: 'BC-77',
      freight: '0.00',
      expectedFreight: null,
      paymentTerms: draft.expectedTerms.terms,
      parties: { ...draft.parties, shipTo },
      lines: [agreed],
    };
    const { situation } = await amend(paper.number, 1, second);
    await house.activities.clearOrder(clearInput(house, { ...paper, situation }));
    const between = await seen(paper.number);
    expect(between).toMatchObject({ stage: 'accepted', version: 2, customerReference: 'BC-77' });
    await amend(paper.number, 2, { ...second, lines: [{ ...agreed, quantity: '5' }] });
    const changed = {
      where: { orderNumber: paper.number },
      orderBy: { version: 'asc' },
      select: { types: true },
    } as const;
    expect((await house.prisma.orderAmendment.findMany(changed)).map(({ types }) => types)).toEqual([
      ['price', 'quantity', 'terms', 'item', 'discount', 'freight', 'reference', 'address'],
      ['quantity'],
    ]);
    const now = await seen(paper.number);
    const [one, two] = await formerly<OrderVersion>(paper.number, 'order.amended');
    if (one === undefined || two === undefined) throw new Error('no record');
    const { estimate: _today, hasBackorder: _none, waitsSince: _at, ...asEntered } = first;
    const found = now.discrepancies.filter(({ id }) => id.startsWith('1-'));
    expect(rebuilt({ ...now, discrepancies: found, creditDecisions: first.creditDecisions }, one)).toMatchObject(
      asEntered,
    );
    const { estimate: _then, hasBackorder: _nor, waitsSince: _since, ...asAmended } = between;
    expect(rebuilt({ ...now, creditDecisions: between.creditDecisions }, two)).toMatchObject(asAmended);
  });

  it('keeps the quantities that a cancellation found, and where an order stood that ended', async () => {
    const customer = await openAccount(house, 'ENDED');
    const paper = await accept(house, await draftOrder(house, customer, [{ product: 'CAKE', quantity: '6' }]));
    const cancel = { orderNumber: paper.number, reason: 'less', today: house.today };
    const lines = [{ lineNo: 1, quantity: '2' }];
    done((await house.activities.recordCancellation({ ...cancel, lines, actor: laura() })).answer);
    done((await house.activities.recordCancellation({ ...cancel, actor: laura() })).answer);
    const [part, rest, end] = await formerly<StandingLines>(paper.number, 'order.cancelled');
    const asIs = { lineNo: 1, quantity: '6', delivered: '0' };
    expect(part).toMatchObject({ stage: 'accepted', lines: [{ ...asIs, cancelled: '0', allocated: '6' }] });
    expect(rest).toMatchObject({ stage: 'accepted', lines: [{ ...asIs, cancelled: '2', allocated: '4' }] });
    expect(end).toEqual(rest);
    const held = await enter(
      house,
      await draftOrder(house, customer, [{ product: 'CAKE', quantity: '1', unitPrice: '9' }]),
    );
    const rejected = { discrepancyId: '1-1', disposition: 'reject', reason: 'too cheap', actor: laura() } as const;
    done(
      (await house.activities.recordDisposition({ orderNumber: held.number, today: house.today, ...rejected })).answer,
    );
    expect(await formerly(held.number, 'order.rejected')).toMatchObject([
      { stage: 'discrepancy-hold', holdReason: 'discrepancy', discrepancies: [{ id: '1-1', disposition: 'open' }] },
    ]);
  });

  it('says whose error was put right and what it was; of a difference the last word stands, and silence changes none', async () => {
    const customer = await openAccount(house, 'CAUSES');
    const asked = [1, 2].map(() => ({ product: 'CAKE', quantity: '1', unitPrice: '9' }));
    const held = await enter(house, await draftOrder(house, customer, asked));
    const dispose = async (decision: Pick<RecordDisposition, 'disposition' | 'cause'>, discrepancyId = '1-1') => {
      const said = { discrepancyId, reason: 'looked up', actor: helene(), ...decision };
      done(
        (await house.activities.recordDisposition({ orderNumber: held.number, today: house.today, ...said })).answer,
      );
    };
    await dispose({ disposition: 'ask', cause: 'entry' });
    await dispose({ disposition: 'requote', cause: 'customer' });
    await dispose({ disposition: 'accept' });
    await dispose({ disposition: 'ask' }, '1-2');
    const { discrepancies } = await seen(held.number);
    expect(discrepancies.map(({ id, disposition, cause }) => [id, disposition, cause])).toEqual([
      ['1-1', 'accept', 'customer'],
      ['1-2', 'ask', null],
    ]);
    const told = await house.prisma.auditEntry.findMany({
      where: { orderNumber: held.number, action: { startsWith: 'discrepancy.' } },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ after }) => (after as { cause: string | null }).cause)).toEqual([
      'entry',
      'customer',
      'customer',
      null,
    ]);

    const [first, second] = held.draft.lines;
    if (first === undefined || second === undefined) throw new Error('no lines');
    const { tolerance } = house.policies;
    const amend = async (baseVersion: number, lines: OrderDraft['lines'], cause?: 'entry') => {
      const said = { actor: laura(), reason: 'as meant', baseVersion, tolerance, today: house.today, cause };
      const draft = { ...held.draft, lines };
      const recorded = await house.activities.recordAmendment({ orderNumber: held.number, draft, ...said });
      done(recorded.answer);
      await house.activities.clearOrder(clearInput(house, { ...held, situation: recorded.situation }));
    };
    await amend(1, [first, { ...second, unitPrice: '10', requestedDate: addDays(house.today, 30) }], 'entry');
    await amend(2, [first]);
    const amended = await house.prisma.orderAmendment.findMany({
      where: { orderNumber: held.number },
      orderBy: { version: 'asc' },
      select: { version: true, amendedBy: true, cause: true, types: true },
    });
    expect(amended).toEqual([
      { version: 2, amendedBy: laura().principal, cause: 'entry', types: ['price', 'date'] },
      { version: 3, amendedBy: laura().principal, cause: null, types: ['item'] },
    ]);
  });

  it('leaves the contacts that were corrected since the amendment was drafted, but those that it names itself', async () => {
    const customer = await openAccount(house, 'CORRECTED');
    const draft = await draftOrder(house, customer, [{ product: 'CAKE', quantity: '1' }]);
    const paper = await accept(house, draft);
    const contact = (role: 'orders' | 'invoices', email: string) =>
      ({ role, name: 'Mme Petit', language: 'fr', email, phone: '' }) as const;
    const correct = (contacts: ReturnType<typeof contact>[]) =>
      inTransaction(house, (tx) => changeOrderContacts(tx, paper.number, { reason: 'returned', contacts }, karim()));
    await correct([contact('orders', 'petit@corrected.example'), contact('invoices', 'factures@corrected.example')]);
    const { situation } = await amend(paper.number, 1, draft);
    await house.activities.clearOrder(clearInput(house, { ...paper, situation }));
    const emails = async () => (await seen(paper.number)).parties.contacts.map(({ role, email }) => [role, email]);
    expect(await emails()).toEqual([
      ['orders', 'petit@corrected.example'],
      ['invoices', 'factures@corrected.example'],
    ]);
    const named = { contacts: [contact('orders', 'achats@corrected.example')], baseVersion: 2, draft, reason: 'other' };
    const { tolerance } = house.policies;
    const amendment = { orderNumber: paper.number, actor: laura(), tolerance, today: house.today, ...named };
    done((await house.activities.recordAmendment(amendment)).answer);
    expect(await emails()).toEqual([
      ['invoices', 'factures@corrected.example'],
      ['orders', 'achats@corrected.example'],
    ]);
  });
});
