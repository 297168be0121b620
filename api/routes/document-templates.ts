import { z } from 'zod';
import {
  DocumentTemplate,
  DocumentTemplateInput,
  ListedTemplate,
  Logo,
  LogoInput,
  TemplatePreviewInput,
} from '../../contracts/document-template.js';
import { pageOf } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { pathOf } from '../../domain/paths.js';
import { readLogo } from '../../documents/logo.js';
import { keepLogo, setTemplate } from '../../prisma/commands/document-templates.js';
import { getTemplate, listTemplates, templateSorts } from '../../prisma/queries/document-templates.js';
import { preview } from '../preview.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['company'];

const list = defineRoute({
  method: 'get',
  path: '/v1/document-templates',
  permission: 'document-templates.list',
  summary: 'How documents look, looked and will look: versions, the last one first',
  tags,
  query: z.strictObject({ ...paging, sort: sortOf(templateSorts).optional() }),
  responses: { 200: pageOf(ListedTemplate) },
  async handler(ctx) {
    return ok(await listTemplates(ctx.deps.prisma, ctx.query, nowMs(ctx)));
  },
});

const getOne = defineRoute({
  method: 'get',
  path: '/v1/document-templates/{version}',
  permission: 'document-templates.get',
  summary: 'One version with all that it says',
  tags,
  params: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000) }),
  responses: { 200: DocumentTemplate },
  async handler(ctx) {
    const template = await getTemplate(ctx.deps.prisma, ctx.params.version, nowMs(ctx));
    if (template === null) throw notFound('template');
    return ok(template);
  },
});

const set = defineRoute({
  method: 'post',
  path: '/v1/document-templates',
  permission: 'document-templates.set',
  summary: 'Put a template of documents in force from a day on',
  description:
    'It is the next version, for all kinds of documents: of the versions that have begun on the day of a document, the last ' +
    'one counts. What is issued keeps the version that it was issued with. Where a mandatory mention would be lost, a text ' +
    'hardly stands out from its ground or a column has no room, it is refused unless `despiteWarnings` is true.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: DocumentTemplateInput,
  responses: { 201: DocumentTemplate },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await setTemplate(tx, ctx.body, ctx.actor, nowMs(ctx)), ({ version }) =>
        pathOf('/v1/document-templates', version),
      ),
    ),
});

const draft = defineRoute({
  method: 'post',
  path: '/v1/document-templates/preview.pdf',
  permission: 'document-templates.preview',
  summary: 'A document by a draft of a template, as PDF: an example, or one that was issued',
  description: 'Nothing is kept, and what was issued stays as it is.',
  tags,
  asks: true,
  body: TemplatePreviewInput,
  responses: { 200: 'application/pdf' },
  handler: (ctx) => preview(ctx, ctx.body),
});

const logo = defineRoute({
  method: 'post',
  path: '/v1/document-logos',
  permission: 'document-logos.keep',
  summary: 'Keep a logo for templates, under the digest of its bytes',
  description:
    'PNG (not interlaced) or JPEG in red, green and blue or grey, at most 100,000 bytes and 2,000 pixels a side, in Base64. ' +
    'Every document of a template bears it, and weighs so much more. An SVG may hold programs and fetch from elsewhere: it is no logo.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: LogoInput,
  responses: { 201: Logo },
  handler(ctx) {
    const content = new Uint8Array(Buffer.from(ctx.body.content, 'base64'));
    const read = readLogo(content);
    if ('fault' in read)
      throw new ProblemError('invalid-request', said('logo-unreadable', { why: read.fault }), {
        field: 'content',
        remedy: said('give-other-logo'),
      });
    return ctx.once(async (tx) =>
      created(await keepLogo(tx, read, content, ctx.actor, nowMs(ctx)), () => '/v1/document-templates'),
    );
  },
});

export const documentTemplateRoutes = [list, getOne, set, draft, logo];
