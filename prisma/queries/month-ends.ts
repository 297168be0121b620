import type { Company } from '../../contracts/company.js';
import type { KpiDimension, KpiName } from '../../contracts/kpi.js';
import { MonthEndDocument, type MonthEnd, type MonthEndFigure } from '../../contracts/month-end.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Currency } from '../../contracts/vocabulary.js';
import { documentIds } from '../../contracts/ids.js';
import { kpiRule, type KpiRule, type Period } from '../../domain/kpis.js';
import { isZero } from '../../domain/money.js';
import { ROWS_KEPT, isOfCurrency, monthEndFigures, splitsOf } from '../../domain/month-end.js';
import type { PrismaClient } from '../client.js';
import { Prisma } from '../generated/client.js';
import { instant, localDate } from '../mappers.js';
import { companyCalendar } from './company.js';
import { readFigure, readNeeds, type FigureRecord, type FigureRequest } from './kpis/figure.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

const LONGEST_MS = 10 * 60_000;

type Books = Pick<Company, 'currency' | 'zone' | 'address'>;

/** Every figure of a month with its splits, as one moment has them: all are read in one snapshot. */
export const readMonthFigures = (prisma: PrismaClient, company: Books, period: Period): Promise<MonthEndFigure[]> =>
  prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = '5min'`;
      const figures: MonthEndFigure[] = [];
      const { currency, zone } = company;
      const asked = { currency, zone, calendar: await companyCalendar(tx, company), period };
      const entered = await readNeeds(tx);
      const isThere = ({ needs }: KpiRule): boolean => needs === undefined || entered.has(needs);
      for (const name of monthEndFigures.filter((each) => isThere(kpiRule(each)))) {
        figures.push(await figureOf(tx, name, asked));
        if (isOfCurrency(name)) figures.push(...(await inOtherCurrencies(tx, name, asked)));
      }
      return figures;
    },
    { isolationLevel: 'RepeatableRead', timeout: LONGEST_MS, maxWait: 30_000 },
  );

type Asked = Pick<FigureRequest, 'currency' | 'zone' | 'calendar' | 'period'>;

async function figureOf(db: Db, name: KpiName, asked: Asked): Promise<MonthEndFigure> {
  const { group, unit, good, over } = kpiRule(name);
  const request: FigureRequest = {
    ...asked,
    name,
    by: null,
    order: 'value',
    customer: null,
    hasCourse: false,
    rowsAtMost: ROWS_KEPT,
  };
  const everything = { salesperson: null };
  const { value, before, yearBefore } = await readFigure(db, request, everything);
  const splits: MonthEndFigure['splits'] = [];
  for (const by of splitsOf(name)) {
    splits.push(splitOf(by, await readFigure(db, { ...request, by }, everything)));
  }
  const currency = isOfCurrency(name) ? (asked.currency as Currency) : null;
  return { name, group, unit, good, over, currency, value, before, yearBefore, splits };
}

function splitOf(by: KpiDimension, { columns, rows, rowCount }: FigureRecord): MonthEndFigure['splits'][number] {
  if (columns.length === 0)
    return { by, rowCount, rows: rows.map(({ change: _change, cells: _cells, ...row }) => row) };
  return { by, rowCount, columns: [...columns], rows: rows.map(({ change: _change, ...row }) => row) };
}

/** The same of each other currency that customers buy in, where there is anything of it. */
async function inOtherCurrencies(db: Db, name: KpiName, asked: Asked): Promise<MonthEndFigure[]> {
  const others = await db.$queryRaw<{ currency: string }[]>`
    SELECT DISTINCT currency FROM customer WHERE currency <> ${asked.currency} ORDER BY currency`;
  const figures: MonthEndFigure[] = [];
  for (const { currency } of others) {
    const figure = await figureOf(db, name, { ...asked, currency });
    const told = [figure.value, figure.before.value, figure.yearBefore.value];
    if (told.some((value) => value !== null && !isZero(value))) figures.push(figure);
  }
  return figures;
}

const isLatest = Prisma.sql`
  NOT EXISTS (SELECT FROM month_end AS later WHERE later.month = month_end.month AND later.version > month_end.version)`;

const columns = Prisma.sql`
  month_end.month, month_end.version, month_end.made_on AS "madeOn", month_end.made_at AS "madeAt",
  month_end.made_by AS "madeBy", month_end.reason,
  ${isLatest} AS "isLatest"`;

type MonthEndRecord = {
  readonly month: string;
  readonly version: number;
  readonly madeOn: Date;
  readonly madeAt: Date;
  readonly madeBy: string | null;
  readonly reason: string | null;
  readonly isLatest: boolean;
};

const monthEndOf = ({ month, version, madeOn, madeAt, madeBy, reason, isLatest }: MonthEndRecord): MonthEnd => ({
  month,
  version,
  madeOn: localDate(madeOn),
  madeAt: instant(madeAt),
  madeBy,
  reason,
  isLatest,
});

export const monthEndSorts = {
  month: { expression: Prisma.sql`month_end.month`, type: 'text' },
  madeOn: {
    expression: Prisma.sql`month_end.made_on`,
    type: 'date',
    id: Prisma.sql`(month_end.month || lpad(month_end.version::text, 9, '0'))`,
  },
} as const;
export type MonthEndSort = keyof typeof monthEndSorts;

type MonthEndFilter = PageRequest<MonthEndSort> & {
  readonly month?: string | undefined;
  /** The last version of its month, or one before it. */
  readonly latest?: boolean | undefined;
};

/** Every version of every month, the last one first. */
export function listMonthEnds(db: Db, request: MonthEndFilter): Promise<Page<MonthEnd> | Refusal> {
  const list = {
    columns,
    from: Prisma.sql`month_end`,
    where: [
      when(request.month, (month) => Prisma.sql`month_end.month = ${month}`),
      when(request.latest, (wanted) => Prisma.sql`${isLatest} = ${wanted}`),
    ],
    id: Prisma.sql`lpad(month_end.version::text, 9, '0')`,
    sorts: monthEndSorts,
    defaultSort: '-month',
  } as const;
  return readPage<MonthEndRecord, MonthEnd, MonthEndSort>(db, list, request, monthEndOf);
}

export type KeptMonthEnd = MonthEnd & {
  readonly document: MonthEndDocument;
  readonly hash: string;
  readonly mails: readonly { readonly id: string; readonly status: string }[];
};

/** One version with all that it says. Null: there is none. */
export async function getMonthEnd(db: Db, month: string, version: number): Promise<KeptMonthEnd | null> {
  const id = documentIds.monthEnd(month, version);
  const [row] = await db.$queryRaw<
    (MonthEndRecord & { snapshot: unknown; hash: string; mails: KeptMonthEnd['mails'] })[]
  >`
    SELECT ${columns}, document.snapshot, document.snapshot_hash AS hash,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', mail.id, 'status', mail.status) ORDER BY mail.id) FROM outgoing AS mail
        WHERE mail.kind = 'month-end' AND mail.documents[1] = document.id), '[]') AS mails
    FROM month_end JOIN document ON document.id = ${id}
    WHERE month_end.month = ${month} AND month_end.version = ${version}`;
  if (row === undefined) return null;
  const { snapshot, hash, mails } = row;
  return { ...monthEndOf(row), document: MonthEndDocument.parse(snapshot), hash, mails };
}
