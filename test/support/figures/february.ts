import type { FactsDesk } from './facts.js';

/**
 * A small house around February 2026, worked by hand: an order of the last of January, one never acknowledged, one refused,
 * partial deliveries, one amended after the month, one cancelled in part the day before it was due, money before it is due,
 * an order amended twice, an error found after the month, one asked about and put right by an amendment,
 * money matched after the month, an invoice due on the last day itself, a month without sales, another currency.
 */
export async function tellFebruary(desk: FactsDesk): Promise<void> {
  await masterData(desk);
  await quotes(desk);
  await ordersOfBefore(desk);
  await ordersOfAlpha(desk);
  await ordersOfBeta(desk);
  await desk.question('2026-02-03', 'O2', 'customer');
  await desk.question('2026-02-28', 'O2', 'customer');
  await desk.question('2026-02-28', 'O3', 'finance');
  await desk.question('2026-02-28', 'O3', 'finance', true);
  await desk.question('2026-03-01', 'O3', 'finance');
  await complaints(desk);
  await errors(desk);
  await money(desk);
  await gammaPaysLater(desk);
}

/** Of the four deliveries of the month one was short and one refused; of its invoices one was wrong, found in March. */
async function complaints(desk: FactsDesk): Promise<void> {
  const beta = { customer: 'BETA' };
  await desk.complaint('R1', {
    ...beta,
    order: 'O2',
    delivery: 'B2',
    kind: 'short',
    opened: '2026-02-20',
    decided: '2026-02-24',
  });
  await desk.complaint('R2', {
    ...beta,
    order: 'O6',
    delivery: 'B3',
    kind: 'damaged',
    opened: '2026-02-25',
    decided: '2026-02-27',
    isRefused: true,
  });
  await desk.complaint('R3', {
    ...beta,
    order: 'O6',
    delivery: 'B4',
    kind: 'late',
    opened: '2026-02-26',
    decided: '2026-02-26',
    isWithdrawn: true,
  });
  await desk.complaint('R4', { ...beta, order: 'O2', invoice: 'I2', kind: 'price', opened: '2026-02-28' });
  await desk.complaint('R5', {
    ...beta,
    order: 'O2',
    invoice: 'I2',
    kind: 'invoice-error',
    opened: '2026-03-01',
    decided: '2026-03-02',
  });
}

async function masterData(desk: FactsDesk): Promise<void> {
  await desk.customer('ALPHA', 'anna');
  for (const number of ['BETA', 'GAMMA', 'DELTA']) await desk.customer(number, 'bruno');
  await desk.product('T1', 'tea', 10, 50);
  await desk.product('C1', 'coffee', 20, 43);
  await desk.spend('2025-11-01', 300);
  await desk.spend('2025-12-01', 155);
  await desk.spend('2025-11-01', 900, 'USD');
  await desk.spend('2025-11-01', 1000, 'EUR', true);
  await desk.spend('2026-02-01', 280);
  await desk.capacity('anna', 'lines-entered', '2026-01-01', 2);
  await desk.capacity('bruno', 'lines-entered', '2026-02-16', 1);
  await desk.capacity('lea', 'lines-delivered', '2026-02-02', 1);
  await desk.capacity('lea', 'lines-delivered', '2026-02-23', 0);
  await desk.cost('T1', '2026-01-01', 6);
  await desk.cost('T1', '2026-02-12', 7);
  await desk.cost('C1', '2026-02-25', 15);
  await desk.receipt('2026-02-10', 'T1', 10);
  await desk.receipt('2026-03-05', 'T1', 20);
}

async function quotes(desk: FactsDesk): Promise<void> {
  const beta = { customer: 'BETA', validUntil: '2026-03-31' };
  await desk.quote('Q1', {
    customer: 'ALPHA',
    created: '2026-01-20',
    net: 100,
    validUntil: '2026-02-20',
    accepted: '2026-01-31',
  });
  await desk.quote('Q2', {
    customer: 'ALPHA',
    created: '2026-02-01',
    net: 400,
    validUntil: '2026-03-01',
    accepted: '2026-02-02',
  });
  await desk.quote('Q3', { ...beta, created: '2026-02-03', net: 300, lost: '2026-02-18' });
  await desk.quote('Q4', { ...beta, created: '2026-02-05', net: 300, validUntil: '2026-02-20' });
  await desk.quote('Q5', { ...beta, created: '2026-02-06', net: 500, validUntil: '2026-02-28' });
  await desk.quote('Q6', { ...beta, created: '2026-02-07', net: 100, accepted: '2026-02-10' });
}

async function ordersOfBefore(desk: FactsDesk): Promise<void> {
  await desk.order('OD', {
    customer: 'DELTA',
    received: '2024-12-01',
    by: 'bruno',
    origin: 'phone',
    stage: 'settled',
    ackMinutes: 5,
    settled: '2025-01-31',
    lines: [{ product: 'T1', quantity: 1, price: 10, requested: '2024-12-05', first: '2024-12-05', delivered: 1 }],
  });
  await desk.delivery('BD', {
    order: 'OD',
    by: 'lea',
    departed: '2024-12-05',
    arrived: '2024-12-05',
    proved: '2024-12-05',
    lines: { 1: 1 },
  });
  await desk.order('O7', {
    customer: 'BETA',
    received: '2025-11-03',
    by: 'bruno',
    origin: 'phone',
    stage: 'delivered',
    ackMinutes: 30,
    lines: [{ product: 'T1', quantity: 3, price: 10, requested: '2025-11-20', first: '2025-11-20', delivered: 3 }],
  });
  await desk.delivery('B7', {
    order: 'O7',
    by: 'lea',
    departed: '2025-11-20',
    arrived: '2025-11-20',
    proved: '2025-11-20',
    lines: { 1: 3 },
  });
  await desk.order('O0', {
    customer: 'ALPHA',
    received: '2025-12-01',
    by: 'anna',
    origin: 'email',
    stage: 'delivered',
    ackMinutes: 60,
    lines: [{ product: 'T1', quantity: 10, price: 10, requested: '2025-12-15', first: '2025-12-15', delivered: 10 }],
  });
  await desk.delivery('B0', {
    order: 'O0',
    by: 'lea',
    departed: '2025-12-15',
    arrived: '2025-12-15',
    proved: '2025-12-15',
    lines: { 1: 10 },
  });
}

async function ordersOfAlpha(desk: FactsDesk): Promise<void> {
  await desk.order('O1', {
    customer: 'ALPHA',
    received: '2026-01-31',
    by: 'anna',
    origin: 'quote',
    quote: 'Q1',
    stage: 'delivered',
    ackMinutes: 60,
    version: 2,
    lines: [{ product: 'T1', quantity: 10, price: 10, requested: '2026-02-10', first: '2026-02-12', delivered: 10 }],
  });
  await desk.audit('2026-02-02', 'discrepancy.ask', { order: 'O1' });
  await desk.audit('2026-02-05', 'order.amended', {
    order: 'O1',
    before: {
      lines: [
        {
          lineNo: 1,
          product: 'T1',
          quantity: '8',
          net: '80.00',
          cancelled: '0',
          requestedDate: '2026-02-10',
          confirmedDate: null,
        },
      ],
    },
  });
  await desk.delivery('B1', {
    order: 'O1',
    by: 'lea',
    departed: '2026-02-09',
    arrived: '2026-02-10',
    proved: '2026-02-10',
    lines: { 1: 6 },
  });
  await desk.delivery('B2', {
    order: 'O1',
    sequence: 2,
    by: 'marc',
    departed: '2026-02-12',
    arrived: '2026-02-12',
    proved: '2026-03-01',
    lines: { 1: 4 },
  });

  await desk.order('O2', {
    customer: 'ALPHA',
    received: '2026-02-02',
    by: 'anna',
    origin: 'phone',
    quote: 'Q2',
    stage: 'in-delivery',
    ackMinutes: 300,
    lines: [
      {
        product: 'T1',
        quantity: 5,
        price: 10,
        requested: '2026-02-15',
        first: '2026-02-15',
        last: '2026-02-20',
        delivered: 5,
      },
      {
        product: 'C1',
        quantity: 10,
        price: 20,
        requested: '2026-02-15',
        first: '2026-02-15',
        last: '2026-02-20',
        delivered: 4,
      },
    ],
  });
  await desk.delivery('B3', { order: 'O2', by: 'marc', departed: '2026-02-20', lines: { 1: 5, 2: 4 } });

  await desk.order('O6', {
    customer: 'ALPHA',
    received: '2026-02-20',
    by: 'anna',
    origin: 'direct',
    stage: 'delivered',
    ackMinutes: 10,
    lines: [
      {
        product: 'C1',
        quantity: 5,
        price: 20,
        requested: '2026-02-26',
        first: '2026-02-26',
        delivered: 3,
        cancelled: 2,
      },
    ],
  });
  await desk.audit('2026-02-25', 'order.cancelled', {
    order: 'O6',
    after: { lines: [{ lineNo: 1, quantity: '2' }], reason: 'too much' },
  });
  await desk.delivery('B4', { order: 'O6', by: 'lea', departed: '2026-02-26', arrived: '2026-02-26', lines: { 1: 3 } });
}

async function ordersOfBeta(desk: FactsDesk): Promise<void> {
  await desk.order('O3', {
    customer: 'BETA',
    received: '2026-02-05',
    by: 'bruno',
    origin: 'email',
    stage: 'accepted',
    lines: [{ product: 'T1', quantity: 2, price: 10, requested: '2026-02-28', first: '2026-02-28' }],
  });
  await desk.audit('2026-02-05', 'order.accepted', { order: 'O3' });

  await desk.order('O4', {
    customer: 'BETA',
    received: '2026-02-10',
    by: 'bruno',
    origin: 'web',
    quote: 'Q6',
    stage: 'refused',
    lines: [{ product: 'T1', quantity: 3, price: 10, requested: '2026-02-20' }],
  });
  await desk.audit('2026-02-10', 'credit.held', { order: 'O4' });
  await desk.audit('2026-02-12', 'order.refused', { order: 'O4' });

  await desk.order('O5', {
    customer: 'BETA',
    received: '2026-02-12',
    by: 'bruno',
    origin: 'edi',
    stage: 'acknowledged',
    ackMinutes: 100,
    version: 2,
    lines: [{ product: 'T1', quantity: 20, price: 10, requested: '2026-03-10', first: '2026-03-10' }],
  });
  await desk.audit('2026-03-03', 'order.amended', {
    order: 'O5',
    before: {
      lines: [
        {
          lineNo: 1,
          product: 'T1',
          quantity: '10',
          net: '100.00',
          cancelled: '0',
          requestedDate: '2026-03-10',
          confirmedDate: '2026-03-10',
        },
      ],
    },
  });
}

/** Whose error it was: what was stated of it, and when. */
async function errors(desk: FactsDesk): Promise<void> {
  await desk.discrepancy('O1', '1-1', { type: 'price', disposition: 'superseded', on: '2026-02-02', cause: 'entry' });
  await desk.amendment('O1', 2, { on: '2026-02-05', by: 'anna', types: ['price', 'quantity'], cause: 'entry' });

  await desk.amendment('O2', 2, { on: '2026-02-03', by: 'bruno', types: ['date'], cause: 'customer' });
  await desk.amendment('O2', 3, { on: '2026-02-04', by: 'anna', types: ['price', 'date'], cause: 'entry' });
  await desk.discrepancy('O2', '3-1', { type: 'price', disposition: 'accept', on: '2026-02-06', cause: 'entry' });

  await desk.discrepancy('O3', '1-1', { type: 'discount', disposition: 'accept', on: '2026-02-07', cause: 'quote' });
  await desk.discrepancy('O3', '1-2', { type: 'terms', disposition: 'accept', on: '2026-02-07' });
  await desk.discrepancy('O3', '1-3', {
    type: 'quantity',
    disposition: 'superseded',
    on: '2026-02-08',
    cause: 'entry',
  });
  await desk.amendment('O3', 2, { on: '2026-02-09', by: 'bruno', types: ['quantity'] });

  await desk.discrepancy('O4', '1-1', { type: 'price', disposition: 'accept', on: '2026-02-11', cause: 'customer' });
  await desk.discrepancy('O4', '1-2', { type: 'quantity', disposition: 'open' });
  await desk.amendment('O5', 2, { on: '2026-03-03', by: 'bruno', types: ['quantity'], cause: 'entry' });
  await desk.discrepancy('O6', '1-1', { type: 'freight', disposition: 'tolerated' });
  await desk.discrepancy('O6', '1-2', { type: 'date', disposition: 'accept', on: '2026-02-21', cause: 'none' });
}

async function money(desk: FactsDesk): Promise<void> {
  await desk.invoice('I7', { order: 'O7', issued: '2025-11-20', due: '2025-11-28', lines: { T1: 30 } });
  await desk.invoice('I0', { order: 'O0', issued: '2025-12-15', due: '2026-01-14', lines: { T1: 100 } });
  await desk.invoice('I1', { order: 'O1', issued: '2026-02-09', due: '2026-02-28', lines: { T1: 60 } });
  await desk.invoice('I2', { order: 'O1', issued: '2026-02-12', due: '2026-03-14', lines: { T1: 40 } });
  await desk.invoice('I3', {
    order: 'O2',
    issued: '2026-02-20',
    due: '2026-02-25',
    lines: { T1: 50, C1: 80 },
    freight: 10,
  });
  await desk.invoice('I6', { order: 'O6', issued: '2026-02-26', due: '2026-03-28', lines: { C1: 60 } });

  await desk.payment('ALPHA', { date: '2026-02-10', amount: 50, pays: [['I0', 50]] });
  await desk.payment('ALPHA', { date: '2026-02-20', amount: 48, pays: [['I2', 48]] });
  await desk.payment('BETA', { date: '2026-02-15', amount: 100, pays: [['I7', 36, '2026-03-02']] });
  await desk.payment('ALPHA', { date: '2026-03-05', amount: 72, pays: [['I1', 72]] });
}

/** In dollars: three payments 0, 0 and 1 day late, and three 12, 15 and 18 days late. */
async function gammaPaysLater(desk: FactsDesk): Promise<void> {
  await desk.order('OG', {
    customer: 'GAMMA',
    received: '2025-06-01',
    by: 'bruno',
    origin: 'edi',
    stage: 'settled',
    ackMinutes: 5,
    settled: '2026-02-03',
    currency: 'USD',
    lines: [{ product: 'T1', quantity: 60, price: 10, requested: '2025-06-05', first: '2025-06-05', delivered: 60 }],
  });
  await desk.delivery('BG', {
    order: 'OG',
    by: 'lea',
    departed: '2025-06-05',
    arrived: '2025-06-05',
    proved: '2025-06-05',
    lines: { 1: 60 },
  });
  const paid: readonly (readonly [due: string, paid: string])[] = [
    ['2025-07-10', '2025-07-10'],
    ['2025-08-10', '2025-08-10'],
    ['2025-09-10', '2025-09-11'],
    ['2025-10-10', '2025-10-22'],
    ['2025-11-10', '2025-11-25'],
    ['2026-01-10', '2026-01-28'],
  ];
  for (const [index, [due, date]] of paid.entries()) {
    const number = `G${index + 1}`;
    await desk.invoice(number, { order: 'OG', issued: '2025-06-05', due, lines: { T1: 100 } });
    await desk.payment('GAMMA', { date, amount: 120, pays: [[number, 120]] });
  }
}
