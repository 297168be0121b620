import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;

export type Served = {
  /** Where the issuer tells name and role. */
  readonly claimsIn: 'id-token' | 'userinfo';
  readonly client: string;
  readonly secret: string;
  readonly redirectUri: string;
};

/** A real issuer of OpenID Connect on loopback, whose sign-in page takes everybody at their word. */
export type Issuer = {
  readonly url: string;
  /** From now on it serves one client, and has forgotten everybody. */
  readonly serve: (served: Served) => void;
  /** Answers 503 until it serves again; so it begins. */
  readonly away: () => void;
  /** Who signs in from now on; null: they say no. */
  readonly next: (sub: string | null) => void;
  readonly close: () => void;
};

/** @param people what is told of each subject */
export async function openIssuer(people: Readonly<Record<string, Claims>>): Promise<Issuer> {
  let provider: Provider | undefined;
  let next: string | null = null;
  const server = createServer((req, res) => {
    if (!provider) {
      res.writeHead(503).end();
      return;
    }
    if (req.url?.startsWith('/interaction/') !== true) {
      void provider.callback()(req, res);
      return;
    }
    const answer =
      next === null
        ? { error: 'access_denied', error_description: 'the person said no' }
        : { login: { accountId: next }, consent: {} };
    void provider.interactionFinished(req, res, answer, { mergeWithLastSubmission: true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    serve: (served) => {
      provider = providerOf(url, served, people);
    },
    away: () => {
      provider = undefined;
    },
    next: (sub) => {
      next = sub;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const providerOf = (url: string, served: Served, people: Readonly<Record<string, Claims>>): Provider =>
  new Provider(url, {
    clients: [{ client_id: served.client, client_secret: served.secret, redirect_uris: [served.redirectUri] }],
    claims: { openid: ['sub'], profile: ['name', 'encours_role', 'roles', 'encours_sees_all_customers'] },
    conformIdTokenClaims: served.claimsIn === 'userinfo',
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
