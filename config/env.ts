import { z } from 'zod';
import { randomBytes } from 'node:crypto';
import { ConfigError } from './config-error.js';
import { platformOf, platformProblems, platformVariables, type PlatformSettings } from './platform.js';
import { retentionTerms } from './retention.js';
import { readTemporal, temporalNames, type TemporalSettings } from './temporal.js';
import { publishedSecretProblems } from './secrets.js';
import { isLoopback, mailNeedsTls, namesIn, transportProblems } from './transport.js';

export { ConfigError } from './config-error.js';

/**
 * The only reader of `process.env`. Every process (API, worker, command line) calls {@link readConfig} once and passes
 * slices on. Business parameters are policy data in PostgreSQL, never environment variables.
 */
const daysOf = ({ usualDays, leastDays, mostDays }: (typeof retentionTerms)[keyof typeof retentionTerms]) =>
  z.coerce.number().int().min(leastDays).max(mostDays).default(usualDays);

const Environment = z.object({
  ENCOURS_MODE: z.enum(['embedded', 'production']).default('production'),
  ENCOURS_HOME: z.string().min(1).default('.encours'),
  DATABASE_URL: z.string().min(1),
  DATABASE_REGISTRAR_URL: z.string().default(''),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  PLAINTEXT_HOSTS: z.string().default(''),
  TEMPORAL_UI_URL: z.string().default(''),
  INBOX_URL: z.string().default(''),
  SMTP_URL: z.string().min(1),
  SMTP_TIMEOUT_MS: z.coerce.number().int().min(500).max(600_000).default(30_000),
  MAIL_DOMAIN: z.string().min(1).default('encours.example'),
  ...platformVariables,
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  API_PUBLIC_URL: z.string().default(''),
  API_TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  API_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(6000),
  SESSION_SECRET: z.string().default(''),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(480).default(30),
  CODEC_KEYS: z.string().default(''),
  OIDC_ISSUER: z
    .string()
    .regex(/^[^@]*$/, 'an address without @')
    .default(''),
  OIDC_AUDIENCE: z.string().default(''),
  OIDC_JWKS_URL: z.string().default(''),
  OIDC_CLIENT_ID: z.string().default(''),
  OIDC_CLIENT_SECRET: z.string().default(''),
  OIDC_TOKEN_TYPE: z.enum(['at+jwt', 'JWT']).default('at+jwt'),
  OIDC_TOKEN_MAX_MINUTES: z.coerce.number().int().min(1).max(1_440).default(720),
  WORKER_ROLES: z.string().default('orders,mail'),
  HOUSEKEEPING_AT: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'a time of day in UTC, HH:MM, or off')
    .default('02:30'),
  MONTH_END_AT: z
    .string()
    .regex(
      /^(([1-9]|1\d|2[0-8]) ([01]\d|2[0-3]):[0-5]\d|off)$/,
      'a day of the month from 1 to 28 and a time of day in the company’s zone, such as 1 06:00, or off',
    )
    .default('1 06:00'),
  BILLING_AT: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'a time of day in the company’s zone, HH:MM, or off')
    .default('21:00'),
  RETENTION_MAILS_DAYS: daysOf(retentionTerms.mails),
  RETENTION_WORKLIST_DAYS: daysOf(retentionTerms.worklist),
  RETENTION_SESSIONS_DAYS: daysOf(retentionTerms.sessions),
  WORKER_METRICS_ADDRESS: z.string().default(''),
  WORKFLOW_BUNDLE_PATH: z.string().default(''),
  CONSOLE_FOLDER: z.string().default(''),
  ENCOURS_FAULTS: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

/** Of an issuer of OpenID Connect: the access tokens that are taken. */
export type TokenSettings = {
  readonly audience: string;
  readonly jwksUrl: string;
  /** What the header of an access token says it is (RFC 9068: `at+jwt`). */
  readonly tokenType: 'at+jwt' | 'JWT';
  /** Longest life of an access token, from its issue to its end. */
  readonly tokenMaxMinutes: number;
};

export type Config = {
  /** `embedded` is the stack of `npm start` on loopback; `production` refuses to start without its own secrets. */
  readonly mode: 'embedded' | 'production';
  readonly home: string;
  readonly database: {
    readonly url: string;
    /** As who writes company, policies, people and keys; undefined: the API does not. */ readonly registrarUrl:
      string | undefined;
    readonly poolSize: number;
  };
  readonly temporal: TemporalSettings & { readonly uiUrl: string };
  readonly mail: {
    readonly smtpUrl: string;
    /** A server that wants a password, or stands elsewhere, is spoken to by TLS alone. */
    readonly smtpRequiresTls: boolean;
    /** Longest silence of the mail server, also after the message. */ readonly smtpTimeoutMs: number;
    readonly domain: string;
    readonly inboxUrl: string;
  };
  readonly platform: PlatformSettings;
  readonly api: {
    readonly host: string;
    readonly port: number;
    /** Base of the links printed in mails and documents. Empty: derived from host and port. */
    readonly publicUrl: string;
    readonly trustProxy: boolean;
    readonly rateLimitPerMinute: number;
    /** Folder of the console that is served; undefined: none is. */
    readonly consoleFolder: string | undefined;
    /** Whether the session cookie is for https alone: where the public address is https, or none is given in production. */
    readonly secureCookies: boolean;
    /** A session that nobody uses for so long is over. */
    readonly sessionIdleMinutes: number;
    /** Signs the session cookie of the console. At least 32 characters in production. */
    readonly sessionSecret: string;
  };
  readonly oidc:
    | {
        readonly issuer: string;
        /** Whose access tokens the API takes; undefined: of nobody. */
        readonly tokens?: TokenSettings | undefined;
        /** As which people sign in at the issuer; undefined: they do not. A public client has no secret. */
        readonly client?: { readonly id: string; readonly secret: string | undefined } | undefined;
      }
    | undefined;
  /** `keyId:base64key[,keyId:base64key]`; the first key encrypts, all decrypt. Undefined: payloads travel in clear. */
  readonly codecKeys: string | undefined;
  readonly worker: {
    readonly roles: readonly ('orders' | 'mail')[];
    readonly metricsAddress: string | undefined;
    /** Time of day in UTC, `HH:MM`, when old rows are deleted; undefined: never. */
    readonly housekeepingAt: string | undefined;
    /** When the month before is made, in the company's zone; undefined: by hand alone. */
    readonly monthEndAt: { readonly day: number; readonly hour: number; readonly minute: number } | undefined;
    /** Time of day in the company's zone, `HH:MM`, when what customers have together is billed; undefined: by hand alone. */
    readonly billingAt: string | undefined;
    /** How long each class of `retentionTerms` is kept, in whole days. */
    readonly retentionDays: { readonly mails: number; readonly worklist: number; readonly sessions: number };
    readonly bundlePath: string | undefined;
    /** Path of a fault plan; only test stacks set it, production refuses it. */
    readonly faultsFile: string | undefined;
  };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
};

/** The environment variables that Encours reads, for `.env.example` and its test. */
export const environmentNames: readonly string[] = [...Object.keys(Environment.shape), ...temporalNames];

const orUndefined = (text: string): string | undefined => (text === '' ? undefined : text);

/** Reads and checks the environment. @throws ConfigError that names each variable and its remedy. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}\nSee .env.example.`);
  }
  const e = parsed.data;
  const plaintextHosts = namesIn(e.PLAINTEXT_HOSTS);
  const temporal = readTemporal(env);
  const problems = [
    ...problemsAnywhere(e),
    ...platformProblems(e, plaintextHosts),
    ...(e.ENCOURS_MODE === 'embedded'
      ? embeddedProblems(e)
      : [
          ...productionProblems(e),
          ...publishedSecretProblems(
            Object.fromEntries([...environmentNames, 'PGPASSWORD'].map((name) => [name, env[name]])),
          ),
          ...transportProblems({
            databaseUrl: e.DATABASE_URL,
            registrarUrl: orUndefined(e.DATABASE_REGISTRAR_URL),
            temporal: temporal.connection,
            smtpUrl: e.SMTP_URL,
            plaintextHosts,
          }),
        ]),
  ];
  if (problems.length > 0)
    throw new ConfigError(
      `Refusing to start in ${e.ENCOURS_MODE === 'embedded' ? 'embedded mode' : 'production'}:\n  ${problems.join('\n  ')}`,
    );
  return {
    mode: e.ENCOURS_MODE,
    home: e.ENCOURS_HOME,
    database: {
      url: e.DATABASE_URL,
      registrarUrl: orUndefined(e.DATABASE_REGISTRAR_URL),
      poolSize: e.DATABASE_POOL_SIZE,
    },
    temporal: { ...temporal, uiUrl: e.TEMPORAL_UI_URL },
    mail: {
      smtpUrl: e.SMTP_URL,
      smtpRequiresTls: mailNeedsTls(e.SMTP_URL, plaintextHosts),
      smtpTimeoutMs: e.SMTP_TIMEOUT_MS,
      domain: e.MAIL_DOMAIN,
      inboxUrl: e.INBOX_URL,
    },
    platform: platformOf(e),
    api: apiOf(e),
    oidc: oidcOf(e),
    codecKeys: e.CODEC_KEYS === 'off' ? undefined : orUndefined(e.CODEC_KEYS),
    worker: workerOf(e),
    logLevel: e.LOG_LEVEL,
  };
}

const apiOf = (e: z.infer<typeof Environment>): Config['api'] => ({
  host: e.API_HOST,
  port: e.API_PORT,
  publicUrl: e.API_PUBLIC_URL,
  trustProxy: e.API_TRUST_PROXY === 'true',
  rateLimitPerMinute: e.API_RATE_LIMIT_PER_MINUTE,
  consoleFolder: orUndefined(e.CONSOLE_FOLDER),
  secureCookies: e.API_PUBLIC_URL === '' ? e.ENCOURS_MODE === 'production' : e.API_PUBLIC_URL.startsWith('https:'),
  sessionIdleMinutes: e.SESSION_IDLE_MINUTES,
  sessionSecret: e.SESSION_SECRET === '' ? randomBytes(36).toString('base64url') : e.SESSION_SECRET,
});

function monthEndAtOf(text: string): Config['worker']['monthEndAt'] {
  if (text === 'off') return undefined;
  const [day = 1, hour = 0, minute = 0] = text.split(/[ :]/).map(Number);
  return { day, hour, minute };
}

const workerOf = (e: z.infer<typeof Environment>): Config['worker'] => ({
  roles: namesIn(e.WORKER_ROLES).filter(isWorkerRole),
  housekeepingAt: e.HOUSEKEEPING_AT === 'off' ? undefined : e.HOUSEKEEPING_AT,
  monthEndAt: monthEndAtOf(e.MONTH_END_AT),
  billingAt: e.BILLING_AT === 'off' ? undefined : e.BILLING_AT,
  retentionDays: {
    mails: e.RETENTION_MAILS_DAYS,
    worklist: e.RETENTION_WORKLIST_DAYS,
    sessions: e.RETENTION_SESSIONS_DAYS,
  },
  metricsAddress: orUndefined(e.WORKER_METRICS_ADDRESS),
  bundlePath: orUndefined(e.WORKFLOW_BUNDLE_PATH),
  faultsFile: orUndefined(e.ENCOURS_FAULTS),
});

const oidcOf = (e: z.infer<typeof Environment>): Config['oidc'] =>
  e.OIDC_ISSUER === ''
    ? undefined
    : {
        issuer: e.OIDC_ISSUER,
        tokens:
          e.OIDC_AUDIENCE === '' || e.OIDC_JWKS_URL === ''
            ? undefined
            : {
                audience: e.OIDC_AUDIENCE,
                jwksUrl: e.OIDC_JWKS_URL,
                tokenType: e.OIDC_TOKEN_TYPE,
                tokenMaxMinutes: e.OIDC_TOKEN_MAX_MINUTES,
              },
        client:
          e.OIDC_CLIENT_ID === '' ? undefined : { id: e.OIDC_CLIENT_ID, secret: orUndefined(e.OIDC_CLIENT_SECRET) },
      };

const isWorkerRole = (name: string): name is 'orders' | 'mail' => name === 'orders' || name === 'mail';

function problemsAnywhere(e: z.infer<typeof Environment>): string[] {
  const problems: string[] = [];
  const roles = namesIn(e.WORKER_ROLES);
  if (roles.length === 0 || !roles.every(isWorkerRole))
    problems.push('WORKER_ROLES: write orders, mail or orders,mail.');
  if (e.OIDC_ISSUER !== '' && (e.OIDC_AUDIENCE === '') !== (e.OIDC_JWKS_URL === ''))
    problems.push('OIDC_AUDIENCE and OIDC_JWKS_URL: one goes with the other; for sign-in alone leave both out.');
  if (e.OIDC_ISSUER !== '' && e.OIDC_AUDIENCE === '' && e.OIDC_CLIENT_ID === '')
    problems.push('OIDC_CLIENT_ID: OIDC_ISSUER goes with it, or with OIDC_AUDIENCE and OIDC_JWKS_URL.');
  if (e.OIDC_JWKS_URL !== '' && !isFetchedSafely(e.OIDC_JWKS_URL))
    problems.push('OIDC_JWKS_URL: write https://…: whoever can change keys on their way signs anybody in.');
  if (e.OIDC_CLIENT_ID !== '' && !isFetchedSafely(e.OIDC_ISSUER))
    problems.push('OIDC_ISSUER: write https://… beside OIDC_CLIENT_ID: people sign in there.');
  if (e.OIDC_CLIENT_SECRET !== '' && e.OIDC_CLIENT_ID === '')
    problems.push('OIDC_CLIENT_ID: OIDC_CLIENT_SECRET goes with it.');
  return problems;
}

/** Keys may come over plain HTTP from this machine alone. */
function isFetchedSafely(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}

/** Without TLS, encryption and secrets of its own the embedded stack is for this machine alone. */
const embeddedProblems = (e: z.infer<typeof Environment>): string[] =>
  isLoopback(e.API_HOST) ? [] : ['API_HOST: the embedded stack listens on loopback only; set ENCOURS_MODE=production.'];

function productionProblems(e: z.infer<typeof Environment>): string[] {
  const problems: string[] = [];
  if (e.SESSION_SECRET.length < 32) problems.push('SESSION_SECRET: set a random text of at least 32 characters.');
  if (e.CODEC_KEYS === '')
    problems.push('CODEC_KEYS: set id:key with a base64 key of 32 bytes, or CODEC_KEYS=off to send payloads in clear.');
  if (e.ENCOURS_FAULTS !== '') problems.push('ENCOURS_FAULTS: fault injection is for test stacks only.');
  if (e.OIDC_CLIENT_ID !== '' && e.API_PUBLIC_URL === '')
    problems.push('API_PUBLIC_URL: the issuer sends people back there; it goes with OIDC_CLIENT_ID.');
  return problems;
}
