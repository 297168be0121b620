import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AmendmentInput, OrderInput, OrderLineInput } from '../../contracts/order.js';
import type { Refusal } from '../../contracts/problems.js';
import type { OrderDraft } from '../../contracts/process.js';
import { canonicalDraft } from '../../domain/order-draft.js';
import { amendDraft, draftOnRecord, draftOrder } from '../../domain/order-entry.js';
import type { Drafted, OrderFacts, StandingOrder } from '../../domain/order-entry.js';
import { formatDate } from '../../words/format.js';
import { tellIn } from '../../words/said.js';
import { toldOf } from '../support/told.js';
import {
  achats,
  cabrales,
  cabralesQuote,
  compta,
  facts,
  lineInput,
  orderDraft,
  orderInput,
  vinet,
  vinetFacts,
  vinetParties,
} from './order-drafts.js';
import { rated } from '../support/vat.js';

const drafted = (result: Drafted | Refusal): OrderDraft => {
  if (result.kind === 'refused') throw new Error(`${result.code}: ${tellIn('en', result.said)}`);
  return result.draft;
};
const enter = (changes: Partial<OrderInput> = {}, known: Partial<OrderFacts> = {}) =>
  draftOrder({ ...orderInput, ...changes }, { ...facts, ...known });
const enterLine = (changes: Partial<OrderLineInput>, known: Partial<OrderFacts> = {}) =>
  drafted(enter({ lines: [{ ...lineInput, ...changes }] }, known)).lines[0];
/** By telephone, of the price list. */
const { quote: _quote, ...withoutQuote } = orderInput;
const phone = (changes: Partial<OrderInput> = {}, known: Partial<OrderFacts> = {}) =>
  draftOrder({ ...withoutQuote, origin: 'phone', ...changes }, { ...facts, quote: null, ...known });
const products = (changes: Partial<typeof cabrales>) => ({
  products: new Map([[cabrales.number, { ...cabrales, ...changes }]]),
});

describe('an order that answers a quote', () => {
  it('takes terms, freight and discount from it, and the address from the customer', () => {
    expect(drafted(enter())).toEqual({
      customer: 'VINET',
      origin: 'quote',
      quote: { number: 'DE-2026-000007', revision: 1 },
      customerReference: 'PO 4711',
      currency: 'EUR',
      paymentTerms: { kind: 'net', days: 30 },
      parties: vinetParties,
      freight: '32.38',
      vatRegime: 'domestic',
      taxCountry: 'FR',
      salesperson: 'buchanan',
      expectedTerms: { source: 'quote', terms: { kind: 'net', days: 30 } },
      expectedFreight: '32.38',
      lines: [
        {
          lineNo: 1,
          product: 'P-011',
          description: 'Queso Cabrales',
          unit: '1 kg pkg.',
          quantity: '10',
          unitPrice: '14.00',
          discountPercent: '5.00',
          taxClass: 'reduced',
          ...rated('5.50'),
          quoteLineNo: 1,
          requestedDate: '2026-11-30',
          expected: {
            source: 'quote',
            product: 'P-011',
            quantity: '10',
            unitPrice: '14.00',
            discountPercent: '5.00',
            deliveryDate: '2026-11-30',
          },
        },
      ],
    });
  });

  it('comes to 10 × 14.00 less 5 % = 133.00 and 32.38 of freight, with 5.5 % VAT of 9.10: 174.48', () => {
    expect(enter()).toMatchObject({ gross: '174.48' });
  });

  it('keeps what it says itself: terms, freight, discount', () => {
    const own = { paymentTerms: { kind: 'net', days: 60 }, freight: '10' } as const;
    expect(drafted(enter(own))).toMatchObject({ ...own, freight: '10.00', expectedFreight: '32.38' });
    expect(enterLine({ discountPercent: '7.5' })).toMatchObject({
      discountPercent: '7.50',
      expected: { discountPercent: '5.00' },
    });
  });

  it.each([
    ['names none: the line of its own number', {}, 1, 'quote'],
    ['names one', { lineNo: 7, quoteLineNo: 1 }, 1, 'quote'],
    ['names none and the quote has none of its number', { lineNo: 2 }, null, 'price-list'],
    ['says that it answers none', { quoteLineNo: null }, null, 'price-list'],
  ])('has a line that %s', (_how, changes, quoteLineNo, source) => {
    expect(enterLine(changes)).toMatchObject({ quoteLineNo, expected: { source } });
  });

  it('takes over no freight that another order has been charged', () => {
    const [line] = cabralesQuote.lines;
    const taken = { ...cabralesQuote, lines: line === undefined ? [] : [{ ...line, ordered: '4' }] };
    expect(drafted(enter({}, { quote: taken }))).toMatchObject({ freight: '0.00', expectedFreight: '0' });
  });

  it('takes a product that is priced in another currency on the list: the quote says what it costs', () => {
    expect(enterLine({}, products({ currency: 'USD' }))).toMatchObject({ unitPrice: '14.00' });
  });

  it('may be entered after the quote has ended if that was accepted in time', () => {
    const accepted = { ...cabralesQuote, status: 'accepted', validUntil: '2020-01-01' } as const;
    expect(enter({}, { quote: accepted })).toMatchObject({ kind: 'drafted' });
  });
});

describe('an order without a quote', () => {
  it('takes the customer’s terms, no freight, and is held against the price list without discount', () => {
    const draft = drafted(phone());
    expect(draft).toMatchObject({
      quote: null,
      freight: '0.00',
      expectedTerms: { source: 'customer', terms: { kind: 'net', days: 30 } },
      expectedFreight: null,
    });
    expect(draft.lines[0]).toMatchObject({
      discountPercent: '0.00',
      expected: { source: 'price-list', unitPrice: '21.00', discountPercent: '0.00', quantity: null },
    });
  });

  it.each([
    ['FR', 'FR40303265045', 'domestic', '5.50'],
    ['DE', 'DE136695976', 'intra-community', '0.00'],
    ['DE', null, 'domestic', '5.50'],
    ['CH', null, 'export', '0.00'],
  ] as const)(
    'to %s, for a buyer with the VAT number %s, is %s and taxed at %s percent',
    (countryCode, vatNumber, regime, rate) => {
      const { parties } = vinet;
      const deliveryAddress = { ...vinetParties.shipTo.address, countryCode };
      const customer = { ...vinet, parties: { ...parties, party: { ...parties.party, vatNumber } } };
      const draft = drafted(phone({ deliveryAddress }, { customer }));
      expect([draft.vatRegime, draft.lines[0]?.vatRate]).toEqual([regime, rate]);
    },
  );

  it('of goods for which the country has no rate is refused with the line', () => {
    const refused = phone({}, products({ taxClass: 'zero' }));
    expect(refused).toMatchObject({ code: 'invalid-request', field: 'lines.0.product' });
  });

  it('of goods under reverse charge is refused for a buyer without a VAT number', () => {
    const reverse = {
      country: 'FR',
      taxClass: 'reverse-charge',
      from: '2014-01-01',
      vatCategory: 'AE',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-AE',
    } as const;
    const scrap = { ...products({ taxClass: 'reverse-charge' }), taxRates: [...facts.taxRates, reverse] };
    expect(toldOf(phone({}, scrap))).toMatchObject({
      code: 'invalid-request',
      field: 'lines.0.product',
      detail: 'The buyer owes the VAT of P-011 by reverse charge, and VINET has no VAT number.',
    });
    const party = { ...vinet.parties.party, vatNumber: 'FR40303265045' };
    const identified = { ...vinet, parties: { ...vinet.parties, party } };
    expect(drafted(phone({}, { ...scrap, customer: identified })).lines[0]).toMatchObject({
      vatCategory: 'AE',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-AE',
    });
  });

  it('of what is outside the scope of VAT takes nothing else (EN 16931 BR-O-11)', () => {
    const outside = {
      country: 'FR',
      taxClass: 'outside-scope',
      from: '2014-01-01',
      vatCategory: 'O',
      vatRate: '0.00',
      vatExemption: 'VATEX-EU-O',
    } as const;
    const fee = { ...cabrales, number: 'FEE', taxClass: 'outside-scope' } as const;
    const both = new Map([cabrales, fee].map((product) => [product.number, product]));
    const known = { products: both, taxRates: [...facts.taxRates, outside] };
    const [goods, dues] = [lineInput, { ...lineInput, lineNo: 2, product: 'FEE' }];
    expect(toldOf(phone({ lines: [goods, dues] }, known))).toMatchObject({
      code: 'invalid-request',
      field: 'lines.1.product',
    });
    expect(drafted(phone({ lines: [dues] }, known)).lines[0]).toMatchObject({ vatCategory: 'O', vatRate: '0.00' });
  });

  it('that charges VAT in another currency wants a rate of exchange, and names it', () => {
    const inDollars = {
      customer: { ...vinet, currency: 'USD' },
      ...products({ currency: 'USD' }),
    } as const;
    const asked = (from: string | null) =>
      phone({ currency: 'USD' }, { ...inDollars, exchange: { accounting: 'EUR', from } });
    expect(toldOf(asked(null))).toMatchObject({
      field: 'currency',
      detail: `VAT charged in USD is declared in EUR, and no rate of exchange is in force on ${formatDate('2026-11-22', 'en')}`,
      remedy: 'Ask finance to enter the rate of USD.',
    });
    expect(drafted(asked('2026-11-20')).currency).toBe('USD');
  });

  it('writes every figure in its canonical text', () => {
    const lines = [{ ...lineInput, quantity: '10.50', unitPrice: '14', discountPercent: '5' }];
    const draft = drafted(phone({ lines, freight: '3' }));
    expect(draft.lines[0]).toMatchObject({ quantity: '10.5', unitPrice: '14.00', discountPercent: '5.00' });
    expect(draft.freight).toBe('3.00');
  });
});

describe('the parties of an order', () => {
  const epernay = { ...vinetParties.shipTo.address, city: 'Épernay' };

  it('are the customer’s, with the goods going where the order says', () => {
    expect(drafted(enter({ deliveryAddress: epernay })).parties).toEqual({
      ...vinetParties,
      shipTo: { code: null, siret: null, address: epernay },
    });
  });

  const siret = '35600000000048';
  const depot = { code: 'DEPOT', siret, address: { ...epernay, street: '1, rue du Port' }, active: true };
  const inDepot = { ...vinet, parties: { ...vinetFacts, shipTo: { code: 'DEPOT', siret: null, address: epernay } } };
  const shipTo = 'DEPOT';

  it.each<[string, Partial<OrderInput>, Partial<OrderFacts>, unknown]>([
    ['the customer’s own address, when nobody says otherwise', {}, {}, vinetParties.shipTo],
    ['the customer’s default', {}, { customer: inDepot }, { code: 'DEPOT', siret: null, address: epernay }],
    ['the address it names', { shipTo }, { shipTo: depot }, { code: 'DEPOT', siret, address: depot.address }],
    [
      'an address of its own, whatever the default',
      { deliveryAddress: epernay },
      { customer: inDepot },
      { code: null, siret: null, address: epernay },
    ],
  ])('go to %s', (_where, input, known, expected) => {
    expect(drafted(enter(input, known)).parties.shipTo).toEqual(expected);
  });

  it('keep an address through an amendment that the customer has since given up, but take it up no more', () => {
    const current = drafted(enter({ shipTo }, { shipTo: depot }));
    const givenUp = { ...facts, shipTo: { ...depot, address: epernay, active: false } };
    expect(drafted(amendDraft({ reason: 'fewer' }, current, givenUp)).parties).toEqual(current.parties);
    expect(drafted(amendDraft({ reason: 'fewer', shipTo }, current, givenUp)).parties).toEqual(current.parties);
    expect(amendDraft({ reason: 'other', shipTo }, drafted(enter()), givenUp)).toMatchObject({ field: 'shipTo' });
  });

  it('take the address as it is now when an amendment names it again', () => {
    const current = drafted(enter({ shipTo }, { shipTo: depot }));
    const moved = { ...facts, shipTo: { ...depot, address: epernay } };
    expect(drafted(amendDraft({ reason: 'moved', shipTo }, current, moved)).parties.shipTo.address).toEqual(epernay);
  });

  it('have the order’s own contacts for the roles it names, and the customer’s for the others', () => {
    const own = { ...achats, name: 'M. Henriot', email: 'henriot@vinet.example' };
    const gate = { ...achats, role: 'delivery' as const, name: 'Portier', email: null };
    expect(drafted(enter({ contacts: [own, gate] })).parties.contacts).toEqual([compta, own, gate]);
  });

  it('stay through an amendment as they were, whatever the customer has changed since', () => {
    const current = drafted(enter({ deliveryAddress: epernay }));
    const moved = { ...vinetFacts, party: { ...vinetFacts.party, name: 'Chevalier & fils' }, contacts: [achats] };
    const amended = amendDraft({ reason: 'fewer' }, current, { ...facts, customer: { ...vinet, parties: moved } });
    expect(drafted(amended).parties).toEqual(current.parties);
  });

  it('change in an amendment where it names another address or other contacts', () => {
    const own = { ...compta, email: 'factures@vinet.example' };
    const input = { reason: 'moved', deliveryAddress: epernay, contacts: [own] };
    expect(drafted(amendDraft(input, drafted(enter()), facts)).parties).toEqual({
      ...vinetParties,
      shipTo: { code: null, siret: null, address: epernay },
      contacts: [achats, own],
    });
  });
});

describe('an order that cannot be', () => {
  const usd = { ...cabralesQuote, currency: 'USD' } as const;
  it.each<[string, Drafted | Refusal, string, string]>([
    ['of a customer that there is not', enter({}, { customer: null }), 'customer-unknown', 'customer'],
    ['in another currency than the account', enter({ currency: 'USD' }), 'currency-mismatch', 'currency'],
    ['of a quote that there is not', enter({}, { quote: null }), 'quote-unusable', 'quote'],
    ['of another’s quote', enter({}, { quote: { ...cabralesQuote, customer: 'ALFKI' } }), 'quote-unusable', 'quote'],
    ['of an expired quote', enter({}, { quote: { ...cabralesQuote, status: 'expired' } }), 'quote-unusable', 'quote'],
    ['of a lost quote', enter({}, { quote: { ...cabralesQuote, status: 'lost' } }), 'quote-unusable', 'quote'],
    ['of a quote in another currency', enter({}, { quote: usd }), 'quote-unusable', 'quote'],
    [
      'of a line that the quote does not have',
      enter({ lines: [{ ...lineInput, quoteLineNo: 9 }] }),
      'quote-unusable',
      'lines.0.quoteLineNo',
    ],
    [
      'of a line of no quote at all',
      phone({ lines: [{ ...lineInput, quoteLineNo: 1 }] }),
      'quote-unusable',
      'lines.0.quoteLineNo',
    ],
    ['of a product that there is not', phone({}, { products: new Map() }), 'product-unknown', 'lines.0.product'],
    ['of a product no longer sold', phone({}, products({ active: false })), 'product-unknown', 'lines.0.product'],
    [
      'of a product priced in another currency',
      phone({}, products({ currency: 'USD' })),
      'currency-mismatch',
      'lines.0.product',
    ],
    ['to an address that the customer does not have', enter({ shipTo: 'DEPOT' }), 'invalid-request', 'shipTo'],
    [
      'to an address that is no longer used',
      enter({ shipTo: 'DEPOT' }, { shipTo: { ...vinetParties.shipTo, code: 'DEPOT', active: false } }),
      'invalid-request',
      'shipTo',
    ],
    [
      'to two addresses at once',
      enter({ shipTo: 'DEPOT', deliveryAddress: vinetParties.shipTo.address }),
      'invalid-request',
      'deliveryAddress',
    ],
    [
      'that leaves nobody to write to',
      enter({
        contacts: [
          { ...achats, email: null },
          { ...compta, email: null },
        ],
      }),
      'invalid-request',
      'contacts',
    ],
    ['with a freight of tenths of cents', phone({ freight: '1.005' }), 'invalid-request', 'freight'],
    [
      'of more than the amounts of documents have room for',
      phone({ lines: [{ ...lineInput, quantity: '999999999', unitPrice: '999999999' }] }),
      'invalid-request',
      'lines',
    ],
  ])('%s is refused, with the field at fault', (_what, result, code, field) => {
    expect(result).toMatchObject({ kind: 'refused', code, field });
  });

  it('is told by its first line at fault', () => {
    const unknown = { ...lineInput, lineNo: 2, product: 'P-404' };
    expect(phone({ lines: [lineInput, unknown, { ...unknown, lineNo: 3 }] })).toMatchObject({
      field: 'lines.1.product',
    });
  });
});

describe('an amendment', () => {
  const current = drafted(enter());
  const amend = (input: Partial<AmendmentInput>, known: Partial<OrderFacts> = {}) =>
    amendDraft({ reason: 'asked by telephone', ...input }, current, { ...facts, ...known });

  it('that changes nothing leaves the order as it is', () => {
    expect(drafted(amend({}))).toEqual(current);
  });

  it('changes what it names and nothing else', () => {
    expect(drafted(amend({ customerReference: 'PO 4712', freight: '12' }))).toEqual({
      ...current,
      customerReference: 'PO 4712',
      freight: '12.00',
    });
  });

  it('gives the whole new set of lines', () => {
    const lines = [{ ...lineInput, lineNo: 2, quantity: '4', quoteLineNo: 1 }];
    expect(drafted(amend({ lines })).lines.map(({ lineNo, quantity }) => [lineNo, quantity])).toEqual([[2, '4']]);
  });

  it('answers the quote as it stands now, so that a revised quote settles a difference', () => {
    const [line] = cabralesQuote.lines;
    const revised = { ...cabralesQuote, revision: 2, lines: line ? [{ ...line, unitPrice: '13.50' }] : [] };
    const amended = drafted(amend({}, { quote: revised }));
    expect(amended).toMatchObject({ quote: { revision: 2 }, lines: [{ unitPrice: '14.00' }] });
    expect(amended.lines[0]?.expected.unitPrice).toBe('13.50');
  });

  it('keeps description and unit of a line whose product has changed or is no longer sold', () => {
    const changed = products({ name: 'Cabrales doux', unit: '500 g pkg.', active: false });
    expect(drafted(amend({}, changed)).lines).toEqual(current.lines);
    expect(drafted(amend({}, { products: new Map() })).lines).toEqual(current.lines);
  });

  it('bears the VAT of the class that its product has now: what is delivered comes after it', () => {
    const [line] = drafted(amend({}, products({ taxClass: 'standard' }))).lines;
    expect(line).toMatchObject({ taxClass: 'standard', vatCategory: 'S', vatRate: '20.00' });
  });

  it('bears the VAT of its own day: a rate that came into force meanwhile is the new estimate', () => {
    const raised = {
      country: 'FR',
      taxClass: 'reduced',
      from: '2027-01-01',
      vatCategory: 'S',
      vatRate: '6.00',
      vatExemption: null,
    } as const;
    const taxRates = [...facts.taxRates, raised];
    expect(drafted(amend({}, { taxRates, today: '2026-12-31' })).lines[0]?.vatRate).toBe('5.50');
    expect(drafted(amend({}, { taxRates, today: '2027-01-01' })).lines[0]?.vatRate).toBe('6.00');
  });

  it('does not bring a product back that is no longer sold: another line of it is refused', () => {
    const lines = [lineInput, { ...lineInput, lineNo: 2 }];
    expect(amend({ lines }, products({ active: false }))).toMatchObject({
      code: 'product-unknown',
      field: 'lines.1.product',
    });
  });

  it('follows the customer to another salesperson', () => {
    expect(drafted(amend({}, { customer: { ...vinet, salesperson: 'davolio' } })).salesperson).toBe('davolio');
  });
});

describe('an order on record', () => {
  const { expectedTerms: _terms, expectedFreight: _freight, lines, ...head } = orderDraft();
  const record: StandingOrder = {
    ...head,
    customerTerms: { kind: 'net', days: 45 },
    offer: cabralesQuote,
    lines: lines.map(({ expected: _expected, ...line }) => ({ ...line, listPrice: '21.00' })),
  };

  it('is the draft it was recorded from', () => {
    expect(draftOnRecord(record)).toEqual(orderDraft());
  });

  it('holds a line without a quote line against today’s price list, and terms without a quote against the customer’s', () => {
    const alone = {
      ...record,
      quote: null,
      offer: null,
      lines: record.lines.map((line) => ({ ...line, quoteLineNo: null })),
    };
    expect(draftOnRecord(alone)).toMatchObject({
      expectedTerms: { source: 'customer', terms: { kind: 'net', days: 45 } },
      expectedFreight: null,
      lines: [{ expected: { source: 'price-list', unitPrice: '21.00', quantity: null } }],
    });
  });
});

it('a draft is canonical, and amending it by nothing is no change, whatever was entered', () => {
  const decimal = (max: number, digits: number) =>
    fc.integer({ min: 1, max }).map((units) => (units / 10 ** digits).toFixed(digits));
  const line = fc.record({
    quantity: decimal(9_999_999, 3).filter((text) => !text.endsWith('0')),
    unitPrice: decimal(9_999_999, 4),
    discountPercent: decimal(10_000, 2),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), decimal(99_999, 2), (entered, freight) => {
      const numbered = entered.map((each, index) => ({ ...lineInput, ...each, lineNo: index + 1 }));
      const draft = drafted(enter({ lines: numbered, freight }));
      expect(canonicalDraft(draft)).toEqual({ ...draft, expectedFreight: '32.38' });
      expect(drafted(amendDraft({ reason: 'nothing' }, draft, facts))).toEqual(draft);
    }),
  );
});
