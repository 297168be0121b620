import { readHost } from '../config/host.js';
import { readTarget } from '../config/target.js';
import { namesTemporal, plainTemporal, readTemporal, type TemporalSettings } from '../config/temporal.js';
import { homeAt, readJson, StackError } from './stack/home.js';

type StackFile = { readonly database?: string; readonly temporalAddress?: string; readonly namespace?: string };

export type Installation = { readonly databaseUrl: string; readonly temporal: TemporalSettings };

/**
 * The database to look at: the option, else `DATABASE_URL`, else that of the stack that runs here.
 * @throws StackError with what to do when none of them names one.
 */
export function databaseOf(option: string | undefined): string {
  const { file, stack } = readStack();
  const databaseUrl = option ?? readTarget().databaseUrl ?? stack?.database;
  if (databaseUrl === undefined)
    throw new StackError(`No stack runs here (${file}). Start one with npm start, or give --database or DATABASE_URL.`);
  return databaseUrl;
}

/**
 * The Temporal to look at: what the options say, else `TEMPORAL_ADDRESS` or a profile, else the stack that runs here.
 * @throws ConfigError when what is set does not fit
 */
export function temporalOf(options: {
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
}): TemporalSettings {
  const { stack } = readStack();
  if (options.address !== undefined || namesTemporal() || stack?.temporalAddress === undefined)
    return readTemporal(undefined, options);
  const namespace = options.namespace ?? readTarget().temporalNamespace ?? stack.namespace ?? 'default';
  return plainTemporal(stack.temporalAddress, namespace);
}

function readStack() {
  const file = homeAt(readHost().home).stackJson;
  return { file, stack: readJson<StackFile>(file) };
}
