import type { AccountingPeriod, AccountingPolicy } from '../../contracts/accounting.js';
import type { JournalPart } from '../../contracts/vocabulary.js';
import {
  assignmentEntry,
  bankEntry,
  financialYearOf,
  ledgerEntry,
  salesEntry,
  type Entry,
  type Journal,
} from '../../domain/accounting.js';
import { addDays, compareDates } from '../../domain/calendar.js';
import type { NumberedEntry } from '../../domain/fec.js';
import {
  assignedMoney,
  bookedMoney,
  countEntries,
  ledgerActs,
  soldDocuments,
  type Books,
  type EntryCounts,
} from './accounting.js';
import type { Db } from './page.js';

export type JournalAsked = {
  readonly books: Books;
  readonly chart: AccountingPolicy;
  readonly period: AccountingPeriod;
  readonly parts: readonly JournalPart[];
};

/** The entries of a period in the order of their days, numbered on from the first day of the financial year, as they are read. */
export async function* journalOf(db: Db, asked: JournalAsked): AsyncGenerator<NumberedEntry> {
  const { chart } = asked;
  const last = await numbersBefore(db, asked);
  for await (const entry of byDate(sourcesOf(db, asked))) {
    last[entry.journal] += 1;
    const { code, label } = chart.journals[entry.journal];
    yield { ...entry, code, journalLabel: label, sequence: last[entry.journal] };
  }
}

function sourcesOf(db: Db, { books, chart, period, parts }: JournalAsked): readonly AsyncIterable<Entry>[] {
  const acts = parts.filter((part) => part !== 'sales' && part !== 'payments');
  return [
    mapped(soldDocuments(db, books, period), (document) => salesEntry(document, chart)),
    ...(parts.includes('payments')
      ? [
          mapped(bookedMoney(db, books, period), (money) => bankEntry(money, chart)),
          mapped(assignedMoney(db, books, period), (money) => assignmentEntry(money, chart)),
        ]
      : []),
    ...(acts.length > 0 ? [mapped(ledgerActs(db, books, period, acts), (act) => ledgerEntry(act, chart))] : []),
  ];
}

/** How many entries the days of the financial year before the period have, by journal. */
async function numbersBefore(db: Db, { books, chart, period, parts }: JournalAsked): Promise<Record<Journal, number>> {
  const { from } = financialYearOf(period.from, chart.yearEnd);
  if (compareDates(from, period.from) === 0) return { sales: 0, bank: 0, other: 0 };
  return byJournal(await countEntries(db, books, { from, to: addDays(period.from, -1) }), parts);
}

/** How many entries of these parts each journal has. */
function byJournal(counts: EntryCounts, parts: readonly JournalPart[]): Record<Journal, number> {
  const of = (part: JournalPart, count: number): number => (parts.includes(part) ? count : 0);
  return {
    sales: counts.sales,
    bank: of('payments', counts.payments),
    other: of('payments', counts.assignments) + of('write-offs', counts['write-offs']) + of('claims', counts.claims),
  };
}

async function* mapped<A, B>(source: AsyncIterable<A>, of: (each: A) => B): AsyncGenerator<B> {
  for await (const each of source) yield of(each);
}

/** Entries of several sources, each in the order of its days, in that order; those of one day in the order of the sources. */
async function* byDate(sources: readonly AsyncIterable<Entry>[]): AsyncGenerator<Entry> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const heads: (Entry | null)[] = [];
  // One connection reads: one source after the other.
  for (const reader of readers) heads.push(await headOf(reader));
  for (;;) {
    const first = heads.reduce<Entry | null>(
      (best, head) => (head !== null && (best === null || compareDates(head.date, best.date) < 0) ? head : best),
      null,
    );
    if (first === null) return;
    yield first;
    const at = heads.indexOf(first);
    const reader = readers[at];
    heads[at] = reader === undefined ? null : await headOf(reader);
  }
}

async function headOf(reader: AsyncIterator<Entry>): Promise<Entry | null> {
  const { done, value } = await reader.next();
  return done === true ? null : value;
}
