import { hash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { addDays } from '../../../domain/calendar.js';
import { numberIn } from '../../../contracts/ids.js';
import { endings, type Ending } from './house.js';
import { randomOf } from './random.js';
import {
  customerTables,
  hashSlot,
  snapshotSlot,
  tableNames,
  type Columns,
  type Row,
  type Slot,
  type TableName,
  type Template,
  type Text,
} from './templates.js';

/** Of 1,000 orders, how many end how: most are old and over, a few are of these weeks. Three lines each, 1.4 invoices. */
const shares: Readonly<Record<Ending, number>> = {
  once: 409,
  twice: 452,
  disputed: 40,
  cancelled: 20,
  refused: 2,
  held: 2,
  differing: 4,
  waiting: 15,
  partly: 6,
  delivered: 32,
  'part-paid': 6,
  overpaid: 5,
  late: 7,
};
const over: readonly Ending[] = ['once', 'twice', 'disputed', 'cancelled', 'refused'];
/** What ends on the account and not on the order has an account of its own. */
const alone: readonly Ending[] = ['refused', 'held', 'late'];

const historyDays = 1000;
const recentDays = 25;
const ordersPerCustomer = 80;
const seed = 20_260_101;
const chunkLength = 1 << 20;
/** What a unit of a string takes in UTF-8 at most. */
const bytesPerUnit = 3;

/** Copies of one life to be written on one day. */
type Planned = { readonly template: Template; readonly shift: number };

export type Ranges = {
  /** Higher than every id of the audit and every turn of the house. */
  readonly audits: number;
  readonly turns: number;
  readonly today: string;
  readonly salespeople: readonly string[];
  /** The last number given already, by prefix. */
  readonly given: Readonly<Record<string, number>>;
};

/** What stands in the database afterwards, by the prefix of its numbers or the key of its series. */
export type Written = { readonly copies: number; readonly counters: ReadonlyMap<string, number> };

/** Writes so many orders with all that belongs to them, in the order of their days, by COPY into all tables at once. */
export async function writeCopies(
  databaseUrl: string,
  columns: Columns,
  templates: readonly Template[],
  orders: number,
  ranges: Ranges,
  say: (text: string) => void,
): Promise<Written> {
  const random = randomOf(seed);
  const plan = planOf(templates, orders, random);
  const copier = await openCopier(databaseUrl, columns);
  const counters = new Map<string, number>(Object.entries(ranges.given));
  const count = (key: string): number => {
    const next = (counters.get(key) ?? 0) + 1;
    counters.set(key, next);
    return next;
  };
  const context = { ranges, count };
  const pool = Math.max(10, Math.round(orders / ordersPerCustomer));
  const [first] = templates;
  if (first === undefined) throw new Error('There is nothing to copy.');
  const customers = Array.from({ length: pool }, () => customerOf(count('customer'), ranges, random));
  for (const [at, customer] of customers.entries())
    await writeCustomer(
      copier,
      first,
      valuesOf(first, { customer, shift: -historyDays - 30, copy: 2 * orders + at }, { ...context, count: () => 0 }),
    );
  let copy = 0;
  for (const { template, shift } of plan) {
    copy += 1;
    const isAlone = alone.includes(template.ending);
    const customer = isAlone
      ? customerOf(count('customer'), ranges, random)
      : (customers[Math.floor(pool * random() ** 3)] as Customer);
    const values = valuesOf(template, { customer, shift, copy }, context);
    if (isAlone) await writeCustomer(copier, template, values);
    for (const table of tableNames)
      if (!customerTables.includes(table)) await copier.write(table, template.rows[table], values);
    if (copy % 50_000 === 0) say(`${copy} orders are written.`);
  }
  await copier.end();
  return { copies: copy, counters };
}

/** The oldest first, so that numbers grow with the days. */
function planOf(templates: readonly Template[], orders: number, random: () => number): readonly Planned[] {
  const ofEnding = new Map(endings.map((ending) => [ending, templates.filter((one) => one.ending === ending)]));
  const planned = endings.flatMap((ending) => {
    const variants = ofEnding.get(ending) ?? [];
    const count = Math.round((orders * shares[ending]) / 1000);
    return Array.from({ length: count }, (_, at): Planned => {
      const days = over.includes(ending) ? 45 + random() * (historyDays - 45) : random() * recentDays;
      const shift = -Math.floor(ending === 'late' ? 40 + days : days);
      return { template: variants[at % variants.length] as Template, shift };
    });
  });
  // The draw decides who comes first on a day; sorting by it alone keeps one seed one order.
  return planned
    .map((one) => ({ one, draw: random() }))
    .toSorted((a, b) => a.one.shift - b.one.shift || a.draw - b.draw)
    .map(({ one }) => one);
}

type Customer = { readonly number: string; readonly name: string; readonly salesperson: string };

const trades = ['Comptoir', 'Maison', 'Ateliers', 'Etablissements', 'Quincaillerie', 'Epicerie', 'Entrepots', 'Negoce'];
const places = ['du Port', 'des Halles', 'de la Gare', 'du Midi', 'des Quais', 'du Nord', 'de Bourgogne', 'des Alpes'];
const families = ['Martin', 'Bernard', 'Petit', 'Durand', 'Leroy', 'Moreau', 'Simon', 'Laurent', 'Lefebvre', 'Garcia'];
const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)] as T;

const customerOf = (index: number, { salespeople }: Ranges, random: () => number): Customer => ({
  number: `V${String(index).padStart(6, '0')}`,
  name: `${pick(trades, random)} ${pick(families, random)} ${pick(places, random)} ${index}`,
  salesperson: pick(salespeople, random),
});

type Copy = { readonly customer: Customer; readonly shift: number; readonly copy: number };
type Context = {
  readonly ranges: Ranges;
  readonly count: (key: string) => number;
};

/** Prefixes whose numbers begin anew with each year, without a gap. */
const yearly = ['FA'];

function valuesOf(template: Template, { customer, shift, copy }: Copy, { ranges, count }: Context): readonly string[] {
  const year = addDays(ranges.today, shift).slice(0, 4);
  const numbers = new Map<string, readonly number[]>();
  for (const [prefix, many] of Object.entries(template.numbers)) {
    const key = yearly.includes(prefix) ? `${prefix}-${year}` : prefix;
    numbers.set(
      prefix,
      Array.from({ length: many }, () => count(key)),
    );
  }
  const numberAt = (prefix: string, at: number): number => numbers.get(prefix)?.[at] ?? 0;
  const value = (slot: Slot): string => {
    switch (slot.kind) {
      case 'number':
        return numberIn(`${slot.prefix}-${year}`, numberAt(slot.prefix, slot.at));
      case 'sequence':
        return String(numberAt('FA', slot.at));
      case 'series':
        return `FA-${year}`;
      case 'date':
        return dayOf(ranges.today, shift + slot.days);
      case 'audit':
        return String(copy * ranges.audits + slot.at);
      case 'turn':
        return String(copy * ranges.turns + slot.at);
      case 'customer':
        return customer.number;
      case 'mailbox':
        return customer.number.toLowerCase();
      case 'name':
        return customer.name;
      case 'salesperson':
        return customer.salesperson;
      case 'reference':
        return `PO${4_000_000 + copy}`;
      case 'copy':
        return copy.toString(16).padStart(12, '0');
    }
  };
  return template.slots.map(value);
}

const days = new Map<number, string>();
function dayOf(today: string, shift: number): string {
  const known = days.get(shift) ?? addDays(today, shift);
  days.set(shift, known);
  return known;
}

async function writeCustomer(copier: Copier, template: Template, values: readonly string[]): Promise<void> {
  for (const table of customerTables) await copier.write(table, template.rows[table], values);
  await copier.write('audit_entry', template.customerAudit, values);
}

type Copier = {
  readonly write: (table: TableName, rows: readonly Row[], values: readonly string[]) => Promise<void>;
  readonly end: () => Promise<void>;
};

type Lane = {
  readonly client: pg.Client;
  readonly stream: CopyStreamQuery;
  chunk: Buffer;
  /** Bytes of the chunk that are written. */
  length: number;
  /** Until what was handed over last is taken. */
  taken: Promise<unknown>;
};

/**
 * A COPY into each table at once, each on a connection of its own; triggers and foreign keys are not looked at. The table
 * is written anew in the same transaction first: what is copied into it then needs no write-ahead log (`wal_level` minimal),
 * and is frozen as it comes.
 */
async function openCopier(databaseUrl: string, columns: Columns): Promise<Copier> {
  const lanes = new Map<TableName, Lane>();
  for (const table of tableNames) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`SET session_replication_role = replica`);
    const list = columns[table].map((name) => client.escapeIdentifier(name)).join(', ');
    await client.query('BEGIN');
    await client.query(`CLUSTER ${table} USING ${table}_pkey`);
    const stream = client.query(copyFrom(`COPY ${table} (${list}) FROM STDIN WITH (FREEZE)`));
    lanes.set(table, { client, stream, chunk: Buffer.allocUnsafe(chunkLength), length: 0, taken: Promise.resolve() });
  }
  // While one lane takes its last chunk the next ones are made, so that neither side waits for the other.
  const flush = async (lane: Lane): Promise<void> => {
    const full = lane.chunk.subarray(0, lane.length);
    lane.chunk = Buffer.allocUnsafe(chunkLength);
    lane.length = 0;
    await lane.taken;
    lane.taken = lane.stream.write(full) ? Promise.resolve() : once(lane.stream, 'drain');
  };
  return {
    write: async (table, rows, values) => {
      const lane = lanes.get(table) as Lane;
      for (const row of rows) {
        const line = written(row, values);
        if (lane.length + bytesPerUnit * line.length > chunkLength) await flush(lane);
        lane.length += lane.chunk.write(line, lane.length);
      }
    },
    end: async () => {
      for (const lane of lanes.values()) {
        await lane.taken;
        lane.stream.end(lane.chunk.subarray(0, lane.length));
        await finished(lane.stream);
        await lane.client.query('COMMIT');
        await lane.client.end();
      }
    },
  };
}

function written({ text, snapshot }: Row, values: readonly string[]): string {
  if (snapshot === null) return filled(text, values, '', '');
  const said = filled(snapshot, values, '', '');
  return filled(text, values, said.includes('\\') ? said.replaceAll('\\', '\\\\') : said, hash('sha256', said));
}

/** The pieces of a text with their holes between them, filled anew for each copy: joining is quicker than adding up. */
const piecesOf = new WeakMap<Text, string[]>();

function filled(text: Text, values: readonly string[], snapshot: string, digest: string): string {
  const { literals, slots } = text;
  const pieces = piecesOf.get(text) ?? literals.flatMap((literal) => [literal, '']);
  piecesOf.set(text, pieces);
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at] as number;
    pieces[2 * at + 1] = slot === snapshotSlot ? snapshot : slot === hashSlot ? digest : (values[slot] as string);
  }
  return pieces.join('');
}
