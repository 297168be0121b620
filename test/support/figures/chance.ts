import { addDays } from '../../../domain/calendar.js';
import type { PrismaClient } from '../../../prisma/client.js';
import type { FactsDesk } from './facts.js';

/** Numbers from 0 to below 1, the same again for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const first = '2025-11-20';
const days = 45;

/** A house in which anything may happen on any day, also late and back-dated. */
export type House = {
  /** Customers and products. */
  readonly open: () => Promise<void>;
  /** One thing after another, each in a transaction of its own. @returns what they were */
  readonly live: (things: number) => Promise<readonly string[]>;
  readonly day: () => string;
};

/** @param writing whose rights are the schema's owner's: what is written here no rule of the house has looked at */
export function houseOfChance(writing: PrismaClient, desk: FactsDesk, chance: () => number): House {
  const upTo = (most: number): number => 1 + Math.floor(chance() * most);
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T;
  const day = (): string => addDays(first, Math.floor(chance() * days));
  const run = async (sql: string, ...values: unknown[]): Promise<void> =>
    void (await writing.$executeRawUnsafe(sql, ...values));
  const customers = ['ALPHA', 'BETA', 'GAMMA', 'DELTA'];
  const products = ['T1', 'C1', 'S1'];
  let numbers = 0;
  const next = (): number => (numbers += 1);
  /** A row of a table that meets a condition. */
  const some = async <T>(sql: string): Promise<T | undefined> => {
    const rows = await writing.$queryRawUnsafe<T[]>(sql);
    return rows.length === 0 ? undefined : oneOf(rows);
  };
  const someOrder = (condition = 'TRUE') =>
    some<{ number: string; received: string }>(
      `SELECT number, received_on::text AS received FROM sales_order WHERE ${condition} ORDER BY number`,
    );
  const after = (date: string): string => addDays(date, Math.floor(chance() * 40));
  const written = (): string => `updated_at = '${oneOf([day(), '2026-09-01'])}T09:00:00Z'`;

  async function order(): Promise<void> {
    const received = day();
    const number = `R${next()}`;
    await desk.order(number, {
      customer: oneOf(customers),
      received,
      by: 'lea',
      origin: 'phone',
      stage: oneOf(['received', 'credit-hold', 'accepted', 'acknowledged']),
      currency: chance() < 0.1 ? 'USD' : 'EUR',
      ...(chance() < 0.5 ? { ackMinutes: upTo(5_000) } : {}),
      lines: Array.from({ length: upTo(3) }, () => ({
        product: oneOf(products),
        quantity: upTo(9),
        price: upTo(99) / 4,
        requested: after(received),
        ...(chance() < 0.6 ? { first: after(received) } : {}),
      })),
    });
    await run(`UPDATE sales_order SET ${written()} WHERE number = $1`, number);
  }

  async function turn(): Promise<void> {
    const found = await someOrder();
    if (found === undefined) return;
    const action = oneOf(['order.accepted', 'credit.held', 'credit.released', 'reconciliation.held']);
    const stage = oneOf(['credit-hold', 'discrepancy-hold', 'accepted', 'acknowledged']);
    await desk.audit(after(found.received), action, { order: found.number });
    await run(`UPDATE sales_order SET stage = $2, ${written()} WHERE number = $1`, found.number, stage);
  }

  /** Line, delivery and order in one statement, as the house writes it. */
  async function delivery(): Promise<void> {
    const found = await some<{ number: string; received: string; line: number; open: number }>(`
      SELECT o.number, o.received_on::text AS received, l.line_no AS line, (l.quantity - l.delivered - l.cancelled)::float8 AS open
      FROM sales_order o JOIN order_line l ON l.order_number = o.number WHERE l.quantity > l.delivered + l.cancelled ORDER BY 1, 3`);
    if (found === undefined) return;
    const quantity = Math.min(found.open, upTo(9));
    const departed = after(found.received);
    const arrived = chance() < 0.7 ? after(departed) : null;
    const proved = arrived !== null && chance() < 0.6 ? after(arrived) : null;
    await run(
      `WITH line AS (UPDATE order_line SET delivered = delivered + $4::numeric WHERE order_number = $2 AND line_no = $3::int
         RETURNING line_no, product_number),
       stage AS (UPDATE sales_order SET stage = 'in-delivery', ${written()} WHERE number = $2),
       note AS (INSERT INTO delivery (number, order_number, sequence, status, prepared_on, departed_on, delivered_on, proved_on, received_by,
           received_at, address)
         VALUES ($1, $2, (SELECT count(*) + 1 FROM delivery WHERE order_number = $2), 'departed', $5::date, $5::date, $6::date, $7::date,
           'somebody', now(), '{}') RETURNING number)
       INSERT INTO delivery_line (delivery_number, line_no, product_number, description, unit, quantity, backorder, vat_category, vat_rate)
       SELECT note.number, line.line_no, line.product_number, '', 'box', $4::numeric, 0, 'S', 20 FROM note, line`,
      `B${next()}`,
      found.number,
      found.line,
      quantity,
      departed,
      arrived,
      proved,
    );
  }

  async function arrival(): Promise<void> {
    const found = await some<{ number: string; departed: string }>(
      `SELECT number, departed_on::text AS departed FROM delivery ORDER BY number`,
    );
    if (found === undefined) return;
    const arrived = after(found.departed);
    const what = oneOf([
      `delivered_on = '${arrived}'`,
      `delivered_on = '${arrived}', proved_on = '${after(arrived)}'`,
      `departed_on = '${arrived}', prepared_on = '${arrived}'`,
    ]);
    await run(`UPDATE delivery SET ${what} WHERE number = $1`, found.number);
  }

  async function amendment(): Promise<void> {
    const found =
      await someOrder(`NOT EXISTS (SELECT FROM order_line l WHERE l.order_number = number AND l.delivered + l.cancelled > 0)
      AND EXISTS (SELECT FROM order_line l WHERE l.order_number = number)`);
    if (found === undefined) return;
    const [row] = await writing.$queryRawUnsafe<{ lines: object }[]>(
      `SELECT jsonb_agg(jsonb_build_object('product', product_number, 'net', net::text, 'quantity', quantity::text, 'cancelled', '0',
         'requestedDate', requested_date::text, 'confirmedDate', last_confirmed_date::text)) AS lines FROM order_line WHERE order_number = $1`,
      found.number,
    );
    await desk.audit(after(found.received), 'order.amended', {
      order: found.number,
      before: { lines: row?.lines ?? [] },
    });
    await run(
      `UPDATE order_line SET quantity = quantity + 1, net = net + 7, product_number = $2, requested_date = $3::date, last_confirmed_date = NULL
       WHERE order_number = $1 AND line_no = 1`,
      found.number,
      oneOf(products),
      after(found.received),
    );
    await run(`UPDATE sales_order SET version = version + 1, ${written()} WHERE number = $1`, found.number);
  }

  async function promise(): Promise<void> {
    const found = await someOrder();
    if (found === undefined) return;
    await run(
      `UPDATE order_line SET last_confirmed_date = $2::date WHERE order_number = $1`,
      found.number,
      after(found.received),
    );
  }

  async function cancellation(): Promise<void> {
    const found = await some<{ number: string; received: string; line: number }>(`
      SELECT o.number, o.received_on::text AS received, l.line_no AS line
      FROM sales_order o JOIN order_line l ON l.order_number = o.number WHERE l.quantity > l.delivered + l.cancelled ORDER BY 1, 3`);
    if (found === undefined) return;
    const { number, line, received } = found;
    await run(
      `UPDATE order_line SET cancelled = cancelled + 1 WHERE order_number = $1 AND line_no = $2::int`,
      number,
      line,
    );
    const lines = [{ lineNo: line, quantity: '1' }];
    await desk.audit(after(received), 'order.cancelled', { order: number, after: { lines } });
    await run(`UPDATE sales_order SET ${written()} WHERE number = $1`, number);
  }

  async function end(): Promise<void> {
    const found = await someOrder();
    if (found === undefined) return;
    const on = after(found.received);
    const what = oneOf(['settled', 'reopened', 'cancelled', 'refused'] as const);
    if (what === 'settled')
      await run(
        `UPDATE sales_order SET stage = 'settled', settled_on = $2::date, ${written()} WHERE number = $1`,
        found.number,
        on,
      );
    else if (what === 'reopened')
      await run(
        `UPDATE sales_order SET stage = 'delivered', settled_on = NULL, ${written()} WHERE number = $1`,
        found.number,
      );
    else {
      await run(`UPDATE sales_order SET stage = $2, ${written()} WHERE number = $1`, found.number, what);
      await desk.audit(on, `order.${what}`, { order: found.number });
    }
  }

  async function invoice(): Promise<void> {
    const found = await someOrder();
    if (found === undefined) return;
    const number = `F${next()}`;
    const issued = after(found.received);
    await desk.invoice(number, {
      order: found.number,
      issued,
      due: after(issued),
      lines: { [oneOf(products)]: upTo(500) },
    });
    if (chance() < 0.5)
      await run(
        `WITH parts AS (UPDATE receivable SET amount = amount / 2, open = open / 2 WHERE invoice_number = $1 RETURNING *)
         INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open)
         SELECT invoice_number, 2, customer_number, due_date + 20, amount, amount FROM parts`,
        number,
      );
  }

  async function payment(): Promise<void> {
    const found = await some<{ invoice: string; customer: string; open: number }>(`
      SELECT invoice_number AS invoice, customer_number AS customer, open::float8 AS open FROM receivable
      WHERE open > 0 AND instalment = 1 ORDER BY 1`);
    if (found === undefined) return;
    const amount = chance() < 0.5 ? found.open : Math.floor(found.open / 2);
    const date = day();
    const pays = chance() < 0.2 ? [] : ([[found.invoice, amount, ...(chance() < 0.4 ? [after(date)] : [])]] as const);
    await desk.payment(found.customer, { date, amount: amount + (chance() < 0.3 ? 12 : 0), pays: pays as never });
  }

  /** Entry and receivable in one statement, as the house writes it. */
  async function posting(): Promise<void> {
    const found = await some<{ invoice: string; instalment: number; open: number }>(`
      SELECT invoice_number AS invoice, instalment, open::float8 AS open FROM receivable WHERE open <> 0 ORDER BY 1, 2`);
    if (found === undefined) return;
    await run(
      `WITH paid AS (UPDATE receivable SET open = open - $3::numeric WHERE invoice_number = $1 AND instalment = $2::int RETURNING *)
       INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date, actor, role, request_id)
       SELECT $5, customer_number, 'EUR', 'write-off', 'receivable', invoice_number, instalment, -$3::numeric, $4::date, 'karim', 'finance', ''
       FROM paid`,
      found.invoice,
      found.instalment,
      oneOf([found.open, found.open / 2]),
      day(),
      `posting ${next()}`,
    );
  }

  async function quote(): Promise<void> {
    const created = day();
    const number = `Q${next()}`;
    await desk.quote(number, {
      customer: oneOf(customers),
      created,
      net: upTo(900),
      validUntil: after(created),
      ...oneOf([{}, {}, { accepted: after(created) }, { lost: after(created) }]),
    });
  }

  async function decision(): Promise<void> {
    const found = await some<{ number: string; created: string }>(
      `SELECT number, created_at::date::text AS created FROM quote ORDER BY number`,
    );
    if (found === undefined) return;
    const { number, created } = found;
    const on = after(created);
    const what = oneOf([
      `status = 'accepted', accepted_on = '${on}'`,
      `status = 'lost', updated_at = '${on}T09:00:00Z'`,
      `status = 'open', accepted_on = NULL, valid_until = '${on}'`,
    ]);
    await run(`UPDATE quote SET ${what} WHERE number = $1`, number);
    if (what.includes('lost') && chance() < 0.5) await desk.audit(after(on), 'quote.lost', { quote: number });
  }

  async function hands(): Promise<void> {
    const what = oneOf(['customer', 'customer', 'sales_order']);
    const [column, value] = what === 'customer' ? ['number', oneOf(customers)] : ['customer_number', oneOf(customers)];
    await run(`UPDATE ${what} SET salesperson = $1 WHERE ${column} = $2`, oneOf(['anna', 'bruno']), value);
  }

  async function removal(): Promise<void> {
    await oneOf([
      () =>
        run(`DELETE FROM order_line WHERE (order_number, line_no) = (SELECT order_number, line_no FROM order_line WHERE delivered = 0
        AND line_no = 3 ORDER BY 1 LIMIT 1)`),
      () => run(`DELETE FROM quote WHERE number = (SELECT number FROM quote ORDER BY number LIMIT 1)`),
      () => run(`DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)`),
    ])();
  }

  const things = {
    order,
    turn,
    delivery,
    arrival,
    amendment,
    promise,
    cancellation,
    end,
    invoice,
    payment,
    posting,
    quote,
    decision,
    removal,
  };
  return {
    day,
    async open() {
      for (const customer of customers) await desk.customer(customer, oneOf(['anna', 'bruno']));
      for (const product of products) await desk.product(product, oneOf(['tea', 'coffee']), 10, 50);
    },
    async live(count) {
      const lived: string[] = [];
      for (let each = 0; each < count; each += 1) {
        const what = oneOf(Object.keys(things) as (keyof typeof things)[]);
        await things[what]();
        lived.push(what);
      }
      if (chance() < 0.4) {
        await hands();
        lived.push('hands');
      }
      return lived;
    },
  };
}
