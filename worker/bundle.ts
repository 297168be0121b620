import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { failureConverterPath } from '../config/codec.js';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const root = fileURLToPath(new URL('..', import.meta.url));
const workflowsPath = fileURLToPath(new URL(`../workflows/index${path.extname(import.meta.url)}`, import.meta.url));

/** What the bundle is made from; a change in any of these files makes a new one. */
export const bundleSources = ['workflows', 'domain', 'contracts', 'words'] as const;

/**
 * The workflow code as one script, kept under the hash of what it is made from: the second start finds it.
 * @param cacheFolder where bundles are kept
 * @param encrypted whether failures go through the payload codec
 */
export async function workflowBundle(cacheFolder: string, encrypted: boolean): Promise<WorkflowBundleWithSourceMap> {
  const file = path.join(cacheFolder, `workflows-${encrypted ? 'encrypted-' : ''}${await sourceHash()}.js`);
  const cached = await readFile(file, 'utf8').catch(() => null);
  if (cached !== null) return { code: cached, sourceMap: '' };
  const bundle = await bundleWorkflowCode({
    workflowsPath,
    logger: quiet,
    ...(encrypted ? { failureConverterPath } : {}),
  });
  await mkdir(cacheFolder, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, bundle.code);
  await rename(draft, file);
  return bundle;
}

const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => process.stderr.write(`${message}\n`),
  error: (message: string) => process.stderr.write(`${message}\n`),
};

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  const sdk: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  hash.update(JSON.stringify((sdk as { dependencies: unknown }).dependencies));
  for (const folder of bundleSources) {
    const names = (await readdir(path.join(root, folder), { recursive: true }))
      .filter((name) => /\.[jt]s$/.test(name))
      .sort();
    for (const name of names) {
      hash.update(`${folder}/${name}\0`);
      hash.update(await readFile(path.join(root, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
