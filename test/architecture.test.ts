import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentNames } from '../config/env.js';
import { listFiles, readModules } from './architecture/modules.js';
import {
  permitted,
  permittedValidators,
  plantedCircle,
  plantedEnvironment,
  plantedImports,
  plantedValidators,
} from './architecture/planted.js';
import {
  circles,
  environmentReaders,
  forbiddenImports,
  handmadePaths,
  house,
  matches,
  reachableAtRunTime,
  rowOf,
  unsafeValidators,
} from './architecture/rules.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const modules = readModules(root);
const inWorkflows = modules.filter((module) => matches('workflows/**', module.file));
const temporary: string[] = [];

afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** Writes the files into a folder of their own and reads it the way the house is read. */
function plantedModules(files: readonly { readonly file: string; readonly source: string }[]) {
  const folder = mkdtempSync(join(tmpdir(), 'encours-planted-'));
  temporary.push(folder);
  for (const { file, source } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
  return readModules(folder);
}

const complaintsOf = (planted: readonly { readonly complaint: string }[]): readonly string[] =>
  planted.map(({ complaint }) => complaint).toSorted();

describe('the import rule', () => {
  it('finds nothing forbidden in the house', () => {
    expect(modules.flatMap(forbiddenImports)).toEqual([]);
  });

  it('sees every module that the compiler sees', () => {
    const listed = execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json', '--listFilesOnly'], {
      cwd: root,
      encoding: 'utf8',
    });
    const compiled = listed
      .split('\n')
      .filter((line) => line !== '' && !line.includes('node_modules'))
      .map((line) => relative(root, line).replaceAll('\\', '/'))
      .filter((file) => !file.startsWith('prisma/generated/'));
    const seen = new Set(modules.map((module) => module.file));
    expect(compiled.filter((file) => !seen.has(file))).toEqual([]);
    expect(compiled.length).toBeGreaterThan(50);
  });

  it('finds modules and imports in every folder of the house', () => {
    const folders = [
      'contracts',
      'domain',
      'words',
      'workflows',
      'documents',
      'tables',
      'prisma',
      'activities',
      'worker',
      'api',
      'cli',
    ];
    const arrowless = [...folders, 'config', 'test'].filter(
      (folder) => !modules.some((module) => matches(`${folder}/**`, module.file) && module.arrows.length > 0),
    );
    expect(arrowless).toEqual([]);
  });

  it('catches one planted violation of every rule, each by its own sentence', () => {
    const found = plantedModules(plantedImports).flatMap(forbiddenImports).toSorted();
    expect(found).toEqual(complaintsOf(plantedImports));
  });

  it('has a planted violation for every row of the table', () => {
    const covered = new Set(plantedImports.map(({ file }) => rowOf(file)));
    expect(house.filter((row) => !covered.has(row)).map((row) => row.files)).toEqual([]);
  });

  it('lets through what the table allows', () => {
    const allowed = plantedModules(permitted);
    expect(allowed).toHaveLength(permitted.length);
    expect(allowed.flatMap(forbiddenImports)).toEqual([]);
  });

  it('finds no module that loads itself through others', () => {
    expect(circles(modules.filter((module) => !matches('test/**', module.file)))).toEqual([]);
  });

  it('catches a planted circle, and lets a circle of types through', () => {
    expect(circles(plantedModules(plantedCircle))).toEqual(['domain/c1.ts ↔ domain/c2.ts ↔ domain/c3.ts']);
  });
});

describe('the workflow bundle', () => {
  it('reaches neither zod nor the database at run time, nor any other package but its own three', () => {
    const packages = [...reachableAtRunTime(modules, inWorkflows)].filter((path) => /^(?:npm|node):/.test(path));
    const own = ['npm:@temporalio/common', 'npm:@temporalio/workflow', 'npm:decimal.js'];
    expect(packages.filter((path) => !own.includes(path))).toEqual([]);
    expect(packages).toEqual(expect.arrayContaining(['npm:@temporalio/workflow', 'npm:decimal.js']));
  });

  it('would reach zod through a module in between', () => {
    const planted = plantedModules([
      { file: 'workflows/order.ts', source: `import { credit } from '../domain/credit.js';\ncredit();\n` },
      { file: 'domain/credit.ts', source: `export { credit } from '../contracts/credit.js';\n` },
      { file: 'contracts/credit.ts', source: `import { z } from 'zod';\nexport const credit = z.string;\n` },
    ]);
    const start = planted.filter((module) => module.file === 'workflows/order.ts');
    expect(reachableAtRunTime(planted, start)).toContain('npm:zod');
  });

  it('validates updates synchronously', () => {
    expect(unsafeValidators(modules)).toEqual([]);
  });

  it('would catch an asynchronous validator however it is written', () => {
    const planted = plantedModules([...plantedValidators, ...permittedValidators]);
    expect(unsafeValidators(planted).toSorted()).toEqual(complaintsOf(plantedValidators));
  });
});

describe('the environment', () => {
  it('is read in config only', () => {
    expect(environmentReaders(modules)).toEqual([]);
    expect(modules.find((module) => module.file === 'config/env.ts')?.readsEnvironment).toBe(true);
  });

  it('is caught when read elsewhere', () => {
    expect(environmentReaders(plantedModules(plantedEnvironment)).toSorted()).toEqual(complaintsOf(plantedEnvironment));
  });

  it('is explained in .env.example, name by name', () => {
    const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
    const names = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);
    expect(names.toSorted()).toEqual(environmentNames.toSorted());
    const unexplained = lines.filter((line, at) => /^(?:# )?[A-Z][A-Z0-9_]*=/.test(line) && !explains(lines[at - 1]));
    expect(unexplained).toEqual([]);
  });
});

const explains = (line: string | undefined): boolean => line !== undefined && /^# [^=]*[a-z]{3}/.test(line);

/** Spelt in two halves, so that this file does not hold what it looks for. */
const foreignPlaces = new RegExp(
  ['\\.\\./' + 'shared\\b', '/(?:' + 'work|root|Users)/[A-Za-z0-9._-]', '/' + 'home/(?!node\\b)[a-z]'].join('|'),
);

describe('an address', () => {
  it('is made of its parts, which are encoded, and never by a template', () => {
    expect(handmadePaths(modules)).toEqual([]);
  });

  it('is caught when a template makes it', () => {
    const planted = [
      { file: 'web/orders/a.ts', source: 'export const a = (no: string) => `/v1/orders/${no}`;\n' },
      { file: 'web/orders/b.tsx', source: 'export const b = (no: string) => <a href={`/${no}`}>{no}</a>;\n' },
      { file: 'web/orders/c.ts', source: 'export const c = (path: string) => `${path}/actions`;\n' },
      {
        file: 'api/routes/d.ts',
        source: 'export const d = (no: string, n: number) => `/v1/orders/${no}/lines/${n}`;\n',
      },
      { file: 'activities/e.ts', source: 'export const e = (url: string, no: string) => `${url}/orders/${no}`;\n' },
    ];
    expect(handmadePaths(plantedModules(planted)).toSorted()).toEqual([
      'activities/e.ts: …/orders/…',
      'api/routes/d.ts: /v1/orders/…/lines/…',
      'web/orders/a.ts: /v1/orders/…',
      'web/orders/b.tsx: /…',
      'web/orders/c.ts: …/actions',
    ]);
  });

  it('may be compared and told, and be of a module', () => {
    const source =
      'export const f = (to: string, n: string) => [to.startsWith(`${to}/`), `${n} / ${n}`, `../${n}/${n}.md`, `${n}·${n}`];\n';
    expect(handmadePaths(plantedModules([{ file: 'web/app/f.ts', source }]))).toEqual([]);
  });
});

describe('the project', () => {
  it('names no folder of the machine it was written on', () => {
    const named = listFiles(root).filter((file) => foreignPlaces.test(readFileSync(join(root, file), 'latin1')));
    expect(named).toEqual([]);
  });

  it.each(['../' + 'shared/data', '/' + 'work/main', '/' + 'root/encours', '/' + 'home/anna', '/' + 'Users/anna'])(
    'would notice %s',
    (place) => {
      expect(foreignPlaces.test(`see ${place}`)).toBe(true);
    },
  );

  it('skips no test and singles none out', () => {
    const muted = /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|skipIf|runIf|fails)\b/;
    expect(muted.test('it' + '.skip(')).toBe(true);
    const tests = modules.filter((module) => matches('test/**', module.file));
    expect(
      tests.filter(({ file }) => muted.test(readFileSync(join(root, file), 'utf8'))).map(({ file }) => file),
    ).toEqual([]);
  });

  it('gives every case of a table a title that says its values: a doubled percent sign eats one', () => {
    const eaten = /\)\(\s*'[^'\n]*%%[^'\n]*',/;
    expect(eaten.test("])('of %s %" + "% is %s', (a) => {")).toBe(true);
    const tests = modules.filter((module) => matches('test/**', module.file));
    const found = tests.filter(({ file }) => eaten.test(readFileSync(join(root, file), 'utf8')));
    expect(found.map(({ file }) => file)).toEqual([]);
  });
});
