import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import type { Config } from '../config/env.js';
import type { Authenticator } from './auth.js';
import type { Principal } from './context.js';

/**
 * Sessions of the read-only pages: a signed cookie that names the API key it was opened with. The key itself is not in
 * it, and is looked at again with each page, so that a revoked key ends its sessions.
 */
export type Sessions = {
  /** Opens a session for the holder of this key; false: the key is not good. */
  readonly open: (req: Request, res: Response, apiKey: string) => Promise<boolean>;
  readonly close: (req: Request, res: Response) => void;
  readonly principal: (req: Request) => Promise<Principal | null>;
};

const LIFETIME_SECONDS = 8 * 3_600;
const ISSUER = 'encours-session';

export function createSessions(options: {
  readonly config: Config['api'];
  readonly authenticator: Authenticator;
  readonly now: () => Date;
}): Sessions {
  const secret = new TextEncoder().encode(options.config.sessionSecret);
  return {
    async open(req, res, apiKey) {
      const owner = await options.authenticator.apiKey(apiKey);
      if (!owner) return false;
      const issuedAt = Math.floor(options.now().getTime() / 1_000);
      const token = await new SignJWT({ key: owner.keyId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(owner.principal.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(secret);
      setCookie(req, res, token, LIFETIME_SECONDS);
      return true;
    },
    close(req, res) {
      setCookie(req, res, '', 0);
    },
    async principal(req) {
      const token = parseCookie(req.headers.cookie ?? '')[cookieName(req)];
      if (token === undefined || token === '') return null;
      const keyId = await keyIdOf(token, secret, options.now());
      return keyId === null ? null : options.authenticator.apiKeyId(keyId);
    },
  };
}

async function keyIdOf(token: string, secret: Uint8Array, now: Date): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      requiredClaims: ['sub', 'exp', 'key'],
      currentDate: now,
    });
    return typeof payload['key'] === 'string' ? payload['key'] : null;
  } catch {
    return null;
  }
}

/** `__Host-` binds the cookie to this host; browsers take it over https only. */
const cookieName = (req: Request): string => (req.secure ? '__Host-encours-session' : 'encours-session');

/** Lax, so that a link in a mail opens the dossier for who is signed in: a session only reads, and a GET changes nothing. */
function setCookie(req: Request, res: Response, value: string, maxAgeSeconds: number): void {
  const cookie = stringifySetCookie({
    name: cookieName(req),
    value,
    httpOnly: true,
    sameSite: 'lax',
    secure: req.secure,
    path: '/',
    maxAge: maxAgeSeconds,
  });
  res.append('Set-Cookie', cookie);
}
