import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { moveInTemplate } from '../api/move-in/template.js';
import { environmentLanguage } from '../config/language.js';
import type { MoveInKind, MoveInTotals, RawTable, RefusedRow } from '../contracts/move-in.js';
import { languages, type Actor, type Language } from '../contracts/vocabulary.js';
import { isLocalDate } from '../domain/calendar.js';
import { createPrisma, unhurriedConnectMs } from '../prisma/client.js';
import { moveIn, type MoveInBatch } from '../prisma/move-in/door.js';
import { shapedRows } from '../prisma/move-in/rows.js';
import { undoMoveIn } from '../prisma/move-in/undo.js';
import { companyToday } from '../prisma/queries/company.js';
import { cellOf, readBooks } from '../tables/books.js';
import { moveInSheets, moveInTold, moveInWords } from '../words/move-in.js';
import { ImportError } from '../api/import/errors.js';
import { endMoved, startMoved } from './move-in/processes.js';
import { databaseOf, temporalOf, type Installation } from './target.js';
import { print, printableLine } from './terminal.js';

type Options = {
  readonly asOf?: string;
  readonly dryRun?: true;
  readonly signOff?: string;
  readonly undo?: true;
  readonly template?: string;
  readonly language: Language;
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
      'CSV, JSON or XLSX, named after what they hold, such as 03-order-lines.csv, or a workbook with a sheet for each kind: see docs/MOVING-IN.md',
    )
    .option('--as-of <date>', 'the day on which the books were closed (usual: today)', readDate)
    .option('--dry-run', 'look at the files and say what they add up to; nothing is changed')
    .option('--sign-off <code>', 'the code of the totals that were looked at: the same files are moved in')
    .option('--undo', 'take the last move-in back, until the first thing that was done here with what it brought')
    .option('--template <file>', 'write an empty workbook (XLSX) with a sheet for each kind, its columns explained')
    .addOption(
      new Option('--language <language>', 'in which refusals and totals are told (usual: LANG)')
        .choices(languages)
        .default(environmentLanguage()),
    )
    .option('--report <file>', 'where the refused rows go, as JSON (usual: move-in.refused.json)')
    .option('--database <url>', 'PostgreSQL (usual: DATABASE_URL, else the stack that runs here)')
    .option('--temporal <address>', "Temporal's front end (usual: TEMPORAL_ADDRESS, else the stack that runs here)")
    .option('--namespace <name>', 'namespace (usual: TEMPORAL_NAMESPACE, else default)')
    .action(async (files: readonly string[], options: Options) => {
      if (options.template !== undefined) return writeTemplate(options.template, options.language);
      const target = {
        databaseUrl: databaseOf(options.database),
        temporal: temporalOf({ address: options.temporal, namespace: options.namespace }),
      };
      try {
        process.exitCode = options.undo === true ? await undo(target, options) : await bring(target, files, options);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        print(printableLine(error.message));
        process.exitCode = 1;
      }
    });
}

async function writeTemplate(file: string, language: Language): Promise<void> {
  writeFileSync(file, await moveInTemplate(language));
  print(printableLine(moveInTold[language].template(file)));
}

function readDate(text: string): string {
  if (!isLocalDate(text)) throw new InvalidArgumentError('A date such as 2026-11-30.');
  return text;
}

const actor = (): Actor => ({ principal: 'command-line', role: 'system', requestId: randomUUID() });

async function bring(target: Installation, files: readonly string[], options: Options): Promise<0 | 1 | 2> {
  const say = moveInTold[options.language];
  if (files.length === 0) throw new ImportError(say.noFiles);
  const { tables, refused: unread } = readBooks(files.map((file) => ({ name: basename(file), bytes: bytesOf(file) })));
  const { set, refused, digest } = shapedRows(tables);
  const code = digest.slice(0, CODE_LENGTH);
  const tell = (rows: readonly RefusedRow[]): 2 => tellRefused(rows, tables, options);
  if (unread.length + refused.length > 0) return tell([...unread, ...refused]);
  const asOf = options.asOf ?? (await todayAt(target.databaseUrl));
  const batch: MoveInBatch = { digest, asOf, files: [...files], actor: actor(), isDemo: false };
  const looked = await moveIn(target.databaseUrl, set, batch, 'dry');
  if (looked.kind === 'refused') return tell(looked.rows);
  print(totalsText(looked.totals, code, options.language));
  if (looked.kind === 'known') {
    print(say.known);
    return tellStarted(target, options);
  }
  if (options.dryRun === true) return 0;
  const given = options.signOff ?? (await askFor(say.ask(code)));
  if (given !== code) {
    print(say.notSigned(code));
    return 1;
  }
  const done = await moveIn(target.databaseUrl, set, batch, 'sign-off');
  if (done.kind === 'refused') return tell(done.rows);
  print(say.movedIn);
  return tellStarted(target, options);
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ImportError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function todayAt(databaseUrl: string): Promise<string> {
  const prisma = createPrisma(databaseUrl, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
  try {
    return await companyToday(prisma);
  } finally {
    await prisma.$disconnect();
  }
}

async function tellStarted(target: Installation, { language }: Options): Promise<0> {
  print(moveInTold[language].started(await startMoved(target)));
  return 0;
}

async function askFor(question: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

function tellRefused(rows: readonly RefusedRow[], tables: readonly RawTable[], options: Options): 2 {
  const say = moveInTold[options.language];
  const told = rows.map((refused) => {
    const [message, remedy] = moveInWords[options.language][refused.fault](refused);
    return { ...refused, cell: cellOf(tables, refused), message, remedy };
  });
  for (const { file, row, cell, field, message, remedy } of told.slice(0, shownRefusals)) {
    const place = [file, ...(row === 0 ? [] : [cell ?? `${say.row} ${row}`]), ...(field === '' ? [] : [field])];
    print(printableLine(`${place.join(' · ')}: ${message} → ${remedy}`));
  }
  if (told.length > shownRefusals) print(say.more(told.length - shownRefusals));
  const report = options.report ?? 'move-in.refused.json';
  writeFileSync(report, `${JSON.stringify(told, null, 2)}\n`);
  print(say.refused(told.length, report));
  return 2;
}

function totalsText({ asOf, rows, openOrders, money, stock }: MoveInTotals, code: string, language: Language): string {
  const [say, sheets] = [moveInTold[language], moveInSheets[language]];
  const line = (what: string, value: string, width: number): string => `  ${what.padEnd(18)}${value.padStart(width)}`;
  const counts = Object.entries(rows).map(([kind, count]) => line(sheets[kind as MoveInKind], String(count), 10));
  const sums = money.flatMap(({ currency, ...amounts }) =>
    (Object.keys(amounts) as (keyof typeof amounts)[]).map(
      (what) => `${line(say.totals[what], amounts[what], 18)} ${currency}`,
    ),
  );
  return [
    say.asOf(asOf),
    ...counts,
    line(say.openOrders, String(openOrders), 10),
    line(sheets.stock, stock, 10),
    ...sums,
    say.code(code),
  ].join('\n');
}

async function undo(target: Installation, { language }: Options): Promise<0 | 1> {
  const say = moveInTold[language];
  const outcome = await undoMoveIn(target.databaseUrl, null, actor());
  switch (outcome.kind) {
    case 'nothing':
      await endMoved(target);
      print(say.nothing);
      return 0;
    case 'live':
      print(printableLine(say.live(outcome.because)));
      return 1;
    case 'undone':
      await endMoved(target);
      print(say.undone(outcome.id));
      return 0;
  }
}
