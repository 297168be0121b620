import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIds } from '../../contracts/ids.js';
import type { InvoiceDocument } from '../../contracts/documents.js';
import type { TaxRateInput } from '../../contracts/tax.js';
import { addDays } from '../../domain/calendar.js';
import { add, sum } from '../../domain/money.js';
import { patchProduct } from '../../prisma/commands/products.js';
import { setTaxRate } from '../../prisma/commands/tax-rates.js';
import { isRefusal } from '../../prisma/commands/refusals.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getOrder } from '../../prisma/queries/orders.js';
import { verificationText } from '../../cli/verify.js';
import { toldOf } from '../support/told.js';
import { formatDate } from '../../words/format.js';
import { rated } from '../support/vat.js';
import { done, draftOrder, karim, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { accept, deliveryInput, invoiceAll, invoiceInput, noonOf, type AcceptedPaper } from '../support/paperwork.js';

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
    lines: fc.array(fc.record({ product: fc.constantFrom('BOX', 'HOTEL', 'TEA'), quantity, cents: quantity }), {
      minLength: 1,
      maxLength: 4,
    }),
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
    async (_no, { customer, lines, freight, first, later }) => {
      const priced = lines.map(({ product, quantity: boxes, cents }) => ({
        product,
        quantity: String(boxes),
        unitPrice: `3.3${cents}`,
      }));
      const draft = await draftOrder(house, customer, priced, { freight });
      // Prices as on the price list: what they are does not matter here.
      const asListed = draft.lines.map((line) => ({
        ...line,
        expected: { ...line.expected, unitPrice: line.unitPrice },
      }));
      const paper = await accept(house, { ...draft, lines: asListed });
      const parts = [
        { day: first, taken: lines.map((line, at) => ({ lineNo: at + 1, quantity: Math.ceil(line.quantity / 2) })) },
        {
          day: first + later,
          taken: lines.map((line, at) => ({ lineNo: at + 1, quantity: Math.floor(line.quantity / 2) })),
        },
      ];
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
      }
    },
  );
});

it('leaves books in which every delivery bears the VAT of its day', async () => {
  expect(verificationText(await verifyDatabase(house.database.url))).toContain('0 violations');
});
