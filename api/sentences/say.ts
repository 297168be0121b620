import type { Language } from '../../contracts/vocabulary.js';

const locales = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Language, string>;

/** Amounts, quantities, dates and moments the way a reader of the language writes them. */
export type Say = {
  /** `1 234,50 €` (code for other currencies); `1,234.50 EUR`. Figure and currency never part. */
  readonly amount: (amount: string, currency: string) => string;
  readonly quantity: (quantity: string) => string;
  /** A unit price, 2 to 4 decimals, without currency. */
  readonly price: (price: string) => string;
  readonly percent: (percent: string) => string;
  /** `22/11/2026`; `22 Nov 2026`, since 01/02 reads two ways in English. */
  readonly date: (date: string) => string;
  /** A moment as clocks in the zone show it. */
  readonly moment: (instant: string, zone: string) => string;
};

const NO_BREAK_SPACE = '\u00a0';
const NARROW_NO_BREAK_SPACE = '\u202f';

const sayIn = (language: Language): Say => {
  const locale = locales[language];
  // Decimal strings are formatted exactly: they pass through no float.
  const figure = (decimal: string, least: number, most: number): string =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most }).format(
      decimal as Intl.StringNumericLiteral,
    );
  const day = new Intl.DateTimeFormat(locale, {
    day: language === 'fr' ? '2-digit' : 'numeric',
    month: language === 'fr' ? '2-digit' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return {
    amount: (amount, currency) => {
      const digits = minorDigits(currency);
      const unit = language === 'fr' && currency === 'EUR' ? '€' : currency;
      return `${figure(amount, digits, digits)}${NO_BREAK_SPACE}${unit}`;
    },
    quantity: (quantity) => figure(quantity, 0, 3),
    price: (price) => figure(price, 2, 4),
    percent: (percent) => `${figure(percent, 0, 2)}${language === 'fr' ? NARROW_NO_BREAK_SPACE : ''}%`,
    date: (date) => day.format(new Date(`${date}T00:00:00Z`)).replaceAll(' ', NO_BREAK_SPACE),
    moment: (instant, zone) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
        new Date(instant),
      ),
  };
};

const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

export const say: Readonly<Record<Language, Say>> = { fr: sayIn('fr'), en: sayIn('en') };
