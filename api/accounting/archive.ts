import { PassThrough } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import type { AccountingPeriod } from '../../contracts/accounting.js';
import type { InvoiceKind, InvoiceSyntax, Language } from '../../contracts/vocabulary.js';
import type { DocumentFile } from '../../prisma/document-store.js';
import { findElectronics } from '../../prisma/queries/documents.js';
import { documentsOf, fileHashesOf, type IndexedDocument } from '../../prisma/queries/accounting.js';
import type { Db } from '../../prisma/queries/page.js';
import type { ZipEntry } from '../../tables/zip-writer.js';
import { accountingWords } from '../../words/accounting.js';
import { harmlessText } from '../../words/spreadsheet-text.js';
import type { Deps } from '../context.js';
import { xmlOf } from '../routes/documents.js';

export type ArchiveContent = 'pdf' | 'xml' | 'both';

export type ArchiveAsked = {
  readonly period: AccountingPeriod;
  readonly content: ArchiveContent;
  readonly syntax: InvoiceSyntax;
  readonly language: Language;
  /** LocalDate that the index is dated. */
  readonly today: string;
};

type Given = Pick<Deps, 'prisma' | 'documents' | 'processes'>;

/**
 * The documents of a period, and their index as CSV and XLSX, as they are read: files first, so that those that nobody had
 * asked for yet are rendered by then.
 * @param list reads what belongs to the period, the same each time
 */
export async function* archiveOf(list: Db, deps: Given, asked: ArchiveAsked): AsyncGenerator<ZipEntry> {
  for await (const page of documentsOf(list, asked.period)) {
    if (asked.content !== 'xml') yield* pdfsOf(page, deps);
    if (asked.content !== 'pdf') yield* xmlsOf(page, deps, asked.syntax);
  }
  const dated = { date: asked.today };
  yield { ...dated, name: 'index.csv', content: csvIndex(list, deps, asked) };
  yield { ...dated, name: 'index.xlsx', content: xlsxIndex(list, deps, asked) };
}

async function* pdfsOf(page: readonly IndexedDocument[], deps: Given): AsyncGenerator<ZipEntry> {
  const ids = page.map(({ document }) => document);
  const files = new Map((await deps.documents.get(ids)).map((file) => [file.documentId, file]));
  for (const one of page) {
    const { bytes } = files.get(one.document) ?? (await rendered(one.document, deps));
    yield { name: pdfName(one), date: one.issueDate, content: bytes, stored: true };
  }
}

/** @throws Error where no worker renders it now: what came is not whole, and the download ends */
async function rendered(id: string, { documents, processes }: Given): Promise<DocumentFile> {
  await processes.render(id);
  const [file] = await documents.get([id]);
  if (file === undefined) throw new Error(`document ${id} was not rendered`);
  return file;
}

async function* xmlsOf(page: readonly IndexedDocument[], { prisma }: Given, syntax: InvoiceSyntax) {
  const found = await findElectronics(
    prisma,
    page.map(({ document }) => document),
  );
  for (const one of page) {
    const electronic = found.get(one.document);
    if (electronic === undefined) continue;
    const content = new TextEncoder().encode(xmlOf(electronic, syntax));
    yield { name: xmlName(one, syntax), date: one.issueDate, content };
  }
}

const fileName = (number: string): string => number.replaceAll(/[^\w.-]/g, '_');
/** By month, so that no folder is long. */
const inMonth = (issueDate: string, name: string): string => [issueDate.slice(0, 7), name].join('/');
const pdfName = ({ number, issueDate }: IndexedDocument): string => inMonth(issueDate, `${fileName(number)}.pdf`);
const xmlName = ({ number, issueDate }: IndexedDocument, syntax: InvoiceSyntax): string =>
  inMonth(issueDate, `${fileName(number)}-${syntax}.xml`);

type IndexColumn = {
  readonly header: string;
  readonly kind: 'text' | 'amount' | 'day' | 'number';
  readonly value: (row: IndexedDocument, sha256: string | undefined) => string | null;
};

function columnsOf({ content, syntax, language }: ArchiveAsked): readonly IndexColumn[] {
  const words = accountingWords(language);
  const heads = words.index;
  const text = (header: string, value: IndexColumn['value']): IndexColumn => ({ header, kind: 'text', value });
  return [
    text(heads.number, ({ number }) => number),
    text(heads.kind, ({ kind }) => words.document[kind as InvoiceKind]),
    { header: heads.date, kind: 'day', value: ({ issueDate }) => issueDate },
    text(heads.customer, ({ customer }) => customer),
    text(heads.customerName, ({ customerName }) => customerName),
    text(heads.currency, ({ currency }) => currency),
    { header: heads.net, kind: 'amount', value: ({ net }) => net },
    { header: heads.vat, kind: 'amount', value: ({ vat }) => vat },
    { header: heads.gross, kind: 'amount', value: ({ gross }) => gross },
    ...(content === 'xml' ? [] : [text(heads.pdf, pdfName), text(heads.sha256, (_row, sha256) => sha256 ?? null)]),
    ...(content === 'pdf' ? [] : [text(heads.xml, (row) => (row.hasXml ? xmlName(row, syntax) : null))]),
    text(heads.hash, ({ hash }) => hash),
    text(heads.series, ({ series }) => series),
    { header: heads.sequence, kind: 'number', value: ({ sequence }) => String(sequence) },
    text(heads.chain, ({ chain }) => chain),
  ];
}

/** Pages of the index, each row with the hash of its PDF. */
async function* indexPages(list: Db, { prisma }: Given, { period, content }: ArchiveAsked) {
  for await (const page of documentsOf(list, period)) {
    const ids = page.map(({ document }) => document);
    const hashes = content === 'xml' ? new Map<string, string>() : await fileHashesOf(prisma, ids);
    yield page.map((row) => ({ row, sha256: hashes.get(row.document) }));
  }
}

const marks = { fr: { delimiter: ';', decimal: ',' }, en: { delimiter: ',', decimal: '.' } } as const;

async function* csvIndex(list: Db, deps: Given, asked: ArchiveAsked): AsyncGenerator<Uint8Array> {
  const { delimiter, decimal } = marks[asked.language];
  const columns = columnsOf(asked);
  const written = (rows: readonly (readonly string[])[]): Uint8Array =>
    Buffer.from(stringify([...rows], { delimiter, record_delimiter: '\r\n' }));
  yield Buffer.concat([Buffer.from('\uFEFF'), written([columns.map(({ header }) => header)])]);
  for await (const page of indexPages(list, deps, asked))
    yield written(
      page.map(({ row, sha256 }) =>
        columns.map(({ kind, value }) => {
          const told = value(row, sha256) ?? '';
          return kind === 'amount' ? told.replace('.', decimal) : kind === 'text' ? harmlessText(told) : told;
        }),
      ),
    );
}

const formats = { text: '@', amount: '#,##0.00', day: 'yyyy-mm-dd', number: '0' } as const;

async function* xlsxIndex(list: Db, deps: Given, asked: ArchiveAsked): AsyncGenerator<Uint8Array> {
  const columns = columnsOf(asked);
  const stream = new PassThrough();
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false, useStyles: true });
  const written = (async () => {
    const sheet = book.addWorksheet(accountingWords(asked.language).sheets.index, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.columns = columns.map(({ header, kind }) => ({ header, width: 18, style: { numFmt: formats[kind] } }));
    for await (const page of indexPages(list, deps, asked))
      for (const { row, sha256 } of page)
        sheet.addRow(columns.map(({ kind, value }) => cellOf(kind, value(row, sha256)))).commit();
    sheet.commit();
    await book.commit();
  })();
  written.catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const chunk of stream) yield chunk as Buffer;
  await written;
}

function cellOf(kind: IndexColumn['kind'], told: string | null): string | number | Date | null {
  if (told === null || kind === 'text') return told;
  return kind === 'day' ? new Date(`${told}T00:00:00Z`) : Number(told);
}
