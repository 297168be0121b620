import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for another one that got the same pid later. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Opaque text that changes with every start: boot id and start time in clock ticks (Linux), start date (elsewhere). */
  readonly started: string;
};

type Status = { readonly parentPid: number; readonly started: string };

/** Identity of a living process; undefined when no process has that pid, or only the unreaped remains of one. */
export function identify(pid: number): ProcessIdentity | undefined {
  const status = readStatus(pid);
  return status === undefined ? undefined : { pid, started: status.started };
}

export function parentOf(pid: number): number | undefined {
  return readStatus(pid)?.parentPid;
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.started === process.started;
}

/** Sends a signal to exactly this process. Returns false when it is already gone. */
export function signalProcess(target: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(target)) return false;
  try {
    return process.kill(target.pid, signal);
  } catch {
    return false;
  }
}

/** The command line of a living process; undefined when there is none. */
export function commandLineOf(pid: number): string | undefined {
  if (readStatus(pid) === undefined) return undefined;
  try {
    if (process.platform !== 'linux') return ps(pid, 'args=');
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return undefined;
  }
}

function readStatus(pid: number): Status | undefined {
  try {
    return process.platform === 'linux' ? readLinuxStatus(pid) : readPsStatus(pid);
  } catch {
    return undefined;
  }
}

/** Fields by number as in proc_pid_stat(5): 3 state, 4 parent pid, 22 start time in clock ticks after boot. */
function readLinuxStatus(pid: number): Status | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid, started] = [fields[0], fields[1], fields[19]];
  if (state === 'Z' || state === 'X' || parentPid === undefined || started === undefined) return undefined;
  return { parentPid: Number(parentPid), started: `${bootId()}:${started}` };
}

function readPsStatus(pid: number): Status | undefined {
  const match = /^(\S+)\s+(\d+)\s+(.+)$/.exec(ps(pid, 'state=,ppid=,lstart='));
  const [, state, parentPid, started] = match ?? [];
  if (state === undefined || parentPid === undefined || started === undefined || state.startsWith('Z'))
    return undefined;
  return { parentPid: Number(parentPid), started };
}

let cachedBootId: string | undefined;
function bootId(): string {
  cachedBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  return cachedBootId;
}

const ps = (pid: number, columns: string): string =>
  execFileSync('ps', ['-o', columns, '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
