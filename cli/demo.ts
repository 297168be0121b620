import { performance } from 'node:perf_hooks';
import path from 'node:path';
import type { Command } from 'commander';
import { readHost } from '../config/host.js';
import { openTeller } from './demo/teller.js';
import { tellStory } from './demo/story.js';
import { openStack } from './stack/stack.js';
import { print } from './terminal.js';

type Options = { readonly keep?: boolean };

/** `encours demo`: one order from entry to its last cent on a stack of its own, with virtual time. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('one order through backorder, two invoices and months of dunning, in under a minute')
    .option('--keep', 'leave the stack up afterwards, to look at')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const startedMs = performance.now();
  print('A stack of its own starts, with virtual time.');
  const stack = await openStack({
    home: path.join(readHost().home, 'demo'),
    fresh: true,
    timeSkipping: true,
    durable: false,
    seed: true,
    demoKeys: true,
  });
  const tell = openTeller(print);
  try {
    await tellStory(stack, tell);
  } catch (error) {
    await stack.close();
    throw error;
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  print(
    `\n${tell.failures.length === 0 ? 'Every figure is what the story says' : `${tell.failures.length} figures are wrong`} (${seconds} s).`,
  );
  if (tell.failures.length > 0) process.exitCode = 1;
  if (options.keep === true) await keepOpen(stack.apiUrl, stack.temporalUiUrl, stack.inboxUrl);
  await stack.close();
}

async function keepOpen(api: string, temporalUi: string, inbox: string): Promise<void> {
  print(`Console ${api}/ · Temporal UI ${temporalUi} · Inbox ${inbox}\nCtrl-C stops everything.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
