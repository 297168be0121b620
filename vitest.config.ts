import { defineConfig } from 'vitest/config';

/**
 * One project for each rung of the tests, quick ones first. Rungs that start real servers have a group of their own
 * and run one file at a time, so that two stacks never compete for a small machine. `unit` takes every test that no
 * other rung claims: no file can fall between two.
 */
const second = 1_000;
const alone = { fileParallelism: false, maxWorkers: 1 };
const rungs = [
  { name: 'documents', timeoutMs: 60 * second, group: 0, pace: {} },
  { name: 'activities', timeoutMs: 60 * second, group: 1, pace: alone },
  { name: 'api', timeoutMs: 60 * second, group: 2, pace: alone },
  { name: 'workflows', timeoutMs: 120 * second, group: 3, pace: alone },
  { name: 'replay', timeoutMs: 120 * second, group: 4, pace: alone },
  { name: 'e2e', timeoutMs: 300 * second, group: 5, pace: alone },
  { name: 'fault', timeoutMs: 900 * second, group: 6, pace: alone },
];

const project = (
  name: string,
  include: string[],
  exclude: string[],
  timeoutMs: number,
  group: number,
  pace: object,
) => ({
  test: {
    name,
    include,
    exclude,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60 * second),
    sequence: { groupOrder: group },
    ...pace,
  },
});

const filesOf = (name: string): string => `test/${name}/**/*.test.ts`;

export default defineConfig({
  test: {
    projects: [
      project(
        'unit',
        ['test/**/*.test.ts'],
        rungs.map(({ name }) => filesOf(name)),
        20 * second,
        0,
        {},
      ),
      ...rungs.map(({ name, timeoutMs, group, pace }) => project(name, [filesOf(name)], [], timeoutMs, group, pace)),
    ],
  },
});
