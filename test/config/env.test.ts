import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, environmentNames, readConfig } from '../../config/env.js';
import { readSetting, readSettings } from '../../config/installation.js';

const key = `2026-11:${randomBytes(32).toString('base64')}`;

/** All that production needs, and nothing more. */
const complete = {
  DATABASE_URL: 'postgresql://encours_app:pw@postgres/encours?sslmode=verify-full',
  SMTP_URL: 'smtp://mail:25',
  SESSION_SECRET: randomBytes(24).toString('base64'),
  CODEC_KEYS: key,
};

const refusal = (env: Readonly<Record<string, string>>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('a process in production', () => {
  it('starts with its own secrets, and production is what it is unless told otherwise', () => {
    const config = readConfig(complete);
    expect(config.mode).toBe('production');
    expect(config.codecKeys).toBe(key);
    expect(config.api.sessionSecret).toBe(complete.SESSION_SECRET);
    expect(config.worker.faultsFile).toBeUndefined();
  });

  it('signs people in at an issuer without taking its access tokens, and takes those without signing in', () => {
    const issuer = { ...complete, OIDC_ISSUER: 'https://id.example' };
    const signIn = { OIDC_CLIENT_ID: 'encours', API_PUBLIC_URL: 'https://encours.example' };
    const tokens = { OIDC_AUDIENCE: 'encours', OIDC_JWKS_URL: 'https://id.example/keys' };
    expect(readConfig({ ...issuer, ...signIn }).oidc).toEqual({
      issuer: 'https://id.example',
      tokens: undefined,
      client: { id: 'encours', secret: undefined },
    });
    expect(readConfig({ ...issuer, ...tokens }).oidc).toMatchObject({
      tokens: { audience: 'encours', tokenType: 'at+jwt', tokenMaxMinutes: 720 },
      client: undefined,
    });
  });

  it.each([
    ['no session secret', { SESSION_SECRET: '' }, 'SESSION_SECRET: set a random text of at least 32 characters.'],
    ['a short one', { SESSION_SECRET: 'x'.repeat(31) }, 'SESSION_SECRET: set a random text of at least 32 characters.'],
    ['no codec keys', { CODEC_KEYS: '' }, 'CODEC_KEYS: set id:key with a base64 key of 32 bytes, or CODEC_KEYS=off'],
    [
      'injected faults',
      { ENCOURS_FAULTS: '/tmp/plan.json' },
      'ENCOURS_FAULTS: fault injection is for test stacks only.',
    ],
    [
      'half an issuer',
      { OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'encours' },
      'OIDC_AUDIENCE and OIDC_JWKS_URL: one goes with the other',
    ],
    [
      'an issuer for nothing',
      { OIDC_ISSUER: 'https://id.example' },
      'OIDC_CLIENT_ID: OIDC_ISSUER goes with it, or with OIDC_AUDIENCE and OIDC_JWKS_URL.',
    ],
    [
      'people sent to an issuer that cannot send them back',
      { OIDC_CLIENT_ID: 'encours', OIDC_ISSUER: 'https://id.example' },
      'API_PUBLIC_URL: the issuer sends people back there',
    ],
    [
      'people sent to an issuer without TLS',
      { OIDC_CLIENT_ID: 'encours', OIDC_ISSUER: 'http://id.example' },
      'OIDC_ISSUER: write https://',
    ],
    ['a secret of no client', { OIDC_CLIENT_SECRET: 'x' }, 'OIDC_CLIENT_ID: OIDC_CLIENT_SECRET goes with it.'],
    [
      'the session secret of an earlier release',
      { SESSION_SECRET: 'embedded-stack-on-loopback-only-secret' },
      'SESSION_SECRET: this one is published; set a random text.',
    ],
    [
      'a key of nothing but zeros',
      { CODEC_KEYS: `k:${Buffer.alloc(32).toString('base64')}` },
      'CODEC_KEYS: this key is',
    ],
    [
      'a key ring that has one everybody knows',
      { CODEC_KEYS: `${key},old:${Buffer.alloc(32, 7).toString('base64')}` },
      'CODEC_KEYS: this key is published; set random bytes.',
    ],
    ['a published key of Temporal', { TEMPORAL_API_KEY: 'change-me' }, 'TEMPORAL_API_KEY: this one is published'],
    [
      'the password of manuals in the environment',
      { PGPASSWORD: 'postgres' },
      'PGPASSWORD: this one is published; set a random text.',
    ],
    ['one letter as a secret', { SESSION_SECRET: 'x'.repeat(40) }, 'SESSION_SECRET: this one is published'],
    [
      'the password of the example',
      { DATABASE_URL: 'postgresql://encours:change-me@127.0.0.1:5432/encours' },
      'DATABASE_URL: its password stands in examples.',
    ],
    [
      'a password of manuals, encoded',
      { DATABASE_URL: 'postgresql://encours:%50assword1@127.0.0.1/encours' },
      'DATABASE_URL: its password stands in examples.',
    ],
    [
      'a mail password of manuals',
      { SMTP_URL: 'smtps://user:password@mail.example' },
      'SMTP_URL: its password stands in examples.',
    ],
    [
      'PostgreSQL in clear',
      { DATABASE_URL: 'postgresql://a:pw@db.example/encours' },
      'DATABASE_URL: db.example would be',
    ],
    [
      'PostgreSQL by TLS that checks nothing',
      { DATABASE_URL: 'postgresql://a:pw@db.example/encours?sslmode=no-verify' },
      'add ?sslmode=verify-full',
    ],
    [
      'PostgreSQL by TLS where there is some',
      { DATABASE_URL: 'postgresql://a:pw@db.example/encours?sslmode=prefer' },
      'add ?sslmode=verify-full',
    ],
    ['no address of PostgreSQL', { DATABASE_URL: 'db.example' }, 'DATABASE_URL: write postgresql://'],
    ['Temporal in clear', { TEMPORAL_ADDRESS: 'temporal.example:7233' }, 'TEMPORAL_TLS: temporal.example would be'],
    [
      'Temporal in clear, on purpose but not said so',
      { TEMPORAL_ADDRESS: '10.0.0.7:7233', TEMPORAL_TLS: 'false' },
      'name the host in PLAINTEXT_HOSTS',
    ],
    ['no address of a mail server', { SMTP_URL: 'mail.example:25' }, 'SMTP_URL: write smtps://'],
    [
      'keys of an issuer that anybody can change on their way',
      { OIDC_JWKS_URL: 'http://id.example/keys' },
      'OIDC_JWKS_URL: write https://',
    ],
    ['work that nobody knows', { WORKER_ROLES: 'orders,mial' }, 'WORKER_ROLES: write orders, mail or orders,mail.'],
    ['no work', { WORKER_ROLES: ' , ' }, 'WORKER_ROLES: write orders, mail or orders,mail.'],
  ])('refuses to start with %s, naming the variable and the remedy', (_what, change, message) => {
    expect(refusal({ ...complete, ...change })).toContain(message);
    expect(refusal({ ...complete, ...change })).toContain('Refusing to start in production');
  });

  it('names everything that is missing at once', () => {
    const message = refusal({ DATABASE_URL: complete.DATABASE_URL, SMTP_URL: complete.SMTP_URL });
    expect(message).toContain('SESSION_SECRET');
    expect(message).toContain('CODEC_KEYS');
  });

  it.each(environmentNames.filter((name) => /_(URL|ISSUER)$/.test(name)))(
    'refuses an example password in %s',
    (name) => {
      const scheme = name === 'DATABASE_URL' ? 'postgresql' : name === 'SMTP_URL' ? 'smtps' : 'https';
      const url = `${scheme}://someone:change-me@127.0.0.1/`;
      const isTaken = name !== 'OIDC_ISSUER';
      expect(refusal({ ...complete, [name]: url })).toContain(isTaken ? `${name}: its password stands` : 'without @');
    },
  );

  it('prints no secret when it refuses', () => {
    expect(refusal({ ...complete, SESSION_SECRET: 'hunter2', ENCOURS_FAULTS: 'plan' })).not.toContain('hunter2');
  });

  it.each(['DATABASE_URL', 'SMTP_URL'])('refuses to start without %s', (name) => {
    expect(refusal({ ...complete, [name]: '' })).toContain(name);
    const { [name]: _, ...without } = complete as Record<string, string>;
    expect(refusal(without)).toContain(name);
  });

  it.each([
    ['PostgreSQL on this machine', { DATABASE_URL: 'postgresql://a:pw@127.0.0.1/encours' }],
    ['PostgreSQL by a socket', { DATABASE_URL: 'postgresql:///encours?host=/run/postgresql&user=a' }],
    ['Temporal by TLS', { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_TLS: 'true' }],
    [
      'what is in a closed network, said so',
      {
        DATABASE_URL: 'postgresql://a:pw@postgres/encours',
        TEMPORAL_ADDRESS: 'temporal:7233',
        PLAINTEXT_HOSTS: 'postgres, temporal',
      },
    ],
    ['keys of an issuer by TLS', { OIDC_JWKS_URL: 'https://id.example/keys' }],
  ])('takes %s', (_what, change) => {
    expect(readConfig({ ...complete, ...change }).mode).toBe('production');
  });

  it.each([
    ['smtp://mail.example', true],
    ['smtp://clerk:pw@mail.example', true],
    ['smtp://clerk:pw@127.0.0.1', true],
    ['smtp://clerk:pw@mailpit', true],
    ['smtp://mailpit:1025', false],
    ['smtp://127.0.0.1:1025', false],
    ['smtp://[::1]:1025', false],
  ])('speaks to %s by TLS alone: %s', (SMTP_URL, expected) => {
    expect(readConfig({ ...complete, SMTP_URL, PLAINTEXT_HOSTS: 'mailpit' }).mail.smtpRequiresTls).toBe(expected);
  });

  it('sends payloads in clear only when told so in a word', () => {
    expect(readConfig({ ...complete, CODEC_KEYS: 'off' }).codecKeys).toBeUndefined();
  });
});

describe('the embedded stack', () => {
  it('needs no secret of its own and no encryption', () => {
    const { DATABASE_URL, SMTP_URL } = complete;
    const config = readConfig({ ENCOURS_MODE: 'embedded', DATABASE_URL, SMTP_URL });
    expect(config.codecKeys).toBeUndefined();
    expect(config.api.host).toBe('127.0.0.1');
  });

  it.each(['0.0.0.0', '192.168.1.7', '::', 'encours.example'])('does not listen on %s', (API_HOST) => {
    const { DATABASE_URL, SMTP_URL } = complete;
    expect(refusal({ ENCOURS_MODE: 'embedded', DATABASE_URL, SMTP_URL, API_HOST })).toContain(
      'API_HOST: the embedded stack listens on loopback only; set ENCOURS_MODE=production.',
    );
  });

  it('signs sessions with another secret at each start, where it is given none', () => {
    const { DATABASE_URL, SMTP_URL } = complete;
    const secret = (): string => readConfig({ ENCOURS_MODE: 'embedded', DATABASE_URL, SMTP_URL }).api.sessionSecret;
    expect(secret().length).toBeGreaterThanOrEqual(32);
    expect(secret()).not.toBe(secret());
  });

  it('may inject faults', () => {
    const config = readConfig({ ...complete, ENCOURS_MODE: 'embedded', ENCOURS_FAULTS: '/tmp/plan.json' });
    expect(config.worker.faultsFile).toBe('/tmp/plan.json');
  });
});

const databaseSettings = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_REGISTRAR_URL'] as const;
const examplePasswords = ['change-me', 'PASSWORD', '%70ostgres', 'encours_owner', 'Secret123', 'xxxxxxxx'];
const own = randomBytes(12).toString('hex');

describe('a command of an installation', () => {
  it('asks only for what it needs', () => {
    const env = { DATABASE_OWNER_URL: 'postgresql://o', PLAINTEXT_HOSTS: 'o' };
    expect(readSettings(['DATABASE_OWNER_URL'], env)).toEqual({ DATABASE_OWNER_URL: 'postgresql://o' });
  });

  it('names every setting it lacks, and what to set', () => {
    const asked = (): unknown => readSettings(['DATABASE_OWNER_URL', 'DATABASE_URL'], { DATABASE_URL: '' });
    expect(asked).toThrow(ConfigError);
    expect(asked).toThrow(/DATABASE_OWNER_URL: set PostgreSQL as the schema's owner[^]*DATABASE_URL: set/);
  });

  it.each(databaseSettings)('takes %s with a password of its own, by TLS or on this machine', (name) => {
    for (const url of [`postgresql://r:${own}@db.example/encours?sslmode=verify-full`, `postgresql://r:${own}@[::1]/e`])
      expect(readSetting(name, undefined, { [name]: url })).toBe(url);
  });

  it.each(databaseSettings.flatMap((name) => examplePasswords.map((password) => [name, password] as const)))(
    'refuses %s with the password %s, and does not print it elsewhere than in its name',
    (name, password) => {
      const asked = (): unknown => readSetting(name, undefined, { [name]: `postgresql://r:${password}@127.0.0.1/e` });
      expect(asked).toThrow(ConfigError);
      expect(asked).toThrow(`Refusing to start:\n  ${name}: its password stands in examples.`);
    },
  );

  it.each(databaseSettings)('refuses %s in clear, and a password that is the name or stands in the query', (name) => {
    const asked = (url: string, more = {}) => {
      return () => readSetting(name, 'postgresql://the-stack-here', { [name]: url, ...more });
    };
    expect(asked(`postgresql://r:${own}@db.example/encours`)).toThrow(`${name}: db.example would be reached in clear`);
    expect(asked('postgresql://r:r@127.0.0.1/e')).toThrow(`${name}: its password stands in examples.`);
    expect(asked('postgresql://r@127.0.0.1/e?password=postgres')).toThrow(`${name}: its password`);
    expect(asked('postgresql://r@127.0.0.1/e', { PGPASSWORD: 'postgres' })).toThrow('PGPASSWORD: this one is');
    expect(asked('db.example')).toThrow(`${name}: write postgresql://`);
    expect(asked('postgresql://r:100%@127.0.0.1/e')()).toContain('100%');
    expect(asked('postgresql://r:r@127.0.0.1/e', { ENCOURS_MODE: 'embedded' })()).toContain('r:r');
  });
});
