import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../../api/order-messages/receive.js';
import { documentSnapshots, type OrderResponseDocument } from '../../contracts/documents.js';
import { documentIds, outgoingIds } from '../../contracts/ids.js';
import type { OrderInput } from '../../contracts/order.js';
import type { OrderDraft } from '../../contracts/process.js';
import { addDays, nextWorkingDay } from '../../domain/calendar.js';
import { verificationText } from '../../cli/verify.js';
import { keepMessage } from '../../prisma/commands/order-messages.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { done, draftOrder, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { clearInput, paperOf, recordOrderInput, type EnteredPaper } from '../support/paperwork.js';
import { writeUblOrder } from '../support/ubl.js';

/** An order that came as a message is answered with what became of it, frozen beside the acknowledgement or the refusal. */
let house: House;
let day: string;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '10000');
  await listProduct(house, 'RARE', '3');
  day = nextWorkingDay(addDays(house.today, 28), 'FR');
});
afterAll(() => house.close());

type Wanted = {
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice?: string;
  readonly by?: string;
};

let references = 0;

/** An order as it comes as a file, kept and recorded. */
async function receive(
  customer: string,
  wanted: readonly Wanted[],
  more: Partial<OrderInput> = {},
): Promise<EnteredPaper> {
  const customerReference = `PO-${(references += 1)}`;
  const lines = wanted.map(({ by = day, unitPrice = '10.00', ...line }, at) => ({
    ...line,
    lineNo: at + 1,
    unitPrice,
    requestedDate: by,
  }));
  const order: OrderInput = { customer, origin: 'edi', customerReference, currency: 'EUR', lines, ...more };
  const content = writeUblOrder(order, { buyer: [['0009', '73282932000074']], seller: [['0002', '552100554']] });
  const { facts, beside } = readOrder(content);
  const { customer: _, currency: _currency, lines: _lines, ...rest } = order;
  const paper = paperOf(house, await draftOrder(house, customer, lines, rest));
  await keepMessage(house.prisma, {
    order: paper.number,
    customer,
    facts,
    beside,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    receivedAt: new Date(),
    receivedBy: 'laura.callahan',
    requestId: 'request',
  });
  const { situation } = await house.activities.recordOrder(recordOrderInput(house, paper));
  return { ...paper, situation };
}

async function responseTo(order: string, version = 1): Promise<OrderResponseDocument> {
  const row = await house.prisma.document.findUniqueOrThrow({
    where: { id: documentIds.orderResponse(order, version) },
  });
  return documentSnapshots['order-response'].parse(row.snapshot);
}

async function fileOf(order: string, version = 1): Promise<string> {
  const id = documentIds.orderResponse(order, version);
  await house.activities.renderDocuments([id]);
  const [file] = await house.documents.get([id]);
  return new TextDecoder().decode(file?.bytes ?? new Uint8Array());
}

/** Amends an accepted order and clears it again. */
async function amend(paper: EnteredPaper, draft: OrderDraft): Promise<void> {
  const { tolerance } = house.policies;
  const amendment = {
    actor: laura(),
    reason: 'as agreed by phone',
    baseVersion: 1,
    draft,
    tolerance,
    today: house.today,
  };
  const recorded = await house.activities.recordAmendment({ orderNumber: paper.number, ...amendment });
  done(recorded.answer);
  await house.activities.clearOrder(clearInput(house, { ...paper, situation: recorded.situation }));
}

describe('the answer to an order that came as UBL', () => {
  it('is that it is accepted, without lines, where everything is as it was asked for', async () => {
    const customer = await openAccount(house, 'EDI-1');
    const { number } = await receive(customer, [{ product: 'BOX', quantity: '10' }]);
    expect(await responseTo(number)).toMatchObject({
      code: 'AP',
      order: number,
      reference: 'PO-1',
      lines: [],
      promised: { start: day, end: day },
      freight: null,
    });
    const xml = await fileOf(number);
    expect(xml).toContain('<cbc:OrderResponseCode>AP</cbc:OrderResponseCode>');
    expect(xml).toContain(`<cbc:EndDate>${day}</cbc:EndDate>`);
    expect(xml).toMatch(/<cac:OrderReference>\s*<cbc:ID>PO-1<\/cbc:ID>/);
    expect(xml).toContain('<cbc:ID schemeID="0009">73282932000074</cbc:ID>');
  });

  it('leaves with the acknowledgement, in the same mail', async () => {
    const customer = await openAccount(house, 'EDI-2');
    const { number } = await receive(customer, [{ product: 'BOX', quantity: '1' }]);
    const id = documentIds.acknowledgement(number, 1);
    expect(await house.activities.sendMail(id)).toMatchObject({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(id);
    expect(copy?.attachments.map(({ name, type }) => [name, type])).toEqual([
      [`${number}.pdf`, 'application/pdf'],
      [`${number}-response.xml`, 'application/xml'],
    ]);
  });

  it('is line by line where one of them is promised later than it was wanted', async () => {
    const customer = await openAccount(house, 'EDI-3');
    const soon = nextWorkingDay(addDays(house.today, 7), 'FR');
    const { number } = await receive(customer, [
      { product: 'BOX', quantity: '2', by: day },
      { product: 'RARE', quantity: '50', by: soon },
    ]);
    const { code, lines, promised } = await responseTo(number);
    expect([code, promised, lines.map(({ id, status }) => [id, status])]).toEqual([
      'CA',
      null,
      [
        ['1', 'accepted'],
        ['2', 'changed'],
      ],
    ]);
    expect((lines[1]?.promised?.end ?? '') > soon).toBe(true);
  });

  it('says of an amended order what is changed, not accepted and added; what was answered before stands still', async () => {
    const customer = await openAccount(house, 'EDI-4');
    const paper = await receive(customer, [
      { product: 'BOX', quantity: '10' },
      { product: 'BOX', quantity: '4' },
      { product: 'BOX', quantity: '6' },
    ]);
    const before = await fileOf(paper.number);
    const [first, , third] = paper.draft.lines;
    if (!first || !third) throw new Error('no lines');
    const lines = [{ ...first, quantity: '8' }, third, { ...first, lineNo: 4, quantity: '1' }];
    await amend(paper, { ...paper.draft, freight: '5.00', lines });
    const answer = await responseTo(paper.number, 2);
    expect(answer).toMatchObject({ code: 'CA', version: 2, freight: { asked: '0.00', agreed: '5.00' } });
    expect(answer.lines.map(({ id, status, quantity, netPrice }) => [id, status, quantity, netPrice])).toEqual([
      ['1', 'changed', '8', '10.00'],
      ['2', 'refused', null, null],
      ['3', 'accepted', '6', '10.00'],
      ['4', 'added', '1', '10.00'],
    ]);
    const xml = await fileOf(paper.number, 2);
    expect([...xml.matchAll(/<cbc:LineStatusCode>(\d)</g)].map(([, status]) => status)).toEqual(['3', '7', '5', '1']);
    expect(xml).toContain(`<cbc:ID>${paper.number}-v2</cbc:ID>`);
    expect(xml).toContain('5.00 EUR');
    expect(await fileOf(paper.number)).toBe(before);
  });

  it('is that it is rejected, with the mail that says so, where sales reject it', async () => {
    const customer = await openAccount(house, 'EDI-5');
    const { number } = await receive(customer, [{ product: 'BOX', quantity: '1', unitPrice: '14.00' }]);
    const decision = { orderNumber: number, discrepancyId: '1-1', disposition: 'reject', reason: 'not ours' } as const;
    done((await house.activities.recordDisposition({ ...decision, actor: laura(), today: house.today })).answer);
    expect(await responseTo(number)).toMatchObject({ code: 'RE', lines: [], promised: null });
    const id = outgoingIds.refusal(number);
    expect(await house.activities.sendMail(id)).toMatchObject({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(id);
    expect(copy?.attachments.map(({ name }) => name)).toEqual([`${number}-response.xml`]);
  });

  it('is not given to an order that somebody typed', async () => {
    const customer = await openAccount(house, 'EDI-6');
    const paper = paperOf(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
    await house.activities.recordOrder(recordOrderInput(house, paper));
    const kinds = await house.prisma.document.findMany({
      where: { orderNumber: paper.number },
      select: { kind: true },
    });
    expect(kinds).toEqual([{ kind: 'acknowledgement' }]);
  });

  it('and its message can be changed or deleted by nobody, and the books are right', async () => {
    await expect(house.prisma.orderMessage.updateMany({ data: { reference: 'X' } })).rejects.toThrow(
      'never changed or deleted',
    );
    await expect(house.prisma.orderMessage.deleteMany()).rejects.toThrow('never changed or deleted');
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/, 0 violations$/);
  });
});
