import { z } from 'zod';
import { CountryCode, pageOf } from '../../contracts/primitives.js';
import { TaxRate, TaxRateInput } from '../../contracts/tax.js';
import { taxClasses } from '../../contracts/vocabulary.js';
import { setTaxRate } from '../../prisma/commands/tax-rates.js';
import { listTaxRates, taxRateSorts } from '../../prisma/queries/tax-rates.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['tax rates'];

const list = defineRoute({
  method: 'get',
  path: '/v1/tax-rates',
  permission: 'tax-rates.list',
  summary: 'VAT of each tax class, by country and the day from which it applies',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(taxRateSorts).optional(),
    country: CountryCode.optional(),
    taxClass: z.enum(taxClasses).optional(),
  }),
  responses: { 200: pageOf(TaxRate) },
  async handler(ctx) {
    return ok(await listTaxRates(ctx.deps.prisma, ctx.query));
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/tax-rates',
  permission: 'tax-rates.create',
  summary: 'Enter the VAT of a tax class from a day on',
  description:
    'It applies to what is delivered from that day on, also of orders entered before. The day lies after today and after the ' +
    'last delivery on record, unless the class has no rate yet; a rate that is not in force yet may be entered again.',
  tags,
  idempotent: true,
  body: TaxRateInput,
  responses: { 201: TaxRate },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(
        await setTaxRate(tx, ctx.body, ctx.actor, nowMs(ctx)),
        ({ country, taxClass }) => `/v1/tax-rates?country=${country}&taxClass=${taxClass}`,
      ),
    ),
});

export const taxRateRoutes = [list, create];
