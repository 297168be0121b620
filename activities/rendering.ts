import { createHash } from 'node:crypto';
import type { Issued } from '../contracts/documents.js';
import type { Look } from '../documents/dress.js';
import { renderDocument } from '../documents/render.js';
import type { DocumentFile } from '../prisma/document-store.js';
import type { ActivityDeps } from './deps.js';
import { looksIn, type ReadLooks } from './looks.js';

type IssuedDocument = Issued & { readonly id: string };

export function renderingActivities({ prisma, documents }: ActivityDeps) {
  return {
    /** Renders documents that nobody has rendered yet, from their snapshots, and keeps the bytes. */
    async renderDocuments(documentIds: readonly string[]): Promise<null> {
      const issued = await prisma.document.findMany({
        where: { id: { in: [...documentIds] }, file: null },
        select: { id: true, kind: true, snapshot: true },
      });
      if (issued.length > 0)
        await documents.put(await renderAll(issued as unknown as IssuedDocument[], looksIn(prisma)));
      return null;
    },
  };
}

/** From so many lines on a document waits for the long ones before it. */
const LONG_LINES = 50;
let longOnes: Promise<unknown> = Promise.resolve();

/** The files of issued documents, in their order. Long ones are rendered one at a time, so that short ones need not wait. */
export async function renderAll(issued: readonly IssuedDocument[], read: ReadLooks): Promise<DocumentFile[]> {
  const lookOf = await read(issued.map(templateOf));
  return Promise.all(
    issued.map((document) => {
      const draw = () => render(document, lookOf(templateOf(document)));
      return isLong(document) ? afterLongOnes(draw) : draw();
    }),
  );
}

/** Digest of the template that a document was issued with; null: of before there were templates. */
const templateOf = ({ snapshot }: IssuedDocument): string | null =>
  ('template' in snapshot ? snapshot.template?.sha256 : null) ?? null;

/** What is no PDF is small, and made at once. */
const isLong = ({ kind, snapshot }: IssuedDocument): boolean =>
  kind !== 'month-end-workbook' && kind !== 'order-response' && linesOf(snapshot) >= LONG_LINES;

function linesOf(snapshot: IssuedDocument['snapshot']): number {
  if ('figures' in snapshot)
    return snapshot.figures.reduce(
      (rows, { splits }) => splits.reduce((sum, split) => sum + split.rows.length, rows + 1),
      0,
    );
  if ('items' in snapshot) return snapshot.items.length;
  return ('lines' in snapshot ? snapshot.lines : snapshot.invoices).length;
}

function afterLongOnes<T>(work: () => Promise<T>): Promise<T> {
  const turn = longOnes.then(work);
  longOnes = turn.catch(() => undefined);
  return turn;
}

async function render(document: IssuedDocument, look: Look | null): Promise<DocumentFile> {
  const { fileName, mime, bytes } = await renderDocument(document, look);
  const copy = new Uint8Array(bytes);
  const sha256 = createHash('sha256').update(copy).digest('hex');
  return { documentId: document.id, fileName, mime, sha256, bytes: copy };
}
