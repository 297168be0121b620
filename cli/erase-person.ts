import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, type Command } from 'commander';
import { createPrisma, unhurriedConnectMs } from '../prisma/client.js';
import { erasePerson, type Erased, type StillNeeded } from '../prisma/commands/erasure.js';
import { StackError } from './stack/home.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

const LEAST_LETTERS = 5;
const LONGEST_MS = 600_000;

type Options = {
  readonly email: string;
  readonly also: readonly string[];
  readonly reason: string;
  readonly database?: string;
};

/** `encours erase-person`: what we know of a person at a customer, erased where no voucher needs it. */
export function register(program: Command): void {
  program
    .command('erase-person')
    .description('erase what we know of a person at a customer, where no voucher needs it; cannot be undone')
    .requiredOption('--email <address>', 'their address', parseText)
    .option(
      '--also <text>',
      'their name or phone, in full; again for each',
      (text: string, so: readonly string[]) => [...so, parseText(text)],
      [],
    )
    .requiredOption('--reason <text>', 'who asked for it, without naming them: goes into the audit')
    .option('--database <url>', 'PostgreSQL, as the owner (usual: DATABASE_OWNER_URL, else the stack that runs here)')
    .action(async ({ database, email, also, reason }: Options) => {
      const prisma = createPrisma(databaseOf(database, 'DATABASE_OWNER_URL'), 1, unhurriedConnectMs);
      const actor = { principal: 'command-line', role: 'system', requestId: randomUUID() } as const;
      try {
        const work = { email, others: also };
        const outcome = await prisma.$transaction((tx) => erasePerson(tx, work, reason, actor), {
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

function neededText({ contacts, orders }: StillNeeded): string {
  return [
    'Nothing was erased: the person is needed still.',
    ...(contacts.length === 0 ? [] : [`  Contacts in use: ${contacts.join(', ')}. Put them out of use first.`]),
    ...(orders.length === 0
      ? []
      : [`  Orders that are not closed: ${orders.join(', ')}. Change their contacts first.`]),
  ].join('\n');
}

function erasedText({ rows, kept }: Erased): string {
  const told = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([table, count]) => `${table} ${count}`)
      .join(', ') || 'none';
  return [
    `Erased from rows of: ${told(rows)}.`,
    `Kept as issued, for as long as the law keeps vouchers: ${told(kept)}.`,
    'Histories in Temporal are encrypted and end with the retention of the namespace; backups with theirs.',
  ].join('\n');
}
