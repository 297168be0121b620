import { z } from 'zod';
import { OrderActions } from '../../contracts/order-actions.js';
import { OrderNumber } from '../../contracts/primitives.js';
import type { OrderAction } from '../../contracts/vocabulary.js';
import { readOrderActions } from '../../prisma/queries/order-actions.js';
import { wordsOf } from '../../words/index.js';
import { mayUse, type Permission } from '../permissions.js';
import { notFound } from '../problem.js';
import { defineRoute } from '../route.js';
import { shownReason } from '../shown.js';
import { scopeOf, spoken } from './answers.js';

const permissionOf = {
  'release-credit': 'orders.decide-credit',
  'refuse-credit': 'orders.decide-credit',
  accept: 'orders.dispose',
  requote: 'orders.dispose',
  ask: 'orders.dispose',
  reject: 'orders.dispose',
  amend: 'orders.amend',
  cancel: 'orders.cancel',
  contacts: 'orders.contacts',
  deliver: 'orders.deliver',
  'release-deliveries': 'orders.release-deliveries',
} as const satisfies Readonly<Record<OrderAction, Permission>>;

const actions = defineRoute({
  method: 'get',
  path: '/v1/orders/{number}/actions',
  permission: 'orders.actions',
  summary: 'What you may do with an order now, and why not',
  description:
    'The actions of your role, each as its step would judge it now, four eyes included. What your role may not do at all is not in it.',
  tags: ['orders'],
  params: z.strictObject({ number: OrderNumber }),
  responses: { 200: OrderActions },
  async handler(ctx) {
    const { deps, params, principal, language } = ctx;
    const asked = { principal: principal.id, scope: scopeOf(ctx), nowMs: deps.now().getTime() };
    const found = await readOrderActions(deps.prisma, params.number, asked);
    if (found === null) throw notFound('order');
    const { notNow, stage } = wordsOf(language);
    const items = found
      .filter(({ action }) => mayUse(principal, permissionOf[action]))
      .map(({ action, why, stage: at }) => ({
        action,
        allowed: why === null,
        reason: why === null ? null : notNow[shownReason(principal, why)](stage[at]),
      }));
    return spoken(ctx, { items });
  },
});

export const orderActionRoutes = [actions];
