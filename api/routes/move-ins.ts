import { z } from 'zod';
import {
  MOVE_IN_BODY_BYTES,
  MoveIn,
  MoveInFilesInput,
  MoveInInput,
  MoveInPage,
  MoveInRefusedPage,
  MoveInSignOff,
  MoveInUndoing,
  type MoveInRefusedRow,
} from '../../contracts/move-in-desk.js';
import { moveInKinds, type MoveInFault, type MoveInKind } from '../../contracts/move-in.js';
import { Uuid } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { isMoveInAtWork, languages, moveInStatuses, type Language } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { recordExport } from '../../prisma/commands/exports.js';
import * as commands from '../../prisma/commands/move-ins.js';
import * as queries from '../../prisma/queries/move-ins.js';
import { moveInWords } from '../../words/move-in.js';
import { moveInTemplate } from '../move-in/template.js';
import { refusedFile } from '../move-in/refused-file.js';
import type { Reply, WriteContext } from '../context.js';
import { mimeOf } from '../exports/file.js';
import { isRefusal, notFound, ProblemError } from '../problem.js';
import { actorOf } from '../idempotency.js';
import { defineRoute, WORKBOOK } from '../route.js';
import type { FileStream } from '../router.js';
import { created, ok, paging, sortOf, spoken } from './answers.js';

const tags = ['move-ins'];
const OfMoveIn = z.strictObject({ id: Uuid });
const InLanguage = z.strictObject({ language: z.enum(languages).optional() });

const template = defineRoute({
  method: 'get',
  path: '/v1/move-in-template',
  permission: 'move-ins.template',
  summary: 'An empty workbook with a sheet for each kind of rows, its columns explained',
  tags,
  query: InLanguage,
  responses: { 200: WORKBOOK },
  async handler(ctx) {
    const { language = ctx.language } = ctx.query;
    const name = language === 'fr' ? 'reprise.xlsx' : 'move-in.xlsx';
    return { status: 200, body: await moveInTemplate(language), headers: attached(name) };
  },
});

const attached = (name: string) => ({
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'no-store',
});

const list = defineRoute({
  method: 'get',
  path: '/v1/move-ins',
  permission: 'move-ins.list',
  summary: 'What was moved in from other systems, and what is being looked at, newest first',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(queries.moveInSorts).optional(),
    status: z.enum(moveInStatuses).optional(),
  }),
  responses: { 200: MoveInPage },
  handler: async ({ deps, query }) => ok(await queries.listMoveIns(deps.prisma, query)),
});

const get = defineRoute({
  method: 'get',
  path: '/v1/move-ins/{id}',
  permission: 'move-ins.get',
  summary: 'A move-in: where it stands, what it adds up to, how far it is',
  tags,
  params: OfMoveIn,
  responses: { 200: MoveIn },
  async handler(ctx) {
    const { deps, params } = ctx;
    const found = await queries.getMoveIn(deps.prisma, params.id);
    if (found === null) throw notFound('move-in');
    // Whoever recorded what was asked may have ended before it was told.
    if (isMoveInAtWork(found.status)) await deps.processes.resumeMoveIn(found.id);
    return spoken(ctx, found);
  },
});

const told = (
  { kind, file, row, cell, field, fault, value, expected, said: what = null }: queries.KeptRefusal,
  language: Language,
): MoveInRefusedRow => {
  const [message, remedy] = moveInWords[language][fault as MoveInFault]({ value, expected, said: what });
  return { kind, file, row, cell, field, message, remedy };
};

const refused = defineRoute({
  method: 'get',
  path: '/v1/move-ins/{id}/refused-rows',
  permission: 'move-ins.refused',
  summary: 'What is wrong with the rows of a move-in, by file and row, with what to do',
  tags,
  params: OfMoveIn,
  query: z.strictObject(paging),
  responses: { 200: MoveInRefusedPage },
  async handler(ctx) {
    if ((await queries.getMoveIn(ctx.deps.prisma, ctx.params.id)) === null) throw notFound('move-in');
    const page = await queries.listRefused(ctx.deps.prisma, ctx.params.id, ctx.query);
    return isRefusal(page)
      ? ok(page)
      : spoken(ctx, { ...page, items: page.items.map((row) => told(row, ctx.language)) });
  },
});

const refusedRows = defineRoute({
  method: 'get',
  path: '/v1/move-ins/{id}/refused-rows/{kind}',
  permission: 'move-ins.refused-file',
  summary: 'The refused rows of a kind as CSV, to be corrected and sent again',
  description:
    'Each row as it was read, after `# file` and `# row` by which it takes its place again, and with what is wrong in ' +
    '`# refused`. Sent to `/v1/move-ins/{id}/files`, it corrects the rows that it names.',
  tags,
  params: z.strictObject({ id: Uuid, kind: z.enum(moveInKinds as readonly [MoveInKind, ...MoveInKind[]]) }),
  query: InLanguage,
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const { id, kind } = ctx.params;
    const { language = ctx.language } = ctx.query;
    const rows = await queries.readRefusedRows(ctx.deps.prisma, id, kind);
    if (rows.length === 0) throw new ProblemError('not-found', said('no-row-refused'));
    const { text, columns, lines } = refusedFile(kind, rows, (row) => told(row, language));
    const after = {
      list: `move-in:${kind}`,
      format: 'csv',
      filters: { moveIn: id },
      columns,
      rows: lines,
      whole: true,
    } as const;
    const stream: FileStream = {
      attach: async (res) => {
        await recordExport(ctx.deps.prisma, after, actorOf(ctx.principal, String(res.getHeader('X-Request-Id'))));
        res.end(text);
      },
    };
    return {
      status: 200,
      body: stream,
      headers: { 'Content-Type': mimeOf.csv, ...attached(`refused-${kind}.csv`) },
    };
  },
});

const upload = defineRoute({
  method: 'post',
  idempotent: true,
  path: '/v1/move-ins',
  permission: 'move-ins.upload',
  summary: 'Have files of another system looked at; nothing of them is moved in yet',
  description:
    'CSV, JSON or XLSX, each as Base64 in `text`, 12 MB together (larger books: `encours move-in`). A worker reads them; ' +
    '`GET /v1/move-ins/{id}` says how far it is, then either what they add up to (`ready`) or that rows are refused. What ' +
    'is not signed off is forgotten after a week.',
  tags,
  bodyBytes: MOVE_IN_BODY_BYTES,
  body: MoveInInput,
  responses: { 201: MoveIn },
  problems: ['body-too-large'],
  handler: (ctx) => asked(ctx, (tx) => commands.uploadMoveIn(tx, ctx.request.id, ctx.body, ctx.actor), 201),
});

const addFiles = defineRoute({
  method: 'post',
  idempotent: true,
  path: '/v1/move-ins/{id}/files',
  permission: 'move-ins.correct',
  summary: 'Give corrected files, or rows that were handed back; all is looked at again',
  description: 'A file of the same name takes the place of the one before.',
  tags,
  params: OfMoveIn,
  bodyBytes: MOVE_IN_BODY_BYTES,
  body: MoveInFilesInput,
  responses: { 200: MoveIn },
  problems: ['body-too-large', 'changed-meanwhile'],
  handler: (ctx) => asked(ctx, (tx) => commands.addFiles(tx, ctx.params.id, ctx.body, ctx.actor)),
});

const signOff = defineRoute({
  method: 'post',
  idempotent: true,
  path: '/v1/move-ins/{id}/sign-off',
  permission: 'move-ins.sign-off',
  summary: "Sign the totals off as the other system's lists have them, and move in",
  description:
    'What is typed must be what the files come to: for each currency `open` (receivables), `ordered` (open orders) and ' +
    '`unallocated` (money without an invoice), and the stock. All is moved in by one transaction, or nothing.',
  tags,
  params: OfMoveIn,
  body: MoveInSignOff,
  responses: { 200: MoveIn },
  problems: ['changed-meanwhile'],
  handler: (ctx) => asked(ctx, (tx) => commands.signOffMoveIn(tx, ctx.params.id, ctx.body, ctx.actor)),
});

const undo = defineRoute({
  method: 'post',
  idempotent: true,
  path: '/v1/move-ins/{id}/undoing',
  permission: 'move-ins.undo',
  summary: 'Take a move-in back, whole, as long as nothing was done here with what it brought',
  tags,
  params: OfMoveIn,
  body: MoveInUndoing,
  responses: { 200: MoveIn },
  problems: ['changed-meanwhile', 'too-late-to-undo'],
  handler: (ctx) => asked(ctx, (tx) => commands.askForUndoing(tx, ctx.params.id, ctx.body, ctx.actor)),
});

type Asked = WriteContext<unknown, unknown, unknown>;

/** What was asked is on record, then told; a repeat that finds it on record tells it again. */
async function asked(
  ctx: Asked,
  record: (tx: Parameters<Parameters<Asked['once']>[0]>[0]) => ReturnType<typeof commands.uploadMoveIn>,
  status: 200 | 201 = 200,
): Promise<Reply> {
  const reply = await ctx.once(async (tx) => {
    const answer = await record(tx);
    if (isRefusal(answer)) return answer;
    const found = await queries.getMoveIn(tx, answer.id);
    if (found === null) throw notFound('move-in');
    return status === 201 ? created(found, ({ id }) => pathOf('/v1/move-ins', id)) : { status, body: found };
  });
  const { id, status: left } = reply.body as MoveIn;
  if (isMoveInAtWork(left)) await ctx.deps.processes.workOnMoveIn(id);
  return reply;
}

export const moveInRoutes = [template, list, get, refused, refusedRows, upload, addFiles, signOff, undo];
