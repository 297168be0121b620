import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What PostgreSQL knows of one order: its stage, and which of its mails are sent. */
export type OrderFacts = {
  readonly stage: string;
  readonly acknowledged: boolean;
  readonly invoices: readonly { readonly number: string; readonly gross: string; readonly sent: boolean }[];
};

export type Watcher = {
  /** Resolves when the rows of the order satisfy. @throws Error after two minutes, saying what the rows are instead. */
  readonly until: (order: string, what: string, isThere: (facts: OrderFacts) => boolean) => Promise<OrderFacts>;
  readonly close: () => Promise<void>;
};

type Waiter = {
  readonly order: string;
  readonly isThere: (facts: OrderFacts) => boolean;
  readonly resolve: (facts: OrderFacts) => void;
  readonly giveUp: (facts: OrderFacts | undefined) => void;
  readonly untilMs: number;
};

const pollMs = 5;
const patienceMs = 120_000;

/**
 * Watches the rows of all orders under way with one prepared statement at a time on one connection, 5 ms after the last,
 * so that the driver costs the measured machine as little as it can.
 */
export async function openWatcher(readerUrl: string): Promise<Watcher> {
  const client = new pg.Client({ connectionString: readerUrl });
  await client.connect();
  const waiters = new Set<Waiter>();
  let closed = false;
  const watching = (async () => {
    while (!closed) {
      if (waiters.size > 0) settle(waiters, await readFacts(client, waiters));
      await sleep(pollMs);
    }
  })();
  watching.catch(() => undefined);
  const until: Watcher['until'] = (order, what, isThere) => {
    const seen = new Promise<OrderFacts>((resolve, reject) => {
      const giveUp = (facts: OrderFacts | undefined) =>
        reject(new Error(`${order}: waited in vain for ${what}; it is ${JSON.stringify(facts)}`));
      waiters.add({ order, isThere, resolve, giveUp, untilMs: Date.now() + patienceMs });
    });
    return Promise.race([seen, watching.then(() => Promise.reject(new Error('the watcher is closed')))]);
  };
  const close = async (): Promise<void> => {
    closed = true;
    await watching.catch(() => undefined);
    await client.end();
  };
  return { until, close };
}

const factsSql = `
  SELECT o.number, o.stage,
    EXISTS (SELECT FROM outgoing m WHERE m.id = 'acknowledgement:' || o.number || ':1' AND m.status = 'SENT') AS acknowledged,
    COALESCE((SELECT json_agg(json_build_object('number', i.number, 'gross', i.gross::text,
        'sent', EXISTS (SELECT FROM outgoing m WHERE m.id = 'invoice:' || i.number AND m.status = 'SENT')) ORDER BY i.sequence)
      FROM invoice i WHERE i.order_number = o.number), '[]') AS invoices
  FROM sales_order o WHERE o.number = ANY ($1)`;

async function readFacts(client: pg.Client, waiters: ReadonlySet<Waiter>): Promise<ReadonlyMap<string, OrderFacts>> {
  const orders = [...new Set([...waiters].map(({ order }) => order))];
  const { rows } = await client.query<OrderFacts & { readonly number: string }>({
    name: 'facts',
    text: factsSql,
    values: [orders],
  });
  return new Map(rows.map((row) => [row.number, row]));
}

function settle(waiters: Set<Waiter>, facts: ReadonlyMap<string, OrderFacts>): void {
  for (const waiter of waiters) {
    const now = facts.get(waiter.order);
    const there = now !== undefined && waiter.isThere(now);
    const late = Date.now() > waiter.untilMs;
    if (!there && !late) continue;
    waiters.delete(waiter);
    if (there) waiter.resolve(now);
    else waiter.giveUp(now);
  }
}
