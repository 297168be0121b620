import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { historiesIn, replay, replayCommand, type ReplayVerdict } from '../../cli/replay.js';
import { hear } from '../support/terminal.js';

/*
 * Orders outlive releases: what a process decided under an older version, today's code must decide again. The histories of
 * a release are recorded by `npx vitest run --config test/replay/record.config.ts`, and never changed after it.
 */
const folder = fileURLToPath(new URL('histories', import.meta.url));
const releases = readdirSync(folder);

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe('the processes of every release', () => {
  it('are on record: plain, backordered, picked, held, refused, amended, cancelled, credited, with a deposit, dunned, handed over, a month made', () => {
    for (const release of releases) {
      const scenarios = new Set(readdirSync(join(folder, release)).map((name) => name.split('.')[0]));
      expect([...scenarios], release).toEqual(
        expect.arrayContaining([
          'amended',
          'backorder',
          'cancelled',
          'credited',
          'deposit',
          'deposit-credited',
          'dunned',
          'failed-mail',
          'handed-over',
          'held-and-released',
          'month-end',
          'month-ends',
          'plain-order',
          'prepared',
          'refused',
        ]),
      );
    }
    expect(releases).toContain('0.2.0');
  });

  it('take every decision again: encours replay says so', async () => {
    const { lines, exitCode } = await run([folder]);
    expect(lines).toEqual([`${countFiles()} histories, 0 do not replay`]);
    expect(exitCode).toBeUndefined();
  });

  it('but not those of another process: encours replay names the file and fails', async () => {
    const home = mkdtempSync(join(tmpdir(), 'encours-replay-'));
    const file = join(home, 'other.json');
    const recorded = readFileSync(join(folder, '0.2.0', 'plain-order.order.json'), 'utf8');
    writeFileSync(file, recorded.replace('"workflowType":{"name":"order"}', '"workflowType":{"name":"account"}'));
    const { lines, exitCode } = await run([file]);
    rmSync(home, { recursive: true });
    expect(lines.at(0)).toContain(file);
    expect(lines.at(-1)).toBe('1 histories, 1 do not replay');
    expect(exitCode).toBe(1);
  });

  it('with nothing to replay is no success', async () => {
    await expect(run([])).rejects.toThrow('Give files to replay, or --server.');
  });
});

describe('a change of the processes', () => {
  let incompatible: ReplayVerdict[];
  let guarded: ReplayVerdict[];
  beforeAll(async () => {
    incompatible = await verdictsOf('incompatible');
    guarded = await verdictsOf('guarded');
  });

  it('that takes another first step fails with every one of them', () => {
    expect(incompatible).toHaveLength(countFiles());
    for (const { workflowId, error } of incompatible) expect(error, workflowId).toMatch(/nondetermini/i);
  });

  it('behind a patch leaves what runs as it is', () => {
    expect(guarded).toHaveLength(countFiles());
    expect(guarded.filter(({ error }) => error !== null)).toEqual([]);
  });
});

const countFiles = (): number => releases.flatMap((release) => readdirSync(join(folder, release))).length;

async function verdictsOf(change: string): Promise<ReplayVerdict[]> {
  const workflowsPath = fileURLToPath(new URL(`changed/${change}.ts`, import.meta.url));
  const silent = () => undefined;
  const logger = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
  const verdicts: ReplayVerdict[] = [];
  for await (const verdict of replay({ workflowBundle }, historiesIn([folder]))) verdicts.push(verdict);
  return verdicts;
}

async function run(args: readonly string[]) {
  const lines = hear();
  await replayCommand().parseAsync(args, { from: 'user' });
  return { lines, exitCode: process.exitCode };
}
