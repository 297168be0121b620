import { z } from 'zod';
import {
  AmendmentEstimate,
  AmendmentEstimateInput,
  EntryEstimate,
  OrderEstimateInput,
} from '../../contracts/order-estimate.js';
import { OrderNumber } from '../../contracts/primitives.js';
import type { Estimate, FoundRefusal } from '../../domain/order-estimate.js';
import { tellIn } from '../../words/said.js';
import { estimateAmendment, estimateOrder, type Estimating } from '../../prisma/queries/order-estimate.js';
import type { QuestionContext } from '../context.js';
import { isRefusal } from '../problem.js';
import { mayUse } from '../permissions.js';
import { defineRoute } from '../route.js';
import { nowMs, ok, one, scopeOf, spoken } from './answers.js';

const tags = ['orders'];

const ofOrder = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/order-estimates',
  permission: 'orders.estimate',
  summary: 'What an order would come to if it were sent now',
  description:
    'For an order that is typed still: last prices, stock, the dates that would be promised, totals with VAT, the decision ' +
    'of the credit check where the caller sees credit, differences, another order of the same reference. A line that is ' +
    'refused takes no other down. Nothing is kept and nothing reserved.',
  tags,
  body: OrderEstimateInput,
  responses: { 200: EntryEstimate },
  problems: ['customer-unknown', 'quote-unusable', 'currency-mismatch'],
  async handler(ctx) {
    const found = await estimateOrder(ctx.deps.prisma, ctx.body, estimatingOf(ctx));
    return isRefusal(found) ? ok(found) : spoken(ctx, told(ctx, found));
  },
});

const ofAmendment = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/orders/{number}/amendment-estimates',
  permission: 'orders.estimate-amendment',
  summary: 'What an amendment would change if it were sent now',
  description:
    'The order as it stands, without what is cancelled, and as it would be, by the policies in force today. Nothing is kept.',
  tags,
  params: z.strictObject({ number: OrderNumber }),
  body: AmendmentEstimateInput,
  responses: { 200: AmendmentEstimate },
  problems: ['quote-unusable', 'currency-mismatch'],
  async handler(ctx) {
    const found = await estimateAmendment(ctx.deps.prisma, ctx.params.number, ctx.body, estimatingOf(ctx));
    const estimated = one(found, 'order').body;
    if (isRefusal(estimated)) return ok(estimated);
    return spoken(ctx, { ...estimated, after: told(ctx, estimated.after) });
  },
});

/** In the reader's language; without a remedy of its own, nothing is said of what to do. */
function told({ language }: QuestionContext, estimate: Estimate): EntryEstimate {
  const tell = ({ field, said, remedy }: FoundRefusal) => ({
    field,
    detail: tellIn(language, said),
    remedy: remedy === null ? '' : tellIn(language, remedy),
  });
  return {
    ...estimate,
    lines: estimate.lines.map((line) => ({ ...line, refusal: line.refusal && tell(line.refusal) })),
    refusals: estimate.refusals.map(tell),
  };
}

const estimatingOf = (ctx: QuestionContext): Estimating => ({
  principal: ctx.principal.id,
  scope: scopeOf(ctx),
  nowMs: nowMs(ctx),
  seesCredit: mayUse(ctx.principal, 'customers.exposure'),
});

export const orderEstimateRoutes = [ofOrder, ofAmendment];
