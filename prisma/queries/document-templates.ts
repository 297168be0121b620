import type { DocumentTemplate, ListedTemplate, Logo, TemplateBody } from '../../contracts/document-template.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { logoTypes, seriesStates } from '../../contracts/vocabulary.js';
import type { KnownTemplate } from '../../domain/document-template.js';
import { Prisma } from '../generated/client.js';
import { instant, localDate, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { companyToday } from './company.js';
import { readPage, type Db, type PageRequest } from './page.js';

/** @param today of the versions that have begun the last that was written is in force; one that another took over before it began is past */
const columnsOn = (today: string): Prisma.Sql => Prisma.sql`
  document_template.version, document_template.valid_from AS "from", document_template.sha256,
  CASE WHEN EXISTS (SELECT FROM document_template AS next WHERE next.version > document_template.version
      AND next.valid_from <= greatest(document_template.valid_from, ${today}::date)) THEN 'past'
    WHEN document_template.valid_from > ${today}::date THEN 'to-come' ELSE 'in-force' END AS state,
  document_template.set_by AS "setBy", document_template.set_at AS "setAt"`;

type TemplateRow = {
  readonly version: number;
  readonly from: Moment;
  readonly sha256: string;
  readonly state: string;
  readonly setBy: string;
  readonly setAt: Moment;
};

const listed = (row: TemplateRow): ListedTemplate => ({
  version: row.version,
  from: localDate(row.from),
  state: wordOf(seriesStates, row.state),
  sha256: row.sha256,
  setBy: row.setBy,
  setAt: instant(row.setAt),
});

export const templateSorts = {
  version: { expression: Prisma.sql`document_template.version`, type: 'number' },
} as const;

/** How documents look, looked and will look, the last version first. */
export async function listTemplates(
  db: Db,
  request: PageRequest<'version'>,
  nowMs: number = Date.now(),
): Promise<Page<ListedTemplate> | Refusal> {
  const list = {
    columns: columnsOn(await companyToday(db, nowMs)),
    from: Prisma.sql`document_template`,
    where: [],
    id: Prisma.sql`document_template.version::text`,
    sorts: templateSorts,
    defaultSort: '-version',
  } as const;
  return readPage<TemplateRow, ListedTemplate, 'version'>(db, list, request, listed);
}

/** One version with all that it says. Null: there is none. */
export async function getTemplate(
  db: Db,
  version: number,
  nowMs: number = Date.now(),
): Promise<DocumentTemplate | null> {
  const [row] = await db.$queryRaw<(TemplateRow & { readonly body: TemplateBody })[]>`
    SELECT ${columnsOn(await companyToday(db, nowMs))}, document_template.body FROM document_template WHERE version = ${version}`;
  return row === undefined ? null : { ...listed(row), ...row.body };
}

/** The versions that a document of some day may be issued with. */
export async function readTemplates(db: Db): Promise<readonly KnownTemplate[]> {
  const [row] = await db.$queryRaw<
    { readonly known: readonly KnownTemplate[] | null }[]
  >`SELECT known_templates() AS known`;
  return row?.known ?? [];
}

/** The content of versions, by digest. */
export async function readTemplateBodies(
  db: Db,
  digests: readonly string[],
): Promise<readonly { readonly sha256: string; readonly body: TemplateBody }[]> {
  const rows = await db.$queryRaw<{ readonly sha256: string; readonly body: TemplateBody }[]>`
    SELECT DISTINCT ON (sha256) sha256, body FROM document_template WHERE sha256 = ANY(${[...digests]})`;
  return rows;
}

/** Logos as they were given, by digest. */
export async function readLogos(
  db: Db,
  digests: readonly string[],
): Promise<readonly (Pick<Logo, 'sha256' | 'width' | 'height' | 'type'> & { readonly content: Uint8Array })[]> {
  const rows = await db.documentLogo.findMany({ where: { sha256: { in: [...digests] } } });
  return rows.map(({ sha256, type, width, height, bytes }) => ({
    sha256,
    type: wordOf(logoTypes, type),
    width,
    height,
    content: bytes,
  }));
}
