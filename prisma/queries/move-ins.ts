import type { MoveIn } from '../../contracts/move-in-desk.js';
import { MoveInTotals, moveInKinds, type RefusedRow } from '../../contracts/move-in.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { MoveInStatus } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { instant, instantOrNull, localDate } from '../mappers.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

type Row = {
  readonly id: string;
  readonly status: MoveInStatus;
  readonly asOf: Date;
  readonly files: readonly string[];
  readonly totals: unknown;
  readonly refused: number;
  readonly refusedKinds: MoveIn['refusedKinds'] | null;
  readonly done: number;
  readonly all: number;
  readonly problem: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly signedBy: string | null;
  readonly signedAt: Date | null;
  readonly isDemo: boolean;
  readonly live: string | null;
  readonly undoneBy: string | null;
  readonly undoneAt: Date | null;
  readonly undoReason: string | null;
};

/** What was moved in by the command has no work, and what was never signed off no move-in. */
const from = Prisma.sql`(
  SELECT COALESCE(m.id, w.id) AS id, COALESCE(w.status, CASE WHEN m.undone_at IS NULL THEN 'done' ELSE 'undone' END) AS status,
    COALESCE(m.as_of, w.as_of) AS as_of, m.files AS signed_files, COALESCE(m.totals, w.totals) AS totals,
    COALESCE(w.refused, 0) AS refused, COALESCE(w.done, 0) AS done, COALESCE(w."all", 0) AS "all", w.problem,
    COALESCE(w.created_by, m.signed_by) AS created_by, COALESCE(w.created_at, m.signed_at) AS created_at, m.signed_by, m.signed_at,
    COALESCE(m.is_demo, false) AS is_demo, m.undone_by, m.undone_at, m.undo_reason, m.id IS NOT NULL AND m.undone_at IS NULL AS stands
  FROM move_in_work w FULL JOIN move_in m ON m.id = w.id) AS entry`;

const columns = Prisma.sql`
  entry.id::text AS id, entry.status, entry.as_of AS "asOf", COALESCE(entry.signed_files, (SELECT jsonb_agg(f.name ORDER BY f.name)
    FROM move_in_file f WHERE f.move_in_id = entry.id), '[]') AS files, entry.totals, entry.refused,
  (SELECT jsonb_agg(jsonb_build_object('kind', k.kind, 'rows', k.rows)) FROM (SELECT r.kind, count(DISTINCT (r.file, r."row"))::int AS rows
    FROM move_in_refused r WHERE r.move_in_id = entry.id AND r.kind IS NOT NULL AND r."row" > 0 GROUP BY 1) k) AS "refusedKinds",
  entry.done, entry."all", entry.problem, entry.created_by AS "createdBy", entry.created_at AS "createdAt", entry.signed_by AS "signedBy",
  entry.signed_at AS "signedAt", entry.is_demo AS "isDemo", CASE WHEN entry.stands THEN move_in_live(entry.id) END AS live,
  entry.undone_by AS "undoneBy", entry.undone_at AS "undoneAt", entry.undo_reason AS "undoReason"`;

export const moveInSorts = {
  createdAt: { expression: Prisma.sql`entry.created_at`, type: 'moment' },
  asOf: { expression: Prisma.sql`entry.as_of`, type: 'date' },
} as const;
type MoveInSort = keyof typeof moveInSorts;

type MoveInFilter = PageRequest<MoveInSort> & { readonly status?: MoveInStatus | undefined };

/** Newest first. */
export const listMoveIns = (db: Db, request: MoveInFilter): Promise<Page<MoveIn> | Refusal> =>
  readPage<Row, MoveIn, MoveInSort>(
    db,
    {
      columns,
      from,
      where: [when(request.status, (status) => Prisma.sql`entry.status = ${status}`)],
      id: Prisma.sql`entry.id`,
      idType: 'uuid',
      sorts: moveInSorts,
      defaultSort: '-createdAt',
    },
    request,
    moveInOf,
  );

export async function getMoveIn(db: Db, id: string): Promise<MoveIn | null> {
  const [row] = await db.$queryRaw<Row[]>`SELECT ${columns} FROM ${from} WHERE entry.id = ${id}::uuid`;
  return row === undefined ? null : moveInOf(row);
}

const moveInOf = (row: Row): MoveIn => ({
  id: row.id,
  status: row.status,
  asOf: localDate(row.asOf),
  files: row.files.map((file) => file.split(/[/\\]/).at(-1) ?? file),
  totals: row.totals === null ? null : MoveInTotals.parse(row.totals),
  refused: row.refused,
  refusedKinds: moveInKinds.flatMap((kind) => row.refusedKinds?.filter((each) => each.kind === kind) ?? []),
  progress: { done: row.done, all: row.all },
  problem: row.problem,
  createdBy: row.createdBy,
  createdAt: instant(row.createdAt),
  signedBy: row.signedBy,
  signedAt: instantOrNull(row.signedAt),
  isDemo: row.isDemo,
  live: row.live,
  undoneBy: row.undoneBy,
  undoneAt: instantOrNull(row.undoneAt),
  undoReason: row.undoReason,
});

export type KeptRefusal = RefusedRow & { readonly cell: string | null };

/** What is wrong, in the order of files and rows. */
export const listRefused = (db: Db, id: string, request: PageRequest<'place'>): Promise<Page<KeptRefusal> | Refusal> =>
  readPage<KeptRefusal, KeptRefusal, 'place'>(
    db,
    {
      columns: Prisma.sql`refused.kind, refused.file, refused."row", refused.cell, refused.field, refused.fault, refused.value, refused.expected, refused.said`,
      from: Prisma.sql`move_in_refused AS refused`,
      where: [Prisma.sql`refused.move_in_id = ${id}::uuid`],
      id: Prisma.sql`lpad(refused.place::text, 9, '0')`,
      sorts: { place: { expression: Prisma.sql`refused.place`, type: 'number' } },
      defaultSort: 'place',
    },
    request,
    ({ kind, file, row, cell, field, fault, value, expected, said }) => ({
      kind,
      file,
      row,
      cell,
      field,
      fault,
      value,
      expected,
      said: said ?? null,
    }),
  );

export type RefusedWithFields = KeptRefusal & { readonly fields: Readonly<Record<string, unknown>> | null };

/** The refused rows of a kind with their fields, to be handed back. */
export const readRefusedRows = (
  db: Db,
  id: string,
  kind: string,
): Promise<readonly RefusedWithFields[]> => db.$queryRaw<RefusedWithFields[]>`
  SELECT kind, file, "row", cell, field, fault, value, expected, said, fields FROM move_in_refused
  WHERE move_in_id = ${id}::uuid AND kind = ${kind} AND "row" > 0 ORDER BY place`;
