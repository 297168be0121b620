import { heartbeat } from '@temporalio/activity';
import { placeOf } from '../contracts/move-in.js';
import type { MoveInStatus } from '../contracts/vocabulary.js';
import {
  batchOf,
  forgetEnded,
  goOn,
  keepLooked,
  keepRefused,
  readDeskFiles,
  readDeskWork,
  readEnded,
  tellProgress,
  type DeskWork,
} from '../prisma/move-in/desk.js';
import { moveIn } from '../prisma/move-in/door.js';
import { shapedRows } from '../prisma/move-in/rows.js';
import { undoMoveIn } from '../prisma/move-in/undo.js';
import { cellOf, readBooks } from '../tables/books.js';
import type { ActivityDeps } from './deps.js';

/** Where a move-in stands once nothing more is to be done for it now. */
export type MoveInRests = { readonly kind: 'rests'; readonly status: MoveInStatus | null };

/** A move-in goes through so many statuses at most before it rests. */
const BEATS = 6;

export function moveInActivities(deps: ActivityDeps) {
  return {
    /**
     * Does what a move-in of the desk waits for, status by status, until it waits for a person. Each status is left by the
     * transaction that did its work, or by one after it that finds the work done: cut off anywhere, it is begun again.
     */
    workOnMoveIn: (id: string): Promise<MoveInRests> => aloud(() => untilItRests(deps, id)),
  };
}

const HEARTBEAT_MS = 5_000;

/** Says that it lives, however long a statement takes. */
async function aloud<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function untilItRests(deps: ActivityDeps, id: string): Promise<MoveInRests> {
  for (let beat = 0; beat < BEATS; beat += 1) {
    const work = await readDeskWork(deps.prisma, id);
    if (work === null || !(work.status in beats)) return { kind: 'rests', status: work?.status ?? null };
    await beats[work.status as keyof typeof beats](deps, work);
  }
  return { kind: 'rests', status: null };
}

type Beat = (deps: ActivityDeps, work: DeskWork) => Promise<void>;

const look: Beat = async (deps, work) => {
  const found = await read(deps, work);
  if (found === null) return;
  const { tables, batch, set } = found;
  const looked = await judged(deps, work, () => moveIn(deps.databaseUrl, set, batch, 'dry'));
  if (looked === null) return;
  if (looked.kind === 'refused') await refuse(deps, work, looked.rows, tables);
  else await keepLooked(deps.prisma, work.id, batch.digest, looked);
};

const take: Beat = async (deps, work) => {
  const found = await read(deps, work);
  if (found === null) return;
  const { tables, batch, set } = found;
  if (batch.digest !== work.digest) return goOn(deps.prisma, work.id, 'moving', 'looking');
  const done = await judged(deps, work, () => moveIn(deps.databaseUrl, set, batch, 'sign-off'));
  if (done === null) return;
  if (done.kind === 'refused') return refuse(deps, work, done.rows, tables);
  const isOther = done.kind === 'known' && done.id !== work.id;
  return goOn(deps.prisma, work.id, 'moving', isOther ? 'known' : 'starting');
};

/** Each process once: one that runs is left alone. */
const start: Beat = async ({ prisma, processes }, { id }) => {
  await processes.startMoved((done, all) => tellProgress(prisma, id, done, all));
  await goOn(prisma, id, 'starting', 'done');
};

const undo: Beat = async ({ prisma, databaseUrl }, { id, actor, reason }) => {
  const outcome = await undoMoveIn(databaseUrl, id, actor, reason);
  // What is undone goes on to its end in the transaction that undid it.
  if (outcome.kind === 'live') await goOn(prisma, id, 'undoing', 'done', outcome.because);
  if (outcome.kind === 'nothing') await goOn(prisma, id, 'undoing', 'ending');
};

const end: Beat = async ({ prisma, processes }, { id }) => {
  await processes.endMoved(await readEnded(prisma, id), (done, all) => tellProgress(prisma, id, done, all));
  await forgetEnded(prisma, id);
  await goOn(prisma, id, 'ending', 'undone');
};

const beats = { looking: look, moving: take, starting: start, undoing: undo, ending: end } as const;

/** The rows of its files, in the shape of their contracts; null: some are not, and are told. */
async function read(deps: ActivityDeps, work: DeskWork) {
  const files = await readDeskFiles(deps.prisma, work.id);
  const { tables, refused: unread } = readBooks(files);
  const { set, refused, digest } = shapedRows(tables);
  if (unread.length + refused.length > 0) {
    await refuse(deps, work, [...unread, ...refused], tables);
    return null;
  }
  const names = files.map(({ name }) => name);
  return { tables, set, batch: batchOf(work, digest, names) };
}

const refuse = (
  { prisma }: ActivityDeps,
  { id }: DeskWork,
  rows: Parameters<typeof keepRefused>[2],
  tables: Parameters<typeof keepRefused>[3],
): Promise<void> => keepRefused(prisma, id, rows, tables, { placeOf, cellOf: (row) => cellOf(tables, row) });

/** Data exceptions and constraints (SQLSTATE 22, 23): the rows are at fault, and would be again. */
const isOfRows = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code);

/** What no check foresaw, and the database refuses: it is told, and not tried for ever. */
async function judged<T>(deps: ActivityDeps, work: DeskWork, judge: () => Promise<T>): Promise<T | null> {
  try {
    return await judge();
  } catch (error) {
    if (!isOfRows(error)) throw error;
    await goOn(deps.prisma, work.id, work.status, 'refused', error.message);
    return null;
  }
}
