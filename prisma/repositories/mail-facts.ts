import type { Company } from '../../contracts/company.js';
import type { Delivery } from '../../contracts/delivery.js';
import type { InvoiceLine, VatRow } from '../../contracts/invoice.js';
import type { AskedDiscrepancy, Difference } from '../../contracts/discrepancy.js';
import type { Parties } from '../../contracts/parties.js';
import type { PaymentTerms, PostalAddress } from '../../contracts/primitives.js';
import type { DunningPolicy } from '../../contracts/policies.js';
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
  /** What the acknowledgement before this one said; null on the first. */
  readonly acknowledgedBefore: unknown;
  readonly dunningStepId: string | null;
  readonly company: Company;
  readonly dunning: DunningPolicy;
  readonly customer: {
    readonly number: string;
    readonly currency: Currency;
    readonly vatRegime: 'domestic' | 'intra-community' | 'export';
  };
  readonly order: {
    readonly number: string;
    readonly customerReference: string | null;
    readonly quote: string | null;
    readonly quoteRevision: number | null;
    readonly version: number;
    readonly receivedOn: string;
    readonly parties: Parties;
    readonly paymentTerms: PaymentTerms;
    readonly freight: string;
    readonly net: string;
    readonly vat: string;
    readonly gross: string;
    readonly closedReason: string | null;
  };
  readonly lines: readonly (InvoiceLine & {
    readonly product: string;
    readonly requestedDate: string;
    readonly confirmedDate: string | null;
  })[];
  /** For a letter of dunning: what is owed now, what was paid, by value date, and the reminders sent before this one. */
  readonly receivable: {
    readonly open: string;
    readonly payments: readonly { readonly amount: string; readonly paidOn: string }[];
    readonly remindersBefore: number;
  } | null;
  readonly discrepancies: readonly (Difference & Pick<AskedDiscrepancy, 'source'> & { readonly id: string })[];
  readonly invoice: {
    readonly number: string;
    readonly delivery: string;
    readonly issueDate: string;
    readonly dueDate: string;
    readonly freight: string;
    readonly net: string;
    readonly vat: string;
    readonly gross: string;
    readonly vatBreakdown: readonly VatRow[];
    readonly snapshot: {
      readonly backorders: readonly {
        readonly lineNo: number;
        readonly quantity: string;
        readonly nextDate: string | null;
      }[];
    };
    readonly deliveredOn: string;
    readonly carrier: string | null;
    readonly deliveryAddress: PostalAddress;
    readonly proof: Delivery['proof'];
    readonly lines: readonly InvoiceLine[];
  } | null;
};

/** Reads the facts of one mail in one statement. */
export async function loadMailFacts(prisma: PrismaClient, mailId: string): Promise<MailFacts> {
  const rows = await prisma.$queryRaw<{ facts: MailFacts }[]>`
    SELECT jsonb_build_object(
      'id', m.id, 'kind', m.kind, 'status', m.status, 'round', m.round, 'subject', m.subject, 'text', m.text, 'html', m.html,
      'recipient', m.recipient, 'data', m.data,
      'acknowledgedBefore', (SELECT p.data -> 'document' FROM mail p WHERE m.kind = 'acknowledgement' AND p.kind = 'acknowledgement'
        AND p.order_number = m.order_number AND p.data ? 'document' AND p.id <> m.id ORDER BY p.created_at DESC LIMIT 1),
      'dunningStepId', m.dunning_step_id,
      'company', (SELECT body FROM company WHERE id = 1),
      'dunning', (SELECT body FROM policy WHERE kind = 'dunning'),
      'customer', jsonb_build_object('number', c.number, 'currency', c.currency, 'vatRegime', c.vat_regime),
      'order', jsonb_build_object('number', o.number, 'customerReference', o.customer_reference, 'quote', o.quote_number,
        'quoteRevision', o.quote_revision, 'version', o.version, 'receivedOn', o.received_on, 'parties', o.parties,
        'paymentTerms', o.payment_terms, 'freight', o.freight::text, 'net', o.net::text, 'vat', o.vat::text, 'gross', o.gross::text,
        'closedReason', o.closed_reason),
      'lines', COALESCE((SELECT jsonb_agg(jsonb_build_object('lineNo', l.line_no, 'product', l.product_number, 'description', l.description,
        'unit', l.unit, 'quantity', l.quantity::text, 'unitPrice', l.unit_price::text, 'discountPercent', l.discount_percent::text,
        'vatRate', l.vat_rate::text, 'net', l.net::text, 'requestedDate', l.requested_date, 'confirmedDate', l.last_confirmed_date)
        ORDER BY l.line_no) FROM order_line l WHERE l.order_number = o.number), '[]'),
      'receivable', (SELECT jsonb_build_object('open', r.open::text, 'payments', ${paidSums},
        'remindersBefore', (SELECT count(*) FROM dunning_step b WHERE b.invoice_number = r.invoice_number
          AND b.instalment = r.instalment AND b.sequence < s.sequence AND b.level <> 'courtesy' AND b.status = 'SENT'))
        FROM dunning_step s JOIN receivable r USING (invoice_number, instalment)
        WHERE m.kind = 'dunning' AND s.id = m.dunning_step_id),
      'discrepancies', COALESCE((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'type', d.type, 'lineNo', d.line_no, 'together', d.together, 'expected', d.expected,
        'actual', d.actual, 'source', d.source) ORDER BY d.id) FROM discrepancy d
        WHERE m.kind = 'question' AND d.order_number = o.number AND d.version = o.version AND NOT d.within_tolerance), '[]'),
      'invoice', CASE WHEN i.number IS NULL THEN NULL ELSE jsonb_build_object('number', i.number, 'delivery', i.delivery_number,
        'issueDate', i.issue_date, 'dueDate', i.due_date, 'freight', i.freight::text, 'net', i.net::text, 'vat', i.vat::text,
        'gross', i.gross::text, 'vatBreakdown', i.vat_breakdown, 'snapshot', i.snapshot, 'deliveredOn', dl.delivered_on,
        'carrier', dl.carrier, 'deliveryAddress', dl.address,
        'proof', CASE WHEN dl.status = 'proved' THEN jsonb_build_object('receivedBy', dl.received_by,
          'receivedAt', to_char(dl.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'reserves', dl.reserves) END,
        'lines', (SELECT jsonb_agg(jsonb_build_object('lineNo', il.line_no, 'product', il.product_number, 'description', il.description,
          'unit', il.unit, 'quantity', il.quantity::text, 'unitPrice', il.unit_price::text, 'discountPercent', il.discount_percent::text,
          'vatRate', il.vat_rate::text, 'net', il.net::text) ORDER BY il.line_no) FROM invoice_line il WHERE il.invoice_number = i.number)) END
    ) AS facts
    FROM mail m JOIN customer c ON c.number = m.customer_number JOIN sales_order o ON o.number = m.order_number
    LEFT JOIN invoice i ON i.number = m.invoice_number LEFT JOIN delivery dl ON dl.number = i.delivery_number
    WHERE m.id = ${mailId}`;
  const row = rows[0];
  if (row === undefined) throw new Error(`mail ${mailId} is not there`);
  return row.facts;
}
