import type { DocumentTemplateInput, TemplatePreviewInput } from '../contracts/document-template.js';
import type { Issued } from '../contracts/documents.js';
import { documentIds } from '../contracts/ids.js';
import { said } from '../contracts/said.js';
import type { LogoFile } from '../documents/logo.js';
import { getCompany } from '../prisma/queries/company.js';
import { readLogos } from '../prisma/queries/document-templates.js';
import { findDeliveryNote, findOfVersion, findQuoteDocument, readIssued } from '../prisma/queries/documents.js';
import type { QuestionContext, Reply } from './context.js';
import { notFound, ProblemError } from './problem.js';

/**
 * A document by a draft of a template. It is the only one that the API renders: nobody else waits for it, nothing is kept of
 * it, and what it is rendered with is loaded when somebody asks for one.
 */
export async function preview(ctx: QuestionContext, input: TemplatePreviewInput): Promise<Reply> {
  const { template, language } = input;
  const logo = await logoOf(ctx, template.logo);
  const { renderDocument } = await import('../documents/render.js');
  const said = await documentOf(ctx, input);
  const shown = { ...said, snapshot: { ...said.snapshot, language } } as Issued;
  const { bytes } = await renderDocument(shown, { template, logo });
  return { status: 200, body: bytes, headers: { 'Content-Disposition': 'inline; filename="preview.pdf"' } };
}

async function logoOf({ deps }: QuestionContext, logo: DocumentTemplateInput['logo']): Promise<LogoFile | null> {
  if (logo === null) return null;
  const [kept] = await readLogos(deps.prisma, [logo.sha256]);
  if (kept !== undefined) return kept;
  throw new ProblemError('invalid-request', said('logo-not-kept', { sha256: logo.sha256 }), {
    field: 'template.logo.sha256',
    remedy: said('keep-logo-first'),
  });
}

/** What the preview shows: an example, or what was issued under a number. */
async function documentOf(ctx: QuestionContext, { kind, language, number }: TemplatePreviewInput): Promise<Issued> {
  const { prisma } = ctx.deps;
  if (number === undefined) {
    const { sampleOf } = await import('../documents/samples.js');
    return sampleOf(kind, await getCompany(prisma), language);
  }
  const id = await idOf(ctx, kind, number);
  const issued = id === null ? null : await readIssued(prisma, id);
  if (issued === null) throw notFound('document');
  return issued;
}

const everything = { salesperson: null };

async function idOf(
  { deps }: QuestionContext,
  kind: TemplatePreviewInput['kind'],
  number: string,
): Promise<string | null> {
  switch (kind) {
    case 'quote':
      return findQuoteDocument(deps.prisma, number, null, everything);
    case 'statement':
      return documentIds.statement(number);
    case 'acknowledgement':
      return findOfVersion(deps.prisma, kind, { order: number }, everything);
    case 'delivery-note':
      return findDeliveryNote(deps.prisma, number, everything);
    case 'invoice':
      return documentIds.invoice(number);
    case 'credit-note':
      return documentIds.creditNote(number);
    case 'dunning-letter':
      return documentIds.dunningLetter(number);
  }
}
