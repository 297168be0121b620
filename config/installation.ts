import { ConfigError } from './config-error.js';
import { publishedSecretProblems } from './secrets.js';
import { databaseProblems, namesIn } from './transport.js';

/**
 * What the commands of an installation read (`encours migrate`, `company`, `api-key`). Unlike
 * `readConfig`, which a running process calls, each command asks for the names it needs and nothing else has to be set:
 * whoever migrates needs no session secret, and no running process needs the owner's password.
 */
const settings = {
  DATABASE_OWNER_URL: {
    remedy: "PostgreSQL as the schema's owner, postgresql://encours_owner:PASSWORD@HOST/encours",
  },
  DATABASE_REGISTRAR_URL: {
    remedy:
      'PostgreSQL as who writes company, policies, people and keys, postgresql://encours_registrar:PASSWORD@HOST/encours',
  },
  DATABASE_URL: {
    remedy: "PostgreSQL as the application's role, postgresql://encours_app:PASSWORD@HOST/encours",
  },
} as const;

const elsewise = 'Or give --database, or start a stack here, which the commands find by themselves: npm start.';

export type SettingName = keyof typeof settings;

/**
 * The named settings, held to what a process in production is held to.
 * @throws ConfigError that names each one that is missing, in clear or behind a published password, and its remedy
 */
export function readSettings<Name extends SettingName>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<Name, string>> {
  const found = names.map((name) => [name, env[name] ?? ''] as const);
  const missing = found.filter(([, value]) => value === '').map(([name]) => `  ${name}: set ${settings[name].remedy}`);
  if (missing.length > 0) throw new ConfigError(`The environment is not complete:\n${missing.join('\n')}\n${elsewise}`);
  const problems = env['ENCOURS_MODE'] === 'embedded' ? [] : problemsOf(Object.fromEntries(found), env);
  if (problems.length > 0) throw new ConfigError(`Refusing to start:\n  ${problems.join('\n  ')}`);
  return Object.fromEntries(found) as Record<Name, string>;
}

function problemsOf(found: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): readonly string[] {
  const plaintextHosts = namesIn(env['PLAINTEXT_HOSTS'] ?? '');
  return [
    ...publishedSecretProblems({ ...found, PGPASSWORD: env['PGPASSWORD'] }),
    ...Object.entries(found).flatMap(([name, value]) => databaseProblems(name, value, plaintextHosts)),
  ];
}

/** One setting, else what is known without it. @throws ConfigError with its remedy when there is neither, or it is refused */
export function readSetting(
  name: SettingName,
  known: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string {
  return (env[name] ? undefined : known) ?? readSettings([name], env)[name];
}
