import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { InvoiceSyntax } from '../../contracts/vocabulary.js';

/**
 * Software written elsewhere that judges our electronic invoices: XSD and schematron of EN 16931, of the French reform and of
 * Peppol; Mustang, which reads hybrid PDFs; veraPDF. They are fetched once into the project's cache, by Maven and pip; what
 * cannot be fetched or does not run is an error, never a skip.
 */
const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../.cache/validators');
const jars = join(cache, 'jars');
const python = join(cache, 'python');
const patience = { timeout: 900_000, maxBuffer: 64 * 1024 * 1024 };

/** What one set of rules says: how many of its rules looked at something, and what they found wrong. */
export type Verdict = { readonly fired: number; readonly failed: readonly string[] };
export type Judged = {
  readonly rules: Readonly<Record<string, Verdict>>;
  /** By business term, in the order of the document; read by the syntax bindings of the norm. */
  readonly terms: Readonly<Record<string, readonly string[]>>;
};

/** Of what is to be there: another list fetches again. */
const digestOfLists = (): string =>
  ['pom.xml', 'requirements.txt']
    .reduce((hash, name) => hash.update(readFileSync(join(here, name))), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);

/** Fetches what is not there yet; some 140 MB the first time. */
export async function fetchValidators(): Promise<void> {
  const isFetched = join(cache, `fetched-${digestOfLists()}`);
  if (existsSync(isFetched)) return;
  mkdirSync(cache, { recursive: true });
  const goals = ['dependency:copy', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  const maven = ['-q', '-B', '-f', join(here, 'pom.xml'), ...goals];
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--upgrade'];
  const wheels = ['--only-binary=:all:', '--target', python, '--requirement', join(here, 'requirements.txt')];
  await Promise.all([run('mvn', maven, patience), run('python3', [...pip, ...wheels], patience)]);
  writeFileSync(isFetched, '');
}

type Asked = {
  readonly path: string;
  readonly syntax: InvoiceSyntax | 'ubl-fr' | 'cdar' | 'e-report' | 'order' | 'order-response';
};

/** The public examples of orders in UBL, by the names of their files. */
export function publicOrders(): Readonly<Record<string, Uint8Array>> {
  const files = unzipSync(readFileSync(jar(/^ph-ubl-testfiles/)), {
    filter: ({ name }) => /^external\/test-ubl\/order\/.+\.xml$/.test(name),
  });
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name.split('/').at(-1) ?? name, bytes]));
}

/** Judges XML files, all in one process. */
export async function judge(files: readonly Asked[]): Promise<Readonly<Record<string, Judged>>> {
  const rules = join(cache, 'rules');
  const program = ['python3', join(here, 'judge.py'), python] as const;
  return JSON.parse(await answerOf(program, JSON.stringify({ jars, rules, files }))) as Record<string, Judged>;
}

function answerOf([program, ...args]: readonly [string, ...string[]], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const [told, wrong]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => told.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => wrong.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(told).toString('utf8'));
      else reject(new Error(`${program} ended with ${code}: ${Buffer.concat(wrong).toString('utf8')}`));
    });
    child.stdin.end(input);
  });
}

/** By veraPDF a PDF/A-3b; by Mustang a hybrid invoice without error, and without a warning of the French reform. */
export type JudgedPdf = { readonly isPdfA: boolean; readonly isFacturX: boolean };

/** Judges the PDFs of a folder, by name: each program once. */
export async function judgePdfs(folder: string): Promise<Readonly<Record<string, JudgedPdf>>> {
  const files = readdirSync(folder);
  const paths = files.map((file) => join(folder, file));
  const vera = ['-cp', `${jars}/*`, 'org.verapdf.apps.GreenfieldCliWrapper', '-f', '3b', '--format', 'text', ...paths];
  const asked = ['--disable-file-logging', '--action', 'validateExpectValid', '--no-notices', '-d', folder];
  const [archival, hybrid] = await Promise.all([
    java(vera),
    java(['-Xmx1G', '-jar', jar(/^Mustang-CLI/), ...asked]).then(hybrids),
  ]);
  return Object.fromEntries(
    files.map((file) => {
      const path = join(folder, file);
      return [file, { isPdfA: archival.includes(`PASS ${path} 3b`), isFacturX: hybrid.has(path) }];
    }),
  );
}

/**
 * What Mustang finds right. Its last word on a folder is `valid` whatever is in it, and so is its exit code: read is what it
 * says of each file, in one line before the one that names the file.
 */
function hybrids(told: string): ReadonlySet<string> {
  const each = /Parsed PDF:(\S+) XML:(\S+) .*ErrorIDs: \[([^\]]*)\][^]*?Testing file \d+: +valid \((.+)\) *$/gm;
  const right = [...told.matchAll(each)].filter(
    ([, pdf, xml, ids = '']) => pdf === 'valid' && xml === 'valid' && !ids.includes('BR-FR'),
  );
  return new Set(right.flatMap(([, , , , path]) => (path === undefined ? [] : [path])));
}

/** Everything that a program says, whatever code it ends with. */
async function java(args: readonly string[]): Promise<string> {
  const ended = await run('java', [...args], patience).catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error && 'stderr' in error) return error;
    throw error;
  });
  return `${String(ended.stdout)}${String(ended.stderr)}`;
}

const jar = (name: RegExp): string => {
  const found = readdirSync(jars).find((file) => name.test(file));
  if (found === undefined) throw new Error(`no ${name.source} in ${jars}`);
  return join(jars, found);
};
