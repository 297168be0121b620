import { basename, extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { localDateOf, type LocalDate } from '../domain/calendar.js';
import { company } from '../prisma/demo/completion.js';
import { northwindOrders } from '../prisma/demo/northwind-orders.js';
import { readNorthwindOrders } from '../prisma/demo/northwind.js';
import { ImportError } from '../api/import/errors.js';
import { idempotencyKeys } from '../api/import/keys.js';
import { kindRules, type Body } from '../api/import/kinds.js';
import type { Row } from '../api/import/rows.js';
import { importKinds, type ImportKind } from '../contracts/import.js';
import type { Role } from '../contracts/vocabulary.js';
import { importMessages, messagesAt, type MessageBatch } from './import/messages.js';
import { readRows } from './import/read.js';
import { reportText, writeReport, type Report } from './import/report.js';
import { importRows, type Batch } from './import/run.js';
import { checkReachable } from './import/send.js';
import { StackError } from './stack/home.js';
import { apiOf } from './target.js';
import { print, printable } from './terminal.js';

type Options = {
  readonly kind?: ImportKind;
  readonly api?: string;
  readonly key?: string;
  readonly report?: string;
  readonly dryRun?: boolean;
  readonly again?: boolean;
  readonly customer?: string;
  readonly concurrency: number;
  readonly northwindOrders?: boolean;
};

/** Where the command writes: words to `out`, progress to `screen`. */
type Terminal = { readonly out: (text: string) => void; readonly screen: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> };

/**
 * `encours import FILE`: sends the rows of a JSON or CSV file through the HTTP API. Exit code 0 when every row was
 * accepted, 2 when some were refused, 1 when the import could not be done.
 */
export function importCommand(): Command {
  return new Command('import')
    .description('load customers, products, quotes, orders or payments from JSON, CSV or UBL through the API')
    .argument(
      '[file]',
      'a JSON array of objects, CSV with a header line and dotted column names, an order as UBL 2.1 (.xml), or a folder of them',
    )
    .addOption(new Option('--kind <kind>', 'what the file holds, when its name does not say').choices(importKinds))
    .option('--api <url>', 'address of the API (default: the running stack)')
    .option('--key <key>', 'API key (default: a demo key of the running stack, which goes to that stack alone)')
    .option(
      '--report <file>',
      'where the report goes, .json or .csv (default: FILE.refused.json in this folder, when rows are refused)',
    )
    .option('--dry-run', 'check the rows against the contracts, send nothing')
    .option('--again', 'enter orders also whose customer and reference an order of more than four weeks ago has')
    .option('--customer <number>', 'whose orders in UBL these are, where their buyers are not known by their numbers')
    .option('--concurrency <n>', 'rows on their way at once, 1 to 64', readConcurrency, 8)
    .option('--northwind-orders', "import Northwind's 830 orders instead of a file, their dates shifted to now")
    .addHelpText('after', `\n${columnsHelp}`)
    .action(async (file: string | undefined, options: Options) => {
      process.exitCode = await runImport(file, options, {
        out: print,
        screen: process.stderr,
      });
    });
}

const columnsHelp = `CSV: UTF-8, separated by comma, semicolon, tab, or what a first line sep=; says. Columns are called as in the API, inner fields with a dot:
address.city, paymentTerms.kind. Contacts of a customer, order lines, quote lines and allocations stand one to a line, in
columns such as contacts.email, lines.product or allocations.invoice; what belongs together shares number (customers),
customer and customerReference (orders), reference (payments), or a column "reference" that is not sent (quotes).
More addresses and contacts are kinds of their own, with a column customer. Who heads a group or pays for others comes
before them, in a file of its own.

Orders in UBL 2.1 (Peppol BIS Ordering 3) are read by the API, a file each. Those of a folder are put aside: into its folder
done, or into refused with a file that says why. Whoever puts files there gives them their name .xml once they are whole.

Exit code: 0 every row accepted, 2 some refused, 1 the import could not be done. A file sent again within 30
days changes nothing. After that, customers, products, payments and orders with a customerReference are refused as
already there; quotes, and orders without a reference, are entered again: leave them out.`;

/** Adds the command to the program. */
export const register = (program: Command): Command => program.addCommand(importCommand());

/** Does the import and says how it went. @returns the exit code. */
export async function runImport(file: string | undefined, options: Options, terminal: Terminal): Promise<0 | 1 | 2> {
  const say = (text: string): void => terminal.out(printable(text));
  try {
    const messages = file === undefined || options.northwindOrders ? null : messagesAt(file);
    const report = await (messages ? sendMessages(messages, options, terminal) : sendRows(file, options, terminal));
    const isToldAside = messages !== null && messages.folder !== null;
    const isTold = report.refused > 0 && !isToldAside;
    const reportFile = options.report ?? (isTold ? defaultReportFile(file) : undefined);
    if (reportFile !== undefined) writeReport(reportFile, report);
    say(reportText(report, reportFile));
    if (report.stoppedBecause !== null) return 1;
    return report.refused > 0 ? 2 : 0;
  } catch (error) {
    if (!(error instanceof ImportError || error instanceof StackError)) throw error;
    say(error.message);
    return 1;
  }
}

async function sendRows(file: string | undefined, options: Options, { screen }: Terminal): Promise<Report> {
  const batch = options.northwindOrders ? northwindBatch(todayInDemo()) : fileBatch(file, options.kind);
  const connection = await connectionFor(options, kindRules[batch.kind].role);
  const { concurrency, again = false } = options;
  return importRows(batch, { connection, again, concurrency, screen });
}

async function sendMessages(batch: MessageBatch, options: Options, { screen }: Terminal): Promise<Report> {
  const { customer, concurrency } = options;
  return importMessages(batch, {
    connection: await connectionFor(options, kindRules.orders.role),
    customer,
    concurrency,
    screen,
  });
}

/** Undefined: nothing is sent. */
async function connectionFor(options: Options, role: Role) {
  if (options.dryRun) return undefined;
  const connection = apiOf(options, role);
  await checkReachable(connection);
  return connection;
}

function fileBatch(file: string | undefined, askedKind: ImportKind | undefined): Batch {
  if (file === undefined) throw new ImportError('Say which file to import, or give --northwind-orders.');
  const { kind, rows } = readRows(file, askedKind);
  const keys = idempotencyKeys(
    kind,
    rows.flatMap((row) => (row.kind === 'readable' ? [row.body] : [])),
  );
  return { source: file, kind, rows: withKeys(rows, keys) };
}

function withKeys(rows: readonly Row[], keys: readonly string[]): Batch['rows'] {
  const left = keys.values();
  return rows.map((row) => (row.kind === 'readable' ? { ...row, key: left.next().value ?? '' } : row));
}

/** Keyed by Northwind's number: run again in another week, the same orders are not taken a second time. */
function northwindBatch(today: LocalDate): Batch {
  const rows = northwindOrders(readNorthwindOrders(), today).map((order, index) => {
    const body: Body = order;
    return {
      kind: 'readable' as const,
      row: index + 1,
      line: null,
      body,
      key: `import-northwind-${order.customerReference}`,
    };
  });
  return { source: 'Northwind', kind: 'orders', rows };
}

const todayInDemo = (): LocalDate => localDateOf(Date.now(), company.zone);

function defaultReportFile(file: string | undefined): string {
  if (file === undefined) return 'northwind-orders.refused.json';
  return `${basename(file, extname(file))}.refused.json`;
}

function readConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) throw new InvalidArgumentError('1 to 64, please.');
  return value;
}
