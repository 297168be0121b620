import type { DunningHold, DunningRunFacts } from '../../contracts/dunning.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import type { Currency, DunningLevel, LetterStatus } from '../../contracts/vocabulary.js';
import { placeOf, type DunningFacts, type DunningItem } from '../../domain/dunning-plan.js';
import type { PaidSum } from '../../domain/late-payment.js';
import { canonicalAmount } from '../../domain/money.js';
import type { PrismaClient, Transaction } from '../client.js';
import { paidSums } from './receivables.js';

/** A letter, or what finance is told of one, that has not reached its end. */
export type UnfinishedMail = {
  readonly mailId: string;
  readonly kind: 'dunning' | 'dunning-report';
  readonly level: DunningLevel;
  readonly order: string;
};

/** A letter that waits for a person's word. */
export type StuckLetter = { readonly step: string; readonly level: DunningLevel; readonly status: LetterStatus };

export type CustomerDunning = DunningFacts & {
  readonly currency: Currency;
  /** Number of the last run; 0: there was none. */
  readonly runs: number;
  readonly outgoing: readonly UnfinishedMail[];
  readonly stuck: readonly StuckLetter[];
};

type Row = {
  readonly currency: Currency;
  readonly policy: DunningPolicy;
  readonly runs: number;
  readonly items: readonly DunningItem[] | null;
  readonly holds: readonly DunningHold[] | null;
  readonly unallocated: string;
  readonly toAllocate: boolean;
  readonly toWriteOff: readonly string[] | null;
  readonly outgoing: readonly UnfinishedMail[] | null;
  readonly stuck: readonly StuckLetter[] | null;
};

/** Everything that decides a customer's dunning, in one statement. @throws Error when there is no such customer */
export async function readDunning(db: PrismaClient | Transaction, customer: string): Promise<CustomerDunning> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.currency, (SELECT body FROM policy WHERE kind = 'dunning') AS policy,
      COALESCE((SELECT max(number) FROM dunning_run WHERE customer_number = c.number), 0) AS runs,
      (SELECT jsonb_agg(jsonb_build_object('invoice', r.invoice_number, 'instalment', r.instalment, 'order', i.order_number,
          'issueDate', i.issue_date, 'dueDate', r.due_date, 'open', r.open::text,
          'last', CASE WHEN last.level IS NOT NULL
            THEN jsonb_build_object('level', last.level, 'decidedOn', last.decided_on, 'status', last.status) END)
          ORDER BY r.due_date, r.invoice_number, r.instalment)
        FROM receivable r JOIN invoice i ON i.number = r.invoice_number
        LEFT JOIN LATERAL (SELECT s.level, s.decided_on, s.status FROM dunning_step s
          WHERE s.invoice_number = r.invoice_number AND s.instalment = r.instalment AND (s.status <> 'SKIPPED' OR s.skipped_by IS NOT NULL)
          ORDER BY s.turn DESC LIMIT 1) last ON true
        WHERE r.customer_number = c.number AND r.open > 0 AND i.currency = c.currency) AS items,
      (SELECT jsonb_agg(jsonb_build_object('id', h.id, 'invoice', h.invoice_number, 'until', h.until) ORDER BY h.placed_at, h.id)
        FROM dunning_hold h WHERE h.customer_number = c.number AND h.lifted_at IS NULL) AS holds,
      (SELECT COALESCE(sum(p.unallocated), 0)::text FROM payment p
        WHERE p.customer_number = c.number AND p.currency = c.currency AND p.unallocated <> 0) AS unallocated,
      EXISTS (SELECT FROM work_item w WHERE w.customer_number = c.number AND w.kind = 'allocation' AND w.status = 'open') AS "toAllocate",
      (SELECT jsonb_agg(w.invoice_number || ':' || (w.facts->>'instalment')) FROM work_item w
        WHERE w.customer_number = c.number AND w.kind = 'write-off' AND w.status = 'open') AS "toWriteOff",
      (SELECT jsonb_agg(jsonb_build_object('mailId', m.id, 'kind', m.kind, 'level', s.level, 'order', m.order_number) ORDER BY m.created_at, m.id)
        FROM mail m JOIN dunning_step s ON s.id = m.dunning_step_id
        WHERE m.customer_number = c.number AND m.kind IN ('dunning', 'dunning-report') AND m.status IN ('QUEUED', 'SENDING')) AS outgoing,
      (SELECT jsonb_agg(jsonb_build_object('step', s.id, 'level', s.level, 'status', s.status) ORDER BY s.turn)
        FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
        WHERE r.customer_number = c.number AND r.open > 0 AND s.status IN ('UNKNOWN', 'FAILED')) AS stuck
    FROM customer c WHERE c.number = ${customer}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`customer ${customer} is not there`);
  const { currency } = row;
  const { policy, runs } = row;
  return {
    currency,
    policy,
    runs,
    items: (row.items ?? []).map((item) => ({ ...item, open: canonicalAmount(item.open, currency) })),
    holds: row.holds ?? [],
    unallocated: canonicalAmount(row.unallocated, currency),
    asked: { toAllocate: row.toAllocate, toWriteOff: row.toWriteOff ?? [] },
    outgoing: row.outgoing ?? [],
    stuck: row.stuck ?? [],
  };
}

/** Keeps why a run did what it did. */
export async function insertDunningRun(
  tx: Transaction,
  run: { readonly customer: string; readonly number: number; readonly on: string; readonly facts: DunningRunFacts },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO dunning_run (customer_number, number, decided_on, facts)
    VALUES (${run.customer}, ${run.number}::int, ${run.on}::date, ${JSON.stringify(run.facts)}::jsonb)`;
}

/** What was paid on some receivables, by the value dates of the payments, under their places. */
export async function readPayments(
  tx: Transaction,
  currency: Currency,
  receivables: readonly Pick<DunningItem, 'invoice' | 'instalment'>[],
): Promise<ReadonlyMap<string, readonly PaidSum[]>> {
  const asked = receivables.map(({ invoice, instalment }) => ({ invoice, instalment }));
  const rows = await tx.$queryRaw<{ invoice: string; instalment: number; payments: readonly PaidSum[] }[]>`
    SELECT r.invoice_number AS invoice, r.instalment, ${paidSums} AS payments
    FROM receivable r JOIN jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a(invoice text, instalment int)
      ON a.invoice = r.invoice_number AND a.instalment = r.instalment`;
  const inMinorDigits = (paid: PaidSum) => ({ ...paid, amount: canonicalAmount(paid.amount, currency) });
  return new Map(rows.map((row) => [placeOf(row), row.payments.map(inMinorDigits)]));
}

/** What finance is asked on a day of a customer's dunning. */
export type AskedOfFinance = {
  readonly customer: string;
  readonly on: string;
  /** Money to allocate; null: that is not asked. */
  readonly toAllocate: string | null;
  readonly toWriteOff: readonly Pick<DunningItem, 'invoice' | 'instalment' | 'order' | 'open'>[];
};

/**
 * Asks finance to allocate money that waits, or to write off what is too little to ask for. A question that was answered
 * before is asked again by the same line.
 */
export async function askFinance(tx: Transaction, asked: AskedOfFinance): Promise<void> {
  const { customer, on, toAllocate, toWriteOff } = asked;
  const allocation = {
    id: `allocation:${customer}`,
    kind: 'allocation',
    order: null,
    invoice: null,
    amount: toAllocate,
    facts: { customer, amount: toAllocate },
  };
  const items = [
    ...(toAllocate === null ? [] : [allocation]),
    ...toWriteOff.map(({ order, invoice, instalment, open }) => ({
      id: `write-off:${placeOf({ invoice, instalment })}`,
      kind: 'write-off',
      order,
      invoice,
      amount: open,
      facts: { instalment, amount: open },
    })),
  ];
  if (items.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO work_item (id, kind, role, status, facts, order_number, invoice_number, customer_number, amount, due_on)
    SELECT id, kind, 'finance', 'open', facts, "order", invoice, ${customer}, amount, ${on}::date
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS w(id text, kind text, facts jsonb, "order" text, invoice text, amount numeric)
    ON CONFLICT (id) DO UPDATE SET status = 'open', done_at = NULL, facts = EXCLUDED.facts, amount = EXCLUDED.amount, due_on = EXCLUDED.due_on`;
}

/** @returns false when the invoice is not the customer's; nothing is written then */
export async function insertHold(
  tx: Transaction,
  hold: {
    readonly id: string;
    readonly customer: string;
    readonly invoice: string | null;
    readonly until: string | null;
    readonly reason: string;
    readonly placedBy: string;
  },
): Promise<boolean> {
  const placed = await tx.$executeRaw`
    INSERT INTO dunning_hold (id, customer_number, invoice_number, reason, until, placed_by)
    SELECT ${hold.id}::uuid, ${hold.customer}, ${hold.invoice}, ${hold.reason}, ${hold.until}::date, ${hold.placedBy}
    WHERE ${hold.invoice}::text IS NULL
      OR EXISTS (SELECT FROM invoice WHERE number = ${hold.invoice} AND customer_number = ${hold.customer})`;
  return placed === 1;
}

/** @returns what was held; undefined: nothing by this id any more */
export async function liftHold(
  tx: Transaction,
  hold: { readonly id: string; readonly customer: string; readonly liftedBy: string },
): Promise<Omit<DunningHold, 'id'> | undefined> {
  const rows = await tx.$queryRaw<Omit<DunningHold, 'id'>[]>`
    UPDATE dunning_hold SET lifted_at = now(), lifted_by = ${hold.liftedBy}
    WHERE id = ${hold.id}::uuid AND customer_number = ${hold.customer} AND lifted_at IS NULL
    RETURNING invoice_number AS invoice, until::text AS until`;
  return rows[0];
}
