import { z } from 'zod';
import { said } from '../../contracts/said.js';
import {
  PasswordChange,
  PasswordChanged,
  TotpBegun,
  TotpCode,
  TotpConfirmed,
  TotpRemoved,
} from '../../contracts/session.js';
import { changePassword, findPasswordHolder, type PasswordHolder } from '../../prisma/commands/passwords.js';
import { knownAddresses } from '../../prisma/commands/sessions.js';
import { beginTotp, confirmTotp, findTotp, removeTotp } from '../../prisma/commands/totp.js';
import type { Principal, WriteContext } from '../context.js';
import { hashPassword, isPassword } from '../password.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';
import {
  enrolmentUri,
  hashRecoveryCode,
  newRecoveryCodes,
  newSecret,
  seal,
  stepOf,
  takeCode,
  wrongCode,
} from '../totp.js';

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
      throw new ProblemError('invalid-request', said('same-as-before'), { field: 'newPassword' });
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

const begin = defineRoute({
  method: 'post',
  path: '/v1/me/totp',
  permission: 'me.totp-begin',
  summary: 'Begin to sign in with the codes of an authenticator beside the password',
  description:
    'The secret is for the authenticator, as text or as the address that a QR code holds. Nothing is asked for before ' +
    'a first code has confirmed it.',
  tags,
  idempotent: true,
  body: z.strictObject({}),
  responses: { 201: TotpBegun },
  problems: ['session-needed', 'already-exists'],
  async handler(ctx) {
    requirePassword(ctx.principal);
    const { id } = ctx.principal;
    const { sessionSecret } = ctx.deps.config.api;
    const secret = newSecret(sessionSecret, ctx.request.id);
    await ctx.once(async (tx) => {
      const sealed = seal(secret, id, sessionSecret);
      if (!(await beginTotp(tx, { principal: id, secret: sealed }, ctx.actor)))
        throw new ProblemError('already-exists', said('codes-asked-already'), {
          remedy: said('remove-authenticator'),
        });
      return { status: 201, body: {} };
    });
    return { status: 201, body: { secret: secret.base32, uri: enrolmentUri(secret, id) } };
  },
});

const confirm = defineRoute({
  method: 'post',
  path: '/v1/me/totp/confirmation',
  permission: 'me.totp-confirm',
  summary: 'Confirm the authenticator by a first code',
  description:
    'From here on a code is asked for at sign-in. Ten recovery codes are answered; each stands for a code once.',
  tags,
  idempotent: true,
  holdsSecret: true,
  body: TotpCode,
  responses: { 200: TotpConfirmed },
  problems: ['session-needed'],
  async handler(ctx) {
    requirePassword(ctx.principal);
    const { id: principal } = ctx.principal;
    const recoveryCodes = newRecoveryCodes(ctx.deps.config.api.sessionSecret, ctx.request.id);
    const reply = await ctx.once(async (tx) => {
      await ctx.security.throttle.admitCode(principal);
      const kept = await findTotp(tx, principal);
      if (kept === null || kept.confirmedAt !== null) throw notFound('waiting-authenticator');
      const step = stepOf(ctx.body.code.replaceAll(/\s/g, ''), kept.secret, principal, ctx.deps);
      if (step === null) throw wrongCode('invalid-request');
      const at = ctx.deps.now();
      const about = { principal, secret: kept.secret, step, at, recoveryHashes: recoveryCodes.map(hashRecoveryCode) };
      if (!(await confirmTotp(tx, about, ctx.actor))) throw notFound('waiting-authenticator');
      return { status: 200, body: { confirmedAt: at.toISOString() } };
    });
    await ctx.security.throttle.rightCode(principal);
    ctx.security.tell('totp.confirmed');
    return { ...reply, body: { ...reply.body, recoveryCodes } };
  },
});

const remove = defineRoute({
  method: 'post',
  path: '/v1/me/totp/removal',
  permission: 'me.totp-remove',
  summary: 'Sign in without codes again',
  description: 'A code, or a recovery code, says that it is the person who asks.',
  tags,
  idempotent: true,
  holdsSecret: true,
  body: TotpCode,
  responses: { 200: TotpRemoved },
  problems: ['session-needed'],
  async handler(ctx) {
    requirePassword(ctx.principal);
    if (ctx.request.kept) {
      ctx.markReplayed();
      return ctx.request.kept;
    }
    const { id } = ctx.principal;
    await ctx.security.throttle.admitCode(id);
    if (!(await takeCode(ctx.deps, id, ctx.body.code))) throw wrongCode('invalid-request');
    await ctx.security.throttle.rightCode(id);
    const reply = await ctx.once(async (tx) => {
      if (!(await removeTotp(tx, id, ctx.actor))) throw notFound('authenticator');
      return { status: 200, body: { removedAt: ctx.deps.now().toISOString() } };
    });
    ctx.security.tell('totp.removed');
    return reply;
  },
});

/** @throws ProblemError 409 for who has no session by a password */
function requirePassword({ session }: Principal): { readonly id: string } {
  if (session?.method === 'password') return session;
  throw new ProblemError('session-needed', said('password-sign-in-only'));
}

const wrongPassword = (): ProblemError =>
  new ProblemError('invalid-request', said('not-the-password'), { field: 'currentPassword' });

/**
 * The caller's session, once they have shown their password; guesses are counted as those at the door.
 * @throws ProblemError 409 for who has no session by a password, 422 for a wrong one, 429 after too many
 */
async function passwordSession(
  { deps, principal, security }: Pick<WriteContext, 'deps' | 'principal' | 'security'>,
  shown: string,
): Promise<{ readonly session: string; readonly holder: PasswordHolder & { readonly hash: string } }> {
  const session = requirePassword(principal);
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

export const meRoutes = [password, begin, confirm, remove];
