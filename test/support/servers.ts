import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openStack, type Stack } from '../../cli/stack/stack.js';

/** The servers that all test files of one run share. */
export type TestServers = {
  /** Superuser on the migrated database that others are copied from; nobody else connects to it. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly registrarUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly temporalBinary: string;
};

declare module 'vitest' {
  export interface ProvidedContext {
    readonly servers: TestServers;
  }
}

type Shared = { readonly servers: TestServers; readonly close: () => Promise<void> };
type Holder = { users: number; shared: Promise<Shared> };

/** Every project loads this file anew; the process they share holds the one pair of servers. */
const key = Symbol.for('encours.test.servers');
const holders = globalThis as { [key]?: Holder };

/** vitest's global set-up: one PostgreSQL and one Temporal (time skipping on) for the whole run, started once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const holder = (holders[key] ??= { users: 0, shared: openServers() });
  holder.users += 1;
  const shared = await holder.shared;
  project.provide('servers', shared.servers);
  return async () => {
    holder.users -= 1;
    if (holder.users > 0) return;
    delete holders[key];
    await shared.close();
  };
}

async function openServers(): Promise<Shared> {
  const home = mkdtempSync(join(tmpdir(), 'encours-test-'));
  const forget = (): void => rmSync(home, { recursive: true, force: true });
  // As root, PostgreSQL runs as another user, who must get in.
  chmodSync(home, 0o755);
  try {
    const stack = await openTestServers(home);
    return { servers: factsOf(stack), close: () => stack.close().finally(forget) };
  } catch (error) {
    forget();
    throw error;
  }
}

const openTestServers = (home: string): Promise<Stack> =>
  openStack({
    home,
    ports: { postgres: 'any', temporal: 'any', temporalUi: 'any' },
    processes: [],
    timeSkipping: true,
    durable: false,
    seed: false,
    demoKeys: false,
  });

const factsOf = (stack: Stack): TestServers => ({
  adminUrl: stack.adminDatabaseUrl ?? '',
  appUrl: stack.databaseUrl,
  ownerUrl: stack.ownerDatabaseUrl,
  registrarUrl: stack.registrarDatabaseUrl ?? '',
  temporalAddress: stack.temporalAddress,
  temporalUiUrl: stack.temporalUiUrl,
  temporalBinary: stack.temporalBinary ?? '',
});
