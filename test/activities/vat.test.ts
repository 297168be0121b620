import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIds } from '../../contracts/ids.js';
import type { Adjustment } from '../../contracts/adjustment.js';
import { CorrectionInput } from '../../contracts/correction.js';
import type { CreditNoteInput } from '../../contracts/credit-note.js';
import { CreditNoteDocument, InvoiceDocument } from '../../contracts/documents.js';
import type { OrderDraft } from '../../contracts/process.js';
import type { TaxRateInput } from '../../contracts/tax.js';
import { addDays } from '../../domain/calendar.js';
import { add, sum } from '../../domain/money.js';
import { patchProduct } from '../../prisma/commands/products.js';
import { setExchangeRates } from '../../prisma/commands/exchange-rates.js';
import { setTaxRate } from '../../prisma/commands/tax-rates.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { currentOrderDraft } from '../../prisma/queries/order-context.js';
import { getOrder } from '../../prisma/queries/orders.js';
import { verificationText } from '../../cli/verify.js';
import { toldOf } from '../support/told.js';
import { formatDate } from '../../words/format.js';
import { rated } from '../support/vat.js';
import { done, draftOrder, karim, laura, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import {
  accept,
  enter,
  deliveryInput,
  invoiceAll,
  invoiceInput,
  noonOf,
  type AcceptedPaper,
} from '../support/paperwork.js';

/** The VAT of what is delivered: fixed on the day of the delivery, whatever the order was entered with. */
let house: House;
let tomorrow: string;
beforeAll(async () => {
  house = await openHouse();
  tomorrow = addDays(house.today, 1);
  await openAccount(house, 'MAISON');
  await listProduct(house, 'BOX', '1000');
  await listProduct(house, 'TEA', '1000', { taxClass: 'reduced' });
});
afterAll(() => house.close());

const raised = (changes: Partial<TaxRateInput> = {}): TaxRateInput => ({
  country: 'FR',
  taxClass: 'standard',
  from: tomorrow,
  vatCategory: 'S',
  vatRate: '21',
  vatExemption: null,
  ...changes,
});
const enterRate = (input: TaxRateInput) => house.prisma.$transaction((tx) => setTaxRate(tx, input, karim()));

/** Delivers a part and invoices it, both on one day. */
async function deliver(paper: AcceptedPaper, lines: readonly { lineNo: number; quantity: string }[], on: string) {
  const recorded = await house.activities.recordDelivery(deliveryInput(paper, lines, on));
  const delivery = done(recorded.answer);
  const { answer } = await house.activities.recordInvoice(invoiceInput({ number: paper.number, delivery }, on));
  const document = await house.prisma.document.findUniqueOrThrow({ where: { id: documentIds.invoice(answer.number) } });
  return { delivery, invoice: answer, printed: document.snapshot as unknown as InvoiceDocument };
}

const whole = { scope: 'whole', reason: 'DOUBLON' } as const;

/** Credits some of an invoice, as its document says it. */
async function credit({ printed }: { printed: InvoiceDocument }, wish: CreditNoteInput): Promise<CreditNoteDocument> {
  const { number: invoice, customer } = printed;
  const asked = { customer: customer.number, on: tomorrow, actor: karim(), invoice, wish };
  const { creditNote } = done(await house.activities.recordCreditNote(asked)).credit;
  const id = documentIds.creditNote(creditNote);
  const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id } });
  return CreditNoteDocument.parse(snapshot);
}

describe('a rate', () => {
  it('is entered for days to come, and entered again while it is not in force', async () => {
    expect(done(await enterRate(raised({ vatRate: '12' })))).toEqual({ ...raised(), vatRate: '12.00' });
    expect(done(await enterRate(raised()))).toEqual({ ...raised(), vatRate: '21.00' });
    const told = await house.prisma.auditEntry.findMany({ where: { action: 'tax-rate.set' }, orderBy: { id: 'asc' } });
    expect(told.map(({ actor, role, before, after }) => [actor, role, before, after])).toMatchObject([
      ['karim.benali', 'finance', null, { vatRate: '12.00' }],
      ['karim.benali', 'finance', { vatRate: '12.00' }, { vatRate: '21.00' }],
    ]);
  });

  it('entered by two at once stands once', async () => {
    const later = raised({ from: addDays(tomorrow, 400), vatRate: '22' });
    await Promise.all([enterRate(later), enterRate(later), enterRate(later)]);
    expect(await house.prisma.taxRate.count({ where: { validFrom: new Date(later.from) } })).toBe(1);
  });

  it.each(['today', 'yesterday', 'the day of the rate in force'])('never changes what is in force: %s', async (day) => {
    const from = { today: house.today, yesterday: addDays(house.today, -1) }[day] ?? '2014-01-01';
    const answer = await enterRate(raised({ from }));
    expect(isRefusal(answer) && [answer.code, answer.field]).toEqual(['invalid-request', 'from']);
    const standing = await house.prisma.taxRate.findMany({ where: { country: 'FR', taxClass: 'standard' } });
    expect(standing.map((rate) => rate.vatRate.toFixed(2)).toSorted()).toEqual(['20.00', '21.00', '22.00']);
  });

  it('is the first of its class from any day on: nothing was delivered with another', async () => {
    const zero = raised({ taxClass: 'zero', from: '2020-01-01', vatCategory: 'Z', vatRate: '0.00' });
    expect(done(await enterRate(zero))).toEqual(zero);
  });
});

describe('an order entered at 20.00 %, of which a part leaves before and a part after 21.00 % comes into force', () => {
  let paper: AcceptedPaper;
  beforeAll(async () => {
    // 10 × 10.00 and 12.50 of freight: 112.50 × 20 % = 22.50
    const draft = await draftOrder(house, 'MAISON', [{ product: 'BOX', quantity: '10' }], { freight: '12.50' });
    paper = await accept(house, draft);
  });

  const estimateOn = async (day: string) => {
    const order = await getOrder(house.prisma, paper.number, { salesperson: null }, Date.parse(noonOf(house, day)));
    return order?.estimate;
  };

  it('is estimated at the rate of the day on which one looks', async () => {
    expect(paper.totals).toMatchObject({ net: '112.50', vat: '22.50', gross: '135.00' });
    expect(await estimateOn(house.today)).toMatchObject({ on: house.today, vat: '22.50', gross: '135.00' });
    // 112.50 × 21 % = 23.625
    expect(await estimateOn(tomorrow)).toMatchObject({ on: tomorrow, net: '112.50', vat: '23.63', gross: '136.13' });
  });

  it('is invoiced 20.00 % for what left before', async () => {
    // 6 × 10.00 and the freight: 72.50 × 20 % = 14.50
    const { printed } = await deliver(paper, [{ lineNo: 1, quantity: '6' }], house.today);
    expect(printed.lines).toMatchObject([{ vatCategory: 'S', vatRate: '20.00' }]);
    expect(printed.vatBreakdown).toEqual([{ ...rated('20.00'), base: '72.50', vat: '14.50' }]);
    expect(printed.gross).toBe('87.00');
  });

  it('is estimated for the rest alone, without the freight that was invoiced', async () => {
    // 4 × 10.00 × 21 %
    expect(await estimateOn(tomorrow)).toMatchObject({ net: '40.00', vat: '8.40', gross: '48.40' });
  });

  it('is invoiced 21.00 % for what left after, also when the invoice is written later', async () => {
    const { printed } = await deliver(paper, [{ lineNo: 1, quantity: '4' }], tomorrow);
    expect(printed.vatBreakdown).toEqual([{ ...rated('21.00'), base: '40.00', vat: '8.40' }]);
    expect(printed.gross).toBe('48.40');
    expect(await estimateOn(tomorrow)).toBeNull();
  });

  it('takes no new rate into a day on which something is on record as delivered', async () => {
    const answer = await enterRate(raised({ vatRate: '23' }));
    expect(toldOf(answer).detail).toContain(formatDate(tomorrow, 'en'));
  });
});

const off = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'allowance',
  reason: '95',
  text: 'Remise',
  basis,
  value,
});
const onTop = (basis: Adjustment['basis'], value: string): Adjustment => ({
  kind: 'charge',
  reason: 'ABL',
  text: 'Emballage',
  basis,
  value,
});

describe('an order with 5 % off a line and 12.00 of packaging on the whole', () => {
  // 10 × 10.00 − 5.00 + 12.00
  const lines = [{ product: 'BOX', quantity: '10', adjustments: [off('percent', '5')] }];
  const adjustments = [{ ...onTop('amount', '12'), basis: 'amount' as const }];
  const asOffered = (draft: OrderDraft): OrderDraft => ({
    ...draft,
    lines: draft.lines.map((line) => ({ ...line, expected: { ...line.expected, adjustments: line.adjustments } })),
  });

  it('is invoiced part by part, and comes to what was acknowledged', async () => {
    const paper = await accept(house, asOffered(await draftOrder(house, 'MAISON', lines, { adjustments })));
    expect(paper.totals).toMatchObject({ net: '107.00' });
    const first = await deliver(paper, [{ lineNo: 1, quantity: '3' }], tomorrow);
    // 30.00 − 1.50 + 3.60
    expect(first.printed).toMatchObject({ net: '32.10', lines: [{ net: '32.10' }] });
    expect(first.printed.lines[0]?.adjustments?.map(({ of, base, amount }) => [of, base, amount])).toEqual([
      [undefined, '30.00', '1.50'],
      [1, null, '3.60'],
    ]);
    const rest = await deliver(paper, [{ lineNo: 1, quantity: '7' }], tomorrow);
    expect(rest.printed.net).toBe('74.90');
    // 3 of the 7 that came to 74.90; what is left of them after it.
    const three = await credit(rest, { scope: 'lines', lines: [{ lineNo: 1, quantity: '3' }], reason: 'QTE_ERR' });
    expect(three).toMatchObject({ net: '-32.10', lines: [{ quantity: '-3', unitPrice: '10.70' }] });
    expect(await credit(rest, whole)).toMatchObject({ net: '-42.80' });
  });

  it('is put right at another price with what comes beside it', async () => {
    const paper = await accept(house, asOffered(await draftOrder(house, 'MAISON', lines, { adjustments })));
    const { printed } = await deliver(paper, [{ lineNo: 1, quantity: '10' }], tomorrow);
    const wish = CorrectionInput.parse({
      form: 'credit-and-invoice',
      reason: 'PU_ERR',
      lines: [{ lineNo: 1, unitPrice: '9.00' }],
    });
    const asked = { customer: 'MAISON', on: tomorrow, actor: karim(), invoice: printed.number, wish };
    const { correction } = done(await house.activities.recordCorrection(asked));
    const right = await house.prisma.document.findUniqueOrThrow({
      where: { id: documentIds.invoice(correction.invoice) },
    });
    // 90.00 − 4.50 + 12.00
    expect(InvoiceDocument.parse(right.snapshot)).toMatchObject({
      net: '97.50',
      lines: [
        {
          unitPrice: '9.00',
          adjustments: [
            { base: '90.00', amount: '4.50' },
            { of: 1, amount: '12.00' },
          ],
        },
      ],
    });
    expect(await credit({ printed: { ...printed, number: correction.invoice } }, whole)).toMatchObject({
      net: '-97.50',
    });
  });

  it('is one for sales where nobody offered it: what comes beside a price is a price', async () => {
    const paper = await enter(house, await draftOrder(house, 'MAISON', lines, { adjustments }));
    // 0.50 off and 1.20 on top for each
    const found = await house.prisma.discrepancy.findMany({ where: { orderNumber: paper.number } });
    expect(found).toMatchObject([{ type: 'price', expected: '10.00', actual: '10.70' }]);
  });

  it('keeps on an amendment what it has, without the part that was cancelled', async () => {
    const paper = await accept(house, asOffered(await draftOrder(house, 'MAISON', lines, { adjustments })));
    const cancelled = { actor: laura(), reason: 'less', orderNumber: paper.number, today: house.today };
    done((await house.activities.recordCancellation({ ...cancelled, lines: [{ lineNo: 1, quantity: '4' }] })).answer);
    const current = await currentOrderDraft(house.prisma, paper.number);
    expect(current?.draft.adjustments).toEqual([{ ...adjustments[0], value: '7.20' }]);
    expect(current?.draft.lines[0]).toMatchObject({
      quantity: '6',
      adjustments: [{ value: '5.00' }, { value: '7.20', of: 1 }],
    });
  });
});

describe('an account in dollars, whose VAT is declared in euros', () => {
  const enterExchange = (rate: string, from: string) =>
    house.prisma.$transaction((tx) =>
      setExchangeRates(tx, { rates: [{ currency: 'USD', from, rate }] }, karim(), Date.parse(noonOf(house, tomorrow))),
    );

  it('has no order while nobody said what a dollar is worth', async () => {
    await openAccount(house, 'DOLLAR', { currency: 'USD' });
    await listProduct(house, 'BOX-USD', '100', { currency: 'USD' });
    const order = draftOrder(house, 'DOLLAR', [{ product: 'BOX-USD', quantity: '4' }], { currency: 'USD' });
    await expect(order).rejects.toThrow(/no rate of exchange/);
  });

  it('is invoiced with the VAT in both, by the rate in force at the tax point, which the invoice keeps', async () => {
    done(await enterExchange('0.9', house.today));
    done(await enterExchange('0.9123', tomorrow));
    const lines = [{ product: 'BOX-USD', quantity: '4' }];
    const paper = await accept(house, await draftOrder(house, 'DOLLAR', lines, { currency: 'USD' }));
    // 40.00 × 21 % = 8.40, × 0.9123 = 7.66332
    const paid = await deliver(paper, [{ lineNo: 1, quantity: '4' }], tomorrow);
    const { printed } = paid;
    expect(printed).toMatchObject({ currency: 'USD', vat: '8.40' });
    expect(printed.accountingVat).toEqual({ currency: 'EUR', rate: '0.9123', from: tomorrow, vat: '7.66' });
    done(await enterExchange('0.95', tomorrow));
    // 1 of 4: 2.10 × 0.9123 = 1.91583; the rest is what 7.66 has left.
    const one = await credit(paid, { scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' });
    expect(one.accountingVat).toEqual({ currency: 'EUR', rate: '0.9123', from: tomorrow, vat: '-1.92' });
    const rest = await credit(paid, whole);
    expect(rest.accountingVat).toMatchObject({ rate: '0.9123', vat: '-5.74' });
    const told = await house.prisma.auditEntry.findMany({
      where: { action: 'exchange-rate.set' },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ before, after }) => [before, after])).toMatchObject([
      [null, { rate: '0.9' }],
      [null, { rate: '0.9123' }],
      [{ rate: '0.9123' }, { rate: '0.95' }],
    ]);
  });
});

describe('the first invoice of an order with two rates', () => {
  it('taxes the whole freight by the rates of its day, also for the line that is still to deliver', async () => {
    const lines = [
      { product: 'BOX', quantity: '10' },
      { product: 'TEA', quantity: '10' },
    ];
    const paper = await accept(house, await draftOrder(house, 'MAISON', lines, { freight: '0.01' }));
    // 100.00 at 5.5 % leaves; the cent is shared by 100.00 at 21 % and 100.00 at 5.5 %: to the higher rate
    const { printed } = await deliver(paper, [{ lineNo: 2, quantity: '10' }], tomorrow);
    expect(printed.vatBreakdown).toEqual([
      { ...rated('21.00'), base: '0.01', vat: '0.00' },
      { ...rated('5.50'), base: '100.00', vat: '5.50' },
    ]);
    expect(printed).toMatchObject({ net: '100.01', vat: '5.50', gross: '105.51' });
    const rest = await deliver(paper, [{ lineNo: 1, quantity: '10' }], tomorrow);
    expect(rest.printed).toMatchObject({ net: '100.00', vat: '21.00', gross: '121.00' });
  });
});

describe('a product whose tax class changes', () => {
  it('bears its new class on orders entered or amended afterwards; what stands as acknowledged keeps its own', async () => {
    await listProduct(house, 'HONEY', '1000', { taxClass: 'standard' });
    const lines = [{ product: 'HONEY', quantity: '10' }];
    const before = await accept(house, await draftOrder(house, 'MAISON', lines));
    const changes = { taxClass: 'reduced' } as const;
    done(await house.prisma.$transaction((tx) => patchProduct(tx, 'HONEY', changes, karim())));
    const after = await accept(house, await draftOrder(house, 'MAISON', lines));
    // 10 × 10.00 at 21.00 % and at 5.50 %
    const all = [{ lineNo: 1, quantity: '10' }];
    expect((await deliver(before, all, tomorrow)).printed).toMatchObject({ vat: '21.00', gross: '121.00' });
    expect((await deliver(after, all, tomorrow)).printed).toMatchObject({ vat: '5.50', gross: '105.50' });
  });
});

describe('goods that leave the country', () => {
  const berlin = {
    name: 'Berlin',
    street: 'Marienburger Straße 3',
    postalCode: '10405',
    city: 'Berlin',
    region: '',
    countryCode: 'DE',
  };
  const geneva = { ...berlin, name: 'Genève', street: '1, rue du Rhône', postalCode: '1204', countryCode: 'CH' };

  it.each([
    { what: 'for a buyer abroad without a VAT number', address: berlin, vatNumber: null },
    { what: 'for a buyer abroad with a number of our own country', address: berlin, vatNumber: 'FR44732829320' },
    {
      what: 'delivered in our own country to a buyer with a foreign number',
      address: { ...berlin, countryCode: 'FR' },
      vatNumber: 'DE136695976',
    },
  ])('$what bear our own VAT: they are never intra-community', async ({ what, address, vatNumber }) => {
    const customer = await openAccount(house, `HOME-${what.length}`, { address, vatNumber });
    const lines = [{ product: 'BOX', quantity: '2' }];
    const paper = await accept(house, await draftOrder(house, customer, lines));
    expect(paper.draft).toMatchObject({ vatRegime: 'domestic', taxCountry: 'FR' });
    // 2 × 10.00 at 21.00 % = 4.20
    const { printed } = await deliver(paper, [{ lineNo: 1, quantity: '2' }], tomorrow);
    expect(printed.vat).toBe('4.20');
  });

  it.each([
    { what: 'for a buyer of another member state', address: berlin, vatNumber: 'DE136695976', category: 'K' },
    { what: 'for Switzerland', address: geneva, vatNumber: null, category: 'G' },
  ] as const)('$what bear no VAT of whatever class, and say why', async ({ address, vatNumber, category }) => {
    const customer = await openAccount(house, `ABROAD-${category}`, { address, vatNumber });
    const lines = [
      { product: 'BOX', quantity: '2' },
      { product: 'TEA', quantity: '1' },
    ];
    const paper = await invoiceAll(house, await draftOrder(house, customer, lines, { freight: '5.00' }), tomorrow);
    const id = documentIds.invoice(paper.invoice.number);
    const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id } });
    const vatExemption = category === 'K' ? 'VATEX-EU-IC' : 'VATEX-EU-G';
    expect((snapshot as unknown as InvoiceDocument).vatBreakdown).toEqual([
      { vatCategory: category, vatRate: '0.00', vatExemption, base: '35.00', vat: '0.00' },
    ]);
    expect(paper.invoice.gross).toBe('35.00');
  });
});

describe('orders of every kind, delivered in parts over days on which three rates change', () => {
  const dayAt = (offset: number) => addDays(house.today, offset);
  /** Rates by class as [first day from today, rate], the latest first. */
  const ratesOf = {
    standard: [
      [1, '21.00'],
      [-9999, '20.00'],
    ],
    intermediate: [
      [3, '12.00'],
      [-9999, '10.00'],
    ],
    reduced: [
      [4, '6.00'],
      [-9999, '5.50'],
    ],
  } as const;
  const products = { BOX: 'standard', HOTEL: 'intermediate', TEA: 'reduced' } as const;
  const quantity = fc.integer({ min: 1, max: 9 });
  const anOrder = fc.record({
    customer: fc.constantFrom('MAISON', 'MAISON', 'ABROAD-K', 'ABROAD-G'),
    lines: fc.array(
      fc.record({
        product: fc.constantFrom('BOX', 'HOTEL', 'TEA'),
        quantity,
        cents: quantity,
        adjustments: fc.subarray([off('percent', '7.5'), off('amount', '1.11'), onTop('per-unit', '0.055')]),
        priceBase: fc.constantFrom('1', '1', '3'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    whole: fc.subarray([
      { ...off('percent', '3.33'), basis: 'percent' as const },
      { ...onTop('amount', '4.99'), basis: 'amount' as const },
    ]),
    freight: fc.constantFrom('0', '0.01', '7.77'),
    /** On which day the first part of each line leaves, and how many days later the rest. */
    first: fc.integer({ min: 0, max: 3 }),
    later: fc.integer({ min: 1, max: 2 }),
  });

  beforeAll(async () => {
    await listProduct(house, 'HOTEL', '1000', { taxClass: 'intermediate' });
    done(await enterRate(raised({ taxClass: 'intermediate', from: dayAt(3), vatRate: '12' })));
    done(await enterRate(raised({ taxClass: 'reduced', from: dayAt(4), vatRate: '6' })));
  });

  it.each(fc.sample(anOrder, { numRuns: 25, seed: 2026 }).map((order, no) => [no + 1, order] as const))(
    'each line of order %i bears the rate of its class on its day, and the rows add up',
    async (_no, { customer, lines, whole, freight, first, later }) => {
      const priced = lines.map(({ product, quantity: boxes, cents, adjustments, priceBase }) => ({
        product,
        adjustments,
        priceBase,
        quantity: String(boxes),
        unitPrice: `3.3${cents}`,
      }));
      const draft = await draftOrder(house, customer, priced, { freight, adjustments: whole });
      // Prices as on the price list: what they are does not matter here.
      const asListed = draft.lines.map((line) => ({
        ...line,
        expected: {
          ...line.expected,
          unitPrice: line.unitPrice,
          priceBase: line.priceBase,
          adjustments: line.adjustments,
        },
      }));
      const paper = await accept(house, { ...draft, lines: asListed });
      const parts = [
        { day: first, taken: lines.map((line, at) => ({ lineNo: at + 1, quantity: Math.ceil(line.quantity / 2) })) },
        {
          day: first + later,
          taken: lines.map((line, at) => ({ lineNo: at + 1, quantity: Math.floor(line.quantity / 2) })),
        },
      ];
      const nets: string[] = [];
      for (const { day, taken } of parts) {
        const leaving = taken.filter((line) => line.quantity > 0);
        if (leaving.length === 0) continue;
        const asked = leaving.map((line) => ({ lineNo: line.lineNo, quantity: String(line.quantity) }));
        const { printed } = await deliver(paper, asked, dayAt(day));
        for (const line of printed.lines) {
          const taxClass = products[lines[line.lineNo - 1]?.product ?? 'BOX'];
          const due = ratesOf[taxClass].find(([from]) => from <= day)?.[1];
          expect(line.vatRate).toBe(customer === 'MAISON' ? due : '0.00');
        }
        expect(sum(printed.vatBreakdown.map(({ base }) => base))).toBe(printed.net);
        expect(sum(printed.vatBreakdown.map(({ vat }) => vat))).toBe(printed.vat);
        expect(add(printed.net, printed.vat)).toBe(printed.gross);
        nets.push(printed.net);
      }
      expect(sum(nets)).toBe(paper.totals.net);
    },
  );
});

it('leaves books in which every delivery bears the VAT of its day', async () => {
  expect(verificationText(await verifyDatabase(house.database.url))).toContain('0 violations');
});
