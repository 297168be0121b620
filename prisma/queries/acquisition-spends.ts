import type { AcquisitionSpend } from '../../contracts/acquisition-spend.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { currencies } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { amount, instant, instantOrNull, localDate, wordOf } from '../mappers.js';
import type { Moment, Numeric } from '../rows.js';
import { matching, readPage, when, type Db, type PageRequest } from './page.js';

export const spendColumns = Prisma.sql`
  acquisition_spend.id, acquisition_spend.month, acquisition_spend.amount, acquisition_spend.currency, acquisition_spend.what,
  acquisition_spend.entered_by AS "enteredBy", acquisition_spend.entered_at AS "enteredAt",
  acquisition_spend.withdrawn_by AS "withdrawnBy", acquisition_spend.withdrawn_at AS "withdrawnAt"`;

export type SpendRow = Pick<AcquisitionSpend, 'id' | 'what' | 'enteredBy' | 'withdrawnBy'> & {
  readonly month: Moment;
  readonly amount: Numeric;
  readonly currency: string;
  readonly enteredAt: Moment;
  readonly withdrawnAt: Moment | null;
};

export const spendOf = (row: SpendRow): AcquisitionSpend => ({
  id: row.id,
  what: row.what,
  enteredBy: row.enteredBy,
  withdrawnBy: row.withdrawnBy,
  month: localDate(row.month),
  amount: amount(row.amount, row.currency),
  currency: wordOf(currencies, row.currency),
  enteredAt: instant(row.enteredAt),
  withdrawnAt: instantOrNull(row.withdrawnAt),
});

export const spendSorts = {
  month: { expression: Prisma.sql`acquisition_spend.month`, type: 'date' },
  amount: { expression: Prisma.sql`acquisition_spend.amount`, type: 'number' },
  enteredAt: { expression: Prisma.sql`acquisition_spend.entered_at`, type: 'moment' },
} as const;
type SpendSort = keyof typeof spendSorts;

type SpendFilter = PageRequest<SpendSort> & {
  /** In what it was spent for. */
  readonly search?: string | undefined;
  readonly withdrawn?: boolean | undefined;
};

/** What was spent to win customers, the latest month first, with what was taken back. */
export function listSpends(db: Db, filter: SpendFilter): Promise<Page<AcquisitionSpend> | Refusal> {
  const list = {
    columns: spendColumns,
    from: Prisma.sql`acquisition_spend`,
    where: [
      matching(filter.search, [Prisma.sql`acquisition_spend.what`]),
      when(filter.withdrawn, (wanted) => Prisma.sql`(acquisition_spend.withdrawn_at IS NOT NULL) = ${wanted}`),
    ],
    id: Prisma.sql`acquisition_spend.id::text`,
    sorts: spendSorts,
    defaultSort: '-month',
  } as const;
  return readPage<SpendRow, AcquisitionSpend, SpendSort>(db, list, filter, spendOf);
}
