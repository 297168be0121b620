import type { UnpaidInvoice } from '../contracts/process.js';
import type { DunningLevel } from '../contracts/vocabulary.js';
import type { PaidSum } from '../domain/late-payment.js';
import { canonicalAmount } from '../domain/money.js';
import { paidSums } from '../prisma/repositories/receivables.js';
import type { ActivityDeps } from './deps.js';

export type CollectionKey = { readonly invoiceNumber: string; readonly instalment: number; readonly currency: string };

/** What PostgreSQL has of the collection of one receivable. */
export type CollectionState = {
  readonly open: string;
  /** LocalDate; null: something is open. */
  readonly settledOn: string | null;
  /** What was paid, by the value dates of the payments. */
  readonly payments: readonly PaidSum[];
  /** The step taken last, whatever became of its letter. */
  readonly last: { readonly sequence: number; readonly decidedOn: string; readonly level: DunningLevel } | null;
  /** Its letter, when it is still to be sent or a person has to say what became of it. */
  readonly letter: {
    readonly mailId: string;
    readonly level: DunningLevel;
    readonly status: 'DUE' | 'UNKNOWN' | 'FAILED';
  } | null;
  /** Mails to our own finance that were not sent. */
  readonly reports: readonly { readonly mailId: string; readonly level: DunningLevel }[];
};

type StateRow = Omit<CollectionState, 'reports'> & { readonly reports: CollectionState['reports'] | null };

export function collectionActivities({ prisma }: ActivityDeps) {
  return {
    /** The invoices of an order that are not paid. */
    async readUnpaid(orderNumber: string): Promise<readonly UnpaidInvoice[]> {
      const rows = await prisma.$queryRaw<UnpaidInvoice[]>`
        SELECT i.number, i.issue_date::text AS "issueDate", i.due_date::text AS "dueDate", i.currency, i.gross::text AS gross
        FROM invoice i WHERE i.order_number = ${orderNumber}
          AND EXISTS (SELECT FROM receivable r WHERE r.invoice_number = i.number AND r.settled_on IS NULL)
        ORDER BY i.issue_date, i.number`;
      return rows.map((row) => ({ ...row, gross: canonicalAmount(row.gross, row.currency) }));
    },

    /** Reads, and changes nothing. @throws Error when there is no such receivable */
    async readCollection({ invoiceNumber, instalment, currency }: CollectionKey): Promise<CollectionState> {
      const rows = await prisma.$queryRaw<StateRow[]>`
        SELECT r.open::text AS open, r.settled_on::text AS "settledOn",
          ${paidSums} AS payments,
          CASE WHEN last.id IS NOT NULL THEN jsonb_build_object('sequence', last.sequence, 'decidedOn', last.decided_on, 'level', last.level) END AS last,
          CASE WHEN last.status IN ('DUE', 'UNKNOWN', 'FAILED')
            THEN jsonb_build_object('mailId', 'dunning:' || last.id, 'level', last.level, 'status', last.status) END AS letter,
          (SELECT jsonb_agg(jsonb_build_object('mailId', m.id, 'level', s.level) ORDER BY s.sequence)
           FROM dunning_step s JOIN mail m ON m.dunning_step_id = s.id
           WHERE s.invoice_number = r.invoice_number AND s.instalment = r.instalment
             AND m.kind = 'dunning-report' AND m.status NOT IN ('SENT', 'SKIPPED')) AS reports
        FROM receivable r
        LEFT JOIN LATERAL (SELECT * FROM dunning_step s
          WHERE s.invoice_number = r.invoice_number AND s.instalment = r.instalment ORDER BY s.sequence DESC LIMIT 1) last ON true
        WHERE r.invoice_number = ${invoiceNumber} AND r.instalment = ${instalment}::int`;
      const row = rows[0];
      if (row === undefined) throw new Error(`receivable ${invoiceNumber}/${instalment} is not there`);
      return {
        ...row,
        open: canonicalAmount(row.open, currency),
        payments: row.payments.map((paid) => ({ ...paid, amount: canonicalAmount(paid.amount, currency) })),
        reports: row.reports ?? [],
      };
    },
  };
}
