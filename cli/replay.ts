import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { Command } from 'commander';
import { payloadConverterOptions } from '../config/codec.js';
import { readHost } from '../config/host.js';
import { readTarget } from '../config/target.js';
import { workflowBundle } from '../worker/bundle.js';
import { StackError } from './stack/home.js';
import { temporalOf } from './target.js';
import { connectTemporal } from './temporal.js';
import { print } from './terminal.js';

/** One recorded process. */
export type RecordedHistory = { readonly workflowId: string; readonly history: unknown };
/** `error`: the first decision that today's code takes differently; null: it takes them all again. */
export type ReplayVerdict = { readonly workflowId: string; readonly error: string | null };

type Options = { readonly server?: string | true; readonly namespace?: string; readonly query: string };

const OPEN = "ExecutionStatus = 'Running'";

export function register(program: Command): void {
  program.addCommand(replayCommand());
}

/** `encours replay`: would the workflow code of today take every recorded decision again? Exit code 0: yes; 1: no. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('replay recorded histories against the workflow code of this version, changing nothing')
    .argument('[files...]', 'histories as JSON, or folders of them')
    .option('--server [address]', 'replay what a Temporal server holds (usual: TEMPORAL_ADDRESS, else the stack here)')
    .option('--namespace <name>', 'namespace on that server (usual: TEMPORAL_NAMESPACE, else the stack here)')
    .option('--query <query>', 'which of its workflows', OPEN)
    .action(async (files: readonly string[], options: Options) => {
      if ((files.length === 0) === (options.server === undefined))
        throw new StackError('Give files to replay, or --server.');
      const histories = options.server === undefined ? historiesIn(files) : historiesOn(options);
      let [count, failed] = [0, 0];
      for await (const { workflowId, error } of replay(await today(), histories)) {
        count += 1;
        if (error === null) continue;
        failed += 1;
        print(`${workflowId}: ${error}`);
      }
      print(`${count} histories, ${failed} do not replay`);
      if (failed > 0 || count === 0) process.exitCode = 1;
    });
}

/** The workflow code of this version, as a worker would run it. */
async function today(): Promise<ReplayWorkerOptions> {
  const { codecKeys } = readTarget();
  return {
    workflowBundle: await workflowBundle(join(readHost().cache, 'bundles'), codecKeys !== undefined),
    ...payloadConverterOptions(codecKeys),
  };
}

/** Replays one history after the other against some workflow code. */
export async function* replay(
  code: ReplayWorkerOptions,
  histories: AsyncIterable<RecordedHistory>,
): AsyncIterable<ReplayVerdict> {
  quiet();
  for await (const { workflowId, error } of Worker.runReplayHistories(code, histories)) {
    yield { workflowId, error: error === undefined ? null : error.message };
  }
}

/** What does not replay is said once, by us. */
function quiet(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR', () => undefined),
      telemetryOptions: { logging: { filter: 'OFF' } },
    });
  } catch {
    // This process has a runtime already.
  }
}

/** The histories in JSON files, folders searched to the bottom, in the order of their names. */
export async function* historiesIn(paths: readonly string[]): AsyncIterable<RecordedHistory> {
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      const names = await readdir(path, { recursive: true });
      yield* historiesIn(
        names
          .filter((name) => name.endsWith('.json'))
          .toSorted()
          .map((name) => join(path, name)),
      );
    } else {
      const history: unknown = JSON.parse(await readFile(path, 'utf8'));
      yield { workflowId: path, history };
    }
  }
}

async function* historiesOn(options: Options): AsyncIterable<RecordedHistory> {
  const address = typeof options.server === 'string' ? options.server : undefined;
  const temporal = temporalOf({ address, namespace: options.namespace });
  const connection = await connectTemporal(temporal);
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    yield* client.workflow.list({ query: options.query }).intoHistories();
  } finally {
    await connection.close();
  }
}
