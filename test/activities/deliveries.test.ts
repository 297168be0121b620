import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import { addDays } from '../../domain/calendar.js';
import { correctProof, recordArrival } from '../../prisma/commands/deliveries.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getDelivery } from '../../prisma/queries/deliveries.js';
import { done, draftOrder, listProduct, lucie, openAccount, openHouse, type House } from '../support/house.js';
import { deliverAll, noonOf } from '../support/paperwork.js';

/** Where a delivery is, from the day on which it leaves to its signed note. */
let house: House;
let tomorrow: string;
beforeAll(async () => {
  house = await openHouse();
  tomorrow = addDays(house.today, 1);
  await openAccount(house, 'MAISON');
  await listProduct(house, 'BOX', '1000');
});
afterAll(() => house.close());

const left = async () => deliverAll(house, await draftOrder(house, 'MAISON', [{ product: 'BOX', quantity: '1' }]));
type Left = Awaited<ReturnType<typeof left>>;
const everybody = { salesperson: null };
const arrive = ({ delivery }: Left, deliveredOn: string, nowMs?: number) =>
  house.prisma.$transaction((tx) => recordArrival(tx, delivery.number, { deliveredOn }, lucie(), everybody, nowMs));
const correct = ({ delivery }: Left, day: string, nowMs?: number) =>
  house.prisma.$transaction((tx) => {
    const right = { receivedBy: 'M. Petit', receivedAt: noonOf(house, day), reason: 'misread' };
    return correctProof(tx, delivery.number, right, lucie(), everybody, nowMs);
  });
const prove = ({ number, delivery }: Left, day: string) =>
  house.activities.recordProof({
    orderNumber: number,
    deliveryNumber: delivery.number,
    actor: lucie(),
    receivedBy: 'Mme Petit',
    receivedAt: noonOf(house, day),
    reserves: null,
    at: '2026-11-22T09:00:00.000Z',
  });
const seen = ({ delivery }: Left) => getDelivery(house.prisma, delivery.number, { salesperson: null });

describe('a delivery', () => {
  it('is picked and leaves in one step', async () => {
    const { today } = house;
    expect(await seen(await left())).toMatchObject({
      status: 'departed',
      preparedOn: today,
      departedOn: today,
      deliveredOn: null,
      provedOn: null,
    });
  });

  it('arrives once: a second word is refused, and the first stands', async () => {
    const paper = await left();
    expect(done(await arrive(paper, house.today))).toMatchObject({ status: 'delivered', deliveredOn: house.today });
    const again = await arrive(paper, addDays(house.today, -1));
    expect(isRefusal(again) && again.code).toBe('delivery-not-ready');
    expect(await seen(paper)).toMatchObject({ status: 'delivered', deliveredOn: house.today });
  });

  it('arrives once also when two tell it at once', async () => {
    const paper = await left();
    const answers = await Promise.all([
      arrive(paper, house.today),
      arrive(paper, house.today),
      arrive(paper, house.today),
    ]);
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    const told = { action: 'delivery.arrived', entityId: paper.delivery.number };
    expect(await house.prisma.auditEntry.count({ where: told })).toBe(1);
  });

  it('has not arrived on a day to come', async () => {
    const answer = await arrive(await left(), tomorrow);
    expect(isRefusal(answer) && [answer.code, answer.field]).toEqual(['invalid-request', 'deliveredOn']);
  });

  it('never arrives before it left', async () => {
    const answer = await arrive(await left(), addDays(house.today, -1));
    expect(isRefusal(answer) && [answer.code, answer.field]).toEqual(['invalid-request', 'deliveredOn']);
  });

  it('has arrived on the day of its signature where nobody told it before', async () => {
    const paper = await left();
    expect(await prove(paper, tomorrow)).toMatchObject({ kind: 'proved' });
    expect(await seen(paper)).toMatchObject({ status: 'proved', deliveredOn: tomorrow, provedOn: tomorrow });
  });

  it('keeps its day of arrival when the signed note comes after', async () => {
    const paper = await left();
    done(await arrive(paper, house.today));
    expect(await prove(paper, tomorrow)).toMatchObject({ kind: 'proved' });
    expect(await seen(paper)).toMatchObject({ status: 'proved', deliveredOn: house.today, provedOn: tomorrow });
    const late = await arrive(paper, tomorrow);
    expect(isRefusal(late) && late.code).toBe('delivery-proved');
    expect(await prove(paper, tomorrow)).toMatchObject({ code: 'delivery-proved' });
  });

  it('is judged by the moment at which it is told, not by the clock of the machine', async () => {
    const [paper, signed] = [await left(), await left()];
    const then = Date.parse(noonOf(house, tomorrow));
    expect(done(await arrive(paper, tomorrow, then))).toMatchObject({ deliveredOn: tomorrow });
    await prove(signed, house.today);
    const early = await correct(signed, tomorrow);
    expect(isRefusal(early) && early.field).toBe('receivedAt');
    expect(done(await correct(signed, tomorrow, then))).toMatchObject({ provedOn: tomorrow, deliveredOn: tomorrow });
    const row = { action: 'delivery.proof-corrected', entityId: signed.delivery.number };
    const { before } = await house.prisma.auditEntry.findFirstOrThrow({ where: row });
    expect(before).toMatchObject({ receivedBy: 'Mme Petit', provedOn: house.today, deliveredOn: house.today });
  });

  it('leaves books in which its status fits its days', async () => {
    const found = verificationText(await verifyDatabase(house.database.url));
    expect(found).not.toMatch(/delivery-status|audit-of-each-fact|document-of-each-fact|delivery-vat/);
  });
});
