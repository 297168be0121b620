import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { InvalidArgumentError, type Command } from 'commander';
import type { MoveInTotals } from '../contracts/move-in.js';
import type { Actor } from '../contracts/vocabulary.js';
import { isLocalDate } from '../domain/calendar.js';
import { createPrisma, unhurriedConnectMs } from '../prisma/client.js';
import { moveIn, type MoveInBatch, type RefusedRow } from '../prisma/move-in/door.js';
import { shapedRows } from '../prisma/move-in/rows.js';
import { undoMoveIn } from '../prisma/move-in/undo.js';
import { companyToday } from '../prisma/queries/company.js';
import { moveInWords } from '../words/move-in.js';
import { ImportError } from '../api/import/errors.js';
import { endMoved, startMoved } from './move-in/processes.js';
import { readTables } from './move-in/read.js';
import { databaseOf, temporalOf, type Installation } from './target.js';
import { print, printableLine } from './terminal.js';

type Options = {
  readonly asOf?: string;
  readonly dryRun?: true;
  readonly signOff?: string;
  readonly undo?: true;
  readonly report?: string;
  readonly database?: string;
  readonly temporal?: string;
  readonly namespace?: string;
};

/** First characters of the digest: what is typed to sign the totals off. */
const CODE_LENGTH = 8;
const shownRefusals = 20;

/** `encours move-in FILE…`: the books of another system, all or nothing. */
export function register(program: Command): void {
  program
    .command('move-in')
    .description('take over what another system has on its books: nothing is numbered anew, nothing is sent')
    .argument(
      '[files...]',
      'CSV or JSON, named after what they hold, such as 03-order-lines.csv: see docs/MOVING-IN.md',
    )
    .option('--as-of <date>', 'the day on which the books were closed (usual: today)', readDate)
    .option('--dry-run', 'look at the files and say what they add up to; nothing is changed')
    .option('--sign-off <code>', 'the code of the totals that were looked at: the same files are moved in')
    .option('--undo', 'take the last move-in back, until the first thing that was done here with what it brought')
    .option('--report <file>', 'where the refused rows go, as JSON (usual: move-in.refused.json)')
    .option('--database <url>', 'PostgreSQL (usual: DATABASE_URL, else the stack that runs here)')
    .option('--temporal <address>', "Temporal's front end (usual: TEMPORAL_ADDRESS, else the stack that runs here)")
    .option('--namespace <name>', 'namespace (usual: TEMPORAL_NAMESPACE, else default)')
    .action(async (files: readonly string[], options: Options) => {
      const target = {
        databaseUrl: databaseOf(options.database),
        temporal: temporalOf({ address: options.temporal, namespace: options.namespace }),
      };
      try {
        process.exitCode = options.undo === true ? await undo(target) : await bring(target, files, options);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        print(printableLine(error.message));
        process.exitCode = 1;
      }
    });
}

function readDate(text: string): string {
  if (!isLocalDate(text)) throw new InvalidArgumentError('A date such as 2026-11-30.');
  return text;
}

const actor = (): Actor => ({ principal: 'command-line', role: 'system', requestId: randomUUID() });

async function bring(target: Installation, files: readonly string[], options: Options): Promise<0 | 1 | 2> {
  if (files.length === 0) throw new ImportError('Say which files to move in.');
  const { set, refused, digest } = shapedRows(files.flatMap(readTables));
  const code = digest.slice(0, CODE_LENGTH);
  if (refused.length > 0) return tellRefused(refused, options);
  const asOf = options.asOf ?? (await todayAt(target.databaseUrl));
  const batch: MoveInBatch = { digest, asOf, files: [...files], actor: actor(), isDemo: false };
  const looked = await moveIn(target.databaseUrl, set, batch, 'dry');
  if (looked.kind === 'refused') return tellRefused(looked.rows, options);
  print(totalsText(looked.totals, code));
  if (looked.kind === 'known') {
    print('These rows were moved in before: nothing is changed.');
    return tellStarted(target);
  }
  if (options.dryRun === true) return 0;
  const given = options.signOff ?? (await askFor(code));
  if (given !== code) {
    print(`Not signed off: nothing is changed. Sign these totals off with --sign-off ${code}.`);
    return 1;
  }
  const done = await moveIn(target.databaseUrl, set, batch, 'sign-off');
  if (done.kind === 'refused') return tellRefused(done.rows, options);
  print('Moved in.');
  return tellStarted(target);
}

async function todayAt(databaseUrl: string): Promise<string> {
  const prisma = createPrisma(databaseUrl, 1, unhurriedConnectMs);
  try {
    return await companyToday(prisma);
  } finally {
    await prisma.$disconnect();
  }
}

async function tellStarted(target: Installation): Promise<0> {
  const started = await startMoved(target);
  print(`${started} processes started.`);
  return 0;
}

async function askFor(code: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`Type ${code} to sign these totals off: `)).trim();
  } finally {
    terminal.close();
  }
}

function tellRefused(rows: readonly RefusedRow[], options: Options): 2 {
  const told = rows.map((row) => {
    const [message, remedy] = moveInWords.en[row.fault](row);
    return { ...row, message, remedy };
  });
  for (const { file, row, field, message, remedy } of told.slice(0, shownRefusals))
    print(printableLine(`${file} · row ${row} · ${field}: ${message} → ${remedy}`));
  if (told.length > shownRefusals) print(`… and ${told.length - shownRefusals} more`);
  const report = options.report ?? 'move-in.refused.json';
  writeFileSync(report, `${JSON.stringify(told, null, 2)}\n`);
  print(`${told.length} refused, so that nothing is moved in. Report: ${report}`);
  return 2;
}

function totalsText({ asOf, rows, openOrders, money, stock }: MoveInTotals, code: string): string {
  const counts = Object.entries(rows).map(([kind, count]) => `  ${kind.padEnd(14)}${String(count).padStart(10)}`);
  const sums = money.flatMap(({ currency, ...amounts }) =>
    Object.entries(amounts).map(([what, amount]) => `  ${what.padEnd(14)}${amount.padStart(18)} ${currency}`),
  );
  return [
    `As of ${asOf}:`,
    ...counts,
    `  open orders   ${String(openOrders).padStart(10)}`,
    `  stock         ${stock.padStart(10)}`,
    ...sums,
    `Code of these totals: ${code}`,
  ].join('\n');
}

async function undo(target: Installation): Promise<0 | 1> {
  const outcome = await undoMoveIn(target.databaseUrl, null, actor());
  switch (outcome.kind) {
    case 'nothing':
      print('Nothing was moved in.');
      return 0;
    case 'live':
      print(printableLine(`It is live and stays: ${outcome.because} was done here with what it brought.`));
      return 1;
    case 'undone':
      await endMoved(target, outcome.processes);
      print(`Undone: everything that move-in ${outcome.id} had brought is gone.`);
      return 0;
  }
}
