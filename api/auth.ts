import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Config, TokenSettings } from '../config/env.js';
import { tokenPrincipal } from '../contracts/principals.js';
import { said, type Said } from '../contracts/said.js';
import { roles } from '../contracts/vocabulary.js';
import type { Role } from '../contracts/vocabulary.js';
import { findApiKey, personOf } from '../prisma/queries/api-keys.js';
import type { ApiKeyOwner, KnownPerson } from '../prisma/queries/api-keys.js';
import type { PrismaClient } from '../prisma/client.js';
import type { Principal } from './context.js';
import { ProblemError, silent } from './problem.js';

/** Finds out who calls, from an API key or an OIDC access token. */
export type Authenticator = {
  /** @throws ProblemError 401 that says what is wrong, 503 when nobody can tell right now */
  readonly bearer: (headers: IncomingHttpHeaders) => Promise<Principal>;
};

/** API keys: `enc_` and 256 random bits in base64url. */
const API_KEY = /^enc_[A-Za-z0-9_-]{43}$/;
/** A key that is revoked or whose holder is put out of use is refused, and a new link of principals known, at the latest after this time, in each process. */
const KEY_CACHE_MS = 30_000;
const KEY_CACHE_SIZE = 10_000;
const MAX_TOKEN_LENGTH = 8_192;
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export const unauthenticated = (what: Said): ProblemError =>
  new ProblemError('unauthenticated', what, {
    headers: { 'WWW-Authenticate': 'Bearer realm="encours"' },
  });

export function createAuthenticator(options: {
  readonly prisma: PrismaClient;
  readonly oidc: Config['oidc'];
  readonly now: () => Date;
}): Authenticator {
  const lookUp = cachedKeys(options.prisma, options.now);
  const lookUpPerson = cachedPersons(options.prisma, options.now);
  const tokens = options.oidc?.tokens && {
    ...options.oidc.tokens,
    issuer: options.oidc.issuer,
    keySet: issuerKeys(options.oidc.tokens.jwksUrl),
  };
  const byKey = async (key: string) => {
    if (!API_KEY.test(key)) return null;
    const hash = hashApiKey(key);
    const owner = await lookUp(hash);
    return owner && sameHash(owner.hash, hash) ? owner : null;
  };
  return {
    async bearer(headers) {
      const token = bearerToken(headers.authorization);
      if (token.startsWith('enc_')) {
        const owner = await byKey(token);
        if (!owner) throw unauthenticated(said('api-key-unusable'));
        return principalOf(owner);
      }
      if (!tokens) throw unauthenticated(said('tokens-not-accepted'));
      const principal = await verifyToken(token, tokens, options.now());
      const { person, isActive } = await lookUpPerson(principal.id);
      if (!isActive) throw unauthenticated(said('token-owner-gone'));
      return { ...principal, person };
    },
  };
}

function bearerToken(header: string | undefined): string {
  const [scheme, token, ...rest] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '' || rest.length > 0)
    throw unauthenticated(said('no-token'));
  if (token.length > MAX_TOKEN_LENGTH) throw unauthenticated(said('token-too-long'));
  return token;
}

const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const principalOf = (owner: ApiKeyOwner): Principal => ({ ...owner.principal, scopes: owner.scopes });

/** Looks keys up in PostgreSQL, known good ones at most every 30 s; expiry is judged at each use. */
function cachedKeys(prisma: PrismaClient, now: () => Date) {
  const known = new Map<string, { readonly owner: ApiKeyOwner; readonly until: number }>();
  return async (hash: string): Promise<ApiKeyOwner | null> => {
    const nowMs = now().getTime();
    const cached = known.get(hash);
    const owner = cached && cached.until > nowMs ? cached.owner : await findApiKey(prisma, hash);
    if (!owner || owner.revokedAt !== null || owner.expiresAt.getTime() <= nowMs) {
      known.delete(hash);
      return null;
    }
    if (owner !== cached?.owner) {
      if (known.size >= KEY_CACHE_SIZE) known.clear();
      known.set(hash, { owner, until: nowMs + KEY_CACHE_MS });
    }
    return owner;
  };
}

function cachedPersons(prisma: PrismaClient, now: () => Date) {
  const known = new Map<string, { readonly person: KnownPerson; readonly until: number }>();
  return async (principal: string): Promise<KnownPerson> => {
    const nowMs = now().getTime();
    const cached = known.get(principal);
    if (cached && cached.until > nowMs) return cached.person;
    const person = await personOf(prisma, principal);
    if (known.size >= KEY_CACHE_SIZE) known.clear();
    known.set(principal, { person, until: nowMs + KEY_CACHE_MS });
    return person;
  };
}

/** Whose access tokens are taken, and by which keys. */
type Tokens = TokenSettings & { readonly issuer: string; readonly keySet: JWTVerifyGetKey };

type TokenHolder = Omit<Principal, 'person'>;

async function verifyToken(token: string, oidc: Tokens, now: Date): Promise<TokenHolder> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, oidc.keySet, {
      algorithms: ALGORITHMS,
      issuer: oidc.issuer,
      audience: oidc.audience,
      requiredClaims: ['sub', 'exp', 'iat'],
      maxTokenAge: oidc.tokenMaxMinutes * 60,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    });
    refuseOtherTokens(payload, protectedHeader.typ, oidc);
    return principalOfToken(payload, oidc.issuer);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw unauthenticated(said('token-not-valid'));
  }
}

/** The issuer's keys; when they cannot be fetched nobody can tell whether a token is good, which is not the caller's fault. */
function issuerKeys(jwksUrl: string): JWTVerifyGetKey {
  const keySet = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 1_500 });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      throw silent('issuer');
    }
  };
}

const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * What an issuer signs beside access tokens is none: an ID token names the one who signed in, a logout token ends a session,
 * a refresh token is for the issuer alone. Of the type `at+jwt` only access tokens are (RFC 9068, section 4).
 */
function refuseOtherTokens(payload: JWTPayload, type: string | undefined, oidc: Tokens): void {
  const { exp = 0, iat = 0 } = payload;
  const named = (type ?? 'JWT').toLowerCase().replace(/^application\//, '');
  if (named !== oidc.tokenType.toLowerCase())
    throw unauthenticated(said('token-of-other-type', { type: oidc.tokenType }));
  if (isOfAnotherKind(payload)) throw unauthenticated(said('no-access-token'));
  if (exp - iat > oidc.tokenMaxMinutes * 60)
    throw unauthenticated(said('token-lives-too-long', { minutes: oidc.tokenMaxMinutes }));
}

const isOfAnotherKind = (payload: JWTPayload): boolean =>
  ['at_hash', 'c_hash', 'nonce', 'events'].some((claim) => payload[claim] !== undefined) ||
  (payload['typ'] !== undefined && payload['typ'] !== 'Bearer') ||
  (payload['token_use'] !== undefined && payload['token_use'] !== 'access');

function principalOfToken(payload: JWTPayload, issuer: string): TokenHolder {
  const { sub, name } = payload;
  const id = sub === undefined ? null : tokenPrincipal(sub, issuer);
  if (id === null) throw unauthenticated(said('token-without-subject'));
  const role = roleOf(payload);
  if (!role) throw unauthenticated(said('token-without-role'));
  return {
    id,
    name: typeof name === 'string' ? name : id,
    role,
    seesAllCustomers: payload['encours_sees_all_customers'] === true,
    scopes: [],
  };
}

/** The claim `encours_role`, else the one role of ours among `roles`; two of them are nobody's. */
export function roleOf(payload: Readonly<Record<string, unknown>>): Role | undefined {
  const claim = payload['encours_role'] ?? payload['roles'];
  const named: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const ours = roles.filter((role) => named.includes(role));
  return ours.length === 1 ? ours[0] : undefined;
}
