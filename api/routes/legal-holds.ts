import { z } from 'zod';
import { LegalHold, LegalHoldInput, LegalHoldLiftInput } from '../../contracts/legal-hold.js';
import { Line, pageOf, Uuid } from '../../contracts/primitives.js';
import { heldKinds } from '../../contracts/vocabulary.js';
import { liftLegalHold, placeLegalHold } from '../../prisma/commands/legal-holds.js';
import { listLegalHolds } from '../../prisma/queries/legal-holds.js';
import { defineRoute } from '../route.js';
import { changed, created, flag, isTrue, ok, paging } from './answers.js';

const tags = ['retention'];

const list = defineRoute({
  method: 'get',
  path: '/v1/legal-holds',
  permission: 'legal-holds.list',
  summary: 'What is kept whatever its term, and what was',
  tags,
  query: z.strictObject({
    ...paging,
    kind: z.enum(heldKinds).optional(),
    subject: Line(40).optional(),
    standing: flag.optional(),
  }),
  responses: { 200: pageOf(LegalHold) },
  async handler({ deps, query }) {
    return ok(await listLegalHolds(deps.prisma, { ...query, standing: isTrue(query.standing) }));
  },
});

const place = defineRoute({
  method: 'post',
  path: '/v1/legal-holds',
  permission: 'legal-holds.place',
  summary: 'Keep a customer, an order or a document until it is said otherwise, with a reason',
  description:
    'Nothing of it is deleted, reduced or erased while a hold stands: no mail, no line of the worklist, nobody it names. ' +
    'Several may stand on one thing.',
  tags,
  idempotent: true,
  body: LegalHoldInput,
  responses: { 201: LegalHold },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(
        await placeLegalHold(tx, ctx.request.id, ctx.body, ctx.actor),
        ({ subject }) => `/v1/legal-holds?subject=${encodeURIComponent(subject)}`,
      ),
    ),
});

const lift = defineRoute({
  method: 'post',
  path: '/v1/legal-holds/{id}/lift',
  permission: 'legal-holds.lift',
  summary: 'Lift a legal hold, with a reason: terms count again as ever',
  tags,
  idempotent: true,
  params: z.strictObject({ id: Uuid }),
  body: LegalHoldLiftInput,
  responses: { 200: LegalHold },
  handler: (ctx) => ctx.once(async (tx) => changed(await liftLegalHold(tx, ctx.params.id, ctx.body.reason, ctx.actor))),
});

export const legalHoldRoutes = [list, place, lift];
