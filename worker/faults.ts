import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Fault points of a test stack: `<activity>:before`, `<activity>:after`, `smtp:before-data`, `smtp:after-data`. The plan is
 * a JSON file that a test writes: a list of faults, each with its point. A fault is taken from the plan before it strikes,
 * so that it strikes the given number of times across restarts, and noted in `<plan>.log`. Production refuses to start
 * with a plan.
 */
export type Fault = {
  readonly point: string;
  /** `crash` is SIGKILL of this process: nothing is flushed, nothing is told. */
  readonly action: 'crash' | 'throw';
  readonly times: number;
  /** Strikes only where all these texts are in what is worked on: an activity's arguments as JSON, a mail's headers. */
  readonly on?: readonly string[];
};
export type FaultPlan = readonly Fault[];

export type Faults = { readonly at: (point: string, subject: () => string) => void };

export const noFaults: Faults = { at: () => undefined };

/** Reads the plan at each point. */
export function faultsFrom(file: string): Faults {
  return {
    at(point, subject) {
      const plan = JSON.parse(readFileSync(file, 'utf8')) as FaultPlan;
      const fault = plan.find((candidate) => strikes(candidate, point, subject));
      if (fault === undefined) return;
      const left = plan.map((other) => (other === fault ? { ...other, times: other.times - 1 } : other));
      writeFileSync(file, JSON.stringify(left));
      appendFileSync(`${file}.log`, `${JSON.stringify({ ...fault, at: new Date().toISOString() })}\n`);
      if (fault.action === 'crash') process.kill(process.pid, 'SIGKILL');
      throw new Error(`fault injected at ${point}`);
    },
  };
}

function strikes(fault: Fault, point: string, subject: () => string): boolean {
  if (fault.point !== point || fault.times <= 0) return false;
  if (fault.on === undefined) return true;
  const text = subject();
  return fault.on.every((part) => text.includes(part));
}

type AnyActivity = (...args: never[]) => Promise<unknown>;

/** Wraps every activity with a point before it begins and one after its transaction is committed. */
export function withFaults<T extends Record<string, AnyActivity>>(activities: T, faults: Faults): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...args: never[]) => {
      const subject = () => JSON.stringify(args);
      faults.at(`${name}:before`, subject);
      const result = await activity(...args);
      faults.at(`${name}:after`, subject);
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
