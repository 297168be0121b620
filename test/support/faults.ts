import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { expect } from 'vitest';
import type { SmtpScript } from '../../cli/inbox/script.js';
import type { MailSummary } from '../../cli/inbox/store.js';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import { openStack, type Stack, type StackOptions } from '../../cli/stack/stack.js';
import type { BillingRule } from '../../contracts/billing.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { PolicySnapshot } from '../../contracts/policies.js';
import type { Role } from '../../contracts/vocabulary.js';
import { localDateOf } from '../../domain/calendar.js';
import { createPrisma } from '../../prisma/client.js';
import { postgresDocumentStore } from '../../prisma/document-store.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { faultPointsOf, type Fault, type FaultPlan } from '../../worker/faults.js';
import { ACCOUNT_WORKFLOW, ORDER_WORKFLOW } from '../../workflows/ids.js';
import { writtenDown } from './house.js';
import { openTestStack } from './stack.js';
import { contactsAt } from './parties.js';

/** Longest silence of the mail server: claims age quickly, so that a lost mail is found within seconds. */
const SMTP_TIMEOUT_MS = 1_500;
const PATIENCE_MS = 240_000;

/** One answer of the API; status 0: no answer at all. */
export type Reply = {
  readonly status: number;
  readonly ms: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly text: string;
};

export type Ask = {
  readonly role: Role;
  readonly path: string;
  /** Left out: a GET. */
  readonly body?: unknown;
  readonly key?: string;
};

/** A running house that a test breaks: what its people ask of the API, and what its rows and mails say. */
export type Site = {
  readonly stack: Stack;
  readonly temporal: Client;
  readonly today: string;
  /** One try. */
  readonly ask: (ask: Ask) => Promise<Reply>;
  /** Tries with one key until it is done, as a client does. @throws Error when it is refused */
  readonly insist: <T>(role: Role, path: string, body: unknown, key?: string) => Promise<T>;
  readonly rows: <T>(sql: string, ...values: readonly unknown[]) => Promise<readonly T[]>;
  /** Changes policies in force: orders entered from now on keep them. */
  readonly policy: <K extends PolicyKind>(kind: K, changes: Partial<PolicySnapshot[K]>) => Promise<void>;
  /** What SMTP answers from now on; no rules: every mail is taken. */
  readonly smtp: (...rules: readonly SmtpRule[]) => Promise<void>;
  /** Adds a rule to what SMTP answers while `work` runs; works beside each other keep theirs. */
  readonly smtpDuring: <T>(rule: SmtpRule, work: () => Promise<T>) => Promise<T>;
  readonly copies: () => Promise<readonly MailSummary[]>;
  readonly plan: (plan: FaultPlan) => void;
  /** Faults that struck, in their order. */
  readonly struck: () => readonly Fault[];
  readonly close: () => Promise<void>;
};

export type SmtpRule = SmtpScript['rules'][number];
type PolicyKind = 'credit' | 'tolerance' | 'acknowledgement' | 'fulfilment' | 'dunning';

/** API, worker and inbox on the shared servers; the worker strikes what the plan says. */
export async function openSite(options: Partial<StackOptions> = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'encours-plan-'));
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, '[]');
  const stack = await openTestStack({ ...options, env: environment({ ENCOURS_FAULTS: plan, ...options.env }) });
  return siteOn(stack, plan, async () => {
    await stack.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A whole stack of its own, whose servers can be killed too; its data survives that. */
export async function openOwnSite(): Promise<Site> {
  const home = mkdtempSync(join(tmpdir(), 'encours-site-'));
  chmodSync(home, 0o755); // as root, PostgreSQL runs as another user, who must get in
  const any = 'any';
  const ports = { postgres: any, temporal: any, temporalUi: any, smtp: any, inbox: any, api: any } as const;
  const stack = await openStack({ home, ports, inboxControl: true, env: environment({}) });
  return siteOn(stack, '', async () => {
    await stack.close();
    rmSync(home, { recursive: true, force: true });
  });
}

const environment = (more: Readonly<Record<string, string>>) => ({
  SMTP_TIMEOUT_MS: String(SMTP_TIMEOUT_MS),
  API_RATE_LIMIT_PER_MINUTE: '1000000',
  LOG_LEVEL: 'warn',
  ...more,
});

async function siteOn(stack: Stack, planFile: string, closeStack: () => Promise<void>): Promise<Site> {
  const pool = new pg.Pool({ connectionString: stack.adminDatabaseUrl ?? '', max: 4 });
  pool.on('error', () => undefined); // PostgreSQL is stopped on purpose
  const connection = Connection.lazy({ address: stack.temporalAddress });
  const rows = async <T>(sql: string, ...values: readonly unknown[]): Promise<readonly T[]> =>
    (await pool.query(sql, [...values])).rows as T[];
  return {
    stack,
    temporal: new Client({ connection, namespace: stack.namespace }),
    today: localDateOf(Date.now(), 'Europe/Paris'),
    ask: (ask) => askOnce(stack, ask),
    insist: (role, path, body, key = randomUUID()) => insist(stack, { role, path, body, key }),
    rows,
    policy: async (kind, changes) => {
      await rows('UPDATE policy SET body = body || $2::jsonb WHERE kind = $1', kind, JSON.stringify(changes));
    },
    ...postOffice(stack),
    copies: () => copiesAt(stack),
    plan: (plan) => {
      rmSync(`${planFile}.log`, { force: true });
      writeFileSync(planFile, JSON.stringify(plan));
    },
    struck: () => linesOf(`${planFile}.log`).map((line) => JSON.parse(line) as Fault),
    close: async () => {
      await pool.end();
      await connection.close();
      await closeStack();
    },
  };
}

function postOffice(stack: Stack): Pick<Site, 'smtp' | 'smtpDuring'> {
  let current: readonly SmtpRule[] = [];
  const set = async (rules: readonly SmtpRule[]): Promise<void> => {
    current = rules;
    const answer = await fetch(stack.inboxControlUrl, { method: 'PUT', body: JSON.stringify({ rules }) });
    expect(answer.status).toBe(200);
  };
  return {
    smtp: (...rules) => set(rules),
    smtpDuring: async (rule, work) => {
      await set([...current, rule]);
      try {
        return await work();
      } finally {
        await set(current.filter((other) => other !== rule));
      }
    },
  };
}

const linesOf = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

async function askOnce(stack: Stack, { role, path, body, key = randomUUID() }: Ask): Promise<Reply> {
  const headers = {
    authorization: `Bearer ${stack.apiKeys?.[role] ?? ''}`,
    'content-type': 'application/json',
    'idempotency-key': key,
    // A connection that the server closes just as it is used again would look like no answer.
    connection: 'close',
  };
  const startedAt = performance.now();
  try {
    const response = await fetch(`${stack.apiUrl}${path}`, {
      headers,
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      ms: performance.now() - startedAt,
      headers: response.headers,
      body: JSON.parse(text) as Record<string, unknown>,
      text,
    };
  } catch {
    return { status: 0, ms: performance.now() - startedAt, headers: new Headers(), body: {}, text: '' };
  }
}

async function insist<T>(stack: Stack, ask: Ask): Promise<T> {
  const reply = await untilServed(() => askOnce(stack, ask), ask);
  if (reply.status >= 400) throw new Error(`${ask.path} answered ${reply.text}`);
  return reply.body as T;
}

/** Reads a document as a person does, again as long as the answer is that nobody could render it yet. */
export const readPdf = (site: Site, path: string): Promise<unknown> =>
  until(
    `the document at ${path}`,
    async () => {
      const headers = { authorization: `Bearer ${site.stack.apiKeys?.['logistics'] ?? ''}`, connection: 'close' };
      const answer = await fetch(`${site.stack.apiUrl}${path}`, { headers });
      return {
        status: answer.status,
        head: Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString('latin1'),
      };
    },
    ({ status, head }) => status === 200 && head === '%PDF-',
  );

/** Asks with one key until there is an answer: 503 means "come again", and nothing at all that nobody is there yet. */
export function askUntilServed(site: Site, ask: Ask): Promise<Reply> {
  const once = { ...ask, key: ask.key ?? randomUUID() };
  return untilServed(() => site.ask(once), once);
}

async function untilServed(askOnce: () => Promise<Reply>, { path }: Ask): Promise<Reply> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const reply = await askOnce();
    if (reply.status !== 503 && reply.status !== 0) return reply;
    if (Date.now() > deadlineMs) throw new Error(`${path} was not served: ${reply.text}`);
    await sleep(500);
  }
}

async function copiesAt(stack: Stack): Promise<readonly MailSummary[]> {
  const copies: MailSummary[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await fetch(`${stack.inboxUrl}.json${cursor === '' ? '' : `?cursor=${cursor}`}`);
    const { items, nextCursor } = (await page.json()) as { items: MailSummary[]; nextCursor: string | null };
    copies.push(...items);
    cursor = nextCursor;
  }
  return copies;
}

/** Asks until the answer is what is waited for. @throws Error with the last answer */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}; at the end: ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

/** Works through the items in so many lanes; the results in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

const nobody = createPrisma('postgresql://nobody@127.0.0.1:1/none', { poolSize: 1 });

/** Every point of every activity that a worker registers, and around SMTP's DATA. */
export const workerPoints: readonly string[] = faultPointsOf(
  createActivities({
    prisma: nobody,
    databaseUrl: '',
    documents: postgresDocumentStore(nobody),
    mail: { domain: '', attemptTimeoutMs: 0, deliver: () => Promise.reject(new Error('never called')) },
    platform: noPlatform,
    processes: writtenDown([]),
    publicUrl: '',
  }),
);

// ---- what the people of the house do ------------------------------------------------------------------------------

const place = { name: 'Client', street: '1 rue du Port', postalCode: '13002', city: 'Marseille', region: '' };
const address = { ...place, countryCode: 'FR' } as const;

export type CustomerChanges = {
  readonly terms?: PaymentTerms;
  readonly creditLimit?: string;
  readonly billing?: BillingRule;
  /** Where the customer sits and its goods go; France unless said otherwise. */
  readonly countryCode?: string;
};

/** A customer with mail addresses of its own: `orders@` and `accounts@` its number. */
export async function openAccount(site: Site, number: string, changes: CustomerChanges = {}): Promise<string> {
  const domain = `${number.toLowerCase()}.example`;
  await site.insist('admin', '/v1/customers', {
    number,
    name: `Maison ${number}`,
    siren: null,
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address: { ...address, countryCode: changes.countryCode ?? 'FR' },
    contacts: contactsAt(`orders@${domain}`, `accounts@${domain}`),
    phone: '',
    paymentTerms: changes.terms ?? { kind: 'net', days: 30 },
    creditLimit: changes.creditLimit ?? '100000.00',
    salesperson: null,
    ...(changes.billing !== undefined && { billing: changes.billing }),
  });
  return number;
}

/** A product at 10.00 with 20 % VAT, and how much of it is there. */
export async function listProduct(site: Site, number: string, stock: string): Promise<string> {
  await site.insist('admin', '/v1/products', {
    number,
    name: `Produit ${number}`,
    unit: 'box',
    category: '',
    listPrice: '10.00',
    currency: 'EUR',
    taxClass: 'standard',
    active: true,
  });
  if (stock !== '0') await receiveStock(site, number, stock);
  return number;
}

export const receiveStock = (site: Site, product: string, quantity: string): Promise<unknown> =>
  site.insist('logistics', '/v1/stock/receipts', {
    reference: `BR-${randomUUID()}`,
    receivedOn: site.today,
    lines: [{ product, quantity }],
  });

/** An order by phone at the list price, unless the test says otherwise. */
export const orderBody = (site: Site, customer: string, product: string, quantity: string, unitPrice = '10.00') => ({
  customer,
  origin: 'phone',
  currency: 'EUR',
  lines: [{ lineNo: 1, product, quantity, unitPrice, requestedDate: site.today }],
});

/** With anything else that an order may say. */
type OrderBody = ReturnType<typeof orderBody> & { readonly deposit?: unknown };

export const enterOrder = async (site: Site, body: OrderBody, key?: string): Promise<string> =>
  (await site.insist<{ number: string }>('sales', '/v1/orders', body, key)).number;

export type OrderRow = { readonly number: string; readonly stage: string; readonly hold_reason: string | null };

export const untilStage = (site: Site, number: string, ...stages: readonly string[]): Promise<unknown> =>
  until(
    `${number} at ${stages.join(' or ')}`,
    async () => (await site.rows<OrderRow>('SELECT stage FROM sales_order WHERE number = $1', number))[0]?.stage ?? '',
    (stage) => stages.includes(stage),
  );

export const deliver = (site: Site, number: string, quantity?: string, key?: string): Promise<{ number: string }> =>
  site.insist(
    'logistics',
    `/v1/orders/${number}/deliveries`,
    quantity === undefined ? {} : { lines: [{ lineNo: 1, quantity }] },
    key,
  );

export type InvoiceRow = {
  readonly number: string;
  readonly customer_number: string;
  readonly gross: string;
  readonly open: string;
};

/** The invoices of an order, once there are so many. */
export const invoicesOf = (site: Site, order: string, count: number): Promise<readonly InvoiceRow[]> =>
  until(
    `${count} invoices of ${order}`,
    () =>
      site.rows<InvoiceRow>(
        `SELECT number, i.customer_number, gross::numeric(18,2)::text AS gross, open::numeric(18,2)::text AS open
         FROM invoice i JOIN receivable ON invoice_number = number WHERE order_number = $1 AND i.kind = 'invoice'
           AND NOT EXISTS (SELECT FROM invoice r WHERE r.replaces = i.number) ORDER BY number`,
        order,
      ),
    (rows) => rows.length === count,
  );

export const paymentBody = (
  site: Site,
  customer: string,
  amount: string,
  allocations: readonly { readonly invoice: string; readonly amount: string }[],
) => ({
  customer,
  amount,
  currency: 'EUR',
  date: site.today,
  reference: `VIR-${randomUUID()}`,
  ...(allocations.length > 0 && { allocations }),
});

/** One transfer for what is open on an invoice. */
export const pay = (site: Site, invoice: InvoiceRow, key?: string): Promise<unknown> => {
  const { number, customer_number: customer, open } = invoice;
  return site.insist(
    'finance',
    '/v1/payments',
    paymentBody(site, customer, open, [{ invoice: number, amount: open }]),
    key,
  );
};

/** Pays whatever an order still owes and waits until it is settled. */
export async function settle(site: Site, order: string, invoices: number): Promise<void> {
  for (const invoice of await invoicesOf(site, order, invoices)) if (invoice.open !== '0.00') await pay(site, invoice);
  await untilStage(site, order, 'settled');
}

/**
 * From now on an invoice payable at once is dunned at once, at any hour: level 1 falls due on its day. In tests of
 * faults time is real, since a virtual clock would skip the pauses between two tries.
 */
export async function dunAtOnce(site: Site): Promise<void> {
  const silent = { claimInterest: false, claimRecoveryFee: false, creditStop: false, handOver: false };
  const atOnce = { offsetDays: 0, minIntervalDays: 0, channel: 'mail', ...silent } as const;
  await site.policy('dunning', {
    levels: [{ level: 'level-1', ...atOnce }],
    sendingWindow: { zone: 'Europe/Paris', from: '00:00', to: '23:59', workingDaysOnly: false, calendar: 'none' },
  });
}

// ---- what must hold after every scenario --------------------------------------------------------------------------

/** Every process has ended well, no order lacks its process, none has two, and no invariant of the database is broken. */
export async function expectSoundness(site: Site): Promise<void> {
  const { violations } = await verifyDatabase(site.stack.databaseUrl);
  expect(violations.map(({ invariant, count, rows }) => ({ name: invariant.name, count, first: rows[0] }))).toEqual([]);
  const orders = await site.rows<{ id: string }>("SELECT 'order:' || number AS id FROM sales_order ORDER BY 1");
  const accounts = await site.rows<{ id: string }>("SELECT DISTINCT 'account:' || customer_number AS id FROM invoice");
  const wanted = [...orders, ...accounts].map((row) => row.id).toSorted();
  await until(
    'a process for each order and each account',
    async () => [...new Set((await processesOf(site)).filter(isOfTrade).map((found) => found.workflowId))].toSorted(),
    (ids) => ids.join() === wanted.join(),
  );
  await expectErrands(site);
  const ill = (await processesOf(site)).filter((found) => !['RUNNING', 'COMPLETED'].includes(found.status));
  expect(ill).toEqual([]);
}

/** A mail that waits for a person has its errand, and no other errand is under way. */
async function expectErrands(site: Site): Promise<void> {
  const waiting = await site.rows<{ id: string }>(
    "SELECT 'mail:' || id AS id FROM outgoing WHERE status IN ('FAILED', 'UNKNOWN') AND kind <> 'dunning-letter'",
  );
  await until(
    'one errand for each mail that waits for a person',
    async () => {
      const ids: string[] = [];
      for await (const { workflowId, status } of site.temporal.workflow.list())
        if (workflowId.startsWith('mail:') && status.name !== 'COMPLETED') ids.push(workflowId);
      return ids.toSorted();
    },
    (ids) =>
      ids.join() ===
      waiting
        .map((row) => row.id)
        .toSorted()
        .join(),
  );
}

export type ProcessRow = {
  readonly workflowId: string;
  readonly type: string;
  readonly status: string;
  readonly events: number;
};

/** A run that a test terminated counts no more: another one has to be there in its place. */
export async function processesOf(site: Site): Promise<readonly ProcessRow[]> {
  const found: ProcessRow[] = [];
  for await (const { workflowId, type, status, historyLength } of site.temporal.workflow.list())
    if (status.name !== 'TERMINATED') found.push({ workflowId, type, status: status.name, events: historyLength });
  return found;
}

/** The house has other processes too: errands of mails, and what runs at night. */
const isOfTrade = ({ type }: ProcessRow): boolean => type === ORDER_WORKFLOW || type === ACCOUNT_WORKFLOW;

export type MailRow = {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly message_id: string;
  readonly round: number;
  readonly losses: number;
  readonly attempts: number;
  readonly order_number: string;
};

export const mailsOf = (site: Site): Promise<readonly MailRow[]> =>
  site.rows<MailRow>(
    `SELECT id, kind, status, message_id, round, attempts, order_number, losses FROM outgoing ORDER BY id`,
  );

/** Waits until no mail is on its way any more. */
export const untilMailsRest = (site: Site): Promise<unknown> =>
  until(
    'the mails to rest',
    async () => (await mailsOf(site)).filter(({ status }) => status === 'QUEUED' || status === 'SENDING'),
    (moving) => moving.length === 0,
  );

/**
 * Copies at the customer's server: of a mail sent exactly one, unless an attempt's fate was not known; then an
 * acknowledgement or invoice may have come twice, with the same Message-ID. Of a letter of dunning never a second.
 */
export async function expectLawfulCopies(site: Site): Promise<void> {
  const copies = groupBy(await site.copies(), (copy) => copy.messageId);
  const mails = await mailsOf(site);
  const counted = mails.map((mail) => ({ ...mail, copies: copies.get(mail.message_id)?.length ?? 0 }));
  const known = new Set(mails.map((mail) => mail.message_id));
  expect([...copies.keys()].filter((messageId) => !known.has(messageId))).toEqual([]);
  expect(counted.filter((mail) => !isLawful(mail))).toEqual([]);
}

function isLawful(mail: MailRow & { readonly copies: number }): boolean {
  const atLeast = mail.status === 'SENT' && mail.round === 1 ? 1 : 0;
  const atMost = mail.kind === 'dunning-letter' ? 1 : 1 + Math.min(mail.losses, 1);
  return mail.copies >= atLeast && mail.copies <= atMost;
}

/** Numbers of a series run from 1 without a gap, and their dates never go back. */
export async function expectGaplessInvoices(site: Site): Promise<number> {
  const rows = await site.rows<{ series: string; sequence: number; issued: string; isFirst: boolean }>(
    `SELECT series, sequence, issue_date::text AS issued, kind = 'invoice' AND replaces IS NULL AS "isFirst" FROM invoice ORDER BY series, sequence`,
  );
  for (const [, invoices] of groupBy(rows, (row) => row.series)) {
    expect(invoices.map((row) => row.sequence)).toEqual(invoices.map((_, index) => index + 1));
    const dates = invoices.map((row) => row.issued);
    expect(dates).toEqual(dates.toSorted());
  }
  return rows.filter(({ isFirst }) => isFirst).length;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
