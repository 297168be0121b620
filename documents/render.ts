import type { Issued } from '../contracts/documents.js';
import type { Look } from './dress.js';
import { renderAcknowledgement } from './acknowledgement.js';
import { renderCreditNote } from './credit-note.js';
import { renderDeliveryNote } from './delivery-note.js';
import { renderDunningLetter } from './dunning-letter.js';
import { renderInvoice } from './invoice.js';
import { renderProforma } from './proforma.js';
import { renderOrderResponse } from './order-response.js';
import { renderMonthEnd } from './month-end.js';
import { renderQuote } from './quote.js';
import { renderStatement } from './statement.js';
import { WORKBOOK_MIME, renderMonthEndWorkbook } from './month-end-workbook.js';
import { wordsOf } from '../words/index.js';

const PDF_MIME = 'application/pdf';

/** A rendered document, named as the reader's file is to be. */
export type Rendered = { readonly fileName: string; readonly mime: string; readonly bytes: Uint8Array };

/**
 * The document that its snapshot tells of: the same snapshot gives the same bytes.
 * @param look the template that the snapshot names; null: it names none
 */
export async function renderDocument(issued: Issued, look: Look | null = null): Promise<Rendered> {
  const [ending, mime] = formatOf(issued.kind);
  return { fileName: `${nameOf(issued)}.${ending}`, mime, bytes: await bytesOf(issued, look) };
}

/** How a file's name ends, and its type. */
function formatOf(kind: Issued['kind']): readonly [string, string] {
  switch (kind) {
    case 'month-end-workbook':
      return ['xlsx', WORKBOOK_MIME];
    case 'order-response':
      return ['xml', 'application/xml'];
    default:
      return ['pdf', PDF_MIME];
  }
}

function bytesOf(issued: Issued, look: Look | null): Promise<Uint8Array> {
  switch (issued.kind) {
    case 'acknowledgement':
      return renderAcknowledgement(issued.snapshot, look);
    case 'order-response':
      return renderOrderResponse(issued.snapshot);
    case 'delivery-note':
    case 'signed-delivery-note':
      return renderDeliveryNote(issued.snapshot, look);
    case 'invoice':
      return renderInvoice(issued.snapshot, look);
    case 'credit-note':
      return renderCreditNote(issued.snapshot, look);
    case 'proforma':
      return renderProforma(issued.snapshot, look);
    case 'dunning-letter':
      return renderDunningLetter(issued.snapshot, look);
    case 'month-end':
      return renderMonthEnd(issued.snapshot, look);
    case 'month-end-workbook':
      return renderMonthEndWorkbook(issued.snapshot);
    case 'quote':
      return renderQuote(issued.snapshot, look);
    case 'statement':
      return renderStatement(issued.snapshot, look);
  }
}

function nameOf(issued: Issued): string {
  switch (issued.kind) {
    case 'acknowledgement':
      return versioned(issued.snapshot.order, issued.snapshot.version);
    case 'order-response':
      return versioned(`${issued.snapshot.order}-response`, issued.snapshot.version);
    case 'proforma':
      return versioned(`${issued.snapshot.number}-proforma`, issued.snapshot.version);
    case 'month-end':
    case 'month-end-workbook': {
      const { language, month, version } = issued.snapshot;
      return versioned(`${wordsOf(language).monthEnd.fileName}-${month}`, version);
    }
    case 'quote':
      return versioned(issued.snapshot.number, issued.snapshot.version);
    default:
      return issued.snapshot.number;
  }
}

const versioned = (name: string, version: number): string => (version === 1 ? name : `${name}-v${version}`);
