import type { CreditNoteInput, CreditPreview } from '../../contracts/credit-note.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import type { Refusal } from '../../contracts/problems.js';
import type { VatRow } from '../../contracts/tax.js';
import type { ClaimKind, Currency, CreditScope, InvoiceKind } from '../../contracts/vocabulary.js';
import {
  asCredited,
  planCredit,
  type CreditableInvoice,
  type PlannedCredit,
  type CreditedClaim,
  type CreditedReceivable,
  type IssuedInvoice,
  type SourceLeft,
} from '../../domain/crediting.js';
import { besidePrice } from '../../domain/adjustments.js';
import { canonicalAmount, canonicalPercent, canonicalPrice, canonicalQuantity } from '../../domain/money.js';
import { vatOf } from '../../domain/tax.js';
import { Prisma } from '../generated/client.js';
import { printedMembers } from '../lines.js';
import { visible, type Db, type Scope } from './page.js';

type IssuedRow = {
  readonly lines: readonly InvoiceLine[] | null;
  readonly freight: string;
  readonly vatBreakdown: readonly VatRow[];
};

type Row = IssuedRow & {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly currency: Currency;
  readonly customer: string;
  readonly order: string;
  readonly issueDate: string;
  readonly credited: readonly (IssuedRow & { readonly scope: CreditScope })[] | null;
  readonly deducted: readonly VatRow[] | null;
  readonly sources: readonly SourceLeft[] | null;
  readonly receivables: readonly CreditedReceivable[] | null;
  readonly claims: readonly (CreditedClaim & { readonly kind: ClaimKind })[] | null;
};

const linesOf = (invoice: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT json_agg(json_build_object(${printedMembers(Prisma.sql`line`)}, 'net', line.net::text) ORDER BY line.line_no)
    FROM invoice_line AS line WHERE line.invoice_number = ${invoice}.number)`;

/** Everything that decides a credit of an invoice, in one statement. Null: there is none, or it is of somebody else's customer. */
export async function readCreditable(db: Db, number: string, scope: Scope): Promise<CreditableInvoice | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT invoice.number, invoice.kind, invoice.currency, invoice.customer_number AS customer, invoice.order_number AS "order",
      invoice.issue_date::text AS "issueDate", invoice.freight::text AS freight, invoice.vat_breakdown AS "vatBreakdown",
      ${linesOf(Prisma.sql`invoice`)} AS lines,
      (SELECT json_agg(json_build_object('scope', why.scope, 'freight', note.freight::text, 'vatBreakdown', note.vat_breakdown,
          'lines', ${linesOf(Prisma.sql`note`)}) ORDER BY note.sequence)
        FROM invoice AS note JOIN credit_note AS why ON why.invoice_number = note.number WHERE note.corrects = invoice.number) AS credited,
      (SELECT json_agg(json_build_object('vatCategory', gone.vat_category, 'vatRate', gone.vat_rate::text, 'vatExemption', gone.vat_exemption,
          'base', gone.base::text, 'vat', gone.vat::text))
        FROM deposit_deduction AS gone WHERE gone.deposit_number = invoice.number) AS deducted,
      (SELECT json_agg(json_build_object('lineNo', source.invoice_line_no, 'order', source.order_number, 'orderLine', source.order_line_no,
          'delivery', source.delivery_number, 'deliveryLine', source.delivery_line_no,
          'left', (source.quantity + coalesce((SELECT sum(back.quantity) FROM invoice AS note
            JOIN invoice_source AS back ON back.invoice_number = note.number
            WHERE note.corrects = invoice.number AND back.invoice_line_no = source.invoice_line_no
              AND (back.order_number, back.order_line_no) = (source.order_number, source.order_line_no)
              AND (back.delivery_number, back.delivery_line_no) IS NOT DISTINCT FROM (source.delivery_number, source.delivery_line_no)), 0))::text)
          ORDER BY source.position)
        FROM invoice_source AS source WHERE source.invoice_number = invoice.number) AS sources,
      (SELECT json_agg(json_build_object('kind', 'receivable', 'invoice', due.invoice_number, 'instalment', due.instalment,
          'dueDate', due.due_date, 'open', due.open::text,
          'writtenOff', (SELECT -coalesce(sum(entry.amount), 0) FROM ledger_entry AS entry WHERE entry.kind = 'write-off'
            AND (entry.invoice_number, entry.instalment) = (due.invoice_number, due.instalment))::text) ORDER BY due.due_date, due.instalment)
        FROM receivable AS due WHERE due.invoice_number = invoice.number) AS receivables,
      (SELECT json_agg(json_build_object('claim', claim.id, 'kind', claim.kind, 'open', claim.open::text, 'fallen', claim.fallen::text,
          'currency', claim.currency) ORDER BY claim.id)
        FROM claim WHERE claim.invoice_number = invoice.number AND claim.open <> 0) AS claims
    FROM invoice JOIN customer ON customer.number = invoice.customer_number
    WHERE invoice.number = ${number} AND ${visible(scope)}`;
  return row === undefined ? null : creditableOf(row);
}

function creditableOf(row: Row): CreditableInvoice {
  const { number: invoice, currency, kind, customer, order, issueDate } = row;
  return {
    kind,
    customer,
    order,
    issueDate,
    creditable: {
      invoice,
      currency,
      issued: issuedOf(row, currency),
      credited: [
        ...(row.credited ?? []).map((note) => ({
          ...issuedOf(note, currency),
          takesQuantities: note.scope === 'whole' || note.scope === 'lines',
        })),
        ...(row.deducted === null
          ? []
          : [asCredited(issuedOf(row, currency), row.deducted.map(vatRowOf(currency)), currency)]),
      ],
    },
    sources: (row.sources ?? []).map((source) => ({ ...source, left: canonicalQuantity(source.left) })),
    receivables: (row.receivables ?? []).map((due) => ({
      ...due,
      open: canonicalAmount(due.open, currency),
      writtenOff: canonicalAmount(due.writtenOff, currency),
    })),
    claims: (row.claims ?? []).map((claim) => ({
      ...claim,
      open: canonicalAmount(claim.open, claim.currency),
      fallen: canonicalAmount(claim.fallen, claim.currency),
    })),
  };
}

const vatRowOf =
  (currency: Currency) =>
  (row: VatRow): VatRow => ({
    ...vatOf(row),
    base: canonicalAmount(row.base, currency),
    vat: canonicalAmount(row.vat, currency),
  });

const issuedOf = ({ lines, freight, vatBreakdown }: IssuedRow, currency: Currency): IssuedInvoice => ({
  freight: canonicalAmount(freight, currency),
  vatBreakdown: vatBreakdown.map(vatRowOf(currency)),
  lines: (lines ?? []).map(({ priceBase, adjustments, ...line }) => ({
    ...line,
    ...besidePrice({ priceBase, adjustments }),
    ...vatOf(line),
    quantity: canonicalQuantity(line.quantity),
    unitPrice: canonicalPrice(line.unitPrice),
    discountPercent: canonicalPercent(line.discountPercent),
    net: canonicalAmount(line.net, currency),
  })),
});

/** What a credit of an invoice would come to now. Null: there is no such invoice, or it is of somebody else's customer. */
export async function previewCredit(
  db: Db,
  invoice: string,
  wish: CreditNoteInput,
  scope: Scope,
): Promise<CreditPreview | Refusal | null> {
  const found = await readCreditable(db, invoice, scope);
  if (found === null) return null;
  const plan = planCredit(found, wish);
  return plan.kind === 'refused' ? plan : creditPreviewOf(found, plan);
}

/** A planned credit as it is told. */
export function creditPreviewOf(
  { creditable: { invoice, currency } }: CreditableInvoice,
  { draft, applied, takenBack, toGive, open, claims }: PlannedCredit,
): CreditPreview {
  const { lines, freight, net, vat, gross, vatBreakdown, takesAll } = draft;
  return {
    invoice,
    currency,
    lines: [...lines],
    freight,
    net,
    vat,
    gross,
    vatBreakdown: [...vatBreakdown],
    takesAll,
    applied,
    takenBack,
    toGive,
    open,
    claims: claims.map(({ claim, kind, falls, currency: of }) => ({ claim, kind, falls, currency: of })),
  };
}
