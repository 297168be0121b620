import { randomUUID } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Config } from '../config/env.js';
import type { SessionEnd } from '../contracts/session.js';
import {
  endOf,
  openSession,
  seeSession,
  signOut,
  type SignedInPerson,
  type Told,
} from '../prisma/commands/sessions.js';
import type { PrismaClient } from '../prisma/client.js';

/**
 * Sessions of people: a signed cookie that names a row of `session`, which names the person. Row and person are looked at with
 * each request, so that whoever signs out, stays away too long, gets another role or is put out of use finds it so at once,
 * whatever becomes of the cookie.
 */
export type Sessions = {
  /** Signs somebody in, instead of whoever was signed in with this browser before. */
  readonly open: (req: Request, res: Response, who: WhoSignsIn) => Promise<SignedInPerson>;
  /** Signs out: the session is over and the cookie is taken back. */
  readonly close: (req: Request, res: Response) => Promise<void>;
  readonly signedIn: (req: Request) => Promise<SignedInPerson | null>;
  /** The same, and no use of the session: for what goes on by itself. */
  readonly still: (req: Request) => Promise<SignedInPerson | null>;
  /** How the session of this browser ended; null: it has none, or one that goes on. */
  readonly ended: (req: Request) => Promise<SessionEnd | null>;
};

export type WhoSignsIn =
  | { readonly method: 'password' | 'demo'; readonly principal: string }
  | { readonly method: 'oidc'; readonly principal: string; readonly told: Told };

const LIFETIME_SECONDS = 8 * 3_600;
const ISSUER = 'encours-session';

export function createSessions(options: {
  readonly config: Config['api'];
  readonly prisma: PrismaClient;
  readonly now: () => Date;
}): Sessions {
  const { config, prisma, now } = options;
  const secret = new TextEncoder().encode(config.sessionSecret);
  const cookie = cookieOf(config.secureCookies);
  const idOf = (req: Request) => sessionIdOf(cookie.of(req), secret, now());
  const see = (id: string, isUse: boolean): Promise<SignedInPerson | null> =>
    seeSession(prisma, id, { at: now(), idleMinutes: config.sessionIdleMinutes, isUse });
  const end = async (req: Request): Promise<void> => {
    const id = await idOf(req);
    if (id !== null) await signOut(prisma, id, now());
  };
  return {
    async open(req, res, who) {
      await end(req);
      const at = now();
      const id = randomUUID();
      const issuedAt = Math.floor(at.getTime() / 1_000);
      const endsAt = new Date((issuedAt + LIFETIME_SECONDS) * 1_000);
      const token = await new SignJWT({ session: id })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(who.principal)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(secret);
      await openSession(prisma, { ...who, id, at, endsAt, address: req.ip ?? '', agent: agentOf(req) });
      const signedIn = await see(id, true);
      if (signedIn === null) throw new Error(`${who.principal} signed in and is not there.`);
      cookie.set(res, token, LIFETIME_SECONDS);
      return signedIn;
    },
    async close(req, res) {
      cookie.set(res, '', 0);
      await end(req);
    },
    async signedIn(req) {
      const id = await idOf(req);
      return id === null ? null : see(id, true);
    },
    async still(req) {
      const id = await idOf(req);
      return id === null ? null : see(id, false);
    },
    async ended(req) {
      const id = await idOf(req);
      return id === null ? null : endOf(prisma, id, { at: now(), idleMinutes: config.sessionIdleMinutes });
    },
  };
}

const AGENT_LENGTH = 200;
const agentOf = (req: Request): string =>
  (req.get('User-Agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, AGENT_LENGTH);

const Claims = z.object({ session: z.uuid() });

async function sessionIdOf(token: string, secret: Uint8Array, now: Date): Promise<string | null> {
  if (token === '') return null;
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      requiredClaims: ['sub', 'exp', 'session'],
      currentDate: now,
    });
    return Claims.safeParse(payload).data?.session ?? null;
  } catch {
    return null;
  }
}

/**
 * The cookie. Configuration says whether it is for https alone, never a header of the request; `__Host-` binds it to this
 * host, which browsers take over https only. Lax, so that a link in a mail opens the order for who is signed in: a GET
 * changes nothing, and what changes something has to come from a page of ours (api/origin.ts).
 */
function cookieOf(secure: boolean) {
  const name = secure ? '__Host-encours-session' : 'encours-session';
  return {
    of: (req: Request): string => parseCookie(req.headers.cookie ?? '')[name] ?? '',
    set(res: Response, value: string, maxAgeSeconds: number): void {
      const cookie = stringifySetCookie({
        name,
        value,
        httpOnly: true,
        sameSite: 'lax',
        secure,
        path: '/',
        maxAge: maxAgeSeconds,
      });
      res.append('Set-Cookie', cookie);
    },
  };
}
