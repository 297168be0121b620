import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../config/env.js';
import {
  inheritedTemporalEnvironment,
  namesTemporal,
  plainTemporalEnvironment,
  readTemporal,
} from '../../config/temporal.js';
import { openAuthority, type Authority, type Issued } from '../support/certificates.js';

const apiKey = 'eyJhbGciOiJFUzI1NiJ9.of-the-order-desk';
let authority: Authority;
let client: Issued;
let other: Issued;
let folder: string;

beforeAll(() => {
  authority = openAuthority('Encours test authority');
  client = authority.issue('order-desk');
  other = authority.issue('warehouse');
  folder = mkdtempSync(join(tmpdir(), 'encours-temporal-'));
});

afterAll(() => {
  authority.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function refusal(env: Readonly<Record<string, string>>): string {
  try {
    readTemporal(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the connection to Temporal', () => {
  it('is that of a server on this machine unless something is set', () => {
    expect(readTemporal({})).toEqual({ connection: { address: '127.0.0.1:7233' }, namespace: 'default' });
  });

  it('needs no more than address and namespace inside a closed network, where the rest stays empty', () => {
    const env = {
      TEMPORAL_ADDRESS: 'temporal:7233',
      TEMPORAL_NAMESPACE: 'encours',
      TEMPORAL_API_KEY: '',
      TEMPORAL_TLS: '',
    };
    expect(readTemporal(env)).toEqual({ connection: { address: 'temporal:7233' }, namespace: 'encours' });
  });

  it('is by TLS as soon as there is an API key', () => {
    const { connection } = readTemporal({
      TEMPORAL_ADDRESS: 'eu-central-1.aws.api.temporal.io:7233',
      TEMPORAL_NAMESPACE: 'encours.a1b2c',
      TEMPORAL_API_KEY: apiKey,
    });
    expect(connection).toEqual({ address: 'eu-central-1.aws.api.temporal.io:7233', tls: true, apiKey });
  });

  it('shows a client certificate, given as files or as text', () => {
    const files = { TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert, TEMPORAL_TLS_CLIENT_KEY_PATH: client.key };
    const texts = {
      TEMPORAL_TLS_CLIENT_CERT_DATA: readFileSync(client.cert, 'utf8'),
      TEMPORAL_TLS_CLIENT_KEY_DATA: readFileSync(client.key, 'utf8'),
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.ca,
      TEMPORAL_TLS_SERVER_NAME: 'temporal.example',
    };
    const clientCertPair = { crt: readFileSync(client.cert), key: readFileSync(client.key) };
    expect(readTemporal(files).connection.tls).toEqual({ clientCertPair });
    expect(readTemporal(texts).connection.tls).toEqual({
      clientCertPair,
      serverRootCACertificate: readFileSync(authority.ca),
      serverNameOverride: 'temporal.example',
    });
  });

  it('sends headers of its own, each underscore of their names a hyphen', () => {
    const { metadata } = readTemporal({
      TEMPORAL_GRPC_META_X_COST_CENTRE: 'adv',
      TEMPORAL_GRPC_META_X_NOT: '',
    }).connection;
    expect(metadata).toEqual({ 'x-cost-centre': 'adv' });
  });

  it('comes from the profile of a temporal.toml, where the environment wins', () => {
    const TEMPORAL_CONFIG_FILE = file(
      'temporal.toml',
      [
        '[profile.default]',
        'address = "here:7233"',
        '[profile.prod]',
        'address = "prod:7233"',
        'namespace = "prod"',
        `api_key = "${apiKey}"`,
        '[profile.prod.grpc_meta]',
        'x-cost-centre = "adv"',
      ].join('\n'),
    );
    expect(readTemporal({ TEMPORAL_CONFIG_FILE }).connection).toEqual({ address: 'here:7233' });
    expect(readTemporal({ TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE: 'prod', TEMPORAL_NAMESPACE: 'adv' })).toEqual({
      connection: { address: 'prod:7233', tls: true, apiKey, metadata: { 'x-cost-centre': 'adv' } },
      namespace: 'adv',
    });
    expect(readTemporal({ TEMPORAL_CONFIG_FILE }, { address: 'chosen:7233' }).connection.address).toBe('chosen:7233');
  });

  it('does not come from the home folder of whoever starts the service, unless a profile is asked for', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const env = { HOME: home, XDG_CONFIG_HOME: home, APPDATA: home };
    expect(readTemporal(env).connection.address).toBe('127.0.0.1:7233');
    expect(refusal({ ...env, TEMPORAL_PROFILE: 'prod' })).toContain('TEMPORAL_PROFILE: ');
  });

  it('is what a process of the stack reads with the rest of its configuration', () => {
    const env = {
      ENCOURS_MODE: 'embedded',
      DATABASE_URL: 'postgresql://x',
      SMTP_URL: 'smtp://x',
      TEMPORAL_TLS: 'true',
    };
    expect(readConfig(env).temporal.connection).toEqual({ address: '127.0.0.1:7233', tls: true });
    expect(() => readConfig({ ...env, TEMPORAL_TLS: 'yes' })).toThrow('TEMPORAL_TLS: write true or false.');
  });
});

describe('a wrong setting stops the start, with its name and the remedy', () => {
  it.each([
    ['a scheme before the address', { TEMPORAL_ADDRESS: 'https://temporal:7233' }, 'TEMPORAL_ADDRESS: write HOST:PORT'],
    ['a switch that is neither on nor off', { TEMPORAL_TLS: 'yes' }, 'TEMPORAL_TLS: write true or false.'],
    [
      'a setting that does not exist',
      { TEMPORAL_TLS_CERT: 'x' },
      'TEMPORAL_TLS_CERT: is no setting; there are TEMPORAL_TLS_CLIENT_CERT_PATH',
    ],
    [
      'trust in any server',
      { TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'true' },
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: is not supported',
    ],
    [
      'a certificate that is not there',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' },
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH: /nowhere/ca.pem cannot be read (ENOENT).',
    ],
    [
      'a certificate that is none',
      { TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'hello' },
      'TEMPORAL_TLS_SERVER_CA_CERT_DATA: is not in PEM form',
    ],
    [
      'a configuration file that is not there',
      { TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' },
      'TEMPORAL_CONFIG_FILE: /nowhere/temporal.toml cannot be read (ENOENT)',
    ],
    ['a key with the line break of its file', { TEMPORAL_API_KEY: 'abc\n' }, 'TEMPORAL_API_KEY: holds a line break'],
    [
      'a key in clear',
      { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_API_KEY: 'abc', TEMPORAL_TLS: 'false' },
      'TEMPORAL_TLS: without TLS the API key would travel in clear',
    ],
    [
      'two answers to who calls',
      { TEMPORAL_API_KEY: 'abc', TEMPORAL_GRPC_META_AUTHORIZATION: 'Bearer x' },
      'TEMPORAL_API_KEY: is sent as the header authorization',
    ],
    [
      'a header that is no text',
      { TEMPORAL_GRPC_META_TRACE_BIN: 'x' },
      'TEMPORAL_GRPC_META_TRACE_BIN: is no name of a text header.',
    ],
    [
      'Temporal Cloud without account',
      { TEMPORAL_ADDRESS: 'encours.a1b2c.tmprl.cloud:7233', TEMPORAL_API_KEY: 'abc', TEMPORAL_NAMESPACE: 'encours' },
      'TEMPORAL_NAMESPACE: on Temporal Cloud a namespace is named with its account',
    ],
    [
      'Temporal Cloud as nobody',
      { TEMPORAL_ADDRESS: 'encours.a1b2c.tmprl.cloud:7233', TEMPORAL_NAMESPACE: 'encours.a1b2c' },
      'TEMPORAL_API_KEY: Temporal Cloud wants an API key',
    ],
  ])('%s', (_what, env, message) => {
    expect(refusal(env)).toContain(message);
  });

  it('half a certificate, or the key of another one', () => {
    const cert = { TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert };
    const key = { TEMPORAL_TLS_CLIENT_KEY_PATH: client.key };
    expect(refusal(cert)).toContain('TEMPORAL_TLS_CLIENT_KEY_PATH: set the private key');
    expect(refusal(key)).toContain('TEMPORAL_TLS_CLIENT_CERT_PATH: set the certificate');
    expect(refusal({ ...cert, TEMPORAL_TLS_CLIENT_KEY_PATH: other.key })).toContain(
      'is the key of another certificate',
    );
    expect(refusal({ ...cert, ...key, TEMPORAL_TLS_CLIENT_CERT_DATA: 'x' })).toContain(
      'TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_CERT_DATA: set one of them, not both.',
    );
  });

  it('a profile that the file does not have, or a file with a word it does not know', () => {
    const TEMPORAL_CONFIG_FILE = file('small.toml', '[profile.default]\naddress = "here:7233"\n');
    expect(refusal({ TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE: 'prod' })).toContain(
      'TEMPORAL_PROFILE: the configuration file has no [profile.prod]',
    );
    const empty = file('empty.toml', '');
    expect(refusal({ TEMPORAL_CONFIG_FILE: empty })).toContain('has no [profile.default]');
    const odd = file('odd.toml', '[profile.default]\nadress = "here:7233"\n');
    expect(refusal({ TEMPORAL_CONFIG_FILE: odd })).toMatch(/TEMPORAL_CONFIG_FILE: .*adress/);
  });

  it('a key for one server, asked to go to another', () => {
    const env = { TEMPORAL_ADDRESS: 'temporal.ours:7233', TEMPORAL_API_KEY: apiKey };
    const elsewhere = (): unknown => readTemporal(env, { address: 'other.example:7233' });
    expect(elsewhere).toThrow('TEMPORAL_ADDRESS: the key and headers set here are for temporal.ours:7233, not for');
    expect(elsewhere).not.toThrow(apiKey);
    expect(readTemporal(env, { address: 'temporal.ours:7233' }).connection.apiKey).toBe(apiKey);
    const header = { TEMPORAL_ADDRESS: 'temporal.ours:7233', TEMPORAL_GRPC_META_AUTHORIZATION: 'Basic x' };
    expect(() => readTemporal(header, { address: 'other.example:7233' })).toThrow(ConfigError);
    const plain = { TEMPORAL_ADDRESS: 'temporal.ours:7233' };
    expect(readTemporal(plain, { address: 'other.example:7233' }).connection.address).toBe('other.example:7233');
  });

  it('without showing a secret', () => {
    const broken = file('broken.toml', `[profile.default]\napi_key = "${apiKey}\n`);
    expect(refusal({ TEMPORAL_CONFIG_FILE: broken })).toContain('TEMPORAL_CONFIG_FILE: ');
    const messages = [
      refusal({ TEMPORAL_CONFIG_FILE: broken }),
      refusal({ TEMPORAL_API_KEY: `${apiKey}\n`, TEMPORAL_ADDRESS: 'a b' }),
      refusal({ TEMPORAL_GRPC_META_X_KEY: `${apiKey}é` }),
      refusal({ TEMPORAL_TLS_CLIENT_KEY_DATA: apiKey }),
    ];
    expect(messages.filter((message) => message.includes(apiKey))).toEqual([]);
  });
});

describe('the stack of npm start', () => {
  const elsewhere = {
    TEMPORAL_ADDRESS: 'encours.a1b2c.tmprl.cloud:7233',
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_GRPC_META_X_A: 'b',
  };

  it('talks to its own Temporal, whatever the shell it was started from says of another one', () => {
    const child = { ...elsewhere, ...plainTemporalEnvironment('127.0.0.1:7233', 'default', elsewhere) };
    expect(readTemporal(child)).toEqual({ connection: { address: '127.0.0.1:7233' }, namespace: 'default' });
  });

  it('measures another server with the key for it, in a namespace of its own', () => {
    const own = plainTemporalEnvironment('other:7233', 'encours-bench', elsewhere);
    const child = { ...elsewhere, ...own, ...inheritedTemporalEnvironment(elsewhere) };
    expect(readTemporal(child)).toEqual({
      connection: { address: 'other:7233', tls: true, apiKey, metadata: { 'x-a': 'b' } },
      namespace: 'encours-bench',
    });
  });

  it('is looked at by commands unless the environment names a server', () => {
    expect(namesTemporal({ TEMPORAL_API_KEY: apiKey, TEMPORAL_ADDRESS: '' })).toBe(false);
    expect(namesTemporal(elsewhere)).toBe(true);
    expect(namesTemporal({ TEMPORAL_PROFILE: 'prod' })).toBe(true);
  });
});
