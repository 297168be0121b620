import type { Company } from '../../contracts/company.js';
import type { DunningHold, DunningRunFacts } from '../../contracts/dunning.js';
import { numberOf, numberPrefixes, receivableId, workItemIds } from '../../contracts/ids.js';
import type { Parties } from '../../contracts/parties.js';
import type { Payee } from '../../contracts/payee.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import type { AccountAgenda } from '../../contracts/process.js';
import type { Currency, DunningLevel, LetterStatus } from '../../contracts/vocabulary.js';
import { withDisputes, type Dispute } from '../../domain/complaints.js';
import type { KnownTemplate } from '../../domain/document-template.js';
import type { DunningFacts, DunningItem } from '../../domain/dunning-plan.js';
import type { PaidSum } from '../../domain/late-payment.js';
import { add, canonicalAmount, type Amount } from '../../domain/money.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { askToAllocate } from './allocation-questions.js';
import { disputesIn, disputesOf, invoiceOfComplaint } from './complaints.js';
import { paidSums, undecided } from './receivables.js';

type Place = Pick<DunningItem, 'invoice' | 'instalment'>;

/** A letter, what finance is told of one, or a credit note, that has not reached its end. */
export type UnfinishedMail = AccountAgenda['outgoing'][number];

/** A letter that waits for a person's word. */
export type StuckLetter = { readonly letter: string; readonly level: DunningLevel; readonly status: LetterStatus };

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
  readonly disputes: readonly Dispute[] | null;
  readonly unallocated: string;
  readonly credits: string;
  readonly toAllocate: boolean;
  readonly toWriteOff: readonly string[] | null;
  readonly outgoing: readonly UnfinishedMail[] | null;
  readonly stuck: readonly StuckLetter[] | null;
};

/** Where a step is, by the letter that lists it: what a statement calls the two. */
export function stepStatus(step: 's' | 'step', letter: 'o' | 'mail'): Prisma.Sql {
  const [listed, by] = [Prisma.raw(step), Prisma.raw(letter)];
  return Prisma.sql`
  CASE WHEN ${listed}.letter_id IS NULL THEN 'DONE' WHEN ${by}.status IN ('QUEUED', 'SENDING') THEN 'DUE' ELSE ${by}.status END`;
}

/** What credit notes have left that no invoice has taken: ours to give. */
const creditsOf = (customer: Prisma.Sql, currency: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT COALESCE(-sum(owed.open), 0) FROM invoice_open owed JOIN invoice i ON i.number = owed.invoice_number
  WHERE owed.customer_number = ${customer} AND i.currency = ${currency} AND owed.open < 0`;

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
        LEFT JOIN LATERAL (SELECT s.level, s.decided_on, ${stepStatus('s', 'o')} AS status
          FROM dunning_step s LEFT JOIN outgoing o ON o.id = s.letter_id
          WHERE s.invoice_number = r.invoice_number AND s.instalment = r.instalment ORDER BY s.turn DESC LIMIT 1) last ON true
        WHERE r.customer_number = c.number AND r.open > 0 AND i.currency = c.currency) AS items,
      (SELECT jsonb_agg(jsonb_build_object('id', h.id, 'invoice', h.invoice_number, 'until', h.until) ORDER BY h.placed_at, h.id)
        FROM dunning_hold h WHERE h.customer_number = c.number AND h.lifted_at IS NULL) AS holds,
      ${disputesOf(Prisma.sql`c.number`)} AS disputes,
      (SELECT COALESCE(sum(p.unallocated), 0)::text FROM payment p
        WHERE p.customer_number = c.number AND p.currency = c.currency AND p.unallocated <> 0) AS unallocated,
      (${creditsOf(Prisma.sql`c.number`, Prisma.sql`c.currency`)})::text AS credits,
      EXISTS (SELECT FROM work_item w WHERE w.customer_number = c.number AND w.kind = 'allocation' AND w.status = 'open'
        AND (w.facts ->> 'holdsLetters')::boolean) AS "toAllocate",
      (SELECT jsonb_agg(w.invoice_number || ':' || (w.facts->>'instalment')) FROM work_item w
        WHERE w.customer_number = c.number AND w.kind = 'write-off' AND w.status = 'open') AS "toWriteOff",
      (SELECT jsonb_agg(jsonb_build_object('mailId', m.id, 'kind', m.kind, 'level', COALESCE(m.snapshot, d.snapshot) ->> 'level') ORDER BY m.created_at, m.id)
        FROM outgoing m LEFT JOIN document d ON d.id = m.letter_id
        WHERE m.customer_number = c.number AND (m.kind IN ('dunning-letter', 'dunning-report', 'credit-note', 'invoice-status')
          OR m.kind = 'invoice' AND m.order_number IS NULL) AND m.status IN ('QUEUED', 'SENDING')) AS outgoing,
      (SELECT jsonb_agg(jsonb_build_object('letter', d.number, 'level', d.snapshot ->> 'level', 'status', m.status) ORDER BY d.number)
        FROM outgoing m JOIN document d ON d.id = m.id
        WHERE m.customer_number = c.number AND m.kind = 'dunning-letter' AND m.status IN ('UNKNOWN', 'FAILED')
          AND EXISTS (SELECT FROM dunning_step s JOIN receivable r USING (invoice_number, instalment) WHERE s.letter_id = m.id AND r.open > 0)) AS stuck
    FROM customer c WHERE c.number = ${customer}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`customer ${customer} is not there`);
  const { currency } = row;
  const { policy, runs } = row;
  return {
    currency,
    policy,
    runs,
    items: withDisputes(
      (row.items ?? []).map((item) => ({ ...item, open: canonicalAmount(item.open, currency) })),
      disputesIn(row.disputes, currency),
    ),
    holds: row.holds ?? [],
    unallocated: canonicalAmount(add(row.unallocated, row.credits), currency),
    credits: canonicalAmount(row.credits, currency),
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

/** What a letter says of a receivable beside what it claims. */
export type DunnedFacts = {
  readonly payments: readonly PaidSum[];
  /** All that is due on its day. */
  readonly amount: Amount;
  /** All that its invoice comes to. */
  readonly invoiceGross: Amount;
  /** Whom it is paid to; null: us. */
  readonly payee: Payee | null;
  /** Reminders after the due date that reached the customer. */
  readonly reminders: number;
  /** The recovery fee of its invoice was claimed with another instalment: it is due once. */
  readonly feeElsewhere: boolean;
  readonly customerReference: string | null;
  readonly parties: Parties;
};

/** Who writes letters, and by which templates. */
export type Sender = { readonly company: Company; readonly templates: readonly KnownTemplate[] };

/** Our company, the templates of its letters, and what is known of some receivables, by their places. */
export async function readDunned(
  tx: Transaction,
  currency: Currency,
  receivables: readonly Pick<DunningItem, 'invoice' | 'instalment'>[],
): Promise<Sender & { readonly of: (item: Place) => DunnedFacts }> {
  const asked = receivables.map(({ invoice, instalment }) => ({ invoice, instalment }));
  const rows = await tx.$queryRaw<(Place & DunnedFacts & Sender)[]>`
    SELECT r.invoice_number AS invoice, r.instalment, ${paidSums} AS payments, r.amount::text AS amount, i.gross::text AS "invoiceGross", i.payee, o.parties,
      o.customer_reference AS "customerReference", (SELECT body FROM company WHERE id = 1) AS company, (SELECT known_templates()) AS templates,
      (SELECT count(*)::int FROM dunning_step s JOIN outgoing m ON m.id = s.letter_id WHERE s.invoice_number = r.invoice_number
        AND s.instalment = r.instalment AND s.level <> 'courtesy' AND m.status = 'SENT') AS reminders,
      EXISTS (SELECT FROM dunning_step s LEFT JOIN outgoing m ON m.id = s.letter_id WHERE s.invoice_number = r.invoice_number
        AND s.instalment <> r.instalment AND s.recovery_fee > 0 AND m.status IS DISTINCT FROM 'SKIPPED') AS "feeElsewhere"
    FROM receivable r JOIN jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a(invoice text, instalment int)
      ON a.invoice = r.invoice_number AND a.instalment = r.instalment
    JOIN invoice i ON i.number = r.invoice_number JOIN sales_order o ON o.number = i.order_number`;
  const [first] = rows;
  if (first === undefined) throw new Error('none of these receivables is there');
  const inMinorDigits = (paid: PaidSum) => ({ ...paid, amount: canonicalAmount(paid.amount, currency) });
  const facts = new Map(rows.map((row) => [receivableId(row), { ...row, payments: row.payments.map(inMinorDigits) }]));
  return {
    company: first.company,
    templates: first.templates,
    of: (item) => {
      const found = facts.get(receivableId(item));
      if (found === undefined) throw new Error(`receivable ${receivableId(item)} is not there`);
      return found;
    },
  };
}

/** The next numbers of letters. */
export async function takeLetterNumbers(tx: Transaction, year: string, count: number): Promise<readonly string[]> {
  if (count === 0) return [];
  const rows = await tx.$queryRaw<
    { n: bigint }[]
  >`SELECT nextval('letter_number') AS n FROM generate_series(1, ${count}::int)`;
  return rows.map(({ n }) => numberOf(numberPrefixes.letter, year, n));
}

/**
 * Whether a letter that waits still says what is true: nothing was posted on what it lists since it was decided, the money
 * not allocated is what it says, nothing of it is held, and what is disputed of it is what it was. The caller holds the
 * customer's lock.
 */
export async function letterHolds(
  tx: Transaction,
  letter: {
    readonly id: string;
    readonly customer: string;
    readonly currency: Currency;
    readonly date: string;
    readonly unallocated: string;
  },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ holds: boolean }[]>`
    WITH step AS (SELECT * FROM dunning_step WHERE letter_id = ${letter.id})
    SELECT EXISTS (SELECT FROM step)
      AND NOT EXISTS (SELECT FROM step s JOIN ledger_entry a ON a.invoice_number = s.invoice_number AND a.instalment = s.instalment
        WHERE a.item_kind = 'receivable' AND a.id > s.turn)
      AND NOT EXISTS (SELECT FROM dunning_hold h WHERE h.customer_number = ${letter.customer} AND h.lifted_at IS NULL
        AND (h.until IS NULL OR h.until >= ${letter.date}::date)
        AND (h.invoice_number IS NULL OR h.invoice_number IN (SELECT invoice_number FROM step)))
      AND NOT EXISTS (SELECT FROM complaint JOIN step s ON s.invoice_number = ${invoiceOfComplaint(Prisma.sql`complaint`)}
        WHERE complaint.customer_number = ${letter.customer} AND complaint.turn > s.turn)
      AND (SELECT GREATEST(COALESCE(sum(p.unallocated), 0) + (${creditsOf(Prisma.sql`${letter.customer}`, Prisma.sql`${letter.currency}`)}), 0)
        FROM payment p WHERE p.customer_number = ${letter.customer}
        AND p.currency = ${letter.currency} AND p.unallocated <> 0) = ${letter.unallocated}::numeric AS holds`;
  return rows[0]?.holds ?? false;
}

/** Whether anything that a letter lists is open still. The caller holds the customer's lock. */
export async function letterMatters(tx: Transaction, letterId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ matters: boolean }[]>`
    SELECT EXISTS (SELECT FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
      WHERE s.letter_id = ${letterId} AND r.open <> 0) AS matters`;
  return rows[0]?.matters ?? false;
}

/** A step that a letter lists. */
export type ListedStep = {
  readonly step: string;
  readonly letterId: string;
  readonly invoice: string;
  readonly order: string;
  readonly level: DunningLevel;
};

/** Every step that is listed with this one; none: the step is not of this customer, or has no letter. */
export async function letterOfStep(tx: Transaction, customer: string, step: string): Promise<readonly ListedStep[]> {
  return tx.$queryRaw<ListedStep[]>`
    SELECT s.id AS step, s.letter_id AS "letterId", s.invoice_number AS invoice, i.order_number AS order, s.level
    FROM dunning_step s JOIN invoice i ON i.number = s.invoice_number
    WHERE i.customer_number = ${customer} AND s.letter_id = (SELECT letter_id FROM dunning_step WHERE id = ${step}) ORDER BY s.turn`;
}

/** Takes back what was decided for a letter that does not leave. */
export async function undecideLetter(tx: Transaction, letterId: string): Promise<void> {
  await tx.$executeRaw`
    WITH letter AS (SELECT ${letterId}::text AS id), ${undecided(Prisma.sql`letter`)} SELECT count(*) FROM undone`;
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
  if (toAllocate !== null) await askToAllocate(tx, { customer, on, holdsLetters: true });
  const items = toWriteOff.map(({ order, invoice, instalment, open }) => ({
    id: workItemIds.writeOff({ invoice, instalment }),
    order,
    invoice,
    amount: open,
    facts: { instalment, amount: open },
  }));
  if (items.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO work_item (id, kind, role, status, facts, order_number, invoice_number, customer_number, amount, due_on)
    SELECT id, 'write-off', 'finance', 'open', facts, "order", invoice, ${customer}, amount, ${on}::date
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS w(id text, facts jsonb, "order" text, invoice text, amount numeric)
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
