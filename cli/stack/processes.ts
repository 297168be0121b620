import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './home.js';
import { identify, type ProcessIdentity } from './identity.js';
import { stopSignals, type ServiceName } from './stopping.js';

/** One thing the stack has to say while it runs. */
export type Report =
  | { readonly kind: 'stage'; readonly name: string; readonly seconds: number; readonly detail: string }
  | { readonly kind: 'note'; readonly text: string };
export type ReportSink = (report: Report) => void;

export type Launch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Opens an IPC channel, over which the process says `{ kind: 'ready' }`. */
  readonly ipc: boolean;
};

export type ServiceSpec = {
  readonly name: ServiceName;
  readonly launch: () => Launch;
  /** Resolves when the process serves. `exited` is aborted when it ends first. */
  readonly ready: (child: ChildProcess, exited: AbortSignal) => Promise<void>;
  readonly readyTimeoutMs: number;
  /** Time between the polite signal and SIGKILL. */
  readonly graceMs: number;
  /** Launches tried before the first start is given up; a restart never gives up. */
  readonly firstAttempts: number;
};

export type ServiceContext = {
  readonly logs: string;
  readonly report: ReportSink;
  /** Start it again, with growing pauses, when it ends without having been asked to. */
  readonly restart: boolean;
  /** Called whenever a process began or ended. */
  readonly changed: () => void;
};

/** A process of the stack, kept alive until it is stopped. */
export type Service = {
  readonly name: ServiceName;
  readonly process: () => ProcessIdentity | undefined;
  /** Resolves when it serves. @throws StackError with the end of its log when it does not. */
  readonly start: () => Promise<void>;
  /** Asks it to end with `signal`, insists with SIGKILL after the grace time, and keeps it down. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Sends a signal, nothing more, and waits for the end when the signal is SIGKILL. False when it is not running. */
  readonly kill: (signal: NodeJS.Signals) => Promise<boolean>;
};

const backoffMs = (attempt: number): number => Math.min(250 * 2 ** attempt, 10_000);
const logLimitBytes = 20_000_000;

export function createService(spec: ServiceSpec, context: ServiceContext): Service {
  let live: Live | undefined;
  let wanted = false;
  let pause = new AbortController();
  let recovery: Promise<void> | undefined;

  const launchOnce = async (): Promise<number | undefined> => {
    const launched = launch(spec, context);
    live = launched;
    context.changed();
    void launched.ended.then(() => {
      if (live === launched) live = undefined;
      context.changed();
    });
    await untilReady(spec, launched);
    void launched.ended.then((reason) => (wanted && context.restart ? recover(reason) : undefined));
    return launched.child.pid;
  };
  const recover = (reason: string): Promise<void> => {
    const isWanted = (): boolean => wanted;
    recovery ??= restartUntilUp(spec.name, reason, context, { launchOnce, isWanted, pause: pause.signal }).finally(
      () => (recovery = undefined),
    );
    return recovery;
  };
  const firstStart = async (attempt = 1): Promise<unknown> => {
    try {
      return await launchOnce();
    } catch (error) {
      if (!wanted || attempt >= spec.firstAttempts) throw error;
      await sleep(backoffMs(attempt));
      return firstStart(attempt + 1);
    }
  };

  return {
    name: spec.name,
    process: () => live?.identity,
    start: async () => {
      wanted = true;
      pause = new AbortController();
      if (recovery !== undefined) await recovery;
      else if (live === undefined) await firstStart();
    },
    stop: async (signal = stopSignals[spec.name]) => {
      wanted = false;
      pause.abort();
      if (live !== undefined) await endChild(live.child, signal, spec.graceMs);
      await recovery;
    },
    kill: async (signal) => {
      const target = live;
      if (target?.child.kill(signal) !== true) return false;
      if (signal === 'SIGKILL') await target.ended;
      return true;
    },
  };
}

/** One run of a program. `ended` resolves to the reason, in words. */
type Live = {
  readonly child: ChildProcess;
  readonly identity: ProcessIdentity | undefined;
  readonly ended: Promise<string>;
  readonly logTail: () => string;
};

function launch(spec: ServiceSpec, context: ServiceContext): Live {
  const log = openLog(context.logs, spec.name);
  const child = spawnLogged(spec.launch(), log.fd);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  return { child, identity, ended: onceEnded(child), logTail: log.tail };
}

async function untilReady(spec: ServiceSpec, { child, ended, logTail }: Live): Promise<void> {
  const exited = new AbortController();
  void ended.then((reason) => exited.abort(reason));
  try {
    await withDeadline(spec.ready(child, exited.signal), spec.readyTimeoutMs, exited.signal);
  } catch (error) {
    await endChild(child, 'SIGKILL', 0);
    throw new StackError(`${spec.name} did not start: ${textOf(error)}\n${logTail()}`.trimEnd());
  }
}

type Restarting = {
  readonly launchOnce: () => Promise<number | undefined>;
  readonly isWanted: () => boolean;
  readonly pause: AbortSignal;
};

async function restartUntilUp(
  name: string,
  reason: string,
  { report }: ServiceContext,
  how: Restarting,
): Promise<void> {
  const begun = Date.now();
  report({ kind: 'note', text: `${name} ended unasked (${reason}); starting it again.` });
  for (let attempt = 0; how.isWanted(); attempt += 1) {
    await sleep(backoffMs(attempt), undefined, { signal: how.pause }).catch(() => undefined);
    if (!how.isWanted()) return;
    try {
      const pid = await how.launchOnce();
      const seconds = ((Date.now() - begun) / 1000).toFixed(1);
      report({ kind: 'note', text: `${name} is back after ${seconds} s (process ${pid ?? '?'}).` });
      return;
    } catch (error) {
      const seconds = backoffMs(attempt + 1) / 1000;
      if (how.isWanted()) report({ kind: 'note', text: `${textOf(error)}\nNext try in ${seconds} s.` });
    }
  }
}

/** Detached: a Ctrl-C in the terminal reaches the parent alone, which then stops everything in order. */
function spawnLogged(launch: Launch, logFd: number): ChildProcess {
  try {
    return spawn(launch.command, [...launch.args], {
      detached: true,
      env: { ...launch.env },
      stdio: launch.ipc ? ['ignore', logFd, logFd, 'ipc'] : ['ignore', logFd, logFd],
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...(launch.uid === undefined ? {} : { uid: launch.uid }),
      ...(launch.gid === undefined ? {} : { gid: launch.gid }),
    });
  } finally {
    closeSync(logFd);
  }
}

/** Output goes to a file and not to us: it must have somewhere to go when we are killed. */
function openLog(logs: string, name: string): { readonly fd: number; readonly tail: () => string } {
  const path = join(logs, `${name}.log`);
  const fd = openSync(path, 'a', 0o600);
  if (fstatSync(fd).size > logLimitBytes) truncateSync(path);
  const begin = statSync(path).size;
  return {
    fd,
    tail: () => readFileSync(path).subarray(begin).toString('utf8').trimEnd().split('\n').slice(-12).join('\n'),
  };
}

function onceEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = onceEnded(child);
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(insist);
}

async function withDeadline(work: Promise<void>, timeoutMs: number, exited: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const failure = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready after ${timeoutMs / 1000} s`)), timeoutMs);
    exited.addEventListener('abort', () => reject(new Error(String(exited.reason))), { once: true });
  });
  work.catch(() => undefined);
  await Promise.race([work, failure]).finally(() => clearTimeout(timer));
}

/** Resolves when the process says `{ kind: 'ready' }` over its IPC channel. */
export function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'ready') return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
  });
}

/** Asks again every `everyMs` until the probe says yes or the process has ended. */
export async function probeUntil(probe: () => Promise<boolean>, exited: AbortSignal, everyMs = 50): Promise<void> {
  while (!exited.aborted) {
    if (await probe()) return;
    await sleep(everyMs);
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
