import type { Deposit } from '../contracts/deposit.js';
import type { Language } from '../contracts/vocabulary.js';
import { formatAmount, formatPercent } from './format.js';

/** What is asked for: a part of the total, or an amount. */
export const describeDeposit = (deposit: Deposit, currency: string, language: Language): string =>
  deposit.kind === 'percent'
    ? formatPercent(deposit.percent, language)
    : formatAmount(deposit.amount, currency, language);
