import { randomUUID } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Config } from '../config/env.js';
import { endSession, openSession, openSessions, seeSession, type OpenSession } from '../prisma/commands/sessions.js';
import type { PrismaClient } from '../prisma/client.js';
import type { Authenticator } from './auth.js';
import type { Principal } from './context.js';

/**
 * Sessions of the read-only pages: a signed cookie that names a row of `session`, which names the API key it was opened
 * with. Row and key are looked at with each page, so that whoever signs out, stays away too long or loses the key is out at
 * once, whatever becomes of the cookie.
 */
export type Sessions = {
  /** Opens a session for the holder of this key; null: the key is not good. */
  readonly open: (req: Request, res: Response, apiKey: string) => Promise<Principal | null>;
  /** Signs out: the session is over and the cookie is taken back. */
  readonly close: (req: Request, res: Response) => Promise<void>;
  readonly principal: (req: Request) => Promise<Principal | null>;
  /** Open sessions of a person, and whether one is that of this request. */
  readonly list: (req: Request, person: string) => Promise<readonly (OpenSession & { readonly isThis: boolean })[]>;
  /** Ends another session of a person. @returns false when they have no such session */
  readonly end: (id: string, person: string) => Promise<boolean>;
};

const LIFETIME_SECONDS = 8 * 3_600;
const ISSUER = 'encours-session';

export function createSessions(options: {
  readonly config: Config['api'];
  readonly authenticator: Authenticator;
  readonly prisma: PrismaClient;
  readonly now: () => Date;
}): Sessions {
  const { config, prisma, now } = options;
  const secret = new TextEncoder().encode(config.sessionSecret);
  const cookie = cookieOf(config.secureCookies);
  const idOf = (req: Request) => sessionIdOf(cookie.of(req), secret, now());
  return {
    async open(req, res, apiKey) {
      const owner = await options.authenticator.apiKey(apiKey);
      if (!owner) return null;
      const at = now();
      const id = randomUUID();
      const issuedAt = Math.floor(at.getTime() / 1_000);
      const endsAt = new Date((issuedAt + LIFETIME_SECONDS) * 1_000);
      const token = await new SignJWT({ session: id })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(owner.principal.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(secret);
      await openSession(prisma, { id, keyId: owner.keyId, at, endsAt, address: req.ip ?? '', agent: agentOf(req) });
      cookie.set(res, token, LIFETIME_SECONDS);
      return owner.principal;
    },
    async close(req, res) {
      cookie.set(res, '', 0);
      const id = await idOf(req);
      if (id !== null) await endSession(prisma, id, now(), null);
    },
    async principal(req) {
      const id = await idOf(req);
      return id === null ? null : seeSession(prisma, id, now(), config.sessionIdleMinutes);
    },
    async list(req, person) {
      const own = await idOf(req);
      const open = await openSessions(prisma, person, now(), config.sessionIdleMinutes);
      return open.map((session) => ({ ...session, isThis: session.id === own }));
    },
    end: (id, person) => endSession(prisma, id, now(), person),
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
 * host, which browsers take over https only. Lax, so that a link in a mail opens the dossier for who is signed in: a session
 * only reads, and a GET changes nothing.
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
