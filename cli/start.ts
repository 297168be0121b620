import { performance } from 'node:perf_hooks';
import { relative } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { readHost } from '../config/host.js';
import { homeAt } from './stack/home.js';
import { watchLauncher } from './stack/launcher.js';
import type { PlatformWay } from './stack/applications.js';
import { portFacts, portNames, type PortName } from './stack/ports.js';
import type { Report } from './stack/processes.js';
import { openStack, type Stack } from './stack/stack.js';
import { print } from './terminal.js';

const optionKeys: Readonly<Record<PortName, string>> = {
  api: 'port',
  temporal: 'temporalPort',
  temporalUi: 'temporalUiPort',
  postgres: 'postgresPort',
  smtp: 'smtpPort',
  inbox: 'inboxPort',
  platform: 'platformPort',
};

type StartOptions = { readonly fresh: boolean; readonly platform?: PlatformWay | true } & Readonly<
  Record<string, number | string | boolean | undefined>
>;

/** `encours start`: the whole stack on loopback until Ctrl-C. */
export function register(program: Command): void {
  const command = program
    .command('start')
    .description('start the whole stack on this machine; Ctrl-C stops it')
    .option('--fresh', 'begin anew: erase the data of earlier starts', false)
    .option(
      '--platform [way]',
      'with a platform of electronic invoices that stands in for a real one, by http or by files',
      parseWay,
    );
  for (const name of portNames) {
    const { option, title, usual } = portFacts[name];
    command.option(`${option} <port>`, `port of ${title} (usual: ${usual}, or the next free one)`, parsePort);
  }
  command.action((options: StartOptions) => start(options));
}

function parseWay(text: string): PlatformWay {
  if (text === 'http' || text === 'files') return text;
  throw new InvalidArgumentError('A platform is reached by http or by files.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return port;
}

async function start(options: StartOptions): Promise<void> {
  const begun = performance.now();
  const host = readHost();
  const stop = stopOnRequest(host.launchedByNpm);
  const home = homeAt(host.home).dir;
  print(`Encours starts; its data is in ${relative(process.cwd(), home) || home}.`);
  const asked = portNames.map((name) => [name, options[optionKeys[name]]] as const);
  const ports = Object.fromEntries(asked.filter(([, port]) => typeof port === 'number'));
  const stack = await openStack({
    home,
    host,
    ports,
    fresh: options.fresh,
    platform: wayOf(options),
    history: true,
    report: tell,
    signal: stop,
  });
  print(welcome(stack, (performance.now() - begun) / 1000));
  await aborted(stop);
  print(`\n${String(stop.reason)}: stopping in order.`);
  await stack.close();
  print('Everything is stopped; the data stays.');
  process.exit(0);
}

/** Without a word, by HTTP. */
const wayOf = ({ platform }: { readonly platform?: PlatformWay | true }): PlatformWay | undefined =>
  platform === true ? 'http' : platform;

/** Aborts at Ctrl-C, a polite kill, a closed terminal, or the end of the npm that launched us. */
function stopOnRequest(launchedByNpm: boolean): AbortSignal {
  const controller = new AbortController();
  const request = (reason: string) => (): void => controller.abort(reason);
  process.on('SIGINT', request('Ctrl-C'));
  process.on('SIGTERM', request('SIGTERM'));
  process.on('SIGHUP', request('Terminal closed'));
  if (launchedByNpm) watchLauncher(request('npm ended'));
  // A closed terminal takes our output with it; that must not end us before the rest is stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return controller.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function tell(report: Report): void {
  if (report.kind === 'note') print(`  ${report.text.replaceAll('\n', '\n    ')}`);
  else print(`  ${report.name.padEnd(14)}${report.seconds.toFixed(1).padStart(6)} s  ${report.detail}`);
}

function welcome(stack: Stack, seconds: number): string {
  const keys = Object.entries(stack.apiKeys ?? {}).map(([role, key]) => `    ${role.padEnd(18)} ${key}`);
  return `
Ready in ${seconds.toFixed(1)} s.

  Console       ${stack.apiUrl}/
  API docs      ${stack.apiUrl}/docs
  Temporal UI   ${stack.temporalUiUrl}
  Mail inbox    ${stack.inboxUrl}${stack.platformUrl === '' ? '' : `\n  Platform      ${stack.platformUrl}/`}

  Demo keys, one for each role: send it as "Authorization: Bearer KEY".
${keys.join('\n')}

  All of this is also in ${relative(process.cwd(), stack.home.stackJson) || stack.home.stackJson}. Ctrl-C stops everything.`;
}
