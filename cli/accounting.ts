import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { Problem } from '../contracts/problems.js';
import { showLine } from './import/progress.js';
import { StackError } from './stack/home.js';
import { apiOf } from './target.js';
import { print } from './terminal.js';

type Options = {
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly api?: string;
  readonly key?: string;
  readonly workbook?: true;
  readonly parts?: string;
  readonly separator?: string;
  readonly content?: string;
  readonly syntax?: string;
  readonly language?: string;
};

/** `encours accounting`: the journal of a period, and its documents with their index, as files for the accountant. */
export function register(program: Command): void {
  const accounting = program.command('accounting').description('files of a period for the accountant, through the API');
  const ofPeriod = (name: string, description: string): Command =>
    accounting
      .command(name)
      .description(description)
      .requiredOption('--from <day>', 'first day, YYYY-MM-DD')
      .requiredOption('--to <day>', 'last day, of the same financial year')
      .option('--out <folder>', 'where the file goes', '.')
      .option('--api <url>', 'address of the API (default: the running stack)')
      .option('--key <key>', 'API key of finance (default: a demo key of the running stack)')
      .addOption(new Option('--language <language>', 'of what is no FEC').choices(['fr', 'en']));
  ofPeriod('journal', 'the journal of sales, as a file of entries (art. A47 A-1 LPF) or as a workbook')
    .option('--parts <parts>', 'what it tells beside sales: payments,write-offs,claims')
    .addOption(new Option('--separator <separator>', 'between the fields').choices(['tab', 'pipe']))
    .option('--workbook', 'XLSX, with the sums by account and by customer')
    .action(({ from, to, parts, separator, workbook, language, ...where }: Options) =>
      download(`/v1/accounting/journal.${workbook ? 'xlsx' : 'txt'}`, { from, to, parts, separator, language }, where),
    );
  ofPeriod('documents', 'invoices and credit notes with an index, as ZIP')
    .addOption(new Option('--content <content>', 'what of each').choices(['pdf', 'xml', 'both']))
    .addOption(new Option('--syntax <syntax>', 'of the XML').choices(['cii', 'ubl']))
    .action(({ from, to, content, syntax, language, ...where }: Options) =>
      download('/v1/accounting/documents.zip', { from, to, content, syntax, language }, where),
    );
}

type Asked = Readonly<Record<string, string | undefined>>;

/** Writes what the API answers into a folder, under its own name. @throws StackError when it answers none */
async function download(path: string, asked: Asked, where: Pick<Options, 'out' | 'api' | 'key'>): Promise<void> {
  const { api, key } = apiOf(where, 'finance');
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
  const response = await fetch(`${api.replace(/\/+$/, '')}${path}?${query.toString()}`, {
    headers: { authorization: `Bearer ${key}` },
    redirect: 'error',
  });
  const { body, headers } = response;
  if (!response.ok || body === null) throw new StackError(await whyNot(response));
  const file = join(
    where.out,
    basename(/filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'file'),
  );
  const read = { bytes: 0 };
  const stop = showLine(process.stderr, () => progress(basename(file), read.bytes, headers));
  try {
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read.bytes += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(body), counted, createWriteStream(file));
  } finally {
    stop();
  }
  print(`${file}: ${megabytes(read.bytes)} MB`);
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** How far a download is: of what its documents weigh, where the API says it. */
export function progress(name: string, bytes: number, headers: Pick<Headers, 'get'>): string {
  const [count, about] = ['encours-documents', 'encours-about-bytes'].map((each) => Number(headers.get(each) ?? 0));
  const of = about ? ` of about ${megabytes(about)} MB, ${Math.min(99, Math.floor((bytes * 100) / about))} %` : ' MB';
  return `${name} ${megabytes(bytes)}${of}${count ? `, ${count} documents` : ''}`;
}

async function whyNot(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const problem = Problem.safeParse(JSON.parse(text)).data;
    if (problem) return [problem.detail ?? problem.title, problem.remedy].filter(Boolean).join(' ');
  } catch {
    // It is no JSON: the status says it.
  }
  return `The API answers ${response.status}.`;
}
