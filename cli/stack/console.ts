import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../../config/host.js';
import { projectRoot } from './node-process.js';

/** What the console is made from; a change in any of these files makes a new one. */
export const consoleSources = ['web', 'words', 'domain', 'contracts', 'docs/guides'] as const;

/**
 * The console as static files, kept under the hash of what it is made from: the second start finds it made.
 * @param cacheFolder where consoles are kept
 * @returns the folder, and whether it had to be made
 */
export async function buildConsole(cacheFolder: string): Promise<{ readonly folder: string; readonly isNew: boolean }> {
  const folder = join(cacheFolder, `console-${await sourceHash()}`);
  if (existsSync(join(folder, 'index.html'))) return { folder, isNew: false };
  await mkdir(cacheFolder, { recursive: true });
  const draft = `${folder}.${process.pid}.tmp`;
  const arguments_ = [viteProgram(), 'build', 'web', '--outDir', draft, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, arguments_, {
    cwd: projectRoot,
    env: childEnvironment({ NODE_ENV: 'production' }),
  });
  await keep(draft, folder);
  return { folder, isNew: true };
}

/** A process of its own, whose memory goes with it. */
const viteProgram = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/** Two that make the same console at once: the first to end is kept. */
async function keep(draft: string, folder: string): Promise<void> {
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, 'index.html'))) throw error;
  });
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(join(projectRoot, 'package-lock.json')));
  for (const folder of consoleSources) {
    const entries = await readdir(join(projectRoot, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) {
      hash.update(`${file.slice(projectRoot.length)}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
