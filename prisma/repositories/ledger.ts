import { claimId, postings } from '../../contracts/ids.js';
import type { LedgerMove, LedgerReceivable, RaisedClaim } from '../../contracts/account.js';
import type { Actor, ClaimKind, LedgerEntryKind } from '../../contracts/vocabulary.js';
import type { Allocated, ClaimItem, ReceivableItem } from '../../domain/ledger.js';
import { canonicalAmount, negate } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { fittingOrders, heldOrders, type HeldOrder } from './accounts.js';
import { insertAudit, type AuditInput } from './audit.js';
import { channelOfInvoice, type WithChannel } from './invoice-statuses.js';

/** One row of the ledger; `amount` is signed: + owes more, − owes less. */
export type Entry = {
  /** The act that it belongs to. */
  readonly posting: string;
  readonly kind: LedgerEntryKind;
  readonly itemKind: 'receivable' | 'payment' | 'claim';
  readonly invoice?: string;
  readonly instalment?: number;
  readonly paymentId?: string;
  readonly claim?: string;
  readonly allocation?: number;
  readonly amount: string;
  readonly reverses?: string;
  readonly reason?: string;
  readonly returnedBy?: string;
};

/** Why an allocation is undone: a person's reason, or the payment below zero that took the money back. */
export type Undoing = { readonly reason: string } | { readonly returnedBy: string };

/** Whose account it is, the business date, and who posts. */
export type Act = {
  readonly customer: string;
  readonly currency: string;
  readonly on: string;
  readonly actor: Actor;
};

/**
 * The one door to the ledger for what comes after an invoice or a payment was recorded. Appends the entries and moves
 * what follows from them, in one statement: what is open of receivables and claims, the day a receivable is settled, what
 * is left of payments, the sources of the exposure and the exposure itself. The caller holds the customer's lock, and has
 * read what it posts on after it took it.
 * @param audit what the same statement writes on record about it
 * @returns held orders of the customer that fit what is free now, see {@link fittingOrders}
 */
export async function post(
  tx: Transaction,
  act: Act,
  entries: readonly Entry[],
  audit: readonly AuditInput[] = [],
): Promise<readonly string[]> {
  const held = await tx.$queryRaw<HeldOrder[]>`
    WITH entry AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e(posting text, kind text, "itemKind" text, invoice text,
        instalment int, "paymentId" uuid, claim text, allocation int, amount numeric, reverses text, reason text, "returnedBy" uuid)
    ), posted AS (
      INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, payment_id, claim_id,
        allocation, amount, on_date, reverses, reason, returned_by, actor, role, request_id)
      SELECT posting, ${act.customer}, ${act.currency}, kind, "itemKind", invoice, instalment, "paymentId", claim, allocation, amount,
        ${act.on}::date, reverses, reason, "returnedBy", ${act.actor.principal}, ${act.actor.role}, ${act.actor.requestId} FROM entry
    ), owed AS (
      UPDATE receivable r SET open = r.open + e.amount, settled_on = CASE WHEN r.open + e.amount = 0 THEN ${act.on}::date END
      FROM (SELECT invoice, instalment, sum(amount) AS amount FROM entry WHERE "itemKind" = 'receivable'
        GROUP BY 1, 2 HAVING sum(amount) <> 0) e
      WHERE r.invoice_number = e.invoice AND r.instalment = e.instalment
    ), claimed AS (
      UPDATE claim c SET open = c.open + e.amount, fallen = c.fallen + e.fallen
      FROM (SELECT claim, sum(amount) AS amount, COALESCE(-sum(amount) FILTER (WHERE kind = 'claim-credited'), 0) AS fallen
        FROM entry WHERE "itemKind" = 'claim' GROUP BY 1) e WHERE c.id = e.claim
    ), paid AS (
      UPDATE payment p SET unallocated = p.unallocated - e.amount
      FROM (SELECT "paymentId", sum(amount) AS amount FROM entry WHERE "itemKind" = 'payment' GROUP BY 1) e WHERE p.id = e."paymentId"
      RETURNING p.id, p.unallocated
    ), answered AS (
      UPDATE work_item w SET status = 'done', done_at = now() FROM paid
      WHERE w.id = 'allocation:' || paid.id AND paid.unallocated <= 0 AND w.status = 'open'
    ), source AS (
      SELECT 'invoice' AS kind, invoice AS reference, sum(amount) AS amount FROM entry WHERE "itemKind" = 'receivable' GROUP BY 2
      UNION ALL SELECT 'payment', "paymentId"::text, sum(amount) FROM entry WHERE "itemKind" = 'payment' GROUP BY 2
    ), target AS (
      SELECT s.kind, s.reference, s.amount + COALESCE(x.amount, 0) AS amount
      FROM source s LEFT JOIN exposure x ON x.customer_number = ${act.customer} AND x.kind = s.kind AND x.reference = s.reference
    ), kept AS (
      INSERT INTO exposure (customer_number, kind, reference, amount)
      SELECT ${act.customer}, kind, reference, amount FROM target WHERE amount <> 0
      ON CONFLICT (customer_number, kind, reference) DO UPDATE SET amount = EXCLUDED.amount
    ), gone AS (
      DELETE FROM exposure x USING target t
      WHERE x.customer_number = ${act.customer} AND x.kind = t.kind AND x.reference = t.reference AND t.amount = 0
    ), told AS (${insertAudit(audit)}),
    account AS (
      UPDATE customer SET exposure = exposure + COALESCE((SELECT sum(amount) FROM source), 0) WHERE number = ${act.customer}
      RETURNING number, credit_limit, exposure
    )
    ${heldOrders(Prisma.sql`account`)}`;
  return fittingOrders(held);
}

const sideOf = ({ item }: LedgerMove): Pick<Entry, 'itemKind' | 'invoice' | 'instalment' | 'claim'> =>
  item.kind === 'claim'
    ? { itemKind: 'claim', claim: item.claim }
    : { itemKind: 'receivable', invoice: item.invoice, instalment: item.instalment };

/** Money of a payment on what it pays: the item owes less, the payment has less to give. */
export function allocationEntries(paymentId: string, allocation: number, move: LedgerMove): readonly Entry[] {
  const act = {
    posting: postings.allocation(paymentId, allocation),
    kind: 'allocation',
    paymentId,
    allocation,
  } as const;
  return bothSides(act, move, negate(move.amount));
}

/** The same undone: the item owes again, the payment has its money back. */
export function reversalEntries(
  paymentId: string,
  allocation: number,
  move: LedgerMove,
  why: Undoing,
): readonly Entry[] {
  const reverses = postings.allocation(paymentId, allocation);
  const act = {
    posting: postings.reversal(reverses),
    kind: 'reversal',
    paymentId,
    allocation,
    reverses,
    ...why,
  } as const;
  return bothSides(act, move, negate(move.amount));
}

function bothSides(act: Omit<Entry, 'itemKind' | 'amount'>, move: LedgerMove, amount: string): readonly Entry[] {
  const side = sideOf(move);
  return [
    { ...act, ...side, amount },
    { ...act, ...side, itemKind: 'payment', amount: negate(amount) },
  ];
}

/** A payment as the account has it. */
export type PaymentFacts = {
  readonly id: string;
  readonly customer: string | null;
  readonly currency: string;
  readonly amount: string;
  readonly unallocated: string;
  readonly reference: string;
  readonly remittanceText: string | null;
  /** LocalDate at the bank. */
  readonly date: string;
  /** The payment that it gives back. */
  readonly returns: string | null;
  /** The credit note that it pays out. */
  readonly refunds: string | null;
  /** Highest running number of its allocations; 0: none yet. */
  readonly allocations: number;
};

type InCurrency = { readonly currency: string };
export type ReceivableFacts = ReceivableItem &
  LedgerReceivable &
  InCurrency &
  WithChannel & { readonly amount: string };
export type ClaimFacts = ClaimItem & InCurrency & { readonly claimKind: ClaimKind };
/** What an account has, as far as it was asked for. */
export type AccountFacts = {
  readonly payment: PaymentFacts | null;
  readonly receivables: readonly ReceivableFacts[];
  readonly claims: readonly ClaimFacts[];
};

/**
 * Reads a payment, whosever it is, and items of the account. The caller holds the customer's lock.
 * @param paymentId null: no payment is concerned
 * @param names invoices and claims, open or not; null: everything that is open
 */
export async function readAccount(
  tx: Transaction,
  customer: string,
  paymentId: string | null,
  names: readonly string[] | null,
): Promise<AccountFacts> {
  const wanted = (name: Prisma.Sql, open: Prisma.Sql) =>
    names === null ? Prisma.sql`${open} <> 0` : Prisma.sql`${name} = ANY(${names})`;
  const [row] = await tx.$queryRaw<AccountFacts[]>`
    SELECT (SELECT jsonb_build_object('id', p.id, 'customer', p.customer_number, 'currency', p.currency, 'amount', p.amount::text,
        'unallocated', p.unallocated::text, 'reference', p.reference, 'remittanceText', p.remittance_text, 'date', p.date,
        'returns', p.returns, 'refunds', p.refunds,
        'allocations', COALESCE((SELECT max(allocation) FROM ledger_entry e WHERE e.payment_id = p.id), 0))
      FROM payment p WHERE p.id = ${paymentId}::uuid) AS payment,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('kind', 'receivable', 'invoice', r.invoice_number, 'instalment', r.instalment,
        'order', i.order_number, 'dueDate', r.due_date, 'currency', i.currency, 'amount', r.amount::text, 'open', r.open::text,
        'channel', ${channelOfInvoice(Prisma.sql`i.number`)}))
      FROM receivable r JOIN invoice i ON i.number = r.invoice_number
      WHERE r.customer_number = ${customer} AND ${wanted(Prisma.sql`r.invoice_number`, Prisma.sql`r.open`)}), '[]') AS receivables,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('kind', 'claim', 'claim', c.id, 'claimKind', c.kind, 'invoice', c.invoice_number,
        'raisedOn', c.raised_on, 'currency', c.currency, 'open', c.open::text))
      FROM claim c WHERE c.customer_number = ${customer} AND ${wanted(Prisma.sql`c.id`, Prisma.sql`c.open`)}), '[]') AS claims`;
  const { payment, receivables, claims } = row ?? { payment: null, receivables: [], claims: [] };
  return {
    payment: payment && inMinorDigits(payment, 'amount', 'unallocated'),
    receivables: receivables.map((each) => inMinorDigits(each, 'amount', 'open')),
    claims: claims.map((each) => inMinorDigits(each, 'open')),
  };
}

/** An allocation that stands, and what it moved. */
export type StandingAllocation = Allocated & { readonly move: LedgerMove };

type StandingRow = {
  readonly allocation: number;
  readonly amount: string;
  readonly invoice: string | null;
  readonly instalment: number | null;
  readonly claim: string | null;
  readonly open: string;
};

/** The allocations of a payment that were not undone, with what is open now on what they pay. */
export async function standingAllocations(
  tx: Transaction,
  paymentId: string,
  currency: string,
): Promise<readonly StandingAllocation[]> {
  const rows = await tx.$queryRaw<StandingRow[]>`
    SELECT e.allocation, (-e.amount)::text AS amount, e.invoice_number AS invoice, e.instalment, e.claim_id AS claim,
      COALESCE(r.open, c.open)::text AS open
    FROM ledger_entry e LEFT JOIN claim c ON c.id = e.claim_id
    LEFT JOIN receivable r ON e.claim_id IS NULL AND r.invoice_number = e.invoice_number AND r.instalment = e.instalment
    WHERE e.payment_id = ${paymentId}::uuid AND e.kind = 'allocation' AND e.item_kind <> 'payment'
      AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.payment_id = e.payment_id AND u.reverses = e.posting)
    ORDER BY e.allocation`;
  return rows.map((row) => {
    const amount = canonicalAmount(row.amount, currency);
    const item =
      row.claim === null
        ? ({ kind: 'receivable', invoice: row.invoice ?? '', instalment: row.instalment ?? 1 } as const)
        : ({ kind: 'claim', claim: row.claim } as const);
    return { allocation: row.allocation, amount, move: { item, amount, open: canonicalAmount(row.open, currency) } };
  });
}

function inMinorDigits<T extends InCurrency & Record<K, string>, K extends string>(row: T, ...names: readonly K[]): T {
  return { ...row, ...Object.fromEntries(names.map((name) => [name, canonicalAmount(row[name], row.currency)])) };
}

/**
 * Raises claims to what was claimed by now: only what is more than was raised before is posted, so that a letter that
 * repeats a claim raises nothing. What fell away with a credit is not counted as raised: a later letter claims on what is left. The caller holds the customer's lock.
 */
export async function raiseClaims(
  tx: Transaction,
  act: Omit<Act, 'currency' | 'on'>,
  raised: readonly RaisedClaim[],
): Promise<void> {
  const claims = raised.map((each) => ({ id: claimId(each, each.kind), ...each }));
  if (claims.length === 0) return;
  const rows = await tx.$queryRaw<{ id: string; more: string }[]>`
    INSERT INTO claim (id, customer_number, invoice_number, instalment, kind, currency, amount, open, raised_on, step_id)
    SELECT id, ${act.customer}, invoice, instalment, kind, currency, amount, 0, "raisedOn", step
    FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
      AS c(id text, invoice text, instalment int, kind text, currency text, amount numeric, "raisedOn" date, step text)
    WHERE amount > 0
    ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount + claim.fallen, raised_on = EXCLUDED.raised_on, step_id = EXCLUDED.step_id
    WHERE EXCLUDED.amount + claim.fallen > claim.amount
    RETURNING id, (new.amount - COALESCE(old.amount, 0))::text AS more`;
  const more = new Map(rows.map((row) => [row.id, row.more]));
  for (const currency of new Set(claims.map((each) => each.currency))) {
    const inCurrency = claims.filter((each) => each.currency === currency);
    const entries = inCurrency.flatMap(({ id, invoice, instalment, step }): Entry[] => {
      const amount = more.get(id);
      if (amount === undefined) return [];
      return [
        {
          posting: postings.claim(id, step),
          kind: 'claim-raised',
          itemKind: 'claim',
          claim: id,
          invoice,
          instalment,
          amount,
        },
      ];
    });
    const on = inCurrency[0]?.raisedOn ?? '';
    if (entries.length > 0) await post(tx, { ...act, currency, on }, entries);
  }
}
