import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';

/** What poppler reads in a document: another program than the one that wrote it. */
export type ReadPdf = {
  /** Every page's text, with runs of white space (no-break ones included) as one space. */
  readonly pages: readonly string[];
  readonly text: string;
};

/** What poppler says of a document: `pdfinfo`, its tag tree, its XMP packet and its fonts. */
export type InspectedPdf = {
  readonly info: string;
  readonly structure: string;
  readonly metadata: string;
  readonly fonts: string;
};

/** Reads the text of a PDF with poppler-utils; throws when they are not installed. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const pages = withFile(bytes, (file) => run('pdftotext', ['-layout', '-enc', 'UTF-8', file, '-']))
    .split('\f')
    .slice(0, -1)
    .map(flat);
  return { pages, text: pages.join(' ') };
}

/** The lines of all pages, as they stand one below the other, without what is before and behind them. */
export function linesOfPdf(bytes: Uint8Array): string[] {
  const text = withFile(bytes, (file) => run('pdftotext', ['-layout', '-enc', 'UTF-8', file, '-']));
  return text
    .split(/[\n\f]/)
    .map(flat)
    .filter((line) => line !== '');
}

/** Asks poppler-utils about a PDF; throws when they are not installed. */
export function inspectPdf(bytes: Uint8Array): InspectedPdf {
  return withFile(bytes, (file) => ({
    info: run('pdfinfo', [file]),
    structure: run('pdfinfo', ['-struct-text', file]),
    metadata: run('pdfinfo', ['-meta', file]),
    fonts: run('pdffonts', [file]),
  }));
}

/** Every page as poppler paints it at 100 dots per inch. */
export function paintPdf(bytes: Uint8Array): Buffer {
  return withFile(bytes, (file) => Buffer.from(run('pdftoppm', ['-r', '100', file], 'latin1'), 'latin1'));
}

/** The first page as poppler paints it at 20 dots per inch, as JPEG. */
export function jpegOfPdf(bytes: Uint8Array): Buffer {
  return withFile(bytes, (file) =>
    Buffer.from(run('pdftoppm', ['-jpeg', '-r', '20', '-singlefile', file], 'latin1'), 'latin1'),
  );
}

/** What poppler complains of when it reads the whole document: nothing, where it is sound. */
export function complaintsOfPdf(bytes: Uint8Array): string {
  return withFile(bytes, (file) => complaintsOf('pdftotext', [file, '/dev/null']));
}

/** The names of the files attached to a document. */
export function filesInPdf(bytes: Uint8Array): string {
  return withFile(bytes, (file) => run('pdfdetach', ['-list', file]));
}

/** What the compressed streams of a document say: pages, objects, character maps. */
export function streamsOfPdf(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const streams: string[] = [];
  for (let start = file.indexOf('stream\n'); start >= 0; start = file.indexOf('stream\n', start + 1)) {
    const body = file.subarray(start + 'stream\n'.length, file.indexOf('endstream', start));
    if (body[0] === 0x78) streams.push(inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1'));
  }
  return streams;
}

function withFile<T>(bytes: Uint8Array, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'encours-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, bytes);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without any white space: poppler guesses spaces from gaps, so that `5 %` may read `5%`. */
export function compact(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Runs of white space, no-break ones included, as one space. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const complaintsOf = (program: string, args: readonly string[]): string =>
  spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 }).stderr;

function run(program: string, args: readonly string[], encoding: 'utf8' | 'latin1' = 'utf8'): string {
  try {
    return execFileSync(program, args, { encoding, maxBuffer: 64 * 1024 * 1024, timeout: 30_000 });
  } catch (error) {
    throw new Error(`${program} failed; the tests of documents need poppler-utils`, { cause: error });
  }
}
