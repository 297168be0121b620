import type pg from 'pg';

/** What the API and the workers connect as. Statements are counted per role. */
export const appRole = 'encours_app';
/** Writes who we are and who may act: company, policies, series of invoice numbers, templates of documents, people, their keys and first passwords. An installation's commands use it. */
export const registrarRole = 'encours_registrar';
/** May read everything but keys, passwords and second factors: for audits, support and `encours verify`. An installation may do without it. */
export const auditRole = 'encours_audit';

type Columns = 'all' | { readonly only: readonly string[] } | { readonly but: readonly string[] };

/** What a role may do with the rows of a table beyond reading them. */
export type TableRights = { readonly insert?: Columns; readonly update?: Columns; readonly delete?: true };

const issued: TableRights = { insert: 'all' };
/** Its time and its place are the database's affair. */
const audit: TableRights = { insert: { but: ['id', 'at', 'digest', 'tx'] } };

/**
 * What the application does, table by table: what was issued or decided it adds to and never rewrites, what identifies a
 * row stays, and company, policies, series of invoice numbers, templates, people and keys are not its to write. Every table is here.
 */
export const appRights: Readonly<Record<string, TableRights>> = {
  company: {},
  policy: {},
  policy_version: {},
  principal: {},
  api_key: {},
  person_link: {},
  password: { update: { only: ['hash', 'must_change', 'changed_at'] } },
  totp: { insert: 'all', update: { only: ['secret', 'confirmed_at', 'last_step'] }, delete: true },
  recovery_code: { insert: 'all', update: { only: ['used_at'] }, delete: true },
  session: { insert: 'all', update: { only: ['last_seen_at', 'ended_at'] }, delete: true },
  customer: { insert: 'all', update: { but: ['number', 'created_at', 'move_in_id'] } },
  customer_address: { insert: 'all', update: { but: ['customer_number', 'code', 'kind', 'move_in_id'] } },
  customer_item: { insert: 'all', update: { only: ['product_number'] }, delete: true },
  customer_contact: { insert: 'all', update: { but: ['customer_number', 'code', 'move_in_id'] } },
  exposure: { insert: 'all', update: { only: ['amount'] }, delete: true },
  product: { insert: 'all', update: { but: ['number', 'created_at', 'move_in_id'] } },
  product_cost: { insert: 'all', update: { only: ['cost'] } },
  capacity: { insert: 'all', update: { only: ['per_day', 'set_by'] } },
  acquisition_spend: { insert: 'all', update: { only: ['withdrawn_by', 'withdrawn_at'] } },
  exchange_rate: { insert: 'all', update: { only: ['rate'] } },
  tax_rate: { insert: 'all', update: { only: ['vat_category', 'vat_rate', 'vat_exemption'] } },
  stock: { insert: 'all', update: { only: ['on_hand', 'allocated'] } },
  stock_receipt: { insert: 'all', update: { only: ['served'] } },
  stock_receipt_line: issued,
  quote: { insert: 'all', update: { but: ['number', 'customer_number', 'currency', 'created_at', 'move_in_id'] } },
  quote_revision: issued,
  quote_line: issued,
  sales_order: {
    insert: 'all',
    update: {
      but: ['number', 'customer_number', 'origin', 'deposit', 'entered_by', 'received_on', 'received_at', 'move_in_id'],
    },
  },
  order_line: { insert: 'all', update: { but: ['order_number', 'line_no'] }, delete: true },
  credit_decision: issued,
  discrepancy: {
    insert: 'all',
    update: { but: ['order_number', 'id', 'version', 'type', 'line_no', 'expected', 'actual', 'source'] },
  },
  order_amendment: issued,
  order_message: issued,
  delivery: {
    insert: 'all',
    update: {
      but: [
        'number',
        'order_number',
        'sequence',
        'prepared_on',
        'carrier',
        'tracking',
        'address',
        'created_at',
        'erased_at',
        'move_in_id',
      ],
    },
  },
  preparation: { insert: 'all', delete: true },
  information_request: { insert: 'all', update: { only: ['note', 'withdrawn_at'] } },
  complaint: {
    insert: 'all',
    update: {
      but: [
        'number',
        'source',
        'customer_number',
        'order_number',
        'delivery_number',
        'invoice_number',
        'currency',
        'description',
        'opened_by',
        'opened_on',
        'opened_at',
      ],
    },
  },
  complaint_line: { insert: 'all', update: { only: ['quantity', 'restocked', 'scrapped'] }, delete: true },
  complaint_note: issued,
  complaint_file: issued,
  delivery_line: { insert: 'all', update: { only: ['invoiced', 'credited'] } },
  invoice_series: {},
  document_template: {},
  document_logo: {},
  series: { insert: 'all', update: { only: ['last', 'last_date'] } },
  invoice: issued,
  invoice_line: issued,
  invoice_source: issued,
  invoice_order: issued,
  invoice_period: issued,
  billing_run: { insert: 'all', update: { only: ['ended_at', 'done'] } },
  invoice_link: {},
  credit_note: issued,
  platform_message: { insert: { but: ['received_at'] }, update: { only: ['read_at', 'found'] } },
  invoice_status: { insert: { but: ['recorded_at'] } },
  invoice_lifecycle: { insert: 'all', update: { only: ['code', 'at'] } },
  deposit_deduction: issued,
  credit_request: {
    insert: 'all',
    update: { only: ['decision', 'decided_by', 'decided_at', 'reason', 'credit_note'] },
  },
  invoice_open: {},
  saved_view: { insert: 'all', update: { only: ['name', 'address', 'shared', 'removed_at', 'updated_at'] } },
  saved_view_default: { insert: 'all', update: { only: ['view_id'] }, delete: true },
  receivable: {
    insert: 'all',
    update: { but: ['invoice_number', 'instalment', 'customer_number', 'due_date', 'amount'] },
  },
  payment: {
    insert: 'all',
    update: {
      but: [
        'id',
        'amount',
        'currency',
        'date',
        'reference',
        'remittance_text',
        'returns',
        'refunds',
        'created_at',
        'move_in_id',
      ],
    },
  },
  claim: {
    insert: 'all',
    update: { but: ['id', 'customer_number', 'invoice_number', 'instalment', 'kind', 'currency', 'created_at'] },
  },
  ledger_entry: { insert: { but: ['id', 'created_at'] } },
  /** Undone by `undo_move_in` alone. */
  move_in: { insert: 'all', update: { only: ['undo_reason'] } },
  move_in_work: { insert: 'all', update: { but: ['id', 'created_by', 'created_at'] }, delete: true },
  move_in_file: { insert: 'all', update: { only: ['content'] }, delete: true },
  move_in_refused: { insert: 'all', delete: true },
  move_in_ended: { insert: 'all', delete: true },
  legal_hold: { insert: 'all', update: { only: ['lifted_by', 'lifted_at', 'lift_reason'] } },
  dunning_hold: { insert: 'all', update: { only: ['lifted_by', 'lifted_at'] } },
  dunning_run: issued,
  dunning_step: { insert: 'all', delete: true },
  month_end: issued,
  outgoing: {
    insert: 'all',
    update: {
      but: [
        'id',
        'channel',
        'kind',
        'snapshot',
        'snapshot_hash',
        'documents',
        'customer_number',
        'order_number',
        'invoice_number',
        'letter_id',
        'created_at',
      ],
    },
  },
  document: issued,
  document_file: issued,
  work_item: { insert: 'all', update: { but: ['id', 'kind', 'created_at'] }, delete: true },
  work_line: { insert: 'all', update: { but: ['id'] }, delete: true },
  work_item_comment: { insert: { but: ['written_at'] }, delete: true },
  idempotency_key: {
    insert: 'all',
    update: { but: ['id', 'principal', 'route', 'key', 'body_hash', 'created_at'] },
    delete: true,
  },
  step: { insert: 'all', update: { only: ['result'] } },
  audit_entry: audit,
  audit_seal: {},
  /** What the days come to; the triggers of the facts say which are to be worked again. */
  kpi_rollup: { insert: 'all', delete: true },
  kpi_touch: { insert: { only: ['family', 'day'] }, delete: true },
  kpi_family: { insert: 'all', update: { only: ['definition', 'begun_at', 'up_to'] }, delete: true },
  kpi_buyer: { insert: 'all', delete: true },
  kpi_payer: { insert: 'all', delete: true },
};

export const registrarRights: Readonly<Record<string, TableRights>> = {
  company: { insert: 'all', update: 'all' },
  policy: { insert: 'all', update: 'all' },
  policy_version: { insert: 'all' },
  invoice_series: { insert: 'all', update: { only: ['prefix', 'set_by', 'set_at'] } },
  document_template: issued,
  document_logo: issued,
  /** The answer to a request that changes who may act is kept with what it changed. */
  idempotency_key: { update: { only: ['status', 'response'] } },
  principal: { insert: 'all', update: { but: ['id', 'code', 'created_at'] } },
  api_key: { insert: 'all', update: { only: ['revoked_at'] } },
  person_link: { insert: 'all', update: 'all', delete: true },
  password: { insert: 'all', update: { only: ['hash', 'must_change', 'changed_at'] } },
  totp: { delete: true },
  recovery_code: { delete: true },
  session: { update: { only: ['ended_at'] } },
  audit_entry: audit,
};

/** Functions that do as the schema's owner what the application may not do by itself. */
const appFunctions = ['seal_audit(text, interval, int)', 'undo_move_in(uuid, text)', 'analyze_books()'];

/**
 * Sets what each role may do to exactly what the lists say, in one transaction. Safe to repeat, and while programs run.
 * @param client the schema's owner, or a superuser
 * @param roles those of the roles above that PostgreSQL has
 */
export async function grantRights(client: pg.ClientBase, roles: readonly string[]): Promise<void> {
  const columns = await columnsOfTables(client);
  const all = 'ALL TABLES IN SCHEMA public';
  const statements = roles.flatMap((role) => [
    `REVOKE ALL ON ${all} FROM ${role}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${role}`,
    ...ofRole(role, columns),
  ]);
  await client.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
}

type ColumnsOfTables = ReadonlyMap<string, readonly string[]>;

function ofRole(role: string, columns: ColumnsOfTables): readonly string[] {
  const reading = `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`;
  switch (role) {
    case auditRole:
      return [reading, `REVOKE SELECT ON api_key, password, totp, recovery_code FROM ${role}`];
    case registrarRole:
      return [
        `GRANT SELECT ON company, policy, policy_version, invoice_series, document_template, document_logo, principal, api_key, person_link, password, totp, recovery_code, session TO ${role}`,
        `GRANT SELECT (id, status) ON idempotency_key TO ${role}`,
        `GRANT USAGE ON SEQUENCE audit_entry_id_seq, principal_code TO ${role}`,
        ...writing(role, registrarRights, columns),
      ];
    default:
      return [
        reading,
        `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
        ...appFunctions.map((name) => `GRANT EXECUTE ON FUNCTION ${name} TO ${role}`),
        ...writing(role, appRights, columns),
      ];
  }
}

const writing = (
  role: string,
  rights: Readonly<Record<string, TableRights>>,
  columns: ColumnsOfTables,
): readonly string[] =>
  Object.entries(rights).flatMap(([table, may]) => {
    const known = columns.get(table) ?? [];
    const verbs = [verb('INSERT', may.insert, known), verb('UPDATE', may.update, known), may.delete && 'DELETE'];
    return verbs.filter((each) => each !== undefined).map((each) => `GRANT ${each} ON "${table}" TO ${role}`);
  });

function verb(name: 'INSERT' | 'UPDATE', columns: Columns | undefined, known: readonly string[]): string | undefined {
  if (columns === undefined) return undefined;
  if (columns === 'all') return name;
  const may = 'only' in columns ? columns.only : known.filter((column) => !columns.but.includes(column));
  return `${name} (${may.map((column) => `"${column}"`).join(', ')})`;
}

async function columnsOfTables(client: pg.ClientBase): Promise<ColumnsOfTables> {
  const { rows } = await client.query<{ table: string; columns: readonly string[] }>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}
