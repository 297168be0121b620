import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arrived, Deposit, DepositOutcome, PlatformFormat, PlatformPort } from '../../activities/platform/port.js';

/** What we give, what we are given, what was given and taken, and what could not be read. */
const folders = ['outbox', 'inbox', 'archive', 'errors'] as const;
/** Read in one go. */
const AT_ONCE = 50;
const LARGEST_BYTES = 5 * 1024 * 1024;

/**
 * A platform reached by files, as over SFTP: `outbox` is theirs to take from, `inbox` ours. A file is written under a name
 * that begins with a dot, and renamed when it is whole; so is theirs to be. What was given stands in `archive` under the
 * same name from just before it is there to be taken: see {@link PlatformPort.find}.
 */
export function filePlatform(folder: string, format: PlatformFormat): PlatformPort {
  const at = (name: (typeof folders)[number], file = ''): string => join(folder, name, file);
  return {
    format,
    attemptTimeoutMs: 30_000,
    deposit: (deposit) => outcomeOf(() => give(deposit, at)),
    async find({ fileName }) {
      try {
        await stat(at('outbox'));
        if (!(await isThere(at('archive', sentName(fileName))))) return 'not-there';
        return (await isThere(at('outbox', partName(fileName)))) ? 'not-there' : 'there';
      } catch {
        return 'unknown';
      }
    },
    async arrived() {
      await makeFolders(folder);
      const names = (await readdir(at('inbox'))).filter(isWhole).toSorted().slice(0, AT_ONCE);
      return Promise.all(names.map(async (name): Promise<Arrived> => ({ name, bytes: await read(at('inbox', name)) })));
    },
    async putAway(name, isRead) {
      await rename(at('inbox', name), at(isRead ? 'archive' : 'errors', name)).catch(unless('ENOENT'));
    },
  };
}

type At = (name: (typeof folders)[number], file?: string) => string;

const partName = (fileName: string): string => `.${fileName}.part`;
const sentName = (fileName: string): string => `sent-${fileName}`;
const isWhole = (name: string): boolean => !name.startsWith('.') && !/\.(part|tmp|filepart)$/i.test(name);

const makeFolders = (folder: string): Promise<unknown> =>
  Promise.all(folders.map((name) => mkdir(join(folder, name), { recursive: true })));

/**
 * In three beats: written whole beside its name, noted as given, renamed. Where the note is there and the part is gone it was
 * given; in every other case it was not.
 */
async function give({ fileName, bytes }: Deposit, at: At): Promise<DepositOutcome> {
  await Promise.all(folders.map((name) => mkdir(at(name), { recursive: true })));
  const [part, sent, whole] = [
    at('outbox', partName(fileName)),
    at('archive', sentName(fileName)),
    at('outbox', fileName),
  ];
  const before = await read(sent).catch(unless('ENOENT'));
  if (before !== undefined && !Buffer.from(before).equals(Buffer.from(bytes)))
    return { kind: 'refused', permanent: true, response: `${fileName} was given before, with another content` };
  if (before !== undefined && !(await isThere(part)))
    return { kind: 'accepted', response: `${fileName} was given before` };
  await writeWhole(part, bytes);
  if (before === undefined) await note(sent, bytes);
  await rename(part, whole);
  return { kind: 'accepted', response: `outbox/${fileName}` };
}

async function note(sent: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(`${sent}.part`, bytes);
  await rename(`${sent}.part`, sent);
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Nothing was given where something failed: the last beat is the rename. */
async function outcomeOf(work: () => Promise<DepositOutcome>): Promise<DepositOutcome> {
  try {
    return await work();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return { kind: 'barred', response: message };
    return { kind: 'unreachable', error: message };
  }
}

async function read(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  // What is too large to be a message is taken for one that says nothing.
  return size > LARGEST_BYTES ? new Uint8Array() : readFile(path);
}

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(unless('ENOENT'))) !== undefined;

/** Lets an error of this code pass, as nothing. */
const unless =
  (code: string) =>
  (error: unknown): undefined => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };
