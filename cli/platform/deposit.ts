import { inflateSync } from 'node:zlib';
import { SaxesParser } from 'saxes';

/** What the stand-in reads of an invoice: enough to answer about it. */
export type InvoiceFacts = {
  readonly number: string;
  readonly typeCode: string;
  /** LocalDate */
  readonly issueDate: string;
  readonly seller: string;
  readonly buyer: string;
};

/** What a file is found to be: an invoice, a status of ours, or wrong, and why (XP Z12-012, MDT-113). */
export type Examined =
  | { readonly kind: 'invoice'; readonly facts: InvoiceFacts; readonly wrong: 'REJ_SEMAN' | 'DEST_INC' | null }
  | { readonly kind: 'status' }
  | {
      readonly kind: 'not-admitted';
      readonly reason: 'IRR_VIDE_F' | 'IRR_TYPE_F' | 'IRR_SYNTAX';
      readonly why: string;
    };

const notAdmitted = (reason: 'IRR_VIDE_F' | 'IRR_TYPE_F' | 'IRR_SYNTAX', why: string): Examined => ({
  kind: 'not-admitted',
  reason,
  why,
});

/** Looks at a file as a small platform does: is it XML, is it an invoice, does it say what an answer needs? */
export function examine(bytes: Buffer): Examined {
  if (bytes.length === 0) return notAdmitted('IRR_VIDE_F', 'nothing is in it');
  const text = bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? xmlInPdf(bytes) : bytes.toString('utf8');
  if (text === null) return notAdmitted('IRR_TYPE_F', 'the PDF holds no factur-x.xml');
  let read: ReadonlyMap<string, string>;
  let root: string;
  try {
    ({ read, root } = pathsOf(text));
  } catch (error) {
    return notAdmitted('IRR_SYNTAX', error instanceof Error ? error.message : String(error));
  }
  if (root === 'CrossDomainAcknowledgementAndResponse') return { kind: 'status' };
  if (root !== 'Invoice' && root !== 'CreditNote' && root !== 'CrossIndustryInvoice')
    return notAdmitted('IRR_TYPE_F', `${root} is no invoice`);
  const facts = root === 'CrossIndustryInvoice' ? ciiFacts(read) : ublFacts(read);
  const wrong = facts.number === '' || facts.seller === '' ? 'REJ_SEMAN' : facts.buyer === '' ? 'DEST_INC' : null;
  return { kind: 'invoice', facts, wrong };
}

function ublFacts(read: ReadonlyMap<string, string>): InvoiceFacts {
  const at = (path: string): string => read.get(path) ?? '';
  return {
    number: at('ID'),
    typeCode: at('InvoiceTypeCode') || at('CreditNoteTypeCode'),
    issueDate: at('IssueDate'),
    seller: at('AccountingSupplierParty/Party/PartyLegalEntity/CompanyID'),
    buyer: at('AccountingCustomerParty/Party/EndpointID'),
  };
}

function ciiFacts(read: ReadonlyMap<string, string>): InvoiceFacts {
  const at = (path: string): string => read.get(path) ?? '';
  const trade = 'SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement';
  const day = at('ExchangedDocument/IssueDateTime/DateTimeString');
  return {
    number: at('ExchangedDocument/ID'),
    typeCode: at('ExchangedDocument/TypeCode'),
    issueDate: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`,
    seller: at(`${trade}/SellerTradeParty/SpecifiedLegalOrganization/ID`),
    buyer: at(`${trade}/BuyerTradeParty/URIUniversalCommunication/URIID`),
  };
}

/** Texts by the names on their path below the root, the first of each. @throws Error for what is not well-formed */
function pathsOf(text: string): { readonly root: string; readonly read: ReadonlyMap<string, string> } {
  const read = new Map<string, string>();
  const open: string[] = [];
  let root = '';
  let said = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type declaration');
  });
  parser.on('opentag', ({ local }) => {
    if (root === '') root = local;
    else open.push(local);
    said = '';
  });
  parser.on('text', (data) => {
    said += data;
  });
  parser.on('closetag', () => {
    const path = open.join('/');
    if (said.trim() !== '' && !read.has(path)) read.set(path, said.trim());
    open.pop();
    said = '';
  });
  parser.write(text).close();
  if (root === '') throw new Error('no element is in it');
  return { root, read };
}

/** Null: none of its streams is an invoice. */
function xmlInPdf(bytes: Buffer): string | null {
  for (let from = bytes.indexOf('stream'); from >= 0; from = bytes.indexOf('stream', from + 6)) {
    const begins = from + (bytes[from + 6] === 0x0d ? 8 : 7);
    const text = inflated(bytes.subarray(begins));
    if (text?.includes('CrossIndustryInvoice') === true && text.startsWith('<?xml')) return text;
  }
  return null;
}

function inflated(bytes: Buffer): string | null {
  try {
    return inflateSync(bytes).toString('utf8');
  } catch {
    return null;
  }
}
