import type { Language } from '../contracts/vocabulary.js';
import type { TimeZone } from '../domain/calendar.js';
import { formatAmount, formatDate, formatInstant, formatPercent, formatPrice, formatQuantity } from './format.js';

/** Figures, dates and moments the way a reader of one language writes them: words/format.ts with the language filled in. */
export type Say = {
  readonly amount: (amount: string, currency: string) => string;
  readonly quantity: (quantity: string) => string;
  readonly price: (price: string) => string;
  readonly percent: (percent: string) => string;
  readonly date: (date: string) => string;
  readonly moment: (instant: string, zone: TimeZone) => string;
};

const sayIn = (language: Language): Say => ({
  amount: (amount, currency) => formatAmount(amount, currency, language),
  quantity: (quantity) => formatQuantity(quantity, language),
  price: (price) => formatPrice(price, language),
  percent: (percent) => formatPercent(percent, language),
  date: (date) => formatDate(date, language),
  moment: (instant, zone) => formatInstant(instant, zone, language),
});

export const say: Readonly<Record<Language, Say>> = { fr: sayIn('fr'), en: sayIn('en') };
