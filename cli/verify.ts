import type { Command } from 'commander';
import {
  countViolations,
  verifyDatabase,
  type Progress,
  type Verification,
  type Violation,
} from '../prisma/queries/invariants.js';
import { duration, showLine } from './import/progress.js';
import { databaseOf } from './target.js';
import { print, printableLine } from './terminal.js';

type Options = { readonly database?: string };

/** `encours verify`: does the database still tell one story? Exit code 0: yes; 1: no, and where not. */
export function register(program: Command): void {
  program
    .command('verify')
    .description('check every invariant over the whole database, in SQL, changing nothing')
    .option('--database <url>', 'PostgreSQL to check (usual: DATABASE_URL, else the stack that runs here)')
    .action(async (options: Options) => {
      const verification = await verifyWatched(databaseOf(options.database));
      print(verificationText(verification));
      if (countViolations(verification) > 0) process.exitCode = 1;
    });
}

/** Tells on the side, while it takes, what is looked at and how much is left. */
async function verifyWatched(databaseUrl: string): Promise<Verification> {
  let progress: Progress = { done: 0, of: 0, underWay: [] };
  const startedAt = Date.now();
  const stop = showLine(process.stderr, () => progressLine(progress, Date.now() - startedAt));
  return verifyDatabase(databaseUrl, (now) => {
    progress = now;
  }).finally(stop);
}

/** Such as `12 of 90 done in 1 min 20 s: invoice-totals, readable`. */
function progressLine({ done, of, underWay }: Progress, elapsedMs: number): string {
  const rest = underWay.length === 0 ? '' : `: ${underWay.join(', ')}`;
  return `${done} of ${of} done in ${duration(elapsedMs / 1000)}${rest}`;
}

/** What a verification found, its last line the sum: `58 invariants, 0 violations`. */
export function verificationText(verification: Verification): string {
  const sum = `${verification.invariants} invariants, ${countViolations(verification)} violations`;
  return [...verification.violations.map(violationText), sum].join('\n');
}

function violationText({ invariant, count, rows }: Violation): string {
  const shown = rows.map((row) => `    ${rowText(row)}`);
  const more = count > rows.length ? [`    and ${count - rows.length} more`] : [];
  return [`${invariant.name}: broken by ${count}`, `  ${invariant.sentence}`, ...shown, ...more, ''].join('\n');
}

const rowText = (row: Readonly<Record<string, string | null>>): string =>
  Object.entries(row)
    .map(([column, value]) => printableLine(`${column} ${value ?? '–'}`))
    .join(' · ');
