import type { DunningHoldRecord, DunningStep } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { DunningLevel, DunningStepStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { dunningRunOf, dunningStepOf, instant, instantOrNull, type DunningRunRecord } from '../mappers.js';
import { stepStatus } from '../repositories/dunning.js';
import type { DunningRunRow, DunningStepRow, Moment } from '../rows.js';
import { isOfOrder } from './invoices-of-orders.js';
import { readPage, visible, visibleOf, when, type Db, type PageRequest, type Scope } from './page.js';

/** Where a step is, by the letter that lists it. */
const status = stepStatus('step', 'mail');

const stepColumns = Prisma.sql`
  step.id, step.invoice_number AS invoice, invoice.order_number AS "order", invoice.customer_number AS customer,
  customer.name AS "customerName", step.level, ${status} AS status, step.decided_on AS "decidedOn", invoice.currency,
  step.open_amount AS "openAmount", step.interest, step.interest_parts AS "interestParts", step.recovery_fee AS "recoveryFee", mail.recipient,
  step.next_level AS "nextLevel", step.next_on AS "nextOn", mail.sent_at AS "sentAt", mail.id AS "mailId"`;

const stepTables = Prisma.sql`dunning_step AS step
  JOIN invoice ON invoice.number = step.invoice_number
  JOIN customer ON customer.number = invoice.customer_number
  LEFT JOIN outgoing AS mail ON mail.id = step.letter_id`;

/** From the side of a customer's receivables that were asked for: few are, and a step says of itself no whose it is. */
const stepsOfCustomer = Prisma.sql`receivable AS due
  JOIN dunning_step AS step ON step.invoice_number = due.invoice_number AND step.instalment = due.instalment
  JOIN invoice ON invoice.number = due.invoice_number
  JOIN customer ON customer.number = due.customer_number
  LEFT JOIN outgoing AS mail ON mail.id = step.letter_id`;

export const dunningStepSorts = {
  decidedOn: { expression: Prisma.sql`step.decided_on`, type: 'date' },
  openAmount: { expression: Prisma.sql`step.open_amount`, type: 'number' },
} as const;
export type DunningStepSort = keyof typeof dunningStepSorts;

export type DunningStepFilter = PageRequest<DunningStepSort> & {
  readonly invoice?: string | undefined;
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
  readonly status?: DunningStepStatus | undefined;
  readonly level?: DunningLevel | undefined;
};

/** As {@link stepStatus} tells it, said so that an index finds the few letters that did not simply leave. */
function hasStatus(wanted: DunningStepStatus): Prisma.Sql {
  if (wanted === 'DONE') return Prisma.sql`step.letter_id IS NULL`;
  return wanted === 'DUE' ? Prisma.sql`mail.status IN ('QUEUED', 'SENDING')` : Prisma.sql`mail.status = ${wanted}`;
}

export function listDunningSteps(
  db: Db,
  filter: DunningStepFilter,
  scope: Scope,
): Promise<Page<DunningStep> | Refusal> {
  const list = {
    columns: stepColumns,
    from: filter.customer === undefined ? stepTables : stepsOfCustomer,
    where: [
      visibleOf(scope, filter.customer),
      when(filter.invoice, (invoice) => Prisma.sql`step.invoice_number = ${invoice}`),
      when(filter.order, (order) => isOfOrder(Prisma.sql`step.invoice_number`, order)),
      when(
        filter.customer,
        (customer) => Prisma.sql`(due.customer_number = ${customer} AND due.dunning_level IS NOT NULL)`,
      ),
      when(filter.status, hasStatus),
      when(filter.level, (level) => Prisma.sql`step.level = ${level}`),
    ],
    id: Prisma.sql`step.id`,
    sorts: dunningStepSorts,
    defaultSort: '-decidedOn',
  } as const;
  return readPage<DunningStepRow, DunningStep, DunningStepSort>(db, list, filter, dunningStepOf);
}

/** Null: there is none, or it is of somebody else's customer. */
export async function getDunningStep(db: Db, id: string, scope: Scope): Promise<DunningStep | null> {
  const rows = await db.$queryRaw<DunningStepRow[]>`
    SELECT ${stepColumns} FROM ${stepTables} WHERE step.id = ${id} AND ${visible(scope)}`;
  return rows[0] ? dunningStepOf(rows[0]) : null;
}

export type { DunningRunRecord };

const runColumns = Prisma.sql`
  run.customer_number AS customer, run.number AS run, run.decided_on AS "decidedOn", run.facts, run.created_at AS "createdAt",
  COALESCE((SELECT json_agg(json_build_object('step', step.id, 'invoice', step.invoice_number, 'instalment', step.instalment,
      'status', ${stepStatus('step', 'mail')}, 'letter', step.letter_id))
    FROM dunning_step AS step JOIN receivable AS due USING (invoice_number, instalment)
    LEFT JOIN outgoing AS mail ON mail.id = step.letter_id
    WHERE due.customer_number = run.customer_number AND step.run = run.number), '[]') AS steps`;

/** The days of a customer's dunning on which something happened, the newest first. */
export function listDunningRuns(
  db: Db,
  customer: string,
  page: Pick<PageRequest<'run'>, 'limit' | 'cursor'>,
  scope: Scope,
): Promise<Page<DunningRunRecord> | Refusal> {
  const list = {
    columns: runColumns,
    from: Prisma.sql`dunning_run AS run JOIN customer ON customer.number = run.customer_number`,
    where: [Prisma.sql`run.customer_number = ${customer}`, visible(scope)],
    id: Prisma.sql`run.number::text`,
    sorts: { run: { expression: Prisma.sql`run.number`, type: 'number' } },
    defaultSort: '-run',
  } as const;
  return readPage<DunningRunRow, DunningRunRecord, 'run'>(db, list, page, dunningRunOf);
}

type HoldPage = Pick<PageRequest<'placedAt'>, 'limit' | 'cursor'>;

/** The holds of a customer, those that were lifted among them, the newest first. */
export function listHolds(
  db: Db,
  customer: string,
  page: HoldPage,
  scope: Scope,
): Promise<Page<DunningHoldRecord> | Refusal> {
  const list = {
    columns: Prisma.sql`hold.id::text AS id, hold.customer_number AS customer, hold.invoice_number AS invoice,
      to_char(hold.until, 'YYYY-MM-DD') AS until, hold.reason, hold.placed_by AS "placedBy", hold.placed_at AS "placedAt",
      hold.lifted_by AS "liftedBy", hold.lifted_at AS "liftedAt"`,
    from: Prisma.sql`dunning_hold AS hold JOIN customer ON customer.number = hold.customer_number`,
    where: [Prisma.sql`hold.customer_number = ${customer}`, visible(scope)],
    id: Prisma.sql`hold.id::text`,
    sorts: { placedAt: { expression: Prisma.sql`hold.placed_at`, type: 'moment' } },
    defaultSort: '-placedAt',
  } as const;
  return readPage<DunningHoldRow, DunningHoldRecord, 'placedAt'>(db, list, page, holdOf);
}

const holdOf = (row: DunningHoldRow): DunningHoldRecord => ({
  id: row.id,
  customer: row.customer,
  invoice: row.invoice,
  until: row.until,
  reason: row.reason,
  placedBy: row.placedBy,
  placedAt: instant(row.placedAt),
  liftedBy: row.liftedBy,
  liftedAt: instantOrNull(row.liftedAt),
});

type DunningHoldRow = Omit<DunningHoldRecord, 'placedAt' | 'liftedAt'> & {
  readonly placedAt: Moment;
  readonly liftedAt: Moment | null;
};
