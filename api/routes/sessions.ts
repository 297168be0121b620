import { z } from 'zod';
import { said } from '../../contracts/said.js';
import { EndedSession, Sessions } from '../../contracts/session.js';
import { endSession, openSessions } from '../../prisma/commands/sessions.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import { flag, ok } from './answers.js';

const tags = ['sessions'];

const list = defineRoute({
  method: 'get',
  path: '/v1/sessions',
  permission: 'sessions.list',
  summary: 'Where one is signed in; for an admin with everybody=true, who is signed in',
  description: 'The one seen last first, at most 200.',
  tags,
  query: z.strictObject({ everybody: flag.optional() }),
  responses: { 200: Sessions },
  async handler({ deps, principal, query }) {
    const isEverybody = query.everybody === 'true';
    if (isEverybody && principal.role !== 'admin') throw new ProblemError('forbidden', said('sessions-for-admin'));
    const { sessionIdleMinutes } = deps.config.api;
    const open = await openSessions(deps.prisma, isEverybody ? null : principal.person, deps.now(), sessionIdleMinutes);
    const items = open.map(({ openedAt, lastSeenAt, endsAt, ...session }) => ({
      ...session,
      openedAt: openedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      endsAt: endsAt.toISOString(),
      isThis: session.id === principal.session?.id,
    }));
    return ok({ items });
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
