import { join } from 'node:path';
import { childEnvironment } from '../../config/host.js';
import type { Home } from './home.js';
import { nodeArguments, projectRoot } from './node-process.js';
import type { Ports } from './ports.js';
import { saysReady, type ServiceSpec } from './processes.js';

/** Our own processes, as opposed to the servers they use. */
export type ApplicationName = 'inbox' | 'worker' | 'api';

/** How the platform that stands in is reached. */
export type PlatformWay = 'http' | 'files';

/** Other programs to run in place of ours; tests of the stack itself use it. */
export type Entries = Readonly<Partial<Record<'worker' | 'api', string>>>;

const entryOf = (name: 'worker' | 'api', entries: Entries): string =>
  entries[name] ?? join(projectRoot, name, 'main.ts');

export function nodeService(
  name: 'worker' | 'api',
  entries: Entries,
  env: Readonly<Record<string, string>>,
): ServiceSpec {
  return {
    name,
    launch: () => ({
      command: process.execPath,
      args: nodeArguments(entryOf(name, entries)),
      env: childEnvironment(env),
      cwd: projectRoot,
      ipc: true,
    }),
    ready: saysReady,
    readyTimeoutMs: 120_000,
    graceMs: 15_000,
    firstAttempts: 1,
  };
}

export function inboxService(home: Home, ports: Ports, control: boolean): ServiceSpec {
  const place = ['--folder', home.mail, '--smtp-port', String(ports.smtp), '--http-port', String(ports.inbox)];
  return {
    name: 'inbox',
    launch: () => ({
      command: process.execPath,
      args: nodeArguments(join(projectRoot, 'cli/inbox/main.ts'), ...place, ...(control ? ['--control'] : [])),
      env: childEnvironment({}),
      cwd: projectRoot,
      ipc: true,
    }),
    ready: saysReady,
    readyTimeoutMs: 120_000,
    graceMs: 3000,
    firstAttempts: 1,
  };
}

/** @param settings file that `cli/platform/main.ts` reads */
export function platformService(settings: string, port: number): ServiceSpec {
  return {
    name: 'platform',
    launch: () => ({
      command: process.execPath,
      args: nodeArguments(join(projectRoot, 'cli/platform/main.ts'), '--settings', settings, '--port', String(port)),
      env: childEnvironment({}),
      cwd: projectRoot,
      ipc: true,
    }),
    ready: saysReady,
    readyTimeoutMs: 120_000,
    graceMs: 3000,
    firstAttempts: 1,
  };
}
