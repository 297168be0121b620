import type { RawTable, RefusedRow } from '../../contracts/move-in.js';
import type { Actor, MoveInStatus } from '../../contracts/vocabulary.js';
import type { PrismaClient, Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { localDate } from '../mappers.js';
import type { Looked, MoveInBatch, MovedIn } from './door.js';
import type { Undone } from './undo.js';

/** A move-in that somebody asked for at the desk, as a worker finds it. */
export type DeskWork = {
  readonly id: string;
  readonly status: MoveInStatus;
  readonly asOf: string;
  readonly actor: Actor;
  readonly digest: string | null;
  readonly reason: string | null;
};

export async function readDeskWork(prisma: PrismaClient, id: string): Promise<DeskWork | null> {
  const row = await prisma.moveInWork.findUnique({ where: { id } });
  if (row === null) return null;
  const { status, asOf, actor, digest, reason } = row;
  return {
    id,
    status: status as MoveInStatus,
    asOf: localDate(asOf),
    actor: actor as unknown as Actor,
    digest,
    reason,
  };
}

export async function readDeskFiles(prisma: PrismaClient, id: string) {
  const files = await prisma.moveInFile.findMany({ where: { moveInId: id }, orderBy: { name: 'asc' } });
  return files.map(({ name, content }) => ({ name, bytes: content }));
}

/** As many faults as are kept; the rest show once these are put right. */
const MOST_KEPT = 5_000;

/**
 * Keeps what is wrong with rows, each as it was read, so that it can be handed back.
 * @param cellOf where a refused field stands in its sheet
 */
export async function keepRefused(
  prisma: PrismaClient,
  id: string,
  refused: readonly RefusedRow[],
  tables: readonly RawTable[],
  places: { readonly placeOf: (table: RawTable) => string; readonly cellOf: (row: RefusedRow) => string | null },
): Promise<void> {
  const kept = refused.slice(0, MOST_KEPT);
  const wanted = new Set(kept.map(({ kind, file, row }) => `${kind}\n${file}\n${row}`));
  const fields = new Map<string, object>();
  for (const table of tables)
    for (const { row, fields: of } of table.rows) {
      const key = `${table.kind}\n${places.placeOf(table)}\n${row}`;
      if (wanted.has(key)) fields.set(key, of);
    }
  const rows = kept.map((each, index) => ({
    ...each,
    place: index + 1,
    cell: places.cellOf(each),
    fields: fields.get(`${each.kind}\n${each.file}\n${each.row}`) ?? null,
  }));
  await prisma.$transaction([
    prisma.$executeRaw`DELETE FROM move_in_refused WHERE move_in_id = ${id}::uuid`,
    prisma.$executeRaw`
      INSERT INTO move_in_refused (move_in_id, place, kind, file, "row", cell, field, fault, value, expected, said, fields)
      SELECT ${id}::uuid, place, kind, file, "row", cell, field, fault, value, expected, said, fields
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(place int, kind text, file text, "row" int, cell text, field text,
        fault text, value text, expected text, said jsonb, fields jsonb)`,
    prisma.$executeRaw`
      UPDATE move_in_work SET status = 'refused', refused = ${refused.length}, totals = NULL, digest = NULL, done = 0, "all" = 0
      WHERE id = ${id}::uuid AND status IN ('looking', 'moving')`,
  ]);
}

/** What came of the look at files that fit. */
export async function keepLooked(
  prisma: PrismaClient,
  id: string,
  digest: string,
  looked: Exclude<MovedIn, Extract<Looked, { kind: 'refused' }>>,
): Promise<void> {
  const isOther = looked.kind === 'known' && looked.id !== id;
  await prisma.$transaction([
    prisma.$executeRaw`DELETE FROM move_in_refused WHERE move_in_id = ${id}::uuid`,
    prisma.$executeRaw`
      UPDATE move_in_work SET status = ${isOther ? 'known' : 'ready'}, refused = 0, digest = ${digest},
        totals = ${JSON.stringify(looked.totals)}::jsonb WHERE id = ${id}::uuid AND status = 'looking'`,
  ]);
}

/** It goes on from one status to the next; the files of what is in the books are not needed any more. */
export async function goOn(
  prisma: PrismaClient,
  id: string,
  from: MoveInStatus,
  to: MoveInStatus,
  problem: string | null = null,
): Promise<void> {
  await prisma.$transaction([
    prisma.$executeRaw`
      UPDATE move_in_work SET status = ${to}, problem = ${problem}, done = 0, "all" = 0 WHERE id = ${id}::uuid AND status = ${from}`,
    ...(to === 'starting' ? [prisma.$executeRaw`DELETE FROM move_in_file WHERE move_in_id = ${id}::uuid`] : []),
  ]);
}

export async function tellProgress(prisma: PrismaClient, id: string, done: number, all: number): Promise<void> {
  await prisma.$executeRaw`UPDATE move_in_work SET done = ${done}, "all" = ${all} WHERE id = ${id}::uuid`;
}

/** What had processes that are still to be ended. @param id null: of every move-in that was undone */
export const readEnded = (db: Transaction, id: string | null): Promise<readonly Undone[]> => db.$queryRaw<Undone[]>`
  SELECT kind, number FROM move_in_ended WHERE ${id}::uuid IS NULL OR move_in_id = ${id}::uuid ORDER BY kind, number`;

export const forgetEnded = (db: Transaction, id: string | null): Promise<number> => db.$executeRaw`
  DELETE FROM move_in_ended WHERE ${id}::uuid IS NULL OR move_in_id = ${id}::uuid`;

/** Those on which somebody works, or should. */
export const readMoveInsAtWork = (db: Transaction): Promise<readonly { readonly id: string }[]> => db.$queryRaw<
  { id: string }[]
>`
  SELECT id FROM move_in_work WHERE status IN ('looking', 'moving', 'starting', 'undoing', 'ending')`;

export const batchOf = ({ id, asOf, actor }: DeskWork, digest: string, files: readonly string[]): MoveInBatch => ({
  id,
  digest,
  asOf,
  files,
  actor,
  isDemo: false,
});

/** Files that nobody signed off within a week, and what was said of their rows. */
export async function forgetUnsigned(prisma: PrismaClient): Promise<void> {
  const old = Prisma.sql`(SELECT id FROM move_in_work WHERE status IN ('refused', 'ready', 'known') AND created_at < now() - interval '7 days')`;
  await prisma.$transaction([
    prisma.$executeRaw`DELETE FROM move_in_file WHERE move_in_id IN ${old}`,
    prisma.$executeRaw`DELETE FROM move_in_refused WHERE move_in_id IN ${old}`,
    prisma.$executeRaw`DELETE FROM move_in_work WHERE id IN ${old}`,
  ]);
}
