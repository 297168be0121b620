import type { DueTerm, PaymentTerms } from '../contracts/primitives.js';
import type { Language } from '../contracts/vocabulary.js';
import { NO_BREAK_SPACE, formatLongDate, formatPercent, uncapital } from './format.js';

/** The terms in words for a document, with the reading of "end of month" spelt out. */
export function describeTerms(terms: PaymentTerms, language: Language): string {
  const inWords = language === 'fr' ? inFrench : inEnglish;
  if (terms.kind !== 'instalments') return inWords(terms);
  const parts = terms.parts.map(
    ({ percent, due }) => `${formatPercent(percent, language)}${colons[language]}${uncapital(inWords(due))}`,
  );
  return `${schedules[language](parts.length)}${colons[language]}${parts.join(separators[language])}`;
}

const colons: Readonly<Record<Language, string>> = { fr: `${NO_BREAK_SPACE}: `, en: ': ' };
const separators: Readonly<Record<Language, string>> = { fr: `${NO_BREAK_SPACE}; `, en: '; ' };
const schedules: Readonly<Record<Language, (parts: number) => string>> = {
  fr: (parts) => `En ${parts} échéances`,
  en: (parts) => `In ${parts} instalments`,
};

function inFrench(term: DueTerm): string {
  switch (term.kind) {
    case 'net':
      if (term.days === 0) return 'Paiement comptant à la date de facture';
      return `${frenchDays(term.days)} net${term.days > 1 ? 's' : ''} à compter de la date de facture`;
    case 'end-of-month': {
      if (term.days === 0) return 'Fin du mois de la facture';
      const days = frenchDays(term.days);
      return term.reading === 'days-then-month-end'
        ? `${days} fin de mois (date de facture plus ${days}, puis fin de ce mois)`
        : `${days} fin de mois (fin du mois de la facture, plus ${days})`;
    }
    case 'day-of-month':
      return onDayInFrench(term);
    case 'fixed-date':
      return `Le ${formatLongDate(term.date, 'fr')}`;
  }
}

type DayOfMonth = Extract<DueTerm, { kind: 'day-of-month' }>;

const SHORTEST_MONTH_DAYS = 28;
/** The last day stands for one that a month has not. */
const mayBeMissing = ({ day }: DayOfMonth): boolean => day > SHORTEST_MONTH_DAYS;

function onDayInFrench(term: DayOfMonth): string {
  const days = frenchDays(term.days);
  const day = `${term.day === 1 ? '1er' : term.day}${mayBeMissing(term) ? ' (ou dernier jour)' : ''}`;
  const head = term.reading === 'days-then-day' ? days : `${days} fin de mois`;
  switch (term.reading) {
    case 'days-then-day':
      if (term.days === 0) return `Le ${day} (le premier à compter de la date de facture)`;
      return `${head}, le ${day} (date de facture plus ${days}, puis le premier ${day})`;
    case 'days-then-month-end':
      if (term.days === 0) return `Le ${day} du mois suivant celui de la facture`;
      return `${head}, le ${day} (date de facture plus ${days}, puis le ${day} du mois suivant)`;
    case 'month-end-then-days':
      if (term.days === 0) return `Fin de mois, le ${day} (fin du mois de la facture, puis le premier ${day})`;
      return `${head}, le ${day} (fin du mois de la facture, plus ${days}, puis le premier ${day})`;
  }
}

function inEnglish(term: DueTerm): string {
  switch (term.kind) {
    case 'net':
      return term.days === 0 ? 'Payable on the invoice date' : `${englishDays(term.days)} net from the invoice date`;
    case 'end-of-month': {
      if (term.days === 0) return 'End of the month of the invoice';
      const days = englishDays(term.days);
      return term.reading === 'days-then-month-end'
        ? `${days} end of month (invoice date plus ${days}, then the end of that month)`
        : `${days} end of month (end of the month of the invoice, plus ${days})`;
    }
    case 'day-of-month':
      return onDayInEnglish(term);
    case 'fixed-date':
      return `On ${formatLongDate(term.date, 'en')}`;
  }
}

function onDayInEnglish(term: DayOfMonth): string {
  const days = englishDays(term.days);
  const day = `${ordinal(term.day)}${mayBeMissing(term) ? ' (or last day)' : ''}`;
  const head = term.reading === 'days-then-day' ? days : `${days} end of month`;
  switch (term.reading) {
    case 'days-then-day':
      if (term.days === 0) return `On the ${day} (the first one from the invoice date)`;
      return `${head}, on the ${day} (invoice date plus ${days}, then the first ${day})`;
    case 'days-then-month-end':
      if (term.days === 0) return `On the ${day} of the month after the invoice`;
      return `${head}, on the ${day} (invoice date plus ${days}, then the ${day} of the next month)`;
    case 'month-end-then-days':
      if (term.days === 0)
        return `End of month, on the ${day} (end of the month of the invoice, then the first ${day})`;
      return `${head}, on the ${day} (end of the month of the invoice, plus ${days}, then the first ${day})`;
  }
}

const ordinals = ['th', 'st', 'nd', 'rd'];
const isTeen = (day: number): boolean => day > 10 && day < 14;
const ordinal = (day: number): string => `${day}${(isTeen(day) ? undefined : ordinals[day % 10]) ?? 'th'}`;

function frenchDays(days: number): string {
  return `${days} jour${days > 1 ? 's' : ''}`;
}

function englishDays(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`;
}
