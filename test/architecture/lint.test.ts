import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file that breaks one rule of the linter, and the rule that must say so. */
const planted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['typescript(no-floating-promises)', 'cli/a.ts', `async function a() {}\na();\n`],
  ['typescript(no-misused-promises)', 'cli/b.ts', `declare function on(f: () => void): void;\non(async () => {});\n`],
  ['typescript(await-thenable)', 'cli/c.ts', `export const c = async () => await 1;\n`],
  [
    'typescript(switch-exhaustiveness-check)',
    'cli/d.ts',
    `export function d(k: 'x' | 'y') {\n  switch (k) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n`,
  ],
  ['typescript(consistent-type-imports)', 'cli/e.ts', `import { T } from './t.js';\nexport type E = T;\n`],
  ['typescript(no-import-type-side-effects)', 'cli/f.ts', `import { type T } from './t.js';\nexport type F = T;\n`],
  ['typescript(no-explicit-any)', 'cli/g.ts', `export const g: any = 1;\n`],
  ['typescript(no-non-null-assertion)', 'cli/h.ts', `export const h = (x?: number) => x!;\n`],
  ['typescript(only-throw-error)', 'cli/i.ts', `export function i() {\n  throw 'text';\n}\n`],
  ['eslint(eqeqeq)', 'cli/j.ts', `export const j = (x: unknown) => x == 1;\n`],
  ['eslint(no-unused-vars)', 'cli/k.ts', `const k = 1;\n`],
  ['eslint(max-lines-per-function)', 'cli/l.ts', `export function l(x: number) {\n${'  x += 1;\n'.repeat(70)}}\n`],
  ['vitest(no-focused-tests)', 'test/m.test.ts', `import { it } from 'vitest';\n${'it' + '.only'}('m', () => {});\n`],
  ['vitest(no-disabled-tests)', 'test/n.test.ts', `import { it } from 'vitest';\n${'it' + '.skip'}('n', () => {});\n`],
  ['eslint(no-restricted-globals)', 'domain/o.ts', `export const o = () => new Date();\n`],
  ['eslint(no-restricted-globals)', 'contracts/p.ts', `export const p = () => process.pid;\n`],
  ['eslint(no-restricted-globals)', 'workflows/q.ts', `export const q = () => console.log('q');\n`],
  ['eslint(no-restricted-globals)', 'workflows/r.ts', `export const r = () => setTimeout(() => {}, 1);\n`],
  ['eslint(no-restricted-globals)', 'domain/s.ts', `export const s = () => fetch('http://localhost');\n`],
  ['eslint(no-restricted-properties)', 'domain/u.ts', `export const u = () => Math.random();\n`],
  ['eslint(no-restricted-properties)', 'domain/v.ts', `export const v = () => globalThis.Date;\n`],
  ['eslint(no-restricted-imports)', 'domain/w.ts', `import { x } from '../contracts/x.js';\nexport const w = x;\n`],
  ['eslint(no-restricted-imports)', 'words/wa.ts', `import { x } from '../contracts/x.js';\nexport const w = x;\n`],
  ['eslint(no-restricted-globals)', 'words/wb.ts', `export const today = () => new Date();\n`],
  ['eslint(no-restricted-imports)', 'workflows/x.ts', `import { z } from 'zod';\nexport const x = z;\n`],
  ['eslint(no-restricted-imports)', 'workflows/y.ts', `import { x } from 'node:fs';\nexport const y = x;\n`],
  ['eslint(no-restricted-imports)', 'workflows/z.ts', `import { x } from '../activities/x.js';\nexport const z = x;\n`],
  ['eslint(no-restricted-imports)', 'workflows/aa.ts', `import { x } from '../contracts/x.js';\nexport const a = x;\n`],
  ['eslint(no-restricted-imports)', 'activities/ab.ts', `import { x } from '../config/x.js';\nexport const a = x;\n`],
  ['eslint(no-restricted-imports)', 'web/ac.ts', `import { x } from '../contracts/x.js';\nexport const a = x;\n`],
];

/** What stays allowed beside each ban. */
const permitted: readonly (readonly [file: string, source: string])[] = [
  ['domain/calendar.ts', `export const year = (ms: number) => new Date(ms).getUTCFullYear();\n`],
  ['workflows/clock.ts', `export const nowMs = () => Date.now();\n`],
  ['domain/ok.ts', `import { x } from '../contracts/vocabulary.js';\nexport const ok = x;\n`],
  ['workflows/ok.ts', `import type { T } from '../activities/x.js';\nexport type Ok = T;\n`],
  ['activities/ok.ts', `import type { T } from '../config/x.js';\nexport const ok = (t: T) => [t, new Date()];\n`],
  ['test/long.test.ts', `export function l(x: number) {\n${'  x += 1;\n'.repeat(90)}  return x;\n}\n`],
];

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

const folder = mkdtempSync(join(tmpdir(), 'encours-lint-'));
let complaints: ReadonlySet<string> = new Set();

function write(file: string, source: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), source);
}

beforeAll(() => {
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  copyFileSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write('cli/t.ts', `export type T = number;\n`);
  for (const [, file, source] of planted) write(file, source);
  for (const [file, source] of permitted) write(file, source);
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  const report = Report.parse(JSON.parse(run.stdout));
  complaints = new Set(report.diagnostics.map(({ code, filename }) => `${filename}: ${code}`));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the linter', () => {
  it.each(planted)('reports %s planted in %s', (rule, file) => {
    expect([...complaints].filter((complaint) => complaint.startsWith(`${file}: `))).toContain(`${file}: ${rule}`);
  });

  it.each(permitted)('has nothing to say about %s', (file) => {
    expect([...complaints].filter((complaint) => complaint.startsWith(`${file}: `))).toEqual([]);
  });
});
