import { dunningLevels, recoveryFeeCurrency, type DunningLevel } from '../contracts/vocabulary.js';
import { compareDates, type LocalDate } from './calendar.js';
import { claimedAmount } from './dunning.js';
import { sum, type Amount } from './money.js';

/** What a letter asks for one receivable. */
type Claimed = { readonly openAmount: Amount; readonly interest: Amount; readonly recoveryFee: Amount };

/** What all of it comes to: the fees in euros, the rest in the currency of the receivables. */
export type LetterTotals = Claimed & { readonly claimed: Amount };

export function letterTotals(claims: readonly Claimed[], currency: string): LetterTotals {
  const totals = {
    openAmount: sum(
      claims.map(({ openAmount }) => openAmount),
      currency,
    ),
    interest: sum(
      claims.map(({ interest }) => interest),
      currency,
    ),
    recoveryFee: sum(
      claims.map(({ recoveryFee }) => recoveryFee),
      recoveryFeeCurrency,
    ),
  };
  return { ...totals, claimed: claimedAmount(totals, currency) };
}

type Dunned = { readonly level: DunningLevel; readonly dueDate: LocalDate };

/** The receivable that sets the tone of a letter: of the highest level the one that has been due longest. */
export function leadingOf<T extends Dunned>(dunned: readonly [T, ...T[]]): T {
  return dunned.reduce((lead, each) => (leads(each, lead) ? each : lead));
}

function leads(one: Dunned, other: Dunned): boolean {
  const severity = dunningLevels.indexOf(one.level) - dunningLevels.indexOf(other.level);
  return severity > 0 || (severity === 0 && compareDates(one.dueDate, other.dueDate) < 0);
}
