import { z } from 'zod';
import { ExchangeRate, ExchangeRates, ExchangeRatesInput } from '../../contracts/exchange-rate.js';
import { Currency, pageOf } from '../../contracts/primitives.js';
import { setExchangeRates } from '../../prisma/commands/exchange-rates.js';
import { exchangeRateSorts, listExchangeRates } from '../../prisma/queries/exchange-rates.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['exchange rates'];

const list = defineRoute({
  method: 'get',
  path: '/v1/exchange-rates',
  permission: 'exchange-rates.list',
  summary: 'What currencies are worth in ours, and from which day on',
  tags,
  query: z.strictObject({ ...paging, sort: sortOf(exchangeRateSorts).optional(), currency: Currency.optional() }),
  responses: { 200: pageOf(ExchangeRate) },
  async handler(ctx) {
    return ok(await listExchangeRates(ctx.deps.prisma, ctx.query));
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/exchange-rates',
  permission: 'exchange-rates.create',
  summary: 'Enter what currencies are worth in ours from a day on',
  description:
    'An invoice in another currency that charges VAT tells it in ours as well, by the rate in force at its tax point, and ' +
    'keeps that rate. One that is there already is entered anew.',
  tags,
  idempotent: true,
  body: ExchangeRatesInput,
  responses: { 201: ExchangeRates },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await setExchangeRates(tx, ctx.body, ctx.actor, nowMs(ctx)), () => '/v1/exchange-rates'),
    ),
});

export const exchangeRateRoutes = [list, create];
