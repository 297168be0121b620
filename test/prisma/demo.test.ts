import { describe, expect, it } from 'vitest';
import { Company } from '../../contracts/company.js';
import { CustomerInput } from '../../contracts/customer.js';
import { OrderInput } from '../../contracts/order.js';
import { PolicySnapshot } from '../../contracts/policies.js';
import { ProductInput } from '../../contracts/product.js';
import { roles } from '../../contracts/vocabulary.js';
import { addDays, dayOfWeek, daysBetween } from '../../domain/calendar.js';
import { compare, lineNet, sum } from '../../domain/money.js';
import { legalWarnings } from '../../domain/legal-terms.js';
import { vatRegimeOf } from '../../domain/vat-regime.js';
import * as completion from '../../prisma/demo/completion.js';
import { northwindOrders, shiftWeeks } from '../../prisma/demo/northwind-orders.js';
import { customerOf, principalsOf, productNumberOf, productOf } from '../../prisma/demo/northwind-master-data.js';
import { readNorthwind, readNorthwindOrders } from '../../prisma/demo/northwind.js';

const northwind = readNorthwind();
const northwindFacts = readNorthwindOrders();
const customers = northwind.customers.map((row) => customerOf(row, northwind.employees, northwindFacts));
const products = northwind.products.map(productOf);
const today = '2026-11-22';

/** Sum of the digits where every second one from the right counts double (ISO/IEC 7812-1, annex B). */
function luhnSum(digits: string): number {
  const doubled = Array.from(digits)
    .toReversed()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return doubled.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
}

/** Remainder of the IBAN by 97 after its first four characters moved to the end, letters as 10 to 35 (ISO 13616). */
function ibanRemainder(iban: string): number {
  const digits = Array.from(iban.slice(4) + iban.slice(0, 4))
    .map((character) => Number.parseInt(character, 36))
    .join('');
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}

const frenchVatNumber = (siren: string): string =>
  `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;

describe('Northwind as our orders', () => {
  const orders = northwindOrders(northwindFacts, today);
  const lines = orders.flatMap((order) => order.lines);

  it('keeps the control totals printed with the data', () => {
    expect(orders).toHaveLength(830);
    expect(lines).toHaveLength(2155);
    expect(sum(lines.map((line) => line.quantity))).toBe('51317');
    const nets = lines.map((line) => lineNet(line.quantity, line.unitPrice, line.discountPercent ?? '0.00', 'EUR'));
    expect(sum(nets, 'EUR')).toBe('1265793.29');
    expect(
      sum(
        orders.map((order) => order.freight ?? '0.00'),
        'EUR',
      ),
    ).toBe('64942.69');
  });

  it('keeps the value of the largest and of the smallest order', () => {
    const valueOf = (reference: string): string => {
      const order = orders.find((candidate) => candidate.customerReference === reference);
      const own = order?.lines ?? [];
      return sum(
        own.map((line) => lineNet(line.quantity, line.unitPrice, line.discountPercent ?? '0.00', 'EUR')),
        'EUR',
      );
    };
    expect(valueOf('NW-10865')).toBe('16387.50');
    expect(valueOf('NW-10782')).toBe('12.50');
  });

  it('writes bodies that the contract of POST /v1/orders takes', () => {
    const refused = orders.filter((order) => !OrderInput.safeParse(order).success);
    expect(refused).toEqual([]);
  });

  it('asks only for products and customers that the demo has', () => {
    const numbers = new Set(products.map((product) => product.number));
    const names = new Set(customers.map((customer) => customer.number));
    expect(lines.filter((line) => !numbers.has(line.product))).toEqual([]);
    expect(orders.filter((order) => !names.has(order.customer))).toEqual([]);
  });

  it('writes order 10248 as it stands in the data, 1 line of 12 at 14.00 first', () => {
    const order = orders.find((candidate) => candidate.customerReference === 'NW-10248');
    expect(order).toMatchObject({ customer: 'VINET', currency: 'EUR', freight: '32.38' });
    expect(order?.deliveryAddress).toEqual({
      name: 'Vins et alcools Chevalier',
      street: "59 rue de l'Abbaye",
      postalCode: '51100',
      city: 'Reims',
      region: '',
      countryCode: 'FR',
    });
    expect(order?.lines).toHaveLength(3);
    expect(order?.lines[0]).toMatchObject({ lineNo: 1, product: 'P-011', quantity: '12', unitPrice: '14.00' });
  });

  it('writes a discount of 0.15 as 15.00 %', () => {
    const fact = northwindFacts.find((order) => order.lines.some((line) => line.discount === '0.15'));
    const position = fact?.lines.findIndex((line) => line.discount === '0.15') ?? -1;
    const order = orders.find((candidate) => candidate.customerReference === `NW-${fact?.orderId}`);
    expect(order?.lines[position]?.discountPercent).toBe('15.00');
  });

  it('spreads the origins over all ways that need no quote', () => {
    const countOf = (origin: string): number => orders.filter((order) => order.origin === origin).length;
    expect(['phone', 'email', 'edi', 'web', 'direct'].map(countOf)).toEqual([166, 166, 166, 166, 166]);
  });

  it.each(['2026-11-22', '2026-11-23', '2027-02-28', '2028-02-29', '1999-01-01'])(
    'puts the newest order date on one of the seven days before %s, by whole weeks',
    (day) => {
      const newest = addDays('1998-05-06', shiftWeeks(northwindFacts, day) * 7);
      expect(daysBetween(newest, day)).toBeGreaterThanOrEqual(1);
      expect(daysBetween(newest, day)).toBeLessThanOrEqual(7);
    },
  );

  it('keeps the day of the week of every requested date, none before its order date', () => {
    const shiftDays = shiftWeeks(northwindFacts, today) * 7;
    for (const [index, order] of orders.entries()) {
      const fact = northwindFacts[index];
      const requested = order.lines[0]?.requestedDate ?? '';
      expect(dayOfWeek(requested)).toBe(dayOfWeek(fact?.requiredDate ?? ''));
      expect(daysBetween(addDays(fact?.orderDate ?? '', shiftDays), requested)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('the master data of the demo', () => {
  it('has 91 customers and 77 products that the contracts take', () => {
    expect(customers).toHaveLength(91);
    expect(customers.filter((customer) => !CustomerInput.safeParse(customer).success)).toEqual([]);
    expect(products).toHaveLength(77);
    const inputs = products.map(({ onHand: _, ...input }) => input);
    expect(inputs.filter((input) => !ProductInput.safeParse(input).success)).toEqual([]);
  });

  it('completes every customer of Northwind, and nobody else', () => {
    const known = northwind.customers.map((row) => row.customerId);
    expect(Object.keys(completion.customers).toSorted()).toEqual(known.toSorted());
  });

  it('has the 3119 units of Northwind in stock, none of products 5, 17, 29, 31 and 53', () => {
    expect(sum(products.map((product) => product.onHand))).toBe('3119');
    const empty = products.filter((product) => product.onHand === '0').map((product) => product.number);
    expect(empty).toEqual(['P-005', 'P-017', 'P-029', 'P-031', 'P-053']);
  });

  it('gives our company and the French customers numbers with valid keys, all different', () => {
    const french = customers.filter((customer) => customer.address.countryCode === 'FR');
    expect(french).toHaveLength(11);
    const identified = [completion.company, ...french];
    for (const { siren, vatNumber } of identified) {
      expect(siren).toMatch(/^\d{9}$/);
      expect(luhnSum(siren ?? '') % 10).toBe(0);
      expect(vatNumber).toBe(frenchVatNumber(siren ?? ''));
    }
    expect(new Set(identified.map(({ siren }) => siren)).size).toBe(12);
    expect(ibanRemainder(completion.company.iban)).toBe(1);
  });

  it('sells at home with VAT, to the Union without it against a VAT number, and abroad as exports', () => {
    const regimeOf = ({ address: shipTo, vatNumber: buyerVatNumber }: (typeof customers)[number]) =>
      vatRegimeOf({ seller: completion.company.address, shipTo, buyerVatNumber });
    const of = (regime: string) => customers.filter((customer) => regimeOf(customer) === regime);
    const countriesOf = (regime: string) => of(regime).map((customer) => customer.address.countryCode);
    expect(new Set(countriesOf('domestic'))).toEqual(new Set(['FR']));
    expect(of('intra-community').map((customer) => customer.vatNumber?.slice(0, 2))).toEqual(
      countriesOf('intra-community'),
    );
    expect(of('export').filter((customer) => customer.vatNumber !== null)).toEqual([]);
    expect(countriesOf('export')).toContain('GB');
    expect(countriesOf('export')).toContain('CH');
  });

  it('taxes food at the reduced rate and wine, beer and liqueurs at the standard one', () => {
    const classOf = (id: number): string | undefined =>
      products.find((product) => product.number === productNumberOf(id))?.taxClass;
    expect([11, 1, 24, 43, 59].map(classOf)).toEqual(['reduced', 'reduced', 'reduced', 'reduced', 'reduced']);
    expect([38, 39, 34, 75, 76].map(classOf)).toEqual(['standard', 'standard', 'standard', 'standard', 'standard']);
  });

  it('writes only to addresses of reserved domains', () => {
    const addresses = customers.flatMap(({ contacts }) => contacts.flatMap(({ email }) => email ?? []));
    const own = [
      completion.company.email,
      completion.company.financeEmail,
      ...completion.desks.map((desk) => desk.email),
    ];
    expect([...addresses, ...own].filter((address) => !address.endsWith('.example'))).toEqual([]);
  });

  it('sends the goods of five customers to their warehouses, and the invoices of one to the head of its group', () => {
    const elsewhere = customers.filter(({ addresses = [] }) => addresses.some(({ isDefault }) => isDefault));
    expect(elsewhere.map(({ number }) => number)).toEqual(['AROUT', 'CHOPS', 'LAUGB', 'RICSU', 'WHITC']);
    const grouped = customers.filter(({ parent, payer }) => parent !== null || payer !== null);
    expect(grouped).toMatchObject([{ number: 'SPECD', parent: 'PARIS', payer: 'PARIS' }]);
  });

  it('knows every kind of payment terms, all of them legal', () => {
    const terms = customers.map((customer) => customer.paymentTerms);
    const kinds = new Set(
      terms.map((term) => ('reading' in term ? term.reading : `${term.kind} ${'days' in term ? term.days : ''}`)),
    );
    expect(kinds).toEqual(
      new Set(['net 0', 'net 30', 'net 45', 'net 60', 'days-then-month-end', 'month-end-then-days']),
    );
    expect(terms.flatMap((term) => legalWarnings(term, { on: '2026-11-30', sectors: ['general'] }))).toEqual([]);
  });

  it('puts a salesperson of the house in charge of every customer, and somebody at every desk', () => {
    const principals = principalsOf(northwind.employees);
    const sales = principals.filter((principal) => principal.role === 'sales').map((principal) => principal.id);
    expect(sales).toHaveLength(9);
    expect(customers.filter((customer) => !sales.includes(customer.salesperson ?? ''))).toEqual([]);
    for (const role of roles) {
      const holder = principals.find((principal) => principal.id === completion.demoPrincipalOfRole[role]);
      expect(holder?.role).toBe(role);
    }
  });

  it('offers quotes to its own customers for its own products', () => {
    for (const quote of completion.quotes) {
      expect(completion.customers[quote.customer]).toBeDefined();
      for (const line of quote.lines)
        expect(products.map((product) => product.number)).toContain(productNumberOf(line.productId));
    }
  });
});

describe('the policies of the demo', () => {
  it('are policies that an order can carry, of a company that documents can name', () => {
    const snapshot = { schemaVersion: 1, zone: completion.company.zone, ...completion.policies };
    expect(PolicySnapshot.safeParse(snapshot).error).toBeUndefined();
    expect(Company.safeParse(completion.company).error).toBeUndefined();
  });

  it('charge at least three times the legal interest rate between professionals since 2025', () => {
    // 3 × 3.71 % (first half of 2025), 3 × 2.76 % (second half), 3 × 2.62 % (first half of 2026).
    for (const rate of completion.policies.dunning.rates)
      for (const floor of ['11.13', '8.28', '7.86']) expect(compare(rate.percent, floor)).toBeGreaterThanOrEqual(0);
    expect(completion.policies.dunning.recoveryFee).toBe('40.00');
  });

  it('climb level by level, and stop the credit only when a person takes over', () => {
    const { levels } = completion.policies.dunning;
    expect(levels.map(({ level, offsetDays }) => [level, offsetDays])).toEqual([
      ['courtesy', -3],
      ['level-1', 5],
      ['level-2', 15],
      ['level-3', 30],
      ['final-notice', 45],
      ['hand-over', 60],
    ]);
    expect(levels.filter((level) => level.creditStop).map(({ level }) => level)).toEqual(['hand-over']);
    for (const [index, level] of levels.entries()) {
      const gapDays = level.offsetDays - (levels[index - 1]?.offsetDays ?? -Infinity);
      expect(gapDays).toBeGreaterThanOrEqual(level.minIntervalDays);
    }
  });
});
