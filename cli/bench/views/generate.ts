import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { readHost } from '../../../config/host.js';
import { localDateOf } from '../../../domain/calendar.js';
import { company } from '../../../prisma/demo/completion.js';
import { withClient } from '../../stack/postgres.js';
import { openStack, type Stack, type StackOptions } from '../../stack/stack.js';
import { eachAtOnce } from '../target.js';
import { writeCopies, type Ranges } from './copies.js';
import { playHouse, type Life } from './house.js';
import { originalsOf, readColumns, readTemplate, tableNames, type Template } from './templates.js';

const ports = { api: 'any', postgres: 'any', temporal: 'any', temporalUi: 'any', smtp: 'any', inbox: 'any' } as const;
const options = {
  durable: false,
  seed: true,
  demoKeys: true,
  env: {
    LOG_LEVEL: 'warn',
    HOUSEKEEPING_AT: 'off',
    MONTH_END_AT: 'off',
    BILLING_AT: 'off',
    API_RATE_LIMIT_PER_MINUTE: '10000000',
  },
  ports,
} as const satisfies Partial<StackOptions>;

/** Made by an earlier run to its end; of so many orders. */
const markOf = (home: string): string => join(home, 'views.json');

/**
 * Opens a stack on a house of so many orders, made now unless an earlier run made it. Only the API runs on it: its open
 * orders have no workflows.
 */
export async function openLargeHouse(orders: number, say: (text: string) => void): Promise<Stack> {
  const home = join(readHost().home, `views-${orders}`);
  if (!existsSync(markOf(home))) await generate(home, orders, say);
  else say(`The house of ${orders} orders in ${home} is used again; delete the folder to have it made anew.`);
  return openStack({ ...options, home, processes: ['inbox', 'api'] });
}

async function generate(home: string, orders: number, tell: (text: string) => void): Promise<void> {
  const startedMs = performance.now();
  const say = (text: string): void => tell(`${Math.round((performance.now() - startedMs) / 1000)} s: ${text}`);
  const stack = await openStack({ ...options, home, fresh: true, timeSkipping: true });
  try {
    const lives = await playHouse(stack, say);
    say('The rows they left are copied.');
    for (const name of ['worker', 'api', 'temporal'] as const) await stack.stop(name);
    await inOneGo(stack);
    await multiply(stack.adminDatabaseUrl ?? '', lives, orders, say);
  } finally {
    await stack.close();
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  writeFileSync(markOf(home), `${JSON.stringify({ orders, seconds })}\n`);
  tell(`The house of ${orders} orders was made in ${seconds} s.`);
}

/** How long it took to make the house, in seconds. */
export const generatedIn = (orders: number): number =>
  (JSON.parse(readFileSync(markOf(join(readHost().home, `views-${orders}`)), 'utf8')) as { seconds: number }).seconds;

async function multiply(
  databaseUrl: string,
  lives: readonly Life[],
  orders: number,
  say: (text: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica; SET work_mem = '512MB'`);
    const today = localDateOf(Date.now(), company.zone);
    const columns = await readColumns(client);
    const templates: Template[] = [];
    for (const life of lives) templates.push(await readTemplate(client, columns, life, today));
    const ranges = await readRanges(client, today);
    await client.query('DELETE FROM step');
    for (const { customer } of lives) for (const sql of originalsOf(client, customer)) await client.query(sql);
    await client.query('TRUNCATE invoice_open, invoice_link');
    const indexes = await dropIndexes(client);
    // Compressing the largest papers takes longer than writing them as they are.
    await client.query('ALTER TABLE document SET (toast_tuple_target = 8160)');
    const { counters } = await writeCopies(databaseUrl, columns, templates, orders, ranges, say);
    await client.query('ALTER TABLE document RESET (toast_tuple_target)');
    say('Indexes and sums are made.');
    await runAll(databaseUrl, [chained, ...indexes]);
    await finish(client, counters);
    say('Statistics are taken.');
    await clean(databaseUrl, client);
  } finally {
    await client.end();
  }
}

async function readRanges(client: pg.Client, today: string): Promise<Ranges> {
  const { rows } = await client.query<{ audits: string; turns: string; people: string[]; quotes: string }>(
    `SELECT (SELECT max(id) + 1 FROM audit_entry) AS audits, (SELECT last_value + 1 FROM turn) AS turns,
      (SELECT last_value FROM quote_number) AS quotes,
      (SELECT array_agg(id ORDER BY id) FROM principal WHERE role = 'sales') AS people`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The house is empty.');
  const { audits, turns, people, quotes } = row;
  return { audits: Number(audits), turns: Number(turns), today, salespeople: people, given: { DE: Number(quotes) } };
}

/** Drops what neither a key nor a reference rests on. @returns the statements that make it again, those of one table together, so that it is read once */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
     WHERE t.relname = ANY ($1) AND t.relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
     ORDER BY t.relname, i.indexrelid`,
    [tableNames],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ made }) => made);
}

/** What follows the COPY looks at every page once: until then nobody else does. */
async function inOneGo(stack: Stack): Promise<void> {
  await withClient(stack.adminDatabaseUrl ?? '', async (client) => {
    for (const setting of [
      `autovacuum = 'off'`,
      `max_wal_size = '4GB'`,
      `checkpoint_timeout = '1h'`,
      `shared_buffers = '2GB'`,
      `wal_level = 'minimal'`,
      `max_wal_senders = 0`,
    ])
      await client.query(`ALTER SYSTEM SET ${setting}`);
  });
  await stack.stop('postgres');
  await stack.start('postgres');
}

/** The chain of each series, as the database makes it when invoices are issued one by one. */
const chained = `INSERT INTO invoice_link (series, sequence, number, hash)
  SELECT i.series, i.sequence, i.number,
    link_hashes(i.series, i.sequence, i.number, i.issue_date, i.currency, i.gross, d.snapshot_hash) OVER (PARTITION BY i.series ORDER BY i.sequence)
  FROM invoice i JOIN document d ON d.number = i.number AND d.kind IN ('invoice', 'credit-note', 'corrective', 'deposit') WHERE i.series IS NOT NULL`;

/** The statements one after the other, on as many connections as there are processors. */
async function runAll(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const left = statements.values();
  await eachAtOnce([0, 1], 2, () =>
    withClient(databaseUrl, async (client) => {
      await client.query(`SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 0`);
      for (const statement of left) await client.query(statement);
    }),
  );
}

/** Marks what every reader sees, and takes the statistics that plans are made by; the largest tables first. */
async function clean(databaseUrl: string, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
     ORDER BY pg_table_size(oid) DESC`,
  );
  await runAll(
    databaseUrl,
    rows.map(({ name }) => `VACUUM ANALYZE ${name}`),
  );
  await client.query('ALTER SYSTEM RESET ALL');
  // A house of this size is not kept in the 128 MB of PostgreSQL's own choice.
  await client.query(`ALTER SYSTEM SET shared_buffers = '2GB'`);
  await client.query('SELECT pg_reload_conf()');
}

/** What is kept beside the rows: sums of accounts, stock, and the counters of all numbers. */
async function finish(client: pg.Client, counters: ReadonlyMap<string, number>): Promise<void> {
  const counter = (prefix: string): number => counters.get(prefix) ?? 1;
  await client.query(`
    UPDATE customer c SET exposure = e.amount FROM (SELECT customer_number, sum(amount) AS amount FROM exposure GROUP BY 1) e
      WHERE e.customer_number = c.number;
    INSERT INTO invoice_open (invoice_number, customer_number, issue_date, due_date, gross, open, next_due)
      SELECT i.number, i.customer_number, i.issue_date, i.due_date, i.gross, sum(r.open), min(r.due_date) FILTER (WHERE r.open > 0)
      FROM invoice i JOIN receivable r ON r.invoice_number = i.number GROUP BY i.number HAVING sum(r.open) <> 0;
    DELETE FROM series;
    INSERT INTO series (key, last, last_date) SELECT series, max(sequence), max(issue_date) FROM invoice GROUP BY 1;
    WITH line AS (
      SELECT product_number, sum(allocated) AS allocated, bool_or(waiting) AS waiting FROM order_line GROUP BY 1
    ), left_house AS (
      SELECT product_number, sum(quantity) AS quantity FROM delivery_line GROUP BY 1
    ), received AS (
      SELECT product_number, sum(quantity) AS quantity FROM stock_receipt_line GROUP BY 1
    ), now_there AS (
      SELECT s.product_number, COALESCE(l.allocated, 0) AS allocated,
        COALESCE(l.allocated, 0) + CASE WHEN l.waiting THEN 0 ELSE 1000000 END AS on_hand,
        COALESCE(o.quantity, 0) - COALESCE(r.quantity, 0) AS moved
      FROM stock s LEFT JOIN line l USING (product_number) LEFT JOIN left_house o USING (product_number)
      LEFT JOIN received r USING (product_number) WHERE s.product_number LIKE 'Z_-%'
    )
    UPDATE stock s SET allocated = n.allocated, on_hand = n.on_hand, opening = n.on_hand + n.moved
      FROM now_there n WHERE n.product_number = s.product_number;
    SELECT setval('turn', (SELECT max(id) + 100000 FROM ledger_entry)), setval('order_number', ${counter('SO')}),
      setval('delivery_number', ${counter('BL')}), setval('quote_number', ${counter('DE')}),
      setval('letter_number', ${counter('RL')}),
      setval(pg_get_serial_sequence('audit_entry', 'id'), (SELECT max(id) FROM audit_entry))`);
}
