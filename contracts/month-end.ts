import { z } from 'zod';
import { Company } from './company.js';
import { TemplateMark } from './document-template.js';
import { kpiColumnUnits, kpiDimensions, kpiGroups, kpiUnits, KpiPoint } from './kpi.js';
import { Currency, Instant, Language, LocalDate, Reason } from './primitives.js';
import { mistake } from './said.js';

/** A month of the calendar, `YYYY-MM`. */
export const Month = z
  .string()
  .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, mistake('wrong-month'))
  .meta({ id: 'Month' });

const Figure = KpiPoint.shape.value;

/** One row of a split, by the key of what it is about; its name as it was then, where it has one of its own. */
export const MonthEndRow = z.strictObject({
  key: z.string().nullable(),
  name: z.string().nullable(),
  value: Figure,
  before: Figure,
  yearBefore: Figure,
  /** What is told of it beside, in the order of the split's `columns`; null: not known. */
  cells: z.array(z.string().nullable()).optional(),
});
export type MonthEndRow = z.infer<typeof MonthEndRow>;

const split = {
  by: z.enum(kpiDimensions),
  /** How many rows there were in all; the largest are kept. */
  rowCount: z.number().int(),
  /** What the rows tell beside their value, where they do; a text, as the name of a figure is. Month ends of before had none. */
  columns: z.array(z.strictObject({ name: z.string(), unit: z.enum(kpiColumnUnits) })).optional(),
};

/** A figure is called by a text: one that a later release no longer tells stays readable. */
const figure = {
  name: z.string(),
  group: z.enum(kpiGroups),
  unit: z.enum(kpiUnits),
  good: z.enum(['up', 'down']).nullable(),
  over: z.enum(['period', 'day']),
  /** Of a figure that is of one currency; else null. */
  currency: Currency.nullable(),
  value: Figure,
  before: KpiPoint,
  yearBefore: KpiPoint,
};

export const MonthEndFigure = z.strictObject({
  ...figure,
  splits: z.array(z.strictObject({ ...split, rows: z.array(MonthEndRow) })),
});
export type MonthEndFigure = z.infer<typeof MonthEndFigure>;

/** The month end as it stands frozen: PDF, workbook and page are made of it alone. */
export const MonthEndDocument = z.strictObject({
  language: Language,
  /** How it looks on paper; left out: as documents looked before there were templates. */
  template: TemplateMark.optional(),
  company: Company,
  month: Month,
  version: z.number().int().min(1),
  /** First and last day of the month. */
  from: LocalDate,
  to: LocalDate,
  /** Business date on which it was made. */
  madeOn: LocalDate,
  /** Why it was made by hand; null: the schedule made it. */
  reason: z.string().nullable(),
  /** By group, in the order of the registry; figures of money once for each currency that has any. */
  figures: z.array(MonthEndFigure).min(1),
});
export type MonthEndDocument = z.infer<typeof MonthEndDocument>;

export const MonthEnd = z
  .strictObject({
    month: Month,
    /** 1, 2, 3 … of the month. */
    version: z.number().int(),
    madeOn: LocalDate,
    madeAt: Instant,
    /** Who had it made; null: the schedule. */
    madeBy: z.string().nullable(),
    reason: z.string().nullable(),
    /** The last of its month. */
    isLatest: z.boolean(),
  })
  .meta({ id: 'MonthEnd' });
export type MonthEnd = z.infer<typeof MonthEnd>;

export const MonthEndDetail = z
  .strictObject({
    ...MonthEnd.shape,
    from: LocalDate,
    to: LocalDate,
    /** SHA-256 of all that it says. */
    hash: z.string(),
    /** Mails that carry it, and what became of each. */
    mails: z.array(z.strictObject({ id: z.string(), status: z.string() })),
    figures: z.array(
      z.strictObject({
        ...figure,
        title: z.string(),
        /** What it counts; empty: this release no longer tells it. */
        definition: z.string(),
        /** What the version before said; null: there is none, or it did not tell it. */
        versionBefore: z.strictObject({ value: Figure }).nullable(),
        splits: z.array(z.strictObject({ ...split, rows: z.array(MonthEndRow.extend({ label: z.string() })) })),
      }),
    ),
  })
  .meta({ id: 'MonthEndDetail' });
export type MonthEndDetail = z.infer<typeof MonthEndDetail>;

export const MonthEndInput = z.strictObject({ month: Month, reason: Reason }).meta({ id: 'MonthEndInput' });
export type MonthEndInput = z.infer<typeof MonthEndInput>;

export const MonthEndReceipt = MonthEnd.pick({ month: true, version: true }).meta({ id: 'MonthEndReceipt' });
export type MonthEndReceipt = z.infer<typeof MonthEndReceipt>;
