import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { CustomerInput } from '../../contracts/customer.js';
import type { MoveInKind, RawTable } from '../../contracts/move-in.js';
import { addDays, isWorkingDay, localDateOf, nextWorkingDay, type LocalDate } from '../../domain/calendar.js';
import { nextDunningStep, type LastDunningLevel } from '../../domain/dunning.js';
import { invariant } from '../../domain/invariant.js';
import { orderLineNet, taxable, totalsOf } from '../../domain/order-totals.js';
import { dueDate } from '../../domain/payment-terms.js';
import { vatRegimeOf } from '../../domain/vat-regime.js';
import { moveIn } from '../move-in/door.js';
import { shapedRows } from '../move-in/rows.js';
import * as completion from './completion.js';
import { customerOf, productOf, type OpeningProduct } from './northwind-master-data.js';
import { readNorthwind, readNorthwindOrders } from './northwind.js';

const DAYS = 182;
const ORDERS = 170;
const CUSTOMERS = 36;
const { currency } = completion;

/**
 * Puts half a year behind the demo's company, up to `today`, if nothing has been sold there: through the same door as the
 * books of any other system. @returns whether it did
 */
export async function loadDemoHistory(databaseUrl: string, today?: LocalDate): Promise<boolean> {
  if (!(await isUnused(databaseUrl))) return false;
  const asOf = today ?? localDateOf(Date.now(), completion.company.zone);
  const { set, refused, digest } = shapedRows(demoHistory(asOf));
  invariant(refused.length === 0, `the demo's history has a row that is none: ${JSON.stringify(refused[0])}`);
  const actor = { principal: 'demo-data', role: 'system', requestId: randomUUID() } as const;
  const batch = { digest, asOf, files: ['demo'], actor, isDemo: true };
  const done = await moveIn(databaseUrl, set, batch, 'sign-off');
  invariant(
    done.kind !== 'refused',
    `the demo's history is refused: ${done.kind === 'refused' && JSON.stringify(done.rows[0])}`,
  );
  return done.kind === 'fits';
}

async function isUnused(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ unused: boolean }>(
      'SELECT NOT EXISTS (SELECT FROM sales_order) AND NOT EXISTS (SELECT FROM move_in) AS unused',
    );
    return rows[0]?.unused ?? false;
  } finally {
    await client.end();
  }
}

/** A fixed sequence (mulberry32): the same history every time, seen from another day. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}

type Scene = {
  readonly today: LocalDate;
  readonly roll: (sides: number) => number;
  readonly customers: readonly CustomerInput[];
  readonly products: readonly OpeningProduct[];
  readonly add: (kind: MoveInKind, fields: Readonly<Record<string, unknown>>) => void;
};

/** Rows of half a year: quotes won and lost, orders in every stage, invoices paid, late and reminded. */
export function demoHistory(today: LocalDate): readonly RawTable[] {
  const { customers, products, employees } = readNorthwind();
  const orders = readNorthwindOrders();
  const rows = new Map<MoveInKind, Readonly<Record<string, unknown>>[]>();
  const scene: Scene = {
    today,
    roll: dice(2026),
    customers: customers.slice(0, CUSTOMERS).map((row) => customerOf(row, employees, orders)),
    products: products.map(productOf),
    add: (kind, fields) => rows.set(kind, [...(rows.get(kind) ?? []), fields]),
  };
  for (let n = 1; n <= ORDERS; n += 1) sell(scene, n);
  for (let n = 1; n <= 4; n += 1)
    scene.add('payments', {
      customer: scene.customers[scene.roll(CUSTOMERS)]?.number,
      reference: `VIR ${n} SANS RÉFÉRENCE`,
      date: addDays(today, -3 * n),
      amount: `${90 + 40 * n}.00`,
    });
  return [...rows].map(([kind, of]) => ({
    kind,
    file: 'demo',
    rows: of.map((fields, index) => ({ row: index + 1, fields })),
  }));
}

const pick = <T>({ roll }: Scene, of: readonly T[]): T => {
  const found = of[roll(of.length)];
  invariant(found !== undefined, 'there is something to pick');
  return found;
};

const workday = (date: LocalDate): LocalDate => nextWorkingDay(date, 'FR');

type Line = {
  readonly lineNo: number;
  readonly product: OpeningProduct;
  readonly quantity: number;
  readonly discountPercent: string;
};

/** Regular customers who have bought nothing for so many days: a manager is told that they are at risk. */
const quietDays: Readonly<Record<string, number>> = { HILAA: 38, FISSA: 26, FOLKO: 40 };

/** Whom the dice name, or the next one while that customer buys nothing. */
function buyerOn(scene: Scene, picked: number, asked: LocalDate): CustomerInput {
  const customer = scene.customers[picked];
  invariant(customer !== undefined, 'there is a customer to pick');
  const isQuiet = asked > addDays(scene.today, -(quietDays[customer.number] ?? 0));
  return isQuiet ? buyerOn(scene, (picked + 1) % CUSTOMERS, asked) : customer;
}

/** What an order had before it, what it says, and what came of it. */
function sell(scene: Scene, n: number): void {
  const { today, roll, add } = scene;
  const picked = scene.roll(CUSTOMERS);
  const asked = addDays(today, -Math.max(1, Math.floor((DAYS * (ORDERS - n)) / ORDERS)));
  const customer = buyerOn(scene, picked, asked);
  const received = isWorkingDay(asked, 'FR') ? asked : addDays(workday(asked), 0);
  if (received >= today) return;
  const lines = Array.from({ length: 1 + roll(3) }, (_, index): Line => {
    const product = scene.products[(n * 7 + index * 13 + roll(5)) % scene.products.length];
    invariant(product, 'the demo has products');
    return { lineNo: index + 1, product, quantity: 2 + roll(14), discountPercent: roll(4) === 0 ? '5.00' : '0.00' };
  });
  const number = `CMD-${String(20_000 + n)}`;
  const quote = roll(3) === 0 ? `DEV-${String(7_000 + n)}` : undefined;
  if (quote !== undefined) offer(scene, { quote, customer, on: addDays(received, -6), lines, received });
  if (quote !== undefined && roll(3) === 0) return;
  const promised = workday(addDays(received, 4 + roll(8)));
  const cancelled = roll(40) === 0;
  const at = `${received}T0${7 + roll(2)}:${10 + roll(49)}:00Z`;
  add('orders', {
    number,
    customer: customer.number,
    origin: pick(scene, ['phone', 'email', 'email', 'edi', 'web']),
    quote: quote !== undefined && received > addDays(today, -DAYS) ? quote : undefined,
    customerReference: `PO-${4_000 + n}`,
    receivedOn: received,
    receivedAt: at,
    acknowledgedAt:
      cancelled || roll(30) === 0 ? undefined : new Date(Date.parse(at) + (20 + roll(200)) * 60_000).toISOString(),
    ...(cancelled && { status: 'cancelled', closedReason: 'Le client a changé d’avis' }),
  });
  for (const line of lines)
    add('order-lines', {
      order: number,
      lineNo: line.lineNo,
      product: line.product.number,
      quantity: String(line.quantity),
      unitPrice: line.product.listPrice,
      discountPercent: line.discountPercent,
      requestedDate: addDays(promised, -roll(3)),
      confirmedDate: cancelled ? undefined : promised,
    });
  if (!cancelled) deliverAll(scene, { number, customer, promised, lines, n });
}

type Offer = {
  readonly quote: string;
  readonly customer: CustomerInput;
  readonly on: LocalDate;
  readonly received: LocalDate;
  readonly lines: readonly Line[];
};

function offer({ add, roll, today }: Scene, { quote, customer, on, received, lines }: Offer): void {
  const validUntil = addDays(on, 30);
  const isOpen = validUntil >= today && roll(2) === 0;
  const isLost = !isOpen && roll(3) === 0;
  add('quotes', {
    number: quote,
    customer: customer.number,
    createdOn: on,
    validUntil,
    ...(isOpen
      ? {}
      : isLost
        ? { status: 'lost', lostReason: 'Prix' }
        : { status: 'accepted', acceptedOn: received, reference: `Accord ${quote}` }),
  });
  for (const line of lines)
    add('quote-lines', {
      quote,
      lineNo: line.lineNo,
      product: line.product.number,
      quantity: String(line.quantity),
      unitPrice: line.product.listPrice,
      discountPercent: line.discountPercent,
    });
}

type Sold = {
  readonly number: string;
  readonly customer: CustomerInput;
  readonly promised: LocalDate;
  readonly lines: readonly Line[];
  readonly n: number;
};

/** In one delivery or two, most on the day that was promised; each is charged on its day. */
function deliverAll(scene: Scene, sold: Sold): void {
  const { roll, today, add } = scene;
  const first = workday(addDays(sold.promised, [-1, 0, 0, 0, 0, 1, 2, 5][roll(8)] ?? 0));
  const inTwo = roll(3) === 0 && sold.lines.length > 1;
  const parts = inTwo ? [sold.lines.slice(0, 1), sold.lines.slice(1)] : [sold.lines];
  for (const [index, lines] of parts.entries()) {
    const on = workday(addDays(first, index * 16));
    if (on >= today) return;
    const delivery = `BON-${30_000 + sold.n}${index === 0 ? '' : '-2'}`;
    add('deliveries', {
      number: delivery,
      order: sold.number,
      departedOn: on,
      deliveredOn: on,
      carrier: 'Transports Girard',
    });
    for (const { lineNo, quantity } of lines) add('delivery-lines', { delivery, lineNo, quantity: String(quantity) });
    charge(scene, sold, { number: `FACT-${50_000 + sold.n}${index === 0 ? '' : '-2'}`, on, lines });
  }
}

type Charged = { readonly number: string; readonly on: LocalDate; readonly lines: readonly Line[] };

function charge(scene: Scene, { number: order, customer, n }: Sold, { number, on, lines }: Charged): void {
  const { add, roll, today } = scene;
  const shipTo = customer.addresses?.find(({ isDefault }) => isDefault)?.address ?? customer.address;
  const regime = vatRegimeOf({ seller: completion.company.address, shipTo, buyerVatNumber: customer.vatNumber });
  const rateOf = ({ taxClass }: OpeningProduct): string =>
    regime === 'domestic' ? (taxClass === 'standard' ? '20.00' : '5.50') : '0.00';
  const priced = lines.map((line) => ({
    ...line,
    quantity: String(line.quantity),
    unitPrice: line.product.listPrice,
    vatCategory: regime === 'domestic' ? ('S' as const) : ('Z' as const),
    vatRate: rateOf(line.product),
    vatExemption: null,
  }));
  const { net, vat, gross } = totalsOf({
    lines: priced.map((line) => taxable(line, currency)),
    freight: '0',
    currency,
  });
  const due = dueDate(customer.paymentTerms, on);
  const habit = n % 6;
  const paidOn =
    habit === 5 && on > addDays(today, -110) ? null : workday(addDays(due, habit === 4 ? 8 + roll(20) : roll(7) - 3));
  const isPaid = paidOn !== null && paidOn <= today && paidOn >= on;
  const reached = isPaid ? null : levelOn(due, on, today);
  add('invoices', {
    number,
    customer: customer.number,
    order,
    issueDate: on,
    dueDate: due,
    net,
    vat,
    gross,
    open: isPaid ? '0.00' : gross,
    ...(reached !== null && { level: reached.level, lastLetterOn: reached.decidedOn }),
  });
  for (const line of priced)
    add('invoice-lines', {
      invoice: number,
      lineNo: line.lineNo,
      quantity: line.quantity,
      net: orderLineNet(line, currency),
    });
  if (!isPaid) return;
  const reference = `VIR ${number}`;
  add('payments', { customer: customer.number, reference, date: paidOn, amount: gross });
  add('allocations', { customer: customer.number, reference, invoice: number, amount: gross });
}

/** The system before sent its last reminders so many days ago: what has come due since leaves from here. */
const DAYS_WITHOUT_LETTERS = 4;

/** The level that the reminders of the system before had reached: each was sent on the day it was due. */
function levelOn(due: LocalDate, issued: LocalDate, today: LocalDate): LastDunningLevel | null {
  const policy = completion.policies.dunning;
  const ended = addDays(today, -DAYS_WITHOUT_LETTERS);
  let last: LastDunningLevel | null = null;
  for (;;) {
    const next = nextDunningStep({ policy, dueDate: due, lastLevel: last, startedOn: issued });
    if (next === null || next.on >= ended || next.level.channel === 'none') return last;
    last = { level: next.level.level, decidedOn: next.on };
  }
}
