import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KpiDimension, KpiName, KpiOrder } from '../../contracts/kpi.js';
import type { CustomerStanding } from '../../contracts/vocabulary.js';
import { createPrisma, type PrismaClient } from '../../prisma/client.js';
import { readFigure, type FigureRecord } from '../../prisma/queries/kpis/figure.js';
import { factsDesk } from '../support/figures/facts.js';
import { tellFebruary } from '../support/figures/february.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createDatabase();
  const writing = createPrisma(database.adminUrl, { poolSize: 1 });
  await writing.$executeRawUnsafe('SET session_replication_role = replica');
  await tellFebruary(factsDesk(writing));
  await writing.$disconnect();
  prisma = createPrisma(database.url, { poolSize: 2 });
});
afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

type Asked = {
  readonly from?: string;
  readonly to?: string;
  readonly by?: KpiDimension;
  readonly order?: KpiOrder;
  readonly currency?: string;
  readonly salesperson?: string;
  readonly customer?: string;
  readonly kind?: CustomerStanding;
  readonly seesTurnover?: boolean;
};

const figure = (name: KpiName, asked: Asked = {}): Promise<FigureRecord> =>
  readFigure(
    prisma,
    {
      name,
      period: { from: asked.from ?? '2026-02-01', to: asked.to ?? '2026-02-28' },
      by: asked.by ?? null,
      order: asked.order ?? 'value',
      currency: asked.currency ?? 'EUR',
      zone: 'Europe/Paris',
      calendar: 'FR',
      customer: asked.customer ?? null,
      kind: asked.kind,
      seesTurnover: asked.seesTurnover ?? false,
    },
    { salesperson: asked.salesperson ?? null },
  );

const split = async (name: KpiName, by: KpiDimension, asked: Asked = {}): Promise<Record<string, string | null>> => {
  const { rows } = await figure(name, { ...asked, by });
  return Object.fromEntries(rows.filter(({ value }) => value !== null).map(({ key, value }) => [key ?? '', value]));
};

/** Each figure of February 2026, and how it is worked from test/support/figures/february.ts. */
const february: readonly (readonly [KpiName, string | null, working: string])[] = [
  ['quotes-made', '5', 'Q2 Q3 Q4 Q5 Q6; Q1 is of January'],
  ['orders-entered', '5', 'O2 O3 O4 O5 O6; O1 came on 31 January'],
  ['deliveries-made', '4', 'B1 B2 B3 B4'],
  ['invoices-issued', '4', 'I1 I2 I3 I6'],
  ['lines-entered', '6', 'O2 has 2, O3 O4 O5 O6 one each'],
  ['lines-delivered', '5', 'B1 1, B2 1, B3 2, B4 1'],
  ['manual-share', '60.0', 'O2 phone, O3 email, O6 direct of 5'],
  ['information-requests', '3', 'two of the customer, one of finance; one was withdrawn, one is of March'],
  ['complaints-opened', '3', 'R1 R2 R4; R3 was withdrawn, R5 is of March'],
  ['complaints-open', '1', 'R4: R1 R2 R3 had ended, R5 was not there'],
  ['load', '12.3', 'anna 3, bruno 3 and lea 2 over 20 × 2 + 10 × 1 + 15 × 1 working days; marc has no capacity'],
  ['people-needed', '0.5', 'entered 6 / (10 × 2 + 10 × 1.5) = 0.17, delivered 5 / 15 = 0.33'],
  ['quotes-by-status', '6', 'Q1 to Q6'],
  ['orders-by-status', '10', 'the seven that had not ended, OD and OG settled, O4 refused'],
  ['deliveries-by-status', '8', 'BD B7 B0 B1 B2 B3 B4 BG'],
  ['invoices-by-status', '12', 'I7 I0 I1 I2 I3 I6, and G1 to G6 in dollars'],
  ['quotes-open', '1', 'Q5 is valid until the 28th itself'],
  ['orders-open', '7', 'O0 O1 O2 O3 O5 O6 O7; O4 was refused on the 12th'],
  ['deliveries-open', '3', 'B2 (signed in March) B3 B4'],
  ['invoices-open', '5', 'I0 I1 I3 I6 I7: I1 and I7 were paid in March'],
  ['ack-on-time', '50.0', 'O5 O6 of O2 O3 O5 O6: O3 never acknowledged counts, O4 refused does not'],
  ['ack-median', '100.0', '10, 100, 300'],
  ['ack-p90', '260.0', '10, 100, 300: 100 + 0.8 × 200'],
  ['delivery-median', '9.0', 'O1 31 Jan → 12 Feb = 12, O6 20 → 26 = 6; O2 is not whole'],
  ['delivery-p90', '11.4', '6 + 0.9 × 6'],
  ['customer-time', '1.5', 'O1 was asked on the 2nd and amended on the 5th: 3 days over O1 and O6'],
  [
    'otif-requested',
    '20.0',
    'O6 of O1 O2.1 O2.2 O3 O6: O1 had 6 of 10; O6 owes 3 of 5, 2 were cancelled the day before',
  ],
  ['otif-first-confirmed', '40.0', 'O1 (6 + 4 by the 12th) and O6 of the same five'],
  ['otif-last-confirmed', '60.0', 'and O2.1, promised again for the 20th'],
  ['on-time-requested', '33.3', 'O6 of the lines complete: O1 O2.1 O6'],
  ['on-time-first-confirmed', '66.7', 'O1 and O6'],
  ['on-time-last-confirmed', '100.0', 'all three'],
  [
    'corrections',
    '11',
    'O1 price quantity; O2 date (customer), price date (entry); O3 discount terms, quantity (entry), quantity (not stated); O4 price; O6 date',
  ],
  [
    'entry-errors',
    '5',
    'O1 price and quantity, O2 price (once, though stated twice) and date, O3 quantity; O5 is of March',
  ],
  ['entry-error-rate', '60.0', 'O2 O3 O5 of five: that of O5 was found in March; O1 is an order of January'],
  ['accuracy', '40.0', 'O4 and O6, whose differences were no error of ours'],
  ['complaint-resolution', '3.0', 'R1 4 days, R2 2'],
  ['order-book', '240.00', 'O2.2 6 × 20 = 120, O3 20, O5 100 as before its amendment in March'],
  ['backlog-late', '120.00', 'O2.2 promised for the 20th; O3 for the 28th itself is not late'],
  ['revenue', '300.00', 'I1 60 + I2 40 + I3 130 and freight 10 + I6 60'],
  [
    'margin',
    '66.00',
    'I1 60 − 6×6 = 24, I2 40 − 4×7 = 12 (7 from that very day), I3 tea 50 − 5×7 = 15, I6 60 − 3×15 = 15; coffee of I3 had no cost',
  ],
  ['margin-rate', '31.4', '66 / (60 + 40 + 50 + 60)'],
  ['margin-coverage', '72.4', '210 of 290, freight aside'],
  ['ageing', '418.00', 'not due 144, to 30 days 168, to 60 days 70, over 90 days 36'],
  ['unallocated-money', '100.00', 'the 100 of the 15th, matched in March: not taken off the ageing'],
  ['dso', '78.4', '418 × 90 / 480, the sales of 1 December to 28 February, VAT included'],
  ['dso-best', '27.0', '144 × 90 / 480'],
  ['dso-delay', '51.4', '274 × 90 / 480'],
  ['dso-count-back', '28.0', '418 − 360 of February; January sold nothing and ends it'],
  ['days-to-pay', '47.5', '(50 × 57 + 48 × 8 + 36 × 87) / 134, by the day of the money, whenever it was matched'],
  ['days-late', '23.4', '(50 × 27 − 48 × 22 + 36 × 79) / 134: the 48 came 22 days before due'],
  ['payers-drifting', '0', 'nobody with five payments in euros'],
  ['quote-conversion', '25.0', 'Q2 of Q2 won, Q3 lost, Q4 expired, Q6 accepted but its order refused'],
  ['quote-conversion-value', '22.7', '250 of 400 + 300 + 300 + 100'],
  ['stock-turnover', '0.23', '(15 × 10 + 7 × 20) / (32.5 × 10 + 46.5 × 20)'],
  ['customers', '4', 'ALPHA BETA GAMMA DELTA'],
  ['customers-new', '0', 'BETA began in November'],
  ['acquisition-cost', null, '280 were spent, and nobody is new'],
  ['customers-retained', '100.0', 'ALPHA ordered on 31 January and again'],
];

describe('each figure of February, worked by hand', () => {
  it.each(february)('%s is %s: %s', async (name, expected) => {
    expect((await figure(name)).value).toBe(expected);
  });
});

const splits: readonly (readonly [KpiName, KpiDimension, Record<string, string>])[] = [
  ['orders-entered', 'person', { anna: '2', bruno: '3' }],
  ['orders-entered', 'kind', { phone: '1', email: '1', web: '1', edi: '1', direct: '1' }],
  ['orders-entered', 'customer', { ALPHA: '2', BETA: '3' }],
  // One of five orders each; of the others nobody typed any. Together they are the 60 % of the whole.
  ['manual-share', 'kind', { phone: '20.0', email: '20.0', direct: '20.0' }],
  // O2 and O6 are anna's two; of bruno's O3 O4 O5 one.
  ['manual-share', 'person', { anna: '100.0', bruno: '33.3' }],
  ['lines-delivered', 'person', { lea: '2', marc: '3' }],
  ['lines-entered', 'family', { tea: '4', coffee: '2' }],
  ['information-requests', 'kind', { customer: '2', finance: '1' }],
  ['load', 'person', { anna: '7.5', bruno: '30.0', lea: '13.3' }],
  ['load', 'kind', { 'lines-entered': '12.0', 'lines-delivered': '13.3' }],
  ['people-needed', 'kind', { 'lines-entered': '0.2', 'lines-delivered': '0.3' }],
  ['quotes-by-status', 'kind', { 'quote-accepted': '3', 'quote-lost': '1', 'quote-expired': '1', 'quote-open': '1' }],
  [
    'orders-by-status',
    'kind',
    { delivered: '4', 'in-delivery': '1', accepted: '1', acknowledged: '1', settled: '2', refused: '1' },
  ],
  // B2 was signed in March.
  ['deliveries-by-status', 'kind', { proved: '5', delivered: '2', departed: '1' }],
  // Of I0 50 were paid; I2 and the six in dollars are paid, I1 and I7 not before March.
  ['invoices-by-status', 'kind', { open: '4', 'part-paid': '1', paid: '7' }],
  ['orders-open', 'kind', { delivered: '4', 'in-delivery': '1', accepted: '1', acknowledged: '1' }],
  ['deliveries-open', 'kind', { delivered: '2', departed: '1' }],
  ['invoices-open', 'kind', { open: '4', 'part-paid': '1' }],
  [
    'corrections',
    'kind',
    { 'entry-error': '5', 'customer-error': '2', 'not-stated': '2', 'quote-error': '1', 'no-error': '1' },
  ],
  ['entry-errors', 'kind', { price: '2', quantity: '2', date: '1' }],
  ['entry-errors', 'person', { anna: '2', bruno: '3' }],
  ['entry-errors', 'customer', { ALPHA: '4', BETA: '1' }],
  [
    'entry-error-rate',
    'kind',
    {
      quantity: '40.0',
      price: '20.0',
      date: '20.0',
      item: '0.0',
      discount: '0.0',
      terms: '0.0',
      freight: '0.0',
      reference: '0.0',
      address: '0.0',
    },
  ],
  ['entry-error-rate', 'person', { anna: '50.0', bruno: '66.7' }],
  ['accuracy', 'customer', { ALPHA: '50.0', BETA: '33.3' }],
  ['order-book', 'customer', { ALPHA: '120.00', BETA: '120.00' }],
  ['order-book', 'family', { tea: '120.00', coffee: '120.00' }],
  ['revenue', 'product', { T1: '150.00', C1: '140.00', '': '10.00' }],
  ['revenue', 'person', { anna: '300.00' }],
  ['margin', 'product', { T1: '51.00', C1: '15.00' }],
  ['margin-rate', 'family', { tea: '34.0', coffee: '25.0' }],
  ['margin-coverage', 'product', { T1: '100.0', C1: '42.9' }],
  ['ageing', 'kind', { 'not-due': '144.00', '1-30': '168.00', '31-60': '70.00', 'over-90': '36.00' }],
  ['ageing', 'customer', { ALPHA: '382.00', BETA: '36.00' }],
  ['customers', 'kind', { regular: '1', new: '2', lapsed: '1' }],
  ['quote-conversion', 'customer', { ALPHA: '100.0', BETA: '0.0' }],
  ['stock-turnover', 'product', { T1: '0.46', C1: '0.15' }],
];

describe('the same split', () => {
  it.each(splits)('%s by %s', async (name, by, expected) => {
    expect(await split(name, by)).toEqual(expected);
  });
});

const days: readonly (readonly [KpiName, string, string, working: string])[] = [
  ['order-book', '2026-01-31', '80.00', 'O1 as it stood before it was amended: 8 × 10'],
  ['order-book', '2026-02-10', '340.00', 'O1 4 left = 40, O2 250, O3 20, O4 held, not yet refused = 30'],
  ['order-book', '2026-02-12', '370.00', 'O2 250, O3 20, O5 100; O4 is refused'],
  ['order-book', '2026-02-24', '340.00', 'O6 whole: the cancellation came on the 25th'],
  ['order-book', '2026-03-31', '340.00', 'O2 120, O3 20, O5 200 as amended'],
  ['orders-open', '2026-02-10', '6', 'O0 O1 O2 O3 O4 O7'],
  ['quotes-open', '2026-02-05', '2', 'Q3 Q4'],
  ['ageing', '2026-03-31', '310.00', 'I0 70, I3 168, I6 72: I1 and I7 are paid'],
  ['unallocated-money', '2026-03-31', '64.00', '100 − 36'],
  ['entry-errors', '2026-03-03', '1', 'O5, on the day it was found'],
  ['entry-error-rate', '2026-01-31', '100.0', 'O1, found in February'],
  ['dso-count-back', '2025-12-31', '61.0', '156: December 120 is used up = 31, November 36 = 30'],
];

describe('a figure as of a day', () => {
  it.each(days)('%s on %s is %s: %s', async (name, day, expected) => {
    expect((await figure(name, { from: day, to: day })).value).toBe(expected);
  });

  it.each([
    ['2026-02-10', { delivered: '2', 'in-delivery': '1', acknowledged: '1', accepted: '1', 'credit-hold': '1' }],
    ['2026-01-31', { delivered: '3', acknowledged: '1' }],
  ])('the stages of %s are those of that day', async (day, expected) => {
    expect(await split('orders-open', 'kind', { from: day, to: day })).toEqual(expected);
  });

  it('documents that have ended stand in the state of that day', async () => {
    const on = (name: KpiName, day: string) => split(name, 'kind', { from: day, to: day });
    // Q3 and Q4 were open on the 5th; on the 21st Q3 is lost and Q4 has run out.
    expect(await on('quotes-by-status', '2026-02-05')).toEqual({ 'quote-accepted': '2', 'quote-open': '2' });
    expect(await on('quotes-by-status', '2026-02-21')).toEqual({
      'quote-accepted': '3',
      'quote-open': '1',
      'quote-lost': '1',
      'quote-expired': '1',
    });
    // O4 was refused on the 12th; OG was settled on the 3rd.
    expect(await on('orders-by-status', '2026-02-10')).toMatchObject({ 'credit-hold': '1', settled: '2' });
    expect(await on('orders-by-status', '2026-02-12')).toMatchObject({ refused: '1', settled: '2' });
    expect(await on('orders-by-status', '2026-01-31')).toEqual({ delivered: '3', acknowledged: '1', settled: '1' });
    // B1 was signed on the 10th, when B2 to B4 were not made yet.
    expect(await on('deliveries-by-status', '2026-02-10')).toEqual({ proved: '5' });
    // Of I7, I0 and G1 to G6 the sixth was paid on 28 January.
    expect(await on('invoices-by-status', '2026-01-27')).toEqual({ open: '3', paid: '5' });
    expect(await on('invoices-by-status', '2026-01-28')).toEqual({ open: '2', paid: '6' });
  });

  it.each([
    ['2026-03-25', 'at-risk', 'silent for 33 days, 1.5 × 18 = 27'],
    ['2026-04-30', 'lapsed', 'silent for 69 days, 3 × 18 = 54'],
  ])('ALPHA, which orders every 18 days, is on %s %s: %s', async (day, expected) => {
    expect(Object.keys(await split('customers', 'kind', { from: day, to: day, customer: 'ALPHA' }))).toEqual([
      expected,
    ]);
  });
});

describe('a figure beside others', () => {
  it('is compared with the month before and the same month of the year before', async () => {
    const { before, yearBefore, parts } = await figure('orders-entered');
    expect(before).toEqual({ from: '2026-01-01', to: '2026-01-31', value: '1' });
    expect(yearBefore).toEqual({ from: '2025-02-01', to: '2025-02-28', value: '0' });
    expect(parts).toEqual({ of: '5', by: null });
  });

  it('says of what and over what it is', async () => {
    expect((await figure('ack-on-time')).parts).toEqual({ of: '2', by: '4' });
    expect((await figure('days-late')).parts).toEqual({ of: '3138', by: '134' });
  });

  it('is the same whole however it is split', async () => {
    expect((await figure('entry-error-rate', { by: 'kind' })).value).toBe('60.0');
    expect((await figure('stock-turnover', { by: 'product' })).value).toBe('0.23');
  });

  it('has a course that adds up to it', async () => {
    const { series } = await figure('orders-entered');
    expect(series).toHaveLength(28);
    expect(series.filter(({ value }) => value !== '0').map(({ from, value }) => [from, value])).toEqual([
      ['2026-02-02', '1'],
      ['2026-02-05', '1'],
      ['2026-02-10', '1'],
      ['2026-02-12', '1'],
      ['2026-02-20', '1'],
    ]);
  });

  it('of a long period is told by the month', async () => {
    const { series } = await figure('revenue', { from: '2025-11-15', to: '2026-02-28' });
    expect(series.map(({ from, to, value }) => [from, to, value])).toEqual([
      ['2025-11-15', '2025-11-30', '30.00'],
      ['2025-12-01', '2025-12-31', '100.00'],
      ['2026-01-01', '2026-01-31', '0.00'],
      ['2026-02-01', '2026-02-28', '300.00'],
    ]);
  });

  it('puts first what grew, or what declined', async () => {
    const december = { from: '2025-12-01', to: '2025-12-31' };
    const grown = await figure('revenue', { ...december, by: 'customer', order: 'growth' });
    expect(grown.rows.map(({ key, change }) => [key, change])).toEqual([
      ['ALPHA', null],
      ['BETA', null],
    ]);
    const declined = await figure('revenue', { ...december, by: 'customer', order: 'decline' });
    expect(declined.rows.map(({ key, value, before }) => [key, value, before])).toEqual([
      ['BETA', null, '30.00'],
      ['ALPHA', '100.00', null],
    ]);
  });
});

describe('who the customers of a figure are', () => {
  const who = async (name: KpiName, asked: Asked = {}) => {
    const { columns, rows } = await figure(name, { ...asked, by: 'customer' });
    return {
      columns: columns.map((column) => column.name),
      rows: Object.fromEntries(rows.map(({ key, cells }) => [key, cells])),
    };
  };
  const standing = ['standing', 'first-order', 'last-order', 'silent', 'rhythm'];
  // ALPHA ordered on 1 December, 31 January, 2 and 20 February: 61, 2 and 18 days apart. BETA on 3 November, 5 and 12 February.
  const alpha = ['regular', '2025-12-01', '2026-02-20', '8', '18.0'];
  const beta = ['new', '2025-11-03', '2026-02-12', '16', '50.5'];
  const gamma = ['new', '2025-06-01', '2025-06-01', '272', null];
  const delta = ['lapsed', '2024-12-01', '2024-12-01', '454', null];

  it('how each stands, when it ordered, and what it bought for in twelve months, the largest first', async () => {
    // ALPHA 100 in December and 300 in February, BETA 30 in November; what GAMMA bought was in dollars.
    expect(await who('customers', { seesTurnover: true })).toEqual({
      columns: [...standing, 'turnover', 'turnover-before'],
      rows: {
        ALPHA: [...alpha, '400.00', null],
        BETA: [...beta, '30.00', null],
        DELTA: [...delta, null, null],
        GAMMA: [...gamma, null, null],
      },
    });
    const { rows } = await figure('customers', { seesTurnover: true, by: 'customer' });
    expect(rows.map(({ key }) => key)).toEqual(['ALPHA', 'BETA', 'DELTA', 'GAMMA']);
    const nextYear = {
      seesTurnover: true,
      to: '2027-01-31',
      from: '2027-01-01',
      by: 'customer',
      order: 'decline',
    } as const;
    // Of the year up to January 2027 are the 300 of February, of the one before the 100 of December and the 30 of November.
    const declined = (await figure('customers', nextYear)).rows;
    expect(declined.map(({ key, cells }) => [key, ...cells.slice(5)]).slice(0, 1)).toEqual([['BETA', null, '30.00']]);
    expect(declined.at(-1)).toMatchObject({
      key: 'ALPHA',
      cells: expect.arrayContaining(['300.00', '100.00']) as unknown,
    });
  });

  it('those at risk or lapsed alone, counted and named, as of the day', async () => {
    expect(await who('customers', { kind: 'lapsed' })).toEqual({ columns: standing, rows: { DELTA: delta } });
    expect((await figure('customers', { kind: 'lapsed' })).value).toBe('1');
    const march = { from: '2026-03-25', to: '2026-03-25', kind: 'at-risk' } as const;
    expect((await who('customers', march)).rows).toEqual({
      ALPHA: ['at-risk', '2025-12-01', '2026-02-20', '33', '18.0'],
    });
    expect((await who('customers', { ...march, salesperson: 'bruno' })).rows).toEqual({});
    expect((await figure('customers', { ...march, by: 'person' })).rows.map(({ key, value }) => [key, value])).toEqual([
      ['anna', '1'],
    ]);
  });

  it('those whose first order lies in the period', async () => {
    const autumn = { from: '2025-10-01', to: '2025-12-31' };
    expect(Object.keys((await who('customers-new', autumn)).rows)).toEqual(['ALPHA', 'BETA']);
  });

  it('by how much later those pay who drift', async () => {
    // (0 + 0 + 1) / 3 days late, then (12 + 15 + 18) / 3.
    expect(await who('payers-drifting', { currency: 'USD' })).toEqual({
      columns: ['delay-before', 'delay-now', 'last-payment'],
      rows: { GAMMA: ['0.3', '15.0', '2026-01-28'] },
    });
    expect((await who('payers-drifting', { currency: 'USD', salesperson: 'anna' })).rows).toEqual({});
  });
});

describe('what is not mixed', () => {
  it('amounts of another currency are figures of their own', async () => {
    const dollars = await figure('revenue', { from: '2025-06-01', to: '2026-02-28', currency: 'USD' });
    expect(dollars.value).toBe('600.00');
    expect((await figure('revenue', { from: '2025-06-01', to: '2025-10-31' })).value).toBe('0.00');
  });

  it('what a new customer costs is told where something was spent and somebody is new, by the days of the month', async () => {
    const cost = async (from: string, to: string, currency = 'EUR') =>
      (await figure('acquisition-cost', { from, to, currency })).value;
    // BETA is new in November, ALPHA in December: (300 + 155) / 2; what was taken back does not count.
    expect(await cost('2025-11-01', '2025-12-31')).toBe('227.50');
    // Ten days of 30 and one of 31: (100 + 5) / 2.
    expect([await cost('2025-11-01', '2025-11-10'), await cost('2025-12-01', '2025-12-01')]).toEqual([
      '100.00',
      '5.00',
    ]);
    expect(await cost('2025-11-01', '2025-11-30', 'USD')).toBe('900.00');
    expect(await cost('2024-12-01', '2024-12-31')).toBeNull();
  });

  it('a margin is told of what has a known cost, and of nothing else: never as zero', async () => {
    const year = { from: '2025-06-01', to: '2025-12-31' };
    expect((await figure('margin', year)).value).toBeNull();
    expect((await figure('margin-rate', year)).value).toBeNull();
    expect((await figure('margin-coverage', year)).value).toBe('0.0');
    expect((await figure('margin', { currency: 'USD' })).value).toBeNull();
  });

  it('who always paid on time and now does not is named: the last three payments against those before', async () => {
    expect(await split('payers-drifting', 'customer', { currency: 'USD' })).toEqual({ GAMMA: '1' });
  });

  it('a salesperson reads what is of their own customers', async () => {
    const own = { salesperson: 'anna' };
    expect((await figure('orders-entered', own)).value).toBe('2');
    expect((await figure('order-book', own)).value).toBe('120.00');
    expect((await figure('dso-count-back', own)).value).toBe('28.0');
    expect(await split('orders-entered', 'customer', own)).toEqual({ ALPHA: '2' });
  });
});
