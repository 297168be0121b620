import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrder } from '../../api/order-messages/receive.js';
import { ProblemError, toldIn } from '../../api/problem.js';
import type { OrderInput } from '../../contracts/order.js';
import { addDays } from '../../domain/calendar.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from '../../domain/money.js';
import { orderInputOf, withProducts, type ReadOrder } from '../../domain/ubl-order.js';
import { lostOf, writeUblOrder, type Sent } from '../support/ubl.js';

/** Orders as UBL: what is read of a file, what is told beside the order, and what a broken file is told. */

const order: OrderInput = {
  customer: 'LEFORT',
  origin: 'edi',
  customerReference: 'PO-2026-117',
  currency: 'EUR',
  lines: [
    { lineNo: 1, product: 'BOX', quantity: '10', unitPrice: '12.50', requestedDate: '2026-12-10' },
    { lineNo: 2, product: 'LID', quantity: '4', unitPrice: '3.00', discountPercent: '5', requestedDate: '2026-12-11' },
  ],
};
const sent = { buyer: [['0002', '732829320']] as const };
const file = (): string => new TextDecoder().decode(writeUblOrder(order, sent));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const inputOf = (read: ReadOrder, today = '2026-11-23'): OrderInput =>
  orderInputOf(read, { customer: 'LEFORT', shipTo: null, today, priceOf: () => '9.99' });

/** A file with one thing in it changed. */
function changed(from: string | RegExp, to: string): Uint8Array {
  const before = file();
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return bytes(after);
}

/** What a file is told that is not taken. */
function refusedAs(content: Uint8Array) {
  try {
    readOrder(content);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, remedy, errors } = toldIn('en', error);
    return { status: error.status, code: error.code, detail, remedy, errors, fields: errors.map(({ field }) => field) };
  }
  throw new Error('The file was taken.');
}

const LINE = '/Order/cac:OrderLine[1]/cac:LineItem';

describe('an order in UBL', () => {
  it('is the order that it asks for, line by line', () => {
    expect(inputOf(readOrder(bytes(file())))).toEqual({
      customer: 'LEFORT',
      origin: 'edi',
      customerReference: 'PO-2026-117',
      currency: 'EUR',
      lines: [
        {
          lineNo: 1,
          product: 'BOX',
          quantity: '10',
          unitPrice: '12.50',
          discountPercent: '0',
          priceBase: '1',
          requestedDate: '2026-12-10',
        },
        {
          lineNo: 2,
          product: 'LID',
          quantity: '4',
          unitPrice: '3.00',
          discountPercent: '5',
          priceBase: '1',
          requestedDate: '2026-12-11',
        },
      ],
    });
  });

  it('is wanted by the last day of its period, on its first where there is no last, and as soon as can be without one', () => {
    const period = /<cac:Delivery>\s*<cac:RequestedDeliveryPeriod>[\s\S]*?<\/cac:Delivery>/;
    const dates = (inside: string) =>
      inputOf(readOrder(changed(period, inside === '' ? '' : `<cac:Delivery>${inside}</cac:Delivery>`))).lines[0]
        ?.requestedDate;
    const asked = (inside: string) => `<cac:RequestedDeliveryPeriod>${inside}</cac:RequestedDeliveryPeriod>`;
    const [from, to] = ['<cbc:StartDate>2026-12-07</cbc:StartDate>', '<cbc:EndDate>2026-12-09</cbc:EndDate>'];
    expect(dates(asked(from + to))).toBe('2026-12-09');
    expect(dates(asked(from))).toBe('2026-12-07');
    expect(dates('')).toBe('2026-11-23');
  });

  it('leaves a price to us where it has none', () => {
    const read = readOrder(changed(/<cac:Price>[\s\S]*?<\/cac:Price>/, ''));
    expect(read.facts.lines[0]?.unitPrice).toBeNull();
    expect(inputOf(read).lines[0]).toMatchObject({ unitPrice: '9.99' });
  });

  it('takes a price for a hundred as the price of one', () => {
    const dear =
      '<cbc:PriceAmount currencyID="EUR">1250</cbc:PriceAmount><cbc:BaseQuantity unitCode="EA">100</cbc:BaseQuantity>';
    const read = readOrder(changed(/<cbc:PriceAmount[\s\S]*?<\/cbc:BaseQuantity>/, dear));
    expect(read.facts.lines[0]).toMatchObject({ quantity: '10', unitPrice: '12.50' });
    expect(read.beside).toContainEqual({ path: `${LINE}/cac:Price/cbc:PriceAmount`, value: '1250' });
    expect(read.beside).toContainEqual({ path: `${LINE}/cac:Price/cbc:BaseQuantity`, value: '100' });
  });

  it('has the charges of a line in its net price where that comes to the same, and tells them as well', () => {
    // 10 × 12.50 = 125.00 and 6.00 of packing: 131.00, which is 13.10 for each.
    const charge =
      '<cbc:LineExtensionAmount currencyID="EUR">131.00</cbc:LineExtensionAmount><cac:AllowanceCharge>' +
      '<cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Packing</cbc:AllowanceChargeReason>' +
      '<cbc:Amount currencyID="EUR">6.00</cbc:Amount></cac:AllowanceCharge>';
    const text = file()
      .replace('<cbc:LineExtensionAmount currencyID="EUR">125.00</cbc:LineExtensionAmount>', charge)
      .replaceAll('136.40', '142.40');
    const read = readOrder(bytes(text));
    expect(read.facts.lines[0]).toMatchObject({ unitPrice: '13.10', discountPercent: '0' });
    expect(read.beside).toContainEqual({ path: `${LINE}/cac:AllowanceCharge/cbc:Amount`, value: '6.00' });
  });

  it('has an allowance on the whole order as a discount of its lines, to the cent', () => {
    // 125.00 + 11.40 = 136.40, less 13.64: ten percent of all.
    const allowance =
      '<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Agreed</cbc:AllowanceChargeReason>' +
      '<cbc:Amount currencyID="EUR">13.64</cbc:Amount></cac:AllowanceCharge><cac:AnticipatedMonetaryTotal>';
    const read = readOrder(changed('<cac:AnticipatedMonetaryTotal>', allowance));
    // 5 % and then 10 % is 14.5 %: 12.00 × 0.855 = 10.26; 125.00 × 0.9 = 112.50; together 122.76 = 136.40 − 13.64.
    expect(read.facts.lines.map(({ discountPercent }) => discountPercent)).toEqual(['10.00', '14.50']);
  });

  it('puts cents that no percentage gives into the price of one line', () => {
    const allowance =
      '<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Agreed</cbc:AllowanceChargeReason>' +
      '<cbc:Amount currencyID="EUR">2.00</cbc:Amount></cac:AllowanceCharge><cac:AnticipatedMonetaryTotal>';
    const { lines } = readOrder(changed('<cac:AnticipatedMonetaryTotal>', allowance)).facts;
    // 2.00 of 136.40 is 1.4663 %, so 1.47 %: 123.16 and, after 5 %, 6.39 %: 11.23; that is 134.39, and 134.40 is due.
    expect(lines.map(({ unitPrice, discountPercent }) => [unitPrice, discountPercent])).toEqual([
      ['12.317', '0'],
      ['3.00', '6.39'],
    ]);
  });

  it('is read in the encoding that it is written in', () => {
    const named = file().replace('Their company', 'Société Générale de Café');
    const latin = Buffer.from(named.replace('UTF-8', 'ISO-8859-1'), 'latin1');
    const utf16 = Buffer.from(`\ufeff${named.replace(' encoding="UTF-8"', '')}`, 'utf16le');
    for (const content of [bytes(named), bytes(`\ufeff${named}`), new Uint8Array(latin), new Uint8Array(utf16)])
      expect(readOrder(content).facts.buyer.name).toBe('Société Générale de Café');
  });

  it('is the same whatever prefixes it uses', () => {
    const text = file()
      .replaceAll('cbc:', 'b:')
      .replaceAll('cac:', 'a:')
      .replace('xmlns:cbc', 'xmlns:b')
      .replace('xmlns:cac', 'xmlns:a');
    expect(readOrder(bytes(text)).facts).toEqual(readOrder(bytes(file())).facts);
  });
});

describe('nothing of a file is lost', () => {
  it('whatever stands in it is on the order, checked against it, or told beside it', () => {
    const extra =
      '<cbc:Note>Ring twice</cbc:Note><cbc:DocumentCurrencyCode listID="ISO4217">EUR</cbc:DocumentCurrencyCode>' +
      '<cbc:AccountingCost>Project 9</cbc:AccountingCost>';
    const content = changed('<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>', extra);
    const { facts, beside } = readOrder(content);
    expect(beside).toContainEqual({ path: '/Order/cbc:Note', value: 'Ring twice' });
    expect(beside).toContainEqual({ path: '/Order/cbc:DocumentCurrencyCode/@listID', value: 'ISO4217' });
    expect(lostOf(content, facts, beside)).toEqual([]);
  });

  it('an order of ours written as UBL and read back is the same order', () => {
    const decimal = (units: number, parts: number) =>
      fc
        .tuple(fc.integer({ min: 0, max: units }), fc.integer({ min: 0, max: 10 ** parts - 1 }))
        .map(([whole, part]) => (part === 0 ? String(whole) : `${whole}.${String(part).padStart(parts, '0')}`));
    const line = fc.record({
      product: fc.stringMatching(/^[A-Z][A-Z0-9-]{0,12}$/),
      quantity: decimal(9_999, 3).filter((quantity) => Number(quantity) > 0),
      unitPrice: decimal(99_999, 4),
      discountPercent: decimal(99, 2),
      requestedDate: fc.integer({ min: 0, max: 300 }).map((days) => addDays('2026-11-23', days)),
    });
    const word = fc.stringMatching(/^[A-Za-zÀ-ÿ0-9&<>'"-]{1,12}( [A-Za-zÀ-ÿ0-9&<>'"-]{1,12}){0,2}$/);
    const address = fc.record({
      name: word,
      street: word,
      postalCode: fc.constantFrom('75001', ''),
      city: word,
      region: fc.constantFrom('', 'Sud'),
      countryCode: fc.constantFrom('FR', 'BE'),
    });
    const some = fc.record({
      reference: word,
      freight: fc.option(decimal(500, 2), { nil: undefined }),
      address: fc.option(address, { nil: undefined }),
      quote: fc.constantFrom(undefined, 'DE-2026-000003'),
      lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(some, ({ reference, freight, address: deliveryAddress, quote, lines }) => {
        const ours: OrderInput = {
          customer: 'LEFORT',
          origin: 'edi',
          customerReference: reference,
          currency: 'EUR',
          ...(quote !== undefined && { quote }),
          ...(freight !== undefined && Number(freight) > 0 && { freight: canonicalAmount(freight, 'EUR') }),
          ...(deliveryAddress && { deliveryAddress }),
          lines: lines.map((each, at) => ({ lineNo: at + 1, ...each, priceBase: '1' })),
        };
        const back = inputOf(readOrder(writeUblOrder(ours, sent)));
        expect(canonical(back)).toEqual(canonical(ours));
      }),
      { numRuns: 300 },
    );
  });
});

const canonical = ({ freight, lines, ...rest }: OrderInput) => ({
  ...rest,
  freight: canonicalAmount(freight ?? '0', 'EUR'),
  lines: lines.map((line) => ({
    ...line,
    quantity: canonicalQuantity(line.quantity),
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent ?? '0'),
  })),
});

describe('a broken file is told which element, and what to do', () => {
  const doctype = (inside: string): Uint8Array => changed('<Order ', `<!DOCTYPE Order [${inside}]><Order `);
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
  const cases: readonly (readonly [what: string, content: () => Uint8Array, field: string, code: string])[] = [
    ['no content', () => bytes(''), '', 'malformed-xml'],
    ['an end tag that is missing', () => changed('</cac:OrderLine>', ''), '', 'malformed-xml'],
    ['an attribute twice', () => changed('currencyID="EUR"', 'currencyID="EUR" currencyID="USD"'), '', 'malformed-xml'],
    ['an entity that nobody declared', () => changed('PO-2026-117', '&PO;'), '', 'malformed-xml'],
    ['an external entity', () => doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), '', 'malformed-xml'],
    ['a billion laughs', () => doctype(`<!ENTITY l0 "ha">${laughs}`), '', 'malformed-xml'],
    [
      'Latin-1 that it does not declare',
      () => new Uint8Array(Buffer.from(file().replace('Their', 'Café'), 'latin1')),
      '',
      'malformed-xml',
    ],
    ['an encoding of nobody', () => changed('encoding="UTF-8"', 'encoding="X-OURS"'), '', 'malformed-xml'],
    ['elements ten thousand deep', () => changed('<cbc:ID>', `${'<a>'.repeat(10_000)}<cbc:ID>`), '', 'malformed-xml'],
    ['JSON', () => bytes('{"customer":"LEFORT"}'), '', 'malformed-xml'],
    ['another namespace', () => changed('xsd:Order-2', 'xsd:Order-3'), '/*', 'invalid-request'],
    [
      'an invoice',
      () => bytes('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'),
      '/*',
      'invalid-request',
    ],
    ['no number', () => changed('<cbc:ID>PO-2026-117</cbc:ID>', ''), '/Order/cbc:ID', 'invalid-request'],
    [
      'two numbers',
      () => changed('<cbc:IssueDate>', '<cbc:ID>2</cbc:ID><cbc:IssueDate>'),
      '/Order/cbc:ID[2]',
      'invalid-request',
    ],
    ['no day', () => changed('2026-11-23', '23/11/2026'), '/Order/cbc:IssueDate', 'invalid-request'],
    [
      'a currency that we do not keep',
      () => changed(/EUR/g, 'XAU'),
      '/Order/cbc:DocumentCurrencyCode',
      'invalid-request',
    ],
    [
      'no buyer',
      () => changed(/<cac:BuyerCustomerParty>[\s\S]*<\/cac:BuyerCustomerParty>/, ''),
      '/Order/cac:BuyerCustomerParty',
      'invalid-request',
    ],
    [
      'no line',
      () => changed(/<cac:OrderLine>[\s\S]*<\/cac:OrderLine>/, ''),
      '/Order/cac:OrderLine',
      'invalid-request',
    ],
    [
      'an item without number or name',
      () =>
        changed(
          /<cbc:Name>Product BOX<\/cbc:Name>\s*<cac:SellersItemIdentification>[\s\S]*?<\/cac:SellersItemIdentification>/,
          '',
        ),
      `${LINE}/cac:Item/cac:SellersItemIdentification/cbc:ID`,
      'invalid-request',
    ],
    ['no quantity', () => changed(/<cbc:Quantity.*?<\/cbc:Quantity>/, ''), `${LINE}/cbc:Quantity`, 'invalid-request'],
    [
      'a quantity of nothing',
      () => changed('>10</cbc:Quantity>', '>0</cbc:Quantity>'),
      `${LINE}/cbc:Quantity`,
      'invalid-request',
    ],
    [
      'a quantity in words',
      () => changed('>10</cbc:Quantity>', '>ten</cbc:Quantity>'),
      `${LINE}/cbc:Quantity`,
      'invalid-request',
    ],
    [
      'a quantity of no unit',
      () => changed(' unitCode="EA">10', '>10'),
      `${LINE}/cbc:Quantity/@unitCode`,
      'invalid-request',
    ],
    [
      'a price for another unit',
      () => changed(/unitCode="EA">1</, 'unitCode="KGM">1<'),
      `${LINE}/cac:Price/cbc:BaseQuantity/@unitCode`,
      'invalid-request',
    ],
    [
      'a price below zero',
      () => changed('>12.50</cbc:PriceAmount>', '>-12.50</cbc:PriceAmount>'),
      `${LINE}/cac:Price/cbc:PriceAmount`,
      'invalid-request',
    ],
    [
      'an amount in another currency',
      () => changed('<cbc:PriceAmount currencyID="EUR">', '<cbc:PriceAmount currencyID="USD">'),
      `${LINE}/cac:Price/cbc:PriceAmount/@currencyID`,
      'invalid-request',
    ],
    [
      'a line that does not come to what it says',
      () => changed('>125.00<', '>152.00<'),
      `${LINE}/cbc:LineExtensionAmount`,
      'invalid-request',
    ],
    [
      'a total that does not add up',
      () => changed(/>136\.40</, '>163.40<'),
      '/Order/cac:AnticipatedMonetaryTotal/cbc:LineExtensionAmount',
      'invalid-request',
    ],
    [
      'a number of a line twice',
      () => changed('<cbc:ID>2</cbc:ID>', '<cbc:ID>1</cbc:ID>'),
      '/Order/cac:OrderLine[2]/cac:LineItem/cbc:ID',
      'invalid-request',
    ],
    [
      'a last day before the first',
      () => changed('<cbc:EndDate>2026-12-10', '<cbc:EndDate>2026-12-01'),
      `${LINE}/cac:Delivery/cac:RequestedDeliveryPeriod/cbc:EndDate`,
      'invalid-request',
    ],
    [
      'a line that goes elsewhere',
      () =>
        changed(
          '<cac:RequestedDeliveryPeriod>',
          '<cac:DeliveryLocation><cbc:ID>X</cbc:ID></cac:DeliveryLocation><cac:RequestedDeliveryPeriod>',
        ),
      `${LINE}/cac:Delivery/cac:DeliveryLocation`,
      'invalid-request',
    ],
    [
      'goods on consignment',
      () =>
        changed('<cbc:DocumentCurrencyCode>', '<cbc:OrderTypeCode>227</cbc:OrderTypeCode><cbc:DocumentCurrencyCode>'),
      '/Order/cbc:OrderTypeCode',
      'invalid-request',
    ],
  ];

  it.each(cases)('%s', (_what, content, field, code) => {
    const told = refusedAs(content());
    expect([told.code, told.fields[0] ?? '']).toEqual([code, field]);
    expect(told.status).toBe(code === 'malformed-xml' ? 400 : 422);
    expect(told.detail.length).toBeGreaterThan(10);
    expect(told.remedy.length).toBeGreaterThan(10);
  });

  it('names the line and column where it is no XML any more', () => {
    expect(
      refusedAs(bytes('<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">\n<a></b>')).detail,
    ).toMatch(/line 2, column \d+/);
  });

  it('tells of everything that is wrong, not of the first thing alone', () => {
    const text = file().replace('2026-11-23', 'soon').replace('>10</cbc:Quantity>', '>0</cbc:Quantity>');
    expect(refusedAs(bytes(text)).fields).toEqual(['/Order/cbc:IssueDate', `${LINE}/cbc:Quantity`]);
  });

  it('reads five megabytes of elements no further than an order can have them', () => {
    const many = changed(
      '<cbc:DocumentCurrencyCode>',
      `${'<cbc:Note>x</cbc:Note>'.repeat(220_000)}<cbc:DocumentCurrencyCode>`,
    );
    expect(refusedAs(many).code).toBe('malformed-xml');
  });
});

describe('an item that is not called by our number', () => {
  const called = { BOX: { buyer: 'A-100', gtin: '4006381333931' }, LID: { name: 'Lid, blue' } };
  const read = (items: NonNullable<Sent['items']> = called) => readOrder(writeUblOrder(order, { ...sent, items }));
  const none = { buyer: null, gtin: null, name: null };

  it('is read with whatever it is called by, and told back so', () => {
    expect(read().items).toEqual([
      {
        seller: null,
        buyer: 'A-100',
        gtin: '4006381333931',
        name: 'Product BOX',
        path: `${LINE}/cac:Item/cac:BuyersItemIdentification/cbc:ID`,
      },
      {
        seller: null,
        buyer: null,
        gtin: null,
        name: 'Lid, blue',
        path: '/Order/cac:OrderLine[2]/cac:LineItem/cac:Item/cbc:Name',
      },
    ]);
    expect(read().facts.lines[0]).toMatchObject({ product: '', buyerItem: 'A-100', gtin: '4006381333931' });
  });

  it('is the product of their number, else of the GTIN, else of the name', () => {
    const found = withProducts(read(), [
      { buyer: 'BOX', gtin: 'BOX', name: null },
      { ...none, name: 'LID' },
    ]);
    expect(found.kind === 'read' && found.facts.lines.map(({ product }) => product)).toEqual(['BOX', 'LID']);
    const byGtin = withProducts(read(), [
      { ...none, gtin: 'BOX' },
      { ...none, name: 'LID' },
    ]);
    expect(byGtin.kind).toBe('read');
  });

  it('is refused at its element where nothing tells which product it is, or two are told', () => {
    const unknown = withProducts(read(), [none, { ...none, name: 'LID' }]);
    expect(unknown).toMatchObject({
      kind: 'broken',
      faults: [
        {
          field: `${LINE}/cac:Item/cac:BuyersItemIdentification/cbc:ID`,
          said: { sentence: 'ubl-item-unknown', values: { item: 'A-100' } },
        },
      ],
    });
    const two = withProducts(read(), [
      { buyer: 'BOX', gtin: 'CAN', name: null },
      { ...none, name: 'LID' },
    ]);
    expect(two).toMatchObject({
      faults: [
        { said: { sentence: 'ubl-items-differ', values: { item: '4006381333931', product: 'BOX', other: 'CAN' } } },
      ],
    });
    const ours = { BOX: { seller: 'BOX', gtin: '4006381333931' } };
    expect(withProducts(read(ours), [{ ...none, gtin: 'CAN' }, none])).toMatchObject({ kind: 'broken' });
    expect(withProducts(read(ours), [none, none])).toMatchObject({ kind: 'read' });
  });

  it('that has neither number nor name is refused', () => {
    const nameless = new TextDecoder().decode(writeUblOrder(order, { ...sent, items: { BOX: {} } }));
    const { fields } = refusedAs(bytes(nameless.replace('<cbc:Name>Product BOX</cbc:Name>', '')));
    expect(fields).toEqual([`${LINE}/cac:Item/cac:SellersItemIdentification/cbc:ID`]);
  });
});
