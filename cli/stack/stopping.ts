import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, signalProcess, type ProcessIdentity } from './identity.js';

/** The parts of the stack that are processes of their own. */
export const serviceNames = ['postgres', 'temporal', 'inbox', 'platform', 'worker', 'api'] as const;
export type ServiceName = (typeof serviceNames)[number];

export type RunningProcess = ProcessIdentity & { readonly name: ServiceName };

/** What a home remembers of its processes, so that the next start can stop what a killed one left. */
export type ProcessRegister = {
  readonly guard: ProcessIdentity | undefined;
  readonly processes: readonly RunningProcess[];
};

/** SIGINT is PostgreSQL's "fast" shutdown (PostgreSQL manual, 18.5): it ends the sessions and stops cleanly. */
export const stopSignals: Readonly<Record<ServiceName, NodeJS.Signals>> = {
  postgres: 'SIGINT',
  temporal: 'SIGTERM',
  inbox: 'SIGTERM',
  platform: 'SIGTERM',
  worker: 'SIGTERM',
  api: 'SIGTERM',
};

/** First who uses, then what is used. */
const tiers: readonly (readonly ServiceName[])[] = [['api', 'worker', 'inbox', 'platform'], ['temporal'], ['postgres']];

/**
 * Stops processes that are not our children, tier by tier: the polite signal, then SIGKILL after `graceMs` per tier.
 * With the default everything is gone within 8 s.
 */
export async function stopInOrder(processes: readonly RunningProcess[], graceMs = 2500): Promise<void> {
  for (const tier of tiers) {
    await stopTogether(
      processes.filter((process) => tier.includes(process.name)),
      graceMs,
    );
  }
}

async function stopTogether(processes: readonly RunningProcess[], graceMs: number): Promise<void> {
  for (const process of processes) signalProcess(process, stopSignals[process.name]);
  if (await allGone(processes, graceMs)) return;
  for (const process of processes) signalProcess(process, 'SIGKILL');
  await allGone(processes, 1000);
}

async function allGone(processes: readonly ProcessIdentity[], timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (processes.some(isAlive)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
