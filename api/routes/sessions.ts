import { z } from 'zod';
import { said } from '../../contracts/said.js';
import { pageOf } from '../../contracts/primitives.js';
import { EndedSession, Session } from '../../contracts/session.js';
import { roles, signInMethods } from '../../contracts/vocabulary.js';
import { endSession, openSessions, sessionSorts } from '../../prisma/commands/sessions.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { flag, ok, paging, search, sortOf } from './answers.js';

const tags = ['sessions'];

const list = defineRoute({
  method: 'get',
  path: '/v1/sessions',
  permission: 'sessions.list',
  summary: 'Where one is signed in; for an admin with everybody=true, who is signed in',
  description: 'The one seen last first. `search` looks into the name, the address and the browser.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(sessionSorts).optional(),
    search,
    role: z.enum(roles).optional(),
    method: z.enum(signInMethods).optional(),
    everybody: flag.optional(),
  }),
  responses: { 200: pageOf(Session) },
  async handler({ deps, principal, query }) {
    const isEverybody = query.everybody === 'true';
    if (isEverybody && principal.role !== 'admin') throw new ProblemError('forbidden', said('sessions-for-admin'));
    const { sessionIdleMinutes: idleMinutes } = deps.config.api;
    const of = { person: isEverybody ? null : principal.person, at: deps.now(), idleMinutes };
    const { body: page } = ok(await openSessions(deps.prisma, query, of));
    const items = page.items.map((session) => ({ ...session, isThis: session.id === principal.session?.id }));
    return ok({ ...page, items });
  },
});

const end = defineRoute({
  method: 'post',
  path: '/v1/sessions/{id}/end',
  permission: 'sessions.end',
  summary: 'End a session of one’s own; an admin ends anybody’s',
  description: 'It is over at once, whoever still has its cookie.',
  tags,
  idempotent: true,
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  responses: { 200: EndedSession },
  async handler(ctx) {
    const { principal, params } = ctx;
    const at = ctx.deps.now();
    const person = principal.role === 'admin' ? null : principal.person;
    const reply = await ctx.once(async (tx) => {
      const ended = await endSession(tx, { id: params.id, person, at }, ctx.actor);
      if (ended === null) throw notFound('session');
      return { status: 200, body: { id: ended.id, endedAt: at.toISOString() } };
    });
    ctx.security.tell('session.ended', `session ${params.id}`);
    return reply;
  },
});

export const sessionRoutes = [list, end];
