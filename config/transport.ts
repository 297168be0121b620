import { addressOf } from './secrets.js';
import type { TemporalConnection } from './temporal.js';

export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);

export type Places = {
  readonly databaseUrl: string;
  /** Undefined: this process does not connect as the registrar. */
  readonly registrarUrl?: string | undefined;
  readonly temporal: TemporalConnection;
  readonly smtpUrl: string;
  /** Hosts in a network that nobody else is in, reached without TLS on purpose. */
  readonly plaintextHosts: readonly string[];
};

/** What would travel in clear; each with its variable and its remedy. */
export function transportProblems({
  databaseUrl,
  registrarUrl,
  temporal,
  smtpUrl,
  plaintextHosts,
}: Places): readonly string[] {
  return [
    ...databaseProblems('DATABASE_URL', databaseUrl, plaintextHosts),
    ...(registrarUrl === undefined ? [] : databaseProblems('DATABASE_REGISTRAR_URL', registrarUrl, plaintextHosts)),
    ...smtpProblems(smtpUrl),
    ...(temporal.tls === undefined && isOpen(plaintextHosts)(hostOf(temporal.address))
      ? [`TEMPORAL_TLS: ${hostOf(temporal.address)} would be reached in clear; ${remedy}`]
      : []),
  ];
}

const isOpen =
  (plaintextHosts: readonly string[]) =>
  (host: string): boolean =>
    host !== '' && !isLoopback(host) && !plaintextHosts.includes(host);

const remedy = 'set TLS up, or name the host in PLAINTEXT_HOSTS where nobody else is in its network.';
/** node-postgres checks the certificate with each of these. */
const checkedModes = ['require', 'verify-ca', 'verify-full'];

/** What is wrong with a role's way to PostgreSQL. */
export function databaseProblems(name: string, text: string, plaintextHosts: readonly string[]): readonly string[] {
  const url = addressOf(text);
  if (url === null) return [`${name}: write postgresql://USER:PASSWORD@HOST/DATABASE.`];
  const isChecked = checkedModes.includes(url.searchParams.get('sslmode') ?? '');
  return isOpen(plaintextHosts)(url.hostname) && !isChecked
    ? [
        `${name}: ${url.hostname} would be reached in clear, or unchecked; add ?sslmode=verify-full, or name the host in PLAINTEXT_HOSTS where nobody else is in its network.`,
      ]
    : [];
}

/** Whoever listens would read the password, or the letters. */
export function mailNeedsTls(smtpUrl: string, plaintextHosts: readonly string[]): boolean {
  const url = addressOf(smtpUrl);
  return url !== null && (url.username !== '' || (!isLoopback(url.hostname) && !plaintextHosts.includes(url.hostname)));
}

/** That the mail server is reached by TLS is seen to at each connection. */
function smtpProblems(text: string): readonly string[] {
  const url = addressOf(text);
  return url !== null && ['smtp:', 'smtps:'].includes(url.protocol)
    ? []
    : ['SMTP_URL: write smtps://USER:PASSWORD@HOST:465 or smtp://HOST:587.'];
}

/** Host of HOST:PORT. */
const hostOf = (address: string): string => address.replace(/:\d+$/, '');

/** The names in a list written with commas. */
export const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
