import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComplaintAct, ComplaintInput } from '../../contracts/complaint.js';
import { isRefusal } from '../../api/problem.js';
import { addDays } from '../../domain/calendar.js';
import { addComplaintFile, openComplaint } from '../../prisma/commands/complaints.js';
import { complaintFrom, getComplaint, listComplaints } from '../../prisma/queries/complaints.js';
import { readDunning } from '../../prisma/repositories/dunning.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  lucie,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { dun, invoiceAll, sendEveryDay, setCreditApproval, type InvoicedPaper } from '../support/paperwork.js';

/** Ten boxes at 10.00 with 20 % VAT are delivered and invoiced; the customer complains of some of them. */
let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '1000');
});
afterAll(async () => {
  await house.close();
});

const everywhere = { salesperson: null };
const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex').toString('base64');

async function sold() {
  const customer = await openAccount(house, `CLAIM-${(accounts += 1)}`);
  return invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10', unitPrice: '10.00' }]));
}

const opened = async (input: ComplaintInput): Promise<string> => {
  const opening = { actor: laura(), scope: everywhere, nowMs: Date.now() };
  return (await inTransaction(house, (tx) => openComplaint(tx, input, opening))).number;
};

const short = (delivery: string, quantity = '3'): ComplaintInput => ({
  about: { delivery },
  kind: 'short',
  lines: [{ lineNo: 1, quantity }],
  description: 'boxes are missing',
});

const proofOf = ({ number, delivery }: InvoicedPaper) => ({
  orderNumber: number,
  deliveryNumber: delivery.number,
  actor: lucie(),
  receivedBy: 'Mme Lebihan',
  receivedAt: new Date().toISOString(),
  at: new Date().toISOString(),
});

const act = async (number: string, what: ComplaintAct) =>
  (await house.activities.recordComplaintAct({ number, act: what, at: new Date().toISOString() })).answer;

const read = async (number: string) => {
  const found = await getComplaint(house.prisma, number, everywhere, Date.now());
  if (found === null) throw new Error(`${number} is not there`);
  return found;
};
const lineOf = (order: string, lineNo: number) =>
  house.prisma.orderLine.findUniqueOrThrow({ where: { orderNumber_lineNo: { orderNumber: order, lineNo } } });
const stockOf = async () => (await house.prisma.stock.findUniqueOrThrow({ where: { productNumber: 'BOX' } })).onHand;

describe('a complaint', () => {
  it('disputes what its lines come to, tax included, and is due in five working days', async () => {
    const { delivery, invoice } = await sold();
    const found = await read(await opened(short(delivery.number)));
    // 3 × 10.00, and 20 % of it.
    expect(found).toMatchObject({ status: 'open', disputed: '36.00', invoice: invoice.number, origin: 'person' });
    expect(new Date(found.dueAt).getTime()).toBeGreaterThan(Date.now() + 4 * 86_400_000);
    const line = await house.prisma.workItem.findUniqueOrThrow({ where: { id: `complaint:${found.number}` } });
    expect(line).toMatchObject({ kind: 'complaint', role: 'sales', status: 'open', orderNumber: found.order });
  });

  it('of more than was delivered is refused, with the field', async () => {
    const { delivery } = await sold();
    await expect(opened(short(delivery.number, '11'))).rejects.toThrow('refused: invalid-request');
  });

  it('opens by itself from the reserves of a proof of receipt, once', async () => {
    const paper = await sold();
    const proof = { ...proofOf(paper), reserves: 'two boxes are wet' };
    done(await house.activities.recordProof(proof));
    done(await house.activities.recordProof(proof));
    const found = await complaintFrom(house.prisma, `proof:${paper.delivery.number}`);
    expect(house.told.filter((told) => told === `complaint ${found?.number}`)).toHaveLength(2);
    expect(await read(found?.number ?? '')).toMatchObject({
      kind: 'reserve',
      origin: 'proof',
      disputed: null,
      description: 'two boxes are wet',
      delivery: paper.delivery.number,
    });
  });

  it('of which nobody has said what it is, is not decided by money or goods', async () => {
    const paper = await sold();
    done(await house.activities.recordProof({ ...proofOf(paper), reserves: 'wet' }));
    const number = (await complaintFrom(house.prisma, `proof:${paper.delivery.number}`))?.number ?? '';
    const replaced = await act(number, { kind: 'replace', request: { actor: laura(), reason: 'wet' } });
    expect(replaced).toMatchObject({ kind: 'refused', code: 'complaint-not-ready' });
    const lines = [{ lineNo: 1, quantity: '2' }];
    done(await act(number, { kind: 'qualify', request: { actor: laura(), kind: 'damaged', lines } }));
    expect(await read(number)).toMatchObject({ kind: 'damaged', disputed: '24.00', lines: [{ quantity: '2' }] });
  });
});

describe('what becomes of it', () => {
  it('a credit note is issued by the account, and the rest of the invoice is still owed', async () => {
    const { delivery, invoice, number: order } = await sold();
    const number = await opened(short(delivery.number));
    const credit = { scope: 'lines' as const, lines: [{ lineNo: 1, quantity: '3' }], reason: 'LIVR_INCOMP' as const };
    const asked = { actor: karim(), reason: 'three are missing', credit };
    const issued = done(await house.activities.creditComplaint({ ...asked, number }));
    const { creditNote } = issued;
    done(await act(number, { kind: 'credit', request: { actor: asked.actor, reason: asked.reason, creditNote } }));
    expect(await read(number)).toMatchObject({ status: 'closed', outcome: 'credit-note', creditNote });
    const open = await house.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: invoice.number } });
    // 120.00 less 36.00.
    expect(Number(open.open)).toBe(84);
    expect(Number((await lineOf(order, 1)).credited)).toBe(3);
    const again = await act(number, { kind: 'refuse', request: { actor: karim(), reason: 'no' } });
    expect(again).toMatchObject({ kind: 'refused', code: 'complaint-settled' });
  });

  it('a credit of more than one person may give waits for a second one, and what that one granted ends it', async () => {
    const { draft, delivery, invoice } = await sold();
    const number = await opened(short(delivery.number));
    const credit = { scope: 'lines' as const, lines: [{ lineNo: 1, quantity: '3' }], reason: 'LIVR_INCOMP' as const };
    const ask = () => house.activities.creditComplaint({ actor: karim(), reason: 'three are missing', credit, number });
    await setCreditApproval(house, '30.00');
    expect(await ask()).toMatchObject({ kind: 'refused', code: 'complaint-not-ready' });
    await setCreditApproval(house, null);
    const { id: request } = await house.prisma.creditRequest.findFirstOrThrow({
      where: { invoiceNumber: invoice.number },
    });
    const { customer } = draft;
    const decided = { customer, on: house.today, actor: helene(), request, decision: 'grant', reason: 'seen' } as const;
    const { creditNote } = done(await house.activities.recordCreditRequestDecision(decided));
    const issued = done(await ask());
    expect(issued).toMatchObject({ creditNote });
    done(await act(number, { kind: 'credit', request: { actor: karim(), reason: 'three are missing', ...issued } }));
    expect(await read(number)).toMatchObject({ status: 'closed', outcome: 'credit-note', creditNote });
    expect(await house.prisma.invoice.count({ where: { corrects: invoice.number } })).toBe(1);
  });

  it('a replacement is delivered again for nothing, and an order that was settled is open again', async () => {
    const paper = await sold();
    const number = await opened(short(paper.delivery.number));
    done(await act(number, { kind: 'replace', request: { actor: laura(), reason: 'send three more' } }));
    const added = await lineOf(paper.number, 2);
    expect(added).toMatchObject({ replaces: number, waiting: false, productNumber: 'BOX' });
    expect([added.quantity, added.allocated, added.unitPrice, added.net].map(Number)).toEqual([3, 3, 0, 0]);
    expect(house.told).toContain(`goodsOwed ${paper.number}`);
    const order = await house.activities.readOrder(paper.number);
    expect(order).toMatchObject({ stage: 'in-delivery', hasOpen: true, waitsFor: { kind: 'delivery' } });
    const delivery = { orderNumber: paper.number, actor: lucie(), today: house.today };
    const left = await house.activities.recordDelivery(delivery);
    const [delivered] = [done(left.answer)];
    const invoiced = await house.activities.recordInvoice({
      orderNumber: paper.number,
      deliveryNumber: delivered.number,
      today: house.today,
    });
    expect(invoiced.answer.gross).toBe('0.00');
    expect(invoiced.situation).toMatchObject({ stage: 'delivered', toInvoice: null });
    expect((await read(number)).replacements).toEqual([{ lineNo: 2, quantity: '3', delivered: '3' }]);
  });

  it('goods that come back go into stock or are written off, and the order knows how many', async () => {
    const paper = await sold();
    const number = await opened({ ...short(paper.delivery.number), kind: 'damaged' });
    const before = await stockOf();
    const request = { actor: laura(), reason: 'send them back', goodsExpected: true };
    done(await act(number, { kind: 'replace', request }));
    expect(await read(number)).toMatchObject({ status: 'awaiting-goods', goodsExpected: true });
    const goods = (restocked: string, scrapped: string) =>
      act(number, { kind: 'receive', request: { actor: lucie(), lines: [{ lineNo: 1, restocked, scrapped }] } });
    expect(await goods('4', '0')).toMatchObject({ kind: 'refused', field: 'lines.0.quantity' });
    done(await goods('1', '0'));
    expect(await read(number)).toMatchObject({ status: 'awaiting-goods' });
    done(await goods('0', '2'));
    expect(await read(number)).toMatchObject({ status: 'closed', lines: [{ restocked: '1', scrapped: '2' }] });
    expect(Number(await stockOf()) - Number(before)).toBe(1);
    expect(Number((await lineOf(paper.number, 1)).returned)).toBe(3);
  });
});

describe('while nobody has decided', () => {
  it('the disputed part of the invoice is not dunned: the letter asks for the rest, and says so', async () => {
    const { delivery, invoice, draft } = await sold();
    const number = await opened(short(delivery.number));
    const due = addDays(invoice.dueDate, 12);
    await dun(house, draft.customer, due);
    const letter = await house.prisma.document.findFirstOrThrow({
      where: { kind: 'dunning-letter', customerNumber: draft.customer },
    });
    expect(letter.snapshot).toMatchObject({
      openAmount: '84.00',
      invoices: [{ gross: '120.00', paid: '0.00', disputed: '36.00', openAmount: '84.00' }],
    });
    done(await act(number, { kind: 'refuse', request: { actor: karim(), reason: 'all ten were signed for' } }));
    const dunning = await readDunning(house.prisma, draft.customer);
    expect(dunning.items).toMatchObject([{ open: '120.00' }]);
    expect(dunning.items[0]?.disputed).toBeUndefined();
  });

  it('an invoice that is disputed as a whole is left out of the letter', async () => {
    const { invoice, draft } = await sold();
    await opened({ about: { invoice: invoice.number }, kind: 'invoice-error', description: 'not ours' });
    await dun(house, draft.customer, addDays(invoice.dueDate, 12)).catch(() => undefined);
    expect(await house.prisma.dunningStep.count({ where: { invoiceNumber: invoice.number } })).toBe(0);
  });

  it('its owner is told once its time has passed, then the managers, and the list shows it as overdue', async () => {
    const { delivery } = await sold();
    const number = await opened(short(delivery.number));
    done(await act(number, { kind: 'assign', request: { actor: laura(), owner: 'laura.callahan' } }));
    const { dueAt } = await house.activities.takeUpComplaint(number);
    const late = { number, dueAt, at: dueAt } as const;
    const first = await house.activities.escalateComplaint({ ...late, escalation: 1, told: 'owner' });
    const second = await house.activities.escalateComplaint({ ...late, escalation: 2, told: 'manager' });
    expect(first).toMatchObject({ escalations: 1 });
    expect(second).toMatchObject({ escalations: 2 });
    const told = await house.prisma.outgoing.findMany({
      where: { kind: 'complaint-reminder', id: { contains: number } },
      orderBy: { createdAt: 'asc' },
    });
    expect(told.map(({ recipient }) => recipient)).toEqual([
      'laura.callahan@comptoir-encours.example',
      'helene.castaing@comptoir-encours.example',
    ]);
    const line = await house.prisma.workItem.findUniqueOrThrow({ where: { id: `complaint:${number}` } });
    expect(line).toMatchObject({ role: 'manager', escalations: 2, assignee: 'laura.callahan' });
    const page = await listComplaints(house.prisma, { overdue: true }, everywhere, Date.parse(dueAt) + 1000);
    if (isRefusal(page)) throw new Error('refused');
    expect(page.items.map((each) => each.number)).toContain(number);
  });
});

describe('its files', () => {
  const opening = () => ({ actor: laura(), scope: everywhere, nowMs: Date.now() });

  it('are photos or PDFs by their bytes, kept once and as they came', async () => {
    const { delivery } = await sold();
    const number = await opened(short(delivery.number));
    const add = (content: string) =>
      house.prisma.$transaction((tx) => addComplaintFile(tx, number, { name: 'box.png', content }, opening()));
    done(await add(PNG));
    expect(await add(PNG)).toMatchObject({ kind: 'refused', code: 'already-exists' });
    expect(await add(Buffer.from('MZ, a program').toString('base64'))).toMatchObject({ field: 'content' });
    expect((await read(number)).files).toMatchObject([{ name: 'box.png', type: 'image/png', size: 12 }]);
    await expect(house.prisma.$executeRaw`UPDATE complaint_file SET mime = 'application/pdf'`).rejects.toThrow(
      /permission denied|never changed/,
    );
  });
});

it('afterwards the books agree', async () => {
  expect((await verifyDatabase(house.database.ownerUrl)).violations).toEqual([]);
});
