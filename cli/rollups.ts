import type { Command } from 'commander';
import type { Company } from '../contracts/company.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient } from '../prisma/client.js';
import { forgetRollups, rollUp } from '../prisma/commands/rollups.js';
import { getCompany } from '../prisma/queries/company.js';
import { families, keptIn } from '../prisma/queries/kpis/rollups.js';
import { standingFamilies, standingIn } from '../prisma/queries/kpis/standing.js';
import { readRollups, type FamilyState } from '../prisma/queries/kpis/state.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

type Options = { readonly database?: string; readonly rebuild?: true };

/** `encours rollups`: the days of figures that are kept summed up; `--rebuild` makes them anew. */
export function register(program: Command): void {
  program
    .command('rollups')
    .description('tell which days of figures are kept summed up, and how far they are behind')
    .option('--database <url>', 'PostgreSQL (usual: DATABASE_URL, else the stack that runs here)')
    .option('--rebuild', 'forget what is kept and make it anew; figures stay right meanwhile, and are slower')
    .action(async (options: Options) => {
      const prisma = createPrisma(databaseOf(options.database), {
        poolSize: FAMILIES_AT_ONCE,
        connectTimeoutMs: unhurriedConnectMs,
      });
      try {
        if (options.rebuild) await rebuild(prisma, await getCompany(prisma), print);
        print(await stateText(prisma));
      } finally {
        await prisma.$disconnect();
      }
    });
}

const factsByFamily = Object.fromEntries([
  ...families.map((family) => [family, keptIn(family).map(({ facts }) => facts)] as const),
  ...standingFamilies.map((family) => [family, standingIn(family).map(({ facts }) => facts)] as const),
]);

/** Families that are worked at the same time; each has a connection of its own. */
const FAMILIES_AT_ONCE = 2;

/** Makes all that is kept anew. @param say told now and then how many days are done */
export async function rebuild(
  prisma: PrismaClient,
  { currency, zone }: Pick<Company, 'currency' | 'zone'>,
  say: (text: string) => void,
): Promise<void> {
  await forgetRollups(prisma);
  let days = 0;
  for (let worked = 1, told = 0; worked > 0;) {
    ({ days: worked } = await rollUp(prisma, { currency, zone }, () => true, FAMILIES_AT_ONCE));
    days += worked;
    if (days - told < 500) continue;
    told = days;
    say(`${days} days are summed up.`);
  }
  say(`${days} days are summed up, and nothing waits.`);
}

/** A line for each family of facts: what is kept, and what waits. */
export async function stateText(prisma: PrismaClient): Promise<string> {
  const states = await readRollups(prisma, factsByFamily);
  return states.map(lineOf).join('\n');
}

function lineOf({ family, of, kept, first, last, waiting, waitsSince }: FamilyState): string {
  const days = first === null ? 'none' : `${kept} ${of}, ${first} to ${last ?? ''}`;
  const behind = waiting === 0 ? 'nothing waits' : `${waiting} wait since ${waitsSince?.toISOString() ?? ''}`;
  return `${family.padEnd(13)} ${days.padEnd(40)} ${behind}`;
}
