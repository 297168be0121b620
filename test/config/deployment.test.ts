import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCompanyFile } from '../../cli/company.js';
import { environmentNames } from '../../config/env.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(at(path), 'utf8');
const compose = read('docker-compose.yml');

/** The text of each block of a section: keys two spaces in, up to the next one. */
function blocksOf(section: string): ReadonlyMap<string, string> {
  const body = new RegExp(`^${section}:\\n((?:(?: .*)?\\n)*)`, 'm').exec(`${compose}\n`)?.[1] ?? '';
  const parts = body.split(/^ {2}(?=[a-z])/m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]));
}

const services = blocksOf('services');
const blockOf = (name: string): string => services.get(name) ?? '';
/** A tag says what was meant, the digest what is taken. */
const byDigest = /:v?\d+(\.\d+)*(-[a-z-]+)?@sha256:[0-9a-f]{64}$/;
const imageOf = (name: string): string => /^ {4}image: (\S+)$/m.exec(blockOf(name))?.[1] ?? '';
const namesOf = (pattern: RegExp): readonly string[] =>
  [...services].filter(([, block]) => pattern.test(block)).map(([name]) => name);
const composeVariables = [...compose.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({
  name,
  rest,
}));

describe('docker-compose.yml', () => {
  it('holds every part of an installation', () => {
    const parts = ['postgres', 'temporal-schema', 'temporal', 'temporal-ui', 'mailpit', 'migrate', 'namespace', 'api'];
    expect([...services.keys()].toSorted()).toEqual([...parts, 'worker', 'cli'].toSorted());
  });

  it('has no default secret: what is missing stops the start and is named', () => {
    // A public client of an issuer has no secret, and who has no platform none of its messages.
    const withoutSome = ['OIDC_CLIENT_SECRET', 'PLATFORM_WEBHOOK_SECRET'];
    const secrets = composeVariables.filter(
      ({ name }) => /PASSWORD|SECRET|KEYS/.test(name) && !withoutSome.includes(name),
    );
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(8);
    for (const { name, rest } of secrets) expect(rest).toBe(`:?set ${name} in .env`);
    expect(compose).not.toMatch(/(?:PASSWORD|PWD|SECRET|KEYS): (?!\$\{)\S/);
    expect(compose).not.toMatch(/:\/\/[^/\s]+:(?!\$\{)[^@\s]+@/);
  });

  it('turns the write actions of the Temporal UI off: they would bypass the permissions', () => {
    expect(blockOf('temporal-ui')).toMatch(/^ {6}TEMPORAL_DISABLE_WRITE_ACTIONS: 'true'$/m);
  });

  it('runs the Temporal server and its schema tool of one release, 1.32.0', () => {
    expect(imageOf('temporal').split('@')[0]).toBe('temporalio/server:1.32.0');
    expect(imageOf('temporal-schema').split('@')[0]).toBe('temporalio/admin-tools:1.32.0');
  });

  it('names every image that is not ours by version and digest', () => {
    const foreign = [...services.keys()].map(imageOf).filter((image) => !image.startsWith('encours-'));
    expect(foreign).toHaveLength(5);
    for (const image of foreign) expect(image).toMatch(byDigest);
  });

  it('watches the health of everything that stays, and nothing that runs once stays', () => {
    const once = namesOf(/<<: \*one-shot/);
    const watched = namesOf(/^ {4}healthcheck:$/m);
    expect(once).toEqual(['temporal-schema', 'migrate', 'namespace', 'cli']);
    expect([...once, ...watched].toSorted()).toEqual([...services.keys()].toSorted());
  });

  it('starts in order: schema before server, migrations and namespace before API and worker', () => {
    expect(blockOf('temporal')).toMatch(/temporal-schema: \{ condition: service_completed_successfully \}/);
    expect(blockOf('namespace')).toMatch(/temporal: \{ condition: service_healthy \}/);
    const ours = compose.slice(compose.indexOf('x-encours: &encours'), compose.indexOf('x-encours-environment'));
    expect(ours).toMatch(/migrate: \{ condition: service_completed_successfully \}/);
    expect(ours).toMatch(/namespace: \{ condition: service_completed_successfully \}/);
    expect(namesOf(/<<: \*encours$/m)).toEqual(['api', 'worker']);
  });

  it('opens ports on loopback only, and none of the database or of Temporal itself', () => {
    const published = [...compose.matchAll(/ports: \['([^']+)'\]/g)].map(([, port = '']) => port);
    expect(published).toHaveLength(3);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(namesOf(/^ {4}ports:/m)).toEqual(['temporal-ui', 'mailpit', 'api']);
  });

  it('sets API and worker only what they read, and leaves the owner of the schema to the migration', () => {
    const common = compose.slice(compose.indexOf('x-encours-environment:'), compose.indexOf('\nservices:'));
    const set = `${common}\n${blockOf('api')}\n${blockOf('worker')}`;
    const names = [...set.matchAll(/^ +([A-Z][A-Z_]+): /gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'CMD');
    expect(names.filter((name) => !environmentNames.includes(name))).toEqual([]);
    expect(namesOf(/encours_owner:/)).toEqual(['migrate']);
  });

  it('explains each of its settings in deploy/env.example, and that file no other', () => {
    const explained = [...read('deploy/env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(explained.toSorted()).toEqual([...new Set(composeVariables.map(({ name }) => name))].toSorted());
  });

  it('keeps no folder from its build that the build reads', () => {
    const ignored = read('.dockerignore').split('\n');
    const compiled = /^find (.+) \\$/m.exec(read('deploy/build.sh'))?.[1]?.split(' ') ?? [];
    expect(compiled).toContain('workflows');
    expect([...compiled, 'web', 'deploy'].filter((folder) => ignored.includes(folder))).toEqual([]);
    expect(ignored.indexOf('!docs/guides')).toBeGreaterThan(ignored.indexOf('docs'));
  });

  it('mounts only files that are there', () => {
    const mounted = [...compose.matchAll(/\.\/(deploy\/[^:]+):/g)].map(([, path = '']) => path);
    expect(mounted.toSorted()).toEqual([
      'deploy/postgres/roles.sh',
      'deploy/temporal/dynamic.yaml',
      'deploy/temporal/schema.sh',
    ]);
    expect(mounted.filter((path) => !existsSync(at(path)))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('builds on an image that is named by version and digest', () => {
    expect(/^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile)?.[1]).toMatch(byDigest);
  });

  it('builds the three images of the compose file, none of them as root', () => {
    const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, from, name]) => `${name} from ${from}`);
    expect(stages.slice(-4)).toEqual(['base from ${NODE_IMAGE}', 'api from base', 'worker from base', 'cli from base']);
    const targets = [...compose.matchAll(/target: (\w+)/g)].map(([, target]) => target);
    expect(new Set(targets)).toEqual(new Set(['api', 'worker', 'cli']));
    expect(dockerfile.slice(dockerfile.indexOf(' AS base'))).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile.slice(dockerfile.indexOf(' AS api'))).not.toMatch(/^USER/m);
  });

  it('lets no secret and no state of this machine into a build', () => {
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.env', '.env.*', '.encours', '.git']));
  });
});

describe('the settings of Temporal', () => {
  it('never skip time in production', () => {
    expect(read('deploy/temporal/dynamic.yaml')).toMatch(
      /^frontend\.WorkflowTimeSkippingEnabled:\n {2}- value: false$/m,
    );
  });
});

describe('the example of a company', () => {
  it('is complete', () => {
    expect(readCompanyFile(at('deploy/company.example.json')).company.legalName).toBe('Comptoir Encours SAS');
  });

  it('would be refused with a number for an amount, field by field', () => {
    expect(() => readCompanyFile(at('package.json'))).toThrow(/is not complete:[^]*company/);
  });
});
