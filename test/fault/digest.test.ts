import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../worker/faults.js';
import type { Site } from '../support/faults.js';
import {
  deliver,
  enterOrder,
  expectSoundness,
  inParallel,
  invoicesOf,
  listProduct,
  openAccount,
  openSite,
  orderBody,
  until,
  untilMailsRest,
  untilStage,
  workerPoints,
  type InvoiceRow,
} from '../support/faults.js';

const SEED = 20_261_129;
const STORIES = 6;
const FAULTS = 80;
const PATIENCE_MS = 1_200_000;

/** What one customer does, so that one step is done before the next begins. */
type Story = {
  readonly ordered: number;
  /** Of what was ordered; the rest follows, or is cancelled. */
  readonly first: number;
  readonly isRestCancelled: boolean;
  readonly isProved: boolean;
  /** Of the first invoice, in per cent; the rest follows, and what is over stays with the payer. */
  readonly paidAtFirst: number;
  readonly isTakenBack: boolean;
};

const stories: readonly Story[] = fc.sample(
  fc.integer({ min: 2, max: 9 }).chain((ordered) =>
    fc.record({
      ordered: fc.constant(ordered),
      first: fc.integer({ min: 1, max: ordered - 1 }),
      isRestCancelled: fc.boolean(),
      isProved: fc.boolean(),
      paidAtFirst: fc.constantFrom(30, 100, 130),
      isTakenBack: fc.boolean(),
    }),
  ),
  { seed: SEED, numRuns: STORIES },
);

/** Where nothing but the step itself is at stake: whether a mail arrived is told by the tests of mails. */
const points = workerPoints.filter((point) => !point.startsWith('smtp:'));

/** Errors at any point, and three deaths of the worker beside them. */
const faults: FaultPlan = [
  ...fc.sample(
    fc.record({
      point: fc.constantFrom(...points),
      action: fc.constant('throw' as const),
      times: fc.integer({ min: 1, max: 2 }),
    }),
    { seed: SEED, numRuns: FAULTS },
  ),
  ...['recordDelivery:after', 'recordInvoice:before', 'recordAllocations:after'].map((point) => ({
    point,
    action: 'crash' as const,
    times: 1,
  })),
];

const customerOf = (index: number): string => `STORY-${index + 1}`;

async function live(site: Site, story: Story, index: number): Promise<void> {
  const customer = await openAccount(site, customerOf(index));
  const order = await enterOrder(site, orderBody(site, customer, 'TEA', String(story.ordered)));
  await untilStage(site, order, 'acknowledged');
  const { number: delivery } = await deliver(site, order, String(story.first));
  const [invoice] = await invoicesOf(site, order, 1);
  if (invoice === undefined) throw new Error('no invoice');
  const proof = { receivedBy: 'Quai 3', receivedAt: `${site.today}T00:00:00Z` };
  if (story.isProved) await site.insist('logistics', `/v1/deliveries/${delivery}/proof`, proof);
  const amount = ((Number(invoice.gross) * story.paidAtFirst) / 100).toFixed(2);
  const payment = await receive(site, { customer, amount, reference: `${customer}-1` });
  await offer(site, payment, invoice, Math.min(Number(amount), Number(invoice.gross)).toFixed(2));
  if (story.isTakenBack)
    await site.insist('finance', `/v1/payments/${payment}/allocations/1/reversal`, { reason: 'Wrong invoice' });
  const rest = { reason: 'No longer wanted' };
  if (story.isRestCancelled) await site.insist('sales', `/v1/orders/${order}/cancellations`, rest);
  else await deliver(site, order);
  const invoices = await invoicesOf(site, order, story.isRestCancelled ? 1 : 2);
  for (const [at, { number, open }] of invoices.entries()) {
    if (open === '0.00') continue;
    const last = await receive(site, { customer, amount: open, reference: `${customer}-${at + 2}` });
    await offer(site, last, { number }, open);
  }
  await untilStage(site, order, 'settled');
}

type Money = { readonly customer: string; readonly amount: string; readonly reference: string };

async function receive(site: Site, money: Money): Promise<string> {
  const body = { ...money, currency: 'EUR', date: site.today };
  return (await site.insist<{ id: string }>('finance', '/v1/payments', body)).id;
}

const offer = (site: Site, payment: string, { number }: Pick<InvoiceRow, 'number'>, amount: string): Promise<unknown> =>
  site.insist('finance', `/v1/payments/${payment}/allocations`, { allocations: [{ invoice: number, amount }] });

/** Requests and who may ask are no part of the record; bytes follow from the snapshots. */
const apart = ['idempotency_key', 'api_key', 'principal', '_prisma_migrations'];
/** What counts attempts and transactions, their order or the time they took, and what is derived from numbers that may have gaps. */
const apartColumns =
  'request_id attempts losses claim_token claim_turn claimed_at last_error data updated_at bytes sha256 snapshot_hash hash turn text html tx done_tx acknowledgement_minutes'.split(
    ' ',
  );

/** Every row of the record, told without clocks, random ids and the gaps in the numbers of deliveries; by table. */
async function digest(site: Site): Promise<Readonly<Record<string, readonly string[]>>> {
  const names = await namesOf(site);
  const tables = await site.rows<{ name: string; id: string }>(
    `SELECT t.table_name AS name, COALESCE((SELECT c.data_type FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'id'), '') AS id
     FROM information_schema.tables t WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND NOT t.table_name = ANY($1)
     ORDER BY 1`,
    apart,
  );
  const told: Record<string, readonly string[]> = {};
  for (const { name, id } of tables) {
    const counted = id === 'bigint' ? [...apartColumns, 'id'] : apartColumns;
    const rows = await site.rows<{ row: string }>(
      `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t`,
      counted,
    );
    told[name] = rows.map(({ row }) => toldOf(row, names)).toSorted();
  }
  return told;
}

function toldOf(row: string, names: ReadonlyMap<string, string>): string {
  return row
    .replaceAll(/BL-\d{4}-\d{6}|[0-9a-f]{8}-[0-9a-f-]{27}/g, (name) => names.get(name) ?? 'uuid')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, 'moment')
    .replaceAll(/"minutes": "[\d.]+"/g, 'minutes')
    .replaceAll(/enc_[\w-]{8}/g, 'key');
}

/** Deliveries by the order and their place in it, payments by their bank reference. */
async function namesOf(site: Site): Promise<ReadonlyMap<string, string>> {
  const rows = await site.rows<{ name: string; place: string }>(
    `SELECT number AS name, order_number || ' delivery ' || sequence AS place FROM delivery
     UNION ALL SELECT id::text, reference FROM payment`,
  );
  return new Map(rows.map(({ name, place }) => [name, place]));
}

async function lived(
  plan: FaultPlan,
): Promise<{ readonly struck: number; readonly told: Awaited<ReturnType<typeof digest>> }> {
  const site = await openSite();
  try {
    await listProduct(site, 'TEA', '1000');
    site.plan(plan);
    // One after the other: the numbers of orders and invoices are those of their turn.
    await inParallel(
      stories.map((story, index) => [story, index] as const),
      1,
      ([story, index]) => live(site, story, index),
    );
    await untilMailsRest(site);
    await until(
      'no process under way',
      async () => {
        const open: string[] = [];
        for await (const { workflowId } of site.temporal.workflow.list({ query: "ExecutionStatus = 'Running'" }))
          open.push(workflowId);
        return open;
      },
      (open) => open.length === 0,
    );
    await expectSoundness(site);
    return { struck: site.struck().length, told: await digest(site) };
  } finally {
    await site.close();
  }
}

describe('what six customers did, told by the whole database', () => {
  it(
    'is the same with errors and deaths at any point as without',
    async () => {
      const [calm, troubled] = await Promise.all([lived([]), lived(faults)]);
      expect(calm.struck).toBe(0);
      expect(troubled.struck).toBeGreaterThan(20);
      expect(troubled.told).toEqual(calm.told);
      expect(calm.told['invoice']?.length).toBeGreaterThan(STORIES);
    },
    PATIENCE_MS,
  );
});
