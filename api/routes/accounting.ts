import type { Response } from 'express';
import PQueue from 'p-queue';
import { z } from 'zod';
import { AccountingPeriod, AccountingSummary, EReportSummary } from '../../contracts/accounting.js';
import { invoiceSyntaxes, journalParts, languages, type JournalPart } from '../../contracts/vocabulary.js';
import { financialYearOf, refusePeriod } from '../../domain/accounting.js';
import { momentDigits } from '../../domain/calendar.js';
import { platformUnnumbered, refuseReport } from '../../domain/e-reporting.js';
import { fecFileName, fecSeparators, type FecSeparator } from '../../domain/fec.js';
import { recordExport } from '../../prisma/commands/exports.js';
import { countEntries, readChart, summariseDocuments, weighDocuments } from '../../prisma/queries/accounting.js';
import { journalOf } from '../../prisma/queries/journal.js';
import { companyToday, getCompany } from '../../prisma/queries/company.js';
import { zipOf } from '../../tables/zip-writer.js';
import { archiveOf } from '../accounting/archive.js';
import { eReportOf, summariseEReport } from '../accounting/e-report.js';
import { drained, writeFec, writeJournalWorkbook } from '../accounting/journal-files.js';
import { longestMs, mimeOf } from '../exports/file.js';
import type { ReadContext } from '../context.js';
import { actorOf } from '../idempotency.js';
import { refusalProblem } from '../problem.js';
import { defineRoute, ZIP } from '../route.js';
import type { FileStream } from '../router.js';
import { nowMs, ok } from './answers.js';

const tags = ['accounting'];

/** Each holds a connection of the API's while it lasts; the others wait. */
const atOnce = new PQueue({ concurrency: 1 });

/** The books and their chart. @throws ProblemError 400 for a period that is none */
async function booksFor({ deps }: ReadContext, period: AccountingPeriod) {
  const [company, chart] = await Promise.all([getCompany(deps.prisma), readChart(deps.prisma)]);
  const refusal = refusePeriod(period, chart.yearEnd);
  if (refusal) throw refusalProblem(refusal);
  return { company, chart };
}

const summary = defineRoute({
  method: 'get',
  path: '/v1/accounting/summary',
  permission: 'accounting.summary',
  summary: 'What a period holds for the accountant: documents by kind and currency, and entries of the journal',
  tags,
  query: AccountingPeriod,
  responses: { 200: AccountingSummary },
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const period = ctx.query;
    const { company, chart } = await booksFor(ctx, period);
    const counts = await countEntries(prisma, company, period);
    return ok({
      ...period,
      yearEnd: financialYearOf(period.from, chart.yearEnd).to,
      ...(await summariseDocuments(prisma, company, period)),
      entries: journalParts.map((part) => ({
        part,
        count: counts[part] + (part === 'payments' ? counts.assignments : 0),
      })),
    });
  },
});

type Taken = {
  readonly list: string;
  readonly format: 'txt' | 'xlsx' | 'zip' | 'xml';
  readonly period: AccountingPeriod;
  readonly filters?: Readonly<Record<string, string>>;
};

/** Writes a file in one snapshot of the database, and keeps who took which, before it is ended. */
const streamed = (
  ctx: ReadContext,
  { list, format, period, filters }: Taken,
  write: (prisma: ReadContext['deps']['prisma'], res: Response) => Promise<number>,
): FileStream => ({
  attach: (res) =>
    atOnce.add(async () => {
      const rows = await ctx.deps.prisma.$transaction((tx) => write(tx as typeof ctx.deps.prisma, res), {
        isolationLevel: 'RepeatableRead',
        maxWait: longestMs,
        timeout: longestMs,
      });
      await recordExport(
        ctx.deps.prisma,
        { list, format, filters: { ...period, ...filters }, columns: [], rows, whole: !res.destroyed },
        actorOf(ctx.principal, String(res.getHeader('X-Request-Id'))),
      );
      res.end();
    }),
});

const attached = (name: string, type: string, more: Readonly<Record<string, string>> = {}) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'no-store',
  ...more,
});

const separators = Object.keys(fecSeparators) as [FecSeparator, ...FecSeparator[]];
const partNames = journalParts.filter((part) => part !== 'sales');

/** What stands beside sales, of a text with commas. */
const Parts = z
  .string()
  .max(60)
  .regex(new RegExp(`^(${partNames.join('|')})(,(${partNames.join('|')}))*$`))
  .optional()
  .meta({ description: `What the journal tells beside sales: any of ${partNames.join(', ')}, with commas between.` });
const partsOf = (text: string | undefined): readonly JournalPart[] =>
  journalParts.filter((part) => part === 'sales' || (text ?? '').split(',').includes(part));

const about =
  'One entry for each invoice and credit note by the chart of accounts in force, balanced, in the order of their days, ' +
  'numbered on from the first day of the financial year; by choice payments, write-offs and claims beside them. ' +
  'Documents in another currency than the books, and those of another system, are not in it: the summary names them.';

type JournalQuery = AccountingPeriod & { readonly parts?: string | undefined };

/** What a journal is of, and how its being taken away is called. */
async function journalFor(ctx: ReadContext<unknown, JournalQuery>) {
  const { from, to } = ctx.query;
  const period = { from, to };
  const { company, chart } = await booksFor(ctx, period);
  const parts = partsOf(ctx.query.parts);
  const taken = { list: 'journal', period, filters: { parts: parts.join(',') } } as const;
  return { company, chart, taken, asked: { books: company, chart, period, parts } };
}

const journal = defineRoute({
  method: 'get',
  path: '/v1/accounting/journal.txt',
  permission: 'accounting.journal',
  summary: 'The journal of sales of a period as a file of entries (FEC, art. A47 A-1 LPF)',
  description: `${about} It has the 18 fields of the FEC, separated by tab or pipe, in ISO 8859-15 and in French, and is named by SIREN and end of the year.`,
  tags,
  query: z.strictObject({
    ...AccountingPeriod.shape,
    parts: Parts,
    separator: z.enum(separators).optional().meta({ description: 'Omitted: `tab`.' }),
  }),
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const { company, chart, taken, asked } = await journalFor(ctx);
    const { separator = 'tab' } = ctx.query;
    return {
      status: 200,
      body: streamed(ctx, { ...taken, format: 'txt' }, (tx, res) => writeFec(journalOf(tx, asked), separator, res)),
      headers: attached(
        fecFileName(company.siren, financialYearOf(ctx.query.from, chart.yearEnd).to),
        'text/plain; charset=iso-8859-15',
      ),
    };
  },
});

const workbook = defineRoute({
  method: 'get',
  path: '/v1/accounting/journal.xlsx',
  permission: 'accounting.workbook',
  summary: 'The journal of sales of a period as XLSX, with what accounts and customers come to',
  description: about,
  tags,
  query: z.strictObject({ ...AccountingPeriod.shape, parts: Parts, language: z.enum(languages).optional() }),
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const { company, taken, asked } = await journalFor(ctx);
    const { from, to, language = ctx.language } = ctx.query;
    const { leftOut } = await summariseDocuments(ctx.deps.prisma, company, asked.period);
    return {
      status: 200,
      body: streamed(ctx, { ...taken, format: 'xlsx' }, (tx, res) =>
        writeJournalWorkbook(journalOf(tx, asked), { leftOut }, language, res),
      ),
      headers: attached(`journal-${from}-${to}.xlsx`, mimeOf.xlsx),
    };
  },
});

/** @throws ProblemError 422 for a seller who does not report, a period that no report has, or a platform without a number */
async function reportFor({ deps, query }: ReadContext<unknown, AccountingPeriod>) {
  const { from, to } = query;
  const company = await getCompany(deps.prisma);
  const refusal = refuseReport(company.address, { from, to });
  if (refusal) throw refusalProblem(refusal);
  return { company, period: { from, to } };
}

const eReportSummary = defineRoute({
  method: 'get',
  path: '/v1/accounting/e-report',
  permission: 'accounting.e-report',
  summary: 'What is to be reported of a period beside electronic invoices (e-reporting, art. 290 CGI)',
  tags,
  query: AccountingPeriod,
  responses: { 200: EReportSummary },
  async handler(ctx) {
    const { period } = await reportFor(ctx);
    const platform = ctx.deps.config.platform?.registration ?? null;
    return ok({ platform, ...(await summariseEReport(ctx.deps.prisma, period)) });
  },
});

const eReport = defineRoute({
  method: 'get',
  path: '/v1/accounting/e-report.xml',
  permission: 'accounting.e-report-file',
  summary: 'The same as the administration takes it (flux 10.1 and 10.3), for the platform to hand on',
  description:
    'Invoices and credit notes of buyers abroad one by one, those of others by day and rate, as the external specifications of ' +
    'the reform have them. `RE` takes the place of the report of the same period that went before.',
  tags,
  query: z.strictObject({
    ...AccountingPeriod.shape,
    type: z.enum(['IN', 'RE']).optional().meta({ description: 'Omitted: `IN`, the first of its period.' }),
  }),
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const { company, period } = await reportFor(ctx);
    const platform = ctx.deps.config.platform?.registration ?? null;
    if (platform === null) throw refusalProblem(platformUnnumbered);
    const { type = 'IN' } = ctx.query;
    const createdAt = momentDigits(nowMs(ctx), company.zone);
    const head = {
      id: `${company.siren}-${period.from}-${period.to}-${createdAt}`,
      createdAt,
      type,
      platform,
      seller: { siren: company.siren, name: company.legalName, vatNumber: company.vatNumber },
      period,
    };
    return {
      status: 200,
      body: streamed(ctx, { list: 'e-report', format: 'xml', period, filters: { type } }, async (tx, res) => {
        const { parts, told } = eReportOf(tx, head);
        for await (const part of parts) {
          if (res.destroyed) return 0;
          res.write(part);
          await drained(res);
        }
        return told();
      }),
      headers: attached(`e-reporting-${company.siren}-${period.from}-${period.to}.xml`, 'application/xml'),
    };
  },
});

const documents = defineRoute({
  method: 'get',
  path: '/v1/accounting/documents.zip',
  permission: 'accounting.documents',
  summary: 'The invoices and credit notes of a period as they were issued, with an index, as ZIP',
  description:
    'PDF, XML of EN 16931 or both, by month, and an index as CSV and XLSX with amounts, hashes and the links of the chain. ' +
    'It is written as it is read; `Encours-Documents` says how many there are, `Encours-About-Bytes` about how long it is.',
  tags,
  query: z.strictObject({
    ...AccountingPeriod.shape,
    content: z
      .enum(['pdf', 'xml', 'both'])
      .optional()
      .meta({ description: 'Omitted: `pdf`, which has the XML within.' }),
    syntax: z.enum(invoiceSyntaxes).optional().meta({ description: 'Of the XML. Omitted: `cii`.' }),
    language: z.enum(languages).optional().meta({ description: 'Of the index.' }),
  }),
  responses: { 200: ZIP },
  async handler(ctx) {
    const { from, to, content = 'pdf', syntax = 'cii', language = ctx.language } = ctx.query;
    const period = { from, to };
    await booksFor(ctx, period);
    const today = await companyToday(ctx.deps.prisma, nowMs(ctx));
    const { count, bytes } = await weighDocuments(ctx.deps.prisma, period);
    return {
      status: 200,
      body: streamed(ctx, { list: 'documents', format: 'zip', period, filters: { content } }, async (tx, res) => {
        const parts = zipOf(archiveOf(tx, ctx.deps, { period, content, syntax, language, today }));
        for await (const part of parts) {
          if (res.destroyed) return 0;
          res.write(part);
          await drained(res);
        }
        return count;
      }),
      headers: attached(`documents-${from}-${to}.zip`, ZIP, {
        'Encours-Documents': String(count),
        'Encours-About-Bytes': String(content === 'xml' ? 0 : bytes),
      }),
    };
  },
});

export const accountingRoutes = [summary, documents, journal, workbook, eReportSummary, eReport];
