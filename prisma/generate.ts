import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('.', import.meta.url));
const schema = join(folder, 'schema.prisma');
const stamp = join(folder, 'generated', '.made-from');

/** Looked up when it is needed: an installation in production has no generator. */
const findPrisma = (): string => createRequire(import.meta.url).resolve('prisma/package.json');

/**
 * Generates the Prisma client when the schema or Prisma's version is not the one it was made from. The generator needs
 * no engine; naming a harmless program as the engine keeps Prisma from fetching one.
 * @returns true when it generated, false when the client was up to date.
 */
export async function generateClient(): Promise<boolean> {
  const prismaPackage = findPrisma();
  const { version } = JSON.parse(readFileSync(prismaPackage, 'utf8')) as { version: string };
  const wanted = createHash('sha256').update(version).update('\n').update(readFileSync(schema)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const harmless = ['/bin/true', '/usr/bin/true'].find((path) => existsSync(path)) ?? process.execPath;
  const settings = [`PRISMA_SCHEMA_ENGINE_BINARY=${harmless}`, 'PRISMA_HIDE_UPDATE_MESSAGE=1', 'CHECKPOINT_DISABLE=1'];
  const cli = join(dirname(prismaPackage), 'build', 'index.js');
  rmSync(stamp, { force: true });
  const command = [...settings, process.execPath, cli, 'generate', '--schema', schema];
  await promisify(execFile)('env', command, { cwd: dirname(folder) });
  writeFileSync(stamp, wanted);
  return true;
}

if (import.meta.filename === process.argv[1] && (await generateClient())) console.log('Prisma client generated.');
