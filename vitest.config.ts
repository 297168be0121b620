import { defineConfig } from 'vitest/config';

/**
 * One project for each rung of the tests, quick ones first. Rungs that start real servers have a group of their own, so
 * that rungs never compete for a small machine. `unit` takes every test that no other rung claims: no file can fall
 * between two. Rungs with `servers` share one PostgreSQL and one Temporal, started once for the whole run.
 */
const second = 1_000;
/** One file at a time: its processes, or virtual time, want the machine for themselves. */
const alone = { fileParallelism: false, maxWorkers: 1 };
/** Two files at a time, each on a database of its own; what they import is loaded once. */
const pairs = { fileParallelism: true, maxWorkers: 2, isolate: false };
/** Two files at a time: each waits most of its time, for servers that give work out again after a crash. */
const beside = { fileParallelism: true, maxWorkers: 2 };
const rungs = [
  { name: 'documents', timeoutMs: 120 * second, group: 0, pace: {}, servers: false },
  { name: 'activities', timeoutMs: 300 * second, group: 1, pace: pairs, servers: true },
  { name: 'api', timeoutMs: 300 * second, group: 2, pace: pairs, servers: true },
  { name: 'workflows', timeoutMs: 300 * second, group: 3, pace: alone, servers: true },
  { name: 'replay', timeoutMs: 300 * second, group: 4, pace: alone, servers: true },
  { name: 'cli', timeoutMs: 300 * second, group: 5, pace: pairs, servers: true },
  { name: 'e2e', timeoutMs: 300 * second, group: 6, pace: alone, servers: true },
  { name: 'fault', timeoutMs: 900 * second, group: 7, pace: beside, servers: true },
  { name: 'outages', timeoutMs: 900 * second, group: 8, pace: alone, servers: true },
];

/** Waits on the wall clock for minutes: a run of its own (`npm run soak`, which is vitest's mode `soak`). */
const soakRung = { name: 'soak', timeoutMs: 1_800 * second, group: 0, pace: alone, servers: true };

type Rung = (typeof rungs)[number];

const project = ({ name, timeoutMs, group, pace, servers }: Rung, include: string[], exclude: string[]) => ({
  test: {
    name,
    include,
    exclude,
    globalSetup: servers ? ['test/support/servers.ts'] : [],
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60 * second),
    sequence: { groupOrder: group },
    ...pace,
  },
});

const filesOf = (name: string): string => `test/${name}/**/*.test.ts`;

const everyRung = [
  project(
    { name: 'unit', timeoutMs: 120 * second, group: 0, pace: {}, servers: false },
    ['test/**/*.test.ts'],
    [...rungs, soakRung].map(({ name }) => filesOf(name)),
  ),
  ...rungs.map((rung) => project(rung, [filesOf(rung.name)], [])),
];

export default defineConfig(({ mode }) => ({
  test: { projects: mode === 'soak' ? [project(soakRung, [filesOf(soakRung.name)], [])] : everyRung },
}));
