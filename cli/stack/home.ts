import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './identity.js';

/** Folders and files of one embedded stack, all below its home. */
export type Home = {
  readonly dir: string;
  readonly lock: string;
  readonly secrets: string;
  readonly processes: string;
  readonly stackJson: string;
  readonly logs: string;
  readonly postgres: string;
  readonly temporal: string;
  readonly mail: string;
  readonly platform: string;
};

/** Secrets of one home, made on its first start and kept with mode 600. */
export type Secrets = {
  readonly postgresPassword: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly registrarPassword: string;
  readonly sessionSecret: string;
  readonly apiKeys?: Readonly<Record<string, string>>;
};

export class StackError extends Error {
  override readonly name = 'StackError';
}

export function homeAt(dir: string): Home {
  const root = resolve(dir);
  return {
    dir: root,
    lock: join(root, 'lock.json'),
    secrets: join(root, 'secrets.json'),
    processes: join(root, 'processes.json'),
    stackJson: join(root, 'stack.json'),
    logs: join(root, 'logs'),
    postgres: join(root, 'postgres'),
    temporal: join(root, 'temporal'),
    mail: join(root, 'mail'),
    platform: join(root, 'platform'),
  };
}

/** Writes the whole file or nothing: readers never see half of it. */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, path);
}

/** Parsed JSON, or undefined when the file is missing or was cut short. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/**
 * Takes the home for this process until {@link unlockHome}. A lock left by a process that no longer lives is taken over.
 * @throws StackError naming the process that uses the folder.
 */
export function lockHome(home: Home): void {
  const created = mkdirSync(home.dir, { recursive: true });
  if (created !== undefined) chmodSync(home.dir, 0o755);
  const self = identify(process.pid);
  const draft = `${home.lock}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    while (!tryLink(draft, home.lock)) removeStaleLock(home);
  } finally {
    rmSync(draft, { force: true });
  }
}

export function unlockHome(home: Home): void {
  if (readJson<ProcessIdentity>(home.lock)?.pid === process.pid) rmSync(home.lock, { force: true });
}

function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead process's lock aside; two starters may race here, so what was moved is judged again before it is dropped. */
function removeStaleLock(home: Home): void {
  refuseLivingHolder(home, home.lock);
  const aside = `${home.lock}.${process.pid}.stale`;
  try {
    renameSync(home.lock, aside);
  } catch {
    return;
  }
  try {
    refuseLivingHolder(home, aside);
  } catch (error) {
    tryLink(aside, home.lock);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseLivingHolder(home: Home, lock: string): void {
  const holder = readJson<ProcessIdentity>(lock);
  if (holder === undefined || !isAlive(holder)) return;
  throw new StackError(
    `The data folder ${home.dir} is in use by process ${holder.pid}. Stop that stack first (Ctrl-C in its terminal), ` +
      'or give this one a folder of its own with ENCOURS_HOME.',
  );
}

/** The secrets of this home; made on the first start, those of a later release on its first. */
export function openSecrets(home: Home): Secrets {
  const known = readJson<Partial<Secrets>>(home.secrets);
  const password = (): string => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    postgresPassword: password(),
    ownerPassword: password(),
    appPassword: password(),
    registrarPassword: password(),
    sessionSecret: randomBytes(36).toString('base64url'),
    ...known,
  };
  if (known?.registrarPassword === undefined) saveSecrets(home, secrets);
  return secrets;
}

export function saveSecrets(home: Home, secrets: Secrets): void {
  writeAtomically(home.secrets, `${JSON.stringify(secrets, null, 2)}\n`);
}

/** Makes the folders of the home that the stack itself writes. The cluster's folder belongs to the database's user. */
export function prepareHome(home: Home): void {
  for (const dir of [home.logs, home.temporal, home.mail]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ignore = join(home.dir, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** Removes what the stack keeps in its home, and nothing else that may lie there. */
export function eraseHome(home: Home): void {
  const own = [home.postgres, home.temporal, home.mail, home.logs, home.secrets, home.stackJson];
  for (const path of own) rmSync(path, { recursive: true, force: true });
}
