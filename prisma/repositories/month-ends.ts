import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** Versions of a month are made one after the other. */
export const monthLocked = (month: string): Prisma.Sql =>
  Prisma.sql`pg_advisory_xact_lock(hashtextextended(${`month-end:${month}`}, 0)) IS NOT NULL`;

export const versionsOf = (tx: Transaction, month: string): Promise<number> => tx.monthEnd.count({ where: { month } });

/** The last month of which a version is kept; null: none is. */
export async function lastMonthKept(db: Transaction): Promise<string | null> {
  const { _max } = await db.monthEnd.aggregate({ _max: { month: true } });
  return _max.month;
}

export type NewMonthEnd = {
  readonly month: string;
  readonly version: number;
  /** Business date. */
  readonly madeOn: string;
  readonly madeBy: string | null;
  readonly reason: string | null;
  readonly toldCodes: readonly string[];
};

export async function insertMonthEnd(tx: Transaction, made: NewMonthEnd): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO month_end (month, version, made_on, made_by, reason, told_codes)
    VALUES (${made.month}, ${made.version}, ${made.madeOn}::date, ${made.madeBy}, ${made.reason}, ${[...made.toldCodes]}::text[])`;
}
