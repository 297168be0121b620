import type { Cover, Issued, MailContent } from '../../contracts/documents.js';
import type { InvoiceSyntax } from '../../contracts/vocabulary.js';
import { electronicCreditNote, electronicInvoice } from '../../documents/e-invoice/index.js';
import { cdarOf } from '../../documents/lifecycle/cdar.js';
import { invariant } from '../../domain/invariant.js';
import type { DocumentFile } from '../../prisma/document-store.js';
import type { OutgoingRecord } from '../../prisma/repositories/outgoing.js';
import type { Deposit, PlatformFormat } from './port.js';

type Network = Deposit['network'];

const XML = 'application/xml';

/** How the file of each format ends, and what it is. */
const endings: Readonly<Record<'ubl' | 'cii' | 'facturx' | 'cdar', string>> = {
  ubl: 'ubl.xml',
  cii: 'cii.xml',
  facturx: 'pdf',
  cdar: 'cdar.xml',
};

/**
 * What goes to a platform: the name of its file as the subject, which tells the format for good, and the XML as the text.
 * Peppol has UBL alone.
 */
export function electronicContent(said: Cover | Issued, network: Network, format: PlatformFormat): MailContent {
  switch (said.kind) {
    case 'invoice':
    case 'credit-note': {
      const written = network === 'peppol' ? 'ubl' : format;
      const text = xmlOf(said, network, written === 'ubl' ? 'ubl' : 'cii');
      return { subject: `${said.snapshot.number}.${endings[written]}`, text, html: '' };
    }
    case 'invoice-status': {
      const { invoice, code, place } = said.snapshot;
      return { subject: `${invoice}_${code}_${place}.${endings.cdar}`, text: cdarOf(said.snapshot), html: '' };
    }
    default:
      throw new Error(`a ${said.kind} goes to no platform`);
  }
}

function xmlOf(
  said: Extract<Issued, { readonly kind: 'invoice' | 'credit-note' }>,
  network: Network,
  syntax: InvoiceSyntax,
): string {
  if (said.kind === 'invoice') return electronicInvoice(said.snapshot, network, syntax);
  const { supply } = said.snapshot;
  invariant(supply, `${said.snapshot.number} says nothing of what was delivered`);
  return electronicCreditNote({ ...said.snapshot, supply }, network, syntax);
}

/**
 * The file as the first attempt wrote it. What a person has sent again is another round, under a name of its own: the
 * platform may have lost the one before, and still know its name.
 */
export function depositOf(
  item: Pick<OutgoingRecord, 'id' | 'round' | 'kind'>,
  network: Network,
  { subject, text }: Pick<MailContent, 'subject' | 'text'>,
  files: readonly DocumentFile[],
): Deposit {
  const isPdf = subject.endsWith(endings.facturx);
  const bytes = isPdf ? files[0]?.bytes : new TextEncoder().encode(text);
  return {
    key: `${item.id}:${item.round}`,
    fileName: `${item.round === 1 ? '' : `${item.round}-`}${safe(subject)}`,
    mime: isPdf ? 'application/pdf' : XML,
    kind: item.kind === 'invoice-status' ? 'status' : 'invoice',
    network,
    bytes: bytes ?? new Uint8Array(),
  };
}

/** Numbers of another system may hold what no name of a file does. */
const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
