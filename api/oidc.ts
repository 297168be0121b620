import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import * as client from 'openid-client';
import { z } from 'zod';
import type { Config } from '../config/env.js';
import { tokenPrincipal } from '../contracts/principals.js';
import type { Told } from '../prisma/commands/sessions.js';
import { roleOf } from './auth.js';

/** Why a sign-in at the issuer came to nothing: what the console is told in `/sign-in?problem=…`. */
export type OidcProblem = 'oidc-refused' | 'oidc-no-role' | 'oidc-unavailable' | 'oidc-expired' | 'oidc-inactive';

/** Who signed in at the issuer, and the page that they wanted. */
export type Arrived = { readonly principal: string; readonly told: Told; readonly next: string };

/** Signing in at an issuer of OpenID Connect: code flow with PKCE, state and nonce. */
export type Oidc = {
  /** What the sign-in page calls it. */
  readonly name: string;
  /** Sends the browser to the issuer. */
  readonly leave: (req: Request, res: Response) => Promise<OidcProblem | null>;
  /** What the browser brings back from there. */
  readonly arrive: (req: Request, res: Response) => Promise<Arrived | OidcProblem>;
};

type Settings = NonNullable<Config['oidc']>;
type Client = NonNullable<Settings['client']>;

const PATH = '/session/oidc';
const LASTS_SECONDS = 600;
const ISSUER_TIMEOUT_SECONDS = 5;
const COOKIE_ISSUER = 'encours-oidc';
const LONGEST_NEXT = 500;

/** @returns null where no client of an issuer is configured */
export function createOidc(options: {
  readonly oidc: Config['oidc'];
  readonly api: Config['api'];
  readonly now: () => Date;
}): Oidc | null {
  const { oidc, api, now } = options;
  if (oidc?.client === undefined) return null;
  const issuer = discovered(oidc, oidc.client);
  const kept = keptInCookie(api, now);
  const redirectUri = (req: Request): string => `${api.publicUrl.replace(/\/+$/, '') || originOf(req)}${PATH}/callback`;
  return {
    name: new URL(oidc.issuer).host,
    async leave(req, res) {
      const configuration = await issuer().catch(() => null);
      if (configuration === null) return 'oidc-unavailable';
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
      await kept.set(res, { state, nonce, verifier, next: safeNext(req.query['next']) });
      const to = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri(req),
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      res.redirect(302, to.href);
      return null;
    },
    async arrive(req, res) {
      const begun = await kept.of(req);
      kept.clear(res);
      if (begun === null) return 'oidc-expired';
      const { state, nonce, verifier, next } = begun;
      const url = new URL(redirectUri(req));
      url.search = new URL(req.originalUrl, url).search;
      try {
        const configuration = await issuer();
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
        const tokens = await client.authorizationCodeGrant(configuration, url, checks);
        const claims = await claimsOf(configuration, tokens);
        const told = claims === null ? null : toldBy(claims);
        const principal = claims === null ? null : tokenPrincipal(claims.sub, oidc.issuer);
        if (principal === null) return 'oidc-refused';
        return told === null ? 'oidc-no-role' : { principal, told: { ...told, name: told.name || principal }, next };
      } catch (error) {
        return isAway(error) ? 'oidc-unavailable' : 'oidc-refused';
      }
    },
  };
}

/** The issuer as it describes itself, asked once; again after it did not answer. */
function discovered({ issuer }: Settings, { id, secret }: Client): () => Promise<client.Configuration> {
  let asked: Promise<client.Configuration> | undefined;
  const url = new URL(issuer);
  const execute = [
    client.enableNonRepudiationChecks,
    ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
  ];
  const authentication = secret === undefined ? client.None() : client.ClientSecretBasic(secret);
  return () =>
    (asked ??= client
      .discovery(url, id, undefined, authentication, { execute, timeout: ISSUER_TIMEOUT_SECONDS })
      .catch((error: unknown) => {
        asked = undefined;
        throw error;
      }));
}

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };
type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/** Of the ID token, else, where that names no role, of the issuer's userinfo. */
async function claimsOf(configuration: client.Configuration, tokens: Tokens): Promise<Claims | null> {
  const claims = tokens.claims();
  if (claims === undefined) return null;
  const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
  if (roleOf(claims) !== undefined || !hasUserInfo) return claims;
  return { ...claims, ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)) };
}

function toldBy(claims: Claims): Told | null {
  const role = roleOf(claims);
  if (role === undefined) return null;
  const { name } = claims;
  const seesAllCustomers = claims['encours_sees_all_customers'] === true;
  return { name: typeof name === 'string' ? name : '', role, seesAllCustomers };
}

const isAway = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof client.ClientError &&
    ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(error.code ?? ''));

const originOf = (req: Request): string => `${req.protocol}://${req.host}`;

/** A page of the console, and nothing that leads elsewhere or does something by itself; the start page otherwise. */
export function safeNext(next: unknown): string {
  const isPage =
    typeof next === 'string' &&
    next.length <= LONGEST_NEXT &&
    /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) &&
    !/^\/(v1|session|docs|codec|sign-in)(\/|\?|#|$)/.test(new URL(next, 'http://console.invalid').pathname);
  return isPage ? next : '/';
}

const Begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() });
type Begun = z.infer<typeof Begun>;

/** What was sent along to the issuer, in a signed cookie for ten minutes: who comes back has to be who left. */
function keptInCookie(api: Config['api'], now: () => Date) {
  const secret = new TextEncoder().encode(api.sessionSecret);
  const name = api.secureCookies ? '__Host-encours-oidc' : 'encours-oidc';
  const cookie = (value: string, maxAge: number): string =>
    stringifySetCookie({
      name,
      value,
      httpOnly: true,
      sameSite: 'lax',
      secure: api.secureCookies,
      path: '/',
      maxAge,
    });
  return {
    async set(res: Response, begun: Begun): Promise<void> {
      const seconds = Math.floor(now().getTime() / 1_000);
      const token = await new SignJWT(begun)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(COOKIE_ISSUER)
        .setExpirationTime(seconds + LASTS_SECONDS)
        .sign(secret);
      res.append('Set-Cookie', cookie(token, LASTS_SECONDS));
    },
    clear(res: Response): void {
      res.append('Set-Cookie', cookie('', 0));
    },
    async of(req: Request): Promise<Begun | null> {
      const token = parseCookie(req.headers.cookie ?? '')[name] ?? '';
      try {
        const checks = { algorithms: ['HS256'], issuer: COOKIE_ISSUER, requiredClaims: ['exp'], currentDate: now() };
        return Begun.safeParse((await jwtVerify(token, secret, checks)).payload).data ?? null;
      } catch {
        return null;
      }
    },
  };
}
