import { z } from 'zod';
import { Line, OrderNumber, pageOf } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { roles, workItemKinds, workItemStatuses } from '../../contracts/vocabulary.js';
import {
  AssignmentInput,
  Colleagues,
  CommentInput,
  CompletedWorkItem,
  CompletionInput,
  PutAsideInput,
  WorkItem,
  WorkItemComment,
  WorkItemId,
  WorkItemStanding,
  WorklistCounts,
} from '../../contracts/work-item.js';
import { pathOf } from '../../domain/paths.js';
import { assignLine, commentLine, completeLine, putLineAside, type Asking } from '../../prisma/commands/worklist.js';
import {
  countWorklist,
  getLine,
  isLineVisible,
  listColleagues,
  listComments,
  listWorklist,
  worklistSorts,
  type WorkItemRecord,
} from '../../prisma/queries/worklist.js';
import type { ReadContext, WriteContext } from '../context.js';
import { worklistRole } from '../permissions.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { dossierBounds, shownEntry } from '../shown.js';
import { tellEntry, tellWorkItem } from '../tell.js';
import { changed, created, flag, isTrue, ok, paging, scopeOf, sortOf, spoken } from './answers.js';

const tags = ['worklist'];
const OfLine = z.strictObject({ id: WorkItemId });

type Reader = Pick<ReadContext, 'language' | 'principal'>;

const told = (reader: Reader, record: WorkItemRecord): WorkItem => ({
  ...record,
  ...tellWorkItem(record, reader.language),
  settled: record.settled && settledBy(reader, record.settled, record.currency),
});

/** What ended a line, as far as the reader sees what it tells. */
function settledBy(
  { language, principal }: Reader,
  { person, name, ...deed }: NonNullable<WorkItemRecord['settled']>,
  currency: string,
): WorkItem['settled'] {
  const entry = { ...shownEntry(principal, { ...deed, before: null }), currency };
  return { by: { person, name }, sentence: tellEntry(entry, language) };
}

/** The role whose worklist is asked for; undefined: every role's. @throws ProblemError 403 when it is not the caller's */
function askedRole(
  ctx: ReadContext<unknown, { readonly role?: WorkItem['role'] | undefined }>,
): WorkItem['role'] | undefined {
  const own = worklistRole(ctx.principal);
  const { role = own } = ctx.query;
  if (own !== undefined && role !== own)
    throw new ProblemError('forbidden', said('worklist-of-other-role', { role: role ?? null }), {
      field: 'role',
      remedy: said('leave-role-out'),
    });
  return role;
}

const worklist = defineRoute({
  method: 'get',
  path: '/v1/worklist',
  permission: 'worklist.list',
  summary: 'What waits for a person of your role, oldest first',
  description:
    'Manager, ops and admin see every role, or the one they name. `status` is `open` unless told. `assignee` is a person or ' +
    '`nobody`. What is put aside is shown with `aside=true` alone, until the business date on which it is back.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(worklistSorts).optional(),
    role: z.enum(roles).optional(),
    status: z.enum(workItemStatuses).optional(),
    kind: z.enum(workItemKinds).optional(),
    order: OrderNumber.optional(),
    assignee: Line(262).optional(),
    aside: flag.optional(),
  }),
  responses: { 200: pageOf(WorkItem) },
  async handler(ctx) {
    const { status = 'open', aside } = ctx.query;
    const narrowed = { ...ctx.query, role: askedRole(ctx), status, aside: isTrue(aside) ?? false };
    const filter = { ...narrowed, ...dossierBounds(ctx.principal) };
    const { deps } = ctx;
    const { body: page } = ok(await listWorklist(deps.prisma, filter, scopeOf(ctx), deps.now().getTime()));
    return spoken(ctx, { ...page, items: page.items.map((item) => told(ctx, item)) });
  },
});

const counts = defineRoute({
  method: 'get',
  path: '/v1/worklist/counts',
  permission: 'worklist.counts',
  summary: 'How many lines wait, by role and kind: all, yours, those of nobody, those past their day',
  description: 'Of the worklists that the caller sees, without what is put aside.',
  tags,
  responses: { 200: WorklistCounts },
  async handler(ctx) {
    const { deps, principal } = ctx;
    const of = { person: principal.person, role: worklistRole(principal) };
    return ok({ items: await countWorklist(deps.prisma, of, scopeOf(ctx), deps.now().getTime()) });
  },
});

const line = defineRoute({
  method: 'get',
  path: '/v1/worklist/{id}/completion',
  permission: 'worklist.get',
  summary: 'A line of the worklist, open or done, with how it ended',
  description: '`settled` says who ended it and by what, where that is on record and for the caller; `doneAt` when.',
  tags,
  params: OfLine,
  responses: { 200: WorkItem },
  async handler(ctx) {
    const { deps, params, principal } = ctx;
    const asked = { id: params.id, role: worklistRole(principal), ...dossierBounds(principal) };
    const found = await getLine(deps.prisma, asked, scopeOf(ctx), deps.now().getTime());
    if (found === null) throw notFound('line');
    return spoken(ctx, told(ctx, found));
  },
});

const colleagues = defineRoute({
  method: 'get',
  path: '/v1/colleagues',
  permission: 'colleagues.list',
  summary: 'Who works here, and in which role',
  tags,
  responses: { 200: Colleagues },
  handler: async (ctx) => ok({ items: await listColleagues(ctx.deps.prisma) }),
});

const askingOf = ({ actor, principal, onlySalesperson, deps }: WriteContext): Asking => ({
  actor,
  person: principal.person,
  name: principal.name,
  worklist: worklistRole(principal) ?? null,
  scope: { salesperson: onlySalesperson },
  nowMs: deps.now().getTime(),
});

const assign = defineRoute({
  method: 'post',
  path: '/v1/worklist/{id}/assignment',
  permission: 'worklist.assign',
  summary: 'Give a line of the worklist to a person, or back to all',
  description: 'To anybody whose worklist it is on, yourself or a colleague. It is undone by giving it to another.',
  tags,
  idempotent: true,
  params: OfLine,
  body: AssignmentInput,
  responses: { 200: WorkItemStanding },
  problems: ['line-closed'],
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await assignLine(tx, ctx.params.id, ctx.body.person, askingOf(ctx)))),
});

const putAside = defineRoute({
  method: 'post',
  path: '/v1/worklist/{id}/put-aside',
  permission: 'worklist.put-aside',
  summary: 'Put a line of the worklist aside until a day, or take it up again',
  tags,
  idempotent: true,
  params: OfLine,
  body: PutAsideInput,
  responses: { 200: WorkItemStanding },
  problems: ['line-closed'],
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await putLineAside(tx, ctx.params.id, ctx.body.until, askingOf(ctx)))),
});

const complete = defineRoute({
  method: 'post',
  path: '/v1/worklist/{id}/completion',
  permission: 'worklist.complete',
  summary: 'End a line of the worklist that tells something',
  description:
    'A dunning report that was read, a receivable that was handed over, with a word on it. Every other line ends by what is ' +
    'done about it.',
  tags,
  idempotent: true,
  params: OfLine,
  body: CompletionInput,
  responses: { 200: CompletedWorkItem },
  problems: ['line-closed'],
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await completeLine(tx, ctx.params.id, ctx.body.reason, askingOf(ctx)))),
});

const comments = defineRoute({
  method: 'get',
  path: '/v1/worklist/{id}/comments',
  permission: 'worklist.comments',
  summary: 'What was said about a line of the worklist, in time order',
  tags,
  params: OfLine,
  query: z.strictObject({ ...paging, sort: sortOf({ at: true }).optional() }),
  responses: { 200: pageOf(WorkItemComment) },
  async handler(ctx) {
    const { prisma, now } = ctx.deps;
    const { id } = ctx.params;
    const role = worklistRole(ctx.principal);
    if (!(await isLineVisible(prisma, id, role, scopeOf(ctx), now().getTime()))) throw notFound('line');
    return ok(await listComments(prisma, id, ctx.query));
  },
});

const comment = defineRoute({
  method: 'post',
  path: '/v1/worklist/{id}/comments',
  permission: 'worklist.comment',
  summary: 'Say something to colleagues about a line of the worklist',
  description: 'Also about one that is done. It stays; nobody takes it back.',
  tags,
  idempotent: true,
  params: OfLine,
  body: CommentInput,
  responses: { 201: WorkItemComment },
  handler: (ctx) =>
    ctx.once(async (tx) => {
      const { id } = ctx.params;
      const said = await commentLine(tx, id, ctx.body.text, askingOf(ctx));
      return created(said, () => pathOf('/v1/worklist', id, 'comments'));
    }),
});

export const worklistRoutes = [worklist, counts, line, colleagues, assign, putAside, complete, comments, comment];
