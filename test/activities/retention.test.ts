import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeldKind } from '../../contracts/vocabulary.js';
import { erasePerson } from '../../prisma/commands/erasure.js';
import { liftLegalHold, placeLegalHold } from '../../prisma/commands/legal-holds.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { reduceMails } from '../../prisma/commands/retention.js';
import { listLegalHolds } from '../../prisma/queries/legal-holds.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { helene, openHouse, type House } from '../support/house.js';
import { pastTheWalls } from '../support/stack.js';
import { tellWholeStory } from './verify/story.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await tellWholeStory(house);
});
afterAll(() => house.close());

/** Everything of the story ended before it. */
const later = '2099-01-01';
/** Nothing of it did. */
const earlier = '2001-01-01';
const batchOf = (limit: number, batch = 1, before = later) => ({ before, lifeDays: 365, batch, limit });
const closed: readonly string[] = ['settled', 'refused', 'rejected', 'cancelled'];

/** Ids of mails that nobody works on and of which every order is closed. */
async function mailsOfClosedOrders(): Promise<readonly string[]> {
  const [mails, orders, invoices, steps] = await Promise.all([
    house.prisma.outgoing.findMany(),
    house.prisma.salesOrder.findMany(),
    house.prisma.invoice.findMany(),
    house.prisma.dunningStep.findMany(),
  ]);
  const stages = new Map(orders.map(({ number, stage }) => [number, stage]));
  const orderOf = new Map(invoices.map(({ number, orderNumber }) => [number, orderNumber]));
  return mails
    .filter(({ status, orderNumber, invoiceNumber, letterId }) => {
      const dunned = steps.filter((step) => step.letterId !== null && step.letterId === letterId);
      const about = [
        orderNumber,
        ...[invoiceNumber, ...dunned.map((step) => step.invoiceNumber)].map((n) => orderOf.get(n ?? '')),
      ];
      const isOver = about.every((order) => !order || closed.includes(stages.get(order) ?? ''));
      return isOver && ['SENT', 'SKIPPED'].includes(status);
    })
    .map(({ id }) => id)
    .toSorted();
}

const violations = async (): Promise<readonly string[]> =>
  (await verifyDatabase(house.database.url)).violations.map(({ invariant }) => invariant.name);
const trailOf = (action: string) =>
  house.prisma.auditEntry.findMany({
    where: { action },
    orderBy: { id: 'asc' },
    select: { requestId: true, after: true },
  });
const write = (sql: string) => house.prisma.$executeRawUnsafe(sql);

describe('a legal hold', () => {
  const place = (kind: HeldKind, subject: string) =>
    house.prisma.$transaction((tx) =>
      placeLegalHold(tx, randomUUID(), { kind, subject, reason: 'Litigation over late goods' }, helene()),
    );
  const liftAll = async () => {
    const standing = await listLegalHolds(house.prisma, { standing: true });
    for (const { id } of isRefusal(standing) ? [] : standing.items)
      await house.prisma.$transaction((tx) => liftLegalHold(tx, id, 'Settled out of court', helene()));
  };
  /** Who would lose what they said; nobody does. */
  const wouldReduce = async (): Promise<readonly string[]> => {
    const taken: string[] = [];
    await house.prisma
      .$transaction(async (tx) => {
        await reduceMails(tx, later, 1_000);
        const reduced = await tx.outgoing.findMany({ where: { reducedAt: { not: null } } });
        taken.push(...reduced.map(({ customerNumber }) => customerNumber ?? 'of no customer'));
        throw new Error('only asked');
      })
      .catch((error: unknown) => expect(String(error)).toContain('only asked'));
    return taken;
  };

  it('of each customer leaves every mail and line as it is, and the database refuses whoever takes one', async () => {
    const customers = await house.prisma.customer.findMany({
      where: { orders: { some: {} } },
      select: { number: true },
    });
    expect(new Set(await wouldReduce()).size).toBeGreaterThan(1);
    for (const { number } of customers) expect(await place('customer', number)).toMatchObject({ subject: number });
    const [mail] = await mailsOfClosedOrders();
    expect(new Set(await wouldReduce())).toEqual(new Set(['of no customer']));
    expect(await house.activities.forgetWork(batchOf(1_000, 90))).toEqual({ kind: 'retained', rows: 0 });
    await expect(
      write(`UPDATE outgoing SET recipient = 'reduced@reduced.invalid', subject = '[reduced]', text = '[reduced]', html = '',
        last_error = NULL, reduced_at = now() WHERE id = '${mail}'`),
    ).rejects.toThrow(/on legal hold/);
    await expect(write(`DELETE FROM work_item WHERE status = 'done'`)).rejects.toThrow(/on legal hold/);
    await liftAll();
  });

  it('of an order or a document keeps the mails about it alone', async () => {
    const due = await mailsOfClosedOrders();
    const mails = await house.prisma.outgoing.findMany({ where: { id: { in: [...due] } } });
    const ordered = mails.find(({ kind }) => kind === 'acknowledgement');
    const invoiced = mails.find(({ kind, orderNumber }) => kind === 'invoice' && orderNumber !== ordered?.orderNumber);
    await place('order', ordered?.orderNumber ?? '');
    await place('document', invoiced?.invoiceNumber ?? '');
    const held = await house.prisma.$queryRaw<{ id: string }[]>`
      SELECT m.id FROM outgoing m WHERE "mail_is_held"(m) ORDER BY m.id`;
    const ids = held.map(({ id }) => id);
    expect(ids).toContain(ordered?.id);
    expect(ids).toContain(invoiced?.id);
    expect(ids.length).toBeLessThan(due.length);
    await liftAll();
  });

  it('keeps the person that it names from being erased, and says which it is', async () => {
    const [first] = await house.prisma.$queryRaw<{ subject: string }[]>`
      SELECT order_number AS subject FROM outgoing WHERE kind = 'acknowledgement' AND status = 'SENT' ORDER BY id LIMIT 1`;
    const subject = first?.subject ?? '';
    const { recipient } = await house.prisma.outgoing.findFirstOrThrow({
      where: { orderNumber: subject, kind: 'acknowledgement' },
    });
    await place('order', subject);
    const answer = await house.prisma.$transaction((tx) =>
      erasePerson(tx, { email: recipient, others: [] }, 'asked by letter', helene()),
    );
    expect(answer).toMatchObject({ kind: 'needed', holds: [`order ${subject}`] });
    await liftAll();
  });

  it('keeps whom only a comment on a line names, with the order and with its customer', async () => {
    const [line] = await house.prisma.$queryRaw<{ id: string; order: string; customer: string }[]>`
      SELECT w.id, o.number AS "order", o.customer_number AS customer FROM work_item w JOIN sales_order o ON o.number = w.order_number
      ORDER BY w.id LIMIT 1`;
    const { id: workItemId, order, customer } = line ?? { id: '', order: '', customer: '' };
    const comment = { id: randomUUID(), workItemId, text: 'Nestor Untel called', writtenBy: 'helene' };
    await house.prisma.workItemComment.create({ data: comment });
    const erased = () =>
      house.prisma.$transaction((tx) =>
        erasePerson(tx, { email: null, others: ['Nestor Untel'] }, 'asked by letter', helene()),
      );
    await place('order', order);
    expect(await erased()).toMatchObject({ kind: 'needed', contacts: [], orders: [], holds: [`order ${order}`] });
    await liftAll();
    await place('customer', customer);
    expect(await erased()).toMatchObject({ kind: 'needed', holds: [`customer ${customer}`] });
    await liftAll();
    expect(await erased()).toMatchObject({ kind: 'erased', rows: { work_item_comment: 1 } });
    await pastTheWalls(house.database, `DELETE FROM work_item_comment WHERE id = '${comment.id}'`);
  });

  it('is of something that there is, is lifted once, and both are on record', async () => {
    expect(await place('order', 'SO-1999-000001')).toMatchObject({ kind: 'refused', field: 'subject' });
    const trail = await house.prisma.auditEntry.findMany({ where: { entity: 'legal-hold' }, orderBy: { id: 'asc' } });
    const [placed, lifted] = ['placed', 'lifted'].map((what) =>
      trail.filter(({ action }) => action === `legal-hold.${what}`),
    );
    expect(placed?.length).toBe(lifted?.length);
    const held = await house.prisma.legalHold.findFirstOrThrow({ where: { kind: 'order' } });
    const ofOrder = placed?.find(({ entityId }) => entityId === held.id);
    expect(ofOrder).toMatchObject({ orderNumber: held.subject, customerNumber: expect.any(String) as string });
    expect(lifted?.[0]?.after).toMatchObject({ lifted: true, reason: 'Settled out of court' });
  });
});

describe('mails', () => {
  it('of an order that closed less than the term ago are left alone', async () => {
    const before = await house.prisma.outgoing.findMany({ orderBy: { id: 'asc' } });
    expect(await house.activities.reduceMails(batchOf(100, 1, earlier))).toEqual({ kind: 'retained', rows: 0 });
    expect(await house.prisma.outgoing.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('lose what they said and to whom when their orders are closed for so long; the rest stays as it was', async () => {
    const due = await mailsOfClosedOrders();
    const all = await house.prisma.outgoing.findMany({ orderBy: { id: 'asc' } });
    expect(due.length).toBeGreaterThan(3);
    expect(due.length).toBeLessThan(all.length);
    expect(await house.activities.reduceMails(batchOf(2, 1))).toEqual({ kind: 'retained', rows: 2 });
    expect(await house.activities.reduceMails(batchOf(1_000, 2))).toEqual({ kind: 'retained', rows: due.length - 2 });
    expect(await house.activities.reduceMails(batchOf(1_000, 3))).toEqual({ kind: 'retained', rows: 0 });
    const now = await house.prisma.outgoing.findMany({ orderBy: { id: 'asc' } });
    const said = {
      recipient: 'reduced@reduced.invalid',
      subject: '[reduced]',
      text: '[reduced]',
      html: '',
      lastError: null,
    };
    expect(now).toEqual(
      all.map((mail) => (due.includes(mail.id) ? { ...mail, ...said, reducedAt: expect.any(Date) as Date } : mail)),
    );
    expect((await trailOf('mails.reduced')).map(({ after }) => after)).toEqual([
      { before: later, lifeDays: 365, rows: 2 },
      { before: later, lifeDays: 365, rows: due.length - 2 },
    ]);
    expect(await violations()).toEqual([]);
  });

  it('once reduced never say anything again, and others are reduced in no other way', async () => {
    const [reduced, open] = await Promise.all([
      house.prisma.outgoing.findFirstOrThrow({ where: { reducedAt: { not: null } } }),
      house.prisma.outgoing.findFirstOrThrow({ where: { reducedAt: null, status: 'SENT' } }),
    ]);
    await expect(write(`UPDATE outgoing SET text = 'x' WHERE id = '${reduced.id}'`)).rejects.toThrow(
      'outgoing_reduced',
    );
    await expect(write(`UPDATE outgoing SET text = 'x', reduced_at = NULL WHERE id = '${reduced.id}'`)).rejects.toThrow(
      'what was issued is never changed',
    );
    await expect(write(`UPDATE outgoing SET reduced_at = now() WHERE id = '${open.id}'`)).rejects.toThrow(
      'outgoing_reduced',
    );
    await expect(
      write(`UPDATE outgoing SET recipient = 'reduced@reduced.invalid', subject = '[reduced]', text = '[reduced]', html = '',
        last_error = NULL, reduced_at = now(), sent_at = now() + interval '1 day' WHERE id = '${open.id}'`),
    ).rejects.toThrow('what was issued is never changed');
  });

  it('that say they were reduced, and were not, are found by verify', async () => {
    const { id } = await house.prisma.outgoing.findFirstOrThrow({ where: { reducedAt: null, status: 'SENT' } });
    const { text } = await house.prisma.outgoing.findUniqueOrThrow({ where: { id } });
    await house.prisma.outgoing.update({ where: { id }, data: { text: '[reduced]' } });
    expect(await violations()).toEqual(['outgoing-status']);
    await house.prisma.outgoing.update({ where: { id }, data: { text } });
    expect(await violations()).toEqual([]);
  });
});

describe('the worklist', () => {
  const say = (workItemId: string) =>
    house.prisma.workItemComment.create({
      data: { id: randomUUID(), workItemId, text: 'a word', writtenBy: 'karim.benali' },
    });

  it('loses what is done and what was said about it; what is open, or may open again, stays', async () => {
    const orders = await house.prisma.salesOrder.findMany();
    const open = new Set(orders.filter(({ stage }) => !closed.includes(stage)).map(({ number }) => number));
    const lines = await house.prisma.workItem.findMany({ orderBy: { id: 'asc' } });
    for (const { id } of lines) await say(id);
    const mails = new Map((await house.prisma.outgoing.findMany()).map(({ id, status }) => [id, status]));
    const old = lines.filter(({ status, orderNumber }) => status === 'done' && !open.has(orderNumber ?? ''));
    const going = old.filter(
      ({ kind, mailId }) =>
        !['collections', 'mail-channel'].includes(kind) &&
        (mailId === null || ['SENT', 'SKIPPED'].includes(mails.get(mailId) ?? 'SENT')),
    );
    expect(going.length).toBeGreaterThan(0);
    expect(going.length).toBeLessThan(lines.length);
    expect(await house.activities.forgetWork(batchOf(1_000, 1, earlier))).toEqual({ kind: 'retained', rows: 0 });
    expect(await house.activities.forgetWork(batchOf(1_000))).toEqual({ kind: 'retained', rows: old.length });
    expect(await house.activities.forgetWork(batchOf(1_000, 2))).toEqual({ kind: 'retained', rows: 0 });
    const kept = lines.filter((line) => !going.includes(line));
    expect(await house.prisma.workItem.findMany({ orderBy: { id: 'asc' } })).toEqual(kept);
    const talked = await house.prisma.workItemComment.findMany();
    expect(talked.map(({ workItemId }) => workItemId).toSorted()).toEqual(
      lines.filter((line) => !old.includes(line)).map(({ id }) => id),
    );
    expect((await trailOf('worklist.forgotten')).map(({ after }) => after)).toEqual([
      { before: later, lifeDays: 365, lines: going.length, comments: old.length, preparations: 0, notes: 0 },
    ]);
    expect(await violations()).toEqual([]);
  });

  it('loses what was said about a line that stands by itself, once that is over', async () => {
    const order = await house.prisma.salesOrder.findFirstOrThrow({ where: { stage: { in: [...closed] } } });
    const going = await house.prisma.salesOrder.findFirst({ where: { stage: { notIn: [...closed] } } });
    const ids = [order, ...(going ? [going] : [])].map(({ number }) => `promise-late:${number}:2026-01-02`);
    for (const id of ids) {
      await house.prisma.workLine.create({ data: { id, touchedAt: new Date('2020-01-01T00:00:00Z') } });
      await say(id);
    }
    await house.activities.forgetWork(batchOf(1_000, 3));
    expect(await house.prisma.workLine.findMany()).toMatchObject(ids.slice(1).map((id) => ({ id })));
    expect(await house.prisma.workItemComment.count({ where: { workItemId: { in: ids } } })).toBe(ids.length - 1);
  });

  it('loses what was picked for an order that closed so long ago and the word on who asked for it; that they asked stays', async () => {
    const orders = await house.prisma.salesOrder.findMany({ orderBy: { number: 'asc' } });
    const [over, open] = [true, false].map((isOver) => orders.find(({ stage }) => closed.includes(stage) === isOver));
    const both = [over, open].flatMap((order) => (order === undefined ? [] : [order.number]));
    expect(over).toBeDefined();
    for (const orderNumber of both) {
      const at = new Date('2026-01-02T10:00:00Z');
      await house.prisma.preparation.create({
        data: { id: randomUUID(), orderNumber, deliveries: 0, lines: { 1: '2' }, preparedBy: 'paul', preparedAt: at },
      });
      await house.prisma.informationRequest.create({
        data: {
          id: randomUUID(),
          orderNumber,
          asker: 'customer',
          note: 'Mme Petit rappelle',
          askedOn: at,
          loggedBy: 'lea',
          role: 'sales',
        },
      });
    }
    expect(await house.activities.forgetWork(batchOf(1_000, 5, earlier))).toEqual({ kind: 'retained', rows: 0 });
    expect(await house.activities.forgetWork(batchOf(1_000, 5))).toEqual({ kind: 'retained', rows: 2 });
    expect(await house.activities.forgetWork(batchOf(1_000, 5))).toEqual({ kind: 'retained', rows: 2 });
    expect(await house.activities.forgetWork(batchOf(1_000, 6))).toEqual({ kind: 'retained', rows: 0 });
    expect((await house.prisma.preparation.findMany()).map(({ orderNumber }) => orderNumber)).toEqual(both.slice(1));
    const asked = await house.prisma.informationRequest.findMany();
    expect(Object.fromEntries(asked.map(({ orderNumber, note }) => [orderNumber, note]))).toEqual(
      Object.fromEntries(both.map((number, at) => [number, at === 0 ? null : 'Mme Petit rappelle'])),
    );
    expect((await trailOf('worklist.forgotten')).at(-1)?.after).toMatchObject({ preparations: 1, notes: 1 });
    expect(await violations()).toEqual([]);
  });

  it('keeps what is open, whoever asks', async () => {
    const { id } = await house.prisma.workItem.findFirstOrThrow({ where: { status: 'open' } });
    await expect(write(`DELETE FROM work_item_comment WHERE work_item_id = '${id}'`)).rejects.toThrow(
      'an open line of the worklist is not deleted',
    );
    await pastTheWalls(house.database, `DELETE FROM work_item_comment WHERE work_item_id = '${id}'`);
    await expect(write(`DELETE FROM work_item WHERE id = '${id}'`)).rejects.toThrow(
      'an open line of the worklist is not deleted',
    );
  });
});

describe('sign-ins', () => {
  const signIn = async (endsAt: string, endedAt: string | null = null): Promise<string> => {
    const at = new Date(`${endsAt}T08:00:00Z`);
    const session = { id: randomUUID(), principalId: 'karim.benali', method: 'password', address: '::1', agent: '' };
    const ended = endedAt === null ? null : new Date(`${endedAt}T08:00:00Z`);
    await house.prisma.session.create({
      data: { ...session, openedAt: at, lastSeenAt: at, endsAt: at, endedAt: ended },
    });
    return session.id;
  };

  it('are forgotten when they were over, or signed out of, before the day; later ones are not', async () => {
    await signIn('2026-05-31');
    await signIn('2026-06-20', '2026-05-31');
    const kept = [await signIn('2026-06-01'), await signIn('2026-06-20', '2026-06-01')];
    const asked = batchOf(100, 1, '2026-06-01');
    expect(await house.activities.forgetSessions(asked)).toEqual({ kind: 'retained', rows: 2 });
    expect((await house.prisma.session.findMany()).map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
    expect(await trailOf('sessions.forgotten')).toEqual([
      {
        requestId: 'retention:sessions-before-2026-06-01:batch:1',
        after: { before: '2026-06-01', lifeDays: 365, rows: 2 },
      },
    ]);
  });
});
