import { z } from 'zod';
import { Capacity, CapacityInput } from '../../contracts/capacity.js';
import { Line, pageOf } from '../../contracts/primitives.js';
import { workKinds } from '../../contracts/vocabulary.js';
import { setCapacity } from '../../prisma/commands/capacities.js';
import { capacitySorts, listCapacities } from '../../prisma/queries/capacities.js';
import { defineRoute } from '../route.js';
import { created, nowMs, ok, paging, sortOf } from './answers.js';

const tags = ['figures'];

const list = defineRoute({
  method: 'get',
  path: '/v1/capacities',
  permission: 'capacities.list',
  summary: 'What each person does of a kind of work in a working day, and from which day on',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(capacitySorts).optional(),
    person: Line(120).optional(),
    work: z.enum(workKinds).optional(),
  }),
  responses: { 200: pageOf(Capacity) },
  async handler(ctx) {
    return ok(await listCapacities(ctx.deps.prisma, ctx.query));
  },
});

const set = defineRoute({
  method: 'post',
  path: '/v1/capacities',
  permission: 'capacities.set',
  summary: 'Set what a person does of a kind of work in a working day, from a day on',
  description: 'Until the day of the next one. For a day that has one already, it is put right; 0 ends it.',
  tags,
  idempotent: true,
  body: CapacityInput,
  responses: { 201: Capacity },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(
        await setCapacity(tx, ctx.body, ctx.actor, nowMs(ctx)),
        ({ person }) => `/v1/capacities?person=${encodeURIComponent(person)}`,
      ),
    ),
});

export const capacityRoutes = [list, set];
