import type { LegalHold } from '../../contracts/legal-hold.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { heldKinds, type HeldKind } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { instant, instantOrNull, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

type Row = Omit<LegalHold, 'kind' | 'placedAt' | 'liftedAt'> & {
  readonly kind: string;
  readonly placedAt: Moment;
  readonly liftedAt: Moment | null;
};

const columns = Prisma.sql`hold.id::text AS id, hold.kind, hold.subject, hold.reason, hold.placed_by AS "placedBy",
  hold.placed_at AS "placedAt", hold.lifted_by AS "liftedBy", hold.lifted_at AS "liftedAt", hold.lift_reason AS "liftReason"`;

const holdOf = (row: Row): LegalHold => ({
  id: row.id,
  kind: wordOf(heldKinds, row.kind),
  subject: row.subject,
  reason: row.reason,
  placedBy: row.placedBy,
  placedAt: instant(row.placedAt),
  liftedBy: row.liftedBy,
  liftedAt: instantOrNull(row.liftedAt),
  liftReason: row.liftReason,
});

export type LegalHoldFilter = PageRequest<'placedAt'> & {
  readonly kind?: HeldKind | undefined;
  readonly subject?: string | undefined;
  /** Not lifted. */
  readonly standing?: boolean | undefined;
};

/** What is held and what was, the last one first. */
export function listLegalHolds(db: Db, filter: LegalHoldFilter): Promise<Page<LegalHold> | Refusal> {
  const list = {
    columns,
    from: Prisma.sql`legal_hold AS hold`,
    where: [
      when(filter.kind, (kind) => Prisma.sql`hold.kind = ${kind}`),
      when(filter.subject, (subject) => Prisma.sql`hold.subject = ${subject}`),
      when(filter.standing, (standing) => Prisma.sql`(hold.lifted_at IS NULL) = ${standing}`),
    ],
    id: Prisma.sql`hold.id::text`,
    sorts: { placedAt: { expression: Prisma.sql`hold.placed_at`, type: 'moment' } },
    defaultSort: '-placedAt',
  } as const;
  return readPage<Row, LegalHold, 'placedAt'>(db, list, filter, holdOf);
}

export async function getLegalHold(db: Db, id: string): Promise<LegalHold | null> {
  const [row] = await db.$queryRaw<Row[]>`SELECT ${columns} FROM legal_hold AS hold WHERE hold.id = ${id}::uuid`;
  return row === undefined ? null : holdOf(row);
}
