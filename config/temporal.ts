import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadClientConfigProfile, loadConfigData } from '@temporalio/envconfig';
import type { ClientConfigProfile, ConfigDataSource } from '@temporalio/envconfig';
import { ConfigError } from './config-error.js';

/**
 * How to reach Temporal: a self-hosted server or Temporal Cloud. Fits `Connection` of @temporalio/client and
 * `NativeConnection` of @temporalio/worker alike. Holds secrets: it is never logged.
 */
export type TemporalConnection = {
  /** HOST:PORT */
  readonly address: string;
  readonly tls?: true | TemporalTls;
  readonly apiKey?: string;
  /** gRPC metadata sent with each call, by header name in small letters. */
  readonly metadata?: Record<string, string>;
};

export type TemporalTls = {
  readonly serverNameOverride?: string;
  /** PEM */
  readonly serverRootCACertificate?: Buffer;
  /** PEM */
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
};

export type TemporalSettings = { readonly connection: TemporalConnection; readonly namespace: string };

/** The standard settings of Temporal's own tools; beside them `TEMPORAL_GRPC_META_*`, one variable for each header. */
export const temporalNames = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_CERT_DATA',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_DATA',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_PROFILE',
  'TEMPORAL_CONFIG_FILE',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;
/** Settings that are there, and the complaints found so far. */
type Reading = { readonly env: Environment; readonly problems: string[] };

const META = 'TEMPORAL_GRPC_META_';
const USUAL_ADDRESS = '127.0.0.1:7233';
const USUAL_NAMESPACE = 'default';

/**
 * Reads the settings by which Temporal's own tools connect. A variable that is empty counts as not set. The file
 * `temporal.toml` is read only where `TEMPORAL_CONFIG_FILE` or `TEMPORAL_PROFILE` asks for it: a service does not take
 * its server from the home folder of whoever started it.
 * @param chosen wins over what is set
 * @throws ConfigError that names each variable and its remedy
 */
export function readTemporal(
  env: Environment = process.env,
  chosen: { readonly address?: string | undefined; readonly namespace?: string | undefined } = {},
): TemporalSettings {
  const reading: Reading = { env: { ...presentIn(env), ...homeIn(env) }, problems: unusable(env) };
  const profile = readProfile(reading);
  const settings = {
    connection: connectionOf(reading, profile, chosen.address ?? profile.address ?? USUAL_ADDRESS),
    namespace: chosen.namespace ?? profile.namespace ?? USUAL_NAMESPACE,
  };
  reading.problems.push(...cloudProblems(settings), ...strayProblems(profile.address, settings));
  if (reading.problems.length > 0)
    throw new ConfigError(`Temporal cannot be reached as it is set:\n  ${reading.problems.join('\n  ')}`);
  return settings;
}

/** A server of our own on this machine: no TLS, no key. */
export const plainTemporal = (address: string, namespace: string): TemporalSettings => ({
  connection: { address },
  namespace,
});

/** Does the environment say which server to use, by its address or by a profile? */
export function namesTemporal(env: Environment = process.env): boolean {
  const { TEMPORAL_ADDRESS, TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE } = presentIn(env);
  return [TEMPORAL_ADDRESS, TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE].some((value) => value !== undefined);
}

/** What a child process is given to reach a server of ours, whatever this process was told about another one. */
export function plainTemporalEnvironment(
  address: string,
  namespace: string,
  env: Environment = process.env,
): Record<string, string> {
  const others = Object.keys(env).filter((name) => name.startsWith(META));
  const emptied = Object.fromEntries([...temporalNames, ...others].map((name) => [name, '']));
  return { ...emptied, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
}

/** What a child process is given to reach a server as this process was told to, but for address and namespace. */
export function inheritedTemporalEnvironment(env: Environment = process.env): Record<string, string> {
  const { TEMPORAL_ADDRESS: _address, TEMPORAL_NAMESPACE: _namespace, ...rest } = presentIn(env);
  return textsOf(Object.entries(rest));
}

function presentIn(env: Environment): Environment {
  const isOurs = (name: string): boolean => name.startsWith(META) || temporalNames.some((known) => known === name);
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => isOurs(name) && value));
}

const homeIn = (env: Environment): Environment =>
  Object.fromEntries(['HOME', 'XDG_CONFIG_HOME', 'APPDATA'].map((name) => [name, env[name]]));

const textsOf = (entries: readonly [string, string | undefined][]): Record<string, string> =>
  Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));

const TRUE = ['true', '1'];
const FALSE = ['false', '0'];

/** What @temporalio/envconfig would take for something else, or for nothing, without a word. */
function unusable(env: Environment): string[] {
  const problems: string[] = [];
  const tls = env['TEMPORAL_TLS'] || 'true';
  if (![...TRUE, ...FALSE].includes(tls)) problems.push('TEMPORAL_TLS: write true or false.');
  if (TRUE.includes(env['TEMPORAL_TLS_DISABLE_HOST_VERIFICATION'] ?? ''))
    problems.push(
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: is not supported; name the authority in TEMPORAL_TLS_SERVER_CA_CERT_PATH.',
    );
  const known: readonly string[] = [...temporalNames, 'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION'];
  const others = Object.keys(env).filter((name) => name.startsWith('TEMPORAL_TLS_') && env[name]);
  for (const name of others.filter((other) => !known.includes(other)))
    problems.push(`${name}: is no setting; there are ${temporalNames.slice(4, 11).join(', ')}.`);
  return problems;
}

/** File and environment as one; the environment wins. What does not fit is left out and complained about. */
function readProfile({ env, problems }: Reading): ClientConfigProfile {
  const asked = env['TEMPORAL_CONFIG_FILE'] ?? env['TEMPORAL_PROFILE'];
  const configSource = readConfigFile({ env, problems });
  if (env['TEMPORAL_CONFIG_FILE'] !== undefined && configSource === undefined) return {};
  try {
    return loadClientConfigProfile({
      ...(asked === undefined ? { disableFile: true } : { profile: env['TEMPORAL_PROFILE'] ?? 'default' }),
      ...(configSource === undefined ? {} : { configSource }),
      configFileStrict: true,
      overrideEnvVars: textsOf(Object.entries(env).filter(([name]) => !name.startsWith(META))),
    });
  } catch (error) {
    problems.push(profileProblem(error, env));
    return {};
  }
}

function readConfigFile({ env, problems }: Reading): { readonly data: string } | undefined {
  const file = env['TEMPORAL_CONFIG_FILE'];
  if (file === undefined) return undefined;
  try {
    return { data: readFileSync(file, 'utf8') };
  } catch (error) {
    problems.push(`TEMPORAL_CONFIG_FILE: ${file} cannot be read (${reasonOf(error)}); name a temporal.toml.`);
    return undefined;
  }
}

/** The first line only: what follows in a message about TOML is the text around the mistake, secrets and all. */
function profileProblem(error: unknown, env: Environment): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const double = /^Cannot specify both (\w+)_path/.exec(message)?.[1]?.toUpperCase();
  if (double !== undefined)
    return `TEMPORAL_TLS_${double}_PATH, TEMPORAL_TLS_${double}_DATA: set one of them, not both.`;
  const profile = env['TEMPORAL_PROFILE'] ?? 'default';
  if (message.startsWith("Profile '") || error instanceof TypeError)
    return `TEMPORAL_PROFILE: the configuration file has no [profile.${profile}]; name one that it has.`;
  return `${env['TEMPORAL_CONFIG_FILE'] === undefined ? 'TEMPORAL_PROFILE' : 'TEMPORAL_CONFIG_FILE'}: ${message}`;
}

function connectionOf(reading: Reading, profile: ClientConfigProfile, address: string): TemporalConnection {
  const { problems } = reading;
  if (!/^(\[[\da-f:.]+\]|[^\s:/@[\]]+)(:\d{1,5})?$/i.test(address))
    problems.push(`TEMPORAL_ADDRESS: write HOST:PORT, without a scheme or a path.`);
  const tls = tlsOf(reading, profile);
  const metadata = metadataOf(reading, profile);
  const apiKey = profile.apiKey;
  if (apiKey !== undefined) problems.push(...keyProblems(apiKey, address, tls, metadata));
  return {
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

function keyProblems(
  apiKey: string,
  address: string,
  tls: TemporalConnection['tls'],
  metadata: Readonly<Record<string, string>>,
): readonly string[] {
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:|$)/.test(address);
  return [
    ...(isHeaderValue(apiKey) ? [] : ['TEMPORAL_API_KEY: holds a line break, a space or another letter no key has.']),
    ...(tls === undefined && !isLocal
      ? ['TEMPORAL_TLS: without TLS the API key would travel in clear; leave TEMPORAL_TLS out, or set it to true.']
      : []),
    ...('authorization' in metadata
      ? ['TEMPORAL_API_KEY: is sent as the header authorization; set no TEMPORAL_GRPC_META_AUTHORIZATION beside it.']
      : []),
  ];
}

/** With certificates, a server name or an API key TLS is on unless it is turned off. */
function tlsOf(reading: Reading, { tls, apiKey }: ClientConfigProfile): TemporalConnection['tls'] {
  if (tls === undefined) return apiKey === undefined ? undefined : true;
  if (tls.disabled === true) return undefined;
  const ca = readPem(reading, 'SERVER_CA_CERT', tls.serverCACert, (pem) => new X509Certificate(pem));
  const pair = readPair(reading, tls.clientCert, tls.clientKey);
  const parts: TemporalTls = {
    ...(tls.serverName === undefined ? {} : { serverNameOverride: tls.serverName }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca.pem }),
    ...(pair === undefined ? {} : { clientCertPair: pair }),
  };
  return Object.keys(parts).length === 0 ? true : parts;
}

function readPair(
  reading: Reading,
  certSource: ConfigDataSource | undefined,
  keySource: ConfigDataSource | undefined,
): TemporalTls['clientCertPair'] {
  const crt = readPem(reading, 'CLIENT_CERT', certSource, (pem) => new X509Certificate(pem));
  const key = readPem(reading, 'CLIENT_KEY', keySource, (pem) => createPrivateKey(pem));
  const { problems } = reading;
  if (certSource !== undefined && keySource === undefined)
    problems.push('TEMPORAL_TLS_CLIENT_KEY_PATH: set the private key of the client certificate.');
  if (certSource === undefined && keySource !== undefined)
    problems.push('TEMPORAL_TLS_CLIENT_CERT_PATH: set the certificate of the client key.');
  if (crt === undefined || key === undefined) return undefined;
  if (!crt.parsed.checkPrivateKey(key.parsed))
    problems.push(
      'TEMPORAL_TLS_CLIENT_KEY_PATH: is the key of another certificate than TEMPORAL_TLS_CLIENT_CERT_PATH.',
    );
  return { crt: crt.pem, key: key.pem };
}

function readPem<T>(
  { problems }: Reading,
  name: string,
  source: ConfigDataSource | undefined,
  parse: (pem: Buffer) => T,
): { readonly pem: Buffer; readonly parsed: T } | undefined {
  if (source === undefined) return undefined;
  const variable = `TEMPORAL_TLS_${name}_${'path' in source ? 'PATH' : 'DATA'}`;
  try {
    const pem = Buffer.from(loadConfigData(source) ?? []);
    try {
      return { pem, parsed: parse(pem) };
    } catch {
      problems.push(`${variable}: is not in PEM form, or has a password.`);
    }
  } catch (error) {
    const path = 'path' in source ? source.path : '';
    problems.push(`${variable}: ${path} cannot be read (${reasonOf(error)}).`);
  }
  return undefined;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable';

const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** Headers of the profile, then those of the environment; the library turns only the first underscore into a hyphen. */
function metadataOf({ env, problems }: Reading, profile: ClientConfigProfile): Record<string, string> {
  const metadata = { ...profile.grpcMeta };
  for (const [variable, value = ''] of Object.entries(env).filter(([name]) => name.startsWith(META)))
    metadata[variable.slice(META.length).toLowerCase().replaceAll('_', '-')] = value;
  for (const [name, value] of Object.entries(metadata)) {
    const variable = `${META}${name.toUpperCase().replaceAll('-', '_')}`;
    if (!/^[a-z\d._-]+$/.test(name) || name.endsWith('-bin'))
      problems.push(`${variable}: is no name of a text header.`);
    if (!/^[\x20-\x7e]+$/.test(value)) problems.push(`${variable}: holds a letter that no header takes.`);
  }
  return metadata;
}

/** Is it an endpoint of Temporal Cloud, of a namespace or of a region? */
export const isTemporalCloud = (address: string): boolean =>
  /\.(tmprl\.cloud|api\.temporal\.io)(:\d+)?$/.test(address.toLowerCase());

/** What was set for one server is not shown to another that a command line names. */
function strayProblems(own: string | undefined, { connection }: TemporalSettings): readonly string[] {
  const { address, apiKey, metadata } = connection;
  if (own === undefined || own === address || (apiKey === undefined && metadata === undefined)) return [];
  return [
    `TEMPORAL_ADDRESS: the key and headers set here are for ${own}, not for ${address}; set the address with them.`,
  ];
}

function cloudProblems({ connection, namespace }: TemporalSettings): readonly string[] {
  const { address, tls, apiKey } = connection;
  if (!isTemporalCloud(address)) return [];
  const hasCertificate = typeof tls === 'object' && tls.clientCertPair !== undefined;
  return [
    ...(namespace.includes('.')
      ? []
      : ['TEMPORAL_NAMESPACE: on Temporal Cloud a namespace is named with its account, NAME.ACCOUNT.']),
    ...(apiKey !== undefined || hasCertificate
      ? []
      : ['TEMPORAL_API_KEY: Temporal Cloud wants an API key, or TEMPORAL_TLS_CLIENT_CERT_PATH with its key.']),
  ];
}
