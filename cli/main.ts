import { inspect } from 'node:util';
import { Command } from 'commander';
import { ConfigError } from '../config/env.js';
import { StackError } from './stack/home.js';
import { printError } from './terminal.js';

/** A file of commands: it adds its own to the program, with their options and help. */
type CommandModule = { readonly register: (program: Command) => void };

/** The commands, each in its own file, loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  start: () => import('./start.js'),
  import: () => import('./import.js'),
  watch: () => import('./watch.js'),
  migrate: () => import('./migrate.js'),
  'move-in': () => import('./move-in.js'),
  namespace: () => import('./namespace.js'),
  company: () => import('./company.js'),
  'api-key': () => import('./api-key.js'),
  person: () => import('./person.js'),
  'erase-person': () => import('./erase-person.js'),
  demo: () => import('./demo.js'),
  accounting: () => import('./accounting.js'),
  rollups: () => import('./rollups.js'),
  verify: () => import('./verify.js'),
  reconcile: () => import('./reconcile.js'),
  bench: () => import('./bench.js'),
  replay: () => import('./replay.js'),
};

const program = new Command('encours')
  .description('Order-to-cash for companies that sell to other companies.')
  .showHelpAfterError('(encours COMMAND --help explains the options)');

const asked = commands[process.argv[2] ?? ''];
for (const load of asked === undefined ? Object.values(commands) : [asked]) (await load()).register(program);

try {
  await program.parseAsync();
} catch (error) {
  printError(error instanceof StackError || error instanceof ConfigError ? `\n${error.message}` : inspect(error));
  process.exitCode = 1;
}
