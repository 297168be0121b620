import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditFacts } from '../../contracts/audit.js';
import { CorrectionInput } from '../../contracts/correction.js';
import type { ApplicationInput, CreditNoteInput, CreditNoteResult } from '../../contracts/credit-note.js';
import { CreditNoteDocument, InvoiceDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import { financialYearOf } from '../../domain/accounting.js';
import { addDays } from '../../domain/calendar.js';
import { equals, negate, sum } from '../../domain/money.js';
import { recordPayment } from '../../prisma/commands/payments.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { previewCredit } from '../../prisma/queries/crediting.js';
import { getCustomerExposure } from '../../prisma/queries/customers.js';
import { getInvoice, listInvoices } from '../../prisma/queries/invoices.js';
import { getCustomerAccount } from '../../prisma/queries/account.js';
import { readChart } from '../../prisma/queries/accounting.js';
import { journalOf } from '../../prisma/queries/journal.js';
import { listWorklist } from '../../prisma/queries/worklist.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { verificationText } from '../../cli/verify.js';
import { wordsOf } from '../../words/index.js';
import {
  bookPayment,
  done,
  draftOrder,
  helene,
  karim,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import {
  dun,
  invoiceAll,
  invoicesOfTen,
  letterId,
  raiseClaim,
  sendEveryDay,
  setCreditApproval,
  type InvoicedPaper,
} from '../support/paperwork.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
  await listProduct(house, 'TEA', '100000', { listPrice: '3.33', taxClass: 'reduced' });
});
afterAll(() => house.close());

const everyone = { salesperson: null };
const streetOf = (street: string) => ({
  name: 'Siège',
  street,
  postalCode: '69001',
  city: 'Lyon',
  region: '',
  countryCode: 'FR',
});
const whole = { scope: 'whole', reason: 'DOUBLON' } as const;
const ofLine = (quantity: string, lineNo = 1): CreditNoteInput => ({
  scope: 'lines',
  lines: [{ lineNo, quantity }],
  reason: 'QTE_ERR',
});

/** A customer with an invoice of 10 boxes, 120.00 tax included. */
async function invoiced(): Promise<{ customer: string; paper: InvoicedPaper; invoice: string }> {
  const customer = await openAccount(house, `CREDIT-${(accounts += 1)}`);
  const [paper] = await invoicesOfTen(house, customer, 1);
  if (paper === undefined) throw new Error('no invoice');
  return { customer, paper, invoice: paper.invoice.number };
}

const asked = (customer: string, invoice: string, wish: CreditNoteInput) => ({
  customer,
  on: house.today,
  actor: karim(),
  invoice,
  wish,
});
const credit = async (customer: string, invoice: string, wish: CreditNoteInput): Promise<CreditNoteResult> =>
  done(await house.activities.recordCreditNote(asked(customer, invoice, wish)));
const invoiceOf = async (number: string) => {
  const found = await getInvoice(house.prisma, number, everyone);
  if (found === null) throw new Error(`no invoice ${number}`);
  return found;
};
const exposureOf = async (customer: string) => (await getCustomerExposure(house.prisma, customer, everyone))?.exposure;
const balanceOf = async (customer: string) => {
  const account = await getCustomerAccount(house.prisma, customer, {}, everyone);
  if (account === null || isRefusal(account)) throw new Error(`no account of ${customer}`);
  return account.balances.map(({ balance }) => balance);
};
const lineOf = async (order: string) => {
  const line = await house.prisma.orderLine.findFirstOrThrow({
    where: { orderNumber: order },
    orderBy: { lineNo: 'asc' },
  });
  return [line.delivered, line.invoiced, line.credited].map(String);
};
const send = (mail: string) => new MockActivityEnvironment().run(house.activities.sendMail, mail);
const pay = async (customer: string, invoice: string, amount: string) =>
  done(
    await house.activities.recordAllocations({
      customer,
      on: house.today,
      actor: karim(),
      paymentId: await bookPayment(house, customer, amount),
      wish: { allocations: [{ invoice, amount }] },
    }),
  );

describe('an invoice', () => {
  it('names the buyer, the place and the goods by the numbers that they are known by on that day', async () => {
    const customer = await openAccount(house, 'GS1');
    await house.prisma.customer.update({ where: { number: customer }, data: { gln: '7300010000001' } });
    await house.prisma.customer.update({ where: { number: customer }, data: { documentText: 'Marché 2026-14' } });
    const known = { gtin: '4006381333931', unitCode: 'XBX', documentText: 'Au sec' };
    await house.prisma.product.update({ where: { number: 'BOX' }, data: known });
    await house.prisma.customerItem.create({ data: { customerNumber: customer, item: 'A-100', productNumber: 'BOX' } });
    const [paper] = await invoicesOfTen(house, customer, 1);
    const forgotten = { gtin: null, unitCode: null, documentText: '' };
    await house.prisma.product.update({ where: { number: 'BOX' }, data: forgotten });
    const goods = { product: 'BOX', gtin: '4006381333931', buyerItem: 'A-100', unitCode: 'XBX', text: 'Au sec' };
    const { snapshot } = await house.prisma.document.findUniqueOrThrow({
      where: { id: documentIds.invoice(paper?.invoice.number ?? '') },
    });
    expect(InvoiceDocument.parse(snapshot)).toMatchObject({
      customer: { gln: '7300010000001' },
      deliveryGln: '7300010000001',
      text: 'Marché 2026-14',
      lines: [goods],
    });
    const { credit: issued } = await credit(customer, paper?.invoice.number ?? '', whole);
    const note = await house.prisma.document.findUniqueOrThrow({
      where: { id: documentIds.creditNote(issued.creditNote) },
    });
    expect(CreditNoteDocument.parse(note.snapshot)).toMatchObject({ lines: [goods] });
  });
});

describe('a credit of everything', () => {
  it('returns everything to zero: ledger, exposure, what is invoiced, VAT, interest and fee; and the order is told', async () => {
    const { customer, paper, invoice } = await invoiced();
    await raiseClaim(house, paper, 'interest', '1.35');
    await raiseClaim(house, paper, 'recovery-fee', '40.00');
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['161.35'], '120.00']);
    const result = await credit(customer, invoice, whole);
    expect(result.credit).toMatchObject({ invoice, gross: '-120.00', applied: '120.00', toGive: '0.00', open: '0.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
    expect(await lineOf(paper.number)).toEqual(['10', '0', '10']);
    const note = await invoiceOf(result.credit.creditNote);
    expect(note).toMatchObject({
      kind: 'credit-note',
      corrects: invoice,
      status: 'paid',
      vat: '-20.00',
      deliveries: [paper.delivery.number],
    });
    expect(note.creditNote).toEqual({ scope: 'whole', reason: 'DOUBLON', note: null });
    expect(await invoiceOf(invoice)).toMatchObject({
      open: '0.00',
      settledOn: house.today,
      credits: [{ creditNote: note.number, gross: '-120.00' }],
      applications: [{ invoice: note.number, amount: '120.00' }],
    });
    expect(result.paidOrders).toEqual([paper.number]);
    expect(house.told).toContain(`invoicesPaid ${paper.number}`);
    const settled = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    expect(settled.situation).toMatchObject({ stage: 'settled', toInvoice: null });
  });

  it('is issued as it stands on record, and leaves by mail to who reads invoices', async () => {
    const { customer, invoice } = await invoiced();
    const { credit: issued } = await credit(customer, invoice, { ...whole, note: 'Commande annulée par téléphone' });
    const id = documentIds.creditNote(issued.creditNote);
    const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id } });
    const said = CreditNoteDocument.parse(snapshot);
    expect(said).toMatchObject({
      corrects: { number: invoice, issueDate: house.today },
      applied: '120.00',
      note: 'Commande annulée par téléphone',
    });
    const sold = await house.prisma.document.findUniqueOrThrow({ where: { id: documentIds.invoice(invoice) } });
    const { deliveredOn, deliveryAddress, paymentTerms, latePayment } = InvoiceDocument.parse(sold.snapshot);
    expect(said.supply).toEqual({ deliveredOn, deliveryAddress, paymentTerms, latePayment });
    const { outgoing } = await house.activities.readAccountAgenda({ customer, at: new Date().toISOString() });
    expect(outgoing).toMatchObject([{ mailId: id, kind: 'credit-note' }]);
    await send(id);
    const [copy] = await house.post.copiesOf(id);
    expect(copy?.subject).toBe(`Avoir ${issued.creditNote} sur la facture ${invoice}`);
    expect(copy?.text.replaceAll(/\s/g, ' ')).toContain(`120,00 € viennent en déduction de la facture ${invoice}.`);
  });

  it('is told in the dossier', async () => {
    const { customer, invoice } = await invoiced();
    const { credit: issued } = await credit(customer, invoice, whole);
    const entry = await house.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'invoice.credited', entityId: invoice },
    });
    expect(entry).toMatchObject({
      actor: 'karim.benali',
      before: { open: '120.00' },
      after: { creditNote: issued.creditNote, amount: '120.00' },
    });
    const { audit, say } = wordsOf('fr');
    const facts = auditFacts['invoice.credited'].parse(entry.after);
    const told = audit['invoice.credited']({ facts, what: invoice, by: 'karim.benali', currency: 'EUR' }, say);
    expect(told.replaceAll(/\s/g, ' ')).toBe(
      `Avoir ${issued.creditNote} de 120,00 € sur la facture ${invoice} : tout ce qui en reste, facture en doublon ; 120,00 € en déduction`,
    );
  });
});

describe('a credit of a part', () => {
  it('is deducted from what is open, and the rest of the line is still invoiced', async () => {
    const { customer, paper, invoice } = await invoiced();
    await raiseClaim(house, paper, 'interest', '1.00');
    await raiseClaim(house, paper, 'recovery-fee', '40.00');
    const result = await credit(customer, invoice, ofLine('4'));
    // 4 of 10: 48.00 of 120.00, and 0.40 of the interest; the rest was late all the same, and owes the fee.
    expect(result.credit).toMatchObject({ gross: '-48.00', applied: '48.00', open: '72.00' });
    expect(result.moves.map(({ amount, open }) => [amount, open])).toEqual([
      ['48.00', '72.00'],
      ['0.40', '0.60'],
    ]);
    expect(await lineOf(paper.number)).toEqual(['10', '6', '4']);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['112.60'], '72.00']);
    const { situation } = await house.activities.settleOrder({
      orderNumber: paper.number,
      reopened: 0,
      today: house.today,
    });
    expect(situation).toMatchObject({ toInvoice: null, unpaid: 1 });
    // A later letter claims on what is left: 0.90 in all is more than the 0.60 that stands.
    await raiseClaim(house, paper, 'interest', '0.90', `${invoice}:1:level-3`);
    expect(await balanceOf(customer)).toEqual(['112.90']);
  });

  it('of the price leaves the quantities, and of an allowance too', async () => {
    const { customer, paper, invoice } = await invoiced();
    await credit(customer, invoice, { scope: 'price', lines: [{ lineNo: 1, unitPrice: '9.00' }], reason: 'PU_ERR' });
    const second = await credit(customer, invoice, { scope: 'allowance', amount: '5.00', reason: 'REM_ERR' });
    // 120.00 − 12.00 − 6.00
    expect(second.credit.open).toBe('102.00');
    expect(await lineOf(paper.number)).toEqual(['10', '10', '0']);
    expect((await invoiceOf(invoice)).credits.map(({ scope, gross }) => [scope, gross])).toEqual([
      ['price', '-12.00'],
      ['allowance', '-6.00'],
    ]);
    expect((await credit(customer, invoice, whole)).credit).toMatchObject({ gross: '-102.00', open: '0.00' });
    expect(await lineOf(paper.number)).toEqual(['10', '0', '10']);
  });

  it('of several rates with freight is what its preview said, and the rest comes to zero', async () => {
    const customer = await openAccount(house, `CREDIT-${(accounts += 1)}`);
    const lines = [
      { product: 'BOX', quantity: '7' },
      { product: 'TEA', quantity: '3' },
    ];
    const draft = await draftOrder(house, customer, lines, { freight: '12.00' });
    const { number: invoice } = (await invoiceAll(house, { ...draft, expectedFreight: '12.00' })).invoice;
    const wish: CreditNoteInput = {
      scope: 'lines',
      lines: [{ lineNo: 2, quantity: '1' }],
      freight: '5.00',
      reason: 'LIVR_INCOMP',
    };
    const preview = await previewCredit(house.prisma, invoice, wish, everyone);
    const { credit: issued } = await credit(customer, invoice, wish);
    expect(preview).toMatchObject({ gross: issued.gross, applied: issued.applied, open: issued.open, takesAll: false });
    await credit(customer, invoice, whole);
    const papers = [
      await invoiceOf(invoice),
      ...(await house.prisma.invoice.findMany({ where: { corrects: invoice } })),
    ];
    const total = (name: 'net' | 'vat' | 'gross' | 'freight') =>
      papers.reduce((sum, each) => sum + Math.round(100 * Number(each[name])), 0);
    expect([total('net'), total('vat'), total('gross'), total('freight')]).toEqual([0, 0, 0, 0]);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
  });
});

describe('a credit of what was paid', () => {
  it('is ours to give: the order stays settled, and it lowers what the customer binds', async () => {
    const { customer, paper, invoice } = await invoiced();
    await pay(customer, invoice, '120.00');
    await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    const result = await credit(customer, invoice, ofLine('3'));
    expect(result.credit).toMatchObject({ applied: '0.00', toGive: '36.00', open: '0.00' });
    expect([result.settled, result.reopened, result.moves]).toEqual([[], [], []]);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['-36.00'], '-36.00']);
    const { stage } = await house.prisma.salesOrder.findUniqueOrThrow({ where: { number: paper.number } });
    expect(stage).toBe('settled');
    expect(await invoiceOf(result.credit.creditNote)).toMatchObject({ open: '-36.00', settledOn: null });
  });

  it('of which a part was paid goes to the open part first', async () => {
    const { customer, invoice } = await invoiced();
    await pay(customer, invoice, '100.00');
    expect((await credit(customer, invoice, ofLine('5'))).credit).toMatchObject({
      applied: '20.00',
      toGive: '40.00',
      open: '0.00',
    });
  });

  it('of which a part was written off gives back what was paid, and takes the loss back', async () => {
    const { customer, invoice } = await invoiced();
    await pay(customer, invoice, '100.00');
    const given = { customer, on: house.today, actor: karim(), invoice, reason: 'too little to fight for' };
    done(await house.activities.recordWriteOff(given));
    const before = await house.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: invoice } });
    const preview = await previewCredit(house.prisma, invoice, ofLine('1'), everyone);
    expect(preview).toMatchObject({ applied: '12.00', takenBack: '12.00', toGive: '0.00', open: '0.00' });
    const first = await credit(customer, invoice, ofLine('1'));
    expect(first.credit).toMatchObject({ applied: '12.00', toGive: '0.00', open: '0.00' });
    expect(await balanceOf(customer)).toEqual(['0.00']);
    const rest = await credit(customer, invoice, whole);
    expect(rest.credit).toMatchObject({ gross: '-108.00', applied: '8.00', toGive: '100.00', open: '0.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['-100.00'], '-100.00']);
    const losses = await house.prisma.ledgerEntry.findMany({
      where: { invoiceNumber: invoice, kind: 'write-off' },
      orderBy: { id: 'asc' },
    });
    expect(losses.map(({ amount }) => String(amount))).toEqual(['-20', '12', '8']);
    expect(await house.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: invoice } })).toEqual(before);
    const told = await house.prisma.auditEntry.findMany({
      where: { action: 'invoice.loss-taken-back', entityId: invoice },
    });
    expect(told.map(({ after }) => (after as { amount: string }).amount)).toEqual(['12.00', '8.00']);
  });

  it('counts before a letter leaves, as money without an invoice does, and nobody is asked to allocate it', async () => {
    const { customer, invoice } = await invoiced();
    await pay(customer, invoice, '120.00');
    await credit(customer, invoice, whole);
    const [later] = await invoicesOfTen(house, customer, 1);
    const dueDate = later?.invoice.dueDate ?? '';
    expect(await dun(house, customer, addDays(dueDate, 5))).toEqual([documentIds.creditNote(await noteOf(invoice))]);
    const { next } = await house.activities.readAccountAgenda({ customer, at: `${addDays(dueDate, 5)}T10:00:00Z` });
    expect(next).toBeNull();
  });

  it('and less than is due is told in the letter as what is in the customer’s favour', async () => {
    const { customer, invoice } = await invoiced();
    await pay(customer, invoice, '120.00');
    await credit(customer, invoice, ofLine('2'));
    const [later] = await invoicesOfTen(house, customer, 1);
    const mails = await dun(house, customer, addDays(later?.invoice.dueDate ?? '', 5));
    const letter = mails.find((mail) => mail.startsWith('dunning-letter')) ?? '';
    await send(letter);
    const [copy] = await house.post.copiesOf(letter);
    expect(copy?.text.replaceAll(/\s/g, ' ')).toContain('24,00 € en votre faveur');
  });
});

const noteOf = async (invoice: string) =>
  (await house.prisma.invoice.findFirstOrThrow({ where: { corrects: invoice } })).number;

describe('a letter that waits to leave', () => {
  it('is stopped by the credit of what it claims', async () => {
    const { customer, paper, invoice } = await invoiced();
    await dun(house, customer, addDays(paper.invoice.dueDate, 5));
    const letter = await letterId(house, invoice, 'level-1');
    expect(letter).not.toBe('');
    await credit(customer, invoice, ofLine('9'));
    expect(await send(letter)).toMatchObject({ kind: 'skipped' });
    expect(await house.post.copiesOf(letter)).toEqual([]);
  });
});

describe('asked again, or by two', () => {
  it('the same request, in sequence and at once, issues one credit note', async () => {
    const { customer, invoice } = await invoiced();
    const input = asked(customer, invoice, ofLine('1'));
    const first = await house.activities.recordCreditNote(input);
    const others = await Promise.all([1, 2, 3].map(() => house.activities.recordCreditNote(input)));
    expect(others).toEqual([first, first, first]);
    expect(await house.prisma.invoice.count({ where: { corrects: invoice } })).toBe(1);
  });

  it('two people who credit the same line at once: the second is refused, and told what is left', async () => {
    const { customer, invoice } = await invoiced();
    const answers = await Promise.all(
      [1, 2].map(() => house.activities.recordCreditNote(asked(customer, invoice, ofLine('6')))),
    );
    const refused = answers.filter(isRefusal);
    expect(refused).toMatchObject([{ code: 'over-credit', said: { values: { line: 1, quantity: '6', left: '4' } } }]);
  });

  it('a credit and a payment of the same invoice at once: nothing is lost, nothing twice', async () => {
    const { customer, invoice } = await invoiced();
    await Promise.all([credit(customer, invoice, ofLine('5')), pay(customer, invoice, '100.00')]);
    // 120.00 − 60.00 − 100.00: 40.00 are ours to give, by the credit note or by the payment, as it came.
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['-40.00'], '-40.00']);
  });

  it('the numbers of many at once have no gap and no double', async () => {
    const papers = await Promise.all([invoiced(), invoiced(), invoiced(), invoiced()]);
    const wishes = papers.flatMap((each) => [each, each, each]);
    await Promise.all(wishes.map(({ customer, invoice }) => credit(customer, invoice, ofLine('1'))));
    const rows = await house.prisma.invoice.findMany({ where: { kind: 'credit-note' }, orderBy: { sequence: 'asc' } });
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
  });

  it('of somebody else’s invoice is refused', async () => {
    const [mine, theirs] = await Promise.all([invoiced(), invoiced()]);
    const answer = await house.activities.recordCreditNote(asked(mine.customer, theirs.invoice, whole));
    expect(answer).toMatchObject({ kind: 'refused', code: 'not-found' });
  });
});

/** A credit note of 120.00 of an invoice that was paid: all of it is ours to give. */
async function toGive(): Promise<{ customer: string; creditNote: string; invoice: string }> {
  const { customer, invoice } = await invoiced();
  await pay(customer, invoice, '120.00');
  const { credit: issued } = await credit(customer, invoice, whole);
  return { customer, invoice, creditNote: issued.creditNote };
}

const payOut = async (customer: string, creditNote: string, amount: string) => {
  const input = {
    customer,
    amount,
    currency: 'EUR',
    date: house.today,
    reference: `OUT-${randomUUID()}`,
    refunds: creditNote,
  } as const;
  return done(await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim(), nowMs: Date.now() }));
};
const refund = (customer: string, paymentId: string) =>
  house.activities.recordRefund({ customer, on: house.today, actor: karim(), paymentId });
const apply = (customer: string, creditNote: string, wish: ApplicationInput) =>
  house.activities.recordApplication({ customer, on: house.today, actor: karim(), creditNote, wish });

describe('what a credit note has left', () => {
  it('is paid out on record, in two transfers, and then nothing is ours to give', async () => {
    const { customer, creditNote } = await toGive();
    const first = await payOut(customer, creditNote, '-50.00');
    expect(done(await refund(customer, first.id))).toMatchObject({
      moves: [{ amount: '-50.00', open: '-70.00' }],
      settled: [],
    });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['-70.00'], '-70.00']);
    const second = await payOut(customer, creditNote, '-70.00');
    expect(done(await refund(customer, second.id))).toMatchObject({ settled: [{ invoice: creditNote }], reopened: [] });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
    expect((await invoiceOf(creditNote)).settledOn).toBe(house.today);
  });

  it('is never paid out twice over: the second transfer is booked, refused, and told what is left', async () => {
    const { customer, creditNote } = await toGive();
    const [first, second] = [
      await payOut(customer, creditNote, '-100.00'),
      await payOut(customer, creditNote, '-100.00'),
    ];
    const answers = await Promise.all([refund(customer, first.id), refund(customer, second.id)]);
    expect(answers.filter(isRefusal)).toMatchObject([
      { code: 'over-refund', said: { values: { amount: '100.00', left: '20.00' } } },
    ]);
    // 120.00 were ours to give, and 200.00 went out: the customer owes 80.00.
    expect(await balanceOf(customer)).toEqual(['80.00']);
  });

  it('whose transfer came back is ours to give again, and opens no order', async () => {
    const { customer, creditNote } = await toGive();
    const { id } = await payOut(customer, creditNote, '-120.00');
    done(await refund(customer, id));
    const back = await house.activities.recordReversal({
      customer,
      on: house.today,
      actor: karim(),
      paymentId: id,
      allocation: 1,
      reason: 'wrong account',
    });
    expect(done(back)).toMatchObject({ reopened: [], unallocated: '-120.00' });
    expect((await invoiceOf(creditNote)).open).toBe('-120.00');
  });

  it('is set off against what has been due longest, or against what is named, and settles it', async () => {
    const { customer, creditNote } = await toGive();
    const [paper] = await invoicesOfTen(house, customer, 1);
    const invoice = paper?.invoice.number ?? '';
    const named = { allocations: [{ invoice, amount: '20.00' }] };
    expect(done(await apply(customer, creditNote, named))).toMatchObject({
      moves: [{ amount: '20.00', open: '100.00' }],
    });
    const rest = done(await apply(customer, creditNote, { order: 'oldest-first' }));
    expect(rest).toMatchObject({ moves: [{ amount: '100.00', open: '0.00' }], paidOrders: [paper?.number] });
    expect(await invoiceOf(creditNote)).toMatchObject({
      open: '0.00',
      applications: [
        { invoice, amount: '20.00' },
        { invoice, amount: '100.00' },
      ],
    });
    expect(await apply(customer, creditNote, { order: 'oldest-first' })).toMatchObject({
      kind: 'refused',
      code: 'nothing-open',
    });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
  });

  it('pays out no credit note of somebody else', async () => {
    const [mine, theirs] = await Promise.all([toGive(), toGive()]);
    const input = {
      customer: mine.customer,
      amount: '-1.00',
      currency: 'EUR',
      date: house.today,
      reference: 'OUT-X',
      refunds: theirs.creditNote,
    } as const;
    const answer = await recordPayment(house.prisma, { id: randomUUID(), input, actor: karim(), nowMs: Date.now() });
    expect(answer).toMatchObject({ kind: 'refused', code: 'over-refund', field: 'refunds' });
  });

  it('waits for finance on the worklist after 30 days, as long as it is not used', async () => {
    const { customer, creditNote } = await toGive();
    const asked = async (days: number) => {
      const filter = { kind: 'credit-to-give', without: [], worklist: null } as const;
      const nowMs = Date.parse(`${addDays(house.today, days)}T12:00:00Z`);
      const page = await listWorklist(house.prisma, filter, everyone, nowMs);
      if (isRefusal(page)) throw new Error('refused');
      return page.items.filter((line) => line.customer === customer);
    };
    expect([await asked(29), (await asked(31)).map(({ amount, facts }) => [amount, facts])]).toMatchObject([
      [],
      [['120.00', { creditNote }]],
    ]);
    const { id } = await payOut(customer, creditNote, '-120.00');
    done(await refund(customer, id));
    expect(await asked(31)).toEqual([]);
  });

  it('is found among the invoices', async () => {
    const { customer, creditNote } = await toGive();
    const found = await listInvoices(house.prisma, { customer, toGive: true }, everyone);
    expect(isRefusal(found) ? found : found.items.map(({ number }) => number)).toEqual([creditNote]);
  });
});

const right = (customer: string, invoice: string, wish: Partial<CorrectionInput>) =>
  house.activities.recordCorrection({
    customer,
    on: house.today,
    actor: karim(),
    invoice,
    wish: CorrectionInput.parse({ form: 'credit-and-invoice', reason: 'PU_ERR', ...wish }),
  });
const documentOf = async (id: string) => (await house.prisma.document.findUniqueOrThrow({ where: { id } })).snapshot;

describe('an invoice that is put right in one step', () => {
  it('is credited whole and invoiced at the right price; the order waits for the right one alone', async () => {
    const { customer, paper, invoice } = await invoiced();
    const { credit: note, correction } = done(
      await right(customer, invoice, { lines: [{ lineNo: 1, unitPrice: '9.00' }] }),
    );
    expect(note).toMatchObject({ invoice, gross: '-120.00', applied: '120.00', toGive: '0.00' });
    expect(correction).toMatchObject({ customer, gross: '108.00', deducted: '0.00', toGive: '0.00', open: '108.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['108.00'], '108.00']);
    expect(await lineOf(paper.number)).toEqual(['10', '10', '0']);
    expect(await invoiceOf(invoice)).toMatchObject({ open: '0.00', replacedBy: correction.invoice });
    expect(await invoiceOf(correction.invoice)).toMatchObject({ kind: 'invoice', replaces: invoice, open: '108.00' });
    const settled = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    expect(settled.situation).toMatchObject({ toInvoice: null, unpaid: 1 });
    // A credit of everything of the right one leaves nothing.
    await credit(customer, correction.invoice, whole);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
    expect(await lineOf(paper.number)).toEqual(['10', '0', '10']);
  });

  it('after a part was written off: that part is owed again, by the right one', async () => {
    const { customer, invoice } = await invoiced();
    await pay(customer, invoice, '100.00');
    done(
      await house.activities.recordWriteOff({ customer, on: house.today, actor: karim(), invoice, reason: 'little' }),
    );
    const { credit: note, correction } = done(await right(customer, invoice, { customerReference: 'PO-78' }));
    expect(note).toMatchObject({ gross: '-120.00', applied: '20.00', toGive: '100.00' });
    expect(correction).toMatchObject({ gross: '120.00', deducted: '100.00', open: '20.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['20.00'], '20.00']);
  });

  it('says so on both papers, which leave from the account', async () => {
    const { customer, invoice } = await invoiced();
    const { credit: note, correction } = done(
      await right(customer, invoice, { billingAddress: streetOf('2, rue Neuve'), customerReference: 'PO-77' }),
    );
    const paper = InvoiceDocument.parse(await documentOf(documentIds.invoice(correction.invoice)));
    expect(paper).toMatchObject({
      customerReference: 'PO-77',
      customer: { billingAddress: { street: '2, rue Neuve' } },
      replaces: { number: invoice, issueDate: house.today, creditNote: note.creditNote },
    });
    expect(CreditNoteDocument.parse(await documentOf(documentIds.creditNote(note.creditNote)))).toMatchObject({
      replacedBy: { invoice: correction.invoice, deducted: '0.00' },
    });
    const { outgoing } = await house.activities.readAccountAgenda({ customer, at: new Date().toISOString() });
    expect(outgoing.map(({ kind }) => kind)).toEqual(['credit-note', 'invoice']);
    await send(documentIds.invoice(correction.invoice));
    const [copy] = await house.post.copiesOf(documentIds.invoice(correction.invoice));
    expect(copy?.subject).toContain(`Facture ${correction.invoice}`);
  });

  it('after it was paid: the money goes to the right one, the rest is ours to give, and the settled order waits again', async () => {
    const { customer, paper, invoice } = await invoiced();
    await pay(customer, invoice, '120.00');
    await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    const more = done(await right(customer, invoice, { lines: [{ lineNo: 1, unitPrice: '11.00' }] }));
    expect(more.correction).toMatchObject({ gross: '132.00', deducted: '120.00', toGive: '0.00', open: '12.00' });
    expect(more.reopenedOrders).toEqual([paper.number]);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['12.00'], '12.00']);
    const less = done(await right(customer, more.correction.invoice, { lines: [{ lineNo: 1, quantity: '9' }] }));
    // 9 × 11.00 = 99.00, 118.80 with tax; 120.00 were paid.
    expect(less.correction).toMatchObject({ gross: '118.80', deducted: '118.80', toGive: '1.20', open: '0.00' });
    expect(less.paidOrders).toEqual([paper.number]);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['-1.20'], '-1.20']);
    expect(await lineOf(paper.number)).toEqual(['10', '9', '1']);
  });

  it('of the wrong customer is credited to that one and invoiced to the right one; the order keeps its customer', async () => {
    const { customer, paper, invoice } = await invoiced();
    const other = await openAccount(house, `RIGHT-${(accounts += 1)}`);
    const { correction } = done(await right(customer, invoice, { customer: other, reason: 'DEST_ERR' }));
    expect(correction).toMatchObject({ customer: other, gross: '120.00', open: '120.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
    expect([await balanceOf(other), await exposureOf(other)]).toEqual([['120.00'], '120.00']);
    expect(await invoiceOf(correction.invoice)).toMatchObject({ customer: other, order: paper.number });
    expect(await documentOf(documentIds.invoice(correction.invoice))).toMatchObject({
      customer: { number: other },
      customerReference: null,
    });
    expect(house.told).toContain(`accountNews ${other}`);
    const { outgoing } = await house.activities.readAccountAgenda({ customer: other, at: new Date().toISOString() });
    expect(outgoing).toMatchObject([{ kind: 'invoice', mailId: documentIds.invoice(correction.invoice) }]);
    const settled = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    expect(settled.situation).toMatchObject({ unpaid: 1 });
    await pay(other, correction.invoice, '120.00');
    expect([await balanceOf(other), await exposureOf(other)]).toEqual([['0.00'], '0.00']);
    const ended = await house.activities.settleOrder({ orderNumber: paper.number, reopened: 0, today: house.today });
    expect(ended.situation).toMatchObject({ stage: 'settled' });
  });

  it('two wrong customers for each other, at once: no deadlock, and each owes what is its own', async () => {
    const [mine, theirs] = [await invoiced(), await invoiced()];
    await Promise.all([
      right(mine.customer, mine.invoice, { customer: theirs.customer }),
      right(theirs.customer, theirs.invoice, { customer: mine.customer }),
    ]);
    for (const { customer } of [mine, theirs])
      expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['120.00'], '120.00']);
  });

  it('is refused of a customer that there is not', async () => {
    const { customer, invoice } = await invoiced();
    expect(await right(customer, invoice, { customer: 'NOBODY' })).toMatchObject({
      kind: 'refused',
      code: 'customer-unknown',
      field: 'customer',
    });
  });

  it('by a corrective invoice, which names the one whose place it takes; no credit note is sent', async () => {
    const { customer, paper, invoice } = await invoiced();
    await pay(customer, invoice, '50.00');
    const wish: Partial<CorrectionInput> = { form: 'corrective', lines: [{ lineNo: 1, unitPrice: '9.00' }] };
    const { credit: booked, correction } = done(await right(customer, invoice, wish));
    expect(correction.invoice).toMatch(/^FR-\d{4}-000001$/);
    expect(booked.creditNote).toBe(`${correction.invoice}-R`);
    // 120.00 less 50.00 was open; 108.00 less the 50.00 is.
    expect(correction).toMatchObject({ gross: '108.00', deducted: '50.00', open: '58.00' });
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['58.00'], '58.00']);
    expect(await lineOf(paper.number)).toEqual(['10', '10', '0']);
    const said = InvoiceDocument.parse(await documentOf(documentIds.invoice(correction.invoice)));
    expect(said.corrects).toEqual({ number: invoice, issueDate: house.today });
    const { outgoing } = await house.activities.readAccountAgenda({ customer, at: new Date().toISOString() });
    expect(outgoing.map(({ kind }) => kind)).toEqual(['invoice']);
    expect(await invoiceOf(booked.creditNote)).toMatchObject({
      isCounterpart: true,
      gross: '-120.00',
      corrects: invoice,
    });
    expect(await right(customer, invoice, wish)).toMatchObject({ kind: 'refused' });
  });
});

const reversed = (customer: string, creditNote: string, application: number) =>
  house.activities.recordApplicationReversal({
    customer,
    on: house.today,
    actor: karim(),
    creditNote,
    application,
    reason: 'meant for another',
  });

describe('a credit that was set off', () => {
  it('is taken back: the invoice owes again, the credit note has it to give, and the order waits', async () => {
    const { customer, creditNote } = await toGive();
    const [paper] = await invoicesOfTen(house, customer, 1);
    const invoice = paper?.invoice.number ?? '';
    done(await apply(customer, creditNote, { order: 'oldest-first' }));
    await house.activities.settleOrder({ orderNumber: paper?.number ?? '', reopened: 0, today: house.today });
    const back = done(await reversed(customer, creditNote, 1));
    expect(back).toMatchObject({
      moves: [{ amount: '-120.00', open: '120.00' }],
      reopened: [{ invoice }],
      reopenedOrders: [paper?.number],
    });
    expect([await invoiceOf(invoice), await invoiceOf(creditNote)]).toMatchObject([
      { open: '120.00', applications: [] },
      { open: '-120.00', applications: [] },
    ]);
    expect([await balanceOf(customer), await exposureOf(customer)]).toEqual([['0.00'], '0.00']);
    expect(await reversed(customer, creditNote, 1)).toMatchObject({ kind: 'refused', code: 'allocation-reversed' });
    done(await apply(customer, creditNote, { order: 'oldest-first' }));
    expect(await invoiceOf(creditNote)).toMatchObject({
      applications: [{ invoice, amount: '120.00', application: 2 }],
    });
  });

  it('against the invoice that it corrects stays there', async () => {
    const { customer, invoice } = await invoiced();
    const { credit: issued } = await credit(customer, invoice, ofLine('4'));
    expect(await reversed(customer, issued.creditNote, 1)).toMatchObject({ kind: 'refused', code: 'over-credit' });
  });
});

describe('a credit above what one person may give', () => {
  const ask = async (wish: CreditNoteInput = whole) => {
    const { customer, invoice } = await invoiced();
    await setCreditApproval(house, '50.00');
    const answer = await house.activities.recordCreditNote(asked(customer, invoice, wish));
    return { customer, invoice, answer, request: answer.kind === 'asked' ? answer.request : '' };
  };
  const decide = (customer: string, request: string, decision: 'grant' | 'refuse', by = helene()) =>
    house.activities.recordCreditRequestDecision({
      customer,
      on: house.today,
      actor: by,
      request,
      decision,
      reason: 'seen',
    });
  const lineFor = async (invoice: string) =>
    house.prisma.workItem.findFirstOrThrow({ where: { invoiceNumber: invoice, kind: 'credit-approval' } });
  afterEach(() => setCreditApproval(house, null));

  it('waits for a second person on the worklist, and is issued when a colleague grants it', async () => {
    const { customer, invoice, answer, request } = await ask();
    expect(answer).toMatchObject({ kind: 'asked', invoice, amount: '120.00' });
    expect(await balanceOf(customer)).toEqual(['120.00']);
    expect(await lineFor(invoice)).toMatchObject({ status: 'open', role: 'finance', facts: { by: 'karim.benali' } });
    expect(await house.activities.recordCreditNote(asked(customer, invoice, whole))).toMatchObject({
      kind: 'refused',
      code: 'already-exists',
    });
    expect(await decide(customer, request, 'grant', karim())).toMatchObject({ kind: 'refused', code: 'four-eyes' });
    const granted = done(await decide(customer, request, 'grant'));
    expect(await invoiceOf(granted.creditNote ?? '')).toMatchObject({ corrects: invoice, gross: '-120.00' });
    expect(await balanceOf(customer)).toEqual(['0.00']);
    expect(await lineFor(invoice)).toMatchObject({ status: 'done' });
    expect(await decide(customer, request, 'refuse')).toMatchObject({ kind: 'refused', code: 'line-closed' });
  });

  it('is refused with a reason, and may be asked for again', async () => {
    const { customer, invoice, request } = await ask();
    expect(done(await decide(customer, request, 'refuse'))).toMatchObject({ decision: 'refuse', creditNote: null });
    expect(await balanceOf(customer)).toEqual(['120.00']);
    const again = await house.activities.recordCreditNote(asked(customer, invoice, whole));
    expect(again).toMatchObject({ kind: 'asked' });
    const told = await house.prisma.auditEntry.findMany({ where: { entityId: invoice }, orderBy: { id: 'asc' } });
    const actions = told.map(({ action }) => action).filter((action) => action.startsWith('invoice.credit'));
    expect(actions).toEqual(['invoice.credit-asked', 'invoice.credit-refused', 'invoice.credit-asked']);
  });

  it('of less is issued at once', async () => {
    const { answer } = await ask(ofLine('1'));
    expect(done(answer).credit.gross).toBe('-12.00');
  });

  it('counts what one person gave of the invoice before, and not what two did', async () => {
    const { customer, invoice } = await invoiced();
    await setCreditApproval(house, '30.00');
    const box = () => house.activities.recordCreditNote(asked(customer, invoice, ofLine('1')));
    for (const _ of [1, 2]) expect(done(await box()).credit.gross).toBe('-12.00');
    const third = await box();
    expect(third).toMatchObject({ kind: 'asked', amount: '12.00' });
    done(await decide(customer, third.kind === 'asked' ? third.request : '', 'grant'));
    await setCreditApproval(house, '36.00');
    expect(done(await box()).credit.gross).toBe('-12.00');
  });

  it('of an invoice that is put right for another customer wakes that one once it is granted', async () => {
    const { customer, invoice } = await invoiced();
    const other = await openAccount(house, `RIGHT-${(accounts += 1)}`);
    await setCreditApproval(house, '50.00');
    const answer = await right(customer, invoice, { customer: other, reason: 'DEST_ERR' });
    const request = answer.kind === 'asked' ? answer.request : '';
    const granted = done(await decide(customer, request, 'grant'));
    expect(await invoiceOf(granted.invoice ?? '')).toMatchObject({ customer: other, replaces: invoice });
    expect([await balanceOf(customer), await balanceOf(other)]).toEqual([['0.00'], ['120.00']]);
    expect(house.told).toContain(`accountNews ${other}`);
  });
});

describe('invoices by their kind', () => {
  it('are found', async () => {
    const { customer, invoice } = await invoiced();
    const { credit: issued } = await credit(customer, invoice, ofLine('4'));
    const listed = async (kind: 'invoice' | 'credit-note') => {
      const page = await listInvoices(house.prisma, { customer, kind }, everyone);
      return isRefusal(page) ? page : page.items.map(({ number }) => number);
    };
    expect([await listed('invoice'), await listed('credit-note')]).toEqual([[invoice], [issued.creditNote]]);
  });
});

describe('the books', () => {
  it('are told to the accountant as the documents have them: net, VAT and gross', async () => {
    const chart = await readChart(house.prisma);
    const { from, to } = financialYearOf(house.today, chart.yearEnd);
    const books = { currency: 'EUR', zone: 'Europe/Paris' } as const;
    const booked = new Map<string, string>();
    const asked = { books, chart, period: { from, to }, parts: ['sales'] } as const;
    for await (const { lines } of journalOf(house.prisma, asked))
      for (const { account, amount } of lines) booked.set(account, sum([booked.get(account) ?? '0', amount]));
    const [told] = await house.prisma.$queryRaw<{ net: string; vat: string; gross: string; freight: string }[]>`
      SELECT sum(net)::text AS net, sum(vat)::text AS vat, sum(gross)::text AS gross, sum(freight)::text AS freight FROM invoice`;
    const of = (...accounts: readonly string[]): string => negate(sum(accounts.map((each) => booked.get(each) ?? '0')));
    expect(equals(negate(of('411000')), told?.gross ?? '')).toBe(true);
    expect(equals(of('707000', '708500', '709700'), told?.net ?? '')).toBe(true);
    expect(equals(of('708500'), told?.freight ?? '')).toBe(true);
    expect(equals(of('445710'), told?.vat ?? '')).toBe(true);
    expect([...booked.keys()].toSorted()).toEqual(['411000', '445710', '707000', '708500', '709700']);
  });

  it('are in order after all of it', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
  });
});
