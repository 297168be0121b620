import type { MoveInKind, RawTable } from '../../../contracts/move-in.js';

/** The day on which the other system's books were closed. */
export const asOf = '2026-03-31';

type Invoice = {
  readonly number: string;
  readonly customer: string;
  readonly issued: string;
  readonly instalments: readonly {
    readonly due: string;
    readonly cents: number;
    readonly level: string | null;
    readonly letter: string | null;
  }[];
  /** In cents, by instalment, with the day of the money. */
  readonly paid: readonly { readonly instalment: number; readonly cents: number; readonly on: string }[];
};

/** A line of an order whose goods have all arrived. */
type Delivered = { readonly requested: string; readonly confirmed: string; readonly arrived: string };

export type Books = {
  readonly tables: readonly RawTable[];
  readonly documents: number;
  readonly invoices: readonly Invoice[];
  readonly delivered: readonly Delivered[];
  /** In cents, with its day. */
  readonly loose: readonly { readonly customer: string; readonly cents: number; readonly on: string }[];
};

const dayMs = 86_400_000;
export const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
const euros = (cents: number): string => (cents / 100).toFixed(2);

/** A fixed sequence (mulberry32): the same books every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}

const customers = 20;
const usualOrders = 600;

/** Two thousand dated documents of a company that sold for half a year: some paid, some in part, some late, some not delivered. */
export function bookkeeping(orders = usualOrders): Books {
  const roll = dice(8);
  const rows = new Map<MoveInKind, Record<string, unknown>[]>();
  const add = (kind: MoveInKind, row: Record<string, unknown>): void => {
    const of = rows.get(kind) ?? [];
    of.push(row);
    rows.set(kind, of);
  };
  const invoices: Invoice[] = [];
  const loose: { customer: string; cents: number; on: string }[] = [];
  const whole: Delivered[] = [];
  for (let n = 1; n <= customers; n += 1) {
    const number = `411/${n} é`;
    add('customers', {
      number,
      name: `Client ${n}`,
      language: n % 2 === 0 ? 'fr' : 'en',
      currency: 'EUR',
      street: `${n} rue de la Paix`,
      postalCode: '75002',
      city: 'Paris',
      countryCode: 'FR',
      termsKind: 'net',
      termsDays: '30',
      creditLimit: '1000000',
    });
    add('contacts', {
      customer: number,
      code: 'MAIN',
      role: 'orders',
      name: `Anna ${n}`,
      email: `anna${n}@client.example`,
    });
  }
  for (let n = 1; n <= 10; n += 1) {
    add('products', {
      number: `Vis #${n} (M8/«inox»)`,
      name: `Vis ${n}`,
      unit: 'piece',
      listPrice: euros(100 * n),
      currency: 'EUR',
      taxClass: 'standard',
    });
    add('stock', { product: `Vis #${n} (M8/«inox»)`, quantity: String(roll(400)) });
  }
  for (let n = 1; n <= orders; n += 1) {
    const customer = `411/${1 + roll(customers)} é`;
    const received = plus('2025-10-01', roll(170));
    const product = 1 + roll(10);
    const quantity = 2 + roll(20);
    const order = `CMD ${n}/25`;
    add('orders', { number: order, customer, receivedOn: received, customerReference: `PO ${n}`, origin: 'phone' });
    const parts =
      received > '2026-02-15'
        ? roll(3) === 0
          ? []
          : [1 + roll(quantity)]
        : roll(4) === 0
          ? [1, quantity - 1]
          : [quantity];
    const delivered = parts.reduce((sum, part) => sum + part, 0);
    add('order-lines', {
      order,
      lineNo: '1',
      product: `Vis #${product} (M8/«inox»)`,
      quantity: String(quantity),
      unitPrice: euros(100 * product),
      requestedDate: plus(received, 10),
      confirmedDate: plus(received, 12),
      delivered: String(delivered),
    });
    const last = plus(received, 10 + 5 * (parts.length - 1));
    if (delivered === quantity && last <= asOf)
      whole.push({ requested: plus(received, 10), confirmed: plus(received, 12), arrived: last });
    for (const [index, part] of parts.entries()) {
      const left = plus(received, 10 + 5 * index);
      if (left > asOf) continue;
      add('deliveries', { number: `BON ${n}-${index}`, order, departedOn: left, deliveredOn: left });
      add('delivery-lines', { delivery: `BON ${n}-${index}`, lineNo: '1', quantity: String(part) });
      const net = part * product * 100;
      const vat = Math.round(net / 5);
      invoices.push(charge(add, roll, { number: `F ${n}/${index}`, customer, order, issued: left, net, vat, part }));
    }
  }
  for (let n = 1; n <= 30; n += 1) {
    const customer = `411/${1 + roll(customers)} é`;
    const cents = 100 + roll(50_000);
    const on = plus('2026-01-15', roll(60));
    loose.push({ customer, cents, on });
    add('payments', { customer, reference: `VIR-${n}-${customer}`, date: on, amount: euros(cents) });
  }
  const tables = [...rows].map(([kind, of]) => ({
    kind,
    file: `${kind}.csv`,
    rows: of.map((fields, index) => ({ row: index + 2, fields })),
  }));
  const documents = ['orders', 'deliveries', 'invoices', 'payments'].reduce(
    (sum, kind) => sum + (rows.get(kind as MoveInKind)?.length ?? 0),
    0,
  );
  return { tables, documents, invoices, delivered: whole, loose };
}

type Charge = {
  readonly number: string;
  readonly customer: string;
  readonly order: string;
  readonly issued: string;
  readonly net: number;
  readonly vat: number;
  readonly part: number;
};

/** An invoice, in one sum or two, and what was paid of it by cheques whose numbers begin anew with every customer. */
function charge(
  add: (kind: MoveInKind, row: Record<string, unknown>) => void,
  roll: (sides: number) => number,
  { number, customer, order, issued, net, vat, part }: Charge,
): Invoice {
  const gross = net + vat;
  const half = Math.floor(gross / 2);
  const sums = roll(5) === 0 ? [half, gross - half] : [gross];
  const paid: { instalment: number; cents: number; on: string }[] = [];
  const instalments = sums.map((cents, index) => {
    const due = plus(issued, 30 * (index + 1));
    const on = plus(due, roll(40) - 10);
    const fate = roll(10);
    if (on <= asOf && on >= issued && fate < 7) {
      const part = fate === 0 ? Math.floor(cents / 3) : cents;
      if (part > 0) paid.push({ instalment: index + 1, cents: part, on });
    }
    const isLate = plus(due, 10) < asOf && !paid.some((each) => each.instalment === index + 1 && each.cents === cents);
    return { due, cents, level: isLate ? 'level-1' : null, letter: isLate ? plus(due, 6) : null };
  });
  const openOf = (index: number): number =>
    (sums[index] ?? 0) -
    paid.filter((each) => each.instalment === index + 1).reduce((sum, each) => sum + each.cents, 0);
  const dunned = (index: number) => ({
    level: instalments[index]?.level ?? '',
    lastLetterOn: instalments[index]?.letter ?? '',
  });
  add('invoices', {
    number,
    customer,
    order,
    issueDate: issued,
    net: euros(net),
    vat: euros(vat),
    gross: euros(gross),
    ...(sums.length === 1 ? { dueDate: instalments[0]?.due, open: euros(openOf(0)), ...dunned(0) } : {}),
  });
  add('invoice-lines', { invoice: number, lineNo: '1', quantity: String(part), net: euros(net) });
  if (sums.length > 1)
    for (const [index, { due, cents }] of instalments.entries())
      add('instalments', {
        invoice: number,
        instalment: String(index + 1),
        dueDate: due,
        amount: euros(cents),
        open: euros(openOf(index)),
        ...dunned(index),
      });
  for (const { instalment, cents, on } of paid) {
    // A cheque's number is one of the customer's own: another customer has the same.
    const reference = `CHQ ${number.slice(2)}:${instalment}`;
    add('payments', { customer, reference, date: on, amount: euros(cents) });
    add('allocations', { customer, reference, invoice: number, instalment: String(instalment), amount: euros(cents) });
  }
  return { number, customer, issued, instalments, paid };
}
