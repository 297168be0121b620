import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../config/env.js';
import { readSettings } from '../../config/installation.js';

const key = `2026-11:${randomBytes(32).toString('base64')}`;

/** All that production needs, and nothing more. */
const complete = {
  DATABASE_URL: 'postgresql://encours_app:pw@postgres/encours',
  SMTP_URL: 'smtp://mail:25',
  SESSION_SECRET: 'x'.repeat(32),
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
      { OIDC_ISSUER: 'https://id.example' },
      'OIDC_AUDIENCE and OIDC_JWKS_URL: both go with OIDC_ISSUER.',
    ],
  ])('refuses to start with %s, naming the variable and the remedy', (_what, change, message) => {
    expect(refusal({ ...complete, ...change })).toContain(message);
    expect(refusal({ ...complete, ...change })).toContain('Refusing to start in production');
  });

  it('names everything that is missing at once', () => {
    const message = refusal({ DATABASE_URL: complete.DATABASE_URL, SMTP_URL: complete.SMTP_URL });
    expect(message).toContain('SESSION_SECRET');
    expect(message).toContain('CODEC_KEYS');
  });

  it('prints no secret when it refuses', () => {
    expect(refusal({ ...complete, SESSION_SECRET: 'hunter2', ENCOURS_FAULTS: 'plan' })).not.toContain('hunter2');
  });

  it.each(['DATABASE_URL', 'SMTP_URL'])('refuses to start without %s', (name) => {
    expect(refusal({ ...complete, [name]: '' })).toContain(name);
    const { [name]: _, ...without } = complete as Record<string, string>;
    expect(refusal(without)).toContain(name);
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

  it('may inject faults', () => {
    const config = readConfig({ ...complete, ENCOURS_MODE: 'embedded', ENCOURS_FAULTS: '/tmp/plan.json' });
    expect(config.worker.faultsFile).toBe('/tmp/plan.json');
  });
});

describe('a command of an installation', () => {
  it('asks only for what it needs', () => {
    expect(readSettings(['DATABASE_OWNER_URL'], { DATABASE_OWNER_URL: 'postgresql://o' })).toEqual({
      DATABASE_OWNER_URL: 'postgresql://o',
    });
  });

  it('names every setting it lacks, and what to set', () => {
    const asked = (): unknown => readSettings(['DATABASE_OWNER_URL', 'DATABASE_URL'], { DATABASE_URL: '' });
    expect(asked).toThrow(ConfigError);
    expect(asked).toThrow(/DATABASE_OWNER_URL: set PostgreSQL as the schema's owner[^]*DATABASE_URL: set/);
  });
});
