import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Fault points of a test stack: `<activity>:before`, `<activity>:after`, `smtp:before-data`, `smtp:after-data`. The plan is
 * a JSON file of `{ point: { action, times } }` that a test writes; each fault is taken from the plan before it strikes, so
 * that it strikes the given number of times across restarts. Production refuses to start with a plan.
 */
export type FaultAction = 'crash' | 'throw';
export type FaultPlan = Record<string, { action: FaultAction; times: number }>;

export type Faults = { readonly at: (point: string) => void };

export const noFaults: Faults = { at: () => undefined };

/** Reads the plan at each point. A crash is SIGKILL of this process: nothing is flushed, nothing is told. */
export function faultsFrom(file: string): Faults {
  return {
    at(point) {
      const plan = JSON.parse(readFileSync(file, 'utf8')) as FaultPlan;
      const fault = plan[point];
      if (fault === undefined || fault.times <= 0) return;
      writeFileSync(file, JSON.stringify({ ...plan, [point]: { ...fault, times: fault.times - 1 } }));
      appendFileSync(`${file}.log`, `${point} ${fault.action}\n`);
      if (fault.action === 'crash') process.kill(process.pid, 'SIGKILL');
      throw new Error(`fault injected at ${point}`);
    },
  };
}

type AnyActivity = (...args: never[]) => Promise<unknown>;

/** Wraps every activity with a point before it begins and one after its transaction is committed. */
export function withFaults<T extends Record<string, AnyActivity>>(activities: T, faults: Faults): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...args: never[]) => {
      faults.at(`${name}:before`);
      const result = await activity(...args);
      faults.at(`${name}:after`);
      return result;
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

/** Every point that exists: a new activity without its case in the fault tests fails them. */
export const faultPointsOf = (activities: Record<string, AnyActivity>): string[] => [
  ...Object.keys(activities).flatMap((name) => [`${name}:before`, `${name}:after`]),
  'smtp:before-data',
  'smtp:after-data',
];
