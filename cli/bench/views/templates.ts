import { hash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { daysBetween } from '../../../domain/calendar.js';
import { salesperson, type Life } from './house.js';

/** Tables that one life fills, with where its rows are; `$` stands for its customer. */
const ofOrder = `order_number IN (SELECT number FROM sales_order WHERE customer_number = $)`;
const ofInvoice = `invoice_number IN (SELECT number FROM invoice WHERE customer_number = $)`;
const ofQuote = `quote_number IN (SELECT number FROM quote WHERE customer_number = $)`;
const places = {
  customer: 'number = $',
  customer_address: 'customer_number = $',
  customer_contact: 'customer_number = $',
  exposure: 'customer_number = $',
  quote: 'customer_number = $',
  quote_revision: ofQuote,
  quote_line: ofQuote,
  sales_order: 'customer_number = $',
  order_line: ofOrder,
  credit_decision: ofOrder,
  discrepancy: ofOrder,
  delivery: ofOrder,
  delivery_line: `delivery_number IN (SELECT number FROM delivery WHERE ${ofOrder})`,
  invoice: 'customer_number = $',
  invoice_line: ofInvoice,
  invoice_source: ofInvoice,
  receivable: 'customer_number = $',
  payment: 'customer_number = $',
  claim: 'customer_number = $',
  ledger_entry: 'customer_number = $',
  dunning_run: 'customer_number = $',
  dunning_step: ofInvoice,
  outgoing: 'customer_number = $',
  document: 'customer_number = $',
  document_file: 'document_id IN (SELECT id FROM document WHERE customer_number = $)',
  work_item: 'customer_number = $',
  audit_entry: `customer_number = $ OR ${ofOrder}`,
  step: 'request_id IN (SELECT request_id FROM ledger_entry WHERE customer_number = $)',
} as const;
export type TableName = keyof typeof places;
export const tableNames = Object.keys(places) as readonly TableName[];

/** Of the customer alone, made once for each customer and not for each order. */
export const customerTables: readonly TableName[] = ['customer', 'customer_address', 'customer_contact'];

/** What differs between two copies of a life, by its place in {@link Template.slots}. */
export type Slot =
  | { readonly kind: 'number'; readonly prefix: string; readonly at: number }
  | { readonly kind: 'sequence' | 'series'; readonly at: number }
  | { readonly kind: 'date'; readonly days: number }
  | { readonly kind: 'audit' | 'turn'; readonly at: number }
  | { readonly kind: 'customer' | 'mailbox' | 'name' | 'salesperson' | 'reference' | 'copy' };

/** Text with holes: literals around the slots between them. */
export type Text = { readonly literals: readonly string[]; readonly slots: readonly number[] };

/** A row as COPY reads it; slots below zero stand for the snapshot and its hash. */
export type Row = { readonly text: Text; readonly snapshot: Text | null };
export const snapshotSlot = -1;
export const hashSlot = -2;

/** A life with its numbers, names and days taken out. */
export type Template = Life & {
  readonly slots: readonly Slot[];
  readonly rows: Readonly<Record<TableName, readonly Row[]>>;
  /** Rows of its customer alone, with the audit of who made it. */
  readonly customerAudit: readonly Row[];
  /** How many numbers of each prefix it has. */
  readonly numbers: Readonly<Record<string, number>>;
};

export type Columns = Readonly<Record<TableName, readonly string[]>>;

/** Reads the columns of the tables that are written: those that are worked out from others are not. */
export async function readColumns(client: pg.Client): Promise<Columns> {
  const { rows } = await client.query<{ table_name: TableName; columns: string[] }>(
    `SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name = ANY ($1)
     GROUP BY 1`,
    [tableNames],
  );
  return Object.fromEntries(rows.map(({ table_name: name, columns }) => [name, columns])) as unknown as Columns;
}

/** @param today the day on which the house was played */
export async function readTemplate(client: pg.Client, columns: Columns, life: Life, today: string): Promise<Template> {
  const reader = readerOf(life, today);
  const rows: Partial<Record<TableName, Row[]>> = {};
  let customerAudit: Row[] = [];
  for (const table of tableNames) {
    const names = columns[table];
    const lines = await linesOf(client, table, names, life.customer);
    const read = lines.map((line) => ({ line, row: reader.row(table, names, line.split('\t')) }));
    const isOfCustomer = ({ line }: { line: string }): boolean =>
      table === 'audit_entry' && line.split('\t')[names.indexOf('action')] === 'customer.created';
    if (table === 'audit_entry') customerAudit = read.filter(isOfCustomer).map(({ row }) => row);
    rows[table] = read.filter((one) => !isOfCustomer(one)).map(({ row }) => row);
  }
  return { ...life, ...reader.found(), rows: rows as Template['rows'], customerAudit };
}

const idColumns: Partial<Readonly<Record<TableName, string>>> = {
  audit_entry: 'id',
  ledger_entry: 'id',
  dunning_step: 'turn',
  step: 'key',
  document_file: 'document_id',
};

async function linesOf(
  client: pg.Client,
  table: TableName,
  names: readonly string[],
  customer: string,
): Promise<readonly string[]> {
  const where = places[table].replaceAll('$', client.escapeLiteral(customer));
  const order = idColumns[table] ?? names[0] ?? '1';
  const list = names.map((name) => client.escapeIdentifier(name)).join(', ');
  const stream = client.query(copyTo(`COPY (SELECT ${list} FROM ${table} WHERE ${where} ORDER BY ${order}) TO STDOUT`));
  return (await text(stream)).split('\n').filter((line) => line !== '');
}

/** Columns of running numbers without a shape of their own. */
const turnColumns = ['ledger_entry.id', 'dunning_step.turn', 'outgoing.claim_turn'];

const holes = new RegExp(
  [
    '(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)[0-9a-f]{12}',
    '(?<number>\\b(?:SO|DE|BL|FA|RL)-\\d{4}-\\d{6,9})',
    '(?<reference>POZQ\\d{3})',
    '(?<customer>ZQ\\d{3})',
    '(?<mailbox>zq\\d{3})',
    '(?<name>Zqmaison \\d+ Fils)',
    `(?<salesperson>${salesperson.replace('.', '\\.')})`,
    '(?<date>\\b\\d{4}-\\d{2}-\\d{2}(?!\\d))',
  ].join('|'),
  'g',
);

/**
 * Stand for each file that was rendered and each mail that was written: how large they are is not what is measured. No
 * transaction of a house is older than the one that all rows of the audit are told to be of.
 */
const file = Buffer.from('%PDF-1.7\n%%EOF\n');
const constants: Readonly<Record<string, string>> = {
  'document_file.bytes': `\\\\x${file.toString('hex')}`,
  'document_file.sha256': hash('sha256', file),
  'audit_entry.tx': '3',
  'outgoing.text': 'Please find our document attached.',
  'outgoing.html': '<p>Please find our document attached.</p>',
};

function readerOf(life: Life, today: string) {
  const slots: Slot[] = [];
  const known = new Map<string, number>();
  const numbers: Record<string, number> = {};
  const placed = new Map<string, number>();
  const slotOf = (slot: Slot): number => {
    const key = JSON.stringify(slot);
    const at = known.get(key) ?? slots.push(slot) - 1;
    known.set(key, at);
    return at;
  };
  const placeOf = (number: string): { prefix: string; at: number } => {
    const prefix = number.slice(0, 2);
    const at = placed.get(number) ?? (numbers[prefix] = (numbers[prefix] ?? 0) + 1) - 1;
    placed.set(number, at);
    return { prefix, at };
  };
  const textOf = (value: string): Text => {
    const literals: string[] = [];
    const found: number[] = [];
    let from = 0;
    for (const match of value.matchAll(holes)) {
      const { uuid, number, date, ...plain } = match.groups ?? {};
      literals.push(value.slice(from, match.index) + (uuid ?? ''));
      const [kind] = Object.entries(plain).flatMap(([name, given]) => (given === undefined ? [] : [name]));
      if (uuid !== undefined) found.push(slotOf({ kind: 'copy' }));
      else if (number !== undefined) found.push(slotOf({ kind: 'number', ...placeOf(number) }));
      else if (date !== undefined) found.push(slotOf({ kind: 'date', days: daysBetween(today, date) }));
      else found.push(slotOf({ kind: kind as 'customer' }));
      from = match.index + match[0].length;
    }
    return { literals: [...literals, value.slice(from)], slots: found };
  };
  const only = (slot: number): Text => ({ literals: ['', ''], slots: [slot] });
  const field = (of: string, value: string, number: string): Text => {
    if (value === '\\N' || value === '') return { literals: [value], slots: [] };
    if (of === 'audit_entry.id') return only(slotOf({ kind: 'audit', at: Number(value) }));
    if (turnColumns.includes(of)) return only(slotOf({ kind: 'turn', at: Number(value) }));
    if (of === 'invoice.sequence') return only(slotOf({ kind: 'sequence', at: placeOf(number).at }));
    if (of === 'invoice.series') return only(slotOf({ kind: 'series', at: placeOf(number).at }));
    if (of.endsWith('.snapshot')) return only(snapshotSlot);
    if (of.endsWith('.snapshot_hash')) return only(hashSlot);
    return textOf(constants[of] ?? value);
  };
  const row = (table: TableName, names: readonly string[], values: readonly string[]): Row => {
    const number = values[names.indexOf('number')] ?? '';
    const fields = names.map((name, at) => field(`${table}.${name}`, values[at] ?? '', number));
    const snapshot = values[names.indexOf('snapshot')];
    return {
      text: joined(fields),
      snapshot:
        snapshot === undefined || snapshot === '\\N'
          ? null
          : textOf(canonicalJson(slim(JSON.parse(unescaped(snapshot)) as Snapshot))),
    };
  };
  return { row, found: () => ({ slots, numbers }) };
}

type Snapshot = Readonly<Record<string, unknown>>;

/**
 * A snapshot without what every paper says alike and nothing on record is compared with: our own company, addresses but of
 * a delivery. With them a row is more than PostgreSQL keeps uncompressed, and compressing takes longer than all the rest.
 */
function slim({ company: _, ...snapshot }: Snapshot): Snapshot {
  const { number, name } = (snapshot['customer'] ?? {}) as Snapshot;
  const { deliveryAddress, ...rest } = snapshot;
  return {
    ...rest,
    ...(snapshot['customer'] === undefined ? {} : { customer: { number, name } }),
    ...(snapshot['deliveredOn'] === undefined ? {} : { deliveryAddress }),
  };
}

/** The fields of a row, a tab between them and a line's end after the last. */
function joined(fields: readonly Text[]): Text {
  const literals = [''];
  const slots: number[] = [];
  for (const [at, field] of fields.entries()) {
    const [first = '', ...rest] = field.literals;
    literals[literals.length - 1] += (at === 0 ? '' : '\t') + first;
    literals.push(...rest);
    slots.push(...field.slots);
  }
  literals[literals.length - 1] += '\n';
  return { literals, slots };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' };
/** What COPY wrote, as it was. */
const unescaped = (value: string): string => value.replace(/\\(.)/g, (_, mark: string) => escapes[mark] ?? mark);

/** The statements that take the original of a life away, what hangs on others first. */
export const originalsOf = (client: pg.Client, customer: string): readonly string[] =>
  tableNames
    .toReversed()
    .map((table) => `DELETE FROM ${table} WHERE ${places[table].replaceAll('$', client.escapeLiteral(customer))}`);
