import { PasswordChange, PasswordChanged } from '../../contracts/session.js';
import { changePassword, findPasswordHolder, type PasswordHolder } from '../../prisma/commands/passwords.js';
import { knownAddresses } from '../../prisma/commands/sessions.js';
import type { WriteContext } from '../context.js';
import { hashPassword, isPassword } from '../password.js';
import { ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';

const tags = ['me'];

const password = defineRoute({
  method: 'post',
  path: '/v1/me/password',
  permission: 'me.password',
  summary: 'Change one’s own password',
  description: 'At least 12 characters of any kind. One’s other sessions end with it.',
  tags,
  idempotent: true,
  holdsSecret: true,
  body: PasswordChange,
  responses: { 200: PasswordChanged },
  problems: ['session-needed'],
  async handler(ctx) {
    if (ctx.request.kept) {
      ctx.markReplayed();
      return ctx.request.kept;
    }
    const { session, holder } = await passwordSession(ctx, ctx.body.currentPassword);
    const { newPassword } = ctx.body;
    if (newPassword === ctx.body.currentPassword)
      throw new ProblemError('invalid-request', 'must be another one than before', { field: 'newPassword' });
    const hash = await hashPassword(newPassword, [holder.id, holder.name], 'newPassword');
    const at = ctx.deps.now();
    const change = { principal: holder.id, from: holder.hash, hash, at, session };
    const reply = await ctx.once(async (tx) => {
      if (!(await changePassword(tx, change, ctx.actor))) throw wrongPassword();
      return { status: 200, body: { changedAt: at.toISOString() } };
    });
    ctx.security.tell('password.changed');
    return reply;
  },
});

const wrongPassword = (): ProblemError =>
  new ProblemError('invalid-request', 'is not the password', { field: 'currentPassword' });

/**
 * The caller's session, once they have shown their password; guesses are counted as those at the door.
 * @throws ProblemError 409 for who has no session by a password, 422 for a wrong one, 429 after too many
 */
async function passwordSession(
  { deps, principal, security }: Pick<WriteContext, 'deps' | 'principal' | 'security'>,
  shown: string,
): Promise<{ readonly session: string; readonly holder: PasswordHolder & { readonly hash: string } }> {
  const { session } = principal;
  if (session?.method !== 'password')
    throw new ProblemError('session-needed', 'Only who has signed in with a password changes one.');
  const known = await knownAddresses(deps.prisma, principal.id);
  const attempt = { account: principal.id, address: security.address, known };
  await security.throttle.admit(attempt);
  const holder = await findPasswordHolder(deps.prisma, principal.id);
  const hash = holder?.hash ?? null;
  if (!(await isPassword(shown, hash)) || holder === null || hash === null) {
    security.tell('credentials.refused', 'the password is wrong');
    throw wrongPassword();
  }
  await security.throttle.right(attempt);
  return { session: session.id, holder: { ...holder, hash } };
}

export const meRoutes = [password];
