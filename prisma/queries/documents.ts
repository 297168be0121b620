import type { CreditedSupply, CreditNoteDocument, InvoiceDocument, Issued } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import { Prisma } from '../generated/client.js';
import { latestFirst } from '../repositories/documents.js';
import { visible, type Db, type Scope } from './page.js';

const documentTables = Prisma.sql`document JOIN customer ON customer.number = document.customer_number`;

/** Key of the first of these documents that was issued. Null: none was, or they are of somebody else's customer. */
export async function findDocument(db: Db, ids: readonly string[], scope: Scope): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT document.id FROM ${documentTables} JOIN unnest(${ids}::text[]) WITH ORDINALITY AS wanted(id, place) ON wanted.id = document.id
    WHERE ${visible(scope)} ORDER BY wanted.place LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** What a document says, as it was issued. Null: there is none. */
export async function readIssued(db: Db, id: string): Promise<Issued | null> {
  const row = await db.document.findUnique({ where: { id }, select: { kind: true, snapshot: true } });
  return row as unknown as Issued | null;
}

/** What is issued as XML beside its pages. */
export type ElectronicDocument =
  | { readonly kind: 'invoice'; readonly snapshot: InvoiceDocument }
  | { readonly kind: 'credit-note'; readonly snapshot: CreditNoteDocument & { readonly supply: CreditedSupply } };

const electronicColumns = Prisma.sql`document.kind, document.snapshot,
      (SELECT corrected.snapshot FROM document AS corrected
        WHERE corrected.id = ${documentIds.invoice('')} || (document.snapshot -> 'corrects' ->> 'number')) AS corrected`;

type ElectronicRow = { readonly snapshot: unknown; readonly kind: string; readonly corrected: InvoiceDocument | null };

/**
 * What an invoice or a credit note says, as it was issued; of a credit note that does not hold what was delivered, as its
 * invoice says it. Null: it has no document, or is of somebody else's customer.
 */
export async function findElectronic(db: Db, number: string, scope: Scope): Promise<ElectronicDocument | null> {
  const ids = [documentIds.invoice(number), documentIds.creditNote(number)];
  const [row] = await db.$queryRaw<ElectronicRow[]>`
    SELECT ${electronicColumns} FROM ${documentTables} WHERE document.id = ANY(${ids}::text[]) AND ${visible(scope)}`;
  return row === undefined ? null : electronicOf(row);
}

/** The same of several documents, by their ids; what has no XML is not among them. */
export async function findElectronics(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ElectronicDocument>> {
  const rows = await db.$queryRaw<(ElectronicRow & { readonly id: string })[]>`
    SELECT document.id, ${electronicColumns} FROM document WHERE document.id = ANY(${[...ids]}::text[])`;
  return new Map(
    rows.flatMap(({ id, ...row }) => {
      const electronic = electronicOf(row);
      return electronic === null ? [] : [[id, electronic] as const];
    }),
  );
}

function electronicOf(row: ElectronicRow): ElectronicDocument | null {
  if (row.kind === 'invoice') return { kind: 'invoice', snapshot: row.snapshot as InvoiceDocument };
  const snapshot = row.snapshot as CreditNoteDocument;
  const supply = snapshot.supply ?? supplyOf(row.corrected);
  return supply === null ? null : { kind: 'credit-note', snapshot: { ...snapshot, supply } };
}

function supplyOf(invoice: InvoiceDocument | null): CreditedSupply | null {
  if (invoice === null) return null;
  const { deliveredOn, deliveryAddress, paymentTerms, latePayment } = invoice;
  return { deliveredOn, deliveryAddress, paymentTerms, latePayment };
}

/** Whether it came from another system, which issued its document. */
export async function isMovedIn(
  db: Db,
  table: 'sales_order' | 'delivery' | 'invoice',
  number: string,
): Promise<boolean> {
  const rows = await db.$queryRaw<{ moved: boolean }[]>`
    SELECT move_in_id IS NOT NULL AS moved FROM ${Prisma.raw(table)} WHERE number = ${number}`;
  return rows[0]?.moved ?? false;
}

/** Of which a version of an order has one. */
type VersionedKind = 'acknowledgement' | 'order-response';

/** Key of the last such document of an order, or of that of a version. Null: there is none, or it is of somebody else's customer. */
export async function findOfVersion(
  db: Db,
  kind: VersionedKind,
  of: { readonly order: string; readonly version?: number | undefined },
  scope: Scope,
): Promise<string | null> {
  const { order, version = null } = of;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT document.id FROM ${documentTables}
    WHERE document.order_number = ${order} AND document.kind = ${kind} AND ${visible(scope)}
      AND (${version}::int IS NULL OR (document.snapshot ->> 'version')::int = ${version}::int)
    ORDER BY (document.snapshot ->> 'version')::int DESC LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** Key of a quote as it was sent, last or in a version. Null: as above. */
export async function findQuoteDocument(
  db: Db,
  quote: string,
  version: number | null,
  scope: Scope,
): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT document.id FROM ${documentTables}
    WHERE document.customer_number = (SELECT customer_number FROM quote WHERE quote.number = ${quote})
      AND document.kind = 'quote' AND document.number = ${quote} AND ${visible(scope)}
      AND (${version}::int IS NULL OR (document.snapshot ->> 'version')::int = ${version}::int)
    ORDER BY (document.snapshot ->> 'version')::int DESC LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** Key of a delivery's note, with its last proof of receipt once there is one. Null: as above. */
export async function findDeliveryNote(db: Db, delivery: string, scope: Scope): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT document.id FROM ${documentTables}
    WHERE document.order_number = (SELECT order_number FROM delivery WHERE delivery.number = ${delivery})
      AND document.number = ${delivery} AND document.kind IN ('delivery-note', 'signed-delivery-note') AND ${visible(scope)}
    ORDER BY document.kind DESC, ${latestFirst(Prisma.sql`document.id`)} LIMIT 1`;
  return rows[0]?.id ?? null;
}
