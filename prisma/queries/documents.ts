import type { DocumentKind } from '../../contracts/vocabulary.js';
import { documentKinds } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { wordOf } from '../mappers.js';
import { visible, type Db, type Scope } from './page.js';

export type StoredDocument = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly order: string | null;
  readonly fileName: string;
  readonly mime: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
};

type DocumentRow = Omit<StoredDocument, 'kind'> & { readonly kind: string };

const documentColumns = Prisma.sql`
  document.id, document.kind, document.order_number AS "order", document.file_name AS "fileName", document.mime,
  document.sha256, document.bytes`;
const documentTables = Prisma.sql`document
  LEFT JOIN sales_order ON sales_order.number = document.order_number
  LEFT JOIN customer ON customer.number = sales_order.customer_number`;

const documentOf = (row: DocumentRow): StoredDocument => ({ ...row, kind: wordOf(documentKinds, row.kind) });

/** A document as it was issued. Null: not written yet, or of somebody else's customer. */
export async function getDocument(db: Db, id: string, scope: Scope): Promise<StoredDocument | null> {
  const rows = await db.$queryRaw<DocumentRow[]>`
    SELECT ${documentColumns} FROM ${documentTables} WHERE document.id = ${id} AND ${visible(scope)}`;
  return rows[0] ? documentOf(rows[0]) : null;
}

/** The last document of a kind that an order had, such as its acknowledgement after an amendment. */
export async function getLatestDocument(
  db: Db,
  order: string,
  kind: DocumentKind,
  scope: Scope,
): Promise<StoredDocument | null> {
  const rows = await db.$queryRaw<DocumentRow[]>`
    SELECT ${documentColumns} FROM ${documentTables}
    WHERE document.order_number = ${order} AND document.kind = ${kind} AND ${visible(scope)}
    ORDER BY document.created_at DESC, length(document.id) DESC, document.id DESC LIMIT 1`;
  return rows[0] ? documentOf(rows[0]) : null;
}
