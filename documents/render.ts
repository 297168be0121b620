import type { Issued } from '../contracts/documents.js';
import { renderAcknowledgement } from './acknowledgement.js';
import { renderDeliveryNote } from './delivery-note.js';
import { renderDunningLetter } from './dunning-letter.js';
import { renderInvoice } from './invoice.js';

/** A rendered document, named as the reader's file is to be. */
export type Rendered = { readonly fileName: string; readonly mime: 'application/pdf'; readonly bytes: Uint8Array };

/** The document that its snapshot tells of: the same snapshot gives the same bytes. */
export async function renderDocument(issued: Issued): Promise<Rendered> {
  return { fileName: `${nameOf(issued)}.pdf`, mime: 'application/pdf', bytes: await bytesOf(issued) };
}

function bytesOf(issued: Issued): Promise<Uint8Array> {
  switch (issued.kind) {
    case 'acknowledgement':
      return renderAcknowledgement(issued.snapshot);
    case 'delivery-note':
    case 'signed-delivery-note':
      return renderDeliveryNote(issued.snapshot);
    case 'invoice':
      return renderInvoice(issued.snapshot);
    case 'dunning-letter':
      return renderDunningLetter(issued.snapshot);
  }
}

function nameOf(issued: Issued): string {
  if (issued.kind !== 'acknowledgement') return issued.snapshot.number;
  const { order, version } = issued.snapshot;
  return version === 1 ? order : `${order}-v${version}`;
}
