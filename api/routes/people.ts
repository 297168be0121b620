import { z } from 'zod';
import {
  ApiKey,
  FirstPassword,
  MadeApiKey,
  NewApiKey,
  NewPerson,
  Person,
  PersonChange,
  Revocation,
  Rights,
} from '../../contracts/people.js';
import { pageOf, Uuid } from '../../contracts/primitives.js';
import { AnyPrincipal, KeyPrincipal } from '../../contracts/principals.js';
import { said } from '../../contracts/said.js';
import { PasswordChanged } from '../../contracts/session.js';
import { keyStates, roles } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import type { Transaction } from '../../prisma/client.js';
import { createApiKey, revokeApiKey } from '../../prisma/commands/api-keys.js';
import { setFirstPassword } from '../../prisma/commands/passwords.js';
import { changePerson, createPerson } from '../../prisma/commands/people.js';
import { findPerson, getApiKey, keySorts, listApiKeys, listPeople, personSorts } from '../../prisma/queries/people.js';
import type { Deps } from '../context.js';
import { hashPassword } from '../password.js';
import { isPermission, permissions, type Grant } from '../permissions.js';
import { isRefusal, notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { flag, isTrue, ok, paging, search, sortOf, tagged } from './answers.js';

const tags = ['people'];
const idParams = z.strictObject({ id: KeyPrincipal });
/** Also those whom an issuer names. */
const anyParams = z.strictObject({ id: AnyPrincipal });
const DAY_MS = 86_400_000;
const USUAL_DAYS = 365;

const list = defineRoute({
  method: 'get',
  path: '/v1/people',
  permission: 'people.list',
  summary: 'Who may act: people and programs',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(personSorts).optional(),
    search,
    role: z.enum(roles).optional(),
    active: flag.optional(),
  }),
  responses: { 200: pageOf(Person) },
  async handler({ deps, query }) {
    return ok(await listPeople(deps.prisma, { ...query, active: isTrue(query.active) }));
  },
});

const rights = defineRoute({
  method: 'get',
  path: '/v1/permissions',
  permission: 'permissions.list',
  summary: 'What each role may do: the permission table',
  description: 'The names are those that the scopes of a key list.',
  tags,
  responses: { 200: Rights },
  handler: () =>
    Promise.resolve(
      ok({
        items: Object.entries<Grant>(permissions).map(([permission, { roles, ownership }]) => ({
          permission,
          roles: [...roles],
          ownCustomers: ownership === 'own-customers' && roles.includes('sales'),
        })),
      }),
    ),
});

const get = defineRoute({
  method: 'get',
  path: '/v1/people/{id}',
  permission: 'people.get',
  summary: 'One of those who may act',
  tags,
  params: anyParams,
  responses: { 200: Person },
  async handler({ deps, params }) {
    return tagged('person', await findPerson(deps.prisma, params.id));
  },
});

const create = defineRoute({
  method: 'post',
  path: '/v1/people',
  permission: 'people.create',
  summary: 'Make somebody, or a program, known',
  description: 'They sign in once a first password is set, or act by a key.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: NewPerson,
  responses: { 201: Person },
  problems: ['already-exists'],
  async handler(ctx) {
    const { seesAllCustomers = false, ...person } = ctx.body;
    const reply = await ctx.once(async (tx) => {
      const made = await createPerson(tx, { ...person, seesAllCustomers }, ctx.actor);
      if (isRefusal(made)) return made;
      return { status: 201, body: await known(tx, made.id), headers: { Location: pathOf('/v1/people', made.id) } };
    });
    ctx.security.tell('person.created', person.id);
    return reply;
  },
});

const update = defineRoute({
  method: 'patch',
  path: '/v1/people/{id}',
  permission: 'people.update',
  summary: 'Change what somebody is called and may do, or put them out of use',
  description:
    'A role acts with the next request of a session, and of a key within 30 seconds. Who is put out of use is signed out at ' +
    'once. Nobody takes their own rights of an admin, and the last admin keeps theirs.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  params: anyParams,
  body: PersonChange,
  responses: { 200: Person },
  problems: ['own-rights', 'last-admin'],
  async handler(ctx) {
    const { id } = ctx.params;
    const about = { id, change: ctx.body, by: ctx.principal.person, at: ctx.deps.now() };
    const reply = await ctx.once(async (tx) => {
      const changed = await changePerson(tx, about, ctx.actor);
      if (isRefusal(changed)) return changed;
      if (!changed) throw notFound('person');
      return { status: 200, body: await known(tx, id) };
    });
    ctx.security.tell('person.changed', `${id}: ${Object.keys(ctx.body).join(', ')}`);
    return reply;
  },
});

const password = defineRoute({
  method: 'post',
  path: '/v1/people/{id}/password',
  permission: 'people.password',
  summary: 'Give somebody a first password, which they have to change',
  description:
    'At least 12 characters of any kind. Their sessions end, and a second factor goes with the password before.',
  tags,
  idempotent: true,
  holdsSecret: true,
  writesAs: 'registrar',
  params: idParams,
  body: FirstPassword,
  responses: { 200: PasswordChanged },
  async handler(ctx) {
    const person = await findPerson(ctx.deps.prisma, ctx.params.id);
    if (person === null) throw notFound('person');
    const hash = await hashPassword(ctx.body.password, [person.id, person.name], 'password');
    const at = ctx.deps.now();
    const reply = await ctx.once(async (tx) => {
      await setFirstPassword(tx, { principal: person.id, hash, at }, ctx.actor);
      return { status: 200, body: { changedAt: at.toISOString() } };
    });
    ctx.security.tell('password.set', person.id);
    return reply;
  },
});

const listKeys = defineRoute({
  method: 'get',
  path: '/v1/api-keys',
  permission: 'api-keys.list',
  summary: 'API keys, also those that have ended',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(keySorts).optional(),
    search,
    role: z.enum(roles).optional(),
    state: z.enum(keyStates).optional(),
  }),
  responses: { 200: pageOf(ApiKey) },
  async handler({ deps, query }) {
    return ok(await listApiKeys(deps.prisma, query, deps.now()));
  },
});

const createKey = defineRoute({
  method: 'post',
  path: '/v1/api-keys',
  permission: 'api-keys.create',
  summary: 'Make a key for a program or a person',
  description:
    'It is answered once and kept nowhere: a repeat of the request is answered without it. A year, unless told.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  body: NewApiKey,
  responses: { 201: MadeApiKey },
  async handler(ctx) {
    const { principal, scopes = [], days = USUAL_DAYS } = ctx.body;
    await refuseScopes(ctx.deps, principal, scopes);
    const expiresAt = new Date(ctx.deps.now().getTime() + days * DAY_MS);
    const reply = await ctx.once(async (tx) => {
      const { id, key } = await createApiKey(tx, { principalId: principal, scopes, expiresAt }, ctx.actor);
      const kept: z.infer<typeof MadeApiKey> = { ...(await knownKey(tx, id, ctx.deps.now())), key: null };
      return { status: 201, body: { ...kept, key }, kept };
    });
    ctx.security.tell('key.created', principal);
    return reply;
  },
});

const revokeKey = defineRoute({
  method: 'post',
  path: '/v1/api-keys/{id}/revocation',
  permission: 'api-keys.revoke',
  summary: 'End a key for good',
  description: 'It is refused by every process within 30 seconds.',
  tags,
  idempotent: true,
  writesAs: 'registrar',
  params: z.strictObject({ id: Uuid }),
  body: Revocation,
  responses: { 200: ApiKey },
  async handler(ctx) {
    const { id } = ctx.params;
    const reply = await ctx.once(async (tx) => {
      const revoked = await revokeApiKey(tx, { id, at: ctx.deps.now(), reason: ctx.body.reason }, ctx.actor);
      if (!revoked) throw notFound('good-key');
      return { status: 200, body: await knownKey(tx, id, ctx.deps.now()) };
    });
    ctx.security.tell('key.revoked', id);
    return reply;
  },
});

async function known(tx: Transaction, id: string): Promise<Person> {
  const person = await findPerson(tx, id);
  if (person === null) throw notFound('person');
  return person;
}

async function knownKey(tx: Transaction, id: string, at: Date): Promise<ApiKey> {
  const key = await getApiKey(tx, id, at);
  if (key === null) throw notFound('key');
  return key;
}

/** @throws ProblemError 422 for nobody's key, and for scopes that their role does not have */
async function refuseScopes({ prisma }: Deps, principal: string, scopes: readonly string[]): Promise<void> {
  const person = await findPerson(prisma, principal);
  if (person === null) throw new ProblemError('invalid-request', said('person-not-known'), { field: 'principal' });
  const has = (scope: string): boolean => {
    if (!isPermission(scope)) return false;
    const grant: Grant = permissions[scope];
    return grant.roles.includes(person.role);
  };
  const errors = scopes.flatMap((scope, at) =>
    has(scope) ? [] : [{ field: `scopes.${at}`, said: said('scope-not-of-role', { role: person.role }) }],
  );
  if (errors.length > 0) throw new ProblemError('invalid-request', said('scope-beyond-role'), { errors });
}

export const peopleRoutes = [rights, list, get, create, update, password, listKeys, createKey, revokeKey];
