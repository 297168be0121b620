import pg from 'pg';
import { hasEnded } from '../../domain/order-stages.js';
import { stageList } from '../stages.js';

/** What a workflow is to look after: an order, the account of a customer, or a complaint. */
export type ProcessRow = {
  /** Number of the order, the customer or the complaint. */
  readonly number: string;
  readonly kind: 'order' | 'account' | 'complaint';
  /** Not closed, or something is unpaid: its workflow has to run. */
  readonly open: boolean;
};

/** A mail that is not over and that no open order or account looks after. */
export type LooseMail = {
  readonly id: string;
  readonly status: string;
  readonly orderNumber: string | null;
  readonly customerNumber: string | null;
  /** Still to be sent: then its order's or its customer's workflow may be about to. Null: it waits for a person. */
  readonly sender: { readonly number: string; readonly kind: 'order' | 'account' } | null;
};

/** An order of which everything is delivered, invoiced and paid, and that is open. */
export type PaidOrder = { readonly orderNumber: string; readonly invoices: readonly string[] };

export type ProcessRows = {
  readonly rows: readonly ProcessRow[];
  readonly mails: readonly LooseMail[];
  readonly paid: readonly PaidOrder[];
};

const ended = stageList(hasEnded);

const processRows = `
  SELECT number, 'order' AS kind, stage NOT IN (${ended}) AS open FROM sales_order
  UNION ALL SELECT number, 'account', EXISTS (SELECT FROM receivable r WHERE r.customer_number = c.number AND r.open > 0) FROM customer c
  WHERE EXISTS (SELECT FROM invoice i WHERE i.customer_number = c.number) OR EXISTS (SELECT FROM payment p WHERE p.customer_number = c.number)
  UNION ALL SELECT number, 'complaint', ended_on IS NULL FROM complaint
  ORDER BY 2, 1`;

/** Looked after by the account: what a run billed is of no order's process. */
const ofAccount = `(m.kind IN ('dunning-report', 'credit-note', 'invoice-status') OR m.kind = 'invoice' AND m.order_number IS NULL)`;

const looseMails = `
  SELECT m.id, m.status, m.order_number AS "orderNumber", m.customer_number AS "customerNumber",
    CASE WHEN m.status IN ('FAILED', 'UNKNOWN') OR m.kind IN ('month-end', 'quote', 'statement', 'complaint-reminder') THEN NULL
      WHEN ${ofAccount} THEN jsonb_build_object('kind', 'account', 'number', m.customer_number)
      ELSE jsonb_build_object('kind', 'order', 'number', m.order_number) END AS sender
  FROM outgoing m LEFT JOIN sales_order o ON o.number = m.order_number
  WHERE m.kind <> 'dunning-letter' AND CASE
    WHEN m.status IN ('FAILED', 'UNKNOWN') THEN m.claimed_at < now() - $1 * interval '1 ms'
    WHEN m.status NOT IN ('QUEUED', 'SENDING') OR m.created_at >= now() - $1 * interval '1 ms' THEN false
    WHEN m.kind IN ('month-end', 'quote', 'statement', 'complaint-reminder') THEN true
    WHEN ${ofAccount} THEN NOT EXISTS (SELECT FROM receivable r WHERE r.customer_number = m.customer_number AND r.open > 0)
    ELSE o.stage IN (${ended}) END
  ORDER BY m.id`;

const paidOrders = `
  SELECT o.number AS "orderNumber", jsonb_agg(r.invoice_number ORDER BY r.invoice_number) AS invoices
  FROM sales_order o JOIN invoice_order i ON i.order_number = o.number JOIN receivable r ON r.invoice_number = i.invoice_number
  WHERE o.stage = 'delivered' AND NOT EXISTS (SELECT FROM delivery d
    WHERE d.order_number = o.number AND EXISTS (SELECT FROM delivery_line n WHERE n.delivery_number = d.number AND n.invoiced + n.credited < n.quantity))
  GROUP BY o.number
  HAVING bool_and(r.open <= 0) AND NOT bool_or(EXISTS (SELECT FROM ledger_entry a
    WHERE a.invoice_number = r.invoice_number AND a.created_at >= now() - $1 * interval '1 ms'))
  ORDER BY o.number`;

/**
 * Every order and every customer's account on record, with whether something is still to be done for it, and what may have been left
 * by processes that ended too early.
 * @param graceMs what happened less than this ago may still be under way
 */
export async function readProcessRows(databaseUrl: string, graceMs: number): Promise<ProcessRows> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<ProcessRow>(processRows);
    const { rows: mails } = await client.query<LooseMail>(looseMails, [graceMs]);
    const { rows: paid } = await client.query<PaidOrder>(paidOrders, [graceMs]);
    return { rows, mails, paid };
  } finally {
    await client.end();
  }
}
