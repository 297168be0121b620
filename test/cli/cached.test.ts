import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { buildConsole, consoleSources } from '../../cli/stack/console.js';
import { bundleSources, workflowBundle } from '../../worker/bundle.js';
import { readModules, type Module } from '../architecture/modules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = mkdtempSync(join(tmpdir(), 'encours-cached-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const modules = new Map(readModules(root).map((module) => [module.file, module] as const));

/** Every file of ours that is there at run time, from these on. */
function reachedFrom(...starts: readonly string[]): readonly Module[] {
  const reached = new Map<string, Module>();
  const left = [...starts];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const module = modules.get(file);
    if (module === undefined || reached.has(file)) continue;
    reached.set(file, module);
    left.push(...module.arrows.filter(({ kind }) => kind === 'value').map(({ to }) => to));
  }
  return [...reached.values()];
}

const outside = (reached: readonly Module[], sources: readonly string[]): readonly string[] =>
  reached.map(({ file }) => file).filter((file) => !sources.some((folder) => file.startsWith(`${folder}/`)));

/** What lies in a folder, and when each of it was written. */
const written = (folder: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => [
      name,
      statSync(join(folder, name)).mtimeMs,
    ]),
  );

describe('the second start', () => {
  it('finds the console made, and makes nothing of it anew', async () => {
    const first = await buildConsole(join(cache, 'consoles'));
    expect(first.isNew).toBe(true);
    expect(existsSync(join(first.folder, 'index.html'))).toBe(true);
    const before = written(cache);
    expect(await buildConsole(join(cache, 'consoles'))).toEqual({ folder: first.folder, isNew: false });
    expect(written(cache)).toEqual(before);
  });

  it.each([
    ['as it is', false],
    ['with payloads encrypted', true],
  ])('finds the workflows bundled, and bundles none anew: %s', async (_how, encrypted) => {
    const folder = join(cache, `bundles-${encrypted}`);
    const { code } = await workflowBundle(folder, encrypted);
    const [file = ''] = readdirSync(folder);
    expect(code.length).toBeGreaterThan(100_000);
    // What is found is taken as it lies there: a bundle made anew would not say this.
    writeFileSync(join(folder, file), 'as it lay there');
    const before = written(folder);
    expect((await workflowBundle(folder, encrypted)).code).toBe('as it lay there');
    expect(written(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual([file]);
  });
});

describe('what is kept under the hash of what it is made from', () => {
  it('is, of the workflows, made from no other file of ours', () => {
    const reached = reachedFrom('workflows/index.ts');
    expect(reached.length).toBeGreaterThan(50);
    expect(outside(reached, bundleSources)).toEqual([]);
  });

  it('is, of the console, made from no other file of ours', () => {
    const reached = reachedFrom('web/main.tsx', 'web/early.ts', 'web/vite.config.ts');
    expect(reached.length).toBeGreaterThan(200);
    expect(outside(reached, consoleSources)).toEqual([]);
  });
});
