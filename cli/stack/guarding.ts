import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../config/host.js';
import { readJson, writeAtomically, type Home } from './home.js';
import type { GuardMessage } from './guard.js';
import { identify, isAlive, signalProcess } from './identity.js';
import { nodeArguments, projectRoot } from './node-process.js';
import { stopInOrder, type ProcessRegister, type RunningProcess } from './stopping.js';

/** Keeps the guard process alive and tells it, and the home, which processes there are. */
export type Guarding = {
  readonly pid: () => number | undefined;
  readonly update: (processes: readonly RunningProcess[]) => void;
  /** Everything was stopped in order: the guard has nothing left to do. */
  readonly dismiss: () => Promise<void>;
};

/** @param replaced called when a guard that died has been replaced. */
export function startGuarding(home: Home, replaced: () => void): Guarding {
  let processes: readonly RunningProcess[] = [];
  let dismissed = false;
  let guard = launch();

  function launch(): ChildProcess {
    const child = spawnGuard(home);
    child.stdin?.on('error', () => undefined);
    child.once('exit', () => {
      if (dismissed) return;
      guard = launch();
      publish();
      replaced();
    });
    return child;
  }

  const tell = (message: GuardMessage): void => void guard.stdin?.write(`${JSON.stringify(message)}\n`);

  function publish(): void {
    tell({ kind: 'processes', processes, files: [home.stackJson, home.processes] });
    const register: ProcessRegister = {
      guard: guard.pid === undefined ? undefined : identify(guard.pid),
      processes,
    };
    writeAtomically(home.processes, JSON.stringify(register));
  }

  publish();
  return {
    pid: () => guard.pid,
    update: (next) => {
      processes = next;
      if (!dismissed) publish();
    },
    dismiss: async () => {
      dismissed = true;
      tell({ kind: 'dismissed' });
      guard.stdin?.end();
      if (guard.exitCode === null) await new Promise((resolve) => guard.once('exit', resolve));
      rmSync(home.processes, { force: true });
    },
  };
}

function spawnGuard(home: Home): ChildProcess {
  const log = openSync(join(home.logs, 'guard.log'), 'a', 0o600);
  try {
    return spawn(process.execPath, nodeArguments(fileURLToPath(new URL('guard.ts', import.meta.url))), {
      detached: true,
      cwd: projectRoot,
      env: childEnvironment({}),
      stdio: ['pipe', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/**
 * Stops what an earlier start of this home left running, each process recognised by pid and start time.
 * @returns how many were still there.
 */
export async function stopLeftovers(home: Home): Promise<number> {
  const register = readJson<ProcessRegister>(home.processes);
  if (register === undefined) return 0;
  if (register.guard !== undefined) signalProcess(register.guard, 'SIGKILL');
  const left = register.processes.filter(isAlive);
  await stopInOrder(left, 4000);
  rmSync(home.processes, { force: true });
  rmSync(home.stackJson, { force: true });
  return left.length;
}
