import type { TemporalConnection } from './temporal.js';

/** Passwords that stand in examples and manuals; whoever tries a door tries these first. */
const published = new Set(
  [
    'change-me',
    'changeme',
    'password',
    'passwd',
    'secret',
    'example',
    'encours',
    'postgres',
    'admin',
    'user',
    'test',
  ].flatMap((word) => [word, `${word}1`, `${word}123`]),
);

/** Secrets of releases before, readable by everybody. */
const publishedSecrets = ['embedded-stack-on-loopback-only-secret'];

export const isPublishedSecret = (secret: string): boolean =>
  publishedSecrets.includes(secret) || published.has(secret.toLowerCase()) || new Set(secret).size === 1;

export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);

export type Places = {
  readonly databaseUrl: string;
  readonly temporal: TemporalConnection;
  readonly smtpUrl: string;
  /** Hosts in a network that nobody else is in, reached without TLS on purpose. */
  readonly plaintextHosts: readonly string[];
};

/** What would travel in clear, or behind a password that everybody knows; each with its variable and its remedy. */
export function transportProblems({ databaseUrl, temporal, smtpUrl, plaintextHosts }: Places): readonly string[] {
  const isOpen = (host: string): boolean => host !== '' && !isLoopback(host) && !plaintextHosts.includes(host);
  return [
    ...databaseProblems(databaseUrl, isOpen),
    ...smtpProblems(smtpUrl),
    ...(temporal.tls === undefined && isOpen(hostOf(temporal.address))
      ? [`TEMPORAL_TLS: ${hostOf(temporal.address)} would be reached in clear; ${remedy}`]
      : []),
  ];
}

const remedy = 'set TLS up, or name the host in PLAINTEXT_HOSTS where nobody else is in its network.';
/** node-postgres checks the certificate with each of these. */
const checkedModes = ['require', 'verify-ca', 'verify-full'];

function databaseProblems(text: string, isOpen: (host: string) => boolean): readonly string[] {
  const url = parsed(text);
  if (url === null) return ['DATABASE_URL: write postgresql://USER:PASSWORD@HOST/DATABASE.'];
  const isChecked = checkedModes.includes(url.searchParams.get('sslmode') ?? '');
  return [
    ...(isPublishedSecret(decodeURIComponent(url.password)) ? ['DATABASE_URL: its password stands in examples.'] : []),
    ...(isOpen(url.hostname) && !isChecked
      ? [
          `DATABASE_URL: ${url.hostname} would be reached in clear, or unchecked; add ?sslmode=verify-full, or name the host in PLAINTEXT_HOSTS where nobody else is in its network.`,
        ]
      : []),
  ];
}

/** Whoever listens would read the password, or the letters. */
export function mailNeedsTls(smtpUrl: string, plaintextHosts: readonly string[]): boolean {
  const url = parsed(smtpUrl);
  return url !== null && (url.username !== '' || (!isLoopback(url.hostname) && !plaintextHosts.includes(url.hostname)));
}

/** That the mail server is reached by TLS is seen to at each connection. */
function smtpProblems(text: string): readonly string[] {
  const url = parsed(text);
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol))
    return ['SMTP_URL: write smtps://USER:PASSWORD@HOST:465 or smtp://HOST:587.'];
  return url.password !== '' && isPublishedSecret(decodeURIComponent(url.password))
    ? ['SMTP_URL: its password stands in examples.']
    : [];
}

/** Host of HOST:PORT. */
const hostOf = (address: string): string => address.replace(/:\d+$/, '');

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);
