import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QuoteDocument } from '../../contracts/documents.js';
import type { QuoteInput } from '../../contracts/quote.js';
import { addDays, localDateOf } from '../../domain/calendar.js';
import { acceptQuote, createQuote, patchQuote, reviseQuote, sendQuote } from '../../prisma/commands/quotes.js';
import { getQuote, listQuoteRevisions } from '../../prisma/queries/quotes.js';
import { done, laura, openOffice, refusalOf, type Office } from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ seeded: true });
});
afterAll(() => office.close());

const today = localDateOf(Date.now(), 'Europe/Paris');
const everybody = { salesperson: null };

/** 10 at 18.00 less 5 % is 171.00; 4 at 2.375 is 9.50; with freight 12.00 it comes to 192.50. */
const offer = (changes: Partial<QuoteInput> = {}): QuoteInput => ({
  customer: 'ALFKI',
  validUntil: addDays(today, 30),
  paymentTerms: { kind: 'net', days: 30 },
  freight: '12.00',
  lines: [
    {
      lineNo: 1,
      product: 'P-001',
      quantity: '10',
      unitPrice: '18.00',
      discountPercent: '5.00',
      deliveryDate: addDays(today, 10),
    },
    { lineNo: 2, product: 'P-002', quantity: '4', unitPrice: '2.375', discountPercent: '0', deliveryDate: null },
  ],
  ...changes,
});

const quoted = async (changes: Partial<QuoteInput> = {}) =>
  done(await office.run((tx) => createQuote(tx, offer(changes), laura)));

const third = { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 0 }, blocksDelivery: true } as const;

describe('a quote', () => {
  // 171.00 + 9.50 + freight 12.00; at 20 % 38.50 (192.50 × 0.2).
  it('is sent as a document that stands, once more with each sending, with the VAT of the day', async () => {
    const { number } = await quoted();
    const send = () => office.run((tx) => sendQuote(tx, number, laura));
    expect(done(await send())).toEqual({ quote: number, revision: 1, version: 1, mail: `quote:${number}:1` });
    done(await office.run((tx) => reviseQuote(tx, number, { ...offer(), freight: '0', deposit: third }, laura)));
    expect(done(await send())).toEqual({ quote: number, revision: 2, version: 2, mail: `quote:${number}:2` });
    const rows = await office.prisma.document.findMany({ where: { number }, orderBy: { id: 'asc' } });
    const [first, second] = rows.map(({ snapshot }) => QuoteDocument.parse(snapshot));
    expect(first).toMatchObject({ net: '192.50', freight: '12.00', revision: 1, validUntil: addDays(today, 30) });
    expect(first?.deposit).toBeUndefined();
    expect(second).toMatchObject({ net: '180.50', freight: '0.00', revision: 2 });
    // 30 % of 180.50, which bears no VAT in another member state.
    expect(second?.deposit).toEqual({ asked: third, gross: '54.15' });
    expect(first?.lines.map(({ net, deliveryDate }) => [net, deliveryDate])).toEqual([
      ['171.00', addDays(today, 10)],
      ['9.50', null],
    ]);
    const mails = await office.prisma.outgoing.findMany({
      where: { kind: 'quote', documents: { has: `quote:${number}:2` } },
    });
    expect(mails).toMatchObject([{ id: `quote:${number}:2`, status: 'QUEUED', customerNumber: 'ALFKI' }]);
    const { number: lost } = await quoted();
    done(await office.run((tx) => patchQuote(tx, lost, { lostReason: 'too dear' }, laura)));
    expect(refusalOf(await office.run((tx) => sendQuote(tx, lost, laura)))).toMatchObject({ code: 'quote-closed' });
  });

  it('gets a number, and comes to its lines and freight before tax', async () => {
    const quote = await quoted();
    expect(quote.number).toMatch(new RegExp(`^DE-${today.slice(0, 4)}-\\d{6}$`));
    expect(quote).toMatchObject({ status: 'open', revision: 1, net: '192.50', currency: 'EUR', freight: '12.00' });
    expect(quote.lines[1]).toEqual({
      lineNo: 2,
      product: 'P-002',
      quantity: '4',
      unitPrice: '2.375',
      discountPercent: '0.00',
      deliveryDate: null,
    });
  });

  it.each([
    ['an unknown customer', { customer: 'NOBODY' }, 'customer-unknown', 'customer'],
    ['a validity that is over', { validUntil: addDays(today, -1) }, 'invalid-request', 'validUntil'],
    ['freight in parts of a cent', { freight: '0.001' }, 'invalid-request', 'freight'],
  ])('is refused for %s', async (_what, changes, code, field) => {
    const answer = await office.run((tx) => createQuote(tx, offer(changes), laura));
    expect(refusalOf(answer)).toMatchObject({ code, field });
  });

  it('is refused for a product we do not sell, naming the line', async () => {
    const [first] = offer().lines;
    const lines = first === undefined ? [] : [first, { ...first, lineNo: 2, product: 'P-999' }];
    const answer = await office.run((tx) => createQuote(tx, offer({ lines }), laura));
    expect(refusalOf(answer)).toMatchObject({ code: 'product-unknown', field: 'lines.1.product' });
  });

  it("of a colleague's customer is refused to a salesperson", async () => {
    const { salesperson } = await office.prisma.customer.findUniqueOrThrow({ where: { number: 'ALFKI' } });
    const other = salesperson === 'anne.dodsworth' ? 'janet.leverling' : 'anne.dodsworth';
    const answer = await office.run((tx) => createQuote(tx, offer(), laura, { salesperson: other }));
    expect(refusalOf(answer).code).toBe('customer-unknown');
    const { number } = await quoted();
    const patch = office.run((tx) => patchQuote(tx, number, { lostReason: 'x' }, laura, { salesperson: other }));
    expect(refusalOf(await patch).code).toBe('not-found');
  });

  it('keeps the revisions before readable', async () => {
    const { number } = await quoted();
    const { customer: _customer, ...second } = offer({ freight: '0.00' });
    const revised = await office.run((tx) => reviseQuote(tx, number, { ...second, reason: 'Collected' }, laura));
    expect(done(revised)).toMatchObject({ revision: 2, net: '180.50', freight: '0.00' });
    const revisions = await listQuoteRevisions(office.prisma, number, everybody);
    expect(revisions.map(({ revision, net, reason }) => ({ revision, net, reason }))).toEqual([
      { revision: 1, net: '192.50', reason: null },
      { revision: 2, net: '180.50', reason: 'Collected' },
    ]);
  });

  it('gets one revision after the other when two clerks revise it at once', async () => {
    const { number } = await quoted();
    const { customer: _customer, ...next } = offer();
    const answers = await Promise.all([1, 2].map(() => office.run((tx) => reviseQuote(tx, number, next, laura))));
    expect(answers.map((answer) => done(answer).revision).toSorted((a, b) => a - b)).toEqual([2, 3]);
  });

  it('reads as expired past its validity, and lives again with a new one', async () => {
    const { number } = await quoted();
    done(await office.run((tx) => patchQuote(tx, number, { validUntil: addDays(today, -1) }, laura)));
    expect((await getQuote(office.prisma, number, everybody))?.status).toBe('expired');
    const extended = await office.run((tx) => patchQuote(tx, number, { validUntil: addDays(today, 5) }, laura));
    expect(done(extended).status).toBe('open');
  });

  it('is accepted on the last day of its validity, not on the day after', async () => {
    const { number } = await quoted();
    done(await office.run((tx) => patchQuote(tx, number, { validUntil: addDays(today, -3) }, laura)));
    const accept = (acceptedOn: string) => office.run((tx) => acceptQuote(tx, number, { acceptedOn }, laura));
    expect(refusalOf(await accept(addDays(today, -2))).code).toBe('quote-unusable');
    expect(done(await accept(addDays(today, -3)))).toMatchObject({
      status: 'accepted',
      acceptedOn: addDays(today, -3),
    });
    expect(refusalOf(await accept(addDays(today, -3))).code).toBe('quote-closed');
  });

  it('cannot have been accepted tomorrow', async () => {
    const { number } = await quoted();
    // Of this moment: midnight may have passed since the file began.
    const tomorrow = addDays(localDateOf(Date.now(), 'Europe/Paris'), 1);
    const answer = await office.run((tx) => acceptQuote(tx, number, { acceptedOn: tomorrow }, laura));
    expect(refusalOf(answer)).toMatchObject({ code: 'invalid-request', field: 'acceptedOn' });
  });

  it('that is lost is closed, with its reason', async () => {
    const { number } = await quoted();
    const lost = done(await office.run((tx) => patchQuote(tx, number, { lostReason: 'Price' }, laura)));
    expect(lost).toMatchObject({ status: 'lost', lostReason: 'Price' });
    const { customer: _customer, ...next } = offer();
    expect(refusalOf(await office.run((tx) => reviseQuote(tx, number, next, laura))).code).toBe('quote-closed');
  });
});
