import type { Company } from '../../contracts/company.js';
import type { AskedDiscrepancy, Difference } from '../../contracts/discrepancy.js';
import type { Issued } from '../../contracts/documents.js';
import type { Parties } from '../../contracts/parties.js';
import type { Currency, MailKind, MailStatus } from '../../contracts/vocabulary.js';
import type { PrismaClient } from '../client.js';
import { paidSums } from './receivables.js';

/** Everything that the text and the documents of one mail are made from, as PostgreSQL has it. Numbers arrive as text. */
export type MailFacts = {
  readonly id: string;
  readonly kind: MailKind;
  readonly status: MailStatus;
  readonly round: number;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly recipient: string;
  readonly data: unknown;
  /** What it carries, in this order. */
  readonly documents: readonly (Issued & { readonly id: string; readonly isRendered: boolean })[];
  readonly dunningStepId: string | null;
  readonly company: Company;
  readonly customer: {
    readonly number: string;
    readonly currency: Currency;
  };
  readonly order: {
    readonly number: string;
    readonly customerReference: string | null;
    readonly quote: string | null;
    readonly receivedOn: string;
    readonly parties: Parties;
  };
  readonly lines: readonly { readonly lineNo: number; readonly description: string }[];
  /** For a letter of dunning: what is owed now, what was paid, by value date, and the reminders sent before this one. */
  readonly receivable: {
    readonly open: string;
    readonly payments: readonly { readonly amount: string; readonly paidOn: string }[];
    readonly remindersBefore: number;
  } | null;
  readonly discrepancies: readonly (Difference & Pick<AskedDiscrepancy, 'source'> & { readonly id: string })[];
  readonly invoice: {
    readonly number: string;
    readonly issueDate: string;
    readonly dueDate: string;
    readonly gross: string;
  } | null;
};

/** Reads the facts of one mail in one statement. */
export async function loadMailFacts(prisma: PrismaClient, mailId: string): Promise<MailFacts> {
  const rows = await prisma.$queryRaw<{ facts: MailFacts }[]>`
    SELECT jsonb_build_object(
      'id', m.id, 'kind', m.kind, 'status', m.status, 'round', m.round, 'subject', m.subject, 'text', m.text, 'html', m.html,
      'recipient', m.recipient, 'data', m.data,
      'documents', COALESCE((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'snapshot', d.snapshot,
          'isRendered', EXISTS (SELECT FROM document_file f WHERE f.document_id = d.id)) ORDER BY carried.place)
        FROM unnest(CASE m.kind WHEN 'acknowledgement' THEN ARRAY[m.id]
          WHEN 'invoice' THEN ARRAY[m.id] || ARRAY(SELECT DISTINCT 'delivery-note:' || s.delivery_number FROM invoice_source s
            WHERE s.invoice_number = i.number AND s.delivery_number IS NOT NULL ORDER BY 1) ELSE ARRAY[]::text[] END) WITH ORDINALITY AS carried(id, place)
        JOIN document d ON d.id = carried.id), '[]'),
      'dunningStepId', m.dunning_step_id,
      'company', (SELECT body FROM company WHERE id = 1),
      'customer', jsonb_build_object('number', c.number, 'currency', c.currency),
      'order', jsonb_build_object('number', o.number, 'customerReference', o.customer_reference, 'quote', o.quote_number,
        'receivedOn', o.received_on, 'parties', o.parties),
      'lines', COALESCE((SELECT jsonb_agg(jsonb_build_object('lineNo', l.line_no, 'description', l.description)
        ORDER BY l.line_no) FROM order_line l WHERE l.order_number = o.number), '[]'),
      'receivable', (SELECT jsonb_build_object('open', r.open::text, 'payments', ${paidSums},
        'remindersBefore', (SELECT count(*) FROM dunning_step b WHERE b.invoice_number = r.invoice_number
          AND b.instalment = r.instalment AND b.sequence < s.sequence AND b.level <> 'courtesy' AND b.status = 'SENT'))
        FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
        WHERE m.kind = 'dunning' AND s.id = m.dunning_step_id),
      'discrepancies', COALESCE((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'type', d.type, 'lineNo', d.line_no, 'together', d.together, 'expected', d.expected,
        'actual', d.actual, 'source', d.source) ORDER BY d.id) FROM discrepancy d
        WHERE m.kind = 'question' AND d.order_number = o.number AND d.version = o.version AND NOT d.within_tolerance), '[]'),
      'invoice', CASE WHEN i.number IS NULL THEN NULL ELSE jsonb_build_object('number', i.number,
        'issueDate', i.issue_date, 'dueDate', i.due_date, 'gross', i.gross::text) END
    ) AS facts
    FROM mail m JOIN customer c ON c.number = m.customer_number JOIN sales_order o ON o.number = m.order_number
    LEFT JOIN invoice i ON i.number = m.invoice_number
    WHERE m.id = ${mailId}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`mail ${mailId} is not there`);
  return row.facts;
}
