import { randomBytes, randomUUID } from 'node:crypto';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { hashPassword } from '../api/password.js';
import { asFacts } from '../contracts/mistakes.js';
import { KeyPrincipal } from '../contracts/principals.js';
import { roles, type Actor, type Role } from '../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type Transaction } from '../prisma/client.js';
import { setFirstPassword } from '../prisma/commands/passwords.js';
import { createPerson } from '../prisma/commands/people.js';
import { isRefusal } from '../prisma/commands/refusals.js';
import { tellIn } from '../words/said.js';
import { announce } from './announce.js';
import { firstMistake } from './mistakes.js';
import { StackError } from './stack/home.js';
import { databaseOf } from './target.js';
import { print, printError } from './terminal.js';

type Where = { readonly database?: string };
type CreateOptions = Where & { readonly role: Role; readonly name?: string; readonly allCustomers: boolean };

/** `encours person`: who may sign in. The first admin of an installation is made here; the others by that admin. */
export function register(program: Command): void {
  const command = program.command('person').description('make people who sign in, and give them a first password');
  const add = (name: string): Command =>
    command
      .command(name)
      .argument('<id>', 'their name at sign-in, such as lucie.marchand', parseId)
      .option(
        '--database <url>',
        'PostgreSQL of the people (usual: DATABASE_REGISTRAR_URL, else the stack that runs here)',
      );
  add('create')
    .description('make somebody known; a first password is printed once, on standard output, and has to be changed')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--name <name>', 'their name, for lists and documents (usual: the id)')
    .option('--all-customers', 'sales: sees every customer, not only their own', false)
    .action(create);
  add('password').description('give somebody a new first password; their sessions end').action(password);
}

function parseId(text: string): string {
  const { error } = KeyPrincipal.safeParse(text, asFacts);
  if (error) throw new InvalidArgumentError(`It ${firstMistake(error)}.`);
  return text;
}

async function create(id: string, options: CreateOptions): Promise<void> {
  const { role, allCustomers: seesAllCustomers } = options;
  const person = { id, name: options.name ?? id, role, seesAllCustomers };
  await givePassword(options, person, async (tx, actor) => {
    const made = await createPerson(tx, person, actor);
    if (isRefusal(made))
      throw new StackError(`${tellIn('en', made.said)} "encours person password ${id}" gives a new password.`);
  });
  announce('person.created', { principal: id, role });
}

const password = (id: string, where: Where): Promise<void> =>
  givePassword(where, { id, name: id }, async (tx) => {
    if ((await tx.principal.count({ where: { id } })) === 0) throw new StackError(`Nobody is known as ${id}.`);
  });

const RANDOM_BYTES = 15;

/** Prints a random password on standard output, once it is kept. @param first what is done before, in one transaction */
async function givePassword(
  { database }: Where,
  { id, name }: { readonly id: string; readonly name: string },
  first: (tx: Transaction, actor: Actor) => Promise<void>,
): Promise<void> {
  const made = randomBytes(RANDOM_BYTES).toString('base64url');
  const hash = await hashPassword(made, [id, name], 'password');
  const actor: Actor = { principal: 'command-line', role: 'system', requestId: randomUUID() };
  const prisma = createPrisma(databaseOf(database, 'DATABASE_REGISTRAR_URL'), {
    poolSize: 1,
    connectTimeoutMs: unhurriedConnectMs,
  });
  try {
    await prisma.$transaction(async (tx) => {
      await first(tx, actor);
      await setFirstPassword(tx, { principal: id, hash, at: new Date() }, actor);
    });
  } finally {
    await prisma.$disconnect();
  }
  announce('password.set', { principal: id });
  print(made);
  printError(`First password of ${id}. It is not shown again, and has to be changed at the first sign-in.`);
}
