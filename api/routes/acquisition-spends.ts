import { z } from 'zod';
import { AcquisitionSpend, AcquisitionSpendInput } from '../../contracts/acquisition-spend.js';
import { pageOf, Uuid } from '../../contracts/primitives.js';
import { enterSpend, withdrawSpend } from '../../prisma/commands/acquisition-spends.js';
import { listSpends, spendSorts } from '../../prisma/queries/acquisition-spends.js';
import { defineRoute } from '../route.js';
import { changed, created, flag, isTrue, nowMs, ok, paging, search, sortOf } from './answers.js';

const tags = ['figures'];

const list = defineRoute({
  method: 'get',
  path: '/v1/acquisition-spends',
  permission: 'acquisition-spends.list',
  summary: 'What was spent to win customers, by month, with what was taken back',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(spendSorts).optional(),
    search,
    withdrawn: flag.optional(),
  }),
  responses: { 200: pageOf(AcquisitionSpend) },
  async handler(ctx) {
    return ok(await listSpends(ctx.deps.prisma, { ...ctx.query, withdrawn: isTrue(ctx.query.withdrawn) }));
  },
});

const enter = defineRoute({
  method: 'post',
  path: '/v1/acquisition-spends',
  permission: 'acquisition-spends.enter',
  summary: 'Enter what was spent in a month to win customers',
  tags,
  idempotent: true,
  body: AcquisitionSpendInput,
  responses: { 201: AcquisitionSpend },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await enterSpend(tx, ctx.body, ctx.actor, nowMs(ctx)), () => '/v1/acquisition-spends'),
    ),
});

const withdraw = defineRoute({
  method: 'post',
  path: '/v1/acquisition-spends/{id}/withdrawal',
  permission: 'acquisition-spends.withdraw',
  summary: 'Take back what was entered as spent',
  description: 'It stays on record and does not count.',
  tags,
  idempotent: true,
  params: z.strictObject({ id: Uuid }),
  body: z.strictObject({}),
  responses: { 200: AcquisitionSpend },
  handler: (ctx) => ctx.once(async (tx) => changed(await withdrawSpend(tx, ctx.params.id, ctx.actor, nowMs(ctx)))),
});

export const acquisitionSpendRoutes = [list, enter, withdraw];
