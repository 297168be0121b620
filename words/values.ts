import type { Difference } from '../contracts/discrepancy.js';
import { recoveryFeeCurrency, type Language } from '../contracts/vocabulary.js';
import { isZero } from '../domain/money.js';
import { uncapital } from './format.js';
import { describeTerms } from './payment-terms.js';
import { say as sayIn, type Say } from './say.js';

/** What reconciliation compared, in the reader's notation. */
export function valuesOf(found: Difference, currency: string, language: Language): Values {
  switch (found.type) {
    case 'item':
      return both(found, (product) => product);
    case 'quantity':
      return both(found, sayIn[language].quantity, onLines[language](found.together));
    case 'price':
      return both(found, sayIn[language].price);
    case 'discount':
      return both(found, sayIn[language].percent);
    case 'date':
      return both(found, sayIn[language].date);
    case 'terms':
      return both(found, (terms) => uncapital(describeTerms(terms, language)));
    case 'freight':
      return both(found, (amount) => sayIn[language].amount(amount, currency));
    case 'reference':
      return both(found, (text) => text);
  }
}

type Values = { readonly expected: string; readonly actual: string };

const both = <V>(found: { readonly expected: V; readonly actual: V }, inWords: (value: V) => string, where = '') => ({
  expected: inWords(found.expected),
  actual: `${inWords(found.actual)}${where}`,
});

/** Lines that answer one quote line are counted together: `30 on lines 1, 2`. */
const onLines: Readonly<Record<Language, (lines: readonly number[]) => string>> = {
  fr: (lines) => (lines.length === 0 ? '' : ` sur les lignes ${lines.join(', ')}`),
  en: (lines) => (lines.length === 0 ? '' : ` on lines ${lines.join(', ')}`),
};

/** What is claimed, one total per currency: the euros of the recovery fee are in the claim of euros, and beside any other. */
export function claimOf(
  facts: { readonly claimed: string; readonly recoveryFee: string },
  currency: string,
  say: Say,
  language: Language,
): string {
  const owed = say.amount(facts.claimed, currency);
  if (currency === recoveryFeeCurrency || isZero(facts.recoveryFee)) return owed;
  return `${owed} ${language === 'fr' ? 'et' : 'and'} ${say.amount(facts.recoveryFee, recoveryFeeCurrency)}`;
}
