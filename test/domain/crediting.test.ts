import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adjustment } from '../../contracts/adjustment.js';
import type { CreditDraft, CreditNoteInput } from '../../contracts/credit-note.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import { besidePrice, chargedFor } from '../../domain/adjustments.js';
import {
  claimsCredited,
  draftCredit,
  planCredit,
  sourcesCredited,
  type Creditable,
  type CreditableInvoice,
  type IssuedCreditNote,
  type IssuedInvoice,
} from '../../domain/crediting.js';
import { isNegative, isZero, percentOf, sum, sumQuantities } from '../../domain/money.js';
import { orderLineNet, totalsOf } from '../../domain/order-totals.js';
import { isSameVat } from '../../domain/tax.js';
import { rated } from '../support/vat.js';

const line = (changes: Partial<InvoiceLine> = {}): InvoiceLine => ({
  lineNo: 1,
  product: 'P-1',
  description: 'Box',
  unit: 'piece',
  quantity: '10',
  unitPrice: '10.00',
  discountPercent: '0.00',
  ...rated('20.00'),
  net: '100.00',
  ...changes,
});

/** 10 boxes of 10.00 at 20 % and 3 teas of 3.33 less 10 % (8.99) at 5.5 %, with a freight of 12.00. */
const issued = invoiceOf(
  [
    line(),
    line({ lineNo: 2, quantity: '3', unitPrice: '3.33', discountPercent: '10.00', ...rated('5.50'), net: '8.99' }),
  ],
  '12.00',
);
const whole = { scope: 'whole', reason: 'DOUBLON' } as const;

function invoiceOf(lines: readonly InvoiceLine[], freight: string): IssuedInvoice {
  return { lines, freight, vatBreakdown: totalsOf({ lines, freight, currency: 'EUR' }).vatBreakdown };
}

const of = (invoice: IssuedInvoice, credited: readonly IssuedCreditNote[] = []): Creditable => ({
  invoice: 'FA-2026-000001',
  currency: 'EUR',
  issued: invoice,
  credited,
});

function drafted(creditable: Creditable, wish: CreditNoteInput): CreditDraft {
  const answer = draftCredit(creditable, wish);
  if (answer.kind === 'refused') throw new Error(answer.said.sentence);
  return answer.draft;
}

const noted = (draft: CreditDraft, { scope }: CreditNoteInput): IssuedCreditNote => ({
  ...draft,
  takesQuantities: scope === 'whole' || scope === 'lines',
});

const refusalOf = (creditable: Creditable, wish: CreditNoteInput) => {
  const answer = draftCredit(creditable, wish);
  return answer.kind === 'refused' ? [answer.code, answer.field, answer.said.sentence] : answer;
};

describe('a credit of everything', () => {
  it('takes back each line, the freight and the VAT of each rate, and leaves nothing', () => {
    // Freight 12.00 by 100.00 and 8.99 of 108.99: 11.0102… and 0.9898…: 11.01 and 0.99.
    // 111.01 × 20 % = 22.202; 9.98 × 5.5 % = 0.5489; 120.99 + 22.20 + 0.55 = 143.74.
    expect(drafted(of(issued), whole)).toMatchObject({
      lines: [
        { lineNo: 1, quantity: '-10', unitPrice: '10.00', net: '-100.00' },
        { lineNo: 2, quantity: '-3', unitPrice: '3.33', discountPercent: '10.00', net: '-8.99' },
      ],
      freight: '-12.00',
      net: '-120.99',
      vat: '-22.75',
      gross: '-143.74',
      vatBreakdown: [
        { vatRate: '20.00', base: '-111.01', vat: '-22.20' },
        { vatRate: '5.50', base: '-9.98', vat: '-0.55' },
      ],
      takesAll: true,
    });
  });

  it('is refused a second time: nothing is left', () => {
    const first = noted(drafted(of(issued), whole), whole);
    expect(refusalOf(of(issued, [first]), whole)).toEqual(['over-credit', undefined, 'nothing-left-to-credit']);
  });

  it('after parts takes exactly the rest of the VAT, a cent more or less than base × rate', () => {
    // Three lines of 0.10 less two credits of one each: 0.30 × 5.5 % = 0.0165: 0.02; of each 0.10 it is 0.0055: 0.01.
    const cents = invoiceOf(
      [1, 2, 3].map((lineNo) => line({ lineNo, quantity: '1', unitPrice: '0.10', ...rated('5.50'), net: '0.10' })),
      '0.00',
    );
    const notes: IssuedCreditNote[] = [];
    const vats = [1, 2, 3].map((lineNo) => {
      const wish: CreditNoteInput = { scope: 'lines', lines: [{ lineNo, quantity: '1' }], reason: 'QTE_ERR' };
      const draft = drafted(of(cents, notes), wish);
      notes.push(noted(draft, wish));
      return draft.vat;
    });
    expect(vats).toEqual(['-0.01', '-0.01', '0.00']);
  });
});

describe('a credit of quantities', () => {
  const wish = (quantity: string, lineNo = 2): CreditNoteInput => ({
    scope: 'lines',
    lines: [{ lineNo, quantity }],
    reason: 'LIVR_INCOMP',
  });

  it('takes its share of the line, the last one what is left: 3 of 8.99 by ones are 3.00, 3.00 and 2.99', () => {
    const notes: IssuedCreditNote[] = [];
    const nets = ['1', '1', '1'].map((quantity) => {
      const draft = drafted(of(issued, notes), wish(quantity));
      notes.push(noted(draft, wish(quantity)));
      return draft.net;
    });
    expect(nets).toEqual(['-3.00', '-3.00', '-2.99']);
  });

  it('of more than is left is refused, and told what is left', () => {
    const first = noted(drafted(of(issued), wish('2')), wish('2'));
    expect(draftCredit(of(issued, [first]), wish('1.5'))).toMatchObject({ kind: 'refused', field: 'lines.0.quantity' });
    expect(draftCredit(of(issued, [first]), wish('2'))).toEqual({
      kind: 'refused',
      code: 'over-credit',
      field: 'lines.0.quantity',
      said: { sentence: 'more-than-to-credit', values: { line: 2, quantity: '2', left: '1' } },
      remedy: { sentence: 'credit-at-most', values: { left: '1' } },
    });
  });

  it('of a line that the invoice has not is refused', () => {
    expect(refusalOf(of(issued), wish('1', 7))).toEqual(['line-unknown', 'lines.0.lineNo', 'invoice-line-unknown']);
  });

  it('takes freight alone, taxed as it was charged, and never more of it than is left', () => {
    const freight = (amount: string): CreditNoteInput => ({
      scope: 'lines',
      lines: [],
      freight: amount,
      reason: 'AUTRE',
    });
    // 6.00 by 11.01 and 0.99 of 12.00: 5.505 and 0.495: 5.50 and 0.49 with a cent left, to the first of equal remainders.
    const draft = drafted(of(issued), freight('6.00'));
    expect(draft).toMatchObject({ lines: [], freight: '-6.00', vatBreakdown: [{ base: '-5.51' }, { base: '-0.49' }] });
    const notes = [noted(draft, freight('6.00'))];
    expect(refusalOf(of(issued, notes), freight('6.01'))).toEqual([
      'over-credit',
      'freight',
      'more-freight-than-to-credit',
    ]);
    expect(drafted(of(issued, notes), freight('6.00')).vatBreakdown).toMatchObject([
      { base: '-5.50' },
      { base: '-0.50' },
    ]);
  });

  it('of nothing at all is refused', () => {
    expect(refusalOf(of(issued), { scope: 'lines', lines: [], reason: 'AUTRE' })).toEqual([
      'invalid-request',
      'lines',
      'no-line-named',
    ]);
  });
});

describe('a credit of a line that had something beside its price', () => {
  // 10 × 10.00 less 5 % is 95.00; with 12.00 of an order that comes on top, 107.00.
  const adjusted = line({
    net: '107.00',
    adjustments: [
      {
        kind: 'allowance',
        reason: '95',
        text: 'Remise',
        basis: 'percent',
        value: '5.00',
        base: '100.00',
        amount: '5.00',
      },
      {
        kind: 'charge',
        reason: 'ABL',
        text: 'Emballage',
        basis: 'amount',
        value: '12.00',
        of: 1,
        base: null,
        amount: '12.00',
      },
    ],
  });
  const invoice = invoiceOf([adjusted], '0.00');

  it('gives back what the line came to with it, in proportion to the quantity', () => {
    const three: CreditNoteInput = { scope: 'lines', lines: [{ lineNo: 1, quantity: '3' }], reason: 'LIVR_INCOMP' };
    const first = drafted(of(invoice), three);
    // 107.00 × 3 / 10, and what each of them came to.
    expect(first).toMatchObject({ net: '-32.10', vat: '-6.42' });
    expect(first.lines).toEqual([line({ quantity: '-3', unitPrice: '10.70', net: '-32.10' })]);
    expect(drafted(of(invoice, [noted(first, three)]), whole)).toMatchObject({ net: '-74.90', vat: '-14.98' });
  });

  it('by its price leaves what is beside it', () => {
    const cheaper: CreditNoteInput = { scope: 'price', lines: [{ lineNo: 1, unitPrice: '9.00' }], reason: 'PU_ERR' };
    // 107.00 less 90.00 and the 7.00 that came beside.
    expect(drafted(of(invoice), cheaper)).toMatchObject({
      net: '-10.00',
      lines: [{ quantity: '-10', unitPrice: '1.00', net: '-10.00' }],
    });
  });

  it('of a price of a hundred says it so', () => {
    // 250 of 12.00 for 100
    const hundreds = line({ quantity: '250', unitPrice: '12.00', priceBase: '100', net: '30.00' });
    expect(drafted(of(invoiceOf([hundreds], '0.00')), whole).lines).toEqual([
      { ...hundreds, quantity: '-250', net: '-30.00' },
    ]);
  });
});

describe('a credit of the price alone', () => {
  const price = (unitPrice: string, lineNo = 1): CreditNoteInput => ({
    scope: 'price',
    lines: [{ lineNo, unitPrice }],
    reason: 'PU_ERR',
  });

  it('takes the difference of each unit, and leaves the quantities', () => {
    const draft = drafted(of(issued), price('8.50'));
    // 10 × (10.00 − 8.50) = 15.00, and 20 % of it.
    expect(draft).toMatchObject({
      lines: [{ lineNo: 1, quantity: '-10', unitPrice: '1.50', net: '-15.00' }],
      freight: '0.00',
      gross: '-18.00',
      takesAll: false,
    });
  });

  it('then the quantities come back at what is left of their price', () => {
    const notes = [noted(drafted(of(issued), price('8.50')), price('8.50'))];
    const back = drafted(of(issued, notes), {
      scope: 'lines',
      lines: [{ lineNo: 1, quantity: '4' }],
      reason: 'QUALITE_ERR',
    });
    // 85.00 × 4 / 10 = 34.00
    expect(back.lines).toMatchObject([{ quantity: '-4', unitPrice: '8.50', discountPercent: '0.00', net: '-34.00' }]);
  });

  it('by a price that is no lower than what is left is refused', () => {
    expect(refusalOf(of(issued), price('10.00'))).toEqual(['over-credit', 'lines.0.unitPrice', 'price-not-below']);
    const notes = [noted(drafted(of(issued), price('8.50')), price('8.50'))];
    expect(refusalOf(of(issued, notes), price('9.00'))).toEqual([
      'over-credit',
      'lines.0.unitPrice',
      'price-not-below',
    ]);
  });
});

describe('an allowance given afterwards', () => {
  const allowance = (amount: string, lines?: number[]): CreditNoteInput => ({
    scope: 'allowance',
    amount,
    ...(lines !== undefined && { lines }),
    reason: 'REM_ERR',
  });

  it('is shared over the lines by what is left of them, and taxed as they are', () => {
    // 10.00 by 100.00 and 8.99: 9.175… and 0.824…: 9.18 and 0.82; 9.18 × 20 % = 1.836, 0.82 × 5.5 % = 0.0451.
    expect(drafted(of(issued), allowance('10.00'))).toMatchObject({
      lines: [
        { lineNo: 1, quantity: '-1', unitPrice: '9.18', discountPercent: '0.00', net: '-9.18' },
        { lineNo: 2, quantity: '-1', unitPrice: '0.82', discountPercent: '0.00', net: '-0.82' },
      ],
      net: '-10.00',
      vatBreakdown: [{ vat: '-1.84' }, { vat: '-0.05' }],
    });
  });

  it('on some lines is theirs, and never more than is left of them', () => {
    expect(drafted(of(issued), allowance('5.00', [2])).lines).toMatchObject([{ lineNo: 2, net: '-5.00' }]);
    expect(refusalOf(of(issued), allowance('9.00', [2]))).toEqual(['over-credit', 'amount', 'more-than-left-of-lines']);
    expect(refusalOf(of(issued), allowance('1.00', [2, 9]))).toEqual([
      'line-unknown',
      'lines.1',
      'invoice-line-unknown',
    ]);
  });

  it('of all the money lets the goods come back at nothing', () => {
    const notes = [noted(drafted(of(invoiceOf([line()], '0.00')), allowance('100.00')), allowance('100.00'))];
    const back = drafted(of(invoiceOf([line()], '0.00'), notes), whole);
    expect(back).toMatchObject({ gross: '0.00', lines: [{ quantity: '-10', unitPrice: '0.00', net: '0.00' }] });
  });
});

describe('whatever is credited, in whatever order', () => {
  const rates = ['20.00', '10.00', '5.50', '2.10', '0.00'];
  const basket = fc
    .array(
      fc.record({
        thousandths: fc.integer({ min: 1, max: 200_000 }),
        price: fc.integer({ min: 1, max: 500_000 }),
        discount: fc.integer({ min: 0, max: 60 }),
        rate: fc.constantFrom(...rates),
        beside: fc.subarray<Adjustment>([
          { kind: 'allowance', reason: '95', text: 'Remise', basis: 'percent', value: '7.50' },
          { kind: 'charge', reason: 'ABL', text: 'Emballage', basis: 'per-unit', value: '0.0550' },
        ]),
        priceBase: fc.constantFrom('1', '3'),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((drawn) =>
      drawn.map(({ thousandths, price, discount, rate, beside, priceBase }, index): InvoiceLine => {
        const quantity = String(thousandths / 1000);
        const at = { quantity, unitPrice: (price / 100).toFixed(2), discountPercent: `${discount}.00` };
        const base = orderLineNet({ ...at, priceBase }, 'EUR');
        const adjustments = chargedFor(beside, { quantity, of: quantity, base }, 'EUR');
        const priced = { ...at, ...besidePrice({ priceBase, adjustments }) };
        return line({
          lineNo: index + 1,
          unit: '1 kg pkg.',
          ...priced,
          ...rated(rate),
          net: orderLineNet(priced, 'EUR'),
        });
      }),
    );
  const wishes = fc.array(
    fc.record({
      scope: fc.constantFrom('lines', 'price', 'allowance'),
      at: fc.nat(4),
      share: fc.integer({ min: 1, max: 99 }),
    }),
    { maxLength: 6 },
  );

  it('everything credited returns everything to zero: quantities, nets, freight, and the VAT of each rate', () => {
    fc.assert(
      fc.property(basket, fc.integer({ min: 0, max: 9_999 }), wishes, (lines, cents, drawn) => {
        const invoice = invoiceOf(lines, (cents / 100).toFixed(2));
        const notes: IssuedCreditNote[] = [];
        for (const each of drawn) credit(invoice, notes, wishOf(invoice, notes, each));
        credit(invoice, notes, whole);
        const all = [invoice, ...notes];
        expect(isZero(sum(all.map(({ freight }) => freight)))).toBe(true);
        for (const { lineNo, quantity } of invoice.lines) {
          const of = all.flatMap((note) => note.lines.filter((each) => each.lineNo === lineNo));
          expect(isZero(sum(of.map(({ net }) => net)))).toBe(true);
          const back = notes.flatMap((note) =>
            note.takesQuantities ? note.lines.filter((each) => each.lineNo === lineNo) : [],
          );
          expect(isZero(sumQuantities([quantity, ...back.map((each) => each.quantity)]))).toBe(true);
        }
        for (const row of invoice.vatBreakdown) {
          const of = all.flatMap(({ vatBreakdown }) => vatBreakdown.filter((each) => isSameVat(each, row)));
          expect([sum(of.map(({ base }) => base)), sum(of.map(({ vat }) => vat))].every(isZero)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('VAT by rate is base × rate as long as something is left, and nothing ever falls below zero', () => {
    fc.assert(
      fc.property(basket, wishes, (lines, drawn) => {
        const invoice = invoiceOf(lines, '0.00');
        const notes: IssuedCreditNote[] = [];
        for (const each of drawn) {
          const before = notes.length;
          credit(invoice, notes, wishOf(invoice, notes, each));
          const [note] = notes.slice(before);
          for (const row of note?.vatBreakdown ?? []) {
            const left = [invoice, ...notes].flatMap(({ vatBreakdown }) =>
              vatBreakdown.filter((other) => isSameVat(other, row)),
            );
            const [base, vat] = [sum(left.map((other) => other.base)), sum(left.map((other) => other.vat))];
            expect(isNegative(base) || isNegative(vat)).toBe(false);
            if (!isZero(base) && !isZero(vat)) expect(row.vat).toBe(percentOf(row.base, row.vatRate, 'EUR'));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  type Drawn = { readonly scope: string; readonly at: number; readonly share: number };

  /** A part of what is left of a line, as far as there is any. */
  function wishOf(
    invoice: IssuedInvoice,
    notes: readonly IssuedCreditNote[],
    { scope, at, share }: Drawn,
  ): CreditNoteInput | null {
    const { lineNo, quantity, net, unitPrice } = invoice.lines[at % invoice.lines.length] ?? line();
    const back = notes
      .flatMap((note) => (note.takesQuantities ? note.lines : []))
      .filter((each) => each.lineNo === lineNo);
    const left = sumQuantities([quantity, ...back.map((each) => each.quantity)]);
    const money = sum(
      [
        net,
        ...notes
          .flatMap((note) => note.lines)
          .filter((each) => each.lineNo === lineNo)
          .map((each) => each.net),
      ],
      'EUR',
    );
    if (scope === 'price')
      return {
        scope: 'price',
        lines: [{ lineNo, unitPrice: percentOf(unitPrice, String(share), 'EUR') }],
        reason: 'PU_ERR',
      };
    if (scope === 'allowance') {
      const amount = percentOf(money, String(share), 'EUR');
      return isZero(amount) ? null : { scope: 'allowance', amount, lines: [lineNo], reason: 'REM_ERR' };
    }
    const part = (Math.floor(Number(left) * 10 * share) / 1000).toFixed(3);
    return isZero(part)
      ? null
      : { scope: 'lines', lines: [{ lineNo, quantity: String(Number(part)) }], reason: 'QTE_ERR' };
  }

  function credit(invoice: IssuedInvoice, notes: IssuedCreditNote[], wish: CreditNoteInput | null): void {
    if (wish === null) return;
    const answer = draftCredit(of(invoice, notes), wish);
    if (answer.kind === 'drafted') notes.push(noted(answer.draft, wish));
  }
});

describe('where a credit goes', () => {
  const account = (
    opens: readonly string[],
    kind: CreditableInvoice['kind'] = 'invoice',
    writtenOff: readonly string[] = [],
  ): CreditableInvoice => ({
    creditable: of(invoiceOf([line()], '0.00')),
    kind,
    customer: 'VINET',
    order: 'SO-2026-000001',
    issueDate: '2026-11-02',
    sources: [],
    claims: [],
    receivables: opens.map((open, index) => ({
      kind: 'receivable',
      invoice: 'FA-2026-000001',
      instalment: index + 1,
      dueDate: `2026-12-0${index + 1}`,
      open,
      writtenOff: writtenOff[index] ?? '0.00',
    })),
  });

  it('is to what is open on its invoice, due first first; the rest is ours to give', () => {
    expect(
      planCredit(account(['0.00', '30.00', '40.00']), {
        scope: 'lines',
        lines: [{ lineNo: 1, quantity: '4' }],
        reason: 'QTE_ERR',
      }),
    ).toMatchObject({
      // 4 of 10 of 120.00: 48.00; of it 30.00 on the second instalment and 18.00 on the third.
      applied: '48.00',
      toGive: '0.00',
      open: '22.00',
      moves: [
        { item: { instalment: 2 }, amount: '30.00', open: '0.00' },
        { item: { instalment: 3 }, amount: '18.00', open: '22.00' },
      ],
    });
    expect(planCredit(account(['20.00']), whole)).toMatchObject({ applied: '20.00', toGive: '100.00', open: '0.00' });
    expect(planCredit(account(['0.00']), whole)).toMatchObject({ applied: '0.00', toGive: '120.00', moves: [] });
  });

  it('takes the place of what was written off before anything is ours to give', () => {
    // 120.00 in three instalments: 10.00 open of the first, 30.00 and 15.00 written off of the others, 65.00 paid.
    const given = account(['10.00', '0.00', '0.00'], 'invoice', ['0.00', '30.00', '15.00']);
    expect(planCredit(given, whole)).toMatchObject({
      applied: '55.00',
      takenBack: '45.00',
      toGive: '65.00',
      open: '0.00',
      moves: [{ item: { instalment: 1 }, amount: '10.00' }],
      losses: [
        { instalment: 2, amount: '30.00' },
        { instalment: 3, amount: '15.00' },
      ],
    });
    const part: CreditNoteInput = { scope: 'lines', lines: [{ lineNo: 1, quantity: '3' }], reason: 'QTE_ERR' };
    expect(planCredit(given, part)).toMatchObject({
      applied: '36.00',
      takenBack: '26.00',
      toGive: '0.00',
      open: '0.00',
    });
  });

  it('is nowhere for what is no invoice', () => {
    expect(planCredit(account(['0.00'], 'credit-note'), whole)).toMatchObject({ kind: 'refused', code: 'over-credit' });
  });
});

describe('interest and fee of what is credited', () => {
  const claims = [
    { claim: 'FA-1:1:interest', kind: 'interest', open: '9.00', fallen: '0.00', currency: 'EUR' },
    { claim: 'FA-1:1:recovery-fee', kind: 'recovery-fee', open: '40.00', fallen: '0.00', currency: 'EUR' },
  ] as const;

  it('fall away whole with the last of it', () => {
    const all = claimsCredited(claims, { gross: '120.00', of: '120.00', takesAll: true });
    expect(all.map(({ falls }) => falls)).toEqual(['9.00', '40.00']);
  });

  it('with a part, the interest by that part and the fee not: 9.00 × 48 / 120 = 3.60', () => {
    const part = claimsCredited(claims, { gross: '48.00', of: '120.00', takesAll: false });
    expect(part.map(({ claim, falls }) => [claim, falls])).toEqual([['FA-1:1:interest', '3.60']]);
  });
});

describe('the deliveries of what is credited', () => {
  const source = (delivery: string, left: string) => ({
    lineNo: 1,
    order: 'SO-1',
    orderLine: 1,
    delivery,
    deliveryLine: 1,
    left,
  });

  it('are taken back the last one first, each as far as it goes', () => {
    const back = sourcesCredited([{ lineNo: 1, quantity: '5' }], [source('BL-1', '4'), source('BL-2', '3')]);
    expect(back.map(({ delivery, quantity }) => [delivery, quantity])).toEqual([
      ['BL-2', '3'],
      ['BL-1', '2'],
    ]);
  });
});
