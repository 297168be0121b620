import { readHost } from '../config/host.js';
import { readSetting, type SettingName } from '../config/installation.js';
import { readTarget } from '../config/target.js';
import { namesTemporal, plainTemporal, readTemporal, type TemporalSettings } from '../config/temporal.js';
import type { Role } from '../contracts/vocabulary.js';
import { homeAt, readJson, StackError } from './stack/home.js';
import { isAlive, type ProcessIdentity } from './stack/identity.js';

type StackFile = {
  readonly api?: string;
  readonly apiKeys?: Readonly<Record<string, string>>;
  readonly database?: string;
  readonly databaseOwner?: string;
  readonly databaseRegistrar?: string;
  readonly temporalAddress?: string;
  readonly namespace?: string;
};

export type Installation = { readonly databaseUrl: string; readonly temporal: TemporalSettings };

/** Where a stack that runs here says what a setting says. */
const stackFields: Readonly<Record<SettingName, 'database' | 'databaseOwner' | 'databaseRegistrar'>> = {
  DATABASE_URL: 'database',
  DATABASE_OWNER_URL: 'databaseOwner',
  DATABASE_REGISTRAR_URL: 'databaseRegistrar',
};

/**
 * The database to look at: the option, else the setting (the application's role unless another is named), else that of the
 * stack that runs here. @throws ConfigError with what to do when none of them names one.
 */
export const databaseOf = (option: string | undefined, setting: SettingName = 'DATABASE_URL'): string =>
  option ?? readSetting(setting, readStack().stack?.[stackFields[setting]]);

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

/**
 * The API to call and the key to show it: what the options say, else the stack that runs here and its demo key of `role`.
 * That key is for that stack alone: an address of anything else wants a key with it.
 * @throws StackError with what to do when address or key is missing.
 */
export function apiOf(
  options: { readonly api?: string | undefined; readonly key?: string | undefined },
  role: Role,
): { readonly api: string; readonly key: string } {
  const { file, stack } = readStack();
  const api = options.api ?? stack?.api;
  if (api === undefined || api === '')
    throw new StackError(`No stack runs here (${file}). Start one with npm start, or give --api and --key.`);
  const origin = originOf(api);
  if (options.key !== undefined) return { api, key: options.key };
  if (stack?.api === undefined || origin !== originOf(stack.api))
    throw new StackError(
      `${api} is not the stack that runs here (${file}), whose demo keys go nowhere else: give --key.`,
    );
  const key = stack.apiKeys?.[role];
  if (key === undefined) throw new StackError(`${file} has no key of role ${role}: give --key.`);
  return { api, key };
}

/** @throws StackError when it is no address of an API */
function originOf(api: string): string {
  const url = URL.canParse(api) ? new URL(api) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw new StackError('--api is an address such as https://encours.example, without a name or password in it.');
  return url.origin;
}

/** What a machine that lost its power left behind is no running stack: whoever has its ports now is somebody else. */
function readStack() {
  const { stackJson: file, lock } = homeAt(readHost().home);
  const holder = readJson<ProcessIdentity>(lock);
  const isLeftBehind = holder !== undefined && !isAlive(holder);
  return { file, stack: isLeftBehind ? undefined : readJson<StackFile>(file) };
}
