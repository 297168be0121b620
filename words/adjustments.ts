import type { ChargedAdjustment } from '../contracts/adjustment.js';
import type { Language } from '../contracts/vocabulary.js';
import { NO_BREAK_SPACE, formatFigure, formatPercent, formatPrice } from './format.js';

const MINUS = '\u2212';
const colons: Readonly<Record<Language, string>> = { fr: `${NO_BREAK_SPACE}: `, en: ': ' };

/** What comes off a price or on top, as it was agreed and what it comes to: `Rebate 5%: −12.50`. */
export function describeAdjustment(
  { kind, text, basis, value, amount }: Pick<ChargedAdjustment, 'kind' | 'text' | 'basis' | 'value' | 'amount'>,
  currency: string,
  language: Language,
): string {
  const sign = kind === 'charge' ? '+' : MINUS;
  const of = basis === 'percent' ? ` ${formatPercent(value, language)}` : '';
  const each = basis === 'per-unit' ? ` (${formatPrice(value, language)} / 1)` : '';
  return `${text}${of}${each}${colons[language]}${sign}${formatFigure(amount, currency, language)}`;
}
