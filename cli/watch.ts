import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { ImportError } from '../api/import/errors.js';
import { pathOf } from '../domain/paths.js';
import { importMessages, messagesAt } from './import/messages.js';
import { reportText } from './import/report.js';
import { checkReachable, readFile, type Connection } from './import/send.js';
import { apiOf } from './target.js';
import { print, printable } from './terminal.js';

export type WatchOptions = {
  readonly every: number;
  readonly settle: number;
  readonly customer?: string;
  readonly concurrency: number;
};
type Options = WatchOptions & { readonly api?: string; readonly key?: string; readonly once?: true };

const FOLDERS = ['inbox', 'done', 'refused'] as const;

/**
 * `encours watch FOLDER`: orders in UBL that are put into `inbox` are sent, and put into `done` or `refused`; once an order is
 * answered, the OrderResponse is laid beside its file.
 */
export function register(program: Command): void {
  program
    .command('watch')
    .description('send the orders in UBL that come into FOLDER/inbox, and lay the answers beside them in FOLDER/done')
    .argument('<folder>', 'with inbox, done and refused in it; they are made where they are missing')
    .option('--api <url>', 'address of the API (default: the running stack)')
    .option('--key <key>', 'API key (default: a demo key of the running stack)')
    .option('--every <seconds>', 'how often it looks', readSeconds, 5)
    .option('--settle <seconds>', 'for how long a file must have been left alone to be whole', readSeconds, 2)
    .option('--customer <number>', 'whose orders these are, where their buyers are not known by their numbers')
    .option('--once', 'look once and end, for a scheduler of yours')
    .addHelpText('after', `\n${HELP}`)
    .action(async (folder: string, options: Options) => {
      const connection = apiOf(options, 'manager');
      await checkReachable(connection);
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      const settings = { ...options, concurrency: 4 };
      if (options.once === true) await look(folder, connection, settings, say);
      else await watch(folder, connection, settings, { say, signal: stop.signal });
    });
}

const HELP = `Write a file under another name, or into another folder of the same disk, and rename it to NAME.xml once it is whole. A file
that still grows is left alone until it has not changed for --settle seconds. The same content is one order, under whatever
name it comes. In done stand NAME.xml and, once the order is acknowledged or refused, NAME.xml.response.xml; until then
NAME.xml.waits.json says which order it is. In refused stands NAME.xml.reason.json beside the file. One watcher for each folder.`;

const say = (text: string): void => print(text);

type Watching = { readonly say: (text: string) => void; readonly signal: AbortSignal };

/** Looks again and again until it is told to stop. An API that is away, or does not know the key, stops nothing. */
export async function watch(
  folder: string,
  connection: Connection,
  options: WatchOptions,
  { say: tell, signal }: Watching,
): Promise<void> {
  while (!signal.aborted) {
    await look(folder, connection, options, tell).catch((error: unknown) => {
      if (!(error instanceof ImportError)) throw error;
      tell(printable(error.message));
    });
    await sleep(options.every * 1_000, undefined, { signal }).catch(() => undefined);
  }
}

/** Sends what has come, and lays beside what was sent the answers that are there by now. */
export async function look(
  folder: string,
  connection: Connection,
  options: WatchOptions,
  tell: (text: string) => void,
): Promise<void> {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true });
  const come = messagesAt(join(folder, 'inbox'));
  const files = (come?.files ?? []).filter((file) => isLeftAlone(file, options.settle));
  if (files.length > 0) {
    const { customer, concurrency } = options;
    const report = await importMessages(
      { source: join(folder, 'inbox'), files, folder },
      { connection, customer, concurrency, screen: noScreen, onTaken: waitsFor },
    );
    tell(reportText(report, undefined));
  }
  await layAnswers(join(folder, 'done'), connection, tell);
}

const noScreen = { write: () => true, isTTY: false } as const;

/** A writer that has gone away in between has taken its file with it. */
function isLeftAlone(file: string, seconds: number): boolean {
  const written = statSync(file, { throwIfNoEntry: false });
  // Now is told in whole milliseconds.
  return written !== undefined && Date.now() - Math.trunc(written.mtimeMs) >= seconds * 1_000;
}

const WAITS = '.waits.json';

/** Notes beside a file that was taken which order it is, until that is answered. */
function waitsFor(file: string, order: string): void {
  if (!existsSync(answerTo(file))) writeWhole(`${file}${WAITS}`, JSON.stringify({ order }));
}

const answerTo = (file: string): string => `${file}.response.xml`;

async function layAnswers(done: string, connection: Connection, tell: (text: string) => void): Promise<void> {
  for (const name of readdirSync(done).filter((each) => each.endsWith(WAITS))) {
    const note = join(done, name);
    const { order } = JSON.parse(readFileSync(note, 'utf8')) as { readonly order: string };
    const answer = await readFile(connection, pathOf('/v1/orders', order, 'order-response.xml'));
    if (answer === null) continue;
    const file = join(done, basename(name, WAITS));
    writeWhole(answerTo(file), answer);
    rmSync(note);
    tell(`${basename(file)}: ${order} is answered.`);
  }
}

/** Whoever reads it reads all of it, or does not see it. */
function writeWhole(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}

function readSeconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 86_400) throw new InvalidArgumentError('Seconds, at most a day.');
  return value;
}
