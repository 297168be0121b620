import { createHash } from 'node:crypto';
import type { Issued } from '../contracts/documents.js';
import { renderDocument } from '../documents/render.js';
import type { DocumentFile } from '../prisma/document-store.js';
import type { ActivityDeps } from './deps.js';

type IssuedDocument = Issued & { readonly id: string };

export function renderingActivities({ prisma, documents }: ActivityDeps) {
  return {
    /** Renders documents that nobody has rendered yet, from their snapshots, and keeps the bytes. */
    async renderDocuments(documentIds: readonly string[]): Promise<null> {
      const issued = await prisma.document.findMany({
        where: { id: { in: [...documentIds] }, file: null },
        select: { id: true, kind: true, snapshot: true },
      });
      if (issued.length > 0) await documents.put(await renderAll(issued as unknown as IssuedDocument[]));
      return null;
    },
  };
}

/** The files of issued documents, in their order. */
export const renderAll = (issued: readonly IssuedDocument[]): Promise<DocumentFile[]> =>
  Promise.all(
    issued.map(async (document) => {
      const { fileName, mime, bytes } = await renderDocument(document);
      const copy = new Uint8Array(bytes);
      return {
        documentId: document.id,
        fileName,
        mime,
        sha256: createHash('sha256').update(copy).digest('hex'),
        bytes: copy,
      };
    }),
  );
