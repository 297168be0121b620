import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { grpcCode } from '../../api/temporal.js';
import { startAccount } from '../../cli/repair.js';
import { createPrisma } from '../../prisma/client.js';
import { beginBilling } from '../../workflows/billing-messages.js';
import { loadOrderContext } from '../../prisma/queries/order-context.js';
import {
  accountWorkflowId,
  BILLING_WORKFLOW,
  HOUSEKEEPING_WORKFLOW,
  MONTH_ENDS_WORKFLOW,
  PLATFORM_INBOX_WORKFLOW,
  RETENTION_WORKFLOW,
  ORDER_TASK_QUEUE,
  ORDER_WORKFLOW,
  orderWorkflowId,
} from '../../workflows/ids.js';
import type {
  BillingInput,
  HousekeepingInput,
  MonthEndsInput,
  OrderWorkflowInput,
  PlatformInboxInput,
  RetentionInput,
} from '../../contracts/process.js';
import type { InvoiceRow, Site } from '../support/faults.js';
import {
  deliver,
  enterOrder,
  invoicesOf,
  listProduct,
  openAccount,
  orderBody,
  paymentBody,
  readPdf,
  receiveStock,
  settle,
  until,
  untilStage,
} from '../support/faults.js';

/** An order led to just before a step, what then causes the step, and how its life goes on. */
export type Act = {
  /** Texts by which the fault knows this order's work from that of the others. */
  readonly on: readonly string[];
  /** Causes the step; resolves with the order's number once the caller has the answer. */
  readonly strike: () => Promise<string>;
  /** Leads the order to its end. */
  readonly finish: (order: string) => Promise<void>;
};

/** Sets the scene for one crash; `customer` is fresh and belongs to this scene alone. */
export type Scene = {
  readonly set: (site: Site, customer: string) => Promise<Act>;
  /** Deliveries and invoices that the order has in the end, and acknowledgements that went out. */
  readonly expected: {
    readonly deliveries: number;
    readonly acknowledgements: number;
    /** Payments of its invoices; left out: one for each delivery. */
    readonly paid?: number;
  };
};

export const COMMON = 'COMMON';
const plain = { deliveries: 1, acknowledgements: 1 };

const accepted = (site: Site, order: string): Promise<unknown> => untilStage(site, order, 'accepted', 'acknowledged');

/** Ten boxes of what there is plenty of: net 100.00, gross 120.00. */
const enterTen = (site: Site, customer: string, unitPrice?: string): Promise<string> =>
  enterOrder(site, orderBody(site, customer, COMMON, '10', unitPrice));

async function acceptedTen(site: Site, customer: string): Promise<string> {
  const order = await enterTen(site, customer);
  await accepted(site, order);
  return order;
}

async function deliverAndSettle(site: Site, order: string): Promise<void> {
  await accepted(site, order);
  await deliver(site, order);
  await settle(site, order, 1);
}

const post = (site: Site, role: Parameters<Site['insist']>[0], path: string, body: unknown): Promise<unknown> =>
  site.insist(role, path, body);

/** The step is part of entering an order. */
const entering: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    return {
      on: [`"${customer}"`],
      strike: () => enterTen(site, customer),
      finish: (order) => deliverAndSettle(site, order),
    };
  },
};

/** An accepted order, and something that is asked of it. */
const acceptedThen = (
  ask: (site: Site, order: string) => Promise<unknown>,
  finish: (site: Site, order: string) => Promise<void>,
  expected = plain,
): Scene => ({
  expected,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    return {
      on: [order],
      strike: async () => {
        await ask(site, order);
        return order;
      },
      finish: (found) => finish(site, found),
    };
  },
});

/** Held for credit: a limit of 50.00 has no room for 120.00. */
const held: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer, { creditLimit: '50.00' });
    const order = await enterTen(site, customer);
    await untilStage(site, order, 'credit-hold');
    return {
      on: [order],
      strike: async () => {
        await release(site, order);
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

const release = (site: Site, order: string): Promise<unknown> =>
  post(site, 'finance', `/v1/orders/${order}/credit-decisions`, { decision: 'release', reason: 'known for years' });

/** Held for credit until the hold is escalated, four seconds after its entry instead of a day. */
const escalated: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer, { creditLimit: '50.00' });
    return {
      on: ['"kind":"credit-hold"'],
      strike: async () => {
        await site.policy('credit', { escalateAfterHours: 0.001 });
        const order = await enterTen(site, customer);
        await site.policy('credit', { escalateAfterHours: 24 });
        await until(
          `${order} to be escalated`,
          () => site.rows('SELECT 1 FROM work_item WHERE order_number = $1 AND escalations > 0', order),
          (rows) => rows.length === 1,
        );
        await release(site, order);
        return order;
      },
      finish: (order) => deliverAndSettle(site, order),
    };
  },
};

/** 15.00 instead of the list price of 10.00: somebody has to decide who did not enter it. */
const acceptPrice = (site: Site, order: string): Promise<unknown> =>
  post(site, 'manager', `/v1/orders/${order}/discrepancies/1-1/disposition`, {
    disposition: 'accept',
    reason: 'agreed by telephone',
  });

const discrepant: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    return {
      on: [`"${customer}"`],
      strike: () => enterTen(site, customer, '15.00'),
      finish: async (order) => {
        await untilStage(site, order, 'discrepancy-hold');
        await acceptPrice(site, order);
        await deliverAndSettle(site, order);
      },
    };
  },
};

const disposed: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await enterTen(site, customer, '15.00');
    await untilStage(site, order, 'discrepancy-hold');
    return {
      on: [order],
      strike: async () => {
        await acceptPrice(site, order);
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

const amend = (site: Site, order: string): Promise<unknown> =>
  post(site, 'sales', `/v1/orders/${order}/amendments`, {
    reason: 'eight will do',
    lines: [{ lineNo: 1, product: COMMON, quantity: '8', unitPrice: '10.00', requestedDate: site.today }],
  });

const amended = acceptedThen(amend, deliverAndSettle, { deliveries: 1, acknowledgements: 2 });

const cancelled = acceptedThen(
  (site, order) =>
    post(site, 'sales', `/v1/orders/${order}/cancellations`, {
      reason: 'four are not needed',
      lines: [{ lineNo: 1, quantity: '4' }],
    }),
  async (site, order) => {
    await deliver(site, order);
    await settle(site, order, 1);
  },
);

const delivering = acceptedThen(deliver, (site, order) => settle(site, order, 1));

/** The step is part of the payment: the money is taken, the order ends. */
const paying = acceptedThen(
  async (site, order) => {
    await deliver(site, order);
    await settle(site, order, 1);
  },
  (site, order) => settle(site, order, 1),
);

/** Paid as soon as the invoice is on record, whatever has become of the worker that wrote it. */
const invoicing = acceptedThen(
  (site, order) => Promise.all([deliver(site, order), settle(site, order, 1)]),
  (site, order) => settle(site, order, 1),
);

const thirdInAdvance = {
  kind: 'percent',
  percent: '30.00',
  terms: { kind: 'net', days: 8 },
  blocksDelivery: true,
} as const;

/** Ten boxes of which a third is paid before; 36.00 of 120.00 at the list price. */
const enterDeposited = (site: Site, customer: string, unitPrice?: string): Promise<string> =>
  enterOrder(site, { ...orderBody(site, customer, COMMON, '10', unitPrice), deposit: thirdInAdvance });

const depositOf = async (site: Site, order: string): Promise<string> => {
  const found = await until(
    `a deposit invoice of ${order}`,
    () =>
      site.rows<{ number: string }>(`SELECT number FROM invoice WHERE order_number = $1 AND kind = 'deposit'`, order),
    (rows) => rows.length === 1,
  );
  return found[0]?.number ?? '';
};

async function payDeposit(site: Site, customer: string, order: string, amount: string): Promise<void> {
  const invoice = await depositOf(site, order);
  await post(site, 'finance', '/v1/payments', paymentBody(site, customer, amount, [{ invoice, amount }]));
}

/** Dearer than listed, so that somebody accepts it first: its deposit invoice, 54.00 of 180.00, follows by itself. */
const depositing: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await enterDeposited(site, customer, '15.00');
    await untilStage(site, order, 'discrepancy-hold');
    return {
      on: [order],
      strike: async () => {
        await acceptPrice(site, order);
        return order;
      },
      finish: async (found) => {
        await payDeposit(site, customer, found, '54.00');
        await deliverAndSettle(site, found);
      },
    };
  },
};

/** Two boxes have left, 24.00 of the deposit's 36.00; the others are cancelled, and the rest of the deposit is credited. */
const depositOver: Scene = {
  expected: { ...plain, paid: 0 },
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await enterDeposited(site, customer);
    await payDeposit(site, customer, order, '36.00');
    await deliver(site, order, '2');
    await invoicesOf(site, order, 1);
    return {
      on: [order],
      strike: async () => {
        await post(site, 'sales', `/v1/orders/${order}/cancellations`, { reason: 'two will do' });
        return order;
      },
      finish: async (found) => void (await untilStage(site, found, 'settled')),
    };
  },
};

/** Six of ten are there; the rest comes with a receipt. */
const backordered: Scene = {
  expected: { deliveries: 2, acknowledgements: 1 },
  set: async (site, customer) => {
    await openAccount(site, customer);
    const product = await listProduct(site, `RARE-${customer}`, '6');
    const order = await enterOrder(site, orderBody(site, customer, product, '10'));
    await accepted(site, order);
    await deliver(site, order, '6');
    await invoicesOf(site, order, 1);
    return {
      on: [order],
      strike: async () => {
        await receiveStock(site, product, '20');
        return order;
      },
      finish: async (found) => {
        await deliver(site, found, '4');
        await settle(site, found, 2);
      },
    };
  },
};

const proved: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    const { number } = await deliver(site, order);
    await invoicesOf(site, order, 1);
    return {
      on: [number],
      strike: async () => {
        const proof = { receivedBy: 'Quai 3', receivedAt: new Date().toISOString() };
        await post(site, 'logistics', `/v1/deliveries/${number}/proof`, proof);
        return order;
      },
      finish: (found) => settle(site, found, 1),
    };
  },
};

/** A proof of receipt, and somebody who reads the signed note before anybody rendered it. */
const readProof: Scene = {
  expected: plain,
  set: async (site, customer) => {
    const { strike, on, finish } = await proved.set(site, customer);
    return {
      on,
      strike: async () => {
        const order = await strike();
        await readPdf(site, `/v1/deliveries/${on.join()}/note.pdf`);
        return order;
      },
      finish,
    };
  },
};

/** Payable at once and dunned at once: level 1 falls due on the day of the invoice. */
const dueAtOnce = (on: (customer: string) => readonly string[]): Scene => ({
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer, { terms: { kind: 'net', days: 0 } });
    const order = await acceptedTen(site, customer);
    return {
      on: on(customer),
      strike: async () => {
        await deliver(site, order);
        return order;
      },
      finish: async (found) => {
        await untilLettersRest(site, found);
        await settle(site, found, 1);
      },
    };
  },
});

/** An account that somebody terminated, started again as reconcile --repair does. */
const resumed: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    await deliver(site, order);
    const [invoice] = await invoicesOf(site, order, 1);
    if (invoice === undefined) throw new Error(`${order} has no invoice`);
    await site.temporal.workflow.getHandle(accountWorkflowId(customer)).terminate('the test ends it');
    return {
      on: [`"${customer}"`],
      strike: async () => {
        const prisma = createPrisma(site.stack.databaseUrl, { poolSize: 1 });
        await startAccount({ client: site.temporal, prisma }, customer);
        await prisma.$disconnect();
        return order;
      },
      finish: (found) => settle(site, found, 1),
    };
  },
};

/** An order whose workflow is lost: another run takes it up with its number and policies, and reads the rest. */
const rebuilt: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    await deliver(site, order);
    await invoicesOf(site, order, 1);
    await site.temporal.workflow.getHandle(orderWorkflowId(order)).terminate('the test ends it');
    return {
      on: [order],
      strike: async () => {
        const prisma = createPrisma(site.stack.databaseUrl, { poolSize: 1 });
        const { policies } = await loadOrderContext(prisma, { customer, products: [] });
        await prisma.$disconnect();
        const input = { schemaVersion: 1, orderNumber: order, customerNumber: customer, policies } as const;
        await site.temporal.workflow.start(ORDER_WORKFLOW, {
          workflowId: orderWorkflowId(order),
          taskQueue: ORDER_TASK_QUEUE,
          args: [input satisfies OrderWorkflowInput],
        });
        return order;
      },
      finish: (found) => settle(site, found, 1),
    };
  },
};

/** A letter whose fate nobody knows: the server takes it and hangs up; then finance says that it arrived. */
const resolved: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer, { terms: { kind: 'net', days: 0 } });
    const order = await acceptedTen(site, customer);
    const hangsUp = { stage: 'data', to: accountsOf(customer), action: { kind: 'drop', keep: true } } as const;
    const step = await site.smtpDuring(hangsUp, async () => {
      await deliver(site, order);
      return untilUnknown(site, order);
    });
    return {
      on: [`"step":"${step.id}"`],
      strike: async () => {
        await resolveStep(site, step, 'was-sent');
        return order;
      },
      finish: async (found) => {
        await untilLettersRest(site, found);
        await settle(site, found, 1);
      },
    };
  },
};

/** An acknowledgement that the customer's server refused for good, until sales has it sent again. */
const refusedMail: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const refusing = {
      stage: 'rcpt',
      to: ordersOf(customer),
      action: { kind: 'refuse', code: 550, message: 'full' },
    } as const;
    const order = await site.smtpDuring(refusing, async () => {
      const number = await acceptedTen(site, customer);
      await untilMail(site, `acknowledgement:${number}:1`, 'FAILED');
      return number;
    });
    return {
      on: [order],
      strike: async () => {
        const path = `/v1/mails/${encodeURIComponent(`acknowledgement:${order}:1`)}/resolution`;
        await post(site, 'sales', path, { resolution: 'send-again', reason: 'the mailbox has room again' });
        return order;
      },
      finish: async (found) => {
        await untilMail(site, `acknowledgement:${found}:1`, 'SENT', 'UNKNOWN');
        await deliverAndSettle(site, found);
      },
    };
  },
};

/** The same once the order has settled: its errand is all that is left of it. */
const refusedMailOfSettled: Scene = {
  expected: plain,
  set: async (site, customer) => {
    const act = await refusedMail.set(site, customer);
    const [order = ''] = act.on;
    await deliver(site, order);
    await settle(site, order, 1);
    return {
      ...act,
      finish: async (found) => {
        await untilMail(site, `acknowledgement:${found}:1`, 'SENT', 'UNKNOWN');
      },
    };
  },
};

const untilMail = (site: Site, id: string, ...statuses: readonly string[]): Promise<unknown> =>
  until(
    `${id} to be ${statuses.join(' or ')}`,
    async () => (await site.rows<{ status: string }>('SELECT status FROM outgoing WHERE id = $1', id))[0]?.status ?? '',
    (status) => statuses.includes(status),
  );

export type StepRow = {
  readonly id: string;
  readonly invoice_number: string;
  readonly level: string;
  readonly status: string;
  /** Of the letter that lists it. */
  readonly letter_id: string | null;
  readonly mail_status: string | null;
};

export const stepsOf = (site: Site, order: string): Promise<readonly StepRow[]> =>
  site.rows<StepRow>(
    `SELECT s.id, s.invoice_number, s.level, s.letter_id, m.status AS mail_status,
       CASE WHEN m.status IN ('QUEUED', 'SENDING') THEN 'DUE' ELSE COALESCE(m.status, 'DONE') END AS status
     FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number LEFT JOIN outgoing m ON m.id = s.letter_id
     WHERE i.order_number = $1 ORDER BY s.sequence`,
    order,
  );

export async function untilUnknown(site: Site, order: string): Promise<StepRow> {
  const steps = await until(
    `an UNKNOWN letter of ${order}`,
    () => stepsOf(site, order),
    (rows) => rows.some((row) => row.status === 'UNKNOWN'),
  );
  const unknown = steps.find((row) => row.status === 'UNKNOWN');
  if (unknown === undefined) throw new Error('no UNKNOWN step');
  return unknown;
}

/** Says what became of a letter. */
export async function resolveStep(site: Site, step: StepRow, resolution: 'was-sent' | 'send-again'): Promise<void> {
  await post(site, 'finance', `/v1/dunning-steps/${step.id}/resolution`, { resolution, reason: 'asked the customer' });
}

/** Waits until the letter is sent; where nobody knows a letter's fate, finance finds out from the customer. */
async function untilLettersRest(site: Site, order: string): Promise<void> {
  await until(
    `the letters of ${order}`,
    async () => {
      const steps = await stepsOf(site, order);
      for (const step of steps.filter((row) => row.status === 'UNKNOWN')) await resolveUnknown(site, step);
      return steps.map((step) => step.status).join();
    },
    (statuses) => statuses === 'SENT',
  );
}

async function resolveUnknown(site: Site, step: StepRow): Promise<void> {
  const messageId = `<${(step.letter_id ?? '').replaceAll(':', '.')}@encours.example>`;
  const arrived = (await site.copies()).some((copy) => copy.messageId === messageId);
  await resolveStep(site, step, arrived ? 'was-sent' : 'send-again');
}

const headerOf = (kind: string): string => `X-Encours-Mail: ${kind}:`;
const ordersOf = (customer: string): string => `orders@${customer.toLowerCase()}.example`;
const accountsOf = (customer: string): string => `accounts@${customer.toLowerCase()}.example`;

const mailTo = (kind: string, recipient: (customer: string) => string, base: Scene): Scene => ({
  expected: base.expected,
  set: async (site, customer) => ({
    ...(await base.set(site, customer)),
    on: [headerOf(kind), recipient(customer)],
  }),
});

/** The second acknowledgement of an amended order: its mail is known by name before it exists. */
const acknowledgedAgain: Scene = {
  expected: amended.expected,
  set: async (site, customer) => {
    const act = await amended.set(site, customer);
    return { ...act, on: [`acknowledgement:${act.on[0] ?? ''}:2`] };
  },
};

const mailScenes: readonly Scene[] = [
  mailTo('acknowledgement', ordersOf, entering),
  mailTo('invoice', accountsOf, delivering),
  mailTo(
    'dunning-letter',
    accountsOf,
    dueAtOnce(() => []),
  ),
];

/** The night's work falls into an order's life, and leaves its keys alone: they are young. */
const cleaned: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    // A number of this scene alone, by which the fault knows it: the one of its customer.
    const keyLifeDays = 3_650 + Number(/\d+$/.exec(customer)?.[0] ?? 0);
    await site.rows(
      `INSERT INTO idempotency_key (id, principal, route, key, body_hash, created_at)
       VALUES (gen_random_uuid(), $1, 'POST /v1/orders', $1, '', now() - make_interval(days => $2))`,
      customer,
      keyLifeDays + 2,
    );
    return {
      on: [`"lifeDays":${keyLifeDays}`],
      strike: async () => {
        await site.temporal.workflow.execute(HOUSEKEEPING_WORKFLOW, {
          workflowId: `${HOUSEKEEPING_WORKFLOW}:${customer}`,
          taskQueue: ORDER_TASK_QUEUE,
          args: [{ schemaVersion: 2, keyLifeDays, seals: false } satisfies HousekeepingInput],
        });
        const left = await site.rows('SELECT 1 FROM idempotency_key WHERE principal = $1', customer);
        if (left.length > 0) throw new Error(`an old key of ${customer} was left`);
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** The hour's seal falls into an order's life. */
const sealed: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    const workflowId = `${HOUSEKEEPING_WORKFLOW}:sealing:${customer}`;
    return {
      on: [workflowId],
      strike: async () => {
        await site.temporal.workflow.execute(HOUSEKEEPING_WORKFLOW, {
          workflowId,
          taskQueue: ORDER_TASK_QUEUE,
          args: [{ schemaVersion: 2, keyLifeDays: null, seals: true } satisfies HousekeepingInput],
        });
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** The night's retention falls into an order's life, and leaves what is of it alone: it is young. */
const retained: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    // A number of this scene alone, by which the fault knows it: the one of its customer.
    const days = 3_650 + Number(/\d+$/.exec(customer)?.[0] ?? 0);
    await site.rows(
      `INSERT INTO work_item (id, kind, role, status, facts, customer_number, done_at)
       VALUES ('allocation:old-' || $1, 'allocation', 'finance', 'done', '{}', $1, now() - make_interval(days => $2))`,
      customer,
      days + 2,
    );
    await site.rows(
      `INSERT INTO session (id, principal_id, method, opened_at, last_seen_at, ends_at, address, agent)
       SELECT gen_random_uuid(), $1, 'password', old, old, old, '::1', '' FROM (SELECT now() - make_interval(days => $2) AS old) AS s`,
      customer,
      days + 2,
    );
    return {
      on: [`"lifeDays":${days}`],
      strike: async () => {
        await site.temporal.workflow.execute(RETENTION_WORKFLOW, {
          workflowId: `${RETENTION_WORKFLOW}:${customer}`,
          taskQueue: ORDER_TASK_QUEUE,
          args: [{ schemaVersion: 1, terms: { mails: days, worklist: days, sessions: days } } satisfies RetentionInput],
        });
        const left = await site.rows(
          `SELECT 1 FROM work_item WHERE id = 'allocation:old-' || $1 UNION ALL SELECT 1 FROM session WHERE principal_id = $1`,
          customer,
        );
        if (left.length > 0) throw new Error(`what is past its time of ${customer} was left`);
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** A message of the platform is read while an order goes on: kept, and read once, whatever happens. */
const messageRead: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    return {
      on: ['[]'],
      strike: async () => {
        await site.rows(
          `INSERT INTO platform_message (sha256, transport, name, content)
           VALUES (encode(sha256(convert_to($1, 'UTF8')), 'hex'), 'http', $1, convert_to($1, 'UTF8')) RETURNING name`,
          customer,
        );
        await site.temporal.workflow.execute(PLATFORM_INBOX_WORKFLOW, {
          workflowId: `${PLATFORM_INBOX_WORKFLOW}:${customer}`,
          taskQueue: ORDER_TASK_QUEUE,
          args: [{ schemaVersion: 1 } satisfies PlatformInboxInput],
        });
        const read = await site.rows(`SELECT 1 FROM platform_message WHERE name = $1 AND found = 'unread'`, customer);
        if (read.length !== 1) throw new Error(`the message for ${customer} was not read`);
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** The months that are due are looked for while an order goes on. */
const monthsLookedFor: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    return {
      on: ['"now"'],
      strike: async () => {
        await site.temporal.workflow.execute(MONTH_ENDS_WORKFLOW, {
          workflowId: `${MONTH_ENDS_WORKFLOW}:${customer}`,
          taskQueue: ORDER_TASK_QUEUE,
          args: [{ schemaVersion: 1 } satisfies MonthEndsInput],
        });
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** A month is made by hand, of a year of this scene alone: one version with both files, and one mail, of unknown fate after two deaths. */
const monthMade = (on: (month: string) => string): Scene => ({
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    const number = Number(/\d+$/.exec(customer)?.[0] ?? 0);
    const month = `${2001 + Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
    return {
      on: [on(month)],
      strike: async () => {
        await site.insist('manager', '/v1/month-ends', { month, reason });
        return order;
      },
      finish: async (found) => {
        await deliverAndSettle(site, found);
        await until(
          `the month end of ${month}`,
          () =>
            site.rows(
              `SELECT (SELECT count(*)::int FROM month_end WHERE month = $1) AS versions,
                 (SELECT count(*)::int FROM document_file f JOIN document d ON d.id = f.document_id WHERE d.number = $1) AS files,
                 (SELECT string_agg(status, ',') FROM outgoing WHERE kind = 'month-end' AND documents[1] = 'month-end:' || $1 || ':1') AS mails`,
              month,
            ),
          ([row]) => ['SENT', 'UNKNOWN'].some((mails) => isDeepStrictEqual(row, { versions: 1, files: 2, mails })),
        );
      },
    };
  },
});

/** An invoice of 120.00 on the account, something that came before, and what is then asked of the account. */
const onAccount = (
  prepare: (site: Site, invoice: InvoiceRow, order: string) => Promise<() => Promise<unknown>>,
): Scene => ({
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    await deliver(site, order);
    const [invoice] = await invoicesOf(site, order, 1);
    if (invoice === undefined) throw new Error(`${order} has no invoice`);
    const ask = await prepare(site, invoice, order);
    return {
      on: [`"${customer}"`],
      strike: async () => {
        await ask();
        return order;
      },
      finish: (found) => settle(site, found, 1),
    };
  },
});

const reason = 'a scene';

/** 20.00 of the invoice are paid. */
const paidInPart = (site: Site, { number, customer_number: customer }: InvoiceRow): Promise<{ id: string }> =>
  site.insist('finance', '/v1/payments', paymentBody(site, customer, '20.00', [{ invoice: number, amount: '20.00' }]));

const takenBack = onAccount(async (site, invoice) => {
  const { id } = await paidInPart(site, invoice);
  return () => post(site, 'finance', `/v1/payments/${id}/allocations/1/reversal`, { reason });
});

/** All of it is paid and the order has ended; the money is taken back, and it ends once more. */
const reopened = onAccount(async (site, { number, customer_number: customer }, order) => {
  const all = [{ invoice: number, amount: '120.00' }];
  const { id } = await site.insist<{ id: string }>(
    'finance',
    '/v1/payments',
    paymentBody(site, customer, '120.00', all),
  );
  await untilStage(site, order, 'settled');
  return () => post(site, 'finance', `/v1/payments/${id}/allocations/1/reversal`, { reason });
});

const returned = onAccount(async (site, invoice) => {
  const { id } = await paidInPart(site, invoice);
  const back = { ...paymentBody(site, invoice.customer_number, '-20.00', []), returns: id };
  return () => post(site, 'finance', '/v1/payments', back);
});

const writtenOff = onAccount((site, { number }) =>
  Promise.resolve(() => post(site, 'finance', `/v1/invoices/${number}/write-offs`, { amount: '20.00', reason })),
);

const oneBox = { scope: 'lines', lines: [{ lineNo: 1, quantity: '1' }], reason: 'QTE_ERR' };

const credited = onAccount((site, { number }) =>
  Promise.resolve(() => post(site, 'finance', `/v1/invoices/${number}/credit-notes`, oneBox)),
);

const missing = { kind: 'short', lines: [{ lineNo: 1, quantity: '1' }], description: reason };

const complaintIs = (site: Site, number: string, what: string): Promise<unknown> =>
  until(
    `complaint ${number} is ${what}`,
    () => site.rows(`SELECT status || ' ' || escalations AS is FROM complaint WHERE number = $1`, number),
    ([row]) => (row as { is?: string } | undefined)?.is === what,
  );

/** Ten boxes are delivered and invoiced, and the customer finds one missing. */
async function soldTen(site: Site, customer: string) {
  await openAccount(site, customer);
  const order = await acceptedTen(site, customer);
  const { number: delivery } = await deliver(site, order);
  await invoicesOf(site, order, 1);
  const complain = (more: object = {}) =>
    site.insist<{ number: string }>('sales', '/v1/complaints', { about: { delivery }, ...missing, ...more });
  return { order, complain };
}

/** A credit note of the missing box, as the outcome of the complaint. */
const complaintCredited: Scene = {
  expected: plain,
  set: async (site, customer) => {
    const { order, complain } = await soldTen(site, customer);
    const { number } = await complain();
    return {
      on: [number],
      strike: async () => {
        await post(site, 'finance', `/v1/complaints/${number}/credit-note`, { credit: oneBox, reason });
        return order;
      },
      finish: async (found) => {
        await complaintIs(site, number, 'closed 0');
        await settle(site, found, 1);
      },
    };
  },
};

/** It is opened, and somebody has something to say about it. */
const complaintTakenUp: Scene = {
  expected: plain,
  set: async (site, customer) => {
    const { order, complain } = await soldTen(site, customer);
    let number = '';
    return {
      on: ['"RCL-'],
      strike: async () => {
        ({ number } = await complain());
        return order;
      },
      finish: async (found) => {
        await post(site, 'sales', `/v1/complaints/${number}/withdrawal`, { reason });
        await complaintIs(site, number, 'withdrawn 0');
        await settle(site, found, 1);
      },
    };
  },
};

/** Its time passes as it is opened: nobody answers for it, so the managers are told, once. */
const complaintEscalated: Scene = {
  expected: plain,
  set: async (site, customer) => {
    const { order, complain } = await soldTen(site, customer);
    let number = '';
    return {
      on: ['"told":"owner"'],
      strike: async () => {
        ({ number } = await complain({ dueAt: new Date().toISOString() }));
        return order;
      },
      finish: async (found) => {
        await complaintIs(site, number, 'open 1');
        await settle(site, found, 1);
      },
    };
  },
};

/** All of the invoice is paid, and one box of it credited after that: 12.00 are ours to give. */
async function toGive(site: Site, { number, customer_number: customer }: InvoiceRow) {
  const body = paymentBody(site, customer, '120.00', [{ invoice: number, amount: '120.00' }]);
  const { id } = await site.insist<{ id: string }>('finance', '/v1/payments', body);
  const path = `/v1/invoices/${number}/credit-notes`;
  const { creditNote } = await site.insist<{ creditNote: string }>('finance', path, oneBox);
  return { payment: id, creditNote };
}

const paidOut = onAccount(async (site, invoice) => {
  const { creditNote } = await toGive(site, invoice);
  const out = { ...paymentBody(site, invoice.customer_number, '-12.00', []), refunds: creditNote };
  return () => post(site, 'finance', '/v1/payments', out);
});

/** The money of the invoice is taken back, and what the credit note has left goes to it. */
const setOff = onAccount(async (site, invoice) => {
  const { payment, creditNote } = await toGive(site, invoice);
  await post(site, 'finance', `/v1/payments/${payment}/allocations/1/reversal`, { reason });
  return () => post(site, 'finance', `/v1/invoices/${creditNote}/applications`, { order: 'oldest-first' });
});

const atNine = { form: 'credit-and-invoice', reason: 'PU_ERR', lines: [{ lineNo: 1, unitPrice: '9.00' }] };

const putRight = onAccount((site, { number }) =>
  Promise.resolve(() => post(site, 'finance', `/v1/invoices/${number}/corrections`, atNine)),
);

/** More than one person may give waits for a second one, who grants it. */
const granted = onAccount(async (site, { number }) => {
  await site.rows(
    `UPDATE policy SET body = body || '{"creditApprovalAmount":"10.00"}' WHERE kind = 'credit' RETURNING kind`,
  );
  const { request } = await site.insist<{ request: string }>('finance', `/v1/invoices/${number}/credit-notes`, oneBox);
  await site.rows(`UPDATE policy SET body = body - 'creditApprovalAmount' WHERE kind = 'credit' RETURNING kind`);
  return () => post(site, 'manager', `/v1/credit-requests/${request}/decision`, { decision: 'grant', reason });
});

/** All is paid and put right for less, so that the credit is set off against the right invoice; that is taken back. */
const setOffUndone = onAccount(async (site, { number, customer_number: customer }, order) => {
  await site.insist(
    'finance',
    '/v1/payments',
    paymentBody(site, customer, '120.00', [{ invoice: number, amount: '120.00' }]),
  );
  await untilStage(site, order, 'settled');
  const { credit } = await site.insist<{ credit: { creditNote: string } }>(
    'finance',
    `/v1/invoices/${number}/corrections`,
    atNine,
  );
  await untilStage(site, order, 'settled');
  return () => post(site, 'finance', `/v1/invoices/${credit.creditNote}/applications/1/reversal`, { reason });
});

const waived = onAccount(async (site, { number, customer_number: customer }) => {
  const claim = `${number}:1:interest`;
  await site.rows(
    `WITH raised AS (
       INSERT INTO claim (id, customer_number, invoice_number, instalment, kind, currency, amount, open, raised_on, step_id)
       VALUES ($1, $2, $3, 1, 'interest', 'EUR', 1.35, 1.35, $4::date, 'a letter') RETURNING id)
     INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, claim_id, amount, on_date, actor, role, request_id)
     VALUES ('claim:' || $1, $2, 'EUR', 'claim-raised', 'claim', $3, 1, $1, 1.35, $4::date, 'encours', 'system', 'a letter')`,
    claim,
    customer,
    number,
    site.today,
  );
  return () => post(site, 'finance', `/v1/claims/${claim}/waiver`, { reason });
});

const holdsOf = (customer: string): string => `/v1/customers/${customer}/dunning-holds`;

const dunningHeld = onAccount((site, { number, customer_number: customer }) =>
  Promise.resolve(() => post(site, 'finance', holdsOf(customer), { invoice: number, reason })),
);

const holdLifted = onAccount(async (site, { number, customer_number: customer }) => {
  const body = { invoice: number, reason };
  const { id } = await site.insist<{ id: string }>('finance', holdsOf(customer), body);
  return () => post(site, 'finance', `${holdsOf(customer)}/${id}/lift`, { reason });
});

/** Under a credit stop, and released by finance. */
const releasedFromStop: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    await site.rows(
      `UPDATE customer SET credit_stop = true, credit_stops = 1, credit_stop_reason = $2 WHERE number = $1 RETURNING number`,
      customer,
      JSON.stringify({ kind: 'manual', by: 'finance', reason }),
    );
    return {
      on: [order],
      strike: async () => {
        await post(site, 'finance', `/v1/orders/${order}/delivery-releases`, { reason });
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

const FAILED_PRECONDITION = 9;

/** Asks again where the server takes no update since a workflow task of the run was lost three times, as the API does. */
const untilTaken = (what: string, ask: () => Promise<unknown>): Promise<unknown> =>
  until(
    `${what} to take an update`,
    () =>
      ask().then(
        () => null,
        (error: unknown) => {
          if (grpcCode(error) !== FAILED_PRECONDITION) throw error;
          return grpcCode(error);
        },
      ),
    (refusal) => refusal === null,
  );

/** What a customer has had in the month is billed by hand: its delivery is on one invoice, which the account sends. */
const billed: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer, { billing: { kind: 'period', every: 'monthly' } });
    const order = await acceptedTen(site, customer);
    await deliver(site, order);
    await untilStage(site, order, 'delivered');
    const workflowId = `${BILLING_WORKFLOW}:${customer}`;
    return {
      on: [workflowId],
      strike: async () => {
        const actor = { principal: 'finance', role: 'finance', requestId: workflowId } as const;
        const input: BillingInput = { schemaVersion: 1, from: 'request', after: null, done: 0, invoices: 0 };
        await untilTaken(workflowId, () =>
          site.temporal.workflow.executeUpdateWithStart(beginBilling, {
            args: [{ actor, upTo: site.today, customer }],
            updateId: workflowId,
            startWorkflowOperation: new WithStartWorkflowOperation(BILLING_WORKFLOW, {
              workflowId,
              taskQueue: ORDER_TASK_QUEUE,
              args: [input],
              workflowIdConflictPolicy: 'USE_EXISTING',
            }),
          }),
        );
        await site.temporal.workflow.getHandle(workflowId).result();
        return order;
      },
      finish: (found) => settle(site, found, 1),
    };
  },
};

/** The books of another system, uploaded by an API that ended before it told anybody; whoever looks at them has them read. */
const movedIn: Scene = {
  expected: plain,
  set: async (site, customer) => {
    await openAccount(site, customer);
    const order = await acceptedTen(site, customer);
    const id = randomUUID();
    const actor = { principal: 'admin', role: 'admin', requestId: id };
    const product = `MOVED-${customer}`;
    const rows = {
      products: [
        { number: product, name: 'Vis', unit: 'piece', currency: 'EUR', taxClass: 'standard', listPrice: '1.00' },
      ],
      stock: [{ product, quantity: '7' }],
    };
    await site.rows(
      `INSERT INTO move_in_work (id, status, as_of, actor, created_by) VALUES ($1::uuid, 'looking', $2::date, $3::jsonb, 'admin')`,
      id,
      site.today,
      JSON.stringify(actor),
    );
    await site.rows(
      `INSERT INTO move_in_file (move_in_id, name, content) VALUES ($1::uuid, 'books.json', convert_to($2, 'UTF8'))`,
      id,
      JSON.stringify(rows),
    );
    const reached = (status: string): Promise<unknown> =>
      until(
        `the move-in is ${status}`,
        async () =>
          (JSON.parse((await site.ask({ role: 'admin', path: `/v1/move-ins/${id}` })).text) as { status?: string })
            .status,
        (found) => found === status,
      );
    return {
      on: [`"${id}"`],
      strike: async () => {
        await reached('ready');
        await post(site, 'admin', `/v1/move-ins/${id}/sign-off`, { stock: '7', money: [] });
        await reached('done');
        await post(site, 'admin', `/v1/move-ins/${id}/undoing`, { reason: 'a rehearsal' });
        await reached('undone');
        return order;
      },
      finish: (found) => deliverAndSettle(site, found),
    };
  },
};

/** The scenes in which each step happens, by the name of its activity, and around the mail's DATA. */
export const scenes: Readonly<Record<string, readonly Scene[]>> = {
  recordOrder: [entering, discrepant],
  readOrder: [rebuilt],
  clearOrder: [held],
  recordCreditDecision: [held],
  recordDeliveryRelease: [releasedFromStop],
  escalateHold: [escalated],
  recordDisposition: [disposed],
  recordAmendment: [amended],
  recordCancellation: [cancelled],
  promiseAgain: [backordered],
  recordDelivery: [delivering],
  recordProof: [proved],
  takeUpComplaint: [complaintTakenUp],
  recordComplaintAct: [complaintCredited],
  creditComplaint: [complaintCredited],
  escalateComplaint: [complaintEscalated],
  renderDocuments: [readProof, monthMade((month) => `month-end:${month}:1`)],
  workOnMoveIn: [movedIn],
  recordInvoice: [invoicing],
  beginBilling: [billed],
  readBillingPage: [billed],
  billCustomer: [billed],
  recordDeposit: [depositing],
  recordDepositOver: [depositOver],
  recordAllocations: [{ ...paying, set: byCustomer(paying) }],
  recordReversal: [takenBack, reopened],
  recordReturn: [returned],
  recordWriteOff: [writtenOff],
  recordCreditNote: [credited],
  recordApplication: [setOff],
  recordApplicationReversal: [setOffUndone],
  recordCorrection: [putRight],
  recordCreditRequestDecision: [granted],
  recordRefund: [paidOut],
  recordClaimWaiver: [waived],
  recordHold: [dunningHeld],
  recordHoldLift: [holdLifted],
  settleOrder: [paying],
  readAccountAgenda: [resumed],
  recordDunningRun: [dueAtOnce((customer) => [`"${customer}"`])],
  recordDunningResolution: [resolved],
  recordMailResolution: [refusedMail, refusedMailOfSettled],
  takePlatformMessages: [messageRead],
  readMonthsDue: [monthsLookedFor],
  recordMonthEnd: [monthMade((month) => `"${month}"`)],
  deleteOldKeys: [cleaned],
  sealAudit: [sealed],
  reduceMails: [retained],
  forgetWork: [retained],
  forgetSessions: [retained],
  sendMail: [acknowledgedAgain, monthMade((month) => `month-end:${month}:1`)],
  smtp: mailScenes,
};

function byCustomer(scene: Scene): Scene['set'] {
  return async (site, customer) => ({ ...(await scene.set(site, customer)), on: [`"${customer}"`] });
}
