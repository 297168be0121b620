import { z } from 'zod';
import { AccountingPolicy } from '../../contracts/accounting.js';
import { Company } from '../../contracts/company.js';
import {
  AcknowledgementPolicy,
  CreditPolicy,
  DunningPolicy,
  FulfilmentPolicy,
  Policies,
  Policy,
  policyKinds,
  TolerancePolicy,
  type PolicyBodies,
  type PolicyKind,
} from '../../contracts/policies.js';
import { pathOf } from '../../domain/paths.js';
import { holdCompany, writeCompany, writePolicy } from '../../prisma/commands/company.js';
import { getCompany } from '../../prisma/queries/company.js';
import { listPolicies, policyHistory } from '../../prisma/queries/policies.js';
import { notFound } from '../problem.js';
import { defineRoute, type Route } from '../route.js';
import { accept } from '../validate.js';
import { ok, tagged } from './answers.js';

const tags = ['company'];

const get = defineRoute({
  method: 'get',
  path: '/v1/company',
  permission: 'company.get',
  summary: 'Who we are on documents',
  tags,
  responses: { 200: Company },
  async handler({ deps }) {
    return tagged('company', await getCompany(deps.prisma));
  },
});

const update = defineRoute({
  method: 'patch',
  path: '/v1/company',
  permission: 'company.update',
  summary: 'Change who we are on documents',
  description: 'Documents that are issued stay as they are.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: z.strictObject(Company.shape).partial(),
  responses: { 200: Company },
  async handler(ctx) {
    const reply = await ctx.once(async (tx) => {
      const company = accept(Company, { ...(await holdCompany(tx)), ...ctx.body }, 'documents');
      await writeCompany(tx, company, ctx.deps.now(), ctx.actor);
      return { status: 200, body: company };
    });
    ctx.security.tell('company.changed', Object.keys(ctx.body).join(', '));
    return reply;
  },
});

const list = defineRoute({
  method: 'get',
  path: '/v1/policies',
  permission: 'policies.list',
  summary: 'The policies in force',
  tags,
  responses: { 200: Policies },
  async handler({ deps }) {
    return ok({ items: await listPolicies(deps.prisma) });
  },
});

const kindParams = z.strictObject({ kind: z.enum(policyKinds) });

const getOne = defineRoute({
  method: 'get',
  path: '/v1/policies/{kind}',
  permission: 'policies.get',
  summary: 'One policy as it is in force',
  tags,
  params: kindParams,
  responses: { 200: Policy },
  async handler({ deps, params }) {
    const [last = null] = await policyHistory(deps.prisma, params.kind);
    return tagged('policy', last);
  },
});

const history = defineRoute({
  method: 'get',
  path: '/v1/policies/{kind}/history',
  permission: 'policies.history',
  summary: 'What a policy has said, since when and by whom',
  description: 'The last version first, at most 200.',
  tags,
  params: kindParams,
  responses: { 200: Policies },
  async handler({ deps, params }) {
    return ok({ items: await policyHistory(deps.prisma, params.kind) });
  },
});

const change = <K extends PolicyKind>(kind: K, body: z.ZodType<PolicyBodies[K]>): Route =>
  defineRoute({
    method: 'post',
    path: pathOf('/v1/policies', kind),
    permission: `policies.change-${kind}`,
    summary: `Write a new version of the ${kind} policy`,
    description: 'It is in force at once; what is open keeps the policy that it began with.',
    tags,
    idempotent: true,
    writesAs: 'registrar',
    body,
    responses: { 200: Policy },
    async handler(ctx) {
      const reply = await ctx.once(async (tx) => {
        await writePolicy(tx, { kind, body: ctx.body }, ctx.deps.now(), ctx.actor);
        const [last] = await policyHistory(tx, kind);
        if (last === undefined) throw notFound('policy');
        return { status: 200, body: last };
      });
      ctx.security.tell('policy.changed', kind);
      return reply;
    },
  });

export const companyRoutes = [
  get,
  update,
  list,
  getOne,
  history,
  change('credit', CreditPolicy),
  change('tolerance', TolerancePolicy),
  change('acknowledgement', AcknowledgementPolicy),
  change('fulfilment', FulfilmentPolicy),
  change('dunning', DunningPolicy),
  change('accounting', AccountingPolicy),
];
