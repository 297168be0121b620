import { z } from 'zod';
import { InformationRequest, InformationRequestInput } from '../../contracts/information-request.js';
import { OrderNumber, Uuid } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { logRequest, withdrawRequest } from '../../prisma/commands/information-requests.js';
import type { WriteContext } from '../context.js';
import { defineRoute } from '../route.js';
import { changed, created, nowMs, scopeOf } from './answers.js';

const tags = ['orders'];
const OfOrder = z.strictObject({ number: OrderNumber });

const askingOf = (ctx: WriteContext) => ({ actor: ctx.actor, scope: scopeOf(ctx), nowMs: nowMs(ctx) });

const log = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/information-requests',
  permission: 'orders.log-request',
  summary: 'Keep that somebody asked where an order is',
  tags,
  idempotent: true,
  params: OfOrder,
  body: InformationRequestInput,
  responses: { 201: InformationRequest },
  handler: (ctx) =>
    ctx.once(async (tx) => {
      const { number } = ctx.params;
      return created(await logRequest(tx, number, ctx.body, askingOf(ctx)), () =>
        pathOf('/v1/orders', number, 'dossier'),
      );
    }),
});

const withdraw = defineRoute({
  method: 'post',
  path: '/v1/orders/{number}/information-requests/{id}/withdrawal',
  permission: 'orders.withdraw-request',
  summary: 'Take back, within a minute, that somebody asked',
  description: 'By who logged it. It stays in the dossier, and does not count.',
  tags,
  idempotent: true,
  params: OfOrder.extend({ id: Uuid }),
  body: z.strictObject({}),
  responses: { 200: InformationRequest },
  problems: ['too-late-to-undo'],
  handler: (ctx) =>
    ctx.once(async (tx) => changed(await withdrawRequest(tx, ctx.params.number, ctx.params.id, askingOf(ctx)))),
});

export const informationRequestRoutes = [log, withdraw];
