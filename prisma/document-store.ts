import type { PrismaClient, Transaction } from './client.js';

/** The bytes of a document, rendered once. */
export type DocumentFile = {
  readonly documentId: string;
  readonly fileName: string;
  readonly mime: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** Where the bytes of documents are kept. */
export type DocumentStore = {
  /** The files that are there. */
  readonly get: (documentIds: readonly string[]) => Promise<readonly DocumentFile[]>;
  /**
   * Keeps each file for ever: where a document has one already, that one stays.
   * @param tx transaction of the caller, in which a store in the same database takes part
   */
  readonly put: (files: readonly DocumentFile[], tx?: Transaction) => Promise<void>;
};

/** Keeps documents in PostgreSQL, beside their snapshots. */
export const postgresDocumentStore = (prisma: PrismaClient): DocumentStore => ({
  get: (documentIds) =>
    prisma.documentFile.findMany({
      where: { documentId: { in: [...documentIds] } },
      omit: { createdAt: true },
    }),
  put: async (files, tx = prisma) => {
    await tx.documentFile.createMany({ data: [...files], skipDuplicates: true });
  },
});
