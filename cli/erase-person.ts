import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, type Command } from 'commander';
import { createPrisma, unhurriedConnectMs } from '../prisma/client.js';
import { erasePerson, type Erased, type KeptAs, type StillNeeded } from '../prisma/commands/erasure.js';
import { StackError } from './stack/home.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

const LEAST_LETTERS = 5;
const LONGEST_MS = 600_000;

type Options = {
  readonly email?: string;
  readonly name?: string;
  readonly also: readonly string[];
  readonly reason: string;
  readonly database?: string;
};

/** `encours erase-person`: what we know of a person at a customer, erased where no voucher needs it. */
export function register(program: Command): void {
  program
    .command('erase-person')
    .description('erase what we know of a person at a customer, where no voucher needs it; cannot be undone')
    .option('--email <address>', 'their address', parseText)
    .option('--name <text>', 'their name, in full: enough for who is known by it alone', parseText)
    .option(
      '--also <text>',
      'another spelling of their name, their phone; again for each',
      (text: string, so: readonly string[]) => [...so, parseText(text)],
      [],
    )
    .requiredOption('--reason <text>', 'who asked for it, without naming them: goes into the audit')
    .option('--database <url>', 'PostgreSQL, as the owner (usual: DATABASE_OWNER_URL, else the stack that runs here)')
    .action(async ({ database, email, name, also, reason }: Options) => {
      if (email === undefined && name === undefined) throw new StackError('Give --email or --name: whom is it about?');
      const prisma = createPrisma(databaseOf(database, 'DATABASE_OWNER_URL'), {
        poolSize: 1,
        connectTimeoutMs: unhurriedConnectMs,
      });
      const actor = { principal: 'command-line', role: 'system', requestId: randomUUID() } as const;
      try {
        const person = { email: email ?? null, others: name === undefined ? also : [name, ...also] };
        const outcome = await prisma.$transaction((tx) => erasePerson(tx, person, reason, actor), {
          timeout: LONGEST_MS,
        });
        if (outcome.kind === 'needed') throw new StackError(neededText(outcome));
        print(erasedText(outcome));
      } finally {
        await prisma.$disconnect();
      }
    });
}

/** A short text would be found in the middle of other words. */
function parseText(text: string): string {
  if (text.trim().length < LEAST_LETTERS) throw new InvalidArgumentError(`At least ${LEAST_LETTERS} letters.`);
  return text.trim();
}

function neededText({ contacts, orders, holds }: StillNeeded): string {
  return [
    'Nothing was erased: the person is needed still.',
    ...(contacts.length === 0
      ? []
      : [`  Contacts and addresses in use: ${contacts.join(', ')}. Put them out of use first.`]),
    ...(orders.length === 0
      ? []
      : [`  Orders that are not closed: ${orders.join(', ')}. Change their contacts, or wait until they are closed.`]),
    ...(holds.length === 0
      ? []
      : [`  On legal hold (art. 17(3)(e) GDPR): ${holds.join(', ')}. Have the holds lifted first, or wait.`]),
  ].join('\n');
}

const whyKept: Readonly<Record<KeptAs, string>> = {
  issued: 'issued as it is, its PDF with it',
  posted: 'a posting in the books, which is never changed',
  decided: 'a credit decision, on which invoices rest',
  quoted: 'a quote as the customer got it',
  paid: "the payer's words with the money, a piece of the books",
};

function erasedText({ rows, kept }: Erased): string {
  const erased = Object.entries(rows).filter(([, count]) => count > 0);
  return [
    `Erased from rows of: ${erased.map(([table, count]) => `${table} ${count}`).join(', ') || 'none'}.`,
    ...(kept.length === 0 ? ['No voucher names the person.'] : ['Kept as vouchers (art. L123-22), ten years:']),
    ...kept.map(
      ({ place, as, rows: count, notBefore }) =>
        `  ${place}: ${count}, ${whyKept[as]}; not before ${notBefore}, and the end of that financial year.`,
    ),
    'Histories in Temporal are encrypted and end with the retention of the namespace; backups with theirs.',
  ].join('\n');
}
