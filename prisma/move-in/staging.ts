import type pg from 'pg';
import type { MoveInKind, MoveInRow, Placed } from '../../contracts/move-in.js';

type ColumnType = 'text' | 'int' | 'date' | 'timestamptz' | 'numeric' | 'boolean';
type Columns<K extends MoveInKind> = Readonly<Record<keyof MoveInRow<K> & string, ColumnType>>;

/** Where the rows of each kind stand while they are looked at, and what PostgreSQL makes of their fields. */
const staged: { readonly [K in MoveInKind]: { readonly table: string; readonly columns: Columns<K> } } = {
  customers: {
    table: 'mi_customer',
    columns: {
      number: 'text',
      name: 'text',
      siren: 'text',
      vatNumber: 'text',
      language: 'text',
      currency: 'text',
      street: 'text',
      postalCode: 'text',
      city: 'text',
      region: 'text',
      countryCode: 'text',
      parent: 'text',
      payer: 'text',
      phone: 'text',
      termsKind: 'text',
      termsDays: 'int',
      termsDay: 'int',
      termsReading: 'text',
      creditLimit: 'numeric',
      salesperson: 'text',
    },
  },
  contacts: {
    table: 'mi_contact',
    columns: {
      customer: 'text',
      code: 'text',
      role: 'text',
      name: 'text',
      language: 'text',
      email: 'text',
      phone: 'text',
    },
  },
  addresses: {
    table: 'mi_address',
    columns: {
      customer: 'text',
      code: 'text',
      kind: 'text',
      label: 'text',
      name: 'text',
      street: 'text',
      postalCode: 'text',
      city: 'text',
      region: 'text',
      countryCode: 'text',
      siret: 'text',
      isDefault: 'boolean',
    },
  },
  products: {
    table: 'mi_product',
    columns: {
      number: 'text',
      name: 'text',
      unit: 'text',
      category: 'text',
      listPrice: 'numeric',
      currency: 'text',
      taxClass: 'text',
      goodsSector: 'text',
      active: 'boolean',
    },
  },
  stock: { table: 'mi_stock', columns: { product: 'text', quantity: 'numeric' } },
  prices: { table: 'mi_price', columns: { product: 'text', listPrice: 'numeric' } },
  quotes: {
    table: 'mi_quote',
    columns: {
      number: 'text',
      customer: 'text',
      createdOn: 'date',
      validUntil: 'date',
      status: 'text',
      acceptedOn: 'date',
      reference: 'text',
      lostReason: 'text',
      freight: 'numeric',
      termsKind: 'text',
      termsDays: 'int',
      termsDay: 'int',
      termsReading: 'text',
    },
  },
  'quote-lines': {
    table: 'mi_quote_line',
    columns: {
      quote: 'text',
      lineNo: 'int',
      product: 'text',
      quantity: 'numeric',
      unitPrice: 'numeric',
      discountPercent: 'numeric',
      deliveryDate: 'date',
    },
  },
  orders: {
    table: 'mi_order',
    columns: {
      number: 'text',
      customer: 'text',
      origin: 'text',
      quote: 'text',
      customerReference: 'text',
      receivedOn: 'date',
      receivedAt: 'timestamptz',
      acknowledgedAt: 'timestamptz',
      freight: 'numeric',
      status: 'text',
      closedReason: 'text',
      salesperson: 'text',
      gross: 'numeric',
      termsKind: 'text',
      termsDays: 'int',
      termsDay: 'int',
      termsReading: 'text',
    },
  },
  'order-lines': {
    table: 'mi_order_line',
    columns: {
      order: 'text',
      lineNo: 'int',
      product: 'text',
      description: 'text',
      unit: 'text',
      quantity: 'numeric',
      unitPrice: 'numeric',
      discountPercent: 'numeric',
      requestedDate: 'date',
      confirmedDate: 'date',
      firstConfirmedDate: 'date',
      delivered: 'numeric',
      invoiced: 'numeric',
    },
  },
  deliveries: {
    table: 'mi_delivery',
    columns: { number: 'text', order: 'text', departedOn: 'date', deliveredOn: 'date', carrier: 'text' },
  },
  'delivery-lines': {
    table: 'mi_delivery_line',
    columns: { delivery: 'text', lineNo: 'int', quantity: 'numeric' },
  },
  invoices: {
    table: 'mi_invoice',
    columns: {
      number: 'text',
      customer: 'text',
      order: 'text',
      issueDate: 'date',
      dueDate: 'date',
      freight: 'numeric',
      net: 'numeric',
      vat: 'numeric',
      gross: 'numeric',
      open: 'numeric',
      paidOn: 'date',
      level: 'text',
      lastLetterOn: 'date',
    },
  },
  'invoice-lines': {
    table: 'mi_invoice_line',
    columns: {
      invoice: 'text',
      lineNo: 'int',
      quantity: 'numeric',
      net: 'numeric',
      product: 'text',
      description: 'text',
    },
  },
  instalments: {
    table: 'mi_instalment',
    columns: {
      invoice: 'text',
      instalment: 'int',
      dueDate: 'date',
      amount: 'numeric',
      open: 'numeric',
      paidOn: 'date',
      level: 'text',
      lastLetterOn: 'date',
    },
  },
  payments: {
    table: 'mi_payment',
    columns: {
      customer: 'text',
      reference: 'text',
      date: 'date',
      amount: 'numeric',
      currency: 'text',
      unallocated: 'numeric',
    },
  },
  allocations: {
    table: 'mi_allocation',
    columns: { customer: 'text', reference: 'text', invoice: 'text', instalment: 'int', amount: 'numeric' },
  },
  'control-totals': { table: 'mi_control', columns: { what: 'text', currency: 'text', total: 'numeric' } },
};

/** How many rows go into a statement. */
const BATCH_ROWS = 2_000;

const columnOf = (field: string): string => `"${field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
const typed = (columns: Readonly<Record<string, ColumnType>>, named: (field: string) => string): string =>
  Object.entries(columns)
    .map(([field, type]) => `${named(field)} ${type}`)
    .join(', ');

/**
 * Makes the tables that rows are looked at in; they go with the transaction. Whoever has many rows may fill them by
 * statements or by COPY: they are named after the kinds (`mi_order_line`), their columns after the fields (`line_no`),
 * with the place of the row in `file` and `row`.
 */
export async function openStaging(client: pg.ClientBase): Promise<void> {
  for (const { table, columns } of Object.values(staged))
    await client.query(
      `CREATE TEMP TABLE ${table} (${typed(columns, columnOf)}, file text NOT NULL DEFAULT '', "row" int NOT NULL DEFAULT 0) ON COMMIT DROP`,
    );
  await client.query(`
    CREATE TEMP TABLE mi_refusal (kind text, file text, "row" int, field text, fault text, value text, expected text) ON COMMIT DROP`);
}

/** Adds rows of one kind that have the shape of their contract. */
export async function stage<K extends MoveInKind>(
  client: pg.ClientBase,
  kind: K,
  rows: readonly Placed<K>[],
): Promise<void> {
  const { table, columns } = staged[kind];
  const fields = Object.keys(columns);
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    await client.query(
      `INSERT INTO ${table} (${fields.map(columnOf).join(', ')}, file, "row")
       SELECT ${fields.map((field) => `"${field}"`).join(', ')}, file, "row"
       FROM jsonb_to_recordset($1::jsonb) AS r(${typed(columns, (field) => `"${field}"`)}, file text, "row" int)`,
      [JSON.stringify(rows.slice(from, from + BATCH_ROWS))],
    );
  }
}

/** Once the rows are there: what finds them by their numbers. */
export async function indexStaging(client: pg.ClientBase): Promise<void> {
  await client.query(`
    CREATE INDEX ON mi_customer (number); CREATE INDEX ON mi_product (number); CREATE INDEX ON mi_order (number);
    CREATE INDEX ON mi_order_line ("order", line_no); CREATE INDEX ON mi_delivery (number); CREATE INDEX ON mi_delivery ("order");
    CREATE INDEX ON mi_delivery_line (delivery); CREATE INDEX ON mi_invoice (number); CREATE INDEX ON mi_invoice ("order");
    CREATE INDEX ON mi_invoice_line (invoice); CREATE INDEX ON mi_instalment (invoice); CREATE INDEX ON mi_allocation (invoice);
    ${Object.values(staged)
      .map(({ table }) => `ANALYZE ${table}`)
      .join('; ')}`);
}
