import type { DueTerm, LegalWarning, PaymentTerms } from '../contracts/primitives.js';
import type { GoodsSector, LegalMaximum } from '../contracts/vocabulary.js';
import { addDays, dayInMonth, daysBetween, maxDate, type LocalDate } from './calendar.js';
import { dayOf } from './due-terms.js';
import { invariant } from './invariant.js';
import { dueDate, hasFixedDate } from './payment-terms.js';

/** A way of counting that the law allows; a decade ends on the 10th, the 20th and the last day of a month. */
type Way = DueTerm | { readonly kind: 'end-of-decade'; readonly days: number };

type Maximum = {
  readonly maximum: LegalMaximum;
  readonly article: string;
  /** In force from this day; a later row of the sector ends it. */
  readonly from: LocalDate;
  /** Days from the invoice, or from the delivery that it was issued for on the same day: the latest of them is lawful. */
  readonly ways: readonly Way[];
};

const net = (days: number): Way => ({ kind: 'net', days });
const endOfMonth = (days: number): readonly Way[] => [
  { kind: 'end-of-month', days, reading: 'days-then-month-end' },
  { kind: 'end-of-month', days, reading: 'month-end-then-days' },
];

/** Ordonnance 2019-359, which gave both articles their numbers. */
const RECAST = '2019-04-26';

/**
 * The longest terms that may be agreed between professionals, by sector and day, as the articles of the Code de commerce
 * have them. Not here: agreements of a trade that a decree extends (art. L441-11 I, D441-9), and interprofessional ones for
 * wine.
 */
const maxima: Readonly<Record<GoodsSector, readonly Maximum[]>> = {
  general: [{ maximum: 'general', article: 'L441-10 I', from: RECAST, ways: [net(60), ...endOfMonth(45)] }],
  // Law 2021-1357 counts from the delivery; the end of the decade is left to periodic invoices.
  'perishable-food': [
    {
      maximum: 'perishable-food-by-decade',
      article: 'L441-11 II 1°',
      from: RECAST,
      ways: [{ kind: 'end-of-decade', days: 30 }],
    },
    { maximum: 'perishable-food', article: 'L441-11 II 1°', from: '2021-11-01', ways: [net(30)] },
  ],
  'fresh-meat': [{ maximum: 'fresh-meat', article: 'L441-11 II 2°', from: RECAST, ways: [net(20)] }],
  spirits: [
    {
      maximum: 'spirits',
      article: 'L441-11 II 3°',
      from: RECAST,
      ways: [{ kind: 'end-of-month', days: 30, reading: 'month-end-then-days' }],
    },
  ],
  wine: [{ maximum: 'wine', article: 'L441-11 II 4°', from: RECAST, ways: [net(60), ...endOfMonth(45)] }],
  transport: [{ maximum: 'transport', article: 'L441-11 II 5°', from: RECAST, ways: [net(30)] }],
};

/**
 * Of invoices over the deliveries of a period (CGI art. 289 I-3), where they have maxima of their own: less than the general
 * one, and for perishable food the end of the decade.
 */
const periodicMaxima: Partial<Readonly<Record<GoodsSector, readonly Maximum[]>>> = {
  general: [{ maximum: 'periodic', article: 'L441-10 I', from: RECAST, ways: [net(45)] }],
  'perishable-food': [
    {
      maximum: 'perishable-food-by-decade',
      article: 'L441-11 II 1°',
      from: RECAST,
      ways: [{ kind: 'end-of-decade', days: 30 }],
    },
  ],
};

/** The days of four years, one of them a leap year. */
const CYCLE_DAYS = 1_461;

export type Judged = {
  /** Day on which the terms are judged: no invoice is issued before it. */
  readonly on: LocalDate;
  readonly sectors: readonly GoodsSector[];
  /** One invoice charges the deliveries of a period. */
  readonly isPeriodic?: boolean;
};

/**
 * What the law says against terms, sector by sector: that an invoice may come to be due after the latest lawful day, shown
 * by the day of the year where it is worst. Instalments are judged by the latest. Empty when nothing is against them.
 */
export const legalWarnings = (
  terms: PaymentTerms,
  { on, sectors, isPeriodic = false }: Judged,
): readonly LegalWarning[] =>
  [...new Set(sectors)].flatMap((sector) => {
    const worst = worstOf(terms, maximumOn(sector, on, isPeriodic), on);
    return worst === null ? [] : [worst];
  });

const judged = new Map<string, LegalWarning | null>();
const MOST_JUDGED = 2_000;
const MOST_STARTS = 40;

/** Every customer has terms, and few are different. */
function worstOf(terms: PaymentTerms, maximum: Maximum, on: LocalDate): LegalWarning | null {
  if (isPlainlyLawful(terms, maximum)) return null;
  const start = hasFixedDate(terms) ? on : `${on.slice(0, 4)}-01-01`;
  const key = JSON.stringify([terms, maximum.maximum, start]);
  const known = judged.get(key);
  if (known !== undefined) return known;
  // A date comes no later for a later invoice: the first one is the worst.
  const invoices = terms.kind === 'fixed-date' ? [lawfulOf(start, maximum)] : invoicesFrom(start, maximum);
  const found = search(terms, maximum, invoices);
  if (judged.size >= MOST_JUDGED) judged.clear();
  judged.set(key, found);
  return found;
}

function maximumOn(sector: GoodsSector, on: LocalDate, isPeriodic: boolean): Maximum {
  const rows = (isPeriodic ? periodicMaxima[sector] : undefined) ?? maxima[sector];
  const row = rows.findLast(({ from }) => from <= on) ?? rows[0];
  invariant(row, `no legal maximum for ${sector}`);
  return row;
}

/** Counted as the law counts, and no longer: there is nothing to search for. */
function isPlainlyLawful(terms: PaymentTerms, { ways }: Maximum): boolean {
  if (terms.kind === 'instalments') return terms.parts.every(({ due }) => isWithin(due, ways));
  return isWithin(terms, ways);
}

const isWithin = (term: DueTerm, ways: readonly Way[]): boolean =>
  ways.some((way) => {
    if (term.kind === 'net') return way.kind === 'net' && term.days <= way.days;
    if (term.kind !== 'end-of-month' || way.kind !== 'end-of-month') return false;
    return term.reading === way.reading && term.days <= way.days;
  });

/** A day on which an invoice may be issued, and the latest on which it may be due. */
type Lawful = { readonly issued: LocalDate; readonly latest: LocalDate };
const lawful = new Map<string, readonly Lawful[]>();

const lawfulOf = (issued: LocalDate, { ways }: Maximum): Lawful => ({ issued, latest: latestOf(ways, issued) });

function invoicesFrom(start: LocalDate, maximum: Maximum): readonly Lawful[] {
  const key = `${maximum.maximum} ${start}`;
  const known = lawful.get(key);
  if (known !== undefined) return known;
  const days = Array.from({ length: CYCLE_DAYS }, (_, day) => lawfulOf(addDays(start, day), maximum));
  if (lawful.size >= MOST_STARTS) lawful.clear();
  lawful.set(key, days);
  return days;
}

function search(terms: PaymentTerms, maximum: Maximum, invoices: readonly Lawful[]): LegalWarning | null {
  let worst: (Lawful & { readonly due: LocalDate; readonly over: number }) | null = null;
  for (const { issued, latest } of invoices) {
    const due = dueDate(terms, issued);
    if (due <= latest) continue;
    const over = daysBetween(latest, due);
    if (over > (worst?.over ?? 0)) worst = { issued, latest, due, over };
  }
  if (worst === null) return null;
  const { issued, due, latest } = worst;
  return {
    code: `${terms.kind}-above-legal-maximum`,
    days: 'days' in terms && terms.kind !== 'day-of-month' ? terms.days : daysBetween(issued, due),
    maximumDays: daysOf(maximum, terms, issued),
    maximum: maximum.maximum,
    article: maximum.article,
    issued,
    due,
    latest,
  };
}

const latestOf = (ways: readonly Way[], issued: LocalDate): LocalDate =>
  maxDate(issued, ...ways.map((way) => lastDay(way, issued)));

/** As the article states them for terms of this kind; else those of the way that allows the latest day. */
function daysOf({ ways }: Maximum, { kind }: PaymentTerms, issued: LocalDate): number {
  const latest = latestOf(ways, issued);
  const stated = ways.find((way) => way.kind === kind) ?? ways.find((way) => lastDay(way, issued) === latest);
  return stated !== undefined && 'days' in stated ? stated.days : daysBetween(issued, latest);
}

const lastDay = (way: Way, issued: LocalDate): LocalDate =>
  way.kind === 'end-of-decade' ? addDays(endOfDecade(issued), way.days) : dayOf(way, issued);

function endOfDecade(date: LocalDate): LocalDate {
  const day = Number(date.slice(8));
  if (day > 20) return dayInMonth(date, 31);
  return dayInMonth(date, day > 10 ? 20 : 10);
}
