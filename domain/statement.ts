import type { Statement } from '../contracts/statement.js';
import { ageBuckets, type AgeBucket } from '../contracts/vocabulary.js';
import { daysBetween, type LocalDate } from './calendar.js';
import { canonicalAmount, subtract, sum, type Amount } from './money.js';

/** What a statement of account adds up. */

/** How old something owed is on a day: not due until the day after it is. */
export function bucketOf(dueDate: LocalDate, on: LocalDate): AgeBucket {
  const days = overdueDaysOf(dueDate, on);
  if (days === 0) return 'not-due';
  if (days <= 30) return '1-30';
  if (days <= 60) return '31-60';
  return days <= 90 ? '61-90' : 'over-90';
}

/** Days after the due date; 0 until then. */
export const overdueDaysOf = (dueDate: LocalDate, on: LocalDate): number => Math.max(0, daysBetween(dueDate, on));

type Open = Pick<Statement, 'items' | 'claims' | 'credits' | 'on' | 'currency'>;

/** What is owed by age, in all, what is to the customer's credit, and what is left of both. */
export function statementTotals({
  items,
  claims,
  credits,
  on,
  currency,
}: Open): Pick<Statement, 'ageing' | 'owed' | 'credited' | 'balance'> {
  const total = (amounts: readonly Amount[]): Amount => canonicalAmount(sum(amounts), currency);
  const dated = [
    ...items.map(({ dueDate, open }) => ({ bucket: bucketOf(dueDate, on), open })),
    ...claims.map(({ raisedOn, open }) => ({ bucket: bucketOf(raisedOn, on), open })),
  ];
  const ageing = ageBuckets.map((bucket) => ({
    bucket,
    amount: total(dated.filter((each) => each.bucket === bucket).map(({ open }) => open)),
  }));
  const owed = total(ageing.map(({ amount }) => amount));
  const credited = total(credits.map(({ open }) => open));
  return { ageing, owed, credited, balance: canonicalAmount(subtract(owed, credited), currency) };
}
