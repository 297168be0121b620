import { createHash } from 'node:crypto';
import type { Issued } from '../../contracts/documents.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { Prisma } from '../generated/client.js';

/** What a step issues: the number and day it bears, and everything it says. */
export type NewDocument = Issued & {
  /** See `documentId`. */
  readonly id: string;
  readonly number: string;
  readonly issuedOn: string;
  /** Null: it is for our own people. */
  readonly customerNumber: string | null;
  readonly orderNumber: string | null;
};

/** SHA-256 over the snapshot's canonical JSON, hex. */
export const snapshotHash = (snapshot: unknown): string =>
  createHash('sha256').update(canonicalJson(snapshot)).digest('hex');

/** Issues documents as a part of a statement: the one that ends the step whose fact they tell. */
export const insertDocuments = (documents: readonly NewDocument[]): Prisma.Sql => {
  const rows = documents.map((document) => ({
    ...document,
    language: document.snapshot.language,
    hash: snapshotHash(document.snapshot),
  }));
  return Prisma.sql`
    INSERT INTO document (id, kind, number, issued_on, language, customer_number, order_number, snapshot, snapshot_hash)
    SELECT d.id, d.kind, d.number, d."issuedOn", d.language, d."customerNumber", d."orderNumber", d.snapshot, d.hash
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS d(id text, kind text, number text, "issuedOn" date, language text,
      "customerNumber" text, "orderNumber" text, snapshot jsonb, hash text)`;
};

/** Sorts documents of one kind and number, the last version first: their ids differ by its digits alone. */
export const latestFirst = (id: Prisma.Sql): Prisma.Sql => Prisma.sql`length(${id}) DESC, ${id} DESC`;
