import { readHost } from '../config/host.js';
import { readTarget, type Target } from '../config/target.js';
import { homeAt, readJson, StackError } from './stack/home.js';

type StackFile = { readonly database?: string; readonly temporalAddress?: string; readonly namespace?: string };

export type Installation = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
};

/**
 * The installation to look at: what the options say, else `DATABASE_URL` and its like, else the stack that runs here.
 * @throws StackError with what to do when none of them names one.
 */
export function targetOf(options: Partial<Target>): Installation {
  const named = readTarget();
  const file = homeAt(readHost().home).stackJson;
  const stack = readJson<StackFile>(file);
  const databaseUrl = options.databaseUrl ?? named.databaseUrl ?? stack?.database;
  if (databaseUrl === undefined)
    throw new StackError(`No stack runs here (${file}). Start one with npm start, or give --database or DATABASE_URL.`);
  return {
    databaseUrl,
    temporalAddress: options.temporalAddress ?? named.temporalAddress ?? stack?.temporalAddress ?? '127.0.0.1:7233',
    temporalNamespace: options.temporalNamespace ?? named.temporalNamespace ?? stack?.namespace ?? 'default',
  };
}
