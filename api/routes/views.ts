import { z } from 'zod';
import { listNames } from '../../contracts/lists.js';
import { Uuid } from '../../contracts/primitives.js';
import {
  SavedView,
  SavedViewChange,
  SavedViewDefault,
  SavedViewInput,
  SavedViews,
  SavedViewSharing,
} from '../../contracts/views.js';
import { changeView, chooseDefault, saveView, shareView, type Keeper } from '../../prisma/commands/views.js';
import { listViews, ofList } from '../../prisma/queries/views.js';
import type { WriteContext } from '../context.js';
import { mayUse } from '../permissions.js';
import { defineRoute } from '../route.js';
import { changed, created, ok } from './answers.js';

const tags = ['views'];
const OfView = z.strictObject({ id: Uuid });

const keeperOf = ({ actor, principal }: WriteContext): Keeper => ({
  actor,
  person: principal.person,
  mayShare: mayUse(principal, 'views.share'),
});

const views = defineRoute({
  method: 'get',
  path: '/v1/views',
  permission: 'views.list',
  summary: 'The saved views of a list: one’s own, and those that are shared',
  tags,
  query: z.strictObject({ list: z.enum(listNames) }),
  responses: { 200: SavedViews },
  handler: async ({ deps, principal, query }) =>
    ok({ items: [...(await listViews(deps.prisma, principal.person, ofList(query.list)))] }),
});

const save = defineRoute({
  method: 'post',
  path: '/v1/views',
  permission: 'views.save',
  summary: 'Save how one looks at a list: filters, order and columns',
  tags,
  idempotent: true,
  body: SavedViewInput,
  responses: { 201: SavedView },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await saveView(tx, ctx.body, keeperOf(ctx)), ({ list }) => `/v1/views?list=${list}`),
    ),
});

const change = defineRoute({
  method: 'patch',
  path: '/v1/views/{id}',
  permission: 'views.change',
  summary: 'Rename a saved view, point it elsewhere, take it away or bring it back',
  description: 'One’s own; a shared one also by who may share. Null is answered when it is taken away.',
  tags,
  idempotent: true,
  params: OfView,
  body: SavedViewChange,
  responses: { 200: SavedView.nullable() },
  handler: (ctx) => ctx.once(async (tx) => changed(await changeView(tx, ctx.params.id, ctx.body, keeperOf(ctx)))),
});

const share = defineRoute({
  method: 'post',
  path: '/v1/views/{id}/sharing',
  permission: 'views.share',
  summary: 'Let everybody find a saved view, or its owner alone again',
  tags,
  idempotent: true,
  params: OfView,
  body: SavedViewSharing,
  responses: { 200: SavedView },
  handler: (ctx) => ctx.once(async (tx) => changed(await shareView(tx, ctx.params.id, ctx.body.shared, keeperOf(ctx)))),
});

const choose = defineRoute({
  method: 'post',
  path: '/v1/views/default',
  permission: 'views.choose',
  summary: 'Say with which saved view one begins on a list',
  tags,
  idempotent: true,
  body: SavedViewDefault,
  responses: { 200: SavedViewDefault },
  handler: (ctx) => ctx.once(async (tx) => changed(await chooseDefault(tx, ctx.body, keeperOf(ctx)))),
});

export const viewRoutes = [views, save, change, share, choose];
