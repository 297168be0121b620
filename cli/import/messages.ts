import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ImportError } from '../../api/import/errors.js';
import { readOrder } from '../../api/order-messages/receive.js';
import { ProblemError, toldIn } from '../../api/problem.js';
import type { Refusal, Report } from './report.js';
import { reportOf, type Sending } from './batch.js';
import { send, type Outcome } from './send.js';

/** Files of orders in UBL: one, or all of a folder. */
export type MessageBatch = {
  readonly source: string;
  readonly files: readonly string[];
  /** Where files go once there is a verdict; null: they stay. */
  readonly folder: string | null;
};

const MESSAGES = 'order-messages';

const isXml = (file: string): boolean => extname(file).toLowerCase() === '.xml';

/** The files that a path names, by their names; null: it names no file of this kind. @throws ImportError where there is nothing */
export function messagesAt(path: string): MessageBatch | null {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (!isFolder) return isXml(path) ? { source: path, files: [path], folder: null } : null;
  const names = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isXml(entry.name) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted();
  return { source: path, files: names.map((name) => join(path, name)), folder: path };
}

type Settings = Sending & {
  /** Whose files they are, where their buyers are not known by their numbers. */
  readonly customer: string | undefined;
  /** Told where a file of a folder goes that was taken, just before it is there, and which order it is. */
  readonly onTaken?: (file: string, order: string) => void;
};

/** Sends every file, several at once, and puts those of a folder aside: `done`, or `refused` with the reason beside it. */
export const importMessages = ({ source, files, folder }: MessageBatch, settings: Settings): Promise<Report> =>
  reportOf({ source, kind: MESSAGES, items: [...files.entries()] }, settings, async ([at, file]) => {
    const bytes = bytesOf(file);
    const outcome = await outcomeOf(bytes, settings);
    const refusals = outcome.kind === 'refused' ? refusalsOf(at + 1, file, outcome) : [];
    if (settings.connection !== undefined && folder !== null)
      putAside(folder, file, bytes, refusals, (target) => {
        if (outcome.kind === 'accepted' && outcome.number !== null) settings.onTaken?.(target, outcome.number);
      });
    return { outcome, refusals };
  });

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new ImportError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function outcomeOf(bytes: Uint8Array<ArrayBuffer>, { connection, customer }: Settings): Promise<Outcome> {
  if (connection === undefined) return Promise.resolve(check(bytes));
  const query = customer === undefined ? '' : `?${new URLSearchParams({ customer }).toString()}`;
  const idempotencyKey = `import-${MESSAGES}-${digestOf(bytes).slice(0, 40)}`;
  return send(connection, { path: `/v1/${MESSAGES}${query}`, idempotencyKey, content: bytes, type: 'application/xml' });
}

/** What the file says of itself; customers, products and quotes are the API's to judge. */
function check(bytes: Uint8Array): Outcome {
  try {
    readOrder(bytes);
    return { kind: 'accepted', wasThere: false, number: null };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, remedy, errors } = toldIn('en', error);
    const faults = errors.map(({ field, message }) => ({ field, message, remedy }));
    const whole = [{ field: '', message: detail, remedy }];
    return { kind: 'refused', status: error.status, code: error.code, faults: faults.length > 0 ? faults : whole };
  }
}

const refusalsOf = (
  row: number,
  file: string,
  { code, faults }: Extract<Outcome, { kind: 'refused' }>,
): readonly Refusal[] => faults.map((fault) => ({ row, line: null, name: basename(file), code, ...fault }));

/** Moved in one step, the reason before the file: what lies in `refused` says why. */
function putAside(
  folder: string,
  file: string,
  bytes: Uint8Array,
  refusals: readonly Refusal[],
  before: (target: string) => void,
): void {
  const aside = join(folder, refusals.length === 0 ? 'done' : 'refused');
  try {
    mkdirSync(aside, { recursive: true });
    const target = freeName(aside, basename(file), bytes);
    if (refusals.length > 0) writeWhole(`${target}.reason.json`, `${JSON.stringify(refusals, null, 2)}\n`);
    before(target);
    renameSync(file, target);
  } catch (error) {
    throw new ImportError(`${file} cannot be put aside: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A name that no other content has: a file that is sent again under an old name keeps the old one. */
function freeName(folder: string, name: string, bytes: Uint8Array): string {
  const plain = join(folder, name);
  if (!existsSync(plain) || digestOf(readFileSync(plain)) === digestOf(bytes)) return plain;
  const ending = extname(name);
  return join(folder, `${basename(name, ending)}.${digestOf(bytes).slice(0, 8)}${ending}`);
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.part`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
