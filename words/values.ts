import type { Discrepancy } from '../contracts/order.js';
import { recoveryFeeCurrency, type Language } from '../contracts/vocabulary.js';
import { isLocalDate } from '../domain/calendar.js';
import { isZero } from '../domain/money.js';
import type { Say } from './say.js';

export type Difference = Pick<Discrepancy, 'type' | 'lineNo' | 'expected' | 'actual'>;

/** What reconciliation compared, in the reader's notation; what is no figure, date or terms stands as it is. */
export function valueOf(type: Discrepancy['type'], value: string, currency: string, say: Say, language: Language) {
  if (type === 'date') return isLocalDate(value) ? say.date(value) : value;
  if (type === 'terms') return language === 'fr' ? frenchTerms(value) : value;
  if (!/^\d+(\.\d+)?$/.test(value)) return together(value, say, language);
  if (type === 'price') return say.price(value);
  if (type === 'quantity') return say.quantity(value);
  if (type === 'discount') return say.percent(value);
  return type === 'freight' ? say.amount(value, currency) : value;
}

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

/** Reconciliation compares terms by the English words of `describeTerms`. */
function frenchTerms(words: string): string {
  if (words === 'Payable on the invoice date') return 'paiement comptant à la date de facture';
  if (words === 'End of the month of the invoice') return 'fin du mois de la facture';
  const net = /^(\d+) days? net/.exec(words);
  if (net) return `${days(net[1])} net${Number(net[1]) > 1 ? 's' : ''} à compter de la date de facture`;
  const month = /^(\d+) days? end of month \((invoice date plus|end of the month)/.exec(words);
  if (!month) return words;
  const n = days(month[1]);
  return month[2] === 'invoice date plus'
    ? `${n} fin de mois (date de facture plus ${n}, puis fin de ce mois)`
    : `${n} fin de mois (fin du mois de la facture, plus ${n})`;
}

/** Lines that answer one quote line are counted together: `30 on lines 1, 2`. */
function together(value: string, say: Say, language: Language): string {
  const counted = /^(\d+(?:\.\d+)?) on lines ([\d, ]+)$/.exec(value);
  if (!counted) return value;
  return `${say.quantity(counted[1] ?? '0')} ${language === 'fr' ? 'sur les lignes' : 'on lines'} ${counted[2]}`;
}

const days = (n = ''): string => `${n} jour${Number(n) > 1 ? 's' : ''}`;
