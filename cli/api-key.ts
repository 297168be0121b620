import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { asFacts } from '../contracts/mistakes.js';
import { AnyPrincipal, KeyPrincipal } from '../contracts/principals.js';
import { permissions, type Grant } from '../api/permissions.js';
import { roles, type Actor, type Role } from '../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type Transaction } from '../prisma/client.js';
import { createApiKey, revokeApiKey, type NewApiKey } from '../prisma/commands/api-keys.js';
import { createPerson } from '../prisma/commands/people.js';
import { linkPrincipal, unlinkPrincipal } from '../prisma/commands/persons.js';
import { endSession, openSessions } from '../prisma/commands/sessions.js';
import { announce } from './announce.js';
import { firstMistake } from './mistakes.js';
import { StackError } from './stack/home.js';
import { databaseOf } from './target.js';
import { print, printError } from './terminal.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 3_650;

export type KeyHolder = {
  /** What orders and customers know as actor and salesperson, such as `lucie.marchand`. */
  readonly principal: string;
  readonly name: string;
  readonly role: Role;
  /** Sales see their own customers unless this is set. */
  readonly seesAllCustomers: boolean;
};

type Where = { readonly database?: string };

type CreateOptions = Where & {
  readonly principal: string;
  readonly name?: string;
  readonly role: Role;
  readonly allCustomers: boolean;
  readonly days: number;
  readonly scope: readonly string[];
};

/** `encours api-key`: who may call the API. The first key of an installation is made here. */
export function register(program: Command): void {
  const command = program.command('api-key').description('make, list and revoke API keys');
  const add = (name: string): Command =>
    command
      .command(name)
      .option(
        '--database <url>',
        'PostgreSQL of the keys (usual: DATABASE_REGISTRAR_URL, else the stack that runs here)',
      );
  add('create')
    .description('make a key; it is printed once, on standard output, and kept nowhere')
    .requiredOption('--principal <id>', 'person or program the key is for; made known when new', parsePrincipal)
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--name <name>', 'their name, for lists and documents (usual: the id)')
    .option('--all-customers', 'sales: sees every customer, not only their own', false)
    .option('--days <days>', 'life of the key', parseDays, 365)
    .option('--scope <permission...>', 'only these permissions of the role (usual: all)', [])
    .action(create);
  add('list').description('keys with their holders, newest first').action(list);
  add('link')
    .description('say that two principals are one person: a key and a token, two keys, two issuers')
    .argument('<principal>', 'the other name, such as f3a1@id.example', parseAnybody)
    .argument('<person>', 'the name by which they are known, such as lucie.marchand', parseAnybody)
    .action(link);
  add('unlink')
    .description('say that a principal is a person of its own')
    .argument('<principal>', 'id, as links shows it', parseAnybody)
    .action(unlink);
  add('links').description('principals that are one person').action(links);
  add('sessions')
    .description('who is signed in to the console, how, and from where')
    .option('--end <id>', 'end one of them for good, at once in every process')
    .action(sessions);
  add('revoke').description('end a key for good').argument('<id>', 'id, as list shows it').action(revoke);
}

function parsePrincipal(text: string): string {
  return parsedBy(KeyPrincipal, text);
}

function parseAnybody(text: string): string {
  return parsedBy(AnyPrincipal, text);
}

function parsedBy(schema: typeof KeyPrincipal | typeof AnyPrincipal, text: string): string {
  const { error } = schema.safeParse(text, asFacts);
  if (error) throw new InvalidArgumentError(`It ${firstMistake(error)}.`);
  return text;
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`A number of days from 1 to ${MOST_DAYS}.`);
  return days;
}

async function create(options: CreateOptions): Promise<void> {
  const { principal, role, days, scope } = options;
  refuseScopesBeyond(role, scope);
  const holder = { principal, role, name: options.name ?? principal, seesAllCustomers: options.allCustomers };
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  const made = await inTransaction(options, (tx) => createKeyFor(tx, holder, scope, expiresAt, commandLine()));
  announce('key.created', { principal, role, key: made.id, scopes: scope });
  print(made.key);
  printError(
    `Key ${made.prefix}… (${made.id}) for ${principal}, ${role}, until ${made.expiresAt.toISOString().slice(0, 10)}.\n` +
      'It is not shown again. Send it as "Authorization: Bearer KEY".',
  );
}

/** @throws StackError for what no route is called, or nothing that the role may. */
function refuseScopesBeyond(role: Role, scopes: readonly string[]): void {
  const grants: Readonly<Record<string, Grant>> = permissions;
  const beyond = scopes.filter(
    (scope) => !Object.hasOwn(grants, scope) || grants[scope]?.roles.includes(role) !== true,
  );
  if (beyond.length === 0) return;
  const may = Object.keys(grants).filter((name) => grants[name]?.roles.includes(role));
  throw new StackError(`${beyond.join(', ')}: no permission of ${role}, who has ${may.join(', ')}.`);
}

/**
 * Makes the holder known when new, and a key for them.
 * @throws StackError when the holder is known with another role: a key does not change what somebody may do.
 */
export async function createKeyFor(
  tx: Transaction,
  holder: KeyHolder,
  scopes: readonly string[],
  expiresAt: Date,
  actor: Actor,
): Promise<NewApiKey> {
  const { principal: id, name, role, seesAllCustomers } = holder;
  const known = await tx.principal.findUnique({ where: { id }, select: { role: true } });
  if (known !== null && known.role !== role)
    throw new StackError(`${id} is known with the role ${known.role}, not ${role}.`);
  if (known === null) await createPerson(tx, { id, name, role, seesAllCustomers }, actor);
  return createApiKey(tx, { principalId: id, scopes, expiresAt }, actor);
}

async function list(where: Where): Promise<void> {
  const keys = await inTransaction(where, (tx) =>
    tx.apiKey.findMany({ orderBy: { createdAt: 'desc' }, include: { principal: true } }),
  );
  for (const { id, prefix, principal, expiresAt, revokedAt } of keys) {
    const end = revokedAt === null ? `until ${dayOf(expiresAt)}` : `revoked ${dayOf(revokedAt)}`;
    print(`${id}  ${prefix}…  ${principal.role.padEnd(9)}  ${principal.id.padEnd(24)}  ${principal.code}  ${end}`);
  }
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

async function revoke(id: string, where: Where): Promise<void> {
  if (!isId(id)) throw new StackError(`${id} is no id of a key; "encours api-key list" shows them.`);
  const ended = await inTransaction(where, (tx) => revokeApiKey(tx, { id, at: new Date() }, commandLine()));
  if (!ended) throw new StackError(`There is no key ${id} that is still good.`);
  announce('key.revoked', { key: id });
  print(`Key ${id} is revoked.`);
}

async function link(principal: string, person: string, where: Where): Promise<void> {
  const outcome = await inTransaction(where, (tx) => linkPrincipal(tx, { principal, person }, commandLine()));
  if (outcome === 'linked') announce('principal.linked', { principal, person });
  print(`${principal} and ${person} are one person${outcome === 'linked' ? '' : ' already'}.`);
}

async function unlink(principal: string, where: Where): Promise<void> {
  const ended = await inTransaction(where, (tx) => unlinkPrincipal(tx, principal, commandLine()));
  if (!ended) throw new StackError(`${principal} is linked to nobody; "encours api-key links" shows who is.`);
  announce('principal.unlinked', { principal });
  print(`${principal} is a person of its own.`);
}

async function links(where: Where): Promise<void> {
  const known = await inTransaction(where, (tx) =>
    tx.personLink.findMany({ orderBy: [{ person: 'asc' }, { principal: 'asc' }] }),
  );
  for (const { principal, person } of known) print(`${person.padEnd(32)}  ${principal}`);
}

/** Longer than any API lets a session lie idle: what the list shows may be over already. */
const LONGEST_IDLE_MINUTES = 480;
const MOST_SESSIONS = 200;

async function sessions({ end, ...where }: Where & { readonly end?: string }): Promise<void> {
  if (end !== undefined) return endOne(end, where);
  const of = { person: null, at: new Date(), idleMinutes: LONGEST_IDLE_MINUTES };
  const open = await inTransaction(where, (tx) => openSessions(tx, { limit: MOST_SESSIONS }, of));
  for (const { id, principal, method, openedAt, lastSeenAt, address } of 'items' in open ? open.items : [])
    print(`${id}  ${method.padEnd(8)}  ${principal.padEnd(24)}  ${openedAt}  seen ${lastSeenAt}  ${address}`);
}

/** @throws StackError when there is no such session, or it is over */
async function endOne(id: string, where: Where): Promise<void> {
  const about = { id, person: null, at: new Date() };
  const ended = isId(id) ? await inTransaction(where, (tx) => endSession(tx, about, commandLine())) : null;
  if (ended === null) throw new StackError(`There is no open session ${id}; "encours api-key sessions" shows them.`);
  announce('session.ended', { session: id, principal: ended.principal });
  print(`Session ${id} of ${ended.principal} is ended.`);
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const commandLine = (): Actor => ({ principal: 'command-line', role: 'system', requestId: randomUUID() });

async function inTransaction<T>({ database }: Where, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const prisma = createPrisma(databaseOf(database, 'DATABASE_REGISTRAR_URL'), {
    poolSize: 1,
    connectTimeoutMs: unhurriedConnectMs,
  });
  try {
    return await prisma.$transaction(work);
  } finally {
    await prisma.$disconnect();
  }
}
